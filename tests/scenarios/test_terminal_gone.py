"""A desk whose terminal is gone ends, also where what it still wanted to write there would keep it for ever."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from scheduling.store.presence import present
from tests.scenarios.front import FRIDAY, open_two_doctors
from tests.scenarios.terminal import Terminal

DESK = """
import signal, sys, threading
from textual.drivers.linux_driver import LinuxDriver
from tui import leaving
from tui.__main__ import main

leaving.LOOK_SECONDS, leaving.GRACE_SECONDS = 0.05, float(sys.argv[2])
if sys.argv[1] == "deaf":
    leaving.on_signals = lambda loop, leave: signal.signal(signal.SIGHUP, signal.SIG_IGN)
if sys.argv[1] == "stuck":
    LinuxDriver.close = lambda driver: threading.Event().wait()
sys.exit(main(sys.argv[3:]) + 7)
"""
"""The command, whose terminal is looked at more often; `deaf`: no signal tells it; `stuck`: as Textual is then."""

ORDERLY = (7, 120)
"""How that ends after `main`; 120 is Python's, where its last words could not be written."""


@pytest.mark.parametrize(
    ("how", "grace", "orderly"), [("told", "60", True), ("deaf", "60", True), ("stuck", "0.1", False)]
)
def test_a_desk_ends_with_its_terminal(how: str, grace: str, orderly: bool, tmp_path: Path) -> None:
    folder = tmp_path / "clinic"
    open_two_doctors(folder).close_desk()
    command = [sys.executable, "-c", DESK, how, grace, "--data", str(folder), "--now", FRIDAY, "--desk", "front-1"]
    with Terminal(command, columns=80, rows=24) as terminal:
        terminal.wait_for("⏎ Book")
        assert present(folder) == ["front-1"]
        terminal.hang_up()
        assert (terminal.process.wait(timeout=30) in ORDERLY) is orderly
    assert present(folder) == []
