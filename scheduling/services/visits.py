"""What every writer of visits shares: finding what is asked for, ids, the guard of versions (RULES 14, 20)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from scheduling.errors import Refused, invalid
from scheduling.model.status import STATUSES
from scheduling.services.asking import one_zone, own_hold, whom
from scheduling.services.checks import Wish, check_range, reasons, resolve_start
from scheduling.services.clinic import Clinic, Record
from scheduling.services.finding import fair
from scheduling.when.zones import iso as iso_minute

if TYPE_CHECKING:
    from scheduling.model import requests
    from scheduling.store.transaction import Transaction

OVER = ("cancelled", "fulfilled", "noshow", "entered-in-error")
"""Statuses of a visit that is over: it is not moved any more."""


def clinic_of(txn: Transaction) -> Clinic:
    """The clinic as this transaction sees it."""
    return Clinic(txn.view, txn.now)


def guard_version(record: Record, version: int | None) -> None:
    """Refuse an edit of a record that has changed since it was shown (RULES 20)."""
    if version is not None and record.get("version", 1) != version:
        who = record.get("updated_by") or record.get("created_by") or "Another desk"
        raise Refused(
            "stale_record",
            f"{who} has changed this meanwhile (you have version {version}, now it is {record.get('version', 1)}).",
            "Look at the record again, then repeat the change.",
            field="version",
            blocking=(record["id"],),
        )


def new_ident(txn: Transaction, ident: str | None, prefix: str) -> str:
    """The caller's id when it is free, else one of ours. Raises `Refused` (`exists`)."""
    if ident is None:
        return txn.new_id(prefix)
    if txn.view.table_of(ident) is not None:
        raise Refused("exists", f"The id “{ident}” is taken.", "Choose another id.", field="id", blocking=(ident,))
    return ident


def find_wish(txn: Transaction, asked: requests.Hold) -> tuple[Wish, str, tuple[str, ...]]:
    """What a booking or hold asks for, the reason for the doctor chosen, and warnings (RULES 4, 14).

    What is wrong is reported in the order of the codes: the time, then ids that nobody has, that somebody has, and
    that are retired.
    """
    clinic = clinic_of(txn)
    doctors = whom(clinic, asked, needed=True, retired=True)
    start, warnings = resolve_start(asked.start, one_zone(clinic, doctors, asked.start, "start", asked.hospital))
    check_range(start, asked.minutes or 0)
    holding = check_named(txn, asked, doctors)
    wish, why = fair_wish(clinic, asked, doctors, start, holding)
    return wish, why if len(doctors) > 1 else "", warnings


def check_named(txn: Transaction, asked: requests.Hold, doctors: list[Record]) -> frozenset[str]:
    """Refuse what a booking names that nobody has, that is elsewhere, that somebody has, or that is retired; answers
    the own hold."""
    clinic = clinic_of(txn)
    named = [
        (f"{field}s", ident, field)
        for field in ("patient", "type", "location")
        if (ident := getattr(asked, field)) is not None
    ]
    for table, ident, field in named:
        clinic.need(table, ident, field)
    if asked.location is not None:
        refuse_elsewhere(clinic, asked.location, doctors)
    holding = own_hold(clinic, asked.hold)
    if asked.id is not None:
        new_ident(txn, asked.id, "")
    field = "doctor" if asked.doctor is not None else "doctors"
    for table, ident, where in (*(("doctors", doctor["id"], field) for doctor in doctors), *named):
        clinic.need_active(table, ident, where)
    return holding


def refuse_elsewhere(clinic: Clinic, location: str, doctors: list[Record]) -> None:
    """Refuse a location of a hospital at which none of the doctors works: no reason brings a doctor there."""
    place = clinic.need("locations", location, "location")
    if place["hospital"] not in {doctor["hospital"] for doctor in doctors}:
        raise invalid(
            "location", f"{place['name']} belongs to another hospital.", "Name a location of the doctor's own."
        )


def visit_record(clinic: Clinic, wish: Wish, location: str | None, **more: Any) -> Record:
    """A visit's record; the buffers it was booked with are kept on it (STORE rule 13)."""
    return {
        "hospital": wish.doctor["hospital"],
        "doctor": wish.doctor["id"],
        "patient": wish.patient,
        "location": location,
        "type": wish.wanted.type,
        "start": iso_minute(wish.start, clinic.tz_of(wish.doctor["id"])),
        "minutes": wish.wanted.minutes,
        "buffer_before": wish.wanted.before,
        "buffer_after": wish.wanted.after,
        **more,
    }


def need_visit(clinic: Clinic, ident: str, version: int | None) -> Record:
    """A visit by id, at the version the caller knows."""
    record = clinic.need("appointments", ident, "id")
    guard_version(record, version)
    return record


def not_active(record: Record) -> Refused:
    """The refusal to touch a visit that is over."""
    word = STATUSES[record["status"]].word.lower()
    return Refused("not_active", f"This visit is {word}.", "Book a new visit instead.", field="id")


def wish_of(clinic: Clinic, asked: Any, doctor: Record, start: int, ignoring: frozenset[str]) -> Wish:
    """The wish of a booking request with one doctor."""
    wanted = clinic.wanted(doctor, asked.minutes, asked.type)
    return Wish(doctor, start, wanted, asked.location, asked.patient, ignoring, asked.grid_only)


def fair_wish(
    clinic: Clinic, asked: Any, doctors: list[Record], start: int, ignoring: frozenset[str]
) -> tuple[Wish, str]:
    """Among several doctors, the one whose turn it is of those free at that start; when none is, the first one's
    refusal speaks for all (RULES 14)."""
    wishes = [wish_of(clinic, asked, doctor, start, ignoring) for doctor in doctors]
    if len(wishes) == 1:
        return wishes[0], ""
    able = [wish for wish in wishes if not reasons(clinic, replace(wish, patient=None))]
    if not able:
        return wishes[0], ""
    ident, why_chosen = fair(clinic, [wish.doctor["id"] for wish in able], start)
    return next(wish for wish in able if wish.doctor["id"] == ident), why_chosen
