"""The words of a step: what a transaction did, for history, undo and redo."""

from __future__ import annotations

from datetime import date

from scheduling.model.names import doctor_short
from scheduling.model.status import STATUSES
from scheduling.services.clinic import Clinic, Record
from scheduling.services.words import day_words, person, wall
from scheduling.when.zones import stored_minute, zone

Row = tuple[str, str, Record | None, Record | None]

VERBS = {
    "update_clinic": "changed the settings of the clinic",
    "add_hospital": "added the hospital",
    "add_location": "added the location",
    "add_type": "added the type",
    "add_doctor": "added",
    "update_hospital": "changed the hospital",
    "update_location": "changed the location",
    "update_type": "changed the type",
    "update_doctor": "changed",
    "retire_hospital": "retired the hospital",
    "retire_location": "retired the location",
    "retire_type": "retired the type",
    "retire_doctor": "retired",
    "add_patient": "added the patient",
    "update_patient": "changed the patient",
    "retire_patient": "retired the patient",
    "waitlist_add": "put on the waitlist",
    "waitlist_update": "changed on the waitlist",
    "waitlist_close": "took off the waitlist",
    "set_hours": "set the hours of",
    "set_day": "set a day of",
    "set_days": "set days of",
    "clear_day": "cleared a day of",
    "copy_days": "copied days of",
    "close": "closed",
    "reopen": "reopened",
    "holidays": "wrote the public holidays of",
    "release": "released a hold",
}
"""What a set-up verb did, before the name of what it did it to."""


def name_of(clinic: Clinic, ident: str | None) -> str:
    """The name of a record, as people say it."""
    table = clinic.replica.table_of(ident) if ident else None
    record = clinic.replica.record(table, ident) if table and ident else None
    if record is None or "name" not in record:
        return ""
    return doctor_short(record["name"]) if table == "doctors" else str(record["name"])


def visit_words(clinic: Clinic, record: Record) -> str:
    """M. Lopez with Dr Who Tue 24 Nov 09:30."""
    hospital = clinic.replica.record("hospitals", record["hospital"])
    tz = zone(hospital["timezone"] if hospital else "UTC")
    clock = wall(stored_minute(record["start"], tz), tz)
    patient = clinic.replica.record("patients", record.get("patient") or "")
    who = person(patient["name"]) if patient else "a time"
    return f"{who} with {name_of(clinic, record['doctor'])} {day_words(clock.date())} {clock:%H:%M}"


BEGUN = {"sample": "filled in the sample clinic", "guide": "set up the clinic"}
"""How a clinic began."""


def step_words(clinic: Clinic, action: str, rows: list[Row]) -> str:
    """One sentence without its subject: "booked M. Lopez with Dr Who Tue 24 Nov 09:30"."""
    if action in BEGUN:
        return BEGUN[action]
    if action == "merge_patients":
        dropped, kept = (name_of(clinic, row[1]) for row in rows if row[0] == "patients")
        return f"merged {dropped} into {kept}"
    visits = [row for row in rows if row[0] == "appointments"]
    if visits:
        words = _visit_step(clinic, action, visits[0 if action.endswith("_series") else -1])
        return words if len(visits) == 1 else f"{words} and {len(visits) - 1} more"
    if not rows:
        return VERBS.get(action, action)
    _, _, before, after = rows[0]
    record = after or before or {}
    target = record.get("patient") or record.get("doctor") or record.get("location") or record.get("hospital")
    name = name_of(clinic, record["id"]) or name_of(clinic, target)
    words = f"{VERBS.get(action, action.replace('_', ' '))} {name}".strip()
    if rows[0][0] == "closures" and action != "holidays":
        day, _, time = record["from"].partition("T")
        words = f"{words} {day_words(date.fromisoformat(day))} {time}".strip()
    return words


PLACE = ("start", "doctor", "location")
"""Where and when a visit is."""


def _visit_step(clinic: Clinic, action: str, row: Row) -> str:
    _, _, before, after = row
    assert after is not None  # no visit is ever removed (RULES 21)
    words = visit_words(clinic, after)
    if after["status"] == "cancelled" and before is not None and before["status"] != "cancelled":
        return f"cancelled {words} ({after.get('cancel_reason', 'other')})"
    if before is None or before["status"] == "pending":
        return f"{'held' if after['status'] == 'pending' else 'booked'} {words}"
    if before["status"] != after["status"]:
        return f"set {words} to {STATUSES[after['status']].word.lower()}"
    if before["minutes"] != after["minutes"] and all(before.get(key) == after.get(key) for key in PLACE):
        return f"changed {words} from {before['minutes']} to {after['minutes']} min"
    if any(before.get(key) != after.get(key) for key in PLACE):
        return f"moved {visit_words(clinic, before)} to {words.split(' with ', 1)[1]}, {after['minutes']} min"
    return f"{'accepted' if action == 'accept' else 'changed'} {words}"
