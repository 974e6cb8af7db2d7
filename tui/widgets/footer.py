"""The last row: the keys that work here and now, never dimmed, fitting the width; a click presses the key."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.widget import Widget

from tui.glyphs import ENTER

GAP = 2
NARROW = 100
"""Cells below which the short words are used."""


class Hint(NamedTuple):
    """`keys` as shown ("⏎", "[ ]"), `words` beside them, `press`: the Textual keys they stand for, left to right.

    `short`: the words where the row is narrow. `rank`: what stays longest when the row is too narrow (0 = always).
    """

    keys: str
    words: str
    press: tuple[str, ...] = ()
    short: str = ""
    rank: int = 1


class KeysLine(Widget):
    """One row of hints; `right` ones stand at its end."""

    DEFAULT_CSS = "KeysLine { height: 1; width: 1fr; padding: 0 1; background: $footer; color: $text-dim; }"
    ALLOW_SELECT = False

    def __init__(self, hints: Sequence[Hint] = (), right: Sequence[Hint] = (), *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._hints = tuple(hints)
        self._right = tuple(right)
        self._places: list[tuple[int, int, Hint]] = []

    def show(self, hints: Sequence[Hint], right: Sequence[Hint] = ()) -> None:
        """Replace the hints."""
        if (tuple(hints), tuple(right)) != (self._hints, self._right):
            self._hints, self._right = tuple(hints), tuple(right)
            self.refresh()

    def render(self) -> Content:
        """The row, each hint that fits; those of the highest rank are left out first."""
        width = self.content_size.width
        hints, right = fitted(self._spelled(self._hints), self._spelled(self._right), width)
        parts: list[tuple[str, str] | str] = []
        self._places = []
        at = 0
        for index, hint in enumerate(hints + right):
            wanted = width - _length(right) if index == len(hints) else at + (GAP if index else 0)
            parts.append(" " * (wanted - at))
            at = wanted
            label = f"{hint.keys} {hint.words}" if hint.words else hint.keys
            self._places.append((at, at + cell_len(label), hint))
            parts += [(hint.keys, "bold $amber"), (f" {hint.words}" if hint.words else "", "$text-dim")]
            at += cell_len(label)
        return Content.assemble(*parts)

    def _spelled(self, hints: Sequence[Hint]) -> Sequence[Hint]:
        """Where glyphs are plain the Enter key is written out: no letter can stand for it."""
        plain = getattr(self.app, "plain_glyphs", None)
        if plain is None or not plain.enabled:
            return hints
        return [hint._replace(keys=hint.keys.replace(ENTER, "Enter")) for hint in hints]

    def on_click(self, event: events.Click) -> None:
        """Press the key that was clicked; of "[ ]" the half that was hit."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        for start, end, hint in self._places:
            if start <= offset.x < end and hint.press:
                share = (offset.x - start) * len(hint.press) // max(1, cell_len(hint.keys))
                self.app.simulate_key(hint.press[min(share, len(hint.press) - 1)])


def _length(hints: Sequence[Hint]) -> int:
    return sum(cell_len(hint.keys) + (1 + cell_len(hint.words) if hint.words else 0) for hint in hints) + GAP * max(
        0, len(hints) - 1
    )


def fitted(hints: Sequence[Hint], right: Sequence[Hint], width: int) -> tuple[tuple[Hint, ...], tuple[Hint, ...]]:
    """The hints that fit `width` cells: on a narrow row with short words; those of the highest rank go first."""
    left, end = list(hints), list(right)
    if width < NARROW:
        left, end = ([hint._replace(words=hint.short or hint.words) for hint in pool] for pool in (left, end))
    while (left or end) and _length(left) + _length(end) + (GAP if left and end else 0) > width:
        rank = max(hint.rank for hint in left + end)
        pool = left if any(hint.rank == rank for hint in left) else end
        del pool[max(place for place, hint in enumerate(pool) if hint.rank == rank)]
    return tuple(left), tuple(end)
