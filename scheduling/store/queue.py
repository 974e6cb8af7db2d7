"""Nobody pushes in: the waiting room in front of the lock.

A waiter locks one byte of `clinic.queue`: the one whose number is the microsecond at which it came, and some more by
lot (`F_OFD_SETLK`, a lock of the open file, so that it ends with its process). It goes when no byte before its own is
locked. The lot keeps desks that want the same from going round in one order, where the same one always wins. Nothing
but fairness depends on this: without such locks, or without the file, whoever is quick goes first.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from struct import Struct

from scheduling.clock import monotonic
from scheduling.store.files import Files

try:
    from fcntl import F_OFD_GETLK, F_OFD_SETLK, F_RDLCK, F_UNLCK, F_WRLCK, fcntl

    POSSIBLE = True
except ImportError:  # macOS, Windows
    POSSIBLE = False

A_LOT = 20_000
"""Microseconds: whoever has waited as long goes before all who come."""

PATIENCE = 250_000
"""Microseconds after which a place is passed by: a stopped waiter keeps nobody longer than that."""

FLOCK = Struct("@hhqqi4x")
"""C's `struct flock`: type, whence, start, length, process."""


def now() -> int:
    """Microseconds of the clock that all processes of a machine share."""
    return int(monotonic() * 1e6)


def span(kind: int, start: int, length: int) -> bytes:
    """What `fcntl` is asked about some bytes; a length of 0 reaches to the end of all files."""
    return FLOCK.pack(kind, os.SEEK_SET, start, length, 0)


if POSSIBLE:
    EVERYBODY, FREE = span(F_WRLCK, 0, 0), FLOCK.pack(F_UNLCK, 0, 0, 0, 0)[:2]


class Queue:
    """The waiting room of one lock."""

    def __init__(self, path: Path, files: Files, mode: int) -> None:
        self._descriptor = -1
        if POSSIBLE:
            try:
                self._descriptor = files.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, mode)
            except OSError:
                pass  # a folder one may only read: nobody waits here

    def anybody(self, before: int | None = None) -> bool:
        """Whether somebody waits, or waits with a place before that one."""
        if self._descriptor < 0 or self._free(EVERYBODY):
            return False
        first = max(0, now() - PATIENCE)
        if before is None:
            return not self._free(span(F_WRLCK, first, 0))
        return first < before and not self._free(span(F_WRLCK, first, before - first))

    @contextmanager
    def place(self, *, lot: bool) -> Iterator[int]:
        """Wait here, at the place that is yielded; without a lot the very moment."""
        mine = now() + (int.from_bytes(os.urandom(4)) % A_LOT if lot else 0)
        self._set(F_RDLCK, mine)
        try:
            yield mine
        finally:
            self._set(F_UNLCK, mine)

    def close(self) -> None:
        """Give the descriptor back."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def _free(self, asked: bytes) -> bool:
        """Whether nobody else has a place there."""
        return fcntl(self._descriptor, F_OFD_GETLK, asked).startswith(FREE)

    def _set(self, kind: int, place: int) -> None:
        if self._descriptor >= 0:
            fcntl(self._descriptor, F_OFD_SETLK, span(kind, place, 1))
