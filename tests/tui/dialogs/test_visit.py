"""A visit opened: changed and saved, changed by two at once; a hold booked; patients and visits found."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from textual.widgets import Input

from scheduling.desk import Desk
from scheduling.errors import StoreError
from tests.tui.conftest import Running
from tests.tui.dialogs.desk_day import shown, stand
from tests.tui.keys import follow, press, settle, write
from tests.tui.reading import go_to, page, the_app, week
from tui.dialogs.book import BookDialog
from tui.dialogs.changed import ChangedDialog
from tui.dialogs.find_patient import FindPatientDialog, FoundPatient, FoundVisit
from tui.dialogs.visit import VisitDialog
from tui.screens.week import WeekScreen

App = Callable[..., Running]
Station = Callable[..., Desk]
SIZES = [(120, 36), (80, 24)]


@pytest.mark.parametrize("size", SIZES)
async def test_open_change_and_save(desk_app: App, station: Station, size: tuple[int, int]) -> None:
    async with desk_app(size) as pilot:
        await go_to(pilot, "a10")
        await press(pilot, "enter")
        dialog = shown(pilot, VisitDialog)
        said = page(pilot.app)
        assert "Petrov, Ivan" in said
        assert "13:30 – 14:00" in said
        assert "by j.hale" in said
        await write(pilot, "BP")
        await press(pilot, "tab")
        await write(pilot, "new tablets [/]")
        await press(pilot, "tab", "right")
        assert dialog.changed() == {"reason": "BP", "note": "new tablets [/]", "response": "accepted"}
        await press(pilot, "up", "up", "up", "right")
        assert dialog.minutes == 35
        await press(pilot, "up", "right", "ctrl+s")
        assert not dialog.is_current
        assert "Ivan Petrov" in week(pilot).band.said
    visit = station().visit_view("a10").visit
    assert (visit.reason, visit.note, visit.response, visit.minutes) == ("BP", "new tablets [/]", "accepted", 35)
    assert visit.type == dialog.type_id != "fu"


async def test_what_is_saved_is_one_step_and_all_of_it_or_nothing(
    desk_app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk_app() as pilot:
        await go_to(pilot, "a10")
        desk = the_app(pilot).desk
        before = desk.visit_view("a10").visit
        await press(pilot, "enter")
        await write(pilot, "BP")
        await press(pilot, "up", "right")
        with monkeypatch.context() as patch:
            patch.setattr(desk, "update_visit", full)
            await press(pilot, "ctrl+s")
            shown(pilot, VisitDialog)
        assert desk.visit_view("a10").visit == before
        await press(pilot, "ctrl+s")
        shown(pilot, WeekScreen)
        saved = desk.visit_view("a10").visit
        assert (saved.reason, saved.minutes) == ("BP", 35)
        await press(pilot, "u")
        undone = desk.visit_view("a10").visit
        assert (undone.reason, undone.minutes) == (before.reason, before.minutes)


def full(**_: object) -> None:
    raise StoreError("disk_full", "The disk is full. Not booked.", "Free some space, then try again.")


async def test_nothing_changed_closes_and_writes_nothing(desk_app: App, station: Station) -> None:
    other = station()
    before = other.visit_view("a10").visit.version
    async with desk_app() as pilot:
        await go_to(pilot, "a10")
        await press(pilot, "enter", "enter", "down", "ctrl+s")
        assert not isinstance(pilot.app.screen, VisitDialog)
        await press(pilot, "enter", "x", "escape")
        assert not isinstance(pilot.app.screen, VisitDialog)
    other.refresh()
    assert other.visit_view("a10").visit.version == before


async def test_a_length_that_does_not_fit_is_refused_in_words(desk_app: App) -> None:
    async with desk_app() as pilot:
        await go_to(pilot, "a09")
        await press(pilot, "enter", "up", *["right"] * 30, "ctrl+s")
        dialog = shown(pilot, VisitDialog)
        assert dialog.problem is not None
        assert dialog.problem.reason[:20] in page(pilot.app)


@pytest.mark.parametrize("size", SIZES)
async def test_changed_meanwhile_shows_both(desk_app: App, station: Station, size: tuple[int, int]) -> None:
    other = station()
    async with desk_app(size) as pilot:
        await go_to(pilot, "a10")
        await press(pilot, "enter")
        await write(pilot, "mine")
        dialog = shown(pilot, VisitDialog)
        other.update_visit(id="a10", reason="theirs")
        await follow(pilot)
        said = page(pilot.app)
        assert "Changed meanwhile by t.reyes" in said
        assert dialog.query_one("#reason", Input).value == "mine"
        await press(pilot, "ctrl+s")
        both = shown(pilot, ChangedDialog)
        said = page(pilot.app)
        assert "yours" in said
        assert "theirs" in said
        assert both.choices == {"reason": True}
        await press(pilot, "escape")
        shown(pilot, VisitDialog)
        await press(pilot, "ctrl+s", "enter")
        shown(pilot, WeekScreen)
    other.refresh()
    assert other.visit_view("a10").visit.reason == "mine"


async def test_theirs_can_be_taken(desk_app: App, station: Station) -> None:
    other = station()
    async with desk_app() as pilot:
        await go_to(pilot, "a10")
        await press(pilot, "enter")
        await write(pilot, "mine")
        await press(pilot, "ctrl+o")
        dialog = shown(pilot, VisitDialog)
        assert dialog.query_one("#reason", Input).value == "mine"  # nothing to take yet
        other.update_visit(id="a10", reason="theirs", type="tel", patient="maria")
        await press(pilot, "ctrl+s")  # the version says no, whether or not the news came first
        both = shown(pilot, ChangedDialog)
        assert both.choices == {"patient": False, "type": False, "reason": True}
        assert "Maria Lopez, b. 7 Mar 1984" in page(pilot.app)
        await press(pilot, "escape", "ctrl+o")
        assert dialog.query_one("#reason", Input).value == "theirs"
        assert dialog.type_id == "tel"


async def test_what_was_changed_by_either_is_saved(desk_app: App, station: Station) -> None:
    other = station()
    async with desk_app() as pilot:
        await go_to(pilot, "a10")
        await press(pilot, "enter")
        await write(pilot, "mine")
        other.update_visit(id="a10", note="theirs", type="tel")
        await press(pilot, "ctrl+s", "enter")
        assert isinstance(pilot.app.screen, WeekScreen)
    other.refresh()
    visit = other.visit_view("a10").visit
    assert (visit.reason, visit.note, visit.type) == ("mine", "theirs", "tel")


async def test_the_visit_becomes_another_patients(desk_app: App, station: Station) -> None:
    async with desk_app() as pilot:
        await go_to(pilot, "a10")
        await press(pilot, "enter", "ctrl+r")
        await write(pilot, "lop")
        await press(pilot, "down", "enter")
        dialog = shown(pilot, VisitDialog)
        assert dialog.changed() == {"patient": "mario"}
        await press(pilot, "ctrl+r", "escape", "ctrl+s")
    assert station().visit_view("a10").visit.patient == "mario"


async def test_a_held_time_is_booked_with_enter(desk_app: App, station: Station) -> None:
    other = station()
    other.hold(id="hold1", doctor="osei", start="2026-11-20T13:00", type="fu", patient="maria")
    other.hold(id="hold2", doctor="osei", start="2026-11-20T15:30", type="fu")
    async with desk_app() as pilot:
        the_app(pilot).desk.refresh()
        week(pilot).reload()
        await go_to(pilot, "hold1")
        await press(pilot, "enter")
        assert "Held for Maria Lopez, until 11:12" in page(pilot.app)
        await press(pilot, "enter")
        await go_to(pilot, "hold2")
        await press(pilot, "enter", "enter")
        dialog = shown(pilot, VisitDialog)
        assert dialog.problem is not None
        await press(pilot, "ctrl+r")
        await write(pilot, "petr")
        await press(pilot, "enter", "enter")
        assert not dialog.is_current
    other.refresh()
    assert other.visit_view("hold1").visit.status == "booked"
    held = other.visit_view("hold2").visit
    assert (held.status, held.patient) == ("booked", "petrov")


async def test_what_is_changed_of_a_held_time_is_no_step_to_take_back(desk_app: App, station: Station) -> None:
    station().hold(id="hold1", doctor="osei", start="2026-11-20T13:00", type="fu", patient="maria")
    async with desk_app() as pilot:
        the_app(pilot).desk.refresh()
        week(pilot).reload()
        await go_to(pilot, "hold1")
        await press(pilot, "enter")
        shown(pilot, VisitDialog).query_one("#length").focus()
        await press(pilot, "left", "ctrl+s")
        assert week(pilot).band.said.startswith("Saved")
        desk = the_app(pilot).desk
        assert desk.visit_view("hold1").visit.minutes < 30
        assert [step.action for step in desk.history(id="hold1")] == ["hold", "hold"]


async def test_a_cancelled_visit_says_so(desk_app: App, station: Station) -> None:
    other = station()
    other.cancel(id="a10", reason="patient")
    async with desk_app() as pilot:
        the_app(pilot).desk.refresh()
        pilot.app.push_screen(VisitDialog("a10"))
        await settle(pilot)
        assert "Cancelled" in page(pilot.app)
        assert "(patient)" in page(pilot.app)


async def test_arrivals_and_overbooking_are_told(desk_app: App, station: Station) -> None:
    other = station()
    other.book(id="over", doctor="osei", start="2026-11-20T13:30", type="fu", patient="maria", override="fever")
    async with desk_app() as pilot:
        the_app(pilot).desk.refresh()
        pilot.app.push_screen(VisitDialog("a08"))
        await settle(pilot)
        assert "arrived 10:35" in page(pilot.app)
        await press(pilot, "escape")
        pilot.app.push_screen(VisitDialog("over"))
        await settle(pilot)
        assert "booked all the same: fever" in page(pilot.app)


@pytest.mark.parametrize("size", SIZES)
async def test_find_a_patient_for_the_next_booking(desk_app: App, size: tuple[int, int]) -> None:
    async with desk_app(size) as pilot:
        await stand(pilot)
        await press(pilot, "slash", "enter")
        dialog = shown(pilot, FindPatientDialog)
        await write(pilot, "zzzz")
        assert "nobody" in page(pilot.app)
        assert "Nobody is found by “zzzz”." in page(pilot.app)
        assert "Book for them" not in page(pilot.app)
        await press(pilot, "ctrl+u")
        await write(pilot, "ann")
        assert "Ann [VIP] [/]" in page(pilot.app)
        await press(pilot, "ctrl+u")
        await write(pilot, "lop")
        await press(pilot, "down", "enter")
        assert not dialog.is_current
        await press(pilot, "enter")
        form = shown(pilot, BookDialog)
        assert form.patient is not None
        assert form.patient.id == "mario"


@pytest.mark.parametrize("size", SIZES)
async def test_find_a_visit_and_go_there(desk_app: App, station: Station, size: tuple[int, int]) -> None:
    other = station()
    other.book(id="one", doctor="who", start="2026-12-08T09:30", type="vac", patient="maria")
    other.book(id="two", doctor="osei", start="2027-01-15T11:00", type="proc", patient="maria")
    found: list[FoundVisit | FoundPatient | None] = []
    async with desk_app(size) as pilot:
        the_app(pilot).desk.refresh()
        pilot.app.push_screen(FindPatientDialog(), found.append)
        await settle(pilot)
        await write(pilot, "maria")
        await press(pilot, "tab")
        dialog = shown(pilot, FindPatientDialog)
        assert dialog.in_visits
        assert "Tue  8 Dec 09:30  ■ Vacc" in page(pilot.app)
        await press(pilot, "down", "tab")
        assert "2 visits planned: Tab chooses among them" in page(pilot.app)
        await press(pilot, "tab", "down", "enter")
        assert found == [FoundVisit("two")]


async def test_news_while_finding(desk_app: App, station: Station) -> None:
    other = station()
    async with desk_app() as pilot:
        await press(pilot, "slash")
        await write(pilot, "lop")
        await press(pilot, "down")
        dialog = shown(pilot, FindPatientDialog)
        other.add_patient(id="zed", name="Lopez, Aaron")
        await follow(pilot)
        assert "Aaron" in page(pilot.app)
        assert dialog.highlighted is not None
        assert dialog.highlighted.id == "mario"
        assert dialog.query_one("#search", Input).value == "lop"


async def test_a_visit_shows_its_type_though_that_is_retired(desk_app: App, station: Station) -> None:
    station().retire_type(id="fu")
    async with desk_app() as pilot:
        await go_to(pilot, "a10")
        await press(pilot, "enter")
        dialog = shown(pilot, VisitDialog)
        assert dialog.type_id == "fu"
        assert "■ Follow-up" in page(pilot.app)
        await write(pilot, "BP")
        await press(pilot, "ctrl+s")
        assert "Ivan Petrov" in week(pilot).band.said
