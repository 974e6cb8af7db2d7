"""What the dialogs ask the desk: names, zones, a doctor's day, the times that would do instead."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from scheduling.desk import Desk
from scheduling.errors import Refused
from scheduling.model.reads import AppointmentType, DayView, Doctor, Hospital, Opening, PatientCard
from scheduling.when import zones


@dataclass(frozen=True, slots=True)
class Slot:
    """A time that is asked for: with whom, from when (epoch minute), how long, as what."""

    doctor: str
    start: int
    minutes: int
    type_id: str | None = None

    @property
    def end(self) -> int:
        """Epoch minute, not included."""
        return self.start + self.minutes


class Ask:
    """Reads of the desk in the zone of one doctor's hospital. Keeps nothing that can change."""

    def __init__(self, desk: Desk, doctor_id: str) -> None:
        self.desk = desk
        view = desk.week(doctor_id, date(1970, 1, 1), 1)
        self.doctor: Doctor = view.doctor
        self.hospital: Hospital = view.hospital
        self.zone = zones.zone(self.hospital.timezone)

    def wall(self, minute: int) -> datetime:
        """The wall clock of an epoch minute."""
        return zones.wall_clock(minute, self.zone)

    def iso(self, minute: int) -> str:
        """An epoch minute as the verbs take it."""
        return zones.iso(minute, self.zone)

    def now_minute(self) -> int:
        """The epoch minute it is, begun ones counted."""
        return -(-self.desk.now() // 60)

    def today(self) -> date:
        """The local date."""
        return self.wall(self.desk.now() // 60).date()

    def doctors(self) -> dict[str, str]:
        """Name of each doctor of the clinic."""
        return {doctor.id: doctor.name for doctor in self.desk.doctor_list(self.hospital.id)} | {
            self.doctor.id: self.doctor.name
        }

    def types(self, doctor_id: str) -> list[AppointmentType]:
        """What this doctor offers."""
        return list(self.desk.type_list(self.hospital.id, doctor_id))

    def type_minutes(self, kind: AppointmentType, doctor_id: str) -> int:
        """How long this type takes with this doctor."""
        return next((each.minutes for each in self.types(doctor_id) if each.id == kind.id), kind.minutes)

    def name(self, ident: str | None) -> str:
        """The name of a doctor or place by id, empty without one."""
        if not ident:
            return ""
        places = self.desk.location_names()
        return places[ident] if ident in places else doctor_name(self.desk, ident)

    def day(self, doctor_id: str, minute: int) -> DayView:
        """That doctor's day around an epoch minute."""
        return self.desk.day_strip(doctor_id, self.wall(minute).date())

    def place(self, slot: Slot) -> str | None:
        """The location whose hours hold the start; None = not said."""
        day = self.day(slot.doctor, slot.start)
        return next((span.location for span in day.hours if span.start <= slot.start < span.end), None)

    def free_until(self, slot: Slot, hold: str | None) -> tuple[int, str]:
        """Epoch minute until which the time stays free from its start on, and whose visit comes then ("" = none)."""
        day = self.day(slot.doctor, slot.start)
        end = slot.end
        for span in sorted(day.hours):
            if span.start <= end <= span.end or span.start <= slot.start < span.end:
                end = max(end, span.end)
        for view in sorted(day.visits, key=lambda view: view.visit.start_minute):
            if view.visit.id != hold and view.visit.status != "noshow" and slot.end <= view.visit.start_minute <= end:
                return view.visit.start_minute, view.patient_name or "a held time"
        return end, ""

    def alternatives(self, slot: Slot, refused: Iterable[Opening], hold: str | None, count: int) -> list[Opening]:
        """Up to `count` times that would be taken: those of the refusal, then same time elsewhere, then later."""
        found: list[Opening] = []

        def add(openings: Iterable[Opening], per_day: int) -> None:
            for opening in openings:
                clash = any(
                    o.doctor == opening.doctor and o.start < opening.end and opening.start < o.end for o in found
                )
                date_of = self.wall(opening.start).date()
                same = sum(o.doctor == opening.doctor and self.wall(o.start).date() == date_of for o in found)
                if not clash and same < per_day and (opening.doctor, opening.start) != (slot.doctor, slot.start):
                    found.append(opening)

        query = self.args(slot, hold)
        add(refused, per_day=2)
        others = [d.id for d in self.desk.doctor_list(self.hospital.id) if d.id != slot.doctor and self._kin(d)]
        if others and len(found) < count:
            moment = self.iso(max(slot.start, self.now_minute()))
            nearby = self._next(after=moment, doctors=others, count=1, **query)
            add((opening for opening in nearby if opening.start == slot.start), per_day=1)
        after = max(slot.start, self.now_minute())
        for _ in range(count):
            if len(found) >= count:
                break
            later = self._next(after=self.iso(after), doctor=slot.doctor, count=12, **query)
            if not later:
                break
            add(later, per_day=2)
            after = max(later[-1].start + 1, zones.epoch_minute(self._next_midnight(later[-1].start), self.zone))
        return found[:count]

    def _kin(self, doctor: Doctor) -> bool:
        return doctor.specialty == self.doctor.specialty

    def _next_midnight(self, minute: int) -> datetime:
        return datetime.fromordinal(self.wall(minute).toordinal() + 1)

    def _next(self, **args: Any) -> tuple[Opening, ...]:
        try:
            return tuple(self.desk.next(**args).openings)
        except Refused:
            return ()

    def args(self, slot: Slot, hold: str | None) -> dict[str, Any]:
        """How long, as what, and which hold does not count: arguments that several verbs share."""
        args: dict[str, Any] = {"minutes": slot.minutes}
        if slot.type_id:
            args["type"] = slot.type_id
        if hold:
            args["hold"] = hold
        return args


def doctor_name(desk: Desk, ident: str) -> str:
    """The name of a doctor, also of one who has left."""
    return desk.week(ident, date(1970, 1, 1), 1).doctor.name


def card_doctors(desk: Desk, card: PatientCard) -> dict[str, str]:
    """The names of the doctors on a patient's card."""
    return {view.visit.doctor: doctor_name(desk, view.visit.doctor) for view in (*card.upcoming, *card.past)}
