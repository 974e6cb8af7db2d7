"""Who waits for a time, and whom a freed one would suit. The application never books by itself (RULES 25)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from scheduling.errors import Refused, invalid
from scheduling.rules.matching import Waiting, in_order, suits
from scheduling.services.checks import Wish, reasons, resolve_start
from scheduling.services.clinic import Clinic, Record
from scheduling.services.outcome import Done
from scheduling.services.setup import given
from scheduling.services.visits import clinic_of, guard_version, new_ident
from scheduling.when import iso

if TYPE_CHECKING:
    from scheduling.model import requests
    from scheduling.store.transaction import Transaction

DEFAULT_PRIORITY = 3
"""Of 1 (the most urgent) to 5."""


def waitlist_add(txn: Transaction, asked: requests.WaitlistAdd) -> Done:
    """`waitlist_add`: who waits for what, with which doctors, dates, times of day."""
    clinic = clinic_of(txn)
    clinic.need_active("patients", asked.patient, "patient")
    _check(clinic, given(asked))
    record = given(asked) | {"id": new_ident(txn, asked.id, "q"), "status": "waiting"}
    return Done("waitlist", txn.put("waitlist", record))


def _check(clinic: Clinic, record: Record) -> None:
    """The ids it names exist, and its dates are in order."""
    if record.get("hospital") is not None:
        clinic.need_active("hospitals", record["hospital"], "hospital")
    if record.get("type") is not None:
        clinic.need_active("types", record["type"], "type")
    for doctor in record.get("doctors") or ():
        clinic.need_active("doctors", doctor, "doctors")
    if record.get("from") and record.get("to") and record["to"] < record["from"]:
        raise invalid("to", "to is before from.", "Let it end later than it begins.")


def waitlist_update(txn: Transaction, asked: requests.WaitlistUpdate) -> Done:
    """`waitlist_update`: the fields to change; null empties one."""
    clinic = clinic_of(txn)
    record = need_waiting(clinic, asked.id)
    guard_version(record, asked.version)
    changed = {key: value for key, value in (record | given(asked)).items() if value is not None}
    _check(clinic, changed)
    return Done("waitlist", txn.put("waitlist", changed))


def waitlist_close(txn: Transaction, asked: requests.WaitlistClose) -> Done:
    """`waitlist_close`: somebody no longer waits, and why."""
    record = need_waiting(clinic_of(txn), asked.id)
    guard_version(record, asked.version)
    closed = {"status": "closed", "closed_reason": asked.reason, "closed_at": iso.stamp(txn.now)}
    return Done("waitlist", txn.put("waitlist", record | closed))


def need_waiting(clinic: Clinic, ident: str) -> Record:
    """An entry that still waits."""
    record = clinic.need("waitlist", ident, "id")
    if record["status"] != "waiting":
        raise Refused("not_active", "This entry is closed.", "Add a new one instead.", field="id")
    return record


def waiting_of(clinic: Clinic, record: Record) -> Waiting:
    """An entry as the rule reads it."""
    doctors = record.get("doctors")
    if doctors is None and record.get("specialty") is not None:
        wanted = record["specialty"].casefold()
        doctors = [
            doctor["id"] for doctor in clinic.doctors() if (doctor.get("specialty") or "").casefold() == wanted
        ]
    if doctors is None and record.get("hospital") is not None:
        doctors = [doctor["id"] for doctor in clinic.doctors(record["hospital"])]
    kind = clinic.replica.record("types", record.get("type") or "") or {}
    days = {
        name: date.fromisoformat(record[name]).toordinal() if record.get(name) else None for name in ("from", "to")
    }
    weekdays = record.get("weekdays")
    between = record.get("between")
    return Waiting(
        record["id"],
        record.get("minutes") or kind.get("minutes") or 1,
        None if doctors is None else frozenset(doctors),
        days["from"],
        days["to"],
        None if weekdays is None else frozenset(iso.WEEKDAYS.index(name) for name in weekdays),
        None if between is None else (iso.parse_clock(between[0]), iso.parse_clock(between[1])),
        record.get("priority", DEFAULT_PRIORITY),
        record["created_at"],
    )


def waitlist(clinic: Clinic, asked: requests.WaitlistList) -> list[Record]:
    """`waitlist`: who waits, the most urgent first, of equal ones the one who has waited longest."""
    rows = [row for row in clinic.replica.records("waitlist") if asked.all or row["status"] == "waiting"]
    order = {entry.id: rank for rank, entry in enumerate(in_order(waiting_of(clinic, row) for row in rows))}
    return sorted(rows, key=lambda row: order[row["id"]])


def waitlist_matches(clinic: Clinic, asked: requests.WaitlistMatches) -> list[Record]:
    """`waitlist_matches`: whom a free time would suit, by priority, then age."""
    clinic.need_active("doctors", asked.doctor, "doctor")
    start, _ = resolve_start(asked.start, clinic.tz_of(asked.doctor))
    return matches(clinic, asked.doctor, start, asked.minutes)


def told(clinic: Clinic, freed: Record) -> tuple[str, ...]:
    """The warning that a visit's time, given back, would suit people who wait; nothing for past times and holds."""
    start, end = clinic.span(freed)
    if freed["status"] == "pending" or start * 60 < clinic.now:
        return ()
    count = len(matches(clinic, freed["doctor"], start, end - start, frozenset((freed["id"],))))
    if not count:
        return ()
    who = "1 person on the waitlist" if count == 1 else f"{count} people on the waitlist"
    return (f"{who} could take the freed time.",)


def matches(
    clinic: Clinic, doctor_id: str, start: int, minutes: int, ignoring: frozenset[str] = frozenset()
) -> list[Record]:
    """The entries a time suits that could really be booked then; `ignoring`: the visit that is giving it back."""
    tz = clinic.tz_of(doctor_id)
    doctor = clinic.need("doctors", doctor_id, "doctor")
    rows = {row["id"]: row for row in clinic.replica.records("waitlist") if row["status"] == "waiting"}
    found = []
    for entry in in_order(waiting_of(clinic, row) for row in rows.values()):
        row = rows[entry.id]
        if suits(entry, doctor_id, start, minutes, tz):
            wanted = clinic.wanted(doctor, row.get("minutes"), row.get("type"))
            if not reasons(clinic, Wish(doctor, start, wanted, None, row["patient"], ignoring)):
                found.append(row)
    return found
