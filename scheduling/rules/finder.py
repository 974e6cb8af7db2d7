"""The first that is free, and whose turn it is (RULES 14)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from scheduling.rules.openings import FreeDay

REASONS = ("type_not_offered", "beyond_horizon", "no_gap_long_enough", "fully_booked", "closed", "no_hours")
"""Why nothing was found; the first that applies is given."""


class Burden(NamedTuple):
    """How much a doctor has, for the fair choice: the smaller is chosen. Minutes; `last`: when last booked."""

    that_date: int
    that_week: int
    last: str
    doctor: str


def fairest(doctors: Sequence[str], burden: Callable[[str], Burden]) -> tuple[str, str]:
    """The doctor whose turn it is among those free at one start, and why, in words (RULES 14)."""
    if len(doctors) == 1:
        return doctors[0], "the earliest on offer"
    ranked = sorted(burden(doctor) for doctor in doctors)
    first, second = ranked[0], ranked[1]
    if first.that_date != second.that_date:
        why = f"fewest minutes booked that day ({first.that_date})"
    elif first.that_week != second.that_week:
        why = f"fewest minutes booked that week ({first.that_week})"
    elif first.last != second.last:
        why = "least recently booked"
    else:
        why = "first by id"
    return first.doctor, f"the earliest on offer; {why}"


class Nothing:
    """Collects, day by day, why nothing was offered."""

    def __init__(self) -> None:
        self.has_hours = self.closed = self.free = False

    def saw(self, day: FreeDay) -> None:
        """Note a date on which the wish did not fit."""
        self.has_hours |= day.has_hours and (bool(day.gaps) or not day.closed)
        self.closed |= day.closed
        self.free |= day.longest > 0

    def reason(self) -> str:
        """The code that says it best."""
        if self.free:
            return "no_gap_long_enough"
        if self.has_hours:
            return "fully_booked"
        return "closed" if self.closed else "no_hours"
