"""The log file: what went wrong, with ids but never names; turned over at each start, so that it cannot grow."""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

KEPT = 3
"""How many earlier runs are kept beside the present one."""


def log_path() -> Path:
    """Where the log lies: the user's log folder of this platform."""
    from platformdirs import user_log_path  # late: the first frame does not need it

    return user_log_path("frontdesk", appauthor=False) / "frontdesk.log"


def open_log(path: Path | None = None) -> Path | None:
    """Send the program's warnings and errors to the log file; None when the folder cannot be written."""
    path = path or log_path()
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handler = RotatingFileHandler(path, backupCount=KEPT, encoding="utf-8", delay=True)
        if path.exists():
            handler.doRollover()
    except OSError:
        logging.getLogger().addHandler(logging.NullHandler())  # nothing may go to the terminal: the screen is there
        return None
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.WARNING)
    return path
