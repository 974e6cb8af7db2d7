"""Where the user is on the grid, how keys move that, and what it means. Pure: positions in, positions out."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from scheduling.model.reads import VisitView
from tui.grid.blocks import title_of
from tui.grid.day_clock import DAY
from tui.grid.geometry import Geometry, Placed, first_free, state_of
from tui.grid.model import FREE, Column, GridModel
from tui.grid.scene import Focus, Ghost

LAST_LANE = 99
"""Asks for the last lane, whichever it is: a cursor that comes from the right."""


class Cursor(NamedTuple):
    """A column, a minute of its wall clock, and a lane where visits stand side by side."""

    column: int
    minute: int
    lane: int = 0


class Carry(NamedTuple):
    """A visit in hand. `lit`: a column's key → half-open epoch spans of the starts allowed; `ok`: it fits at the
    cursor."""

    visit: VisitView
    lit: dict[str, tuple[tuple[int, int], ...]]
    ok: bool


class Selection(NamedTuple):
    """What the cursor or the range means. `start`, `end`: wall minutes of `day`; `minutes`: elapsed.

    `start_minute`: epoch minute. `visit`: the one under the cursor. `state`: free, busy, closed, off or past.
    `location`: id worked at then, None = any. `column`: its index, `key`: the date, or the doctor's id by doctor.
    """

    day: date
    start: int
    end: int
    start_minute: int
    minutes: int
    visit: VisitView | None
    ranged: bool
    state: str
    location: str | None
    column: int = 0
    key: str = ""


class Stop(NamedTuple):
    """One step of the cursor: rows [first, last), its wall minutes [start, end), and the block it is on."""

    first: int
    last: int
    start: int
    end: int
    placed: Placed | None


class Walk(NamedTuple):
    """Moves over a model laid out. `by_row`: blocks are no steps of their own, as while a range is stretched.

    `carried`: id of the visit in hand, whose own place counts as free.
    """

    model: GridModel
    geometry: Geometry
    by_row: bool = False
    carried: str | None = None

    def stop(self, cursor: Cursor) -> Stop:
        """The step the cursor stands on."""
        column, row = self.model.columns[cursor.column], self.geometry.row_of(cursor.minute)
        placed = None if self.by_row else self.geometry.covering(cursor.column, row, cursor.lane)
        if placed is not None:
            return Stop(placed.first, placed.last, placed.block.start, placed.block.end, placed)
        begun = self.model.begun(cursor.column)
        start = first_free(column, row, self.geometry.row_minutes, self.carried, begun)
        return Stop(row, row + 1, start, self._free_until(column, start, row), None)

    def _free_until(self, column: Column, start: int, row: int) -> int:
        """End of the open time that begins at `start`, at most the row's; the row's end where nothing is open."""
        end = (row + 1) * self.geometry.row_minutes
        if column.kinds[start] != FREE:
            return end
        shut = next((minute for minute in range(start, end) if column.kinds[minute] != FREE), end)
        begins = [block.start for block in column.blocks if block.blocking and start < block.start < end]
        return min([end, shut, *begins])

    def at_row(self, column: int, row: int, lane: int = 0) -> Cursor:
        """The cursor on what stands in a row: a block's start, or the first minute of it that is free."""
        stop = self.stop(Cursor(column, row * self.geometry.row_minutes, lane))
        return Cursor(column, stop.start, stop.placed.lane if stop.placed else 0 if lane == LAST_LANE else lane)

    def vertical(self, cursor: Cursor, rows: int) -> Cursor:
        """`rows` steps down (up when negative), as far as the day goes."""
        for _step in range(abs(rows)):
            stop = self.stop(cursor)
            row = stop.last if rows > 0 else stop.first - 1
            if not 0 <= row < self.geometry.rows:
                break
            cursor = self.at_row(cursor.column, row, cursor.lane)
        return cursor

    def sideways(self, cursor: Cursor, columns: int, goal: int) -> Cursor | None:
        """`columns` steps right (left when negative) at wall minute `goal`, lanes first; None past the edge."""
        way = 1 if columns > 0 else -1
        for _step in range(abs(columns)):
            if beside := self._next_lane(cursor, way):
                cursor = beside
                continue
            column = cursor.column + way
            if not 0 <= column < len(self.model.columns):
                return None
            cursor = self.at_row(column, self.geometry.row_of(goal), 0 if way > 0 else LAST_LANE)
        return cursor

    def _next_lane(self, cursor: Cursor, way: int) -> Cursor | None:
        stop = self.stop(cursor)
        if stop.placed is None:
            return None
        lane = stop.placed.lane + way
        for row in range(stop.first, stop.last):
            placed = self.geometry.covering(cursor.column, row, lane)
            if placed is not None and placed.lane == lane:
                return Cursor(cursor.column, placed.block.start, lane)
        return None

    def span(self, cursor: Cursor, anchor: tuple[int, int]) -> tuple[int, int]:
        """Wall minutes [start, end) of the range from the step it was begun on (`anchor`) to the cursor's row."""
        row, minutes = self.geometry.row_of(cursor.minute), self.geometry.row_minutes
        column = self.model.columns[cursor.column]
        low, high = anchor
        start = first_free(column, row, minutes, self.carried, self.model.begun(cursor.column))
        return min(low, start), max(high, (row + 1) * minutes)

    def select(self, cursor: Cursor, anchor: tuple[int, int] | None) -> Selection:
        """What the cursor, or the range from `anchor` to it, means."""
        column = self.model.columns[cursor.column]
        stop = self.stop(cursor)
        start, end = self.span(cursor, anchor) if anchor else (stop.start, stop.end)
        view = stop.placed.block.view if stop.placed else None
        if view is not None:
            first, minutes = view.visit.start_minute, view.visit.minutes
        else:
            first = self._instant(column, start)
            minutes = max(1, column.clock.epoch(end) - column.clock.epoch(start))
        state = state_of(column, start, end, self.model.begun(cursor.column), self.carried)
        return Selection(
            column.date, start, end, first, minutes, view, anchor is not None, state,
            self.model.location(cursor.column, start), cursor.column, column.key,
        )  # fmt: skip

    def _instant(self, column: Column, wall: int) -> int:
        """Epoch minute of a wall minute; where it comes twice, the pass that can be booked."""
        passes = column.clock.epochs(wall)
        free = [minute for minute in passes if any(low <= minute < high for low, high in column.bookable)]
        return free[0] if free else column.clock.epoch(wall)

    def focus(self, cursor: Cursor, anchor: tuple[int, int] | None, carry: Carry | None, top: int) -> Focus:
        """What the cursor looks like; `top`: the first visible row, where a block's name may stand instead."""
        minutes = self.geometry.row_minutes
        row = self.geometry.row_of(cursor.minute)
        if carry is not None:
            return self._ghost(cursor, row, carry)
        stop = self.stop(cursor)
        if anchor is not None:
            start, end = self.span(cursor, anchor)
            first, last = self.geometry.row_of(start), self.geometry.row_of(end - 1) + 1
            return Focus(cursor.column, first, last, row, max(start, row * minutes), None, start, end)
        if stop.placed is None:
            return Focus(cursor.column, stop.first, stop.last, row, stop.start)
        named = max(stop.first, min(top, stop.last - 1))
        return Focus(cursor.column, stop.first, stop.last, named, stop.start, stop.placed)

    def _ghost(self, cursor: Cursor, row: int, carry: Carry) -> Focus:
        visit, minutes = carry.visit.visit, self.geometry.row_minutes
        start = self.stop(cursor).start
        end = start + visit.minutes
        last = min(self.geometry.rows, max(row + 1, -(-end // minutes)))
        ghost = Ghost(title_of(carry.visit), carry.visit.type_color, carry.visit.type_name, min(end, DAY), carry.ok)
        return Focus(cursor.column, row, last, row, start, None, -1, end, ghost)
