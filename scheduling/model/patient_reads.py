"""What the screen of the patients reads: a whole record, what a search found, what a merging would make."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from scheduling.model.reads import Patient, PatientCard, WaitlistEntry


class Waits(NamedTuple):
    """What a patient waits for, with the names that a screen says; no `doctors` = any. `since`: the local date."""

    entry: WaitlistEntry
    type_name: str
    doctors: tuple[str, ...]
    since: date


class PatientRecord(NamedTuple):
    """A patient with visits ahead and behind, waitlist entries, and since when the record is kept.

    `doctors`: the name of each doctor of the visits, also of those who have left. `hospital`: the home's name.
    """

    card: PatientCard
    doctors: dict[str, str]
    waiting: tuple[Waits, ...]
    since: date
    hospital: str


class Merging(NamedTuple):
    """What two records would become: `patient` as kept, and how many records of `drop` would be theirs then."""

    patient: Patient
    visits: int
    series: int
    waiting: int
