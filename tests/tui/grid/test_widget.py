from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import date, timedelta
from time import perf_counter
from typing import Any

import pytest
from textual import events
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from scheduling.model.reads import Doctor, WeekView
from tests.tui.grid.builders import DOCTOR, FRIDAY, HOSPITAL, MONDAY, NOW, cells, day, minute_of, visit, week, words
from tui import theme
from tui.grid.cursor import Carry, Cursor
from tui.grid.widget import WeekGrid

TODAY = 4
VISITS = [
    visit(FRIDAY, "10:45", 30, "Okafor, Chinwe"),
    visit(FRIDAY, "13:30", 45, "Petrov, Ivana"),
    visit(FRIDAY, "15:00", 30, "Larsen, Ida"),
]


class Desk(App[None]):
    """Nothing but a grid, and what it said."""

    def __init__(self, view: WeekView | None = None) -> None:
        super().__init__()
        self.view = view or week(day(FRIDAY, VISITS))
        self.said: list[object] = []
        theme.install(self)

    def compose(self) -> ComposeResult:
        yield WeekGrid(id="grid")

    @property
    def grid(self) -> WeekGrid:
        return self.query_one(WeekGrid)

    def on_mount(self) -> None:
        self.grid.show(self.view, NOW)
        self.grid.focus()

    def on_week_grid_moved(self, message: WeekGrid.Moved) -> None:
        self.said.append(message)

    def on_week_grid_opened(self, message: WeekGrid.Opened) -> None:
        self.said.append(message)

    def on_week_grid_left_week(self, message: WeekGrid.LeftWeek) -> None:
        self.said.append(message)


@asynccontextmanager
async def desk(
    width: int = 90, height: int = 34, view: WeekView | None = None
) -> AsyncIterator[tuple[Desk, WeekGrid, Pilot[None]]]:
    app = Desk(view)
    async with app.run_test(size=(width, height)) as pilot:
        yield app, app.grid, pilot


def line(grid: WeekGrid, wall: str) -> str:
    """The characters of the visible line of a time."""
    y = minute_of(wall) // grid.row_minutes - grid.top_row + grid.plan.header_rows
    return words(cells(grid.render_line(y)))


def where(grid: WeekGrid, column: int, wall: str) -> tuple[int, int]:
    """Cell of a column and a time, in the widget."""
    slot = grid.plan.slot_of(column)
    assert slot is not None
    return slot.x + 2, minute_of(wall) // grid.row_minutes - grid.top_row + grid.plan.header_rows


def changed(grid: WeekGrid, act: Callable[[], object]) -> set[int]:
    """The lines that an act asks to be painted again."""
    before = {y: grid.render_line(y) for y in range(grid.size.height)}
    act()
    return {y for y in before if grid.render_line(y) != before[y]}


async def test_every_line_is_as_wide_as_the_grid_and_none_is_blank() -> None:
    async with desk() as (_app, grid, _pilot):
        assert grid.room.width == 89
        for y in range(grid.size.height):
            assert grid.render_line(y).cell_length == 89
        assert grid.cursor.column == TODAY
        assert not grid.ALLOW_SELECT


async def test_moving_selecting_and_leaving_the_week() -> None:
    async with desk() as (app, grid, pilot):
        grid.go_to(FRIDAY, minute_of("13:15"))
        assert (grid.selection.state, grid.selection.start) == ("free", minute_of("13:15"))
        assert grid.move(rows=1)
        assert grid.selection.visit is not None
        assert grid.selection.visit.patient_name == "Petrov, Ivana"
        assert grid.move(columns=1)
        assert grid.cursor == Cursor(5, minute_of("13:30"))
        assert grid.move(columns=1)
        assert not grid.move(columns=1)
        assert grid.cursor.column == 6
        assert grid.move(columns=-2)
        assert grid.cursor.column == TODAY
        await pilot.pause()
        moved = app.said[-1]
        assert isinstance(moved, WeekGrid.Moved)
        assert moved.selection == grid.selection


async def test_only_the_lines_that_change_are_painted_again() -> None:
    async with desk() as (app, grid, pilot):
        grid.go_to(FRIDAY, minute_of("11:45"))
        await pilot.pause()
        assert len(changed(grid, lambda: grid.move(rows=1))) == 2
        assert changed(grid, lambda: grid.show(app.view, NOW)) == set()
        more = week(day(FRIDAY, [*VISITS, visit(FRIDAY, "16:00", 15, "Reid, Sam")]))
        # the visit's own row, and the count of what is free
        assert len(changed(grid, lambda: grid.show(more, NOW))) == 2
        assert grid.selection.start == minute_of("12:00")


async def test_a_range_is_stretched_and_dropped() -> None:
    async with desk() as (_app, grid, _pilot):
        grid.go_to(FRIDAY, minute_of("14:15"))
        grid.move(rows=1, extend=True)
        grid.move(rows=1, extend=True)
        found = grid.selection
        assert (found.start, found.end, found.ranged, found.state) == (855, 900, True, "free")
        assert "+ 14:45" in line(grid, "14:45")
        assert "14:15" in line(grid, "14:15")
        grid.move(rows=1, extend=True)
        assert grid.selection.state == "busy"
        assert grid.drop_range()
        assert not grid.drop_range()
        assert grid.selection.start == 855
        grid.move(rows=-1, extend=True)
        assert (grid.selection.start, grid.selection.end) == (minute_of("14:00"), 870)
        grid.move(rows=1)
        assert not grid.selection.ranged


async def test_a_range_can_be_chosen_from_a_visit_and_by_its_times() -> None:
    async with desk() as (_app, grid, _pilot):
        grid.go_to(FRIDAY, minute_of("13:30"))
        grid.move(rows=1, extend=True)
        assert (grid.selection.start, grid.selection.end) == (810, 870)
        grid.choose(900, 945)
        assert (grid.selection.start, grid.selection.end) == (900, 945)


async def test_zooming_keeps_the_time() -> None:
    async with desk() as (_app, grid, _pilot):
        grid.go_to(FRIDAY, minute_of("14:30"))
        for step, minutes in ((1, 10), (1, 5), (1, 5), (-3, 20), (-9, 60), (-1, 60)):
            grid.zoom(step)
            assert grid.row_minutes == minutes
        assert grid.selection.start == minute_of("14:15")  # 60-minute rows: the first free minute after a visit
        grid.zoom(3)
        assert grid.selection.start == minute_of("14:30")


async def test_going_to_a_date_scrolls_it_a_third_down() -> None:
    async with desk() as (_app, grid, _pilot):
        grid.go_to(MONDAY, minute_of("20:00"))
        assert grid.cursor.column == 0
        rows = grid.size.height - grid.plan.header_rows
        assert minute_of("20:00") // 15 - grid.top_row == rows // 3 or grid.top_row == 96 - rows
        grid.go_to(date(2030, 1, 1), 0)
        assert (grid.cursor, grid.top_row) == (Cursor(0, 0), 0)
        grid.move(rows=60)
        assert grid.top_row == 60 - rows + 1
        grid.move(rows=-60)
        assert grid.top_row == 0


async def test_the_clock_moves_the_line_of_now() -> None:
    async with desk() as (_app, grid, pilot):
        grid.go_to(FRIDAY, minute_of("12:00"))
        await pilot.pause()
        assert line(grid, "10:30").startswith("10:42►")
        assert changed(grid, lambda: grid.tick(NOW)) == set()
        grid.tick(NOW + 33 * 60)
        assert line(grid, "11:15").startswith("11:15►")
        assert not line(grid, "10:30").startswith("10:42")


async def test_another_week_or_doctor_keeps_the_cursors_time_and_drops_the_range() -> None:
    async with desk() as (_app, grid, _pilot):
        grid.go_to(FRIDAY, minute_of("14:30"))
        grid.move(rows=1, extend=True)
        grid.show(week(day(FRIDAY, VISITS)), NOW)
        kept = grid.selection
        assert kept.ranged
        later = tuple(day(MONDAY + timedelta(days=7 + count)) for count in range(7))
        grid.show(WeekView(DOCTOR, HOSPITAL, later, 2, 0), NOW)
        assert not grid.selection.ranged
        assert grid.cursor == Cursor(TODAY, minute_of("14:30"))
        grid.show(WeekView(DOCTOR, HOSPITAL, later[:1], 2, 0), NOW)
        assert grid.cursor.column == 0


async def test_a_visit_is_carried_row_by_row() -> None:
    async with desk() as (_app, grid, _pilot):
        grid.go_to(FRIDAY, minute_of("15:00"))
        start = VISITS[2].visit.start_minute
        grid.carry = Carry(VISITS[2], {FRIDAY.isoformat(): ((start, start + 60), (start + 60, start + 61))}, True)
        assert "from here" not in line(grid, "15:15")  # the ghost is still over it
        grid.move(rows=-6)
        assert grid.cursor.minute == minute_of("13:30")  # no block is jumped over
        assert "Larsen" in line(grid, "13:30")
        assert "from here" in line(grid, "15:15")
        grid.move(rows=1, extend=True)
        assert not grid.selection.ranged
        grid.carry = None
        assert "from here" not in line(grid, "15:15")


async def test_doctors_scroll_sideways_by_columns() -> None:
    pairs = [(Doctor(f"d{count}", "riverside", f"Dr {count}"), day(FRIDAY)) for count in range(9)]
    async with desk() as (_app, grid, _pilot):
        grid.show_day(HOSPITAL, pairs, NOW, {})
        grid.place(8, 600)
        assert [slot.column for slot in grid.plan.slots] == [3, 4, 5, 6, 7, 8]
        assert "Dr 8" in words(cells(grid.render_line(0)))
        for _step in range(8):
            assert grid.move(columns=-1)
        assert grid.plan.slots[0].column == 0
        assert not grid.move(columns=-1)


async def test_the_mouse_clicks_drags_scrolls_and_opens() -> None:
    async with desk() as (app, grid, pilot):
        grid.go_to(FRIDAY, minute_of("12:00"))
        await pilot.pause()
        await pilot.click(grid, offset=where(grid, 2, "13:15"))
        assert grid.cursor == Cursor(2, minute_of("13:15"))
        await pilot.click(grid, offset=(where(grid, TODAY, "13:30")[0], 0))
        assert grid.cursor == Cursor(TODAY, minute_of("13:15"))
        before = grid.cursor
        await pilot.click(grid, offset=(2, 5))
        assert grid.cursor == before
        await pilot.mouse_down(grid, offset=where(grid, 1, "14:00"))
        await pilot.hover(grid, offset=where(grid, 1, "14:00"))
        await pilot.hover(grid, offset=where(grid, 1, "14:30"))
        await pilot.mouse_up(grid, offset=where(grid, 1, "14:30"))
        assert (grid.selection.start, grid.selection.end) == (840, 885)
        await pilot.hover(grid, offset=where(grid, 1, "15:30"))
        assert grid.selection.end == 885
        await pilot.click(grid, offset=where(grid, TODAY, "13:45"), times=2)
        opened = [message for message in app.said if isinstance(message, WeekGrid.Opened)]
        assert [message.selection.visit for message in opened] == [VISITS[1]]


async def test_the_wheel_scrolls_the_day_and_turns_the_week() -> None:
    async with desk() as (app, grid, pilot):
        top = grid.top_row
        for kind in (events.MouseScrollDown, events.MouseScrollDown, events.MouseScrollUp):
            grid.post_message(kind(grid, 20, 10, 0, 0, 0, False, False, False))
        await pilot.pause()
        assert grid.top_row == top + 3
        for turn in (events.MouseScrollRight, events.MouseScrollLeft):
            grid.post_message(turn(grid, 20, 10, 0, 0, 0, False, False, False))
        await pilot.pause()
        assert [said.direction for said in app.said if isinstance(said, WeekGrid.LeftWeek)] == [1, -1]


async def test_a_click_in_a_lane_chooses_that_visit() -> None:
    both = [visit(FRIDAY, "13:30", 30, "A"), visit(FRIDAY, "13:30", 30, "B")]
    async with desk(view=week(day(FRIDAY, both))) as (_app, grid, pilot):
        grid.go_to(FRIDAY, minute_of("12:00"))
        await pilot.pause()
        x, y = where(grid, TODAY, "13:30")
        await pilot.click(grid, offset=(x + 8, y))
        assert grid.selection.visit == both[1]


@pytest.mark.parametrize(("width", "height"), [(60, 15), (80, 24), (200, 60)])
async def test_any_size_shows_the_cursor(width: int, height: int) -> None:
    async with desk(width, height) as (_app, grid, pilot):
        shown = {y: words(cells(grid.render_line(y))) for y in range(grid.size.height)}
        assert any("+ 08:00" in text or "08:00" in text for text in shown.values())
        await pilot.resize_terminal(width + 7, height + 1)
        await pilot.pause()
        assert grid.render_line(4).cell_length == width + 6


async def test_another_theme_paints_other_colours() -> None:
    async with desk() as (app, grid, pilot):
        dark = grid.render_line(5)
        app.theme = "frontdesk-light"
        await pilot.pause()
        assert grid.render_line(5) != dark


async def test_before_anything_is_shown_it_is_blank_and_patient() -> None:
    class Empty(App[None]):
        def compose(self) -> ComposeResult:
            yield WeekGrid()

    app = Empty()
    theme.install(app)
    async with app.run_test(size=(90, 34)) as pilot:
        grid = app.query_one(WeekGrid)
        assert grid.move(rows=1)
        grid.go_to(FRIDAY, 600)
        grid.zoom(1)
        grid.tick(NOW)
        grid.carry = None
        assert grid.render_line(3).text.strip() == ""
        await pilot.click(grid, offset=(20, 10))
        grid.show(week(), NOW)
        assert grid.cursor.minute == 600


@pytest.mark.alone
async def test_a_key_is_on_the_screen_within_ten_milliseconds() -> None:
    times = [f"{8 + n // 2:02}:{n % 2 * 30:02}" for n in range(12)]
    dates = [MONDAY + timedelta(days=count) for count in range(5)]
    busy = [day(on, [visit(on, wall, 30, f"Patient {wall}") for wall in times]) for on in dates]
    async with desk(view=week(*busy)) as (app, grid, pilot):
        await pilot.pause()
        compositor = app.screen._compositor
        spent: list[float] = []
        for step in range(20):
            begun = perf_counter()
            grid.move(rows=1 if step < 10 else -1)
            compositor.update_widgets({grid})
            update: Any = compositor.render_update(full=False)
            assert update.render_segments(app.console)
            spent.append(perf_counter() - begun)
        assert sorted(spent)[10] < 0.010
