"""Builders and a faulty disk for the store's tests."""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from scheduling.clock import Clock, FixedClock, monotonic
from scheduling.store.files import Files
from scheduling.store.index import Record
from scheduling.store.store import Store

NOW = 1_795_179_600  # 2026-11-20T13:00:00Z


def open_store(folder: Path, desk: str = "front-1", *, clock: Clock | None = None, **options: Any) -> Store:
    return Store.open(folder, clock or FixedClock(NOW), by="amy", desk=desk, **{"limit": 0.2, **options})


def set_up(store: Store) -> None:
    """One hospital, two doctors, one patient: change 1."""

    def decide(step: Any) -> None:
        step.put("hospitals", {"id": "h", "name": "General", "timezone": "America/New_York"})
        step.put("doctors", {"id": "who", "hospital": "h", "name": "Dr Who"})
        step.put("doctors", {"id": "strange", "hospital": "h", "name": "Dr Strange"})
        step.put("patients", {"id": "p", "name": "A. López"})

    store.write("setup", decide)


def visit(ident: str, slot: int = 0, **fields: Any) -> Record:
    """A half hour with Dr Who in November 2026; another `slot`, another time."""
    start = f"2026-11-{23 + slot // 16 % 5:02d}T{9 + slot // 2 % 8:02d}:{slot % 2 * 30:02d}-05:00"
    base = {"id": ident, "hospital": "h", "doctor": "who", "patient": "p", "start": start, "minutes": 30}
    return {**base, "status": "booked", **fields}


def book(store: Store, ident: str, slot: int = 0, **fields: Any) -> Record:
    return store.write("book", lambda step: step.put("appointments", visit(ident, slot, **fields)))


def ids(store: Store) -> list[str]:
    return [record["id"] for record in store.replica.records("appointments")]


def state(store: Store) -> tuple[int, str, dict[str, Any]]:
    replica = store.replica
    return replica.seq, replica.head, {name: rows for name, rows in replica.tables.items() if rows}


def folded(folder: Path) -> dict[str, Any]:
    """The tables by a fold that shares no code with the store's."""
    tables: dict[str, Any] = {}
    for text in (folder / "clinic.ledger.jsonl").read_text().splitlines():
        for table, rows in json.loads(text).get("changes", {}).items():
            for key, record in rows.items():
                tables.setdefault(table, {})[int(key)] = record
    return {
        name: kept for name, rows in tables.items() if (kept := {key: r for key, r in rows.items() if r is not None})
    }


def saved(folder: Path) -> dict[str, Any]:
    """The tables of the document, by plain `json`."""
    whole = json.loads((folder / "clinic.json").read_text())
    return {
        name: {int(key): record for key, record in rows.items()}
        for name, rows in whole.items()
        if rows and name != "_ledger"
    }


def ledger_of(folder: Path) -> Path:
    return folder / "clinic.ledger.jsonl"


def leave(store: Store) -> None:
    """End as a crash does: nothing is written any more."""
    store._give_back()
    store._closed = True


@contextmanager
def opened(folder: Path, desk: str = "front-1", **options: Any) -> Iterator[Store]:
    store = open_store(folder, desk, **options)
    try:
        yield store
    finally:
        leave(store)


def clinic_with(folder: Path, visits: int, *, document: bool = False) -> None:
    """A clinic of so many visits in as many changes; with its document at the end, or left as by a crash."""
    store = open_store(folder)
    set_up(store)
    for number in range(visits):
        book(store, f"a{number}", number)
    if document:
        store.close()
    else:
        leave(store)
        (folder / "clinic.json").unlink()


def copied(folder: Path, target: Path) -> Path:
    shutil.copytree(folder, target)
    return target


class Crash(BaseException):
    """The machine stops here."""


class Faults(Files):
    """A disk that writes down every call as (name, file) and fails where `plan` says: an errno, or a `Crash`."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, str]] = []
        self.plan: Callable[[str, str], int | None] = lambda name, file: None
        self.names: dict[int, str] = {}

    def fail(self, error: int, *wanted: tuple[str, str]) -> None:
        """From now on every call of that name on that file fails."""
        self.plan = lambda name, file: error if (name, file) in wanted else None

    def crash_at(self, number: int) -> None:
        """The call of that number from now, counted from 0, is never made; half of a write is."""
        self.calls.clear()

        def plan(name: str, file: str) -> None:
            if len(self.calls) > number:
                raise Crash

        self.plan = plan

    def heal(self) -> None:
        self.plan = lambda name, file: None

    def note(self, name: str, file: str) -> None:
        self.calls.append((name, file))
        error = self.plan(name, file)
        if error is not None:
            raise OSError(error, os.strerror(error))

    def open(self, path: Path, flags: int, mode: int = 0o600) -> int:
        self.note("open", Path(path).name)
        descriptor = super().open(path, flags, mode)
        self.names[descriptor] = Path(path).name
        return descriptor

    def read(self, descriptor: int, size: int, position: int) -> bytes:
        self.note("read", self.names[descriptor])
        return super().read(descriptor, size, position)

    def write(self, descriptor: int, data: bytes, position: int) -> None:
        try:
            self.note("write", self.names[descriptor])
        except (OSError, Crash):
            super().write(descriptor, data[: len(data) // 2], position)
            raise
        super().write(descriptor, data, position)

    def truncate(self, descriptor: int, size: int) -> None:
        self.note("truncate", self.names[descriptor])
        super().truncate(descriptor, size)

    def fdatasync(self, descriptor: int) -> None:
        self.note("fdatasync", self.names[descriptor])
        super().fdatasync(descriptor)

    def fsync(self, descriptor: int) -> None:
        self.note("fsync", self.names[descriptor])
        super().fsync(descriptor)

    def replace(self, source: Path, target: Path) -> None:
        self.note("replace", target.name)
        super().replace(source, target)

    def stat(self, path: str | Path) -> os.stat_result:
        self.note("stat", Path(path).name)
        return super().stat(path)


def stand_still(patch: pytest.MonkeyPatch) -> list[float]:
    """The clock of the locks goes on only by what is waited for them: its moment; after it each wait, in seconds."""
    told = [monotonic()]

    def wait(seconds: float) -> None:
        told[0] += seconds
        told.append(seconds)

    patch.setattr("scheduling.store.lock.pause", wait)
    for module in ("lock", "queue", "store"):
        patch.setattr(f"scheduling.store.{module}.monotonic", lambda: told[0])
    return told


LEDGER = "clinic.ledger.jsonl"
EIO, ENOSPC, EROFS = errno.EIO, errno.ENOSPC, errno.EROFS
