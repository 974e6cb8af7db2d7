"""Holds: a time kept for somebody for half an hour, or for a form that is open (RULES 13, 17).

Dead holds are tidied up by whoever books next, in the same line, so that a clock set back wakes nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduling.errors import Refused, invalid
from scheduling.model.reads import Opening
from scheduling.model.status import FORM_MINUTES, SYSTEM_CANCEL_REASONS
from scheduling.rules.booking import Place
from scheduling.rules.openings import clashes
from scheduling.services.checks import Pass, Wish, alternatives, alternatives_words, reasons, settle
from scheduling.services.clinic import Clinic, Record
from scheduling.services.outcome import Done
from scheduling.services.visits import find_wish, guard_version, new_ident, visit_record
from scheduling.services.words import moment_words, person
from scheduling.when import iso

if TYPE_CHECKING:
    from scheduling.model import requests
    from scheduling.store.transaction import Transaction

HOLD_FIELDS = ("expires_at", "held_by", "hold_minutes")
"""What a hold carries and a visit does not."""

KEEP_SECONDS = 86_400
TIDY_AT_MOST = 8


def expires(record: Record) -> int:
    """Epoch second at which a hold is dead, exactly."""
    return iso.parse_stamp(record["expires_at"])


def is_live(record: Record, now: int) -> bool:
    """Whether a hold still holds."""
    return record["status"] == "pending" and expires(record) > now


def bury_at(txn: Transaction, clinic: Clinic, doctor: str, place: Place) -> None:
    """Cancel the expired holds that a booking lies over, in its own line (STORE I3)."""
    for busy in clinic.busy_around(doctor, place.start, place.end):
        if busy.blocks_until > txn.now:
            continue
        record = clinic.need("appointments", busy.id, "id")
        dead = record["status"] == "pending"
        # Two dates of a series may lie near one dead hold: it is cancelled once.
        fresh = txn.doc_id(busy.id) not in txn.changes.get("appointments", {})
        if dead and fresh and clashes(busy, place.start, place.end, 1440, 1440):
            txn.put("appointments", record | {"status": "cancelled", "cancel_reason": "expired"})


def bury(txn: Transaction, clinic: Clinic, wish: Wish) -> None:
    """`bury_at` the place of a wish, and tidy up a few other dead holds on the way."""
    bury_at(txn, clinic, wish.doctor["id"], wish.place)
    tidied = 0
    for doc_id in sorted(txn.view.index.holds):
        if tidied == TIDY_AT_MOST:
            break
        record = txn.view.tables["appointments"][doc_id]
        if record["id"] in wish.ignoring or doc_id in txn.changes.get("appointments", {}):
            continue
        tidied += _tidy(txn, record)


def _tidy(txn: Transaction, record: Record) -> bool:
    """Cancel an expired hold; drop one that has been dead for a day, where the desk itself made its id, which is
    never given twice. An id that a caller chose stays taken (RULES 17, 21)."""
    if record["status"] == "pending":
        if expires(record) > txn.now:
            return False
        txn.put("appointments", record | {"status": "cancelled", "cancel_reason": "expired"})
        return True
    since = iso.parse_stamp(record.get("updated_at") or record["created_at"])
    if since + KEEP_SECONDS <= txn.now and not record.get("named_by_caller"):
        txn.drop("appointments", record["id"])
        return True
    return False


def hold(txn: Transaction, asked: requests.Hold) -> Done:
    """`hold`: keep a time; the patient may come later."""
    clinic = Clinic(txn.view, txn.now)
    wish, why, warnings = find_wish(txn, asked)
    ident = new_ident(txn, asked.id, "h")
    location, overridden = settle(clinic, wish, Pass(asked.override, asked.allow_patient_clash))
    hospital = clinic.need("hospitals", wish.doctor["hospital"], "hospital")
    minutes = FORM_MINUTES if asked.form else hospital.get("hold_minutes", 30)
    bury(txn, clinic, wish)
    release_named(txn, clinic, asked.hold)
    record = {"id": ident} | visit_record(
        clinic,
        wish,
        location,
        status="pending",
        reason=asked.reason,
        note=asked.note,
        request_id=asked.request_id,
        expires_at=iso.stamp(txn.now + minutes * 60),
        held_by=txn.desk or txn.by or "a desk",
        hold_minutes=minutes,
        override=asked.override if overridden else None,
        allow_patient_clash=asked.allow_patient_clash,
        chosen=why or None,
        named_by_caller=asked.id is not None or None,
    )
    return Done("appointments", txn.put("appointments", record), warnings=warnings)


def release_named(txn: Transaction, clinic: Clinic, ident: str | None) -> None:
    """The hold that a caller named has done its work: its time is booked, or held anew."""
    held = clinic.replica.record("appointments", ident) if ident else None
    if held is not None and held["status"] == "pending":
        txn.put("appointments", held | {"status": "cancelled", "cancel_reason": "released"})


def need_hold(clinic: Clinic, ident: str, version: int | None, *, live: bool = False) -> Record:
    """A hold by id, `live`: that still holds; raises `Refused` when it is something else."""
    record = clinic.need("appointments", ident, "id")
    is_one = record["status"] == "pending" or record.get("cancel_reason") in SYSTEM_CANCEL_REASONS
    if is_one and live:
        need_live(clinic, record)
    guard_version(record, version)
    if not is_one:
        raise Refused("illegal_transition", "This is a visit, not a hold.", "Use move, cancel or status.", field="id")
    return record


def need_live(clinic: Clinic, record: Record) -> None:
    """Refuse a hold that has run out, its own time first among the alternatives when it is still free (RULES 17)."""
    if is_live(record, clinic.now):
        return
    wish = wish_of_hold(clinic, record)
    own = Opening(record["doctor"], record.get("location"), wish.start, wish.end)
    others = alternatives(clinic, wish, [] if reasons(clinic, wish) else [own])
    word = "was released" if record.get("cancel_reason") == "released" else "has run out"
    tz = clinic.tz_of(record["doctor"])
    raise Refused(
        "hold_expired",
        f"The hold of {moment_words(wish.start, tz)} {word}.",
        alternatives_words(clinic, wish, others),
        field="id",
        blocking=(record["id"],),
        alternatives=others,
    )


def wish_of_hold(clinic: Clinic, record: Record, **changes: str | None) -> Wish:
    """What a hold holds, as a wish that ignores itself."""
    doctor = clinic.need("doctors", record["doctor"], "doctor")
    type_id = changes.get("type") or record.get("type")
    wanted = clinic.wanted(doctor, record["minutes"], type_id)
    if not changes.get("type"):
        wanted = wanted._replace(before=record.get("buffer_before", 0), after=record.get("buffer_after", 0))
    patient = changes.get("patient") or record.get("patient")
    start = clinic.span(record)[0]
    return Wish(doctor, start, wanted, record.get("location"), patient, frozenset((record["id"],)))


def renew(txn: Transaction, asked: requests.Renew) -> Done:
    """`renew`: it lives its whole length again, from now."""
    clinic = Clinic(txn.view, txn.now)
    record = need_hold(clinic, asked.id, asked.version, live=True)
    minutes = record.get("hold_minutes", FORM_MINUTES)
    return Done("appointments", txn.put("appointments", record | {"expires_at": iso.stamp(txn.now + minutes * 60)}))


def lengthen(txn: Transaction, asked: requests.Renew) -> Done:
    """A form's hold becomes one for a caller who must ask at home: the hospital's `hold_minutes` from now."""
    clinic = Clinic(txn.view, txn.now)
    record = need_hold(clinic, asked.id, asked.version, live=True)
    minutes = clinic.need("hospitals", record["hospital"], "hospital").get("hold_minutes", 30)
    changes = {"expires_at": iso.stamp(txn.now + minutes * 60), "hold_minutes": minutes}
    return Done("appointments", txn.put("appointments", record | changes))


def release(txn: Transaction, asked: requests.Renew) -> Done:
    """`release`: the time is free again. Repeated, it answers the same."""
    clinic = Clinic(txn.view, txn.now)
    record = need_hold(clinic, asked.id, asked.version)
    if record["status"] != "pending":
        return Done("appointments", record)
    return Done(
        "appointments", txn.put("appointments", record | {"status": "cancelled", "cancel_reason": "released"})
    )


def _confirmed(clinic: Clinic, record: Record, patient: str | None) -> Done:
    """A repeated confirm is answered the same; one for somebody else is told who was first."""
    if patient in (None, record["patient"]):
        return Done("appointments", record)
    first = clinic.need("patients", record["patient"], "patient")
    raise Refused(
        "hold_expired",
        f"This hold was confirmed for {person(first['name'])}.",
        "Take another time.",
        field="id",
        blocking=(record["id"],),
    )


def confirm(txn: Transaction, asked: requests.Confirm) -> Done:
    """`confirm`: compare-and-set from held to booked; repeated, it answers the same (RULES 17).

    `rebook`: a hold that ran out is booked all the same when its time is still free, and a warning says so.
    """
    clinic = Clinic(txn.view, txn.now)
    record = clinic.need("appointments", asked.id, "id")
    if record["status"] == "booked" and record.get("confirmed_at"):
        return _confirmed(clinic, record, asked.patient)
    record = need_hold(clinic, asked.id, asked.version, live=not asked.rebook)
    patient = asked.patient or record.get("patient")
    if patient is None:
        raise invalid("patient", "patient is missing.", "Say for whom the time is booked.")
    clinic.need_active("patients", patient, "patient")
    late = not is_live(record, txn.now)
    if asked.type is not None:
        clinic.need_active("types", asked.type, "type")
    wish = wish_of_hold(clinic, record, type=asked.type, patient=patient)
    # Notice and horizon were asked when the hold was made; the hours and the rest may have changed since.
    passing = Pass(record.get("override"), asked.allow_patient_clash, made=not late)
    settle(clinic, wish, passing)
    bury(txn, clinic, wish)
    given = {name: getattr(asked, name) for name in ("type", "reason", "note") if getattr(asked, name) is not None}
    kept = {key: value for key, value in record.items() if key not in (*HOLD_FIELDS, "cancel_reason")}
    booked = (
        kept
        | given
        | {
            "patient": patient,
            "allow_patient_clash": asked.allow_patient_clash,
            "status": "booked",
            "confirmed_at": iso.stamp(txn.now),
            "buffer_before": wish.wanted.before,
            "buffer_after": wish.wanted.after,
        }
    )
    warnings = ("The hold had run out; the time was still free and is booked.",) if late else ()
    return Done("appointments", txn.put("appointments", booked), warnings=warnings)
