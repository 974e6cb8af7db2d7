"""A clinic for tests that reads like the front desk's day: `clinic.book("strange", "mon 09:00", minutes=45)`."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

import pytest

from scheduling import open_desk
from scheduling.clock import FixedClock
from scheduling.desk import Desk, parse_moment
from scheduling.errors import Refused
from scheduling.model.reads import Appointment
from scheduling.services.finding import Found
from scheduling.services.history import Step
from scheduling.store.replica import Replica
from scheduling.store.transaction import Transaction
from scheduling.when.zones import iso, zone

NEW_YORK = "America/New_York"
FRIDAY = "2026-11-20T08:00"
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
OFFICE = {day: [["09:00", "17:00"]] for day in WEEKDAYS[:5]}
EARLY = {day: [["08:00", "16:00"]] for day in WEEKDAYS[:5]}
ALWAYS = {day: [["00:00", "24:00"]] for day in WEEKDAYS}

T = TypeVar("T")


class MemoryStore:
    """A store without a disk: the same transactions, lines kept in a list."""

    read_only = False

    def __init__(self, clock: FixedClock) -> None:
        self.clock = clock
        self.by = self.desk = ""
        self.replica = Replica("memory")
        self.guard = threading.Lock()
        self.notices: list[str] = []
        self.lines: list[dict[str, Any]] = []

    def write(self, action: str, decide: Callable[[Transaction], T], *, atomic: bool = False) -> T:
        view = self.replica.fork() if atomic else self.replica
        now, seq = self.clock.now(), self.replica.seq + 1
        step = Transaction(view, now=now, by=self.by, desk=self.desk, seq=seq, atomic=atomic)
        answer = decide(step)
        if step.changes:
            self.replica.apply(step.changes)
            self.replica.seq = seq
            self.lines.append(step.line(action, f"t{seq}", now, fixed=True))
        return answer

    def lines_backward(self, _: str = "") -> Iterator[dict[str, Any]]:
        yield from reversed(self.lines)

    def refresh(self) -> set[tuple[str, int]]:
        return set()

    def close(self) -> None:
        """There is nothing to keep."""


class Book:
    """One hospital in New York, Dr Strange (09:00–17:00) and Dr Who (08:00–16:00), five patients, Amy at front-1.

    Starts are written "mon 09:00" (the first Monday from today on) or as in the batch contract. Without a folder
    it lives in memory.
    """

    def __init__(
        self, folder: Path | None = None, now: str = FRIDAY, *, tz: str = NEW_YORK, empty: bool = False
    ) -> None:
        self.tz = zone(tz)
        self.clock = FixedClock(parse_moment(now, self.tz))
        self.desk: Any = Desk(MemoryStore(self.clock), self.clock) if folder is None else self._open(folder)  # type: ignore[arg-type]
        if not empty:
            self.sit("setup", "back-office")
            self.desk.atomic(lambda: self.set_up(tz))
        self.sit("amy", "front-1")

    def _open(self, folder: Path) -> Desk:
        return open_desk(folder, clock=self.clock, by="amy", desk="front-1")

    def set_up(self, tz: str) -> None:
        do = self.desk.do
        do("add_hospital", id="general", name="General", timezone=tz)
        for ident, name, hours in (("strange", "Stephen Strange", OFFICE), ("who", "Dr Who", EARLY)):
            do("add_doctor", id=ident, hospital="general", name=name, specialty="Mystic Arts")
            do("set_hours", doctor=ident, hours=hours)
        for ident, name in PEOPLE.items():
            do("add_patient", id=ident, name=name)

    def __enter__(self) -> Book:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.desk.close_desk()

    def sit(self, by: str, desk: str) -> None:
        """Somebody else sits down, or at another desk."""
        self.desk.store.by, self.desk.store.desk = by, desk

    # Time ------------------------------------------------------------------------------------------------------

    def at(self, when: str) -> str:
        """`mon 09:00` → `2026-11-23T09:00`."""
        if when[:3] not in WEEKDAYS:
            return when
        today = datetime.fromtimestamp(self.clock.now(), self.tz).date()
        day = today + timedelta(days=(WEEKDAYS.index(when[:3]) - today.weekday()) % 7)
        return f"{day.isoformat()}T{when[4:]}" if len(when) > 3 else day.isoformat()

    def it_is(self, when: str) -> None:
        """Set the clock."""
        self.clock.set(parse_moment(self.at(when), self.tz))

    def wait(self, minutes: int = 0, seconds: int = 0) -> None:
        """Let time pass."""
        self.clock.set(self.clock.now() + minutes * 60 + seconds)

    def wall(self, minute: int) -> str:
        """An epoch minute as the contract writes it."""
        return iso(minute, self.tz)

    # Verbs -----------------------------------------------------------------------------------------------------

    def do(self, verb: str, **arguments: Any) -> Any:
        """Any verb; answers its value."""
        return self.desk.do(verb, **self._timed(arguments)).value

    def outcome(self, verb: str, **arguments: Any) -> Any:
        """Any verb; answers the whole outcome, with warnings and affected visits."""
        return self.desk.do(verb, **self._timed(arguments))

    def _timed(self, arguments: dict[str, Any]) -> dict[str, Any]:
        said = {name: value for name, value in arguments.items() if value is not ...}
        for name in ("start", "from_", "to", "after", "until", "date"):
            if isinstance(said.get(name), str):
                said[name] = self.at(said[name])
        return said

    def book(self, doctor: Any, start: str, *, minutes: Any = 30, patient: Any = "lopez", **more: Any) -> Appointment:
        if more.get("type") is not None and minutes == 30:
            minutes = ...
        visit: Appointment = self.do("book", doctor=doctor, start=start, minutes=minutes, patient=patient, **more)
        return visit

    def hold(self, doctor: str, start: str, *, minutes: Any = 30, **more: Any) -> Appointment:
        visit: Appointment = self.do("hold", doctor=doctor, start=start, minutes=minutes, **more)
        return visit

    def undo(self, **more: Any) -> Step:
        step: Step = self.do("undo", **more)
        return step

    def redo(self, **more: Any) -> Step:
        step: Step = self.do("redo", **more)
        return step

    def visit(self, ident: str) -> Appointment:
        """A visit as it stands."""
        found: Appointment = self.desk.visit_view(ident).visit
        return found

    def next(self, after: str, **more: Any) -> Found:
        found: Found = self.do("next", after=after, **more)
        return found

    def openings(self, from_: str, to: str, **more: Any) -> Found:
        found: Found = self.do("openings", from_=from_, to=to, **more)
        return found

    def starts(self, from_: str, to: str, **more: Any) -> list[str]:
        """The offered starts, as `09:00`."""
        return [self.wall(row.start)[11:16] for row in self.openings(from_, to, **more).openings]

    def codes(self, doctor: str, start: str, **more: Any) -> list[str]:
        """The codes of what is in the way of a time."""
        return [reason.code for reason in self.do("why", doctor=doctor, start=start, **more)]

    def listed(self, **more: Any) -> list[str]:
        """The ids of the visits in a window."""
        return [visit.id for visit in self.desk.appointments(**self._timed(more))]

    @property
    def seq(self) -> int:
        return int(self.desk.seq)

    def state(self) -> dict[str, Any]:
        """Every record that is kept, by table."""
        tables = self.desk.store.replica.tables
        return {name: {record["id"]: record for record in rows.values()} for name, rows in tables.items() if rows}

    def said(self) -> dict[str, Any]:
        """As `state`, versions and stamps aside: what undo restores."""
        stamps = {"version", "created_at", "created_by", "updated_at", "updated_by"}
        return {
            table: {ident: {k: v for k, v in record.items() if k not in stamps} for ident, record in rows.items()}
            for table, rows in self.state().items()
        }

    @contextmanager
    def refused(self, code: str, field: str | None = None) -> Iterator[pytest.ExceptionInfo[Refused]]:
        """The lines within are refused with that code and field, and leave nothing written."""
        before, state = self.seq, self.state()
        with pytest.raises(Refused) as caught:
            yield caught
        assert (caught.value.code, caught.value.field) == (code, field or caught.value.field), caught.value
        assert self.seq == before
        assert self.state() == state


PEOPLE = {
    "lopez": "Maria Lopez",
    "ng": "Ng, Wei Ling",
    "okafor": "Chidi Okafor",
    "obrien": "Áine O'Brien",
    "tanaka": "田中 美咲",
}
