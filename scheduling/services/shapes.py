"""What the batch contract answers: values as plain JSON."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from scheduling.model import reads
from scheduling.model.reads import DayView, Opening, Reason
from scheduling.services.clinic import Clinic, Record
from scheduling.services.finding import Found
from scheduling.services.history import Step
from scheduling.services.views import appointment
from scheduling.when.iso import parse_stamp
from scheduling.when.zones import iso

MODELS: dict[str, type] = {
    "clinic": reads.ClinicSettings,
    "hospitals": reads.Hospital,
    "locations": reads.Location,
    "types": reads.AppointmentType,
    "doctors": reads.Doctor,
    "patients": reads.Patient,
    "hours": reads.WorkingHours,
    "days": reads.DaySchedule,
    "closures": reads.Closure,
    "waitlist": reads.WaitlistEntry,
    "series": reads.Series,
}
"""The read of each table; its fields are what is answered."""

LISTS = {
    "find_patients": "patients",
    "affected": "appointments",
    "unresolved": "appointments",
    "cancel_series": "appointments",
    "waitlist_matches": "waitlist",
    "set_hours": "hours",
    "clear_day": "days",
    "set_days": "days",
    "copy_days": "days",
}
"""Verbs that answer with a list under another name than their own."""

STAMPS = ("created_at", "updated_at", "arrived_at", "ready_at", "ended_at", "expires_at")

VISIT = (
    "id hospital doctor patient location type start end minutes status reason note response series version "
    "created_at created_by updated_at updated_by arrived_at ready_at ended_at cancel_reason "
    "expires_at held_by override"
).split()
"""The fields of a visit, in the order in which they are answered."""


def visit(clinic: Clinic, record: Record) -> dict[str, Any]:
    """A visit, its stamps in the hospital's offset, to the minute."""
    tz = clinic.tz(record["hospital"])
    shown = appointment(clinic, record)
    found = {name: getattr(shown, name) for name in VISIT}
    for name in STAMPS:
        if found[name] is not None:
            found[name] = iso(parse_stamp(found[name]) // 60, tz)
    return found


def record(clinic: Clinic, table: str, stored: Record) -> dict[str, Any]:
    """Any record; what is not set is null or its default."""
    if table == "appointments":
        return visit(clinic, stored)
    model = MODELS[table]
    built: Any = reads.build(model, stored)
    found: dict[str, Any] = {name.rstrip("_"): value for name, value in built._asdict().items()}
    found |= {name: list(value) for name, value in found.items() if isinstance(value, tuple)}
    for name in ("created_at", "updated_at", "removed_at", "closed_at"):
        if found.get(name) is not None:
            found[name] = moment(clinic, parse_stamp(found[name]), stored.get("hospital"))
    return found


def moment(clinic: Clinic, seconds: int, hospital: str | None = None) -> str:
    """Epoch seconds on the clock of a hospital, else of the only one, else in UTC."""
    sites = [hospital] if hospital is not None else [row["id"] for row in clinic.replica.records("hospitals")]
    return iso(seconds // 60, clinic.tz(sites[0]) if len(sites) == 1 else ZoneInfo("UTC"))


def step(clinic: Clinic, row: Step) -> dict[str, Any]:
    """A step of the history."""
    return row.answer() | {"at": moment(clinic, parse_stamp(row.at))}


def series(clinic: Clinic, answer: dict[str, Any]) -> dict[str, Any]:
    """A series, or the preview of one, date by date."""
    rows = []
    for row in answer["occurrences"]:
        tz = clinic.tz_of(row["doctor"])
        times = {"start": iso(row["start"], tz), "end": iso(row["end"], tz)}
        rows.append(times | {name: row[name] for name in ("ok", "error", "flag")})
    return {"series": answer["id"], "occurrences": rows}


def opening(clinic: Clinic, row: Opening) -> dict[str, Any]:
    """An opening with its times in the doctor's zone."""
    tz = clinic.tz_of(row.doctor)
    return {"doctor": row.doctor, "location": row.location, "start": iso(row.start, tz), "end": iso(row.end, tz)}


def reason(row: Reason) -> dict[str, Any]:
    """One rule in the way."""
    return {"code": row.code, "message": row.message, "blocking": list(row.blocking)}


def found(clinic: Clinic, answer: Found, tz: ZoneInfo) -> dict[str, Any]:
    """Openings, how far was looked, and why nothing was found."""
    rows = [opening(clinic, row) for row in answer.openings]
    if answer.rows is not None:
        rows = [
            opening(clinic, row) | {"bookable": why is None, "reason": None if why is None else why.code}
            for row, why in answer.rows
        ]
    until = None if answer.searched_until is None else iso(answer.searched_until, tz)
    return {"openings": rows, "searched_until": until, "reason": answer.reason}


def day(clinic: Clinic, view: DayView) -> dict[str, Any]:
    """One date of a doctor."""
    tz = clinic.tz_of(view.doctor)
    return {
        "doctor": view.doctor,
        "date": view.date.isoformat(),
        "hours": [
            {"start": iso(span.start, tz), "end": iso(span.end, tz), "location": span.location} for span in view.hours
        ],
        "closures": [
            {"id": shut.id, "start": iso(shut.start, tz), "end": iso(shut.end, tz), "reason": shut.reason}
            for shut in view.closures
        ],
        "appointments": [visit(clinic, clinic.need("appointments", row.visit.id, "id")) for row in view.visits],
        "booked_minutes": view.booked_minutes,
        "free_minutes": view.free_minutes,
    }
