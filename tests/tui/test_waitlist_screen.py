"""The Waitlist by keys: who waits, what would fit, times given back; and ways onto the list from elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from textual.content import Content
from textual.pilot import Pilot

from scheduling.desk import Desk
from tests.tui.keys import follow, letters, press
from tests.tui.reading import go_to, page, rows, the_app, week
from tui.dialogs.book import BookDialog
from tui.dialogs.digits import DigitsDialog
from tui.dialogs.next_available import NextDialog
from tui.dialogs.waitlist_form import WaitlistForm
from tui.screens.waitlist import WaitlistScreen

DeskApp = Callable[..., Any]
Station = Callable[[str], Desk]

ENTRIES: tuple[dict[str, Any], ...] = (
    {"id": "q1", "patient": "larsen", "doctors": ["osei"], "type": "fu", "to": "2026-12-18"},
    {"id": "q2", "patient": "maria", "doctors": ["who"], "type": "proc", "priority": 1, "note": "Pain."},
    {"id": "q3", "patient": "vip", "doctors": ["strange"], "minutes": 30, "weekdays": ["sun"], "priority": 5},
)


@pytest.fixture
def waiting(station: Station) -> Desk:
    """A desk on the same book, which has put three people on the waitlist."""
    desk = station("front-1")
    for entry in ENTRIES:
        desk.do("waitlist_add", hospital="main", **entry)
    return desk


def screen(pilot: Pilot[None]) -> WaitlistScreen:
    found = pilot.app.screen_stack[0]
    assert isinstance(found, WaitlistScreen)
    return found


def chosen(pilot: Pilot[None]) -> str | None:
    entry = screen(pilot).entry
    return entry.entry.id if entry else None


def said(pilot: Pilot[None]) -> str:
    return screen(pilot).band.said


def entry_of(desk: Desk, ident: str) -> dict[str, Any]:
    found: dict[str, Any] = desk.do("get", id=ident).value[1]
    return found


async def test_who_waits_is_listed_by_priority_then_age_with_the_wishes_in_words(
    desk_app: DeskApp, waiting: Desk
) -> None:
    async with desk_app((120, 36)) as pilot:
        await press(pilot, "5")
        assert [view.entry.id for view in screen(pilot).queue] == ["q2", "q1", "q3"]
        shown = page(pilot.app)
        for words in (
            "Riverside Health Centre",
            "longest 0 days",
            "1 Lopez, Maria",
            "7 Mar 1984",
            "■ Procedure 1 h",
            "Dr Who · Pain.",
            "Dr Osei, until 18 Dec",
            "Dr Strange, Sun",
            "917 555 0177",
            "1 no-show",
            "Would fit now",
            "Fri 20 Nov 11:30",
            "Freed times",
        ):
            assert words in shown, words
        await press(pilot, "end", "j", "j", "j")
        assert chosen(pilot) == "q3"
        assert "Ann [VIP]" in page(pilot.app)
        assert "nothing free suits them" in page(pilot.app)
        await press(pilot, "enter")
        assert said(pilot) == "Nothing free suits Ann [VIP] [/] 田中. f finds what would, e changes the wishes."


async def test_the_fact_beside_the_tabs_never_costs_them_their_names(desk_app: DeskApp, waiting: Desk) -> None:
    async with desk_app((80, 24)) as pilot:
        await press(pilot, "5")
        assert rows(pilot.app)[1].startswith(" 1 Week 2 Day 3 Today")
        assert rows(pilot.app)[1].rstrip().endswith("longest 0 days")
        screen(pilot).modes.show("waitlist", Content("a fact of more cells than there are"), {})
        await pilot.pause()
        assert rows(pilot.app)[1].rstrip() == " 1 Week 2 Day 3 Today 4 Pat 5 Wait 6 Hours 7 Fig 8 Clin"


async def test_an_empty_list_says_what_to_press(desk_app: DeskApp) -> None:
    async with desk_app((80, 24)) as pilot:
        await press(pilot, "5")
        assert "Nobody waits for a time." in page(pilot.app)
        await press(pilot, "x")
        assert said(pilot) == "Nobody waits. w puts somebody on the waitlist."
        await press(pilot, "tab", "w")
        assert isinstance(pilot.app.screen, WaitlistForm)


async def test_enter_books_the_first_time_and_closes_the_entry_in_one_step(desk_app: DeskApp, waiting: Desk) -> None:
    async with desk_app((120, 36)) as pilot:
        await press(pilot, "5", "enter")
        dialog = pilot.app.screen
        assert isinstance(dialog, BookDialog)
        assert dialog.patient is not None
        assert (dialog.patient.id, dialog.slot.doctor, dialog.slot.type_id) == ("maria", "who", "proc")
        await press(pilot, "enter")
        desk = the_app(pilot).desk
        assert said(pilot).startswith("Booked  Maria Lopez, b. 7 Mar 1984: Fri 20 Nov 11:30–12:30, Dr Who")
        assert entry_of(desk, "q2")["closed_reason"] == "booked"
        assert [view.entry.id for view in screen(pilot).queue] == ["q1", "q3"]
        await press(pilot, "u")
        assert said(pilot).startswith("Undone  booked M. Lopez with Dr Who")
        assert entry_of(desk, "q2")["status"] == "waiting"
        assert desk.series_visits("none") == ()
        assert chosen(pilot) is not None
        await press(pilot, "ctrl+r")
        assert entry_of(desk, "q2")["status"] == "closed"


async def test_tab_and_the_arrows_choose_another_time(desk_app: DeskApp, waiting: Desk) -> None:
    async with desk_app((120, 36)) as pilot:
        await press(pilot, "5", "tab", "down", "down")
        assert screen(pilot).part == "times"
        third = screen(pilot).times[2]
        assert screen(pilot).chosen_time == third
        await press(pilot, "enter")
        dialog = pilot.app.screen
        assert isinstance(dialog, BookDialog)
        assert dialog.slot.start == third.start
        await press(pilot, "escape")
        assert (screen(pilot).part, screen(pilot).chosen_time) == ("times", third)
        await press(pilot, "escape", "down")
        assert (screen(pilot).part, chosen(pilot)) == ("entries", "q1")
        assert screen(pilot).chosen_time == screen(pilot).times[0]


async def test_another_patient_in_the_form_leaves_the_entry_alone(desk_app: DeskApp, waiting: Desk) -> None:
    async with desk_app((120, 36)) as pilot:
        await press(pilot, "5", "enter", "shift+tab", "ctrl+u", *letters("okaf"), "enter", "enter")
        assert said(pilot).startswith("Booked  Chinwe Okafor")
        assert entry_of(the_app(pilot).desk, "q2")["status"] == "waiting"


async def test_an_entry_that_somebody_closed_meanwhile_is_booked_all_the_same(
    desk_app: DeskApp, waiting: Desk
) -> None:
    async with desk_app((120, 36)) as pilot:
        await press(pilot, "5", "enter")
        waiting.do("waitlist_close", id="q2", reason="no longer wanted")
        await follow(pilot)
        await press(pilot, "enter")
        assert said(pilot).startswith("Booked  Maria Lopez")
        assert entry_of(the_app(pilot).desk, "q2")["closed_reason"] == "no longer wanted"


async def test_urgency_a_call_nobody_answered_and_taking_off(desk_app: DeskApp, waiting: Desk) -> None:
    async with desk_app((120, 36)) as pilot:
        await press(pilot, "5", "plus")
        assert said(pilot) == "Maria Lopez is as urgent as can be."
        await press(pilot, "minus")
        assert said(pilot) == "Priority 2  Maria Lopez, of 1 to 5."
        desk = the_app(pilot).desk
        assert entry_of(desk, "q2")["priority"] == 2
        await press(pilot, "c")
        assert entry_of(desk, "q2")["note"] == "Pain; no answer Fri 20 Nov 10:42"
        await press(pilot, "x")
        assert isinstance(pilot.app.screen, DigitsDialog)
        await press(pilot, "3")
        assert said(pilot) == "Off the waitlist  Maria Lopez: not reached."
        assert entry_of(desk, "q2")["closed_reason"] == "not reached"
        await press(pilot, "u")
        assert entry_of(desk, "q2")["status"] == "waiting"


async def test_the_wishes_are_changed_in_the_words_of_the_finder(desk_app: DeskApp, waiting: Desk) -> None:
    async with desk_app((120, 36)) as pilot:
        await press(pilot, "5", "down", "e")
        form = pilot.app.screen
        assert isinstance(form, WaitlistForm)
        assert form.query_one("#words").value == "osei, follow-up, until 18 dec, "  # type: ignore[attr-defined]
        await press(pilot, *letters("fri mornings blah"))
        await press(pilot, "enter")
        assert form.verdict.said.startswith("✗ Not understood: “blah”.")
        await press(pilot, *["backspace"] * 5, "enter")
        assert said(pilot) == "Changed  Ida Larsen: Dr Osei, Fri mornings, until 18 Dec."
        record = entry_of(the_app(pilot).desk, "q1")
        assert (record["weekdays"], record["between"]) == (["fri"], ["00:00", "12:00"])


async def test_somebody_is_put_on_the_list(desk_app: DeskApp) -> None:
    async with desk_app((80, 24)) as pilot:
        await press(pilot, "5", "w", *letters("okaf"), "enter", *letters("osei fri 45 min northgate"))
        await press(pilot, "tab", "left", "left", "enter")
        assert said(pilot) == "On the waitlist  Chinwe Okafor: Dr Osei, Fri."
        (view,) = screen(pilot).queue
        assert (view.entry.minutes, view.entry.priority, view.entry.note) == (45, 1, "at Northgate")


async def test_f_looks_further_with_the_wishes_filled_in(desk_app: DeskApp, waiting: Desk) -> None:
    async with desk_app((120, 36)) as pilot:
        await press(pilot, "5", "f")
        dialog = pilot.app.screen
        assert isinstance(dialog, NextDialog)
        assert dialog.wish.doctors == ("who",)
        assert dialog.patient is not None
        await press(pilot, "down", "enter")
        assert isinstance(pilot.app.screen, BookDialog)
        await press(pilot, "enter")
        assert entry_of(the_app(pilot).desk, "q2")["closed_reason"] == "booked"


async def test_a_cancelled_visit_tells_who_waits_and_5_goes_to_its_time(desk_app: DeskApp, waiting: Desk) -> None:
    waiting.do("waitlist_add", id="q4", patient="yamada", hospital="main", doctors=["osei"], minutes=15, priority=2)
    async with desk_app((120, 36)) as pilot:
        await go_to(pilot, "a10")
        await press(pilot, "x", "1")
        assert week(pilot).band.said.endswith("2 people on the waitlist could take the freed time.")
        assert "5 who" in page(pilot.app)
        await press(pilot, "5")
        assert screen(pilot).part == "freed"
        freed = screen(pilot).freed_time
        assert freed is not None
        assert (freed.entries, freed.given_by, chosen(pilot)) == (("q4", "q1"), "Petrov, Ivan", "q4")
        assert "1 of 2 ‹ ›" in page(pilot.app)
        await press(pilot, "right")
        assert chosen(pilot) == "q1"
        await press(pilot, "left", "enter")
        dialog = pilot.app.screen
        assert isinstance(dialog, BookDialog)
        assert (dialog.slot.start, dialog.slot.minutes) == (freed.start, 15)
        await press(pilot, "enter")
        assert entry_of(the_app(pilot).desk, "q4")["status"] == "closed"


async def test_a_moved_visit_gives_its_old_time_back_too(desk_app: DeskApp, waiting: Desk) -> None:
    async with desk_app((120, 36)) as pilot:
        await go_to(pilot, "a10")
        await press(pilot, "m", "f", "enter")
        assert week(pilot).band.said.endswith("1 person on the waitlist could take the freed time.")
        await press(pilot, "5")
        freed = screen(pilot).freed_time
        assert freed is not None
        assert (freed.doctor, freed.entries, freed.given_by) == ("osei", ("q1",), "")
        await press(pilot, "1", "down", "5")
        assert screen(pilot).part == "freed"


async def test_w_on_a_visit_asks_for_an_earlier_time(desk_app: DeskApp) -> None:
    async with desk_app((120, 36)) as pilot:
        await go_to(pilot, "a12")
        await press(pilot, "w")
        form = pilot.app.screen
        assert isinstance(form, WaitlistForm)
        assert form.patient is not None
        assert form.patient.id == "vip"
        assert form.query_one("#words").value == "osei, follow-up, until 22 nov, "  # type: ignore[attr-defined]
        await press(pilot, "enter")
        assert week(pilot).band.said == "On the waitlist  Ann [VIP] [/] 田中: Dr Osei, until 22 Nov."


async def test_the_finder_puts_the_caller_on_the_waitlist_with_exactly_these_wishes(desk_app: DeskApp) -> None:
    async with desk_app((120, 36)) as pilot:
        await press(pilot, "f", "ctrl+u", *letters("strange 200 min sun maria lopez,"))
        assert "^t  put Maria Lopez on the waitlist with exactly these wishes" in page(pilot.app)
        await press(pilot, "ctrl+t")
        assert week(pilot).band.said == "On the waitlist  Maria Lopez: Dr Strange, Sun."
        (view,) = the_app(pilot).desk.waiting_list()
        assert (view.patient.id, view.entry.weekdays, view.minutes) == ("maria", ["sun"], 200)


async def test_the_finder_asks_who_it_is_where_nobody_is_named(desk_app: DeskApp) -> None:
    async with desk_app((120, 36)) as pilot:
        await press(pilot, "f", "ctrl+u", *letters("osei fri"), "ctrl+t")
        assert isinstance(pilot.app.screen, WaitlistForm)
        await press(pilot, *letters("okaf"), "enter", "enter")
        assert week(pilot).band.said == "On the waitlist  Chinwe Okafor: Dr Osei, Fri."


async def test_the_form_of_a_booking_gives_way_to_the_waitlist(desk_app: DeskApp) -> None:
    async with desk_app((120, 36), on_now=False) as pilot:
        await press(pilot, "enter", *letters("okaf"), "ctrl+t", "enter")
        assert week(pilot).band.said.startswith("On the waitlist  Chinwe Okafor: Dr Osei")
        assert "pending" not in {visit.status for visit in the_app(pilot).desk.appointments(doctor="osei")}


async def test_news_keeps_the_chosen_rows(desk_app: DeskApp, waiting: Desk) -> None:
    async with desk_app((120, 36)) as pilot:
        await press(pilot, "5", "down", "tab", "down")
        before = screen(pilot).chosen_time
        waiting.do("waitlist_add", patient="souza", hospital="main", priority=1)
        await follow(pilot)
        assert (chosen(pilot), screen(pilot).part, screen(pilot).chosen_time) == ("q1", "times", before)
        assert len(screen(pilot).queue) == 4


async def test_the_mouse_chooses_and_books(desk_app: DeskApp, waiting: Desk) -> None:
    async with desk_app((120, 36)) as pilot:
        await press(pilot, "5")
        await pilot.click("#entries", offset=(5, 3))
        await pilot.pause()
        assert chosen(pilot) == "q1"
        await pilot.click("#entries", offset=(5, 2))
        await pilot.pause()
        assert isinstance(pilot.app.screen, BookDialog)


@pytest.mark.parametrize("size", [(80, 24), (104, 26), (160, 48)])
async def test_names_of_any_kind_keep_every_row_as_wide_as_the_screen(
    desk_app: DeskApp, waiting: Desk, size: tuple[int, int]
) -> None:
    name = "[b]" + "W\u202ei\u0301d\u200be 山田👩‍👩‍👧 محمد " * 12
    waiting.do("update_patient", id="larsen", name=name.replace("\u202e", "").replace("\u200b", "")[:200])
    waiting.do("waitlist_update", id="q1", note="[/] " + "山" * 300)
    async with desk_app(size) as pilot:
        await press(pilot, "5", "down")
        from rich.cells import cell_len

        assert {cell_len(row) for row in rows(pilot.app)} == {size[0]}
        assert chosen(pilot) == "q1"


async def test_the_smallest_window_still_lists_who_waits(desk_app: DeskApp, waiting: Desk) -> None:
    async with desk_app((60, 15)) as pilot:
        await press(pilot, "5")
        shown = page(pilot.app)
        for words in ("1 Lopez, Maria", "917 555 0177", "Would fit now", "Fri 20 Nov 11:30", "Freed times"):
            assert words in shown, words
