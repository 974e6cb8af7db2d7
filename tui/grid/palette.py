"""The colours of the grid for one theme and one depth of colour, and the Rich styles made of them.

Truecolor blends tints. On 256 colours blended tints collapse into each other, so surfaces come from the grey ramp and
hue only from title rows and bars; on 16 only title rows and bars have hue at all. Whatever the depth, text reaches
the theme's least contrast after rounding to the colours that the terminal really has.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from rich.color import Color, ColorSystem
from rich.style import Style

from tui.theme import HUES, PLACES, Depth, Tones, base_colour, contrast, depth_shown, mix, tones

if TYPE_CHECKING:
    from textual.app import App

LINE_CONTRAST = 3.0
"""Least contrast of a line that carries meaning (WCAG 2, graphics)."""

Mood = Literal["live", "past", "held"]


class Ink(NamedTuple):
    """Colours of a block: ground and text of its title row, of its body, and its accent bar."""

    title: str
    title_text: str
    body: str
    body_text: str
    bar: str


def depth_of(color_system: str | None, environ: Mapping[str, str]) -> Depth:
    """The colours a terminal has, from what Rich found out and COLORTERM and TERM.

    Under NO_COLOR the app turns every colour grey by itself, so the richest palette keeps the most apart.
    """
    if environ.get("COLORTERM", "").lower() in ("truecolor", "24bit") or color_system == "truecolor":
        return "truecolor"
    term = environ.get("TERM", "").lower()
    if color_system is None or term in ("dumb", "unknown"):
        return "none"
    if color_system == "256" or "256color" in term:
        return "256"
    return "16"


def palette_of(app: App[Any]) -> Palette:
    """The palette for an app's theme and terminal."""
    return palette(tones(app), depth_shown(app))


@lru_cache(16)
def palette(tone: Tones, depth: Depth = "truecolor") -> Palette:
    """The palette of a theme at a depth; made once."""
    surfaces = _SURFACES.get((depth, tone.dark), {})
    changes: dict[str, Any] = {name: shown(colour, depth) for name, colour in surfaces.items()}
    return Palette(tone._replace(**changes), depth)


@lru_cache(16384)
def rounded(colour: str, depth: Depth) -> str:
    """The colour that a terminal of this depth shows for `colour`, as Rich will round it."""
    if depth == "truecolor":
        return colour
    if depth == "256":
        return Color.parse(colour).downgrade(ColorSystem.EIGHT_BIT).get_truecolor().hex
    return _ANSI[Color.parse(colour).downgrade(ColorSystem.STANDARD).number or 0]


@lru_cache(4096)
def sent(colour: str, depth: Depth) -> str:
    """The colour to hand to Rich so that a terminal shows `colour`: Rich rounds most greys to the next darker one."""
    if rounded(colour, depth) == colour:
        return colour
    greys = (f"#{level:02x}{level:02x}{level:02x}" for level in range(256))
    return next((grey for grey in greys if rounded(grey, depth) == colour), colour)


def shown(colour: str, depth: Depth) -> str:
    """The nearest to `colour` that Rich can be made to send: not every grey of the ramp is."""
    return rounded(sent(colour, depth), depth)


@lru_cache(16384)
def _style(text: str, ground: str, depth: Depth, bold: bool, italic: bool, strike: bool, reverse: bool) -> Style:
    return Style(
        color=Color.parse(sent(text, depth)), bgcolor=Color.parse(sent(ground, depth)),
        bold=bold or None, italic=italic or None, strike=strike or None, reverse=reverse or None,
    )  # fmt: skip


@dataclass(frozen=True)
class Palette:
    """Tones and depth, and every colour derived from them."""

    tone: Tones
    depth: Depth

    def mixed(self, base: str, over: str, share: float) -> str:
        """A blend, as the terminal shows it."""
        return _mixed(base, over, share, self.depth)

    def legible(self, text: str, ground: str) -> str:
        """`text` pushed towards white or black until it reads on `ground`, as the terminal shows both."""
        return _legible(text, ground, self.depth, self.tone.least)

    def ground(self, *, past: bool, today: bool, lit: bool = False) -> str:
        """Surface of open time; `lit`: a carried visit fits here."""
        tone = self.tone
        surface = tone.past if past else tone.today if today else tone.free
        return self.mixed(surface, tone.amber_solid, 0.13) if lit else surface

    def place(self, index: int) -> str:
        """The colour of a location (index in the order of the model); `hairline` for none."""
        return PLACES[index % len(PLACES)] if index >= 0 else self.tone.hairline

    def edge(self, index: int, ground: str, *, past: bool) -> str:
        """The line at a column's left edge, in its location's colour."""
        if index < 0:
            return self.tone.hairline
        return self.mixed(ground, self.place(index), 0.34 if past else 0.72)

    def ink(self, color: str | None, name: str, mood: Mood) -> Ink:
        """The colours of a block of a type: full while it is to come, fainter once past, in between while held."""
        return _ink(base_colour(color, name), mood, self)

    def flat(self, text: str, ground: str, *, reverse: bool = False) -> Style:
        """A style for ornaments: two colours as they are."""
        return _style(text, ground, self.depth, False, False, False, reverse)

    def drawn(self, line: str, ground: str) -> Style:
        """A style for a line that must be seen: its own colour where that stands out 3:1, else made legible."""
        return self.flat(line, ground) if contrast(line, ground) >= LINE_CONTRAST else self.style(line, ground)

    def style(
        self, text: str, ground: str, *, bold: bool = False, italic: bool = False, strike: bool = False
    ) -> Style:
        """A style for words: `text` is made legible first."""
        return _style(self.legible(text, ground), ground, self.depth, bold, italic, strike, False)

    def solid(self) -> Style:
        """The one amber thing: what Enter acts on; reversed where the terminal has no colours."""
        return _style(self.tone.on_amber, self.tone.amber_solid, self.depth, True, False, False, self.depth == "none")


@lru_cache(16384)
def _mixed(base: str, over: str, share: float, depth: Depth) -> str:
    return shown(rounded(mix(base, over, share), depth), depth)


@lru_cache(16384)
def _legible(text: str, ground: str, depth: Depth, least: float) -> str:
    shown = rounded(text, depth)
    if contrast(shown, ground) >= least:
        return shown
    end = max(("#ffffff", "#000000"), key=lambda pole: contrast(pole, ground))
    steps = (rounded(mix(text, end, step / 20), depth) for step in range(1, 20))
    return next((colour for colour in steps if contrast(colour, ground) >= least), end)


@lru_cache(4096)
def _ink(base: str, mood: Mood, colours: Palette) -> Ink:
    tone = colours.tone
    if colours.depth == "truecolor":
        title, body, bar = _blended(base, mood, tone)
    else:
        title, body, bar = (shown(colour, colours.depth) for colour in _plain(base, mood, colours))
    if mood == "past":
        title_text, body_text = ("#a7afb8", "#9aa1ab") if tone.dark else ("#545d66", "#5a616a")
    else:
        title_text, body_text = tone.strong, mix(base, "#ffffff", 0.7) if tone.dark else "#383f48"
    return Ink(title, colours.legible(title_text, title), body, colours.legible(body_text, body), bar)


def _blended(base: str, mood: Mood, tone: Tones) -> tuple[str, str, str]:
    """Title, body and bar as tints of the type's colour on the surface."""
    shares = {"live": (0.5, 0.33), "past": (0.2, 0.13), "held": (0.22, 0.15)}
    if not tone.dark:
        shares = {"live": (0.42, 0.244), "past": (0.17, 0.1), "held": (0.19, 0.12)}
    title, body = (mix(tone.free, base, share) for share in shares[mood])
    if mood == "past":
        return title, body, mix(tone.free, base, 0.64 if tone.dark else 0.65)
    return title, body, mix(base, "#ffffff", 0.35) if tone.dark else mix(base, "#000000", 0.12)


def _plain(base: str, mood: Mood, colours: Palette) -> tuple[str, str, str]:
    """Title in a colour the terminal has, body on the grey ramp."""
    dark, wide = colours.tone.dark, colours.depth == "256"
    name = min(HUES, key=lambda hue: _distance(HUES[hue], base))
    strong, bright, light = _CUBE[name] if wide else _STANDARD[name]
    calm_title, body, calm_body = _BODIES[(colours.depth if wide else "16", dark)]
    if mood == "past":
        return calm_title, calm_body, strong
    bar = bright if dark else strong
    return (strong if dark or not wide else light), body, bar


def _distance(one: str, other: str) -> int:
    return sum((int(one[at : at + 2], 16) - int(other[at : at + 2], 16)) ** 2 for at in (1, 3, 5))


# the sixteen as Rich takes them to be
_ANSI = (
    "#000000", "#aa0000", "#00aa00", "#aa5500", "#0000aa", "#aa00aa", "#00aaaa", "#aaaaaa",
    "#555555", "#ff5555", "#55ff55", "#ffff55", "#5555ff", "#ff55ff", "#55ffff", "#ffffff",
)  # fmt: skip
# strong ground under white text, bright bar on dark, light ground under dark text
_CUBE = {
    "blue": ("#005faf", "#5fafff", "#afd7ff"), "green": ("#00875f", "#5fd7af", "#afd7af"),
    "purple": ("#5f5faf", "#af87ff", "#d7afff"), "teal": ("#0087af", "#5fd7d7", "#87d7d7"),
    "ochre": ("#875f00", "#d7af5f", "#d7d787"), "red": ("#af005f", "#ff5f87", "#ffafaf"),
    "pink": ("#af00af", "#ff87d7", "#ffafd7"), "orange": ("#af5f00", "#ffaf5f", "#ffd7af"),
    "lime": ("#5f8700", "#afd75f", "#d7ffaf"), "indigo": ("#5f00af", "#8787ff", "#afafff"),
    "slate": ("#5f5f87", "#afafd7", "#d7d7d7"),
}  # fmt: skip
_STANDARD = {
    "blue": ("#0000aa", "#5555ff", "#0000aa"), "green": ("#00aa00", "#55ff55", "#00aa00"),
    "purple": ("#aa00aa", "#ff55ff", "#aa00aa"), "teal": ("#00aaaa", "#55ffff", "#00aaaa"),
    "ochre": ("#aa5500", "#ffff55", "#aa5500"), "red": ("#aa0000", "#ff5555", "#aa0000"),
    "pink": ("#aa00aa", "#ff55ff", "#aa00aa"), "orange": ("#aa5500", "#ffff55", "#aa5500"),
    "lime": ("#00aa00", "#55ff55", "#00aa00"), "indigo": ("#0000aa", "#5555ff", "#0000aa"),
    "slate": ("#555555", "#aaaaaa", "#555555"),
}  # fmt: skip
# (title of a past block, body, body of a past block)
_BODIES: dict[tuple[str, bool], tuple[str, str, str]] = {
    ("256", True): ("#3a3a3a", "#444444", "#303030"), ("256", False): ("#dadada", "#e4e4e4", "#eeeeee"),
    ("16", True): ("#555555", "#000000", "#000000"), ("16", False): ("#aaaaaa", "#ffffff", "#ffffff"),
}  # fmt: skip

_GREY_DARK = {
    "free": "#262626", "today": "#303030", "past": "#1c1c1c", "off": "#121212", "hatch": "#303030",
    "gutter": "#121212", "header": "#303030", "header_today": "#444444", "hairline": "#585858",
    "amber": "#ffaf00", "amber_solid": "#ffaf00", "on_amber": "#000000", "now": "#ff5f5f", "text": "#dadada",
    "text_dim": "#a8a8a8", "text_faint": "#9e9e9e", "ok": "#87d787", "bad": "#ff8787", "info": "#5fafff",
}  # fmt: skip
_GREY_LIGHT = {
    "free": "#ffffff", "today": "#ffffff", "past": "#eeeeee", "off": "#dadada", "hatch": "#c6c6c6",
    "gutter": "#e4e4e4", "header": "#dadada", "header_today": "#ffd7af", "hairline": "#bcbcbc",
    "amber": "#875f00", "amber_solid": "#ffaf00", "on_amber": "#000000", "now": "#d70000", "text": "#121212",
    "text_dim": "#4e4e4e", "text_faint": "#585858", "ok": "#005f00", "bad": "#af0000", "info": "#005f87",
}  # fmt: skip
_BLACK = {
    "free": "#000000", "today": "#000000", "past": "#000000", "off": "#000000", "hatch": "#555555",
    "gutter": "#000000", "header": "#000000", "header_today": "#000000", "hairline": "#555555",
    "amber": "#ffff55", "amber_solid": "#ffff55", "on_amber": "#000000", "now": "#ff5555", "text": "#ffffff",
    "text_dim": "#aaaaaa", "text_faint": "#aaaaaa", "ok": "#55ff55", "bad": "#ff5555", "info": "#55ffff",
}  # fmt: skip
_WHITE = {
    "free": "#ffffff", "today": "#ffffff", "past": "#ffffff", "off": "#ffffff", "hatch": "#aaaaaa",
    "gutter": "#ffffff", "header": "#aaaaaa", "header_today": "#aaaaaa", "hairline": "#aaaaaa",
    "amber": "#000000", "amber_solid": "#ffff55", "on_amber": "#000000", "now": "#aa0000", "text": "#000000",
    "text_dim": "#000000", "text_faint": "#000000", "ok": "#000000", "bad": "#aa0000", "info": "#0000aa",
}  # fmt: skip
_SURFACES: dict[tuple[Depth, bool], dict[str, str]] = {
    ("256", True): _GREY_DARK, ("256", False): _GREY_LIGHT, ("16", True): _BLACK, ("16", False): _WHITE,
    ("none", True): _BLACK, ("none", False): _WHITE,
}  # fmt: skip
