"""Close time: a title by one digit, or typed; what it would leave outside hours stands below before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, Static

from tui import text
from tui.dialogs.choosing import ChoosingDialog
from tui.widgets.dialog import ESCAPE
from tui.widgets.field import Field, FieldInput
from tui.widgets.footer import Hint
from tui.widgets.rows import Row, Rows

TITLES = ("Meeting", "Lunch", "Leave", "Training", "Ward round", "Closed")
"""What time is usually closed for."""


class CloseDialog(ChoosingDialog[str | None]):
    """`when`: what is closed, in words; `inside`: whose visits lie in it. Answers with the title."""

    WIDTH, HEIGHT = 66, 15
    HAS_VERDICT: ClassVar[bool] = True

    def __init__(self, when: str, inside: Sequence[str]) -> None:
        super().__init__()
        self._when = when
        self._inside = tuple(inside)
        self._found: tuple[str, ...] = ()

    def compose_body(self) -> ComposeResult:
        """A field, and what it finds among the usual titles."""
        yield Static("")
        yield Field("Title", FieldInput(placeholder="a usual one, or any words", id="title", max_length=80))
        yield Static("")
        yield Rows(id="titles")

    def on_mount(self) -> None:
        """The usual titles; who would be outside."""
        self.title_row.show("Close", self._when, "u opens it again")
        self._list("")
        if self._inside:
            many = f"{len(self._inside)} visit{'' if len(self._inside) == 1 else 's'}"
            verb = "stays" if len(self._inside) == 1 else "stay"
            names = ", ".join(self._inside)
            self.verdict.show("bad", many, f"{verb}, marked “?” to be moved:", second=text.fit(names, self.WIDTH - 8))
        else:
            self.verdict.show(
                "ok", "Nobody", "is booked then.", second="The finder skips it, the grid shows its title."
            )

    def _list(self, typed: str) -> None:
        usual = tuple(title for title in TITLES if title.casefold().startswith(typed.casefold()))
        own = (typed,) if typed and not any(title.casefold() == typed.casefold() for title in usual) else ()
        self._found = (*usual, *own)
        self.query_one(Rows).show([Row(Content.styled(f"  {text.fit(title, 56)}", "bold")) for title in self._found])

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self._list(event.value.strip())

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter takes the amber row."""
        self.action_take()

    def take(self, index: int) -> None:
        """That title."""
        self.dismiss(self._found[index])

    def keys_line(self) -> Sequence[Hint]:
        """No letters: they are typed."""
        return (
            Hint("↑↓", "Choose", ("up", "down")),
            Hint("⏎", "Close the time", ("enter",), "Close", rank=0),
            ESCAPE._replace(words="Leave it open"),
        )
