"""What a row is painted from, and the few helpers that every painter shares. Pure."""

from __future__ import annotations

from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tui.grid.geometry import Geometry, Placed, kind_of
from tui.grid.model import BUFFER, FREE, GridModel
from tui.grid.palette import Palette

EDGE, BAR, NOTCH, DASHED, TAIL = "▏", "▌", "▘", "┊", "▀"
NOW_LINE, NOW_MARK = "━", "►"


class Ghost(NamedTuple):
    """A visit carried over the grid: its name, its colour, the wall minute of its end there, whether it fits."""

    name: str
    color: str | None
    type_name: str
    end: int
    ok: bool


class Focus(NamedTuple):
    """Where the cursor is: rows [first, last) of a column, the amber one is `row`, its time `minute`.

    `placed`: the block it is on. `start`, `end`: wall minutes of a selected range. `ghost`: what is carried.
    """

    column: int
    first: int
    last: int
    row: int
    minute: int
    placed: Placed | None = None
    start: int = -1
    end: int = -1
    ghost: Ghost | None = None

    @property
    def ranged(self) -> bool:
        """Whether a range is selected."""
        return self.start >= 0


class Scene(NamedTuple):
    """All that a row is painted from, without the cursor. `carried`: id of the visit in hand.

    `lit`: column → wall spans where it fits.
    """

    model: GridModel
    geometry: Geometry
    palette: Palette
    carried: str | None = None
    lit: tuple[tuple[tuple[int, int], ...], ...] = ()
    changed: tuple[tuple[tuple[int, int], ...], ...] = ()
    """Column → wall spans that somebody else has just changed: they stand out for a moment."""

    def is_changed(self, column: int, row: int) -> bool:
        """Whether a cell is to stand out."""
        minutes = self.geometry.row_minutes
        spans = self.changed[column] if self.changed else ()
        return any(low < (row + 1) * minutes and row * minutes < high for low, high in spans)

    def surface(self, column: int, row: int) -> tuple[int, str, bool]:
        """(kind of time, ground, whether it is past) of an empty cell."""
        model, minutes = self.model, self.geometry.row_minutes
        kind = kind_of(model.columns[column], row, minutes)
        if kind not in (FREE, BUFFER):
            return kind, self.palette.tone.off, False
        past = model.elapsed(column) >= (row + 1) * minutes
        spans = self.lit[column] if self.lit else ()
        middle = row * minutes + minutes // 2
        lit = any(low <= middle < high for low, high in spans)
        dim = past or (self.carried is not None and not lit)
        today = model.is_today(column) and not model.by_doctor
        return kind, self.palette.ground(past=dim, today=today, lit=lit), past

    def has_now(self, column: int, row: int) -> bool:
        """Whether the line of now runs through a cell."""
        minutes = self.geometry.row_minutes
        return self.model.is_today(column) and row * minutes <= self.model.elapsed(column) < (row + 1) * minutes


def painted(words: str, ink: Style) -> Segment:
    """A segment; its style always names its own ground."""
    return Segment(words, ink)


def strip_of(segments: list[Segment], width: int) -> Strip:
    """Segments as a strip of exactly `width` cells; they add up to that from the least width of a column on."""
    return Strip([segment for segment in segments if segment.text]).adjust_cell_length(width)
