"""The themes on 256 colours: blended tints would collapse, or turn blue and olive; so surfaces are grey."""

from __future__ import annotations

from tui.grid.palette import sent
from tui.theme import DARK, LIGHT, Tones

_DARK = {
    "surface": "#121212", "panel": "#1c1c1c", "raised": "#303030", "footer": "#121212", "scrim": "#000000",
    "amber": "#ffaf00", "amber_tint": "#3a3a3a", "amber_solid": "#ffaf00", "on_amber": "#000000",
    "ok": "#87d787", "ok_tint": "#005f00", "bad": "#ff8787", "bad_tint": "#5f0000",
    "info": "#5fafff", "info_tint": "#262626", "text": "#dadada", "text_dim": "#b2b2b2", "text_faint": "#9e9e9e",
    "strong": "#ffffff", "hairline": "#585858", "gutter": "#121212",
}  # fmt: skip
_LIGHT = {
    "surface": "#eeeeee", "panel": "#ffffff", "raised": "#e4e4e4", "footer": "#e4e4e4", "scrim": "#9e9e9e",
    "amber": "#875f00", "amber_tint": "#ffffaf", "amber_solid": "#ffaf00", "on_amber": "#000000",
    "ok": "#005f00", "ok_tint": "#d7ffd7", "bad": "#af0000", "bad_tint": "#ffd7d7",
    "info": "#005f87", "info_tint": "#d7ffff", "text": "#121212", "text_dim": "#4e4e4e", "text_faint": "#585858",
    "strong": "#000000", "hairline": "#bcbcbc", "gutter": "#e4e4e4",
}  # fmt: skip


def _sent(tone: Tones, colours: dict[str, str]) -> Tones:
    return tone._replace(**{name: sent(colour, "256") for name, colour in colours.items()})  # type: ignore[arg-type]


TONES: dict[str, Tones] = {"frontdesk-dark": _sent(DARK, _DARK), "frontdesk-light": _sent(LIGHT, _LIGHT)}
"""As `theme.TONES`, in what a terminal of 256 colours shows."""
