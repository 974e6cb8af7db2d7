"""Go to a date: in words, or by weeks and months over the month that stands beside them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from tests.tui.reading import page, week
from tui.text import Manner, use_manner
from tui.widgets.field import FieldInput

Factory = Callable[..., Any]


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_the_month_follows_the_words_and_the_keys_go_over_it(desk_app: Factory, size: tuple[int, int]) -> None:
    async with desk_app(size) as pilot:
        await pilot.press("g")
        await pilot.pause()
        assert "November 2026" in page(pilot.app)
        assert "Mo Tu We Th Fr Sa Su" in page(pilot.app)
        await pilot.press(*"14.3")
        await pilot.pause()
        assert "March 2027" in page(pilot.app)
        await pilot.press("down", "down", "up", "pagedown", "pageup")
        await pilot.pause()
        assert pilot.app.screen.query_one(FieldInput).value == "Sunday 21 March 2027"
        await pilot.press("enter")
        await pilot.pause()
        assert week(pilot).selection.day == date(2027, 3, 21)


async def test_a_month_has_its_last_day_and_a_time_said_stays(desk_app: Factory) -> None:
    async with desk_app((80, 24)) as pilot:
        await pilot.press("g", *"31.1", "space", *"3pm")
        await pilot.pause()
        await pilot.press("pagedown")
        await pilot.pause()
        assert pilot.app.screen.query_one(FieldInput).value == "Sunday 28 February 2027 15:00"
        await pilot.press("enter")
        await pilot.pause()
        assert (week(pilot).selection.day, week(pilot).grid.cursor.minute) == (date(2027, 2, 28), 15 * 60)


async def test_nothing_typed_the_keys_begin_at_the_cursor(desk_app: Factory) -> None:
    async with desk_app((80, 24)) as pilot:
        await pilot.press("g", "down", "enter")
        await pilot.pause()
        assert week(pilot).selection.day == date(2026, 11, 27)


async def test_the_month_begins_its_weeks_as_this_person_does(desk_app: Factory) -> None:
    async with desk_app((80, 24)) as pilot:
        use_manner(Manner(12, True, 6))
        try:
            await pilot.press("g", "down")
            await pilot.pause()
            assert "Su Mo Tu We Th Fr Sa" in page(pilot.app)
            assert pilot.app.screen.query_one(FieldInput).value == "Friday November 27, 2026"
        finally:
            use_manner(Manner())
