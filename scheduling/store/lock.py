"""One desk at a time: `flock` on a file that says who holds it.

`flock` belongs to the descriptor, which is opened once; `lockf` would be lost by closing any other one of the file.
"""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from scheduling.clock import monotonic, pause
from scheduling.errors import StoreError
from scheduling.store.files import Files

NAME = 64
"""Bytes kept for the holder's name, padded, so that one write replaces it whole."""

FIRST_WAIT, LONGEST_WAIT = 0.001, 0.010
"""Seconds between two tries."""


def try_flock(descriptor: int) -> bool:
    """Take the exclusive lock of an open file, or say that somebody has it."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


class Lock:
    """The turn to write. `desk` is the name others are told while it is held. `limit`: seconds, for the words."""

    def __init__(self, path: Path, desk: str, limit: float, files: Files, mode: int) -> None:
        self._path = path
        self._desk = desk.encode()[: NAME - 1].ljust(NAME - 1) + b"\n"
        self._limit = limit
        self._files = files
        self._mode = mode
        self._descriptor = self._open()
        self.held = False

    def acquire(self, deadline: float) -> None:
        """Wait for the turn until `deadline` (a moment of `clock.monotonic`), trying at least once.

        Raises `StoreError` (`busy`) naming the desk that holds it. Not re-entrant: `RuntimeError`.
        """
        if self.held:
            raise RuntimeError("the book is already held by this very store")
        wait = FIRST_WAIT
        while not try_flock(self._descriptor):
            if monotonic() >= deadline:
                raise StoreError("busy", self._busy(), "Try again; if it stays so, look after that desk.")
            pause(wait)
            wait = min(2 * wait, LONGEST_WAIT)
        if not os.fstat(self._descriptor).st_nlink:
            # Somebody tidied the lock file away: this lock no longer keeps anybody out, the new file's does.
            self.close()
            self._descriptor = self._open()
            return self.acquire(deadline)
        self.held = True
        self._sign()

    def release(self) -> None:
        """The next one's turn."""
        self.held = False
        fcntl.flock(self._descriptor, fcntl.LOCK_UN)

    def close(self) -> None:
        """Give the descriptor back, and with it the turn."""
        self.held = False
        os.close(self._descriptor)

    def _open(self) -> int:
        try:
            return self._files.open(self._path, os.O_RDWR | os.O_CREAT, self._mode)
        except OSError:
            return os.open(self._path, os.O_RDONLY | os.O_CLOEXEC)  # a folder one may only read

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
