"""Hours as a screen shows and drafts them: who would be outside if they were otherwise, and where each would fit.

A draft is tried out by the verbs themselves on a sketch of the clinic, so that what is foreseen is what happens
(RULES 23). Nothing here writes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from scheduling.model.hours import Displaced, HoursView, Preview
from scheduling.model.reads import (
    Busy,
    Closure,
    DaySchedule,
    Doctor,
    Hospital,
    Location,
    Opening,
    WorkingHours,
    build,
)
from scheduling.rules import booking as rules
from scheduling.rules.openings import clashes, starts
from scheduling.services.checks import Wish, reasons
from scheduling.services.clinic import Clinic, Record, shut_of
from scheduling.services.finding import LATER
from scheduling.services.hours import doctors_closed, outside_of
from scheduling.services.views import visit_view
from scheduling.store.replica import Replica
from scheduling.store.transaction import Transaction
from scheduling.when.zones import ordinal_of

Steps = Sequence[tuple[str, dict[str, Any]]]
"""Verbs with their arguments, in the order in which they are done."""

DRAFTED = ("hours", "days", "closures")
OWN_DAYS, OTHERS_DAYS = 28, 14
"""How many days on a time is looked for: with the same doctor, with another one of the specialty."""
FAR = 9
"""Days apart from which two visits, the longest with its buffers, are in nobody's way."""


class Sketch(Replica):
    """A replica in which hours, days and closures may change without anybody seeing it; the rest is not copied."""

    def __init__(self, of: Replica) -> None:
        super().__init__(of.clinic)
        self.seq, self.head, self.generation = of.seq, of.head, of.generation
        self.tables = of.tables | {name: dict(of.tables[name]) for name in DRAFTED}
        self.next = dict(of.next)
        self.index = of.index.sketch(self.tables)

    def fork(self) -> Sketch:
        """A sketch of the sketch."""
        return Sketch(self)


class Promises:
    """The times offered to displaced visits, none of which is offered twice: to no doctor, to no patient."""

    def __init__(self) -> None:
        self._doctors: dict[tuple[str, int], list[Busy]] = {}
        self._patients: dict[str, list[Busy]] = {}

    def keep(self, wish: Wish, ordinal: int) -> None:
        """Nobody else is offered this, which begins on the date `ordinal`."""
        self._doctors.setdefault((wish.doctor["id"], ordinal), []).append(wish.busy)
        if wish.patient is not None:
            self._patients.setdefault(wish.patient, []).append(wish.busy)

    def clash(self, wish: Wish, ordinal: int) -> bool:
        """Whether a time stands in the way of one that was offered."""
        for near in range(ordinal - FAR, ordinal + FAR + 1):
            for busy in self._doctors.get((wish.doctor["id"], near), ()):
                if clashes(busy, wish.start, wish.end, wish.wanted.before, wish.wanted.after):
                    return True
        own = self._patients.get(wish.patient, ()) if wish.patient is not None else ()
        return any(busy.start < wish.end and wish.start < busy.end for busy in own)


def hours_view(clinic: Clinic, doctor: str) -> HoursView:
    """Everything written about when a doctor works, from today on, and who is outside it."""
    record = clinic.need("doctors", doctor, "doctor")
    tz = clinic.tz_of(doctor)
    today = clinic.today(tz)
    hospital = clinic.need("hospitals", record["hospital"], "hospital")
    named = set(record.get("locations", ())) or {
        row["id"] for row in clinic.replica.referring("locations", hospital["id"])
    }
    places = [clinic.need("locations", ident, "location") for ident in sorted(named | clinic.whereabouts(record))]
    days = [build(DaySchedule, row) for row in clinic.replica.referring("days", doctor)]
    rows = _closure_rows(clinic, record)
    shut = [build(Closure, row) for row in rows if shut_of(row, tz).end * 60 > clinic.now]
    return HoursView(
        build(Doctor, record),
        build(Hospital, hospital),
        tuple(build(Location, place) for place in places),
        tuple(build(WorkingHours, row) for row in clinic.replica.referring("hours", doctor)),
        tuple(
            sorted(
                (day for day in days if _ordinal(day.date) >= today), key=lambda day: (day.date, day.location or "")
            )
        ),
        tuple(sorted(shut, key=lambda one: (one.from_, one.to, one.id))),
        tuple(_displaced(clinic, ident, None) for ident in outside_of(clinic, doctor)),
        stamp_of(clinic, doctor),
        clinic.replica.seq,
    )


def stamp_of(clinic: Clinic, doctor: str) -> tuple[tuple[str, int], ...]:
    """Id and version of every row that says when a doctor works."""
    record = clinic.need("doctors", doctor, "doctor")
    rows = [*clinic.replica.referring("hours", doctor), *clinic.replica.referring("days", doctor)]
    return tuple(sorted((row["id"], row["version"]) for row in (*rows, *_closure_rows(clinic, record))))


def preview(clinic: Clinic, doctor: str, steps: Steps) -> Preview:
    """Who would be outside once `steps` were done, each with a time that fits. Raises `Refused` as the verbs do."""
    after = Clinic(_tried(clinic, steps), clinic.now) if steps else clinic
    concerned = _concerned(clinic, doctor, steps)
    before = {ident for one in concerned for ident in outside_of(clinic, one)}
    then = [ident for one in concerned for ident in outside_of(after, one)]
    then.sort(key=lambda ident: (after.span(after.need("appointments", ident, "id")), ident))
    fits = fit_each(after, then)
    still = [
        ident for ident in then if ident in before and clinic.need("appointments", ident, "id")["doctor"] == doctor
    ]
    return Preview(
        tuple(
            _displaced(after, ident, fits.get(ident))._replace(since=None) for ident in then if ident not in before
        ),
        tuple(_displaced(clinic, ident, fits.get(ident)) for ident in still),
        len(before.difference(then)),
    )


def _tried(clinic: Clinic, steps: Steps) -> Sketch:
    """The clinic with the verbs done: by the verbs themselves, on paper."""
    from scheduling.model.requests import parse
    from scheduling.services.verbs import VERBS

    sketch = Sketch(clinic.replica)
    txn = Transaction(sketch, now=clinic.now, by="", desk="", seq=sketch.seq + 1, atomic=True)
    for verb, arguments in steps:
        VERBS[verb].run(txn, parse(VERBS[verb].model, arguments))
    return sketch


def _concerned(clinic: Clinic, doctor: str, steps: Steps) -> list[str]:
    """The doctors whose time a draft changes; the one shown first."""
    found = {doctor: None}
    for verb, arguments in steps:
        row = arguments if verb == "close" else None
        if verb == "reopen" and arguments.get("id"):
            row = clinic.need("closures", arguments["id"], "id")
        for kind in ("doctor", "location", "hospital"):
            if row and row.get(kind):
                found |= dict.fromkeys(one["id"] for one in doctors_closed(clinic, kind, row[kind]))
    return list(found)


def _closure_rows(clinic: Clinic, doctor: Record) -> list[Record]:
    """The closures of a doctor, of the hospital and of the places where the doctor may be."""
    targets = (doctor["id"], doctor["hospital"], *sorted(clinic.whereabouts(doctor)))
    return [row for target in targets for row in clinic.closures(target)]


def _ordinal(day: str) -> int:
    return date.fromisoformat(day).toordinal()


# Why, and since when -------------------------------------------------------------------------------------------


def _displaced(clinic: Clinic, ident: str, fits: Opening | None) -> Displaced:
    record = clinic.need("appointments", ident, "id")
    start, end = clinic.span(record)
    doctor = clinic.need("doctors", record["doctor"], "doctor")
    shut = [
        row
        for row in _closure_rows(clinic, doctor)
        if (one := shut_of(row, clinic.tz_of(doctor["id"]))).start < end and start < one.end
    ]
    today = ordinal_of(start, clinic.tz_of(doctor["id"]))
    days = [row for row in clinic.replica.referring("days", doctor["id"]) if _ordinal(row["date"]) == today]
    rows = shut or days or clinic.replica.referring("hours", doctor["id"])
    since = max((row.get("updated_at") or row["created_at"] for row in rows), default=None)
    because = (shut[0].get("reason") or "closed") if shut else ""
    return Displaced(visit_view(clinic, record, outside=True), because, since, fits)


# A time for each -----------------------------------------------------------------------------------------------


def fit_each(clinic: Clinic, idents: Iterable[str]) -> dict[str, Opening]:
    """For each visit a time that `move` would take, in turn; no two of them stand in each other's way."""
    promises = Promises()
    found: dict[str, Opening] = {}
    for ident in idents:
        record = clinic.need("appointments", ident, "id")
        for wish, ordinal in _wishes(clinic, record):
            if not promises.clash(wish, ordinal) and not reasons(clinic, wish):
                found[ident] = Opening(wish.doctor["id"], _place(clinic, wish), wish.start, wish.end)
                promises.keep(wish, ordinal)
                break
    return found


def _wishes(clinic: Clinic, record: Record) -> Iterator[tuple[Wish, int]]:
    """Times worth asking for: with the same doctor the nearest of that date, then later dates; then with another
    doctor of the specialty."""
    own = clinic.need("doctors", record["doctor"], "doctor")
    if own.get("active", True):
        yield from _with(clinic, record, [own], OWN_DAYS)
    specialty = own.get("specialty")
    others = [
        doctor
        for doctor in clinic.doctors(own["hospital"])
        if doctor["id"] != own["id"] and specialty is not None and doctor.get("specialty") == specialty
    ]
    yield from _with(clinic, record, others, OTHERS_DAYS)


def _with(clinic: Clinic, record: Record, doctors: list[Record], days: int) -> Iterator[tuple[Wish, int]]:
    """The starts of each date that are on offer with any of the doctors, and the date's ordinal."""
    at, _ = clinic.span(record)
    kept = {"before": record.get("buffer_before", 0), "after": record.get("buffer_after", 0)}
    first = ordinal_of(at, clinic.tz(record["hospital"]))
    for ordinal in range(first, first + days + 1):
        found = []
        for doctor in doctors:
            wanted = clinic.wanted(doctor, record["minutes"], record.get("type"))._replace(**kept)
            tz, ignoring = clinic.tz_of(doctor["id"]), frozenset({record["id"]})
            near = ordinal <= first + 1 and doctor["id"] == record["doctor"]
            day = clinic.free_without(doctor["id"], ordinal, ignoring) if near else clinic.free(doctor["id"], ordinal)
            low = -((-clinic.now) // 60) + wanted.notice
            offers = starts(day, wanted, tz, low, LATER)
            found += [Wish(doctor, start, wanted, None, record.get("patient"), ignoring) for start, _ in offers]
        found.sort(key=lambda wish: (abs(wish.start - at) if ordinal == first else wish.start, wish.start))
        yield from ((wish, ordinal) for wish in found)


def _place(clinic: Clinic, wish: Wish) -> str | None:
    """Where it would be, as `move` settles it."""
    plans = clinic.plans(wish.doctor["id"], wish.start, wish.end)
    return rules.settle_location(wish.place, plans, tuple(wish.doctor.get("locations", ())))[1]
