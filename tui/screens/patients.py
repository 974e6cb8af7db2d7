"""Mode 4: patients. Where the keys go: into the search, to the patient, into the visits of the record."""

from __future__ import annotations

from pathlib import Path, PurePath
from typing import ClassVar

from textual import events, on
from textual.binding import BindingType
from textual.widgets import Input

from tui import text
from tui.actions import PATIENT, bindings
from tui.actions.patients import NOBODY
from tui.screens.mode import Whereabouts
from tui.screens.patient_steps import PatientSteps
from tui.widgets.rows import Rows

PAGE = 10
"""Rows that a page is."""


class PatientsScreen(PatientSteps):
    """The list keeps the amber row while letters search; Enter and Esc let letters act; Tab goes into the visits."""

    MODE = "patients"
    CSS_PATH = list[str | PurePath]((Path(__file__).parent.parent / "styles" / "patients.tcss",))
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("patients")]
    AUTO_FOCUS = ""
    """After a dialog letters act as before it; the first widget would take the focus otherwise."""

    def arrive(self, place: Whereabouts) -> None:
        """Show the record of a patient chosen elsewhere; letters act on them at once."""
        if place.patient is not None:
            self.show_patient(place.patient)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Back in the search, by a key or the mouse."""
        self._over(False)
        self.in_visits = False
        self.show_record()

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """Other keys work outside of the search."""
        self.refresh_keys()

    def do_patient_waits(self) -> None:
        """The patient would come earlier than they can be booked, or is not booked yet."""
        self.do_wait()

    def do_find_patient(self) -> None:
        """Another search."""
        self._fill("")
        self.set_focus(self.search)
        self.find(keep=True)

    def do_to_search(self) -> None:
        """Back to the search, what was typed still there."""
        self.set_focus(self.search)

    async def do_open_record(self) -> None:
        """Enter while searching: letters act on this patient; on the new one, the form."""
        if self.on_new or (self.patient is None and self.search.value.strip()):
            self.do_new_patient()
        elif self.patient is None:
            self.say("info", "", "Type a name, a phone, a date of birth or a record number; ^n writes a new patient.")
        else:
            self.remember(self.patient.id)
            self.leave_field()
            self.show_record()

    def do_clear_search(self) -> None:
        """Esc while searching: the text goes, the patient stays, letters act."""
        patient = self.patient
        if patient is not None:
            self.show_patient(patient.id)
            return
        self._fill("")
        self.set_focus(None)
        self.find()

    @on(Input.Submitted, "#search")
    async def _entered(self) -> None:
        await self.action_do("open_record")

    def do_to_visits(self) -> None:
        """Tab: into the visits of the record."""
        if self.patient is None or not any(line.visit for line in self._lines):
            self.say(
                "info", "", f"{text.natural_name(self.patient.name)} has no visit yet." if self.patient else NOBODY
            )
            return
        self.remember(self.patient.id)
        self.leave_field()
        self.in_visits = True
        self.show_record()

    def do_to_patient(self) -> None:
        """Out of the visits: letters act on the patient."""
        self.in_visits = False
        self.show_record()

    def do_leave_visits(self) -> None:
        """The same, by Esc."""
        self.do_to_patient()

    # -- moving -------------------------------------------------------------------------------------------------

    def _rows(self, step: int) -> None:
        if self.in_visits:
            self.record_rows.move(step)
            self.refresh_keys()
        else:
            self.list.move(step)
            self.choose()

    def do_row_before(self) -> None:
        """A row up."""
        self._rows(-1)

    def do_row_after(self) -> None:
        """A row down."""
        self._rows(1)

    def do_page_before(self) -> None:
        """A page up."""
        self._rows(-PAGE)

    def do_page_after(self) -> None:
        """A page down."""
        self._rows(PAGE)

    @on(Rows.Moved, "#record")
    def _visit_moved(self) -> None:
        """The mouse chose a visit, or a key did, and all has followed already."""
        if not self.in_visits:
            self.set_focus(None)
            self.in_visits = True
            self.list.active = False
            self.list.refresh()
        self.refresh_keys()

    @on(Rows.Chosen, "#record")
    async def _visit_taken(self) -> None:
        await self.action_do("open")

    @on(Rows.Chosen, "#list")
    async def _row_taken(self) -> None:
        await self.do_open_record() if self.context != PATIENT else await self.action_do("book_for")
