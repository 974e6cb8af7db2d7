"""The day by keys: doctors side by side, moved through, booked with, visits carried from one to another."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from scheduling import open_desk
from scheduling.desk import Desk
from tests.tui.conftest import NOW
from tests.tui.keys import follow, press, settle, until
from tests.tui.reading import page, rows, strips, the_app
from tui.actions import CARRY, FREE, SHUT, VISIT
from tui.dialogs.book import BookDialog
from tui.dialogs.close_time import CloseDialog
from tui.screens.day import DayScreen
from tui.screens.week import WeekScreen

Factory = Callable[..., Any]
Station = Callable[..., Desk]
TODAY = date(2026, 11, 20)
NOON, HALF_PAST_TWO = 12 * 60, 14 * 60 + 30
MORE = ("adeyemi", "brandt", "costa", "duarte", "eriksen", "farouk")
"""Six more doctors: nine in all, more than fit."""


@pytest.fixture
def folder(folder: Path) -> Path:
    """The prepared clinic with nine doctors, one of whom offers nothing but telephone calls."""
    desk = open_desk(folder, now=NOW, by="j.hale", desk="front-1")
    for name in MORE:
        desk.do("add_doctor", id=name, hospital="main", name=f"Dr {name.title()}", specialty="Surgery")
        hours = {key: [["09:00", "17:00"]] for key in ("mon", "tue", "wed", "thu", "fri")}
        desk.do("set_hours", doctor=name, hours=hours, location="north")
    desk.do("update_doctor", id="farouk", types={"tel": None})
    desk.close_desk()
    return folder


def day(pilot: Pilot[None]) -> DayScreen:
    """The day behind any dialogs."""
    screen = pilot.app.screen_stack[0]
    assert isinstance(screen, DayScreen), screen
    return screen


async def open_day(pilot: Pilot[None], doctor: str = "osei", minute: int = NOON) -> DayScreen:
    """Go to the day, the cursor on a doctor's time."""
    await pilot.press("2")
    day(pilot).turn_to(doctor, TODAY, minute)
    await settle(pilot)
    return day(pilot)


def header(pilot: Pilot[None]) -> str:
    """The first row of the grid's own header."""
    return rows(pilot.app)[2]


async def test_doctors_stand_side_by_side_with_where_they_are_and_what_is_free(desk_app: Factory) -> None:
    async with desk_app((120, 36)) as pilot:
        await open_day(pilot)
        first, second, names, places, loads = rows(pilot.app)[:5]
        assert "◆ Riverside Health Centre" in first
        assert "‹ Friday 20 November 2026 ›" in first
        assert second.rstrip().endswith("all doctors 1–6 of 9 ›")
        assert [name for name in ("Dr Osei", "Dr Strange", "Dr Who", "Dr Adeyemi") if name not in names] == []
        assert places.count("■ Main Street") + places.count("■ Main St") >= 3
        assert "■ Northgate" in places
        assert loads.count(" free") == 6


async def test_it_opens_where_the_week_looked_and_the_week_where_it_looked(desk_app: Factory) -> None:
    async with desk_app((120, 36)) as pilot:
        week = pilot.app.screen
        assert isinstance(week, WeekScreen)
        week.turn_to("who", date(2026, 11, 24), HALF_PAST_TWO)
        await press(pilot, "2")
        screen = day(pilot)
        assert (screen.doctor_id, screen.day, screen.selection.start) == ("who", date(2026, 11, 24), HALF_PAST_TWO)
        await press(pilot, "right_square_bracket", "1")
        assert (week.doctor_id, week.selection.day) == ("who", date(2026, 11, 25))


async def test_the_panel_tells_of_the_doctor_and_of_who_is_free_next(desk_app: Factory, station: Station) -> None:
    station().do("status", id="a09", status="arrived")
    async with desk_app((120, 36), now="2026-11-20T11:22-05:00") as pilot:
        screen = await open_day(pilot)
        screen.show_visit("a09")
        await settle(pilot)
        shown = page(pilot.app)
        for words in ("Doctor   Dr Amara Osei", "Dr Osei today", "37 min late", "1 of 6", "Free next, any doctor"):
            assert words in shown
        assert "11:25" in shown
        assert "Waiting room" not in shown
        await press(pilot, "right_square_bracket")
        shown = page(pilot.app)
        assert "Dr Osei Sat 21 Nov" in shown
        assert "not in" in shown
        await press(pilot, "g", *"mon", "enter")
        assert "Booked   1" in page(pilot.app)


async def test_arrows_and_signs_go_through_doctors_and_days(desk_app: Factory) -> None:
    async with desk_app((120, 36)) as pilot:
        screen = await open_day(pilot)
        order = [key for key, _ in screen.columns]
        await press(pilot, "comma")
        assert screen.doctor_id == order[-1]
        assert rows(pilot.app)[1].rstrip().endswith("‹ all doctors 4–9 of 9")
        await press(pilot, "right")
        assert screen.doctor_id == order[-1]
        assert "is the last of the doctors shown. d picks others." in screen.band.said
        await press(pilot, "full_stop", "left")
        assert screen.doctor_id == order[0]
        assert "is the first of the doctors shown" in screen.band.said
        for name in order[1:7]:
            await press(pilot, "right")
            assert screen.doctor_id == name
        assert "2–7 of 9" in rows(pilot.app)[1]
        assert screen.selection.start == NOON
        await press(pilot, "right_square_bracket", "ctrl+right", "left_square_bracket")
        assert (screen.day, screen.doctor_id) == (TODAY + timedelta(days=1), order[6])
        await press(pilot, "t")
        assert (screen.day, screen.selection.start) == (TODAY, 10 * 60 + 42)
        await press(pilot, "g", *"+1w 3pm", "enter")
        assert (screen.day, screen.selection.start) == (TODAY + timedelta(days=7), 15 * 60)


async def test_what_is_free_is_booked_with_the_doctor_of_the_column(desk_app: Factory) -> None:
    async with desk_app((120, 36)) as pilot:
        screen = await open_day(pilot, "strange")
        assert screen.context == FREE
        await press(pilot, "enter", *"mar lop", "enter", "enter")
        assert screen.band.said.startswith("Booked  Maria Lopez")
        assert (screen.here.visit.doctor, screen.context) == ("strange", VISIT)
        await press(pilot, "z")
        assert screen.band.said.startswith("Not free  Dr Strange is taken")
        await press(pilot, "u")
        assert screen.chosen_visit is None


async def test_a_range_is_closed_with_a_title(desk_app: Factory) -> None:
    async with desk_app((120, 36)) as pilot:
        screen = await open_day(pilot, "who")
        await press(pilot, "J")
        assert "Selected 30 min" in page(pilot.app)
        await press(pilot, "c")
        assert isinstance(pilot.app.screen, CloseDialog)
        await press(pilot, "down", "enter")
        assert screen.band.said.startswith("Closed  ")
        assert screen.context == SHUT
        others = [view for key, view in screen.columns if key != "who"]
        assert not any(view.closures for view in others)


async def test_a_walk_in_starts_now_with_the_doctor_of_the_column(desk_app: Factory) -> None:
    async with desk_app((120, 36)) as pilot:
        screen = await open_day(pilot, "strange", HALF_PAST_TWO)
        await press(pilot, "right_square_bracket", "n", *"mar lop", "enter", "enter")
        assert screen.band.said.startswith("Arrived  Maria Lopez")
        assert (screen.day, screen.here.visit.doctor, screen.status) == (TODAY, "strange", "arrived")


async def test_a_visit_is_made_longer_and_shorter(desk_app: Factory) -> None:
    async with desk_app((120, 36)) as pilot:
        screen = await open_day(pilot)
        screen.show_visit("a11")
        await press(pilot, "greater_than_sign")
        assert screen.here.visit.minutes == 60
        await press(pilot, "less_than_sign", "less_than_sign")
        assert screen.here.visit.minutes == 30


async def test_a_visit_is_carried_to_another_doctor(desk_app: Factory) -> None:
    async with desk_app((120, 36)) as pilot:
        screen = await open_day(pilot)
        screen.show_visit("a11")
        await press(pilot, "m")
        assert screen.context == CARRY
        lit = screen.grid.carry.lit if screen.grid.carry else {}
        assert set(lit) == {key for key, _ in screen.columns}
        assert lit["strange"]
        assert lit["farouk"] == ()  # who offers telephone calls only
        await press(pilot, "full_stop")
        column = screen.doctor_id
        assert column != "osei"
        assert "→" in rows(pilot.app)[1]
        assert rows(pilot.app)[1].rstrip().endswith("✓ fits here")
        screen.turn_to("who", minute=10 * 60 + 45)
        await press(pilot, "down")
        assert rows(pilot.app)[1].rstrip().endswith("✗ taken")
        await press(pilot, "enter")
        assert screen.context == CARRY
        await press(pilot, "f")
        assert screen.doctor_id == "who"
        await press(pilot, "enter")
        assert screen.band.said.startswith("Moved  Ida Larsen")
        assert (screen.here.visit.id, screen.here.visit.doctor) == ("a11", "who")
        await press(pilot, "u")
        assert the_app(pilot).desk.visit_view("a11").visit.doctor == "osei"


async def test_a_visit_carried_to_the_day_of_another_is_put_back(desk_app: Factory) -> None:
    async with desk_app((80, 24)) as pilot:
        screen = await open_day(pilot)
        screen.show_visit("a11")
        await press(pilot, "m", "full_stop", "right_square_bracket", "right_square_bracket", "right_square_bracket")
        assert screen.day == date(2026, 11, 23)
        await press(pilot, "escape")
        assert screen.band.said == "Put back; nothing was changed."
        assert (screen.day, screen.here.visit.id) == (TODAY, "a11")


async def test_the_header_and_the_wheel_turn_days_and_columns(desk_app: Factory) -> None:
    async with desk_app((120, 36)) as pilot:
        screen = await open_day(pilot)
        await pilot.click(offset=(rows(pilot.app)[0].index("›"), 0))
        await pilot.pause()
        assert screen.day == TODAY + timedelta(days=1)
        await pilot.click(offset=(rows(pilot.app)[0].index("‹"), 0))
        await pilot.pause()
        await pilot.click(offset=(header(pilot).index("Dr Who"), 2))
        await pilot.pause()
        assert screen.doctor_id == "who"
        screen.on_week_grid_left_week(screen.grid.LeftWeek(1))
        await pilot.pause()
        assert "2–7 of 9" in rows(pilot.app)[1]
        assert screen.doctor_id == "who"
        screen.on_week_grid_left_week(screen.grid.LeftWeek(-1))
        screen.on_week_grid_left_week(screen.grid.LeftWeek(-1))
        await pilot.pause()
        assert "1–6 of 9" in rows(pilot.app)[1]
        row = next(y for y, line in enumerate(rows(pilot.app)) if line.startswith(":30", 3) or "12:00" in line[:6])
        x = header(pilot).index("Dr Strange")
        await pilot.click(offset=(x, row), times=2)
        await settle(pilot)
        assert isinstance(pilot.app.screen, BookDialog)
        assert pilot.app.screen.slot.doctor == "strange"


async def test_a_booking_by_another_terminal_appears_and_leaves_the_cursor(
    desk_app: Factory, station: Station
) -> None:
    other = station()
    async with desk_app((120, 36)) as pilot:
        screen = await open_day(pilot)
        screen.do_extend_down()
        await settle(pilot)
        before, scroll = screen.selection, screen.grid.scroll_offset
        other.do("book", doctor="strange", start="2026-11-20T13:00", minutes=30, type="fu", patient="mario")
        await follow(pilot)
        assert "Lopez, Mario" in page(pilot.app)
        assert (screen.selection, screen.grid.scroll_offset) == (before, scroll)


async def test_what_another_terminal_changed_stands_out_for_a_moment(
    desk_app: Factory, station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = station()
    monkeypatch.setattr("tui.grid.widget.FLASH_SECONDS", 3600.0)
    async with desk_app((120, 36)) as pilot:
        screen = await open_day(pilot)
        pilot.app.animation_level = "none"
        other.do("book", doctor="strange", start="2026-11-20T13:00", minutes=30, type="fu", patient="mario")
        await follow(pilot)
        assert "Lopez, Mario" in page(pilot.app)
        assert not any(screen.grid.changed)  # not where animations are off
        pilot.app.animation_level = "full"
        other.do("book", doctor="strange", start="2026-11-20T14:00", minutes=30, type="fu", patient="maria")
        await follow(pilot)
        column = [key for key, _ in screen.columns].index("strange")
        assert screen.grid.changed[column] == ((14 * 60, 14 * 60 + 30),)
        assert not any(spans for at, spans in enumerate(screen.grid.changed) if at != column)
        monkeypatch.setattr("tui.grid.widget.FLASH_SECONDS", 0.01)
        other.do("book", doctor="strange", start="2026-11-20T15:00", minutes=30, type="fu", patient="okafor")
        await follow(pilot)
        await until(pilot, lambda: not any(screen.grid.changed))
        screen.show_visit("a11")
        await press(pilot, "p")
        assert not any(screen.grid.changed)  # one's own work is said in the band


async def test_a_doctor_who_leaves_or_comes_moves_no_cursor(desk_app: Factory, station: Station) -> None:
    other = station()
    async with desk_app((120, 36)) as pilot:
        screen = await open_day(pilot, "strange")
        other.do("retire_doctor", id="adeyemi")
        await follow(pilot)
        assert "of 8" in rows(pilot.app)[1]
        assert screen.doctor_id == "strange"
        assert "Dr Adeyemi" not in header(pilot)


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (160, 48)])
async def test_every_row_is_as_wide_as_the_screen(desk_app: Factory, station: Station, size: tuple[int, int]) -> None:
    other = station()
    other.do("update_doctor", id="brandt", name="Dr [b]山田太郎[/b] " + "é" * 150)
    other.do("update_doctor", id="costa", name="Dr أحمد محمود")
    async with desk_app(size) as pilot:
        screen = await open_day(pilot)
        for _ in range(9):
            await press(pilot, "full_stop")
            assert {strip.cell_length for strip in strips(pilot.app)} == {size[0]}
        assert len(screen.picked) == 9


async def test_another_screen_and_back_keeps_cursor_and_scroll(desk_app: Factory) -> None:
    async with desk_app((120, 36)) as pilot:
        screen = await open_day(pilot)
        await press(pilot, "right", "pagedown", "up", "up")
        before, scroll = screen.grid.cursor, screen.grid.scroll_offset
        await press(pilot, "1", "2")
        assert (screen.grid.cursor, screen.grid.scroll_offset) == (before, scroll)
