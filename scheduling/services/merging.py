"""Two records of one person become one that keeps both histories (RULES 26)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduling.errors import invalid
from scheduling.model.fields import NOTE_LENGTH
from scheduling.services.outcome import Done
from scheduling.services.visits import clinic_of
from scheduling.when import iso

if TYPE_CHECKING:
    from scheduling.model import requests
    from scheduling.store.transaction import Transaction

FILLED = ("birth_date", "email", "address", "record_number", "note", "hospital")
"""Fields that the kept record takes over where it has none."""

GATHERED = ("phones", "alerts")
"""Lists of which the kept record gets both."""

BETWEEN = " · "
"""Stands between the two notes, where both fit."""


def merge_patients(txn: Transaction, asked: requests.MergePatients) -> Done:
    """`merge_patients`: the visits and waitlist entries of `drop` become those of `keep`; `drop` is retired and says
    into whom it went. One step, undone as one."""
    clinic = clinic_of(txn)
    if asked.keep == asked.drop:
        raise invalid("drop", "keep and drop are the same record.", "Name two.")
    for field in ("keep", "drop"):
        clinic.need("patients", getattr(asked, field), field)
    keep = clinic.need_active("patients", asked.keep, "keep")
    drop = clinic.need_active("patients", asked.drop, "drop")
    for table in ("appointments", "series", "waitlist"):
        for row in list(txn.view.records(table)):
            if row.get("patient") == asked.drop:
                txn.put(table, row | {"patient": asked.keep})
    merged = keep | {name: drop[name] for name in FILLED if drop.get(name) and not keep.get(name)}
    notes = [record["note"] for record in (keep, drop) if record.get("note")]
    if len(notes) > 1 and sum(map(len, notes)) + len(BETWEEN) <= NOTE_LENGTH:
        merged["note"] = BETWEEN.join(dict.fromkeys(notes))
    for name in GATHERED:
        merged[name] = list(dict.fromkeys([*keep.get(name, ()), *drop.get(name, ())]))
    txn.put("patients", drop | {"active": False, "removed_at": iso.stamp(txn.now), "merged_into": asked.keep})
    return Done("patients", txn.put("patients", merged))
