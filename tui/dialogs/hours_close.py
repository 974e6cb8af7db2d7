"""Close days or times: when, why, for whom; a doctor, a location, the hospital."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, Static

from scheduling.errors import Refused, invalid
from tui import text
from tui.hours import words
from tui.hours.draft import Shutting
from tui.widgets.dialog import ESCAPE, Dialog
from tui.widgets.field import Field, FieldInput
from tui.widgets.footer import Hint
from tui.widgets.rows import Row, Rows


class Who(NamedTuple):
    """Whom a closure may concern: the kind of record and its id, in words, and what that means."""

    kind: str
    ident: str
    name: str
    means: str


class ShutDialog(Dialog[Shutting | None]):
    """`whos`: whom it may concern, the likeliest first."""

    WIDTH, HEIGHT = 72, 16
    HAS_VERDICT: ClassVar[bool] = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Up", show=False),
        Binding("down", "move(1)", "Down", show=False),
    ]

    def __init__(self, today: date, whos: Sequence[Who]) -> None:
        super().__init__()
        self._today = today
        self._whos = tuple(whos)
        self._range: words.Range | None = None

    def compose_body(self) -> ComposeResult:
        """When, the title, and for whom."""
        yield Static("")
        yield Field("When", FieldInput(placeholder="14.12 to 18.12, thu 2pm, 2 dec 12-14", id="when", max_length=60))
        yield Field("Title", FieldInput(placeholder="leave, training, fire drill", id="title", max_length=80))
        yield Static("")
        yield Static(Content.styled("For", "$text-dim"))
        yield Rows(id="whos")

    def on_mount(self) -> None:
        """Nothing typed yet."""
        self.title_row.show("Close", "days or times", "nothing is saved yet")
        self.query_one(Rows).show(
            [
                Row(Content.assemble(("  " + text.pad(who.name, 30), "bold"), (who.means, "$text-dim")))
                for who in self._whos
            ]
        )
        self._read()

    @on(Input.Changed)
    @on(Rows.Moved)
    def _read(self) -> None:
        typed = self.query_one("#when", Input).value.strip()
        self._range = None
        if not typed:
            self.verdict.show("info", "", "Dates close whole days; with times, only those hours.")
            return
        try:
            found = words.read_range(typed, self._today)
            if found.dates[1] < self._today:
                raise invalid("date", f"{words.dated(found.dates[1])} is past.", "Choose a date from today on.")
        except Refused as error:
            self.verdict.show("bad", error.reason, second=error.remedy)
            return
        self._range = found
        who = self._who
        second = "Whom it displaces is listed before you save."
        self.verdict.show("ok", words.closed_when(*found), f"· {text.fit(who.name, 30)}", second=second)

    @property
    def _who(self) -> Who:
        return self._whos[self.query_one(Rows).cursor or 0]

    @on(Input.Submitted)
    def _taken(self, event: Input.Submitted) -> None:
        if self._range is None:
            return
        if event.input.id == "when":
            self.query_one("#title").focus()
            return
        who, title = self._who, self.query_one("#title", Input).value.strip()
        self.dismiss(Shutting(who.kind, who.ident, self._range.from_, self._range.to, title or None))

    def action_move(self, step: int) -> None:
        """For somebody else; the field keeps the focus."""
        self.query_one(Rows).move(step)

    def keys_line(self) -> Sequence[Hint]:
        """No letters: they are typed."""
        focused = self.focused.id if self.focused else ""
        return (
            Hint("⏎", "Title next" if focused == "when" else "Into the draft", ("enter",), rank=0),
            Hint("↑↓", "For whom", ("up", "down")),
            Hint("Tab", "Next field", ("tab",), rank=2),
            ESCAPE,
        )
