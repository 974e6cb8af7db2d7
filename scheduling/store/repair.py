"""`frontdesk check --repair`: the ledger's good part and the document that belongs to it, nothing thrown away.

The ledger counts. Where its chain breaks, what holds is kept; when `clinic.json`, whose sum is right, knows more
than that, one further line takes it over. What is replaced lies beside it afterwards, under a name with a stamp.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from scheduling.clock import machine_seconds, monotonic
from scheduling.errors import StoreError
from scheduling.store.check import BACKUP, Finding, check, wrong_modes
from scheduling.store.checkpoint import Document, Foreign, Saved, Snapshot
from scheduling.store.file_ledger import FileLedger
from scheduling.store.files import Files, copied, file_mode, folder_sync, in_words, kept_name
from scheduling.store.ledger import FORMAT, Head, Line, seal
from scheduling.store.lock import Lock
from scheduling.store.mounts import warning
from scheduling.store.opening import Opened, filled, fold
from scheduling.store.presence import named, present
from scheduling.store.replica import TABLES
from scheduling.store.scan import BEFORE, Place
from scheduling.store.transaction import stamp, transaction_id

UNTOUCHED = "Nothing was changed."


class Repaired(NamedTuple):
    """What was done, a sentence each, and how the clinic is now."""

    done: list[str]
    findings: list[Finding]


def repair(folder: Path, *, limit: float = 5.0, files: Files | None = None) -> Repaired:
    """Mend the clinic of a folder. Raises `StoreError` when it cannot be, or another desk has the book."""
    files = files or Files()
    with in_words("Not repaired"):
        if not any((folder / name).exists() for name in ("clinic.ledger.jsonl", "clinic.json")):
            raise StoreError("damaged", f"There is no clinic in {folder}. {UNTOUCHED}", "Check the folder's name.")
        lock = Lock(folder / "clinic.lock", "check --repair", limit, files, file_mode(folder))
        try:
            lock.acquire(monotonic() + limit)
            nobody_else(folder)
            done = [*_set_modes(folder), *_Bench(folder, lock, files).mend()]
        finally:
            lock.close()
    return Repaired(done, check(folder, limit=limit))


def nobody_else(folder: Path) -> None:
    """Raises `StoreError`: `busy` when a desk has the book open, `read_only` where nobody can know that."""
    networked = warning(folder)
    if networked is not None:
        raise StoreError("read_only", f"This folder is not written from here. {UNTOUCHED}", networked)
    others = present(folder)
    if others:
        raise StoreError("busy", f"{named(others)} the book open. {UNTOUCHED}", "Close every desk, then try again.")


def _set_modes(folder: Path) -> list[str]:
    changed = []
    for path, _, wanted in wrong_modes(folder):
        try:
            path.chmod(wanted)
        except OSError:
            continue  # a colleague's file: the findings afterwards name it
        changed.append(path.name)
    return [f"Others may no longer read {', '.join(changed)}."] if changed else []


class _Bench:
    """One clinic under repair, under its lock. `good`: the fold of the ledger as far as it holds."""

    def __init__(self, folder: Path, lock: Lock, files: Files) -> None:
        self.files, self.mode = files, file_mode(folder)
        self.ledger = FileLedger(folder / "clinic.ledger.jsonl", lock, files, self.mode)
        self.document = Document(folder / "clinic.json", files, self.mode)
        self.path = self.ledger.path
        self.good = Opened()
        self.agrees = False
        self.there = self.path.exists()

    def mend(self) -> list[str]:
        """Ledger first, then the document; a crash in between leaves what the next repair takes up."""
        try:
            saved = self._document()
            whole = self._read(saved)
            formats = (self.ledger.format, saved.row.format if saved else 0)
            if max(formats) > FORMAT:
                raise StoreError(
                    "read_only", f"A newer frontdesk has written this book. {UNTOUCHED}", "Update this one."
                )
            if not self.ledger.clinic and saved is None:
                raise StoreError("damaged", f"Neither ledger nor clinic.json can be read. {UNTOUCHED}", BACKUP)
            self.good.clinic = self.ledger.clinic or (saved.row.clinic if saved else "")
            best = self._furthest(saved)
            done = []
            if not whole or filled(best.tables) != filled(self.good.tables):
                done.append(self._mend_ledger(best))
            return [*done, *self._mend_document(saved, best)]
        finally:
            self.ledger.close()

    def _document(self) -> Saved | None:
        try:
            return self.document.load()
        except Foreign:
            return None

    def _read(self, saved: Saved | None) -> bool:
        """Fold the lines that hold into `good`; whether that is all of them."""
        if not self.there:
            return False
        self.ledger.open()
        scan = self.ledger.scan(BEFORE)
        for line in scan:
            fold(self.good, line)
            if saved is not None and scan.place == saved.row.place:
                self.agrees = filled(self.good.tables) == filled(saved.tables)
        self.good.place = scan.place
        return scan.whole and scan.place != BEFORE

    def _furthest(self, saved: Saved | None) -> Opened:
        """The latest state that can be read: the ledger's, or that of a document which knows more, and its tail."""
        if saved is None or saved.row.clinic != self.good.clinic or saved.row.seq <= self.good.place.head.seq:
            return self.good
        best = Opened()
        best.take(saved)
        if self.ledger.holds(best.place):
            scan = self.ledger.scan(best.place)
            for line in scan:
                fold(best, line)
            best.place = scan.place
        return best

    def _mend_ledger(self, best: Opened) -> str:
        """Keep what holds and add what only the document knows; says what was done."""
        bridge = _bridge(self.good, best)
        if self.there and self.ledger.clinic and bridge is None and self.ledger.one_record_behind(self.good.place):
            size = self.ledger.quarantine(self.good.place)
            return (
                f"The ledger ended in a line that does not hold: it was moved to clinic.ledger.torn ({size} bytes)."
            )
        kept, left = None, 0
        if self.there:
            kept = kept_name(self.path)
            left = self.ledger.lines_behind(self.good.place)
            copied(self.files, self.path, kept, self.mode)
            folder_sync(self.files, self.path.parent)
        held, first = self.good.place.head.seq, best.place.head.seq
        self.good.place = self._write(bridge)
        if kept is None:
            return f"There was no ledger: one was begun from clinic.json, change {first}. The history begins there."
        words = f"The ledger held up to change {held}" if held >= 0 else "The first line of the ledger did not hold"
        words += f"; {_lines(left)} left out." if left else " only."
        words += f" The old ledger was kept as {kept.name}."
        if bridge is None:
            return f"{words} Look over what was booked after change {held}."
        return f"{words} What changes {held + 1} to {first} led to was taken over from clinic.json, as one change."

    def _write(self, bridge: Line | None) -> Place:
        """A new ledger of the lines that hold and the bridge, in the place of the old one; where it ends."""
        fresh, place = self.path.with_name(self.path.name + ".tmp"), self.good.place
        lines: list[Line] = [] if bridge is None else [bridge]
        if place == BEFORE:
            fields = {"format": FORMAT, "clinic": self.good.clinic, "at": stamp(machine_seconds())}
            lines.insert(0, fields)
            descriptor = self.files.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, self.mode)
        else:
            copied(self.files, self.path, fresh, self.mode, place.pos)
            descriptor = self.files.open(fresh, os.O_WRONLY)
        try:
            for fields in lines:
                seq = place.head.seq + 1
                data, digest = seal({"seq": seq} | fields, place.head.hash)
                self.files.write(descriptor, data, place.pos)
                place = Place(Head(seq, digest), place.pos + len(data))
            self.files.fsync(descriptor)
        finally:
            self.files.close(descriptor)
        self.files.replace(fresh, self.path)
        folder_sync(self.files, self.path.parent)
        return place

    def _mend_document(self, saved: Saved | None, best: Opened) -> list[str]:
        if self.agrees:
            return []
        words = ""
        if self.document.path.exists():
            words = f" The old one was kept as {self.document.keep_aside().name}."
        tables = {name: best.tables.get(name, {}) for name in (*TABLES, *(t for t in best.tables if t not in TABLES))}
        following = {
            name: max(best.following.get(name, 1), max(rows, default=0) + 1) for name, rows in tables.items()
        }
        shot = Snapshot(self.good.clinic, self.good.place, tables, following)
        self.document.save(lambda: shot, self.ledger.sync)
        return [f"clinic.json was written anew, as of change {self.good.place.head.seq}.{words}"]


def _lines(number: int) -> str:
    return "1 line was" if number == 1 else f"{number} lines were"


def _bridge(good: Opened, best: Opened) -> Line | None:
    """The fields of a line that leads from one state to another, document ids never given twice; None = the same."""
    changes: dict[str, dict[str, object]] = {}
    before: dict[str, dict[str, object]] = {}
    for table in {**good.tables, **best.tables}:
        old, new = good.tables.get(table, {}), best.tables.get(table, {})
        differing = {key for key in (*old, *new) if old.get(key) != new.get(key)}
        last = best.following.get(table, 1) - 1
        if last and last >= good.following.get(table, 1) and last not in new:
            differing.add(last)
        if differing:
            changes[table] = {str(key): new.get(key) for key in sorted(differing)}
            before[table] = {str(key): old.get(key) for key in sorted(differing)}
    if not changes:
        return None
    at = stamp(machine_seconds())
    return {"txn": transaction_id(), "at": at, "by": "", "desk": "", "action": "repair"} | {
        "changes": changes,
        "before": before,
    }
