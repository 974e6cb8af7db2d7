"""Text from people as bad as the domain takes it, on every screen and dialog: nothing crashes, no row is broken."""

from __future__ import annotations

import shutil
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from scheduling import open_desk
from scheduling.desk import Desk
from scheduling.errors import Refused
from tests.tui.actions_table.row import pressed
from tests.tui.conftest import NOW
from tests.tui.keys import settle
from tests.tui.reading import page, strips

Factory = Callable[..., Any]
SIZES = [(80, 24), (120, 36)]

TEXTS = (
    "[red]x[/], [/]",
    "[/] [b]",
    "x\u202eevil\u202c, \u2066name\u2069",
    "W" * 199,
    "田中" * 60,
    "e\u0301" * 90,
    "👩\u200d👩\u200d👧, Family",
    "\u0645\u062d\u0645\u062f, \u0639\u0644\u064a",
    "नम\u0938\u094d\u0924\u0947, क\u094dष",
)
"""Brackets, bidi controls, long, wide, combining, joined emoji, right to left, conjuncts."""


BIDI = dict.fromkeys((0x202E, 0x202C, 0x2066, 0x2069))


def take(desk: Desk, verb: str, **given: Any) -> None:
    """A verb; where the domain refuses such a text, without the controls in it."""
    try:
        desk.do(verb, **given)
    except Refused as refused:
        if "cannot be shown" not in refused.reason:
            raise
        desk.do(verb, **{key: said.translate(BIDI) if isinstance(said, str) else said for key, said in given.items()})


@pytest.fixture(scope="session")
def hostile(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The prepared clinic in which every text is such a one."""
    folder = tmp_path_factory.mktemp("hostile") / "clinic"
    shutil.copytree(prepared, folder)
    desk = open_desk(folder, now="2026-11-18T08:00-05:00", by="j.hale", desk="front-1")
    for number, text in enumerate(TEXTS):
        key = f"h{number}"
        take(desk, "add_location", id=f"l{number}", hospital="main", name=text)
        take(desk, "add_type", id=f"t{number}", hospital="main", name=text, minutes=15, color="red")
        take(desk, "add_patient", id=key, name=text, hospital="main", phones=["[red]1"], record_number=f"[/]{number}")
        take(desk, "update_patient", id=key, note=text, alerts=["[/]"], address=text)
        day = f"2026-11-{18 + number % 3}T"
        for place, start in enumerate((f"{13 + number // 3}:00", f"{13 + number // 3}:30")):
            visit = f"v{number}{place}"
            take(desk, "book", id=visit, doctor="osei", start=day + start, minutes=15, type=f"t{number}", patient=key,
                 override="[/]")  # fmt: skip
            take(desk, "update_visit", id=visit, note=text)
        take(desk, "waitlist_add", id=f"w{number}", hospital="main", patient=key, doctors=["osei"], note=text)
    take(desk, "update_doctor", id="osei", name="[red]Dr[/] " + TEXTS[4], specialty=TEXTS[0])
    take(desk, "update_doctor", id="who", name=TEXTS[7], specialty=TEXTS[6])
    take(desk, "update_hospital", id="main", name="[b]" + TEXTS[4])
    take(desk, "close", doctor="osei", from_="2026-12-24", to="2026-12-26", reason=TEXTS[0])
    take(desk, "close", doctor="osei", from_="2026-11-20T16:00", to="2026-11-20T17:00", reason="[/]" + TEXTS[4])
    take(desk, "cancel", id="v20", reason="patient")
    desk.close_desk()
    return folder


@pytest.fixture
def folder(hostile: Path, tmp_path: Path) -> Path:
    """A copy, for one test."""
    return Path(shutil.copytree(hostile, tmp_path / "clinic"))


PLACES: dict[str, tuple[tuple[str, ...], ...]] = {
    "week": (("1",), ("t", "down", "down", "enter"), ("escape", "x"), ("escape", "r"), ("escape", "v"),
             ("escape", "y"), ("z",), ("m", "right"), ("escape", "d"), ("escape", "f"), ("escape", "/", "=h"),
             ("escape", "ctrl+p"), ("escape", "Z"), ("escape", "g"), ("escape", "P"), ("escape", "?"),
             ("escape", "w"),
             ("escape", "ctrl+l")),
    "book": (("[", "g", "=mon 10am", "enter", "enter"), ("=x",), ("enter",), ("tab",), ("ctrl+n",)),
    "day": (("2",), ("down", "down"), ("d",), ("escape", "m", "right"), ("escape",)),
    "today": (("3",), ("end",), ("tab",), ("enter",), ("escape", "escape", "n"), ("escape", "d"), ("escape", "[")),
    "patients": (("4",), ("=x",), ("enter",), ("e",), ("escape", "v"), ("escape", "D"), ("escape", "escape"),
                 ("ctrl+u", "=family"), ("tab",), ("enter",)),
    "waitlist": (("5",), ("down", "down"), ("tab",), ("tab",), ("escape", "e"), ("escape", "x"), ("escape", "enter")),
    "hours": (("6",), ("left",), ("enter",), ("escape", "c"), ("escape", "n"), ("escape", "r"), ("escape", "i"),
              ("enter",), ("escape", "ctrl+s")),
    "figures": (("7",), ("down",), ("tab",)),
    "clinic": (("8",), ("tab",), ("enter",), ("escape", "tab"), ("enter",), ("escape", "tab"), ("enter",)),
}  # fmt: skip
"""Keys after each of which all rows are looked at: the screen, then its dialogs."""


def broken(app: Any, width: int) -> list[str]:
    """Rows that are not as wide as the terminal, or let a control character through."""
    found = []
    for number, strip in enumerate(strips(app)):
        text = strip.text
        if cell_len(text) != width or strip.cell_length != width:
            found.append(f"row {number} is {cell_len(text)} wide: {text}")
        through = [c for c in text if unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp") and c not in "\u200c\u200d"]
        if through:
            found.append(f"row {number} lets {through!r} through")
    return found


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("place", PLACES)
async def test_no_text_breaks_a_row(desk_app: Factory, place: str, size: tuple[int, int]) -> None:
    async with desk_app(size) as pilot:
        for keys in PLACES[place]:
            for key in keys:
                for each in pressed((key,)):
                    await pilot.press(
                        {"[": "left_square_bracket", "/": "slash", "?": "question_mark"}.get(each, each)
                    )
            await settle(pilot)
            assert broken(pilot.app, size[0]) == [], keys
            assert page(pilot.app).strip(), keys


async def test_the_texts_are_on_the_screen(desk_app: Factory) -> None:
    async with desk_app((120, 36), now=NOW) as pilot:
        await pilot.press("3")
        await settle(pilot)
        assert "[red]x[/]" in page(pilot.app)
        assert "田中" in page(pilot.app)
