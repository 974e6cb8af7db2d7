"""The plots, in whole cells: a number on the colour of its height, a trend of eighths, a bar, shares of a whole."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from textual.content import Content

from tui.theme import Tones, contrast, mix

EIGHTHS = " ▁▂▃▄▅▆▇█"
FULL, NO_HOURS = "■", "·"
STEPS = 12
"""Colours between empty and full."""

CELL = 3
"""Cells of one number of a heat map."""


@lru_cache(16)
def ramp(tones: Tones) -> tuple[str, ...]:
    """From empty to full: the colours of a heat map, each further from the surface than the one before."""
    low = mix(tones.surface, tones.info, 0.14)
    steps = [mix(low, tones.info, step / (STEPS - 1)) for step in range(STEPS)]
    return tuple(under_ink(colour, tones) for colour in (*steps, mix(tones.info, tones.strong, 0.72)))


def ground(share: float, tones: Tones) -> str:
    """The colour of a share, 0…1; more than the whole counts as full."""
    colours = ramp(tones)
    return colours[-1] if share >= 0.995 else colours[min(STEPS - 1, int(share * STEPS))]


def under_ink(colour: str, tones: Tones) -> str:
    """`colour`, away from its ink as far as needed to reach the theme's contrast."""
    words = ink(colour)
    away = "#000000" if words == "#ffffff" else "#ffffff"
    steps = (mix(colour, away, step / 20) for step in range(21))
    return next(found for found in steps if contrast(found, words) >= tones.least)


def ink(colour: str) -> str:
    """Black or white, whichever reads on it."""
    return max(("#000000", "#ffffff"), key=lambda pole: contrast(pole, colour))


def heat(share: float | None, tones: Tones, *, chosen: bool = False) -> Content:
    """One number of a heat map, `CELL` cells: whole percent, `■` for all of it, `·` where nothing was open."""
    if share is None:
        words = NO_HOURS.rjust(CELL - 1).ljust(CELL)
        return Content.styled(words, "bold $on-amber on $amber-solid" if chosen else "$text-faint")
    colour = ground(share, tones)
    words = FULL if share >= 0.995 else f"{round(share * 100)}"
    style = "bold $on-amber on $amber-solid" if chosen else f"{ink(colour)} on {colour}"
    return Content.styled(words.rjust(CELL - 1).ljust(CELL) if len(words) < CELL else words, style)


def trend(shares: Sequence[float | None], style: str) -> Content:
    """A cell a week, as high as its share in eighths; nothing where nothing was open."""
    cells = "".join(EIGHTHS[0 if share is None else max(1, min(8, round(share * 8)))] for share in shares)
    return Content.styled(cells, style)


def bar(share: float, width: int, style: str) -> Content:
    """`width` cells, the part `share` of them (0…1) drawn strongly."""
    full = max(0, min(width, round(share * width)))
    return Content.assemble(("━" * full, style), ("━" * (width - full), "$hairline"))


def percent(share: float | None, digits: int = 0) -> str:
    """ "83 %", "8.4 %"; a dash where there is nothing to count."""
    return "–" if share is None else f"{share * 100:.{digits}f} %"


def split(weights: Sequence[int], width: int) -> list[int]:
    """`width` cells shared by weight, every part that weighs anything at least one, none lost to rounding."""
    whole = sum(weights)
    if not whole:
        return [0] * len(weights)
    parts = [max(1, weight * width // whole) if weight else 0 for weight in weights]
    largest = max(range(len(parts)), key=lambda index: weights[index])
    parts[largest] += width - sum(parts)
    return parts
