"""A list of lines, one of them on amber, that knows which row the mouse is on."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import events
from textual.content import Content
from textual.message import Message

from tui.today.painting import Line, painted
from tui.widgets.painted import Painted

Source = Callable[[int, int], Sequence[Line]]
"""Width and height in, at most that many lines out."""


class Listing(Painted):
    """Lines of `source`; `chosen()` says which row is amber now."""

    class Pointed(Message):
        """A row was clicked: its section and number. `twice`: it was to be opened."""

        def __init__(self, listing: Listing, at: tuple[str, int], twice: bool) -> None:
            super().__init__()
            self.listing = listing
            self.at = at
            self.twice = twice

    class Rolled(Message):
        """The wheel turned: rows down, or up below 0."""

        def __init__(self, rows: int) -> None:
            super().__init__()
            self.rows = rows

    def __init__(self, source: Source, chosen: Callable[[], tuple[str, int] | None], *, id: str) -> None:
        super().__init__(self._paint, id=id)
        self._source = source
        self._chosen = chosen
        self._lines: Sequence[Line] = ()

    def _paint(self, width: int, height: int) -> list[Content]:
        self._lines = self._source(width, height)[:height]
        chosen = self._chosen()
        return [painted(line, width, line.at is not None and line.at == chosen) for line in self._lines]

    def on_click(self, event: events.Click) -> None:
        """A click chooses; a click on the chosen row, or a second one, opens."""
        offset = event.get_content_offset(self)
        if offset is None or offset.y >= len(self._lines):
            return
        at = self._lines[offset.y].at
        if at is not None:
            self.post_message(self.Pointed(self, at, event.chain > 1 or at == self._chosen()))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Further down."""
        self.post_message(self.Rolled(3))

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Back up."""
        self.post_message(self.Rolled(-3))
