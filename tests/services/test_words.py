"""Names and lengths as people say them."""

from __future__ import annotations

import pytest

from scheduling.model.names import doctor_short
from scheduling.services.words import moment_words, person
from scheduling.when.said import minutes
from scheduling.when.zones import zone


@pytest.mark.parametrize(
    ("name", "short", "doctor"),
    [
        ("Maria Lopez", "M. Lopez", "Dr Lopez"),
        ("Lopez, Maria", "M. Lopez", "Dr Lopez"),
        ("Dr Who", "D. Who", "Dr Who"),
        ("Cher", "Cher", "Dr Cher"),
        ("Cher,", "Cher", "Dr Cher"),
        (", Cher", "Cher", "Dr Cher"),
        ("", "", ""),
        ("Inés de la Cruz", "I. de la Cruz", "Dr de la Cruz"),
        ("田中 美咲", "田中 美咲", "Dr 田中 美咲"),
    ],
)
def test_people_are_called_by_their_family_name(name: str, short: str, doctor: str) -> None:
    assert (person(name), doctor_short(name)) == (short, doctor)


@pytest.mark.parametrize(("count", "words"), [(45, "45 min"), (60, "1 h"), (90, "1 h 30"), (125, "2 h 05")])
def test_lengths_in_hours(count: int, words: str) -> None:
    assert minutes(count) == words


def test_a_moment_names_its_day_unless_it_is_this_one() -> None:
    assert moment_words(29_924_040, zone("America/New_York")) == "Mon 23 Nov 09:00"
