"""What is looked up, derived from the tables: ids, who refers to whom, each doctor's day, requests seen.

Everything here can be rebuilt from the tables (STORE I10). Tuples are replaced, never changed in place, so that a
reader, or a fork for an atomic batch, keeps what it holds.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from scheduling.model.reads import Busy
from scheduling.model.status import HIDDEN, STATUSES, SYSTEM_CANCEL_REASONS, blocks_until
from scheduling.when.iso import parse_stamp
from scheduling.when.zones import local_day, ordinal_of, stored_minute, written_day, zone

Record = dict[str, Any]
Tables = dict[str, dict[int, Record]]
Touched = set[tuple[str, int]]

REFERENCES: dict[str, tuple[str, ...]] = {
    "hours": ("doctor",),
    "days": ("doctor",),
    "closures": ("doctor", "location", "hospital"),
    "appointments": ("patient", "series"),
    "locations": ("hospital",),
    "types": ("hospital",),
    "doctors": ("hospital",),
}
"""The fields of each table that name another record and are looked up by it."""

SETTINGS = frozenset({"hospitals", "locations", "types", "doctors", "hours", "days", "closures"})
"""Tables that decide when a doctor works: a change in one forgets every calendar."""


ALWAYS = {name: blocks_until(name, None) for name in STATUSES}
"""Until when a visit that is no hold blocks."""


class Index:
    """The look-up tables of a replica.

    `days[doctor][ordinal]`: the visits overlapping that local date, by start. `holds`: document ids of holds, dead or
    alive. `calendars`, `free`, `people`, `booked_at`: caches of what services worked out from the records.
    """

    def __init__(self) -> None:
        self.ids: dict[str, tuple[str, int]] = {}
        self.days: dict[str, dict[int, tuple[Busy, ...]]] = {}
        self.referring: dict[tuple[str, str], tuple[int, ...]] = {}
        self.calendars: dict[Any, Any] = {}
        self.free: dict[str, dict[Any, Any]] = {}
        self.people: dict[int, Any] = {}
        self.holds: set[int] = set()
        self.booked_at: dict[str, str] = {}

    def fork(self) -> Index:
        """A copy that can be changed without touching this one; what is cached starts empty."""
        copy = Index()
        copy.ids = dict(self.ids)
        copy.days = {doctor: dict(days) for doctor, days in self.days.items()}
        copy.referring = dict(self.referring)
        copy.holds = set(self.holds)
        return copy

    def content(self) -> tuple[Any, ...]:
        """What must equal a rebuilt index, without the caches (STORE I10)."""
        return self.ids, self.days, self.referring, self.holds

    def rebuild(self, tables: Tables) -> None:
        """Index everything anew."""
        self.__init__()  # type: ignore[misc]
        referring: dict[tuple[str, str], list[int]] = {}
        days: dict[str, dict[int, list[Busy]]] = {}
        for table, records in tables.items():
            for doc_id, record in records.items():
                self.ids[record["id"]] = (table, doc_id)
            for field in REFERENCES.get(table, ()):
                for doc_id, record in records.items():
                    target = record.get(field)
                    if target is not None:
                        referring.setdefault((table, target), []).append(doc_id)
        zones = Zones(tables, self.ids)
        for doc_id, record in tables.get("appointments", {}).items():
            self._enter(days, record, zones)
            if is_hold(record):
                self.holds.add(doc_id)
        self.referring = {key: tuple(sorted(found)) for key, found in referring.items()}
        self.days = {doctor: {k: tuple(sorted(v)) for k, v in found.items()} for doctor, found in days.items()}

    @staticmethod
    def _enter(days: dict[str, dict[int, list[Busy]]], record: Record, zones: Zones) -> None:
        placed = place(record, zones)
        if placed is not None:
            entry, ordinals = placed
            by_day = days.setdefault(record["doctor"], {})
            for ordinal in ordinals:
                by_day.setdefault(ordinal, []).append(entry)

    def change(self, table: str, doc_id: int, old: Record | None, new: Record | None, tables: Tables) -> Touched:
        """Take one record's change in; returns the (doctor, ordinal) pairs whose picture changed."""
        ident = (new or old or {})["id"]
        if new is None:
            self.ids.pop(ident, None)
        else:
            self.ids[ident] = (table, doc_id)
        for field in REFERENCES.get(table, ()):
            self._refer(table, doc_id, (old or {}).get(field), (new or {}).get(field))
        if table == "patients":
            self.people.pop(doc_id, None)
        if table != "appointments":
            return set()
        (self.holds.add if new is not None and is_hold(new) else self.holds.discard)(doc_id)
        return self._change_visit(old, new, tables)

    def _refer(self, table: str, doc_id: int, old: str | None, new: str | None) -> None:
        if old == new:
            return
        if old is not None:
            left = tuple(found for found in self.referring.get((table, old), ()) if found != doc_id)
            if left:
                self.referring[(table, old)] = left
            else:
                self.referring.pop((table, old), None)
        if new is not None:
            self.referring[(table, new)] = tuple(sorted((*self.referring.get((table, new), ()), doc_id)))

    def _change_visit(self, old: Record | None, new: Record | None, tables: Tables) -> Touched:
        zones = Zones(tables, self.ids)
        touched: Touched = set()
        for record, is_new in ((old, False), (new, True)):
            placed = place(record, zones) if record is not None else None
            if record is None or placed is None:
                continue
            entry, ordinals = placed
            doctor = record["doctor"]
            by_day = self.days.setdefault(doctor, {})
            for ordinal in ordinals:
                kept = tuple(other for other in by_day.get(ordinal, ()) if other.id != entry.id)
                present = tuple(sorted((*kept, entry))) if is_new else kept
                if present:
                    by_day[ordinal] = present
                else:
                    by_day.pop(ordinal, None)
                touched.add((doctor, ordinal))
            if not by_day:
                del self.days[doctor]
            self.booked_at.pop(doctor, None)
        for doctor, ordinal in touched:
            cached = self.free.get(doctor)
            if cached:
                for near in range(ordinal - 11, ordinal + 3):  # as far as a day looks for neighbours (rules.openings)
                    cached.pop(near, None)
        return touched

    def forget(self) -> None:
        """Drop what was computed from hours and settings."""
        self.calendars.clear()
        self.free.clear()


def is_hold(record: Record) -> bool:
    """A hold, alive or dead: what housekeeping looks through (RULES 17)."""
    return record["status"] == "pending" or record.get("cancel_reason") in SYSTEM_CANCEL_REASONS


class Zones(dict[str, ZoneInfo]):
    """The zone of a hospital's id, looked up once."""

    def __init__(self, tables: Tables, ids: dict[str, tuple[str, int]]) -> None:
        self._tables = tables
        self._ids = ids

    def __missing__(self, hospital: str) -> ZoneInfo:
        table, doc_id = self._ids[hospital]
        found = self[hospital] = zone(self._tables[table][doc_id]["timezone"])
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
