"""The first start: from an empty folder to a first booked visit, by keys."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from scheduling import Desk, open_desk
from scheduling.errors import Refused
from tests.tui.keys import follow, press, spell
from tests.tui.reading import page, rows, the_app, week
from tui.dialogs import guide_questions
from tui.dialogs.guide import GuideDialog
from tui.dialogs.guide_questions import machine_zone, questions, zones_like
from tui.screens.welcome import WelcomeScreen
from tui.widgets.rows import Rows

NOW = "2026-11-20T15:42Z"
Starting = Callable[..., AbstractAsyncContextManager[Pilot[None]]]


@pytest.fixture
def start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Starting:
    """The app on an empty folder; the machine stands in London."""
    from tui.app import DeskApp

    monkeypatch.setenv("TZ", "Europe/London")

    @asynccontextmanager
    async def running(
        size: tuple[int, int] = (80, 24), before: Callable[[Desk], object] | None = None
    ) -> AsyncIterator[Pilot[None]]:
        desk = open_desk(tmp_path / "new", now=NOW, by="j.hale", desk="front-2")
        if before:
            before(desk)
        try:
            async with DeskApp(desk).run_test(size=size) as pilot:
                await pilot.pause()
                yield pilot
        finally:
            desk.close_desk()

    return running


def box(pilot: Pilot[None]) -> Input:
    """The field of the question."""
    return pilot.app.screen.query_one("#answer", Input)


def told(pilot: Pilot[None]) -> str:
    """What the guide understood."""
    assert isinstance(pilot.app.screen, GuideDialog)
    return pilot.app.screen.verdict.said


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_from_an_empty_folder_to_a_first_visit(start: Starting, size: tuple[int, int]) -> None:
    async with start(size) as pilot:
        await press(pilot, "2")
        await spell(pilot, "Riverside")
        assert "Riverside" in told(pilot)
        await press(pilot, "enter")
        assert box(pilot).value == "Europe/London"
        await spell(pilot, "new y")  # takes the place of the guess
        assert told(pilot).startswith("✓ America/New_York, where it is Fri 20 Nov 10:42")
        await press(pilot, "enter")
        await spell(pilot, "jane roe, cardiology")
        assert "Dr Jane Roe · Cardiology" in told(pilot)
        await press(pilot, "enter")
        assert "Mon – Fri 08:00–12:00, 13:00–17:00: 40 h a week" in told(pilot)
        await press(pilot, "enter")
        assert "Follow-up 30 min · New patient 45 min" in told(pilot)
        seq = the_app(pilot).desk.seq
        await press(pilot, "enter")
        assert the_app(pilot).desk.seq == seq + 1
        assert "◆ Dr Jane Roe" in rows(pilot.app)[0]
        assert week(pilot).band.said.startswith("Ready  ⏎ books the time under the cursor.")
        await press(pilot, "enter", "ctrl+n")
        await spell(pilot, "Ann Lee")
        for _ in range(6):
            if week(pilot) is pilot.app.screen:
                break
            await press(pilot, "enter")
        visits = the_app(pilot).desk.appointments(**{"from": "2026-11-20", "to": "2026-11-20"})
        assert [(visit.doctor, visit.start) for visit in visits] == [("jane-roe", "2026-11-20T10:45-05:00")]
        assert "Ann Lee" in week(pilot).band.said


async def test_esc_goes_a_question_back_and_nothing_is_lost(start: Starting) -> None:
    async with start() as pilot:
        await press(pilot, "j", "enter")
        await spell(pilot, "Hill")
        await press(pilot, "enter")
        await spell(pilot, "ber")
        assert [row.left.plain.strip() for row in pilot.app.screen.query_one(Rows).rows][:2] == [
            "Atlantic/Bermuda", "Europe/Berlin",
        ]  # fmt: skip
        await press(pilot, "down")
        assert "Europe/Berlin" in told(pilot)
        await press(pilot, "enter", "down")
        await spell(pilot, "x")
        await press(pilot, "escape")
        assert box(pilot).value == "Europe/Berlin"
        await press(pilot, "escape")
        assert box(pilot).value == "Hill"
        await press(pilot, "enter", "enter")
        assert box(pilot).value == "x"
        await press(pilot, "escape", "escape", "escape")
        assert isinstance(pilot.app.screen, WelcomeScreen)
        assert the_app(pilot).desk.seq == 0


async def test_what_is_not_understood_goes_no_further(start: Starting) -> None:
    async with start() as pilot:
        await press(pilot, "2", "enter")
        assert "The clinic needs a name." in told(pilot)
        await spell(pilot, "Hill")
        await press(pilot, "enter")
        await spell(pilot, "atlantis")
        assert "“atlantis” is no time zone." in told(pilot)
        await press(pilot, "enter")
        assert "2 of 5" in page(pilot.app)


async def test_a_refused_answer_is_asked_again(start: Starting) -> None:
    async with start() as pilot:
        await press(pilot, "2")
        box(pilot).value = "x" * 300
        await pilot.pause()
        await press(pilot, "enter", "enter")
        await spell(pilot, "roe")
        await press(pilot, "enter", "enter", "enter")
        assert "1 of 5" in page(pilot.app)
        assert "name" in told(pilot)
        assert the_app(pilot).desk.seq == 0
        box(pilot).value = "Hill [/] 山"
        await pilot.pause()
        await press(pilot, *["enter"] * 5)
        assert "◆ Dr Roe" in rows(pilot.app)[0]
        await press(pilot, "8")
        assert "Hill [/] 山" in page(pilot.app)
        await press(pilot, "u")  # one key must not take the whole clinic away
        assert len(the_app(pilot).desk.hospital_list()) == 1
        assert the_app(pilot).desk.seq == 1


async def test_a_hospital_that_is_there_already_is_kept(start: Starting) -> None:
    def there(desk: Desk) -> None:
        desk.do("add_hospital", id="main", name="Main", timezone="Europe/Paris")

    async with start(before=there) as pilot:
        await press(pilot, "1")  # made-up patients do not get into a clinic of one's own
        assert "A clinic is begun here already: 2 goes on with it." in page(pilot.app)
        assert the_app(pilot).desk.patient_count() == 0
        await press(pilot, "2")
        assert box(pilot).value == "Main"
        await press(pilot, "enter")
        assert box(pilot).value == "Europe/Paris"
        await spell(pilot, "europe/rome")
        await press(pilot, "enter")
        await spell(pilot, "main")
        await press(pilot, "enter", "enter", "enter")
        assert "◆ Dr Main" in rows(pilot.app)[0]
        known = the_app(pilot).desk.hospital_list()
        assert [(one.id, one.timezone) for one in known] == [("main", "Europe/Rome")]


async def test_somebody_else_sets_the_clinic_up_meanwhile(start: Starting, tmp_path: Path) -> None:
    async with start() as pilot:
        await press(pilot, "2")
        other = open_desk(tmp_path / "new", now=NOW, by="t.reyes", desk="front-1")
        other.do("add_hospital", id="main", name="Main", timezone="Europe/Berlin")
        other.do("add_doctor", id="who", hospital="main", name="Dr Who")
        other.close_desk()
        await follow(pilot)
        assert isinstance(pilot.app.screen, GuideDialog)
        await press(pilot, "escape")
        assert "◆ Dr Who" in rows(pilot.app)[0]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("new y", "America/New_York"), ("berlin", "Europe/Berlin"), ("europe/paris", "Europe/Paris"), ("utc", "UTC"),
        ("sao pau", "America/Sao_Paulo"), ("york new", None), ("", None), ("nowhere", None),
    ],
)  # fmt: skip
def test_zones_by_their_words(typed: str, first: str | None) -> None:
    assert next(iter(zones_like(typed, 5)), None) == first


def test_the_zone_of_the_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    link = tmp_path / "localtime"
    monkeypatch.setattr(guide_questions, "LOCALTIME", link)
    monkeypatch.setenv("TZ", ":Asia/Tokyo")
    assert machine_zone() == "Asia/Tokyo"
    monkeypatch.setenv("TZ", "EST5EDT4")
    assert machine_zone() == ""
    link.symlink_to("/usr/share/zoneinfo/Europe/Madrid")
    assert machine_zone() == "Europe/Madrid"
    link.unlink()
    link.symlink_to("/usr/share/zoneinfo/Etc/UTC")
    assert machine_zone() == "UTC"


@pytest.mark.parametrize(
    ("number", "typed", "told"),
    [
        (2, " , x", "A doctor is needed: somebody whose time is booked."),
        (4, "", "A type of visit is needed."),
        (4, "Follow-up", "“Follow-up” has no length."),
        (4, "Follow-up 0", "Follow-up cannot take 0 minutes."),
        (4, "ECG 15, ecg 20", "ecg is there twice."),
    ],
)
def test_answers_that_are_none(number: int, typed: str, told: str) -> None:
    with pytest.raises(Refused) as refused:
        questions(0)[number].read(typed)
    assert refused.value.reason == told


def test_what_may_be_typed_is_told_whole_on_the_narrowest_usual_screen() -> None:
    for question in questions(0):
        assert len(f"{question.ask}  {question.hint}") <= 74, question.label
