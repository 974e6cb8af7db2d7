"""Whom a freed time would suit: the waitlist's matches, by priority, then age (RULES 25)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple
from zoneinfo import ZoneInfo

from scheduling.rules.openings import wall_passes
from scheduling.when.zones import ordinal_of


class Waiting(NamedTuple):
    """What somebody waits for. `doctors`: those who would do; None = any. `first`, `last`: ordinals, included.

    `weekdays`: 0 = Monday; `between`: minutes of the day. `priority`: 1 is the most urgent. `since`: a stamp.
    """

    id: str
    doctors: frozenset[str] | None
    first: int | None
    last: int | None
    weekdays: frozenset[int] | None
    between: tuple[int, int] | None
    priority: int
    since: str


def suits(entry: Waiting, doctor: str, start: int, tz: ZoneInfo) -> bool:
    """Whether a time with that doctor (epoch minute, the doctor's zone) is one that an entry waits for."""
    ordinal = ordinal_of(start, tz)
    return (
        (entry.doctors is None or doctor in entry.doctors)
        and (entry.first is None or entry.first <= ordinal)
        and (entry.last is None or ordinal <= entry.last)
        and wall_passes(start, tz, entry.weekdays, entry.between)
    )


def in_order(entries: Iterable[Waiting]) -> list[Waiting]:
    """The most urgent first, of equal ones the one who has waited longest; within a second, as they came."""
    return sorted(entries, key=lambda entry: (entry.priority, entry.since))
