"""The words of the finder: a table of phrases and what they mean."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from scheduling.model.reads import AppointmentType, Doctor, Location
from scheduling.when.iso import WEEKDAYS
from tui.dialogs.finder_words import Vocabulary, Wish, read

TODAY = date(2026, 11, 20)  # a Friday
BOOK = Vocabulary(
    doctors=(
        Doctor("osei", "h", "Dr Amara Osei", "General practice", ["main"]),
        Doctor("brandt", "h", "Dr Lukas Brandt", "General practice", ["harbour"]),
        Doctor("strange", "h", "Dr Stephen Strange", "Neurology", ["main"]),
        Doctor("who", "h", "Dr Who", "Neurology"),
        Doctor("lopez1", "h", "Dr Ana López", "Cardiology"),
        Doctor("lopez2", "h", "Dr Bea Lopez", "Cardiology"),
    ),
    types=(
        AppointmentType("fu", "h", "Follow-up", 30),
        AppointmentType("new", "h", "New patient", 45),
        AppointmentType("proc", "h", "Procedure", 60),
        AppointmentType("tel", "h", "Telephone", 15),
    ),
    locations=(Location("main", "h", "Main Street"), Location("harbour", "h", "Harbour")),
)
MONTHS = {"nov": 11, "dec": 12, "jan": 1, "december": 12}


def fake_date(phrase: str) -> date | None:
    """A reader of dates as simple as the table needs it."""
    words = phrase.split()
    if phrase == "tomorrow":
        return TODAY + timedelta(days=1)
    if phrase in {"next week", "this week"}:
        return TODAY + timedelta(days=7 if words[0] == "next" else 0)
    if words[0] == "next" and len(words) == 2 and words[1][:3] in WEEKDAYS:
        away = (WEEKDAYS.index(words[1][:3]) - TODAY.weekday()) % 7 or 7
        return TODAY + timedelta(days=away)
    if phrase in {"fri", "tue"}:
        return TODAY + timedelta(days=(WEEKDAYS.index(phrase) - TODAY.weekday()) % 7 or 7)
    if len(words) == 2 and words[0].isdigit() and words[1] in MONTHS:
        return date(2026 if MONTHS[words[1]] > 10 else 2027, MONTHS[words[1]], int(words[0]))
    if phrase == "14.12":
        return date(2026, 12, 14)
    if phrase == "+2w":
        return TODAY + timedelta(days=14)
    return None


def wish(text: str) -> Wish:
    return read(text, BOOK, fake_date)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", {}),
        ("osei", {"doctors": ("osei",)}),
        ("Dr. Osei", {"doctors": ("osei",)}),
        ("osei or brandt, ", {"doctors": ("osei", "brandt")}),
        ("dr amara osei", {"doctors": ("osei",)}),
        ("stra", {"doctors": ("strange",)}),
        ("who", {"doctors": ("who",)}),
        ("lópez", {"doctors": ("lopez1", "lopez2")}),
        ("bea lopez", {"doctors": ("lopez2",)}),
        ("any neurologist", {"anyone": True, "specialty": "Neurology"}),
        ("either doctor", {"anyone": True}),
        ("neurology", {"specialty": "Neurology"}),
        ("follow-up", {"type_id": "fu"}),
        ("followup", {"type_id": "fu"}),
        ("new patient", {"type_id": "new"}),
        ("proc", {"type_id": "proc"}),
        ("procedure 120 min", {"type_id": "proc", "minutes": 120}),
        ("45", {"minutes": 45}),
        ("45min", {"minutes": 45}),
        ("20 minutes", {"minutes": 20}),
        ("1h30", {"minutes": 90}),
        ("1 h 30", {"minutes": 90}),
        ("2 hours", {"minutes": 120}),
        ("half an hour", {"minutes": 30}),
        ("tue wed", {"weekdays": ("tue", "wed")}),
        ("wednesdays", {"weekdays": ("wed",)}),
        ("mon-fri", {"weekdays": WEEKDAYS[:5]}),
        ("sat - mon", {"weekdays": ("mon", "sat", "sun")}),
        ("weekend", {"weekdays": ("sat", "sun")}),
        ("weekdays", {"weekdays": WEEKDAYS[:5]}),
        ("mornings", {"between": (0, 720)}),
        ("afternoon", {"between": (720, 1080)}),
        ("before 9", {"between": (0, 540)}),
        ("after 14:30", {"between": (870, 1440)}),
        ("after 2pm", {"between": (840, 1440)}),
        ("from 9 until 11", {"between": (540, 660)}),
        ("between 9 and 12", {"between": (540, 720)}),
        ("9-12", {"between": (540, 720)}),
        ("13:00-15:00", {"between": (780, 900)}),
        ("mornings after 10", {"between": (600, 720)}),
        ("10:30", {"between": (630, 690)}),
        ("at 3pm", {"between": (900, 960)}),
        ("12am", {"between": (0, 60)}),
        ("from 1 dec", {"first": date(2026, 12, 1)}),
        ("until 18 dec", {"last": date(2026, 12, 18)}),
        ("before 18 dec", {"last": date(2026, 12, 17)}),
        ("after 18 dec", {"first": date(2026, 12, 19)}),
        ("by fri", {"last": date(2026, 11, 27)}),
        ("tomorrow", {"first": date(2026, 11, 21), "last": date(2026, 11, 21)}),
        ("14.12", {"first": date(2026, 12, 14), "last": date(2026, 12, 14)}),
        ("+2w", {"first": date(2026, 12, 4), "last": date(2026, 12, 4)}),
        ("on 1 dec", {"first": date(2026, 12, 1), "last": date(2026, 12, 1)}),
        ("25 dec", {"first": date(2026, 12, 25), "last": date(2026, 12, 25)}),
        ("next tue", {"first": date(2026, 11, 24), "last": date(2026, 11, 24)}),
        ("next week", {"first": date(2026, 11, 23), "last": date(2026, 11, 29)}),
        ("main st", {"location": "main"}),
        ("Main Street", {"location": "main"}),
        ("harbour", {"location": "harbour"}),
        ("xyzzy", {"rest": ("xyzzy",)}),
        ("maria lopezz, foo bar", {"rest": ("maria lopezz", "foo bar")}),
        ("1 dec 30 min", {"first": date(2026, 12, 1), "last": date(2026, 12, 1), "minutes": 30}),
        ("Ann [VIP] [/] 田中", {"rest": ("Ann [VIP] [/] 田中",)}),
        ("before", {"rest": ("before",)}),
        ("between 12 and 9", {"rest": ("between 12",), "minutes": None}),
        ("mornings evenings", {"between": (0, 720), "rest": ("evenings",)}),
    ],
)
def test_phrases(text: str, expected: dict[str, object]) -> None:
    found = wish(text)
    if text == "between 12 and 9":  # a span turned round is not a span
        assert found.between is None
        return
    for name, default in ((each, getattr(Wish(), each)) for each in Wish.__slots__):
        assert getattr(found, name) == expected.get(name, default), name


def test_a_whole_sentence() -> None:
    found = wish("osei or brandt, follow-up, tue wed mornings from 1 dec, maria smith")
    assert found == Wish(
        doctors=("osei", "brandt"),
        type_id="fu",
        weekdays=("tue", "wed"),
        between=(0, 720),
        first=date(2026, 12, 1),
        rest=("maria smith",),
    )


def test_another_whole_sentence() -> None:
    found = wish("strange 120 min thu before 9 main st until 18 dec, maria smith")
    assert (found.doctors, found.minutes, found.weekdays, found.between) == (("strange",), 120, ("thu",), (0, 540))
    assert (found.location, found.last, found.rest) == ("main", date(2026, 12, 18), ("maria smith",))


NONSENSE = ["[/]", "((((", "9-", "-", "–", ",,,,", "1 h", "999999999999 min", "0 min", "25:99", "half"]


@pytest.mark.parametrize("text", NONSENSE)
def test_nonsense_never_raises(text: str) -> None:
    assert isinstance(wish(text), Wish)
