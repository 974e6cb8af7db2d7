"""What can go wrong, in words: refusals by a rule, and troubles of the store.

One table, `CODES`, names every code of the batch contract, in the order in which the first broken rule is
reported. A bug is neither of these: it stays an ordinary exception.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from scheduling.model.reads import Opening

OK, REFUSED, USAGE, STORE = 0, 1, 2, 3
"""Exit codes: done, refused by a rule, wrong usage, trouble of the store."""


class Code(NamedTuple):
    """One row of the table of codes. `overridable`: passed by an `override` reason (RULES 11, 19)."""

    name: str
    title: str
    overridable: bool = False
    store: bool = False


CODES: dict[str, Code] = {
    code.name: code
    for code in (
        Code("nonexistent_time", "That time does not exist"),
        Code("ambiguous_time", "That time comes twice"),
        Code("invalid", "Not understood"),
        Code("unknown", "Not found"),
        Code("exists", "Already there"),
        Code("not_active", "No longer active"),
        Code("type_not_offered", "Not offered"),
        Code("in_the_past", "In the past", overridable=True),
        Code("too_soon", "Too soon", overridable=True),
        Code("beyond_horizon", "Too far ahead", overridable=True),
        Code("closed", "Closed", overridable=True),
        Code("outside_hours", "Outside hours", overridable=True),
        Code("off_grid", "Not a published time", overridable=True),
        Code("slot_taken", "Taken", overridable=True),
        Code("patient_clash", "The patient is busy then"),
        Code("hold_expired", "The hold has run out"),
        Code("stale_record", "Changed meanwhile"),
        Code("illegal_transition", "Not possible now"),
        Code("not_allowed", "Not allowed"),
        Code("rolled_back", "Rolled back"),
        Code("busy", "The book is busy", store=True),
        Code("read_only", "Read only", store=True),
        Code("disk_full", "The disk is full", store=True),
        Code("damaged", "The book is damaged", store=True),
    )
}
"""Every code, in the order of the contract: the first broken rule is the one reported."""

RANK: dict[str, int] = {name: rank for rank, name in enumerate(CODES)}
"""Position of a code in the order of reporting."""


class FrontdeskError(Exception):
    """Base of everything the front desk is told: what happened (`reason`) and what to do next (`remedy`)."""

    def __init__(self, code: str, reason: str, remedy: str = "") -> None:
        super().__init__(f"{reason} {remedy}".strip())
        self.code = code
        self.reason = reason
        self.remedy = remedy

    @property
    def title(self) -> str:
        """Two or three words for the head of a dialog."""
        return CODES[self.code].title


class Refused(FrontdeskError):
    """What the rules forbid.

    `field` names the argument at fault, `blocking` the ids of the records in the way, and `alternatives` up to
    three openings that `book` would take (RULES 16).
    """

    def __init__(
        self,
        code: str,
        reason: str,
        remedy: str = "",
        *,
        field: str | None = None,
        blocking: Sequence[str] = (),
        alternatives: Sequence[Opening] = (),
    ) -> None:
        super().__init__(code, reason, remedy)
        self.field = field
        self.blocking = tuple(blocking)
        self.alternatives = tuple(alternatives)


class StoreError(FrontdeskError):
    """What the disk does: code `busy`, `read_only`, `disk_full` or `damaged`. Nothing was booked."""


def invalid(field: str, reason: str, remedy: str = "") -> Refused:
    """The refusal of an argument, naming it."""
    return Refused("invalid", reason, remedy, field=field)


def unknown(field: str, kind: str, ident: str) -> Refused:
    """The refusal of an id that nobody has, naming it."""
    return Refused("unknown", f"There is no {kind} “{ident}”.", f"Check the {kind}'s id.", field=field)
