"""Which hospital is shown: one row each, a digit or Enter takes it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from scheduling.when.zones import wall_clock, zone
from tui import text
from tui.widgets.dialog import ESCAPE, Dialog
from tui.widgets.footer import Hint
from tui.widgets.rows import Row, Rows

if TYPE_CHECKING:
    from tui.app import DeskApp


class HospitalDialog(Dialog[str | None]):
    """Answers with the id of a hospital."""

    WIDTH, HEIGHT = 70, 14
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "Up", show=False),
        Binding("down,j", "move(1)", "Down", show=False),
        Binding("enter", "take", "Show it", show=False),
        *(Binding(str(digit), f"answer({digit - 1})", "That one", show=False) for digit in range(1, 10)),
    ]

    def compose_body(self) -> ComposeResult:
        """The hospitals."""
        yield Static("")
        yield Rows(id="hospitals")

    def on_mount(self) -> None:
        """All of them with their doctors and time of day, the one shown chosen."""
        app = cast("DeskApp", self.app)
        self.title_row.show("Hospital", "Which one?")
        self._ids = [hospital.id for hospital in app.desk.hospital_list()]
        rows = []
        for number, hospital in enumerate(app.desk.hospital_list(), 1):
            doctors = len(app.desk.doctor_list(hospital.id))
            at = wall_clock(app.desk.now() // 60, zone(hospital.timezone))
            left = Content.assemble(
                (f"  {number if number < 10 else ' '}  ", "bold $amber"), (text.pad(hospital.name, 34), "bold")
            )
            count = f"{doctors} doctor{'' if doctors == 1 else 's'}" if doctors else "no doctor yet"
            rows.append(Row(left, Content.styled(f"{count}  {text.at(at)}", "$text-dim")))
        current = app.hospital.id if app.hospital else ""
        self.query_one(Rows).show(rows, self._ids.index(current) if current in self._ids else 0)

    def action_move(self, step: int) -> None:
        """The row above or below."""
        self.query_one(Rows).move(step)

    def action_take(self) -> None:
        """The chosen row."""
        cursor = self.query_one(Rows).cursor
        if cursor is not None:
            self.dismiss(self._ids[cursor])

    def action_answer(self, index: int) -> None:
        """The hospital of that digit."""
        if index < len(self._ids):
            self.dismiss(self._ids[index])

    def on_rows_chosen(self, message: Rows.Chosen) -> None:
        """A click on the chosen row."""
        self.action_take()

    def keys_line(self) -> Sequence[Hint]:
        """Digits first: they need no Enter."""
        return (
            Hint("1–9", "That one", (), rank=1),
            Hint("↑↓", "Choose", ("up", "down")),
            Hint("⏎", "Show it", ("enter",), rank=0),
            ESCAPE,
        )
