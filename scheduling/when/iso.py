"""The written forms of time in the batch contract, and their checks.

Every parser raises `ValueError` with a sentence that says what would do.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import NamedTuple

from scheduling.when.zones import FIRST_YEAR, LAST_YEAR

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_CLOCK = re.compile(r"(\d{2}):(\d{2})", re.ASCII)
_WALL = re.compile(r"(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?", re.ASCII)


class Written(NamedTuple):
    """A typed instant: naive wall clock, seconds, and its offset in minutes when one was written."""

    wall: datetime
    seconds: int
    offset: int | None


def parse_date(text: str, first_year: int = FIRST_YEAR) -> date:
    """`2026-11-23`, from `first_year` on."""
    try:
        day = date.fromisoformat(text) if _DATE.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None:
        raise ValueError(f"“{text}” is not a date. Write it as 2026-11-23.")
    if not first_year <= day.year <= LAST_YEAR:
        raise ValueError(f"“{text}” is not a date between {first_year} and {LAST_YEAR}. Write it as 2026-11-23.")
    return day


def parse_clock(text: str) -> int:
    """`09:00` … `24:00` → minutes after midnight, 0 … 1440."""
    match = _CLOCK.fullmatch(text)
    minutes = int(match[1]) * 60 + int(match[2]) if match else -1
    if match is None or int(match[2]) > 59 or minutes > 1440:
        raise ValueError(f"“{text}” is not a time of day. Write it as 09:00, at most 24:00.")
    return minutes


def clock(minutes: int) -> str:
    """Minutes after midnight → `09:00`."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


@lru_cache(maxsize=1_000)
def parse_written(text: str) -> Written:
    """`2026-11-23T09:00`, with or without seconds, offset or Z. Raises `ValueError`."""
    match = _WALL.fullmatch(text)
    if match is None:
        raise ValueError(f"“{text}” is not a time. Write it as 2026-11-23T09:00.")
    day, minutes = parse_date(match[1]), parse_clock(f"{match[2]}:{match[3]}")
    seconds = int(match[4] or 0)
    if minutes == 1440 or seconds > 59:
        raise ValueError(f"“{text}” is not a time. Write it as 2026-11-23T09:00.")
    wall = datetime(day.year, day.month, day.day, minutes // 60, minutes % 60)
    return Written(wall, seconds, _parse_offset(match[5]))


def _parse_offset(text: str | None) -> int | None:
    if text is None:
        return None
    if text == "Z":
        return 0
    digits = text[1:].replace(":", "")
    minutes = int(digits[:2]) * 60 + int(digits[2:])
    if int(digits[2:]) > 59 or minutes > 18 * 60:
        raise ValueError(f"“{text}” is not an offset. Write it as -05:00.")
    return -minutes if text[0] == "-" else minutes


def stamp(seconds: int) -> str:
    """Epoch seconds → `2026-11-20T13:00:00Z`, how stamps are stored."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def parse_stamp(text: str) -> int:
    """`2026-11-20T13:00:00Z` → epoch seconds."""
    return int(datetime.fromisoformat(text).timestamp())
