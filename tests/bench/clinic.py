"""A clinic of any size, the same for every run: its visits for both sides, and its records for ours."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from scheduling.when.zones import epoch_minute, iso, zone

ZONE = zone("America/New_York")
HOSPITAL = "general"
FIRST_DAY = date(2026, 11, 23)
"""A Monday; the clock of a bench clinic stands at 08:00 of the Friday before."""

NOW = epoch_minute(datetime(2026, 11, 20, 8, 0), ZONE) * 60
OPENS, CLOSES = 9 * 60, 17 * 60
LENGTHS = (30, 45, 60, 60, 90)
A_GAP = 30
"""Minutes: what is free lies in pieces such as a cancelled visit leaves, some of them side by side."""


class Visit(NamedTuple):
    """A visit of the bench clinic: epoch minutes, half-open."""

    id: str
    doctor: str
    patient: str
    start: int
    end: int


class Shift(NamedTuple):
    """A working day of a doctor: epoch minutes, half-open."""

    doctor: str
    start: int
    end: int


class Shape(NamedTuple):
    """How large the clinic is. `fill`: the booked part of the working time; `limit`: at most that many visits."""

    doctors: int
    days: int
    fill: float
    limit: int | None = None
    patients: int = 2_000


def doctor_ids(shape: Shape) -> list[str]:
    """d000 …"""
    return [f"d{number:03}" for number in range(shape.doctors)]


def working_days(shape: Shape) -> list[date]:
    """The first `days` weekdays from FIRST_DAY on."""
    found: list[date] = []
    day = FIRST_DAY
    while len(found) < shape.days:
        if day.weekday() < 5:
            found.append(day)
        day += timedelta(days=1)
    return found


def minute_of(day: date, minutes: int) -> int:
    """Epoch minute of a wall clock of the clinic."""
    return epoch_minute(datetime(day.year, day.month, day.day, minutes // 60, minutes % 60), ZONE)


def shifts(shape: Shape) -> list[Shift]:
    """Every working day of every doctor, by start."""
    return [
        Shift(doctor, minute_of(day, OPENS), minute_of(day, CLOSES))
        for day in working_days(shape)
        for doctor in doctor_ids(shape)
    ]


def visits(shape: Shape, seed: int = 2) -> Iterator[Visit]:
    """The visits, by day: each day is filled up with gaps in between, never a clash of a patient."""
    chance = random.Random(seed)
    made = 0
    for shift in shifts(shape):
        wanted = round((shift.end - shift.start) * shape.fill)
        lengths: list[int] = []
        while sum(lengths) < wanted:
            left = wanted - sum(lengths)
            lengths.append(min(chance.choice(LENGTHS), max(15, left)))
        free = shift.end - shift.start - sum(lengths)
        gaps = [0] * (len(lengths) + 1)
        while free >= 5:
            gap = min(A_GAP, free // 5 * 5)
            gaps[chance.randrange(len(gaps))] += gap
            free -= gap
        start = shift.start
        for gap, length in zip(gaps, lengths, strict=False):
            if made == shape.limit:
                return
            start += gap
            # The patients of a doctor are the doctor's own, so that no patient is in two rooms at once.
            number = int(shift.doctor[1:]) + shape.doctors * chance.randrange(max(1, shape.patients // shape.doctors))
            yield Visit(f"v{made:06}", shift.doctor, f"p{number:05}", start, start + length)
            made += 1
            start += length


def appointment(visit: Visit) -> dict[str, Any]:
    """The stored record of a visit."""
    return {
        "id": visit.id,
        "hospital": HOSPITAL,
        "doctor": visit.doctor,
        "patient": visit.patient,
        "type": "consultation",
        "start": iso(visit.start, ZONE),
        "minutes": visit.end - visit.start,
        "status": "booked",
    }


def settings(shape: Shape) -> Iterator[tuple[str, dict[str, Any]]]:
    """Hospital, type, doctors with their weekly hours, and patients."""
    yield "hospitals", {"id": HOSPITAL, "name": "General", "timezone": ZONE.key, "horizon": 3_000}
    yield "types", {"id": "consultation", "hospital": HOSPITAL, "name": "Consultation", "minutes": 45}
    for doctor in doctor_ids(shape):
        yield "doctors", {"id": doctor, "hospital": HOSPITAL, "name": f"Doctor {doctor}", "specialty": "general"}
        for weekday in ("mon", "tue", "wed", "thu", "fri"):
            row = {"id": f"{doctor}.{weekday}", "doctor": doctor, "weekday": weekday}
            yield "hours", {**row, "start": "09:00", "end": "17:00"}
    for number in range(max(shape.patients, shape.doctors)):
        born = date(1940, 1, 1) + timedelta(days=number * 13 % 25_000)
        yield "patients", {"id": f"p{number:05}", "name": f"Ann Patient{number:05}", "birth_date": born.isoformat()}
