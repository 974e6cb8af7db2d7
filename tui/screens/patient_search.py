"""Patients found while typing, and the record of the one under the cursor: what screen 4 shows."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input

from scheduling.model.patient_reads import PatientRecord
from scheduling.model.reads import Patient, VisitView
from tui import theme
from tui.actions import NOTHING, PATIENT, TYPING, VISIT
from tui.screens.mode import Title, Whereabouts
from tui.screens.visit_steps import VisitSteps
from tui.widgets.field import Field, FieldInput
from tui.widgets.header import ROOMY
from tui.widgets.lines import section, spread
from tui.widgets.painted import Painted
from tui.widgets.patient_list import PatientList
from tui.widgets.patient_page import Found, heads, page
from tui.widgets.patient_record import Line, record_lines
from tui.widgets.rows import Row, Rows

if TYPE_CHECKING:
    from scheduling.desk import Desk

FOUND = 60
"""Patients a search lists."""
LATELY = 8
"""Patients looked at lately that are kept at hand."""
BROAD, LOW = 150, 30
"""Columns from which the list is broader, rows below which nothing is left blank above it."""


class PatientSearch(VisitSteps):
    """The list keeps the amber row while letters search; Tab goes into the visits of the record."""

    def __init__(self) -> None:
        super().__init__()
        self.search = FieldInput(id="search")
        self.list = PatientList(id="list")
        self._head_rows = (
            Painted(self._count_line, id="count"),
            Painted(lambda width, _: [heads(width)], id="heads"),
        )
        self.record_rows = Rows(id="record")
        self.record: PatientRecord | None = None
        self.in_visits = False
        self._patients: list[Patient | None] = []
        self._lines: list[Line] = []
        self._new = 0
        self._found = Found("", (), 0, {})
        self._wanted = ""
        self._ready = asyncio.Event()
        """Set while the list answers what is typed."""
        self._lately: list[str] = []

    def compose(self) -> ComposeResult:
        """Rows 1 and 2, the search with its list, the record, the band, the footer."""
        count, above = self._head_rows
        yield self.header
        yield self.modes
        with Horizontal(id="middle"):
            with Vertical(id="left"):
                yield Field("Patient", self.search, count)
                yield above
                yield self.list
            with Vertical(id="right"):
                yield self.record_rows
        yield self.band
        yield self.footer

    # -- what is shown ------------------------------------------------------------------------------------------

    @property
    def context(self) -> str:
        """The search has the keys, or a visit, or a patient, or nobody."""
        if self.focused is self.search:
            return TYPING
        if self.chosen_visit is not None:
            return VISIT
        return PATIENT if self.patient is not None else NOTHING

    @property
    def patient(self) -> Patient | None:
        """The patient whose record is shown."""
        return self.record.card.patient if self.record else None

    @property
    def on_new(self) -> bool:
        """Whether the amber row is the new patient."""
        return self.list.cursor == self._new

    @property
    def chosen_visit(self) -> VisitView | None:
        """The visit under the cursor, while the keys go into the record."""
        cursor = self.record_rows.cursor
        return self._lines[cursor].visit if self.in_visits and cursor is not None else None

    def on_mount(self) -> None:
        """Begin with an empty search."""
        self._fit_to_terminal()
        self.set_focus(self.search)
        self.reload()
        self.await_next_change()

    def on_resize(self, event: events.Resize) -> None:
        """The record beside the list, or over it."""
        self._fit_to_terminal()

    @on(Rows.Resized)
    def _laid_out(self) -> None:
        """The lines are made anew for their width."""
        if self.shown_seq >= 0:
            self._show_found()

    def _fit_to_terminal(self) -> None:
        size = self.app.size
        self.set_class(size.width >= ROOMY, "-wide")
        self.set_class(size.width >= BROAD, "-broad")
        self.set_class(size.height < LOW, "-low")

    def title_words(self) -> Title:
        """Whose patients."""
        hospital = self.desk_app.hospital
        return Title(hospital.name if hospital else "", "", "Patients", "Patients")

    def end_of_tabs(self) -> Content:
        """How many there are."""
        count = self.desk.patient_count()
        return Content.styled("1 patient" if count == 1 else f"{count:,} patients".replace(",", " "), "$text-dim")

    @property
    def valid_until(self) -> float:
        """When a visit of the record becomes a past one."""
        ahead = self.record.card.upcoming if self.record else ()
        return min((view.visit.end_minute * 60 for view in ahead), default=float("inf"))

    def read(self) -> None:
        """Search again; the cursor stays on its patient, and on its visit."""
        if self._found.typed:
            self.choose()
        self.find(keep=True)

    def whereabouts(self) -> Whereabouts:
        """The patient whose record is shown."""
        return Whereabouts(patient=self.patient.id if self.patient else None)

    # -- searching ----------------------------------------------------------------------------------------------

    @on(Input.Changed, "#search")
    def _typed(self) -> None:
        self.band.hush()
        self.find()

    def _fill(self, words: str) -> None:
        with self.search.prevent(Input.Changed):
            self.search.value = words
        self.search.cursor_position = len(words)

    def find(self, ident: str | None = None, *, keep: bool = False) -> None:
        """Search for what is typed: the amber row on `ident`, or with `keep` where it is, else on the first.

        Among very many patients that takes longer than a key may: the store thread does it, and `action_do` waits.
        """
        self._wanted = typed = self.search.value
        if typed.strip():
            self._ready.clear()
            self.run_worker(self.safely(self._look)(typed, ident, keep), group="search", exclusive=True)
            return
        people = [patient for patient in map(self.desk.patient, self._lately) if patient.active]
        hits = tuple((patient, (), False) for patient in people)
        self._found = Found("", hits, 0, self.desk.next_visits([patient.id for patient in people]))
        self._ready.set()
        self._show_found(ident, keep)

    async def _look(self, typed: str, ident: str | None, keep: bool) -> None:
        def job(desk: Desk) -> Found | None:
            if typed != self._wanted:  # typed on meanwhile
                return None
            found = desk.search_patients(typed, limit=FOUND)
            hits = tuple((hit.patient, hit.marks, hit.nearly) for hit in found.hits)
            return Found(typed, hits, found.total, desk.next_visits([hit.patient.id for hit in found.hits]))

        try:
            found = await self.desk_app.work(job)
            if found is not None and typed == self._wanted:
                self._found = found
                self._show_found(ident, keep)
        finally:
            if typed == self._wanted:
                self._ready.set()

    async def action_do(self, ident: str) -> None:
        """An action of the table, on what is found for all that was typed."""
        await self._ready.wait()
        await super().action_do(ident)

    def _show_found(self, ident: str | None = None, keep: bool = True) -> None:
        """Fill the list with what was found."""
        before = self.patient.id if keep and self.patient else ident
        on_new = keep and bool(self.list.rows) and self.on_new
        size = self.list.content_size
        made = page(self._found, size.width or 60, size.height, self.desk_app.today())
        self._patients, self._new = made.patients, made.new
        at = next((i for i, each in enumerate(self._patients) if before and each and each.id == before), 0)
        nobody = not self._found.hits and not self._found.typed
        self.list.show(made.rows, None if nobody else self._new if on_new else at)
        for row in self._head_rows:
            row.refresh()
        self.choose()

    def _count_line(self, width: int, height: int) -> list[Content]:
        found = self._found
        said = "" if not found.typed else f"{found.total} found" if found.total else "nobody"
        return [spread(Content(""), Content.styled(said, "$text-dim"), width)]

    @on(Rows.Moved, "#list")
    def _moved(self) -> None:
        self.choose()

    def choose(self) -> None:
        """The record follows the amber row of the list."""
        cursor = self.list.cursor
        patient = self._patients[cursor] if cursor is not None else None
        before = self.patient.id if self.patient else None
        if patient is None or patient.id != before:
            self.in_visits = False
        self.record = self.desk.patient_record(patient.id) if patient else None
        self.show_record()

    def show_record(self) -> None:
        """Paint the record; the cursor stays on its visit."""
        visit = self.chosen_visit
        rows = self.record_rows
        width, height = rows.content_size.width or 50, rows.content_size.height or 30
        if self.record is None:
            self._lines = [Line(Row(line, choosable=False)) for line in self._nobody(width)]
        else:
            tones = theme.tones(self.app)
            self._lines = record_lines(self.record, width, height, self.desk_app.today(), tones, whole=self.in_visits)
        cursor = None
        if self.in_visits:
            same = (at for at, line in enumerate(self._lines) if visit and line.visit
                    and line.visit.visit.id == visit.visit.id)  # fmt: skip
            cursor = next(same, 0)
        rows.show([line.row for line in self._lines], cursor)
        self.in_visits = rows.cursor is not None
        self.list.active = not self.in_visits
        self.list.refresh()
        self.refresh_keys()

    def _nobody(self, width: int) -> list[Content]:
        if self.on_new and self.list.cursor is not None:
            return [
                section("A new patient", width),
                Content.assemble(("⏎", "bold $amber"), " writes the record; only the name is needed."),
            ]
        return [
            section("Nobody chosen", width),
            Content("Type a part of the name, a phone, a date of birth."),
            Content.assemble(("^n", "bold $amber"), " writes down a new patient."),
        ]

    def remember(self, ident: str) -> None:
        """Keep a patient at hand, for when nothing is typed."""
        self._lately = [ident, *(other for other in self._lately if other != ident)][:LATELY]

    def show_patient(self, ident: str) -> None:
        """The record of one patient, the search empty."""
        self.remember(ident)
        self._fill("")
        self.leave_field()
        self.find(ident)

    def leave_field(self) -> None:
        """Letters act on the patient from now on; where there is no room beside, their record lies over the list."""
        self.set_focus(None)
        self.in_visits = False
        self._over(True)

    def _over(self, shown: bool) -> None:
        self.set_class(shown, "-record")
