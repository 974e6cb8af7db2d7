"""The hours of a day, typed: “8-12, 13:30-17 main st”; what was understood stands below while typing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.widgets import Input, Static

from scheduling.errors import Refused
from tui import text
from tui.hours import words
from tui.hours.bars import Bars, total
from tui.widgets.dialog import ESCAPE, Dialog
from tui.widgets.field import Field, FieldInput, example_lines
from tui.widgets.footer import Hint
from tui.widgets.verdict import Verdict

TYPED = 24
"""Cells of an example."""
EXAMPLES = (
    ("8-12, 13:30-17", "two stretches"),
    ("9-1 main, 2-5pm north", "the place after its times"),
    ("22-6", "over midnight"),
    ("off", "not there"),
)


def typed_form(bars: Bars, places: Mapping[str, str]) -> str:
    """Bars as one would type them."""
    if not bars:
        return ""
    parts = []
    for index, bar in enumerate(bars):
        last = index + 1 == len(bars) or bars[index + 1].location != bar.location
        place = f" {words.place_name(bar.location, places)}" if last and places else ""
        parts.append(words.short_span(bar) + place)
    return ", ".join(parts)


def understood(verdict: Verdict, typed: str, places: Mapping[str, str], usual: str | None) -> Bars | None:
    """Say in the verdict what the typed hours mean; None when they mean nothing yet."""
    if not typed.strip():
        verdict.show("info", "", "From – to, as often as needed; a place after its times.")
        return None
    try:
        bars = words.read_spans(typed, places, usual)
    except Refused as error:
        verdict.show("bad", error.reason, second=error.remedy)
        return None
    said = f"{text.minutes(total(bars))} that day" if bars else "Not there that day."
    verdict.show("ok", words.spans(bars, places), "", second=said)
    return bars


class HoursWordsDialog(Dialog[Bars | None]):
    """`day`: which day, in words; `bars`: as they are; `usual`: the place where none is typed."""

    WIDTH, HEIGHT = 72, 13
    HAS_VERDICT: ClassVar[bool] = True

    def __init__(self, day: str, bars: Bars, places: Mapping[str, str], usual: str | None) -> None:
        super().__init__()
        self._day = day
        self._before = bars
        self._places = places
        self._usual = usual
        self._bars: Bars | None = None

    def compose_body(self) -> ComposeResult:
        """A field, and what it takes."""
        yield Static("")
        now = typed_form(self._before, self._places)
        yield Field("Hours", FieldInput(placeholder=f"now {now}" if now else "in words", id="hours", max_length=120))
        yield Static("")
        yield from example_lines(EXAMPLES, TYPED)

    def on_mount(self) -> None:
        """Nothing typed yet."""
        self.title_row.show("Hours", self._day, "nothing is saved yet")
        self._show("")

    def _show(self, typed: str) -> None:
        self._bars = understood(self.verdict, typed, self._places, self._usual)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say what is understood so far."""
        self._show(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take them, when they are hours."""
        if self._bars is not None:
            self.dismiss(self._bars)

    def keys_line(self) -> Sequence[Hint]:
        """Only what is no letter."""
        return (Hint("⏎", "Into the draft", ("enter",), rank=0), ESCAPE)
