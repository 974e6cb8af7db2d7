"""The arguments of the set-up verbs, and of patients."""

from __future__ import annotations

from pydantic import Field

from scheduling.model import fields as f
from scheduling.model.requests.base import Change, Request, Write


class UpdateClinic(Write):
    """`update_clinic`: what is set for all hospitals together."""

    daily_backup: bool | None = None


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


class UpdateHospital(HospitalFields, Change):
    """`update_hospital`."""

    name: f.Name | None = None
    timezone: f.ZoneName | None = None


class UpdateLocation(Change):
    """`update_location`."""

    name: f.Name | None = None
    address: f.Note | None = None


class UpdateType(Change):
    """`update_type`."""

    name: f.Name | None = None
    minutes: f.Minutes | None = None
    step: f.Minutes | None = None
    align: f.Align | None = None
    notice: f.Notice | None = None
    horizon: f.Horizon | None = None
    buffer_before: f.Buffer | None = None
    buffer_after: f.Buffer | None = None
    published_only: bool | None = None
    color: f.Color | None = None


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


class MergePatients(Write):
    """`merge_patients`."""

    keep: f.Ident
    drop: f.Ident


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


class SetDays(Write):
    """`set_days`."""

    doctor: f.Ident
    from_: f.Day = Field(alias="from")
    to: f.Day
    spans: list[f.SpanPair]
    weekdays: list[f.Weekday] | None = None
    location: f.Ident | None = None
    open_on_closure: bool = False


class CopyDays(Write):
    """`copy_days`."""

    doctor: f.Ident
    from_: f.Day = Field(alias="from")
    to: f.Day
    onto: f.Day


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


class Retire(Change):
    """`retire_hospital`, `retire_location`, `retire_type`, `retire_doctor`, `retire_patient`."""
