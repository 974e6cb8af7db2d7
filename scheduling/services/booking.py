"""Visits: book, move, edit, cancel, and their statuses (RULES 11–22). Each function decides inside a transaction."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from scheduling.errors import Refused, invalid
from scheduling.model.status import CANCEL_REASONS, STATUSES
from scheduling.rules.booking import Place
from scheduling.rules.lifecycle import check_step, starts_blocking
from scheduling.services import holds, waitlist
from scheduling.services.asking import own_hold
from scheduling.services.checks import Pass, Wish, check_range, resolve_start, settle
from scheduling.services.clinic import Clinic, Record
from scheduling.services.outcome import Done
from scheduling.services.visits import (
    OVER,
    clinic_of,
    find_wish,
    need_visit,
    new_ident,
    not_active,
    refuse_elsewhere,
    visit_record,
)
from scheduling.when import iso

if TYPE_CHECKING:
    from scheduling.model import requests
    from scheduling.store.transaction import Transaction

STAMPS = {"arrived": "arrived_at", "checked-in": "ready_at", "fulfilled": "ended_at"}
"""Which stamp a status sets; a step back clears the later ones."""


def book(txn: Transaction, asked: requests.Book) -> Done:
    """`book`: a visit, or the hold that is named made one."""
    clinic = clinic_of(txn)
    wish, why, warnings = find_wish(txn, asked)
    ident = None if asked.id is None else new_ident(txn, asked.id, "a")
    passing = Pass(asked.override, asked.allow_patient_clash, asked.walk_in)
    location, overridden = settle(clinic, wish, passing)
    more: Record = {"status": "booked", "reason": asked.reason, "note": asked.note, "request_id": asked.request_id}
    if asked.walk_in:
        more |= {"status": "arrived", "arrived_at": iso.stamp(txn.now)}
    if overridden:
        more["override"] = asked.override
    if why:
        more["chosen"] = why
    more["allow_patient_clash"] = asked.allow_patient_clash
    holds.bury(txn, clinic, wish)
    held = clinic.replica.record("appointments", asked.hold) if asked.hold else None
    if held is not None and held["status"] == "pending" and ident is None:
        kept = {key: value for key, value in held.items() if key not in ("expires_at", "held_by", "hold_minutes")}
        record = kept | visit_record(clinic, wish, location, **more)
    else:
        holds.release_named(txn, clinic, asked.hold)
        record = {"id": ident or txn.new_id("a")} | visit_record(clinic, wish, location, **more)
    return Done("appointments", txn.put("appointments", record), warnings=warnings)


def move(txn: Transaction, asked: requests.Move) -> Done:
    """`move`: another start, doctor, length or location; keeps the id, ignores itself, all or nothing (RULES 20).

    A hold is moved likewise while it lives, and keeps the moment at which it dies (RULES 17)."""
    clinic = clinic_of(txn)
    record = need_visit(clinic, asked.id, asked.version)
    if record["status"] in OVER:
        raise not_active(record)
    if record["status"] == "pending":
        holds.need_live(clinic, record)
    doctor = clinic.need_active("doctors", asked.doctor or record["doctor"], "doctor")
    start = clinic.span(record)[0]
    warnings: tuple[str, ...] = ()
    if asked.start is not None:
        start, warnings = resolve_start(asked.start, clinic.tz_of(doctor["id"]))
    type_id = asked.type or record.get("type")
    wanted = clinic.wanted(doctor, asked.minutes or (None if asked.type else record["minutes"]), type_id)
    if asked.type is None:
        wanted = wanted._replace(before=record.get("buffer_before", 0), after=record.get("buffer_after", 0))
    check_range(start, wanted.minutes)
    location = asked.location
    if location is None and asked.doctor is None and asked.start is None:
        location = record.get("location")
    if asked.location is not None:
        refuse_elsewhere(clinic, asked.location, [doctor])
    if location is not None:
        clinic.need_active("locations", location, "location")
    ignoring = own_hold(clinic, asked.hold) | {asked.id}
    wish = Wish(doctor, start, wanted, location, record.get("patient"), ignoring)
    passing = Pass(asked.override, asked.allow_patient_clash, made=_same_or_running(clinic, record, start))
    place, overridden = settle(clinic, wish, passing)
    holds.bury(txn, clinic, wish)
    holds.release_named(txn, clinic, asked.hold if asked.hold != asked.id else None)
    kept = {key: value for key, value in record.items() if key not in ("override", "accepted_at")}
    told = {"override": asked.override if overridden else None, "allow_patient_clash": asked.allow_patient_clash}
    changed = kept | visit_record(clinic, wish, place, **told)
    if start != clinic.span(record)[0]:
        changed.pop("wall", None)  # it no longer stands where a series put it
    warnings = (*warnings, *waitlist.told(clinic, [record], [wish]))
    return Done("appointments", txn.put("appointments", changed), warnings=warnings)


def _same_or_running(clinic: Clinic, record: Record, start: int) -> bool:
    """A change of length or doctor at the time it already has asks neither past nor notice again."""
    return clinic.span(record)[0] == start


def update_visit(txn: Transaction, asked: requests.UpdateVisit) -> Done:
    """`update_visit`: type, patient, reason, note, the patient's response. The length stays (RULES 28)."""
    clinic = clinic_of(txn)
    record = need_visit(clinic, asked.id, asked.version)
    if record["status"] in ("cancelled", "entered-in-error"):
        raise not_active(record)
    if record["status"] == "pending":
        holds.need_live(clinic, record)
    given = asked.model_fields_set - {"id", "version", "request_id", "allow_patient_clash"}
    changes = {name: getattr(asked, name) for name in given}
    if "patient" in given:
        changes["allow_patient_clash"] = asked.allow_patient_clash
    if asked.response is not None and asked.response not in ("accepted", "declined", "tentative"):
        raise invalid("response", f"“{asked.response}” is not a response.", "Use accepted, declined or tentative.")
    changed = record | changes
    if given & {"type", "patient"}:
        changed = _retyped(clinic, record, changed, asked)
    return Done("appointments", txn.put("appointments", changed))


def _retyped(clinic: Clinic, record: Record, changed: Record, asked: requests.UpdateVisit) -> Record:
    """Another type brings its buffers, another patient their other visits: both are asked again (RULES 12, 18)."""
    doctor = clinic.need("doctors", record["doctor"], "doctor")
    if asked.patient is not None:
        clinic.need_active("patients", asked.patient, "patient")
    elif changed.get("patient") is None and record["status"] != "pending":
        raise invalid("patient", "patient is missing.", "A visit needs a patient.")
    wanted = clinic.wanted(doctor, record["minutes"], changed.get("type"))
    if "type" not in asked.model_fields_set:
        wanted = wanted._replace(before=record.get("buffer_before", 0), after=record.get("buffer_after", 0))
    elif asked.type is not None and not clinic.offers(doctor, clinic.need_active("types", asked.type, "type")):
        raise Refused(
            "type_not_offered", f"{doctor['name']} does not offer that.", "Choose another type.", field="type"
        )
    patient = changed.get("patient") if "patient" in asked.model_fields_set else None
    if STATUSES[record["status"]].blocking:
        ask_taken(clinic, record, patient, wanted_before_after=(wanted.before, wanted.after), asked=asked)
    return changed | {"buffer_before": wanted.before, "buffer_after": wanted.after}


def ask_taken(
    clinic: Clinic,
    record: Record,
    patient: str | None,
    *,
    wanted_before_after: tuple[int, int] | None = None,
    asked: Any = None,
    ignoring: frozenset[str] = frozenset(),
) -> None:
    """Rule 16 (and 18, when a patient is given) for a visit where it stands; hours are not asked again. What it was
    booked over at first, with a reason or told to go on, it comes back over.

    `ignoring`: other visits that the same step moves out of the way."""
    doctor = clinic.need("doctors", record["doctor"], "doctor")
    before, after = wanted_before_after or (record.get("buffer_before", 0), record.get("buffer_after", 0))
    wanted = clinic.wanted(doctor, record["minutes"], None)._replace(before=before, after=after, published_only=False)
    start = clinic.span(record)[0]
    wish = Wish(doctor | {"active": True}, start, wanted, None, patient, ignoring | {record["id"]})
    overbooked = record.get("override")
    told = record.get("allow_patient_clash", False) if asked is None else asked.allow_patient_clash
    passing = Pass(overbooked, told, made=True)
    try:
        settle(clinic, wish, replace(passing, settled=True))
    except Refused as refused:
        if asked is not None or refused.code != "patient_clash":
            raise
        # A status and an undo cannot be told to go on all the same.
        remedy = "Move or cancel that visit first, or book this one anew."
        raise Refused(refused.code, refused.reason, remedy, field="patient", blocking=refused.blocking) from None


def cancel(txn: Transaction, asked: requests.Cancel) -> Done:
    """`cancel`: keeps the record, with reason, who and when (RULES 21)."""
    clinic = clinic_of(txn)
    record = need_visit(clinic, asked.id, asked.version)
    if asked.reason not in CANCEL_REASONS:
        raise invalid("reason", f"“{asked.reason}” is not a reason.", f"Use one of: {', '.join(CANCEL_REASONS)}.")
    if record["status"] in ("cancelled", "entered-in-error", "fulfilled"):
        raise not_active(record)
    check_step(record["status"], "cancelled", started=True)
    cancelled = txn.put("appointments", record | {"status": "cancelled", "cancel_reason": asked.reason})
    return Done("appointments", cancelled, warnings=waitlist.told(clinic, [record]))


def set_status(txn: Transaction, asked: requests.SetStatus) -> Done:
    """`status`: one step of the table; a step that takes the time again asks rule 16 (RULES 21)."""
    clinic = clinic_of(txn)
    record = need_visit(clinic, asked.id, asked.version)
    old, new = record["status"], asked.status
    start, end = clinic.span(record)
    check_step(old, new, started=start * 60 <= txn.now)
    if old == "pending" and new == "booked":
        holds.need_live(clinic, record)
        if record.get("patient") is None:
            raise invalid("patient", "A visit needs a patient.", "Confirm the hold with a patient.")
    changed = {key: value for key, value in record.items() if key not in holds.HOLD_FIELDS} | {"status": new}
    if starts_blocking(old, new):
        ask_taken(clinic, record, record.get("patient"))
        holds.bury_at(txn, clinic, record["doctor"], Place(start, end, None))
    ladder = ["booked", *STAMPS]
    if new in ladder:
        for later in ladder[ladder.index(new) + 1 :]:
            changed.pop(STAMPS[later], None)
    if new in STAMPS:
        changed.setdefault(STAMPS[new], iso.stamp(txn.now))  # a step back does not make anybody arrive anew
    if new == "cancelled":
        changed["cancel_reason"] = "other"
    warnings = () if STATUSES[new].blocking else waitlist.told(clinic, [record])
    return Done("appointments", txn.put("appointments", changed), warnings=warnings)
