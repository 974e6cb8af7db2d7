"""One desk at a time: `flock` on a file that says who holds it.

`flock` belongs to the descriptor, which is opened once; `lockf` would be lost by closing any other one of the file.
"""

from __future__ import annotations

import errno
import os
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from scheduling.clock import monotonic, pause
from scheduling.errors import StoreError
from scheduling.store.files import FORBIDDEN, Files, disk_trouble
from scheduling.store.queue import Queue

fcntl: ModuleType | None
try:
    fcntl = import_module("fcntl")
except ImportError:  # Windows
    fcntl = None

if TYPE_CHECKING:
    from filelock import BaseFileLock

NAME = 64
"""Bytes kept for the holder's name, padded, so that one write replaces it whole."""

FIRST_WAIT, LONGEST_WAIT = 0.0002, 0.001
"""Seconds between two tries: a turn takes half a millisecond."""


def try_flock(descriptor: int) -> bool:
    """Take the exclusive lock of an open file, or say that somebody has it, which nobody can see without `flock`."""
    if fcntl is None:
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def share_flock(descriptor: int) -> None:
    """Take the shared lock of an open file. Raises `OSError` where there is no `flock`."""
    if fcntl is None:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
    fcntl.flock(descriptor, fcntl.LOCK_SH)


class Turn:
    """The exclusive lock of the file or folder at `path`; without `flock` filelock's, on a file beside it."""

    def __init__(self, path: Path) -> None:
        self._other: BaseFileLock | None = None
        if fcntl is None:
            from filelock import FileLock

            self._other = FileLock(f"{path}.turn", timeout=0, thread_local=False)

    def take(self, descriptor: int) -> bool:
        """Take it, by an open descriptor of the path, or say that somebody has it."""
        if self._other is None:
            return try_flock(descriptor)
        try:
            self._other.acquire()
        except TimeoutError:
            return False
        return True

    def give_back(self, descriptor: int) -> None:
        """The next one's turn."""
        if self._other is not None:
            self._other.release()
            return
        assert fcntl is not None
        fcntl.flock(descriptor, fcntl.LOCK_UN)


class Lock:
    """The turn to write. `desk` is the name others are told while it is held. `limit`: seconds, for the words."""

    def __init__(self, path: Path, desk: str, limit: float, files: Files, mode: int) -> None:
        self._path = path
        self._desk = desk.encode()[: NAME - 1].ljust(NAME - 1) + b"\n"
        self._limit = limit
        self._files = files
        self._mode = mode
        self._turn = Turn(path)
        self._descriptor = self._open()
        self._queue = Queue(path.with_suffix(".queue"), files, mode)
        self.held = False

    def acquire(self, deadline: float, *, reads: bool = False) -> None:
        """Wait for the turn until `deadline` (a moment of `clock.monotonic`), trying at least once.

        `reads`: wants nothing that another could take first, so it draws no lot for its place among the waiting.
        Raises `StoreError`: `busy` naming the desk that holds it, or what the disk does. Not re-entrant:
        `RuntimeError`.
        """
        if self.held:
            raise RuntimeError("the book is already held by this very store")
        try:
            if self._queue.anybody() or not self._turn.take(self._descriptor):
                self._wait(deadline, lot=not reads)
            if not os.fstat(self._descriptor).st_nlink:
                self._make_anew()
                return self.acquire(deadline, reads=reads)
        except FileNotFoundError as error:
            raise StoreError(
                "damaged", f"There is no folder {self._path.parent} any more. Not booked.", "Put it back."
            ) from error
        except OSError as error:
            raise disk_trouble(error) from error
        self.held = True
        self._sign()

    def release(self) -> None:
        """The next one's turn."""
        self.held = False
        self._turn.give_back(self._descriptor)

    def close(self) -> None:
        """Give the descriptors back, and with them the turn."""
        if self.held:
            self.release()
        os.close(self._descriptor)
        self._queue.close()

    def _wait(self, deadline: float, *, lot: bool) -> None:
        """Try again and again once those before have gone; at the deadline one last time, whoever waits."""
        with self._queue.place(lot=lot) as mine:
            wait = FIRST_WAIT
            while True:
                late = monotonic() >= deadline
                if (late or not self._queue.anybody(mine)) and self._turn.take(self._descriptor):
                    return
                if late:
                    raise StoreError("busy", self._busy(), "Try again; if it stays so, look after that desk.")
                pause(wait)
                wait = min(2 * wait, LONGEST_WAIT)

    def _make_anew(self) -> None:
        """Somebody tidied the lock file away: this lock no longer keeps anybody out, the new file's does."""
        self._turn.give_back(self._descriptor)
        fresh = self._open()  # before the old one is closed: its number may be another file's a moment later
        os.close(self._descriptor)
        self._descriptor = fresh

    def _open(self) -> int:
        try:
            return self._files.open(self._path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, self._mode)
        except OSError as error:
            try:
                return os.open(self._path, os.O_RDONLY | os.O_CLOEXEC)  # a folder one may only read
            except FileNotFoundError:
                if error.errno not in FORBIDDEN:
                    raise error from None
                reason = f"There is no {self._path.name} in {self._path.parent}, and you may not make one there."
                raise StoreError("read_only", reason, "Copy the folder and open the copy.") from error

    def _sign(self) -> None:
        """Write the name, unless it stands there."""
        try:
            if os.pread(self._descriptor, NAME, 0) != self._desk:
                os.pwrite(self._descriptor, self._desk, 0)
        except OSError:
            pass  # the name is a courtesy: a full disk or a file one may only read must not cost the turn

    def _busy(self) -> str:
        name = os.pread(self._descriptor, NAME, 0).decode(errors="replace").strip()
        who = f"The desk “{name}”" if name else "Another desk"
        return f"{who} has been holding the book for {self._limit:g} s. Not booked."
