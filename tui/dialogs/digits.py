"""One question that a digit answers: why, or how much of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from tui import text
from tui.dialogs.choosing import NumberedDialog
from tui.widgets.dialog import ESCAPE
from tui.widgets.footer import Hint
from tui.widgets.rows import Row, Rows


class Choice(NamedTuple):
    """One answer: what is answered, its name, and what it means."""

    answer: str
    name: str
    words: str


class DigitsDialog(NumberedDialog[str | None]):
    """`word`, `question`, `fact`: the title row; `subject`: what it is about.

    `each`, `enter`: what a digit and Enter do, and the same in a word; `leave`: what Esc does.
    """

    WIDTH = 62
    LABEL: ClassVar[int] = 17
    """Cells of the names, at least."""

    def __init__(
        self,
        title: tuple[str, str, str],
        subject: str,
        choices: Sequence[Choice],
        *,
        each: tuple[str, str],
        enter: tuple[str, str],
        leave: str = "Back",
    ) -> None:
        super().__init__()
        self._title = title
        self._subject = subject
        self._choices = tuple(choices)
        self._each, self._enter, self._leave = each, enter, leave

    def compose_body(self) -> ComposeResult:
        """What it is about, then the answers."""
        yield Static(text.styled(self._subject, "bold"))
        yield Static("")
        yield Rows(id="choices")

    def on_mount(self) -> None:
        """The usual answer first."""
        self.title_row.show(*self._title)
        label = max(self.LABEL, *(cell_len(text.clean(choice.name)) + 2 for choice in self._choices))
        rows = [self._row(number, choice, label) for number, choice in enumerate(self._choices, 1)]
        self.query_one(Rows).show(rows)

    def _row(self, number: int, choice: Choice, label: int) -> Row:
        return Row(
            Content.assemble(
                (f"  {number} ", "bold $amber"),
                (text.pad(choice.name, label), "bold"),
                (text.clean(choice.words), "$text-dim"),
            )
        )

    def _fit(self) -> None:
        """As high as its answers."""
        frame = self.query_one("#frame")
        frame.styles.width = min(self.WIDTH, self.app.size.width)
        frame.styles.height = min(len(self._choices) + 8, self.app.size.height - 1)

    def take(self, index: int) -> None:
        """That answer."""
        self.dismiss(self._choices[index].answer)

    def keys_line(self) -> Sequence[Hint]:
        """Digits first: they need no Enter."""
        return (
            Hint(f"1–{len(self._choices)}", self._each[0], (), self._each[1], rank=0),
            Hint("↑↓", "Choose", ("up", "down")),
            Hint("⏎", self._enter[0], ("enter",), self._enter[1]),
            ESCAPE._replace(words=self._leave),
        )
