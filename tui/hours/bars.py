"""Bars of a day: when a doctor works, in minutes after midnight; and the weekly hours that follow one another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from scheduling.model.reads import DaySchedule, WorkingHours
from scheduling.when.iso import WEEKDAYS, clock, parse_clock

DAY = 24 * 60
NIGHT = 12 * 60
"""How far into the next day a bar may reach."""


class Bar(NamedTuple):
    """Working time of one day at a location (None = any of the doctor's); `end` > 24 h lies after midnight."""

    start: int
    end: int
    location: str | None = None

    @property
    def minutes(self) -> int:
        """How long it is."""
        return self.end - self.start


Bars = tuple[Bar, ...]
Week = tuple[Bars, ...]
"""The bars of Monday to Sunday."""

NO_WEEK: Week = ((),) * 7


class Version(NamedTuple):
    """Weekly hours in effect `first`–`last`, both included; None = since or for ever."""

    week: Week
    first: date | None = None
    last: date | None = None

    def holds(self, day: date) -> bool:
        """Whether they are in effect on a date."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


class Single(NamedTuple):
    """The bars of one date, instead of the weekly ones; none = off."""

    day: date
    bars: Bars
    open_on_closure: bool = False


def bar_of(start: str, end: str, location: str | None) -> Bar:
    """A bar of two written times; an end before its start lies after midnight."""
    first, last = parse_clock(start), parse_clock(end)
    return Bar(first, last if last > first else last + DAY, location)


def written(bar: Bar) -> list[str]:
    """The two times as the verbs take them."""
    return [clock(bar.start), clock(bar.end if bar.end <= DAY else bar.end - DAY)]


def total(bars: Iterable[Bar]) -> int:
    """Minutes of all of them."""
    return sum(bar.minutes for bar in bars)


def versions(rows: Sequence[WorkingHours]) -> tuple[Version, ...]:
    """The weekly hours of a doctor, one after another; at least one, which may be empty."""
    edges = {date.fromisoformat(row.effective_from) for row in rows if row.effective_from}
    edges |= {date.fromisoformat(row.effective_to) + timedelta(days=1) for row in rows if row.effective_to}
    firsts = [None, *sorted(edges)]
    found: list[Version] = []
    for place, first in enumerate(firsts):
        after = firsts[place + 1] if place + 1 < len(firsts) else None
        last = after - timedelta(days=1) if after else None
        week = _week_on(rows, first or (last or date.min))
        if found and found[-1].week == week:
            found[-1] = found[-1]._replace(last=last)
        else:
            found.append(Version(week, first, last))
    while len(found) > 1 and found[0].week == NO_WEEK:
        del found[0]
    while len(found) > 1 and found[-1].week == NO_WEEK:
        del found[-1]
    return tuple(found)


def _week_on(rows: Sequence[WorkingHours], day: date) -> Week:
    found: list[list[Bar]] = [[] for _ in WEEKDAYS]
    for row in rows:
        if (row.effective_from or "") <= day.isoformat() <= (row.effective_to or "9999"):
            found[WEEKDAYS.index(row.weekday)].append(bar_of(row.start, row.end, row.location))
    return tuple(tuple(sorted(bars, key=_place)) for bars in found)


def _place(bar: Bar) -> tuple[int, int, str]:
    return bar.start, bar.end, bar.location or ""


def ordered(bars: Iterable[Bar]) -> Bars:
    """By start."""
    return tuple(sorted(bars, key=_place))


def present(found: Sequence[Version], today: date) -> int:
    """Which version is in effect today, else the next to come, else the last that was."""
    for index, version in enumerate(found):
        if version.holds(today) or (version.first is not None and version.first > today):
            return index
    return len(found) - 1


def singles(rows: Sequence[DaySchedule]) -> tuple[Single, ...]:
    """The dates with hours of their own, each once."""
    by_day: dict[date, list[Bar]] = {}
    passing: set[date] = set()
    for row in rows:
        day = date.fromisoformat(row.date)
        by_day.setdefault(day, []).extend(bar_of(start, end, row.location) for start, end in row.spans)
        if row.open_on_closure:
            passing.add(day)
    return tuple(Single(day, ordered(bars), day in passing) for day, bars in sorted(by_day.items()))


# Editing ---------------------------------------------------------------------------------------------------------


def room(bars: Bars, index: int) -> tuple[int, int]:
    """Between which minutes a bar may lie: from the end of the one before to the start of the one after."""
    low = bars[index - 1].end if index else 0
    high = bars[index + 1].start if index + 1 < len(bars) else DAY + NIGHT
    return low, high


def with_end(bars: Bars, index: int, minute: int) -> Bars:
    """A bar's end put elsewhere, as far as its neighbours and midnight allow."""
    bar = bars[index]
    _, high = room(bars, index)
    high = min(high, max(DAY, bar.start + DAY - 1 if bar.start >= NIGHT else DAY))
    return _put(bars, index, bar._replace(end=max(bar.start + 1, min(high, minute))))


def with_start(bars: Bars, index: int, minute: int) -> Bars:
    """A bar's start put elsewhere, as far as its neighbours allow."""
    bar = bars[index]
    low, _ = room(bars, index)
    return _put(bars, index, bar._replace(start=max(low, min(bar.end - 1, DAY - 1, minute))))


def stepped(minute: int, step: int, direction: int) -> int:
    """The next minute of the grid of `step` in a direction."""
    return (minute // step + 1) * step if direction > 0 else (-(-minute // step) - 1) * step


def moved_end(bars: Bars, index: int, step: int, direction: int) -> Bars:
    """A bar's end a step later or earlier; a bar stays at least a step long."""
    end = stepped(bars[index].end, step, direction)
    return bars if end - bars[index].start < min(step, bars[index].minutes) else with_end(bars, index, end)


def moved_start(bars: Bars, index: int, step: int, direction: int) -> Bars:
    """A bar's start a step later or earlier; a bar stays at least a step long."""
    start = stepped(bars[index].start, step, direction)
    return bars if bars[index].end - start < min(step, bars[index].minutes) else with_start(bars, index, start)


def _put(bars: Bars, index: int, bar: Bar) -> Bars:
    return (*bars[:index], bar, *bars[index + 1 :])


def relocated(bars: Bars, index: int, location: str | None) -> Bars:
    """A bar at another location."""
    return _put(bars, index, bars[index]._replace(location=location))


def without(bars: Bars, index: int) -> Bars:
    """A bar taken away."""
    return (*bars[:index], *bars[index + 1 :])


def added(bars: Bars, location: str | None) -> tuple[Bars, int] | None:
    """A bar more, and its place: office hours on an empty day, else two hours in the first gap after the others,
    between or before them; None when the day is full."""
    if not bars:
        return (Bar(9 * 60, 17 * 60, location),), 0
    edges = [
        (bars[-1].end, DAY),
        *((a.end, b.start) for a, b in pairwise(bars)),
        (0, bars[0].start),
    ]
    for low, high in edges:
        low += 30 if low and high - low >= 90 else 0
        if high - low >= 15:
            start = low if low else max(0, high - 120)
            new = Bar(start, min(high, start + 120), location)
            grown = ordered((*bars, new))
            return grown, grown.index(new)
    return None
