"""A new patient as typed, and who may already be here (RULES 26). Pure: the desk's answer goes in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from scheduling.model.reads import Patient
from tui.dialogs.finder_tokens import name_words


@dataclass(frozen=True, slots=True)
class Draft:
    """A new patient as typed: `birth_date` ISO or None; `problem` = why it cannot be written down yet."""

    name: str
    birth_date: str | None = None
    phone: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Double:
    """Somebody who may be the same person, and why."""

    patient: Patient
    why: str


def doubles(draft: Draft, twins: Iterable[Patient]) -> list[Double]:
    """The patients the desk takes for possible doubles, those with the most in common first, each with its reason."""
    names = set(name_words(draft.name))
    found = []
    for patient in twins:
        same_birth = draft.birth_date is not None and patient.birth_date == draft.birth_date
        same_phone = only_digits(draft.phone) in {only_digits(phone) for phone in patient.phones}
        why = "same birthday" if same_birth else "same phone" if same_phone else "same name"
        shared = len(names & set(name_words(patient.name)))
        found.append(((-(shared + 2 * same_birth + 2 * same_phone), patient.name), Double(patient, why)))
    return [double for _, double in sorted(found, key=lambda each: each[0])]


def only_digits(phone: str) -> str:
    """The digits of a phone number."""
    return re.sub(r"\D", "", phone)


def age_words(birth: date, today: date) -> str:
    """ "35 y" or, below two years, "5 months"."""
    months = (today.year - birth.year) * 12 + today.month - birth.month - (today.day < birth.day)
    return f"{months // 12} y" if months >= 24 else f"{months} month{'' if months == 1 else 's'}"
