"""Why is the visit cancelled: one digit answers and cancels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from scheduling.model.status import CANCEL_REASONS
from tui import text
from tui.widgets.dialog import ESCAPE, Dialog
from tui.widgets.footer import Hint
from tui.widgets.rows import Row, Rows

REASON_WORDS = {
    "patient": "the patient asked for it",
    "clinic": "the clinic asked for it",
    "doctor away": "the doctor is away",
    "duplicate": "it was booked twice",
    "moved elsewhere": "the patient goes elsewhere",
    "left": "the patient left without being seen",
    "other": "another reason",
}


class CancelDialog(Dialog[str | None]):
    """`visit`: whose and when, in words. Answers with one of `CANCEL_REASONS`."""

    WIDTH, HEIGHT = 62, 15
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "Up", show=False),
        Binding("down,j", "move(1)", "Down", show=False),
        Binding("enter", "take", "Cancel the visit", show=False),
        *(
            Binding(str(digit), f"reason({digit})", "Reason", show=False)
            for digit in range(1, len(CANCEL_REASONS) + 1)
        ),
    ]

    def __init__(self, visit: str, born: str) -> None:
        super().__init__()
        self._visit = visit
        self._born = born

    def compose_body(self) -> ComposeResult:
        """Whose visit, then the reasons."""
        yield Static(text.styled(self._visit + self._born, "bold"))
        yield Static("")
        yield Rows(id="reasons")

    def on_mount(self) -> None:
        """The usual reason first."""
        self.title_row.show("Cancel", "Why?", "u brings it back")
        self.query_one(Rows).show(
            [
                Row(
                    Content.assemble(
                        (f"  {number} ", "bold $amber"),
                        (f"{reason:<17}", "bold"),
                        (REASON_WORDS[reason], "$text-dim"),
                    )
                )
                for number, reason in enumerate(CANCEL_REASONS, 1)
            ]
        )

    def action_move(self, step: int) -> None:
        """The row above or below."""
        self.query_one(Rows).move(step)

    def action_take(self) -> None:
        """The chosen reason."""
        cursor = self.query_one(Rows).cursor
        if cursor is not None:
            self.dismiss(CANCEL_REASONS[cursor])

    def action_reason(self, digit: int) -> None:
        """The reason of that digit."""
        self.dismiss(CANCEL_REASONS[digit - 1])

    def on_rows_chosen(self, message: Rows.Chosen) -> None:
        """A click on the chosen row."""
        self.action_take()

    def keys_line(self) -> Sequence[Hint]:
        """Digits first: they need no Enter."""
        return (
            Hint("1–7", "Cancel for that reason", (), "Reason", rank=0),
            Hint("↑↓", "Choose", ("up", "down")),
            Hint("⏎", "Cancel the visit", ("enter",), "Cancel"),
            ESCAPE._replace(words="Keep it"),
        )
