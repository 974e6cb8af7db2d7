"""`frontdesk check`: is the clinic on the disk as it should be (STORE, "Invariants")? Reads all, changes nothing."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Literal, NamedTuple

from scheduling.clock import monotonic
from scheduling.store.checkpoint import Document, Foreign, Saved
from scheduling.store.file_ledger import FileLedger
from scheduling.store.files import Files, file_mode, in_words, room_mode
from scheduling.store.index import Index, Tables
from scheduling.store.ledger import FORMAT
from scheduling.store.lock import Lock
from scheduling.store.opening import Opened, changes_of, filled, fold
from scheduling.store.replica import Replica
from scheduling.store.scan import BEFORE
from scheduling.when.zones import TZDATA_VERSION, stored_minute, zone

Level = Literal["ok", "warning", "error"]

MEND = "Run `frontdesk check --repair`: it sets aside what it replaces."
BACKUP = "Keep a copy of the folder as it is, then run `frontdesk restore` with a backup."

RESTORING = ".restore-"
"""How the folder is called, in the clinic's, in which a backup is unpacked."""


class Finding(NamedTuple):
    """One thing looked at: how it is, in a sentence, and what to do about it."""

    level: Level
    sentence: str
    remedy: str = ""


def check(folder: Path, *, limit: float = 5.0) -> list[Finding]:
    """Everything found in a clinic's folder, the worst first. Waits `limit` seconds for the lock.

    Raises `StoreError`.
    """
    with in_words("Not checked", "read"):
        files = Files()
        if not (folder / "clinic.ledger.jsonl").exists():
            remedy = MEND if (folder / "clinic.json").exists() else "Check the folder's name."
            return [Finding("error", f"There is no clinic.ledger.jsonl in {folder}.", remedy)]
        lock = Lock(folder / "clinic.lock", "check", limit, files, file_mode(folder))
        ledger = FileLedger(folder / "clinic.ledger.jsonl", lock, files, file_mode(folder))
        try:
            lock.acquire(monotonic() + limit)
            ledger.open()
            findings = [
                *_modes(folder),
                *_content(ledger, Document(folder / "clinic.json", files, file_mode(folder))),
            ]
        finally:
            ledger.close()
            lock.close()
    return sorted(findings, key=lambda finding: ("error", "warning", "ok").index(finding.level))


def wrong_modes(folder: Path) -> list[tuple[Path, int, int]]:
    """Path, mode and the mode that should be, of the folder and what is in it."""
    mode = file_mode(folder)
    paths = (
        folder,
        *sorted(folder.glob("clinic.*")),
        *folder.glob("backups"),
        *sorted(folder.glob("backups/clinic-*")),
    )
    found = []
    for path in paths:
        with suppress(FileNotFoundError):  # as a document's `.tmp`, which a desk renames at any moment
            found.append((path, stat.S_IMODE(path.stat().st_mode)))
    wanted = [room_mode(mode) if path.is_dir() else mode for path, _ in found]
    return [(path, mode, should) for (path, mode), should in zip(found, wanted, strict=True) if mode != should]


def _modes(folder: Path) -> Iterator[Finding]:
    """Nobody but the desk's account, or its group in a setgid folder, may read the clinic."""
    wrong = [f"{path.name} is {mode:04o}, should be {wanted:04o}" for path, mode, wanted in wrong_modes(folder)]
    if wrong:
        yield Finding(
            "warning", f"Others may read the book: {', '.join(sorted(wrong))}.", "Run `frontdesk check --repair`."
        )
    else:
        yield Finding("ok", "Only those who should can read the files.")
    for left in sorted({*folder.glob("clinic.ledger.torn"), *folder.glob("clinic.*.kept-*")}):
        size = left.stat().st_size
        yield Finding("warning", f"{left.name} was set aside ({size} bytes).", "Look at it, then move it elsewhere.")
    for room in sorted(folder.glob(f"{RESTORING}*")):
        yield Finding("warning", f"{room.name} was left by a restore.", "Remove it, unless one is going on just now.")


def _content(ledger: FileLedger, document: Document) -> Iterator[Finding]:
    """Chain, document, index and bookings."""
    saved = None
    try:
        saved = document.load()
        if saved is None:
            yield Finding("warning", "There is no clinic.json.", "The next desk that opens the book writes it.")
    except Foreign:
        yield Finding(
            "error",
            "clinic.json is not as the desk wrote it: another program changed it, or it is damaged.",
            "Open the desk: it keeps that file aside and writes clinic.json anew from the ledger.",
        )
    if not ledger.clinic:
        yield Finding("error", "The first line of the ledger is damaged.", BACKUP if saved is None else MEND)
        return
    if max(ledger.format, saved.row.format if saved else 0) > FORMAT:
        yield Finding("warning", "A newer frontdesk has written this book.", "Update this one.")
    replica, equal = Replica(ledger.clinic), False
    scan, folded = ledger.scan(BEFORE), Opened()
    for line in scan:
        replica.apply(changes_of(line))
        fold(folded, line)
        if saved is not None and scan.place == saved.row.place:
            equal = filled(folded.tables) == filled(saved.tables)
    if scan.whole:
        yield Finding("ok", f"The ledger's chain holds, {folded.lines} lines.")
    elif ledger.one_record_behind(scan.place):
        yield Finding(
            "error", "The ledger ends in a line that does not hold.", "Open the desk: it sets that line aside."
        )
    else:
        yield Finding("error", f"The ledger is damaged after change {scan.place.head.seq}.", MEND)
    if saved is not None:
        yield _document(saved, ledger, scan.place.head.seq, equal)
        yield _zones(saved)
    yield _index(replica, folded.tables)
    yield from _overlaps(replica)


def _document(saved: Saved, ledger: FileLedger, seq: int, equal: bool) -> Finding:
    if saved.row.clinic != ledger.clinic:
        return Finding("error", "clinic.json and the ledger belong to different clinics.", MEND)
    if saved.row.seq > seq:
        return Finding("error", f"clinic.json knows change {saved.row.seq}, the ledger holds up to {seq}.", MEND)
    if not equal:
        return Finding(
            "error",
            f"clinic.json differs from what the ledger says at change {saved.row.seq}.",
            MEND,
        )
    return Finding("ok", f"clinic.json equals the ledger at change {saved.row.seq}.")


def _zones(saved: Saved) -> Finding:
    """When the law of a zone changed, the wall clock wins and what moved is listed (RULES 2)."""
    if saved.row.tzdata == TZDATA_VERSION:
        return Finding("ok", f"The time zones are of {TZDATA_VERSION}, as in the book.")
    hospitals = {record["id"]: record for record in saved.tables.get("hospitals", {}).values()}
    moved = [
        visit["id"]
        for visit in saved.tables.get("appointments", {}).values()
        if stored_minute(visit["start"], zone(hospitals[visit["hospital"]]["timezone"]))
        != written_minute(visit["start"])
    ]
    words = f"The book was written with time zones of {saved.row.tzdata}, these are {TZDATA_VERSION}."
    if not moved:
        return Finding("ok", f"{words} No visit moved.")
    remedy = "They keep their wall clock: tell the patients who come from elsewhere."
    return Finding("warning", f"{words} Visits at another moment than before: {', '.join(sorted(moved))}.", remedy)


def written_minute(start: str) -> int:
    """The epoch minute that a stored start names by its own offset."""
    return int(datetime.fromisoformat(start).timestamp()) // 60


def _index(replica: Replica, tables: Tables) -> Finding:
    rebuilt = Index()
    rebuilt.rebuild({name: tables.get(name, {}) for name in {**replica.tables, **tables}})
    if rebuilt.content() != replica.index.content():
        return Finding(
            "error", "The index, kept change by change, differs from one made anew.", "Restart every desk."
        )
    return Finding("ok", "The index equals one made anew.")


def _overlaps(replica: Replica) -> Iterator[Finding]:
    """Two visits of a doctor at once, whatever the time, unless one was overbooked on purpose (STORE I3)."""
    pairs = 0
    for doctor, days in sorted(replica.index.all_days().items()):
        visits = {entry for entries in days.values() for entry in entries if entry.blocks_until}
        latest = None
        for entry in sorted(visits):
            record = replica.record("appointments", entry.id)
            if record is None or record.get("override"):
                continue
            if latest is not None and entry.start < latest.end:
                pairs += 1
                yield Finding(
                    "error",
                    f"Doctor {doctor} has two visits at once: {latest.id} and {entry.id}, {record['start']}.",
                    "Move one of them.",
                )
            if latest is None or entry.end > latest.end:
                latest = entry
    if not pairs:
        yield Finding("ok", "No doctor has two visits at once.")
