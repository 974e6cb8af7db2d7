"""The terminal that the other scenarios look at, itself looked at."""

from __future__ import annotations

import sys

import pytest

from tests.scenarios.terminal import Screen, Terminal


@pytest.mark.parametrize(
    ("written", "lines"),
    [
        ("one\r\ntwo", ["one", "two", ""]),
        ("\x1b[2;3Hx\x1b[1Ay\x1b[H*", ["*  y", "  x", ""]),
        ("\x1b[1;38;2;1;2;3mbold\x1b[0m\x1b[?25l\x1b[?2026$p!", ["bold!", "", ""]),
        ("abcdef\x1b[3G\x1b[K", ["ab", "", ""]),
        ("a\r\nb\r\nc\r\nd", ["b", "c", "d"]),
        ("full\x1b[2J", ["", "", ""]),
        ("x\x1b[?1049hy", [" y", "", ""]),
        ("田中|e\u0301|", ["田中|\u00e9|", "", ""]),
        ("\x1b]0;title\x07t\x1b[>1u\x1b[>4;1mu\x1b(Bv", ["tuv", "", ""]),
        ("12345678901", ["1234567890", "1", ""]),
    ],
)
def test_the_screen_is_written_as_a_terminal_writes_it(written: str, lines: list[str]) -> None:
    for pieces in ([written], list(written)):
        screen = Screen(10, 3)
        for piece in pieces:
            screen.feed(piece)
        assert screen.lines == lines


ECHO = """
import os, shutil, sys, tty
tty.setraw(0)
print("size", *shutil.get_terminal_size(), end="\\r\\n", flush=True)
while (key := os.read(0, 9)) != b"q":
    print("got", key, end="\\r\\n", flush=True)
"""


def test_a_program_gets_the_keys_and_its_size_and_is_killed() -> None:
    with Terminal([sys.executable, "-c", ECHO], columns=40, rows=10) as terminal:
        terminal.wait_for("size 40 10")
        for key, got in (("a", "b'a'"), ("\x1b[A", r"b'\x1b[A'"), ("\x1a", r"b'\x1a'")):
            terminal.type(key)
            terminal.wait_for(f"got {got}")
        assert terminal.screen.lines[1:4] == ["got b'a'", "got b'\\x1b[A'", "got b'\\x1a'"]
        terminal.type("田")
        terminal.wait_for("\\xe7\\x94\\xb0")
        terminal.kill()
        assert terminal.process.returncode == -9


def test_a_word_that_never_comes_is_told_with_the_screen() -> None:
    with Terminal([sys.executable, "-c", "print('good morning')"], columns=40, rows=10) as terminal:
        with pytest.raises(TimeoutError, match="good morning"):
            terminal.wait_for("good night", seconds=60)
        assert terminal.process.wait() == 0
