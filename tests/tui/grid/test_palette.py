from __future__ import annotations

import pytest

from tests.tui.grid.builders import FRIDAY, TYPES, Cell, cells, day, model, only, scene, visit
from tui.grid.cursor import Carry, Walk
from tui.grid.header import paint_header
from tui.grid.painting import paint_row
from tui.grid.palette import Palette, depth_of, palette, rounded, sent
from tui.grid.scene import Scene
from tui.theme import DARK, HUES, LIGHT, Depth, Tones, contrast, rgb

THEMES = pytest.mark.parametrize("tone", [DARK, LIGHT], ids=["dark", "light"])
DEPTHS: list[Depth] = ["truecolor", "256", "16", "none"]
ORNAMENTS = set("▏▌▘┊▀╱╲╳·╌┈━■ ")
"""What says nothing by itself: edges, bars, hatching, the meter, the line of now."""


def busy_week(tone: Tones, depth: Depth) -> list[Scene]:
    kinds = list(TYPES)
    statuses = ["booked", "arrived", "checked-in", "noshow", "pending", "fulfilled"]
    visits = [
        visit(
            FRIDAY, f"{8 + n // 4:02}:{n % 4 * 15:02}", 15 if n % 3 else 30, f"Lopez, Maria{n}", kinds[n % 6],
            statuses[n % len(statuses)], overbooked=n % 5 == 0, outside=n % 7 == 0,
            response="accepted" if n % 2 else None, reason="BP review", held_by="front-2",
            expires_at="2026-11-20T15:46:40Z" if n % 2 else None,
        )
        for n in range(36)
    ]  # fmt: skip
    friday = day(FRIDAY, visits, closures=[("16:00", "16:45", "team meeting")])
    week = model(friday)
    hand = visits[20].visit.id
    return [
        scene(week, tone=tone, depth=depth), scene(week, 54, 5, tone, depth),
        scene(only(friday), 60, 30, tone, depth),
        scene(week, tone=tone, depth=depth, carried=hand, lit=((),) * 4 + (((780, 900),), (), ())),
    ]  # fmt: skip


def lines(shown: Scene) -> list[list[Cell]]:
    """Every row as it is, as the first visible one, and under the cursor, a range and a ghost; and the header."""
    found = [cells(paint_header(shown, line)) for line in range(shown.geometry.header_rows)]
    today = next(index for index in range(len(shown.model.columns)) if shown.model.is_today(index))
    walk = Walk(shown.model, shown.geometry, carried=shown.carried)
    view = shown.model.columns[today].blocks[20].view
    for row in range(6 * 60 // shown.geometry.row_minutes, 18 * 60 // shown.geometry.row_minutes):
        cursor = walk.at_row(today, row)
        for focus in (
            None, walk.focus(cursor, None, None, 0), walk.focus(cursor, (cursor.minute - 30, cursor.minute), None, 0),
            walk.focus(cursor, None, Carry(view, {}, row % 2 == 0), 0),
        ):  # fmt: skip
            found.append(cells(paint_row(shown, row, focus)))
        found.append(cells(paint_row(shown, row, top=True)))
    return found


@THEMES
@pytest.mark.parametrize("depth", DEPTHS)
def test_text_reaches_4_5_to_1_on_every_rendered_cell(tone: Tones, depth: Depth) -> None:
    poor: dict[tuple[str, str], str] = {}
    for shown in busy_week(tone, depth):
        for line in lines(shown):
            for cell in line:
                text, ground = (rounded(colour, depth) for colour in cell[1:3])
                if cell.glyph and cell.glyph not in ORNAMENTS and contrast(text, ground) < 4.5:
                    poor[text, ground] = cell.glyph
    assert not poor


@THEMES
def test_the_line_of_now_and_the_bars_are_seen(tone: Tones) -> None:
    colours = palette(tone)
    assert contrast(tone.now, tone.today) >= 3
    for name in TYPES.values():
        ink = colours.ink(name, "", "live")
        assert contrast(ink.bar, ink.title) >= 1.6


@pytest.mark.parametrize(
    ("system", "environ", "depth"),
    [
        ("truecolor", {}, "truecolor"),
        ("256", {"COLORTERM": "truecolor", "TERM": "xterm-256color"}, "truecolor"),
        ("standard", {"COLORTERM": "24bit"}, "truecolor"),
        ("256", {"TERM": "xterm-256color"}, "256"),
        ("standard", {"TERM": "screen-256color"}, "256"),
        ("standard", {"TERM": "xterm"}, "16"),
        ("standard", {"TERM": "linux"}, "16"),
        ("standard", {"TERM": "dumb"}, "none"),
        (None, {}, "none"),
    ],
)
def test_the_depth_of_a_terminal(system: str | None, environ: dict[str, str], depth: Depth) -> None:
    assert depth_of(system, environ) == depth


@THEMES
def test_on_256_colours_surfaces_are_grey_and_hue_is_in_titles_and_bars(tone: Tones) -> None:
    colours = palette(tone, "256")
    surfaces = [colours.tone.free, colours.tone.past, colours.tone.off, colours.tone.gutter, colours.tone.header]
    bodies = [colours.ink(name, "", mood).body for name in TYPES.values() for mood in ("live", "past", "held")]
    for grey in surfaces + bodies:
        assert len(set(rgb(grey))) == 1
    titles = {colours.ink(name, "", "live").title for name in TYPES.values()}
    bars = {colours.ink(name, "", "live").bar for name in TYPES.values()}
    assert len(titles) == len(bars) == len(TYPES)
    for colour in [*titles, *bars, *surfaces]:
        assert rounded(sent(colour, "256"), "256") == colour


@THEMES
@pytest.mark.parametrize("depth", ["256", "16"])
def test_every_hue_and_any_other_colour_has_inks(tone: Tones, depth: Depth) -> None:
    colours = palette(tone, depth)
    for name in [*HUES, "#123456", None]:
        ink = colours.ink(name, "anything", "live")
        assert contrast(ink.title_text, ink.title) >= 4.5
        assert contrast(ink.body_text, ink.body) >= 4.5


def test_moods_are_told_apart() -> None:
    colours = palette(DARK)
    live, past, held = (colours.ink("green", "", mood) for mood in ("live", "past", "held"))
    assert len({live.title, past.title, held.title}) == 3
    assert contrast(live.title, DARK.free) > contrast(held.title, DARK.free) > contrast(past.title, DARK.free)


def test_without_colours_the_cursor_is_reversed() -> None:
    assert palette(DARK, "none").solid().reverse
    assert not palette(DARK).solid().reverse


def test_what_cannot_be_read_is_pushed_to_the_nearer_end() -> None:
    colours = Palette(DARK, "truecolor")
    assert colours.legible("#ffffff", "#000000") == "#ffffff"
    assert contrast(colours.legible("#777777", "#808080"), "#808080") >= 4.5
    assert colours.edge(-1, DARK.free, past=False) == DARK.hairline
    assert colours.place(-1) == DARK.hairline
