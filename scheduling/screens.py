"""What screens read of a Desk: weeks, cards, lists. Under the guard, without pydantic, from any thread."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from scheduling.errors import Refused
from scheduling.model.hours import HoursView, Preview
from scheduling.model.reads import (
    AppointmentType,
    DayView,
    Doctor,
    Hospital,
    Opening,
    Patient,
    PatientCard,
    VisitView,
    WeekView,
    build,
)
from scheduling.model.status import HIDDEN
from scheduling.services import views
from scheduling.services.clinic import Clinic
from scheduling.store.store import Store

if TYPE_CHECKING:
    from scheduling.model.board import Board, QueueCounts
    from scheduling.model.patient_reads import Merging, PatientRecord
    from scheduling.model.waiting import FreedTime, WaitingView
    from scheduling.services.figures import DayFigures, DoctorDetail, Figures
    from scheduling.services.patient_search import Hits


class Screens(ABC):
    """The reading half of a Desk. Each method takes the store's guard for as long as it reads."""

    store: Store

    @abstractmethod
    def clinic(self) -> Clinic:
        """The clinic as it is now. The caller holds the guard."""

    def week(self, doctor: str, first: date, days: int = 7) -> WeekView:
        """`days` dates of a doctor from `first`."""
        with self.store.guard:
            return views.week(self.clinic(), doctor, first, days)

    def day(self, doctors: Sequence[str], day: date) -> tuple[WeekView, ...]:
        """One date of each doctor, in the order given, all of the same state of the book."""
        with self.store.guard:
            clinic = self.clinic()
            return tuple(views.week(clinic, doctor, day, 1) for doctor in doctors)

    def day_strip(self, doctor: str, day: date) -> DayView:
        """One date of a doctor."""
        return self.week(doctor, day, 1).days[0]

    def hospital_list(self) -> list[Hospital]:
        """The hospitals open for business."""
        with self.store.guard:
            return [build(Hospital, record) for record in self.clinic().hospitals()]

    def doctor_list(self, hospital: str | None = None) -> list[Doctor]:
        """The doctors at work, by id."""
        with self.store.guard:
            return [build(Doctor, record) for record in self.clinic().doctors(hospital)]

    def type_list(self, hospital: str, doctor: str | None = None) -> list[AppointmentType]:
        """The types of a hospital, or those that one doctor offers, with that doctor's own lengths."""
        with self.store.guard:
            return views.type_list(self.clinic(), hospital, doctor)

    def patient(self, ident: str) -> Patient:
        """A patient by id."""
        with self.store.guard:
            return build(Patient, self.clinic().need("patients", ident, "patient"))

    def visit_view(self, ident: str) -> VisitView:
        """A visit with its names."""
        with self.store.guard:
            clinic = self.clinic()
            return views.visit_view(clinic, clinic.need("appointments", ident, "id"))

    def patient_card(self, ident: str) -> PatientCard:
        """What the desk sees of a patient while booking."""
        with self.store.guard:
            return views.patient_card(self.clinic(), ident)

    def search_patients(self, text: str, limit: int = 20) -> Hits:
        """Patients by any of their words, with the matched letters."""
        from scheduling.services.patient_search import search

        with self.store.guard:
            return search(self.clinic(), text, limit)

    def prepare_search(self) -> None:
        """Work out what the first search for a patient would wait for; in a thread for which nobody waits."""
        from scheduling.services.patient_search import prepare

        prepare(self.store.replica, self.store.guard)

    def patient_record(self, ident: str) -> PatientRecord:
        """All of a patient that the desk has."""
        from scheduling.services.patient_views import patient_record

        with self.store.guard:
            return patient_record(self.clinic(), ident)

    def next_visits(self, patients: Sequence[str]) -> dict[str, VisitView]:
        """The next visit of each of the patients that has one."""
        from scheduling.services.patient_views import next_visits

        with self.store.guard:
            return next_visits(self.clinic(), patients)

    def patient_count(self) -> int:
        """How many patients the clinic has."""
        with self.store.guard:
            return sum(record.get("active", True) for record in self.store.replica.records("patients"))

    def merging(self, keep: str, drop: str) -> Merging:
        """What merging the two records would make. Raises what `merge_patients` would."""
        from scheduling.services.merging import preview

        with self.store.guard:
            return preview(self.clinic(), keep, drop)

    def twins(self, name: str, birth_date: str | None, phones: Sequence[str]) -> list[Patient]:
        """Patients who may be the same person (RULES 26)."""
        from scheduling.services.patients import maybe_twins

        with self.store.guard:
            return [build(Patient, row) for row in maybe_twins(self.clinic(), name, birth_date, list(phones))]

    def waiting(self, hospital: str | None = None) -> tuple[VisitView, ...]:
        """Who has arrived today and not gone in, the longest wait first."""
        with self.store.guard:
            return views.waiting(self.clinic(), hospital)

    def board(self, hospital: str, day: date, doctor: str | None = None) -> Board:
        """Who waits, is in, is due on a date, of all doctors or of one, and what is left to be worked off."""
        from scheduling.services.board import board

        with self.store.guard:
            return board(self.clinic(), hospital, day, doctor)

    def counts(self, hospital: str) -> QueueCounts:
        """What waits on the screens. Takes the guard a doctor at a time: the first count sees all visits ahead."""
        from scheduling.services.board import queues
        from scheduling.services.hours import outside_of

        with self.store.guard:
            found = queues(self.clinic(), hospital)
            doctors = [row["id"] for row in self.store.replica.records("doctors") if row["hospital"] == hospital]
        outside = 0
        for doctor in doctors:
            with self.store.guard:
                outside += len(outside_of(self.clinic(), doctor))
        return found._replace(outside=outside)

    def waiting_list(self, hospital: str | None = None) -> tuple[WaitingView, ...]:
        """Who waits for a time, the most urgent first."""
        from scheduling.services import waiting

        with self.store.guard:
            return waiting.waiting_list(self.clinic(), hospital)

    def times_for(self, entry: str, days: int) -> tuple[Opening, ...]:
        """The first time of each of the next `days` dates at which an entry of the waitlist could be booked."""
        from scheduling.services import waiting

        with self.store.guard:
            return waiting.times_for(self.clinic(), entry, days)

    def freed_times(self, hospital: str | None, days: int) -> tuple[FreedTime, ...]:
        """Times given back by cancellations within so many days, still free, and whom they would suit."""
        from scheduling.services import waiting

        with self.store.guard:
            return waiting.freed_times(self.clinic(), hospital, days)

    def freed_time(self, doctor: str, start: int, minutes: int) -> FreedTime | None:
        """Whom a time of a doctor (epoch minute) would suit; None where it is not free."""
        from scheduling.services import waiting, waitlist

        with self.store.guard:
            clinic = self.clinic()
            return waiting.freed_time(clinic, doctor, start, minutes, waitlist.those_waiting(clinic))

    def series_members(self, visit: str, scope: str) -> tuple[VisitView, ...]:
        """The visits that a change of that scope (one, following, all) means, by start; none where it is refused."""
        from scheduling.services.series_changes import members

        with self.store.guard:
            clinic = self.clinic()
            try:
                rows = members(clinic, clinic.need("appointments", visit, "id"), scope)
            except Refused:
                return ()
            return tuple(views.visit_view(clinic, row) for row in rows)

    def series_visits(self, series: str) -> tuple[VisitView, ...]:
        """The visits of a series that count, by start."""
        with self.store.guard:
            clinic = self.clinic()
            rows = [row for row in clinic.replica.referring("appointments", series) if row["status"] not in HIDDEN]
            return tuple(views.visit_view(clinic, row) for row in sorted(rows, key=clinic.span))

    def usual_type(self, doctor: str, fits: int | None = None, minutes: int | None = None) -> AppointmentType | None:
        """The likeliest type for a time of that length."""
        with self.store.guard:
            return views.usual_type(self.clinic(), doctor, fits, minutes)

    def hours_view(self, doctor: str) -> HoursView:
        """Weekly hours, single days and closures of a doctor, and the visits outside them."""
        from scheduling.services import draft

        with self.store.guard:
            return draft.hours_view(self.clinic(), doctor)

    def hours_stamp(self, doctor: str) -> tuple[tuple[str, int], ...]:
        """Another after every change of when a doctor works; inside `atomic` as that sees it."""
        from scheduling.services import draft

        with self.store.guard:
            return draft.stamp_of(self.clinic(), doctor)

    def preview(self, doctor: str, steps: Sequence[tuple[str, dict[str, Any]]]) -> Preview:
        """Who would be outside hours once these verbs were done, each with a time that fits; nothing is written.

        Looks for many free times, so it is for the one thread that writes: nothing changes meanwhile, and nobody
        waits for the guard. Raises `Refused` for what a verb would refuse."""
        from scheduling.services import draft

        return draft.preview(self.clinic(), doctor, steps)

    def figures(self, hospital: str, first: date, weeks: int) -> Figures:
        """How the time of a hospital's doctors is used, `weeks` weeks from the Monday `first`."""
        from scheduling.services import figures

        with self.store.guard:
            return figures.figures(self.clinic(), hospital, first, weeks)

    def doctor_figures(self, doctor: str, first: date, weeks: int) -> DoctorDetail:
        """Hours of the week, no-shows and types of one doctor."""
        from scheduling.services import figures

        with self.store.guard:
            return figures.detail(self.clinic(), doctor, first, weeks)

    def day_figures(self, doctor: str, on: date, freed: tuple[tuple[int, int], ...]) -> DayFigures:
        """One date of a doctor in numbers; `freed`: the spans of the visits cancelled on it."""
        from scheduling.services import figures

        with self.store.guard:
            return figures.day(self.clinic(), doctor, on, freed)

    def day_sheet(self, doctor: str, on: date) -> list[str]:
        """A doctor's date as lines of plain text, to print. Raises `Refused` (`unknown`)."""
        from scheduling.exchange.daysheet import Notes, day_sheet

        view, places = self.week(doctor, on, 1), self.location_names()
        with self.store.guard:
            clinic = self.clinic()
            patients = {visit.visit.patient for visit in view.days[0].visits if visit.visit.patient}
            alerts = {ident: clinic.need("patients", ident, "patient").get("alerts", ()) for ident in patients}
            return day_sheet(view, Notes(places, alerts), clinic.now, clinic.tz_of(doctor))

    def clinic_records(self) -> dict[str, list[dict[str, Any]]]:
        """The hospitals, locations, doctors and types in use, by name; copies, to be shown and changed by verbs."""
        with self.store.guard:
            return {
                table: sorted(
                    (dict(row) for row in self.store.replica.records(table) if row.get("active", True)),
                    key=lambda row: (str(row["name"]).casefold(), row["id"]),
                )
                for table in ("hospitals", "locations", "doctors", "types")
            }

    @property
    def daily_backup(self) -> bool:
        """Whether an open desk sees to a backup a day."""
        replica = self.store.replica
        with self.store.guard:
            return bool((replica.record("clinic", replica.clinic) or {}).get("daily_backup", True))

    def is_taken(self, ident: str) -> bool:
        """Whether a record has that id."""
        with self.store.guard:
            return self.store.replica.table_of(ident) is not None

    def visits_ahead(self, doctor: str) -> int:
        """Visits of a doctor from today on that stand."""
        with self.store.guard:
            clinic = self.clinic()
            today = clinic.today(clinic.tz_of(doctor))
            days = self.store.replica.index.days(doctor)
            ahead = (visit for day, visits in days.items() if day >= today for visit in visits)
            return len({visit.id for visit in ahead if visit.blocks_until > clinic.now})

    def location_names(self) -> dict[str, str]:
        """The name of every location's id."""
        with self.store.guard:
            return {record["id"]: record["name"] for record in self.store.replica.records("locations")}

    @property
    def is_demo(self) -> bool:
        """Whether the patients are made up: the header says so."""
        with self.store.guard:
            return any(record.get("demo") for record in self.store.replica.records("hospitals"))

    def is_empty(self) -> bool:
        """Whether nothing has been set up yet."""
        with self.store.guard:
            return not any(True for _ in self.store.replica.records("doctors"))
