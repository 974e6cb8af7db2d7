"""The sample clinic: six doctors, made-up patients, three weeks of visits around today, the same for one seed.

Written as one transaction. Every visit lies inside hours and clashes with none; a test holds it to that.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from scheduling.model.records import validate
from scheduling.sample.clinic import DOCTORS, HOSPITAL, LOCATIONS, NOTES, REASONS, TYPES
from scheduling.sample.coming import still_to_come
from scheduling.sample.history import former_patients, lived, shared_out
from scheduling.sample.people import PATIENTS
from scheduling.sample.today import todays_visits, todays_waitlist
from scheduling.sample.waiting import entries, given_back
from scheduling.services.clinic import Clinic
from scheduling.when import iso
from scheduling.when.spans import subtract
from scheduling.when.zones import iso as iso_minute
from scheduling.when.zones import local_day, ordinal_of, stored_minute, zone

if TYPE_CHECKING:
    from scheduling.desk import Desk
    from scheduling.store.transaction import Transaction

Record = dict[str, Any]

GRID = 15
SHARES = {"fu": 9, "new": 4, "proc": 2, "tel": 3, "vacc": 3, "urg": 2}
"""How often a type is booked, beside the others."""

DAYS_BEFORE, DAYS_AFTER = 7, 14
HISTORY_DAYS = 84
"""Days before those, of which only the figures and the patients' pasts tell."""


@dataclass(frozen=True)
class Free:
    """A doctor's working time of one date, epoch minutes, at one location."""

    start: int
    end: int
    location: str


def fill(desk: Desk, seed: int = 1) -> None:
    """Write the sample into an empty clinic. Raises what the store raises."""
    desk.store.write("sample", lambda txn: _write(txn, seed))


def _write(txn: Transaction, seed: int) -> None:
    random = Random(seed)
    txn.put("hospitals", HOSPITAL)
    for location in LOCATIONS:
        txn.put("locations", location)
    for kind in TYPES:
        txn.put("types", {"hospital": HOSPITAL["id"], **kind})
    for doctor in DOCTORS:
        _write_doctor(txn, *doctor)
    for patient in _patients(random):
        txn.put("patients", patient)
    view = txn.view.fork()
    view.apply(txn.changes)
    number = 0
    for number, visit in enumerate(_visits(Clinic(view, txn.now), txn.now, random), 1):
        txn.put("appointments", {"id": f"v{number:04}", **visit})
    for entry in todays_waitlist(txn.now):
        txn.put("waitlist", entry)
    for entry in entries(HOSPITAL["id"], txn.now, ordinal_of(txn.now // 60, zone(HOSPITAL["timezone"]))):
        txn.put_back("waitlist", validate("waitlist", entry))  # with its own stamps: they have waited for days
    full = txn.view.fork()
    full.apply(txn.changes)
    for after, visit in enumerate(given_back(Clinic(full, txn.now)), number + 1):
        txn.put("appointments", {"id": f"v{after:04}", **visit})
    today = ordinal_of(txn.now // 60, zone(HOSPITAL["timezone"]))
    for table, record in still_to_come(date.fromordinal(today)):
        txn.put(table, record)
    past = Random(seed + 1)
    for patient in former_patients(HOSPITAL["id"], txn.now, past):
        txn.put_back("patients", validate("patients", patient))
    for number, visit in enumerate(_history(Clinic(view, txn.now), txn.now, past), 1):
        txn.put_back("appointments", validate("appointments", {"id": f"h{number:04}", **visit}))


def _write_doctor(
    txn: Transaction, ident: str, name: str, specialty: str, hours: dict[str, tuple[tuple[str, str, str], ...]]
) -> None:
    places = sorted({place for rows in hours.values() for _, _, place in rows})
    txn.put(
        "doctors",
        {
            "id": ident,
            "hospital": HOSPITAL["id"],
            "name": name,
            "specialty": specialty,
            "locations": places,
            "email": f"{ident}@riverside.example",
        },
    )
    for weekday, rows in hours.items():
        for number, (start, end, place) in enumerate(rows, 1):
            row = {"doctor": ident, "weekday": weekday, "start": start, "end": end, "location": place}
            txn.put("hours", {"id": f"w.{ident}.{weekday}.{number}", **row})


def _patients(random: Random) -> Iterator[Record]:
    for number, name in enumerate(PATIENTS, 1):
        record: Record = {
            "id": f"p{number:03}",
            "name": name,
            "hospital": HOSPITAL["id"],
            "birth_date": f"{random.randint(1931, 2023)}-{random.randint(1, 12):02}-{random.randint(1, 28):02}",
            "phones": [f"917 555 {random.randint(100, 199):04}"],
            "record_number": f"{number:03} {random.randint(100, 999)}",
        }
        if number % 9 == 1:
            record["alerts"] = [random.choice(("interpreter", "wheelchair", "hard of hearing", "needle phobia"))]
        if number % 7 == 1:
            record["note"] = random.choice(NOTES)
        yield record


def _visits(clinic: Clinic, now: int, random: Random) -> Iterator[Record]:
    """Visits of every doctor, filled day by day to between 55 and 85 percent."""
    tz = zone(HOSPITAL["timezone"])
    today, monday = ordinal_of(now // 60, tz), _monday_after(now)
    engaged: dict[str, list[tuple[int, int]]] = {}
    visits: list[Record] = []
    for ordinal in range(monday - DAYS_BEFORE, monday + DAYS_AFTER):
        for doctor, *_ in DOCTORS:
            blocks = [Free(span.start, span.end, span.location or "") for span in clinic.plan(doctor, ordinal).blocks]
            visits += _fill_day(doctor, blocks, engaged, now, tz, random)
    _leave_waiting(visits)
    yield from visits
    yield from _dropped(clinic, today, now, tz, random)
    yield _held(clinic, visits, today, now, tz)
    written = iso_minute(now // 60, tz)[:10]
    busy = {visit["patient"] for visit in visits if visit["start"].startswith(written)}
    people = [f"p{number:03}" for number in range(1, len(PATIENTS) + 1)]
    yield from todays_visits(clinic, visits, [one for one in people if one not in busy], tz)


def _monday_after(now: int) -> int:
    """The ordinal of the Monday from which the sample counts."""
    today = ordinal_of(now // 60, zone(HOSPITAL["timezone"]))
    return today - (today + 6) % 7


def _history(clinic: Clinic, now: int, random: Random) -> Iterator[Record]:
    """Visits of the weeks before `_visits`, every doctor, and how they ended."""
    first = _monday_after(now) - DAYS_BEFORE
    engaged: dict[str, list[tuple[int, int]]] = {}
    visits: list[Record] = []
    for ordinal in range(first - HISTORY_DAYS, first):
        for doctor, *_ in DOCTORS:
            blocks = [Free(span.start, span.end, span.location or "") for span in clinic.plan(doctor, ordinal).blocks]
            visits += _fill_day(doctor, blocks, engaged, now, zone(HOSPITAL["timezone"]), random)
    shared = list(shared_out(visits, HOSPITAL["timezone"], random))
    return lived(shared, HOSPITAL["timezone"], random)


def _leave_waiting(visits: list[Record]) -> None:
    """At night nobody waits or is seen; then two of the last visits are still to be worked off, as at real desks."""
    for status, gone in (("arrived", ("ready_at", "ended_at")), ("checked-in", ("ended_at",))):
        if all(visit["status"] != status for visit in visits):
            visit = max(
                (visit for visit in visits if visit["status"] == "fulfilled"), key=lambda visit: visit["start"]
            )
            visit["status"] = status
            for stamp in gone:
                del visit[stamp]


def _fill_day(
    doctor: str, blocks: list[Free], engaged: dict[str, list[tuple[int, int]]], now: int, tz: ZoneInfo, random: Random
) -> Iterator[Record]:
    """Visits spread over a working day: between them as much is left free as the day's share allows."""
    working = left = sum(block.end - block.start for block in blocks)
    wanted = working * random.uniform(0.62, 0.85)
    booked = 0
    for block in blocks:
        after = left - (block.end - block.start)
        start = block.start
        while start < block.end:
            left = after + block.end - start
            fitting = [kind for kind in TYPES if kind["minutes"] <= min(block.end - start, working * 0.88 - booked)]
            kind = random.choices(fitting, [SHARES[kind["id"]] for kind in fitting])[0] if fitting else None
            if kind is None or random.random() >= _likely(kind["minutes"], (wanted - booked) / (left * 0.8)):
                start += GRID
                continue
            end = start + kind["minutes"]
            patient = _free_patient(engaged, start, end, random)
            may_miss = booked + (left - kind["minutes"]) * 0.6 >= working * 0.55
            visit = _visit(doctor, block.location, kind, patient, start, now, tz, random, may_miss)
            yield visit
            booked += kind["minutes"] if visit["status"] != "noshow" else 0
            start = block.start + -((block.start - end) // GRID) * GRID


def _likely(minutes: int, share: float) -> float:
    """How likely a visit begins here rather than a pause, so that `share` of the time left is booked in the end."""
    if share >= 1:
        return 1.0
    return GRID * share / (minutes * (1 - share) + GRID * share) if share > 0 else 0.0


def _free_patient(engaged: dict[str, list[tuple[int, int]]], start: int, end: int, random: Random) -> str:
    """Somebody who is nowhere else at that time."""
    while True:
        ident = f"p{random.randint(1, len(PATIENTS)):03}"
        if subtract([(start, end)], engaged.get(ident, [])) == [(start, end)]:
            engaged.setdefault(ident, []).append((start, end))
            return ident


def _visit(
    doctor: str,
    place: str,
    kind: Record,
    patient: str,
    start: int,
    now: int,
    tz: ZoneInfo,
    random: Random,
    may_miss: bool = True,
) -> Record:
    record: Record = {
        "hospital": HOSPITAL["id"],
        "doctor": doctor,
        "patient": patient,
        "location": place,
        "type": kind["id"],
        "start": iso_minute(start, tz),
        "minutes": kind["minutes"],
    }
    if random.random() < 0.5:
        record["reason"] = random.choice(REASONS)
    if random.random() < 0.15:
        record["note"] = random.choice(NOTES)
    return record | _state(start, kind["minutes"], now, tz, random, may_miss)


def _state(start: int, minutes: int, now: int, tz: ZoneInfo, random: Random, may_miss: bool) -> Record:
    """The status that a visit would have by now, with its stamps."""
    end = start + minutes
    today = local_day(ordinal_of(now // 60, tz), tz)
    if end * 60 <= now:
        if may_miss and random.random() < 0.07:
            return {"status": "noshow"}
        # A few that nobody has worked off yet: the desk lists them.
        if random.random() < 0.02:
            return {"status": "booked"}
        arrived = (start - random.randint(0, 15)) * 60
        stamps = {"arrived_at": arrived, "ready_at": start * 60, "ended_at": end * 60}
        return {"status": "fulfilled", **{name: iso.stamp(moment) for name, moment in stamps.items()}}
    if start * 60 <= now:
        waited_from = iso.stamp((start - 6) * 60)
        return {"status": "checked-in", "arrived_at": waited_from, "ready_at": iso.stamp(start * 60)}
    if start * 60 <= now + 2_400 and start < today.end:
        return {"status": "arrived", "arrived_at": iso.stamp(now - random.randint(1, 22) * 60)}
    return {"status": "booked"} | ({"response": "accepted"} if random.random() < 0.3 else {})


def _dropped(clinic: Clinic, today: int, now: int, tz: ZoneInfo, random: Random) -> Iterator[Record]:
    """Cancelled visits, and one entered in error."""
    for number in range(14):
        doctor = DOCTORS[number % len(DOCTORS)][0]
        blocks = [
            Free(span.start, span.end, span.location or "")
            for ordinal in range(today + 1, today + 8)
            for span in clinic.plan(doctor, ordinal).blocks
        ]
        block = random.choice(blocks)
        visit = _visit(doctor, block.location, random.choice(TYPES), _anyone(random), block.start, now, tz, random)
        visit.pop("response", None)
        if number == 0:
            yield visit | {"status": "entered-in-error"}
        else:
            reason = random.choice(("patient", "clinic", "moved elsewhere"))
            yield visit | {"status": "cancelled", "cancel_reason": reason}


def _held(clinic: Clinic, visits: list[Record], today: int, now: int, tz: ZoneInfo) -> Record:
    """A hold for a caller who is asking at home."""
    taken = [
        (start, start + visit["minutes"])
        for visit in visits
        if visit["doctor"] == "osei"
        for start in [stored_minute(visit["start"], tz)]
    ]
    for ordinal in range(today, today + DAYS_AFTER):
        blocks = clinic.plan("osei", ordinal).blocks
        day = local_day(ordinal, tz)
        booked = sum(end - start for start, end in taken if day.start <= start < day.end)
        if booked + TYPES[0]["minutes"] > 0.88 * sum(block.end - block.start for block in blocks):
            continue
        for block in blocks:
            for start, end in subtract([(max(block.start, now // 60 + GRID), block.end)], taken):
                start += (block.start - start) % GRID
                if end - start >= TYPES[0]["minutes"]:
                    return {
                        "hospital": HOSPITAL["id"],
                        "doctor": "osei",
                        "location": block.location,
                        "type": TYPES[0]["id"],
                        "start": iso_minute(start, tz),
                        "minutes": TYPES[0]["minutes"],
                        "status": "pending",
                        "expires_at": iso.stamp(now + 1_800),
                        "held_by": "front-2",
                        "hold_minutes": 30,
                    }
    raise AssertionError("three weeks without half an hour free")


def _anyone(random: Random) -> str:
    return f"p{random.randint(1, len(PATIENTS)):03}"
