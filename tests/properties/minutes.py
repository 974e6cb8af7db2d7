"""What is free, told off minute by minute on the clocks of a window of days. It knows nothing of the scheduler.

An instant is an epoch minute; hours are one byte a minute. Zones are read with `zoneinfo` alone.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cached_property, lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

Pair = tuple[int, int]
MARGIN = 3
"""Days known before and after those that are asked about."""


class Clock(NamedTuple):
    """The wall clock of every minute from `begin` on, and the highest that was shown up to then."""

    begin: int
    walls: tuple[datetime, ...]
    highest: tuple[datetime, ...]

    def instant(self, wall: datetime) -> int:
        """The first minute whose clock reads that or later."""
        return self.begin + bisect_left(self.highest, wall)

    def at(self, minute: int) -> datetime:
        """What the clock shows at a minute."""
        return self.walls[minute - self.begin]


@lru_cache(maxsize=200)
def minutes_of(zone: str, day: date) -> tuple[int, ...]:
    """Every minute of a date."""
    clock = clock_of(zone, day, 1)
    return tuple(clock.begin + n for n, wall in enumerate(clock.walls) if wall.date() == day)


@lru_cache(maxsize=64)
def clock_of(zone: str, first: date, days: int) -> Clock:
    """The clock of a zone over some days and the margin around them."""
    tz = ZoneInfo(zone)
    begin = datetime(first.year, first.month, first.day, tzinfo=UTC) - timedelta(days=MARGIN)
    span = range((days + 2 * MARGIN) * 1440)
    walls = tuple((begin + timedelta(minutes=n)).astimezone(tz).replace(tzinfo=None, fold=0) for n in span)
    highest = []
    top = walls[0]
    for wall in walls:
        top = max(top, wall)
        highest.append(top)
    return Clock(int(begin.timestamp()) // 60, walls, tuple(highest))


def changes(zone: str, day: date) -> bool:
    """Whether the clocks change on a date, or the date is left out."""
    return len(minutes_of(zone, day)) != 1440


class Visit(NamedTuple):
    """A visit that takes time: epoch minutes, buffers, and for a hold the epoch second at which it is dead."""

    start: int
    end: int
    before: int = 0
    after: int = 0
    expires: int | None = None

    def blocks(self, now: int) -> bool:
        """Whether it takes its time at `now`, epoch seconds."""
        return self.expires is None or now < self.expires


@dataclass
class World:
    """One doctor's book. Times of day are minutes after midnight; an end before its start lies on the next date.

    `closings`: dates, both included, or wall times, half-open.
    """

    zone: str
    first: date
    days: int
    weekly: dict[int, list[Pair]] = field(default_factory=dict)
    dated: dict[date, list[Pair]] = field(default_factory=dict)
    closings: list[tuple[date, date]] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)
    now: int = 0
    minutes: int = 30
    before: int = 0
    after: int = 0
    step: int = 30

    @cached_property
    def clock(self) -> Clock:
        """The clock of its zone around its days."""
        return clock_of(self.zone, self.first, self.days)

    def instant(self, day: date, minutes: int) -> int:
        """Where hours begin or end that say so."""
        return self.clock.instant(datetime(day.year, day.month, day.day) + timedelta(minutes=minutes))

    def closed(self, day: date) -> bool:
        """Whether a whole date is closed."""
        return any(
            not isinstance(first, datetime) and first <= day <= last  # a datetime is a date, too
            for first, last in self.closings
        )

    @cached_property
    def blocks(self) -> list[Pair]:
        """The merged blocks of every date, by date: where the grids begin."""
        found: list[Pair] = []
        for n in range(-2, self.days + 2):
            day = self.first + timedelta(days=n)
            if not self.closed(day):
                found += runs(self._spans(day), self.clock)
        return found

    def _spans(self, day: date) -> Iterator[Pair]:
        tomorrow = day + timedelta(days=1)
        cut = tomorrow in self.dated or self.closed(tomorrow)
        for start, end in self.dated.get(day, self.weekly.get(day.weekday(), [])):
            low = self.instant(day, start)
            if end > start:
                yield low, self.instant(day, end)
            else:
                yield low, self.instant(tomorrow, 0) if cut else self.instant(tomorrow, end)

    @cached_property
    def work(self) -> list[Pair]:
        """When visits may be under way: the blocks joined, without the timed closings."""
        shut = []
        for first, last in self.closings:
            if isinstance(first, datetime) and isinstance(last, datetime):
                shut.append((self.clock.instant(first), self.clock.instant(last)))
        return runs(self.blocks, self.clock, shut)

    def fits(self, start: int) -> bool:
        """Whether the whole length lies in hours."""
        return any(low <= start and start + self.minutes <= high for low, high in self.work)

    def free(self, start: int, now: int) -> bool:
        """Whether no visit overlaps, nor comes nearer than the larger of the two buffers between."""
        end = start + self.minutes
        for visit in self.visits:
            ahead = visit.start - end >= max(self.after, visit.before)
            behind = start - visit.end >= max(visit.after, self.before)
            if visit.blocks(now) and not ahead and not behind:
                return False
        return True

    def offered(self, low: int, high: int, now: int | None = None) -> list[int]:
        """The starts on offer in [low, high)."""
        moment = self.now if now is None else now
        grid = {start for first, last in self.blocks for start in range(first, last, self.step)}
        return sorted(
            start
            for start in grid
            if low <= start < high and start * 60 >= moment and self.fits(start) and self.free(start, moment)
        )


def runs(spans: Iterable[Pair], clock: Clock, without: Iterable[Pair] = ()) -> list[Pair]:
    """The minutes of some spans, without those of others, as spans of minutes that follow each other."""
    marks = bytearray(len(clock.walls) + 1)
    for low, high in spans:
        if low < high:
            marks[low - clock.begin : high - clock.begin] = b"\1" * (high - low)
    for low, high in without:
        if low < high:
            marks[low - clock.begin : high - clock.begin] = bytes(high - low)
    found: list[Pair] = []
    start = marks.find(1)
    while start >= 0:
        end = marks.find(0, start)
        found.append((clock.begin + start, clock.begin + end))
        start = marks.find(1, end)
    return found
