"""The week by keys: moving about, the statuses, moving a visit, undo; and what each key says when it cannot apply."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from scheduling.desk import Desk
from tests.tui.keys import follow, press
from tests.tui.reading import go_to, page, rows, the_app, week
from tui.actions import CARRY, FREE, SHUT, VISIT
from tui.dialogs.book import BookDialog

DeskApp = Callable[..., Any]


async def test_it_opens_on_now_with_who_where_and_when_in_row_one(desk_app: DeskApp) -> None:
    async with desk_app((120, 36)) as pilot:
        first, second = rows(pilot.app)[:2]
        for words in (
            "◆ Dr Amara Osei",
            "General practice",
            "‹ 16 – 22 November 2026 ›",
            "front-2 · j.hale",
            "10:42",
        ):
            assert words in first
        assert "clock fixed" in first
        assert "demo" not in first
        assert second.startswith(" 1 Week ")
        assert "■F-up ■Proc" in second
        assert week(pilot).selection.day == date(2026, 11, 20)
        assert week(pilot).selection.visit is not None


@pytest.mark.parametrize(
    ("now", "day", "minute"),
    [
        ("2026-11-20T06:27-05:00", 20, None),
        ("2026-11-20T10:42-05:00", 20, None),
        ("2026-11-20T21:00-05:00", 23, 8 * 60),
        ("2026-11-22T03:00-05:00", 23, 8 * 60),
    ],
)
async def test_it_opens_on_the_first_free_time_so_that_enter_books(
    desk_app: DeskApp, now: str, day: int, minute: int | None
) -> None:
    async with desk_app((120, 36), now=now, on_now=False) as pilot:
        selection = week(pilot).selection
        assert selection.state == "free"
        assert selection.day == date(2026, 11, day)
        assert minute is None or selection.start == minute
        assert selection.start_minute * 60 >= the_app(pilot).desk.now()
        await pilot.press("enter")
        assert isinstance(pilot.app.screen, BookDialog)


async def test_at_80_columns_two_lines_stand_for_the_panel(desk_app: DeskApp) -> None:
    async with desk_app((80, 24)) as pilot:
        shown = rows(pilot.app)
        assert "16–22 Nov 2026" in shown[0]
        assert "clock fixed" in shown[0]
        assert "Haddad, Omar" in shown[21]
        assert "Fri 20 Nov 10:15 – 10:45 · Main Street · 212 555 0119" in shown[22]
        assert "Waiting room" not in page(pilot.app)
        await pilot.resize_terminal(120, 36)
        await pilot.pause()
        assert "Waiting room" in page(pilot.app)


async def test_the_panel_tells_of_a_free_time_and_what_fits(desk_app: DeskApp) -> None:
    async with desk_app((120, 36)) as pilot:
        screen = week(pilot)
        screen.turn_to(day=date(2026, 11, 20), minute=13 * 60)
        await pilot.pause()
        assert screen.context == FREE
        shown = page(pilot.app)
        for words in ("Free", "30 min, until 13:30", "Main Street", "■ Telephone", "□ Procedure"):
            assert words in shown


async def test_arrows_letters_weeks_doctors_and_zoom_move_about(desk_app: DeskApp) -> None:
    async with desk_app((120, 36)) as pilot:
        screen = week(pilot)
        screen.turn_to(day=date(2026, 11, 20), minute=12 * 60)
        await press(pilot, "left")
        assert screen.selection.day == date(2026, 11, 19)
        await press(pilot, "l", "j")
        assert (screen.selection.day, screen.selection.start) == (date(2026, 11, 20), 12 * 60 + 15)
        await press(pilot, "up", "right", "right", "right")
        assert screen.selection.day == date(2026, 11, 23)
        assert "23 – 29 November 2026" in rows(pilot.app)[0]
        await press(pilot, "left_square_bracket")
        assert screen.selection.day == date(2026, 11, 16)
        await press(pilot, "ctrl+right")
        assert screen.selection.day == date(2026, 11, 23)
        await press(pilot, "h")
        assert screen.selection.day == date(2026, 11, 22)
        await press(pilot, "full_stop", "full_stop")
        assert "◆ Dr Who" in rows(pilot.app)[0]
        await press(pilot, "comma", "comma")
        assert "◆ Dr Amara Osei" in rows(pilot.app)[0]
        await press(pilot, "plus")
        assert screen.grid.row_minutes == 10
        await press(pilot, "plus", "plus")
        assert "Rows of 5 minutes are the finest." in page(pilot.app)
        await press(pilot, "minus")
        assert screen.grid.row_minutes == 10
        await press(pilot, "t")
        assert screen.selection.day == date(2026, 11, 20)
        await press(pilot, "pagedown")
        later = screen.selection.start
        await press(pilot, "pageup")
        assert screen.selection.start < later


async def test_shift_extends_a_range_and_escape_lets_it_go(desk_app: DeskApp) -> None:
    async with desk_app((120, 36)) as pilot:
        screen = week(pilot)
        screen.turn_to(day=date(2026, 11, 20), minute=12 * 60)
        await press(pilot, "shift+down", "J")
        assert screen.selection.minutes == 45
        await press(pilot, "K")
        assert screen.selection.minutes == 30
        assert "Selected 30 min" in page(pilot.app)
        await press(pilot, "escape")
        assert not screen.selection.ranged


async def test_a_visit_is_worked_off_by_its_keys_and_undone(desk_app: DeskApp) -> None:
    async with desk_app((120, 36)) as pilot:
        screen = await go_to(pilot, "a08")
        await press(pilot, "i")
        assert screen.band.said == "In the room  Chinwe Okafor, Fri 20 Nov 10:45 – 11:15"
        assert screen.status == "checked-in"
        await press(pilot, "space")
        assert screen.status == "fulfilled"
        await press(pilot, "space")
        assert screen.band.said == "Nothing follows “Seen”."
        await press(pilot, "s")
        assert screen.band.said == "Chinwe Okafor is seen already."
        await press(pilot, "u")
        assert screen.band.said.startswith("Undone  ")
        assert screen.status == "checked-in"
        await press(pilot, "ctrl+r")
        assert screen.status == "fulfilled"
        assert screen.band.said.startswith("Done again  ")
        await press(pilot, "ctrl+r")
        assert "nothing to do again" in screen.band.said


async def test_arrived_no_show_and_yes(desk_app: DeskApp) -> None:
    async with desk_app((120, 36)) as pilot:
        screen = await go_to(pilot, "a10")
        await press(pilot, "p")
        assert screen.band.said.startswith("Said yes")
        await press(pilot, "p")
        assert screen.band.said == "Ivan Petrov has said yes already."
        await press(pilot, "a")
        assert screen.status == "arrived"
        await press(pilot, "p")
        assert "Ivan Petrov has said yes already." in screen.band.said
        await go_to(pilot, "a08")
        await press(pilot, "p")
        assert screen.band.said == "Only a booked visit can be said yes to; this one is arrived."
        await go_to(pilot, "a11")
        await press(pilot, "o")
        assert screen.status == "booked"
        assert screen.band.has_class("-bad")


async def test_shorter_and_longer_by_a_row(desk_app: DeskApp) -> None:
    async with desk_app((120, 36)) as pilot:
        screen = await go_to(pilot, "a11")
        await press(pilot, "greater_than_sign")
        assert screen.here.visit.minutes == 60
        assert screen.band.said.endswith("14:45 – 15:45")
        await press(pilot, "less_than_sign", "less_than_sign", "less_than_sign", "less_than_sign")
        assert screen.here.visit.minutes == 15
        assert "15 min long already" in screen.band.said


async def test_cancel_asks_for_the_reason_by_one_digit(desk_app: DeskApp) -> None:
    async with desk_app((120, 36)) as pilot:
        screen = await go_to(pilot, "a11")
        await press(pilot, "x")
        assert "Ida Larsen, Fri 20 Nov 14:45 – 15:30, b. 3 Jul 1993" in page(pilot.app)
        await press(pilot, "escape")
        assert screen.status == "booked"
        await press(pilot, "x", "4")
        assert screen.band.said.endswith("Reason: duplicate.")
        assert screen.selection.visit is None
        await press(pilot, "u")
        assert screen.status == "booked"
        await press(pilot, "x", "down", "k", "j", "enter")
        assert screen.band.said.endswith("Reason: clinic.")


async def test_carry_drop_and_undo(desk_app: DeskApp) -> None:
    async with desk_app((120, 36)) as pilot:
        screen = await go_to(pilot, "a11")
        await press(pilot, "m")
        assert screen.context == CARRY
        second = rows(pilot.app)[1]
        assert second.startswith(" Carrying  Ida Larsen, New patient 45 min   Fri 20 Nov 14:45  →  ")
        assert second.rstrip().endswith("✓ fits here")
        screen.grid.go_to(date(2026, 11, 20), 11 * 60)
        await press(pilot, "down")
        assert rows(pilot.app)[1].rstrip().endswith("✗ taken")
        await press(pilot, "x")
        assert screen.band.said == "You are carrying Ida Larsen. ⏎ drops, Esc puts back."
        await press(pilot, "enter")
        assert screen.context == CARRY
        assert screen.band.has_class("-bad")
        await press(pilot, "f")
        assert rows(pilot.app)[1].rstrip().endswith("✓ fits here")
        start = screen.selection.start
        await press(pilot, "enter")
        assert screen.context == VISIT
        assert screen.band.said.startswith("Moved  Ida Larsen, b. 3 Jul 1993: Fri 20 Nov")
        assert screen.here.visit.id == "a11"
        assert screen.selection.start == start
        await press(pilot, "u")
        assert the_app(pilot).desk.visit_view("a11").visit.start == "2026-11-20T14:45-05:00"


async def test_carried_to_another_doctor_and_put_back(desk_app: DeskApp) -> None:
    async with desk_app((80, 24)) as pilot:
        screen = await go_to(pilot, "a11")
        await press(pilot, "m", "full_stop", "right_square_bracket")
        assert "· Dr Strange" in rows(pilot.app)[1] or "→" in rows(pilot.app)[1]
        assert "◆ Dr Stephen Strange" in rows(pilot.app)[0]
        assert "fits here" in page(pilot.app)
        await press(pilot, "escape")
        assert screen.band.said == "Put back; nothing was changed."
        assert screen.here.visit.id == "a11"
        await press(pilot, "m", "enter")
        assert screen.band.said == "It stays where it was."
        await go_to(pilot, "a06")
        await press(pilot, "m")
        assert screen.band.said == "Only a visit that is still to come can be moved."


async def test_a_visit_changed_elsewhere_is_put_back(desk_app: DeskApp, station: Callable[..., Desk]) -> None:
    async with desk_app((120, 36)) as pilot:
        screen = await go_to(pilot, "a11")
        await press(pilot, "m")
        station().do("update_visit", id="a11", note="changed")
        await follow(pilot)
        assert screen.context == VISIT
        assert screen.band.said.startswith("Changed meanwhile  Ida Larsen")


async def test_why_says_what_is_in_the_way(desk_app: DeskApp) -> None:
    async with desk_app((120, 36)) as pilot:
        screen = await go_to(pilot, "a11")
        await press(pilot, "z")
        assert screen.band.said.startswith("Not free  Dr Osei is taken 14:45–15:30")
        screen.turn_to(day=date(2026, 11, 21), minute=600)
        await press(pilot, "z")
        assert screen.band.said.startswith("Not free")
        assert screen.context == SHUT
        screen.turn_to(day=date(2026, 11, 20), minute=12 * 60)
        await press(pilot, "z")
        assert screen.band.said.startswith("Free  Fri 20 Nov 12:00 – 12:15")


async def test_the_sentence_is_copied(desk_app: DeskApp) -> None:
    async with desk_app((120, 36)) as pilot:
        screen = await go_to(pilot, "a11")
        await press(pilot, "y")
        sentence = "Ida Larsen, b. 3 Jul 1993: Fri 20 Nov 14:45–15:30, Dr Osei, Main Street, new patient"
        assert pilot.app.clipboard == sentence
        assert screen.band.said == f"Copied  {sentence}"


async def test_history_in_words(desk_app: DeskApp) -> None:
    async with desk_app((120, 36)) as pilot:
        await go_to(pilot, "a08")
        await press(pilot, "v")
        shown = page(pilot.app)
        assert "Chinwe Okafor, Fri 20 Nov 10:45 – 11:15" in shown
        assert "j.hale · front-1" in shown
        assert "Today 10:35" in shown
        await press(pilot, "down", "v")
        assert "History" not in page(pilot.app).split("Do ─")[0]


@pytest.mark.parametrize("key", ["e", "space", "a", "i", "s", "o", "p", "m", "x", "less_than_sign", "v", "y"])
async def test_a_key_that_cannot_apply_says_why(desk_app: DeskApp, key: str) -> None:
    async with desk_app((80, 24)) as pilot:
        screen = week(pilot)
        screen.turn_to(day=date(2026, 11, 20), minute=12 * 60)
        await press(pilot, key)
        assert screen.band.said.endswith(".")
        assert "isit here" in screen.band.said
        assert len(pilot.app.screen_stack) == 1
        await press(pilot, "j")
        assert screen.band.said == ""


async def test_enter_on_a_time_that_is_not_free_says_so(desk_app: DeskApp) -> None:
    async with desk_app((120, 36)) as pilot:
        week(pilot).turn_to(day=date(2026, 11, 21), minute=600)
        await press(pilot, "enter")
        assert week(pilot).band.said.startswith("This time is not free. ")
