"""One local date's wall clock and its instants, on days of 23, 24 and 25 hours (RULES 1–3)."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from scheduling.model.reads import DayView
from scheduling.when.zones import wall_clock

DAY = 1440
"""Wall-clock minutes shown of a day: the rows of a column."""


class DayClock(NamedTuple):
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
