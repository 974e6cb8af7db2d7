"""The statuses of a visit: one table for their words, marks, blocking and allowed moves (RULES 13, 21; FHIR R4)."""

from __future__ import annotations

from typing import NamedTuple

FOREVER = 1 << 62
"""An epoch second after everything: a visit that blocks without end in sight."""


class Status(NamedTuple):
    """One row: `blocking` = takes the doctor's time; `next` = the statuses it may become, first the usual one."""

    name: str
    word: str
    glyph: str
    blocking: bool
    next: tuple[str, ...]


STATUSES: dict[str, Status] = {
    status.name: status
    for status in (
        Status("pending", "Held", "◌", True, ("booked", "cancelled")),
        Status("booked", "Booked", "", True, ("arrived", "checked-in", "fulfilled", "cancelled", "noshow")),
        Status("arrived", "Arrived", "●", True, ("checked-in", "booked", "fulfilled", "cancelled")),
        Status("checked-in", "In the room", "►", True, ("fulfilled", "arrived", "cancelled")),
        Status("fulfilled", "Seen", "", True, ()),
        Status("cancelled", "Cancelled", "", False, ()),
        Status("noshow", "No-show", "✗", False, ("arrived", "booked")),
        Status("entered-in-error", "Error", "", False, ()),
    )
}
"""Every status; `any → entered-in-error` (a manager's) is not repeated in the rows."""

HIDDEN = frozenset({"cancelled", "entered-in-error"})
"""Not shown unless asked for (`appointments`)."""

CANCEL_REASONS = ("patient", "clinic", "doctor away", "duplicate", "moved elsewhere", "left", "other")
"""Reasons to cancel, in the order of their digits (RULES 21)."""

SYSTEM_CANCEL_REASONS = ("released", "expired")
"""Reasons of dead holds, written by the desk itself (RULES 17)."""

FORM_MINUTES = 5
"""How long the hold lives that a booking form takes for itself (RULES 17)."""


def blocks_until(status: str, expires: int | None) -> int:
    """Epoch second until which a visit takes its doctor's time: the ONE predicate is `blocks_until(…) > now`.

    0 for what never blocks, `expires` (epoch seconds) for a hold, `FOREVER` for the rest (RULES 13).
    """
    if not STATUSES[status].blocking:
        return 0
    return FOREVER if status != "pending" else (expires or 0)
