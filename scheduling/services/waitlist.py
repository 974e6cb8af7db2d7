"""Who waits for a time, and whom a freed one would suit. The application never books by itself (RULES 25)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from scheduling.errors import Refused, invalid
from scheduling.rules.matching import Waiting, in_order, suits
from scheduling.rules.openings import clashes
from scheduling.services.checks import Wish, reasons, resolve_start
from scheduling.services.clinic import Clinic, Record
from scheduling.services.outcome import Done
from scheduling.services.setup import given
from scheduling.services.visits import clinic_of, guard_version, new_ident
from scheduling.when import iso
from scheduling.when.spans import subtract

if TYPE_CHECKING:
    from scheduling.model import requests
    from scheduling.store.transaction import Transaction

DEFAULT_PRIORITY = 3
"""Of 1 (the most urgent) to 5."""


def waitlist_add(txn: Transaction, asked: requests.WaitlistAdd) -> Done:
    """`waitlist_add`: who waits for what, with which doctors, dates, times of day."""
    clinic = clinic_of(txn)
    record = given(asked)
    _check_ids(clinic, record, asked.id, txn)
    _check_dates(record)
    return Done("waitlist", txn.put("waitlist", record | {"id": new_ident(txn, asked.id, "q"), "status": "waiting"}))


def _check_ids(clinic: Clinic, record: Record, ident: str | None, txn: Transaction) -> None:
    """What an entry names is there, its own id is not, and nothing named is retired, in the order of the codes."""
    named = [(f"{field}s", record[field], field) for field in ("patient", "hospital", "type") if record.get(field)]
    named += [("doctors", doctor, "doctors") for doctor in record.get("doctors") or ()]
    for table, target, field in named:
        clinic.need(table, target, field)
    wanted = record.get("specialty")
    if wanted and not any(_has_specialty(doctor, wanted) for doctor in clinic.doctors()):
        raise Refused("unknown", f"No doctor has the specialty “{wanted}”.", field="specialty")
    if ident is not None:
        new_ident(txn, ident, "q")
    for table, target, field in named:
        clinic.need_active(table, target, field)


def _has_specialty(doctor: Record, specialty: str) -> bool:
    return (doctor.get("specialty") or "").casefold() == specialty.casefold()


def _check_dates(record: Record) -> None:
    if record.get("from") and record.get("to") and record["to"] < record["from"]:
        raise invalid("to", "to is before from.", "Let it end later than it begins.")


def waitlist_update(txn: Transaction, asked: requests.WaitlistUpdate) -> Done:
    """`waitlist_update`: the fields to change; null empties one."""
    clinic = clinic_of(txn)
    record = need_waiting(clinic, asked.id)
    changes = given(asked, "id")
    _check_ids(clinic, changes, None, txn)
    guard_version(record, asked.version)
    _check_dates(record | changes)
    return Done("waitlist", txn.put("waitlist", record | changes))


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
    named, specialty, hospital = (record.get(field) for field in ("doctors", "specialty", "hospital"))
    doctors = None
    if (named, specialty, hospital) != (None, None, None):
        doctors = frozenset(
            doctor["id"]
            for doctor in clinic.doctors(hospital)
            if (named is None or doctor["id"] in named) and (specialty is None or _has_specialty(doctor, specialty))
        )
    first, last = (
        date.fromisoformat(record[edge]).toordinal() if edge in record else None for edge in ("from", "to")
    )
    weekdays, between = record.get("weekdays"), record.get("between")
    return Waiting(
        record["id"],
        doctors,
        first,
        last,
        None if weekdays is None else frozenset(iso.WEEKDAYS.index(name) for name in weekdays),
        None if between is None else (iso.parse_clock(between[0]), iso.parse_clock(between[1])),
        record.get("priority", DEFAULT_PRIORITY),
        record["created_at"],
    )


def waitlist(clinic: Clinic, asked: requests.WaitlistList) -> list[Record]:
    """`waitlist`: who waits, the most urgent first, of equal ones the one who has waited longest."""
    rows = [row for row in clinic.replica.records("waitlist") if asked.all or _waits(row)]
    return [row for row, _ in _in_order(clinic, rows)]


def _waits(record: Record) -> bool:
    return bool(record["status"] == "waiting")


def those_waiting(clinic: Clinic) -> list[tuple[Record, Waiting]]:
    """The entries that wait, each with how the rule reads it, the most urgent first, then the oldest."""
    return _in_order(clinic, [row for row in clinic.replica.records("waitlist") if _waits(row)])


def _in_order(clinic: Clinic, rows: list[Record]) -> list[tuple[Record, Waiting]]:
    known = {row["id"]: row for row in rows}
    return [(known[entry.id], entry) for entry in in_order(waiting_of(clinic, row) for row in rows)]


def waitlist_matches(clinic: Clinic, asked: requests.WaitlistMatches) -> list[Record]:
    """`waitlist_matches`: whom a free time would suit, by priority, then age."""
    doctor = clinic.need_active("doctors", asked.doctor, "doctor")
    start, _ = resolve_start(asked.start, clinic.tz_of(asked.doctor))
    return matches(clinic, doctor, start, asked.minutes)


def told(clinic: Clinic, freed: Sequence[Record], taken: Sequence[Wish] = ()) -> tuple[str, ...]:
    """The warning that times given back would suit people who wait; nothing for past times and holds.

    `freed`: the visits as they stood; `taken`: where those of them that moved stand now.
    """
    waiting = those_waiting(clinic)
    if not waiting:
        return ()
    ignoring = frozenset(record["id"] for record in freed)
    found: set[str] = set()
    for record in freed:
        start, end = clinic.span(record)
        doctor = clinic.need("doctors", record["doctor"], "doctor")
        beside = [wish for wish in taken if wish.doctor["id"] == doctor["id"]]
        for low, high in subtract([(start, end)], [(wish.start, wish.end) for wish in beside]):
            if record["status"] != "pending" and low * 60 >= clinic.now:
                suited = whom_it_suits(clinic, doctor, low, high - low, waiting, ignoring, beside)
                found.update(row["id"] for row in suited)
    if not found:
        return ()
    who = "1 person on the waitlist" if len(found) == 1 else f"{len(found)} people on the waitlist"
    return (f"{who} could take {'the' if len(freed) == 1 else 'a'} freed time.",)


def matches(clinic: Clinic, doctor: Record, start: int, minutes: int) -> list[Record]:
    """The entries that a time of that length suits and that could really be booked then, in their order."""
    return whom_it_suits(clinic, doctor, start, minutes, those_waiting(clinic))


def whom_it_suits(
    clinic: Clinic,
    doctor: Record,
    start: int,
    minutes: int,
    waiting: Sequence[tuple[Record, Waiting]],
    ignoring: frozenset[str] = frozenset(),
    beside: Sequence[Wish] = (),
) -> list[Record]:
    """Those of `waiting`, in their order, that a time of that length suits and that could really be booked then.

    `ignoring`: the visits that are giving their time back; `beside`: where they stand now.
    """
    tz = clinic.tz_of(doctor["id"])
    found = []
    for row, entry in waiting:
        if not suits(entry, doctor["id"], start, tz):
            continue
        wanted = clinic.wanted(doctor, row.get("minutes"), row.get("type"))
        if wanted.minutes > minutes:
            continue
        wish = Wish(doctor, start, wanted, None, row["patient"], ignoring)
        taken = any(clashes(other.busy, wish.start, wish.end, wanted.before, wanted.after) for other in beside)
        there = clinic.need("patients", row["patient"], "patient").get("active", True)
        if there and not taken and not reasons(clinic, wish):
            found.append(row)
    return found
