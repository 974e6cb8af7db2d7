"""The Synthea encounters and a clinic told minute by minute: what is right, worked out without any of the program.

Only the standard library is used here. An epoch minute is a whole number of minutes since 1970-01-01T00:00Z.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

DATA = Path(__file__).parents[1] / "data" / "synthea"

ZONE = ZoneInfo("America/New_York")


class Encounter(NamedTuple):
    """One row of the file, rounded outward: epoch minutes, half-open."""

    id: str
    organization: str
    provider: str
    patient: str
    start: int
    end: int


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a file."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _seconds(text: str) -> int:
    return int(datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp())


def encounters() -> list[Encounter]:
    """All 604, in the order of the file; each from the minute it starts in to the end of the one it stops in."""
    return [
        Encounter(
            row["Id"],
            row["ORGANIZATION"],
            row["PROVIDER"],
            row["PATIENT"],
            _seconds(row["START"]) // 60,
            -(-_seconds(row["STOP"]) // 60),
        )
        for row in rows("encounters")
    ]


def instant(minute: int) -> str:
    """An epoch minute as `2023-01-27T16:17Z`."""
    return f"{datetime.fromtimestamp(minute * 60, UTC):%Y-%m-%dT%H:%M}Z"


def midnight(day: date) -> int:
    """The epoch minute of a date's 00:00 in Massachusetts."""
    return int(datetime.combine(day, time(), ZONE).timestamp()) // 60


def day_of(minute: int) -> date:
    """The date in Massachusetts."""
    return datetime.fromtimestamp(minute * 60, ZONE).date()


class Book:
    """Who is busy in which minute. Taken minutes are told one by one, and so is every question answered."""

    def __init__(self, taken: Iterable[Encounter] = ()) -> None:
        self.visits: dict[str, Encounter] = {}
        self.doctor: dict[str, dict[int, str]] = defaultdict(dict)
        self.patient: dict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
        for encounter in taken:
            self.take(encounter)

    def take(self, encounter: Encounter) -> None:
        """Write an encounter into every minute of its doctor and its patient."""
        self.visits[encounter.id] = encounter
        for minute in range(encounter.start, encounter.end):
            self.doctor[encounter.provider][minute] = encounter.id
            self.patient[encounter.patient][minute].add(encounter.id)

    def refuses(self, encounter: Encounter) -> tuple[str, set[str]] | None:
        """Why it cannot be taken and who is in the way; the doctor's time is asked before the patient's."""
        minutes = range(encounter.start, encounter.end)
        busy = self.doctor[encounter.provider]
        if found := {busy[minute] for minute in minutes if minute in busy}:
            return "slot_taken", found
        theirs = self.patient[encounter.patient]
        if found := {ident for minute in minutes for ident in theirs.get(minute, ())}:
            return "patient_clash", found
        return None

    def window(self, start: int, end: int) -> list[Encounter]:
        """The visits that have a minute in [start, end), by start, doctor and id."""
        found = [visit for visit in self.visits.values() if visit.start < end and start < visit.end]
        return sorted(found, key=lambda visit: (visit.start, visit.provider, visit.id))

    def day(self, doctor: str, day: date) -> tuple[set[str], int, int]:
        """The visits of a doctor on a date, and how many of its minutes are booked and free."""
        minutes = range(midnight(day), midnight(day + timedelta(days=1)))
        busy = [self.doctor[doctor][minute] for minute in minutes if minute in self.doctor[doctor]]
        return set(busy), len(busy), len(minutes) - len(busy)

    def first_free(self, doctor: str, after: int, length: int, step: int) -> int:
        """The first minute from `after` on, a multiple of `step` after midnight, that begins `length` free ones."""
        minute, busy = after, self.doctor[doctor]
        while True:
            on_grid = (minute - midnight(day_of(minute))) % step == 0
            if on_grid and not any(later in busy for later in range(minute, minute + length)):
                return minute
            minute += 1

    def load(self, doctor: str, minute: int) -> tuple[int, int]:
        """The minutes of a doctor's visits that start on the date and in the week (from Monday) of a minute."""
        day = day_of(minute)
        monday = day - timedelta(days=day.weekday())
        theirs = [visit for visit in self.visits.values() if visit.provider == doctor]
        on_date = sum(visit.end - visit.start for visit in theirs if day_of(visit.start) == day)
        in_week = sum(
            visit.end - visit.start for visit in theirs if monday <= day_of(visit.start) < monday + timedelta(days=7)
        )
        return on_date, in_week
