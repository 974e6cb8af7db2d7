"""The log file: a JSON object a line, for whoever is asked to help. It can be sent as it is.

Every line has `at` (UTC), `level`, `verb`, `ms`, `code` ("ok", one of `errors.CODES`, "bug") and `desk`; an
unexpected error adds its `kind` and the `steps` that led there. No message is ever written, whoever logs it: it may
hold the name or the words of a patient.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

import orjson

from scheduling.clock import monotonic
from scheduling.errors import FrontdeskError, StoreError

KEPT = 9
"""How many earlier files are kept beside the present one."""

LARGEST = 2 * 1024 * 1024
"""Bytes from which a file is turned over without waiting for the next start."""

LOOK = 1.0
"""Seconds between two looks at where the file lies and how long it is."""

VERBS = logging.getLogger("frontdesk")
"""Takes a line for every verb that a desk was asked for."""
VERBS.addHandler(logging.NullHandler())


def log_path() -> Path:
    """Where the log lies: the user's log folder of this platform."""
    from platformdirs import user_log_path  # late: the first frame does not need it

    return user_log_path("frontdesk", appauthor=False) / "frontdesk.log"


def steps(traceback: TracebackType | None) -> list[str]:
    """Where an error went through, the place it happened last: module, line, function; never its text."""
    found = []
    while traceback is not None:
        frame = traceback.tb_frame
        found.append(f"{frame.f_globals.get('__name__')}:{traceback.tb_lineno} {frame.f_code.co_name}")
        traceback = traceback.tb_next
    return found


@contextmanager
def logged(verb: str | None, desk: str) -> Iterator[None]:
    """A line for the verb that is done within: how long it took and what came of it. None = no verb we know."""
    started, level, code, bug = monotonic(), logging.INFO, "ok", None
    try:
        yield
    except FrontdeskError as error:
        level, code = logging.WARNING if isinstance(error, StoreError) else logging.INFO, error.code
        raise
    except Exception as error:
        level, code, bug = logging.ERROR, "bug", error
        raise
    finally:
        ms = round((monotonic() - started) * 1000, 2)
        VERBS.log(level, "", exc_info=bug, extra={"verb": verb, "ms": ms, "code": code, "desk": desk})


class Line(logging.Formatter):
    """A record as a line. What a record says in words is left out; its `extra` may set the fields.

    `desk`: of a record that does not say which.
    """

    def __init__(self, desk: str) -> None:
        super().__init__()
        self._desk = desk or None

    def format(self, record: logging.LogRecord) -> str:
        """One JSON object."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        row: dict[str, Any] = {"at": at.replace("+00:00", "Z"), "level": record.levelname.lower()}
        row |= {name: getattr(record, name, None) for name in ("verb", "ms", "code")}
        row["desk"] = getattr(record, "desk", self._desk)
        if record.name != VERBS.name:
            row["place"] = f"{record.name}:{record.lineno}"
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            row |= {"code": row["code"] or "bug", "kind": type(error).__name__, "steps": steps(error.__traceback__)}
        return orjson.dumps(row).decode()


class LogFile(logging.FileHandler):
    """Adds whole lines beside the other desks' processes; goes on in the new file when one has turned it over."""

    _looked = 0.0

    def emit(self, record: logging.LogRecord) -> None:
        """Write a line where the log lies now; a log that cannot be written costs nobody their work."""
        with suppress(OSError):
            if record.created - self._looked >= LOOK:  # once a line would cost more than the line
                self._looked = record.created
                self._look()
            super().emit(record)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the name that logging calls
        """A full disk, a folder that has gone: the screen has the terminal, so nothing is said there."""

    def close_file(self) -> None:
        """Let go of the file; the next line opens it again."""
        if self.stream is not None:
            self.stream.close()
            self.stream = None

    def turn_over(self) -> None:
        """Begin a new file; the earlier ones move on by one and the oldest goes."""
        self.close_file()
        path = Path(self.baseFilename)
        for number in range(KEPT, 0, -1):
            earlier = path if number == 1 else path.with_name(f"{path.name}.{number - 1}")
            if earlier.exists():
                earlier.replace(path.with_name(f"{path.name}.{number}"))

    def _look(self) -> None:
        """Follow another desk that has turned the file over, or do it."""
        if self.stream is not None:
            try:
                there = Path(self.baseFilename).stat()
            except FileNotFoundError:
                self.close_file()
                return
            if not os.path.samestat(os.fstat(self.stream.fileno()), there):
                self.close_file()
            elif there.st_size > LARGEST:
                self.turn_over()


@contextmanager
def log_file(desk: str = "", *, turn_over: bool = False) -> Iterator[Path | None]:
    """While this lasts, verbs, warnings and errors go to the log; None where it cannot be written.

    `turn_over`: begin a new file, as every start of the screen does.
    """
    path = log_path()
    handler: logging.Handler
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handler = LogFile(path, encoding="utf-8", delay=True)
        handler.setFormatter(Line(desk))
        if turn_over:
            handler.turn_over()
        found: Path | None = path
    except OSError:
        handler, found = logging.NullHandler(), None  # nothing may go to the terminal: the screen is there
    root = logging.getLogger()
    levels = root.level, VERBS.level
    root.addHandler(handler)
    root.setLevel(logging.WARNING)
    VERBS.setLevel(logging.INFO)
    try:
        yield found
    finally:
        root.removeHandler(handler)
        handler.close()
        root.setLevel(levels[0])
        VERBS.setLevel(levels[1])
