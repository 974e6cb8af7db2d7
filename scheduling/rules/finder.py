"""The first that is free, and whose turn it is (RULES 14)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from scheduling.rules.openings import FreeDay

Seen = tuple[Iterable[FreeDay], int, int]
"""Dates, and the window (epoch minutes) in which they count."""


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


def why_nothing(seen: Iterable[Seen]) -> str:
    """The code that says best why the wish fitted on none of the dates. They are looked at one by one, as far as
    needed."""
    has_hours = closed = False
    for days, low, high in seen:
        for day in days:
            if day.over <= low:
                continue
            if any(min(gap.end, gap.block_end) > low and max(gap.start, gap.block) < high for gap in day.gaps):
                return "no_gap_long_enough"
            has_hours = has_hours or any(start < high and end > low for start, end in day.open)
            closed = closed or any(start < high and end > low for start, end in day.rostered)
    if has_hours:
        return "fully_booked"
    return "closed" if closed else "no_hours"
