"""What can be clicked: arrows of the header, keys of the footer, rows of a list, cells of the grid."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from textual.content import Content
from textual.pilot import Pilot

from tests.tui.reading import go_to, page, rows, week
from tui.widgets.lines import clip, section, spread
from tui.widgets.rows import Row, Rows
from tui.widgets.verdict import Verdict

Factory = Callable[..., Any]


async def click(pilot: Pilot[None], row: int, words: str, *, times: int = 1) -> None:
    """Click the first cell of `words` in a row of the screen."""
    x = rows(pilot.app)[row].index(words)
    await pilot.click(offset=(x, row % pilot.app.size.height), times=times)
    await pilot.pause()


async def test_the_arrows_of_the_header_turn_the_week(desk_app: Factory) -> None:
    async with desk_app((120, 36)) as pilot:
        await click(pilot, 0, "›")
        assert week(pilot).first == date(2026, 11, 23)
        await click(pilot, 0, "‹")
        assert week(pilot).first == date(2026, 11, 16)
        await click(pilot, 0, "Amara")
        assert week(pilot).first == date(2026, 11, 16)


async def test_the_keys_of_the_footer_and_the_tab_can_be_clicked(desk_app: Factory) -> None:
    async with desk_app((120, 36)) as pilot:
        await click(pilot, 35, "] Week")
        assert week(pilot).first == date(2026, 11, 23)
        await click(pilot, 35, "[ ] Week")
        assert week(pilot).first == date(2026, 11, 16)
        await click(pilot, 35, "Help")
        assert "what works here comes first" in page(pilot.app)
        await click(pilot, 35, "Close")
        assert len(pilot.app.screen_stack) == 1
        await click(pilot, 1, "Week")
        await click(pilot, 1, "F-up")
        assert week(pilot).band.said == ""


async def test_a_cell_is_clicked_then_opened(desk_app: Factory) -> None:
    async with desk_app((120, 36)) as pilot:
        screen = await go_to(pilot, "a11")
        await press_up(pilot)
        row = next(y for y, line in enumerate(rows(pilot.app)) if "Petrov" in line[60:80])
        x = rows(pilot.app)[row].index("Petrov", 60)
        await pilot.click(offset=(x, row))
        await pilot.pause()
        assert screen.here.visit.id == "a10"
        assert "Petrov, Ivan" in rows(pilot.app)[2]
        await pilot.click(offset=(x, row), times=2)
        await pilot.pause()
        assert len(pilot.app.screen_stack) == 2


async def press_up(pilot: Pilot[None]) -> None:
    await pilot.press("p")
    assert week(pilot).band.said
    await pilot.press("up")


async def test_the_wheel_sideways_turns_the_week(desk_app: Factory) -> None:
    async with desk_app((120, 36)) as pilot:
        screen = week(pilot)
        screen.on_week_grid_left_week(screen.grid.LeftWeek(1))
        assert screen.first == date(2026, 11, 23)
        screen.on_week_grid_left_week(screen.grid.LeftWeek(-1))
        assert screen.first == date(2026, 11, 16)


async def test_rows_of_a_list_are_chosen_then_taken(desk_app: Factory) -> None:
    async with desk_app((80, 24)) as pilot:
        screen = await go_to(pilot, "a11")
        await pilot.press("x")
        row = next(y for y, line in enumerate(rows(pilot.app)) if "duplicate" in line)
        await click(pilot, row, "duplicate")
        assert screen.status == "booked"
        await click(pilot, row, "duplicate")
        assert screen.band.said.endswith("Reason: duplicate.")
        await pilot.press("ctrl+p", *"redo")
        row = next(y for y, line in enumerate(rows(pilot.app)) if "Redo" in line)
        await click(pilot, row, "Redo")
        assert len(pilot.app.screen_stack) == 1
        await pilot.press("d")
        row = next(y for y, line in enumerate(rows(pilot.app)) if "Dr Who" in line)
        await click(pilot, row, "Dr Who")
        await click(pilot, row, "Dr Who")
        assert screen.doctor_id == "who"


def test_lines_are_exactly_as_wide_as_asked() -> None:
    left, right = Content("田中 and a long name"), Content("end")
    for width in range(1, 40):
        assert spread(left, right, width).cell_length <= width
        assert clip(left, width).cell_length <= width
        assert section("A title", width, "fact").cell_length <= max(width, 14)
    assert spread(left, right, 40).cell_length == 40
    assert spread(left, right, 0).plain == ""


async def test_a_list_keeps_its_chosen_row_in_sight(desk_app: Factory) -> None:
    async with desk_app((80, 24)) as pilot:
        await pilot.press("ctrl+p")
        listed = pilot.app.screen.query_one(Rows)
        for _ in range(30):
            await pilot.press("down")
        chosen = listed.rows[listed.cursor or 0].left.plain.split("  ")[1]
        assert chosen in page(pilot.app)
        listed.show([Row(Content("head"), choosable=False)])
        assert listed.cursor is None
        listed.move(1)
        assert listed.cursor is None
        listed.show([Row(Content("head"), choosable=False), Row(Content("one")), Row(Content("two"))], None)
        listed.move(-1)
        assert listed.cursor == 2


def test_a_verdict_says_it_without_its_colour() -> None:
    verdict = Verdict()
    verdict.show("bad", "Not free", "Dr Who is taken.", second="Free next: 10:15", right="1 takes it")
    assert verdict.said == "✗ Not free Dr Who is taken.\nFree next: 10:15\n1 takes it"
    verdict.show("info")
    assert verdict.said == ""
