"""What the waitlist's screen reads: who waits, with names beside the ids, and times that were given back."""

from __future__ import annotations

from typing import NamedTuple

from scheduling.model.reads import Patient, WaitlistEntry


class WaitingView(NamedTuple):
    """An entry with what a screen says beside it.

    `doctors`: the names of those wished for; `minutes`: how long, the type's or the hospital's where none was said.
    """

    entry: WaitlistEntry
    patient: Patient
    doctors: tuple[str, ...]
    type_name: str
    type_color: str | None
    minutes: int


class FreedTime(NamedTuple):
    """A free time that somebody gave back. `start`: epoch minute; `entries`: whom it would suit, in their order.

    `given_by`: the patient who had it; empty where nobody knows.
    """

    doctor: str
    doctor_name: str
    start: int
    minutes: int
    location_name: str
    given_by: str
    entries: tuple[str, ...]
