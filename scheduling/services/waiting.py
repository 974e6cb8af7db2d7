"""What the waitlist's screen reads: who waits, the times that suit one of them, and times given back (RULES 25)."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from scheduling.model.reads import Opening, Patient, WaitlistEntry, build
from scheduling.model.status import SYSTEM_CANCEL_REASONS
from scheduling.model.waiting import FreedTime, WaitingView
from scheduling.rules.matching import Waiting, suits
from scheduling.services.checks import Wish, reasons
from scheduling.services.clinic import Clinic, Record
from scheduling.services.finding import Filters, Seekers, by_time, choose, seekers
from scheduling.services.waitlist import those_waiting, waiting_of, whom_it_suits
from scheduling.when.zones import local_day, ordinal_of

AHEAD_DAYS = 92
"""How far the times for an entry are looked for; further is what the finder is for."""


class Asked(NamedTuple):
    """What an entry asks of a time, as the finder reads it."""

    minutes: int | None
    type: str | None
    step: int | None = None


def waiting_list(clinic: Clinic, hospital: str | None) -> tuple[WaitingView, ...]:
    """Who waits, the most urgent first, of equal ones the one who has waited longest; of one hospital, or of all."""
    rows = [row for row, _ in those_waiting(clinic) if hospital in (None, row.get("hospital", hospital))]
    return tuple(_view(clinic, row) for row in rows)


def _view(clinic: Clinic, row: Record) -> WaitingView:
    kind = clinic.need("types", row["type"], "type") if row.get("type") else {}
    patient = clinic.need("patients", row["patient"], "patient")
    named = tuple(clinic.need("doctors", ident, "doctors")["name"] for ident in row.get("doctors") or ())
    minutes = row.get("minutes") or kind.get("minutes") or _usual_minutes(clinic, row)
    return WaitingView(
        build(WaitlistEntry, row), build(Patient, patient), named, kind.get("name", ""), kind.get("color"), minutes
    )


def _usual_minutes(clinic: Clinic, row: Record) -> int:
    """What a visit takes where an entry says neither length nor type."""
    sites = [clinic.need("hospitals", row["hospital"], "hospital")] if row.get("hospital") else clinic.hospitals()
    return next((int(site.get("default_minutes", 30)) for site in sites), 30)


def times_for(clinic: Clinic, ident: str, days: int) -> tuple[Opening, ...]:
    """The first time of each of the next `days` dates at which an entry could be booked."""
    row = clinic.need("waitlist", ident, "id")
    kind = clinic.need("types", row["type"], "type") if row.get("type") else {}
    there = clinic.need("patients", row["patient"], "patient").get("active", True)
    if not there or not kind.get("active", True):
        return ()
    entry = waiting_of(clinic, row)
    doctors = [doctor for doctor in clinic.doctors() if entry.doctors is None or doctor["id"] in entry.doctors]
    ready = seekers(clinic, doctors, Asked(row.get("minutes"), row.get("type")), -((-clinic.now) // 60))
    ready = [_begun(group, entry) for group in ready]
    last = max((_last(clinic, group, entry) for group in ready), default=0)
    filters = Filters(None, entry.weekdays, entry.between)
    found: list[Opening] = []
    while ready and len(found) < days:
        opening = _first(clinic, entry, row["patient"], ready, filters, last)
        if opening is None:
            break
        found.append(opening)
        midnight = local_day(_ordinal(clinic, opening), clinic.tz_of(opening.doctor)).end
        ready = [group._replace(low=max(group.low, midnight)) for group in ready]
    return tuple(found)


def _first(
    clinic: Clinic, entry: Waiting, patient: str, ready: list[Seekers], filters: Filters, last: int
) -> Opening | None:
    """The first start that suits an entry and at which its patient is free, with the doctor whose turn it is."""
    for quick in (True, False):  # mostly the first start of all will do, which is found without making the others
        for start, rivals in by_time(clinic, ready, filters, last, first_only=quick):
            able = {
                doctor: (doctor, wanted, location)
                for doctor, wanted, location in rivals
                if suits(entry, doctor, start, clinic.tz_of(doctor))
            }
            while able:
                opening, _ = choose(clinic, start, list(able.values()))
                ident, wanted, location = able.pop(opening.doctor)
                doctor_record = clinic.need("doctors", ident, "doctor")
                if not reasons(clinic, Wish(doctor_record, start, wanted, location, patient)):
                    return opening
            if quick:
                break
    return None


def _ordinal(clinic: Clinic, opening: Opening) -> int:
    return ordinal_of(opening.start, clinic.tz_of(opening.doctor))


def _begun(group: Seekers, entry: Waiting) -> Seekers:
    """Nothing is looked for before the entry's first date."""
    return (
        group if entry.first is None else group._replace(low=max(group.low, local_day(entry.first, group.tz).start))
    )


def _last(clinic: Clinic, group: Seekers, entry: Waiting) -> int:
    """The epoch minute up to which there is something to look for."""
    furthest = ordinal_of(group.low, group.tz) + AHEAD_DAYS
    return local_day(furthest if entry.last is None else min(furthest, entry.last), group.tz).end


def freed_times(clinic: Clinic, hospital: str | None, days: int) -> tuple[FreedTime, ...]:
    """Times of visits that were cancelled, from now on and within so many days, still free; by start."""
    waiting = those_waiting(clinic)
    last = clinic.now // 60 + days * 1440
    # The date as it is written tells apart most of what is long over, before any zone is asked.
    soonest = date.fromordinal(date(1970, 1, 1).toordinal() + clinic.now // 86_400 - 1).isoformat()
    found: dict[tuple[str, int], FreedTime] = {}
    for record in clinic.replica.records("appointments"):
        if record["status"] != "cancelled" or record["start"] < soonest or not record.get("patient"):
            continue
        if record.get("cancel_reason") in SYSTEM_CANCEL_REASONS or hospital not in (None, record["hospital"]):
            continue
        start, _ = clinic.span(record)
        if clinic.now <= start * 60 and start < last:
            freed = freed_time(clinic, record["doctor"], start, record["minutes"], waiting)
            if freed is not None:
                given_by = clinic.need("patients", record["patient"], "patient")["name"]
                found[record["doctor"], start] = freed._replace(given_by=given_by)
    return tuple(sorted(found.values(), key=lambda freed: (freed.start, freed.doctor)))


def freed_time(
    clinic: Clinic, doctor_id: str, start: int, minutes: int, waiting: list[tuple[Record, Waiting]]
) -> FreedTime | None:
    """A time of a doctor and whom of `waiting` it would suit; None where it is not free as it stands."""
    doctor = clinic.need("doctors", doctor_id, "doctor")
    if reasons(clinic, Wish(doctor, start, clinic.wanted(doctor, minutes, None))):
        return None
    plans = clinic.plans(doctor_id, start, start + minutes)
    place = next((span.location for plan in plans for span in plan.blocks if span.start <= start < span.end), None)
    ids = tuple(row["id"] for row in whom_it_suits(clinic, doctor, start, minutes, waiting))
    name = clinic.need("locations", place, "location")["name"] if place else ""
    return FreedTime(doctor_id, doctor["name"], start, minutes, name, "", ids)
