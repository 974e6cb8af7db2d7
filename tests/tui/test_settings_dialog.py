"""Settings: each change holds at once on the screen behind, and is kept in the person's file."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from rich.cells import cell_len
from textual.geometry import Offset
from textual.pilot import Pilot

from scheduling import Desk
from tests.tui.keys import press
from tests.tui.reading import page, rows, the_app, week
from tui import settings, text
from tui.dialogs.goto import read_place
from tui.dialogs.settings import SettingsDialog
from tui.dialogs.settings_keys import KeysDialog
from tui.widgets.chips import ChipRow

Factory = Callable[..., Any]
AMERICAN = {"clock": "12", "date_order": "month-day", "first_weekday": "sunday"}


def said(pilot: Pilot[None]) -> str:
    assert isinstance(pilot.app.screen, SettingsDialog)
    return pilot.app.screen.verdict.said


async def to(pilot: Pilot[None], name: str) -> None:
    """The row of a setting."""
    pilot.app.screen.query_one(f"#{name}", ChipRow).focus()
    await pilot.pause()


async def test_each_setting_holds_at_once_and_is_kept(desk_app: Factory) -> None:
    async with desk_app() as pilot:
        await press(pilot, "f9", "right")
        assert pilot.app.theme == "frontdesk-light"
        assert "Theme: light." in said(pilot)
        await press(pilot, "down", "space")
        assert the_app(pilot).plain_glyphs.enabled
        assert all(row.isascii() for row in rows(pilot.app)[2:4])
        await press(pilot, "space")
        assert not the_app(pilot).plain_glyphs.enabled
        await press(pilot, "down", "right", "right")
        assert week(pilot).grid.row_minutes == 30
        await press(pilot, "j", "right")
        assert week(pilot).first.isoformat() == "2026-11-15"
        await press(pilot, "k", "j", "j", "right")
        assert "10:42a" in page(pilot.app)
        await press(pilot, "down", "right")
        assert "Friday November 20, 2026, 10:42a" in said(pilot)
        await press(pilot, "escape")
        assert "November 15 – 21, 2026" in rows(pilot.app)[0]
        assert "10:42a" in rows(pilot.app)[0]
        assert week(pilot).selection.day.isoformat() == "2026-11-20"
        assert settings.read() == {
            "theme": "light", "glyphs": "unicode", "row_minutes": 30, "first_weekday": "sunday", "clock": 12,
            "date_order": "month-day",
        }  # fmt: skip


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (160, 48)])
@pytest.mark.parametrize("mode", "12345678")
async def test_every_screen_keeps_its_columns_by_twelve_hours(
    desk_app: Factory, size: tuple[int, int], mode: str
) -> None:
    async with desk_app(size, own=AMERICAN) as pilot:
        await press(pilot, mode, "down", "right")
        assert {cell_len(row) for row in rows(pilot.app)} == {size[0]}
        assert "10:42a" in rows(pilot.app)[0]
        seen = page(pilot.app)
        assert "20 Nov" not in seen
        # what is of the afternoon is nowhere written by 24 hours, and no clock is without its half of the day
        assert not re.findall(r"\b(?:1[3-9]|2[0-4]):\d\d|\b\d\d?:\d\d(?![\dap])", seen)


async def test_the_gutter_holds_the_longest_clock(desk_app: Factory) -> None:
    async with desk_app(own=AMERICAN) as pilot:
        await press(pilot, *["down"] * 8)
        gutter = [row[:7] for row in rows(pilot.app)[4:30]]
        assert "11:00a " in gutter
        assert " 1:00p " in gutter


async def test_dates_are_read_as_they_are_written(desk_app: Factory) -> None:
    async with desk_app(own=AMERICAN) as pilot:
        today = the_app(pilot).today()
        assert read_place("3/4", today).day.isoformat() == "2027-03-04"
        await press(pilot, "slash", *(("slash" if letter == "/" else letter) for letter in "3/7/1984"))
        assert "Lopez, Maria" in page(pilot.app)
    async with desk_app() as pilot:
        assert text.manner() == text.Manner()
        assert read_place("3/4", today).day.isoformat() == "2027-04-03"


async def test_a_click_and_the_list_of_the_clinic(desk_app: Factory) -> None:
    async with desk_app() as pilot:
        await press(pilot, "8", *["tab"] * 4, *["down"] * 4, "enter")
        row = pilot.app.screen.query_one("#clock", ChipRow)
        assert row.has_focus
        await pilot.click(row, offset=Offset(14, 0))
        await pilot.pause()
        await press(pilot, "escape")
        assert "Clock                      12 hours" in page(pilot.app)
        assert "10:42a" in rows(pilot.app)[0]
        await press(pilot, "down", "down", "down", "enter")
        assert isinstance(pilot.app.screen, KeysDialog)


async def test_the_backup_is_the_clinics(desk_app: Factory, station: Callable[..., Desk]) -> None:
    async with desk_app() as pilot:
        await press(pilot, "f9")
        await to(pilot, "daily_backup")
        await press(pilot, "right")
        assert "Only `frontdesk backup` makes one now." in said(pilot)
        assert not station().daily_backup
        await press(pilot, "right")
        assert "A desk that is open makes one a day." in said(pilot)
        assert the_app(pilot).desk.daily_backup
        assert settings.read() == {}


async def test_a_desk_that_may_not_change_the_clinic_says_so(
    desk_app: Factory, monkeypatch: pytest.MonkeyPatch
) -> None:
    from scheduling.errors import Refused

    async with desk_app() as pilot:
        await press(pilot, "f9")
        await to(pilot, "daily_backup")

        def refuse(verb: str, **_: Any) -> None:
            raise Refused("not_allowed", "Only a manager may do that.", "Ask one.")

        monkeypatch.setattr(the_app(pilot).desk, "do", refuse)
        await press(pilot, "right")
        assert "Only a manager may do that." in said(pilot)
        assert pilot.app.screen.query_one("#daily_backup", ChipRow).index == 0


async def test_the_environment_goes_before_the_file_and_is_told(
    desk_app: Factory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FRONTDESK_CLOCK", "24")
    async with desk_app() as pilot:
        await press(pilot, "f9")
        await to(pilot, "clock")
        await press(pilot, "right")
        assert "FRONTDESK_CLOCK is set and decides at the next start." in said(pilot)


async def test_what_cannot_be_kept_holds_for_now(desk_app: Factory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "remember", lambda *_: False)
    async with desk_app() as pilot:
        await press(pilot, "f9", "left")
        assert pilot.app.theme == "frontdesk-contrast"
        assert "cannot be written" in said(pilot)


async def test_keys_are_listed_with_the_names_that_change_them(desk_app: Factory) -> None:
    path = settings.settings_path()
    path.parent.mkdir(parents=True)
    path.write_text('[keys]\nwalk_in = "W"\nfly = "c"\n')
    async with desk_app() as pilot:
        await press(pilot, "f9")
        assert str(path)[:40] in page(pilot.app)
        assert "there is no action “fly”" in page(pilot.app)
        await press(pilot, "enter")
        seen = page(pilot.app)
        assert "1 cannot be taken" in seen
        assert any("walk_in" in row and row.rstrip(" ▐▌").endswith("W") for row in rows(pilot.app))
        await press(pilot, "pagedown", "down", "escape", "escape")
        assert pilot.app.screen is week(pilot)
        path.write_text("keys = 3")
        await press(pilot, "f9", "enter")
        assert "[keys] in the settings must be a table" in page(pilot.app)
        await press(pilot, "escape", "f9", "8")
        assert "as they come" in page(pilot.app)


def test_option_environment_file_default(monkeypatch: pytest.MonkeyPatch) -> None:
    stored = {"clock": 12, "theme": "light", "date_order": "pink", "row_minutes": 30}
    assert settings.chosen(stored, {"theme": None}) == {"clock": "12", "theme": "light", "row_minutes": "30"}
    monkeypatch.setenv("FRONTDESK_CLOCK", "24")
    monkeypatch.setenv("FRONTDESK_THEME", "dark")
    assert settings.chosen(stored, {"theme": "contrast"})["theme"] == "contrast"
    assert settings.chosen(stored, {})["clock"] == "24"
    assert settings.chosen({}, {}) == {"clock": "24", "theme": "dark"}
    assert settings.problems(stored) == ["Settings: date_order is one of day-month, month-day."]
    assert settings.manner({}) == text.Manner()
    assert settings.manner(AMERICAN) == text.Manner(12, True, 6)
    assert settings.row_minutes({}) == 15
