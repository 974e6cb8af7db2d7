"""The screen in a real terminal: start to first frame, key to frame, memory; beside a bare Textual app."""

from __future__ import annotations

import os
import statistics
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.bench.bench import Bench
from tests.bench.harness import Row, in_turns, medians
from tests.bench.terminal import Terminal
from tests.source import ROOT

BARE = """
from textual.app import App
from textual.widgets import Static


class Bare(App):
    def compose(self):
        yield Static("ready 0")

    def on_key(self):
        self.count = getattr(self, "count", 0) + 1
        self.query_one(Static).update(f"ready {self.count}", layout=False)


Bare().run()
"""

NOW = "2026-11-24T10:00"
COLUMNS, ROWS = 120, 36
DOWN, UP, NEXT_WEEK, LAST_WEEK = "\x1b[B", "\x1b[A", "]", "["
ON_THE_GRID = "Patient"
"""Every patient of the bench clinic is called so: when it is there, the week is."""


def environ() -> dict[str, str]:
    """A common terminal, and no setting of the person who runs the bench."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TEXTUAL", "FRONTDESK_"))}
    kept.pop("NO_COLOR", None)
    return {**kept, "TERM": "xterm-256color", "COLORTERM": "truecolor", "PYTHONPATH": str(ROOT)}


def rows(bench: Bench) -> list[Row]:
    """Start and memory from the same runs; keys in one long-lived app of each kind."""
    size = 10_000
    folder = bench.built(bench.shape(size))
    bare_file = bench.folder / "bare.py"
    bare_file.write_text(BARE, encoding="utf-8")
    ours = (sys.executable, "-m", "tui", "--data", str(folder), "--now", NOW)
    bare = (sys.executable, str(bare_file))
    memory: dict[str, list[float]] = {"ours": [], "bare": []}

    def start(name: str, command: Sequence[str], words: str) -> float:
        with Terminal(command, bench.folder, environ(), COLUMNS, ROWS) as terminal:
            seconds = terminal.wait_for(words)
            memory[name].append(terminal.megabytes())
            return seconds

    times = medians(
        in_turns(
            bench.turns(9),
            {
                "ours": lambda _: start("ours", ours, ON_THE_GRID),
                "bare": lambda _: start("bare", bare, "ready 0"),
            },
        )
    )
    held = {name: statistics.median(values) for name, values in memory.items()}
    return [
        Row("start", "first frame, 10k visits", times["ours"], times["bare"], "a bare Textual app", limit=1.4),
        Row("memory", "at it, 10k visits", held["ours"], held["bare"], "a bare Textual app", "MB", absolute=60),
        *keys(bench, ours, bare),
    ]


def keys(bench: Bench, ours: Sequence[str], bare: Sequence[str]) -> list[Row]:
    """From a key to the last byte of its frame, the cursor going down and up and the week forth and back."""
    folder: Path = bench.folder
    with (
        Terminal(ours, folder, environ(), COLUMNS, ROWS) as desk,
        Terminal(bare, folder, environ(), COLUMNS, ROWS) as peer,
    ):
        desk.wait_for(ON_THE_GRID)
        peer.wait_for("ready 0")
        desk.settle()
        peer.settle()
        times = medians(
            in_turns(
                bench.turns(60),
                {
                    "cursor": lambda turn: desk.press(DOWN if turn % 2 else UP),
                    "week": lambda turn: desk.press(NEXT_WEEK if turn % 2 else LAST_WEEK),
                    "bare": lambda _: peer.press("j"),
                },
                warm=bench.turns(6),
            )
        )
    name = "a bare Textual app"
    return [
        Row("key to frame", "the cursor, 120×36", times["cursor"], times["bare"], name, absolute=10),
        Row("key to frame", "another week, 120×36", times["week"], times["bare"], name, absolute=20),
    ]
