"""Why is it booked all the same? The reason is kept with the visit, which bears an `!` on the grid."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, Static

from tui import text
from tui.widgets.dialog import ESCAPE, Dialog
from tui.widgets.field import Field, FieldInput
from tui.widgets.footer import Hint


class AllTheSameDialog(Dialog[str | None]):
    """`title`, `reason`: what is in the way. Answers with the reason why that does not matter."""

    WIDTH, HEIGHT = 70, 9
    HAS_VERDICT: ClassVar[bool] = True

    def __init__(self, title: str, reason: str) -> None:
        super().__init__()
        self._title = title
        self._reason = reason

    def compose_body(self) -> ComposeResult:
        """One field."""
        yield Static("")
        yield Field("Because", FieldInput(placeholder="asked by Dr Who; twins; …", id="because", max_length=200))

    def on_mount(self) -> None:
        """Nothing said yet."""
        self.title_row.show("Book all the same", "Why?", "kept with the visit")
        self._judge("")

    def _judge(self, reason: str) -> None:
        second = Content.assemble(("⏎", "bold $amber"), " goes back to the form, which books") if reason else ""
        self.verdict.show("bad", f"{self._title}:", text.clean(self._reason), second=second or "A reason is needed.")

    def on_input_changed(self, event: Input.Changed) -> None:
        """A reason makes it possible."""
        self._judge(event.value.strip())

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter: that is the reason."""
        if event.value.strip():
            self.dismiss(event.value.strip())
        else:
            self.app.bell()

    def keys_line(self) -> Sequence[Hint]:
        """No letters: they are typed."""
        return (Hint("⏎", "For that reason", ("enter",), rank=0), ESCAPE)
