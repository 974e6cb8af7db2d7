"""The document `clinic.json`: a checkpoint of the clinic in TinyDB's format (STORE, "Files").

Line 1 holds the `_ledger` row alone: to which line of the ledger the rest belongs, and the sum of every byte after
it. Then one record a line, so that diff and grep work. It is replaced atomically, never written in place.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from scheduling.clock import pause
from scheduling.store.files import Files, folder_sync, kept_name
from scheduling.store.index import Record, Tables
from scheduling.store.ledger import FORMAT, Head
from scheduling.store.lock import Turn
from scheduling.store.scan import Place
from scheduling.when.zones import TZDATA_VERSION

OPENING = b'{"_ledger":{"1":'
CLOSING = b"},\n"
CHUNK = 256
"""Records encoded and written at once: short enough for others to get a turn in between."""

PORTION = 256 * 1024
"""Bytes parsed, or written, at once."""

SHARED = {"appointments": ("hospital", "status", "created_by")}
"""Fields with few values: a visit takes an eighth less memory when each is kept once."""

Signature = tuple[int, int, int]
"""Inode, size and nanosecond of a file: when equal, it is the one already known."""


class Row(NamedTuple):
    """The `_ledger` row. `next`: each table's next document id; `tzdata`: the version of the zones."""

    format: int
    clinic: str
    seq: int
    pos: int
    head: str
    next: dict[str, int]
    tzdata: str
    sum: str

    @property
    def place(self) -> Place:
        """Where the ledger goes on after this document."""
        return Place(Head(self.seq, self.head), self.pos)


class Saved(NamedTuple):
    """A document that was read and holds."""

    row: Row
    tables: Tables


class Foreign(Exception):
    """The file is not as the desk wrote it: another program's work, or damaged."""


class Snapshot(NamedTuple):
    """What a checkpoint is made from: tables that nobody changes any more, and their place in the ledger."""

    clinic: str
    place: Place
    tables: Tables
    next: dict[str, int]


def half(digest: Any) -> str:
    """The first 16 bytes of a sha256, as 32 hex digits."""
    return str(digest.hexdigest()[:32])


def read_row(data: bytes) -> Row:
    """The `_ledger` row of a document's bytes. Raises `Foreign` unless every byte is as the desk wrote it."""
    end = data.find(b"\n") + 1
    if not (data.startswith(OPENING) and data[:end].endswith(CLOSING)):
        raise Foreign
    try:
        fields = orjson.loads(data[len(OPENING) : end - len(CLOSING)])
        row = Row(*(fields[name] for name in Row._fields))
    except (orjson.JSONDecodeError, KeyError, TypeError):
        raise Foreign from None
    if not all(map(isinstance, row, (int, str, int, int, str, dict, str, str))):
        raise Foreign
    if row.sum != half(sha256(memoryview(data)[end:])):
        raise Foreign
    return row


def read_tables(data: bytes) -> Tables:
    """The tables of a document's bytes, by document id. Raises `Foreign` when they are not laid out by lines."""
    tables: Tables = {}
    at = data.find(b"\n") + 1
    try:
        while at < len(data):
            start = data.index(b"\n", at) + 1
            end = data.index(b"\n}", start - 1)
            name = orjson.loads(data[at : start - len(b":{\n")])
            tables[name] = read_records(data, start, end, SHARED.get(name, ()))
            at = data.index(b"\n", end + 1) + 1
    except ValueError:
        raise Foreign from None
    return tables


def read_records(data: bytes, start: int, end: int, shared: tuple[str, ...] = ()) -> dict[int, Record]:
    """The records between two positions, a line each: parsed some lines at a time, which is the fastest.

    `shared`: fields whose texts are kept once for many records.
    """
    records: dict[int, Record] = {}
    while start < end:
        cut = end
        if end - start > PORTION:
            cut = max(data.rfind(b"\n", start, start + PORTION), data.index(b"\n", start))
        portion = orjson.loads(b"{%b}" % data[start:cut].rstrip(b","))
        for field in shared:
            _share(field, portion.values())
        records.update({int(doc_id): record for doc_id, record in portion.items()})
        start = cut + 1
    return records


def _share(field: str, records: Iterable[Record]) -> None:
    """Let equal texts of a field be one object: the parser makes one a record."""
    known: dict[str, str] = {}
    once = known.setdefault
    for record in records:
        text = record.get(field)
        if text is not None:
            record[field] = once(text, text)


def body(tables: Tables) -> Iterator[bytes]:
    """The document after line 1, in chunks."""
    dumps = orjson.dumps
    last = len(tables) - 1
    for number, (name, records) in enumerate(tables.items()):
        yield dumps(name) + b":{\n"
        items = iter(records.items())
        glue = b""
        while rows := [b'"%d":%b' % (doc_id, dumps(record)) for doc_id, record in islice(items, CHUNK)]:
            yield glue + b",\n".join(rows)
            glue = b",\n"
        yield glue[1:] + (b"},\n" if number < last else b"}}\n")


def in_portions(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """The same bytes in fewer, larger pieces."""
    portion = bytearray()
    for chunk in chunks:
        portion += chunk
        if len(portion) >= PORTION:
            yield bytes(portion)
            portion.clear()
    yield bytes(portion)


class Document:
    """The file `clinic.json`. `row`: of the document last seen on the disk, ours or another desk's; None = none."""

    def __init__(self, path: Path, files: Files, mode: int) -> None:
        self.path = path
        self.row: Row | None = None
        self.size = 0
        self._files = files
        self._mode = mode
        self._turn = Turn(path)
        self._known: Signature | None = None

    def load(self) -> Saved | None:
        """The document on the disk, verified; None when there is none. Raises `Foreign`, `OSError`."""
        self.row = None
        data = self._read()
        if data is None:
            return None
        row = read_row(data)
        self.row, self.size = row, len(data)
        return Saved(row, read_tables(data))

    def keep_aside(self) -> Path:
        """Move the file that is there to a name of its own, never over another; returns it."""
        target = kept_name(self.path)
        self.row, self._known = None, None  # also if it cannot be moved: it is looked at again before it is replaced
        self._files.replace(self.path, target)
        folder_sync(self._files, self.path.parent)
        return target

    def save(
        self, snapshot: Callable[[], Snapshot], sync_ledger: Callable[[Place], bool], tries: int = 1
    ) -> Path | None:
        """Replace the file by a snapshot, unless the disk's is as new or another desk is writing one just now.

        `snapshot` is asked for only then. `sync_ledger` puts the lines that a document contains on the disk before
        it, and answers whether its place is in the ledger that is there: else it would be a document of no ledger.
        Returns where a foreign file was moved to, if one was met. Raises `OSError`; the old document is whole then.
        """
        with self._alone(tries) as mine:
            if not mine:
                return None
            kept = self._look()
            shot = snapshot()
            if self.row is not None and self.row.clinic != shot.clinic:
                kept = self.keep_aside()
            if self.row is not None and self.row.seq >= shot.place.head.seq:
                return kept
            if sync_ledger(shot.place):
                self._write(shot)
            return kept

    def _look(self) -> Path | None:
        """Learn what is on the disk: another desk's newer document, or a foreign file, which is kept aside."""
        try:
            if self._signature() == self._known:
                return None
            data = self._read()
            self.row = None if data is None else read_row(data)
        except FileNotFoundError:
            self.row = None
        except Foreign:
            return self.keep_aside()
        return None

    def _write(self, shot: Snapshot) -> None:
        fresh = self.path.with_name(self.path.name + ".tmp")
        head = shot.place.head
        row = Row(FORMAT, shot.clinic, head.seq, shot.place.pos, head.hash, shot.next, TZDATA_VERSION, "0" * 32)
        descriptor = self._files.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, self._mode)
        try:
            start = position = len(first_line(row))
            digest = sha256()
            for portion in in_portions(body(shot.tables)):
                digest.update(portion)
                self._files.write(descriptor, portion, position)
                position += len(portion)
            row = row._replace(sum=half(digest))
            self._files.write(descriptor, first_line(row), 0)
            assert len(first_line(row)) == start
            self._files.fsync(descriptor)
        finally:
            self._files.close(descriptor)
        self._files.replace(fresh, self.path)
        folder_sync(self._files, self.path.parent)
        self.row, self.size, self._known = row, position, self._signature()

    def _read(self) -> bytes | None:
        """Every byte of the file, and which file it was; None when there is none."""
        try:
            descriptor = self._files.open(self.path, os.O_RDONLY)
        except FileNotFoundError:
            return None
        try:
            result = self._files.fstat(descriptor)
            data = self._files.read(descriptor, result.st_size, 0)
        finally:
            self._files.close(descriptor)
        self._known = result.st_ino, result.st_size, result.st_mtime_ns
        return data

    def _signature(self) -> Signature:
        result = self._files.stat(self.path)
        return result.st_ino, result.st_size, result.st_mtime_ns

    @contextmanager
    def _alone(self, tries: int) -> Iterator[bool]:
        """Whether this is the only desk writing a checkpoint: by a lock on the folder itself, tried each 10 ms."""
        descriptor = self._files.open(self.path.parent, os.O_RDONLY)
        mine = False
        try:
            while not (mine := self._turn.take(descriptor)) and tries > 1:
                tries -= 1
                pause(0.010)
            yield mine
        finally:
            if mine:
                self._turn.give_back(descriptor)
            self._files.close(descriptor)


def first_line(row: Row) -> bytes:
    """Line 1 of the document: its length does not depend on the sum."""
    return OPENING + orjson.dumps(row._asdict()) + CLOSING
