"""The fields of a patient as typed and as kept. Pure: texts go in, values or what is wrong with them come out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from scheduling.model.reads import Patient
from tui import text, words

LABELS = {
    "name": "Name", "birth_date": "Born", "phones": "Phones", "email": "Email", "address": "Address",
    "record_number": "Record", "alerts": "Alerts", "note": "Note", "hospital": "Home",
}  # fmt: skip
"""The fields of the form, in their order, as people call them."""

EXAMPLES = {
    "birth_date": "12.4.91", "phones": "917 555 0177, 212 555 0119", "email": "name@example.org",
    "alerts": "interpreter, wheelchair",
}  # fmt: skip
LISTS = frozenset({"phones", "alerts"})
"""Fields of several entries, typed with commas between."""
IDENTITY = ("name", "birth_date", "phones")
"""Fields by which two records may turn out to be one person's."""
LONGEST = 200
"""Characters of a name, a phone, an alert (RULES 27); of anything else 4 000."""

Texts = Mapping[str, str]
"""Field → what stands in it; of the home hospital its id."""


class Problem(NamedTuple):
    """Why a field cannot be saved: which, what is wrong, what to do."""

    field: str
    reason: str
    remedy: str


def texts_of(patient: Patient | None) -> dict[str, str]:
    """What stands in the fields of a form on this record, or on a new one."""
    if patient is None:
        return dict.fromkeys(LABELS, "")
    found = {name: getattr(patient, name) or "" for name in LABELS}
    found["birth_date"] = text.birth(patient.birth_date)
    return {name: ", ".join(value) if name in LISTS else value for name, value in found.items()}


def values_of(texts: Texts, before: Patient | None, today: date) -> tuple[dict[str, Any], list[Problem]]:
    """The values of all fields, None for an empty one, and what is wrong. Of a text left as it was the old value."""
    was = texts_of(before)
    values: dict[str, Any] = {}
    problems = []
    for name in LABELS:
        typed = " ".join(texts[name].split())
        if before is not None and texts[name] == was[name]:
            values[name] = _plain(getattr(before, name))
            continue
        values[name] = typed or None
        if name in LISTS:
            values[name] = [part.strip() for part in typed.replace(";", ",").split(",") if part.strip()] or None
        elif name == "birth_date" and typed:
            born = words.read_birth(typed, today)
            values[name] = born.isoformat() if born else None
        problem = _problem(name, typed, values[name])
        if problem is not None:
            problems.append(problem)
    return values, problems


def _plain(value: Any) -> Any:
    """A value as it is written down: lists of entries, nothing for an empty one."""
    return (list(value) or None) if isinstance(value, list | tuple) else value or None


def _problem(name: str, typed: str, value: Any) -> Problem | None:
    label = LABELS[name]
    if name == "name" and not typed:
        return Problem(name, f"{label} is empty.", "Type at least one letter.")
    if name == "birth_date" and typed and value is None:
        return Problem(name, f"{label}: “{typed}” is no day that has been.", "Write it as 7.3.84 or 1984-03-07.")
    if name == "email" and typed and ("@" not in typed or " " in typed):
        return Problem(name, f"{label}: “{typed}” is no address.", "Write it as name@example.org.")
    longest = max(map(len, value or ("",))) if name in LISTS else 0
    if longest > LONGEST:
        return Problem(name, f"{label} has {longest} characters.", f"At most {LONGEST} fit.")
    return None


def changes(values: Mapping[str, Any], before: Patient | None) -> dict[str, Any]:
    """The fields that differ from the record; of a new one those that are filled."""
    if before is None:
        return {name: value for name, value in values.items() if value is not None}
    return {name: value for name, value in values.items() if value != _plain(getattr(before, name))}


def shown(name: str, patient: Patient, hospitals: Mapping[str, str]) -> str:
    """A field of a record in words."""
    value = texts_of(patient)[name]
    return hospitals.get(value, value) if name == "hospital" else value
