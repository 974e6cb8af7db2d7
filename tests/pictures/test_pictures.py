"""What the desk looks like: a missing or changed picture fails; each must say certain words (`make snapshots`)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.pictures import for_readme

SMALL, USUAL, LARGE = (80, 24), (120, 36), (160, 48)
LIGHT = "frontdesk-light"


class Shot(NamedTuple):
    """A picture: its name, size, the keys before it ("=words" are typed), words that must be on it, the theme."""

    name: str
    size: tuple[int, int]
    keys: tuple[str, ...]
    words: tuple[str, ...]
    theme: str = "frontdesk-dark"


HOURS_CUT = ("up", "up", *["left"] * 6)
"""Wednesdays end at 15:30."""

SHOTS = (
    Shot("week", USUAL, ("down", "down"), ("Dr Stephen Strange", "demo", "Waiting room", "Next free", "⏎ Open")),
    Shot("week_light", USUAL, ("down", "down"), ("Dr Stephen Strange", "Waiting room"), LIGHT),
    Shot("week_small", SMALL, ("down", "down"), ("Dr Stephen Strange", "● waiting", "⏎ Open")),
    Shot("week_small_light", SMALL, ("down", "down"), ("● waiting",), LIGHT),
    Shot("week_large", LARGE, ("down", "down"), ("Waiting room", "Next free")),
    Shot("week_range", USUAL, ("g", "=+4w 10am", "enter", "J", "J"), ("Selected 45 min", "Room for")),
    Shot("week_past", SMALL, ("g", "=-1w", "enter"), ("9–15 Nov 2026",)),
    Shot("today", USUAL, ("3",), ("Waiting ─", "In the room ─", "Due ─", "Doctors now", "Freed today", "3 Today 9")),
    Shot("today_light", USUAL, ("3",), ("Waiting ─", "Doctors now"), LIGHT),
    Shot("today_small", SMALL, ("3",), ("Waiting ─", "unresolved past visits", "Tab")),
    Shot("today_large", LARGE, ("3", "end"), ("Due ─", "above", "Doctors now")),
    Shot("today_aside", SMALL, ("3", "tab", "down"), ("! Unresolved", "Freed today", "The table:")),
    Shot("today_past", USUAL, ("3", "left_square_bracket"), ("Thursday 19 November", "No-show ─", "Seen ─")),
    Shot("today_freed", USUAL, ("3", "tab", "end", "enter"), ("Who waits?", "would take it")),
    Shot("glance", USUAL, ("Z", "Z"), ("W47", "W50", "16 free", "81% booked")),
    Shot("glance_small", SMALL, ("Z", "Z", "right"), ("W50", "Saturday 21 November")),
    Shot("day", USUAL, ("2", "down", "down"), ("Dr Tanaka", "Free next, any doctor", "all doctors 6", "⏎ Open")),
    Shot("day_light", USUAL, ("2", "down", "down"), ("Dr Tanaka", "Free next, any doctor"), LIGHT),
    Shot("day_small", SMALL, ("2", "down", "down"), ("1–5 of 6 ›", "● waiting", "⏎ Open")),
    Shot("day_large", LARGE, ("2", "right"), ("Dr Karim Farouk", "Free next, any doctor")),
    Shot("day_carry", USUAL, ("2", "down", "down", "m", "right"), ("Carrying", "→", "Fits next")),
    Shot("doctors", USUAL, ("2", "d", "down", "space", "down", "space"), ("Whose day?", "✓ Dr ", "2 picked")),
    Shot("doctors_small", SMALL, ("2", "d", "=free"), ("only free", "these 5", "Shows")),
    Shot("why", USUAL, ("g", "=sat 10am", "enter", "z"), ("Not free",)),
    Shot("carry", USUAL, ("down", "down", "m", "f"), ("Carrying", "✓ fits here", "Fits next", "Put back")),
    Shot("carry_taken", SMALL, ("down", "down", "m", "left", "down"), ("Carrying", "✗ ")),
    Shot("book", USUAL, ("f", "enter", "=lop"), ("Book", "held for you", "Lopez, Maria", "New patient “lop”")),
    Shot("book_light", USUAL, ("f", "enter", "=lop"), ("held for you", "Lopez, Maria"), LIGHT),
    Shot("book_small", SMALL, ("f", "enter", "=lop"), ("held for you", "Lopez, Maria")),
    Shot("booked", USUAL, ("f", "enter", "=mar lop", "enter", "enter"), ("Booked  Maria Lopez", "u undo")),
    Shot("find", USUAL, ("f",), ("Next available",)),
    Shot("find_small", SMALL, ("f",), ("Next available",)),
    Shot("patients", USUAL, ("4", "=lop"), ("5 found", "Lopez, Maria", "Upcoming", "You can type", "⏎ Open record")),
    Shot("patients_light", USUAL, ("4", "=lop", "tab"), ("⏎ Open", "Past"), LIGHT),
    Shot("patients_small", SMALL, ("4", "=lop"), ("5 found", "New patient “lop”")),
    Shot("patients_record", SMALL, ("4", "=lop", "enter"), ("record 004 102", "⏎ Book")),
    Shot("patients_large", LARGE, ("4", "=a"), ("found", "Past")),
    Shot("patient_form", USUAL, ("4", "=lop", "enter", "e"), ("As it was saved", "^s Save")),
    Shot("patient_form_small", SMALL, ("4", "ctrl+n"), ("New patient", "only the name is needed")),
    Shot("doubles", USUAL, ("4", "=lop", "enter", "D", "=smith", "enter"), ("This record stays", "⏎ Merge")),
    Shot("doubles_small", SMALL, ("4", "=lop", "enter", "D", "=smith", "enter"), ("This record stays",)),
    Shot("patient", USUAL, ("slash", "=lopez"), ("Lopez, Maria", "Lopez, Mario")),
    Shot("visit", USUAL, ("down", "down", "enter"), ("Follow-up",)),
    Shot("cancel", SMALL, ("down", "down", "x"), ("Cancel", "1 patient", "7 other")),
    Shot("go_to", SMALL, ("g", "=next tue 3pm"), ("Tuesday 24 November 2026 15:00", "⏎ goes there")),
    Shot("doctor", SMALL, ("d",), ("Dr John Who", "free today")),
    Shot("walk_in", USUAL, ("n", "=lop"), ("Walk-in", "^b all the same", "Lopez, Maria", "nothing is held")),
    Shot("overbooked", USUAL, ("n", "=lop", "ctrl+b", "=fever", "enter", "enter", "enter"), ("Arrived  ", "!●")),
    Shot("close", SMALL, ("g", "=mon 9am", "enter", "J", "J", "c", "down"), ("Close", "Lunch", "u opens it again")),
    Shot("phrases", SMALL, ("f", "f1"), ("What can I type?", "half an hour", "mornings")),
    Shot("find_none", USUAL, ("f", "ctrl+u", "=strange 200 min sun"), ("Nothing free", "Because", "the weekday")),
    Shot("waitlist", USUAL, ("5",), ("Okafor, Chinwe", "Would fit now", "Freed times", "⏎ Book")),
    Shot("waitlist_light", USUAL, ("5", "tab", "tab"), ("Okafor, Chinwe", "Freed times"), LIGHT),
    Shot("waitlist_small", SMALL, ("5",), ("Okafor, Chinwe", "Would fit now", "917 555 0150", "⏎ Book")),
    Shot("waitlist_form", USUAL, ("5", "down", "e"), ("Change the wishes", "Free already", "osei or who")),
    Shot("waitlist_form_small", SMALL, ("5", "w", "=lop"), ("Lopez, Maria", "1 urgent")),
    Shot("repeat", USUAL, ("down", "down", "r", "enter"), ("How often", "this visit, booked already", "Space: ")),
    Shot("repeat_small", SMALL, ("down", "down", "r"), ("6 dates", "✗ 2 of 6 dates are not free.")),
    Shot(
        "hours", USUAL, ("6", *HOURS_CUT), ("Not saved yet", "! Saving displaces", "fits ", "▴ 3 visits", "Congress")
    ),
    Shot("hours_light", USUAL, ("6", *HOURS_CUT), ("Not saved yet", "! Saving displaces"), LIGHT),
    Shot("hours_small", SMALL, ("6", *HOURS_CUT), ("Wed 09–17 → 09–15:30", "Tab lists them")),
    Shot("hours_large", LARGE, ("6", *HOURS_CUT), ("Not saved yet", "▴ 3 visits")),
    Shot("hours_outside", SMALL, ("6", "i"), ("! Outside since 20 Nov", "Closed today", "fits ")),
    Shot("hours_displaced", USUAL, ("6", "i", "enter"), ("Outside hours", "Move to", "Carry it", "Keep it")),
    Shot("hours_typed", SMALL, ("6", "enter", "=9-12, 1-5pm"), ("09:00 – 12:00, 13:00 – 17:00 Main St",)),
    Shot("hours_close", USUAL, ("6", "c", "=thu 2pm to fri"), ("Thu 26 Nov 14:00 – Fri 24:00", "Dr Strange")),
    Shot("hours_single", USUAL, ("6", "n", "=25 dec"), ("Closed then: Christmas Day", "^o")),
    Shot("hours_copy", SMALL, ("6", "b", "r"), ("become the same", "Mon to Fri")),
    Shot("figures", USUAL, ("7",), ("Use of time", "No-shows", "Longest gap", "⏎ Open that day")),
    Shot("figures_light", USUAL, ("7",), ("Use of time", "What for"), LIGHT),
    Shot("figures_small", SMALL, ("7",), ("Use of time", "No-shows", "⏎ Open")),
    Shot("clinic", USUAL, ("8",), ("Hospitals ─", "Dr Stephen Strange", "Used by", "⏎ Change")),
    Shot("clinic_light", USUAL, ("8",), ("Hospitals ─", "Used by"), LIGHT),
    Shot("clinic_small", SMALL, ("8", "tab", "tab"), ("Locations ─", "⏎ Change")),
    Shot("commands", USUAL, ("ctrl+p", "=week"), ("Week before", "Week after", "[")),
    Shot("help", USUAL, ("question_mark",), ("Move about", "Marks", "Type is the colour")),
    Shot("help_small", SMALL, ("down", "down", "question_mark"), ("Here: a visit", "Move about")),
)


@pytest.mark.parametrize("shot", SHOTS, ids=lambda shot: shot.name)
def test_picture(picture: Callable[..., None], shot: Shot) -> None:
    picture(shot.size, shot.words, keys=shot.keys, theme=shot.theme)


@pytest.mark.parametrize("name", for_readme.TELLING)
def test_the_readme_shows_what_the_desk_looks_like(name: str) -> None:
    shown = for_readme.shown(name).read_text(encoding="utf-8")
    assert shown == for_readme.baseline(name).read_text(encoding="utf-8"), "make snapshots copies it"
    assert "url(http" not in shown, "a picture asks no server for anything"


def test_the_readme_shows_every_picture_and_tells_every_key() -> None:
    readme = for_readme.README.read_text(encoding="utf-8")
    assert for_readme.key_tables() in readme, "make snapshots writes them"
    assert [name for name in for_readme.TELLING if f"(docs/pictures/{name}.svg)" not in readme] == []


def test_picture_of_an_empty_clinic(picture: Callable[..., None]) -> None:
    picture(SMALL, ("an empty clinic", "The sample clinic", "frontdesk --data DIR batch"), empty=True)


def test_picture_of_the_guide(picture: Callable[..., None]) -> None:
    words = ("Five questions", "America/New_York, where it is Fri 20 Nov 10:42", "⏎ goes on")
    picture(SMALL, words, keys=("2", "=Riverside", "enter", "=new y"), empty=True)


@pytest.mark.parametrize("keys", [("f9",), ("f9", "enter"), ("8", "tab", "tab", "tab", "tab")])
def test_picture_of_settings(
    picture: Callable[..., None], monkeypatch: pytest.MonkeyPatch, keys: tuple[str, ...]
) -> None:
    monkeypatch.setattr("tui.settings.settings_path", lambda: Path("/etc/xdg/frontdesk/settings.toml"))
    picture(USUAL if "8" in keys else SMALL, ("Keys",), keys=keys)
