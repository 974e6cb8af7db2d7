"""A person at a terminal: a pseudo-terminal with a program in it, keys typed into it, and what its screen shows.

The terminal is pyte's. A wide character takes two cells, the second of which is empty.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import subprocess
import termios
import time
from codecs import getincrementaldecoder
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

import pyte

from tests.scenarios.front import ROOT, surroundings

KEYS = {
    "enter": "\r",
    "escape": "\x1b",
    "tab": "\t",
    "shift+tab": "\x1b[Z",
    "backspace": "\x7f",
    "delete": "\x1b[3~",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
    "space": " ",
    **{f"ctrl+{chr(code + 96)}": chr(code) for code in range(1, 27)},
}
"""What a terminal sends for a key that is no letter."""

ALTERNATE = 1049
"""The private mode in which a full-screen program draws."""


class Played(pyte.Screen):
    """What pyte leaves out: the screen of full-screen programs is another one, and some colours are no colours."""

    def set_mode(self, *modes: int, **more: Any) -> None:
        """Beginning to use the other screen wipes it."""
        super().set_mode(*modes, **more)
        if more.get("private") and ALTERNATE in modes:
            self.erase_in_display(2)

    def report_device_status(self, *_: Any, **__: Any) -> None:
        """Nobody answers here."""

    def select_graphic_rendition(self, *attributes: int, **more: Any) -> None:
        """Colours; the private kind (`CSI > 4 m`) means keys."""
        if not more.get("private"):
            super().select_graphic_rendition(*attributes)


class Screen:
    """The cells of a screen of `columns` × `rows`, written by a program's output."""

    def __init__(self, columns: int, rows: int) -> None:
        self._screen = Played(columns, rows)
        self._stream = pyte.Stream(self._screen)

    @property
    def lines(self) -> list[str]:
        """What stands in each row, without the spaces at its end."""
        return [line.rstrip() for line in self._screen.display]

    @property
    def text(self) -> str:
        """All rows."""
        return "\n".join(self.lines)

    def feed(self, text: str) -> None:
        """Take in output; a sequence that is not complete waits for the rest."""
        self._stream.feed(text)


class Terminal:
    """A program at work in a terminal; leaving the `with` ends it."""

    def __init__(
        self,
        command: Sequence[str],
        columns: int = 120,
        rows: int = 36,
        cwd: Path = ROOT,
        environ: Mapping[str, str] | None = None,
    ) -> None:
        self._ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.process = subprocess.Popen(
            list(command),
            cwd=cwd,
            env=dict(environ if environ is not None else surroundings(COLUMNS=str(columns), LINES=str(rows))),
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
        )
        os.close(theirs)
        self.screen = Screen(columns, rows)
        self.seen = bytearray()
        """All output so far, as it came."""
        self._decoder = getincrementaldecoder("utf-8")("replace")

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()
        if self._ours >= 0:
            self.hang_up()

    def read(self, seconds: float) -> bool:
        """Take in what comes within `seconds`; False when nothing does, or the program has ended."""
        if not select.select([self._ours], [], [], max(0.0, seconds))[0]:
            return False
        try:
            chunk = os.read(self._ours, 1 << 16)
        except OSError:  # Linux says EIO when the program is gone
            chunk = b""
        self.seen += chunk
        self.screen.feed(self._decoder.decode(chunk))
        return bool(chunk)

    def wait_for(self, words: str, seconds: float = 60.0) -> str:
        """The screen as soon as `words` stand on it; raises `TimeoutError` with what stood there instead."""
        deadline = time.monotonic() + seconds
        while words not in self.screen.text:
            left = deadline - time.monotonic()
            if left <= 0 or (not self.read(min(left, 0.5)) and self.process.poll() is not None):
                raise TimeoutError(f"“{words}” never came; the screen:\n{self.screen.text}")
        return self.screen.text

    def type(self, text: str) -> None:
        """Type letters, or what a key sends that is none."""
        os.write(self._ours, text.encode())

    def hang_up(self) -> None:
        """The line is lost: the window closed, the ssh connection gone. Nothing can be read or typed any more."""
        os.close(self._ours)
        self._ours = -1

    def kill(self) -> None:
        """kill -9: the program cannot do anything about it."""
        self.process.kill()
        self.process.wait()
