"""The one widget of the grid: a doctor's week, or the doctors of a day.

It holds what is shown (a frozen model) and where the user is (cursor, range, what is carried), and answers keys by
methods: it binds none itself, the one table of actions does.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from textual import events
from textual.message import Message
from textual.timer import Timer

from scheduling.model.reads import DayView, Doctor, Hospital, WeekView
from tui.grid.canvas import OPENING_MINUTE, USUAL_ROW, GridCanvas
from tui.grid.cursor import Carry, Cursor, Selection
from tui.grid.day_clock import DAY
from tui.grid.geometry import ROW_MINUTES
from tui.grid.model import GridModel, changed_spans, day_model, week_model

__all__ = ["Carry", "Cursor", "Selection", "WeekGrid"]

WHEEL_ROWS = 3
FLASH_SECONDS = 0.6
"""How long a change by another terminal stands out, once."""


class WeekGrid(GridCanvas):
    """The grid with its cursor: moved by methods, clicked, dragged and scrolled by the mouse."""

    class Moved(Message):
        """The cursor, the range or what lies under them is another."""

        def __init__(self, selection: Selection) -> None:
            super().__init__()
            self.selection = selection

    class Opened(Message):
        """A cell was double-clicked: as Enter would open it."""

        def __init__(self, selection: Selection) -> None:
            super().__init__()
            self.selection = selection

    class LeftWeek(Message):
        """The wheel was turned sideways; `direction`: −1 or 1. For keys `move` answers False instead."""

        def __init__(self, direction: int) -> None:
            super().__init__()
            self.direction = direction

    def __init__(self, *, row_minutes: int = USUAL_ROW, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(row_minutes=row_minutes, id=id, classes=classes)
        self._goal = OPENING_MINUTE
        self._dragging = False
        self._calming: Timer | None = None

    # ---- what is shown

    def show(self, view: WeekView, now: int) -> None:
        """Show a doctor's days; `now` in epoch seconds. Cursor and scroll stay; only lines that changed repaint."""
        self.show_model(week_model(view, now))

    def show_day(
        self, hospital: Hospital, doctors: Sequence[tuple[Doctor, DayView]], now: int, places: dict[str, str]
    ) -> None:
        """Show one date, a column a doctor; `places`: location id → name."""
        self.show_model(day_model(hospital, doctors, now, places))

    def show_model(self, model: GridModel) -> None:
        """Show a model made elsewhere. Other columns than before end a selected range."""
        if self.model is None:
            today = next((index for index in range(len(model.columns)) if model.is_today(index)), 0)
            self.cursor = Cursor(today, self._goal)
        elif [column.key for column in self.model.columns] != [column.key for column in model.columns]:
            self._anchor = None
            self._painted.clear()  # nearly every line is another: to compare them would be in vain
        self.model = model
        self.cursor = self.cursor._replace(column=min(self.cursor.column, len(model.columns) - 1))
        self._reveal_column(self.cursor.column)
        self._settle()
        self.post_message(self.Moved(self.selection))

    def flash(self, before: GridModel | None) -> None:
        """Let what differs from `before` stand out for a moment: another terminal did it. Not without animations."""
        if before is None or self.model is None or self.app.animation_level == "none":
            return
        self.changed = changed_spans(before, self.model)
        if any(self.changed):
            self._settle()
            if self._calming is not None:
                self._calming.stop()
            self._calming = self.set_timer(FLASH_SECONDS, self._calm)

    def _calm(self) -> None:
        if self.changed:
            self.changed = ()
            self._settle()

    def tick(self, now: int) -> None:
        """Move the line of now and the countdowns of holds; `now` in epoch seconds."""
        if self.model is not None and now != self.model.now:
            self.model = self.model.at(now)
            self._rebuild()
            self._repaint()

    @property
    def carry(self) -> Carry | None:
        """The visit in hand: painted at the cursor, where it comes from dashed, where it fits lit."""
        return self._carry

    @carry.setter
    def carry(self, value: Carry | None) -> None:
        self._carry = value
        self._anchor = None
        self._settle()

    def _settle(self) -> None:
        """After another state: the cursor on what now stands at its time, and a new picture."""
        self._rebuild()
        if self._scene is not None:
            if self._anchor is None:
                self.cursor = self.walk.at_row(self.cursor.column, self.plan.row_of(self._goal), self.cursor.lane)
            self._repaint()

    # ---- where the user is

    @property
    def selection(self) -> Selection:
        """What the cursor or the range means. Nothing may be asked before something is shown."""
        return self.walk.select(self.cursor, self._anchor)

    def move(self, rows: int = 0, columns: int = 0, extend: bool = False) -> bool:
        """Move by rows (a block is one step) or columns; `extend` stretches a range instead, by rows only.

        False when it would leave the columns sideways; nothing has moved then.
        """
        if self.model is None:
            return True
        if extend and self._carry is None:
            self._extend(rows)
            return True
        walk = self.walk._replace(by_row=self._carry is not None)
        if columns:
            beside = walk.sideways(self.cursor, columns, self._goal)
            if beside is None:
                return False
            self._go(beside, self._goal)
        else:
            cursor = walk.vertical(self.cursor, rows)
            self._go(cursor, cursor.minute)
        return True

    def _extend(self, rows: int) -> None:
        stop = self.walk.stop(self.cursor)
        row = self.plan.row_of(self.cursor.minute)
        if self._anchor is None:
            self._anchor = (stop.start, stop.end)
            row = stop.last - 1 if rows > 0 else stop.first
        self._stretch(row + rows)

    def _stretch(self, row: int) -> None:
        """Take the moving end of the range to a row."""
        row = max(0, min(self.plan.rows - 1, row))
        self._go(self.cursor._replace(minute=row * self.row_minutes), self._goal, anchor=self._anchor)

    def go_to(self, day: date, minute: int) -> None:
        """Place the cursor on a date's wall minute, about a third down; a date not shown keeps the column."""
        columns = self.model.columns if self.model else ()
        found = [index for index, column in enumerate(columns) if column.date == day]
        column = self.cursor.column
        self.place(found[0] if found and column not in found else column, minute)

    def place(self, column: int, minute: int) -> None:
        """Place the cursor on a column's wall minute and scroll it about a third down."""
        goal = max(0, min(DAY - 1, minute))
        if self.model is None:
            self._goal, self.cursor = goal, Cursor(column, goal)
            return
        column = max(0, min(len(self.model.columns) - 1, column))
        self._anchor = None
        self._go(self.walk.at_row(column, self.plan.row_of(goal)), goal)
        self._into_view(third=True)

    def to_column(self, column: int) -> None:
        """The cursor to another column, at the time it aims at; the rows stay where they are."""
        self._go(self.walk.at_row(column, self.plan.row_of(self._goal)), self._goal)

    def find(self, visit_id: str) -> bool:
        """Put the cursor on a visit, whichever lane it is in; False when it is not shown."""
        found = (
            Cursor(column, placed.block.start, placed.lane)
            for column, rows in enumerate(self.plan.at)
            for row in rows.values()
            for placed in row
            if placed.block.view.visit.id == visit_id
        )
        cursor = next(found, None)
        if cursor is not None:
            self._go(cursor, cursor.minute)
            self._into_view(third=True)
        return cursor is not None

    def choose(self, start: int, end: int) -> None:
        """Select the wall minutes [start, end) of the cursor's column, to whole rows at the end."""
        self._anchor = (start, max(end, start + 1))
        self._stretch((max(end, start + 1) - 1) // self.row_minutes)

    def drop_range(self) -> bool:
        """Back to the cursor alone, where the range began; False when none was selected."""
        if self._anchor is None:
            return False
        start, self._anchor = self._anchor[0], None
        self._go(self.walk.at_row(self.cursor.column, self.plan.row_of(start)), start)
        return True

    def zoom(self, step: int) -> None:
        """Fewer minutes a row (`step` > 0) or more; the cursor keeps its time."""
        at = max(0, min(len(ROW_MINUTES) - 1, ROW_MINUTES.index(self.row_minutes) - step))
        self.use_rows(ROW_MINUTES[at])

    def use_rows(self, minutes: int) -> None:
        """Rows of so many minutes; the cursor keeps its time."""
        if minutes == self.row_minutes:
            return
        self.row_minutes = minutes
        if self.model is not None:
            self._anchor = None
            self._settle()
            self._into_view(third=True)
            self.post_message(self.Moved(self.selection))

    def _go(self, cursor: Cursor, goal: int, *, anchor: tuple[int, int] | None = None) -> None:
        """Take the cursor to a new place, in this very frame; `goal`: the minute that sideways moves aim at."""
        changed = cursor != self.cursor or anchor != self._anchor
        self.cursor, self._goal, self._anchor = cursor, goal, anchor
        self._reveal_column(cursor.column)
        self._into_view()
        self._repaint()
        if changed or anchor is not None:
            self.post_message(self.Moved(self.selection))

    # ---- mouse

    def _cell_at(self, event: events.MouseEvent) -> tuple[int, int] | None:
        """(column, row or −1 for the header) under the mouse; None over the times."""
        column = self.plan.column_at(event.x) if self._scene is not None else None
        if column is None:
            return None
        line = event.y - self.plan.header_rows
        return column, -1 if line < 0 else min(self.plan.rows - 1, line + self.top_row)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Put the cursor where the mouse is, or on the day whose name is pressed; from there a drag may go."""
        cell = self._cell_at(event)
        if cell is None or event.button != 1:
            return
        event.stop()
        column, row = cell
        self._anchor = None
        if row < 0:
            self.to_column(column)
            return
        self._go(self.walk.at_row(column, row, self._lane_at(column, row, event.x)), row * self.row_minutes)
        self._dragging = True
        self.capture_mouse()

    def _lane_at(self, column: int, row: int, x: int) -> int:
        slot, placed = self.plan.slot_of(column), self.plan.covering(column, row)
        return 0 if slot is None or placed is None else (x - slot.x) * placed.lanes // max(1, slot.width)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Stretch the range while the button is held."""
        if not self._dragging or self._carry is not None:
            return
        row = max(0, min(self.plan.rows - 1, event.y - self.plan.header_rows + self.top_row))
        stop = self.walk.stop(self.cursor)
        if stop.first <= row < stop.last:
            return
        if self._anchor is None:
            self._anchor = (stop.start, stop.end)
        self._stretch(row)

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """End of a drag."""
        if self._dragging:
            self._dragging = False
            self.release_mouse()
            event.stop()

    def on_click(self, event: events.Click) -> None:
        """A double click opens what is under it."""
        cell = self._cell_at(event)
        if cell is not None and cell[1] >= 0 and event.chain == 2:
            event.stop()
            self.post_message(self.Opened(self.selection))

    def _on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        self._wheel(event, WHEEL_ROWS)

    def _on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        self._wheel(event, -WHEEL_ROWS)

    def _on_mouse_scroll_right(self, event: events.MouseScrollRight) -> None:
        self._turn(event, 1)

    def _on_mouse_scroll_left(self, event: events.MouseScrollLeft) -> None:
        self._turn(event, -1)

    def _wheel(self, event: events.MouseEvent, rows: int) -> None:
        if event.shift:
            self._turn(event, 1 if rows > 0 else -1)
            return
        event.stop()
        event.prevent_default()
        if self._scene is not None:
            self.scroll_row(self.top_row + rows)

    def _turn(self, event: events.MouseEvent, direction: int) -> None:
        event.stop()
        event.prevent_default()
        self.post_message(self.LeftWeek(direction))
