"""`frontdesk restore`: a clinic as it was in a backup. Nothing newer is overwritten unless told to, nothing is lost.

Onto a readable clinic it is one transaction: every desk follows it, undo takes it back, and what came later stays
in the ledger. Where that cannot be, the files are replaced and the old ones kept: in an empty folder, over a clinic
that is damaged or another one, where the backup itself goes on from the last change of the book, and where one
change cannot hold it all.
"""

from __future__ import annotations

from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any

from scheduling.clock import Clock, monotonic
from scheduling.errors import Refused, StoreError
from scheduling.store.archive import DOCUMENT, LEDGER, Archive, unpack
from scheduling.store.check import RESTORING
from scheduling.store.checkpoint import Document, Foreign
from scheduling.store.file_ledger import FileLedger
from scheduling.store.files import Files, copied, file_mode, folder_sync, in_words, kept_name
from scheduling.store.index import Record
from scheduling.store.ledger import TRAILER, trailer
from scheduling.store.lock import Lock
from scheduling.store.mounts import warning
from scheduling.store.repair import nobody_else
from scheduling.store.replica import TABLES
from scheduling.store.scan import BEFORE, Place
from scheduling.store.store import Store
from scheduling.store.transaction import Transaction, stamp

RETIRED = ("hospitals", "locations", "types", "doctors", "patients")
"""Tables whose records are retired when the backup does not know them; visits become entered in error (RULES 21)."""

FORCE = "Give --force to go back to the backup all the same; what is there now is kept."


def restore(
    folder: Path, path: Path, clock: Clock, *, by: str = "", desk: str = "", force: bool = False, limit: float = 5.0
) -> str:
    """Says how, and why that way. Raises `Refused` for newer data, `StoreError` for clinic, archive or disk."""
    networked = warning(folder)
    if networked is not None:
        raise StoreError("read_only", "This folder is not written from here. Not restored.", networked)
    with in_words("Not restored"):
        if not path.is_file():
            raise Refused("unknown", f"There is no file {path}.", "Check its name.")
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        room = Path(mkdtemp(prefix=RESTORING, dir=folder))
        try:
            archive = unpack(path, room)
            if not any((folder / name).exists() for name in (LEDGER, DOCUMENT)):
                return _replaced(folder, archive, None, force, limit, "the folder was empty")
            try:
                store = Store.open(folder, clock, by=by, desk=desk, limit=limit)
            except StoreError as error:
                if error.code != "damaged":
                    raise
                return _replaced(folder, archive, None, force, limit, "the clinic there could not be read")
            return _onto(store, archive, force, limit)
        finally:
            rmtree(room, ignore_errors=True)


def _onto(store: Store, archive: Archive, force: bool, limit: float) -> str:
    """Onto a clinic that can be opened."""
    try:
        if store.trouble is None and store.read_only:
            raise StoreError("read_only", "You may read this book, not write it. Not restored.", "Ask its owner.")
        if store.trouble is not None and store.trouble.code != "damaged":
            raise store.trouble
        same, seq = store.replica.clinic == archive.content.clinic, store.replica.seq
        here = store.ledger.place
        why = "the backup goes on where the book ended" if same else "another clinic was there"
        if store.trouble is None and same and not _continues(archive, here):
            since = seq - archive.place.head.seq if store.ledger.holds(archive.place) else None
            if since == 0:
                return "The clinic is just as in the backup: there was nothing to restore."
            if not force:
                some = "1 change" if since == 1 else f"{since} changes"
                what = "changes on another past" if since is None else f"{some} since"
                raise Refused("not_allowed", f"The clinic has {what} that backup. Nothing was changed.", FORCE)
            try:
                store.write("restore", lambda step: _turn(step, archive))
            except Refused:  # a line has its limit, and nothing else refuses a record that was once written
                why = "so much at once is more than one change can hold"
            else:
                return (
                    f"The clinic is as it was at change {archive.place.head.seq}, by one change that every desk"
                    " follows and undo takes back. What came later stays in the ledger."
                )
    finally:
        store.close()
    if store.trouble is not None:
        return _replaced(store.folder, archive, None, force, limit, "the clinic there was damaged")
    return _replaced(store.folder, archive, here if same else None, force, limit, why)


def _turn(step: Transaction, archive: Archive) -> None:
    """Put every record back as the backup has it."""
    present = step.view.tables
    for table in {**dict.fromkeys(TABLES), **archive.content.tables, **present}:
        wanted = {record["id"]: record for record in archive.content.tables.get(table, {}).values()}
        for record in list(present.get(table, {}).values()):
            if record["id"] in wanted:
                continue
            if table == "appointments":
                if record["status"] != "entered-in-error":
                    step.put_back(table, record | {"status": "entered-in-error"})
            elif table not in RETIRED:
                step.drop(table, record["id"])
            elif record.get("active", True):
                step.put_back(table, record | {"active": False, "removed_at": stamp(step.now)})
        for ident, record in wanted.items():
            if _content(step.view.record(table, ident)) != _content(record):
                step.put_back(table, record)


def _content(record: Record | None) -> dict[str, Any] | None:
    return None if record is None else {key: value for key, value in record.items() if key != "version"}


def _continues(archive: Archive, here: Place) -> bool:
    """Whether the backup holds the book up to its last change, and more."""
    if archive.place.pos <= here.pos:
        return False
    with (archive.room / LEDGER).open("rb") as file:
        file.seek(here.pos - TRAILER)
        return file.read(TRAILER) == trailer(here.head.hash)


def _replaced(folder: Path, archive: Archive, here: Place | None, force: bool, limit: float, why: str) -> str:
    """Put the backup's files in the place of what is there, which is kept. `here`: where the book must end."""
    files, mode = Files(), file_mode(folder)
    lock = Lock(folder / "clinic.lock", "restore", limit, files, mode)
    ledger, document = FileLedger(folder / LEDGER, lock, files, mode), Document(folder / DOCUMENT, files, mode)
    try:
        lock.acquire(monotonic() + limit)
        nobody_else(folder)
        _nothing_newer(ledger, document, archive, here, force)
        # What is there stays in its place until all is on the disk: a full one, or a crash, costs nothing.
        for name in (LEDGER, DOCUMENT):
            copied(files, archive.room / name, folder / f"{name}.tmp", mode)
        old = [path for path in (ledger.path, document.path) if path.exists()]
        kept = [kept_name(path) for path in old]
        for path, aside in zip(old, kept, strict=True):
            copied(files, path, aside, mode)
        folder_sync(files, folder)
        for name in (LEDGER, DOCUMENT):
            files.replace(folder / f"{name}.tmp", folder / name)
            folder_sync(files, folder)
    finally:
        ledger.close()
        lock.close()
    words = f" The old files were kept as {' and '.join(path.name for path in kept)}." if kept else ""
    return f"The clinic is as it was at change {archive.place.head.seq}. Its files were put there, as {why}.{words}"


def _nothing_newer(ledger: FileLedger, document: Document, archive: Archive, here: Place | None, force: bool) -> None:
    """Raises `Refused` when what is there may be worth more than the backup, unless `force`."""
    clinics, seq, end = set(), -1, BEFORE
    if ledger.path.exists():
        ledger.open()
        scan = ledger.scan(BEFORE)
        for _ in scan:
            pass
        seq, end = scan.place.head.seq, scan.place
        clinics.add(ledger.clinic)
    try:
        saved = document.load()
    except Foreign:
        saved = None
    if saved is not None:
        clinics.add(saved.row.clinic)
        seq = max(seq, saved.row.seq)
    if here is not None and end != here:
        raise StoreError("busy", "Somebody booked meanwhile. Not restored.", "Try again.")
    if force:
        return
    if clinics - {archive.content.clinic, ""}:
        raise Refused("not_allowed", "Another clinic is in that folder. Nothing was changed.", FORCE)
    if seq > archive.place.head.seq:
        words = f"The clinic there knows change {seq}, the backup {archive.place.head.seq}. Nothing was changed."
        raise Refused("not_allowed", words, FORCE)
