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


SHOTS = (
    Shot("week", USUAL, ("down", "down"), ("Dr Stephen Strange", "demo", "Waiting room", "Next free", "⏎ Open")),
    Shot("week_light", USUAL, ("down", "down"), ("Dr Stephen Strange", "Waiting room"), LIGHT),
    Shot("week_small", SMALL, ("down", "down"), ("Dr Stephen Strange", "● waiting", "⏎ Open")),
    Shot("week_small_light", SMALL, ("down", "down"), ("● waiting",), LIGHT),
    Shot("week_large", LARGE, ("down", "down"), ("Waiting room", "Next free")),
    Shot("week_range", USUAL, ("g", "=+4w 10am", "enter", "J", "J"), ("Selected 45 min", "Room for")),
    Shot("week_past", SMALL, ("g", "=-1w", "enter"), ("9–15 Nov 2026",)),
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
