"""The themes on few colours: blended tints would collapse, or turn blue and olive; so surfaces are grey, or black."""

from __future__ import annotations

from tui.grid.palette import sent
from tui.theme import CONTRAST, DARK, LIGHT, Depth, Tones

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


_CONTRAST = {
    "surface": "#000000", "panel": "#000000", "raised": "#1c1c1c", "footer": "#000000", "scrim": "#000000",
    "amber": "#ffd75f", "amber_tint": "#262626", "amber_solid": "#ffd75f", "on_amber": "#000000",
    "ok": "#87ffaf", "ok_tint": "#262626", "bad": "#ffafaf", "bad_tint": "#262626",
    "info": "#afd7ff", "info_tint": "#121212", "text": "#ffffff", "text_dim": "#e4e4e4", "text_faint": "#d0d0d0",
    "strong": "#ffffff", "hairline": "#767676", "gutter": "#000000",
}  # fmt: skip

# Sixteen: one ground, so that every colour reads on it; a band is told apart by blue or by grey.
_SIXTEEN_DARK = {
    "surface": "#000000", "panel": "#000000", "raised": "#000000", "footer": "#000000", "scrim": "#000000",
    "amber": "#ffff55", "amber_tint": "#0000aa", "amber_solid": "#ffff55", "on_amber": "#000000",
    "ok": "#55ff55", "ok_tint": "#000000", "bad": "#ff5555", "bad_tint": "#000000",
    "info": "#55ffff", "info_tint": "#000000", "text": "#ffffff", "text_dim": "#aaaaaa", "text_faint": "#aaaaaa",
    "strong": "#ffffff", "hairline": "#555555", "gutter": "#000000",
}  # fmt: skip
_SIXTEEN_HIGH = _SIXTEEN_DARK | {"bad": "#ffff55", "text_dim": "#ffffff", "text_faint": "#ffffff"}
_SIXTEEN_LIGHT = {
    "surface": "#ffffff", "panel": "#ffffff", "raised": "#ffffff", "footer": "#ffffff", "scrim": "#aaaaaa",
    "amber": "#0000aa", "amber_tint": "#ffffff", "amber_solid": "#ffff55", "on_amber": "#000000",
    "ok": "#000000", "ok_tint": "#ffffff", "bad": "#aa0000", "bad_tint": "#ffffff",
    "info": "#0000aa", "info_tint": "#ffffff", "text": "#000000", "text_dim": "#555555", "text_faint": "#555555",
    "strong": "#000000", "hairline": "#aaaaaa", "gutter": "#ffffff",
}  # fmt: skip


def _sent(tone: Tones, colours: dict[str, str], depth: Depth) -> Tones:
    return tone._replace(**{name: sent(colour, depth) for name, colour in colours.items()})  # type: ignore[arg-type]


def _of(depth: Depth, dark: dict[str, str], light: dict[str, str], contrast: dict[str, str]) -> dict[str, Tones]:
    return {
        "frontdesk-dark": _sent(DARK, dark, depth),
        "frontdesk-light": _sent(LIGHT, light, depth),
        "frontdesk-contrast": _sent(CONTRAST, contrast, depth),
    }


_SIXTEEN = _of("16", _SIXTEEN_DARK, _SIXTEEN_LIGHT, _SIXTEEN_HIGH)
TONES: dict[str, dict[str, Tones]] = {
    "256": _of("256", _DARK, _LIGHT, _CONTRAST),
    "16": _SIXTEEN,
    "none": _SIXTEEN,
}
"""Depth of colour → as `theme.TONES`, in what such a terminal shows."""
