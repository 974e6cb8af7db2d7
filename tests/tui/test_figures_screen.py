"""Mode 7: numbers under a cursor, periods, what opens, and what is said where there is nothing to count."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.pilot import Pilot

from scheduling.desk import Desk
from tests.tui.keys import follow
from tests.tui.reading import page, rows, the_app, week
from tui import theme
from tui.figures import plots, table
from tui.screens.figures import FiguresScreen

Factory = Callable[..., Any]
SIZES = [(80, 24), (120, 36), (160, 48)]


async def opened(pilot: Pilot[None]) -> FiguresScreen:
    """The screen, counted."""
    await pilot.press("7")
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()
    screen = pilot.app.screen
    assert isinstance(screen, FiguresScreen)
    return screen


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Keys, and what they count."""
    for key in keys:
        await pilot.press(key)
        await pilot.app.workers.wait_for_complete()
    await pilot.pause()


async def test_the_numbers_are_those_of_the_desk(desk_app: Factory) -> None:
    async with desk_app((120, 36)) as pilot:
        screen = await opened(pilot)
        figures = the_app(pilot).desk.figures("main", date(2026, 10, 26), 4)
        osei = next(one for one in figures.doctors if one.doctor.id == "osei")
        line = next(line for line in rows(pilot.app) if line.startswith("  Dr Osei"))
        shares = [use.share for at, use in enumerate(osei.days) if at % 7 < 5]
        shown = [cell for cell in line.split()[2:] if cell.isdigit()]
        assert shown[:20] == [f"{round(100 * share)}" for share in shares if share is not None]
        assert f"{osei.shows.missed / osei.shows.resolved * 100:.1f} %" in line
        assert "Fri 20 Nov" in page(pilot.app), "the cursor is on today"
        assert screen.day == date(2026, 11, 20)
        assert "3 doctors" in rows(pilot.app)[1]


async def test_the_cursor_goes_by_day_and_doctor_and_past_the_edge_by_week(desk_app: Factory) -> None:
    async with desk_app((120, 36)) as pilot:
        screen = await opened(pilot)
        await press(pilot, "left", "down")
        assert (screen.day, screen.doctor.id if screen.doctor else "") == (date(2026, 11, 19), "strange")
        await press(pilot, "up", "up")
        assert screen.doctor is not None
        assert screen.doctor.id == "osei"
        await press(pilot, "right", "right")
        assert screen.day == date(2026, 11, 27), "out of the period at its end: a week on"
        await press(pilot, "t")
        assert screen.day == date(2026, 11, 20)
        for _ in range(20):
            await press(pilot, "left")
        assert screen.first < date(2026, 10, 26)


async def test_periods_and_their_lengths(desk_app: Factory) -> None:
    async with desk_app((120, 36)) as pilot:
        screen = await opened(pilot)
        await press(pilot, "left_square_bracket")
        assert screen.first == date(2026, 9, 28)
        assert "28 September – 25 October 2026" in rows(pilot.app)[0]
        await press(pilot, "right_square_bracket", "plus")
        assert screen.weeks == 8
        assert "8 wks" in page(pilot.app)
        await press(pilot, "plus", "plus")
        assert "12 weeks are the most." in page(pilot.app)
        await press(pilot, "left", "minus", "minus", "minus")
        assert "4 weeks are the fewest." in page(pilot.app)
        assert screen.day == date(2026, 11, 13), "a week column goes by weeks"


async def test_enter_opens_the_week_at_that_day_and_number_keys_come_back(desk_app: Factory) -> None:
    async with desk_app((120, 36)) as pilot:
        await opened(pilot)
        await press(pilot, "down", "left", "enter")
        screen = week(pilot)
        assert screen.is_current
        assert (screen.doctor_id, screen.selection.day) == ("strange", date(2026, 11, 19))
        await press(pilot, "7")
        assert "Thu 19 Nov" in page(pilot.app)


async def test_the_table_is_copied_for_a_spreadsheet(desk_app: Factory) -> None:
    async with desk_app((120, 36)) as pilot:
        await opened(pilot)
        await press(pilot, "y")
        lines = pilot.app.clipboard.split("\n")
        assert lines[0].split("\t")[:2] == ["doctor", "2026-10-26"]
        assert [line.split("\t")[0] for line in lines[1:]] == ["Dr Amara Osei", "Dr Stephen Strange", "Dr Who"]
        assert len({len(line.split("\t")) for line in lines}) == 1
        assert "Copied" in page(pilot.app)


async def test_a_booking_elsewhere_is_counted(desk_app: Factory, station: Callable[..., Desk]) -> None:
    other = station()
    async with desk_app((120, 36)) as pilot:
        screen = await opened(pilot)
        before = screen.figures
        other.do("book", doctor="who", start="2026-11-20T15:00", minutes=60, patient="mario")
        await follow(pilot)
        await pilot.app.workers.wait_for_complete()
        assert screen.figures is not None
        assert screen.figures != before
        assert screen.figures.doctors[2].days[25].booked == 90


async def test_where_not_all_plots_fit_tab_turns_to_the_others(desk_app: Factory) -> None:
    async with desk_app((80, 24)) as pilot:
        await opened(pilot)
        assert "No-shows" in page(pilot.app)
        await press(pilot, "tab")
        assert "Emptiest" in page(pilot.app)
        await press(pilot, "tab")
        assert "What for" in page(pilot.app)
    async with desk_app((120, 36)) as pilot:
        await opened(pilot)
        await press(pilot, "tab")
        assert "All plots are shown." in page(pilot.app)


async def test_a_click_chooses_a_number_and_another_opens_its_day(desk_app: Factory) -> None:
    async with desk_app((120, 36)) as pilot:
        screen = await opened(pilot)
        where = screen.view.where()
        assert where is not None
        row = next(y for y, line in enumerate(rows(pilot.app)) if line.startswith("  Dr Who"))
        await pilot.click(offset=(where.starts[0] + 2, row))
        await pilot.pause()
        assert screen.doctor is not None
        assert (screen.doctor.id, screen.day) == ("who", date(2026, 10, 26))
        await pilot.click(offset=(3, row))
        await pilot.click(offset=(where.starts[0] + 2, row))
        await pilot.pause()
        assert week(pilot).is_current


async def test_nothing_to_count_says_what_to_press(desk_app: Factory, station: Callable[..., Desk]) -> None:
    other = station()
    async with desk_app((80, 24)) as pilot:
        for doctor in ("osei", "strange", "who"):
            other.do("retire_doctor", id=doctor)
        await follow(pilot)
        screen = await opened(pilot)
        assert "8 opens the clinic, where one is added." in page(pilot.app)
        await press(pilot, "enter")
        assert screen.band.said == "There is no doctor here yet; 8 opens the clinic, where one is added."


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", list(theme.TONES))
async def test_rows_are_as_wide_as_the_screen(desk_app: Factory, size: tuple[int, int], name: str) -> None:
    async with desk_app(size, theme=name) as pilot:
        await opened(pilot)
        for keys in (("tab",), ("plus",), ("plus",)):
            await press(pilot, *keys)
            assert {cell_len(line) for line in rows(pilot.app)} == {size[0]}


@given(share=st.floats(0, 1.5), name=st.sampled_from(list(theme.TONES)))
def test_a_number_reads_on_its_colour_and_has_its_cells(share: float, name: str) -> None:
    tones = theme.TONES[name]
    assert plots.heat(share, tones).cell_length == plots.CELL
    colour = plots.ground(share, tones)
    assert theme.contrast(plots.ink(colour), colour) >= tones.least


@given(weights=st.lists(st.integers(1, 10_000), min_size=1, max_size=12), width=st.integers(20, 200))
def test_parts_of_a_whole_fill_it(weights: list[int], width: int) -> None:
    parts = plots.split(weights, width)
    assert sum(parts) == width
    assert min(parts) >= 1


def test_small_words() -> None:
    assert plots.split([0, 0], 10) == [0, 0]
    assert plots.percent(None) == "–"
    assert plots.percent(0.0843, 1) == "8.4 %"
    assert plots.trend([None, 0, 0.5, 1.2], "").plain == " ▁▄█"
    assert plots.heat(None, theme.DARK).plain == " · "
    assert plots.bar(2, 4, "$bad").plain == "━━━━"
    assert table.shows_style(None) == "$text-dim"
