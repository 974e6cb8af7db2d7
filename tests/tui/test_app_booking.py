"""From the week into the forms and back: the visit under the cursor, its sentence above the footer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from scheduling.errors import invalid
from tests.tui.keys import press
from tests.tui.reading import go_to, page, rows, the_app, week
from tui.widgets.rows import Rows

Factory = Callable[..., Any]
NOON = 12 * 60


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
        await screen.patient_found(None)
        from tui.dialogs.find_patient import FoundPatient, FoundVisit

        await screen.patient_found(FoundPatient("maria"))
        assert screen.band.said.startswith("For  Maria Lopez, b. 7 Mar 1984: ⏎ on a free time books")
        await press(pilot, "enter")
        assert "Maria Lopez, b. 7 Mar 1984: Mon 23 Nov" in page(pilot.app)
        await press(pilot, "enter")
        assert screen.patient_id is None
        assert "Maria Lopez" in screen.band.said
        await screen.patient_found(FoundVisit("a13"))
        assert screen.doctor_id == "who"
        assert screen.here.visit.id == "a13"


async def test_a_walk_in_is_booked_here_and_now_and_has_arrived(desk_app: Factory) -> None:
    async with desk_app((120, 36)) as pilot:
        screen = week(pilot)
        screen.turn_to("strange", date(2026, 11, 25), NOON)
        await press(pilot, "n")
        await press(pilot, *"pet", "enter")
        await press(pilot, "enter")
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


# -- walk-ins, overbooking, closing --------------------------------------------------------------------------------


async def test_a_walk_in_is_one_step_that_one_undo_takes_back(desk_app: Factory) -> None:
    async with desk_app((120, 36)) as pilot:
        screen = week(pilot)
        desk = the_app(pilot).desk
        screen.turn_to("strange", date(2026, 11, 20), NOON)
        before = desk.seq
        await press(pilot, "n")
        assert "arrives when booked; nothing is held" in page(pilot.app)
        assert "Hold 30 min" not in page(pilot.app)
        assert desk.seq == before, "nothing is held"
        await press(pilot, *"pet", "enter", "enter")
        assert desk.seq == before + 1
        assert screen.status == "arrived"
        await press(pilot, "u")
        assert screen.band.said.startswith("Undone")
        assert screen.status is None


async def test_a_walk_in_to_a_busy_doctor_is_booked_all_the_same_with_a_reason(desk_app: Factory) -> None:
    async with desk_app((120, 36)) as pilot:
        screen = week(pilot)
        await press(pilot, "n", *"pet")
        assert "Taken: Dr Osei is taken" in page(pilot.app)
        assert "^b all the same" in page(pilot.app)
        await press(pilot, "enter", "enter")
        assert len(pilot.app.screen_stack) == 2, "not yet"
        await press(pilot, "ctrl+b")
        await press(pilot, "enter")
        assert "A reason is needed." in page(pilot.app)
        await press(pilot, *"fever", "enter")
        assert "! All the same: Dr Osei is taken" in page(pilot.app)
        assert "because: fever" in page(pilot.app)
        await press(pilot, "enter")
        assert screen.band.said.startswith("Arrived  Ivan Petrov")
        visit = screen.here
        assert (visit.visit.override, visit.overbooked, visit.visit.status) == ("fever", True, "arrived")
        assert "!" in page(pilot.app).splitlines()[screen.grid.region.y + 5] or "!●" in page(pilot.app)


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_a_time_outside_hours_is_booked_all_the_same(desk_app: Factory, size: tuple[int, int]) -> None:
    async with desk_app(size) as pilot:
        screen = week(pilot)
        screen.turn_to(day=date(2026, 11, 21), minute=NOON)
        await press(pilot, "b")
        assert "B books all the same" in screen.band.said
        await press(pilot, "B", *"pet", "enter")
        assert "Outside hours:" in page(pilot.app)
        assert "^b" in page(pilot.app)
        await press(pilot, "ctrl+b", "escape", "ctrl+b", *"asked", "enter", "right")
        assert "because: asked" not in page(pilot.app), "another type is another question"
        await press(pilot, "ctrl+b", *"asked", "enter", "enter")
        assert screen.band.said.startswith("Booked  Ivan Petrov")
        assert screen.here.visit.override == "asked"
        await press(pilot, "u")
        assert screen.status is None


async def test_a_form_whose_length_does_not_fit_is_booked_all_the_same_from_its_hold(desk_app: Factory) -> None:
    async with desk_app((120, 36)) as pilot:
        screen = week(pilot)
        desk = the_app(pilot).desk
        screen.turn_to(day=date(2026, 11, 20), minute=13 * 60)
        await press(pilot, "enter", *"lop", "enter", "tab", "right", "right", "right")
        await press(pilot, "ctrl+b", *"twins", "enter", "enter")
        assert screen.band.said.startswith("Booked  Maria Lopez")
        assert (screen.here.visit.minutes, screen.here.visit.override) == (45, "twins")
        held = desk.appointments(doctor="osei", from_="2026-11-20", to="2026-11-20", status="pending")
        assert held == []


async def test_nothing_to_pass_is_no_key(desk_app: Factory) -> None:
    async with desk_app((120, 36)) as pilot:
        week(pilot).turn_to(day=date(2026, 11, 20), minute=13 * 60)
        await press(pilot, "enter", "ctrl+b")
        assert len(pilot.app.screen_stack) == 2


async def test_a_selected_range_is_closed_with_a_title_and_opened_again(desk_app: Factory) -> None:
    async with desk_app((120, 36)) as pilot:
        screen = week(pilot)
        screen.turn_to(day=date(2026, 11, 20), minute=13 * 60)
        await press(pilot, "J", "J", "c")
        assert "Fri 20 Nov 13:00–13:45" in page(pilot.app)
        assert "1 visit stays, marked “?” to be moved:" in page(pilot.app)
        assert "Ivan Petrov" in page(pilot.app)
        await press(pilot, "down", "down", "up", "enter")
        assert screen.band.said == ("Closed  Fri 20 Nov 13:00–13:45, Lunch. 1 visit is outside hours now: marked ?.")
        assert "Lunch" in page(pilot.app)
        assert the_app(pilot).desk.week("osei", date(2026, 11, 20), 1).days[0].closures[0].reason == "Lunch"
        await press(pilot, "u")
        assert the_app(pilot).desk.week("osei", date(2026, 11, 20), 1).days[0].closures == ()


async def test_any_words_are_a_title_and_esc_leaves_it_open(desk_app: Factory) -> None:
    async with desk_app((80, 24)) as pilot:
        screen = week(pilot)
        screen.turn_to(day=date(2026, 11, 20), minute=16 * 60)
        await press(pilot, "c", "escape")
        assert screen.context == "free"
        await press(pilot, "c", *"me")
        assert "Nobody is booked then." in page(pilot.app)
        await press(pilot, *"et", "space", *"Ann", "enter")
        assert screen.band.said == "Closed  Fri 20 Nov 16:00–16:15, meet Ann."
        await press(pilot, "b")
        assert screen.band.said.startswith("This time is not free.")


async def test_a_closure_that_is_refused_is_told(desk_app: Factory, monkeypatch: pytest.MonkeyPatch) -> None:
    async with desk_app((80, 24)) as pilot:
        screen = week(pilot)
        screen.turn_to(day=date(2026, 11, 20), minute=16 * 60)
        await press(pilot, "c")
        monkeypatch.setattr(
            type(the_app(pilot).desk), "do", lambda *_, **__: (_ for _ in ()).throw(invalid("to", "No.", "Again."))
        )
        await press(pilot, "enter")
        assert screen.band.said == "Not understood  No. Again."


async def test_only_those_in_the_closed_time_are_said_to_be_outside_now(desk_app: Factory) -> None:
    async with desk_app((120, 36)) as pilot:
        screen = week(pilot)
        for day, minute in ((20, 13 * 60), (24, NOON)):
            screen.turn_to(day=date(2026, 11, day), minute=minute)
            await press(pilot, "J", "J", "c", "enter")
        assert screen.band.said == "Closed  Tue 24 Nov 12:00–12:45, Meeting."
        await press(pilot, "u")
        assert screen.band.said == "Undone  closed Dr Osei Tue 24 Nov 12:00"


async def test_a_time_in_another_desks_form_is_theirs(desk_app: Factory, station: Factory) -> None:
    other = station("front-1")
    async with desk_app((120, 36)) as pilot:
        screen = week(pilot)
        screen.turn_to(day=date(2026, 11, 23), minute=NOON)
        held = other.hold(doctor="osei", start="2026-11-23T12:00", minutes=30, form=True)
        await pilot.pause(0.3)
        for key in ("enter", "e", "x", "m", "space"):
            await press(pilot, key)
            assert screen.band.said == "front-1 is booking this time just now, and keeps it for 5:00 at least."
            assert len(pilot.app.screen_stack) == 1
        assert other.visit_view(held.id).visit.status == "pending"
        other.update_visit(id=held.id, patient="maria")
        other.lengthen(id=held.id)
        await pilot.pause(0.3)
        await press(pilot, "enter")
        assert "Enter books it" in page(pilot.app)
        await press(pilot, "enter")
        assert screen.band.said.startswith("Booked  Maria Lopez")


async def test_a_hold_is_no_step_and_undo_is_not_offered_for_it(desk_app: Factory) -> None:
    async with desk_app((120, 36)) as pilot:
        screen = week(pilot)
        screen.turn_to(day=date(2026, 11, 23), minute=NOON)
        await press(pilot, "enter", *"mar", "down", "up", "enter")
        await press(pilot, "enter")
        screen.turn_to(day=date(2026, 11, 24), minute=NOON)
        await press(pilot, "enter", *"mar", "enter")
        await press(pilot, "ctrl+g")
        assert "y copy  x let go" in rows(pilot.app)[-2]
        await press(pilot, "x")
        assert screen.band.said.startswith("Let go  ")
        assert "undo" not in rows(pilot.app)[-2]
        await press(pilot, "u")
        assert screen.band.said == "Undone  booked M. Lopez with Dr Osei Mon 23 Nov 12:00"


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_the_history_tells_the_whole_of_each_step(desk_app: Factory, size: tuple[int, int]) -> None:
    async with desk_app(size) as pilot:
        the_app(pilot).desk.move(id="a10", doctor="who", start="2026-11-23T09:00")
        week(pilot).show_visit("a10")
        await press(pilot, "v")
        steps = pilot.app.screen.query_one(Rows)
        said = " ".join(" ".join(row.left.plain for row in steps.rows).split())
        assert "Moved I. Petrov with Dr Osei Fri 20 Nov 13:30 to Dr Who Mon 23 Nov 09:00, 30 min" in said
        assert all(row.left.cell_length + row.right.cell_length < steps.size.width for row in steps.rows)


async def test_the_time_a_visit_is_carried_to_is_whole_on_a_narrow_screen(desk_app: Factory) -> None:
    async with desk_app((80, 24)) as pilot:
        await go_to(pilot, "a10")
        await press(pilot, "m", "full_stop", "right_square_bracket")
        assert "Fri 20 13:30  →  Fri 27 13:30 – 14:00" in rows(pilot.app)[1]
        assert "…" not in rows(pilot.app)[1]
