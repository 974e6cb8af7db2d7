"""Locked: nothing of the book is shown until somebody says who sits here now.

The terminal's own login is the door, this is the curtain: it hides names from who passes by, and changes the user.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input, Static

from tui import text
from tui.widgets.dialog import Dialog
from tui.widgets.field import Field, FieldInput
from tui.widgets.footer import Hint

LONGEST = 40


class LockDialog(Dialog[str]):
    """`user`: who sat here; answers who sits here now. There is no way around it but the answer, or leaving."""

    WIDTH, HEIGHT = 60, 11
    HAS_VERDICT: ClassVar[bool] = True
    HELP_HINT: ClassVar[Hint] = Hint("^q", "Quit", ("ctrl+q",), rank=0)
    DEFAULT_CSS = "LockDialog { background: $surface; }"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("f1", "nothing", "No help here", show=False)]

    def __init__(self, user: str) -> None:
        super().__init__()
        self._user = user

    def compose_body(self) -> ComposeResult:
        """One field."""
        yield Static("")
        yield Field("You are", FieldInput(self._user, id="user", max_length=LONGEST))

    def on_mount(self) -> None:
        """Say what is kept from view."""
        self.title_row.show("Locked", "Who is at the desk?")
        self.query_one(FieldInput).select_all()  # Enter keeps the name, a letter begins another
        self._invite()

    def _invite(self) -> None:
        self.verdict.show("info", "", "Nothing of the book is shown.", second="Your name stands on what you book.")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Another name."""
        self._invite()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go on under that name."""
        name = " ".join(text.clean(event.value).split())
        if not name:
            self.verdict.show("bad", "You are:", "no name is given.", second="Type your name, as j.hale.")
            return
        self.dismiss(name)

    def action_leave(self) -> None:
        """Esc does not open a lock."""
        self.verdict.show("bad", "Still locked.", "", second="⏎ goes on under this name, ^q leaves.")

    def action_nothing(self) -> None:
        """Help would show what is behind."""

    def keys_line(self) -> Sequence[Hint]:
        """Only going on."""
        return (Hint("⏎", "Go on", ("enter",), rank=0),)
