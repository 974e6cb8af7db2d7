"""Who the visit is for: the search, the amber row, the new patient."""

from __future__ import annotations

from textual import on
from textual.widgets import Input

from scheduling.model.reads import Patient
from tui import text
from tui.dialogs.book_form import FOUND
from tui.dialogs.book_view import BookView
from tui.dialogs.new_patient import NewPatient
from tui.widgets.field import Field
from tui.widgets.patient_list import PatientList, new_row, patient_rows
from tui.widgets.rows import Row, Rows


class BookPatient(BookView):
    """Finds, chooses and writes down the patient."""

    @on(Input.Changed, "#search")
    def _typed(self, event: Input.Changed) -> None:
        """Another text: another list; a patient chosen before is no longer."""
        if event.value == self._searched:
            return
        self.patient = None
        self._search()
        self._show()

    def _search(self, keep: bool = False) -> None:
        """Fill the list; `keep` the chosen row on the same patient, for news from elsewhere."""
        box = self.query_one("#search", Input)
        if self.patient is not None:
            with box.prevent(Input.Changed):
                box.value = text.display_name(self.patient.name)
            box.cursor_position = len(box.value)
        self._searched = typed = box.value
        hits = self.query_one("#hits", PatientList)
        before = self.highlighted if keep else None
        rows: list[Row] = []
        self._patients = []
        note = ""
        if typed.strip() and self.patient is None:
            found = self.desk.search_patients(typed, limit=FOUND)
            rows, self._patients = patient_rows(found, hits.content_size.width or 60, self.ask.today())
            note = f"{found.total} found" if found.total else "nobody"
        rows.append(new_row(typed))
        self._patients.append(None)
        at = next((i for i, each in enumerate(self._patients) if before and each and each.id == before.id), 0)
        hits.show(rows, at if typed.strip() else None)
        field = self.query_one("#row-search", Field)
        field.note("⇧Tab back" if self.patient else note)

    async def action_row(self, step: int) -> None:
        """↑↓: the amber row while choosing; else the field above or below."""
        if self.newcomer.display and not self._accepted:
            self.newcomer.move(step)
        elif self.choosing and self.query_one("#search").has_focus:
            self.query_one("#hits", PatientList).move(step)
            self._show()
        elif step > 0:
            self.focus_next()
        else:
            self.focus_previous()

    @on(Rows.Moved, "#hits")
    def _moved(self) -> None:
        self._show()

    @on(NewPatient.Edited)
    def _edited(self) -> None:
        self._accepted = False
        self._show()

    def _choose(self) -> None:
        found = self.highlighted
        if found is not None:
            self._set_patient(found)
        elif self.query_one("#search", Input).value.strip():
            self.action_new_patient()
        else:
            self.app.bell()

    def _set_patient(self, patient: Patient) -> None:
        self.patient = patient
        self.newcomer.display = False
        self.query_one("#who").display = True
        self._search()
        self.query_one("#type").focus()
        self._show()

    def action_new_patient(self) -> None:
        """ctrl+n: the fields of a new patient, begun with what was typed."""
        if self.newcomer.display:
            return
        typed = "" if self.patient else self.query_one("#search", Input).value
        self.patient, self._accepted = None, False
        self.query_one("#who").display = False
        self.newcomer.display = True
        self.newcomer.start(typed)
        self._show()

    def _accept_newcomer(self) -> None:
        if self.newcomer.chosen is not None:
            self._set_patient(self.newcomer.chosen)
        elif self.newcomer.draft.problem:
            self.app.bell()
            self._show()
        else:
            self._accepted = True
            self.query_one("#type").focus()
            self._show()
