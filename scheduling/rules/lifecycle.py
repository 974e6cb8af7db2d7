"""Which status may follow which (RULES 13, 21)."""

from __future__ import annotations

from scheduling.errors import Refused, invalid
from scheduling.model.status import STATUSES


def check_step(old: str, new: str, *, started: bool) -> None:
    """Refuse a step that the table does not allow; `started`: the visit's start has come.

    Raises `Refused` (`illegal_transition`; `invalid` for a word that is no status).
    """
    if new not in STATUSES or new == "pending":
        settable = ", ".join(name for name in STATUSES if name != "pending")
        raise invalid("status", f"“{new}” is not a status that can be set.", f"Use one of {settable}.")
    if new == "entered-in-error" and old != new:
        return
    word = STATUSES[new].word.lower()
    if new not in STATUSES[old].next:
        following = [STATUSES[name].word.lower() for name in STATUSES[old].next]
        remedy = f"It can become: {', '.join(following)}." if following else "Book a new visit instead."
        reason = f"A visit that is {STATUSES[old].word.lower()} cannot become {word}."
        raise Refused("illegal_transition", reason, remedy, field="status")
    if new == "noshow" and not started:
        raise Refused(
            "illegal_transition",
            "A visit cannot be a no-show before it has begun.",
            "Wait until its start, or cancel it.",
            field="status",
        )


def starts_blocking(old: str, new: str) -> bool:
    """Whether a step takes the doctor's time anew, so that rule 16 is asked; a hold may have been booked over."""
    return STATUSES[new].blocking and (old == "pending" or not STATUSES[old].blocking)
