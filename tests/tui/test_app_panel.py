"""What the panel, and the two lines that stand for it, tell of times and visits out of the ordinary."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from scheduling import Desk
from tests.tui.reading import go_to, page, the_app, week
from tui.screens.base import DeskScreen
from tui.worker import News

Factory = Callable[..., Any]
Station = Callable[..., Desk]
SIZES = ((80, 24), (120, 36))


@pytest.mark.parametrize("size", SIZES)
async def test_a_closure_says_why(desk_app: Factory, station: Station, size: tuple[int, int]) -> None:
    station().do("close", doctor="osei", **{"from": "2026-11-26", "to": "2026-11-26", "reason": "Thanksgiving"})
    async with desk_app(size) as pilot:
        week(pilot).turn_to(day=date(2026, 11, 26), minute=600)
        await pilot.pause()
        shown = page(pilot.app)
        assert "Closed" in shown
        assert "Thanksgiving" in shown
        assert "Next free" in shown


@pytest.mark.parametrize("size", SIZES)
async def test_overbooked_and_outside_hours_are_marked(
    desk_app: Factory, station: Station, size: tuple[int, int]
) -> None:
    other = station()
    over = other.do(
        "book", doctor="osei", start="2026-11-23T09:00", minutes=15, patient="mario", override="emergency"
    ).value  # fmt: skip
    other.do("close", doctor="osei", **{"from": "2026-11-20T14:00", "to": "2026-11-20T17:00"})
    async with desk_app(size) as pilot:
        await go_to(pilot, over.id)
        assert "!" in page(pilot.app)
        await go_to(pilot, "a11")
        assert "?" in page(pilot.app)
        if size[0] > 100:
            assert "? outside hours" in page(pilot.app)
            assert "Moved here in October; old" in page(pilot.app)


@pytest.mark.parametrize("size", SIZES)
async def test_a_hold_says_whose_and_how_long(desk_app: Factory, station: Station, size: tuple[int, int]) -> None:
    held = station("front-1").do("hold", doctor="osei", start="2026-11-20T12:00", minutes=30).value
    async with desk_app(size) as pilot:
        await go_to(pilot, held.id)
        shown = page(pilot.app)
        assert "A held time" in shown
        assert "30:00" in shown


@pytest.mark.parametrize("size", SIZES)
async def test_a_time_too_short_for_any_type(desk_app: Factory, station: Station, size: tuple[int, int]) -> None:
    station().do("book", doctor="osei", start="2026-11-23T09:35", minutes=60, type="proc", patient="mario")
    async with desk_app(size) as pilot:
        await pilot.press("plus", "plus")
        week(pilot).turn_to(day=date(2026, 11, 23), minute=9 * 60 + 30)
        await pilot.pause()
        shown = page(pilot.app)
        assert "5 min" in shown
        assert ("no type" if size[0] < 100 else "□ Telephone") in shown


async def test_many_in_the_waiting_room(desk_app: Factory, station: Station) -> None:
    other = station()
    for number, patient in enumerate(("maria", "mario", "vip", "long", "yamada")):
        start = f"2026-11-20T16:{number * 10:02}"
        visit = other.do("book", doctor="strange", start=start, minutes=10, patient=patient).value
        other.do("status", id=visit.id, status="arrived")
    async with desk_app((120, 36)) as pilot:
        assert "2 more" in page(pilot.app)


async def test_looking_again_shows_the_present_time(desk_app: Factory) -> None:
    async with desk_app((80, 24)) as pilot:
        pilot.app.post_message(News(frozenset()))
        the_app(pilot).on_app_focus(None)  # type: ignore[arg-type]
        await pilot.pause()
        assert DeskScreen().context == "nothing"
        assert DeskScreen().status is None
        assert DeskScreen().carried_name == "a visit"


async def test_a_fatal_error_leaves_one_line(desk_app: Factory, capsys: pytest.CaptureFixture[str]) -> None:
    async with desk_app((80, 24)) as pilot:
        the_app(pilot)._fatal_error()
    assert "the log says more" in capsys.readouterr().err
