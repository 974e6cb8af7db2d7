"""What the board of a day answers with: who waits, who is in, who is due, and what is left to be worked off.

Named tuples, as in `model.reads`. Minutes are whole and elapsed; moments are epoch minutes.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from scheduling.model.reads import VisitView


class Standing(NamedTuple):
    """A visit on the board and its minutes: waiting since the arrival, in the room, late (below 0: still to come), or
    how long it took. None where nobody stamped it."""

    visit: VisitView
    minutes: int | None


class Tally(NamedTuple):
    """How many of each. `late` are among the `due`; `open`: ended, and nobody has said how."""

    seen: int
    missed: int
    in_room: int
    waiting: int
    due: int
    late: int
    cancelled: int
    open: int


class DoctorNow(NamedTuple):
    """A doctor at work today. `patient_name`: who is in the room, None = nobody. `behind`: minutes. `back`: epoch
    minute at which the next hours begin, None = none today; it counts while `here` is False."""

    doctor: str
    patient_name: str | None
    behind: int
    here: bool
    back: int | None


class FreedTime(NamedTuple):
    """A time given back and free still, half-open epoch minutes. `waiting`: how many on the waitlist it suits."""

    doctor: str
    start: int
    end: int
    past: bool
    waiting: int


class Board(NamedTuple):
    """A date of a hospital. `waiting`: who came first on top; `in_room`: who went in first; `due`: by start, so the
    late first. On a past date those are empty, and `open`, `missed`, `seen`, `cancelled` tell how it ended.

    `unresolved`: visits of any date that ended and nobody resolved, the latest date first, at most `MOST` of
    `unresolved_count`; `oldest` of them. `names`: doctor id → name. `longest_wait`, `average_wait`: minutes.
    """

    date: date
    tally: Tally
    waiting: tuple[Standing, ...]
    in_room: tuple[Standing, ...]
    due: tuple[Standing, ...]
    open: tuple[Standing, ...]
    missed: tuple[Standing, ...]
    seen: tuple[Standing, ...]
    cancelled: tuple[Standing, ...]
    longest_wait: int | None
    average_wait: int | None
    unresolved: tuple[VisitView, ...]
    unresolved_count: int
    oldest: VisitView | None
    doctors: tuple[DoctorNow, ...]
    freed: tuple[FreedTime, ...]
    names: dict[str, str]


MOST = 200
"""Unresolved visits that are listed; the next follow when these are worked off."""


class QueueCounts(NamedTuple):
    """What waits to be worked off: patients in the waiting room, people on the waitlist, visits outside hours."""

    waiting: int
    waitlist: int
    outside: int
