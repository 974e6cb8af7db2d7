"""Two records of one person become one that keeps both histories (RULES 26)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduling.errors import invalid
from scheduling.model.fields import NOTE_LENGTH
from scheduling.model.patient_reads import Merging
from scheduling.model.reads import Patient, build
from scheduling.services.clinic import Clinic, Record
from scheduling.services.outcome import Done
from scheduling.services.visits import clinic_of
from scheduling.when import iso

if TYPE_CHECKING:
    from scheduling.model import requests
    from scheduling.store.replica import Replica
    from scheduling.store.transaction import Transaction

FILLED = ("birth_date", "email", "address", "record_number", "note", "hospital")
"""Fields that the kept record takes over where it has none."""

MOVED = ("appointments", "series", "waitlist")
"""Tables whose records go over to the kept patient."""

GATHERED = ("phones", "alerts")
"""Lists of which the kept record gets both."""

BETWEEN = " · "
"""Stands between the two notes, where both fit."""


def merge_patients(txn: Transaction, asked: requests.MergePatients) -> Done:
    """`merge_patients`: the visits and waitlist entries of `drop` become those of `keep`; `drop` is retired and says
    into whom it went. One step, undone as one."""
    keep, drop = _both(clinic_of(txn), asked.keep, asked.drop)
    for table in MOVED:
        for row in _belonging(txn.view, table, asked.drop):
            txn.put(table, row | {"patient": asked.keep})
    txn.put("patients", drop | {"active": False, "removed_at": iso.stamp(txn.now), "merged_into": asked.keep})
    return Done("patients", txn.put("patients", _merged(keep, drop)))


def preview(clinic: Clinic, keep: str, drop: str) -> Merging:
    """What merging them would make, nothing written. Raises what `merge_patients` would."""
    kept, dropped = _both(clinic, keep, drop)
    visits, series, waiting = (len(_belonging(clinic.replica, table, drop)) for table in MOVED)
    return Merging(build(Patient, _merged(kept, dropped)), visits, series, waiting)


def _both(clinic: Clinic, keep: str, drop: str) -> tuple[Record, Record]:
    if keep == drop:
        raise invalid("drop", "keep and drop are the same record.", "Name two.")
    for field, ident in (("keep", keep), ("drop", drop)):
        clinic.need("patients", ident, field)
    return clinic.need_active("patients", keep, "keep"), clinic.need_active("patients", drop, "drop")


def _belonging(replica: Replica, table: str, patient: str) -> list[Record]:
    return [row for row in replica.records(table) if row.get("patient") == patient]


def _merged(keep: Record, drop: Record) -> Record:
    merged = keep | {name: drop[name] for name in FILLED if drop.get(name) and not keep.get(name)}
    notes = [record["note"] for record in (keep, drop) if record.get("note")]
    if len(notes) > 1 and sum(map(len, notes)) + len(BETWEEN) <= NOTE_LENGTH:
        merged["note"] = BETWEEN.join(dict.fromkeys(notes))
    for name in GATHERED:
        merged[name] = list(dict.fromkeys([*keep.get(name, ()), *drop.get(name, ())]))
    return merged
