"""The log file: what went wrong, with ids but never names; turned over at each start, so that it cannot grow."""

from __future__ import annotations

import logging
from pathlib import Path

KEPT = 3
"""How many earlier runs are kept beside the present one."""


def log_path() -> Path:
    """Where the log lies: the user's log folder of this platform."""
    from platformdirs import user_log_path  # late: the first frame does not need it

    return user_log_path("frontdesk", appauthor=False) / "frontdesk.log"


def turn_over(path: Path) -> None:
    """Keep the log of the last run as `….1`, the one before as `….2`; the oldest goes.

    By hand: `logging.handlers` brings sockets and pickles along, which the first frame would wait for.
    """
    for number in range(KEPT, 0, -1):
        older = path.with_name(f"{path.name}.{number - 1}") if number > 1 else path
        if older.exists():
            older.replace(path.with_name(f"{path.name}.{number}"))


def open_log(path: Path | None = None) -> Path | None:
    """Send the program's warnings and errors to the log file; None when the folder cannot be written."""
    path = path or log_path()
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        turn_over(path)
        handler = logging.FileHandler(path, encoding="utf-8", delay=True)
    except OSError:
        logging.getLogger().addHandler(logging.NullHandler())  # nothing may go to the terminal: the screen is there
        return None
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.WARNING)
    return path
