"""A wish goes to the waitlist and comes back as words that mean the same."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from scheduling.errors import Refused
from scheduling.model.reads import AppointmentType, Doctor, Location, WaitlistEntry, build
from scheduling.when.words import parse_when
from tui.finder import words as finder_words
from tui.finder.wishes import fields, said, typed, wish_of
from tui.finder.words import Vocabulary, Wish

TODAY = date(2026, 11, 20)
KNOWN = Vocabulary(
    (
        Doctor("osei", "main", "Dr Amara Osei", "General practice"),
        Doctor("who", "main", "Dr Who", "General practice"),
        Doctor("ann", "main", "Dr Ann Strange", "Surgery"),
        Doctor("stephen", "main", "Dr Stephen Strange", "Surgery"),
    ),
    (AppointmentType("fu", "main", "Follow-up", 30), AppointmentType("new", "main", "New patient", 45)),
    (Location("north", "main", "Northgate"),),
)
MORE: tuple[tuple[Wish, str], ...] = (
    (Wish(("osei",), type_id="fu"), "Dr Osei"),
    (Wish(("osei", "who"), minutes=45, weekdays=("mon", "thu")), "Dr Osei or Dr Who, Mon Thu"),
    (Wish(("stephen",), between=(0, 720)), "Dr Strange, mornings"),
    (Wish(weekdays=("mon", "tue", "wed", "thu", "fri"), between=(720, 1080)), "any doctor, Mon – Fri afternoons"),
    (Wish(specialty="Surgery", between=(840, 1440)), "any, Surgery, after 14"),
    (Wish(("who",), between=(0, 540), last=date(2026, 12, 18)), "Dr Who, before 09, until 18 Dec"),
    (Wish(("who",), between=(570, 690)), "Dr Who, 09:30 – 11:30"),
    (Wish(("osei",), first=date(2026, 12, 1), last=date(2026, 12, 1)), "Dr Osei, on 1 Dec"),
    (Wish(("osei",), first=date(2026, 11, 1), last=date(2027, 11, 30)), "Dr Osei, from 1 Nov, until 30 Nov"),
    (Wish(), "any doctor"),
)


def read_date(phrase: str) -> date | None:
    try:
        found = parse_when(phrase, TODAY)
    except Refused:
        return None
    return found.day if found.minute is None else None


@pytest.mark.parametrize(("wish", "words"), MORE)
def test_the_words_of_a_wish_mean_the_same_wish(wish: Wish, words: str) -> None:
    again = finder_words.read(typed(wish, KNOWN, TODAY), KNOWN, read_date)
    assert again == wish
    names = {doctor.id: doctor.name for doctor in KNOWN.doctors}
    assert said(wish, [names[ident] for ident in wish.doctors]) == words


@pytest.mark.parametrize(("wish", "words"), MORE)
def test_an_entry_holds_the_whole_wish(wish: Wish, words: str) -> None:
    record: dict[str, Any] = {"id": "q1", "patient": "p", "status": "waiting"}
    kept = {name: value for name, value in fields(wish).items() if value is not None}
    assert wish_of(build(WaitlistEntry, record | kept)) == wish
