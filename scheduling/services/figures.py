"""What the book says of how time is used: booked of open minutes, no-shows by lead time, days to the next free time.

Every number is a count of minutes or visits; shares are left to whoever shows them. No-shows are counted among visits
that were resolved (seen or no-show), for only of those it is known. Minutes are elapsed minutes, never wall clock.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from scheduling.model.names import name_parts
from scheduling.model.reads import Busy, Doctor, build
from scheduling.model.status import SYSTEM_CANCEL_REASONS
from scheduling.services import views
from scheduling.services.clinic import Clinic, Record
from scheduling.when.iso import parse_stamp
from scheduling.when.spans import intersect, subtract, total, union
from scheduling.when.zones import iso as iso_minute
from scheduling.when.zones import local_day, ordinal_of, wall_clock

WEEK = 7
TREND_WEEKS = 12
"""How far back trends and no-shows look, the last week shown included."""

LEADS = (7, 21, 35)
"""Days between booking and visit at which the classes of lead time begin: same week, 1–2, 3–4 weeks, earlier."""


class Use(NamedTuple):
    """`open`: minutes of working time; `booked`: those of them that visits take."""

    open: int
    booked: int

    def __add__(self, other: object) -> Use:
        assert isinstance(other, Use)
        return Use(self.open + other.open, self.booked + other.booked)

    @property
    def share(self) -> float | None:
        """Booked of open, 0…1; None where nothing was open."""
        return self.booked / self.open if self.open else None


class Shows(NamedTuple):
    """`resolved`: visits seen or missed; `missed`: the no-shows among them."""

    resolved: int
    missed: int

    @property
    def share(self) -> float | None:
        """Missed of resolved, 0…1; None where nothing was resolved."""
        return self.missed / self.resolved if self.resolved else None


class DoctorFigures(NamedTuple):
    """`days`: each date of the period. `trend`: the weeks up to its last one, oldest first. `wait`: days from today
    to the first time for the doctor's usual visit, None where the horizon has none."""

    doctor: Doctor
    days: tuple[Use, ...]
    trend: tuple[Use, ...]
    shows: Shows
    wait: int | None


class Figures(NamedTuple):
    """A hospital from `first` (a Monday), `weeks` weeks. `freed`: (doctor, date ordinal) → visits cancelled there."""

    first: date
    weeks: int
    doctors: tuple[DoctorFigures, ...]
    freed: dict[tuple[str, int], tuple[tuple[int, int], ...]]
    seq: int


class KindShare(NamedTuple):
    """A type of appointment and the minutes booked for it; no name for visits without a type."""

    name: str
    color: str | None
    minutes: int


class DoctorDetail(NamedTuple):
    """One doctor: `when`: (weekday 0–6, hour 0–23) → use over the period; `leads`: no-shows by lead time, in the
    classes of `LEADS`; `before`: no-shows of the twelve weeks before those; `lost`: minutes that no-shows left empty
    at first, `rebooked`: those of them that another visit took; `kinds`: most minutes first."""

    when: dict[tuple[int, int], Use]
    leads: tuple[Shows, ...]
    shows: Shows
    before: Shows
    lost: int
    rebooked: int
    kinds: tuple[KindShare, ...]


class DayFigures(NamedTuple):
    """One date of a doctor. `freed`: visits cancelled there, `refilled`: those whose time was taken again;
    `gap`: the longest free stretch of working time, epoch minutes; `waited`: average minutes from arrival to room."""

    use: Use
    visits: int
    missed: int
    freed: int
    refilled: int
    gap: tuple[int, int] | None
    waited: float | None


class _Day(NamedTuple):
    """A date as it is counted: working time, the visits that begin on it, and the time that visits take."""

    open: list[tuple[int, int]]
    visits: list[Busy]
    taken: list[tuple[int, int]]

    @property
    def use(self) -> Use:
        return Use(total(self.open), total(intersect(self.open, self.taken)))


def figures(clinic: Clinic, hospital: str, first: date, weeks: int) -> Figures:
    """Every doctor of a hospital, by name, from the Monday `first`."""
    start, end = first.toordinal(), first.toordinal() + weeks * WEEK
    rows = sorted(clinic.doctors(hospital), key=lambda row: name_parts(row["name"]))
    return Figures(
        first,
        weeks,
        tuple(_doctor(clinic, row, start, end) for row in rows),
        _freed(clinic, {row["id"] for row in rows}, start, end),
        clinic.replica.seq,
    )


def _doctor(clinic: Clinic, doctor: Record, start: int, end: int) -> DoctorFigures:
    ident = doctor["id"]
    early = min(start, end - TREND_WEEKS * WEEK)
    uses = [_day(clinic, doctor, ordinal).use for ordinal in range(early, end)]
    weeks = [sum(uses[at : at + WEEK], Use(0, 0)) for at in range(0, len(uses), WEEK)]
    shows = _shows(_resolved(clinic, ident, end - TREND_WEEKS * WEEK, end))
    return DoctorFigures(
        build(Doctor, doctor), tuple(uses[start - early :]), tuple(weeks[-TREND_WEEKS:]), shows, _wait(clinic, doctor)
    )


def _day(clinic: Clinic, doctor: Record, ordinal: int) -> _Day:
    ident = doctor["id"]
    day = local_day(ordinal, clinic.tz_of(ident))
    near = [clinic.plan(ident, ordinal - 1), clinic.plan(ident, ordinal)]
    spans = views.open_spans(near, tuple(doctor.get("locations", ())), day.start, day.end)
    busy = clinic.busy(ident, ordinal, ordinal)
    taken = union((visit.start, visit.end) for visit in busy if visit.blocks_until > clinic.now)
    begun = [visit for visit in busy if day.start <= visit.start < day.end]
    return _Day(union((span.start, span.end) for span in spans), begun, taken)


def _visits(clinic: Clinic, doctor: str, start: int, end: int) -> Iterator[tuple[Busy, Record]]:
    """The visits that begin on a doctor's dates [start, end)."""
    tz = clinic.tz_of(doctor)
    low, high = local_day(start, tz).start, local_day(end, tz).start
    for visit in clinic.busy(doctor, start, end - 1):
        if low <= visit.start < high:
            yield visit, clinic.need("appointments", visit.id, "id")


def _resolved(clinic: Clinic, doctor: str, start: int, end: int) -> list[tuple[Busy, Record]]:
    return [pair for pair in _visits(clinic, doctor, start, end) if pair[1]["status"] in ("fulfilled", "noshow")]


def _shows(resolved: Iterable[tuple[Busy, Record]]) -> Shows:
    statuses = [record["status"] for _, record in resolved]
    return Shows(len(statuses), statuses.count("noshow"))


def _wait(clinic: Clinic, doctor: Record) -> int | None:
    """Days from today to the first time for the usual visit."""
    from scheduling.model import requests  # what is asked is checked by pydantic: not before the first frame
    from scheduling.services.finding import next_available

    kind = views.usual_type(clinic, doctor["id"], None, None)
    tz = clinic.tz_of(doctor["id"])
    after = iso_minute(-(-clinic.now // 60), tz)
    asked = requests.Next(doctor=doctor["id"], type=kind.id if kind else None, after=after, count=1)
    found = next_available(clinic, asked)
    return ordinal_of(found.openings[0].start, tz) - clinic.today(tz) if found.openings else None


def _freed(
    clinic: Clinic, doctors: set[str], start: int, end: int
) -> dict[tuple[str, int], tuple[tuple[int, int], ...]]:
    """Cancelled visits by doctor and date; dead holds were never promised to anybody."""
    freed: dict[tuple[str, int], tuple[tuple[int, int], ...]] = {}
    for row in clinic.replica.records("appointments"):
        if row["status"] != "cancelled" or row["doctor"] not in doctors:
            continue
        if row.get("cancel_reason") in SYSTEM_CANCEL_REASONS:
            continue
        span = clinic.span(row)
        ordinal = ordinal_of(span[0], clinic.tz_of(row["doctor"]))
        if start <= ordinal < end:
            key = (row["doctor"], ordinal)
            freed[key] = (*freed.get(key, ()), span)
    return freed


def detail(clinic: Clinic, doctor: str, first: date, weeks: int) -> DoctorDetail:
    """What stands below the table for the doctor chosen. Raises `Refused` (`unknown`)."""
    row = clinic.need("doctors", doctor, "doctor")
    start, end = first.toordinal(), first.toordinal() + weeks * WEEK
    middle = end - TREND_WEEKS * WEEK
    resolved = _resolved(clinic, doctor, middle, end)
    lost, rebooked = _lost(clinic, row, resolved)
    return DoctorDetail(
        _when(clinic, row, start, end),
        tuple(_by_lead(resolved)),
        _shows(resolved),
        _shows(_resolved(clinic, doctor, middle - TREND_WEEKS * WEEK, middle)),
        lost,
        rebooked,
        tuple(_kinds(clinic, doctor, start, end)),
    )


def _when(clinic: Clinic, doctor: Record, start: int, end: int) -> dict[tuple[int, int], Use]:
    """Use by weekday and hour of the wall clock."""
    found: dict[tuple[int, int], Use] = {}
    tz = clinic.tz_of(doctor["id"])
    for ordinal in range(start, end):
        day = _day(clinic, doctor, ordinal)
        for low, high in day.open:
            while low < high:
                wall = wall_clock(low, tz)
                stop = min(high, low + 60 - wall.minute)
                key = (wall.weekday(), wall.hour)
                found[key] = found.get(key, Use(0, 0)) + Use(stop - low, total(intersect([(low, stop)], day.taken)))
                low = stop
    return found


def _by_lead(resolved: list[tuple[Busy, Record]]) -> Iterator[Shows]:
    """No-shows by the days between booking and visit."""
    classes: list[list[tuple[Busy, Record]]] = [[] for _ in range(len(LEADS) + 1)]
    for visit, record in resolved:
        booked = parse_stamp(record["created_at"])
        classes[bisect_right(LEADS, (visit.start * 60 - booked) // 86_400)].append((visit, record))
    return map(_shows, classes)


def _lost(clinic: Clinic, doctor: Record, resolved: list[tuple[Busy, Record]]) -> tuple[int, int]:
    """Working minutes that no-shows left empty, and those of them that another visit took."""
    tz = clinic.tz_of(doctor["id"])
    lost = rebooked = 0
    for visit, record in resolved:
        if record["status"] == "noshow":
            day = _day(clinic, doctor, ordinal_of(visit.start, tz))
            lost += visit.end - visit.start
            rebooked += total(intersect([(visit.start, visit.end)], day.taken))
    return lost, rebooked


def _kinds(clinic: Clinic, doctor: str, start: int, end: int) -> list[KindShare]:
    minutes: dict[str, int] = {}
    for visit, record in _visits(clinic, doctor, start, end):
        if visit.blocks_until > clinic.now:
            minutes[record.get("type") or ""] = minutes.get(record.get("type") or "", 0) + visit.end - visit.start
    kinds = []
    for ident, count in minutes.items():
        kind = clinic.replica.record("types", ident) or {}
        kinds.append(KindShare(kind.get("name", ""), kind.get("color"), count))
    return sorted(kinds, key=lambda kind: (-kind.minutes, kind.name))


def day(clinic: Clinic, doctor: str, on: date, freed: tuple[tuple[int, int], ...]) -> DayFigures:
    """One date of a doctor; `freed`: the spans of the visits cancelled on it. Raises `Refused` (`unknown`)."""
    row = clinic.need("doctors", doctor, "doctor")
    ordinal = on.toordinal()
    found = _day(clinic, row, ordinal)
    pairs = list(_visits(clinic, doctor, ordinal, ordinal + 1))
    waits = [
        (parse_stamp(record["ready_at"]) - parse_stamp(record["arrived_at"])) / 60
        for _, record in pairs
        if record.get("ready_at") and record.get("arrived_at")
    ]
    gaps = subtract(found.open, found.taken)
    return DayFigures(
        found.use,
        sum(visit.blocks_until > clinic.now for visit, _ in pairs),
        sum(record["status"] == "noshow" for _, record in pairs),
        len(freed),
        sum(not subtract([span], found.taken) for span in freed),
        max(gaps, key=lambda gap: gap[1] - gap[0], default=None),
        sum(waits) / len(waits) if waits else None,
    )
