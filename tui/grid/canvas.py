"""The surface of the grid: what is shown, laid out and painted line by line, and how it scrolls.

Rows are kept painted without the cursor; cursor and range are painted over the few rows they touch. Whatever
changes, `_repaint` compares each visible line with what was last painted there and refreshes those that differ.
"""

from __future__ import annotations

from typing import ClassVar

from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.grid.cursor import Carry, Cursor, Walk
from tui.grid.geometry import Geometry, columns_that_fit, lay_out, scrolled
from tui.grid.header import paint_header
from tui.grid.model import GridModel
from tui.grid.painting import paint_row
from tui.grid.palette import palette_of
from tui.grid.scene import Focus, Scene

USUAL_ROW = 15
OPENING_MINUTE = 8 * 60


class GridCanvas(ScrollView, can_focus=True, inherit_bindings=False):
    """Columns of days (or doctors) over the rows of 24 hours; header and times stay where they are."""

    ALLOW_SELECT: ClassVar[bool] = False
    DEFAULT_CSS = """
    GridCanvas {
        overflow-x: hidden;
        overflow-y: scroll;
        scrollbar-size-vertical: 1;
        background: $gutter;
    }
    """

    def __init__(self, *, row_minutes: int = USUAL_ROW, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.row_minutes = row_minutes
        self.model: GridModel | None = None
        self.cursor = Cursor(0, OPENING_MINUTE)
        self._carry: Carry | None = None
        self._anchor: tuple[int, int] | None = None
        self._first_column = 0
        self._scene: Scene | None = None
        self._rows: dict[tuple[int, bool], Strip] = {}
        self._painted: dict[int, Strip] = {}
        self._was_in_view = False
        self.changed: tuple[tuple[tuple[int, int], ...], ...] = ()

    # ---- what there is

    @property
    def room(self) -> Size:
        """Cells to paint on: without the scrollbar."""
        return self.scrollable_content_region.size

    @property
    def plan(self) -> Geometry:
        """The layout of what is shown; nothing may be asked before something is."""
        assert self._scene is not None
        return self._scene.geometry

    @property
    def walk(self) -> Walk:
        """The moves over what is shown."""
        assert self._scene is not None
        scene = self._scene
        return Walk(scene.model, scene.geometry, self._anchor is not None or scene.carried is not None, scene.carried)

    @property
    def top_row(self) -> int:
        """The first visible row."""
        return self.scroll_offset.y

    def _focus(self) -> Focus | None:
        """What the cursor looks like now."""
        if self._scene is None:
            return None
        return self.walk.focus(self.cursor, self._anchor, self._carry, self.top_row)

    # ---- painting

    def _rebuild(self) -> None:
        """Lay out anew what is shown."""
        if self.model is None:
            return
        geometry = lay_out(self.model, max(1, self.room.width), self.row_minutes, self._first_column)
        carried = self._carry.visit.visit.id if self._carry else None
        lit = self._lit(self.model)
        self._scene = Scene(self.model, geometry, palette_of(self.app), carried, lit, self.changed)
        self._rows.clear()
        size = Size(geometry.width, geometry.header_rows + geometry.rows)
        if self.virtual_size != size:
            self.virtual_size = size

    def _lit(self, model: GridModel) -> tuple[tuple[tuple[int, int], ...], ...]:
        """Wall spans of each column where the visit in hand fits with its whole length."""
        if self._carry is None:
            return ()
        lit, length = self._carry.lit, self._carry.visit.visit.minutes
        return tuple(
            tuple(
                wall
                for low, high in lit.get(column.key, ())
                for wall in column.clock.walls(low, max(low, high - 1) + length)
            )
            for column in model.columns
        )

    def _line(self, y: int, focus: Focus | None) -> Strip:
        """Line `y` as it should be: the frozen header, then rows from where it is scrolled to."""
        scene = self._scene
        if scene is None:
            return Strip.blank(self.room.width, self.rich_style)
        header = scene.geometry.header_rows
        if y < header:
            return paint_header(scene, y, self.cursor.column)
        row, top = y - header + self.top_row, y == header
        if row >= scene.geometry.rows:
            return Strip.blank(self.room.width, self.rich_style)
        if focus and (focus.first <= row < focus.last or row == focus.row):
            return paint_row(scene, row, focus, top=top)
        if (row, top) not in self._rows:
            self._rows[row, top] = paint_row(scene, row, top=top)
        return self._rows[row, top]

    def render_line(self, y: int) -> Strip:
        """Line `y` of the widget. It may be asked for before the new size was announced: then it lays out itself."""
        if self._scene is not None and self._scene.geometry.width != self.room.width:
            self._rebuild()
        self._painted[y] = self._line(y, self._focus())
        return self._painted[y]

    def _repaint(self) -> None:
        """Refresh the visible lines that differ from what was last painted there."""
        if not self._painted:
            self.refresh()
            return
        width, height, focus = self.size.width, self.size.height, self._focus()
        changed = [y for y in range(height) if not _same(self._painted.get(y), self._line(y, focus))]
        if changed:
            self.refresh(*(Region(0, y, width, 1) for y in changed))

    # ---- scrolling

    def scroll_row(self, top: int) -> bool:
        """Make `top` the first visible row, as far as the day goes; whether anything scrolled."""
        top = max(0, min(self.plan.rows - self._room_rows, top))
        if top == self.top_row:
            return False
        self.scroll_to(y=top, animate=False, force=True, immediate=True)
        return True

    @property
    def _room_rows(self) -> int:
        """Rows seen at once, below the header."""
        return max(1, self.size.height - self.plan.header_rows)

    def _into_view(self, *, third: bool = False) -> bool:
        """Bring the cursor into view, or a third down; whether anything scrolled."""
        focus, room = self._focus(), self.size.height
        if focus is None or not room:
            return False
        room = self._room_rows
        first, last = focus.first, min(focus.last, focus.first + room)
        if self._anchor is not None:
            first, last = focus.row, focus.row + 1
        if third:
            return self.scroll_row(first - room // 3)
        if first < self.top_row:
            return self.scroll_row(first)
        return last > self.top_row + room and self.scroll_row(last - room)

    def _reveal_column(self, column: int) -> bool:
        """Scroll sideways, by whole columns, so that one is shown; whether anything scrolled."""
        if self.model is None or not self.room.width:
            return False
        count = columns_that_fit(self.model, self.room.width)
        first = max(column - count + 1, min(self._first_column, column, len(self.model.columns) - count))
        return self._scroll_to_column(first)

    def _scroll_to_column(self, first: int) -> bool:
        if first == self._first_column:
            return False
        self._first_column = first
        if self._scene is None or self._scene.model is not self.model:
            self._rebuild()
        else:
            geometry = scrolled(self._scene.geometry, self._scene.model, first)
            self._scene = self._scene._replace(geometry=geometry)
            self._rows.clear()
        return True

    @property
    def in_sight(self) -> tuple[int, int]:
        """The columns seen, the second number not included."""
        slots = self.plan.slots if self._scene is not None else ()
        return (slots[0].column, slots[-1].column + 1) if slots else (0, 0)

    def scroll_columns(self, by: int) -> bool:
        """Scroll sideways by whole columns, as far as there are any; whether anything scrolled."""
        assert self.model is not None
        last = len(self.model.columns) - columns_that_fit(self.model, self.room.width)
        if not self._scroll_to_column(max(0, min(last, self._first_column + by))):
            return False
        self._repaint()
        return True

    def on_resize(self) -> None:
        """Lay out for the new size; the first time, bring the cursor about a third down."""
        self._reveal_column(self.cursor.column)
        self._rebuild()
        self._painted.clear()
        self._into_view(third=not self._was_in_view)
        self._was_in_view = self._was_in_view or self._scene is not None
        self.refresh()

    def notify_style_update(self) -> None:
        """Another theme: other colours."""
        super().notify_style_update()
        if self._scene is not None and self.is_mounted and palette_of(self.app) != self._scene.palette:
            self._rebuild()
            self._painted.clear()
            self.refresh()


def _same(one: Strip | None, other: Strip) -> bool:
    return one is other or (one is not None and one == other)
