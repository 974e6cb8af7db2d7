"""A time that comes twice: the clerk is asked which pass, where only the clerk can tell (RULES 4)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from textual.pilot import Pilot

from scheduling import open_desk
from scheduling.desk import Desk
from scheduling.when import zones
from tests.tui.conftest import Running
from tests.tui.dialogs.desk_day import at, shown, stand, visits
from tests.tui.keys import press, settle
from tests.tui.reading import page, rows, the_app, week
from tui.actions import CARRY
from tui.dialogs.book import BookDialog
from tui.dialogs.which_pass import WhichPassDialog, clock_words

App = Callable[..., Running]
Night = Callable[..., None]
BEFORE = "2026-10-30T09:00-04:00"
SUNDAY = date(2026, 11, 1)
HALF_PAST_ONE = 90
FIRST, SECOND = "2026-11-01T01:30-04:00", "2026-11-01T01:30-05:00"
NEW_YORK = zones.zone("America/New_York")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A clinic at the end of October, a doctor of which works in the night in which the clocks go back."""
    folder = tmp_path / "night"
    desk = open_desk(folder, now=BEFORE, by="j.hale", desk="front-1")
    desk.do("add_hospital", id="main", name="Riverside Health Centre", timezone="America/New_York")
    desk.do("add_type", id="fu", hospital="main", name="Follow-up", minutes=30, color="green")
    desk.do("add_doctor", id="osei", hospital="main", name="Dr Amara Osei", specialty="General practice")
    desk.do("add_patient", id="maria", hospital="main", name="Lopez, Maria", birth_date="1984-03-07")
    desk.do("add_patient", id="petrov", hospital="main", name="Petrov, Ivan", birth_date="1950-01-19")
    hours = {day: [["08:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
    desk.do("set_hours", doctor="osei", hours=hours)
    desk.do("set_day", doctor="osei", date="2026-11-01", spans=[["00:00", "06:00"]])
    desk.close_desk()
    return folder


@pytest.fixture
def night(folder: Path) -> Night:
    """Does something at another desk before the app opens: `night("book", …)`."""

    def do(verb: str, **arguments: object) -> None:
        desk = open_desk(folder, now=BEFORE, by="t.reyes", desk="front-1")
        desk.do(verb, **arguments)
        desk.close_desk()

    return do


def starts(desk: Desk) -> list[str]:
    """When the visits of the night start, offsets and all."""
    return [visit.start for visit in visits(desk, day="2026-11-01")]


async def half_past_one(pilot: Pilot[None]) -> None:
    await stand(pilot, HALF_PAST_ONE, SUNDAY)


def minute(start: str) -> int:
    return zones.stored_minute(start, NEW_YORK)


@pytest.mark.parametrize("size", [(120, 36), (80, 24)])
async def test_it_says_what_is_asked_and_tells_the_two_apart(desk_app: App, size: tuple[int, int]) -> None:
    async with desk_app(size, now=BEFORE) as pilot:
        await half_past_one(pilot)
        await press(pilot, "enter")
        shown(pilot, WhichPassDialog)
        said = page(pilot.app)
        assert "That time comes twice  Sun 1 Nov 01:30" in said
        lines = [line for line in rows(pilot.app) if "01:30 −0" in line]
        assert "1  first time, before the clocks go back" in lines[0]
        assert "01:30 −04:00" in lines[0]
        assert "2  second time, after" in lines[1]
        assert "01:30 −05:00" in lines[1]
        assert rows(pilot.app)[-1].strip().startswith("1–2 Book")
        assert starts(the_app(pilot).desk) == []


@pytest.mark.parametrize(
    ("book", "keys", "start"),
    [
        ("b", ("1",), FIRST),
        ("B", ("2",), SECOND),
        ("enter", ("enter",), FIRST),
        ("b", ("down", "enter"), SECOND),
        ("B", ("j", "k", "enter"), FIRST),
        ("enter", ("down", "up", "down", "enter"), SECOND),
    ],
)
async def test_the_form_opens_on_the_pass_that_was_answered(
    desk_app: App, book: str, keys: tuple[str, ...], start: str
) -> None:
    async with desk_app(now=BEFORE) as pilot:
        await half_past_one(pilot)
        await press(pilot, book, *keys)
        assert shown(pilot, BookDialog).slot.start == minute(start)
        await press(pilot, "escape")
        assert starts(the_app(pilot).desk) == []


async def test_1_and_2_hold_and_book_different_instants(desk_app: App) -> None:
    async with desk_app(now=BEFORE) as pilot:
        desk = the_app(pilot).desk
        await half_past_one(pilot)
        await press(pilot, "enter", "2")
        assert starts(desk) == [SECOND]
        await press(pilot, *"mar", "enter", "enter")
        assert week(pilot).band.said.startswith("Booked  Maria Lopez")
        assert at(visits(desk, "booked", "2026-11-01"), "01:30") is not None
        assert starts(desk) == [SECOND]
        await press(pilot, "u")
        await half_past_one(pilot)
        await press(pilot, "enter", "1")
        assert starts(desk) == [FIRST]
        await press(pilot, *"pet", "enter", "enter")
        assert [visit.start for visit in visits(desk, "booked", "2026-11-01")] == [FIRST]


async def test_a_click_on_the_chosen_row_answers(desk_app: App) -> None:
    async with desk_app(now=BEFORE) as pilot:
        await half_past_one(pilot)
        await press(pilot, "enter")
        await pilot.click("#passes", offset=(4, 1))
        shown(pilot, WhichPassDialog)
        await pilot.click("#passes", offset=(4, 1))
        await settle(pilot)
        assert shown(pilot, BookDialog).slot.start == minute(SECOND)


async def test_escape_opens_nothing(desk_app: App) -> None:
    async with desk_app(now=BEFORE) as pilot:
        await half_past_one(pilot)
        await press(pilot, "enter", "escape")
        assert len(pilot.app.screen_stack) == 1
        assert week(pilot).selection.start == HALF_PAST_ONE
        assert starts(the_app(pilot).desk) == []


async def test_the_patient_found_before_is_still_meant(desk_app: App) -> None:
    async with desk_app(now=BEFORE) as pilot:
        await half_past_one(pilot)
        week(pilot).patient_id = "maria"
        await press(pilot, "enter", "escape", "enter", "2", "enter")
        assert week(pilot).band.said.startswith("Booked  Maria Lopez")
        assert starts(the_app(pilot).desk) == [SECOND]


@pytest.mark.parametrize(("digit", "minutes"), [("1", 90), ("2", 30)])
async def test_a_range_ends_by_the_same_clock(desk_app: App, digit: str, minutes: int) -> None:
    async with desk_app(now=BEFORE) as pilot:
        await half_past_one(pilot)
        await press(pilot, "shift+down", "b", digit)
        slot = shown(pilot, BookDialog).slot
        assert (slot.minutes, slot.end) == (minutes, minute("2026-11-01T02:00-05:00"))


@pytest.mark.parametrize("digit", ["1", "2"])
async def test_a_range_within_the_hour_is_as_long_in_either(desk_app: App, digit: str) -> None:
    async with desk_app(now=BEFORE) as pilot:
        await stand(pilot, 60, SUNDAY)
        await press(pilot, "shift+down", "b", digit)
        assert shown(pilot, BookDialog).slot.minutes == 30


@pytest.mark.parametrize(("taken", "left"), [(FIRST, SECOND), (SECOND, FIRST)])
async def test_no_question_where_one_pass_is_taken(desk_app: App, night: Night, taken: str, left: str) -> None:
    night("book", id="a1", doctor="osei", start=taken, minutes=30, type="fu", patient="maria")
    async with desk_app(now=BEFORE) as pilot:
        await half_past_one(pilot)
        await press(pilot, "B")  # on the visit: beside it, in its own pass
        assert shown(pilot, BookDialog).slot.start == minute(taken)
        await press(pilot, "escape")
        week(pilot).grid.choose(HALF_PAST_ONE, 120)
        await press(pilot, "B")  # on the time: in the pass that is left
        slot = shown(pilot, BookDialog).slot
        assert (slot.start, slot.end) == (minute(left), minute("2026-11-01T02:00-05:00"))


async def test_with_both_taken_each_keeps_its_lane(desk_app: App, night: Night) -> None:
    night("book", id="a1", doctor="osei", start=FIRST, minutes=30, type="fu", patient="maria")
    night("book", id="a2", doctor="osei", start=SECOND, minutes=30, type="fu", patient="petrov")
    async with desk_app(now=BEFORE) as pilot:
        await half_past_one(pilot)
        for lane, start in ((0, FIRST), (1, SECOND)):
            await press(pilot, *["right"] * lane, "B")
            assert shown(pilot, BookDialog).slot.start == minute(start)
            await press(pilot, "escape")
        week(pilot).grid.choose(HALF_PAST_ONE, 120)
        await press(pilot, "B", "2")  # neither is free: asked, and booked beside the visit of that pass
        assert shown(pilot, BookDialog).slot.start == minute(SECOND)


async def test_no_question_where_hours_end_in_the_first_pass(desk_app: App, night: Night) -> None:
    night("set_day", doctor="osei", date="2026-11-01", spans=[["00:00", "01:45"]])
    async with desk_app(now=BEFORE) as pilot:
        await half_past_one(pilot)
        await press(pilot, "enter")
        assert shown(pilot, BookDialog).slot.start == minute(FIRST)


async def test_no_question_once_the_first_pass_is_over(desk_app: App) -> None:
    async with desk_app(now="2026-11-01T01:10-05:00") as pilot:
        await half_past_one(pilot)
        await press(pilot, "enter")
        assert shown(pilot, BookDialog).slot.start == minute(SECOND)


@pytest.mark.parametrize(("day", "clock"), [(SUNDAY, 45), (SUNDAY, 120), (date(2026, 11, 2), 9 * 60)])
async def test_no_question_where_the_clock_comes_once(desk_app: App, day: date, clock: int) -> None:
    async with desk_app(now=BEFORE) as pilot:
        await stand(pilot, clock, day)
        await press(pilot, "enter")
        wall = zones.wall_clock(shown(pilot, BookDialog).slot.start, NEW_YORK)
        assert (wall.date(), wall.hour * 60 + wall.minute) == (day, clock)


@pytest.mark.parametrize(("start", "words"), [(FIRST, "01:30 −04:00"), (SECOND, "01:30 −05:00")])
def test_a_pass_in_words(start: str, words: str) -> None:
    assert clock_words(minute(start), NEW_YORK) == words


@pytest.mark.parametrize(("digit", "start"), [("1", FIRST), ("2", SECOND)])
async def test_a_visit_dropped_on_the_hour_that_comes_twice_asks_too(
    desk_app: App, night: Night, digit: str, start: str
) -> None:
    night("book", id="a1", doctor="osei", start="2026-11-02T09:00", minutes=30, type="fu", patient="maria")
    async with desk_app(now=BEFORE) as pilot:
        week(pilot).show_visit("a1")
        await press(pilot, "m")
        await half_past_one(pilot)
        await press(pilot, "enter")
        shown(pilot, WhichPassDialog)
        assert rows(pilot.app)[-1].strip().startswith("1–2 Drop")
        await press(pilot, "escape")
        assert week(pilot).context == CARRY
        await press(pilot, "enter", digit)
        assert week(pilot).band.said.startswith("Moved  Maria Lopez")
        assert starts(the_app(pilot).desk) == [start]


async def test_from_one_pass_to_the_other_is_a_move_and_to_the_same_is_none(desk_app: App, night: Night) -> None:
    night("book", id="a1", doctor="osei", start=FIRST, minutes=30, type="fu", patient="maria")
    async with desk_app(now=BEFORE) as pilot:
        week(pilot).show_visit("a1")
        await press(pilot, "m", "enter", "1")
        assert week(pilot).band.said == "It stays where it was."
        await press(pilot, "m", "enter", "2")
        assert starts(the_app(pilot).desk) == [SECOND]
