"""What the screen of the patients shows: a whole record, and the next visit of those that a search found."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from scheduling.model.patient_reads import PatientRecord, Waits
from scheduling.model.reads import VisitView, WaitlistEntry, build
from scheduling.model.status import HIDDEN
from scheduling.services.clinic import Clinic, Record
from scheduling.services.views import patient_card, visit_view
from scheduling.when.iso import parse_stamp
from scheduling.when.zones import wall_clock, zone

MOST_VISITS = 400
"""Visits ahead and visits behind that a record shows at most, each."""


def patient_record(clinic: Clinic, ident: str) -> PatientRecord:
    """All of a patient that the desk has."""
    record = clinic.need("patients", ident, "patient")
    card = patient_card(clinic, ident, MOST_VISITS)
    doctors = {view.visit.doctor for view in (*card.upcoming, *card.past)}
    entries = clinic.replica.referring("waitlist", ident)
    return PatientRecord(
        card,
        {doctor: clinic.need("doctors", doctor, "doctor")["name"] for doctor in doctors},
        tuple(_waits(clinic, row) for row in entries if row["status"] == "waiting"),
        _local_date(clinic, record["created_at"]),
        (clinic.replica.record("hospitals", record.get("hospital") or "") or {}).get("name", ""),
    )


def _waits(clinic: Clinic, row: Record) -> Waits:
    kind = clinic.replica.record("types", row.get("type") or "") or {}
    doctors = tuple(clinic.need("doctors", doctor, "doctors")["name"] for doctor in row.get("doctors") or ())
    return Waits(build(WaitlistEntry, row), kind.get("name", ""), doctors, _local_date(clinic, row["created_at"]))


def _local_date(clinic: Clinic, stamp: str) -> date:
    """The date of a stamp by the clock of the first hospital, by UTC in a clinic without one."""
    tz = next((clinic.tz(row["id"]) for row in clinic.hospitals()), zone("UTC"))
    return wall_clock(parse_stamp(stamp) // 60, tz).date()


def next_visits(clinic: Clinic, patients: Iterable[str]) -> dict[str, VisitView]:
    """The next visit of each of the patients that has one, holds not counted."""
    found = {}
    for ident in patients:
        ahead = []
        for record in clinic.replica.referring("appointments", ident):
            if record["status"] not in HIDDEN and record["status"] != "pending":
                span = clinic.span(record)
                if span[1] * 60 > clinic.now:
                    ahead.append((span, record))
        if ahead:
            found[ident] = visit_view(clinic, min(ahead, key=lambda each: each[0])[1])
    return found
