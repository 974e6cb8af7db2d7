"""The clinic at one moment, as the services read it: records by id, calendars, busy and free days.

A thin face over a replica (or over the view of a transaction). What is worked out is kept in the replica's index,
which forgets it when a record behind it changes. Imports no pydantic: the first frame is read through it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from operator import itemgetter
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from scheduling.errors import Refused, unknown
from scheduling.model.reads import Busy
from scheduling.rules.closures import Shut
from scheduling.rules.hours import ALWAYS, Calendar, DayPlan, DayRow, WeeklyRow, plan
from scheduling.rules.openings import FreeDay, Wanted, free_day, room
from scheduling.store.replica import Replica
from scheduling.when import iso
from scheduling.when.zones import MINUTES_A_DAY, boundary, local_day, ordinal_of, stored_minute, zone

Record = dict[str, Any]

KINDS = {
    "hospitals": "hospital",
    "locations": "location",
    "types": "appointment type",
    "doctors": "doctor",
    "patients": "patient",
    "appointments": "visit",
    "closures": "closure",
    "waitlist": "waitlist entry",
    "series": "series",
}
"""What people call a record of a table."""


SETTINGS: dict[str, Any] = {"step": 5, "align": "block", "notice": 0, "horizon": 365, "published_only": False}
"""What a type may say, else its hospital, else this."""


class Rooms(NamedTuple):
    """A date of several doctors. `rooms`: (minutes that could fit, doctor) of those who work on it, the most first;
    `over`: when the last of their hours ends (epoch minute)."""

    over: int
    rooms: tuple[tuple[int, str], ...]

    @property
    def most(self) -> int:
        """The most minutes that could fit with anyone."""
        return self.rooms[0][0] if self.rooms else 0


class Clinic:
    """Reads of one replica at `now` (epoch seconds)."""

    def __init__(self, replica: Replica, now: int) -> None:
        self.replica = replica
        self.now = now

    def need(self, table: str, ident: str, field: str) -> Record:
        """The record of an id; raises `Refused` (`unknown`) naming the argument."""
        found = self.replica.record(table, ident)
        if found is None:
            raise unknown(field, KINDS[table], ident)
        return found

    def need_active(self, table: str, ident: str, field: str) -> Record:
        """As `need`, and refuses a retired one (`not_active`)."""
        found = self.need(table, ident, field)
        if not found.get("active", True):
            kind = KINDS[table]
            raise Refused("not_active", f"{found['name']} is retired.", f"Choose another {kind}.", field=field)
        return found

    def is_gone(self, location: str | None) -> bool:
        """Whether a location is retired."""
        return location is not None and not self.need("locations", location, "location").get("active", True)

    def tz(self, hospital: str) -> ZoneInfo:
        """The zone of a hospital's id."""
        try:
            return self.replica.index.zones[hospital]
        except KeyError:
            raise unknown("hospital", KINDS["hospitals"], hospital) from None

    def tz_of(self, doctor: str) -> ZoneInfo:
        """The zone in which a doctor works."""
        return self.calendar(doctor).tz

    def hospitals(self) -> list[Record]:
        """The hospitals that are open for business."""
        return [record for record in self.replica.records("hospitals") if record.get("active", True)]

    def span(self, visit: Record) -> tuple[int, int]:
        """Start and end of a visit as epoch minutes."""
        start = stored_minute(visit["start"], self.tz(visit["hospital"]))
        return start, start + visit["minutes"]

    # Calendars ------------------------------------------------------------------------------------------------

    def calendar(self, doctor: str) -> Calendar:
        """Everything written about when a doctor works."""
        found = self.replica.index.calendars.get(doctor)
        if found is None:
            found = self.replica.index.calendars[doctor] = self._calendar(doctor)
        return found

    def _calendar(self, ident: str) -> Calendar:
        doctor = self.need("doctors", ident, "doctor")
        hospital = self.need("hospitals", doctor["hospital"], "hospital")
        tz = zone(hospital["timezone"])
        places = tuple(doctor.get("locations", ()))
        days: dict[int, list[DayRow]] = {}
        for row in self.replica.referring("days", ident):
            pairs = tuple((iso.parse_clock(start), iso.parse_clock(end)) for start, end in row.get("spans", ()))
            entry = DayRow(pairs, row.get("location"), row.get("open_on_closure", False))
            days.setdefault(date.fromisoformat(row["date"]).toordinal(), []).append(entry)
        targets = (ident, doctor["hospital"], *sorted(self.whereabouts(doctor)))
        closures = [shut_of(row, tz) for target in targets for row in self.closures(target)]
        return Calendar(
            ident,
            tz,
            places,
            tuple(_weekly(row) for row in self.replica.referring("hours", ident)),
            {ordinal: tuple(rows) for ordinal, rows in days.items()},
            tuple(sorted(closures, key=lambda shut: (shut.start, shut.end, shut.id))),
            _opening(hospital.get("hours")),
        )

    def whereabouts(self, doctor: Record) -> set[str]:
        """Every location at which a doctor may be: the doctor's own, and those written in hours."""
        rows = [*self.replica.referring("hours", doctor["id"]), *self.replica.referring("days", doctor["id"])]
        return {row["location"] for row in rows if "location" in row}.union(doctor.get("locations", ()))

    def closures(self, target: str) -> list[Record]:
        """The closures of a hospital, a location or a doctor."""
        return self.replica.referring("closures", target)

    def plan(self, doctor: str, ordinal: int) -> DayPlan:
        """What a doctor's date looks like before any visit."""
        kept = self.replica.index.calendars
        found = kept.get((doctor, ordinal))
        if found is None:
            found = kept[(doctor, ordinal)] = plan(self.calendar(doctor), ordinal)
        return found

    def plans(self, doctor: str, start: int, end: int) -> list[DayPlan]:
        """The dates whose hours may reach into [start, end), epoch minutes; the night before included."""
        tz = self.tz_of(doctor)
        return [self.plan(doctor, day) for day in range(ordinal_of(start, tz) - 1, ordinal_of(end - 1, tz) + 1)]

    # Busy and free --------------------------------------------------------------------------------------------

    def busy(self, doctor: str, first: int, last: int) -> list[Busy]:
        """The shown visits of a doctor that overlap the dates first–last (ordinals), by start, each once."""
        index = self.replica.index
        found = list(index.day(doctor, first))
        for ordinal in range(first + 1, last + 1):
            more = index.day(doctor, ordinal)
            if more:
                midnight = local_day(ordinal, self.tz_of(doctor)).start
                found += [visit for visit in more if visit.start >= midnight]
        return found

    def busy_around(self, doctor: str, start: int, end: int) -> list[Busy]:
        """The visits that could clash with [start, end), a day's buffers on either side included."""
        tz = self.tz_of(doctor)
        return self.busy(doctor, ordinal_of(start - MINUTES_A_DAY, tz), ordinal_of(end + MINUTES_A_DAY, tz))

    def booked_at(self, doctor: str) -> str:
        """When a doctor was last given a visit that is still shown, as a stamp; "" for never."""
        kept = self.replica.index.booked_at
        if doctor not in kept:
            days = self.replica.index.days(doctor)
            stamps = (
                self.need("appointments", visit.id, "id")["created_at"] for day in days.values() for visit in day
            )
            kept[doctor] = max(stamps, default="")
        return kept[doctor]

    def free(self, doctor: str, ordinal: int) -> FreeDay:
        """A doctor's date, worked out once until something in it changes or a hold dies."""
        kept = self.replica.index.free
        try:
            found: FreeDay = kept[doctor][ordinal]
            if found.valid_from <= self.now < found.valid_until:
                return found
        except KeyError:
            pass
        found = kept.setdefault(doctor, {})[ordinal] = self.free_without(doctor, ordinal)
        return found

    def free_without(
        self, doctor: str, ordinal: int, hidden: frozenset[str] = frozenset(), at: str | None = None
    ) -> FreeDay:
        """As `free`, as if the visits `hidden` were not there, and `at` one location only (RULES 12, 17)."""

        def plans(day: int) -> DayPlan:
            return self.plan(doctor, day)

        def busy_until(last: int) -> list[Busy]:
            tz = calendar.tz
            busy = self.busy_around(doctor, local_day(ordinal, tz).start, local_day(last, tz).end)
            return [visit for visit in busy if visit.id not in hidden] if hidden else busy

        calendar = self.calendar(doctor)
        return free_day(calendar, ordinal, plans, busy_until, self.now, at)

    def together(self, doctors: tuple[str, ...], ordinal: int) -> Rooms:
        """A date of several doctors side by side, the roomiest first."""
        kept = self.replica.index.shared(doctors)
        found = kept.get(ordinal)
        if found is None:
            over, rooms = 0, []
            for doctor in doctors:
                blocks = self.plan(doctor, ordinal).blocks
                if blocks:
                    rooms.append((self._room(doctor, ordinal), doctor))
                    over = max(over, *(block.end for block in blocks))
            found = kept[ordinal] = Rooms(over, tuple(sorted(rooms, key=itemgetter(0), reverse=True)))
        return found

    def _room(self, doctor: str, ordinal: int) -> int:
        kept = self.replica.index.rooms.setdefault(doctor, {})
        found = kept.get(ordinal)
        if found is None:
            midnight, next_midnight, _ = local_day(ordinal, self.calendar(doctor).tz)
            busy = self.replica.index.day(doctor, ordinal)
            before, day = self.plan(doctor, ordinal - 1), self.plan(doctor, ordinal)
            found = kept[ordinal] = room(before, day, midnight, next_midnight, busy)
        return found

    def today(self, tz: ZoneInfo) -> int:
        """Today's ordinal in a zone."""
        return ordinal_of(self.now // 60, tz)

    # What is wanted -------------------------------------------------------------------------------------------

    def offers(self, doctor: Record, kind: Record) -> bool:
        """Whether a doctor offers a type: one of the same hospital, and named in `types` where that is given."""
        types = doctor.get("types")
        return kind["hospital"] == doctor["hospital"] and (types is None or kind["id"] in types)

    def wanted(self, doctor: Record, minutes: int | None, type_id: str | None, step: int | None = None) -> Wanted:
        """The wish for one doctor: own length of the type, the type's, or the hospital's; settings likewise."""
        hospital = self.need("hospitals", doctor["hospital"], "hospital")
        kind = self.need("types", type_id, "type") if type_id is not None else {}
        own = (doctor.get("types") or {}).get(type_id) if type_id else None
        settings: dict[str, Any] = {
            name: kind.get(name, hospital.get(name, default)) for name, default in SETTINGS.items()
        }
        length = minutes or own or kind.get("minutes") or hospital.get("default_minutes", 30)
        if step is not None and not settings["published_only"]:
            settings["step"] = step
        return Wanted(length, kind.get("buffer_before", 0), kind.get("buffer_after", 0), type=type_id, **settings)

    def doctors(self, hospital: str | None = None) -> Sequence[Record]:
        """The doctors at work, of one hospital or of all."""
        kept = self.replica.index.calendars
        found: tuple[Record, ...] | None = kept.get(("doctors", hospital))
        if found is None:
            found = kept["doctors", hospital] = tuple(
                record
                for record in self.replica.records("doctors")
                if record.get("active", True) and (hospital is None or record["hospital"] == hospital)
            )
        return found


def _weekly(row: Record) -> WeeklyRow:
    first, last = row.get("effective_from"), row.get("effective_to")
    return WeeklyRow(
        iso.WEEKDAYS.index(row["weekday"]),
        iso.parse_clock(row["start"]),
        iso.parse_clock(row["end"]),
        row.get("location"),
        date.fromisoformat(first).toordinal() if first else ALWAYS[0],
        date.fromisoformat(last).toordinal() if last else ALWAYS[1],
    )


def _opening(hours: dict[str, list[list[str]]] | None) -> dict[int, tuple[tuple[int, int], ...]] | None:
    if hours is None:
        return None
    return {
        iso.WEEKDAYS.index(weekday): tuple((iso.parse_clock(start), iso.parse_clock(end)) for start, end in pairs)
        for weekday, pairs in hours.items()
    }


def shut_of(row: Record, tz: ZoneInfo) -> Shut:
    """A stored closure as epoch minutes: dates are whole days, both included; times half-open."""
    whole = "T" not in row["from"]
    if whole:
        start = local_day(date.fromisoformat(row["from"]).toordinal(), tz).start
        end = local_day(date.fromisoformat(row["to"]).toordinal(), tz).end
    else:
        start, end = (boundary(iso.parse_written(row[edge]).wall, tz) for edge in ("from", "to"))
    return Shut(start, end, row.get("location"), whole, row.get("reason") or "closed", row["id"])
