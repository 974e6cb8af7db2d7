"""A real terminal from the outside: a pseudo-terminal with a program in it, its screen as bytes, its memory."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import subprocess
import termios
from collections.abc import Mapping, Sequence
from pathlib import Path
from time import perf_counter
from types import TracebackType

QUIET = 0.03
"""Seconds without output after which a frame is over."""


class Terminal:
    """A program in a terminal of `columns` × `rows`; leaving the `with` ends it."""

    def __init__(
        self, command: Sequence[str], cwd: Path, environ: Mapping[str, str], columns: int, rows: int
    ) -> None:
        self._ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.begun = perf_counter()
        self.process = subprocess.Popen(
            command, cwd=cwd, env=dict(environ), stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True
        )
        os.close(theirs)
        self.seen = bytearray()

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self._ours)

    def _read(self, seconds: float) -> bool:
        """Take in what comes within `seconds`; False when nothing does."""
        if not select.select([self._ours], [], [], seconds)[0]:
            return False
        try:
            chunk = os.read(self._ours, 1 << 16)
        except OSError:  # Linux says EIO when the program is gone
            chunk = b""
        if not chunk:
            raise RuntimeError(f"the program ended: {self.text()[-600:]}")
        self.seen += chunk
        return True

    def text(self) -> str:
        """All output so far."""
        return self.seen.decode("utf-8", "replace")

    def wait_for(self, words: str, seconds: float = 20.0) -> float:
        """Seconds from the program's start until `words` were on the screen."""
        deadline = perf_counter() + seconds
        while words.encode() not in self.seen:
            if perf_counter() > deadline:
                raise TimeoutError(f"“{words}” never came: {self.text()[-600:]}")
            self._read(0.5)
        return perf_counter() - self.begun

    def settle(self, seconds: float = 0.4) -> None:
        """Wait until nothing has come for `seconds`, five seconds at most."""
        deadline = perf_counter() + 5
        while self._read(seconds) and perf_counter() < deadline:
            pass

    def press(self, keys: str) -> float:
        """Type `keys`; seconds until the last byte of the frame that answers them. Raises when none does."""
        begun = perf_counter()
        os.write(self._ours, keys.encode())
        if not self._read(1.0):
            raise TimeoutError(f"no frame answers {keys!r}")
        ended = perf_counter()
        while self._read(QUIET):
            ended = perf_counter()
        return ended - begun

    def megabytes(self) -> float:
        """Resident memory of the program."""
        return megabytes(self.process.pid)


def megabytes(pid: int) -> float:
    """Resident memory of a process."""
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        asked = subprocess.run(["ps", "-o", "rss=", "-p", str(pid)], capture_output=True, text=True, check=True)
        return int(asked.stdout) / 1024
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024
