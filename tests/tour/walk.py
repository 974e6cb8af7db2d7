"""Walks through steps in a terminal: tmux where it is installed, else pyte's."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Protocol

from scheduling import open_desk
from scheduling import sample as made_up
from tests.scenarios.terminal import KEYS, Terminal
from tests.tour.steps import Step
from tests.tour.tmux import Tmux, installed

NOW = "2026-11-20T10:42-05:00"
COLUMNS, ROWS = 120, 36
SECONDS = 15.0
"""How long a step may take until it shows what it says."""
LOOK = 0.03
"""Seconds between two looks at the screen."""
UNSEEN = 1.0
"""Seconds after which a key is taken to change nothing on the screen."""
ALONE = 0.3
"""Seconds after which Esc is a key of its own and no longer the beginning of one."""


class Lost(AssertionError):
    """A step did not show what it says; its text is the step, what is missing, and the screen."""


class Player(Protocol):
    """A terminal with a program in it."""

    name: str

    def press(self, key: str) -> None:
        """A key by its name, or a letter."""

    def screen(self) -> str:
        """What stands there."""

    def has_ended(self) -> bool:
        """Whether the program is gone."""

    def __enter__(self) -> Player: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


class Pyte:
    """The terminal of the scenarios as a player."""

    name = "pyte's terminal (there is no tmux)"

    def __init__(self, command: Sequence[str]) -> None:
        self._terminal = Terminal(command, COLUMNS, ROWS)

    def __enter__(self) -> Pyte:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._terminal.__exit__(kind, error, trace)

    def press(self, key: str) -> None:
        """As typed."""
        self._terminal.type(KEYS.get(key, key))

    def screen(self) -> str:
        """With what has come until now."""
        while self._terminal.read(0.0):
            pass
        return self._terminal.screen.text

    def has_ended(self) -> bool:
        """Whether the program is gone."""
        return self._terminal.process.poll() is not None


def sample(folder: Path) -> None:
    """The sample clinic, on a morning that is always the same."""
    desk = open_desk(folder, now=NOW, by="j.hale", desk="front-2")
    made_up.fill(desk, 2026)
    desk.close_desk()


def player(folder: Path, *, plain: bool = False) -> Player:
    """The desk on the clinic in `folder`; `plain`: in pyte's terminal all the same."""
    data = str(folder / "clinic")
    command = [sys.executable, "-m", "tui", "--data", data, "--now", NOW, "--desk", "front-2", "--as", "j.hale"]
    return Tmux(command, COLUMNS, ROWS, folder) if installed() and not plain else Pyte(command)


def walk(terminal: Player, steps: Sequence[Step], tell: Callable[[str], object]) -> None:
    """Each step in turn, told when it is through; raises `Lost`."""
    for number, step in enumerate(steps, 1):
        began = time.monotonic()
        for key in step.keys:
            came_to_rest(terminal)
            before = terminal.screen()
            for each in key[1:] if len(key) > 1 and key[0] == "=" else [key]:
                terminal.press(each)
            time.sleep(ALONE if key == "escape" else 0)
            changed(terminal, before)
        wait(terminal, step)
        tell(f"{number:3}  {step.title}  ({time.monotonic() - began:.1f} s)")


def changed(terminal: Player, before: str) -> None:
    """Until a key shows; some change nothing that is seen."""
    deadline = time.monotonic() + UNSEEN
    while terminal.screen() == before and time.monotonic() < deadline:
        time.sleep(LOOK)


def came_to_rest(terminal: Player) -> None:
    """Until two looks at the screen show the same: the next key means what stands there."""
    before, still = "", 0
    deadline = time.monotonic() + SECONDS
    while still < 4 and time.monotonic() < deadline:
        time.sleep(LOOK)
        now = terminal.screen()
        still = still + 1 if now == before else 0
        before = now


def wait(terminal: Player, step: Step) -> None:
    """Until a step shows what it says."""
    deadline = time.monotonic() + SECONDS
    while True:
        if step.ends:
            left = [] if terminal.has_ended() else ["the program still runs"]
        else:
            shown = terminal.screen()
            left = [f"“{word}” is missing" for word in step.words if word not in shown]
            left += [f"“{word}” is still there" for word in step.gone if word in shown]
        if not left:
            return
        if time.monotonic() > deadline:
            screen = "" if step.ends else terminal.screen()
            raise Lost(f"{step.title}: {', '.join(left)} after {' '.join(step.keys)}\n{screen}")
        time.sleep(LOOK)
