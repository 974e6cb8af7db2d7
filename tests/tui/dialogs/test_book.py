"""The booking form, by its keys: known patients, new ones, times that are lost, times that do not fit."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.widgets import Input

from scheduling import open_desk
from scheduling.desk import Desk
from scheduling.errors import StoreError
from tests.tui.conftest import Running
from tests.tui.dialogs.desk_day import FRIDAY, ONE_PM, at, pass_time, shown, stand, visits
from tests.tui.keys import follow, press, settle, write
from tests.tui.reading import page, rows, the_app, week
from tui.app import DeskApp
from tui.dialogs.book import BookDialog, Booked
from tui.dialogs.new_patient import NewPatient
from tui.dialogs.next_available import NextDialog
from tui.dialogs.taken import TakenDialog

App = Callable[..., Running]
Station = Callable[..., Desk]
SIZES = [(120, 36), (80, 24)]


@pytest.mark.parametrize("size", SIZES)
async def test_a_known_patient_is_booked_in_six_keys(desk_app: App, station: Station, size: tuple[int, int]) -> None:
    async with desk_app(size) as pilot:
        await stand(pilot)
        count = await press(pilot, "enter", "l", "o", "p")
        form = shown(pilot, BookDialog)
        assert form.highlighted is not None
        assert form.highlighted.id == "maria"
        said = page(pilot.app)
        assert "Lopez, Maria" in said
        assert "7 Mar 1984" in said
        assert "917 555 0177" in said
        assert "004 118" in said
        assert "Free 13:00 – 13:30" in said
        assert "then Ivan Petrov" in said
        count += await press(pilot, "enter", "enter")
        assert count == 6
        assert week(pilot).band.said.endswith(
            "Maria Lopez, b. 7 Mar 1984: Fri 20 Nov 13:00–13:30, Dr Osei, Main Street, follow-up"
        )
        assert "Maria Lopez, b. 7 Mar 1984" in page(pilot.app)
    booked = at(visits(station()), "13:00")
    assert booked is not None
    assert (booked.patient, booked.status, booked.minutes, booked.type) == ("maria", "booked", 30, "fu")


async def test_the_form_holds_the_time_and_esc_lets_it_go(desk_app: App, station: Station) -> None:
    other = station()
    async with desk_app() as pilot:
        await stand(pilot)
        await press(pilot, "enter")
        held = at(visits(other), "13:00")
        assert held is not None
        assert (held.status, held.held_by, held.minutes) == ("pending", "front-2", 30)
        assert held.expires_at == "2026-11-20T15:47:00Z"
        assert "held for you 5:00" in page(pilot.app)
        await press(pilot, "escape")
        assert at(visits(other), "13:00") is None


async def test_quitting_lets_the_time_go(desk_app: App, station: Station) -> None:
    async with desk_app() as pilot:
        await stand(pilot)
        await press(pilot, "enter", "l")
    assert at(visits(station()), "13:00") is None


async def test_typing_is_not_disturbed_by_another_terminal(desk_app: App, station: Station) -> None:
    other = station()
    async with desk_app() as pilot:
        await stand(pilot)
        await press(pilot, "enter", "l", "o", "p", "down", "left")
        form = shown(pilot, BookDialog)
        box = form.query_one("#search", Input)
        before, chosen = (box.value, box.cursor_position, form.focused), form.highlighted
        other.book(doctor="osei", start="2026-11-20T16:00", type="fu", patient="souza")
        other.add_patient(id="zed", name="Lopez, Aaron", birth_date="2000-01-01")
        await follow(pilot)
        assert "Aaron" in page(pilot.app)
        # there is a row more above, and the amber row is still on the same patient
        assert (box.value, box.cursor_position, form.focused) == before
        assert form.highlighted == chosen
        await press(pilot, "enter", "enter")
    booked = at(visits(other), "13:00")
    assert booked is not None
    assert chosen is not None
    assert booked.patient == chosen.id


async def test_arrows_move_the_amber_row_while_the_text_stays(desk_app: App) -> None:
    async with desk_app() as pilot:
        await stand(pilot)
        await press(pilot, "enter", "l", "o", "p", "down")
        form = shown(pilot, BookDialog)
        assert form.focused is form.query_one("#search")
        assert form.query_one("#search", Input).value == "lop"
        assert form.highlighted is not None
        assert form.highlighted.id == "mario"
        await press(pilot, "up", "up")
        assert form.highlighted.id == "maria"


async def test_choosing_another_after_choosing(desk_app: App) -> None:
    async with desk_app() as pilot:
        await stand(pilot)
        await press(pilot, "enter", "l", "o", "p", "enter")
        form = shown(pilot, BookDialog)
        assert form.patient is not None
        await press(pilot, "shift+tab", "ctrl+u")
        await write(pilot, "petr")
        await press(pilot, "enter")
        assert form.patient.id == "petrov"
        assert "✓ Petrov, Ivan" in page(pilot.app)


@pytest.mark.parametrize("size", SIZES)
async def test_a_longer_visit_that_does_not_fit_says_why_and_what_would(
    desk_app: App, station: Station, size: tuple[int, int]
) -> None:
    async with desk_app(size) as pilot:
        await stand(pilot)
        await press(pilot, "enter", "l", "o", "p", "enter", "tab", "right", "right", "right")
        form = shown(pilot, BookDialog)
        assert form.slot.minutes == 45
        said = page(pilot.app)
        assert "45 min:" in said
        assert "Petrov" in said
        assert "30 min would fit" in said or "30 min fits" in said
        assert "1 " in said
        await press(pilot, "enter")  # nothing is booked while it does not fit
        assert form.is_current
        first = form.alternatives[0]
        await press(pilot, "1")
        assert form.held
        assert form.slot.start == first.start
        await press(pilot, "enter")
    found = [visit for visit in visits(station()) if visit.patient == "maria"]
    assert [(visit.start_minute, visit.minutes) for visit in found] == [(first.start, 45)]


async def test_the_hold_follows_type_and_length(desk_app: App, station: Station) -> None:
    other = station()
    async with desk_app() as pilot:
        await stand(pilot, 15 * 60 + 30)
        await press(pilot, "enter", "m", "a", "r", "enter", "right", "tab", "left")
        form = shown(pilot, BookDialog)
        assert form.slot.type_id is not None
        held = at(visits(other), "15:30")
        assert held is not None
        assert (held.minutes, held.type) == (form.slot.minutes, form.slot.type_id)
        assert form.slot.minutes % 5 == 0
        await press(pilot, "enter")
    booked = at(visits(other), "15:30")
    assert booked is not None
    assert (booked.type, booked.minutes, booked.status) == (held.type, held.minutes, "booked")


async def test_the_note_goes_with_the_visit(desk_app: App, station: Station) -> None:
    async with desk_app() as pilot:
        await stand(pilot)
        await press(pilot, "enter", "l", "o", "p", "enter", "down", "down")
        await write(pilot, "BP check")
        await press(pilot, "enter")
    booked = at(visits(station()), "13:00")
    assert booked is not None
    assert booked.note == "BP check"


async def test_two_visits_at_once_need_a_second_enter(desk_app: App, station: Station) -> None:
    other = station()
    other.book(doctor="who", start="2026-11-20T13:00", type="fu", patient="maria")
    async with desk_app() as pilot:
        await stand(pilot)
        await press(pilot, "enter", "l", "o", "p")
        assert "Two visits at once" in page(pilot.app)
        assert "Maria Lopez is with Dr Who" in page(pilot.app)
        await press(pilot, "enter", "enter")
        form = shown(pilot, BookDialog)
        assert "book both" in page(pilot.app)
        await press(pilot, "enter")
        assert not form.is_current
    booked = at(visits(other), "13:00")
    assert booked is not None
    assert booked.status == "booked"


async def test_held_for_a_caller_stays_on_the_grid(desk_app: App, station: Station) -> None:
    async with desk_app() as pilot:
        await stand(pilot)
        await press(pilot, "enter", "l", "o", "p", "ctrl+g")
        assert not isinstance(pilot.app.screen, BookDialog)
    held = at(visits(station()), "13:00")
    assert held is not None
    assert (held.status, held.patient, held.expires_at) == ("pending", "maria", "2026-11-20T16:12:00Z")


async def test_a_time_somebody_has_just_taken(desk_app: App, station: Station) -> None:
    other = station()
    async with desk_app() as pilot:
        await stand(pilot)
        other.book(doctor="osei", start="2026-11-20T13:00", type="fu", patient="souza")
        pilot.app.push_screen(BookDialog("osei", _minute(other, "13:00"), 30))
        await settle(pilot)
        taken = shown(pilot, TakenDialog)
        said = page(pilot.app)
        assert "13:00 is gone" in said
        assert "t.reyes booked it at 10:42" in said
        assert "Ana D'Souza" in said
        best = taken.openings[0]
        await press(pilot, "enter")
        form = shown(pilot, BookDialog)
        assert (form.slot.doctor, form.slot.start) == (best.doctor, best.start)
        assert form.held


@pytest.mark.parametrize("size", SIZES)
async def test_a_time_lost_while_typing_keeps_what_was_typed(
    desk_app: App, station: Station, size: tuple[int, int]
) -> None:
    other = station()
    answers: list[Booked | None] = []
    async with desk_app(size) as pilot:
        await stand(pilot)
        pilot.app.push_screen(BookDialog("osei", _minute(other, "13:00"), 30), answers.append)
        await press(pilot, "l", "o", "p", "enter", "down", "down")
        await write(pilot, "BP")
        form = shown(pilot, BookDialog)
        pass_time(the_app(pilot).desk, 6)
        pass_time(other, 6)
        other.book(doctor="osei", start="2026-11-20T13:00", type="fu", patient="souza")
        await press(pilot, "enter")
        shown(pilot, TakenDialog)
        said = page(pilot.app)
        assert "what you typed is kept" in said
        assert "Lopez, Maria" in said
        assert "BP" in said
        await press(pilot, "down", "2", "enter")
        assert shown(pilot, BookDialog) is form
        assert form.patient is not None
        assert form.query_one("#note", Input).value == "BP"
        await press(pilot, "enter")
    assert isinstance(answers[0], Booked)
    booked = station("front-3").visit_view(answers[0].visit_id).visit
    assert (booked.patient, booked.note, booked.status) == ("maria", "BP", "booked")


async def test_giving_up_a_lost_time_leaves_nothing(desk_app: App, station: Station) -> None:
    other = station()
    answers: list[Booked | None] = []
    async with desk_app() as pilot:
        await stand(pilot)
        other.book(doctor="osei", start="2026-11-20T13:00", type="fu", patient="souza")
        pilot.app.push_screen(BookDialog("osei", _minute(other, "13:00"), 30), answers.append)
        await settle(pilot)
        await press(pilot, "escape")
        assert answers == [None]
    assert not visits(other, "pending")


async def test_more_times_from_a_lost_one(desk_app: App, station: Station) -> None:
    other = station()
    async with desk_app() as pilot:
        await stand(pilot)
        other.book(doctor="osei", start="2026-11-20T13:00", type="fu", patient="souza")
        pilot.app.push_screen(BookDialog("osei", _minute(other, "13:00"), 30))
        await settle(pilot)
        await press(pilot, "ctrl+f")
        finder = shown(pilot, NextDialog)
        first = finder.chosen
        assert first is not None
        await press(pilot, "enter")
        form = shown(pilot, BookDialog)
        assert form.slot.start == first.start
        assert form.held


async def test_a_hold_that_ran_out_over_a_free_time_is_booked_and_said(desk_app: App, station: Station) -> None:
    answers: list[Booked | None] = []
    async with desk_app() as pilot:
        await stand(pilot)
        form = BookDialog("osei", _minute(the_app(pilot).desk, "13:00"), 30)
        pilot.app.push_screen(form, answers.append)
        await press(pilot, "l", "o", "p", "enter")
        pass_time(the_app(pilot).desk, 6)
        await press(pilot, "enter")
    assert isinstance(answers[0], Booked)
    assert "run out" in answers[0].note
    assert at(visits(station()), "13:00") is not None


async def test_the_hold_is_renewed_once_a_minute(desk_app: App) -> None:
    async with desk_app() as pilot:
        await stand(pilot)
        await press(pilot, "enter")
        form = shown(pilot, BookDialog)
        assert form.hold is not None
        pass_time(the_app(pilot).desk, 1)
        before = form.hold.version
        await form._tick()
        await form._tick()
        assert form.hold.version == before + 1
        assert form.seconds_left() == 300


async def test_a_hold_that_ran_out_while_nobody_looked_is_taken_again(desk_app: App) -> None:
    async with desk_app() as pilot:
        await stand(pilot)
        await press(pilot, "enter")
        form = shown(pilot, BookDialog)
        pass_time(the_app(pilot).desk, 10)
        await form._tick()
        assert form.held
        assert form.seconds_left() == 300


async def test_a_time_lost_while_nobody_looked_is_said_in_the_form(desk_app: App, station: Station) -> None:
    other = station()
    async with desk_app() as pilot:
        await stand(pilot)
        await press(pilot, "enter", "l", "o", "p", "enter")
        form = shown(pilot, BookDialog)
        pass_time(the_app(pilot).desk, 6)
        pass_time(other, 6)
        other.book(doctor="osei", start="2026-11-20T13:00", type="fu", patient="souza")
        await form._tick()
        await settle(pilot)
        assert shown(pilot, BookDialog) is form
        assert "Taken: Dr Osei is taken 13:00–13:30 (A. D'Souza)" in page(pilot.app)
        best = form.alternatives[0]
        await press(pilot, "1")
        assert form.held
        assert form.slot.start == best.start
        assert form.patient is not None


@pytest.mark.parametrize("size", SIZES)
async def test_a_new_patient_in_five_keys_besides_the_words(
    desk_app: App, station: Station, size: tuple[int, int]
) -> None:
    async with desk_app(size) as pilot:
        await stand(pilot)
        await press(pilot, "enter")
        await write(pilot, "carmen ruiz")
        count = await press(pilot, "ctrl+n")
        count += await press(pilot, "tab")
        await write(pilot, "12.4.91")
        assert "12 Apr 1991 · 35 y" in page(pilot.app)
        count += await press(pilot, "tab")
        await write(pilot, "917 555 0000")
        count += await press(pilot, "enter", "enter")
        assert count == 5
        assert "Carmen Ruiz, b. 12 Apr 1991" in week(pilot).band.said
    other = station()
    booked = at(visits(other), "13:00")
    assert booked is not None
    assert booked.patient is not None
    patient = other.patient(booked.patient)
    assert (patient.name, patient.birth_date, patient.phones) == ("Carmen Ruiz", "1991-04-12", ["917 555 0000"])


@pytest.mark.parametrize("size", SIZES)
async def test_doubles_are_shown_and_one_of_them_can_be_taken(
    desk_app: App, station: Station, size: tuple[int, int]
) -> None:
    async with desk_app(size) as pilot:
        await stand(pilot)
        await press(pilot, "enter")
        await write(pilot, "maria lop")
        await press(pilot, "ctrl+n")
        await write(pilot, "ez")
        await press(pilot, "tab")
        await write(pilot, "7.3.1984")
        await press(pilot, "tab")
        await write(pilot, "9175550123")
        said = page(pilot.app)
        assert "Maybe already here" in said
        assert "same birthday" in said
        assert "same phone" in said
        assert "also Ivan Petrov" in said
        await press(pilot, "down", "down", "up", "enter")
        form = shown(pilot, BookDialog)
        assert form.patient is not None
        assert form.patient.id == "maria"
        await press(pilot, "enter")
    booked = at(visits(station()), "13:00")
    assert booked is not None
    assert booked.patient == "maria"


async def test_what_a_new_patient_still_lacks_is_said(desk_app: App) -> None:
    async with desk_app() as pilot:
        await stand(pilot)
        await press(pilot, "enter", "ctrl+n", "enter")
        assert "Type the name." in page(pilot.app)
        await write(pilot, "Zoë")
        await press(pilot, "tab")
        await write(pilot, "31.2.1990")
        await press(pilot, "enter")
        assert "not a date" in page(pilot.app)
        form = shown(pilot, BookDialog)
        assert form.query_one(NewPatient).display
        await press(pilot, "ctrl+n", "escape")
        assert not form.query_one(NewPatient).display
        assert form.focused is form.query_one("#search")
        await press(pilot, "escape")
        assert not form.is_current


async def test_nobody_found_leads_to_a_new_patient(desk_app: App) -> None:
    async with desk_app() as pilot:
        await stand(pilot)
        await press(pilot, "enter")
        await write(pilot, "xyzzyq")
        await press(pilot, "enter")
        form = shown(pilot, BookDialog)
        assert form.query_one(NewPatient).display
        assert form.query_one("#new-name", Input).value == "Xyzzyq"
        await press(pilot, "enter")
        assert "⏎ book" in page(pilot.app)
        await press(pilot, "shift+tab", "x")  # typed again: accept again
        assert "⏎ book " not in page(pilot.app)


@pytest.mark.parametrize("size", SIZES)
async def test_hostile_names_are_shown_as_written(desk_app: App, station: Station, size: tuple[int, int]) -> None:
    async with desk_app(size) as pilot:
        await stand(pilot)
        await press(pilot, "enter", "a", "n", "n")
        assert "Ann [VIP] [/]" in "".join(rows(pilot.app)).replace("田中, ", "")
        await press(pilot, "enter", "down", "down")
        await write(pilot, "[/]")
        await press(pilot, "enter")
    booked = at(visits(station()), "13:00")
    assert booked is not None
    assert (booked.patient, booked.note) == ("vip", "[/]")


async def test_enter_with_nothing_typed_books_nothing(desk_app: App) -> None:
    async with desk_app() as pilot:
        await stand(pilot)
        await press(pilot, "enter", "enter")
        form = shown(pilot, BookDialog)
        assert form.patient is None
        assert form.is_current


async def test_other_times_from_the_form_keep_the_patient(desk_app: App) -> None:
    async with desk_app() as pilot:
        await stand(pilot)
        await press(pilot, "enter", "l", "o", "p", "enter", "ctrl+f")
        finder = shown(pilot, NextDialog)
        assert "Maria Lopez" in page(pilot.app)
        await press(pilot, "down")
        wanted = finder.chosen
        assert wanted is not None
        await press(pilot, "enter")
        form = shown(pilot, BookDialog)
        assert form.slot.start == wanted.start
        assert form.patient is not None
        assert form.held
        await press(pilot, "ctrl+f", "escape")
        assert shown(pilot, BookDialog) is form


async def test_the_dialog_never_changes_its_height(desk_app: App) -> None:
    async with desk_app() as pilot:
        await stand(pilot)
        await press(pilot, "enter")
        frame = shown(pilot, BookDialog).query_one("#frame")
        sizes = {frame.size}
        for keys in ("lop", ["enter"], ["tab", "right", "right", "right"], ["shift+tab", "shift+tab", "x", "ctrl+n"]):
            await press(pilot, *keys)
            sizes.add(frame.size)
        assert len(sizes) == 1


async def test_resizing_takes_the_form_that_fits(desk_app: App) -> None:
    async with desk_app() as pilot:
        await stand(pilot)
        await press(pilot, "enter", "l", "o", "p")
        form = shown(pilot, BookDialog)
        assert not form.has_class("-compact")
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert form.has_class("-compact")
        assert "Lopez, Maria" in page(pilot.app)


async def test_outside_hours_other_times_are_offered_at_once(desk_app: App) -> None:
    async with desk_app() as pilot:
        pilot.app.push_screen(BookDialog("osei", _minute(the_app(pilot).desk, "17:30"), 30))
        await settle(pilot)
        taken = shown(pilot, TakenDialog)
        assert "17:30: outside hours" in page(pilot.app)
        assert "Nothing was booked for you." in page(pilot.app)
        await press(pilot, "5", "1", "down")
        wanted = taken.openings[1]
        await pilot.click("#times", offset=(5, 1))
        await settle(pilot)
        assert shown(pilot, BookDialog).slot.start == wanted.start


async def test_a_time_held_elsewhere_says_by_whom_and_until_when(desk_app: App, station: Station) -> None:
    other = station()
    async with desk_app() as pilot:
        other.hold(doctor="osei", start="2026-11-20T13:00", type="fu")
        pilot.app.push_screen(BookDialog("osei", _minute(other, "13:00"), 30))
        await settle(pilot)
        assert "front-1 is holding it until 11:12" in page(pilot.app)


async def test_a_range_that_is_too_long_opens_the_form_all_the_same(desk_app: App) -> None:
    async with desk_app() as pilot:
        pilot.app.push_screen(BookDialog("osei", _minute(the_app(pilot).desk, "13:00"), 90))
        await settle(pilot)
        form = shown(pilot, BookDialog)
        said = page(pilot.app)
        assert "not held" in said
        assert "Tab, then" in said or "Tab:" in said  # digits are text while the search has the focus
        await press(pilot, "1")
        assert form.query_one("#search", Input).value == "1"
        assert form.problem is not None
        await press(pilot, "backspace", "tab", "tab", *["left"] * 12)
        assert form.held
        assert form.slot.minutes == 30


async def test_a_busy_store_is_said_and_nothing_is_lost(desk_app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    async with desk_app() as pilot:
        await stand(pilot)
        await press(pilot, "enter", "l", "o", "p", "enter")
        form = shown(pilot, BookDialog)
        desk = the_app(pilot).desk

        def busy(**_arguments: object) -> None:
            raise StoreError("busy", "Another desk is writing.", "Try again.")

        for verb in ("confirm", "renew", "lengthen", "move", "release"):
            monkeypatch.setattr(desk, verb, busy)
        await press(pilot, "enter")
        assert "Another desk is writing." in page(pilot.app)
        form.disk = None
        await press(pilot, "ctrl+g")
        assert "Another desk is writing." in page(pilot.app)
        form.disk = None
        pass_time(desk, 1)
        await form._tick()
        assert "Another desk is writing." in page(pilot.app)
        await press(pilot, "tab", "right")
        assert "Another desk is writing." in page(pilot.app)
        monkeypatch.undo()
        await press(pilot, "left", "enter")
        assert not form.is_current


async def test_another_refusal_at_the_end_is_said(desk_app: App, station: Station) -> None:
    other = station()
    async with desk_app() as pilot:
        await stand(pilot)
        await press(pilot, "enter", "l", "o", "p", "enter")
        other.close(doctor="osei", from_="2026-11-20T12:45", to="2026-11-20T14:00", reason="called away")
        await press(pilot, "enter")
        form = shown(pilot, BookDialog)
        assert form.problem is not None
        assert "called away" in page(pilot.app)


async def test_chips_and_arrows_by_mouse(desk_app: App) -> None:
    async with desk_app() as pilot:
        await stand(pilot, 15 * 60 + 30)
        await press(pilot, "enter", "m", "a", "r")
        form = shown(pilot, BookDialog)
        minutes = form.slot.minutes
        await pilot.click("#length", offset=(0, 0))
        await settle(pilot)
        assert form.slot.minutes == minutes - 5
        await pilot.click("#length", offset=(9, 0))
        await pilot.click("#length", offset=(20, 0))
        await settle(pilot)
        assert form.slot.minutes == minutes
        kind = form.slot.type_id
        await pilot.click("#type", offset=(50, 0))
        await settle(pilot)
        assert form.slot.type_id != kind
        await pilot.click("#hits", offset=(5, 1))
        await settle(pilot)
        assert form.highlighted is not None
        first = form.highlighted.id
        await pilot.click("#hits", offset=(5, 1))
        await settle(pilot)
        assert form.patient is not None
        assert form.patient.id == first


async def test_a_clinic_without_types_and_places(tmp_path: Path) -> None:
    desk = open_desk(tmp_path / "bare", now="2026-11-20T10:42-05:00", by="x", desk="d")
    desk.add_hospital(id="h", name="Clinic", timezone="America/New_York")
    desk.add_doctor(id="strange", hospital="h", name="Strange")
    desk.set_hours(doctor="strange", hours={day: [["09:00", "17:00"]] for day in ("mon", "fri")})
    async with DeskApp(desk).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await stand(pilot, doctor="strange")
        await press(pilot, "enter")
        form = shown(pilot, BookDialog)
        assert (form.slot.minutes, form.slot.type_id, form.held) == (30, None, True)
        await write(pilot, "ann smith")
        await press(pilot, "ctrl+n", "enter", "left", "enter")
        assert week(pilot).band.said == "Booked  Ann Smith: Fri 20 Nov 13:00–13:30, Dr Strange"
        await press(pilot, "f", "enter")
        await write(pilot, "ann")
        await press(pilot, "enter", "enter")
        assert not isinstance(pilot.app.screen, BookDialog)
        await press(pilot, "f")
        assert "60 min" not in page(pilot.app)
    desk.close_desk()


def _minute(desk: Desk, clock: str) -> int:
    day = desk.day_strip("osei", FRIDAY)
    hours, minutes = clock.split(":")
    assert ONE_PM
    return day.start + int(hours) * 60 + int(minutes)
