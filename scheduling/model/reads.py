"""What reads answer with: named tuples, built from the records kept in memory.

A frozen dataclass costs four times as much to define, which the first frame waits for, and twice as much to build.

Times are given twice: `start`/`end` as the stored wall clock with offset, `start_minute`/`end_minute` as epoch
minutes, in which the engine counts (RULES 2). Stamps (`created_at` …) are UTC, to the second.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any, NamedTuple, TypeVar


class ClinicSettings(NamedTuple):
    """What is set for all hospitals together. `daily_backup`: a desk that is open sees to one a day."""

    id: str
    daily_backup: bool = True
    version: int = 1


class Hospital(NamedTuple):
    """A site, with its zone and the settings that its types may overrule (RULES, words)."""

    id: str
    name: str
    timezone: str
    address: str | None = None
    hours: dict[str, list[list[str]]] | None = None
    step: int = 5
    align: str = "block"
    notice: int = 0
    horizon: int = 365
    hold_minutes: int = 30
    default_minutes: int = 30
    published_only: bool = False
    holidays: str | None = None
    active: bool = True
    version: int = 1


class Location(NamedTuple):
    """An address of a hospital where doctors see patients."""

    id: str
    hospital: str
    name: str
    address: str | None = None
    active: bool = True
    version: int = 1


class AppointmentType(NamedTuple):
    """What a visit can be. `step`, `align`, `notice`, `horizon`, `published_only`: None = the hospital's."""

    id: str
    hospital: str
    name: str
    minutes: int
    step: int | None = None
    align: str | None = None
    notice: int | None = None
    horizon: int | None = None
    buffer_before: int = 0
    buffer_after: int = 0
    published_only: bool | None = None
    color: str | None = None
    active: bool = True
    version: int = 1


class Doctor(NamedTuple):
    """Works for one hospital. `types`: offered types with an own length or None = the type's; None = all."""

    id: str
    hospital: str
    name: str
    specialty: str | None = None
    locations: Sequence[str] = ()
    email: str | None = None
    phone: str | None = None
    address: str | None = None
    types: dict[str, int | None] | None = None
    active: bool = True
    version: int = 1
    created_at: str | None = None
    updated_at: str | None = None
    removed_at: str | None = None


class Patient(NamedTuple):
    """A patient of the clinic; only the name is required. `phones`: as typed."""

    id: str
    name: str
    hospital: str | None = None
    birth_date: str | None = None
    phones: Sequence[str] = ()
    email: str | None = None
    address: str | None = None
    record_number: str | None = None
    alerts: Sequence[str] = ()
    note: str | None = None
    active: bool = True
    version: int = 1
    created_at: str | None = None
    updated_at: str | None = None
    updated_by: str | None = None


class WorkingHours(NamedTuple):
    """One weekly row of a doctor. `start`, `end`: "09:00" … "24:00"; `end` < `start` crosses midnight (RULES 7)."""

    id: str
    doctor: str
    weekday: str
    start: str
    end: str
    location: str | None = None
    effective_from: str | None = None
    effective_to: str | None = None
    version: int = 1


class DaySchedule(NamedTuple):
    """The spans of one doctor on one date, instead of the weekly ones; empty = off (RULES 9)."""

    id: str
    doctor: str
    date: str
    spans: Sequence[Sequence[str]] = ()
    location: str | None = None
    open_on_closure: bool = False
    version: int = 1


class Closure(NamedTuple):
    """A hospital, location or doctor closed `from_`–`to`: dates (both included) or wall times (half-open)."""

    id: str
    from_: str
    to: str
    doctor: str | None = None
    location: str | None = None
    hospital: str | None = None
    reason: str | None = None
    holiday: bool = False
    version: int = 1


class WaitlistEntry(NamedTuple):
    """Somebody who waits for a time (RULES 25). `priority`: 1 is the most urgent of 5."""

    id: str
    patient: str
    status: str
    hospital: str | None = None
    doctors: list[str] | None = None
    specialty: str | None = None
    type: str | None = None
    minutes: int | None = None
    from_: str | None = None
    to: str | None = None
    weekdays: list[str] | None = None
    between: list[str] | None = None
    priority: int = 3
    note: str | None = None
    version: int = 1
    created_at: str | None = None
    closed_at: str | None = None
    closed_reason: str | None = None


class Series(NamedTuple):
    """The rule by which visits were made (RULES 24). `removed_at`: when its making was taken back."""

    id: str
    rule: dict[str, Any]
    doctor: str
    patient: str
    version: int = 1
    created_at: str | None = None
    removed_at: str | None = None


class Appointment(NamedTuple):
    """A visit, or a hold (`pending`, with `held_by` and `expires_at`). `minutes`: whole, elapsed."""

    id: str
    hospital: str
    doctor: str
    start: str
    end: str
    minutes: int
    status: str
    start_minute: int
    end_minute: int
    patient: str | None = None
    location: str | None = None
    type: str | None = None
    reason: str | None = None
    note: str | None = None
    response: str | None = None
    series: str | None = None
    version: int = 1
    created_at: str | None = None
    created_by: str | None = None
    updated_at: str | None = None
    updated_by: str | None = None
    arrived_at: str | None = None
    ready_at: str | None = None
    ended_at: str | None = None
    cancel_reason: str | None = None
    expires_at: str | None = None
    held_by: str | None = None
    override: str | None = None
    buffer_before: int = 0
    buffer_after: int = 0


class Opening(NamedTuple):
    """A computed free start, never stored. `start`, `end`: epoch minutes, half-open."""

    doctor: str
    location: str | None
    start: int
    end: int


class Busy(NamedTuple):
    """A shown visit in a doctor's day: epoch minutes, the buffers it was booked with, and until when it blocks.

    `blocks_until`: epoch second; it takes the doctor's time while `blocks_until > now` (RULES 13). 0 = never.
    """

    start: int
    end: int
    before: int
    after: int
    blocks_until: int
    id: str


class Reason(NamedTuple):
    """One rule in the way of a time, with its sentence and the ids of the records that block it (RULES 15)."""

    code: str
    message: str
    blocking: tuple[str, ...] = ()


class Span(NamedTuple):
    """Working time, half-open epoch minutes, at a location (None = any of the doctor's)."""

    start: int
    end: int
    location: str | None


class ClosedSpan(NamedTuple):
    """Closed time, half-open epoch minutes, with the reason a person gave."""

    start: int
    end: int
    reason: str
    id: str


class VisitView(NamedTuple):
    """A visit with what a screen says beside it, so that nothing must be looked up while painting.

    `outside`: no longer inside hours after a change (RULES 23). `overbooked`: taken with an override. `in_a_form`: a
    hold that the booking form of `visit.held_by` took for itself and has not let go (RULES 17).
    """

    visit: Appointment
    patient_name: str
    birth_date: str | None
    phone: str | None
    type_name: str
    type_color: str | None
    location_name: str
    outside: bool
    overbooked: bool
    in_a_form: bool = False


class DayView(NamedTuple):
    """One doctor on one local date.

    `start`, `end`: epoch minutes of both midnights (1380–1500 apart). `hours`: working time with closures taken
    out. `visits`: shown ones that overlap the date, by start. `booked_minutes`, `free_minutes`: inside hours.
    `free_from_now`: minutes still free from now on. `bookable`: free spans as (start, end) epoch minutes.
    """

    doctor: str
    date: date
    start: int
    end: int
    hours: tuple[Span, ...]
    closures: tuple[ClosedSpan, ...]
    visits: tuple[VisitView, ...]
    booked_minutes: int
    free_minutes: int
    free_from_now: int
    bookable: tuple[tuple[int, int], ...]


class WeekView(NamedTuple):
    """The days of a doctor side by side. `valid_until`: epoch second at which a hold dies and the picture changes."""

    doctor: Doctor
    hospital: Hospital
    days: tuple[DayView, ...]
    seq: int
    valid_until: int


class PatientCard(NamedTuple):
    """A patient, `age` in years, visits ahead (soonest first) and behind (latest first), no-shows of `total`."""

    patient: Patient
    age: int | None
    upcoming: tuple[VisitView, ...]
    past: tuple[VisitView, ...]
    noshows: int
    total: int


Read = TypeVar("Read")


@cache
def _names(cls: Any) -> dict[str, str]:
    """Record key → field of a read; `from` is no name in Python."""
    return {name.rstrip("_"): name for name in cls._fields}


def build(cls: type[Read], record: dict[str, Any]) -> Read:
    """The read of a stored record: fields it does not carry take their defaults, unknown ones are left out."""
    names = _names(cls)  # type: ignore[arg-type]  # a class is hashable, mypy does not see it of a type variable
    return cls(**{names[key]: value for key, value in record.items() if key in names})
