"""Screen 8: what the clinic is made of, added, changed and retired by keys; its settings at the end."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from textual.geometry import Offset
from textual.pilot import Pilot
from textual.widgets import Input

from scheduling import Desk
from tests.tui.keys import follow, press, spell
from tests.tui.reading import page, rows, the_app
from tui.dialogs.record import RecordDialog
from tui.screens.clinic import ClinicScreen
from tui.widgets.rows import Rows

Factory = Callable[..., Any]
SIZES = ((80, 24), (120, 36), (160, 48))


def clinic(pilot: Pilot[None]) -> ClinicScreen:
    """The screen, behind any dialogs."""
    screen = pilot.app.screen_stack[0]
    assert isinstance(screen, ClinicScreen)
    return screen


def desk(pilot: Pilot[None]) -> Desk:
    return the_app(pilot).desk


def chosen(pilot: Pilot[None]) -> str:
    """The name under the cursor."""
    line = clinic(pilot).chosen
    assert line is not None
    return str(line.record["name"]) if line.record else line.setting.label if line.setting else ""


def card(pilot: Pilot[None]) -> str:
    """What stands beside the list."""
    return clinic(pilot).card.render().plain


async def fill(pilot: Pilot[None], **typed: str) -> None:
    """Type into the fields of the form."""
    for name, words in typed.items():
        box = pilot.app.screen.query_one(f"#field-{name}", Input)
        box.focus()
        box.value = words
    await pilot.pause()


def said(pilot: Pilot[None]) -> str:
    """The verdict of the form."""
    assert isinstance(pilot.app.screen, RecordDialog)
    return pilot.app.screen.verdict.said


def focused(pilot: Pilot[None]) -> str | None:
    return pilot.app.focused.id if pilot.app.focused else None


# -- looking ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
async def test_everything_in_its_section(desk_app: Factory, size: tuple[int, int]) -> None:
    async with desk_app(size) as pilot:
        await press(pilot, "8")
        assert {cell_len(row) for row in rows(pilot.app)} == {size[0]}
        assert "3 doctors" in rows(pilot.app)[1]
        seen = "\n".join(row.left.plain for row in clinic(pilot).rows.rows)
        for words in ("Hospitals", "Riverside Health Centre", "America/New_York", "Northgate", "Dr Stephen Strange",
                      "Surgery", "Types of visit", "Vaccination", "15 min", "Settings", "Keys"):  # fmt: skip
            assert words in seen
        assert chosen(pilot) == "Riverside Health Centre"
        await press(pilot, *["j"] * 40)
        assert chosen(pilot) == "Keys"
        assert "Keys" in page(pilot.app)


async def test_the_card_tells_all_of_the_chosen_one(desk_app: Factory) -> None:
    async with desk_app() as pilot:
        await press(pilot, "8")
        assert "2 locations" in card(pilot)
        assert "3 doctors" in card(pilot)
        assert "6 types of visit" in card(pilot)
        await press(pilot, "tab")
        assert chosen(pilot) == "Main Street"
        assert "nothing yet" in card(pilot)
        await press(pilot, "tab")
        assert chosen(pilot) == "Dr Amara Osei"
        assert "Works in    General practice" in card(pilot)
        assert "visits ahead" in card(pilot)
        await press(pilot, "tab")
        assert "Length      30" in card(pilot)
        assert "3 doctors" in card(pilot)
        await press(pilot, "tab")
        assert chosen(pilot) == "Theme"
        assert "✓ dark" in card(pilot)
        await press(pilot, "tab", "k")
        assert chosen(pilot) == "Riverside Health Centre"


async def test_the_mouse_chooses_and_opens(desk_app: Factory) -> None:
    async with desk_app() as pilot:
        await press(pilot, "8")
        listed = clinic(pilot).query_one(Rows)
        at = next(i for i, row in enumerate(listed.rows) if "Dr Who" in row.left.plain)
        await pilot.click(listed, offset=Offset(8, at))
        await pilot.pause()
        assert chosen(pilot) == "Dr Who"
        await pilot.click(listed, offset=Offset(8, at))
        await pilot.pause()
        assert "Change doctor" in page(pilot.app)
        await press(pilot, "escape")
        assert chosen(pilot) == "Dr Who"


# -- adding, changing, retiring -----------------------------------------------------------------------------------

NEW = (
    (0, {"name": "Hillside", "timezone": "Asia/Tokyo"}, "hospitals", {"id": "hillside", "timezone": "Asia/Tokyo"}),
    (1, {"name": "East Wing", "address": "1 East"}, "locations", {"id": "east-wing", "address": "1 East"}),
    (2, {"name": "Dr Ann Poe", "specialty": "Eyes", "locations": "north", "types": "follow-up 20, urgent"}, "doctors",
     {"id": "ann-poe", "specialty": "Eyes", "locations": ["north"], "types": {"fu": 20, "urg": None}}),
    (3, {"name": "ECG", "minutes": "20 min", "color": "red", "published_only": "yes"}, "types",
     {"id": "ecg", "minutes": 20, "color": "red", "published_only": True}),
)  # fmt: skip


@pytest.mark.parametrize(("tabs", "typed", "table", "meant"), NEW)
async def test_add_change_retire_and_back(
    desk_app: Factory, tabs: int, typed: dict[str, str], table: str, meant: dict[str, Any]
) -> None:
    async with desk_app() as pilot:
        await press(pilot, "8", *["tab"] * tabs, "n")
        assert "New " in page(pilot.app)
        await fill(pilot, **typed)
        await press(pilot, "ctrl+s")
        assert chosen(pilot) == typed["name"]
        assert clinic(pilot).band.said.startswith(f"Saved  {typed['name']}.")
        found = next(row for row in desk(pilot).clinic_records()[table] if row["id"] == meant["id"])
        assert {name: found[name] for name in meant} == meant
        await press(pilot, "e")
        assert "Change " in page(pilot.app)
        await fill(pilot, name="Renamed")
        await press(pilot, "ctrl+s")
        assert chosen(pilot) == "Renamed"
        await press(pilot, "x")
        assert clinic(pilot).band.said.startswith("Retired  Renamed.")
        assert "Renamed" not in [row["name"] for row in desk(pilot).clinic_records()[table]]
        await press(pilot, "u", "u", "u")
        assert meant["id"] not in [row["id"] for row in desk(pilot).clinic_records()[table]]


async def test_an_emptied_field_is_emptied_and_nothing_changed_changes_nothing(desk_app: Factory) -> None:
    async with desk_app() as pilot:
        await press(pilot, "8", "tab", "tab", "enter")
        seq = desk(pilot).seq
        await press(pilot, "ctrl+s")
        assert desk(pilot).seq == seq
        assert pilot.app.screen is clinic(pilot)
        await press(pilot, "enter")
        await fill(pilot, specialty="")
        for _ in range(5):
            await press(pilot, "enter")  # field by field; in the last it saves
        assert "General practice" not in card(pilot)
        assert desk(pilot).seq == seq + 1


@pytest.mark.parametrize(
    ("tabs", "typed", "field", "told"),
    [
        (0, {"name": "", "timezone": "Europe/Paris"}, "name", "Name: is needed."),
        (0, {"name": "A", "timezone": "Mars"}, "timezone", "Mars"),
        (
            0,
            {"name": "A", "timezone": "Europe/Paris", "default_minutes": "half"},
            "default_minutes",
            "a whole number",
        ),
        (0, {"name": "A", "timezone": "Europe/Paris", "holidays": "XX"}, "holidays", "XX"),
        (2, {"name": "A", "locations": "moon"}, "locations", "“moon” is none of: Main Street, Northgate"),
        (2, {"name": "A", "types": "moon 20"}, "types", "“moon” is none of"),
        (3, {"name": "A", "minutes": ""}, "minutes", "Length: is needed."),
        (3, {"name": "A", "minutes": "0"}, "minutes", "minutes"),
        (3, {"name": "A", "minutes": "10", "color": "beige"}, "color", "one of"),
        (3, {"name": "A", "minutes": "10", "published_only": "maybe"}, "published_only", "yes or no"),
    ],
)
async def test_what_is_refused_goes_to_its_field(
    desk_app: Factory, tabs: int, typed: dict[str, str], field: str, told: str
) -> None:
    async with desk_app((80, 24)) as pilot:
        await press(pilot, "8", *["tab"] * tabs, "n")
        await fill(pilot, **typed)
        seq = desk(pilot).seq
        await press(pilot, "ctrl+s")
        assert told in said(pilot)
        assert focused(pilot) == f"field-{field}"
        assert desk(pilot).seq == seq
        await press(pilot, "x")
        assert "Needed: name" in said(pilot)
        await press(pilot, "escape")
        assert pilot.app.screen is clinic(pilot)


async def test_a_record_changed_meanwhile_is_told_and_what_was_typed_stays(
    desk_app: Factory, station: Callable[..., Desk]
) -> None:
    async with desk_app() as pilot:
        await press(pilot, "8", "tab", "tab", "enter")
        await fill(pilot, phone="555")
        station().do("update_doctor", id="osei", email="a@b.example")
        await press(pilot, "ctrl+s")
        assert "meanwhile" in said(pilot).lower()
        assert pilot.app.screen.query_one("#field-phone", Input).value == "555"


async def test_a_doctor_with_visits_ahead_is_retired_with_their_number(desk_app: Factory) -> None:
    async with desk_app() as pilot:
        await press(pilot, "8", "tab", "tab", "x")
        assert clinic(pilot).band.said.startswith("Retired  Dr Amara Osei. 6 visits ahead")
        await press(pilot, "u")
        assert "Dr Amara Osei" in page(pilot.app)


async def test_a_doctor_made_here_with_hours_is_bookable_at_once(desk_app: Factory) -> None:
    async with desk_app() as pilot:
        await press(pilot, "8", "tab", "tab", "n")
        await fill(pilot, name="Dr Ann Poe")
        await press(pilot, "ctrl+s")
        assert "h gives the hours" in clinic(pilot).band.said
        desk(pilot).do("set_hours", doctor="ann-poe", hours={"fri": [["08:00", "18:00"]]}, location="street")
        await press(pilot, "1")
        assert "◆ Dr Ann Poe" in rows(pilot.app)[0]
        await press(pilot, "f", "enter")
        await spell(pilot, "lopez maria")
        await press(pilot, "enter", "enter")
        assert desk(pilot).visits_ahead("ann-poe") == 1


# -- keys that do not apply ---------------------------------------------------------------------------------------


async def test_hours_belong_to_a_doctor(desk_app: Factory, monkeypatch: pytest.MonkeyPatch) -> None:
    async with desk_app() as pilot:
        await press(pilot, "8", "h")
        assert clinic(pilot).band.said == "Hours belong to a doctor; Tab goes to the doctors."
        opened: list[Any] = []

        async def open_mode(*where: Any) -> None:
            opened.extend(where)

        monkeypatch.setattr(the_app(pilot), "open_mode", open_mode)
        await press(pilot, "tab", "tab", "h")
        assert opened[0] == "hours"
        assert (opened[1].doctor, opened[1].asked) == ("osei", True)
        assert clinic(pilot).whereabouts().doctor == "osei"


async def test_on_a_setting_the_keys_of_a_record_say_why_not(desk_app: Factory) -> None:
    async with desk_app() as pilot:
        await press(pilot, "8", "tab", "tab", "tab", "tab", "n")
        assert clinic(pilot).band.said == "A setting is changed with ⏎; Tab goes on to the records."
        await press(pilot, "x")
        assert clinic(pilot).band.said.startswith("No record is chosen")
        assert clinic(pilot).whereabouts().doctor is None


# -- empty, hostile -----------------------------------------------------------------------------------------------


async def test_an_empty_section_says_what_to_press(desk_app: Factory) -> None:
    async with desk_app() as pilot:
        await press(pilot, "8", "tab", "x")
        assert (
            clinic(pilot).band.said
            == "Not allowed  Main Street still has hours. Give their doctors other hours first."
        )
        for doctor in ("osei", "strange", "who"):
            desk(pilot).do("retire_doctor", id=doctor)
        await follow(pilot)
        assert "none yet: n adds one" in page(pilot.app)
        await press(pilot, "tab")
        assert card(pilot).strip() == "n adds one."
        await press(pilot, "enter")
        assert clinic(pilot).band.said == "No record is chosen; n adds one where there is none yet."
        await press(pilot, "n")
        assert "New doctor" in page(pilot.app)


@pytest.fixture
def hostile(folder: Path) -> list[str]:
    """Names that would break markup, columns or the direction of writing."""
    from scheduling import open_desk
    from tests.tui.conftest import NOW

    names = [
        "[/] [bold]x",
        "Ann [VIP]",
        "\u05d0\u05d1\u05d2 \u0627\u0644\u0637\u0628",
        "田" * 60,
        "e\u0301" * 90,
        "👩‍⚕️ x",
        "A" * 200,
    ]
    made = open_desk(folder, now=NOW, by="j.hale", desk="front-1")
    for number, name in enumerate(names):
        made.do("add_doctor", id=f"h{number}", hospital="main", name=name, specialty=name)
        made.do("add_location", id=f"l{number}", hospital="main", name=name, address=name)
        made.do("add_type", id=f"t{number}", hospital="main", name=name, minutes=10)
    made.close_desk()
    return names


@pytest.mark.parametrize("size", SIZES)
async def test_hostile_names_break_nothing(desk_app: Factory, hostile: list[str], size: tuple[int, int]) -> None:
    async with desk_app(size) as pilot:
        await press(pilot, "8")
        for _ in range(len(hostile) * 3 + 10):
            assert {cell_len(row) for row in rows(pilot.app)} == {size[0]}
            await press(pilot, "down")
        await press(pilot, "tab", "tab", "enter")
        assert "Change" in page(pilot.app)
        assert {cell_len(row) for row in rows(pilot.app)} == {size[0]}


async def test_a_hospital_comes_first(desk_app: Factory) -> None:
    async with desk_app() as pilot:
        await press(pilot, "8")
        for row in desk(pilot).clinic_records()["doctors"]:
            desk(pilot).do("retire_doctor", id=row["id"])
        desk(pilot).do("retire_hospital", id="main")
        await follow(pilot)
        await press(pilot, "tab", "n")
        assert clinic(pilot).band.said == "A hospital comes first: n on “Hospitals” adds it."


async def test_news_keep_the_cursor(desk_app: Factory, station: Callable[..., Desk]) -> None:
    async with desk_app() as pilot:
        await press(pilot, "8", "tab", "tab", "j")
        before = chosen(pilot)
        station().do("add_location", id="aaa", hospital="main", name="Aaa")
        await follow(pilot)
        assert "Aaa" in page(pilot.app)
        assert chosen(pilot) == before
