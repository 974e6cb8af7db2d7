"""Wall clock ↔ epoch minute: the only two directions in which zones are known (RULES 1–4, 8).

The zone data is the `tzdata` package's alone, never the machine's, so that two machines agree (RULES 2).
An epoch minute is a whole number of minutes since 1970-01-01T00:00Z. Years 1900–2199. Until 1972 a few
zones had offsets with seconds: those are cut to the minute, in both directions alike.
"""

from __future__ import annotations

import zoneinfo
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import tzdata  # type: ignore[import-untyped]

ZONES = Path(tzdata.__file__).with_name("zoneinfo")
zoneinfo.reset_tzpath((str(ZONES),))  # as files: asked of the package, it would load importlib.resources and zipfile

FIRST_YEAR, LAST_YEAR = 1900, 2199
MINUTES_A_DAY = 1440
_EPOCH_DAY = date(1970, 1, 1).toordinal()

FIRST_MINUTE = (date(FIRST_YEAR, 1, 1).toordinal() - _EPOCH_DAY) * MINUTES_A_DAY
LAST_MINUTE = (date(LAST_YEAR + 1, 1, 1).toordinal() - _EPOCH_DAY) * MINUTES_A_DAY - 1
"""The years as epoch minutes."""

TZDATA_VERSION: str = tzdata.IANA_VERSION
"""Version of the zone data, written into the document so that `check` can tell when a law changed."""


class Day(NamedTuple):
    """A local date: both its midnights as epoch minutes, and its one offset in minutes, or None when it changes."""

    start: int
    end: int
    offset: int | None


def zone(name: str) -> zoneinfo.ZoneInfo:
    """The zone of an IANA name; raises `KeyError` when the package knows none of that name."""
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise KeyError(name) from error


def _offset(wall: datetime, tz: zoneinfo.ZoneInfo) -> int:
    offset = wall.replace(tzinfo=tz).utcoffset() or timedelta(0)
    return offset.days * MINUTES_A_DAY + offset.seconds // 60


def utc_minute(wall: datetime) -> int:
    """The instant at which a clock of UTC shows `wall`."""
    return (wall.toordinal() - _EPOCH_DAY) * MINUTES_A_DAY + wall.hour * 60 + wall.minute


def epoch_minute(wall: datetime, tz: zoneinfo.ZoneInfo, fold: int = 0) -> int:
    """The instant of a naive wall clock. In an overlap `fold` says which pass; in a gap, the jump is added."""
    return utc_minute(wall) - _offset(wall.replace(fold=fold), tz)


def wall_clock(minute: int, tz: zoneinfo.ZoneInfo) -> datetime:
    """The naive wall clock of an instant, its `fold` set in the second pass of an overlap."""
    there = (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(minutes=minute)).astimezone(tz)
    return there.replace(second=0, tzinfo=None)


def is_gap(wall: datetime, tz: zoneinfo.ZoneInfo) -> bool:
    """True when no clock of that zone ever shows `wall` (RULES 4)."""
    return wall_clock(epoch_minute(wall, tz), tz).replace(fold=0) != wall


def is_overlap(wall: datetime, tz: zoneinfo.ZoneInfo) -> bool:
    """True when the clocks of that zone show `wall` twice (RULES 4)."""
    return not is_gap(wall, tz) and epoch_minute(wall, tz, 0) != epoch_minute(wall, tz, 1)


def boundary(wall: datetime, tz: zoneinfo.ZoneInfo) -> int:
    """The first instant whose clock reads `wall` or later: where hours begin and end (RULES 3)."""
    if not is_gap(wall, tz):
        return epoch_minute(wall, tz, 0)
    # Python reads a time in a gap once with the offset before it (fold 0, lands after) and once with the one
    # after it (fold 1, lands before); the first real instant lies between the two.
    low, high = epoch_minute(wall, tz, 1), epoch_minute(wall, tz, 0)
    while low < high:
        middle = (low + high) // 2
        if wall_clock(middle, tz).replace(fold=0) >= wall:
            high = middle
        else:
            low = middle + 1
    return low


@lru_cache(maxsize=20_000)
def local_day(ordinal: int, tz: zoneinfo.ZoneInfo) -> Day:
    """Both midnights of a date (by proleptic ordinal), 1380–1500 minutes apart on days of a clock change."""
    first = datetime.fromordinal(ordinal)
    start, end = boundary(first, tz), boundary(first + timedelta(days=1), tz)
    offset = _offset(first, tz)
    late = first + timedelta(hours=23, minutes=59)
    # Just after midnight the clocks of some zones went back into the day before: its last hour came twice.
    steady = end - start == MINUTES_A_DAY and _offset(late, tz) == _offset(late.replace(fold=1), tz) == offset
    return Day(start, end, offset if steady else None)


def day_minute(ordinal: int, minutes: int, tz: zoneinfo.ZoneInfo) -> int:
    """The boundary (RULES 3) `minutes` of wall clock after a date's 00:00; 1440 and more reach into the next days."""
    day = local_day(ordinal, tz)
    if day.offset is not None and 0 <= minutes <= MINUTES_A_DAY:
        return day.start + minutes
    return boundary(datetime.fromordinal(ordinal) + timedelta(minutes=minutes), tz)


def ordinal_of(minute: int, tz: zoneinfo.ZoneInfo) -> int:
    """The local date of an instant, as a proleptic ordinal."""
    ordinal = minute // MINUTES_A_DAY + _EPOCH_DAY
    while minute >= local_day(ordinal, tz).end:
        ordinal += 1
    while minute < local_day(ordinal, tz).start:
        ordinal -= 1
    return ordinal


@lru_cache(maxsize=5_000)
def iso(minute: int, tz: zoneinfo.ZoneInfo) -> str:
    """`2026-11-23T09:00-05:00`: how an instant is stored and answered (RULES 2)."""
    wall = wall_clock(minute, tz)
    return wall.isoformat(timespec="minutes") + _written_offset(_offset(wall, tz))


@lru_cache(maxsize=200)
def _written_offset(offset: int) -> str:
    sign, size = ("-", -offset) if offset < 0 else ("+", offset)
    return f"{sign}{size // 60:02}:{size % 60:02}"


@lru_cache(maxsize=20_000)
def written_day(text: str, tz: zoneinfo.ZoneInfo) -> tuple[int, Day]:
    """The ordinal and the midnights of a written date, 2026-11-23."""
    ordinal = date.fromisoformat(text).toordinal()
    return ordinal, local_day(ordinal, tz)


def stored_minute(text: str, tz: zoneinfo.ZoneInfo) -> int:
    """The epoch minute of a stored start. The wall clock wins, its offset only tells the pass; where a new law made a
    gap of it, it moves by the gap (RULES 2, 24)."""
    ordinal, day = written_day(text[:10], tz)
    minutes = int(text[11:13]) * 60 + int(text[14:16])
    if day.offset is not None:
        return day.start + minutes
    wall = datetime.fromordinal(ordinal) + timedelta(minutes=minutes)
    second = epoch_minute(wall, tz, 1)
    return second if iso(second, tz) == text else epoch_minute(wall, tz, 0)
