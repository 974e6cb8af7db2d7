"""One, seven, fourteen and twenty-eight days of a doctor, by keys and mouse; and each line as wide as the widget."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from scheduling.desk import Desk
from tests.tui.grid.builders import FRIDAY, MONDAY, NOW, day, instant, visit
from tests.tui.grid.builders import week as a_week
from tests.tui.keys import follow, press
from tests.tui.reading import page, rows, strips, week
from tui.actions import DAYS, FREE, VISIT
from tui.dialogs.book import BookDialog
from tui.grid.overview import Look, overview_lines
from tui.widgets.day_strip import hours_of

Factory = Callable[..., Any]


async def test_z_goes_through_more_days_and_one_and_escape_back_to_the_week(desk_app: Factory) -> None:
    async with desk_app((120, 36)) as pilot:
        screen = week(pilot)
        await press(pilot, "Z")
        assert screen.context == DAYS
        assert "‹ 16 – 29 November 2026 ›" in rows(pilot.app)[0]
        await press(pilot, "Z")
        assert "‹ 16 November – 13 December 2026 ›" in rows(pilot.app)[0]
        assert "W50" in page(pilot.app)
        await press(pilot, "Z")
        assert "‹ Friday 20 November 2026 ›" in rows(pilot.app)[0]
        assert [column.date for column in screen.grid.model.columns] == [FRIDAY] if screen.grid.model else False
        await press(pilot, "right")
        assert screen.selection.day == date(2026, 11, 21)
        await press(pilot, "escape")
        assert "‹ 16 – 22 November 2026 ›" in rows(pilot.app)[0]
        await press(pilot, "Z", "Z", "Z", "Z")
        assert screen.context != DAYS
        await press(pilot, "Z", "escape")
        assert "‹ 16 – 22 November 2026 ›" in rows(pilot.app)[0]
        assert pilot.app.focused is screen.grid


async def test_arrows_go_by_day_and_week_and_enter_opens_the_day(desk_app: Factory) -> None:
    async with desk_app((120, 36)) as pilot:
        screen = week(pilot)
        await press(pilot, "Z", "right", "down")
        assert screen.selection.day == date(2026, 11, 28)
        assert "Saturday 28 November 2026" in page(pilot.app)
        await press(pilot, "left", "up", "left", "down")
        assert screen.selection.day == date(2026, 11, 26)
        await press(pilot, "down")
        assert screen.selection.day == date(2026, 12, 3)
        assert "30 November – 13 December" in rows(pilot.app)[0]
        await press(pilot, "left_square_bracket")
        assert screen.selection.day == date(2026, 11, 19)
        await press(pilot, "full_stop")
        assert "◆ Dr Stephen Strange" in rows(pilot.app)[0]
        await press(pilot, "t", "right", "right", "right", "b")
        assert screen.context == FREE
        assert (screen.selection.day, screen.selection.start) == (date(2026, 11, 23), 8 * 60)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, BookDialog)


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (160, 48)])
async def test_each_day_says_how_much_is_free_and_when(desk_app: Factory, size: tuple[int, int]) -> None:
    async with desk_app(size) as pilot:
        await press(pilot, "Z")
        said = page(pilot.app)
        for words in ("W47", "W48", "Mon 23", "off", "free", "▄", "▁"):
            assert words in said
        assert {strip.cell_length for strip in strips(pilot.app)} == {size[0]}
        assert "5 visits · 35% booked" in said or "visits" in said


async def test_a_key_for_a_time_says_that_a_day_must_be_opened(desk_app: Factory) -> None:
    async with desk_app((80, 24)) as pilot:
        screen = week(pilot)
        await press(pilot, "Z", "c")
        assert screen.band.said == "Open a day first: ⏎ opens it, Esc goes back to the week."
        await press(pilot, "slash")
        assert len(pilot.app.screen_stack) == 2


async def test_what_is_found_leaves_the_overview(desk_app: Factory) -> None:
    async with desk_app((120, 36)) as pilot:
        screen = week(pilot)
        await press(pilot, "Z")
        screen.show_visit("a11")
        await press(pilot, "up", "down")
        assert screen.context == VISIT
        await press(pilot, "Z", "f", "enter")
        assert isinstance(pilot.app.screen, BookDialog)


async def test_a_click_chooses_a_day_and_a_second_opens_it(desk_app: Factory) -> None:
    async with desk_app((120, 36)) as pilot:
        screen = week(pilot)
        await press(pilot, "Z")
        row = next(y for y, line in enumerate(rows(pilot.app)) if "Wed 25" in line)
        x = rows(pilot.app)[row].index("Wed 25")
        await pilot.click(offset=(x, row + 2))
        await pilot.pause()
        assert (screen.context, screen.selection.day) == (DAYS, date(2026, 11, 25))
        await pilot.click(offset=(x, row))
        await pilot.pause()
        assert (screen.context, screen.selection.day) == (FREE, date(2026, 11, 25))
        await press(pilot, "Z")
        await pilot.click(offset=(2, 5))
        assert screen.selection.day == date(2026, 11, 25)


async def test_another_terminals_booking_is_counted(desk_app: Factory, station: Callable[..., Desk]) -> None:
    other = station()
    async with desk_app((120, 36)) as pilot:
        await press(pilot, "Z", "right", "right", "right")
        assert "1 visit · " in page(pilot.app)
        other.do("book", doctor="osei", start="2026-11-23T13:00", minutes=30, type="fu", patient="mario")
        await follow(pilot)
        assert "2 visits · " in page(pilot.app)


@pytest.mark.parametrize("width", [20, 46, 73, 87, 127])
@pytest.mark.parametrize("height", [3, 16, 33])
def test_lines_are_exactly_as_wide_whatever_is_in_them(width: int, height: int) -> None:
    days = [
        day(MONDAY, hours=(), closures=[("09:00", "12:00", "[b]休診日[/b] " * 9)]),
        day(FRIDAY, [visit(FRIDAY, "09:00", 60), visit(FRIDAY, "11:00", 60, status="noshow")]),
    ]
    for chosen in (MONDAY, FRIDAY):
        view = a_week(*days)
        look = Look(view, chosen, NOW // 60, hours_of(view.days), 15)
        lines = overview_lines(look, width, height)
        assert len(lines) == height
        assert {line.cell_length for line in lines} == {width}


def test_the_strip_shows_what_is_booked_free_and_off() -> None:
    full = [visit(FRIDAY, "08:00", 240), visit(FRIDAY, "13:00", 60, status="noshow")]
    view = a_week(day(FRIDAY, full, hours=(("08:00", "12:00", "main"), ("13:00", "17:00", "main"))))
    look = Look(view, MONDAY, instant(MONDAY, "07:00"), (8, 18), 15)
    strip = overview_lines(look, 6 + 5 * 12 + 16, 33)[2].plain
    friday = strip[6 + 4 * 12 :][:12]
    assert friday == "▏▄▄▄▄ ▁▁▁▁  "
