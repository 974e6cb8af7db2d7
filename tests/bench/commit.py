"""Booking, synced: the commit beside a raw append of the same bytes, the verb beside SQLite with the same check."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

from scheduling import Desk, open_desk
from scheduling.clock import FixedClock
from scheduling.store.transaction import Transaction
from scheduling.when.zones import iso
from tests.bench import clinic, peer
from tests.bench.bench import Bench
from tests.bench.clinic import Shape, Visit
from tests.bench.harness import Row, in_turns, medians

SIZES = (1_000, 10_000, 100_000)
LENGTH = 30


def rows(bench: Bench) -> list[Row]:
    """Three rows a size: against the disk, against SQLite; and the largest against the smallest.

    A commit is one transaction of the store with one visit in it. A booking is `desk.book`: the arguments checked,
    the rules asked, the visit committed and answered.
    """
    found: list[Row] = []
    ours: list[float] = []
    for size in SIZES[:1] if bench.quick else SIZES:
        times = measure(bench, bench.shape(size))
        name = f"{size // 1000}k visits"
        # In appends of its own minute, so that a busier disk is not taken for growth.
        ours.append(times["booking"] / times["raw"])
        found.append(Row("commit", name, times["commit"], times["raw"], "append + fdatasync", limit=1.5))
        found.append(Row("booking", name, times["booking"], times["raw"], "append + fdatasync"))
        found.append(Row("booking", name, times["booking"], times["sqlite"], "SQLite WAL FULL", limit=1.0))
    grown = f"{SIZES[-1] // 1000}k beside {SIZES[0] // 1000}k visits"
    return [*found, Row("booking", grown, ours[-1], ours[0], "itself", "appends", limit=1.5)]


def wanted(shape: Shape) -> list[Visit]:
    """New visits two weeks after the booked ones: each doctor's own patients, so nobody is in two rooms."""
    days = clinic.working_days(shape)
    day = days[-1] + timedelta(days=14)
    return [
        Visit(f"new.{start}.{doctor}", doctor, f"p{int(doctor[1:]):05}", begin, begin + LENGTH)
        for start in range(clinic.OPENS, clinic.CLOSES, LENGTH)
        for begin in (clinic.minute_of(day, start),)
        for doctor in clinic.doctor_ids(shape)
    ]


def arguments(visit: Visit) -> dict[str, Any]:
    """One booking, as a form or a script asks for it."""
    start = iso(visit.start, clinic.ZONE)
    return {"doctor": visit.doctor, "start": start, "minutes": LENGTH, "patient": visit.patient}


def week_before(visit: Visit) -> dict[str, Any]:
    """The record of that visit a week before, where it stands in no booking's way."""
    week = 7 * 24 * 60
    return clinic.appointment(visit._replace(start=visit.start - week, end=visit.end - week))


def commit(desk: Desk, record: dict[str, Any]) -> None:
    """One transaction with one visit in it."""

    def put(transaction: Transaction) -> None:
        transaction.put("appointments", record)

    desk.store.write("book", put)


def last_line(ledger: Path) -> bytes:
    """The bytes of the ledger's last line: what a booking writes."""
    with ledger.open("rb") as file:
        file.seek(-min(file.seek(0, os.SEEK_END), 8_192), os.SEEK_END)
        return file.read().splitlines(keepends=True)[-1]


def measure(bench: Bench, shape: Shape) -> dict[str, float]:
    """Median milliseconds of a commit, a booking, the raw append of a booking's bytes, and SQLite's booking."""
    folder = bench.built(shape)
    todo = wanted(shape)
    desk = open_desk(folder, clock=FixedClock(clinic.NOW), by="bench", desk="bench")
    database = peer.open_peer(folder / "peer.db", clinic.visits(shape))
    asked, records = [arguments(visit) for visit in todo], [week_before(visit) for visit in todo]
    desk.book(**asked.pop())
    line = last_line(folder / "clinic.ledger.jsonl")
    raw = os.open(folder / "raw", os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)

    def append(_: int) -> None:
        os.write(raw, line)
        os.fdatasync(raw)

    try:
        return medians(
            in_turns(
                bench.turns(200),
                {
                    "booking": lambda turn: desk.book(**asked[turn]),
                    "commit": lambda turn: commit(desk, records[turn]),
                    "raw": append,
                    "sqlite": lambda turn: peer.book(database, todo[turn], "{}"),
                },
                warm=bench.turns(20),
            )
        )
    finally:
        os.close(raw)
        database.close()
        desk.close_desk()
