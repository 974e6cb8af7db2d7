"""What screens show: a doctor's week, a visit with its names, a patient's card. No rule is made here."""

from __future__ import annotations

from datetime import date
from typing import Any

from scheduling.model.reads import (
    Appointment,
    AppointmentType,
    Busy,
    ClosedSpan,
    DayView,
    Doctor,
    Hospital,
    Patient,
    PatientCard,
    Span,
    VisitView,
    WeekView,
    build,
)
from scheduling.model.status import FOREVER, FORM_MINUTES, HIDDEN
from scheduling.rules.hours import DayPlan, working
from scheduling.services.clinic import Clinic, Record
from scheduling.when.spans import covers, intersect, subtract, total, union
from scheduling.when.zones import iso as iso_minute
from scheduling.when.zones import local_day, wall_clock


def appointment(clinic: Clinic, record: Record) -> Appointment:
    """A stored visit as it is answered."""
    tz = clinic.tz(record["hospital"])
    start, end = clinic.span(record)
    derived: dict[str, Any] = {"start": iso_minute(start, tz), "end": iso_minute(end, tz)}
    derived |= {"start_minute": start, "end_minute": end}
    return build(Appointment, record | derived)


def visit_view(clinic: Clinic, record: Record, outside: bool = False) -> VisitView:
    """A visit with the names and colours that stand beside it."""
    find = clinic.replica.record
    patient = find("patients", record.get("patient") or "") or {}
    kind = find("types", record.get("type") or "") or {}
    location = find("locations", record.get("location") or "") or {}
    phones = patient.get("phones") or [None]
    return VisitView(
        appointment(clinic, record),
        patient.get("name", ""),
        patient.get("birth_date"),
        phones[0],
        kind.get("name", ""),
        kind.get("color"),
        location.get("name", ""),
        outside,
        record.get("override") is not None,
        record["status"] == "pending" and record.get("hold_minutes") == FORM_MINUTES,
    )


def week(clinic: Clinic, doctor_id: str, first: date, days: int) -> WeekView:
    """`days` dates of a doctor from `first`, as they are now."""
    doctor = clinic.need("doctors", doctor_id, "doctor")
    hospital = clinic.need("hospitals", doctor["hospital"], "hospital")
    ordinals = range(first.toordinal(), first.toordinal() + days)
    views = tuple(day_view(clinic, doctor, ordinal) for ordinal in ordinals)
    shown = [visit.visit for view in views for visit in view.visits]
    dying = [busy.blocks_until for busy in clinic.busy(doctor_id, ordinals[0], ordinals[-1])]
    until = min((moment for moment in dying if clinic.now < moment < FOREVER), default=FOREVER) if shown else FOREVER
    return WeekView(build(Doctor, doctor), build(Hospital, hospital), views, clinic.replica.seq, until)


def day_view(clinic: Clinic, doctor: Record, ordinal: int) -> DayView:
    """One date of a doctor."""
    ident = doctor["id"]
    places = tuple(doctor.get("locations", ()))
    day = local_day(ordinal, clinic.tz_of(ident))
    near = [clinic.plan(ident, ordinal - 1), clinic.plan(ident, ordinal)]
    hours = tuple(open_spans(near, places, day.start, day.end))
    open_time = union((span.start, span.end) for span in hours)
    busy = clinic.busy(ident, ordinal, ordinal)
    blocking = union((visit.start, visit.end) for visit in busy if visit.blocks_until > clinic.now)
    free = subtract(open_time, blocking)
    now = -((-clinic.now) // 60)
    ahead = intersect(free, [(now, max(now, day.end))])
    closures = {
        shut.id: shut for plan in near for shut in plan.closed if shut.start < day.end and day.start < shut.end
    }
    return DayView(
        ident,
        date.fromordinal(ordinal),
        day.start,
        day.end,
        hours,
        tuple(ClosedSpan(shut.start, shut.end, shut.reason, shut.id) for shut in closures.values()),
        tuple(_shown(clinic, ident, busy, hours)),
        total(intersect(open_time, blocking)),
        total(free),
        total(ahead),
        tuple(ahead),
    )


def open_spans(plans: list[DayPlan], places: tuple[str, ...], low: int, high: int) -> list[Span]:
    """Working time of a date by location, closures taken out, the night before's shift included."""
    located = sorted({block.location for plan in plans for block in plan.blocks}, key=lambda place: place or "")
    spans = []
    for place in located:
        here = [
            DayPlan((), tuple(block for block in plan.blocks if block.location == place), plan.closed)
            for plan in plans
        ]
        spans += [Span(start, end, place) for start, end in intersect(working(here, place, places), [(low, high)])]
    return sorted(spans, key=lambda span: (span.start, span.end))


def _shown(clinic: Clinic, doctor: str, busy: list[Busy], hours: tuple[Span, ...]) -> list[VisitView]:
    found = []
    inside = union((span.start, span.end) for span in hours if span.location is None)
    for visit in busy:
        record = clinic.need("appointments", visit.id, "id")
        if record["status"] == "pending" and visit.blocks_until <= clinic.now:
            continue
        place = record.get("location")
        here = inside if place is None else union((s.start, s.end) for s in hours if s.location in (place, None))
        outside = (
            visit.blocks_until > clinic.now
            and (clinic.is_gone(place) or not covers(here, visit.start, visit.end))
            and _is_outside(clinic, doctor, visit)
        )
        found.append(visit_view(clinic, record, outside))
    return found


def _is_outside(clinic: Clinic, doctor: str, visit: Busy) -> bool:
    from scheduling.services.hours import is_outside  # all that writes comes with it: not before the first frame

    return is_outside(clinic, doctor, visit)


def visits_of_patient(clinic: Clinic, patient: str) -> list[Record]:
    """A patient's visits that count: neither cancelled nor mistakes nor dead holds, by start."""
    found = [
        record
        for record in clinic.replica.referring("appointments", patient)
        if record["status"] not in HIDDEN and record["status"] != "pending"
    ]
    return sorted(found, key=lambda record: clinic.span(record))


def patient_card(clinic: Clinic, ident: str, most: int = 12) -> PatientCard:
    """What the desk sees of a patient while booking."""
    record = clinic.need("patients", ident, "patient")
    visits = visits_of_patient(clinic, ident)
    hospital = record.get("hospital") or next((row["id"] for row in clinic.hospitals()), None)
    today = wall_clock(clinic.now // 60, clinic.tz(hospital)).date() if hospital else None
    ahead = [visit for visit in visits if clinic.span(visit)[1] * 60 > clinic.now]
    behind = [visit for visit in reversed(visits) if clinic.span(visit)[1] * 60 <= clinic.now]
    return PatientCard(
        build(Patient, record),
        age_on(record.get("birth_date"), today) if today else None,
        tuple(visit_view(clinic, visit) for visit in ahead[:most]),
        tuple(visit_view(clinic, visit) for visit in behind[:most]),
        sum(visit["status"] == "noshow" for visit in visits),
        len(behind),
    )


def age_on(birth_date: str | None, today: date) -> int | None:
    """Whole years."""
    if birth_date is None:
        return None
    born = date.fromisoformat(birth_date)
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def waiting(clinic: Clinic, hospital: str | None) -> tuple[VisitView, ...]:
    """Who has arrived today and not gone in, the longest wait first."""
    found = []
    for doc_id in clinic.replica.index.arrived:
        record = clinic.replica.tables["appointments"][doc_id]
        doctor = clinic.need("doctors", record["doctor"], "doctor")
        if doctor.get("active", True) and hospital in (None, doctor["hospital"]):
            tz = clinic.tz(record["hospital"])
            today, (start, end) = local_day(clinic.today(tz), tz), clinic.span(record)
            if start < today.end and today.start < end:
                found.append((record.get("arrived_at", ""), record["id"], record))
    return tuple(visit_view(clinic, record) for _, _, record in sorted(found, key=lambda row: row[:2]))


def type_list(clinic: Clinic, hospital: str, doctor_id: str | None) -> list[AppointmentType]:
    """The types of a hospital, or those that one doctor offers, with that doctor's own lengths."""
    records = [row for row in clinic.replica.referring("types", hospital) if row.get("active", True)]
    if doctor_id is None:
        return [build(AppointmentType, row) for row in records]
    doctor = clinic.need("doctors", doctor_id, "doctor")
    offered = [row for row in records if clinic.offers(doctor, row)]
    return [
        build(AppointmentType, row | {"minutes": clinic.wanted(doctor, None, row["id"]).minutes}) for row in offered
    ]


def usual_type(clinic: Clinic, doctor_id: str, fits: int | None, minutes: int | None) -> AppointmentType | None:
    """The likeliest type: the doctor's most used that fits (or has exactly the selected length), else the first that
    fits, else None (TUI, "Book")."""
    doctor = clinic.need("doctors", doctor_id, "doctor")
    offered = type_list(clinic, doctor["hospital"], doctor_id)
    fitting = [kind for kind in offered if fits is None or kind.minutes <= fits]
    if minutes is not None:
        fitting = [kind for kind in fitting if kind.minutes == minutes] or fitting
    used = _uses(clinic, doctor_id)
    return max(fitting, key=lambda kind: used.get(kind.id, 0), default=None)


def _uses(clinic: Clinic, doctor: str) -> dict[str, int]:
    """How often a doctor's types stand in the four weeks around today."""
    today = clinic.today(clinic.tz_of(doctor))
    counts: dict[str, int] = {}
    for busy in clinic.busy(doctor, today - 14, today + 14):
        kind = clinic.need("appointments", busy.id, "id").get("type")
        if kind is not None:
            counts[kind] = counts.get(kind, 0) + 1
    return counts
