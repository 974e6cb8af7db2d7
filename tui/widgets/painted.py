"""A widget that asks for its lines when it knows its size: what is painted fits, at any width."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.content import Content
from textual.widget import Widget

from tui.guard import Guarded
from tui.widgets.lines import clip

Painter = Callable[[int, int], Sequence[Content]]
"""Width and height in, at most that many lines out."""


class Painted(Widget):
    """Lines of Content made by a painter; never changes its size."""

    DEFAULT_CSS = "Painted { width: 1fr; height: 1fr; color: $text; }"
    ALLOW_SELECT = False

    def __init__(self, painter: Painter, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._painter = painter

    def render(self) -> Content:
        """The lines that fit."""
        width, height = self.content_size.width, self.content_size.height
        if width < 1:
            return Content("")
        try:
            lines = [clip(line, width) for line in self._painter(width, height)]
        except Exception as error:
            screen = self.screen
            if not isinstance(screen, Guarded):
                raise
            screen.trouble(error)
            return Content("")
        return Content("\n").join(lines[:height])
