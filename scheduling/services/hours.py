"""Hours, single days and closures; a change moves no visit, it lists those now outside (RULES 9, 23)."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from scheduling.errors import Refused, invalid
from scheduling.model.reads import Busy
from scheduling.rules.booking import Place, settle_location
from scheduling.services.clinic import Clinic, Record
from scheduling.services.outcome import Done
from scheduling.services.visits import clinic_of, refuse_elsewhere
from scheduling.when import iso

if TYPE_CHECKING:
    from scheduling.model import requests
    from scheduling.store.transaction import Transaction


def in_doctor(clinic: Clinic, doctor: Record, location: str | None) -> None:
    """A location is one of the doctor's hospital."""
    if location is not None:
        clinic.need_active("locations", location, "location")
        refuse_elsewhere(clinic, location, [doctor])


def set_hours(txn: Transaction, asked: requests.SetHours) -> Done:
    """`set_hours`: replaces the doctor's rows for that location within [from, to]; weekdays left out = none.

    A row that reaches beyond is kept for the rest of its time.
    """
    clinic = clinic_of(txn)
    doctor = clinic.need_active("doctors", asked.doctor, "doctor")
    in_doctor(clinic, doctor, asked.location)
    if asked.from_ and asked.to and asked.to < asked.from_:
        raise invalid("to", "to is before from.", "Let the hours end later than they begin.")
    refuse_overlaps(asked.hours)
    for row in txn.view.referring("hours", asked.doctor):
        if row.get("location") == asked.location:
            _cut_row(txn, row, asked.from_, asked.to)
    rows = []
    for weekday, pairs in asked.hours.items():
        for start, end in pairs:
            rows.append(
                txn.put(
                    "hours",
                    {
                        "id": txn.new_id("w"),
                        "doctor": asked.doctor,
                        "weekday": weekday,
                        "start": start,
                        "end": end,
                        "location": asked.location,
                        "effective_from": asked.from_,
                        "effective_to": asked.to,
                    },
                )
            )
    return affected(txn, Done("hours", records=tuple(rows)), [doctor])


def refuse_overlaps(hours: dict[str, list[list[str]]], field: str = "hours") -> None:
    """Spans of one day, sorted, do not overlap; only the last may cross midnight."""
    for day, pairs in hours.items():
        ends = [(iso.parse_clock(start), iso.parse_clock(end)) for start, end in pairs]
        for (start, end), (following, _) in pairwise(ends):
            if end < start or following < end:
                raise invalid(field, f"Two spans of {day} overlap.", "Let each begin where the one before ends.")


def _cut_row(txn: Transaction, row: Record, first: str | None, last: str | None) -> None:
    """Take [first, last] out of a row's time in effect; what lies before and after stays."""
    begins, ends = row.get("effective_from"), row.get("effective_to")
    if (last and begins and begins > last) or (first and ends and ends < first):
        return
    before = first is not None and (begins is None or begins < first)
    after = last is not None and (ends is None or ends > last)
    if before:
        txn.put("hours", row | {"effective_to": _shift(first, -1)})
    if after:
        rest = {key: value for key, value in row.items() if key not in ("created_at", "created_by", "version")}
        txn.put("hours", rest | {"id": txn.new_id("w") if before else row["id"], "effective_from": _shift(last, 1)})
    if not before and not after:
        txn.drop("hours", row["id"])


def _shift(day: str | None, days: int) -> str:
    assert day is not None
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def close(txn: Transaction, asked: requests.Close) -> Done:
    """`close`: dates are whole days, both included; times are half-open wall clock."""
    clinic = clinic_of(txn)
    targets = {name: getattr(asked, name) for name in ("doctor", "location", "hospital") if getattr(asked, name)}
    if len(targets) != 1:
        raise invalid("doctor", "Exactly one of doctor, location, hospital is closed.", "Name one of them.")
    ((kind, ident),) = targets.items()
    clinic.need(f"{kind}s", ident, kind)
    if ("T" in asked.from_) != ("T" in asked.to):
        raise invalid("to", "from and to are both dates or both times.", "Write both the same way.")
    if asked.to < asked.from_ or ("T" in asked.to and asked.to == asked.from_):
        raise invalid("to", "to is not after from.", "Let the closure end later than it begins.")
    for field, edge in (("from", asked.from_), ("to", asked.to)):
        if "T" in edge and iso.parse_written(edge).offset is not None:
            raise invalid(field, "A closure is wall clock of the hospital.", "Leave the offset out.")
    record = {"id": txn.new_id("c"), "from": asked.from_, "to": asked.to, "reason": asked.reason, **targets}
    return affected(txn, Done("closures", txn.put("closures", record)), doctors_closed(clinic, kind, ident))


def doctors_closed(clinic: Clinic, kind: str, ident: str) -> list[Record]:
    """The doctors whom a closure concerns."""
    if kind == "doctor":
        return [clinic.need("doctors", ident, "doctor")]
    if kind == "hospital":
        return list(clinic.doctors(ident))
    return [doctor for doctor in clinic.doctors() if ident in clinic.whereabouts(doctor)]


def reopen(txn: Transaction, asked: requests.Reopen) -> Done:
    """`reopen`: takes a closure back, by its id, or a public holiday by hospital and date."""
    clinic = clinic_of(txn)
    if asked.id is not None:
        row = clinic.need("closures", asked.id, "id")
    elif asked.hospital is not None and asked.date is not None:
        clinic.need("hospitals", asked.hospital, "hospital")
        rows = [row for row in clinic.closures(asked.hospital) if row.get("holiday") and row["from"] == asked.date]
        if not rows:
            raise Refused("unknown", f"There is no public holiday on {asked.date}.", "Check the date.", field="date")
        row = rows[0]
    else:
        raise invalid("id", "id is missing.", "Name the closure, or a hospital and a date.")
    txn.drop("closures", row["id"])
    return Done("closures", row)


def hours_at(clinic: Clinic, location: Record) -> list[Record]:
    """The weekly rows and single days, of today and later, that doctors at work have at a location."""
    today = date.fromordinal(clinic.today(clinic.tz(location["hospital"]))).isoformat()
    return [
        row
        for doctor in clinic.doctors(location["hospital"])
        for table, last in (("hours", "effective_to"), ("days", "date"))
        for row in clinic.replica.referring(table, doctor["id"])
        if row.get("location") == location["id"] and (row.get(last) or today) >= today
    ]


def affected(txn: Transaction, done: Done, doctors: list[Record]) -> Done:
    """The same, with the visits from now on that are outside hours once this is written (RULES 23)."""
    after = txn.view.fork()
    after.apply(txn.changes)
    clinic = Clinic(after, txn.now)
    outside = [ident for doctor in doctors for ident in outside_of(clinic, doctor["id"])]
    return Done(done.table, done.record, done.records, tuple(outside), done.warnings, tells_affected=True)


def outside_of(clinic: Clinic, doctor: str) -> list[str]:
    """The ids of a doctor's visits that have not ended, still block, and lie outside hours now.

    Which visits of a date lie outside is kept until one of them or anybody's hours change."""
    index = clinic.replica.index
    kept = index.outside.setdefault(doctor, {})
    found: set[Busy] = set()
    today = clinic.today(clinic.tz_of(doctor))
    for ordinal, visits in index.days(doctor).items():
        if ordinal < today:
            continue
        if ordinal not in kept:
            kept[ordinal] = tuple(
                visit for visit in visits if visit.blocks_until and is_outside(clinic, doctor, visit)
            )
        found.update(
            visit for visit in kept[ordinal] if visit.blocks_until > clinic.now and visit.end * 60 > clinic.now
        )
    return [visit.id for visit in sorted(found)]


def is_outside(clinic: Clinic, doctor: str, busy: Busy) -> bool:
    """Whether a visit does not lie inside its doctor's hours where it is to take place, and nobody accepted that."""
    visit = clinic.need("appointments", busy.id, "id")
    if visit.get("accepted_at"):
        return False
    record = clinic.need("doctors", doctor, "doctor")
    if not record.get("active", True):
        return True
    location = visit.get("location")
    if clinic.is_gone(location):
        return True
    plans = clinic.plans(doctor, busy.start, busy.end)
    return not settle_location(Place(busy.start, busy.end, location), plans, tuple(record.get("locations", ())))[0]
