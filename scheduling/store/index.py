"""What is looked up, derived from the tables: ids, who refers to whom, each doctor's day, requests seen.

Everything here can be rebuilt from the tables (STORE I10). Tuples are replaced, never changed in place, so that a
reader, or a fork for an atomic batch, keeps what it holds.
"""

from __future__ import annotations

from bisect import bisect
from collections import defaultdict
from collections.abc import Iterable
from itertools import chain
from operator import itemgetter
from typing import Any
from zoneinfo import ZoneInfo

from scheduling.model.reads import Busy
from scheduling.model.status import HIDDEN, STATUSES, SYSTEM_CANCEL_REASONS, blocks_until
from scheduling.when.iso import parse_stamp
from scheduling.when.zones import local_day, ordinal_of, stored_minute, written_day, zone

Record = dict[str, Any]
Tables = dict[str, dict[int, Record]]
Touched = set[tuple[str, int]]
Days = dict[int, tuple[Busy, ...]]

REFERENCES: dict[str, tuple[str, ...]] = {
    "hours": ("doctor",),
    "days": ("doctor",),
    "closures": ("doctor", "location", "hospital"),
    "appointments": ("patient", "series"),
    "waitlist": ("patient",),
    "locations": ("hospital",),
    "types": ("hospital",),
    "doctors": ("hospital",),
}
"""The fields of each table that name another record and are looked up by it."""

SETTINGS = frozenset({"hospitals", "locations", "types", "doctors", "hours", "days", "closures"})
"""Tables that decide when a doctor works: a change in one forgets every calendar."""

MOST_SHARED = 500
"""Choices of doctors for whom dates are kept together; with one more they start anew."""

SHORT, EARLY = 240, "18:00"
"""A visit of at most so many minutes that starts at most so late ends on its own date, where the clock is steady."""

ALWAYS = {name: blocks_until(name, None) for name in STATUSES}
"""Until when a visit that is no hold blocks."""


class Index:
    """The look-up tables of a replica. A doctor's visits are put into a day when it is first asked for: the first
    frame shows a week of one doctor of many, and a booking looks at a few days.

    `ids`: table → id → document id; `zones`: of each hospital's id; `holds`: document ids of holds, dead or alive;
    `arrived`: of visits with that status. `calendars`, `free`, `outside`, `rooms`, `people`, `people_book`,
    `booked_at`: caches of what services worked out.
    """

    def __init__(self, tables: Tables | None = None) -> None:
        self.ids: dict[str, dict[str, int]] = {}
        self.zones = Zones({} if tables is None else tables, self.ids)
        self._days: dict[str, Days] = {}
        self._loose: dict[str, list[Record]] = {}
        self._waiting: dict[str, dict[int, list[Record]]] = {}
        self.referring = References({} if tables is None else tables)
        self.calendars: dict[Any, Any] = {}
        self.free: dict[str, dict[int, Any]] = {}
        self.outside: dict[str, dict[int, tuple[Busy, ...]]] = {}
        self.rooms: dict[str, dict[int, int]] = {}
        self._shared: dict[tuple[str, ...], dict[int, Any]] = {}
        self._shares: dict[str, list[dict[int, Any]]] = {}
        self.people: dict[int, Any] = {}
        self.people_book: Any = None
        self.new_people: set[int] = set()
        self.holds: set[int] = set()
        self.arrived: set[int] = set()
        self.booked_at: dict[str, str] = {}

    def fork(self, tables: Tables) -> Index:
        """A copy, of copied tables, that can be changed without touching this one; what is cached starts empty."""
        copy = Index(tables)
        copy.ids.update({table: dict(ids) for table, ids in self.ids.items()})
        copy._days = {doctor: dict(days) for doctor, days in self._days.items()}
        copy._loose = dict(self._loose)
        copy._waiting = {doctor: dict(waiting) for doctor, waiting in self._waiting.items()}
        copy.referring = self.referring.copied(tables)
        copy.holds, copy.arrived = set(self.holds), set(self.arrived)
        return copy

    def sketch(self, tables: Tables) -> Index:
        """A copy for trying out hours, days and closures, which `tables` has anew: the visits are the same."""
        copy = Index(tables)
        copy.ids.update({table: dict(ids) for table, ids in self.ids.items()})
        copy.referring, copy.zones = self.referring.copied(tables), self.zones
        copy._days, copy._loose, copy._waiting = self._days, self._loose, self._waiting
        copy.holds, copy.arrived = self.holds, self.arrived
        return copy

    def content(self) -> tuple[Any, ...]:
        """What must equal a rebuilt index, without the caches (STORE I10)."""
        ids = {table: found for table, found in self.ids.items() if found}
        return ids, self.all_days(), self.referring.complete(), self.holds, self.arrived

    def day(self, doctor: str, ordinal: int) -> tuple[Busy, ...]:
        """A doctor's visits that overlap a date, by start."""
        # Two threads may do the same at once: what is found is complete before it is no longer looked for.
        if doctor in self._loose:
            self._sort_out(doctor, self._loose[doctor])
            self._loose.pop(doctor, None)
        waiting = self._waiting.get(doctor)
        if waiting and ordinal in waiting:
            self._place(doctor, waiting[ordinal])
            waiting.pop(ordinal, None)
        days = self._days.get(doctor)
        return days.get(ordinal, ()) if days else ()

    def days(self, doctor: str) -> Days:
        """A doctor's dates, each with the visits that overlap it, by start."""
        self.day(doctor, 0)
        waiting = self._waiting.get(doctor)
        if waiting:
            self._place(doctor, list(chain.from_iterable(waiting.values())))
            waiting.clear()
        return self._days.get(doctor, {})

    def all_days(self) -> dict[str, Days]:
        """The days of every doctor who has any."""
        for doctor in [*self._loose, *self._waiting]:
            self.days(doctor)
        return self._days

    def _sort_out(self, doctor: str, records: list[Record]) -> None:
        """Put visits beside their dates, to be placed there when asked for; those that may reach further at once."""
        by_date: dict[tuple[str, str], list[Record]] = {}
        others: list[Record] = []
        for record in records:
            text = record["start"]
            if record["minutes"] <= SHORT and text[11:16] <= EARLY:
                by_date.setdefault((record["hospital"], text[:10]), []).append(record)
            else:
                others.append(record)
        waiting: dict[int, list[Record]] = {}
        for (hospital, text), found in by_date.items():
            ordinal, day = written_day(text, self.zones[hospital])
            if day.offset is None:
                others += found
            else:
                waiting[ordinal] = [*waiting.get(ordinal, ()), *found]
        self._place(doctor, others)
        self._waiting[doctor] = waiting

    def _place(self, doctor: str, records: list[Record]) -> None:
        days: dict[int, set[Busy]] = {}
        for record in records:
            placed = place(record, self.zones)
            if placed is not None:
                for ordinal in placed[1]:
                    days.setdefault(ordinal, set()).add(placed[0])
        if days:
            by_day = self._days.setdefault(doctor, {})
            for ordinal, found in days.items():
                by_day[ordinal] = tuple(sorted(found.union(by_day.get(ordinal, ()))))

    def rebuild(self, tables: Tables) -> None:
        """Index everything anew."""
        self.__init__(tables)  # type: ignore[misc]
        for table, records in tables.items():
            self.ids[table] = dict(zip(map(itemgetter("id"), records.values()), records, strict=True))
        loose: defaultdict[str, list[Record]] = defaultdict(list)
        for doc_id, record in tables.get("appointments", {}).items():
            loose[record["doctor"]].append(record)
            status = record["status"]
            if status == "booked":
                continue  # most of them
            if is_hold(record):
                self.holds.add(doc_id)
            elif status == "arrived":
                self.arrived.add(doc_id)
        self._loose = dict(loose)

    def change(self, table: str, doc_id: int, old: Record | None, new: Record | None) -> Touched:
        """Take one record's change in; returns the (doctor, ordinal) pairs whose picture changed."""
        ident = (new or old or {})["id"]
        if new is None:
            self.ids.setdefault(table, {}).pop(ident, None)
        else:
            self.ids.setdefault(table, {})[ident] = doc_id
        self.referring.change(table, doc_id, old, new)
        if table == "patients":
            self.people.pop(doc_id, None)
            self.new_people.add(doc_id)
        if table != "appointments":
            return set()
        (self.holds.add if new is not None and is_hold(new) else self.holds.discard)(doc_id)
        (self.arrived.add if new is not None and new["status"] == "arrived" else self.arrived.discard)(doc_id)
        return self._change_visit(old, new)

    def _change_visit(self, old: Record | None, new: Record | None) -> Touched:
        touched: Touched = set()
        for record, is_new in ((old, False), (new, True)):
            if record is None or (placed := place(record, self.zones)) is None:
                continue
            entry, ordinals = placed
            doctor = record["doctor"]
            for ordinal in ordinals:
                present = self.day(doctor, ordinal)
                if old is not None:
                    present = tuple(other for other in present if other.id != entry.id)
                if is_new:
                    at = bisect(present, entry)
                    present = (*present[:at], entry, *present[at:])
                by_day = self._days.setdefault(doctor, {})
                if present:
                    by_day[ordinal] = present
                else:
                    by_day.pop(ordinal, None)
                touched.add((doctor, ordinal))
            if not self._days[doctor]:
                del self._days[doctor]
            self.booked_at.pop(doctor, None)
        for doctor, ordinal in touched:
            self.outside.get(doctor, {}).pop(ordinal, None)
            # What a date has free hangs on its neighbours too (rules.openings); its room on its own visits alone.
            cached = self.free.get(doctor)
            if cached:
                for near in range(ordinal - 11, ordinal + 3):
                    cached.pop(near, None)
            for by_date in (self.rooms.get(doctor, {}), *self._shares.get(doctor, ())):
                by_date.pop(ordinal, None)
        return touched

    def shared(self, doctors: tuple[str, ...]) -> dict[int, Any]:
        """What is kept by date for several doctors together; a date goes when a visit of one of them changes."""
        found = self._shared.get(doctors)
        if found is None:
            if len(self._shared) >= MOST_SHARED:
                self._shared.clear()
                self._shares.clear()
            found = self._shared[doctors] = {}
            for doctor in doctors:
                self._shares.setdefault(doctor, []).append(found)
        return found

    def forget(self) -> None:
        """Drop what was computed from hours and settings."""
        for kept in (self.calendars, self.free, self.outside, self.rooms, self._shared, self._shares):
            kept.clear()


class References(dict[str, dict[str, tuple[int, ...]]]):
    """By table, then by whom they refer to: the document ids of its records. Gone through when first asked for."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def __missing__(self, table: str) -> dict[str, tuple[int, ...]]:
        found: defaultdict[str, list[int]] = defaultdict(list)
        for field in REFERENCES[table]:
            for doc_id, record in self._tables.get(table, {}).items():
                if field in record:
                    found[record[field]].append(doc_id)
        self[table] = {target: tuple(sorted(doc_ids)) for target, doc_ids in found.items()}
        return self[table]

    def copied(self, tables: Tables) -> References:
        """The same for a copy of the tables."""
        copy = References(tables)
        copy.update({table: dict(found) for table, found in self.items()})
        return copy

    def complete(self) -> dict[str, dict[str, tuple[int, ...]]]:
        """Every table's."""
        return {table: self[table] for table in REFERENCES}

    def change(self, table: str, doc_id: int, old: Record | None, new: Record | None) -> None:
        """Take one record's change in, which its table has already."""
        if table not in self:
            return
        found = self[table]
        for field in REFERENCES[table]:
            was, now = (old or {}).get(field), (new or {}).get(field)
            if was == now:
                continue
            if was is not None:
                found[was] = tuple(one for one in found[was] if one != doc_id)
                if not found[was]:
                    del found[was]
            if now is not None:
                found[now] = tuple(sorted((*found.get(now, ()), doc_id)))


def is_hold(record: Record) -> bool:
    """A hold, alive or dead: what housekeeping looks through (RULES 17)."""
    return record["status"] == "pending" or record.get("cancel_reason") in SYSTEM_CANCEL_REASONS


class Zones(dict[str, ZoneInfo]):
    """The zone of a hospital's id, looked up once."""

    def __init__(self, tables: Tables, ids: dict[str, dict[str, int]]) -> None:
        self._tables = tables
        self._ids = ids

    def __missing__(self, hospital: str) -> ZoneInfo:
        record = self._tables["hospitals"][self._ids["hospitals"][hospital]]
        found = self[hospital] = zone(record["timezone"])
        return found


def place(record: Record, zones: Zones) -> tuple[Busy, Iterable[int]] | None:
    """Where a visit stands in its doctor's days, or None when it is not shown (cancelled, in error)."""
    status = record["status"]
    if status in HIDDEN:
        return None
    tz = zones[record["hospital"]]
    text = record["start"]
    first, (midnight, day_end, offset) = written_day(text[:10], tz)
    if offset is not None:
        start = midnight + int(text[11:13]) * 60 + int(text[14:16])
    else:
        start = stored_minute(text, tz)
        first = ordinal_of(start, tz)
        day_end = local_day(first, tz).end
    end = start + record["minutes"]
    until = blocks_until(status, parse_stamp(record["expires_at"])) if status == "pending" else ALWAYS[status]
    before, after = record.get("buffer_before", 0), record.get("buffer_after", 0)
    entry = Busy(start, end, before, after, until, record["id"])
    if end <= day_end:
        return entry, (first,)
    return entry, range(first, ordinal_of(end - 1, tz) + 1)
