"""The dates of a series, on the wall clock (RULES 24; RFC 5545, RRULE). Expanded by python-dateutil.

A series keeps its wall clock. Dates that do not exist are skipped; "the last day" is an explicit choice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice
from typing import NamedTuple
from zoneinfo import ZoneInfo

from scheduling.when.iso import WEEKDAYS
from scheduling.when.zones import epoch_minute, is_gap

MOST = 104
"""More dates than this are refused (RULES 24)."""

FREQUENCIES = ("daily", "weekly", "monthly")


@dataclass(frozen=True, slots=True)
class Rule:
    """How often: `freq` of `FREQUENCIES`, every `interval`th, `count` times or `until` a date (included).

    `byday`: weekdays (0 = Monday) of a weekly series; `exdates`: dates left out; `last_day`: of each month.
    """

    freq: str
    interval: int = 1
    count: int | None = None
    until: date | None = None
    byday: tuple[int, ...] = ()
    exdates: frozenset[date] = frozenset()
    last_day: bool = False


class Occurrence(NamedTuple):
    """One date: its wall clock, the epoch minute, and whether a gap moved it (`flag`)."""

    wall: datetime
    start: int
    flag: str | None


def expand(rule: Rule, first: datetime, tz: ZoneInfo) -> list[Occurrence]:
    """Every occurrence from `first` (naive wall clock) on, at most `MOST` + 1, so that too many can be told."""
    from dateutil.rrule import DAILY, MO, MONTHLY, WEEKLY, rrule  # type: ignore[import-untyped]

    frequency = {"daily": DAILY, "weekly": WEEKLY, "monthly": MONTHLY}[rule.freq]
    until = None if rule.until is None else datetime.combine(rule.until, time.max)
    walls = rrule(
        frequency,
        dtstart=first,
        interval=rule.interval,
        count=rule.count,
        until=until,
        byweekday=rule.byday or None,
        bymonthday=-1 if rule.last_day else None,
        wkst=MO,
    )
    return [
        occurrence(wall, tz)
        for wall in islice(walls, MOST + 1 + len(rule.exdates))
        if wall.date() not in rule.exdates
    ]


def occurrence(wall: datetime, tz: ZoneInfo) -> Occurrence:
    """A wall clock on its date; one in a gap moves by the gap and is flagged."""
    # Read with the offset before the gap, a time that does not exist lands as much after it as it was inside it.
    return Occurrence(wall, epoch_minute(wall, tz), "moved_by_clock_change" if is_gap(wall, tz) else None)


def rule_words(rule: Rule) -> str:
    """every 2 weeks on Mon, Thu, 10 times."""
    unit = {"daily": "day", "weekly": "week", "monthly": "month"}[rule.freq]
    words = f"every {unit}" if rule.interval == 1 else f"every {rule.interval} {unit}s"
    if rule.byday:
        words += f" on {', '.join(WEEKDAYS[day].capitalize() for day in rule.byday)}"
    if rule.last_day:
        words += " on the last day"
    if rule.count is not None:
        words += f", {rule.count} times"
    return words + (f", until {rule.until.isoformat()}" if rule.until else "")


def weekdays(names: Sequence[str]) -> tuple[int, ...]:
    """Weekday names → numbers, Monday first."""
    return tuple(sorted({WEEKDAYS.index(name) for name in names}))
