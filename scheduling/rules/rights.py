"""Which role may use which verb (RULES 29): one table. Until users are added everyone may do everything."""

from __future__ import annotations

ROLES = ("viewer", "doctor", "clerk", "manager")
"""From the least to the most; each may do what those before it may."""

QUESTIONS = (
    "hospitals locations types doctors patients hours day closures get find_patients appointments openings next why "
    "history affected unresolved waitlist waitlist_matches clock"
).split()

LEAST: dict[str, str] = dict.fromkeys(QUESTIONS, "viewer")
LEAST |= dict.fromkeys("status update_visit undo redo accept".split(), "doctor")
LEAST |= dict.fromkeys(
    (
        "book hold renew lengthen confirm release move cancel book_series move_series cancel_series add_patient "
        "update_patient merge_patients retire_patient waitlist_add waitlist_update waitlist_close"
    ).split(),
    "clerk",
)
LEAST |= dict.fromkeys(
    (
        "add_hospital update_hospital retire_hospital add_location update_location retire_location add_type "
        "update_type retire_type add_doctor update_doctor retire_doctor set_hours set_day set_days clear_day "
        "copy_days close reopen"
    ).split(),
    "manager",
)
"""The least role for each verb; overrides and `entered-in-error` are a manager's whatever the verb."""


def may(role: str, verb: str, *, overrides: bool = False, into_error: bool = False) -> bool:
    """Whether a role may use a verb, with or without an override, or to call a visit an error."""
    least = "manager" if overrides or into_error else LEAST[verb]
    return ROLES.index(role) >= ROLES.index(least)
