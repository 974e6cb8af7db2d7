"""All screens in all themes: contrast on painted cells, widgets with one id each, footers that fit."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from textual.pilot import Pilot

from scheduling import open_desk, sample
from scheduling.model.status import STATUSES
from tests.tui.conftest import NOW
from tests.tui.keys import follow, settle
from tests.tui.reading import rows, the_app
from tests.tui.test_app_look import cells, weak
from tui import actions, theme
from tui.app import DeskApp
from tui.modes import MODES
from tui.screens.mode import Whereabouts
from tui.widgets.footer import GAP, fitted

Factory = Callable[..., Any]
SIZES = [(80, 24), (120, 36)]

STATES: dict[str, tuple[tuple[str, ...], ...]] = {
    "week": ((), ("m",)),
    "day": ((), ("right",)),
    "today": ((), ("end",), ("tab",)),
    "patients": ((), tuple("lop"), ("enter",), ("tab",)),
    "waitlist": ((), ("tab",), ("tab",)),
    "hours": ((), ("left",), ("tab",)),
    "figures": ((), ("down", "left"), ("tab",)),
    "clinic": ((), ("tab",), ("tab", "tab")),
}
"""Keys after each of which a screen is looked at."""


@pytest.fixture
def folder(sampled: Path, tmp_path: Path) -> Path:
    """The sample clinic, which has something on each screen."""
    return Path(shutil.copytree(sampled, tmp_path / "clinic"))


@pytest.fixture(scope="session")
def sampled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the sample; tests work on copies."""
    made = tmp_path_factory.mktemp("every") / "sample"
    desk = open_desk(made, now=NOW, by="j.hale", desk="front-2")
    sample.fill(desk, 2026)
    desk.close_desk()
    return made


async def through(pilot: Pilot[None]) -> None:
    """Until what a screen counts in the store's thread stands there."""
    await settle(pilot)
    await pilot.app.workers.wait_for_complete()
    await settle(pilot)


@pytest.mark.parametrize("name", theme.TONES)
@pytest.mark.parametrize("size", SIZES)
async def test_text_reaches_its_contrast_on_every_screen(desk_app: Factory, size: tuple[int, int], name: str) -> None:
    async with desk_app(size, theme=name) as pilot:
        problems = []
        for mode in MODES:
            await the_app(pilot).open_mode(mode.id, Whereabouts())
            for keys in STATES[mode.id]:
                await pilot.press(*keys)
                await through(pilot)
                found = weak(cells(pilot.app), theme.TONES[name].least)
                problems += [f"{mode.id} {keys}: {one}" for one in found[:3]]
        assert problems == []


async def test_every_id_is_one_widgets_and_rows_are_as_wide_as_the_terminal(desk_app: Factory) -> None:
    for size in (*SIZES, (160, 48)):
        async with desk_app(size) as pilot:
            for mode in MODES:
                await the_app(pilot).open_mode(mode.id, Whereabouts())
                await through(pilot)
                screen = pilot.app.screen
                ids = Counter(widget.id for widget in screen.walk_children() if widget.id)
                assert [ident for ident, count in ids.items() if count > 1] == [], mode.id
                assert {cell_len(row) for row in rows(pilot.app)} == {size[0]}, mode.id
                assert rows(pilot.app)[-1].strip(), mode.id


@pytest.mark.parametrize("mode", MODES, ids=lambda mode: mode.id)
@pytest.mark.parametrize("width", [78, 118])
def test_the_footer_fits_in_each_context_of_each_screen(mode: Any, width: int) -> None:
    for context in {context for action in actions.of(mode.id) for context in action.where}:
        for status in [None, *STATUSES] if context == actions.VISIT else [None]:
            left, right = fitted(*actions.hints(context, status, mode.id), width)
            parts = [cell_len(f"{hint.keys} {hint.words}") for hint in left + right]
            assert sum(parts) + GAP * (len(parts) - 1) <= width
            assert [hint.words for hint in right][-1:] == ["Help"], (context, status)


@pytest.mark.parametrize("mode", MODES, ids=lambda mode: mode.id)
@pytest.mark.parametrize("gone", ["doctors", "hospital"])
async def test_no_key_stumbles_where_nobody_works_any_more(tmp_path: Path, mode: Any, gone: str) -> None:
    desk = open_desk(tmp_path / "small", now=NOW, by="j.hale", desk="front-2")
    desk.do("add_hospital", id="main", name="Riverside", timezone="America/New_York")
    desk.do("add_doctor", id="who", hospital="main", name="Dr Who")
    async with DeskApp(desk).run_test(size=(120, 36)) as pilot:
        app = the_app(pilot)
        await app.open_mode("clinic")
        desk.do("retire_doctor", id="who")
        if gone == "hospital":
            desk.do("retire_hospital", id="main")
        await follow(pilot)
        for key in [action.keys[0] for action in actions.of(mode.id) if action.keys and action.id != "quit"]:
            await app.open_mode(mode.id)
            await pilot.press(key)
            await settle(pilot)
            while len(app.screen_stack) > 1:
                app.pop_screen()
    desk.close_desk()
