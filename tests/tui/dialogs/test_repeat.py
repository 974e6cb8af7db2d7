"""Repeat: every date is shown with what is in its way and decided one by one; and how much of a series is meant."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.pilot import Pilot
from textual.widgets import Input

from scheduling.desk import Desk
from tests.tui.keys import follow, letters, press, settle, until
from tests.tui.reading import go_to, page, the_app, week
from tui.dialogs.book import BookDialog
from tui.dialogs.digits import DigitsDialog
from tui.dialogs.repeat import RepeatDialog

DeskApp = Callable[..., Any]
Station = Callable[[str], Desk]


def dialog(pilot: Pilot[None]) -> RepeatDialog:
    found = pilot.app.screen
    assert isinstance(found, RepeatDialog)
    return found


def fates(pilot: Pilot[None]) -> list[str]:
    return [one.fate for one in dialog(pilot).dates]


def said(pilot: Pilot[None]) -> str:
    return week(pilot).band.said


async def say(pilot: Pilot[None], typed: str) -> None:
    """Type a rule in the place of the one that is there."""
    await press(pilot, "ctrl+u", *letters(typed))


def visits(pilot: Pilot[None], patient: str) -> list[str]:
    found = the_app(pilot).desk.appointments(patient=patient, **{"from": "2026-11-20", "to": "2027-02-01"})
    return [visit.start[:16] for visit in found if visit.status == "booked"]


async def test_r_shows_every_date_and_enter_books_them_all(desk_app: DeskApp) -> None:
    async with desk_app((120, 36)) as pilot:
        await go_to(pilot, "a10")
        await press(pilot, "r")
        assert fates(pilot) == ["itself", *["book"] * 5]
        shown = page(pilot.app)
        for words in ("Ivan Petrov, 13:30, Dr Osei", "6 dates", "last Fri 25 Dec 2026", "this visit, booked already"):
            assert words in shown, words
        assert "Fri 27 Nov 13:30 – 14:00  ✓ free" in shown
        await say(pilot, "every 2 weeks 3 times")
        assert dialog(pilot).verdict.said.startswith("✓ 2 visits every 2 weeks, last Fri 18 Dec 2026")
        await press(pilot, "enter")
        assert said(pilot) == "2 of 2 booked  Ivan Petrov, every 2 weeks 13:30, Dr Osei, last Fri 18 Dec 2026."
        assert visits(pilot, "petrov") == ["2026-11-20T13:30", "2026-12-04T13:30", "2026-12-18T13:30"]
        await press(pilot, "u")
        assert said(pilot).endswith("and 1 more")
        assert visits(pilot, "petrov") == ["2026-11-20T13:30"]


async def test_a_clash_takes_the_time_beside_it_or_is_left_out(desk_app: DeskApp, station: Station) -> None:
    other = station("front-1")
    other.do("book", doctor="osei", start="2026-11-27T13:30", minutes=30, patient="souza")
    other.do("book", doctor="osei", start="2026-12-04T13:00", minutes=240, patient="maria")
    other.do("close", doctor="osei", **{"from": "2026-12-04", "to": "2026-12-10"}, reason="leave")
    async with desk_app((120, 36)) as pilot:
        await go_to(pilot, "a10")
        await press(pilot, "r")
        assert fates(pilot) == ["itself", "stuck", "stuck", "book", "book", "book"]
        shown = page(pilot.app)
        assert "✗ Dr Osei is taken 13:30–14:00 (A. D'S" in shown
        assert "Space: 13:00" in shown
        assert "Space: leave out" in shown
        assert dialog(pilot).verdict.said.startswith("✗ 2 of 6 dates are not free.")
        await press(pilot, "enter")
        assert dialog(pilot).verdict.said.startswith("✗ 2 of 6"), "nothing is booked before all is decided"
        await press(pilot, "space", "down", "space")
        assert fates(pilot) == ["itself", "instead", "leave", "book", "book", "book"]
        assert "→ 13:00 instead" in page(pilot.app)
        await press(pilot, "space", "space", "down", "space", "space", "space")
        assert fates(pilot) == ["itself", "instead", "leave", "leave", "book", "book"]
        await press(pilot, "enter")
        assert said(pilot).startswith("3 of 5 booked  Ivan Petrov")
        assert visits(pilot, "petrov")[1:] == ["2026-11-27T13:00", "2026-12-18T13:30", "2026-12-25T13:30"]
        await press(pilot, "u")
        assert visits(pilot, "petrov") == ["2026-11-20T13:30"]


async def test_what_is_missing_or_impossible_is_said_and_books_nothing(desk_app: DeskApp) -> None:
    async with desk_app((80, 24)) as pilot:
        await go_to(pilot, "a10")
        await press(pilot, "r")
        for typed, words in (
            ("every week", "How long? Say 6 times, or until 18 dec."),
            ("every day 105 times", "more than 104 dates"),
            ("every month on mon 3 times", "byday belongs to a weekly series"),
            ("every week 1 times", "Nothing to book every date is left out"),
        ):
            await say(pilot, typed)
            assert words in dialog(pilot).verdict.said, typed
            await press(pilot, "enter")
        await press(pilot, "escape")
        assert visits(pilot, "petrov") == ["2026-11-20T13:30"]


async def test_news_while_deciding_keeps_what_was_decided(desk_app: DeskApp, station: Station) -> None:
    async with desk_app((120, 36)) as pilot:
        await go_to(pilot, "a10")
        await press(pilot, "r", "down", "down", "space")
        assert fates(pilot)[1] == "leave"
        station("front-1").do("book", doctor="osei", start="2026-12-11T13:30", minutes=30, patient="souza")
        await follow(pilot)
        assert fates(pilot) == ["itself", "leave", "book", "stuck", "book", "book"]
        await press(pilot, "up", "up", "up")
        assert dialog(pilot).query_one("#words", Input).has_focus


async def test_past_dates_of_an_old_visit_are_left_out_by_themselves(desk_app: DeskApp) -> None:
    async with desk_app((120, 36)) as pilot:
        await go_to(pilot, "a05")
        await press(pilot, "r")
        await say(pilot, "every day until 24 nov")
        assert fates(pilot) == ["itself", "leave", "stuck", "stuck", "book", "book"]


async def test_the_form_books_a_series_from_its_own_held_time(desk_app: DeskApp) -> None:
    async with desk_app((120, 36), on_now=False) as pilot:
        await press(pilot, "enter", "ctrl+r")
        form = pilot.app.screen
        assert isinstance(form, BookDialog)
        assert "choose the patient" in form.verdict.said
        await press(pilot, *letters("okaf"), "enter", "ctrl+r")
        await say(pilot, "every week 3 times")
        assert fates(pilot) == ["book", "book", "book"]
        await press(pilot, "enter")
        assert said(pilot).startswith("Booked  Chinwe Okafor")
        assert "3 of 3 booked" in said(pilot)
        desk = the_app(pilot).desk
        series = week(pilot).selection.visit
        assert series is not None
        assert series.visit.series is not None
        assert len(desk.series_visits(series.visit.series)) == 3
        assert "pending" not in {visit.status for visit in desk.appointments(doctor="osei")}


async def series_of_petrov(pilot: Pilot[None]) -> list[str]:
    """Three more visits of one series, on Fridays; the cursor is on the second of them."""
    await go_to(pilot, "a10")
    await press(pilot, "r")
    await say(pilot, "every week 4 times")
    await press(pilot, "enter")
    found = the_app(pilot).desk.appointments(patient="petrov", **{"from": "2026-11-21", "to": "2027-02-01"})
    ids = [visit.id for visit in found]
    await go_to(pilot, ids[1])
    return ids


async def test_cancel_asks_how_much_of_the_series(desk_app: DeskApp) -> None:
    async with desk_app((120, 36)) as pilot:
        await series_of_petrov(pilot)
        await press(pilot, "x", "1")
        assert isinstance(pilot.app.screen, DigitsDialog)
        for words in ("1 This one         1 visit", "2 This and later   2 visits", "3 All to come      3 visits"):
            assert words in page(pilot.app)
        await press(pilot, "2")
        assert (
            said(pilot)
            == "Cancelled  Ivan Petrov, Fri 4 Dec 13:30 – 14:00 and 1 more of the series. Reason: patient."
        )
        assert visits(pilot, "petrov") == ["2026-11-20T13:30", "2026-11-27T13:30"]
        await press(pilot, "u")
        assert len(visits(pilot, "petrov")) == 4
        await press(pilot, "x", "1", "escape")
        assert len(visits(pilot, "petrov")) == 4


async def asked(pilot: Pilot[None]) -> None:
    """Until the store's thread has counted how much of the series fits, and it is asked."""
    await until(pilot, lambda: isinstance(pilot.app.screen, DigitsDialog))
    await settle(pilot)


async def test_move_asks_how_much_of_the_series_and_tells_what_does_not_fit(
    desk_app: DeskApp, station: Station
) -> None:
    async with desk_app((120, 36)) as pilot:
        await series_of_petrov(pilot)
        station("front-1").do("book", doctor="osei", start="2026-11-27T14:00", minutes=30, patient="souza")
        await press(pilot, "m", "down", "down", "enter")
        await asked(pilot)
        for words in ("1 visit", "2 visits, all fit there", "3 visits, 1 of them do not fit there"):
            assert words in page(pilot.app), words
        await press(pilot, "2")
        assert "and 1 more of the series" in said(pilot)
        assert visits(pilot, "petrov")[1:] == ["2026-11-27T13:30", "2026-12-04T14:00", "2026-12-11T14:00"]
        await press(pilot, "m", "down", "enter")
        await asked(pilot)
        await press(pilot, "1")
        assert visits(pilot, "petrov")[2] == "2026-12-04T14:15"
        await press(pilot, "m", "down", "enter")
        await asked(pilot)
        await press(pilot, "escape")
        assert week(pilot).grid.carry is not None, "it is still in hand"
