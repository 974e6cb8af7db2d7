"""Visits that a change of hours left outside, and visits that ended and nobody resolved (RULES 21, 23)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduling.errors import invalid
from scheduling.model.reads import Busy
from scheduling.model.status import FOREVER, STATUSES
from scheduling.services.clinic import Clinic, Record
from scheduling.services.hours import is_outside, outside_of
from scheduling.services.outcome import Done
from scheduling.services.visits import clinic_of, need_visit, not_active
from scheduling.when.iso import stamp

if TYPE_CHECKING:
    from scheduling.model import requests
    from scheduling.store.transaction import Transaction

OPEN = ("booked", "arrived", "checked-in")
"""Statuses of a visit that somebody must still resolve when it has ended."""


def affected_list(clinic: Clinic, asked: requests.Affected) -> list[Record]:
    """`affected`: the visits from now on that are outside hours and that nobody has accepted, by start."""
    found = []
    for doctor in _doctors(clinic, asked):
        found += [clinic.need("appointments", ident, "id") for ident in outside_of(clinic, doctor["id"])]
    return sorted(found, key=lambda row: (clinic.span(row), row["id"]))


def _doctors(clinic: Clinic, asked: requests.Affected) -> list[Record]:
    """The doctors meant, retired ones too: their visits are the ones that matter."""
    if asked.doctor is not None:
        return [clinic.need("doctors", asked.doctor, "doctor")]
    if asked.hospital is not None:
        clinic.need("hospitals", asked.hospital, "hospital")
    rows = clinic.replica.records("doctors")
    return [row for row in rows if asked.hospital in (None, row["hospital"])]


def accept(txn: Transaction, asked: requests.Accept) -> Done:
    """`accept`: a visit outside hours is to take place all the same; it is no longer listed or marked.

    Repeated, it answers the same; what is not outside cannot be accepted beforehand."""
    clinic = clinic_of(txn)
    record = need_visit(clinic, asked.id, asked.version)
    if record["status"] == "pending" or not STATUSES[record["status"]].blocking:
        raise not_active(record)
    if record.get("accepted_at"):
        return Done("appointments", record)
    start, end = clinic.span(record)
    if not is_outside(clinic, record["doctor"], Busy(start, end, 0, 0, FOREVER, record["id"])):
        raise invalid("id", "This visit lies inside hours.", "There is nothing to accept.")
    return Done("appointments", txn.put("appointments", record | {"accepted_at": stamp(txn.now)}))


def unresolved(clinic: Clinic, asked: requests.Unresolved) -> list[Record]:
    """`unresolved`: visits that ended and are still booked, arrived or in the room; nothing becomes a no-show by
    itself. The oldest first."""
    if asked.doctor is not None:
        clinic.need("doctors", asked.doctor, "doctor")
    if asked.hospital is not None:
        clinic.need("hospitals", asked.hospital, "hospital")
    rows = [
        row
        for row in clinic.replica.records("appointments")
        if row["status"] in OPEN
        and asked.doctor in (None, row["doctor"])
        and asked.hospital in (None, row["hospital"])
        and clinic.span(row)[1] * 60 <= clinic.now
    ]
    return sorted(rows, key=lambda row: (clinic.span(row), row["id"]))
