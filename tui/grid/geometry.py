"""Where things are: minutes ↔ rows, columns ↔ cells, and the lanes of visits that overlap. Pure, no colours."""

from __future__ import annotations

from typing import NamedTuple

from tui import text
from tui.grid.day_clock import DAY
from tui.grid.model import BUFFER, CLOSED, FREE, Block, Column, GridModel

ROW_MINUTES = (5, 10, 15, 20, 30, 60)
"""Heights a row can have, in minutes."""

WEEKEND_SHARE = 0.65
LEAST_WIDTH = 6
LEAST_DOCTOR_WIDTH = 13
LEAST_LANE = 3


def gutter() -> int:
    """Cells of the column of times: "09:00" and the arrow of now."""
    return text.clock_cells() + 1


def off_width() -> int:
    """Cells of a day off: a bar and a time, "▌10:15"."""
    return text.clock_cells() + 1


class Placed(NamedTuple):
    """A block on the rows: whole ones [first, last); `tail`: it ends inside row `last`. Lane `lane` of `lanes`."""

    block: Block
    first: int
    last: int
    tail: bool
    lane: int
    lanes: int


class Slot(NamedTuple):
    """The cells of one visible column: `column` is its index in the model, [x, x + width) where it stands."""

    column: int
    x: int
    width: int


class Geometry(NamedTuple):
    """The layout of a model at one width and row height. `at[column][row]`: the placed blocks touching that row."""

    width: int
    row_minutes: int
    rows: int
    slots: tuple[Slot, ...]
    at: tuple[dict[int, tuple[Placed, ...]], ...]
    header_rows: int
    gutter: int

    def slot_of(self, column: int) -> Slot | None:
        """The cells of a column, or None when it is scrolled out sideways."""
        return next((slot for slot in self.slots if slot.column == column), None)

    def column_at(self, x: int) -> int | None:
        """The column at cell `x`, None over the gutter."""
        return next((slot.column for slot in self.slots if slot.x <= x < slot.x + slot.width), None)

    def row_of(self, minute: int) -> int:
        """The row in which a wall minute lies."""
        return max(0, min(self.rows - 1, minute // self.row_minutes))

    def touching(self, column: int, row: int) -> tuple[Placed, ...]:
        """Blocks with a whole or half row here, by lane."""
        return self.at[column].get(row, ())

    def covering(self, column: int, row: int, lane: int = 0) -> Placed | None:
        """The block whose whole rows include this one, in the lane asked for or the nearest to it."""
        whole = [placed for placed in self.touching(column, row) if placed.first <= row < placed.last]
        return min(whole, key=lambda placed: (abs(placed.lane - lane), placed.lane), default=None)


def lay_out(model: GridModel, width: int, row_minutes: int, first: int = 0) -> Geometry:
    """Geometry of a model in `width` cells; `first`: leftmost column shown where not all fit side by side."""
    slots = _slots(model, max(gutter() + 1, width), first)
    at = tuple(_rows_of(place(column.blocks, row_minutes)) for column in model.columns)
    return Geometry(width, row_minutes, DAY // row_minutes, slots, at, 3 if model.by_doctor else 2, gutter())


def scrolled(geometry: Geometry, model: GridModel, first: int) -> Geometry:
    """The same layout with another leftmost column."""
    return geometry._replace(slots=_slots(model, max(gutter() + 1, geometry.width), first))


def columns_that_fit(model: GridModel, width: int) -> int:
    """How many columns stand side by side in `width` cells, at least one."""
    least = LEAST_DOCTOR_WIDTH if model.by_doctor else LEAST_WIDTH
    return max(1, min(len(model.columns), (width - gutter()) // least))


def _slots(model: GridModel, width: int, first: int) -> tuple[Slot, ...]:
    count = columns_that_fit(model, width)
    first = max(0, min(first, len(model.columns) - count))
    shown = range(first, first + count)
    shares = [_share(model, column) for column in shown]
    if not any(shares):  # nothing but days off: nobody gives way
        shares = [1.0] * count
    narrow = min(off_width(), (width - gutter()) // max(1, count))
    room = width - gutter() - narrow * shares.count(0.0)
    exact = [room * share / sum(shares) if share else float(narrow) for share in shares]
    widths = [int(cells) for cells in exact]
    # What rounding leaves over goes where most was cut off, to the left first.
    order = sorted(range(count), key=lambda index: (widths[index] - exact[index], index))
    for index in order[: room + narrow * shares.count(0.0) - sum(widths)]:
        widths[index] += 1
    slots, x = [], gutter()
    for column, cells in zip(shown, widths, strict=True):
        slots.append(Slot(column, x, cells))
        x += cells
    return tuple(slots)


def _share(model: GridModel, column: int) -> float:
    """How much room a column asks for: days without hours and visits next to none, weekends less."""
    day = model.columns[column]
    if model.by_doctor:
        return 1.0
    if not day.working and not day.blocks:
        return 0.0
    return WEEKEND_SHARE if day.weekend else 1.0


def _rows_of(blocks: tuple[Placed, ...]) -> dict[int, tuple[Placed, ...]]:
    rows: dict[int, list[Placed]] = {}
    for placed in blocks:
        for row in range(placed.first, placed.last + placed.tail):
            rows.setdefault(row, []).append(placed)
    return {row: tuple(sorted(found, key=lambda placed: placed.lane)) for row, found in rows.items()}


def place(blocks: tuple[Block, ...], row_minutes: int) -> tuple[Placed, ...]:
    """Blocks on quantised rows, in lanes where they share a row.

    A visit that ends inside a row keeps that half row unless the next one begins in it: visits one after another
    never stand side by side only because the rows are coarse. Visits that truly overlap always do.
    """
    ordered = sorted(blocks, key=lambda block: (block.start, block.second, -block.end))
    spans = [_rows(block, ordered, row_minutes) for block in ordered]
    placed: list[Placed] = []
    group: list[tuple[Block, tuple[int, int, bool], int]] = []
    ends: list[int] = []
    for block, span in zip(ordered, spans, strict=True):
        first, last, tail = span
        if group and first >= max(ends):
            placed += _group(group, len(ends))
            group, ends = [], []
        lane = next((lane for lane, end in enumerate(ends) if end <= first), len(ends))
        ends[lane : lane + 1] = [last + tail]
        group.append((block, span, lane))
    return tuple(placed + _group(group, len(ends)))


def _rows(block: Block, others: list[Block], row_minutes: int) -> tuple[int, int, bool]:
    first = block.start // row_minutes
    last = max(first + 1, block.end // row_minutes)
    tail = block.end > last * row_minutes
    if tail:
        begins = [other for other in others if other is not block and other.start // row_minutes == last]
        tail = not any(other.start >= block.end for other in begins)
    return first, last, tail


def _group(group: list[tuple[Block, tuple[int, int, bool], int]], lanes: int) -> list[Placed]:
    return [Placed(block, *span, lane, lanes) for block, span, lane in group]


def lane_cells(width: int, placed: Placed, chosen: int | None = None) -> tuple[int, int] | None:
    """(offset, cells) of a block's lane inside a column `width` cells wide; None when there is no room for it.

    Lanes too many for the width: the last one shown is the chosen one, else the last that fits.
    """
    shown = max(1, min(placed.lanes, width // LEAST_LANE))
    position = placed.lane
    if placed.lanes > shown:
        front = chosen if chosen is not None and chosen >= shown else shown - 1
        if placed.lane == front:
            position = shown - 1
        elif placed.lane >= shown - 1:
            return None
    base, more = divmod(width, shown)
    return position * base + min(position, more), base + (position < more)


def kind_of(column: Column, row: int, row_minutes: int) -> int:
    """What a row mostly is; free as soon as half of it can be booked."""
    part = column.kinds[row * row_minutes : (row + 1) * row_minutes]
    if part.count(FREE) * 2 >= row_minutes:
        return FREE
    return max(dict.fromkeys(part), key=part.count)


def first_free(column: Column, row: int, row_minutes: int, carried: str | None = None, begun: int = 0) -> int:
    """The first minute of a row that is open, not taken and still to come, else the row's start.

    `begun`: the first wall minute that has not begun; `carried`: takes no time."""
    start, end = row * row_minutes, (row + 1) * row_minutes
    taken = [(block.start, block.end) for block in column.blocks if _takes(block, carried)]
    for minute in range(begun if start <= begun < end else start, end):
        if column.kinds[minute] == FREE and not any(low <= minute < high for low, high in taken):
            return minute
    return start


def state_of(column: Column, start: int, end: int, elapsed: int, carried: str | None = None) -> str:
    """The worst of a stretch of wall minutes: busy, closed, off, past or free."""
    if any(_takes(block, carried) and block.start < end and start < block.end for block in column.blocks):
        return "busy"
    kinds = set(column.kinds[start : max(end, start + 1)])
    if CLOSED in kinds:
        return "closed"
    if kinds - {FREE, BUFFER}:
        return "off"
    if start < elapsed:
        return "past"
    return "busy" if BUFFER in kinds else "free"


def _takes(block: Block, carried: str | None) -> bool:
    return block.blocking and block.view.visit.id != carried
