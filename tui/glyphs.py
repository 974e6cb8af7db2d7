"""For a terminal whose font or character set has none of our signs: each of them, and the letter in its place."""

from __future__ import annotations

from collections.abc import Mapping

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

PLAIN: dict[str, str] = {
    # status and marks
    "●": "@", "►": ">", "✓": "v", "✗": "x", "◌": "o", "○": "o", "◆": "*", "■": "#", "□": "o", "▪": "=",
    # keys and pointing
    "⏎": "~", "⇧": "^", "↑": "^", "↓": "v", "←": "<", "→": ">", "↔": "-", "‹": "<", "›": ">", "▴": "^",
    # words
    "–": "-", "—": "-", "−": "-", "·": ".", "…": ".", "“": '"', "”": '"', "’": "'", "′": "'", "×": "x",
    "•": "*",
    # lines
    "─": "-", "━": "=", "┊": ":", "╌": "-", "┈": ".", "╱": "/", "╲": "\\", "╳": "x",
    # blocks: what is full, what is half, what is thin
    "█": "#", "▉": "#", "▊": "|", "▋": "|", "▌": "|", "▍": "|", "▎": "|", "▏": "|", "▐": "|", "▀": " ",
    "▄": "=", "▅": "=", "▆": "#", "▇": "#", "▁": "_", "▂": "_", "▃": "_", "▘": "|",
    "▙": "|", "▛": "|", "▜": "|", "▟": "|",
}  # fmt: skip
"""Each in the one cell that its glyph has; a half row at the bottom of a block (▀) is left to the colours."""

ENTER = "⏎"
"""The one glyph that no letter can stand for: in a footer its name is written out."""

_TABLE = str.maketrans(PLAIN)


class PlainGlyphs(LineFilter):
    """Replaces our glyphs in every line that goes to the terminal; the letters of names stay."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The same segments, glyphs replaced cell for cell."""
        return [
            segment
            if segment.text.isascii()
            else Segment(segment.text.translate(_TABLE), segment.style, segment.control)
            for segment in segments
        ]


def wants_plain(setting: object, environ: Mapping[str, str], encoding: str | None) -> bool:
    """Whether the signs must be plain: asked for (option, FRONTDESK_GLYPHS, settings: "ascii", "unicode"), or a
    terminal that cannot do better (the Linux console's font, an encoding that is not UTF-8)."""
    if setting in ("ascii", "unicode"):
        return setting == "ascii"
    if environ.get("TERM", "").lower() in ("linux", "vt100", "vt220", "dumb"):
        return True
    return encoding is not None and encoding.lower().replace("-", "").replace("_", "") not in ("utf8", "utf8sig")
