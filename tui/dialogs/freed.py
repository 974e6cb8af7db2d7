"""A freed time: who on the waitlist it would suit, the most urgent first; Enter opens the booking form for them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from scheduling.when.zones import iso
from tui import text, words
from tui.dialogs.choosing import TakingDialog
from tui.widgets.dialog import ESCAPE
from tui.widgets.footer import Hint
from tui.widgets.rows import Row, Rows
from tui.widgets.subject import name_of, when_words

if TYPE_CHECKING:
    from tui.app import DeskApp


class ForWhom(NamedTuple):
    """Whom the time is to be booked for; all None = somebody else."""

    entry: str | None = None
    patient: str | None = None
    type: str | None = None
    minutes: int | None = None


class FreedDialog(TakingDialog[ForWhom | None]):
    """`start`: epoch minute, `minutes`: how long the time is. Answers with one who waits, or with somebody else."""

    WIDTH, HEIGHT = 88, 16
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("b", "other", "Somebody else", show=False),
    ]

    def __init__(self, doctor: str, start: int, minutes: int) -> None:
        super().__init__()
        self._wanted = (doctor, start, minutes)
        self._found: list[dict[str, Any]] = []

    def compose_body(self) -> ComposeResult:
        """Which time, then who waits."""
        yield Static("", id="which")
        yield Static("")
        yield Rows(id="waiting")

    def on_mount(self) -> None:
        """Whom it would suit, the most urgent first."""
        app = self.desk_app
        doctor, start, minutes = self._wanted
        asked = {"doctor": doctor, "start": iso(start, app.tz), "minutes": minutes}
        self._found = app.desk.do("waitlist_matches", **asked).value
        who = words.doctor_short(name_of(app.desk, doctor))
        which = f"{when_words(start, minutes, app.tz)}, {who}, {text.minutes(minutes)}"
        self.query_one("#which", Static).update(text.styled(which, "bold"))
        count = len(self._found)
        said = "1 would take it" if count == 1 else f"{count} would take it" if count else "nobody waits for it"
        self.title_row.show("Freed", "Who waits?", said)
        rows = [self._row(app, entry) for entry in self._found]
        nobody = Row(Content.styled("  Nobody waits for it any more: b books it for somebody else.", "$text-dim"))
        self.query_one(Rows).show(rows or [nobody._replace(choosable=False)])

    def _row(self, app: DeskApp, entry: dict[str, Any]) -> Row:
        patient = app.desk.patient(entry["patient"])
        phone = patient.phones[0] if patient.phones else ""
        wants = text.minutes(entry["minutes"]) if entry.get("minutes") else ""
        left = Content.assemble(
            (f"  {entry.get('priority', 3)}  ", "bold $amber"),
            (text.pad(text.short_name(patient.name, 26), 27), "bold"),
            (text.birth(patient.birth_date).rjust(11) + "  ", "$text-dim"),
            (text.pad(phone, 14), ""),
            (f" {wants}", "$text-dim"),
        )
        return Row(left, Content.styled(f"{text.fit(entry.get('note') or '', 20)} ", "$text-dim"))

    def take(self, index: int) -> None:
        """For the one on amber."""
        entry = self._found[index]
        self.dismiss(ForWhom(entry["id"], entry["patient"], entry.get("type"), entry.get("minutes")))

    def action_other(self) -> None:
        """The form, for anybody."""
        self.dismiss(ForWhom())

    def keys_line(self) -> Sequence[Hint]:
        """Choose, book, or somebody else."""
        return (
            Hint("↑↓", "Choose", ("up", "down")),
            Hint("⏎", "Book for them", ("enter",), "Book", rank=0),
            Hint("b", "Somebody else", ("b",), "Else", rank=1),
            ESCAPE,
        )
