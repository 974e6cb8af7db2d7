"""What the booking form is made of: the wanted time, the hold, the patient; and what follows from them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from scheduling.errors import Refused, StoreError
from scheduling.model.reads import Appointment, Opening, Patient, Reason
from scheduling.when.iso import parse_stamp
from tui.ask import Ask, Slot
from tui.dialogs.new_patient import NewPatient
from tui.dialogs.roomy import RoomyDialog
from tui.widgets.patient_list import PatientList

WALKS_PAST = frozenset({"in_the_past", "too_soon"})
"""What does not stand in the way of a walk-in (RULES 13)."""
FOUND = 60
"""Patients a search lists."""


@dataclass(frozen=True, slots=True)
class Booked:
    """What was booked, the sentence to read out, and whether it is only held for a caller (`held`)."""

    visit_id: str
    sentence: str
    held: bool = False
    note: str = ""


class BookForm(RoomyDialog[Booked | None]):
    """The state of the form. `slot` is the wanted time; it is held exactly when `held`.

    `walk_in`: nothing is held, and the visit has arrived when it is booked. `anyway`: opened on a time that is known
    not to be free. `problem`: what is in the way of the time; `disk`: the trouble in which the store was when it was
    asked last. `override`: the reason for which it is booked all the same (RULES 11, 19).
    `waiting`: the entry of the waitlist and its patient: it is closed when that patient is booked.
    """

    ROOMY = (106, 30)
    COMPACT = (80, 23)
    ask: Ask
    slot: Slot

    def __init__(
        self,
        doctor_id: str,
        start_minute: int,
        minutes: int | None = None,
        *,
        patient_id: str | None = None,
        type_id: str | None = None,
        walk_in: bool = False,
        anyway: bool = False,
        waiting: tuple[str, str] | None = None,
    ) -> None:
        super().__init__()
        self.walk_in = walk_in
        self.anyway = anyway
        self.override: str | None = None
        self._wanted = (doctor_id, start_minute, minutes, type_id)
        self._patient_id = patient_id
        self._waiting = waiting
        self.hold: Appointment | None = None
        self.patient: Patient | None = None
        self.problem: Refused | None = None
        self.disk: StoreError | None = None
        self.alternatives: list[Opening] = []
        self.offered = 0
        self._renewed = 0
        self._clash_seen: tuple[str, int] | None = None
        self._patients: list[Patient | None] = []
        self._done = False
        self._accepted = False
        self._searched = ""

    @property
    def held(self) -> bool:
        """True while exactly the wanted time is held."""
        return self.hold is not None and self.problem is None

    @property
    def direct(self) -> bool:
        """True while Enter books without a hold: a walk-in, or a time that is taken all the same."""
        return self.walk_in or self.override is not None

    @property
    def ready(self) -> bool:
        """True while nothing is in the way of booking."""
        return self.override is not None or (self.problem is None and (self.walk_in or self.hold is not None))

    @property
    def hold_id(self) -> str | None:
        """The id of the hold, for questions that must not count it."""
        return self.hold.id if self.hold else None

    @property
    def newcomer(self) -> NewPatient:
        """The fields of a new patient."""
        return self.query_one(NewPatient)

    @property
    def choosing(self) -> bool:
        """True while Enter chooses a patient, not yet books."""
        return self.patient is None and not self.newcomer.display

    @property
    def highlighted(self) -> Patient | None:
        """The patient whose card is shown: the chosen one, else the one under the amber row."""
        if self.patient is not None or not self._patients:
            return self.patient
        if self.newcomer.display:
            return self.newcomer.chosen
        cursor = self.query_one("#hits", PatientList).cursor
        return self._patients[cursor] if cursor is not None and cursor < len(self._patients) else None

    def seconds_left(self) -> int | None:
        """Seconds the hold still has; None = nothing is held."""
        if self.hold is None or self.hold.expires_at is None:
            return None
        return parse_stamp(self.hold.expires_at) - self.desk.now()

    def _room(self) -> int:
        """Minutes that are free from the start on, none when the start itself is not free."""
        slot = replace(self.slot, minutes=self._unit())
        if self._obstacles(slot):
            return 0
        return self.ask.free_until(slot, self.hold_id)[0] - slot.start

    def _obstacles(self, slot: Slot) -> list[Reason]:
        """What is in the way of a time; somebody who is here walks past some of it."""
        args = self.ask.args(slot, self.hold_id)
        reasons = self.desk.why(doctor=slot.doctor, start=self.ask.iso(slot.start), **args)
        return [reason for reason in reasons if not (self.walk_in and reason.code in WALKS_PAST)]

    def _unit(self) -> int:
        return max(5, self.ask.hospital.step)

    def _place(self) -> str | None:
        if self.hold is not None and self.problem is None:
            return self.hold.location
        return self.ask.place(self.slot)

    def _clash_key(self) -> tuple[str, int] | None:
        return (self.patient.id, self.slot.start) if self.patient else None
