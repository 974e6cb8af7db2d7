"""Go to a date in words: “next tue”, “+2w”, “14.3”, “fri 3pm”; what was understood stands below while typing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, Static

from scheduling.errors import Refused
from tui import text, words
from tui.widgets.dialog import ESCAPE, Dialog
from tui.widgets.field import Field, FieldInput
from tui.widgets.footer import Hint

EXAMPLES = (
    ("next tue", "Tuesday of next week"), ("+2w", "two weeks on"), ("-3d", "three days back"), ("14.3", "14 March"),
    ("fri 3pm", "Friday at 15:00"), ("today", "back to now"),
)  # fmt: skip


class Place(NamedTuple):
    """A date, and a minute of its wall clock where one was said."""

    day: date
    minute: int | None


class GotoDialog(Dialog[Place | None]):
    """`today`: the hospital's date. `day`: where the cursor is, from which “+2w” counts."""

    WIDTH, HEIGHT = 60, 15
    HAS_VERDICT: ClassVar[bool] = True

    def __init__(self, today: date, day: date) -> None:
        super().__init__()
        self._today = today
        self._day = day
        self._place: Place | None = None

    def compose_body(self) -> ComposeResult:
        """A field, and what it takes."""
        yield Static("")
        yield Field("Date", FieldInput(placeholder="in words", id="when", max_length=60))
        yield Static("")
        for typed, meant in EXAMPLES:
            yield Static(Content.assemble((f"         {typed:<12}", "bold"), (meant, "$text-dim")))

    def on_mount(self) -> None:
        """Nothing typed yet."""
        self.title_row.show("Go to", "Which date?", text.day_long(self._day))
        self.verdict.show("info", "", "A day, a date or a distance; a time if you like.")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say what is understood so far."""
        self._place = None
        typed = event.value.strip()
        if not typed:
            self.verdict.show("info", "", "A day, a date or a distance; a time if you like.")
            return
        try:
            self._place = read_place(typed, self._today)
        except Refused as error:
            self.verdict.show("bad", "Not understood", "", second=f"{error.reason} {error.remedy}".strip())
            return
        at = "" if self._place.minute is None else f"  {text.clock(self._place.minute)}"
        away = words.days_away(self._place.day, self._today) if self._place.day >= self._today else "in the past"
        self.verdict.show("ok", text.day_long(self._place.day), at.strip(), second=away, right="⏎ goes there")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go there, when it is a date."""
        if self._place is not None:
            self.dismiss(self._place)

    def keys_line(self) -> Sequence[Hint]:
        """Only what is no letter."""
        return (Hint("⏎", "Go there", ("enter",), rank=0), ESCAPE)


def read_place(typed: str, today: date) -> Place:
    """The place meant by `typed`; raises Refused (`invalid`) in words."""
    from scheduling.when.words import parse_when  # late: it reads with pendulum, which the first frame does not need

    found = parse_when(typed, today, month_first=text.manner().month_first)
    return Place(found.day, found.minute)
