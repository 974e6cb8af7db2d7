"""Which doctor: a few letters of the name or the specialty, the row of the likeliest in amber."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, Static

from scheduling.model.reads import Doctor
from tui import text, words
from tui.dialogs.choosing import ChoosingDialog
from tui.widgets.dialog import ESCAPE
from tui.widgets.field import Field, FieldInput
from tui.widgets.footer import Hint
from tui.widgets.rows import Row, Rows


def matching(doctors: Sequence[Doctor], typed: str) -> list[Doctor]:
    """The doctors of whose name or specialty every typed word begins a word."""
    wanted = typed.casefold().split()

    def fits(doctor: Doctor) -> bool:
        known = f"{doctor.name} {doctor.specialty or ''}".casefold().replace(",", " ").split()
        return all(any(word.startswith(part) for word in known) for part in wanted)

    return [doctor for doctor in doctors if fits(doctor)]


EVERYBODY = ""
"""The answer that means every doctor."""


class DoctorDialog(ChoosingDialog[str | None]):
    """Answers with the id of a doctor. `current`: who is shown. `question`, `deed`: what is asked, what Enter does;
    `everybody`: all of them together can be chosen too (`EVERYBODY`)."""

    WIDTH, HEIGHT = 66, 18

    def __init__(
        self,
        current: str,
        question: str = "Whose week?",
        deed: str = "Show the week",
        *,
        everybody: bool = False,
    ) -> None:
        super().__init__()
        self._current = current
        self._asked = (question, deed)
        self._everybody = everybody
        self._found: list[str] = []

    def compose_body(self) -> ComposeResult:
        """A field and the doctors."""
        yield Static("")
        yield Field("Doctor", FieldInput(placeholder="name or specialty", id="name"))
        yield Static("")
        yield Rows(id="doctors")

    def on_mount(self) -> None:
        """All of them, the present one chosen."""
        self.title_row.show("Doctor", self._asked[0])
        self._search("")

    def _search(self, typed: str) -> None:
        app = self.desk_app
        hospital = app.hospital
        doctors = app.desk.doctor_list(hospital.id) if hospital else []
        found = matching(doctors, typed)
        self._found = [doctor.id for doctor in found]
        today = app.today()
        rows = []
        if self._everybody and not typed:
            self._found.insert(0, EVERYBODY)
            rows.append(Row(Content.styled("  All doctors", "bold")))
        for doctor in found:
            day = app.desk.day_strip(doctor.id, today)
            free = f"{text.minutes(day.free_from_now)} free today" if day.free_from_now > 0 else "nothing free today"
            left = Content.assemble(
                ("  " + text.pad(words.doctor_full(doctor.name), 26), "bold"),
                (text.clean(doctor.specialty or ""), "$text-dim"),
            )
            rows.append(Row(left, Content.styled(free if day.hours else "not in today", "$text-dim")))
        at = self._found.index(self._current) if not typed and self._current in self._found else 0
        self.query_one(Rows).show(
            rows or [Row(Content.styled("  nobody of that name", "$text-dim"), choosable=False)], at
        )
        self.query_one(Field).note(f"{len(found)} found" if typed else "")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Search with each letter."""
        self._search(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter takes the amber row."""
        self.action_take()

    def take(self, index: int) -> None:
        """That doctor."""
        self.dismiss(self._found[index])

    def keys_line(self) -> Sequence[Hint]:
        """No letters: they are typed."""
        return (
            Hint("↑↓", "Choose", ("up", "down")),
            Hint("⏎", self._asked[1], ("enter",), rank=0),
            ESCAPE,
        )
