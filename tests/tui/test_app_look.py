"""What is painted, cell by cell: contrast, the one amber thing, and the marks that need no colour."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pytest
from rich.cells import cell_len
from textual.app import App

from tests.tui.reading import go_to, rows, strips, week
from tui import theme
from tui.widgets.dialog import Dialog

Factory = Callable[..., Any]
SIZES = ((80, 24), (120, 36))
THEMES = tuple(theme.TONES)
NO_TEXT = frozenset("─━│▏▌▘▀▄╱┈╌┊╎■□▪▛▜▙▟▐▅▂▁▃▆▇█ ")
"""Lines, hatching and squares: drawn, not read."""


class Cell(NamedTuple):
    """One painted character."""

    x: int
    y: int
    character: str
    front: str
    ground: str
    bold: bool


def cells(app: App[None]) -> Iterator[Cell]:
    """Every character on the screen with its colours."""
    for y, strip in enumerate(strips(app)):
        x = 0
        for segment in strip:
            style = segment.style
            for character in segment.text:
                if style is not None and style.color is not None and style.bgcolor is not None:
                    front, ground = (
                        "#{:02x}{:02x}{:02x}".format(*colour.get_truecolor())
                        for colour in (style.color, style.bgcolor)
                    )
                    yield Cell(x, y, character, front, ground, bool(style.bold))
                x += cell_len(character)


def weak(found: Iterator[Cell], least: float = theme.TEXT_CONTRAST) -> list[str]:
    """Characters that are text and do not reach the contrast of text."""
    return [
        f"{cell.character!r} at {cell.x},{cell.y}: {cell.front} on {cell.ground}"
        for cell in found
        if cell.character not in NO_TEXT and theme.contrast(cell.front, cell.ground) < least
    ]


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("size", SIZES)
async def test_text_on_the_week_reaches_its_contrast(desk_app: Factory, size: tuple[int, int], name: str) -> None:
    async with desk_app(size, theme=name) as pilot:
        for visit in ("a08", "a10", "a02", "a12"):
            await go_to(pilot, visit)
            assert weak(cells(pilot.app), theme.TONES[name].least) == []
        await pilot.press("z")
        await pilot.pause()
        assert weak(cells(pilot.app), theme.TONES[name].least) == []
        await pilot.press("y", "escape", "m")
        await pilot.pause()
        assert weak(cells(pilot.app), theme.TONES[name].least) == []


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("keys", [("2",), ("2", "m", "full_stop"), ("Z",), ("Z", "Z", "left")])
async def test_text_on_the_day_and_at_a_glance_reaches_its_contrast(
    desk_app: Factory, size: tuple[int, int], keys: tuple[str, ...], name: str
) -> None:
    async with desk_app(size, theme=name) as pilot:
        await go_to(pilot, "a11")
        await pilot.press(*keys)
        await pilot.pause()
        assert weak(cells(pilot.app), theme.TONES[name].least) == []
        tones = theme.tones(pilot.app)
        words = [cell for cell in cells(pilot.app) if cell.ground == tones.amber_solid]
        assert len({cell.y for cell in words}) == 1  # one thing is what Enter acts on


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize(
    "keys",
    [("question_mark",), ("x",), ("d",), ("g", "f", "r", "i"), ("ctrl+p",), ("v",), ("2", "d", "space", "down")],
)
async def test_text_in_a_dialog_reaches_its_contrast(desk_app: Factory, keys: tuple[str, ...], name: str) -> None:
    async with desk_app((80, 24), theme=name) as pilot:
        await go_to(pilot, "a11")
        await pilot.press(*keys)
        await pilot.pause()
        dialog = pilot.app.screen
        assert isinstance(dialog, Dialog)
        frame = dialog.query_one("#frame").region
        inside = (cell for cell in cells(pilot.app) if frame.contains(cell.x, cell.y) or cell.y == 23)
        assert weak(inside, theme.TONES[name].least) == []


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("size", SIZES)
async def test_one_solid_amber_thing_is_what_enter_acts_on(
    desk_app: Factory, size: tuple[int, int], name: str
) -> None:
    async with desk_app(size, theme=name) as pilot:
        screen = await go_to(pilot, "a11")
        tones = theme.tones(pilot.app)
        amber = [cell for cell in cells(pilot.app) if cell.ground == tones.amber_solid]
        assert {cell.y for cell in amber} == {amber[0].y}
        assert "".join(cell.character for cell in amber).strip(" ▌") == "Larsen, Ida"
        region = screen.grid.region
        assert all(region.contains(cell.x, cell.y) for cell in amber)


@pytest.mark.parametrize("size", SIZES)
async def test_row_one_two_and_last(desk_app: Factory, size: tuple[int, int]) -> None:
    async with desk_app(size) as pilot:
        tones = theme.tones(pilot.app)
        found = list(cells(pilot.app))
        first, last = rows(pilot.app)[0], rows(pilot.app)[-1]
        assert {cell.ground for cell in found if cell.y == 0} == {tones.raised}
        assert next(cell for cell in found if cell.character == "◆").front == tones.amber
        clock = [cell for cell in found if cell.y == 0 and cell.x >= first.rindex("10:42")][:5]
        assert {(cell.front, cell.bold) for cell in clock} == {(tones.bad, True)}
        key = next(cell for cell in found if cell.y == size[1] - 1 and cell.character == "⏎")
        assert (key.front, key.bold) == (tones.amber, True)
        words = [cell for cell in found if cell.y == size[1] - 1 and cell.x == last.index("Open")]
        assert words[0].front == tones.text_dim


async def test_a_focused_field_is_tinted_and_its_label_amber(desk_app: Factory) -> None:
    async with desk_app((80, 24)) as pilot:
        await pilot.press("g")
        await pilot.pause()
        tones = theme.tones(pilot.app)
        row = next(y for y, line in enumerate(rows(pilot.app)) if " Date " in line and "in words" in line)
        line = {cell.x: cell for cell in cells(pilot.app) if cell.y == row}
        at = rows(pilot.app)[row].index("Date")
        assert (line[at].front, line[at].bold) == (tones.amber, True)
        assert line[rows(pilot.app)[row].index("words")].ground == tones.amber_tint


@pytest.mark.parametrize("size", SIZES)
async def test_rows_are_exactly_as_wide_as_the_terminal(desk_app: Factory, size: tuple[int, int]) -> None:
    async with desk_app(size) as pilot:
        for visit in ("a06", "a12", "a08"):
            await go_to(pilot, visit)
            assert {cell_len(row) for row in rows(pilot.app)} == {size[0]}
        await pilot.press("m")
        await pilot.pause()
        assert {cell_len(row) for row in rows(pilot.app)} == {size[0]}
        assert week(pilot).grid.carry is not None
