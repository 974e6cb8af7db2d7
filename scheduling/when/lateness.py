"""How far behind the plan somebody is who sees one patient after another. Pure: epoch minutes in, minutes out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from scheduling.when.iso import parse_stamp


class InRoom(NamedTuple):
    """A visit that is going on: its planned start and minutes, and when it really began (epoch minutes)."""

    start: int
    minutes: int
    began: int


def in_room(start: int, minutes: int, ready_at: str | None) -> InRoom:
    """The same of a record; one without a stamp began as planned."""
    return InRoom(start, minutes, start if ready_at is None else parse_stamp(ready_at) // 60)


def behind(now: int, rooms: Sequence[InRoom], waiting: Iterable[int]) -> int:
    """Minutes that a doctor is behind the plan at `now` (epoch minute).

    Who is in ends as long after the planned end as they went in late, or later still when they have overrun; who
    waits (their planned starts) goes in after that. A patient who has not come makes nobody late.
    """
    ends = [max(room.began + room.minutes, now) for room in rooms]
    free_at = max(ends, default=now)
    lags = [end - room.start - room.minutes for end, room in zip(ends, rooms, strict=True)]
    return max(0, *lags, *(free_at - start for start in waiting), 0)
