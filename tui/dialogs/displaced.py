"""A visit outside hours: move it to the time that fits, carry it, cancel it, or keep it; one digit answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from tui import text
from tui.widgets.dialog import ESCAPE, Dialog
from tui.widgets.footer import Hint
from tui.widgets.rows import Row, Rows

FIT, CARRY, CANCEL, KEEP, OPEN = "fit", "carry", "cancel", "keep", "open"


class Choice(NamedTuple):
    """What may be done: its name, in words, and what comes of it."""

    id: str
    words: str
    means: str


class DisplacedDialog(Dialog[str | None]):
    """`visit`: whose and when; `why`: what put it outside. Answers with the id of a choice."""

    WIDTH, HEIGHT = 74, 12
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "Up", show=False),
        Binding("down,j", "move(1)", "Down", show=False),
        Binding("enter", "take", "Do it", show=False),
        *(Binding(str(digit), f"answer({digit})", "Choose", show=False) for digit in range(1, 6)),
    ]

    def __init__(self, visit: str, about: str, why: str, choices: Sequence[Choice]) -> None:
        super().__init__()
        self._visit = visit
        self._about = about
        self._why = why
        self._choices = tuple(choices)

    def compose_body(self) -> ComposeResult:
        """Whose visit, then what may be done."""
        yield Static(text.styled(self._visit, "bold"))
        yield Static(text.styled(self._about, "$text-dim"))
        yield Static("")
        yield Rows(id="choices")

    def on_mount(self) -> None:
        """The time that fits first."""
        self.title_row.show("Outside hours", self._why, "u takes it back")
        self.query_one(Rows).show(
            [
                Row(
                    Content.assemble(
                        (f"  {number} ", "bold $amber"),
                        (text.pad(choice.words, 36), "bold"),
                        (choice.means, "$text-dim"),
                    )
                )
                for number, choice in enumerate(self._choices, 1)
            ]
        )

    def action_move(self, step: int) -> None:
        """The row above or below."""
        self.query_one(Rows).move(step)

    def action_take(self) -> None:
        """The chosen one."""
        cursor = self.query_one(Rows).cursor
        if cursor is not None:
            self.dismiss(self._choices[cursor].id)

    def action_answer(self, digit: int) -> None:
        """The one of that digit."""
        if digit <= len(self._choices):
            self.dismiss(self._choices[digit - 1].id)

    def on_rows_chosen(self, message: Rows.Chosen) -> None:
        """A click on the chosen row."""
        self.action_take()

    def keys_line(self) -> Sequence[Hint]:
        """Digits first: they need no Enter."""
        return (
            Hint(f"1–{len(self._choices)}", "Do that", (), rank=0),
            Hint("↑↓", "Choose", ("up", "down")),
            Hint("⏎", "Do it", ("enter",)),
            ESCAPE._replace(words="Later"),
        )
