"""Booking, synced: the commit beside a raw append of the same bytes, the verb beside SQLite and TinyDB with the same
checks."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

from tinydb import TinyDB

from scheduling import Desk, open_desk
from scheduling.clock import FixedClock
from scheduling.store.transaction import Transaction
from scheduling.when.zones import iso, ordinal_of, stored_minute
from tests.bench import clinic, peer, stock
from tests.bench.bench import Bench
from tests.bench.clinic import Shape, Visit
from tests.bench.harness import Row, in_turns, medians

SIZES = (1_000, 10_000, 100_000)
TINYDB_TURNS = {1_000: 60, 10_000: 20, 100_000: 3}
"""A turn at 100k takes TinyDB a second and more."""

LENGTH = 30


def rows(bench: Bench) -> list[Row]:
    """Five rows a size: against the disk, against SQLite and TinyDB; and the largest against the smallest.

    A commit is one transaction of the store with one visit in it; checked, it asks first what SQLite asks: whether
    doctor and patient are free. A booking is `desk.book`: the arguments checked, all rules asked, the visit committed
    and answered.
    """
    found: list[Row] = []
    ours: list[float] = []
    for size in SIZES[:1] if bench.quick else SIZES:
        times = measure(bench, bench.shape(size), TINYDB_TURNS[size])
        name = f"{size // 1000}k visits"
        # In appends of its own minute, so that a busier disk is not taken for growth.
        ours.append(times["booking"] / times["raw"])
        found.append(Row("commit", name, times["commit"], times["raw"], "append + fdatasync", limit=1.5))
        found.append(Row("commit, checked", name, times["checked"], times["sqlite"], "SQLite WAL FULL", limit=1.0))
        found.append(Row("booking", name, times["booking"], times["raw"], "append + fdatasync"))
        found.append(Row("booking", name, times["booking"], times["sqlite"], "SQLite WAL FULL"))
        found.append(Row("booking", name, times["alone"], times["tinydb"], "TinyDB, unsynced", faster=1.0))
    grown = f"{SIZES[-1] // 1000}k beside {SIZES[0] // 1000}k visits"
    return [*found, Row("booking", grown, ours[-1], ours[0], "itself", "appends", limit=1.5)]


def wanted(shape: Shape, weeks: int = 2) -> list[Visit]:
    """New visits so many weeks after the booked ones: each doctor's own patients, so nobody is in two rooms.

    Benches that share a clinic take other weeks, and leave the week before theirs to `week_before`.
    """
    day = clinic.working_days(shape)[-1] + timedelta(weeks=weeks)
    return [
        Visit(f"new.{begin}.{doctor}", doctor, f"p{int(doctor[1:]):05}", begin, begin + LENGTH)
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


def checked_commit(desk: Desk, visit: Visit) -> None:
    """The same, once the doctor and the patient are known to be free: what SQLite checks."""

    def put(transaction: Transaction) -> None:
        view = transaction.view
        for busy in view.index.day(visit.doctor, ordinal_of(visit.start, clinic.ZONE)):
            assert busy.end <= visit.start or visit.end <= busy.start
        for record in view.referring("appointments", visit.patient):
            start = stored_minute(record["start"], clinic.ZONE)
            assert start + record["minutes"] <= visit.start or visit.end <= start
        transaction.put("appointments", clinic.appointment(visit))

    desk.store.write("book", put)


def last_line(ledger: Path) -> bytes:
    """The bytes of the ledger's last line: what a booking writes."""
    with ledger.open("rb") as file:
        file.seek(-min(file.seek(0, os.SEEK_END), 8_192), os.SEEK_END)
        return file.read().splitlines(keepends=True)[-1]


def measure(bench: Bench, shape: Shape, tinydb_turns: int) -> dict[str, float]:
    """Median milliseconds of commits, a booking, the raw append of a booking's bytes, and the peers' booking.

    TinyDB has turns of its own, fewer, and `alone` is our booking in those.
    """
    folder = bench.built(shape)
    todo = wanted(shape)
    desk = open_desk(folder, clock=FixedClock(clinic.NOW), by="bench", desk="bench")
    database = peer.open_peer(folder / "peer.db", clinic.visits(shape))
    asked, records = [arguments(visit) for visit in todo], [week_before(visit) for visit in todo]
    later = wanted(shape, weeks=3)
    desk.book(**asked.pop())
    line = last_line(folder / "clinic.ledger.jsonl")
    tinydb = TinyDB(stock.write_document(folder / "tinydb.json", clinic.visits(shape)))
    raw = os.open(folder / "raw", os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)

    def append(_: int) -> None:
        os.write(raw, line)
        os.fdatasync(raw)

    turns, warm = bench.turns(200), bench.turns(20)
    contenders = {
        "booking": lambda turn: desk.book(**asked[turn]),
        "commit": lambda turn: commit(desk, records[turn]),
        "checked": lambda turn: checked_commit(desk, later[turn]),
        "raw": append,
        "sqlite": lambda turn: peer.book(database, todo[turn], "{}"),
    }
    late = turns + warm
    beside_tinydb = {
        "alone": lambda turn: desk.book(**asked[late + turn]),
        "tinydb": lambda turn: stock.book(tinydb, todo[late + turn]),
    }
    try:
        times = medians(in_turns(turns, contenders, warm=warm))
        return times | medians(in_turns(bench.turns(tinydb_turns), beside_tinydb, warm=1))
    finally:
        os.close(raw)
        tinydb.close()
        database.close()
        desk.close_desk()
