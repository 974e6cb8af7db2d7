"""A list whose chosen row is amber and moves by ↑↓ while the text above it keeps the focus."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from tui.widgets.lines import spread


class Row(NamedTuple):
    """One line: what it says, what stands at its end, and whether it can be chosen (a head cannot)."""

    left: Content
    right: Content = Content("")
    choosable: bool = True


class OfRow(Message):
    """Something befell a row: `index` into the rows of the list."""

    def __init__(self, rows: Rows, index: int) -> None:
        super().__init__()
        self.rows = rows
        self.index = index

    @property
    def control(self) -> Rows:
        """The list, for `@on(Rows.Chosen, "#id")`."""
        return self.rows


class Rows(Widget):
    """Rows of Content, one of them chosen; scrolls to keep it in sight. Takes no focus."""

    DEFAULT_CSS = "Rows { height: 1fr; width: 1fr; color: $text; }"
    ALLOW_SELECT = False
    can_focus = False

    active = True
    """False while another list of the screen has the keys: the chosen row is only tinted."""

    class Chosen(OfRow):
        """A row was clicked while it was the chosen one, or clicked twice."""

    class Moved(OfRow):
        """Another row is the chosen one."""

    class Resized(Message):
        """The list is wider, narrower, higher or lower than it was."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.rows: tuple[Row, ...] = ()
        self.cursor: int | None = None
        self._top = 0

    def show(self, rows: Sequence[Row], cursor: int | None = 0) -> None:
        """Replace the rows; the chosen one is the first choosable at or after `cursor`, None = none."""
        self.rows = tuple(rows)
        able = [index for index, row in enumerate(self.rows) if row.choosable]
        if cursor is None or not able:
            self.cursor = None
        else:
            self.cursor = next((index for index in able if index >= cursor), able[-1])
        self._top = min(self._top, max(0, len(self.rows) - 1))
        self._keep_in_sight()
        self.refresh()

    def move(self, step: int) -> None:
        """Choose the next (+1) or previous (−1) row, or further; stops at the ends."""
        able = [index for index, row in enumerate(self.rows) if row.choosable]
        if not able:
            return
        at = able.index(self.cursor) if self.cursor in able else -1 if step > 0 else len(able)
        chosen = able[max(0, min(len(able) - 1, at + step))]
        if chosen != self.cursor:
            self.cursor = chosen
            self._keep_in_sight()
            self.refresh()
            self.post_message(self.Moved(self, chosen))

    def _keep_in_sight(self) -> None:
        height = self.size.height
        if self.cursor is not None and height:
            at_head = self.cursor == next((i for i, row in enumerate(self.rows) if row.choosable), 0)
            self._top = 0 if at_head and self.cursor < height else min(self._top, self.cursor)
            self._top = max(self._top, self.cursor - height + 1)

    def on_resize(self) -> None:
        """A lower list may hide the chosen row; a narrower one may want other rows."""
        self._keep_in_sight()
        self.post_message(self.Resized())

    def render(self) -> Content:
        """The rows in sight, the chosen one on amber."""
        width = self.content_size.width
        shown = self.rows[self._top : self._top + self.content_size.height]
        return Content("\n").join(
            self._line(row, width, self._top + offset == self.cursor) for offset, row in enumerate(shown)
        )

    def _line(self, row: Row, width: int, chosen: bool) -> Content:
        line = spread(row.left, row.right, width)
        line = line.extend_right(max(0, width - line.cell_length))
        if chosen and not self.active:
            return line.stylize("on $amber-tint")
        return Content.styled(line.plain, "bold $on-amber on $amber-solid") if chosen else line

    def on_click(self, event: events.Click) -> None:
        """Choose the row under the mouse; a click on the chosen one takes it."""
        index = self._top + event.y
        if 0 <= index < len(self.rows) and self.rows[index].choosable:
            if index == self.cursor:
                self.post_message(self.Chosen(self, index))
            else:
                self.cursor = index
                self.refresh()
                self.post_message(self.Moved(self, index))
