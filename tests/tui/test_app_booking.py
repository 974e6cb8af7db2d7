"""From the week into the forms and back: the visit under the cursor, its sentence above the footer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from textual.pilot import Pilot

from tests.tui.reading import go_to, page, rows, the_app, week

Factory = Callable[..., Any]
NOON = 12 * 60


async def press(pilot: Pilot[None], *keys: str) -> None:
    await pilot.press(*keys)
    await pilot.pause(0.05)


async def test_a_known_patient_is_booked_at_the_cursor(desk_app: Factory) -> None:
    async with desk_app((120, 36)) as pilot:
        screen = week(pilot)
        screen.turn_to(day=date(2026, 11, 23), minute=NOON)
        await press(pilot, "enter", *"mar", "down")
        await press(pilot, "up", "enter")
        await press(pilot, "enter")
        assert screen.band.said.startswith("Booked  Maria Lopez, b. 7 Mar 1984: Mon 23 Nov 12:00–")
        assert "y copy  u undo" in rows(pilot.app)[-2]
        assert screen.here.patient_name == "Lopez, Maria"
        await press(pilot, "y")
        assert pilot.app.clipboard.startswith("Maria Lopez, b. 7 Mar 1984: Mon 23 Nov 12:00–")
        await press(pilot, "u")
        assert screen.band.said.startswith("Undone  ")
        assert screen.selection.visit is None


async def test_a_range_gives_the_length_and_escape_frees_the_time(desk_app: Factory) -> None:
    async with desk_app((120, 36)) as pilot:
        screen = week(pilot)
        screen.turn_to(day=date(2026, 11, 23), minute=NOON - 60)
        await press(pilot, "shift+down", "shift+down", "b")
        assert "11:00 – 11:45" in page(pilot.app)
        await press(pilot, "escape")
        assert screen.selection.visit is None
        assert screen.band.said == ""


async def test_a_time_held_for_a_caller_stays_on_the_grid(desk_app: Factory) -> None:
    async with desk_app((120, 36)) as pilot:
        screen = week(pilot)
        screen.turn_to(day=date(2026, 11, 23), minute=NOON)
        await press(pilot, "enter", *"mar", "enter")
        await press(pilot, "ctrl+g")
        assert screen.band.said.startswith("Held  ")
        assert screen.status == "pending"
        await press(pilot, "space")
        assert len(pilot.app.screen_stack) == 2
        await press(pilot, "escape")


async def test_the_next_free_time_is_found_and_booked(desk_app: Factory) -> None:
    async with desk_app((120, 36)) as pilot:
        screen = week(pilot)
        await press(pilot, "f")
        await press(pilot, "enter")
        await press(pilot, *"lar", "enter")
        await press(pilot, "enter")
        assert screen.band.said.startswith("Booked  Ida Larsen, b. 3 Jul 1993: Fri 20 Nov ")
        assert screen.here.patient_name == "Larsen, Ida"
        await press(pilot, "f", "escape")
        assert len(pilot.app.screen_stack) == 1


async def test_a_patient_is_found_first_and_booked_then(desk_app: Factory) -> None:
    async with desk_app((120, 36)) as pilot:
        screen = week(pilot)
        screen.turn_to(day=date(2026, 11, 23), minute=NOON)
        await press(pilot, "slash", "escape")
        assert len(pilot.app.screen_stack) == 1
        screen.patient_found(None)
        from tui.dialogs.find_patient import FoundPatient, FoundVisit

        screen.patient_found(FoundPatient("maria"))
        assert screen.band.said.startswith("For  Maria Lopez, b. 7 Mar 1984: ⏎ on a free time books")
        await press(pilot, "enter")
        assert "Maria Lopez, b. 7 Mar 1984: Mon 23 Nov" in page(pilot.app)
        await press(pilot, "enter")
        assert screen.patient_id is None
        assert "Maria Lopez" in screen.band.said
        screen.patient_found(FoundVisit("a13"))
        assert screen.doctor_id == "who"
        assert screen.here.visit.id == "a13"


async def test_a_walk_in_is_booked_here_and_now_and_has_arrived(desk_app: Factory) -> None:
    async with desk_app((120, 36)) as pilot:
        screen = week(pilot)
        screen.turn_to("strange", date(2026, 11, 25), NOON)
        await press(pilot, "n")
        await press(pilot, *"pet", "enter")
        await press(pilot, "enter")
        await pilot.pause(0.1)
        assert screen.band.said.startswith("Arrived  Ivan Petrov, b. 19 Jan 1950: Fri 20 Nov 10:42–")
        assert screen.status == "arrived"
        assert "Petrov, Ivan" in page(pilot.app)
        await press(pilot, "n", "escape")
        assert screen.band.said == ""


async def test_a_visit_is_opened_changed_and_its_sentence_shown(desk_app: Factory) -> None:
    async with desk_app((120, 36)) as pilot:
        screen = await go_to(pilot, "a11")
        await press(pilot, "enter")
        assert len(pilot.app.screen_stack) == 2
        await press(pilot, "escape", "e", "escape")
        assert len(pilot.app.screen_stack) == 1
        screen._visited("Ida Larsen: changed")
        assert screen.band.said == "Saved  Ida Larsen: changed"


async def test_a_refused_walk_in_status_is_told(desk_app: Factory) -> None:
    async with desk_app((120, 36)) as pilot:
        screen = await go_to(pilot, "a06")
        await press(pilot, "a")
        assert screen.band.has_class("-bad")
        assert the_app(pilot).desk.visit_view("a06").visit.status == "fulfilled"
