"""The store is in trouble: what happened, what to do, and that nothing was booked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from scheduling.errors import StoreError
from tui import text
from tui.widgets.dialog import Dialog
from tui.widgets.footer import Hint


class ProblemDialog(Dialog[None]):
    """Says one trouble of the store; Enter or Esc goes on."""

    WIDTH, HEIGHT = 72, 13
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "leave", "Go on", show=False)]

    def __init__(self, error: StoreError) -> None:
        super().__init__()
        self.error = error

    def compose_body(self) -> ComposeResult:
        """What happened; what to do."""
        yield Static("")
        yield Static(text.styled(self.error.reason, "bold"))
        yield Static("")
        yield Static(text.styled(self.error.remedy, "$text-dim"))

    def on_mount(self) -> None:
        """The title in the colour of trouble."""
        title = text.joined((f"✗ {self.error.title}", "bold $bad"))
        self.title_row.show(title, right="Nothing was booked by this step")

    def keys_line(self) -> Sequence[Hint]:
        """One way on."""
        return (Hint("⏎", "Go on", ("enter",), rank=0),)
