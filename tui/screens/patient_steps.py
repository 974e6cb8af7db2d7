"""What is done to a patient: a time found and booked for them, the record changed, made, merged, told of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui import text, words
from tui.dialogs.doubles import pairs
from tui.screens.patient_search import PatientSearch
from tui.screens.visit_steps import UNDO
from tui.widgets.subject import born

if TYPE_CHECKING:
    from scheduling.model.reads import Patient
    from tui.dialogs.book import Booked
    from tui.dialogs.next_available import Chosen
    from tui.dialogs.patient import Draft, PatientSaved


class PatientSteps(PatientSearch):
    """The actions of the group “On a patient”. What was typed and not saved is kept for the next time."""

    def __init__(self) -> None:
        super().__init__()
        self.drafts: dict[str, Draft] = {}
        """Left with Esc, by patient, or by the name from which a new one was begun, with a plus before it."""

    @property
    def here_patient(self) -> Patient:
        """The chosen patient; only asked for where there is one."""
        assert self.patient is not None
        return self.patient

    # -- booking ------------------------------------------------------------------------------------------------

    def do_book_for(self) -> None:
        """Find a time for them, from now on, and book it."""
        self.do_next_for()

    def do_next_for(self) -> None:
        """The next available time, with the doctor they see next or saw last."""
        from tui.dialogs.next_available import NextDialog

        if self.record is None:
            self.say("info", "", "Nobody is chosen: type a name, ↓ chooses.")
            return
        card = self.record.card
        hospital = self.desk_app.hospital
        active = [doctor.id for doctor in self.desk.doctor_list(hospital.id if hospital else None)]
        seen = [view.visit.doctor for view in (*card.upcoming, *card.past) if view.visit.doctor in active]
        if not active:
            self.say("info", "", "There is no doctor yet who could be booked.")
            return
        doctor, now = (seen or active)[0], -(-self.desk.now() // 60)
        self.remember(card.patient.id)
        dialog = NextDialog(doctor, None, None, now, patient_id=card.patient.id, grid=False)
        self.app.push_screen(dialog, self._time_found)

    def _time_found(self, chosen: Chosen | None) -> None:
        if chosen is None:
            return
        from tui.dialogs.book import BookDialog

        opening = chosen.opening
        form = BookDialog(
            opening.doctor, opening.start, chosen.minutes, patient_id=chosen.patient_id, type_id=chosen.type_id
        )
        self.app.push_screen(form, self._booked)

    def _booked(self, result: Booked | None) -> None:
        self.reload()
        if result is not None:
            self.say_booked(result)

    # -- the record ---------------------------------------------------------------------------------------------

    def do_edit_patient(self) -> None:
        """Change the record."""
        self._form(self.here_patient)

    def do_new_patient(self) -> None:
        """A new record, begun with the name that was typed."""
        self._form(None)

    def _form(self, patient: Patient | None) -> None:
        from tui.dialogs.patient import Draft, PatientDialog

        ident = patient.id if patient else None
        typed = "" if patient or any(letter.isdigit() for letter in self.search.value) else self.search.value
        kept = ident or f"+{typed}"

        def closed(answer: PatientSaved | Draft | None) -> None:
            self.drafts.pop(kept, None)
            if isinstance(answer, Draft):
                self.drafts[kept] = answer
                self.reload()
                key = "e" if patient else "^n"
                self.say("info", "Not saved", f"{answer.whose}: what was typed is kept, {key} goes on with it.")
            elif answer is not None:
                self.show_patient(answer.patient_id)
                self.reload()
                if answer.sentence:
                    self.say("ok", "Saved", answer.sentence, UNDO)
                else:
                    self.say("info", "", "This is the record that was here already; nothing was written.")
            else:
                self.reload()

        self.app.push_screen(PatientDialog(ident, words.typed_name(typed), self.drafts.get(kept)), closed)

    async def do_merge(self) -> None:
        """Compare with a record that may be the same person's; another one can be looked for there."""
        from tui.dialogs.merge import MergeDialog

        patient = self.here_patient
        phones = list(patient.phones)
        twins = await self.desk_app.work(lambda desk: desk.twins(patient.name, patient.birth_date, phones))
        alike = [pair for twin in twins if twin.id != patient.id for pair in pairs([patient, twin])]
        others = [pair.other.id for pair in alike if pair.likely]

        def merged(kept: str | None) -> None:
            if kept is not None:
                self.show_patient(kept)
                self.reload()
                name = text.natural_name(self.desk.patient(kept).name)
                self.say("ok", "Merged", f"{name} has both histories now.", UNDO)

        self.app.push_screen(MergeDialog(patient.id, others), merged)

    def do_patient_history(self) -> None:
        """What happened to this record, in words."""
        from tui.dialogs.history import HistoryDialog

        patient = self.here_patient
        who = f"{text.natural_name(patient.name)}{born(patient.birth_date)}"
        self.app.push_screen(HistoryDialog(patient.id, who))
