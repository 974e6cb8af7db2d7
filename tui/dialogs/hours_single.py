"""One date, or several, with hours of its own: the date in words, the hours in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input, Static

from scheduling.errors import Refused
from tui.dialogs.hours_words import EXAMPLES, TYPED, typed_form, understood
from tui.hours import words
from tui.hours.bars import Bars
from tui.widgets.dialog import ESCAPE, Dialog
from tui.widgets.field import Field, FieldInput, example_lines
from tui.widgets.footer import Hint

MOST = 62
"""Dates at once."""


class SingleDays(NamedTuple):
    """The dates that were typed, their hours, and whether these hold on closed days too."""

    days: tuple[date, ...]
    bars: Bars
    open_on_closure: bool


class SingleDayDialog(Dialog[SingleDays | None]):
    """`closed`: why the doctor is closed on a date, "" where not. `bars`: hours to begin with."""

    WIDTH, HEIGHT = 72, 15
    HAS_VERDICT: ClassVar[bool] = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+o", "open_it", "Open where closed", show=False, priority=True),
    ]

    def __init__(
        self,
        today: date,
        places: Mapping[str, str],
        usual: str | None,
        closed: Callable[[date], str],
        bars: Bars = (),
    ) -> None:
        super().__init__()
        self._today = today
        self._places = places
        self._usual = usual
        self._why_closed = closed
        self._first = bars
        self._days: tuple[date, ...] = ()
        self._bars: Bars | None = None
        self._open = False

    def compose_body(self) -> ComposeResult:
        """Two fields, and what they take."""
        yield Static("")
        yield Field("Date", FieldInput(placeholder="tue, 5 dec, 21.12 to 24.12", id="date", max_length=60))
        value = typed_form(self._first, self._places)
        yield Field("Hours", FieldInput(value, placeholder="10-14, 15-17, or off", id="hours", max_length=120))
        yield Static("")
        yield from example_lines(EXAMPLES, TYPED)

    def on_mount(self) -> None:
        """Nothing typed yet."""
        self.title_row.show("Single day", "instead of the weekly hours", "nothing is saved yet")
        self.verdict.show("info", "", "Which date, or which dates?")

    @on(Input.Changed)
    def _typed(self) -> None:
        self._read()
        self.refresh_keys()

    def _read(self) -> None:
        typed = self.query_one("#date", Input).value.strip()
        note = self.query_one(Field)
        self._days, self._bars = (), None
        if not typed:
            note.note("")
            self.verdict.show("info", "", "Which date, or which dates?")
            return
        try:
            self._days = self._dates(typed)
        except Refused as error:
            note.note("")
            self.verdict.show("bad", error.reason, second=error.remedy)
            return
        more = f" and {len(self._days) - 1} more" if len(self._days) > 1 else ""
        note.note(words.dated(self._days[0]) + more)
        self._bars = understood(self.verdict, self.query_one("#hours", Input).value, self._places, self._usual)
        why = next((why for day in self._days if (why := self._why_closed(day))), "")
        if why and self._bars != ():
            said = "It is open all the same. ^o leaves it closed." if self._open else "It stays closed. ^o opens it."
            self.verdict.show("ok" if self._open else "info", f"Closed then: {why}.", "", second=said)

    def _dates(self, typed: str) -> tuple[date, ...]:
        from scheduling.errors import invalid

        found = words.read_range(typed, self._today)
        if "T" in found.from_:
            raise invalid("date", "A time belongs into the hours.", "Write only the date here.")
        first, last = found.dates
        if first < self._today:
            raise invalid("date", f"{words.dated(first)} is past.", "Choose a date from today on.")
        if (last - first).days >= MOST:
            raise invalid("date", f"More than {MOST} dates at once.", "Take fewer.")
        return tuple(first + timedelta(days=number) for number in range((last - first).days + 1))

    def action_open_it(self) -> None:
        """These hours hold on closed days too, or no longer."""
        self._open = not self._open
        self._read()

    @on(Input.Submitted)
    def _taken(self, event: Input.Submitted) -> None:
        if event.input.id == "date" and self._days:
            self.query_one("#hours").focus()
        elif self._days and self._bars is not None:
            self.dismiss(SingleDays(self._days, self._bars, self._open))

    def keys_line(self) -> Sequence[Hint]:
        """Only what is no letter."""
        focused = self.focused.id if self.focused else ""
        enter = "Hours next" if focused == "date" else "Into the draft"
        return (
            Hint("⏎", enter, ("enter",), rank=0),
            Hint("Tab", "Next field", ("tab",)),
            Hint("^o", "Open where closed", ("ctrl+o",), rank=2),
            ESCAPE,
        )
