"""The board of a day: who waits and how long, who is in, who is due and late, how far behind each doctor is.

The arithmetic comes first and is pure; what follows it collects the records. No rule is made here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from scheduling.model.board import MOST, Board, DoctorNow, FreedTime, QueueCounts, Standing, Tally
from scheduling.model.reads import VisitView
from scheduling.model.status import SYSTEM_CANCEL_REASONS
from scheduling.services import waitlist
from scheduling.services.clinic import Clinic, Record
from scheduling.services.views import open_spans, visit_view
from scheduling.when.iso import parse_stamp
from scheduling.when.lateness import behind, in_room
from scheduling.when.spans import intersect, subtract, union
from scheduling.when.zones import Day, local_day, ordinal_of

OPEN = ("booked", "arrived", "checked-in")
"""Statuses of a visit that somebody must still resolve when it has ended (RULES 21)."""
PRESENT = ("arrived", "checked-in")

Pairs = list[tuple[int, int]]


# -- arithmetic -----------------------------------------------------------------------------------------------------


def elapsed(since: str | None, until: int) -> int | None:
    """Whole minutes from a stamp to an epoch second, never below 0; None without the stamp."""
    return None if since is None else max(0, (until - parse_stamp(since)) // 60)


def waited(visit: Record) -> int | None:
    """Minutes between arriving and going in; None while either is not stamped."""
    ready = visit.get("ready_at")
    return None if ready is None else elapsed(visit.get("arrived_at"), parse_stamp(ready))


def took(visit: Record) -> int | None:
    """Minutes in the room of a visit that is over; None where either end is not stamped."""
    ended = visit.get("ended_at")
    return None if ended is None else elapsed(visit.get("ready_at"), parse_stamp(ended))


def mean(minutes: Sequence[int]) -> int | None:
    """The average, in whole minutes, half a minute up; None of nothing."""
    return (2 * sum(minutes) + len(minutes)) // (2 * len(minutes)) if minutes else None


# -- the board ------------------------------------------------------------------------------------------------------


def board(clinic: Clinic, hospital: str, day: date, doctor: str | None = None) -> Board:
    """A date of a hospital, of all its doctors or of one, as it is now."""
    tz = clinic.tz(hospital)
    today, shown = clinic.today(tz), day.toordinal()
    midnights = local_day(shown, tz)
    doctors = [
        row
        for row in clinic.replica.records("doctors")
        if row["hospital"] == hospital and doctor in (None, row["id"])
    ]
    found = _Sorted()
    for row in doctors:
        for visit in clinic.busy(row["id"], shown, shown):
            found.take(clinic.need("appointments", visit.id, "id"), visit.start, visit.end, midnights, clinic.now)
    ended, dropped = _scan(clinic, hospital, doctor, day, local_day(today, tz))
    past, now = shown < today, clinic.now // 60
    queues = found.queues(past)
    waits = [minutes for row in (*found.seen, *found.room) if (minutes := waited(row[1])) is not None]
    waiting = tuple(_standing(clinic, row, elapsed(row.get("arrived_at"), clinic.now)) for _, row in queues.waiting)
    longest = [one.minutes for one in waiting if one.minutes is not None]
    resolve = [row for *_, row in sorted(ended, key=lambda one: (-one[0], one[1], one[2]["id"]))]
    oldest = min(ended, key=lambda one: one[1], default=None)
    freed = [] if past else _freed(clinic, doctors, dropped, midnights)
    return Board(
        day,
        found.tally(len(dropped), now),
        waiting,
        tuple(_standing(clinic, row, elapsed(row.get("ready_at"), clinic.now)) for _, row in queues.room),
        tuple(_standing(clinic, row, now - start) for start, row in queues.due),
        tuple(_standing(clinic, row, None) for _, row in queues.open),
        tuple(_standing(clinic, row, None) for _, row in queues.missed),
        tuple(_standing(clinic, row, took(row)) for _, row in queues.seen),
        tuple(_standing(clinic, row, None) for _, row in sorted(dropped, key=_order)) if past else (),
        max(longest if not past else waits, default=None),
        mean(waits),
        tuple(visit_view(clinic, row) for row in resolve[:MOST]),
        len(resolve),
        None if oldest is None else visit_view(clinic, oldest[2]),
        tuple(_doctors_now(clinic, doctors, queues, midnights)) if shown == today else (),
        tuple(freed),
        {row["id"]: row["name"] for row in doctors},
    )


Placed = tuple[int, Record]
"""A visit with its start."""


def _order(placed: Placed) -> tuple[int, str]:
    return placed[0], placed[1]["id"]


class _Queues(NamedTuple):
    waiting: list[Placed]
    room: list[Placed]
    due: list[Placed]
    open: list[Placed]
    missed: list[Placed]
    seen: list[Placed]


class _Sorted:
    """The visits of a date by what is to be done with them.

    A visit belongs to the date on which it starts; who is there while midnight passes belongs to both.
    """

    def __init__(self) -> None:
        self.waiting: list[Placed] = []
        self.room: list[Placed] = []
        self.due: list[Placed] = []
        self.open: list[Placed] = []
        self.missed: list[Placed] = []
        self.seen: list[Placed] = []

    def take(self, record: Record, start: int, end: int, day: Day, now: int) -> None:
        """Put one visit where it belongs; what ended on an earlier date, or is held, is nobody's here."""
        status, placed, today = record["status"], (start, record), day.start * 60 <= now < day.end * 60
        if status in PRESENT and today:
            (self.waiting if status == "arrived" else self.room).append(placed)
        elif start < day.start or status == "pending":
            return
        elif status in OPEN:
            (self.open if end * 60 <= now else self.due).append(placed)
        else:
            (self.seen if status == "fulfilled" else self.missed).append(placed)

    def queues(self, past: bool) -> _Queues:
        """In the order in which they are shown; how a date ended is shown when it has."""
        return _Queues(
            sorted(self.waiting, key=lambda one: (one[1].get("arrived_at", ""), *_order(one))),
            sorted(self.room, key=lambda one: (one[1].get("ready_at", ""), *_order(one))),
            sorted(self.due, key=_order),
            *((sorted(rows, key=_order) if past else []) for rows in (self.open, self.missed, self.seen)),
        )

    def tally(self, cancelled: int, now: int) -> Tally:
        """How many of each; `now` is an epoch minute."""
        late = sum(start < now for start, _ in self.due)
        seen, missed, room, waiting, due, ended = map(
            len, (self.seen, self.missed, self.room, self.waiting, self.due, self.open)
        )
        return Tally(seen, missed, room, waiting, due, late, cancelled, ended)


def _standing(clinic: Clinic, record: Record, minutes: int | None) -> Standing:
    return Standing(visit_view(clinic, record), minutes)


def _scan(
    clinic: Clinic, hospital: str, doctor: str | None, day: date, today: Day
) -> tuple[list[tuple[int, int, Record]], list[Placed]]:
    """(date, start, visit) of those that ended and nobody resolved, and the visits of `day` that people cancelled.

    One look at each visit, most of them by two fields: a written start begins with its date."""
    tz = clinic.tz(hospital)
    written, latest = day.isoformat(), date.fromordinal(clinic.today(tz)).isoformat()
    ended: list[tuple[int, int, Record]] = []
    dropped: list[Placed] = []
    for row in clinic.replica.records("appointments"):
        status = row["status"]
        if status not in OPEN and status != "cancelled":
            continue
        begins = row["start"][:10]
        if begins > latest if status in OPEN else begins != written:
            continue
        if row["hospital"] != hospital or doctor not in (None, row["doctor"]):
            continue
        start, end = clinic.span(row)
        if status == "cancelled":
            if row.get("cancel_reason") not in SYSTEM_CANCEL_REASONS:
                dropped.append((start, row))
        elif end * 60 <= clinic.now and not (status in PRESENT and end > today.start):
            ended.append((ordinal_of(start, tz), start, row))
    return ended, dropped


def _doctors_now(clinic: Clinic, doctors: list[Record], queues: _Queues, day: Day) -> Iterable[DoctorNow]:
    """Who has hours today, or somebody who waits or is in."""
    now = clinic.now // 60
    for doctor in doctors:
        ident = doctor["id"]
        hours = _hours(clinic, doctor, day) if doctor.get("active", True) else []
        room = [placed for placed in queues.room if placed[1]["doctor"] == ident]
        waiting = [start for start, row in queues.waiting if row["doctor"] == ident]
        if not (hours or room or waiting):
            continue
        going = [in_room(start, row["minutes"], row.get("ready_at")) for start, row in room]
        view: VisitView | None = visit_view(clinic, room[0][1]) if room else None
        yield DoctorNow(
            ident,
            None if view is None else view.patient_name,
            behind(now, going, waiting),
            any(start <= now < end for start, end in hours),
            min((start for start, _ in hours if start > now), default=None),
        )


def _hours(clinic: Clinic, doctor: Record, day: Day) -> Pairs:
    """Working time of a date, closures taken out, epoch minutes."""
    tz = clinic.tz_of(doctor["id"])
    ordinal = ordinal_of(day.start, tz)
    plans = [clinic.plan(doctor["id"], ordinal - 1), clinic.plan(doctor["id"], ordinal)]
    spans = open_spans(plans, tuple(doctor.get("locations", ())), day.start, day.end)
    return union((span.start, span.end) for span in spans)


def _freed(clinic: Clinic, doctors: list[Record], dropped: list[Placed], day: Day) -> list[FreedTime]:
    """Times that were given back and that nobody has taken or closed since, by start."""
    now = -(-clinic.now // 60)
    entries = waitlist.those_waiting(clinic) if dropped else []
    found = []
    for doctor in doctors:
        ident = doctor["id"]
        given = union((start, start + row["minutes"]) for start, row in dropped if row["doctor"] == ident)
        if not given or not doctor.get("active", True):
            continue
        taken = [
            (visit.start, visit.end)
            for visit in clinic.busy_around(ident, given[0][0], given[-1][1])
            if visit.blocks_until > clinic.now
        ]
        step = clinic.need("hospitals", doctor["hospital"], "hospital").get("step", 5)
        for start, end in intersect(subtract(given, union(taken)), _hours(clinic, doctor, day)):
            low = start if end <= now else max(start, now)
            if end - low >= step:
                who = [] if end <= now else waitlist.whom_it_suits(clinic, doctor, low, end - low, entries)
                found.append(FreedTime(ident, low, end, end <= now, len(who)))
    return sorted(found, key=lambda time: (time.start, time.doctor))


# -- what waits, for the tabs ---------------------------------------------------------------------------------------


def queues(clinic: Clinic, hospital: str) -> QueueCounts:
    """Who waits in the waiting room and on the waitlist; visits outside hours are counted a doctor at a time."""
    tz = clinic.tz(hospital)
    today = local_day(clinic.today(tz), tz)
    arrived = (clinic.replica.tables["appointments"][doc_id] for doc_id in clinic.replica.index.arrived)
    spans = (clinic.span(row) for row in arrived if row["hospital"] == hospital)
    entries = (row for row in clinic.replica.records("waitlist") if row["status"] == "waiting")
    return QueueCounts(
        sum(start < today.end and today.start < end for start, end in spans),
        sum(row.get("hospital") in (None, hospital) for row in entries),
        0,
    )
