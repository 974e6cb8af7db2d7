"""What a power cut may leave: recorded calls, replayed up to any of them, unsynced bytes and names lost or kept."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scheduling.store.files import Files

MODES = tuple((data, names) for data in ("lost", "torn", "kept") for names in ("lost", "kept"))
"""What became of bytes and of names that no sync had put on the disk. Torn: half of each file's last write."""


class Recording(Files):
    """Works on the real folder and writes down what a disk would see. What was there before is on the disk."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.ops: list[tuple[Any, ...]] = []
        self.acknowledged: list[tuple[int, str]] = []
        self.dies_at_sync = False
        self.refuses = ""
        self._file: dict[int, int] = {}
        self._of: dict[int, int] = {}
        self._number = 0
        self.names: dict[str, int] = {}
        self.content: dict[int, bytes] = {}
        for path in folder.glob("clinic.*") if folder.exists() else ():
            if path.is_file():
                self.names[path.name] = self._fresh(path.stat().st_ino)
                self.content[self.names[path.name]] = path.read_bytes()

    def answer(self, ident: str) -> None:
        """From here on that visit must be there, whatever happens."""
        self.acknowledged.append((len(self.ops), ident))

    def _fresh(self, inode: int) -> int:
        self._number += 1
        self._file[inode] = self._number
        return self._number

    def open(self, path: Path, flags: int, mode: int = 0o600) -> int:
        path = Path(path)
        if path.name == self.refuses:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        new = flags & os.O_CREAT and not path.exists()
        descriptor = super().open(path, flags, mode)
        inode = os.fstat(descriptor).st_ino
        if path.is_dir():
            self._of[descriptor] = 0 if path == self._folder else -1
            return descriptor
        if new:
            self.ops.append(("name", path.name, self._fresh(inode)))
        self._of[descriptor] = self._file[inode]
        if flags & os.O_TRUNC:
            self.ops.append(("truncate", self._of[descriptor], 0))
        return descriptor

    def write(self, descriptor: int, data: bytes, position: int) -> None:
        self.ops.append(("write", self._of[descriptor], position, bytes(data)))
        super().write(descriptor, data, position)

    def truncate(self, descriptor: int, size: int) -> None:
        self.ops.append(("truncate", self._of[descriptor], size))
        super().truncate(descriptor, size)

    def fdatasync(self, descriptor: int) -> None:
        self.fsync(descriptor)

    def fsync(self, descriptor: int) -> None:
        if self.dies_at_sync:
            raise KeyboardInterrupt
        if self._of[descriptor] >= 0:
            self.ops.append(("sync", self._of[descriptor]))

    def replace(self, source: Path, target: Path) -> None:
        self.ops.append(("rename", source.name, target.name))
        super().replace(source, target)


def applied(content: bytes, op: tuple[Any, ...], share: float = 1.0) -> bytes:
    """A file after one call; `share`: how much of a write got through."""
    if op[0] == "truncate":
        size: int = op[2]
        return content[:size].ljust(size, b"\0")
    position: int = op[2]
    data: bytes = op[3][: int(len(op[3]) * share)]
    return content[:position].ljust(position, b"\0") + data + content[position + len(data) :]


def worlds(recording: Recording) -> Iterator[tuple[str, list[str], dict[str, bytes]]]:
    """After every call, in every mode: its name, the visits answered by then, the files on the disk."""
    names, known = dict(recording.names), dict(recording.names)
    synced, pending = dict(recording.content), {number: [] for number in recording.content}  # type: ignore[var-annotated]
    for number in range(len(recording.ops) + 1):
        answered = [ident for at, ident in recording.acknowledged if at <= number]
        for data, which in MODES:
            disk = {}
            for name, file in (names if which == "kept" else known).items():
                content, calls = synced[file], pending[file] if data != "lost" else []
                for last, op in enumerate(calls, 1):
                    content = applied(content, op, 0.5 if data == "torn" and last == len(calls) else 1.0)
                disk[name] = content
            yield f"call {number}, bytes {data}, names {which}", answered, disk
        if number == len(recording.ops):
            return
        op = recording.ops[number]
        if op[0] == "name":
            names[op[1]], synced[op[2]], pending[op[2]] = op[2], b"", []
        elif op[0] == "rename":
            names[op[2]] = names.pop(op[1])
        elif op[0] != "sync":
            pending[op[1]].append(op)
        elif op[1] == 0:
            known = dict(names)
        else:
            for call in pending[op[1]]:
                synced[op[1]] = applied(synced[op[1]], call)
            pending[op[1]] = []


def laid(folder: Path, disk: dict[str, bytes]) -> Path:
    """A folder with those files."""
    folder.mkdir(mode=0o700)
    for name, content in disk.items():
        (folder / name).write_bytes(content)
    return folder
