"""The weeks before the sample's own: visits seen and missed, booked long or shortly before, for the figures.

Drawn by a generator of their own: what the sample shows around today stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from random import Random
from typing import Any

from scheduling.when import iso
from scheduling.when.zones import stored_minute, zone

Record = dict[str, Any]

LEADS = ((0, 6, 0.03, 9), (7, 20, 0.06, 8), (21, 34, 0.1, 4), (35, 60, 0.15, 3))
"""Days between booking and visit (first, last), how likely such a visit is missed, and how often it is booked so."""

DROPPED = 0.06
"""How many were cancelled in the end."""

BOOKED_BY = ("j.hale", "t.reyes", "m.osman")

FORMER = 640
"""Patients who came in these weeks and have no visit ahead."""

OFTEN = 0.1
"""The share of past visits of those who come around today as well."""

FAMILIES = (
    "Adeyemi Bauer Castillo Dimitrov Eriksen Fontaine Grabowski Hughes Ibrahim Jovanović Kaya Lindqvist Moreau Novák "
    "Osei Papadaki Quintero Rahman Santoro Tanaka Ueda Virtanen Weiss Xavier Yamamoto Zieliński Abebe Byrne Chaudhry "
    "Diallo"
).split()
GIVEN = (
    "Adam Beatriz Carl Daria Emil Fatou Greta Hugo Imani Jonas Katya Leon Mira Nils Oscar Priya Rafael Sofia Tomás "
    "Uma Viktor Wen Ximena Yusra Zoe Amina Bruno Clara David Eva"
).split()
SPANNED_YEARS = 4


def former_patients(hospital: str, now: int, random: Random) -> Iterator[Record]:
    """Who has come before, with the day that they were first written down."""
    people = [f"{family}, {given}" for family in FAMILIES for given in GIVEN]
    for number, name in enumerate(random.sample(people, FORMER), 1):
        yield {
            "id": f"f{number:04}",
            "name": name,
            "hospital": hospital,
            "birth_date": f"{random.randint(1931, 2023)}-{random.randint(1, 12):02}-{random.randint(1, 28):02}",
            "phones": [f"212 555 {random.randint(100, 199):04}"],
            "record_number": f"{100 + number} {random.randint(100, 999)}",
            "created_at": iso.stamp(now - random.randint(90, SPANNED_YEARS * 365) * 86_400),
        }


def shared_out(visits: list[Record], timezone: str, random: Random) -> Iterator[Record]:
    """The visits, most of them given to former patients, nobody in two places at once."""
    tz = zone(timezone)
    engaged: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for visit in visits:
        if random.random() < OFTEN:
            yield visit
            continue
        start, day = stored_minute(visit["start"], tz), visit["start"][:10]
        end = start + visit["minutes"]
        while True:
            patient = f"f{random.randint(1, FORMER):04}"
            taken = engaged.setdefault((patient, day), [])
            if all(end <= low or high <= start for low, high in taken):
                taken.append((start, end))
                break
        yield visit | {"patient": patient}


def lived(visits: Iterable[Record], timezone: str, random: Random) -> Iterator[Record]:
    """Past visits with the day that they were booked on, and how they ended accordingly."""
    tz = zone(timezone)
    for visit in visits:
        first, last, missed, _ = random.choices(LEADS, [share for *_, share in LEADS])[0]
        start = stored_minute(visit["start"], tz)
        booked = (start - random.randint(first, last) * 1_440 - random.randint(60, 480)) * 60
        past = visit | {"created_at": iso.stamp(booked), "created_by": random.choice(BOOKED_BY)}
        ends = random.random()
        if ends < missed:
            past = _without_stamps(past) | {"status": "noshow"}
        elif ends > 1 - DROPPED:
            past = _without_stamps(past) | {"status": "cancelled", "cancel_reason": "patient"}
        else:
            past |= _seen(start, visit["minutes"], random)
        yield past


def _without_stamps(visit: Record) -> Record:
    return {name: value for name, value in visit.items() if name not in ("arrived_at", "ready_at", "ended_at")}


def _seen(start: int, minutes: int, random: Random) -> Record:
    """Came a little early or late, waited a little, was seen."""
    arrived = start - random.randint(-3, 15)
    ready = max(start, arrived) + random.randint(0, 14)
    stamps = {"arrived_at": arrived, "ready_at": ready, "ended_at": ready + minutes}
    return {"status": "fulfilled", **{name: iso.stamp(moment * 60) for name, moment in stamps.items()}}
