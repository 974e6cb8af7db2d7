"""The dates of a series, on the wall clock (RULES 24; RFC 5545, RRULE). Expanded by python-dateutil.

A series keeps its wall clock. Dates that do not exist are skipped; "the last day" is an explicit choice.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice
from typing import NamedTuple
from zoneinfo import ZoneInfo

from scheduling.when.iso import WEEKDAYS
from scheduling.when.zones import epoch_minute, is_gap

MOST = 104
"""More dates than this are refused (RULES 24)."""

MOVED = "moved_by_clock_change"
"""The flag of a date whose start fell in a gap."""


@dataclass(frozen=True, slots=True)
class Rule:
    """How often: `freq` (daily, weekly, monthly), every `interval`th, `count` times or `until` a date (included).

    `byday`: weekdays (0 = Monday) of a weekly series; `exdates`: dates left out, which `count` counts all the same
    (RFC 5545); `last_day`: of each month.
    """

    freq: str
    interval: int = 1
    count: int | None = None
    until: date | None = None
    byday: tuple[int, ...] = ()
    exdates: frozenset[date] = frozenset()
    last_day: bool = False


class Occurrence(NamedTuple):
    """One date: its wall clock, the epoch minute, and `MOVED` where a gap moved it, else None."""

    wall: datetime
    start: int
    flag: str | None


def expand(rule: Rule, first: datetime, tz: ZoneInfo) -> list[Occurrence]:
    """The dates of the rule from `first` (naive wall clock) on, at most `MOST` + 1, so that too many can be told.

    Where the clocks go back the first pass is taken; `first` itself may name the second (`fold`).
    """
    from dateutil.rrule import DAILY, MO, MONTHLY, WEEKLY, rrule  # type: ignore[import-untyped]

    frequency = {"daily": DAILY, "weekly": WEEKLY, "monthly": MONTHLY}[rule.freq]
    until = None if rule.until is None else datetime.combine(rule.until, time.max)
    walls: Iterable[datetime] = rrule(
        frequency,
        dtstart=first.replace(fold=0),
        interval=rule.interval,
        count=rule.count,
        until=until,
        byweekday=rule.byday or None,
        bymonthday=-1 if rule.last_day else None,
        wkst=MO,
    )
    kept = (wall for wall in walls if wall.date() not in rule.exdates)
    return [
        occurrence(wall.replace(fold=first.fold) if wall.date() == first.date() else wall, tz)
        for wall in islice(kept, MOST + 1)
    ]


def occurrence(wall: datetime, tz: ZoneInfo) -> Occurrence:
    """A wall clock on its date; one in a gap moves by the gap and is flagged."""
    if is_gap(wall.replace(fold=0), tz):
        # Read with the offset before the gap, a time that does not exist lands as much after it as it was inside it.
        return Occurrence(wall, epoch_minute(wall, tz), MOVED)
    return Occurrence(wall, epoch_minute(wall, tz, wall.fold), None)


def weekdays(names: Iterable[str]) -> tuple[int, ...]:
    """Weekday names → numbers, Monday first."""
    return tuple(sorted({WEEKDAYS.index(name) for name in names}))
