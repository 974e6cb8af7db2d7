from __future__ import annotations

from itertools import product

import pytest
from textual.app import App, ComposeResult
from textual.widgets import Static

from tui import coarse, theme
from tui.grid.palette import rounded
from tui.theme import DARK, HUES, LIGHT, NAMES, TONES, Tones, base_colour, contrast, hue, mix, readable, rgb

THEMES = pytest.mark.parametrize(
    "tone",
    [*TONES.values(), *(tone for few in ("256", "16") for tone in coarse.TONES[few].values())],
    ids=[f"{name}-{depth}" for depth in ("true", "256", "16") for name in NAMES],
)


@THEMES
def test_every_word_reads_on_every_surface(tone: Tones) -> None:
    inks = [tone.text, tone.text_dim, tone.text_faint, tone.amber, tone.ok, tone.bad, tone.info]
    grounds = [tone.surface, tone.panel, tone.raised, tone.footer]
    for ink, ground in product(inks, grounds):
        assert contrast(ink, ground) >= tone.least, (ink, ground)


@THEMES
def test_tinted_bands_and_the_amber_row_read(tone: Tones) -> None:
    tints = [tone.amber_tint, tone.ok_tint, tone.bad_tint, tone.info_tint]
    for tint in tints:
        assert contrast(tone.text, tint) >= tone.least
    for ink, tint in zip([tone.amber, tone.ok, tone.bad, tone.info], tints, strict=True):
        assert contrast(ink, tint) >= tone.least
    assert contrast(tone.on_amber, tone.amber_solid) >= tone.least
    assert contrast(tone.text_dim, tone.amber_tint) >= tone.least


@THEMES
def test_types_have_hues(tone: Tones) -> None:
    for name in HUES:
        shades = hue(name, tone)
        assert contrast(shades.text, shades.body) >= tone.least
        assert len({shades.bar, shades.title, shades.body}) == 3


def test_a_colour_is_a_name_a_hex_or_goes_with_the_types_name() -> None:
    assert base_colour("teal") == HUES["teal"]
    assert base_colour("#ABCDEF") == "#abcdef"
    assert base_colour("#abc", "x") in HUES.values()
    assert base_colour(None, "Follow-up") == base_colour(None, "Follow-up")
    assert base_colour(None, "\ud800") in HUES.values()
    assert base_colour(None) == HUES["slate"]


def test_arithmetic_of_colours() -> None:
    assert mix("#000000", "#ffffff", 0.5) == "#808080"
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert readable("#ffffff", "#000000") == "#ffffff"
    assert contrast(readable("#444444", "#333333"), "#333333") >= 4.5
    assert contrast(readable("#888888", "#777777"), "#777777") >= 4.5


class Painted(App[None]):
    CSS = "Static { background: $amber-tint; color: $text-dim; }"

    def __init__(self, name: str = "frontdesk-dark") -> None:
        super().__init__()
        theme.install(self, name)

    def compose(self) -> ComposeResult:
        yield Static("x")


@pytest.mark.parametrize("name", list(TONES))
async def test_installed_themes_give_style_sheets_their_names(name: str) -> None:
    app = Painted(name)
    async with app.run_test():
        shown = app.query_one(Static).styles
        assert shown.background.hex6.lower() == TONES[name].amber_tint
        assert shown.color.hex6.lower() == TONES[name].text_dim
        assert theme.tones(app) is TONES[name]


async def test_a_theme_nobody_knows_becomes_dark() -> None:
    app = Painted("solarized-unknown")
    async with app.run_test():
        assert app.theme == "frontdesk-dark"


async def test_a_foreign_theme_takes_the_nearer_colours() -> None:
    app = App[None]()
    async with app.run_test():
        app.theme = "textual-light"
        assert theme.tones(app) is LIGHT
        app.theme = "nord"
        assert theme.tones(app) is DARK


@pytest.mark.parametrize("tone", coarse.TONES["256"].values(), ids=list(NAMES))
def test_on_256_colours_every_surface_is_one_that_the_terminal_has_and_grey(tone: Tones) -> None:
    shown = {name: rounded(getattr(tone, name), "256") for name in ("surface", "panel", "raised", "footer", "scrim")}
    assert all(len(set(rgb(colour))) == 1 for colour in shown.values()), shown
    assert len({shown["panel"], shown["raised"], rounded(tone.amber_tint, "256")}) == 3
    for ink in (tone.text, tone.text_dim, tone.amber, tone.ok, tone.bad, tone.info):
        for ground in (tone.surface, tone.panel, tone.raised, tone.footer):
            assert contrast(rounded(ink, "256"), rounded(ground, "256")) >= tone.least, (ink, ground)


async def test_an_app_on_256_colours_takes_them() -> None:
    class Plain(App[None]):
        pass

    app = Plain()
    theme.install(app, "frontdesk-light", "256")
    async with app.run_test():
        assert theme.tones(app) is coarse.TONES["256"]["frontdesk-light"]
        app.theme = "frontdesk-dark"
        assert theme.tones(app) is coarse.TONES["256"]["frontdesk-dark"]
