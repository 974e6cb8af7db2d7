"""The app around the week: dialogs of its own, palette, help, empty clinic, errors into words, quitting."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from scheduling import Desk, open_desk
from scheduling.errors import Refused, StoreError
from tests.tui.conftest import NOW
from tests.tui.keys import follow, press, settle, spell, until
from tests.tui.reading import go_to, page, rows, the_app, week
from tui import settings
from tui.actions import lines, of
from tui.app import DeskApp
from tui.dialogs.doctor import DoctorDialog
from tui.dialogs.goto import GotoDialog
from tui.dialogs.help import HelpDialog
from tui.dialogs.problem import ProblemDialog
from tui.guard import BUG
from tui.palette import PaletteDialog, action_entries, matching
from tui.screens.week import WeekScreen
from tui.screens.welcome import WelcomeScreen
from tui.widgets.field import FieldInput

Factory = Callable[..., Any]


# -- help ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("size", "pages"), [((120, 36), 5), ((80, 24), 12)])
async def test_help_shows_every_action(desk_app: Factory, size: tuple[int, int], pages: int) -> None:
    async with desk_app(size) as pilot:
        await press(pilot, "question_mark")
        assert "Week, on a visit" in page(pilot.app)
        seen = ""
        for _ in range(pages):
            seen += page(pilot.app)
            await press(pilot, "pagedown")
        assert "Here: a visit" in seen
        for keys, words in lines(of("week")):
            assert words in seen, words
            assert all(key in seen for key in keys.split())
        await press(pilot, "question_mark")
        assert len(pilot.app.screen_stack) == 1


async def test_what_works_here_stands_first_in_the_help(desk_app: Factory) -> None:
    async with desk_app((120, 36)) as pilot:
        week(pilot).turn_to(day=date(2026, 11, 20), minute=12 * 60)
        await press(pilot, "f1")
        assert "Here: a free time" in rows(pilot.app)[3]
        await press(pilot, "escape")
        await go_to(pilot, "a11")
        await press(pilot, "m", "question_mark")
        assert "Here: carrying a visit" in page(pilot.app)
        await press(pilot, "down", "up", "f1")
        await press(pilot, "escape", "g", "f1")
        assert isinstance(pilot.app.screen, HelpDialog)
        assert "Help  Go to" in page(pilot.app)
        here = page(pilot.app).partition("Here: Go to")[2]
        assert "Enter    go there" in here or "⏎        go there" in here
        assert "PgUp PgDn month" in here
        await pilot.resize_terminal(80, 24)
        await press(pilot, "f1")
        assert isinstance(pilot.app.screen, GotoDialog)


# -- palette ------------------------------------------------------------------------------------------------------


async def test_every_action_is_in_the_palette(desk_app: Factory) -> None:
    async with desk_app((120, 36)) as pilot:
        found = {entry.name for entry in action_entries(week(pilot))}
        assert found == {action.words for action in of("week") if action.id != "palette"}
        for action in of("week"):
            if action.id != "palette":
                names = [entry.name for entry in matching(action_entries(week(pilot)), action.words)]
                assert action.words in names


async def test_the_palette_runs_an_action_and_finds_doctors_dates_and_patients(desk_app: Factory) -> None:
    async with desk_app((120, 36)) as pilot:
        screen = week(pilot)
        await press(pilot, "ctrl+p")
        await spell(pilot, "why")
        await press(pilot, "enter")
        assert screen.band.said.startswith("Not free")
        await press(pilot, "ctrl+p")
        await spell(pilot, "strange")
        assert "1 found" in page(pilot.app)
        await press(pilot, "enter")
        assert screen.doctor_id == "strange"
        await press(pilot, "ctrl+p")
        await spell(pilot, "+2w")
        await press(pilot, "enter")
        assert screen.selection.day == date(2026, 12, 4)
        await press(pilot, "ctrl+p")
        await spell(pilot, "larsen")
        await press(pilot, "enter")
        assert "For  Ida Larsen, b. 3 Jul 1993" in screen.band.said
        assert screen.patient_id == "larsen"
        await press(pilot, "escape")
        assert screen.patient_id is None


async def test_the_palette_says_when_nothing_is_found_and_closes(desk_app: Factory) -> None:
    async with desk_app((80, 24)) as pilot:
        await press(pilot, "ctrl+p")
        assert isinstance(pilot.app.screen, PaletteDialog)
        await spell(pilot, "zzzz")
        assert "nothing of that name" in page(pilot.app)
        await press(pilot, "enter", "pagedown", "up", "ctrl+p")
        assert len(pilot.app.screen_stack) == 1


# -- questions ----------------------------------------------------------------------------------------------------


async def test_go_to_a_date_in_words(desk_app: Factory) -> None:
    async with desk_app((80, 24)) as pilot:
        await press(pilot, "g")
        await spell(pilot, "nextt")
        assert "✗ “nextt” was not understood." in page(pilot.app)
        assert "Try: tomorrow, next tue, +2w, 14.3" in page(pilot.app)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, GotoDialog)
        await press(pilot, "backspace")
        await spell(pilot, " tue 3pm")
        assert "Tuesday 24 November 2026 15:00" in page(pilot.app)
        await press(pilot, "enter")
        selection = week(pilot).selection
        assert (selection.day, selection.start) == (date(2026, 11, 24), 15 * 60)
        await press(pilot, "g", "x", "backspace", "escape")
        assert week(pilot).selection.day == date(2026, 11, 24)
        await press(pilot, "g")
        await spell(pilot, "-2w")
        assert "in the past" in page(pilot.app)


async def test_pick_a_doctor_by_a_few_letters(desk_app: Factory) -> None:
    async with desk_app((80, 24)) as pilot:
        await press(pilot, "d")
        shown = page(pilot.app)
        assert "Dr Stephen Strange" in shown
        assert "free today" in shown
        await spell(pilot, "gen")
        assert "2 found" in page(pilot.app)
        await press(pilot, "down", "enter")
        assert week(pilot).doctor_id == "who"
        await press(pilot, "d")
        dialog = pilot.app.screen
        assert isinstance(dialog, DoctorDialog)
        await spell(pilot, "nobody")
        assert "nobody of that name" in page(pilot.app)
        await press(pilot, "enter", "escape")
        assert week(pilot).doctor_id == "who"


# -- errors into words --------------------------------------------------------------------------------------------


async def test_a_refusal_a_trouble_of_the_store_and_a_bug_become_words(
    desk_app: Factory, caplog: pytest.LogCaptureFixture
) -> None:
    async with desk_app((80, 24)) as pilot:
        app = the_app(pilot)
        screen = week(pilot)

        def refuse(desk: Desk) -> int:
            raise Refused("slot_taken", "Dr Who is taken.", "Free next: 10:15.")

        assert await screen.attempt(refuse) is None
        assert screen.band.said == "Taken  Dr Who is taken. Free next: 10:15."

        def stumble(desk: Desk) -> int:
            raise ValueError("a patient's name must not get here")

        assert await screen.attempt(stumble) is None
        assert screen.band.said == f"Problem  {BUG}"

        def full(desk: Desk) -> int:
            raise StoreError("disk_full", "The disk is full.", "Make room, then do it again.")

        assert await screen.attempt(full) is None
        await pilot.pause()
        assert isinstance(app.screen, ProblemDialog)
        assert "Make room, then do it again." in page(app)
        await press(pilot, "enter")
        assert len(app.screen_stack) == 1
    caplog.clear()


async def test_a_bug_in_a_key_does_not_take_the_desk_down(
    desk_app: Factory, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async with desk_app((80, 24)) as pilot:
        monkeypatch.setattr(WeekScreen, "do_to_now", lambda self: 1 / 0)
        await press(pilot, "t")
        assert week(pilot).band.said == f"Problem  {BUG}"
        await press(pilot, "j")
        assert week(pilot).band.said == ""
    caplog.clear()


async def test_trouble_while_looking_for_news_is_told_once(
    desk_app: Factory, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk_app((80, 24)) as pilot:
        app = the_app(pilot)
        looks = []

        def broken() -> set[tuple[str, int]]:
            looks.append(1)
            raise (
                StoreError("damaged", "The book cannot be read. Not booked.", "Run frontdesk check.")
                if len(looks) < 4
                else OSError
            )

        monkeypatch.setattr(app.desk, "refresh", broken)
        await until(pilot, lambda: len(looks) > 6)
        await settle(pilot)
        assert [type(screen) for screen in app.screen_stack] == [WeekScreen]
        assert week(pilot).band.said == "The book is damaged  The book cannot be read. Run frontdesk check."


# -- an empty clinic ----------------------------------------------------------------------------------------------


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    return tmp_path / "empty"


async def test_an_empty_clinic_offers_the_sample(empty: Path) -> None:
    desk = open_desk(empty, now=NOW, by="j.hale", desk="front-2")
    async with DeskApp(desk).run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        first = pilot.app.screen
        assert isinstance(first, WelcomeScreen)
        assert "The sample clinic" in page(pilot.app)
        assert "frontdesk --data DIR batch" in page(pilot.app)
        await press(pilot, "j", "k", "x", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, WeekScreen))
        await until(pilot, lambda: "demo" in rows(pilot.app)[0])
    desk.close_desk()


async def test_the_sample_is_made_once_however_often_it_is_asked_for(
    empty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = open_desk(empty, now=NOW, by="j.hale", desk="front-2")
    other = open_desk(empty, now=NOW, by="t.reyes", desk="front-1")
    monkeypatch.setattr("tui.guard.PATIENCE", 0.02)
    monkeypatch.setattr(desk.store, "_limit", 600.0)
    async with DeskApp(desk).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        other.store.ledger.lock.acquire(0.0)
        await pilot.press("enter", "enter")
        other.store.ledger.lock.release()
        await until(pilot, lambda: isinstance(pilot.app.screen, WeekScreen))
        await settle(pilot)
        assert desk.seq == 1
    other.close_desk()
    desk.close_desk()


async def test_a_clinic_set_up_elsewhere_opens_by_itself(empty: Path) -> None:
    desk = open_desk(empty, now=NOW, by="j.hale", desk="front-2")
    async with DeskApp(desk).run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        other = open_desk(empty, now=NOW, by="t.reyes", desk="front-1")
        other.do("add_hospital", id="main", name="Main", timezone="Europe/Berlin")
        await follow(pilot)
        assert isinstance(pilot.app.screen, WelcomeScreen)
        other.do("add_doctor", id="who", hospital="main", name="Dr Who")
        await follow(pilot)
        await until(pilot, lambda: "◆ Dr Who" in rows(pilot.app)[0])
        await press(pilot, "full_stop")
        assert week(pilot).band.said == "There is only this doctor."
        other.close_desk()
    desk.close_desk()


# -- around it ----------------------------------------------------------------------------------------------------


async def test_dark_and_light(desk_app: Factory) -> None:
    async with desk_app((80, 24)) as pilot:
        await press(pilot, "ctrl+p")
        await spell(pilot, "theme light")
        await press(pilot, "enter")
        assert pilot.app.theme == "frontdesk-light"
        assert settings.read() == {"theme": "light"}
        week(pilot).do_theme_dark()
        assert pilot.app.theme == "frontdesk-dark"
        assert settings.read() == {"theme": "dark"}


async def test_a_theme_that_cannot_be_kept_is_taken_all_the_same(desk_app: Factory, same_world: Path) -> None:
    (same_world / "config").write_text("a file is in the way")
    async with desk_app((80, 24)) as pilot:
        week(pilot).do_theme_light()
        assert pilot.app.theme == "frontdesk-light"
        assert week(pilot).band.said.startswith("For now only: ")


async def test_ctrl_q_leaves_from_a_dialog_too(desk_app: Factory) -> None:
    async with desk_app((80, 24)) as pilot:
        await press(pilot, "g", "ctrl+q")
        assert pilot.app._exit


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM])
async def test_a_lost_terminal_is_as_good_as_quitting(desk_app: Factory, number: signal.Signals) -> None:
    async with desk_app((80, 24)) as pilot:
        os.kill(os.getpid(), number)
        async with asyncio.timeout(60):
            while not pilot.app._exit:
                await asyncio.sleep(0)


async def test_hostile_names_stand_as_written(desk_app: Factory) -> None:
    async with desk_app((120, 36)) as pilot:
        await go_to(pilot, "a12")
        assert "Ann [VIP] [" in page(pilot.app)
        await press(pilot, "x")
        assert "Ann [VIP] [/] 田中" in page(pilot.app)
        await press(pilot, "escape", "m")
        assert "Ann [VIP] [/] 田中" in rows(pilot.app)[1]
        await press(pilot, "escape", "v")
        assert "Ann [VIP] [/] 田中" in page(pilot.app)


async def test_letters_do_nothing_while_a_field_has_the_focus(desk_app: Factory) -> None:
    async with desk_app((80, 24)) as pilot:
        screen = await go_to(pilot, "a11")
        await press(pilot, "g", "x", "u", "1", "question_mark")
        assert pilot.app.screen.query_one(FieldInput).value == "xu1?"
        await press(pilot, "escape")
        assert screen.status == "booked"
