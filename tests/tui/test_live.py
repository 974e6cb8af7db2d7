"""Another terminal's work appears by itself, and leaves focus, cursor and typed text alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from scheduling.clock import FixedClock, monotonic
from scheduling.desk import Desk
from tests.tui.keys import follow, settle, until
from tests.tui.reading import page, the_app, week
from tui.widgets.field import FieldInput

Factory = Callable[..., Any]
Station = Callable[..., Desk]
ALLOWED_SECONDS = 0.2


async def seconds_until_seen(pilot: Pilot[None], other: Desk, clock: str, patient: str, name: str) -> float:
    """From the end of the other desk's booking until the name stands on the screen."""
    assert name not in page(pilot.app)
    other.do("book", doctor="osei", start=f"2026-11-20T{clock}", minutes=30, type="fu", patient=patient)
    began = monotonic()
    while name not in page(pilot.app):
        assert monotonic() - began < 30
        await pilot.pause(0.01)
    return monotonic() - began


@pytest.mark.alone
async def test_a_booking_from_another_desk_appears_in_time(desk_app: Factory, station: Station) -> None:
    other = station()
    async with desk_app((120, 36)) as pilot:
        screen = week(pilot)
        screen.turn_to(day=date(2026, 11, 20), minute=12 * 60)
        screen.do_extend_down()
        await settle(pilot)
        before, scroll = screen.selection, screen.grid.scroll_offset
        spent = [
            await seconds_until_seen(pilot, other, "15:45", "mario", "Lopez, Mario"),
            await seconds_until_seen(pilot, other, "16:15", "yamada", "山田太郎"),
        ]
        assert min(spent) < ALLOWED_SECONDS * 2  # the machine may have been busy once
        assert screen.selection == before
        assert screen.grid.scroll_offset == scroll
        assert pilot.app.focused is screen.grid


async def test_typed_text_and_focus_stay_while_news_arrive(desk_app: Factory, station: Station) -> None:
    other = station()
    async with desk_app((80, 24)) as pilot:
        await pilot.press("g", "f", "r", "i", "left")
        field = pilot.app.screen.query_one(FieldInput)
        seq = the_app(pilot).desk.seq
        other.do("status", id="a09", status="arrived")
        await follow(pilot)
        assert the_app(pilot).desk.seq > seq
        assert (field.value, field.cursor_position) == ("fri", 2)
        assert pilot.app.focused is field
        await pilot.press("escape")
        await pilot.pause()
        assert "●" in page(pilot.app)


async def test_other_doctors_hours_and_names_are_news_too(desk_app: Factory, station: Station) -> None:
    other = station()
    async with desk_app((120, 36)) as pilot:
        other.do("update_patient", id="okafor", name="Okafor, Chidi")
        await follow(pilot)
        assert "Okafor, Chidi" in page(pilot.app)
        other.do("update_doctor", id="osei", specialty="Cardiology")
        await follow(pilot)
        assert "Cardiology" in page(pilot.app)


async def test_the_minute_moves_on_and_holds_run_out(desk_app: Factory, station: Station) -> None:
    other = station()
    held = other.do("hold", doctor="osei", start="2026-11-20T12:00", minutes=30).value
    async with desk_app((120, 36)) as pilot:
        screen = await _on(pilot, held.id)
        assert "held by" in page(pilot.app) or "by t.reyes" in page(pilot.app)
        clock = the_app(pilot).desk.clock
        assert isinstance(clock, FixedClock)
        clock.set(clock.now() + 10 * 60)
        screen.tick()
        await pilot.pause()
        assert "10:52" in page(pilot.app)
        assert screen.selection.visit is not None
        clock.set(clock.now() + 30 * 60)
        screen.tick()
        await pilot.pause()
        assert screen.selection.visit is None


async def test_releasing_a_hold_asks_nothing(desk_app: Factory, station: Station) -> None:
    held = station().do("hold", doctor="osei", start="2026-11-20T12:00", minutes=30).value
    async with desk_app((120, 36)) as pilot:
        screen = await _on(pilot, held.id)
        await pilot.press("x")
        await until(pilot, lambda: screen.band.said.startswith("Let go"))
        assert screen.selection.visit is None


async def _on(pilot: Any, visit_id: str) -> Any:
    screen = week(pilot)
    screen.show_visit(visit_id)
    await pilot.pause()
    return screen


async def test_what_the_store_has_to_tell_stands_there_at_the_start(desk_app: Factory, folder: Path) -> None:
    ledger = next(folder.glob("*.jsonl"))
    with ledger.open("ab") as file:
        file.write(b'{"seq":99,"torn')
    async with desk_app((80, 24)) as pilot:
        assert week(pilot).band.said.startswith("Note  ")
        assert the_app(pilot).desk.notices[0] in week(pilot).band.said
