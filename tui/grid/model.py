"""What the grid shows, frozen: one column a day (or a doctor), each minute of its wall clock with what it is.

Built once from a view of the core; nothing here knows cells or colours. Columns are counted in wall-clock minutes
(0…1440) of their date; `DayClock` leads to the instants and back, on days of 23 and 25 hours too (RULES 1–3).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from zoneinfo import ZoneInfo

from scheduling.model.reads import DayView, Doctor, Hospital, VisitView, WeekView
from scheduling.model.status import STATUSES
from scheduling.when.zones import wall_clock, zone
from tui import text

DAY = 1440
"""Wall-clock minutes shown of a day: the rows of a column."""

OFF, BREAK, CLOSED, MISSING, BUFFER, FREE = range(6)
"""What a wall minute is: no hours, between two hours, closed, skipped by the clock, kept by a visit, bookable."""

DONE = frozenset({"fulfilled", "noshow"})


@dataclass(frozen=True, slots=True)
class DayClock:
    """A local date's wall minutes and their instants: pieces (first epoch minute, end, wall minute of the first)."""

    pieces: tuple[tuple[int, int, int], ...]

    def wall(self, minute: int) -> int:
        """Wall minute of an epoch minute; before the date 0 or less, after it `DAY` or more."""
        for start, end, wall in self.pieces:
            if minute < end:
                return wall + minute - start
        start, _end, wall = self.pieces[-1]
        return max(DAY, wall + minute - start)

    def is_second(self, minute: int) -> bool:
        """Whether an epoch minute reads what an earlier one of the date has read: the hour that comes twice."""
        return any(
            start <= minute < end and wall + minute - start < before[2] + before[1] - before[0]
            for before, (start, end, wall) in zip(self.pieces, self.pieces[1:], strict=False)
        )

    def walls(self, start: int, end: int) -> list[tuple[int, int]]:
        """Half-open wall spans covered by an epoch span, cut to the date."""
        spans = []
        for first, last, wall in self.pieces:
            low, high = max(start, first), min(end, last)
            if low < high:
                spans.append((max(0, wall + low - first), min(DAY, wall + high - first)))
        return [(low, high) for low, high in spans if low < high]

    def epochs(self, wall: int) -> list[int]:
        """Epoch minutes at which the clock reads `wall`: one, two where it comes twice, none where it is skipped."""
        return [start + wall - first for start, end, first in self.pieces if 0 <= wall - first < end - start]

    def epoch(self, wall: int) -> int:
        """First instant whose clock reads `wall` or later (RULES 3); `DAY` is the end of the date."""
        if found := self.epochs(wall):
            return found[0]
        return next((start for start, _end, first in self.pieces if first > wall), self.pieces[-1][1])


def day_clock(day: DayView, tz: ZoneInfo) -> DayClock:
    """The clock of a date; only days that are not 24 h long ask the zone."""
    if day.end - day.start == DAY:
        return DayClock(((day.start, day.end, 0),))
    midnight = datetime(day.date.year, day.date.month, day.date.day)

    def shift(minute: int) -> int:
        return round((wall_clock(minute, tz) - midnight).total_seconds()) // 60 - minute

    low, high = day.start, day.end - 1
    before, after = shift(low), shift(high)
    if before == after:  # the clock was changed at midnight itself
        return DayClock(((day.start, day.end, day.start + before),))
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if shift(middle) == before else (low, middle)
    return DayClock(((day.start, high, day.start + before), (high, day.end, high + after)))


@dataclass(frozen=True, slots=True)
class Block:
    """A visit in wall minutes of its column. `second`: in the second pass of a repeated hour."""

    view: VisitView
    start: int
    end: int
    second: bool

    @property
    def blocking(self) -> bool:
        """Whether it takes the doctor's time (a dead hold is told apart by `expires`)."""
        return STATUSES[self.view.visit.status].blocking


@dataclass(frozen=True, slots=True)
class Label:
    """Words on a stretch that is not open: a closure's reason, a break. Half-open wall minutes."""

    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class Column:
    """A doctor's day. `kinds`: one of `OFF`…`FREE` a wall minute. `places`: index into the model's + 1, 0 = none.

    `load`: share of the working time booked, 0…1. `bookable`: free epoch spans. `title`, `place`: for the header.
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


@dataclass(frozen=True, slots=True)
class GridModel:
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
        return replace(self, now=now)

    def elapsed(self, column: int) -> int:
        """Wall minutes of the column that are past: 0 on a coming day, `DAY` on a past one."""
        day, minute = self.columns[column], self.now // 60
        if minute < day.start:
            return 0
        return DAY if minute >= day.end else min(DAY, day.clock.wall(minute))

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
    columns = tuple(build(day, key=doctor.id, title=text.clean(doctor.name)) for doctor, day in doctors)
    return GridModel(columns, tuple(place_of), now, max(1, hospital.default_minutes), by_doctor=True)


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
            labels.append(Label(low, high, text.clean(closure.reason) or "closed"))
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
            labels.append(Label(reached, low, "break"))
        reached = max(reached, high)
    return labels


def _skipped(kinds: bytearray, clock: DayClock) -> list[Label]:
    """Mark the wall minutes that the clock jumps over."""
    labels: list[Label] = []
    reached = 0
    for start, end, wall in clock.pieces:
        if wall > reached:
            kinds[reached:wall] = bytes([MISSING]) * (wall - reached)
            labels.append(Label(reached, wall, "clock change"))
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
