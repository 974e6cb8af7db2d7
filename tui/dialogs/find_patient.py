"""Find a patient, or a visit of theirs: letters search, ↑↓ choose, Enter goes there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input

from scheduling.model.reads import Patient, VisitView
from tui import text
from tui.ask import card_doctors
from tui.dialogs.roomy import RoomyDialog
from tui.widgets.dialog import Section
from tui.widgets.field import Field, FieldInput
from tui.widgets.footer import Hint
from tui.widgets.painted import Painted
from tui.widgets.patient_card import card_lines, nobody, upcoming_line, when
from tui.widgets.patient_list import patient_rows
from tui.widgets.rows import Row, Rows
from tui.worker import News

FOUND = 60
VISITS = 5
"""Upcoming visits of the highlighted patient that can be chosen."""


@dataclass(frozen=True, slots=True)
class FoundVisit:
    """Go to this visit."""

    visit_id: str


@dataclass(frozen=True, slots=True)
class FoundPatient:
    """The next booking is for this patient."""

    patient_id: str


class FindPatientDialog(RoomyDialog[FoundVisit | FoundPatient | None]):
    """The list keeps the amber row; Tab goes to the visits of the patient on it."""

    ROOMY: ClassVar[tuple[int, int]] = (106, 28)
    COMPACT: ClassVar[tuple[int, int]] = (80, 23)
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "row(-1)", "Up", show=False),
        Binding("down", "row(1)", "Down", show=False),
        Binding("tab", "side", "Visits", show=False, priority=True),
        Binding("shift+tab", "side", "Patients", show=False, priority=True),
        Binding("enter", "take", "Go there", show=False),
    ]

    def __init__(self, about: str = "a patient, or a visit of theirs", enter: str = "Book for them") -> None:
        super().__init__()
        self._about, self._enter = about, enter
        self._patients: list[Patient | None] = []
        self._visits: list[VisitView] = []
        self._planned = 0
        self.in_visits = False

    def compose_body(self) -> ComposeResult:
        """The search on the left, the record on the right."""
        yield Field("Patient", FieldInput(id="search"), id="row-search")
        with Horizontal(id="columns"):
            with Vertical(id="left"):
                yield Rows(id="hits")
            with Vertical(id="right"):
                yield Painted(self._card, id="card")
                yield Section("Upcoming", id="upcoming")
                yield Rows(id="visits")

    def on_mount(self) -> None:
        """Begin with an empty search."""
        self.title_row.show("Find", self._about)
        self.query_one("#search").focus()
        self._search()

    @property
    def highlighted(self) -> Patient | None:
        """The patient of the chosen row."""
        cursor = self.query_one("#hits", Rows).cursor
        return self._patients[cursor] if cursor is not None and cursor < len(self._patients) else None

    @on(Input.Changed, "#search")
    def _typed(self) -> None:
        self.in_visits = False
        self._search()

    def on_news(self, message: News) -> None:
        """The book changed elsewhere."""
        self._search(keep=True)

    def _search(self, keep: bool = False) -> None:
        before = self.highlighted if keep else None
        typed = self.query_one("#search", Input).value
        hits = self.query_one("#hits", Rows)
        rows: list[Row] = []
        self._patients = []
        note = ""
        if typed.strip():
            found = self.desk.search_patients(typed, limit=FOUND)
            rows, self._patients = patient_rows(found, hits.content_size.width or 60, self.desk_app.today())
            note = f"{found.total} found" if found.total else "nobody"
        self.query_one("#row-search", Field).note(note)
        at = next((i for i, each in enumerate(self._patients) if before and each and each.id == before.id), 0)
        hits.show(rows, at)
        self._show()

    def _show(self) -> None:
        """The visits and the card of the highlighted patient, and what Enter does."""
        patient = self.highlighted
        visits = self.query_one("#visits", Rows)
        cursor = visits.cursor
        hits = self.query_one("#hits", Rows)
        card = self.desk.patient_card(patient.id) if patient else None
        self._visits = list(card.upcoming[:VISITS]) if card else []
        if not self._visits:
            self.in_visits = False
        self._planned = len(card.upcoming) if card else 0
        doctors, marks = (card_doctors(self.desk, card), self._marks()) if card else ({}, {})
        width = visits.content_size.width or 36
        rows = [Row(upcoming_line(view, width, doctors, marks), Content("")) for view in self._visits]
        visits.show(rows, (cursor or 0) if self.in_visits else None)
        hits.active = not self.in_visits
        hits.refresh()
        for each in (visits, self.query_one("#upcoming", Section)):
            each.display = bool(self._visits)
        self.query_one("#upcoming", Section).show("Upcoming", "Tab" if self._visits and not self.in_visits else "")
        visits.styles.height = len(self._visits)
        self.query_one("#card").refresh()
        self._show_verdict(patient)
        self.refresh_keys()

    def _marks(self) -> dict[str, str]:
        hospital = self.desk_app.hospital
        return self.marks(self.desk.type_list(hospital.id) if hospital else [])

    def _show_verdict(self, patient: Patient | None) -> None:
        if patient is None:
            typed = text.clean(self.query_one("#search", Input).value)
            said, more = "Type", "parts of the name, a phone, a date of birth, a record number"
            if typed:
                said, more = "Nobody", f"is found by “{text.fit(typed, 30)}”."
            second = "Fewer letters find more; so do the digits of a phone." if typed else ""
            self.verdict.show("bad" if typed else "info", said, more, second=second)
            return
        name = text.fit(text.natural_name(patient.name), 30)
        if self.in_visits:
            view = self._visits[self.query_one("#visits", Rows).cursor or 0]
            self.verdict.show("info", "Go to", f"{when(view)}", second=f"the visit of {name}", right="⏎ goes there")
            return
        many, listed = self._planned, len(self._visits)
        among = "them" if listed == many else f"the next {listed}"
        said = (
            f"{many} visit{'' if many == 1 else 's'} planned: Tab chooses among {among}"
            if many
            else "no visit planned"
        )
        self.verdict.show("info", name, "", second=said, right=f"⏎ {self._enter.lower()}")

    def _card(self, width: int, height: int) -> Sequence[Content]:
        patient = self.highlighted
        if patient is None:
            return nobody(width, self.query_one("#search", Input).value)
        card = self.desk.patient_card(patient.id)
        return card_lines(card, width, height, card_doctors(self.desk, card), self._marks(), upcoming=False)

    def action_row(self, step: int) -> None:
        """↑↓: another patient, or another of the visits."""
        self.query_one("#visits" if self.in_visits else "#hits", Rows).move(step)
        self._show()

    def action_side(self) -> None:
        """Tab: between the patients and the visits of the one highlighted."""
        self.in_visits = not self.in_visits and bool(self._visits)
        self._show()

    @on(Rows.Moved)
    def _moved(self, event: Rows.Moved) -> None:
        self._show()

    @on(Input.Submitted, "#search")
    @on(Rows.Chosen)
    def action_take(self) -> None:
        """Enter: the visit, or the patient for the next booking."""
        patient = self.highlighted
        if patient is None:
            self.app.bell()
        elif self.in_visits:
            self.dismiss(FoundVisit(self._visits[self.query_one("#visits", Rows).cursor or 0].visit.id))
        else:
            self.dismiss(FoundPatient(patient.id))

    def keys_line(self) -> Sequence[Hint]:
        """The keys that work now."""
        other = "Patients" if self.in_visits else "Visits"
        enter = "Go to the visit" if self.in_visits else self._enter
        choosing = (Hint("↑↓", "Choose", ("up", "down"), rank=1), Hint("⏎", enter, ("enter",), rank=0))
        return (
            *(choosing if self.is_mounted and self.highlighted else ()),
            *((Hint("Tab", other, ("tab",), rank=1),) if self._visits else ()),
            Hint("Esc", "Back", ("escape",), rank=0),
        )
