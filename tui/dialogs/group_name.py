"""What a group of doctors is called: one field."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.widgets import Input, Static

from tui import text
from tui.widgets.dialog import ESCAPE, Dialog
from tui.widgets.field import Field, FieldInput
from tui.widgets.footer import Hint

LONGEST = 40


class GroupNameDialog(Dialog[str | None]):
    """`who`: the doctors in words. `name`: what they are called already. Answers with the name."""

    WIDTH, HEIGHT = 60, 9
    HAS_VERDICT: ClassVar[bool] = True

    def __init__(self, who: str, name: str = "") -> None:
        super().__init__()
        self._who = who
        self._called = name

    def compose_body(self) -> ComposeResult:
        """The field."""
        yield Static("")
        yield Field(
            "Name", FieldInput(self._called, placeholder="such as Surgery, or Monday team", max_length=LONGEST)
        )

    def on_mount(self) -> None:
        """Who is in it."""
        self.title_row.show("Keep as a group", "Which name?")
        self.verdict.show("info", "", self._who, second="Kept for you; a group of that name is replaced.")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter keeps it."""
        name = " ".join(text.clean(event.value).split())
        if name:
            self.dismiss(name)
        else:
            self.verdict.show("bad", "A group needs a name.", "", second="Esc leaves it without one.")

    def keys_line(self) -> Sequence[Hint]:
        """No letters: they are typed."""
        return (Hint("⏎", "Keep it", ("enter",), rank=0), ESCAPE)
