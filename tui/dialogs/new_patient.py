"""A new patient inside the booking form: name, born, phone; who may already be here stands beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input

from scheduling.model.reads import Patient
from tui import text, words
from tui.dialogs.doubles import Double, Draft, age_words, doubles
from tui.widgets.dialog import Section
from tui.widgets.field import Field, FieldInput
from tui.widgets.lines import section, spread
from tui.widgets.painted import Painted

Twins = Callable[[str, str | None, Sequence[str]], list[Patient]]
"""Name, date of birth and phones to those the desk takes for possible doubles."""

SHOWN = 4
"""Doubles that are shown at most."""


class NewPatient(Vertical):
    """Three fields; only the name is needed. ↓ goes to those who may be the same person."""

    class Edited(Message):
        """Something was typed, or another double is the chosen one."""

    def __init__(self, twins: Twins, today: date) -> None:
        super().__init__(id="newcomer")
        self._twins = twins
        self._today = today
        self.draft = Draft("", problem="Type the name.")
        self.doubles: list[Double] = []
        self.cursor: int | None = None

    def compose(self) -> ComposeResult:
        """The head and the fields."""
        yield Section(Content.styled("New patient", "bold $amber"), "only the name is needed")
        yield Field("Name", FieldInput(id="new-name"), id="row-name")
        yield Field("Born", FieldInput(id="new-born", placeholder="12.4.91", max_length=30), id="row-born")
        yield Field("Phone", FieldInput(id="new-phone", max_length=40), id="row-phone")
        yield Painted(self._below, id="doubles-below")

    def start(self, typed: str) -> None:
        """Begin with the name that was typed into the search."""
        for name, value in (("name", words.typed_name(typed)), ("born", ""), ("phone", "")):
            field = self.query_one(f"#new-{name}", Input)
            with field.prevent(Input.Changed):
                field.value = value
            field.cursor_position = len(value)
        self.cursor = None
        self._read()
        self.query_one("#new-name", Input).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Read the fields anew."""
        event.stop()
        self.cursor = None
        self._read()
        self.post_message(self.Edited())

    def _read(self) -> None:
        name, born, phone = (self.query_one(f"#new-{field}", Input).value for field in ("name", "born", "phone"))
        birth = words.read_birth(born, self._today)
        problem = ""
        if not name.strip():
            problem = "Type the name."
        elif born.strip() and birth is None:
            problem = "The date of birth is not a date: 12.4.91 or 1991-04-12."
        self.draft = Draft(
            " ".join(name.split()), birth.isoformat() if birth else None, " ".join(phone.split()), problem
        )
        draft = self.draft
        twins = self._twins(draft.name, draft.birth_date, [draft.phone] if draft.phone else [])
        self.doubles = doubles(draft, twins)[:SHOWN]
        self._echo(born, birth)
        self.query_one("#doubles-below").refresh()

    def _echo(self, born: str, birth: date | None) -> None:
        """What was understood, at the end of each field."""
        tick = Content.styled("✓", "bold $ok")
        self.query_one("#row-name", Field).note(tick if self.draft.name else "")
        if birth is not None:
            said = f" {text.birth(birth.isoformat())} · {age_words(birth, self._today)}"
            self.query_one("#row-born", Field).note(Content.assemble(("✓", "bold $ok"), (said, "$text")))
        else:
            self.query_one("#row-born", Field).note(
                Content.styled("? not a date", "bold $bad") if born.strip() else ""
            )
        shared = next((double for double in self.doubles if double.why == "same phone"), None)
        also = f" also {text.natural_name(shared.patient.name)}" if shared else ""
        self.query_one("#row-phone", Field).note(
            Content.assemble(("!", "bold $amber"), text.fit(also, 24)) if shared else tick if self.draft.phone else ""
        )

    def move(self, step: int) -> None:
        """Go to the next or previous double; above the first is none."""
        if not self.doubles:
            return
        at = (-1 if self.cursor is None else self.cursor) + step
        self.cursor = None if at < 0 else min(at, len(self.doubles) - 1)
        self.query_one("#doubles-below").refresh()
        self.post_message(self.Edited())

    @property
    def chosen(self) -> Patient | None:
        """The double that the cursor is on."""
        return None if self.cursor is None else self.doubles[self.cursor].patient

    def beside(self, width: int, height: int) -> list[Content]:
        """The doubles, for the column beside the form."""
        if not self.doubles:
            return [
                section("Nobody like this yet", width),
                Content.styled("No one has this birthday, this", "$text-dim"),
                Content.styled("phone or this name.", "$text-dim"),
                Content(""),
                section("Later, in the record", width),
                Content.styled("email, record number, alerts", "$text-dim"),
                Content.styled("and notes.", "$text-dim"),
            ]
        lines = [spread(Content.styled("Maybe already here", "bold $amber"), self._count(), width)]
        for line in ("Same birthday, phone or name.", "Namesakes may be booked; a double", "record is hard to undo."):
            lines.append(Content.styled(line, "$text-dim"))
        for index, double in enumerate(self.doubles):
            lines += [Content(""), *self._double(double, width, index == self.cursor)]
        lines += [
            Content(""),
            Content.assemble(("↓", "bold $amber"), " then ", ("⏎", "bold $amber"), " it is one of these"),
            Content.assemble(("⏎", "bold $amber"), " no, a new patient"),
        ]
        return lines[:height]

    def _count(self) -> Content:
        return Content.styled(str(len(self.doubles)), "bold $amber")

    def _double(self, double: Double, width: int, chosen: bool) -> Sequence[Content]:
        patient = double.patient
        born = text.birth(patient.birth_date) if patient.birth_date else ""
        phone = text.fit(text.clean(patient.phones[0]), 16) if patient.phones else ""
        name = text.fit(text.display_name(patient.name), width - len(born) - 1)
        first = spread(Content.styled(name, "bold"), Content(born), width)
        if chosen:
            first = Content.styled(
                first.plain.ljust(width - first.cell_length + len(first.plain)), "bold $on-amber on $amber-solid"
            )
        return first, spread(Content(phone), Content.styled(double.why, "$amber"), width)

    def _below(self, width: int, height: int) -> list[Content]:
        """The doubles in one row each, for a terminal without a column beside."""
        lines: list[Content] = []
        if self.doubles:
            lines.append(section(Content.styled("Maybe already here", "bold $amber"), width, "↓ it is one of these"))
        for index, double in enumerate(self.doubles):
            facts = (
                f"{text.birth(double.patient.birth_date) if double.patient.birth_date else '':>11}  {double.why:<13}"
            )
            line = spread(Content(f"  {text.display_name(double.patient.name)}"), Content(facts), width)
            style = "bold $on-amber on $amber-solid" if index == self.cursor else ""
            lines.append(Content.styled(line.plain, style) if style else line)
        return lines[:height]
