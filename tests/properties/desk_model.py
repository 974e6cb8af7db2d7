"""The desk as plain dictionaries: what each verb must answer, worked out minute by minute. Imports no scheduler.

A visit is a dictionary: doctor, patient, start (epoch minute), minutes, status, and where they were given expires
(epoch second), override, confirmed, gone (why a hold is dead). Every method answers the code of the refusal or None.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from tests.properties.minutes import Clock, Pair, Visit, World, clock_of

Rec = dict[str, Any]

TAKES = ("booked", "arrived", "checked-in", "fulfilled")
OVER = ("cancelled", "fulfilled", "noshow", "entered-in-error")
MAY_BECOME = {
    "pending": ("booked", "cancelled"),
    "booked": ("arrived", "checked-in", "fulfilled", "cancelled", "noshow"),
    "arrived": ("booked", "checked-in", "fulfilled", "cancelled"),
    "checked-in": ("arrived", "fulfilled", "cancelled"),
    "noshow": ("arrived", "booked"),
    "fulfilled": (),
    "cancelled": (),
    "entered-in-error": (),
}
PASSED_BY_A_REASON = ("in_the_past", "hours", "slot_taken")


@dataclass
class Step:
    """What one step changed: (table, key, before, after); `at`: epoch second.

    `left`: what undoing it left behind.
    """

    at: int
    rows: list[tuple[str, Any, Any, Any]]
    left: dict[tuple[str, Any], Any] = field(default_factory=dict)


class Model:
    """One hospital, doctors with weekly hours, one person at one desk."""

    def __init__(self, zone: str, first: date, days: int, now: int, weekly: dict[str, list[Pair]]) -> None:
        self.zone, self.first, self.days, self.now = zone, first, days, now
        self.weekly = weekly
        self.tables: dict[str, dict[Any, Any]] = {"visits": {}, "days": {}, "closures": {}, "series": {}}
        self.done: list[Step] = []
        self.undone: list[Step] = []

    @property
    def visits(self) -> dict[str, Rec]:
        return self.tables["visits"]

    @property
    def clock(self) -> Clock:
        return clock_of(self.zone, self.first, self.days)

    def world(self, doctor: str) -> World:
        """A doctor's book for the oracle."""
        world = World(self.zone, self.first, self.days, dict.fromkeys(range(7), self.weekly[doctor]), now=self.now)
        world.dated = {day: spans for (who, day), spans in self.tables["days"].items() if who == doctor}
        world.closings = [(day, day) for who, day in self.tables["closures"].values() if who == doctor]
        world.visits = [
            Visit(visit["start"], end_of(visit)) for visit in self.visits.values() if self.takes(visit, doctor)
        ]
        return world

    def takes(self, visit: Rec, doctor: str | None = None) -> bool:
        """Whether a visit takes its time now."""
        if doctor is not None and visit["doctor"] != doctor:
            return False
        return visit["status"] in TAKES or self.live(visit)

    def live(self, visit: Rec) -> bool:
        return visit["status"] == "pending" and bool(self.now < visit["expires"])

    # What stands in the way ------------------------------------------------------------------------------------

    def in_the_way(self, wish: Rec, own: str | None) -> Iterable[str]:
        """The codes of what stands in the way of a wish, in their order."""
        start, end = wish["start"], end_of(wish)
        if start * 60 < self.now:
            yield "in_the_past"
        if not any(low <= start and end <= high for low, high in self.world(wish["doctor"]).work):
            yield "hours"
        yield from self.clashes(wish, own)

    def clashes(self, wish: Rec, own: str | None) -> Iterable[str]:
        start, end = wish["start"], end_of(wish)
        others = [
            visit
            for ident, visit in self.visits.items()
            if ident != own and self.takes(visit) and start < end_of(visit) and visit["start"] < end
        ]
        if any(visit["doctor"] == wish["doctor"] for visit in others):
            yield "slot_taken"
        if wish["patient"] is not None and any(visit["patient"] == wish["patient"] for visit in others):
            yield "patient_clash"

    def asked_again(self, visit: Rec, own: str) -> str | None:
        """Rules 16 and 18 for a visit that takes its time again where it stands."""
        return next(
            (code for code in self.clashes(visit, own) if code != "slot_taken" or not visit["override"]), None
        )

    # Verbs -----------------------------------------------------------------------------------------------------

    def book(self, ident: str, wish: Rec, override: str | None) -> str | None:
        codes = list(self.in_the_way(wish, None))
        stopped = [code for code in codes if override is None or code not in PASSED_BY_A_REASON]
        if stopped:
            return stopped[0]
        needed = override if any(code in PASSED_BY_A_REASON for code in codes) else None
        self.bury()
        self.step([("visits", ident, None, wish | {"status": "booked", "override": needed})])
        return None

    def hold(self, ident: str, wish: Rec) -> str | None:
        code = next(iter(self.in_the_way(wish, None)), None)
        if code is None:
            self.bury()
            held = {"status": "pending", "expires": self.now + 1800, "override": None}
            self.visits[ident] = wish | held
        return code

    def confirm(self, ident: str, patient: str | None) -> str | None:
        visit = self.visits[ident]
        if visit["status"] == "booked" and visit.get("confirmed"):
            return None if patient in (None, visit["patient"]) else "hold_expired"
        if visit["status"] != "pending" and not visit.get("gone"):
            return "illegal_transition"
        if not self.live(visit):
            return "hold_expired"
        wanted = visit | {"patient": patient or visit["patient"]}
        if wanted["patient"] is None:
            return "invalid"
        code = next((code for code in self.in_the_way(wanted, ident) if code != "in_the_past"), None)
        if code is None:
            self.bury()
            booked = {key: value for key, value in wanted.items() if key != "expires"}
            self.step([("visits", ident, visit, booked | {"status": "booked", "confirmed": True})])
        return code

    def release(self, ident: str) -> str | None:
        visit = self.visits[ident]
        if visit["status"] != "pending" and not visit.get("gone"):
            return "illegal_transition"
        if visit["status"] == "pending":
            self.visits[ident] = visit | {"status": "cancelled", "gone": "released"}
        return None

    def move(self, ident: str, changes: Rec) -> str | None:
        visit = self.visits[ident]
        if visit["status"] in OVER:
            return "not_active"
        if visit["status"] == "pending" and not self.live(visit):
            return "hold_expired"
        wish = visit | changes
        stays = wish["start"] == visit["start"]
        code = next((code for code in self.in_the_way(wish, ident) if not (stays and code == "in_the_past")), None)
        if code is None:
            self.bury(ident)
            moved = wish | {"override": None}
            if visit["status"] == "pending":
                self.visits[ident] = moved
            else:
                self.step([("visits", ident, visit, moved)])
        return code

    def cancel(self, ident: str) -> str | None:
        visit = self.visits[ident]
        if visit["status"] in ("cancelled", "entered-in-error", "fulfilled"):
            return "not_active"
        if "cancelled" not in MAY_BECOME[visit["status"]]:
            return "illegal_transition"
        self.step([("visits", ident, visit, visit | {"status": "cancelled", "why": "patient"})])
        return None

    def status(self, ident: str, new: str) -> str | None:
        visit = self.visits[ident]
        old = visit["status"]
        if new == "entered-in-error" and old != new:
            pass
        elif new not in MAY_BECOME[old] or (new == "noshow" and self.now < visit["start"] * 60):
            return "illegal_transition"
        if old == "pending" and new == "booked":
            if not self.live(visit):
                return "hold_expired"
            if visit["patient"] is None:
                return "invalid"
        if new in TAKES and old not in TAKES:
            code = self.asked_again(visit, ident)
            if code is not None:
                return code
            self.bury(near=visit)
        changed = {key: value for key, value in visit.items() if key != "expires"} | {"status": new}
        self.step([("visits", ident, visit, changed | ({"why": "other"} if new == "cancelled" else {}))])
        return None

    def series(self, wishes: list[Rec]) -> str | None:
        """What refuses a series first; the caller tells the ids of one that is booked."""
        for number, wish in enumerate(wishes):
            if any(wish["start"] < end_of(other) and other["start"] < end_of(wish) for other in wishes[:number]):
                return "slot_taken"
            code = next(iter(self.in_the_way(wish, None)), None)
            if code is not None:
                return code
        return None

    def booked(self, series: str, visits: dict[str, Rec]) -> None:
        self.bury()
        rows: list[tuple[str, Any, Any, Any]] = [("series", series, None, True)]
        booked = {"status": "booked", "override": None}
        self.step(rows + [("visits", ident, None, wish | booked) for ident, wish in visits.items()])

    def change(self, table: str, key: Any, after: Any) -> None:
        """A day schedule or a closure."""
        self.step([(table, key, self.tables[table].get(key), after)])

    def bury(self, but: str | None = None, near: Rec | None = None) -> None:
        """Whoever books cancels the holds that ran out: all of them, or those a day around."""
        for ident, visit in self.visits.items():
            if visit["status"] != "pending" or self.live(visit) or ident == but:
                continue
            if near is not None:
                gaps = (visit["start"] - end_of(near), near["start"] - end_of(visit))
                if visit["doctor"] != near["doctor"] or max(gaps) >= 1440:
                    continue
            self.visits[ident] = visit | {"status": "cancelled", "gone": "expired"}

    # Undo and redo ---------------------------------------------------------------------------------------------

    def step(self, rows: list[tuple[str, Any, Any, Any]]) -> None:
        for table, key, _, after in rows:
            self.tables[table][key] = after
        self.done.append(Step(self.now, rows))
        self.undone.clear()

    def midnight(self) -> int:
        """When today began by the clock of the hospital."""
        today = self.clock.at(self.now // 60).date()
        return self.clock.instant(datetime(today.year, today.month, today.day)) * 60

    def undo(self) -> str | None:
        if not self.done or self.done[-1].at < self.midnight():
            return "not_allowed"
        step = self.done[-1]
        wanted = {}
        for table, key, before, after in step.rows:
            if self.tables[table].get(key) != after:
                return "stale_record"
            wanted[table, key] = self.taken_back(table, before, after)
        code = self.restore(wanted)
        if code is None:
            step.left = wanted
            self.undone.append(self.done.pop())
        return code

    def taken_back(self, table: str, before: Any, after: Any) -> Any:
        if table != "visits":
            return before
        if before is None or (before["status"] == "pending" and not self.live(before)):
            return after | {"status": "entered-in-error"}
        return before

    def redo(self) -> str | None:
        if not self.undone or self.undone[-1].at < self.midnight():
            return "not_allowed"
        step = self.undone[-1]
        for (table, key), left in step.left.items():
            if self.tables[table].get(key) != left:
                return "stale_record"
        code = self.restore({(table, key): after for table, key, _, after in step.rows})
        if code is None:
            self.done.append(self.undone.pop())
        return code

    def restore(self, wanted: dict[tuple[str, Any], Any]) -> str | None:
        """All or nothing; a visit that takes time again, or at another time, asks for it, and buries what is dead."""
        back = []
        for (table, key), record in wanted.items():
            if table == "visits" and record["status"] in (*TAKES, "pending"):
                present = self.visits[key]
                where = ("start", "doctor", "minutes", "patient")
                moved = any(present[name] != record[name] for name in where)
                if moved or present["status"] not in (*TAKES, "pending"):
                    code = self.asked_again(record, key)
                    if code is not None:
                        return code
                    back.append(record)
        for record in back:
            self.bury(near=record)
        for (table, key), record in wanted.items():
            if record is None:
                self.tables[table].pop(key, None)
            else:
                self.tables[table][key] = record
        return None

    def dates_of_series(self, wish: Rec, count: int) -> list[Rec]:
        """The same wall clock on following dates; one that does not exist lies as far after the gap as it was in."""
        wall = self.clock.at(wish["start"])
        return [wish | {"start": self.lands(wall + timedelta(days=n))} for n in range(count)]

    def lands(self, wall: datetime) -> int:
        minute = self.clock.instant(wall)
        if self.clock.at(minute) == wall:
            return minute
        return minute - 1 + int((wall - self.clock.at(minute - 1)).total_seconds()) // 60


def end_of(visit: Rec) -> int:
    """The epoch minute at which a visit ends."""
    return int(visit["start"] + visit["minutes"])
