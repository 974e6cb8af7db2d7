"""A patient as typed, who may already be here (RULES 26), and who of many are alike. Pure: reads go in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from scheduling.model.reads import Patient
from tui import text
from tui.finder.tokens import name_words


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


class Pair(NamedTuple):
    """Two patients who have something in common: `why` in words; `likely`: they may be one person."""

    one: Patient
    other: Patient
    why: str
    likely: bool


def pairs(patients: Sequence[Patient]) -> list[Pair]:
    """Those of the patients who share a birthday or a phone, the likely doubles first, else in the order given.

    A phone alone is shared in families; so is a birthday, of people without a name in common.
    """
    found: list[Pair] = []
    met: dict[str, list[int]] = {}
    for place, patient in enumerate(patients):
        phones = {f"phone {only_digits(phone)}" for phone in patient.phones if only_digits(phone)}
        facts = [*sorted(phones), *([f"born {patient.birth_date}"] if patient.birth_date else [])]
        for before in sorted({at for fact in facts for at in met.get(fact, ())}):
            pair = _pair(patients[before], patient)
            if pair is not None:
                found.append(pair)
        for fact in facts:
            met.setdefault(fact, []).append(place)
    return sorted(found, key=lambda pair: not pair.likely)


def _pair(one: Patient, other: Patient) -> Pair | None:
    named = bool(set(name_words(one.name)) & set(name_words(other.name)))
    born = one.birth_date if one.birth_date == other.birth_date else None
    phone = {only_digits(phone) for phone in one.phones} & {only_digits(phone) for phone in other.phones} - {""}
    if born and (named or phone):
        return Pair(one, other, f"both {text.birth(born)}{', one phone' if phone else ''}", True)
    if not phone:
        return None
    unknown = not one.birth_date or not other.birth_date
    return Pair(one, other, "one phone" if unknown else "one phone, family", named and unknown)
