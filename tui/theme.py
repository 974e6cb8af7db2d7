"""The themes of the desk, and the arithmetic of their colours.

Every colour of the app is named here once: dialogs use the names as CSS variables (`$amber-tint`), widgets that
paint themselves take the same values from `tones(app)`. Colours are "#rrggbb".
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, cast
from zlib import crc32

from textual.theme import Theme

if TYPE_CHECKING:
    from textual.app import App

Depth = Literal["truecolor", "256", "16", "none"]
"""How many colours a terminal has."""

TEXT_CONTRAST = 4.5
"""Least contrast of text (WCAG 2 AA), held on rendered cells."""
HIGH_CONTRAST = 7.0
"""The same of the theme for high contrast (WCAG 2 AAA)."""


class Tones(NamedTuple):
    """The named colours of one theme. `text_faint` still carries text on every surface of the theme; `least`: the
    contrast that text reaches, 1…21."""

    dark: bool
    surface: str
    panel: str
    raised: str
    footer: str
    amber: str
    amber_tint: str
    amber_solid: str
    on_amber: str
    ok: str
    ok_tint: str
    bad: str
    bad_tint: str
    info: str
    info_tint: str
    text: str
    text_dim: str
    text_faint: str
    strong: str
    hairline: str
    scrim: str
    free: str
    today: str
    past: str
    off: str
    hatch: str
    gutter: str
    header: str
    header_today: str
    now: str
    least: float = TEXT_CONTRAST


DARK = Tones(
    dark=True, surface="#0e1319", panel="#151c25", raised="#1b2430", footer="#0a0e13",
    amber="#ffc24b", amber_tint="#473d25", amber_solid="#ffc24b", on_amber="#1a1203",
    ok="#7ddc9a", ok_tint="#2a4438", bad="#ff7b7b", bad_tint="#4a2630", info="#5aa9e6", info_tint="#1c3650",
    text="#dfe6ee", text_dim="#9fb0c2", text_faint="#8496a8", strong="#ffffff", hairline="#2a3543", scrim="#06090d",
    free="#1a2330", today="#242a31", past="#131a22", off="#0f141b", hatch="#1f2833", gutter="#0e1319",
    header="#151c25", header_today="#3a362b", now="#ff5d5d",
)  # fmt: skip
LIGHT = Tones(
    dark=False, surface="#eef2f6", panel="#f7f9fb", raised="#e3e9ef", footer="#dde4eb",
    amber="#8f4e00", amber_tint="#fbe6bd", amber_solid="#ffb938", on_amber="#1a1203",
    ok="#1b6e3d", ok_tint="#cfe8d8", bad="#b3162b", bad_tint="#f8dade", info="#19619e", info_tint="#d3e6f6",
    text="#1c2733", text_dim="#4a5b6c", text_faint="#56677a", strong="#0d1620", hairline="#c9d3dd", scrim="#aeb9c4",
    free="#ffffff", today="#fdf6ec", past="#f0f3f6", off="#e4e9ee", hatch="#d3dbe3", gutter="#eef2f6",
    header="#e7ecf1", header_today="#f3e3c8", now="#c2182f",
)  # fmt: skip
CONTRAST = Tones(
    dark=True, surface="#000000", panel="#0a0a0a", raised="#1c1c1c", footer="#000000",
    amber="#ffd766", amber_tint="#3a2f00", amber_solid="#ffd766", on_amber="#000000",
    ok="#8affb0", ok_tint="#003d1a", bad="#ffaaaa", bad_tint="#4d0000", info="#9fd0ff", info_tint="#002f52",
    text="#ffffff", text_dim="#dbe3ea", text_faint="#c6d0da", strong="#ffffff", hairline="#6b7785", scrim="#000000",
    free="#101418", today="#1c1f24", past="#080a0c", off="#000000", hatch="#3a424c", gutter="#000000",
    header="#14181d", header_today="#3a2f00", now="#ff9090", least=HIGH_CONTRAST,
)  # fmt: skip

HUES: dict[str, str] = {
    "blue": "#3f8fd8", "green": "#3aa17e", "purple": "#9a6fd0", "teal": "#31a3b5", "ochre": "#b0913a",
    "red": "#e0566a", "pink": "#d068a8", "orange": "#d2803c", "lime": "#86a53a", "indigo": "#6b78d6",
    "slate": "#7d8fa3",
}  # fmt: skip
"""Names a type's `color` may have; "#rrggbb" is taken too."""

PLACES = ("#5aa9e6", "#d9a441", "#b58ae0", "#5cc39a", "#e08080", "#8fa3b8")
"""Colours of locations, in the order in which a view first meets them."""


class Hue(NamedTuple):
    """The colours of an appointment type on one theme: accent bar, title row, body row, text of the body."""

    bar: str
    title: str
    body: str
    text: str


@lru_cache(65536)
def mix(base: str, over: str, share: float) -> str:
    """`over` laid on `base` with opacity `share` (0…1)."""
    pairs = zip(rgb(base), rgb(over), strict=True)
    return "#{:02x}{:02x}{:02x}".format(*(round(a + (b - a) * share) for a, b in pairs))


@lru_cache(4096)
def rgb(colour: str) -> tuple[int, int, int]:
    """Red, green, blue, each 0…255."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


@lru_cache(65536)
def luminance(colour: str) -> float:
    """Relative luminance, 0…1 (WCAG 2)."""
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4
        for part in (channel / 255 for channel in rgb(colour))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast of two colours, 1…21 (WCAG 2)."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@lru_cache(65536)
def readable(text: str, ground: str, least: float = TEXT_CONTRAST) -> str:
    """`text` blended towards white or black, no further than needed to reach `least` on `ground`."""
    if contrast(text, ground) >= least:
        return text
    end = max(("#ffffff", "#000000"), key=lambda pole: contrast(pole, ground))
    steps = (mix(text, end, step / 20) for step in range(1, 20))
    return next((colour for colour in steps if contrast(colour, ground) >= least), end)


def base_colour(color: str | None, name: str = "") -> str:
    """The colour of a type: its own (a name of `HUES` or "#rrggbb"), else one that always goes with its `name`."""
    if color in HUES:
        return HUES[color]
    if color and re.fullmatch("#[0-9a-fA-F]{6}", color):
        return color.lower()
    if not name:
        return HUES["slate"]
    usual = list(HUES)[:6]
    return HUES[usual[crc32(name.encode(errors="replace")) % len(usual)]]


@lru_cache(1024)
def hue(color: str | None, tone: Tones, name: str = "") -> Hue:
    """The colours of a type on a theme, text reaching its least contrast on the body row."""
    base = base_colour(color, name)
    if tone.dark:
        body, words = mix(tone.free, base, 0.33), mix(base, "#ffffff", 0.7)
        return Hue(mix(base, "#ffffff", 0.35), mix(tone.free, base, 0.5), body, readable(words, body, tone.least))
    body = mix(tone.free, base, 0.244)
    return Hue(mix(base, "#000000", 0.12), mix(tone.free, base, 0.42), body, readable("#383f48", body, tone.least))


def _theme(name: str, tone: Tones) -> Theme:
    variables = {name.replace("_", "-"): value for name, value in tone._asdict().items() if isinstance(value, str)}
    variables |= {
        "text-muted": tone.text_dim, "text-disabled": tone.text_faint, "border": tone.hairline,
        "border-blurred": tone.hairline, "block-cursor-background": tone.amber_solid,
        "block-cursor-foreground": tone.on_amber, "input-selection-background": tone.amber_tint,
        "input-cursor-background": tone.amber, "input-cursor-foreground": tone.on_amber if tone.dark else "#ffffff",
        "scrollbar": tone.hairline, "scrollbar-hover": tone.text_faint, "scrollbar-active": tone.amber,
        "scrollbar-background": tone.gutter, "scrollbar-background-hover": tone.gutter,
        "scrollbar-background-active": tone.gutter, "scrollbar-corner-color": tone.gutter,
        "link-color": tone.info, "footer-background": tone.footer, "footer-foreground": tone.text_dim,
        "footer-key-foreground": tone.amber,
    }  # fmt: skip
    return Theme(
        name=name, primary=tone.amber, secondary=tone.info, warning=tone.amber, error=tone.bad, success=tone.ok,
        accent=tone.amber, foreground=tone.text, background=tone.surface, surface=tone.surface, panel=tone.panel,
        dark=tone.dark, variables=variables,
    )  # fmt: skip


TONES: dict[str, Tones] = {"frontdesk-dark": DARK, "frontdesk-light": LIGHT, "frontdesk-contrast": CONTRAST}
"""The one table of themes: name → colours."""
NAMES = {"dark": "frontdesk-dark", "light": "frontdesk-light", "contrast": "frontdesk-contrast"}
"""What a person calls them: on the command line, in the environment, in the settings."""


def install(app: App[Any], name: str = "frontdesk-dark", depth: Depth = "truecolor") -> None:
    """Register the themes, as a terminal of that depth of colour can show them, and switch to the one named."""
    for key, tone in _of_depth(depth).items():
        made = _theme(key, tone)
        made.variables["depth"] = depth
        app.register_theme(made)
    app.theme = name if name in TONES else "frontdesk-dark"


def depth_shown(app: App[Any]) -> Depth:
    """The depth of colour that the themes were installed for."""
    return cast("Depth", app.current_theme.variables.get("depth", "truecolor"))


def _of_depth(depth: Depth) -> dict[str, Tones]:
    if depth == "truecolor":
        return TONES
    from tui import coarse  # they are made of these, for few

    return coarse.TONES[depth]


def tones(app: App[Any]) -> Tones:
    """The colours of the app's present theme; on a foreign theme the nearer of dark and light."""
    known = _of_depth(depth_shown(app))
    return known.get(app.theme) or (DARK if app.current_theme.dark else LIGHT)
