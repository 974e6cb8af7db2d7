"""The stored records: frozen pydantic models that check every write; unknown fields are kept (STORE rule 10).

`validate` is the only door: a plain record in, the checked one out, without empty and default values, so that the
document stays small and a field added with a default changes no format.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from scheduling.errors import invalid
from scheduling.model import fields as f
from scheduling.model.status import STATUSES


class Record(BaseModel):
    """What every stored record carries."""

    model_config = ConfigDict(frozen=True, extra="allow", populate_by_name=True)

    id: f.Ident
    version: f.Version = 1
    created_at: str | None = None
    created_by: str | None = None
    updated_at: str | None = None
    updated_by: str | None = None


class Settled(Record):
    """A record that can be retired."""

    name: f.Name
    active: bool = True
    removed_at: str | None = None


class Clinic(Record):
    """`clinic`: one record, whose id is the clinic's; what is set for all hospitals together."""

    daily_backup: bool = True


class Hospital(Settled):
    """`hospitals`."""

    timezone: f.ZoneName
    address: f.Note | None = None
    hours: f.WeekHours | None = None
    step: f.Minutes = 5
    align: f.Align = "block"
    notice: f.Notice = 0
    horizon: f.Horizon = 365
    hold_minutes: f.Minutes = 30
    default_minutes: f.Minutes = 30
    published_only: bool = False
    holidays: str | None = None


class Location(Settled):
    """`locations`."""

    hospital: f.Ident
    address: f.Note | None = None


class AppointmentType(Settled):
    """`types`."""

    hospital: f.Ident
    minutes: f.Minutes
    step: f.Minutes | None = None
    align: f.Align | None = None
    notice: f.Notice | None = None
    horizon: f.Horizon | None = None
    buffer_before: f.Buffer = 0
    buffer_after: f.Buffer = 0
    published_only: bool | None = None
    color: f.Color | None = None


class Doctor(Settled):
    """`doctors`."""

    hospital: f.Ident
    specialty: f.Name | None = None
    locations: list[f.Ident] = []
    email: f.Note | None = None
    phone: f.Note | None = None
    address: f.Note | None = None
    types: dict[f.Ident, f.Minutes | None] | None = None


class WorkingHours(Record):
    """`hours`: one weekly row."""

    doctor: f.Ident
    weekday: f.Weekday
    start: f.ClockTime
    end: f.ClockTime
    location: f.Ident | None = None
    effective_from: f.Day | None = None
    effective_to: f.Day | None = None


class DaySchedule(Record):
    """`days`: one date instead of the weekly rows."""

    doctor: f.Ident
    date: f.Day
    spans: list[f.SpanPair] = []
    location: f.Ident | None = None
    open_on_closure: bool = False


class Closure(Record):
    """`closures`."""

    from_: f.Edge = Field(alias="from")
    to: f.Edge
    doctor: f.Ident | None = None
    location: f.Ident | None = None
    hospital: f.Ident | None = None
    reason: f.Note | None = None
    holiday: bool = False


class Patient(Settled):
    """`patients`."""

    hospital: f.Ident | None = None
    birth_date: f.BirthDate | None = None
    phones: list[f.Name] = []
    email: f.Note | None = None
    address: f.Note | None = None
    record_number: f.Name | None = None
    alerts: list[f.Name] = []
    note: f.Note | None = None


class Appointment(Record):
    """`appointments`: visits and holds."""

    hospital: f.Ident
    doctor: f.Ident
    start: f.Start
    minutes: f.Minutes
    status: str
    patient: f.Ident | None = None
    location: f.Ident | None = None
    type: f.Ident | None = None
    reason: f.Note | None = None
    note: f.Note | None = None
    response: str | None = None
    series: f.Ident | None = None
    arrived_at: str | None = None
    ready_at: str | None = None
    ended_at: str | None = None
    cancel_reason: str | None = None
    expires_at: str | None = None
    held_by: str | None = None
    override: f.Note | None = None
    allow_patient_clash: bool = False
    accepted_at: str | None = None
    wall: f.Start | None = None
    buffer_before: f.Buffer = 0
    buffer_after: f.Buffer = 0
    request_id: str | None = None

    def model_post_init(self, _: Any, /) -> None:
        """A status is one of the table's, and a hold says when it dies."""
        if self.status not in STATUSES:
            raise ValueError(f"“{self.status}” is not a status.")
        if self.status == "pending" and self.expires_at is None:
            raise ValueError("a hold needs expires_at.")


class Series(Record):
    """`series`: the rule that its visits were made by (RULES 24)."""

    rule: dict[str, Any]
    doctor: f.Ident
    patient: f.Ident


class WaitlistEntry(Record):
    """`waitlist`: who waits for what (RULES 25)."""

    patient: f.Ident
    status: str
    hospital: f.Ident | None = None
    doctors: list[f.Ident] | None = None
    specialty: f.Name | None = None
    type: f.Ident | None = None
    minutes: f.Minutes | None = None
    from_: f.Day | None = Field(None, alias="from")
    to: f.Day | None = None
    weekdays: list[f.Weekday] | None = None
    between: f.SpanPair | None = None
    priority: f.Priority = 3
    note: f.Note | None = None
    closed_at: str | None = None
    closed_reason: f.Name | None = None


class Request(Record):
    """`requests`: what a `request_id` was answered, so that a retry is answered the same (RULES 22)."""

    action: str
    sum: str
    answer: dict[str, Any]


MODELS: dict[str, type[Record]] = {
    "clinic": Clinic,
    "hospitals": Hospital,
    "locations": Location,
    "types": AppointmentType,
    "doctors": Doctor,
    "hours": WorkingHours,
    "days": DaySchedule,
    "closures": Closure,
    "patients": Patient,
    "appointments": Appointment,
    "series": Series,
    "waitlist": WaitlistEntry,
    "requests": Request,
}
"""The model of each table that is written."""


@cache
def _fields(model: type[Record]) -> tuple[tuple[str, str, Any], ...]:
    """Each field's name, the name it is stored under, its default; a required one's equals nothing."""
    return tuple((name, name.rstrip("_"), field.default) for name, field in model.model_fields.items())


def validate(table: str, record: dict[str, Any]) -> dict[str, Any]:
    """The record as it is stored: checked, without empty or default values. Raises `Refused` (`invalid`)."""
    model = MODELS.get(table, Record)
    try:
        checked = model.model_validate(record)
    except ValidationError as error:
        first = error.errors()[0]
        field = str(first["loc"][0]) if first["loc"] else "status"
        raise invalid(field, f"{field} {f.sentence(first)}") from None
    values = checked.__dict__
    stored = {key: value for name, key, default in _fields(model) if (value := values[name]) != default}
    if checked.model_extra:
        stored |= checked.model_extra
    # `version` is always written: a reader of the plain document should not have to know a default for it.
    stored["version"] = checked.version
    return stored
