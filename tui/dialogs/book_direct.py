"""Bookings without a hold: a walk-in, and a time that is booked all the same, for a reason (RULES 11, 19)."""

from __future__ import annotations

from collections.abc import Callable

from scheduling.desk import Desk
from scheduling.errors import CODES, Refused
from scheduling.model.reads import Appointment
from tui.ask import Slot
from tui.dialogs.all_the_same import AllTheSameDialog
from tui.dialogs.book_hold import BookHold


class BookDirect(BookHold):
    """One transaction, so that one undo takes it back."""

    def _likeliest(self, slot: Slot) -> Slot:
        """Where the time is not free anyway, what fits into it says nothing."""
        if slot.minutes or slot.type_id or not (self.walk_in or self.anyway):
            return super()._likeliest(slot)
        self.slot = slot
        return super()._likeliest(slot) if self._room() else self._usual(slot, None)

    async def _hold_slot(self, *, first: bool = False) -> None:
        """A walk-in holds nothing: it only asks whether the time is free."""
        if not self.walk_in:
            await super()._hold_slot(first=first)
            return
        slot, self.override, self.problem, self.alternatives = self.slot, None, None, []
        found = next(iter(self._obstacles(slot)), None)
        if found is not None:
            self.problem = Refused(found.code, found.message)
            self.alternatives = self.ask.alternatives(slot, (), None, 4)
        self._show()

    @property
    def overridable(self) -> bool:
        """Whether a reason would pass what is in the way."""
        return self.problem is not None and self.override is None and CODES[self.problem.code].overridable

    def action_all_the_same(self) -> None:
        """ctrl+b: book it all the same; asks for the reason."""
        problem = self.problem
        if problem is None or not self.overridable:
            self.app.bell()
            return

        def said(reason: str | None) -> None:
            if reason:
                self.override = reason
                self._show()

        self.app.push_screen(AllTheSameDialog(problem.title, problem.reason), said)

    def _commitment(self) -> Callable[[Desk, str], Appointment]:
        if not self.direct:
            return super()._commitment()
        slot, args = self.slot, self._visit_args()
        args |= {"doctor": slot.doctor, "start": self.ask.iso(slot.start), "minutes": slot.minutes}
        if self.walk_in:
            args["walk_in"] = True
        if self.override is not None:
            args["override"] = self.override
        if self.hold_id is not None:
            args["hold"] = self.hold_id
        return lambda desk, patient: desk.book(patient=patient, **args)
