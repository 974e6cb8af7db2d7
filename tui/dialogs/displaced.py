"""A visit outside hours: move it to the time that fits, carry it, cancel it, or keep it; one digit answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from tui import text
from tui.dialogs.choosing import NumberedDialog
from tui.widgets.dialog import ESCAPE
from tui.widgets.footer import Hint
from tui.widgets.rows import Row, Rows

FIT, CARRY, CANCEL, KEEP, OPEN = "fit", "carry", "cancel", "keep", "open"


class Choice(NamedTuple):
    """What may be done: its name, in words, and what comes of it."""

    id: str
    words: str
    means: str


class DisplacedDialog(NumberedDialog[str | None]):
    """`visit`: whose and when; `why`: what put it outside. Answers with the id of a choice."""

    WIDTH, HEIGHT = 74, 12

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

    def take(self, index: int) -> None:
        """That is done."""
        self.dismiss(self._choices[index].id)

    def keys_line(self) -> Sequence[Hint]:
        """Digits first: they need no Enter."""
        return (
            Hint(f"1–{len(self._choices)}", "Do that", (), rank=0),
            Hint("↑↓", "Choose", ("up", "down")),
            Hint("⏎", "Do it", ("enter",)),
            ESCAPE._replace(words="Later"),
        )
