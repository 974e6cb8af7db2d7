"""What makes the sample's today a real one: somebody late, somebody whose turn has passed, times given back, and
people who wait for an earlier one. Draws nothing: the rest of the sample stays as it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from scheduling.services.clinic import Clinic
from scheduling.when import iso
from scheduling.when.spans import subtract
from scheduling.when.zones import iso as iso_minute
from scheduling.when.zones import ordinal_of, stored_minute

Record = dict[str, Any]

GRID, SHORT, LONG, ROOMY = 15, 15, 30, 75
WAITING = ("p017", "p029", "p041")
"""Patients on the waitlist."""


def todays_visits(
    clinic: Clinic, present: Sequence[Record], patients: Sequence[str], tz: ZoneInfo
) -> Iterator[Record]:
    """Into gaps of today: a visit nobody has come for, one whose patient waits beyond its start, two given back.

    `present`: what the sample has booked; `patients`: who is nowhere today.
    """
    now, someone = clinic.now // 60, iter(patients)
    start = (now - 5) // GRID * GRID
    gaps = [gap for doctor in _doctors(clinic) for gap in _gaps(clinic, doctor, present, tz)]
    free = {doctor: sum(high - low for one, _, low, high in gaps if one == doctor) for doctor, *_ in gaps}
    running = [gap for gap in gaps if gap[2] <= start and gap[3] >= start + SHORT and free[gap[0]] >= ROOMY]
    for number, (doctor, place, *_) in enumerate(running[:2]):
        visit = _visit(doctor, place, "tel", next(someone), start, SHORT, tz)
        waits = {"status": "arrived", "arrived_at": iso.stamp((start - 2) * 60)}
        yield visit | ({"status": "booked"} if number == 0 else waits)
    for gap in (
        next((gap for gap in gaps if gap[2] >= now + 120 and gap[3] >= gap[2] + LONG), None),
        next((gap for gap in gaps if gap[3] <= now and gap[3] >= gap[2] + LONG), None),
    ):
        if gap is not None:
            doctor, place, low, _ = gap
            dropped = {"status": "cancelled", "cancel_reason": "patient"}
            yield _visit(doctor, place, "fu", next(someone), low, LONG, tz) | dropped


def todays_waitlist(now: int) -> Iterator[Record]:
    """Three who wait for an earlier time."""
    wishes: tuple[Record, ...] = ({"priority": 2, "note": "Any time, lives near."}, {"minutes": 15}, {"type": "fu"})
    for number, (patient, wish) in enumerate(zip(WAITING, wishes, strict=True), 1):
        stamp = iso.stamp(now - number * 86_400)
        yield {"id": f"qs{number}", "patient": patient, "status": "waiting", "created_at": stamp, **wish}


def _doctors(clinic: Clinic) -> list[str]:
    return [record["id"] for record in clinic.doctors()][::-1]


def _gaps(
    clinic: Clinic, doctor: str, present: Sequence[Record], tz: ZoneInfo
) -> Iterator[tuple[str, str, int, int]]:
    """(doctor, location, start, end) of what is free in today's hours, from a start on the grid."""
    taken = [
        (start, start + visit["minutes"])
        for visit in present
        if visit["doctor"] == doctor and visit["status"] not in ("cancelled", "entered-in-error")
        for start in [stored_minute(visit["start"], tz)]
    ]
    for block in clinic.plan(doctor, ordinal_of(clinic.now // 60, tz)).blocks:
        for low, high in subtract([(block.start, block.end)], taken):
            yield doctor, block.location or "", low, high


def _visit(doctor: str, place: str, kind: str, patient: str, start: int, minutes: int, tz: ZoneInfo) -> Record:
    return {
        "hospital": "riverside",
        "doctor": doctor,
        "patient": patient,
        "location": place,
        "type": kind,
        "start": iso_minute(start, tz),
        "minutes": minutes,
    }
