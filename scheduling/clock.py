"""The only place that asks the time. Everything else is handed a `Clock`, or the moment itself."""

from __future__ import annotations

import time
from typing import Protocol


class Clock(Protocol):
    """Tells the time in whole epoch seconds."""

    fixed: bool

    def now(self) -> int:
        """Epoch seconds."""


class SystemClock:
    """The machine's clock."""

    fixed = False

    def now(self) -> int:
        """Epoch seconds of the machine."""
        return int(time.time())


class FixedClock:
    """A clock that stands still until it is set: training, demonstrations, tests (`--now`)."""

    fixed = True

    def __init__(self, now: int) -> None:
        self._now = now

    def now(self) -> int:
        """Epoch seconds it was last set to."""
        return self._now

    def set(self, now: int) -> None:
        """Move the clock to `now` (epoch seconds); backwards is allowed."""
        self._now = now


def machine_seconds() -> int:
    """Epoch seconds of the machine, whatever clock is fixed: the `at` of a ledger line."""
    return int(time.time())


def monotonic() -> float:
    """Seconds of a clock that never goes back, for waits and measures."""
    return time.monotonic()


def pause(seconds: float) -> None:
    """Wait, for a lock or for news."""
    time.sleep(seconds)
