"""From when on a change of the weekly hours holds, in words: “next mon”, “1.1”."""

from __future__ import annotations

from datetime import date

from textual.widgets import Input

from tui import text
from tui.dialogs.goto import GotoDialog


class FromDialog(GotoDialog):
    """As Go to, but only dates on which hours can still change: from `earliest` on."""

    def __init__(self, today: date, day: date, earliest: date) -> None:
        super().__init__(today, day)
        self._earliest = earliest

    def on_mount(self) -> None:
        """From when on as it is now."""
        super().on_mount()
        self.title_row.show("From when on?", "", f"now {text.day(self._day).replace('  ', ' ')}")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say what is understood; the past stays as it was."""
        super().on_input_changed(event)
        if self._place is not None and self._place.day < self._earliest:
            first = text.day(self._earliest).replace("  ", " ")
            self._place = None
            self.verdict.show("bad", "Too early.", "", second=f"These hours can change from {first} on.")
        elif self._place is not None:
            self.verdict.show("ok", text.day_long(self._place.day), "", second="⏎ takes it")
