"""Picking doctors for the day: words narrow the list, Space picks several, groups are kept and chosen again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from scheduling import open_desk
from tests.tui.conftest import NOW
from tests.tui.dialogs.desk_day import shown
from tests.tui.keys import press
from tests.tui.reading import page, rows, the_app
from tui import settings
from tui.dialogs.doctor_groups import TABLE, Picked, groups
from tui.dialogs.doctors import DoctorsDialog
from tui.dialogs.group_name import GroupNameDialog
from tui.screens.day import DayScreen

Factory = Callable[..., Any]


@pytest.fixture
def folder(folder: Path) -> Path:
    """The prepared clinic with a second hospital and two more doctors, one of them never in."""
    desk = open_desk(folder, now=NOW, by="j.hale", desk="front-1")
    desk.do("add_doctor", id="adler", hospital="main", name="Dr Irene Adler", specialty="Surgery")
    desk.do("add_hospital", id="hill", name="Hill Clinic", timezone="America/Chicago")
    desk.do("add_doctor", id="moro", hospital="hill", name="Dr Ada Moro", specialty="Surgery")
    desk.do("set_hours", doctor="moro", hours={"fri": [["08:00", "16:00"]]})
    desk.close_desk()
    return folder


async def picker(pilot: Pilot[None]) -> DoctorsDialog:
    """Open it over the day."""
    await press(pilot, "2", "d")
    return shown(pilot, DoctorsDialog)


def doctors(pilot: Pilot[None]) -> list[str]:
    """Who stands side by side."""
    screen = pilot.app.screen_stack[0]
    assert isinstance(screen, DayScreen)
    return [key for key, _ in screen.columns]


async def test_it_lists_doctors_by_hospital_with_place_and_what_is_free(desk_app: Factory) -> None:
    async with desk_app((120, 36)) as pilot:
        dialog = await picker(pilot)
        said = page(pilot.app)
        for words in ("Groups ─", "all doctors", "Riverside Health Centre ─", "Hill Clinic ─", "not in", " free"):
            assert words in said
        assert dialog.verdict.said.startswith("✓ Shows Dr Osei")
        assert "Space Pick" in rows(pilot.app)[-1]


@pytest.mark.parametrize(
    ("typed", "heard", "found"),
    [
        ("osei", "name osei", ["osei"]),
        ("general", "specialty general", ["osei", "who"]),
        ("street free", "only free", ["osei", "strange", "who"]),
        ("hill", "hospital hill", ["moro"]),
        ("surgery free riverside", "specialty surgery", ["strange"]),
    ],
)
async def test_words_find_by_name_specialty_place_hospital_and_free_that_day(
    desk_app: Factory, typed: str, heard: str, found: list[str]
) -> None:
    async with desk_app((120, 36)) as pilot:
        await picker(pilot)
        await press(pilot, *(("space" if letter == " " else letter) for letter in typed))
        assert heard in page(pilot.app)
        assert f"{len(found)} found" in page(pilot.app)
        await press(pilot, "enter")
        assert sorted(doctors(pilot)) == sorted(found)


async def test_what_is_not_understood_is_said(desk_app: Factory) -> None:
    async with desk_app((80, 24)) as pilot:
        dialog = await picker(pilot)
        await press(pilot, *"zzz")
        assert "? zzz" in page(pilot.app)
        assert "nobody of that name, specialty or place" in page(pilot.app)
        await press(pilot, "enter")
        assert shown(pilot, DoctorsDialog) is dialog
        assert dialog.verdict.said.startswith("✗ Nobody")


async def test_space_picks_several_and_enter_shows_them(desk_app: Factory) -> None:
    async with desk_app((120, 36)) as pilot:
        dialog = await picker(pilot)
        await press(pilot, "space", "down", "space", "down", "space", "space")
        assert dialog.verdict.said.splitlines()[1].startswith("2 picked")
        assert page(pilot.app).count("✓ Dr ") == 2
        await press(pilot, "up", "enter")
        assert doctors(pilot) == ["osei", "strange"]
        assert rows(pilot.app)[1].rstrip().endswith("doctors 2")
        assert "Free next of these" in page(pilot.app)
        await press(pilot, "d", "pageup", "enter")
        assert len(doctors(pilot)) == 4
        assert rows(pilot.app)[1].rstrip().endswith("all doctors 4")


async def test_a_doctor_of_another_hospital_takes_the_screen_there(desk_app: Factory) -> None:
    async with desk_app((120, 36)) as pilot:
        await picker(pilot)
        await press(pilot, "space", "pagedown", "space", "enter")
        assert doctors(pilot) == ["moro"]
        assert "◆ Hill Clinic" in rows(pilot.app)[0]
        assert the_app(pilot).tz.key == "America/Chicago"
        assert "09:42" in rows(pilot.app)[0]


async def test_a_group_is_named_chosen_again_and_forgotten(desk_app: Factory) -> None:
    async with desk_app((120, 36)) as pilot:
        dialog = await picker(pilot)
        await press(pilot, "ctrl+s")
        assert dialog.verdict.said.startswith("✗ Nobody is picked.")
        await press(pilot, "space", "down", "space", "ctrl+s")
        shown(pilot, GroupNameDialog)
        await press(pilot, "enter")
        assert "A group needs a name." in page(pilot.app)
        await press(pilot, *"Team", "enter")
        assert shown(pilot, DoctorsDialog) is dialog
        assert dialog.verdict.said.startswith("✓ Shows Dr Osei, Dr Strange")
        assert settings.read()[TABLE] == {"Team": ["osei", "strange"]}
        await press(pilot, "enter")
        assert doctors(pilot) == ["osei", "strange"]
        assert rows(pilot.app)[1].rstrip().endswith("Team 2")
        await press(pilot, "d", "pageup", "enter", "d", *"tea", "enter")
        assert doctors(pilot) == ["osei", "strange"]
        await press(pilot, "d", "pageup", "down")
        assert "Del Forget" in rows(pilot.app)[-1]
        await press(pilot, "delete")
        assert settings.read()[TABLE] == {}
        assert "Dr Osei, Dr Strange" not in page(pilot.app).split("Groups")[1].split("Riverside")[0]


async def test_settings_that_cannot_be_written_are_said(desk_app: Factory, same_world: Path) -> None:
    async with desk_app((120, 36)) as pilot:
        dialog = await picker(pilot)
        settings.settings_path().mkdir(parents=True)
        await press(pilot, "space", "ctrl+s", "T", "enter")
        assert "The settings cannot be written." in dialog.verdict.said


@pytest.mark.parametrize(
    "written", ['doctor_groups = "none"', '[doctor_groups]\nA = "osei"\nB = ["gone"]\n', "no toml ["]
)
def test_groups_that_make_no_sense_are_left_out(written: str) -> None:
    settings.settings_path().parent.mkdir(parents=True)
    settings.settings_path().write_text(written)
    assert groups(["osei"]) == []


def test_a_group_is_what_is_left_of_it() -> None:
    assert settings.remember_list(TABLE, "Team", ["osei", "gone"])
    assert settings.remember_list(TABLE, "Other", ["who"])
    assert groups(["who", "osei"]) == [Picked(("who",), "Other"), Picked(("osei",), "Team")]


async def test_a_click_chooses_and_a_click_on_the_chosen_shows(desk_app: Factory) -> None:
    async with desk_app((120, 36)) as pilot:
        await picker(pilot)
        for _ in range(2):
            row = next(y for y, line in enumerate(rows(pilot.app)) if "Dr Who" in line and "General" in line)
            await pilot.click(offset=(rows(pilot.app)[row].index("Dr Who"), row))
            await pilot.pause()
        assert doctors(pilot) == ["who"]
