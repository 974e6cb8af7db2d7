"""The whole book at once: opened, written, on the disk, in memory; beside stock TinyDB and SQLite."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from time import perf_counter

from tinydb import TinyDB

from scheduling import Desk, open_desk
from scheduling.clock import FixedClock
from tests.bench import clinic, commit, peer, stock
from tests.bench.bench import Bench
from tests.bench.clinic import Shape
from tests.bench.harness import Row, in_turns, medians
from tests.source import ROOT

SIZES = (10_000, 100_000)

HELD = """
import os, sys
from pathlib import Path
from tests.bench import opening
from tests.bench.terminal import megabytes
before = megabytes(os.getpid())
kept = opening.OPENERS[sys.argv[1]](Path(sys.argv[2]))
print(megabytes(os.getpid()) - before)
"""


def rows(bench: Bench) -> list[Row]:
    """Opening and checkpoint by size; bytes and memory a visit at the largest."""
    found: list[Row] = []
    for size in SIZES[:1] if bench.quick else SIZES:
        shape, name = bench.shape(size), f"{size // 1000}k visits"
        folder = bench.built(shape)
        document = stock.write_document(bench.folder / f"opening-{size}.json", clinic.visits(shape))
        times = opens(bench, folder, document)
        found.append(Row("open", name, times["ours"], times["tinydb"], "TinyDB, the records read"))
        written = checkpoints(bench, shape, folder, document)
        found.append(Row("checkpoint", name, written["ours"], written["tinydb"], "TinyDB, unsynced"))
    return [*found, *sizes(bench, shape, folder, document)]


def our_desk(folder: Path) -> Desk:
    """A desk as the benches open it."""
    return open_desk(folder, clock=FixedClock(clinic.NOW), by="bench", desk="bench")


def stock_records(document: Path) -> tuple[TinyDB, list[object]]:
    """Stock TinyDB with all its records in memory, as its first query has them."""
    database = TinyDB(document)
    return database, list(database.table("appointments"))


OPENERS = {"ours": our_desk, "tinydb": stock_records}
"""What a process that measures its memory opens."""


def opens(bench: Bench, folder: Path, document: Path) -> dict[str, float]:
    """Milliseconds to open either."""
    return medians(in_turns(bench.turns(5), {"ours": lambda _: opened(folder), "tinydb": lambda _: read(document)}))


def opened(folder: Path) -> float:
    """Seconds until the book can be read and written."""
    begun = perf_counter()
    desk = our_desk(folder)
    seconds = perf_counter() - begun
    desk.close_desk()
    return seconds


def read(document: Path) -> float:
    """Seconds until TinyDB has all records."""
    begun = perf_counter()
    database, _ = stock_records(document)
    seconds = perf_counter() - begun
    database.close()
    return seconds


def checkpoints(bench: Bench, shape: Shape, folder: Path, document: Path) -> dict[str, float]:
    """Milliseconds to write the whole document, after one more change each time."""
    desk, database = our_desk(folder), TinyDB(document)
    records = [commit.week_before(visit) for visit in commit.wanted(shape, weeks=6)]
    tables = database.storage.read() or {}

    def ours(turn: int) -> float:
        commit.commit(desk, records[turn])
        begun = perf_counter()
        desk.store.checkpoint()
        return perf_counter() - begun

    try:
        return medians(in_turns(bench.turns(5), {"ours": ours, "tinydb": lambda _: database.storage.write(tables)}))
    finally:
        database.close()
        desk.close_desk()


def sizes(bench: Bench, shape: Shape, folder: Path, document: Path) -> list[Row]:
    """Bytes on the disk (document and ledger) and in memory, a visit with its share of patients."""
    visits = sum(1 for _ in clinic.visits(shape))
    database = peer.open_peer(bench.folder / "sizes.db", clinic.visits(shape))
    database.close()
    ours = sum(path.stat().st_size for path in folder.glob("clinic.*") if path.is_file())
    theirs = (bench.folder / "sizes.db").stat().st_size
    held = {kind: memory(kind, place) * 1e6 / visits for kind, place in (("ours", folder), ("tinydb", document))}
    return [
        Row("disk", "a visit of 100k", ours / visits, theirs / visits, "SQLite, no history", "bytes"),
        Row("memory", "a visit of 100k", held["ours"], held["tinydb"], "TinyDB, the records", "bytes"),
    ]


def memory(kind: str, place: Path) -> float:
    """Megabytes that a process grows by when it opens the book."""
    command = [sys.executable, "-c", HELD, kind, str(place)]
    asked = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return float(asked.stdout)
