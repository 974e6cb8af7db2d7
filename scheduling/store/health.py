"""`frontdesk status`: how a clinic is doing, at a glance: nothing is verified that `check` does not verify better."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import NamedTuple

import orjson

from scheduling.clock import machine_seconds, monotonic, pause
from scheduling.errors import StoreError
from scheduling.store.checkpoint import Foreign, Row, read_row
from scheduling.store.daily import daily_backups
from scheduling.store.files import in_words
from scheduling.store.ledger import FORMAT, TRAILER
from scheduling.store.lock import NAME, try_flock
from scheduling.store.mounts import forced, network_of
from scheduling.store.presence import present
from scheduling.store.transaction import stamp

LITTLE = 100 * 1024 * 1024
"""Bytes of free disk below which a clinic is unwell."""

END = 64 * 1024
"""Bytes read of the ledger's end, and more while its last line is longer."""


class Backed(NamedTuple):
    """The last backup: when, of which change, where to."""

    at: str
    seq: int
    file: str


class Health(NamedTuple):
    """`tail_bytes`, `tail_changes`: what the ledger holds behind the document; `desks`: names of those open now;
    `holder`: who has the lock just now ("" = a desk without a name); `daily_backups`: how many lie in the clinic's
    own folder; `network`: the kind of file system, if one; `troubles`: sentences, none when all is well."""

    folder: str
    seq: int
    ledger_bytes: int
    tail_changes: int
    tail_bytes: int
    desks: list[str]
    holder: str | None
    lock_wait_ms: int
    checkpoint: str | None
    backup: Backed | None
    daily_backups: int
    free_bytes: int
    network: str | None
    troubles: list[str]


def status(folder: Path, *, limit: float = 1.0) -> Health:
    """Look. `limit`: seconds to wait for a lock that is held. Raises `StoreError` where no clinic can be read."""
    with in_words("Not looked at", "read"):
        return _looked_at(folder, limit)


def _looked_at(folder: Path, limit: float) -> Health:
    path = folder / "clinic.ledger.jsonl"
    if not path.exists() and not (folder / "clinic.json").exists():
        raise StoreError("read_only", f"There is no clinic in {folder}.", "Check the folder's name.")
    troubles: list[str] = []
    holder, waited = _holder(folder / "clinic.lock", limit)
    if holder is not None and waited >= limit:
        who = f"The desk “{holder}”" if holder else "A desk"
        troubles.append(f"{who} has been holding the book for {limit:g} s: look after that desk.")
    seq, size = _end(path, troubles)
    row = _row(folder / "clinic.json", troubles)
    if row is not None and row.format > FORMAT:
        troubles.append("A newer frontdesk has written this book: update this one.")
    if row is not None and row.seq > seq >= 0:
        troubles.append(f"clinic.json knows change {row.seq}, the ledger {seq}: run `frontdesk check --repair`.")
    free, mount = shutil.disk_usage(folder).free, network_of(folder)
    if free < LITTLE:
        troubles.append(f"There are {free // 2**20} MB left on the disk: free some space.")
    if mount is not None and not forced():
        troubles.append(f"The book lies on a network file system ({mount.kind}): desks only read.")
    written = (folder / "clinic.json").stat().st_mtime if row is not None else None
    return Health(
        str(folder),
        seq,
        size,
        max(0, seq - row.seq) if row is not None else seq + 1,
        max(0, size - row.pos) if row is not None else size,
        present(folder),
        holder,
        round(waited * 1000),
        None if written is None else stamp(int(written)),
        _backup(folder / "clinic.backup.json"),
        len(daily_backups(folder)),
        free,
        None if mount is None else mount.kind,
        troubles,
    )


def _holder(path: Path, limit: float) -> tuple[str | None, float]:
    """Who has the lock, None when nobody; and the seconds until it came free, or `limit`. Held for no time."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None, 0.0
    try:
        if try_flock(descriptor):
            return None, 0.0
        started, name = monotonic(), os.pread(descriptor, NAME, 0).decode(errors="replace").strip()
        while (waited := monotonic() - started) < limit:
            pause(0.005)
            if try_flock(descriptor):
                return name, monotonic() - started
        return name, waited
    finally:
        os.close(descriptor)


def _end(path: Path, troubles: list[str]) -> tuple[int, int]:
    """Number of the ledger's last line, -1 when there is none that can be read, and the ledger's size."""
    try:
        with path.open("rb") as file:
            size, wanted = os.fstat(file.fileno()).st_size, END
            while True:
                start = max(0, size - wanted)
                file.seek(start)
                data = file.read(size - start)
                cut = data.rfind(b"\n", 0, -1) + 1
                if cut or start == 0:
                    break
                wanted *= 16
        if len(data) > TRAILER and data.endswith(b'"}\n'):
            return int(orjson.loads(data[cut:])["seq"]), size
        troubles.append("The ledger ends in a line that is not whole: the next desk that opens sets it aside.")
        return -1, size
    except FileNotFoundError:
        troubles.append("There is no clinic.ledger.jsonl: run `frontdesk check --repair`.")
        return -1, 0
    except (ValueError, KeyError, TypeError):
        troubles.append("The ledger's last line is damaged: run `frontdesk check`.")
        return -1, size


def _row(path: Path, troubles: list[str]) -> Row | None:
    try:
        return read_row(path.read_bytes())
    except FileNotFoundError:
        return None  # the next desk that opens writes it
    except Foreign:
        troubles.append("clinic.json is not as the desk wrote it: run `frontdesk check`.")
        return None


def _backup(path: Path) -> Backed | None:
    try:
        row = orjson.loads(path.read_bytes())
        ago(row["at"])  # a moment that can be shown
        return Backed(str(row["at"]), int(row["seq"]), str(row["file"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def ago(at: str) -> str:
    """How long a UTC stamp lies back, in the largest unit that fits."""
    from scheduling.when.iso import parse_stamp

    seconds = max(0, machine_seconds() - parse_stamp(at))
    for length, unit in ((86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second")):
        if seconds >= length:
            number = seconds // length
            return f"{number} {unit}{'s' * (number > 1)} ago"
    return "just now"
