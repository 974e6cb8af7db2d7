"""A widget of many lines of which few change at a time: only those are painted again."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from itertools import zip_longest

from textual.content import Content, Span
from textual.geometry import Region
from textual.strip import Strip
from textual.visual import Visual
from textual.widget import Widget

from tui.widgets.lines import clip

NOTHING = Content("")

MOST_KEPT = 400
"""Painted lines that are kept: many stand on every card, at another height."""


class LineByLine(Widget):
    """Lines of Content. A subclass says what they are, and calls `renew` when that may have changed."""

    ALLOW_SELECT = False

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.set_reactive(Widget.auto_links, False)  # there are none, and to look for them takes time
        self._lines: list[Content] = []
        self._strips: dict[tuple[str, tuple[Span, ...]], Strip] = {}

    @abstractmethod
    def lines(self, width: int) -> Sequence[Content]:
        """Every line, as if the widget were high enough."""

    def renew(self) -> None:
        """Ask for the lines again, and paint those that differ."""
        width, height = self.size
        before = self._lines
        self._lines = [clip(line, width) for line in self.lines(width)[:height]] if width > 0 else []
        pairs = zip_longest(before, self._lines, fillvalue=NOTHING)
        changed = [y for y, (old, new) in enumerate(pairs) if not old.is_same(new)]
        if changed:
            self.refresh(*(Region(0, y, width, 1) for y in changed))

    def render_line(self, y: int) -> Strip:
        """A line, painted once."""
        line = self._lines[y] if y < len(self._lines) else NOTHING
        key = line.plain, tuple(line.spans)
        strip = self._strips.get(key)
        if strip is None:
            if len(self._strips) >= MOST_KEPT:
                self._strips.clear()
            strip = self._strips[key] = Visual.to_strips(self, line, self.size.width, 1, self.visual_style)[0]
        return strip

    def on_resize(self) -> None:
        """Other widths, other lines."""
        self._strips.clear()
        self.renew()

    def notify_style_update(self) -> None:
        """Another theme: the same lines in other colours."""
        super().notify_style_update()
        self._strips.clear()
