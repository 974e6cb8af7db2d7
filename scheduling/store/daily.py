"""The day's backup, made by itself: `backups/clinic-2026-11-20.tar.gz` in the clinic's folder, fourteen of them.

A process of its own makes it: reading the whole ledger would cost a desk its memory and its quick answers. The first
desk that finds none for today starts it; the others see that it is there.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from shutil import rmtree

from scheduling.clock import machine_seconds, monotonic
from scheduling.errors import FrontdeskError
from scheduling.store.archive import ROOM, backup
from scheduling.store.files import Files, file_mode, in_words, room_mode
from scheduling.store.index import Tables
from scheduling.store.lock import try_flock
from scheduling.when.zones import wall_clock, zone

FOLDER = "backups"
NAME = re.compile(r"clinic-\d{4}-\d{2}-\d{2}\.tar\.gz")

PROGRAM = "import sys; from scheduling.store.daily import main; sys.exit(main(sys.argv[1:]))"

KEPT = 14
"""How many are kept; the oldest go."""

LOOK = 300.0
"""Seconds between two looks whether there is one of today."""

TOLD = 3
"""Exit code when stderr says in a sentence what went wrong; any other is a bug or a kill."""

AFTER_A_FAILURE = 3600.0
"""Seconds before one that failed is tried again."""


def daily_backups(folder: Path) -> list[Path]:
    """Those of a clinic, the oldest first."""
    return sorted(path for path in (folder / FOLDER).glob("clinic-*") if NAME.fullmatch(path.name))


def due(folder: Path, clinic: str, tables: Tables) -> Path | None:
    """Where today's backup is to lie; None when it is there, is not wanted, or there is nothing yet to keep.

    Today is the date at the first hospital, by the machine's clock, whatever time is fixed for the desk.
    """
    settings = next((row for row in tables.get("clinic", {}).values() if row["id"] == clinic), {})
    hospital = next(iter(tables.get("hospitals", {}).values()), None)
    if hospital is None or not settings.get("daily_backup", True):
        return None
    today = wall_clock(machine_seconds() // 60, zone(hospital["timezone"])).date()
    target = folder / FOLDER / f"clinic-{today}.tar.gz"
    return None if target.exists() else target


def make(target: Path, files: Files | None = None) -> bool:
    """Write that day's backup, read it back and let the oldest go; False when it is there or another is at it.

    Raises `StoreError`. What a killed one left behind is swept away.
    """
    room, folder = target.parent, target.parent.parent
    with in_words("Not backed up"):
        mode = file_mode(folder)
        with suppress(FileExistsError):  # made by another desk just now, or long ago
            room.mkdir(mode=0o700)
            room.chmod(room_mode(mode))
        descriptor = os.open(room, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            if not try_flock(descriptor) or target.exists():
                return False
            for left in room.glob(f"{ROOM}*"):
                rmtree(left, ignore_errors=True)
            backup(folder, target, mode=mode, files=files)
            for old in daily_backups(folder)[:-KEPT]:
                if old != target:  # the oldest by a clock that was set back
                    old.unlink()
            return True
        finally:
            os.close(descriptor)


class Daily:
    """Sees to the day's backup of one open desk. `clinic`: answers its id and tables; `notice`: takes sentences."""

    def __init__(self, folder: Path, clinic: Callable[[], tuple[str, Tables]], notice: Callable[[str], None]) -> None:
        self._folder = folder
        self._clinic = clinic
        self._notice = notice
        self._not_before = monotonic()
        self._process: subprocess.Popen[str] | None = None

    def start_if_due(self) -> None:
        """For idle moments: start the process when there is no backup of today, and take in how it went."""
        if self._process is not None:
            self._ended(self._process)
        elif monotonic() >= self._not_before:
            self._not_before = monotonic() + LOOK
            target = due(self._folder, *self._clinic())
            if target is not None:
                self._start(target)

    def stop(self) -> None:
        """The desk closes: a backup that is half made is made by the next desk."""
        if self._process is not None:
            self._process.terminate()
            self._process.communicate()
            self._process = None

    def _start(self, target: Path) -> None:
        command = [sys.executable, "-c", PROGRAM, str(target)]
        quiet = subprocess.DEVNULL
        try:
            self._process = subprocess.Popen(
                command, stdin=quiet, stdout=quiet, stderr=subprocess.PIPE, text=True, errors="replace"
            )
        except OSError as error:
            self._failed(f"No process could be started ({error.strerror}).")

    def _ended(self, process: subprocess.Popen[str]) -> None:
        if process.poll() is None:
            return
        said = process.communicate()[1].strip()
        if process.returncode != 0:
            self._failed(said if process.returncode == TOLD else f"It ended with {process.returncode}.")
        self._process = None

    def _failed(self, words: str) -> None:
        self._not_before = monotonic() + AFTER_A_FAILURE
        self._notice(f"The backup of today could not be made. {words}")


def main(words: list[str]) -> int:
    """What the process does with the path of today's backup. What goes wrong is one line on stderr."""
    os.nice(10)  # whoever works at a desk goes first
    try:
        make(Path(words[0]))
    except FrontdeskError as error:
        sys.stderr.write(f"{error}\n")
        return TOLD
    return 0
