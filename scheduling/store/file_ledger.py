"""The ledger in a file: append-only, a line a transaction, synced before it is answered (STORE, "A transaction")."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import orjson

from scheduling.errors import StoreError, invalid
from scheduling.store.files import FORBIDDEN, Files, copied, disk_trouble, folder_sync
from scheduling.store.ledger import (
    FORMAT,
    LONGEST,
    START,
    TRAILER,
    Committed,
    Decide,
    Head,
    Line,
    NotBooked,
    Outcome,
    Unknown,
    WentBack,
    proved,
    seal,
    trailer,
)
from scheduling.store.lock import Lock
from scheduling.store.scan import BEFORE, CHUNK, Place, Scan, chain

BEGINNING = re.compile(rb'\{"seq":\d+,"txn":')
ENDING = re.compile(rb',"h":"[0-9a-f]{32}"\}\n')


class Torn(WentBack):
    """The lines after the last known one do not hold: read everything again from the checkpoint, then decide."""


class FileLedger:
    """One open ledger file. `place`: how far it was followed; `clinic`, `format`: what its first line says; `begins`:
    the head of the ledger that was closed for this one, or what stands before every first line."""

    def __init__(self, path: Path, lock: Lock, files: Files, mode: int) -> None:
        self.path = path
        self.lock = lock
        self.clinic = ""
        self.format = FORMAT
        self.begins = START
        self.place = BEFORE
        self.writable = True
        self._files = files
        self._mode = mode
        self._name = str(path)
        self._descriptor = -1
        self._seen: tuple[int, int, int] = (0, 0, 0)

    # -- what every ledger does ---------------------------------------------------------------------------------

    def transact(
        self,
        after: Head,
        decide: Decide,
        request_id: str,
        deadline: float,
        committed: Callable[[Line], None],
    ) -> Outcome:
        """See `Ledger.transact`. Raises `Torn` too."""
        self.lock.acquire(deadline)
        try:
            fields = decide(self._news(after))
            if fields is None:
                return Committed(self.place.head, None)
            outcome = self._append(fields, request_id)
            if isinstance(outcome, Committed) and outcome.line is not None:
                committed(outcome.line)
            return outcome
        finally:
            self.lock.release()

    def settle(self, request_id: str, deadline: float = 0.0) -> Outcome:
        """What became of an `Unknown`: the whole ledger is read and verified again."""
        self.lock.acquire(deadline)
        try:
            self.open()
            for line in self.scan(BEFORE):
                if line.get("txn") == request_id:
                    return Committed(Head(line["seq"], line["h"]), line)
        finally:
            self.lock.release()
        return NotBooked(StoreError("damaged", "The disk failed before it was kept. Not booked.", "Try again."))

    def tail(self, after: Head, deadline: float) -> list[Line]:
        """See `Ledger.tail`. Bytes are read under the lock: what is read cannot be taken back (STORE rule 1). While a
        desk holds it for long, as when the disk hesitates, those before the last line, which alone may be."""
        try:
            self.lock.acquire(deadline, reads=True)
        except StoreError:
            if not (lines := self._settled(after)):
                raise
            return lines
        try:
            return self._news(after)
        finally:
            self.lock.release()

    def changed(self) -> bool:
        """Whether path, inode or size differ from what was seen last: nothing is opened or read."""
        try:
            return self._identity(self._files.stat(self._name)) != self._seen
        except OSError:
            return True

    def backward(self, ident: str = "") -> Iterator[Line]:
        """See `Ledger.backward`: read in chunks from the end; a line that does not name the record is not parsed.
        Each is verified: nobody has read what stands before the document since it was written."""
        named = b'"id":"%b"' % ident.encode() if ident else b""
        start, data, end = self.place.pos, b"", 0
        while start > 0 or end > 0:
            cut = data.rfind(b"\n", 0, max(0, end - 1)) + 1
            if cut < TRAILER and start > 0:
                size = min(start, max(CHUNK // 64, end))  # a long line is not read in many small pieces
                start -= size
                data = self._files.read(self._descriptor, size, start) + data[:end]
                end = len(data)
                continue
            if data.find(named, cut, end) >= 0:
                yield proved(data[cut:end], data[max(0, cut - TRAILER) : cut])
            end = cut

    def close(self) -> None:
        """Close the file. The lock is its owner's."""
        if self._descriptor >= 0:
            self._files.close(self._descriptor)
            self._descriptor = -1

    # -- what only a file does; all under the lock --------------------------------------------------------------

    def create(self, clinic: str, at: str) -> None:
        """A new ledger with its first line, on the disk when this returns; never seen half written."""
        self._begin([{"seq": 0, "format": FORMAT, "clinic": clinic, "at": at}], START)
        try:
            folder_sync(self._files, self.path.parent.parent)  # the folder itself may be as new
        except PermissionError:
            pass  # a parent one may not read: it was there before

    def succeed(self, lines: Iterable[Line]) -> None:
        """Close this ledger, followed to its end, under a name with its number: a new one goes on with `lines`."""
        closed = self.path.with_name(f"clinic.ledger-{self.place.head.seq}.jsonl")
        copied(self._files, self.path, closed, self._mode, self.place.pos)
        place = self._begin(lines, self.place.head)
        self.open()
        self.place = place

    def _begin(self, lines: Iterable[Line], after: Head) -> Place:
        """A new file of those lines, in the place of what is there, never seen half written. Its end."""
        fresh = self.path.with_name(self.path.name + ".tmp")
        descriptor = self._files.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, self._mode)
        place = Place(after, 0)
        try:
            for fields in lines:
                data, digest = seal(fields, place.head.hash)
                self._files.write(descriptor, data, place.pos)
                place = Place(Head(fields["seq"], digest), place.pos + len(data))
            self._files.fsync(descriptor)
        finally:
            self._files.close(descriptor)
        self._files.replace(fresh, self.path)
        folder_sync(self._files, self.path.parent)
        return place

    def open(self) -> None:
        """Open whatever file is at the path now and read its first line. `clinic` is "" when that does not hold."""
        self.close()
        self.place, self.writable = BEFORE, True
        try:
            self._descriptor = self._files.open(self.path, os.O_RDWR)
        except OSError as error:
            if error.errno not in FORBIDDEN:
                raise
            self._descriptor, self.writable = self._files.open(self.path, os.O_RDONLY), False
        self._seen = self._identity(self._files.fstat(self._descriptor))
        first = next(iter(self.scan(BEFORE)), {})
        self.clinic, self.format = first.get("clinic", ""), first.get("format", FORMAT)
        self.begins = Head(first["seq"] - 1, first["head"]) if "head" in first else START

    def scan(self, place: Place, size: int | None = None) -> Scan:
        """The lines after a place, up to `size`: where the file ended when it was last looked at."""
        return Scan(self._files, self._descriptor, place, self._seen[2] if size is None else size)

    def holds(self, place: Place) -> bool:
        """Whether a line with that hash ends right there."""
        if not TRAILER <= place.pos <= self._seen[2]:
            return False
        return self._files.read(self._descriptor, TRAILER, place.pos - TRAILER) == trailer(place.head.hash)

    def one_record_behind(self, place: Place) -> bool:
        """Whether what stands behind `place` is at most one broken line: a crash cannot leave more."""
        rest = self._files.read(self._descriptor, self._seen[2] - place.pos, place.pos)
        return len(BEGINNING.findall(rest)) <= 1 and len(ENDING.findall(rest)) <= 1

    def lines_behind(self, place: Place) -> int:
        """How many lines, whole or not, stand behind `place`."""
        rest = self._files.read(self._descriptor, self._seen[2] - place.pos, place.pos)
        return rest.count(b"\n") + (rest[-1:] not in (b"", b"\n"))

    def copy(self, size: int, target: Path) -> None:
        """The first `size` bytes of the file that is open, whatever has its name by now, into a new one."""
        with target.open("xb") as file:
            for start in range(0, size, CHUNK):
                file.write(self._files.read(self._descriptor, min(CHUNK, size - start), start))

    def quarantine(self, place: Place) -> int:
        """Move what stands behind `place` to `clinic.ledger.torn`; its bytes. Synced there before it is cut here."""
        rest = self._files.read(self._descriptor, self._seen[2] - place.pos, place.pos)
        aside, flags = self.path.with_name("clinic.ledger.torn"), os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW
        torn = self._files.open(aside, flags, self._mode)
        try:
            self._files.write(torn, rest, self._files.fstat(torn).st_size)
            self._files.fsync(torn)
        finally:
            self._files.close(torn)
        folder_sync(self._files, self.path.parent)
        self._files.truncate(self._descriptor, place.pos)
        self._files.fdatasync(self._descriptor)
        self._seen = (*self._seen[:2], place.pos)
        return len(rest)

    def sync(self, place: Place) -> bool:
        """Put every line on the disk, also those that a desk wrote and did not live to sync; whether that place is
        still in the file that is there now. From any thread."""
        descriptor = self._files.open(self.path, os.O_RDONLY)
        try:
            self._files.fdatasync(descriptor)
            return self._files.read(descriptor, TRAILER, place.pos - TRAILER) == trailer(place.head.hash)
        finally:
            self._files.close(descriptor)

    def _identity(self, result: os.stat_result) -> tuple[int, int, int]:
        return result.st_dev, result.st_ino, result.st_size

    def _news(self, after: Head) -> list[Line]:
        """The lines after `after`. Raises `WentBack` for another file or past, `Torn` when a line does not hold."""
        try:
            identity = self._identity(self._files.stat(self._name))
            if identity[:2] != self._seen[:2]:
                raise WentBack
            size = identity[2]
            place = self.place if self.place.head == after else self._find(after, size)
            if size < place.pos:
                raise WentBack
            data = self._files.read(self._descriptor, size - place.pos + TRAILER, place.pos - TRAILER)
        except FileNotFoundError:
            raise WentBack from None
        except OSError as error:
            raise disk_trouble(error) from error
        if data[:TRAILER] != trailer(after.hash):
            raise WentBack
        lines, head, end = chain(data, TRAILER, place.head)
        if end < len(data):
            raise Torn
        self._seen, self.place = identity, Place(head, place.pos + end - TRAILER)
        return lines

    def _settled(self, after: Head) -> list[Line]:
        """Without the lock: lines that something stands behind. Whoever wrote that had found them kept."""
        place = self.place
        try:
            device, inode, size = self._identity(self._files.stat(self._name))
            data = self._files.read(self._descriptor, size - place.pos + TRAILER, place.pos - TRAILER)
        except OSError:
            return []  # whoever has the lock next is told
        if (device, inode) != self._seen[:2] or place.head != after or data[:TRAILER] != trailer(after.hash):
            return []
        lines, head, end = chain(data[: data.rfind(b"\n", 0, -1) + 1], TRAILER, after)
        self.place = Place(head, place.pos + end - TRAILER)
        self._seen = device, inode, self.place.pos  # there is more
        return lines

    def _find(self, after: Head, size: int) -> Place:
        scan = self.scan(BEFORE, size)
        for _ in scan:
            if scan.place.head == after:
                return scan.place
        raise WentBack

    def _append(self, fields: Line, request_id: str) -> Outcome:
        """Write all of one line and sync it, or take it back."""
        data, digest = seal(fields, self.place.head.hash)
        if len(data) > LONGEST:
            raise invalid("request", "That is more than one step can hold (64 MB).", "Do it in several steps.")
        pos = self.place.pos
        try:
            self._files.write(self._descriptor, data, pos)
            self._files.fdatasync(self._descriptor)
        except OSError as error:
            return self._take_back(error, request_id)
        self.place = Place(Head(fields["seq"], digest), pos + len(data))
        self._seen = (*self._seen[:2], self.place.pos)
        return Committed(self.place.head, orjson.loads(data))

    def _take_back(self, error: OSError, request_id: str) -> Outcome:
        try:
            self._files.truncate(self._descriptor, self.place.pos)
            self._files.fdatasync(self._descriptor)
        except OSError:
            return Unknown(request_id)
        return NotBooked(disk_trouble(error))
