"""Row 3: what is not saved yet, in words, and the keys that save or drop it."""

from __future__ import annotations

from textual import events
from textual.content import Content
from textual.widget import Widget

from tui.widgets.lines import spread

SAVE, DROP = ("^s", "ctrl+s"), ("Esc", "escape")


class DraftBand(Widget):
    """One row on amber; empty and dark while there is no draft, so that nothing below it moves."""

    DEFAULT_CSS = """
    DraftBand { height: 1; width: 1fr; padding: 0 1; color: $text; }
    DraftBand.-pending { background: $amber-tint; }
    DraftBand.-changed { background: $bad-tint; }
    """
    ALLOW_SELECT = False

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._words = self._short = ""
        self._changed = False

    @property
    def said(self) -> str:
        """What stands there, as plain text."""
        return self._left(self._words).plain if self._words else ""

    def show(self, words: str, short: str = "", changed: bool = False) -> None:
        """`words`: what saving would change, "" = no draft; `short`: where there is less room; `changed`: somebody
        else changed the hours meanwhile."""
        self._words, self._short, self._changed = words, short, changed
        self.set_class(bool(words) and not changed, "-pending")
        self.set_class(bool(words) and changed, "-changed")
        self.refresh()

    def _left(self, words: str) -> Content:
        head = ("Changed meanwhile", "bold $bad") if self._changed else ("Not saved yet", "bold $amber")
        return Content.assemble(head, "   ", (words, "bold"))

    def render(self) -> Content:
        """The row, exactly as wide as the terminal."""
        if not self._words:
            return Content("")
        width = self.content_size.width
        keys = Content.assemble((SAVE[0], "bold $amber"), " save   ", (DROP[0], "bold $amber"), " drop")
        room = width - keys.cell_length - 2
        left = self._left(self._words)
        if left.cell_length > room:
            head = ("Changed", "bold $bad") if self._changed else ("Not saved", "bold $amber")
            left = Content.assemble(head, "  ", (self._short, "bold"))
        if left.cell_length > room:
            left = Content.assemble(left.wrap(room - 2)[0], " …")
        return spread(left, keys, width)

    def on_click(self, event: events.Click) -> None:
        """A click on a key presses it."""
        offset = event.get_content_offset(self)
        if offset is not None and self._words:
            left = self.content_size.width - offset.x
            if left <= 18:
                self.app.simulate_key(SAVE[1] if left > 9 else DROP[1])
