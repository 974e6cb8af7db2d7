"""Booking, finding a time, finding a patient: the actions that end in a new visit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduling.errors import Refused
from scheduling.when import zones
from tui import text
from tui.screens.movement import Movement
from tui.widgets.subject import born

if TYPE_CHECKING:
    from tui.dialogs.book import Booked
    from tui.dialogs.find_patient import FoundPatient, FoundVisit
    from tui.dialogs.next_available import Chosen


class Booking(Movement):
    """The actions on a free time, and the two finders."""

    patient_id: str | None = None
    """A patient found with `/`: the next booking is for them."""

    def do_book(self) -> None:
        """Book the time under the cursor, or the range."""
        self._book_selection(anyway=False)

    def _book_selection(self, *, anyway: bool) -> None:
        """Open the form on what is selected; where its clock comes twice, ask first which pass is meant (RULES 4)."""
        assert self.view is not None
        chosen, doctor, patient, tz = self.selection, self.doctor_id, self.patient_id, self.desk_app.tz

        def form(start: int | None) -> None:
            if start is None:
                return
            from tui.dialogs.book import BookDialog

            # The grid counts a range from the first pass on; it ends by the same clock, whichever it begins in.
            later = start - zones.epoch_minute(self.wall(start).replace(fold=0), tz)
            minutes = chosen.minutes - later if chosen.minutes > later else chosen.minutes
            dialog = BookDialog(doctor, start, minutes if chosen.ranged else None, patient_id=patient, anyway=anyway)
            self.app.push_screen(dialog, self.booked)

        start = chosen.start_minute
        if chosen.visit is not None or not zones.is_overlap(self.wall(start).replace(fold=0), tz):
            form(start)
            return
        from tui.dialogs.which_pass import WhichPassDialog, passes_meant

        passes = passes_meant(start, -(-self.desk.now() // 60), self.view.days, tz)
        if len(passes) == 1:
            form(passes[0])
        else:
            self.app.push_screen(WhichPassDialog(passes, tz, self.words(start)), form)

    def booked(self, result: Booked | None) -> None:
        """After the form: the visit under the cursor, its sentence in the band."""
        self.patient_id = None
        if result is None:
            self.reload()
            return
        self.show_visit(result.visit_id)
        self.say_booked(result)

    def do_walk_in(self) -> None:
        """Book a patient who stands at the desk: this doctor, from this minute on, arrived."""
        from tui.dialogs.book import BookDialog

        self.do_to_now()
        start = -(-self.desk.now() // 60)
        dialog = BookDialog(self.doctor_id, start, None, patient_id=self.patient_id, walk_in=True)
        self.app.push_screen(dialog, self.booked)

    def do_overbook(self) -> None:
        """Open the form on a time that is not free: a reason books it all the same."""
        self._book_selection(anyway=True)

    def show_visit(self, visit_id: str) -> None:
        """Turn to a visit and put the cursor on it."""
        visit = self.desk.visit_view(visit_id).visit
        self.desk_app.hospital_id = visit.hospital
        start = self.wall(visit.start_minute)
        self.turn_to(visit.doctor, start.date(), start.hour * 60 + start.minute)
        self.grid.find(visit_id)
        self.cursor_moved()

    def do_next_available(self) -> None:
        """Find the next free time, from the cursor on, and book it."""
        from tui.dialogs.next_available import NextDialog

        chosen = self.selection
        minutes = chosen.minutes if chosen.ranged else None
        after = max(chosen.start_minute, -(-self.desk.now() // 60))
        self.app.push_screen(NextDialog(self.doctor_id, None, minutes, after), self._found)

    def _found(self, chosen: Chosen | None) -> None:
        if chosen is None:
            return
        from tui.dialogs.book import BookDialog

        start = self.wall(chosen.opening.start)
        minute = start.hour * 60 + start.minute
        self.turn_to(chosen.opening.doctor, start.date(), minute)
        if chosen.on_grid:
            self.grid.choose(minute, minute + chosen.minutes)
            self.cursor_moved()
            self.patient_id = chosen.patient_id or self.patient_id
            span = self.words(chosen.opening.start, chosen.minutes)
            self.say("info", "Here", f"{span}: ⏎ books it, f goes on finding, Esc lets it go.")
            return
        self.app.push_screen(
            BookDialog(
                chosen.opening.doctor,
                chosen.opening.start,
                chosen.minutes,
                patient_id=chosen.patient_id or self.patient_id,
                type_id=chosen.type_id,
            ),
            self.booked,
        )

    async def patient_found(self, found: FoundVisit | FoundPatient | None) -> None:
        """A visit: go to it. A patient: the next booking is for them."""
        from tui.dialogs.find_patient import FoundVisit

        if found is None:
            return
        if isinstance(found, FoundVisit):
            self.show_visit(found.visit_id)
            return
        patient = self.desk.patient_card(found.patient_id).patient
        self.patient_id = patient.id
        who = f"{text.natural_name(patient.name)}{born(patient.birth_date)}"
        self.say("info", "For", f"{who}: ⏎ on a free time books, f finds one, Esc lets go.")

    def do_clear(self) -> None:
        """Let the found patient go too."""
        self.patient_id = None
        super().do_clear()

    async def do_why(self) -> None:
        """Say every rule and visit in the way of the selected time."""
        chosen = self.selection
        minutes = chosen.minutes if chosen.ranged else self.grid.row_minutes
        try:
            reasons = self.desk.why(doctor=self.doctor_id, start=self.iso(chosen.start_minute), minutes=minutes)
        except Refused as error:
            self.desk_app.explain(error)
            return
        if reasons:
            self.say("bad", "Not free", " ".join(reason.message for reason in reasons))
        else:
            self.say("ok", "Free", f"{self.words(chosen.start_minute, minutes)}: nothing is in the way.")
