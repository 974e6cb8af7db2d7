"""What may be booked, worked out minute by minute: slow, plain, and of no code of the scheduler's.

An instant is a position in `World.clock`: the wall clock of every minute of a window of days.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cached_property, lru_cache
from zoneinfo import ZoneInfo

Pair = tuple[int, int]
Block = tuple[int, int, str | None]


@lru_cache(maxsize=400)
def clock_of(name: str, first: date, days: int) -> tuple[int, tuple[datetime, ...]]:
    """The epoch minute of a window's first minute (a UTC midnight), and the wall clock of each of its minutes."""
    tz = ZoneInfo(name)
    begin = datetime(first.year, first.month, first.day, tzinfo=UTC)
    walls = tuple(
        (begin + timedelta(minutes=n)).astimezone(tz).replace(tzinfo=None, fold=0) for n in range(days * 1440)
    )
    return int(begin.timestamp()) // 60, walls


@dataclass
class Closing:
    """Dates (both included) or wall times (half-open), of everything or of one location."""

    first: date | datetime
    last: date | datetime
    location: str | None = None

    @property
    def whole(self) -> bool:
        return not isinstance(self.first, datetime)


@dataclass
class Visit:
    """A visit that blocks: epoch minutes and its buffers."""

    start: int
    end: int
    before: int = 0
    after: int = 0


@dataclass
class World:
    """One doctor. Times of day in minutes after midnight; `weekly`: (weekday, start, end, location)."""

    zone: str
    first: date
    days: int
    places: tuple[str, ...] = ()
    weekly: list[tuple[int, int, int, str | None]] = field(default_factory=list)
    dated: dict[date, list[tuple[list[Pair], str | None, bool]]] = field(default_factory=dict)
    closings: list[Closing] = field(default_factory=list)
    opening: dict[int, list[Pair]] | None = None
    visits: list[Visit] = field(default_factory=list)
    now: int = 0
    minutes: int = 30
    before: int = 0
    after: int = 0
    step: int = 30
    align: str = "block"
    notice: int = 0
    horizon: int = 365

    @cached_property
    def begin(self) -> int:
        return clock_of(self.zone, self.first - timedelta(days=3), self.days + 7)[0]

    @cached_property
    def clock(self) -> tuple[datetime, ...]:
        return clock_of(self.zone, self.first - timedelta(days=3), self.days + 7)[1]

    def wall(self, minute: int) -> datetime:
        return self.clock[minute - self.begin]

    def instant(self, day: date, minutes: int) -> int:
        """The first minute whose clock reads that time or later."""
        wanted = datetime(day.year, day.month, day.day) + timedelta(minutes=minutes)
        return self.begin + next(n for n, wall in enumerate(self.clock) if wall >= wanted)

    def dates(self) -> list[date]:
        return [self.first + timedelta(days=n) for n in range(-1, self.days + 2)]

    # Hours -----------------------------------------------------------------------------------------------------

    def written(self, day: date) -> Iterator[tuple[Pair, str | None, bool]]:
        """The spans of a date: its own, else those of its weekday."""
        if day in self.dated:
            for spans, location, passes in self.dated[day]:
                for span in spans:
                    yield span, location, passes
        else:
            for weekday, start, end, location in self.weekly:
                if weekday == day.weekday():
                    yield (start, end), location, False

    def shut_whole(self, day: date, location: str | None) -> bool:
        """Whether the date is closed for hours at a location; hours without one go with the only place there is."""
        return any(
            closing.whole and closing.first <= day <= closing.last and self.concerns(closing, location)
            for closing in self.closings
        )

    def concerns(self, closing: Closing, location: str | None) -> bool:
        only = location is None and self.places == (closing.location,)
        return closing.location in (None, location) or only

    def hospital_open(self, minute: int) -> bool:
        return self.opening is None or minute in self._hospital_minutes

    @cached_property
    def _hospital_minutes(self) -> set[int]:
        found: set[int] = set()
        for day in self.dates():
            for start, end in (self.opening or {}).get(day.weekday(), []):
                found |= set(range(self.instant(day, start), self.instant(day, end if end > start else end + 1440)))
        return found

    @cached_property
    def blocks(self) -> list[tuple[date, Block]]:
        """Every merged block with the date it belongs to."""
        found = []
        for day in self.dates():
            minutes: dict[str | None, set[int]] = {}
            for (start, end), location, passes in self.written(day):
                if self.shut_whole(day, location) and not passes:
                    continue
                low, high = self.instant(day, start), self.instant(day, end if end > start else end + 1440)
                next_day = day + timedelta(days=1)
                if end < start and (next_day in self.dated or self.shut_whole(next_day, location)):
                    high = min(high, self.instant(next_day, 0))
                inside = {m for m in range(low, high) if passes or self.hospital_open(m)}
                minutes.setdefault(location, set()).update(inside)
            for location, taken in minutes.items():
                found += [(day, (low, high, location)) for low, high in runs(taken)]
        return found

    def at_work(self, location: str | None) -> set[int]:
        """The minutes at which a visit could be under way at a location."""
        if location not in self._at_work:
            self._at_work[location] = self._work(location)
        return self._at_work[location]

    @cached_property
    def _at_work(self) -> dict[str | None, set[int]]:
        return {}

    def _work(self, location: str | None) -> set[int]:
        found: set[int] = set()
        for _, (low, high, where) in self.blocks:
            if where == location:
                found |= set(range(low, high))
            elif where is None and location in self.places:
                found |= {m for m in range(low, high) if not self.away(m, location)}
        for closing in self.closings:
            if not closing.whole and self.concerns(closing, location):
                found -= set(range(self.edge(closing.first), self.edge(closing.last)))
        return found

    def edge(self, when: date | datetime) -> int:
        assert isinstance(when, datetime)
        return self.instant(when.date(), when.hour * 60 + when.minute)

    def away(self, minute: int, location: str | None) -> bool:
        """Whether a place is closed for the whole date on which a minute lies, and the date does not pass that."""
        day = self.wall(minute).date()
        passes = any(passing for _, _, passing in self.dated.get(day, []))
        return not passes and any(
            closing.whole and closing.location == location and closing.first <= day <= closing.last
            for closing in self.closings
        )

    # What is asked ---------------------------------------------------------------------------------------------

    @cached_property
    def locations(self) -> list[str | None]:
        return [None, *sorted({where for _, (_, _, where) in self.blocks if where is not None})]

    def fits(self, start: int, location: str | None) -> bool:
        return set(range(start, start + self.minutes)) <= self.at_work(location)

    def in_time(self, start: int) -> bool:
        today = datetime.fromtimestamp(self.now, ZoneInfo(self.zone)).date()
        soon_enough = self.wall(start).date() <= today + timedelta(days=self.horizon)
        return start * 60 >= self.now + self.notice * 60 and soon_enough

    def free(self, start: int) -> bool:
        """Neither an overlap nor less of a gap than the larger buffer."""
        end = start + self.minutes
        for visit in self.visits:
            if start < visit.end and visit.start < end:
                return False
            if visit.end <= start and start - visit.end < max(visit.after, self.before):
                return False
            if end <= visit.start and visit.start - end < max(self.after, visit.before):
                return False
        return True

    def bookable(self, start: int) -> bool:
        """Whether staff may book that minute."""
        return self.in_time(start) and self.free(start) and any(self.fits(start, where) for where in self.locations)

    def on_grid(self, start: int, location: str | None) -> bool:
        for _, (low, high, where) in self.blocks:
            here = where == location or (where is None and location in self.places)
            if here and low <= start < high and self.aligned(start, low):
                return True
        return False

    def aligned(self, start: int, origin: int) -> bool:
        if self.align == "block":
            return (start - origin) % self.step == 0
        wall = self.wall(start)
        return (wall.hour * 60 + wall.minute) % self.step == 0

    def offered(self, low: int, high: int) -> list[int]:
        """The starts that are offered in [low, high)."""
        return [
            start
            for start in range(low, high)
            if any(self.on_grid(start, where) and self.fits(start, where) for where in self.locations)
            and self.in_time(start)
            and self.free(start)
        ]


def runs(minutes: set[int]) -> list[Pair]:
    """Minutes that follow each other, as spans."""
    found: list[Pair] = []
    for minute in sorted(minutes):
        if found and found[-1][1] == minute:
            found[-1] = (found[-1][0], minute + 1)
        else:
            found.append((minute, minute + 1))
    return found
