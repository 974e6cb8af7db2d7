"""The patients by keys: found while typing, the record beside, what is done to a patient and their visits."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from scheduling.desk import Desk
from tests.tui.conftest import Running
from tests.tui.dialogs.desk_day import shown
from tests.tui.keys import follow, press, settle, until, write
from tests.tui.reading import page, rows, the_app
from tui.actions import NOTHING, PATIENT, TYPING, VISIT
from tui.dialogs.book import BookDialog
from tui.dialogs.changed import ChangedDialog
from tui.dialogs.find_patient import FindPatientDialog
from tui.dialogs.history import HistoryDialog
from tui.dialogs.merge import MergeDialog
from tui.dialogs.next_available import NextDialog
from tui.dialogs.patient import PatientDialog
from tui.dialogs.visit import VisitDialog
from tui.screens.mode import Whereabouts
from tui.screens.patients import PatientsScreen
from tui.screens.week import WeekScreen

App = Callable[..., Running]
Station = Callable[..., Desk]
SIZES = [(120, 36), (80, 24)]


async def opened(pilot: Pilot[None], typed: str = "") -> PatientsScreen:
    """Screen 4, with these words in the search."""
    await press(pilot, "4")
    screen = shown(pilot, PatientsScreen)
    if typed:
        await write(pilot, typed)
    return screen


async def empty_and_write(pilot: Pilot[None], field: str, words: str) -> None:
    """Put other words into a field of the dialog on top."""
    pilot.app.screen.query_one(f"#{field}", Input).value = words
    await settle(pilot)


def patient_id(screen: PatientsScreen) -> str | None:
    return screen.patient.id if screen.patient else None


@pytest.mark.parametrize("size", SIZES)
async def test_letters_find_and_the_record_is_at_hand(desk_app: App, size: tuple[int, int]) -> None:
    async with desk_app(size) as pilot:
        screen = await opened(pilot)
        assert screen.context == TYPING
        assert "You can type" in page(pilot.app)
        assert "10 patients" in rows(pilot.app)[1]
        await write(pilot, "lop")
        said = page(pilot.app)
        assert "2 found" in said
        assert "Lopez, Mario" in said
        assert "New patient “lop”" in said
        assert patient_id(screen) == "maria"
        assert ("record 004 118" in said) == (size[0] >= 104)
        await press(pilot, "down")
        assert patient_id(screen) == "mario"
        await press(pilot, "enter")
        assert screen.context == PATIENT
        said = page(pilot.app)
        assert "record 004 119" in said
        assert ("2 found" in said) == (size[0] >= 104)
        await press(pilot, "escape")
        assert screen.context == TYPING
        assert "2 found" in page(pilot.app)
        await press(pilot, "escape")
        assert (screen.context, screen.search.value, patient_id(screen)) == (PATIENT, "", "mario")


async def test_a_patient_is_found_before_the_key_that_follows_acts(desk_app: App) -> None:
    async with desk_app() as pilot:
        screen = await opened(pilot)
        await pilot.press(*"oka", "enter")
        await settle(pilot)
        assert patient_id(screen) == "okafor"
        assert screen.context == PATIENT


async def test_the_record_tells_of_visits_no_shows_and_the_waitlist(desk_app: App, station: Station) -> None:
    other = station()
    other.update_patient(id="maria", alerts=["interpreter", "wheelchair"], note="Call the mobile. " * 20,
                         email="m.lopez@example.org", address="4 Main Street")  # fmt: skip
    other.waitlist_add(patient="maria", type="proc", doctors=["osei"], weekdays=["mon", "thu"], to="2026-12-04",
                       between=["08:00", "12:00"])  # fmt: skip
    other.waitlist_add(patient="maria")
    other.book(id="next", doctor="who", start="2026-12-08T09:30", type="vac", patient="maria")
    async with desk_app() as pilot:
        await opened(pilot, "maria")
        said = page(pilot.app)
        for words in (
            "born 7 Mar 1984 · 42 y", "since Nov 2026", "917 555 0177   m.lopez@example.org", "4 Main Street",
            "! interpreter", "✗ 1 no-show", "Tue  8 Dec 09:30", "Vaccination", "Main St",
            "procedure, Dr Osei, Mon Thu 08:00–12:00,", "a visit, any doctor", "asked 20 Nov, today",
            "Mon 16 Nov 2026", "no-show", "Call the mobile.",
        ):  # fmt: skip
            assert words in said


async def test_past_visits_are_cut_and_tab_shows_all(desk_app: App, station: Station) -> None:
    async with desk_app((120, 20)) as pilot:
        desk = the_app(pilot).desk
        for number in range(9):
            day = f"2026-11-{2 + number + 2 * (number > 4):02}"
            why = "written up later"
            desk.book(doctor="who", start=f"{day}T15:00", minutes=15, patient="maria", override=why, type="tel")
        await opened(pilot, "maria")
        assert "more" in page(pilot.app)
        assert "Tab shows all" in page(pilot.app)
        screen = shown(pilot, PatientsScreen)
        await press(pilot, "tab", *["down"] * 12)
        assert screen.chosen_visit is not None
        assert screen.chosen_visit.visit.start.startswith("2026-11-02")
        assert "Mon  2 Nov 2026" in page(pilot.app)
        await press(pilot, "pageup", "up", "k")
        assert "more" not in page(pilot.app)


async def test_doubles_among_the_found_are_named(desk_app: App, station: Station) -> None:
    other = station()
    other.add_patient(id="marya", name="Lopez, Marya", birth_date="1984-03-07")
    other.update_patient(id="mario", phones=["(917) 555-0177"])
    async with desk_app() as pilot:
        await opened(pilot, "lop")
        said = page(pilot.app)
        assert "Same birthday or phone" in said
        assert "Lopez, Maria and Lopez, Marya: both 7 Mar 1984" in said
        assert "Lopez, Maria and Lopez, Mario: one phone, family" in said


async def test_mistyped_names_stand_apart_and_nobody_is_said(desk_app: App) -> None:
    async with desk_app() as pilot:
        screen = await opened(pilot, "okefor")
        assert "Nearly" in page(pilot.app)
        assert patient_id(screen) == "okafor"
        screen.search.value = ""
        await write(pilot, "qqqq")
        assert "nobody of that name" in page(pilot.app)
        assert patient_id(screen) is None
        await press(pilot, "escape")
        assert screen.context == NOTHING
        await press(pilot, "e")
        assert "Nobody is chosen" in page(pilot.app)
        await press(pilot, "b", "f", "v", "D", "tab")
        assert screen.context == NOTHING
        await press(pilot, "escape", "ctrl+f", "tab", "enter")
        assert isinstance(pilot.app.screen, PatientsScreen)
        assert "Type a name" in page(pilot.app)


async def test_the_visits_of_the_record_have_the_keys_of_visits(desk_app: App, station: Station) -> None:
    async with desk_app() as pilot:
        screen = await opened(pilot, "petrov")
        await press(pilot, "tab")
        assert screen.context == VISIT
        assert screen.here.visit.id == "a10"
        await press(pilot, "p")
        assert "Said yes" in page(pilot.app)
        assert screen.here.visit.response == "accepted"
        await press(pilot, "y", "enter")
        shown(pilot, VisitDialog)
        await press(pilot, "escape", "v")
        shown(pilot, HistoryDialog)
        await press(pilot, "escape", "x", "1")
        assert station().visit_view("a10").visit.status == "cancelled"
        assert screen.here.visit.id == "a05"
        await press(pilot, "u", "tab")
        assert screen.context == PATIENT
        assert station().visit_view("a10").visit.status == "booked"
        await press(pilot, "tab", "m")
        week = shown(pilot, WeekScreen)
        assert week.grid.carry is not None
        await press(pilot, "escape")
        assert shown(pilot, PatientsScreen).context == VISIT


async def test_a_patient_without_visits_says_so(desk_app: App) -> None:
    async with desk_app() as pilot:
        screen = await opened(pilot, "mario")
        await press(pilot, "tab")
        assert "Mario Lopez has no visit yet." in page(pilot.app)
        assert screen.context == TYPING


async def test_a_time_is_found_and_booked_for_them(desk_app: App, station: Station) -> None:
    async with desk_app() as pilot:
        screen = await opened(pilot, "mario")
        await press(pilot, "ctrl+f", "escape", "enter", "b")
        shown(pilot, NextDialog)
        await press(pilot, "enter")
        form = shown(pilot, BookDialog)
        assert form.patient is not None
        assert form.patient.id == "mario"
        await press(pilot, "enter")
        assert screen.is_current
        assert "Booked  Mario Lopez" in page(pilot.app)
        assert screen.record is not None
        assert len(screen.record.card.upcoming) == 1


@pytest.mark.parametrize("size", SIZES)
async def test_a_record_is_changed(desk_app: App, station: Station, size: tuple[int, int]) -> None:
    async with desk_app(size) as pilot:
        screen = await opened(pilot, "mario")
        await press(pilot, "enter", "e")
        shown(pilot, PatientDialog)
        await empty_and_write(pilot, "birth_date", "1.4.12")
        assert "1 Apr 2012 · 14 y" in page(pilot.app)
        await empty_and_write(pilot, "phones", "917 555 0300, 212 555 0301")
        await empty_and_write(pilot, "alerts", "wheelchair")
        assert "Changed: born, phones, alerts" in page(pilot.app)
        await press(pilot, "up", "down", "enter", "ctrl+s")
        assert screen.is_current
        assert "Saved  Mario Lopez, b. 1 Apr 2012: born, phones, alerts" in page(pilot.app)
        assert screen.patient is not None
        assert screen.patient.alerts == ["wheelchair"]
        await press(pilot, "v")
        assert "changed the patient" in page(pilot.app).casefold()
        await press(pilot, "escape", "u")
        assert station().patient("mario").birth_date == "2011-09-19"


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("name", " ", "Name is empty."),
        ("birth_date", "31.2.84", "Born: “31.2.84” is no day that has been."),
        ("email", "at home", "Email: “at home” is no address."),
        ("phones", "1" * 201, "Phones has 201 characters."),
        ("note", "turn\u202earound", "Note holds a character that cannot be shown (U+202E)."),
    ],
)
async def test_what_cannot_be_saved_names_the_field_and_the_remedy(
    desk_app: App, field: str, typed: str, said: str
) -> None:
    async with desk_app() as pilot:
        await opened(pilot, "mario")
        await press(pilot, "enter", "e")
        await empty_and_write(pilot, field, typed)
        await press(pilot, "ctrl+s")
        shown(pilot, PatientDialog)
        assert said in page(pilot.app)


async def test_esc_keeps_what_was_typed_for_the_next_time(desk_app: App, station: Station) -> None:
    async with desk_app() as pilot:
        await opened(pilot, "mario")
        await press(pilot, "enter", "e", "escape", "e")
        await empty_and_write(pilot, "note", "half a sent")
        await press(pilot, "escape")
        assert "Not saved  Mario Lopez: what was typed is kept, e goes on with it." in page(pilot.app)
        assert station().patient("mario").note is None
        await press(pilot, "e")
        dialog = shown(pilot, PatientDialog)
        assert "As you left it" in page(pilot.app)
        assert dialog.texts["note"] == "half a sent"
        await press(pilot, "ctrl+z")
        assert dialog.texts["note"] == ""
        await press(pilot, "ctrl+s", "e")
        assert "As it was saved" in page(pilot.app)


@pytest.mark.parametrize("size", SIZES)
async def test_a_new_patient_begins_with_the_typed_name(
    desk_app: App, station: Station, size: tuple[int, int]
) -> None:
    async with desk_app(size) as pilot:
        screen = await opened(pilot, "zadie smith")
        await press(pilot, "enter")
        dialog = shown(pilot, PatientDialog)
        assert dialog.texts["name"] == "Zadie Smith"
        await empty_and_write(pilot, "email", "z@example.org")
        await press(pilot, "ctrl+s")
        assert "Saved  Zadie Smith: a new record" in page(pilot.app)
        assert screen.patient is not None
        assert screen.patient.email == "z@example.org"
        assert screen.patient.hospital == "main"
        await press(pilot, "u")
        assert screen.patient is None


async def test_doubles_are_warned_of_before_saving(desk_app: App, station: Station) -> None:
    async with desk_app() as pilot:
        screen = await opened(pilot)
        await press(pilot, "ctrl+n", "ctrl+o")
        await write(pilot, "Lopez, Marya")
        await empty_and_write(pilot, "birth_date", "7.3.84")
        assert "Maybe here already" in page(pilot.app)
        assert "same birthday" in page(pilot.app)
        await press(pilot, "ctrl+s")
        assert "Maybe here already: Maria Lopez, b. 7 Mar 1984, same birthday" in page(pilot.app)
        await press(pilot, "ctrl+o")
        assert patient_id(screen) == "maria"
        await press(pilot, "ctrl+n")
        await write(pilot, "Lopez, Maria")
        await empty_and_write(pilot, "birth_date", "7.3.84")
        await press(pilot, "ctrl+s", "ctrl+s")
        assert screen.is_current
    assert [hit.patient.name for hit in station().search_patients("lopez maria").hits] == ["Lopez, Maria"] * 2


@pytest.mark.parametrize("size", SIZES)
async def test_changed_meanwhile_field_by_field(desk_app: App, station: Station, size: tuple[int, int]) -> None:
    other = station()
    async with desk_app(size) as pilot:
        screen = await opened(pilot, "mario")
        await press(pilot, "enter", "e")
        await empty_and_write(pilot, "note", "mine")
        await empty_and_write(pilot, "email", "mine@example.org")
        other.update_patient(id="mario", note="theirs", phones=["1", "2"])
        await press(pilot, "ctrl+s")
        dialog = shown(pilot, ChangedDialog)
        assert dialog.choices == {"phones": False, "email": True, "note": True}
        said = page(pilot.app)
        for words in ("Changed meanwhile", "by t.reyes", "yours", "theirs", "1, 2", "mine@example.org", "both"):
            assert words in said
        await press(pilot, "escape", "ctrl+s", "down", "down", "right")
        dialog = shown(pilot, ChangedDialog)
        assert dialog.choices["note"] is False
        await press(pilot, "enter")
        assert screen.is_current
    other.refresh()
    kept = other.patient("mario")
    assert (kept.note, kept.email, kept.phones) == ("theirs", "mine@example.org", ["1", "2"])


async def test_all_of_theirs_or_mine_at_once_and_news_say_so(desk_app: App, station: Station) -> None:
    other = station()
    async with desk_app() as pilot:
        screen = await opened(pilot, "mario")
        await press(pilot, "enter", "e")
        await empty_and_write(pilot, "note", "mine")
        shown(pilot, PatientDialog)
        other.update_patient(id="mario", note="theirs", email="t@example.org")
        await follow(pilot)
        assert "Changed meanwhile by t.reyes" in page(pilot.app)
        await press(pilot, "ctrl+s", "m", "space", "t")
        changed = shown(pilot, ChangedDialog)
        assert set(changed.choices.values()) == {False}
        await press(pilot, "enter")
        assert screen.is_current
        assert screen.patient is not None
        assert screen.patient.note == "theirs"


async def test_two_records_of_one_person_become_one(desk_app: App, station: Station) -> None:
    other = station()
    other.add_patient(id="old", name="Petrov, Iwan", birth_date="1950-01-19", alerts=["deaf"], phones=["1"])
    other.add_patient(id="older", name="Petrov", birth_date="1950-01-19")
    other.book(id="b1", doctor="who", start="2026-12-08T09:30", type="vac", patient="old")
    async with desk_app() as pilot:
        screen = await opened(pilot, "petrov ivan")
        await press(pilot, "enter", "D")
        dialog = shown(pilot, MergeDialog)
        said = page(pilot.app)
        for words in ("This record stays", "This one goes into it", "both 19 Jan 1950", "1 of 2"):
            assert words in said
        await press(pilot, "down")
        assert dialog.drop == "older"
        await press(pilot, "up")
        assert dialog.drop == "old"
        assert "1 visit of the right record goes to the left one." in page(pilot.app)
        await press(pilot, "left")
        assert (dialog.keep, dialog.drop) == ("old", "petrov")
        await press(pilot, "right", "enter")
        assert "Merged  Ivan Petrov has both histories now." in page(pilot.app)
        assert screen.patient is not None
        assert screen.patient.alerts == ["deaf"]
        assert not station().patient("old").active
        await press(pilot, "u")
    other.refresh()
    assert other.patient("old").active
    assert other.visit_view("b1").visit.patient == "old"


async def test_another_record_can_be_looked_for_to_merge(desk_app: App, station: Station) -> None:
    async with desk_app() as pilot:
        await opened(pilot, "souza")
        await press(pilot, "enter", "D")
        shown(pilot, FindPatientDialog)
        await press(pilot, "escape", "enter")
        assert "Nobody alike" in page(pilot.app)
        await press(pilot, "slash")
        await write(pilot, "larsen")
        await press(pilot, "tab", "enter")
        dialog = shown(pilot, MergeDialog)
        assert (dialog.keep, dialog.drop) == ("souza", "larsen")
        station().retire_patient(id="larsen")
        await press(pilot, "enter")
        assert "No longer active" in page(pilot.app)
        await press(pilot, "escape")


async def test_a_patient_found_elsewhere_is_shown(desk_app: App, station: Station) -> None:
    async with desk_app() as pilot:
        await the_app(pilot).open_mode("patients", Whereabouts(patient="vip", asked=True))
        await settle(pilot)
        screen = shown(pilot, PatientsScreen)
        assert screen.context == PATIENT
        assert "Ann [VIP] [/]" in page(pilot.app)
        assert "Looked at lately" in page(pilot.app)
        await press(pilot, "slash")
        assert screen.context == TYPING
        await press(pilot, "escape", "1", "4")
        assert patient_id(screen) == "vip"


async def test_news_keep_the_text_and_the_row(desk_app: App, station: Station) -> None:
    async with desk_app() as pilot:
        screen = await opened(pilot, "lop")
        await press(pilot, "down")
        station().add_patient(id="zed", name="Lopez, Aaron")
        await until(pilot, lambda: "Aaron" in page(pilot.app))
        assert "3 found" in page(pilot.app)
        assert (screen.search.value, patient_id(screen)) == ("lop", "mario")


async def test_the_mouse_chooses_and_acts(desk_app: App) -> None:
    async with desk_app() as pilot:
        screen = await opened(pilot, "pe")
        await pilot.click("#list", offset=(5, 0))
        await settle(pilot)
        assert screen.context == PATIENT
        record = screen.record_rows
        place = next(at for at, row in enumerate(record.rows) if row.choosable)
        await pilot.click("#record", offset=(5, place))
        await settle(pilot)
        assert screen.context == VISIT
        await pilot.click("#record", offset=(5, place))
        await settle(pilot)
        shown(pilot, VisitDialog)


async def test_w_puts_the_patient_on_the_waitlist(desk_app: App) -> None:
    async with desk_app((120, 36)) as pilot:
        await pilot.press("4", *"mar lop")
        await pilot.app.workers.wait_for_complete()
        await pilot.press("enter", "w")
        await pilot.pause()
        assert "Lopez, Maria" in page(pilot.app)
        await pilot.press(*"who mornings", "ctrl+s")
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        assert "On the waitlist  Maria Lopez" in page(pilot.app)
        (entry,) = the_app(pilot).desk.waiting_list()
        assert (entry.entry.patient, entry.entry.doctors) == ("maria", ["who"])
