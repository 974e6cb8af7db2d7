"""Pictures are taken of the sample clinic, always the same one, at Fri 20 Nov 2026 10:42 in New York."""

from __future__ import annotations

import re
import shutil
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest
import pytest_textual_snapshot as plugin  # type: ignore[import-untyped]
from textual.pilot import Pilot
from textual.widgets import Input

from scheduling import open_desk, sample
from tests.tui.conftest import put_on_now
from tests.tui.keys import letters, press
from tests.tui.reading import page
from tui.app import DeskApp

FONTS = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)
normalised = plugin.normalize_svg


def without_fonts(picture: str) -> str:
    """A picture that asks no server for a font: it is shown in the monospace font that there is."""
    return FONTS.sub("", normalised(picture))


plugin.normalize_svg = without_fonts

NOW = "2026-11-20T10:42-05:00"
SEED = 2026
Steps = Callable[[Pilot[None]], Awaitable[None]]


@pytest.fixture(scope="session")
def sampled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the sample; each picture is taken of a copy."""
    folder = tmp_path_factory.mktemp("pictures") / "sample"
    desk = open_desk(folder, now=NOW, by="j.hale", desk="front-2")
    sample.fill(desk, SEED)
    desk.close_desk()
    return folder


@pytest.fixture(autouse=True)
def _still(monkeypatch: pytest.MonkeyPatch) -> None:
    """A cursor that blinks would be there or not by chance, as what comes a moment later."""
    monkeypatch.setattr(Input, "_toggle_cursor", lambda _box: None)
    monkeypatch.setattr("tui.tab_counts.COUNT_SECONDS", 3600.0)  # `picture` counts, when all keys are through
    monkeypatch.setattr("tui.app.LIVE_SECONDS", 3600.0)  # nor does row 1 tell how busy the machine was


@pytest.fixture
def picture(sampled: Path, tmp_path: Path, snap_compare: Callable[..., bool]) -> Iterator[Callable[..., None]]:
    """`picture(size, words, keys=(…), theme=…)`: presses the keys, looks for the words, compares the picture."""
    desks = []

    def taken(
        size: tuple[int, int],
        words: tuple[str, ...],
        *,
        keys: tuple[str, ...] = (),
        theme: str = "frontdesk-dark",
        empty: bool = False,
    ) -> None:
        folder = tmp_path / "clinic"
        if not empty:
            shutil.copytree(sampled, folder)
        desk = open_desk(folder, now=NOW, by="j.hale", desk="front-2")
        desks.append(desk)
        app = DeskApp(desk)
        app.theme = theme

        async def steps(pilot: Pilot[None]) -> None:
            await pilot.pause()
            put_on_now(app)
            for key in keys:
                await press(pilot, *(letters(key[1:]) if key.startswith("=") else (key,)))
            await app.tabs._count()
            await pilot.pause()
            seen = page(app)
            assert [word for word in words if word not in seen] == []

        assert snap_compare(app, terminal_size=size, run_before=steps)

    yield taken
    for desk in desks:
        desk.close_desk()
