"""Reading everything again: the document, verified, and the ledger behind it. At opening, and whenever in doubt.

What may be cut is decided here only, from a position that was just reached from the checkpoint (STORE rule 2).
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from uuid import uuid4

from scheduling.clock import machine_seconds
from scheduling.errors import StoreError
from scheduling.store.checkpoint import Document, Foreign, Saved
from scheduling.store.file_ledger import FileLedger
from scheduling.store.files import disk_trouble
from scheduling.store.index import Tables
from scheduling.store.ledger import FORMAT, Line
from scheduling.store.migration import first_lines, migrated
from scheduling.store.replica import Changes
from scheduling.store.scan import BEFORE, Place
from scheduling.store.transaction import stamp

RESTORE = (
    "It can be read, not written. Keep a copy of the folder, then run `frontdesk check --repair` or restore a backup."
)


@dataclass(slots=True)
class Opened:
    """A clinic as it was read. `lines`: how many stood behind the document; `rewrite`: the document is due now;
    `based`: the tables began with the document's.
    """

    clinic: str = ""
    tables: Tables = field(default_factory=dict)
    following: dict[str, int] = field(default_factory=dict)
    place: Place = BEFORE
    lines: int = 0
    notices: list[str] = field(default_factory=list)
    trouble: StoreError | None = None
    rewrite: bool = False
    based: bool = False

    def take(self, saved: Saved) -> None:
        """Go on from that document."""
        self.clinic, self.tables, self.following = saved.row.clinic, saved.tables, dict(saved.row.next)
        self.place, self.based = saved.row.place, True


@contextmanager
def collector_paused() -> Iterator[None]:
    """Load without the garbage collector looking at every new record; afterwards it leaves them alone for good."""
    paused = gc.isenabled()
    gc.disable()
    try:
        yield
        gc.freeze()
    finally:
        if paused:
            gc.enable()


def changes_of(line: Line) -> Changes:
    """What a ledger line changes, by document id; nothing for the first line."""
    changes = line.get("changes") or line.get("tables", {})  # the latter where a ledger goes on after a closed one
    return {table: {int(key): record for key, record in rows.items()} for table, rows in changes.items()}


def fold(opened: Opened, line: Line) -> None:
    """Take one line in, without an index: the tables are loaded once, at the end."""
    for table, rows in changes_of(line).items():
        records = opened.tables.setdefault(table, {})
        for doc_id, record in rows.items():
            if record is None:
                records.pop(doc_id, None)
            else:
                records[doc_id] = record
            opened.following[table] = max(opened.following.get(table, 1), doc_id + 1)
    for table, following in line.get("next", {}).items():
        opened.following[table] = max(opened.following.get(table, 1), following)
    opened.lines += 1


def filled(tables: Tables) -> Tables:
    """The tables that hold something: a document names every table, a fold only those it met."""
    return {name: rows for name, rows in tables.items() if rows}


def read_all(ledger: FileLedger, document: Document, *, may_write: bool, may_create: bool) -> Opened:
    """Document and ledger, under the ledger's lock. Raises `StoreError` when there is nothing to show.

    `may_create`: a folder with neither is a new clinic; else somebody has taken the files away."""
    opened = Opened()
    try:
        saved, foreign = document.load(), False
    except Foreign:
        saved, foreign = None, True
    problem = _open_ledger(ledger, may_create=may_write and may_create and saved is None and not foreign)
    if problem is None and saved is not None and saved.row.clinic != ledger.clinic:
        problem = "The ledger and clinic.json belong to different clinics."
    if problem is not None:
        if saved is None:
            raise StoreError("damaged", problem, "Restore a backup, or put the missing file back.")
        opened.take(saved)
        opened.trouble = StoreError("damaged", f"{problem} Not booked.", RESTORE)
        return opened
    opened.clinic = ledger.clinic
    if max(ledger.format, saved.row.format if saved else 0) > FORMAT:
        opened.trouble = StoreError(
            "read_only", "A newer frontdesk has written this book. Not booked.", "Restart this desk."
        )
    _read_lines(opened, ledger, saved, may_write=may_write and ledger.writable)
    if opened.trouble is None:
        _settle_document(opened, ledger, document, saved, foreign, may_write=may_write and ledger.writable)
    if opened.trouble is None and ledger.format < FORMAT:
        _migrate(opened, ledger, may_write=may_write and ledger.writable)
    return opened


def _migrate(opened: Opened, ledger: FileLedger, *, may_write: bool) -> None:
    """A clinic of an older program: as of now it is in the present format; if one only reads, what is shown is."""
    opened.tables = migrated(opened.tables, ledger.format)
    if not may_write:
        reason = "An older frontdesk has written this book; it is shown as it is now. Not booked."
        opened.trouble = StoreError("read_only", reason, "Open it once with a desk that writes.")
        return
    try:
        ledger.succeed(first_lines(opened.clinic, opened.place.head, opened.tables, opened.following))
    except OSError as error:
        opened.trouble = disk_trouble(error)
        return
    opened.place, opened.rewrite = ledger.place, True
    opened.notices.append("The book was brought to this program's format: restart the other desks.")


def _open_ledger(ledger: FileLedger, *, may_create: bool) -> str | None:
    """Open the ledger, or create it where nothing is; else what is wrong with it."""
    try:
        ledger.open()
    except FileNotFoundError:
        if not may_create:
            return f"There is no {ledger.path.name} in {ledger.path.parent}."
        ledger.create(str(uuid4()), stamp(machine_seconds()))
        ledger.open()
    return None if ledger.clinic else f"The first line of {ledger.path.name} is damaged."


def _read_lines(opened: Opened, ledger: FileLedger, saved: Saved | None, *, may_write: bool) -> None:
    """The lines behind the document; all of them when it does not belong to this ledger's past."""
    if saved is not None and ledger.holds(saved.row.place):
        opened.take(saved)
    scan = ledger.scan(opened.place)
    for line in scan:
        fold(opened, line)
    ledger.place = scan.place
    if saved is not None and scan.place.head.seq < saved.row.seq:
        # The document is never ahead of a synced ledger: lines that were acknowledged are gone from it.
        opened.take(saved)
        opened.trouble = StoreError(
            "damaged", "The ledger has lost changes that clinic.json still shows. Not booked.", RESTORE
        )
        return
    opened.place = scan.place
    if not scan.whole:
        _torn(opened, ledger, may_write=may_write and opened.trouble is None)


def _torn(opened: Opened, ledger: FileLedger, *, may_write: bool) -> None:
    """Something stands behind the last line that holds: what one crash can leave is moved away, else hands off."""
    if not ledger.one_record_behind(opened.place):
        after = opened.place.head.seq
        opened.trouble = StoreError("damaged", f"The ledger is damaged after change {after}. Not booked.", RESTORE)
    elif not may_write:
        opened.notices.append("The ledger ends in a line that does not hold; it is left out here.")
    else:
        try:
            size = ledger.quarantine(opened.place)
        except OSError as error:
            opened.trouble = disk_trouble(error)
        else:
            opened.notices.append(
                "The ledger ended in a line that does not hold, as after a power cut. It was moved to"
                f" clinic.ledger.torn ({size} bytes): look over what was booked last."
            )


def _settle_document(
    opened: Opened, ledger: FileLedger, document: Document, saved: Saved | None, foreign: bool, *, may_write: bool
) -> None:
    """A document that is not this ledger's is kept under another name, and a new one is due."""
    earlier = saved is not None and saved.row.format < ledger.format and saved.row.seq <= ledger.begins.seq
    if not foreign and (saved is None or opened.based or earlier):
        opened.rewrite = saved is None or earlier
        return
    what = "was changed by another program" if foreign else "belonged to another past of the ledger"
    if may_write:
        opened.notices.append(f"clinic.json {what}. It was kept as {document.keep_aside().name}; the ledger counts.")
        opened.rewrite = True
    else:
        opened.notices.append(f"clinic.json {what}; what you see comes from the ledger.")
