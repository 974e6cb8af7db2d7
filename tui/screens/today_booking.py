"""What the board books: a walk-in, the next free time, a freed time for somebody who waits."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING

from scheduling.model.board import FreedTime
from tui.screens.mode import Whereabouts
from tui.screens.visit_steps import SENTENCE_KEYS, VisitSteps
from tui.today.rows import Item

if TYPE_CHECKING:
    from tui.dialogs.book import Booked
    from tui.dialogs.find_patient import FoundPatient, FoundVisit
    from tui.dialogs.freed import ForWhom
    from tui.dialogs.next_available import Chosen


class TodayBooking(VisitSteps):
    """The actions of the board that end in a new visit. A subclass has the rows."""

    doctor_id: str | None = None
    """Whose visits are shown; None = everybody's."""

    @property
    @abstractmethod
    def item(self) -> Item | None:
        """What is under the cursor."""

    @abstractmethod
    def point_at(self, visit: str) -> bool:
        """Put the cursor on a visit, where it is listed; False where it is not."""

    @property
    def doctor_meant(self) -> str:
        """The doctor of the row under the cursor, else the one shown, else the first."""
        item = self.item
        if item is not None and item.visit is not None:
            return item.visit.visit.doctor
        if item is not None and item.freed is not None:
            return item.freed.doctor
        hospital = self.desk_app.hospital
        return self.doctor_id or self.desk.doctor_list(hospital.id if hospital else None)[0].id

    def booked(self, result: Booked | None) -> None:
        """After the form: the cursor on the visit where it is listed, its sentence above the footer."""
        self.reload()
        if result is None:
            return
        self.point_at(result.visit_id)
        self.say_booked(result)

    def do_walk_in(self) -> None:
        """Book a patient who stands at the desk, from this minute on, arrived: with whom is asked where all doctors
        are shown."""
        from tui.dialogs.doctor import DoctorDialog

        def form(doctor: str | None) -> None:
            if doctor:
                from tui.dialogs.book import BookDialog

                start = -(-self.desk.now() // 60)
                self.app.push_screen(BookDialog(doctor, start, None, walk_in=True), self.booked)

        if self.doctor_id is not None:
            form(self.doctor_id)
        else:
            self.app.push_screen(DoctorDialog(self.doctor_meant, "A walk-in, with whom?", "Book with them"), form)

    def do_next_available(self) -> None:
        """Find the next free time of that patient's doctor, and book it."""
        from tui.dialogs.next_available import NextDialog

        self.app.push_screen(NextDialog(self.doctor_meant, None, None, -(-self.desk.now() // 60)), self._found)

    async def _found(self, chosen: Chosen | None) -> None:
        if chosen is None:
            return
        opening = chosen.opening
        if chosen.on_grid:
            start = self.wall(opening.start)
            minute = start.hour * 60 + start.minute
            await self.desk_app.open_mode("week", Whereabouts(opening.doctor, start.date(), minute, asked=True))
            return
        from tui.dialogs.book import BookDialog

        dialog = BookDialog(
            opening.doctor, opening.start, chosen.minutes, patient_id=chosen.patient_id, type_id=chosen.type_id
        )
        self.app.push_screen(dialog, self.booked)

    def do_offer(self) -> None:
        """A freed time: who waits for it; where nobody does, the booking form."""
        item = self.item
        assert item is not None
        assert item.freed is not None
        freed = item.freed
        if freed.past:
            self.say("bad", "", "This time is past; nobody can take it any more.")
        elif freed.waiting:
            from tui.dialogs.freed import FreedDialog

            def asked(whom: ForWhom | None) -> None:
                if whom is not None:
                    self._book_freed(freed, whom)

            self.app.push_screen(FreedDialog(freed.doctor, freed.start, freed.end - freed.start), asked)
        else:
            from tui.dialogs.freed import ForWhom

            self._book_freed(freed, ForWhom())

    def _book_freed(self, freed: FreedTime, whom: ForWhom) -> None:
        from tui.dialogs.book import BookDialog

        def booked(result: Booked | None) -> None:
            self.booked(result)
            if result is None or result.held or waiting is None:
                return
            if self.desk.visit_view(result.visit_id).visit.patient == whom.patient:
                self.say("ok", "Booked", f"{result.sentence}. No longer on the waitlist.", SENTENCE_KEYS)

        waiting = (whom.entry, whom.patient) if whom.entry and whom.patient else None
        dialog = BookDialog(
            freed.doctor, freed.start, whom.minutes, patient_id=whom.patient, type_id=whom.type, waiting=waiting
        )
        self.app.push_screen(dialog, booked)

    async def patient_found(self, found: FoundVisit | FoundPatient | None) -> None:
        """A visit that is listed here: the cursor on it; else where it is shown."""
        from tui.dialogs.find_patient import FoundVisit

        if not (isinstance(found, FoundVisit) and self.point_at(found.visit_id)):
            await super().patient_found(found)
