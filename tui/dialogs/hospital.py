"""Which hospital is shown: one row each, a digit or Enter takes it."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from scheduling.when.zones import wall_clock, zone
from tui import text
from tui.dialogs.choosing import NumberedDialog
from tui.widgets.dialog import ESCAPE
from tui.widgets.footer import Hint
from tui.widgets.rows import Row, Rows


class HospitalDialog(NumberedDialog[str | None]):
    """Answers with the id of a hospital."""

    WIDTH, HEIGHT = 70, 14

    def compose_body(self) -> ComposeResult:
        """The hospitals."""
        yield Static("")
        yield Rows(id="hospitals")

    def on_mount(self) -> None:
        """All of them with their doctors and time of day, the one shown chosen."""
        app = self.desk_app
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

    def take(self, index: int) -> None:
        """That hospital."""
        self.dismiss(self._ids[index])

    def keys_line(self) -> Sequence[Hint]:
        """Digits first: they need no Enter."""
        return (
            Hint("1–9", "That one", (), rank=1),
            Hint("↑↓", "Choose", ("up", "down")),
            Hint("⏎", "Show it", ("enter",), rank=0),
            ESCAPE,
        )
