"""Sentences about people and times, in the user's words (DESIGN, "Refused is not broken")."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from scheduling.model.names import name_parts
from scheduling.when.said import MONTHS, WEEKDAYS
from scheduling.when.zones import wall_clock


def person(name: str) -> str:
    """ "Maria Lopez", "Lopez, Maria" → "M. Lopez"; "山田 太郎" as it is."""
    family, given = name_parts(name)
    return f"{given[0]}. {family}" if given and family else given or family


def day_words(day: date) -> str:
    """Tue 24 Nov."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"


def wall(minute: int, tz: ZoneInfo) -> datetime:
    """The wall clock of an epoch minute."""
    return wall_clock(minute, tz)


def span_words(start: int, end: int, tz: ZoneInfo) -> str:
    """09:00–09:45."""
    return f"{wall(start, tz):%H:%M}–{wall(end, tz):%H:%M}"


def moment_words(minute: int, tz: ZoneInfo, beside: date | None = None) -> str:
    """09:45 on the date `beside`, else Tue 24 Nov 09:45."""
    clock = wall(minute, tz)
    return f"{clock:%H:%M}" if clock.date() == beside else f"{day_words(clock.date())} {clock:%H:%M}"
