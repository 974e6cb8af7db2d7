"""What the grid shows, frozen: one column a day (or a doctor), each minute of its wall clock with what it is.

Built once from a view of the core; nothing here knows cells or colours. Columns are counted in wall-clock minutes
(0…1440) of their date; `DayClock` leads to the instants and back, on days of 23 and 25 hours too (RULES 1–3).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import NamedTuple
from zoneinfo import ZoneInfo

from scheduling.model.reads import DayView, Doctor, Hospital, VisitView, WeekView
from scheduling.model.status import STATUSES
from scheduling.when.zones import zone
from tui import text
from tui.grid.day_clock import DAY, DayClock, day_clock
from tui.words import doctor_full, doctor_short

OFF, BREAK, CLOSED, MISSING, BUFFER, FREE = range(6)
"""What a wall minute is: no hours, between two hours, closed, skipped by the clock, kept by a visit, bookable."""

DONE = frozenset({"fulfilled", "noshow"})


class Block(NamedTuple):
    """A visit in wall minutes of its column. `second`: in the second pass of a repeated hour."""

    view: VisitView
    start: int
    end: int
    second: bool

    @property
    def blocking(self) -> bool:
        """Whether it takes the doctor's time (a dead hold is told apart by `expires`)."""
        return STATUSES[self.view.visit.status].blocking


class Label(NamedTuple):
    """Words on a stretch of one kind that is not open: a closure's reason, a break. Half-open wall minutes."""

    start: int
    end: int
    words: str
    kind: int


class Column(NamedTuple):
    """A doctor's day. `kinds`: one of `OFF`…`FREE` a wall minute. `places`: index into the model's + 1, 0 = none.

    `load`: share of the working time booked, 0…1. `bookable`: free epoch spans. `title`, `place`: for the header;
    `short`: the title where there is little room.
    """

    key: str
    date: date
    title: str
    place: str
    place_index: int
    clock: DayClock
    kinds: bytes
    places: bytes
    blocks: tuple[Block, ...]
    labels: tuple[Label, ...]
    load: float
    bookable: tuple[tuple[int, int], ...]
    working: bool
    short: str = ""

    @property
    def start(self) -> int:
        """Epoch minute at which the date begins."""
        return self.clock.pieces[0][0]

    @property
    def end(self) -> int:
        """Epoch minute at which the date ends."""
        return self.clock.pieces[-1][1]

    @property
    def weekend(self) -> bool:
        """Saturday or Sunday."""
        return self.date.weekday() >= 5


class GridModel(NamedTuple):
    """The columns side by side. `now`: epoch seconds. `places`: location ids in the order first met.

    `usual_minutes`: the length in which free time is counted. `by_doctor`: one date, a column a doctor.
    """

    columns: tuple[Column, ...]
    places: tuple[str | None, ...]
    now: int
    usual_minutes: int
    by_doctor: bool = False

    def at(self, now: int) -> GridModel:
        """The same columns at another moment (epoch seconds)."""
        return self._replace(now=now)

    def elapsed(self, column: int) -> int:
        """Wall minutes of the column that are past: 0 on a coming day, `DAY` on a past one."""
        day, minute = self.columns[column], self.now // 60
        if minute < day.start:
            return 0
        return DAY if minute >= day.end else min(DAY, day.clock.wall(minute))

    def begun(self, column: int) -> int:
        """The first wall minute of the column that has not begun yet: where a visit may still start."""
        return self.elapsed(column) + (self.is_today(column) and self.now % 60 > 0)

    def is_today(self, column: int) -> bool:
        """Whether now lies in the column's date."""
        day = self.columns[column]
        return day.start <= self.now // 60 < day.end

    def fits(self, column: int) -> int:
        """How many visits of the usual length still fit, from now on."""
        now = self.now // 60
        spans = self.columns[column].bookable
        return sum(max(0, end - max(start, now)) // self.usual_minutes for start, end in spans)

    def free_minutes(self, column: int) -> int:
        """Minutes still free in the column, from now on."""
        now = self.now // 60
        return sum(max(0, end - max(start, now)) for start, end in self.columns[column].bookable)

    def location(self, column: int, minute: int) -> str | None:
        """Id of the location worked at in a wall minute, None = any or none."""
        index = self.columns[column].places[min(minute, DAY - 1)]
        return self.places[index - 1] if index else None


def week_model(view: WeekView, now: int) -> GridModel:
    """The model of a doctor's days side by side; `now` in epoch seconds."""
    place_of = _place_index(view.days)
    names = _place_names(view.days)
    build = partial(_column, tz=zone(view.hospital.timezone), place_of=place_of, names=names)
    columns = tuple(build(day, key=day.date.isoformat(), title=text.day_short(day.date)) for day in view.days)
    return GridModel(columns, tuple(place_of), now, max(1, view.hospital.default_minutes))


def day_model(
    hospital: Hospital, doctors: Sequence[tuple[Doctor, DayView]], now: int, names: dict[str, str]
) -> GridModel:
    """The model of one date, a column a doctor; `names`: location id → name, `now` in epoch seconds."""
    days = [day for _doctor, day in doctors]
    place_of = _place_index(days)
    build = partial(_column, tz=zone(hospital.timezone), place_of=place_of, names=_place_names(days) | names)
    shorts = _short_names([doctor.name for doctor, _day in doctors])
    columns = tuple(
        build(day, key=doctor.id, title=doctor_full(doctor.name))._replace(short=short)
        for (doctor, day), short in zip(doctors, shorts, strict=True)
    )
    return GridModel(columns, tuple(place_of), now, max(1, hospital.default_minutes), by_doctor=True)


def _short_names(names: Sequence[str]) -> list[str]:
    """“Dr Osei” each; two of one family name keep their whole names."""
    shorts = [doctor_short(name) for name in names]
    return [
        short if shorts.count(short) == 1 else text.clean(name) for name, short in zip(names, shorts, strict=True)
    ]


def changed_spans(before: GridModel, now: GridModel) -> tuple[tuple[tuple[int, int], ...], ...]:
    """Column of `now` → wall spans in which its visits or hours differ from the same column `before`."""
    known = {(column.key, column.date): column for column in before.columns}
    return tuple(_differences(known.get((column.key, column.date), column), column) for column in now.columns)


def _seen(block: Block) -> tuple[int, int, object]:
    """What of a visit is seen: a hold that is only renewed looks as before."""
    view, visit = block.view, block.view.visit
    flags = view.outside, view.overbooked, visit.response
    return block.start, block.end, (visit.id, visit.status, view.patient_name, view.type_name, *flags)


def _differences(before: Column, now: Column) -> tuple[tuple[int, int], ...]:
    if before.blocks == now.blocks and before.kinds == now.kinds:
        return ()
    seen = set(map(_seen, before.blocks)) ^ set(map(_seen, now.blocks))
    runs: list[tuple[int, int]] = []
    for minute in (minute for minute in range(DAY) if before.kinds[minute] != now.kinds[minute]):
        if runs and runs[-1][1] == minute:
            runs[-1] = (runs[-1][0], minute + 1)
        else:
            runs.append((minute, minute + 1))
    return tuple(sorted({(start, end) for start, end, _ in seen} | set(runs)))


def _place_index(days: Sequence[DayView]) -> dict[str | None, int]:
    """Locations in the order first worked at, by id so that a colour stays with its place from week to week."""
    met = {span.location for day in days for span in day.hours}
    ordered = sorted(met, key=lambda place: (place is None, place or ""))
    return {place: index for index, place in enumerate(ordered)}


def _place_names(days: Sequence[DayView]) -> dict[str, str]:
    views = (view for day in days for view in day.visits)
    return {view.visit.location: view.location_name for view in views if view.visit.location}


def _column(
    day: DayView, *, key: str, title: str, tz: ZoneInfo, place_of: dict[str | None, int], names: dict[str, str]
) -> Column:
    clock = day_clock(day, tz)
    kinds, places = bytearray(DAY), bytearray(DAY)
    opened: list[tuple[int, int]] = []
    for hours in day.hours:
        for low, high in clock.walls(hours.start, hours.end):
            kinds[low:high] = bytes([FREE]) * (high - low)
            places[low:high] = bytes([place_of[hours.location] + 1]) * (high - low)
            opened.append((low, high))
    blocks = tuple(block for view in day.visits if (block := _block(view, clock)))
    labels = _between(kinds, sorted(opened))
    for closure in day.closures:
        for low, high in clock.walls(closure.start, closure.end):
            kinds[low:high] = bytes([CLOSED]) * (high - low)
            labels.append(Label(low, high, text.clean(closure.reason) or "closed", CLOSED))
    skipped = _skipped(kinds, clock)
    # Hours on both sides of a skipped hour touch: between them lies no break.
    labels = [label for label in labels if not any(gap.start <= label.start < gap.end for gap in skipped)] + skipped
    _buffers(kinds, blocks)
    first = next((hours.location for hours in day.hours), None)
    total = day.booked_minutes + day.free_minutes
    return Column(
        key=key, date=day.date, title=title, place=text.clean(names.get(first or "", "")),
        place_index=place_of[first] if day.hours else -1, clock=clock, kinds=bytes(kinds), places=bytes(places),
        blocks=blocks, labels=tuple(sorted(labels, key=lambda label: label.start)),
        load=day.booked_minutes / total if total else 0.0, bookable=day.bookable, working=bool(opened),
    )  # fmt: skip


def _block(view: VisitView, clock: DayClock) -> Block | None:
    visit = view.visit
    spans = clock.walls(visit.start_minute, visit.end_minute)
    if not spans:
        return None
    start = spans[0][0]
    return Block(view, start, max(start + 1, *(high for _low, high in spans)), clock.is_second(visit.start_minute))


def _between(kinds: bytearray, opened: list[tuple[int, int]]) -> list[Label]:
    """Mark what lies between the hours of a day as a break."""
    labels: list[Label] = []
    reached = opened[0][1] if opened else 0
    for low, high in opened[1:]:
        if low > reached:
            kinds[reached:low] = bytes([BREAK]) * (low - reached)
            labels.append(Label(reached, low, "break", BREAK))
        reached = max(reached, high)
    return labels


def _skipped(kinds: bytearray, clock: DayClock) -> list[Label]:
    """Mark the wall minutes that the clock jumps over."""
    labels: list[Label] = []
    reached = 0
    for start, end, wall in clock.pieces:
        if wall > reached:
            kinds[reached:wall] = bytes([MISSING]) * (wall - reached)
            labels.append(Label(reached, wall, "clock change", MISSING))
        reached = max(reached, wall + end - start)
    return labels


def _buffers(kinds: bytearray, blocks: tuple[Block, ...]) -> None:
    """Mark the working minutes that a visit keeps free before and after itself (RULES 12)."""
    for block in blocks:
        if not block.blocking:
            continue
        visit = block.view.visit
        around = ((block.start - visit.buffer_before, block.start), (block.end, block.end + visit.buffer_after))
        for low, high in around:
            for minute in range(max(0, low), min(DAY, high)):
                if kinds[minute] == FREE:
                    kinds[minute] = BUFFER
