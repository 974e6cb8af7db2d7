"""Which role may use which verb (RULES 29): one table. Until users are added everyone may do everything."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

ROLES = ("viewer", "doctor", "clerk", "manager")
"""From the least to the most; each may do what those before it may."""

LEAST: dict[str, str] = {
    verb: role
    for role, verbs in {
        "viewer": "hospitals locations types doctors patients hours day closures get find_patients appointments "
        "openings next why history affected unresolved waitlist waitlist_matches clock",
        "doctor": "status update_visit undo redo accept",
        "clerk": "book hold renew lengthen confirm release move cancel book_series move_series cancel_series "
        "add_patient update_patient merge_patients retire_patient waitlist_add waitlist_update waitlist_close",
        "manager": "update_clinic add_hospital update_hospital retire_hospital add_location update_location "
        "retire_location add_type update_type retire_type add_doctor update_doctor retire_doctor set_hours set_day "
        "set_days clear_day copy_days close reopen",
    }.items()
    for verb in verbs.split()
}
"""The least role for each verb; overrides and `entered-in-error` are a manager's whatever the verb."""


def role_of(users: Iterable[Mapping[str, Any]], by: str) -> str:
    """The role of a person among the users; who is none of them, or has a role nobody knows, may look."""
    role = next((user.get("role") for user in users if user["id"] == by), None)
    return role if role in ROLES else ROLES[0]


def may(role: str, verb: str, *, overrides: bool = False, into_error: bool = False) -> bool:
    """Whether a role may use a verb, with or without an override, or to call a visit an error.

    What is no verb of the table, such as a whole batch taken back, is a manager's."""
    least = "manager" if overrides or into_error else LEAST.get(verb, "manager")
    return ROLES.index(role) >= ROLES.index(least)
