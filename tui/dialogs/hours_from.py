"""From when on a change of the weekly hours holds, in words: “next mon”, “1.1.”."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import ClassVar

from textual.app import ComposeResult
from textual.widgets import Input, Static

from scheduling.errors import Refused
from tui import text
from tui.dialogs.goto import read_place
from tui.hours.words import dated
from tui.widgets.dialog import ESCAPE, Dialog
from tui.widgets.field import Field, FieldInput, example_lines
from tui.widgets.footer import Hint
from tui.words import days_away

EXAMPLES = (("next mon", "Monday of next week"), ("+2w", "in two weeks"), ("1.1.", "1 January"))


class FromDialog(Dialog[date | None]):
    """`day`: from when on it holds now; `earliest`: before it nothing can change."""

    WIDTH, HEIGHT = 60, 12
    HAS_VERDICT: ClassVar[bool] = True

    def __init__(self, today: date, day: date, earliest: date) -> None:
        super().__init__()
        self._today = today
        self._now = day
        self._earliest = earliest
        self._day: date | None = None

    def compose_body(self) -> ComposeResult:
        """A field, and what it takes."""
        yield Static("")
        yield Field("Date", FieldInput(placeholder="in words", id="when", max_length=60))
        yield Static("")
        yield from example_lines(EXAMPLES)

    def on_mount(self) -> None:
        """Nothing typed yet."""
        self.title_row.show("From when on?", "", f"now {dated(self._now)}")
        self._read("")

    def _read(self, typed: str) -> None:
        self._day = None
        if not typed:
            self.verdict.show("info", "", f"Any date from {dated(self._earliest)} on.")
            return
        try:
            day = read_place(typed, self._today).day
        except Refused as error:
            self.verdict.show("bad", error.reason, second=error.remedy)
            return
        if day < self._earliest:
            said = f"These hours can change from {dated(self._earliest)} on."
            self.verdict.show("bad", "Too early.", "", second=said)
            return
        self._day = day
        self.verdict.show("ok", text.day_long(day), "", second=days_away(day, self._today), right="⏎ takes it")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say what is understood so far."""
        self._read(event.value.strip())

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take it, when it is a date."""
        if self._day is not None:
            self.dismiss(self._day)

    def keys_line(self) -> Sequence[Hint]:
        """Only what is no letter."""
        return (Hint("⏎", "From then on", ("enter",), rank=0), ESCAPE)
