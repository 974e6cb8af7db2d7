"""A widget of many lines of which few change at a time: only those are painted again."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from itertools import zip_longest

from textual.content import Content
from textual.geometry import Region
from textual.strip import Strip
from textual.visual import Visual
from textual.widget import Widget

from tui.widgets.lines import clip

NOTHING = Content("")


class LineByLine(Widget):
    """Lines of Content. A subclass says what they are, and calls `renew` when that may have changed."""

    ALLOW_SELECT = False

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._lines: list[Content] = []
        self._strips: dict[int, Strip] = {}

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
        for y in changed:
            self._strips.pop(y, None)
        if changed:
            self.refresh(*(Region(0, y, width, 1) for y in changed))

    def render_line(self, y: int) -> Strip:
        """A line, painted once until it changes."""
        strip = self._strips.get(y)
        if strip is None:
            line = self._lines[y] if y < len(self._lines) else NOTHING
            strip = self._strips[y] = Visual.to_strips(self, line, self.size.width, 1, self.visual_style)[0]
        return strip

    def on_resize(self) -> None:
        """Other widths, other lines."""
        self._strips.clear()
        self.renew()

    def notify_style_update(self) -> None:
        """Another theme: the same lines in other colours."""
        super().notify_style_update()
        self._strips.clear()
