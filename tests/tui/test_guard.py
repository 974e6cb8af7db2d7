"""An unexpected error in a dialog: the program goes on, the sentence stands there, the log has no names."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from scheduling.errors import Refused, StoreError
from scheduling.log import Line
from tests.tui.dialogs.desk_day import shown, stand
from tests.tui.keys import press, until
from tests.tui.reading import go_to, page, week
from tui.dialogs.book import BookDialog
from tui.dialogs.cancel import CancelDialog
from tui.dialogs.find_patient import FindPatientDialog
from tui.dialogs.problem import ProblemDialog
from tui.dialogs.visit import VisitDialog
from tui.guard import BUG, WAITING
from tui.screens.figures import FiguresScreen
from tui.screens.week import WeekScreen

Factory = Callable[..., Any]
NAME = "Maria Lopez must not get into a log"


def stumble(*_: object, **__: object) -> None:
    raise ValueError(NAME)


@pytest.fixture(autouse=True)
def no_bugs(caplog: pytest.LogCaptureFixture) -> Any:
    """Here they are wanted. What is logged says where, and no name."""
    yield
    assert NAME not in written(caplog)


def written(caplog: pytest.LogCaptureFixture) -> str:
    """What stands in the log file."""
    return "\n".join(map(Line("front-2").format, caplog.records))


@pytest.mark.parametrize(
    ("broken", "keys"),
    [
        ("_show_verdict", ("l",)),  # a handler
        ("action_new_patient", ("ctrl+n",)),  # an action
        ("_rule", ("l",)),  # a painter
    ],
)
async def test_an_error_in_a_form_is_said_in_its_verdict(
    desk_app: Factory,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    broken: str,
    keys: tuple[str, ...],
) -> None:
    async with desk_app((120, 36)) as pilot:
        await stand(pilot)
        await press(pilot, "enter")
        form = shown(pilot, BookDialog)
        with monkeypatch.context() as patch:
            if broken == "_rule":
                patch.setattr(form.query_one("#countdown"), "_painter", stumble)
                form.query_one("#countdown").refresh()
            else:
                patch.setattr(BookDialog, broken, stumble)
            await press(pilot, *keys)
            await pilot.pause()
            assert form.verdict.said.startswith("✗ Problem: Something went wrong")
            assert '"kind":"ValueError"' in written(caplog)
            assert "tests.tui.test_guard:" in written(caplog)
        await press(pilot, "o", "p", "enter")
        assert form.patient is not None


async def test_an_error_of_the_clock_of_a_form_is_said(desk_app: Factory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.dialogs.book_hold.TICK_SECONDS", 0.05)
    monkeypatch.setattr(BookDialog, "_tick", stumble)
    async with desk_app((120, 36)) as pilot:
        await stand(pilot)
        await press(pilot, "enter")
        form = shown(pilot, BookDialog)
        await until(pilot, lambda: "Problem:" in form.verdict.said)


async def test_a_dialog_that_cannot_open_closes(desk_app: Factory, monkeypatch: pytest.MonkeyPatch) -> None:
    async with desk_app((80, 24)) as pilot:
        await go_to(pilot, "a11")
        with monkeypatch.context() as patch:
            patch.setattr(VisitDialog, "_read", stumble)
            await press(pilot, "enter")
            await pilot.pause()
            assert len(pilot.app.screen_stack) == 1
            assert week(pilot).band.said == f"Problem  {BUG}"
        await press(pilot, "enter")
        assert len(pilot.app.screen_stack) == 2


async def test_a_dialog_without_a_verdict_closes_and_the_band_says_it(
    desk_app: Factory, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk_app((80, 24)) as pilot:
        await go_to(pilot, "a11")
        await press(pilot, "x")
        shown(pilot, CancelDialog)
        monkeypatch.setattr(CancelDialog, "action_move", stumble)
        await press(pilot, "down")
        assert len(pilot.app.screen_stack) == 1
        assert week(pilot).band.said == f"Problem  {BUG}"


async def test_a_refusal_and_a_trouble_of_the_disk_are_said_too(
    desk_app: Factory, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk_app((120, 36)) as pilot:
        await press(pilot, "slash")
        dialog = shown(pilot, FindPatientDialog)

        def refuse(*_: object) -> None:
            raise Refused("unknown", "There is no such patient.", "Search again.")

        def full(*_: object) -> None:
            raise StoreError("disk_full", "The disk is full.", "Make room.")

        monkeypatch.setattr(dialog, "_search", refuse)
        await press(pilot, "a")
        assert dialog.verdict.said == "✗ Not found: There is no such patient.\nSearch again."
        monkeypatch.setattr(dialog, "_search", full)
        await press(pilot, "b")
        shown(pilot, ProblemDialog)
        await press(pilot, "enter")
        assert pilot.app.screen is dialog


async def test_what_an_answer_leads_to_may_fail(desk_app: Factory, monkeypatch: pytest.MonkeyPatch) -> None:
    async with desk_app((120, 36)) as pilot:
        monkeypatch.setattr(WeekScreen, "booked", stumble)
        await stand(pilot)
        await press(pilot, "enter", *"lop", "enter", "enter")
        assert len(pilot.app.screen_stack) == 1
        assert week(pilot).band.said == f"Problem  {BUG}"
        assert "Lopez" in page(pilot.app)


async def test_a_dialog_waits_until_all_that_was_asked_is_through(
    desk_app: Factory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.guard.PATIENCE", 0.0)
    async with desk_app((120, 36)) as pilot:
        await press(pilot, "slash")
        dialog = shown(pilot, FindPatientDialog)
        before = dialog.verdict.said
        first, second = asyncio.Event(), asyncio.Event()
        for event in (first, second):
            await dialog.patiently(event.wait())
        for event in (second, first):
            assert dialog.waiting is not None
            assert dialog.verdict.said == " ".join(WAITING)
            await pilot.press("escape")
            assert dialog.is_current
            event.set()
            await pilot.pause()
        assert dialog.waiting is None
        assert dialog.verdict.said == before
        await pilot.press("escape")
        assert not dialog.is_current


async def test_an_error_beside_the_keys_is_said(desk_app: Factory, monkeypatch: pytest.MonkeyPatch) -> None:
    async with desk_app((120, 36)) as pilot:
        await press(pilot, "7")
        screen = pilot.app.screen
        assert isinstance(screen, FiguresScreen)
        monkeypatch.setattr(screen, "_paint", stumble)
        await press(pilot, "right_square_bracket")
        assert screen.band.said == f"Problem  {BUG}"
