"""Which doctors stand side by side, and the groups of them that a person has named: kept in their settings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from scheduling.errors import Refused
from tui import settings

TABLE = "doctor_groups"
"""The table of the settings file: a name, and the ids of the doctors."""


class Picked(NamedTuple):
    """Doctors by id, in no order; none = all of them. `name`: of the group, empty where it has none."""

    doctors: tuple[str, ...] = ()
    name: str = ""


def groups(known: Iterable[str]) -> list[Picked]:
    """The named groups of which at least one doctor is among `known`, by name; none where nothing can be read."""
    there = set(known)
    try:
        kept = settings.read().get(TABLE, {})
    except Refused:
        return []
    found = []
    for name, ids in kept.items() if isinstance(kept, dict) else ():
        doctors = tuple(ident for ident in ids if ident in there) if isinstance(ids, list) else ()
        if doctors:
            found.append(Picked(doctors, str(name)))
    return sorted(found, key=lambda group: group.name.casefold())


def keep(group: Picked) -> bool:
    """Remember a group under its name; False when the settings cannot be written."""
    return settings.remember_list(TABLE, group.name, group.doctors)


def forget(name: str) -> bool:
    """Forget a group; False when the settings cannot be written."""
    return settings.remember_list(TABLE, name, None)
