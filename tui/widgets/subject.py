"""What is under the cursor, with all the side panel tells about it; and words the screens share."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from scheduling.errors import CODES
from scheduling.model.reads import AppointmentType, DayView, Opening, Reason, VisitView, WeekView
from scheduling.when import zones
from tui import text
from tui.grid.widget import Selection

if TYPE_CHECKING:
    from scheduling.desk import Desk


AHEAD_DAYS = 28
"""How far “next free” looks; further is what the finder is for."""


Spans = tuple[tuple[int, int], ...]
"""(start, minutes) each, start in epoch minutes."""


def born(birth_date: str | None) -> str:
    """“, b. 7 Mar 1984” after a name; empty when it is not known."""
    return f", b. {text.birth(birth_date)}" if birth_date else ""


def when_words(minute: int, minutes: int | None, tz: ZoneInfo, *, month: bool = True) -> str:
    """“Sat 21 Nov 10:45 – 11:30”, without the end where no length is given; `month` False: “Sat 21 10:45”."""
    start = zones.wall_clock(minute, tz)
    words = f"{text.day_said(start) if month else text.day_short(start)} {text.at(start)}"
    return words if minutes is None else f"{words} – {text.at(zones.wall_clock(minute + minutes, tz))}"


def name_of(desk: Desk, doctor_id: str) -> str:
    """The name of a doctor at work; empty for one who has left."""
    return next((doctor.name for doctor in desk.doctor_list() if doctor.id == doctor_id), "")


class Landing(NamedTuple):
    """Where a carried visit would start: `start` epoch minute; what is in its way; where it would fit next."""

    visit: VisitView
    doctor_id: str
    start: int
    obstacles: tuple[Reason, ...]
    fits_next: tuple[Opening, ...]

    @property
    def fits(self) -> bool:
        """Nothing is in the way."""
        return not self.obstacles

    @property
    def word(self) -> str:
        """The first obstacle in two words."""
        return CODES[self.obstacles[0].code].title.lower() if self.obstacles else "fits here"


def free_ahead(desk: Desk, view: WeekView, tz: ZoneInfo, count: int = 3) -> Spans:
    """The next free stretches of the doctor from now on, long enough for the shortest type: (start, minutes)."""
    now = -(-desk.now() // 60)
    today = zones.wall_clock(now, tz).date()
    least = min((kind.minutes for kind in desk.type_list(view.hospital.id, view.doctor.id)), default=1)
    found: list[tuple[int, int]] = []
    for ahead in range(0, AHEAD_DAYS, 7):
        days = desk.week(view.doctor.id, today + timedelta(days=ahead), 7).days
        spans = ((max(start, now), end) for day in days for start, end in day.bookable)
        found += [(start, end - start) for start, end in spans if end - start >= least]
        if len(found) >= count:
            break
    return tuple(found[:count])


class Subject(NamedTuple):
    """The cell, the visit or the landing under the cursor. Reads what it needs from the desk."""

    desk: Desk
    view: WeekView
    selection: Selection
    context: str
    tz: ZoneInfo
    landing: Landing | None = None
    next_free: Spans = ()
    mode: str = "week"
    beside: tuple[WeekView, ...] = ()
    """Of a day with a column a doctor: all of them, the one under the cursor too."""

    @property
    def now(self) -> int:
        """Epoch minute it is."""
        return self.desk.now() // 60

    def wall(self, minute: int) -> datetime:
        """The wall clock of an epoch minute."""
        return zones.wall_clock(minute, self.tz)

    def doctor_name(self, doctor_id: str) -> str:
        """A doctor's name as it is kept."""
        return name_of(self.desk, doctor_id) or self.view.doctor.name

    def place_name(self, location_id: str) -> str:
        """The name of a location."""
        return self.desk.location_names().get(location_id, "")

    def record_number(self, visit: VisitView) -> str:
        """The patient's record number, as far as there is one."""
        known = self.desk.patient(visit.visit.patient).record_number if visit.visit.patient else None
        return text.clean(known or "")

    @property
    def day(self) -> DayView | None:
        """The day under the cursor."""
        return next((day for day in self.view.days if day.date == self.selection.day), None)

    @property
    def closed_because(self) -> str:
        """The reason somebody gave for the closure here; empty where there is none."""
        closures = self.day.closures if self.day else ()
        here = self.selection.start_minute
        return next((closure.reason for closure in closures if closure.start <= here < closure.end), "")

    @property
    def waiting(self) -> tuple[VisitView, ...]:
        """Who sits in the waiting room, who came first on top."""
        found = self.desk.waiting(self.view.hospital.id)
        return tuple(sorted(found, key=lambda visit: visit.visit.arrived_at or ""))

    def waited(self, visit: VisitView) -> int:
        """Minutes since they arrived."""
        from scheduling.when.iso import parse_stamp

        return max(0, (self.desk.now() - parse_stamp(visit.visit.arrived_at)) // 60) if visit.visit.arrived_at else 0

    @property
    def free_until(self) -> int | None:
        """Epoch minute until which the doctor is free from the cursor on."""
        day, start = self.day, self.selection.start_minute
        spans = day.bookable if day else ()
        return next((end for first, end in spans if first <= start < end), None)

    @property
    def types(self) -> list[AppointmentType]:
        """What the doctor offers, with the doctor's own length, short ones first."""
        return sorted(self.desk.type_list(self.view.hospital.id, self.view.doctor.id), key=lambda one: one.minutes)
