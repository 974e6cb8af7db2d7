"""The weeks before the sample's own: visits seen and missed, booked long or shortly before, for the figures.

Drawn by a generator of their own: what the sample shows around today stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterator
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


def lived(visits: list[Record], timezone: str, random: Random) -> Iterator[Record]:
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
