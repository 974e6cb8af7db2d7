"""The arguments of every verb (BATCH.md): one frozen pydantic model a verb. An argument nobody knows is refused."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from scheduling.errors import invalid
from scheduling.model import fields as f


class Request(BaseModel):
    """Arguments of one verb. Strict: a number is not a text, and `true` is not 1."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, populate_by_name=True)


class Write(Request):
    """Arguments of a verb that changes something."""

    request_id: f.Ident | None = None


class Change(Write):
    """Arguments of a verb that changes one record, guarded by its `version` (RULES 20)."""

    id: f.Ident
    version: f.Version | None = None


class HospitalFields(Request):
    """What a hospital can be given."""

    address: f.Note | None = None
    hours: f.WeekHours | None = None
    step: f.Minutes | None = None
    align: f.Align | None = None
    notice: f.Notice | None = None
    horizon: f.Horizon | None = None
    hold_minutes: f.Minutes | None = None
    default_minutes: f.Minutes | None = None
    published_only: bool | None = None
    holidays: f.Name | None = None


class AddHospital(HospitalFields, Write):
    """`add_hospital`."""

    id: f.Ident
    name: f.Name
    timezone: f.ZoneName


class AddLocation(Write):
    """`add_location`."""

    id: f.Ident
    hospital: f.Ident
    name: f.Name
    address: f.Note | None = None


class AddType(Write):
    """`add_type`."""

    id: f.Ident
    hospital: f.Ident
    name: f.Name
    minutes: f.Minutes
    step: f.Minutes | None = None
    align: f.Align | None = None
    notice: f.Notice | None = None
    horizon: f.Horizon | None = None
    buffer_before: f.Buffer = 0
    buffer_after: f.Buffer = 0
    published_only: bool | None = None
    color: f.Color | None = None


class DoctorFields(Request):
    """What a doctor can be given."""

    specialty: f.Name | None = None
    locations: list[f.Ident] | None = None
    email: f.Note | None = None
    phone: f.Note | None = None
    address: f.Note | None = None
    types: dict[f.Ident, f.Minutes | None] | None = None


class AddDoctor(DoctorFields, Write):
    """`add_doctor`."""

    id: f.Ident
    hospital: f.Ident
    name: f.Name


class UpdateDoctor(DoctorFields, Change):
    """`update_doctor`."""

    name: f.Name | None = None


class PatientFields(Request):
    """What a patient can be given."""

    hospital: f.Ident | None = None
    birth_date: f.BirthDate | None = None
    phones: list[f.Name] | None = None
    email: f.Note | None = None
    address: f.Note | None = None
    record_number: f.Name | None = None
    alerts: list[f.Name] | None = None
    note: f.Note | None = None


class AddPatient(PatientFields, Write):
    """`add_patient`."""

    name: f.Name
    id: f.Ident | None = None
    allow_duplicate: bool = False


class UpdatePatient(PatientFields, Change):
    """`update_patient`."""

    name: f.Name | None = None


class FindPatients(Request):
    """`find_patients`."""

    text: str
    limit: f.Count = 20


class SetHours(Write):
    """`set_hours`."""

    doctor: f.Ident
    hours: f.WeekHours
    location: f.Ident | None = None
    from_: f.Day | None = Field(None, alias="from")
    to: f.Day | None = None


class SetDay(Write):
    """`set_day`."""

    doctor: f.Ident
    date: f.Day
    spans: list[f.SpanPair]
    location: f.Ident | None = None
    open_on_closure: bool = False


class ClearDay(Write):
    """`clear_day`."""

    doctor: f.Ident
    date: f.Day


class Close(Write):
    """`close`."""

    doctor: f.Ident | None = None
    location: f.Ident | None = None
    hospital: f.Ident | None = None
    from_: f.Edge = Field(alias="from")
    to: f.Edge
    reason: f.Note | None = None


class Reopen(Write):
    """`reopen`: a closure by its id, or a public holiday by hospital and date."""

    id: f.Ident | None = None
    hospital: f.Ident | None = None
    date: f.Day | None = None


class OfDoctor(Request):
    """`hours`."""

    doctor: f.Ident


class OfDate(OfDoctor):
    """`day`."""

    date: f.Day


class Closures(Request):
    """`closures`."""

    hospital: f.Ident | None = None
    location: f.Ident | None = None
    doctor: f.Ident | None = None


class Lists(Request):
    """The plain lists."""

    hospital: f.Ident | None = None


class Get(Request):
    """`get`."""

    id: f.Ident


class SetClock(Request):
    """`clock`."""

    now: f.Moment


class Whom(Request):
    """Which doctors are meant: one of the four ways of saying it."""

    doctor: f.Ident | None = None
    doctors: list[f.Ident] | None = None
    specialty: f.Name | None = None
    any: bool | None = None
    hospital: f.Ident | None = None
    location: f.Ident | None = None


class HowLong(Request):
    """How long: minutes, or what a type takes, or the hospital's `default_minutes`."""

    minutes: f.Minutes | None = None
    type: f.Ident | None = None


class Hold(Whom, HowLong, Write):
    """`hold`."""

    start: f.Start
    patient: f.Ident | None = None
    id: f.Ident | None = None
    reason: f.Note | None = None
    note: f.Note | None = None
    grid_only: bool = False
    hold: f.Ident | None = None
    override: f.Name | None = None
    allow_patient_clash: bool = False
    form: bool = Field(False, exclude=True)


class Book(Hold):
    """`book`."""

    patient: f.Ident
    walk_in: bool = False


class Renew(Change):
    """`renew`, `release`."""


class Retire(Change):
    """`retire_doctor`."""


class Confirm(Change):
    """`confirm`."""

    patient: f.Ident | None = None
    type: f.Ident | None = None
    reason: f.Note | None = None
    note: f.Note | None = None
    allow_patient_clash: bool = False
    rebook: bool = Field(False, exclude=True)


class UpdateVisit(Change):
    """`update_visit`."""

    type: f.Ident | None = None
    patient: f.Ident | None = None
    reason: f.Note | None = None
    note: f.Note | None = None
    response: str | None = None
    allow_patient_clash: bool = False


class Move(Change):
    """`move`."""

    start: f.Start | None = None
    doctor: f.Ident | None = None
    minutes: f.Minutes | None = None
    location: f.Ident | None = None
    type: f.Ident | None = None
    override: f.Name | None = None
    hold: f.Ident | None = None
    allow_patient_clash: bool = False


class Cancel(Change):
    """`cancel`."""

    reason: str


class SetStatus(Change):
    """`status`."""

    status: str


class Undo(Write):
    """`undo`, `redo`."""

    id: f.Ident | None = None


class Redo(Write):
    """`redo`."""


class Appointments(Whom):
    """`appointments`."""

    patient: f.Ident | None = None
    from_: f.Edge | None = Field(None, alias="from")
    to: f.Edge | None = None
    status: str | list[str] | None = None
    limit: f.Count | None = None
    after: f.Ident | None = None


class Openings(Whom, HowLong):
    """`openings`."""

    from_: f.Edge = Field(alias="from")
    to: f.Edge
    step: f.Minutes | None = None
    weekdays: list[f.Weekday] | None = None
    between: f.SpanPair | None = None
    hold: f.Ident | None = None
    all: bool = False


class Next(Whom, HowLong):
    """`next`."""

    after: f.Moment
    count: f.Count = 1
    each: bool = False
    until: f.Edge | None = None
    step: f.Minutes | None = None
    weekdays: list[f.Weekday] | None = None
    between: f.SpanPair | None = None
    hold: f.Ident | None = None


class Why(HowLong):
    """`why`."""

    doctor: f.Ident
    start: f.Start
    location: f.Ident | None = None
    hold: f.Ident | None = None


class History(Request):
    """`history`."""

    id: f.Ident | None = None
    limit: f.Count = 100


def parse(model: type[Request], arguments: dict[str, Any]) -> Any:
    """The checked arguments. Raises `Refused` (`invalid`), naming the argument at fault."""
    try:
        return model.model_validate(arguments)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"][:1]) or "do"
        raise invalid(field, f"{field} {f.sentence(first)}", _remedy(first, model)) from None


def _remedy(error: Any, model: type[Request]) -> str:
    if error["type"] != "extra_forbidden":
        return ""
    names = [field.alias or name for name, field in model.model_fields.items() if not field.exclude]
    return f"It takes: {', '.join(names)}."
