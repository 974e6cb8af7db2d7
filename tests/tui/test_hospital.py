"""Another hospital by `H`: one key where there are several, a sentence where there is one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from scheduling import open_desk
from scheduling.desk import Desk
from tests.tui.conftest import NOW
from tests.tui.dialogs.desk_day import shown
from tests.tui.keys import follow, press
from tests.tui.reading import page, rows, the_app, week
from tui.dialogs.hospital import HospitalDialog
from tui.screens.day import DayScreen

Factory = Callable[..., Any]
TODAY = date(2026, 11, 20)


@pytest.fixture
def two(folder: Path) -> Path:
    """The prepared clinic with a second hospital, and a third where nobody works yet."""
    desk = open_desk(folder, now=NOW, by="j.hale", desk="front-1")
    desk.do("add_hospital", id="hill", name="Hill [b]Clinic", timezone="America/Chicago")
    desk.do("add_doctor", id="moro", hospital="hill", name="Dr Ada Moro", specialty="Surgery")
    desk.do("set_hours", doctor="moro", hours={"fri": [["08:00", "16:00"]]})
    desk.do("add_hospital", id="house", name="New House", timezone="America/Chicago")
    desk.do("add_patient", id="dora", name="Novak, Dora", hospital="hill")
    desk.do("book", id="b1", doctor="moro", start="2026-11-20T11:00", minutes=30, patient="dora")
    desk.close_desk()
    return folder


async def test_with_one_hospital_the_key_says_so(desk_app: Factory) -> None:
    async with desk_app((80, 24)) as pilot:
        for mode in ("1", "2"):
            await press(pilot, mode, "H")
            assert "Riverside Health Centre is the only hospital of this clinic." in page(pilot.app)


@pytest.mark.usefixtures("two")
async def test_the_week_and_the_day_follow(desk_app: Factory) -> None:
    async with desk_app((120, 36)) as pilot:
        await press(pilot, "H")
        shown(pilot, HospitalDialog)
        said = page(pilot.app)
        for words in ("1  Riverside Health Centre", "3 doctors  10:42", "2  Hill [b]Clinic", "1 doctor  09:42"):
            assert words in said
        await press(pilot, "down", "down", "up", "enter")
        assert "◆ Dr Ada Moro" in rows(pilot.app)[0]
        assert "09:42" in rows(pilot.app)[0]
        await press(pilot, "2")
        assert "◆ Hill [b]Clinic" in rows(pilot.app)[0]
        assert rows(pilot.app)[1].rstrip().endswith("all doctors 1")
        await press(pilot, "comma")
        assert "There is only this doctor." in page(pilot.app)
        await press(pilot, "H", "1")
        assert "◆ Riverside Health Centre" in rows(pilot.app)[0]
        assert rows(pilot.app)[1].rstrip().endswith("all doctors 3")
        await press(pilot, "1")
        assert "◆ Dr Amara Osei" in rows(pilot.app)[0]
        await press(pilot, "H", "escape")
        assert "◆ Dr Amara Osei" in rows(pilot.app)[0]
        await press(pilot, "H", "9", "enter")
        assert "◆ Dr Amara Osei" in rows(pilot.app)[0]


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize("mode", ["1", "2"])
async def test_a_visit_found_at_another_hospital_is_shown_there(desk_app: Factory, mode: str) -> None:
    async with desk_app((120, 36)) as pilot:
        await press(pilot, mode, "slash", *"novak", "enter")
        if len(pilot.app.screen_stack) > 1:
            await press(pilot, "enter")
        screen = pilot.app.screen_stack[0]
        screen.show_visit("b1")
        await press(pilot, "up", "down")
        assert the_app(pilot).tz.key == "America/Chicago"
        assert screen.here.visit.id == "b1"
        assert screen.selection.start == 11 * 60


@pytest.mark.usefixtures("two")
async def test_a_hospital_that_loses_its_last_doctor_says_so(desk_app: Factory, station: Callable[..., Desk]) -> None:
    other = station()
    async with desk_app((120, 36)) as pilot:
        await press(pilot, "H", "2", "2")
        other.do("cancel", id="b1", reason="clinic")
        other.do("retire_doctor", id="moro")
        await follow(pilot)
        screen = pilot.app.screen_stack[0]
        assert isinstance(screen, DayScreen)
        assert (
            screen.band.said
            == "No doctors  Nobody works at Hill [b]Clinic. 8 adds a doctor, H shows another hospital."
        )
        await press(pilot, "b", "right_square_bracket", "down")
        assert screen.band.said == "That cannot be done here."
        await press(pilot, "H", "1")
        assert "◆ Riverside Health Centre" in rows(pilot.app)[0]
        assert "Free next, any doctor" in page(pilot.app)


@pytest.mark.usefixtures("two")
async def test_a_hospital_without_doctors_says_how_to_begin(desk_app: Factory) -> None:
    async with desk_app((120, 36)) as pilot:
        screen = week(pilot)
        await press(pilot, "H", "3")
        assert screen.band.said.startswith("No doctors  Nobody works at New House. 8 adds a doctor")
        assert "◆ New House" in rows(pilot.app)[0]
        assert "Amara" not in page(pilot.app)
        await press(pilot, "Z", "t", "right", "m", "f", "2")
        assert "◆ New House" in rows(pilot.app)[0]
        await press(pilot, "d", "1")
        screen.tick()
        await press(pilot, "H", "1")
        assert "◆ Dr Amara Osei" in rows(pilot.app)[0]
        assert screen.selection.day == TODAY
        assert "Waiting room" in page(pilot.app)


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize("mode", ["1", "2", "3"])
async def test_where_nobody_works_the_keys_that_take_a_doctor_say_so(desk_app: Factory, mode: str) -> None:
    async with desk_app((80, 24)) as pilot:
        await press(pilot, "2", mode, "H", "3")
        for key in ("n", "f"):
            await press(pilot, key)
            assert "No doctors  Nobody works at New House. 8 adds a doctor, H shows another" in page(pilot.app)
            assert len(pilot.app.screen_stack) == 1


async def test_the_last_doctor_retires_and_f_says_why_nothing_is_found(desk_app: Factory) -> None:
    async with desk_app((80, 24)) as pilot:
        for doctor in ("osei", "strange", "who"):
            the_app(pilot).desk.do("retire_doctor", id=doctor)
        for key in ("f", "n"):
            await press(pilot, key)
            assert "No doctors  Nobody works at Riverside Health Centre." in page(pilot.app)


async def test_a_clinic_whose_doctors_all_retired_is_not_begun_anew(desk_app: Factory, station: Factory) -> None:
    other = station("front-1")
    for doctor in ("osei", "strange", "who"):
        other.do("retire_doctor", id=doctor)
    async with desk_app((80, 24)) as pilot:
        assert "No doctors  Nobody works at Riverside Health Centre." in page(pilot.app)
        await press(pilot, "f", "t", "right", "enter", "2", "4", "ctrl+p")
        assert "Commands" in page(pilot.app)
