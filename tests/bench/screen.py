"""The screen in a real terminal: start to first frame, key to frame, memory; beside a bare Textual app."""

from __future__ import annotations

import os
import statistics
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from tests.bench import calendars, clinic, harness
from tests.bench.bench import Bench
from tests.bench.harness import Contender, Row, in_turns, medians
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
USUAL = (120, 36)
"""The size for which the milliseconds of a key are wanted."""
SCREENS = ((80, 24), USUAL, (160, 48))
WEEK_KEYS = (
    ("the cursor", ("\x1b[B", "\x1b[A"), 10),
    ("another week", ("]", "["), 20),
)
DAY_KEYS = (("the cursor, a day of 20 doctors", ("\x1b[B", "\x1b[A"), 12),)
"""What is done with a key, the key and the one that takes it back, and the milliseconds that are wanted."""
THE_DAY = "2"
"""The key of the screen that shows a day of many doctors."""

ON_THE_GRID = "Patient"
"""Every patient of the bench clinic is called so: when it is there, the week is."""


def environ() -> dict[str, str]:
    """A common terminal, and no setting of the person who runs the bench."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TEXTUAL", "FRONTDESK_"))}
    kept.pop("NO_COLOR", None)
    kept.pop("PYTHONDONTWRITEBYTECODE", None)  # what is installed is compiled once, not at every start
    return {**kept, "TERM": "xterm-256color", "COLORTERM": "truecolor", "PYTHONPATH": str(ROOT)}


def rows(bench: Bench) -> list[Row]:
    """Start, memory and keys by size of the terminal, beside a bare app; start beside other calendars too."""
    shape = bench.shape(10_000)
    folder = bench.built(shape)
    bare_file = bench.folder / "bare.py"
    bare_file.write_text(BARE, encoding="utf-8")
    ours = desk_of(folder)
    practice = desk_of(bench.built(shape._replace(doctors=min(20, shape.doctors))))
    bare = Program("a bare Textual app", (sys.executable, str(bare_file)), "ready 0")
    found: list[Row] = []
    for columns, lines in (USUAL,) if bench.quick else SCREENS:
        screen = Screen(bench, columns, lines)
        found += [*screen.starts(ours, bare), *screen.keys(ours, bare, WEEK_KEYS)]
        found += screen.keys(practice, bare, DAY_KEYS, enter=THE_DAY)
    if bench.quick:
        return found
    for name in calendars.missing():
        harness.say(f"  {name} is not installed: no row beside it")
    for calendar in calendars.installed(bench.folder, clinic.visits(shape), environ()):
        found += Screen(bench, *USUAL).beside(ours, Program(*calendar))
    return found


Tasks = Sequence[tuple[str, tuple[str, str], float]]


class Program(NamedTuple):
    """What is started in the terminal, and a word that stands on its first frame."""

    name: str
    command: Sequence[str]
    word: str


def desk_of(folder: Path) -> Program:
    """Our desk on a clinic."""
    return Program("frontdesk", (sys.executable, "-m", "tui", "--data", str(folder), "--now", NOW), ON_THE_GRID)


@dataclass(frozen=True)
class Screen:
    """The rows of one size of the terminal."""

    bench: Bench
    columns: int
    lines: int

    @property
    def size(self) -> str:
        """80×24"""
        return f"{self.columns}×{self.lines}"

    def open(self, program: Program) -> Terminal:
        """The program in a terminal of this size."""
        return Terminal(program.command, self.bench.folder, environ(), self.columns, self.lines)

    def starts(self, ours: Program, peer: Program, turns: int = 9) -> list[Row]:
        """From the command to the first frame, and the memory held then, from the same runs."""
        memory: dict[str, list[float]] = {"ours": [], "peer": []}

        def start(name: str, program: Program) -> float:
            with self.open(program) as terminal:
                seconds = terminal.wait_for(program.word)
                memory[name].append(terminal.megabytes())
                return seconds

        contenders: dict[str, Contender] = {
            "ours": lambda _: start("ours", ours),
            "peer": lambda _: start("peer", peer),
        }
        times = medians(in_turns(self.bench.turns(turns), contenders))
        held = {name: statistics.median(values) for name, values in memory.items()}
        what = f"10k visits, {self.size}"
        return [
            Row("start to first frame", what, times["ours"], times["peer"], peer.name, limit=1.4),
            Row("memory at it", what, held["ours"], held["peer"], peer.name, "MB", absolute=60),
        ]

    def beside(self, ours: Program, peer: Program) -> list[Row]:
        """The same beside another calendar, which we want to be ahead of in time only."""
        start, memory = self.starts(ours, peer, turns=5)
        return [replace(start, limit=1.0), replace(memory, absolute=None)]

    def keys(self, ours: Program, bare: Program, tasks: Tasks, enter: str = "") -> list[Row]:
        """From a key to the last byte of its frame, on the screen that the key `enter` opens."""
        with self.open(ours) as desk, self.open(bare) as peer:
            desk.wait_for(ours.word)
            peer.wait_for(bare.word)
            desk.settle()
            peer.settle()
            if enter:
                desk.press(enter)
                desk.settle()
            contenders: dict[str, Contender] = {"bare": lambda _: peer.press("j")}
            for what, keys, _ in tasks:
                contenders[what] = pressing(desk, keys)
            times = medians(in_turns(self.bench.turns(60), contenders, warm=self.bench.turns(6)))
        return [
            Row("key to frame", f"{what}, {self.size}", times[what], times["bare"], bare.name, absolute=wanted)
            for what, _, target in tasks
            for wanted in (target if (self.columns, self.lines) == USUAL else None,)
        ]


def pressing(desk: Terminal, keys: tuple[str, str]) -> Contender:
    """The two keys in turn: where the one goes the other comes back."""
    return lambda turn: desk.press(keys[turn % 2])
