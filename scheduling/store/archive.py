"""`frontdesk backup`: one archive of the clinic at one change, taken while desks book, opened again and checked.

A tar.gz of the ledger up to a position that was whole under the lock, the document of that very change, and
`backup.json`, which names both. The lock is held for a look at the ledger's size: what stands before it is final.
"""

from __future__ import annotations

import os
import tarfile
import zlib
from pathlib import Path
from shutil import copyfileobj, rmtree
from tempfile import mkdtemp
from typing import NamedTuple

import orjson

from scheduling.clock import machine_seconds, monotonic
from scheduling.errors import Refused, StoreError
from scheduling.store.check import MEND
from scheduling.store.checkpoint import Document, Foreign, Snapshot
from scheduling.store.file_ledger import FileLedger
from scheduling.store.files import Files, file_mode, folder_sync, in_words
from scheduling.store.ledger import FORMAT
from scheduling.store.lock import Lock
from scheduling.store.opening import Opened, filled, fold
from scheduling.store.replica import Replica
from scheduling.store.scan import BEFORE, Place
from scheduling.store.transaction import stamp

LEDGER, DOCUMENT, MANIFEST = "clinic.ledger.jsonl", "clinic.json", "backup.json"
NOTE = "clinic.backup.json"
"""In the clinic's folder: when the last backup was made, and where to."""

ROOM = ".frontdesk-"
"""How the folder is called, beside the archive, in which it is made."""

BROKEN = (tarfile.TarError, EOFError, zlib.error, KeyError, ValueError, TypeError)


class Backup(NamedTuple):
    """What was written."""

    path: Path
    seq: int
    bytes: int


class Archive(NamedTuple):
    """An archive, unpacked into `room` and found to hold."""

    room: Path
    place: Place
    content: Opened


def backup(
    folder: Path,
    target: Path,
    *,
    force: bool = False,
    mode: int = 0o600,
    limit: float = 5.0,
    files: Files | None = None,
) -> Backup:
    """Write the archive, with that file mode.

    Raises `Refused` (`exists`, `unknown`) for the name, `StoreError` for clinic and disk."""
    files = files or Files()
    with in_words("Not backed up"):
        if target.exists() and not force:
            raise _exists(target)
        if not target.parent.is_dir():
            raise Refused("unknown", f"There is no folder {target.parent}.", "Make it, or choose another.")
        room = Path(mkdtemp(prefix=ROOM, dir=target.parent))
        try:
            content = _gather(folder, room, limit, files)
            packed = _pack(room, content.place, content.clinic, files, mode)
            (room / "again").mkdir(mode=0o700)
            again = unpack(packed, room / "again")
            if again.place != content.place or again.content.tables != content.tables:
                raise StoreError(
                    "damaged", "The archive did not read back as it was written. Not backed up.", "Try again."
                )
            made = Backup(target, content.place.head.seq, packed.stat().st_size)
            _hand_over(packed, target, force, files)
        finally:
            rmtree(room, ignore_errors=True)
    _note(folder, made, files)
    return made


def unpack(path: Path, room: Path) -> Archive:
    """Unpack an archive into an empty folder and verify all of it. Raises `StoreError`; `OSError` for the disk."""
    try:
        with tarfile.open(path, "r:gz") as tar:
            for member in tar:
                if member.isfile() and member.name in (LEDGER, DOCUMENT, MANIFEST):
                    content = tar.extractfile(member)
                    assert content is not None
                    with (room / member.name).open("xb") as file:
                        copyfileobj(content, file)
        return _verified(path, room)
    except FileNotFoundError as error:
        raise _broken(path, f"{Path(error.filename).name} is missing") from error
    except BROKEN as error:
        raise _broken(path, "it is damaged, or no archive") from error
    except OSError as error:
        if error.errno is None:  # gzip tells of a damaged file in this way
            raise _broken(path, "it is damaged") from error
        raise


def _verified(path: Path, room: Path) -> Archive:
    """Chain, document and manifest of an unpacked archive."""
    manifest = orjson.loads((room / MANIFEST).read_bytes())
    if manifest["format"] > FORMAT:
        raise StoreError("read_only", f"A newer frontdesk has made {path.name}.", "Update this one.")
    files = Files()
    lock = Lock(room / "clinic.lock", "", 0.0, files, 0o600)
    ledger = FileLedger(room / LEDGER, lock, files, 0o600)
    try:
        ledger.open()
        content, scan = Opened(clinic=ledger.clinic), ledger.scan(BEFORE)
        for line in scan:
            fold(content, line)
        whole, content.place = scan.whole, scan.place
        saved = Document(room / DOCUMENT, files, 0o600).load()
    except Foreign:
        raise _broken(path, "its clinic.json is damaged") from None
    finally:
        ledger.close()
        lock.close()
    if saved is None:
        raise _broken(path, f"{DOCUMENT} is missing")
    head = content.place.head
    if not whole or (manifest["clinic"], manifest["seq"], manifest["head"]) != (content.clinic, *head):
        raise _broken(path, "its ledger is damaged")
    if saved.row.place != content.place or filled(saved.tables) != filled(content.tables):
        raise _broken(path, "its clinic.json is not of its ledger")
    return Archive(room, content.place, content)


def _gather(folder: Path, room: Path, limit: float, files: Files) -> Opened:
    """Ledger and document of one change in `room`; the state they hold."""
    if not (folder / LEDGER).exists():
        remedy = MEND if (folder / DOCUMENT).exists() else "Check the folder's name."
        raise StoreError("damaged", f"There is no {LEDGER} in {folder}. Not backed up.", remedy)
    lock = Lock(folder / "clinic.lock", "backup", limit, files, file_mode(folder))
    ledger = FileLedger(folder / LEDGER, lock, files, file_mode(folder))
    try:
        lock.acquire(monotonic() + limit)
        ledger.open()
        lock.release()
        if ledger.format > FORMAT:
            raise StoreError(
                "read_only", "A newer frontdesk has written this book. Not backed up.", "Update this one."
            )
        content, scan = Opened(clinic=ledger.clinic), ledger.scan(BEFORE)
        for line in scan:
            fold(content, line)
        content.place = scan.place
        if not ledger.clinic or not (scan.whole or ledger.one_record_behind(scan.place)):
            after = f"after change {scan.place.head.seq}" if ledger.clinic else "in its first line"
            raise StoreError("damaged", f"The ledger is damaged {after}. Not backed up.", MEND)
        ledger.copy(scan.place.pos, room / LEDGER)
    finally:
        ledger.close()
        lock.close()
    replica = Replica(content.clinic)
    replica.load(content.tables, content.following)
    shot = Snapshot(content.clinic, content.place, replica.tables, replica.next)
    Document(room / DOCUMENT, files, 0o600).save(lambda: shot, lambda _: True)
    return content


def _pack(room: Path, place: Place, clinic: str, files: Files, mode: int) -> Path:
    """The archive of what is in `room`, on the disk when this returns."""
    at = machine_seconds()
    manifest = {"format": FORMAT, "clinic": clinic, "seq": place.head.seq, "head": place.head.hash, "at": stamp(at)}
    (room / MANIFEST).write_bytes(orjson.dumps(manifest) + b"\n")
    packed = room / "backup.tar.gz"
    descriptor = files.open(packed, os.O_RDWR | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "wb") as file:
        with tarfile.open(fileobj=file, mode="w:gz", compresslevel=6) as tar:
            for name in (MANIFEST, DOCUMENT, LEDGER):
                member = tarfile.TarInfo(name)
                member.size, member.mode, member.mtime = (room / name).stat().st_size, 0o600, at
                with (room / name).open("rb") as content:
                    tar.addfile(member, content)
        file.flush()
        files.fsync(descriptor)
    return packed


def _hand_over(packed: Path, target: Path, force: bool, files: Files) -> None:
    """Give the archive its name, never over another file unless told to."""
    if force:
        files.replace(packed, target)
    else:
        try:
            os.link(packed, target)
        except FileExistsError:
            raise _exists(target) from None
        except OSError:  # a stick whose file system has no links
            if target.exists():
                raise _exists(target) from None
            files.replace(packed, target)
    folder_sync(files, target.parent)


def _note(folder: Path, made: Backup, files: Files) -> None:
    """Leave word of the backup for `status`; a folder one may only read keeps none."""
    row = {"at": stamp(machine_seconds()), "seq": made.seq, "bytes": made.bytes, "file": str(made.path.resolve())}
    fresh = folder / f"{NOTE}.tmp"
    try:
        descriptor = files.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, file_mode(folder))
        try:
            files.write(descriptor, orjson.dumps(row) + b"\n", 0)
        finally:
            files.close(descriptor)
        files.replace(fresh, folder / NOTE)
    except OSError:
        pass


def _exists(target: Path) -> Refused:
    return Refused("exists", f"{target} is already there. Not backed up.", "Choose another name, or give --force.")


def _broken(path: Path, why: str) -> StoreError:
    return StoreError("damaged", f"{path.name} is not a backup that holds: {why}.", "Use another one.")
