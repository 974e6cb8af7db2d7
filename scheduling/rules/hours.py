"""When a doctor works: closure > day schedule > weekly hours, cut by the hospital's (RULES 3, 7, 9, 10).

Pure: a `Calendar` holds what is written about one doctor, `plan` works out one local date of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple
from zoneinfo import ZoneInfo

from scheduling.model.reads import Span
from scheduling.rules.closures import Shut, cut_at_midnight, in_force
from scheduling.when.spans import intersect, subtract, union
from scheduling.when.zones import MINUTES_A_DAY, day_minute, local_day

ALWAYS = (1, 3_652_059)
"""First and last ordinal: hours without effective dates."""


class WeeklyRow(NamedTuple):
    """One row of the weekly hours: minutes of wall clock after midnight, in effect `first`–`last` (ordinals)."""

    weekday: int
    start: int
    end: int
    location: str | None
    first: int
    last: int


class DayRow(NamedTuple):
    """The spans of one date at one location, instead of the weekly ones; none = off."""

    spans: tuple[tuple[int, int], ...]
    location: str | None
    open_on_closure: bool


class Calendar(NamedTuple):
    """Everything written about when one doctor works. `opening`: the hospital's hours by weekday, None = no limit."""

    doctor: str
    tz: ZoneInfo
    locations: tuple[str, ...] = ()
    weekly: tuple[WeeklyRow, ...] = ()
    days: Mapping[int, tuple[DayRow, ...]] = MappingProxyType({})
    closures: tuple[Shut, ...] = ()
    opening: Mapping[int, tuple[tuple[int, int], ...]] | None = None


class DayPlan(NamedTuple):
    """One date. `rostered`: merged blocks as if nothing were closed; `blocks`: after whole-day closures, the grid's
    origin; `closed`: closures in force that day; `away`: the date at places closed for the whole of it, where hours
    without a location do not count. All epoch minutes, sorted (RULES 10)."""

    rostered: tuple[Span, ...]
    blocks: tuple[Span, ...]
    closed: tuple[Shut, ...]
    away: tuple[Span, ...] = ()


def weekday_of(ordinal: int) -> int:
    """0 = Monday (RULES 8)."""
    return (ordinal + 6) % 7


def _reach(start: int, end: int) -> tuple[int, int]:
    """An end before its start lies after midnight (RULES 7)."""
    return (start, end if end > start else end + MINUTES_A_DAY)


def _rows(calendar: Calendar, ordinal: int) -> Iterator[tuple[int, int, str | None, bool]]:
    """(start, end, location, open_on_closure) of a date, in minutes after its midnight."""
    day = calendar.days.get(ordinal)
    if day is not None:
        for row in day:
            for start, end in row.spans:
                yield (*_reach(start, end), row.location, row.open_on_closure)
        return
    weekday = weekday_of(ordinal)
    for weekly in calendar.weekly:
        if weekly.weekday == weekday and weekly.first <= ordinal <= weekly.last:
            yield (*_reach(weekly.start, weekly.end), weekly.location, False)


def _opening(calendar: Calendar, ordinal: int) -> list[tuple[int, int]] | None:
    """When the hospital is open around a date (its shifts may cross midnight too), or None without limit."""
    if calendar.opening is None:
        return None
    spans = []
    for near in (ordinal - 1, ordinal, ordinal + 1):
        for start, end in calendar.opening.get(weekday_of(near), ()):
            low, high = _reach(start, end)
            spans.append((day_minute(near, low, calendar.tz), day_minute(near, high, calendar.tz)))
    return union(spans)


def merge(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Blocks that touch or overlap at one location become one (RULES 10)."""
    by_place: dict[str | None, list[tuple[int, int]]] = {}
    for span in spans:
        by_place.setdefault(span.location, []).append((span.start, span.end))
    merged = [Span(start, end, place) for place, pairs in by_place.items() for start, end in union(pairs)]
    return tuple(sorted(merged, key=lambda span: (span.start, span.end, span.location or "")))


def plan(calendar: Calendar, ordinal: int) -> DayPlan:
    """What a doctor's date looks like; a shift over midnight belongs to the date it starts on (RULES 7, 9)."""
    tz = calendar.tz
    opening = _opening(calendar, ordinal)
    shuts = in_force(calendar.closures, ordinal, tz)
    rostered: list[Span] = []
    blocks: list[Span] = []
    passes = any(row.open_on_closure for row in calendar.days.get(ordinal, ()))
    for low, high, location, passing in _rows(calendar, ordinal):
        span = Span(day_minute(ordinal, low, tz), day_minute(ordinal, high, tz), location)
        if high > MINUTES_A_DAY and (ordinal + 1 in calendar.days):
            span = span._replace(end=day_minute(ordinal, MINUTES_A_DAY, tz))
        pieces = [(span.start, span.end)] if span.start < span.end else []
        if opening is not None and not passing:
            pieces = intersect(pieces, opening)
        rostered += [Span(start, end, location) for start, end in pieces]
        if not passing and any(shut.covers_place(location, calendar.locations) for shut in shuts if shut.whole):
            continue
        if high > MINUTES_A_DAY:
            pieces = cut_at_midnight(pieces, calendar.closures, ordinal, location, calendar.locations, tz)
        blocks += [Span(start, end, location) for start, end in pieces]
    closed = tuple(shut for shut in shuts if not (shut.whole and passes))
    day = local_day(ordinal, tz)
    away = tuple(
        Span(day.start, day.end, shut.location) for shut in closed if shut.whole and shut.location is not None
    )
    return DayPlan(merge(rostered), merge(blocks), closed, away)


def serves(at: str | None, location: str | None, places: tuple[str, ...]) -> bool:
    """Whether hours `at` a location are hours at the one asked for: hours without one fit all of the doctor's
    `places` (RULES 12)."""
    return at == location or (at is None and location in places)


def working(plans: Iterable[DayPlan], location: str | None, places: tuple[str, ...]) -> list[tuple[int, int]]:
    """Where a visit at `location` fits: the union of blocks there, over midnight too, timed closures taken out.

    `location` None: the blocks without one (RULES 10, 12).
    """
    here: list[tuple[int, int]] = []
    anywhere: list[tuple[int, int]] = []
    away: list[tuple[int, int]] = []
    holes: list[tuple[int, int]] = []
    for day in plans:
        for span in day.blocks:
            if span.location == location:
                here.append((span.start, span.end))
            elif serves(span.location, location, places):
                anywhere.append((span.start, span.end))
        away += [(span.start, span.end) for span in day.away if span.location == location]
        holes += [
            (shut.start, shut.end) for shut in day.closed if not shut.whole and shut.covers_place(location, places)
        ]
    return subtract(union([*here, *subtract(union(anywhere), away)]), holes)
