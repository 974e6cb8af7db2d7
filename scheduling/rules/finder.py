"""The first that is free, and whose turn it is (RULES 14)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from scheduling.rules.openings import FreeDay


class Criterion(NamedTuple):
    """One question of the fair choice: the doctor with the smallest answer goes first; `words` say so."""

    words: str
    of: Callable[[str], Any]


def fairest(doctors: Sequence[str], criteria: Sequence[Criterion]) -> tuple[str, str]:
    """The doctor whose turn it is among those free at one start, and why, in words (RULES 14).

    The criteria are asked in turn, of those still equal only; the id settles the rest.
    """
    equal = sorted(doctors)
    if len(equal) == 1:
        return equal[0], "the earliest on offer"
    for criterion in criteria:
        answers = {doctor: criterion.of(doctor) for doctor in equal}
        least = min(answers.values())
        if any(answer != least for answer in answers.values()):
            equal = [doctor for doctor in equal if answers[doctor] == least]
            if len(equal) == 1:
                return equal[0], f"the earliest on offer; {criterion.words}"
    return equal[0], "the earliest on offer; first by id"


class Nothing:
    """Collects, day by day, why nothing was offered."""

    def __init__(self) -> None:
        self.has_hours = self.closed = self.free = False

    def saw(self, days: Iterable[FreeDay], low: int, high: int) -> None:
        """Note dates on which the wish did not fit; only what lies in [`low`, `high`) (epoch minutes) counts."""
        for day in days:
            if self.free:
                return
            if day.over <= low:
                continue
            self.free = any(
                min(gap.end, gap.block_end) > low and max(gap.start, gap.block) < high for gap in day.gaps
            )
            if not self.has_hours:
                self.has_hours = any(start < high and end > low for start, end in day.open)
                self.closed |= any(start < high and end > low for start, end in day.rostered)

    def reason(self) -> str:
        """The code that says it best."""
        if self.free:
            return "no_gap_long_enough"
        if self.has_hours:
            return "fully_booked"
        return "closed" if self.closed else "no_hours"
