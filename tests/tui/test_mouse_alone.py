"""Each screen's job by clicks: cells, rows, tabs, keys of the footer. Letters are typed where names are asked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from tests.tui.actions_table.setups import rich
from tests.tui.keys import settle, write
from tests.tui.reading import page, rows, the_app, week

Factory = Callable[..., Any]
USUAL = (120, 36)


@pytest.fixture
def folder(prepared: Path, tmp_path: Path) -> Path:
    """A clinic with something to do on each screen."""
    return rich(prepared, tmp_path / "clinic")


async def click(pilot: Pilot[None], words: str, *, row: int | None = None, times: int = 1) -> None:
    """Click the first place where these words stand, in a row of the screen or the first that has them."""
    shown = rows(pilot.app)
    y = next(at for at, line in enumerate(shown) if words in line) if row is None else row % len(shown)
    assert words in shown[y], shown[y]
    await pilot.click(offset=(shown[y].index(words), y), times=times)
    await settle(pilot)


async def footer(pilot: Pilot[None], words: str) -> None:
    """Click a key of the last row."""
    await click(pilot, words, row=-1)


async def test_a_visit_is_booked_undone_and_cancelled(desk_app: Factory) -> None:
    async with desk_app(USUAL) as pilot:
        week(pilot).turn_to(day=date(2026, 11, 20), minute=13 * 60)
        await settle(pilot)
        await footer(pilot, "Book")
        await write(pilot, "lop")
        await footer(pilot, "Choose")
        await footer(pilot, "⏎")
        assert "Booked  Maria Lopez" in page(pilot.app)
        await footer(pilot, "Cancel")
        await click(pilot, "duplicate", times=2)
        assert "Reason: duplicate." in page(pilot.app)
        await footer(pilot, "Undo")
        assert "Undone  " in page(pilot.app)


async def test_a_time_is_found_and_booked(desk_app: Factory) -> None:
    async with desk_app(USUAL) as pilot:
        await footer(pilot, "Next free")
        await footer(pilot, "Hold and book")
        await write(pilot, "lop")
        await footer(pilot, "Choose")
        await footer(pilot, "⏎")
        assert "Booked  Maria Lopez" in page(pilot.app)


async def test_a_visit_is_carried_and_dropped(desk_app: Factory) -> None:
    async with desk_app(USUAL) as pilot:
        week(pilot).show_visit("a11")
        await settle(pilot)
        await footer(pilot, "Move")
        await footer(pilot, "Next that fits")
        await footer(pilot, "Drop here")
        assert "Moved  Ida Larsen" in page(pilot.app)


async def test_the_board_is_worked_off(desk_app: Factory) -> None:
    async with desk_app(USUAL) as pilot:
        await click(pilot, "Today", row=1)
        await click(pilot, "Larsen, Ida")
        await footer(pilot, "Arrived")
        assert the_app(pilot).desk.visit_view("a11").visit.status == "arrived"


async def test_a_patient_is_found_and_their_record_opened(desk_app: Factory) -> None:
    async with desk_app(USUAL) as pilot:
        await click(pilot, "Patients", row=1)
        await write(pilot, "lop")
        await click(pilot, "Lopez, Mario")
        await footer(pilot, "Open record")
        await footer(pilot, "Edit")
        assert "As it was saved" in page(pilot.app)
        await footer(pilot, "Esc")
        assert len(pilot.app.screen_stack) == 1


async def test_somebody_who_waits_takes_a_time(desk_app: Factory) -> None:
    async with desk_app(USUAL) as pilot:
        await click(pilot, "Waitlist", row=1)
        await footer(pilot, "Book")
        await footer(pilot, "Book")
        assert "Booked  Maria Lopez" in page(pilot.app)


async def test_the_doctor_is_ill_and_the_first_displaced_is_moved(desk_app: Factory) -> None:
    async with desk_app(USUAL) as pilot:
        await click(pilot, "Hours", row=1)
        await footer(pilot, "Commands")
        await write(pilot, "ill")
        await click(pilot, "Ill today", times=2)
        await click(pilot, "Okafor", times=2)
        await click(pilot, "Move to", times=2)
        assert "Moved  Chinwe Okafor" in page(pilot.app)


async def test_a_number_opens_its_day_and_a_record_its_form(desk_app: Factory) -> None:
    async with desk_app(USUAL) as pilot:
        await click(pilot, "Figures", row=1)
        await pilot.app.workers.wait_for_complete()
        await settle(pilot)
        await footer(pilot, "Open that day")
        assert "◆ Dr Amara Osei" in rows(pilot.app)[0]
        await click(pilot, "Clinic", row=1)
        await click(pilot, "Dr Stephen Strange", times=2)
        assert "Surgery" in page(pilot.app)
        await footer(pilot, "Esc")
        await click(pilot, "Day", row=1)
        assert "Dr Stephen Strange" in rows(pilot.app)[2]


async def test_a_time_is_closed(desk_app: Factory) -> None:
    async with desk_app(USUAL) as pilot:
        week(pilot).turn_to(day=date(2026, 11, 23), minute=13 * 60)
        await settle(pilot)
        await footer(pilot, "Close")
        await footer(pilot, "Close")
        assert "Closed" in page(pilot.app)
        assert len(pilot.app.screen_stack) == 1
