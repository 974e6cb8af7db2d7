"""A person at a terminal: a pseudo-terminal with a program in it, keys typed into it, and what its screen shows.

Only so much of a terminal is played as a full-screen program needs: where the cursor is, what is written and wiped.
Colours are passed over. A wide character takes two cells, the second of which is empty.
"""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time
import unicodedata
from codecs import getincrementaldecoder
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType

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

_ESCAPE = re.compile(
    r"\x1b(?:\[(?P<private>[?<=>]?)(?P<numbers>[0-9;:]*)(?P<between>[ -/]*)(?P<final>[@-~])"
    r"|\](?:[^\x07\x1b]*)(?:\x07|\x1b\\)|[P_^X](?:[^\x1b]*)\x1b\\|[ -/]+[0-~]|[0-OQ-WYZ\\`-~])"
)
_BEGUN = re.compile(r"\x1b(?:\[[0-?]*[ -/]*|\][^\x07]*|[P_^X][^\x1b]*\x1b?|[ -/]*)?\Z")


class Screen:
    """The cells of a screen of `columns` × `rows`, written by a program's output."""

    def __init__(self, columns: int, rows: int) -> None:
        self.columns, self.rows = columns, rows
        self.cells = [[" "] * columns for _ in range(rows)]
        self.row = self.column = 0
        self._rest = ""

    @property
    def lines(self) -> list[str]:
        """What stands in each row, without the spaces at its end."""
        return ["".join(row).rstrip() for row in self.cells]

    @property
    def text(self) -> str:
        """All rows."""
        return "\n".join(self.lines)

    def feed(self, text: str) -> None:
        """Take in output; a sequence that is not complete waits for the rest."""
        text, at = self._rest + text, 0
        self._rest = ""
        while at < len(text):
            if text[at] != "\x1b":
                self._write(text[at])
                at += 1
                continue
            found = _ESCAPE.match(text, at)
            if found is None:
                if _BEGUN.match(text, at):
                    self._rest = text[at:]
                    return
                at += 1
                continue
            at = found.end()
            if found["final"] and not found["private"] and not found["between"]:
                self._control(found["final"], [int(part or 0) for part in re.split("[;:]", found["numbers"])])
            elif found["private"] == "?" and found["final"] in "hl" and found["numbers"] == "1049":
                self._wipe(0, self.rows)

    def _write(self, letter: str) -> None:
        if letter == "\r":
            self.column = 0
        elif letter == "\n":
            self._line_feed()
        elif letter == "\b":
            self.column = max(0, self.column - 1)
        elif letter == "\t":
            self.column = min(self.columns - 1, self.column // 8 * 8 + 8)
        elif letter >= " " and letter != "\x7f":
            self._put(letter)

    def _put(self, letter: str) -> None:
        if unicodedata.category(letter)[0] == "M" or letter in "\u200b\u200d\ufe0f":
            if self.column:
                self.cells[self.row][self.column - 1] += letter
            return
        width = 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        if self.column + width > self.columns:
            self.column = 0
            self._line_feed()
        self.cells[self.row][self.column] = letter
        if width == 2:
            self.cells[self.row][self.column + 1] = ""
        self.column += width

    def _line_feed(self) -> None:
        if self.row + 1 < self.rows:
            self.row += 1
        else:
            self.cells = [*self.cells[1:], [" "] * self.columns]

    def _wipe(self, first: int, end: int) -> None:
        for row in range(first, end):
            self.cells[row] = [" "] * self.columns

    def _control(self, final: str, numbers: list[int]) -> None:
        count = max(1, numbers[0])
        if final in "Hf":
            self.row = min(self.rows, count) - 1
            self.column = min(self.columns, max(1, numbers[1] if len(numbers) > 1 else 1)) - 1
        elif final == "G":
            self.column = min(self.columns, count) - 1
        elif final == "d":
            self.row = min(self.rows, count) - 1
        elif final in "AF":
            self.row = max(0, self.row - count)
        elif final in "BE":
            self.row = min(self.rows - 1, self.row + count)
        elif final == "C":
            self.column = min(self.columns - 1, self.column + count)
        elif final == "D":
            self.column = max(0, self.column - count)
        elif final == "J":
            self._erase_screen(numbers[0])
        elif final == "K":
            self._erase_line(numbers[0])
        if final in "EF":
            self.column = 0

    def _erase_screen(self, what: int) -> None:
        if what == 0:
            self._erase_line(0)
            self._wipe(self.row + 1, self.rows)
        elif what == 1:
            self._erase_line(1)
            self._wipe(0, self.row)
        else:
            self._wipe(0, self.rows)

    def _erase_line(self, what: int) -> None:
        first = self.column if what == 0 else 0
        end = self.column + 1 if what == 1 else self.columns
        self.cells[self.row][first:end] = [" "] * (min(end, self.columns) - first)


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
        os.close(self._ours)

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

    def wait_for(self, words: str, seconds: float = 20.0) -> str:
        """The screen as soon as `words` stand on it; raises `TimeoutError` with what stood there instead."""
        deadline = time.monotonic() + seconds
        while words not in self.screen.text:
            left = deadline - time.monotonic()
            if left <= 0 or (not self.read(min(left, 0.5)) and self.process.poll() is not None):
                raise TimeoutError(f"“{words}” never came; the screen:\n{self.screen.text}")
        return self.screen.text

    def wait_gone(self, words: str, seconds: float = 20.0) -> str:
        """The screen as soon as `words` no longer stand on it."""
        deadline = time.monotonic() + seconds
        while words in self.screen.text:
            if time.monotonic() > deadline:
                raise TimeoutError(f"“{words}” stayed; the screen:\n{self.screen.text}")
            self.read(0.2)
        return self.screen.text

    def settle(self, quiet: float = 0.15, seconds: float = 5.0) -> str:
        """The screen once nothing has come for `quiet` seconds, `seconds` at most."""
        deadline = time.monotonic() + seconds
        while self.read(quiet) and time.monotonic() < deadline:
            pass
        return self.screen.text

    def type(self, text: str) -> None:
        """Type letters."""
        os.write(self._ours, text.encode())

    def press(self, *keys: str) -> str:
        """Press keys, by name or letter, each after the screen has come to rest; the screen then."""
        for key in keys:
            self.type(KEYS.get(key, key))
            self.settle()
        return self.screen.text

    def resize(self, columns: int, rows: int) -> None:
        """Make the window another size."""
        self.screen = Screen(columns, rows)
        fcntl.ioctl(self._ours, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        os.kill(self.process.pid, signal.SIGWINCH)

    def kill(self) -> None:
        """kill -9: the program cannot do anything about it."""
        self.process.kill()
        self.process.wait()
