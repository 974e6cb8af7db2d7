"""What the desk looks like: a missing or changed picture fails; each must say certain words (`make snapshots`)."""

from __future__ import annotations

from collections.abc import Callable
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
    Shot("why", USUAL, ("g", "=sat 10am", "enter", "z"), ("Not free",)),
    Shot("carry", USUAL, ("down", "down", "m", "f"), ("Carrying", "✓ fits here", "Fits next", "Put back")),
    Shot("carry_taken", SMALL, ("down", "down", "m", "left", "down"), ("Carrying", "✗ ")),
    Shot("book", USUAL, ("f", "enter", "=lop"), ("Book", "held for you", "Lopez, Maria", "New patient “lop”")),
    Shot("book_light", USUAL, ("f", "enter", "=lop"), ("held for you", "Lopez, Maria"), LIGHT),
    Shot("book_small", SMALL, ("f", "enter", "=lop"), ("held for you", "Lopez, Maria")),
    Shot("booked", USUAL, ("f", "enter", "=mar lop", "enter", "enter"), ("Booked  Maria Lopez", "u undo")),
    Shot("find", USUAL, ("f",), ("Next available",)),
    Shot("find_small", SMALL, ("f",), ("Next available",)),
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


def test_picture_of_an_empty_clinic(picture: Callable[..., None]) -> None:
    picture(SMALL, ("an empty clinic", "The sample clinic", "add_hospital"), keys=("down", "enter"), empty=True)
