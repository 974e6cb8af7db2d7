"""A person at a real terminal multiplexer: keys typed into tmux, and what its screen shows."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from tests.scenarios.front import ROOT

LETTERS = [chr(code) for code in range(ord("a"), ord("z") + 1)]
NAMES = {
    "enter": "Enter", "escape": "Escape", "tab": "Tab", "shift+tab": "BTab", "backspace": "BSpace", "up": "Up",
    "down": "Down", "left": "Left", "right": "Right", "home": "Home", "end": "End", "space": "Space",
    **{f"ctrl+{letter}": f"C-{letter}" for letter in LETTERS},
}  # fmt: skip
"""What tmux calls a key that is no letter."""


def installed() -> bool:
    """Whether there is a tmux."""
    return shutil.which("tmux") is not None


class Tmux:
    """A program at work in a tmux of its own; leaving the `with` ends that server."""

    name = "tmux"

    def __init__(self, command: Sequence[str], columns: int, rows: int, folder: Path) -> None:
        self._socket = folder / "tmux"
        settings = folder / "tmux.conf"
        settings.write_text("set -g escape-time 0\nset -g status off\nset -g default-terminal tmux-256color\n")
        # The server would hand on the environment of whoever started it, not what is asked for here.
        given = [f"{name}={os.environ[name]}" for name in ("HOME", "PATH") if name in os.environ]
        started = ["env", *given, f"PYTHONPATH={ROOT}", "COLORTERM=truecolor", *command]
        size = ["-x", str(columns), "-y", str(rows), "-c", str(ROOT)]
        self._run("-f", str(settings), "new-session", "-d", *size, f"exec {shlex.join(started)}")

    def _run(self, *words: str) -> str:
        run = subprocess.run(
            ["tmux", "-S", str(self._socket), "-u", *words], capture_output=True, encoding="utf-8", check=False
        )
        return run.stdout

    def __enter__(self) -> Tmux:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._run("kill-server")

    def screen(self) -> str:
        """What stands on the screen now."""
        return self._run("capture-pane", "-p")

    def has_ended(self) -> bool:
        """Whether the program is gone."""
        return not self._run("list-sessions")

    def press(self, key: str) -> None:
        """A key by its name, or a letter."""
        self._run("send-keys", *([NAMES[key]] if key in NAMES else ["-l", "--", key]))
