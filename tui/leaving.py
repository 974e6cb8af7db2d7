"""How the desk ends when nobody asks it to by a key: a signal, or a terminal that is gone.

A terminal can go without a signal reaching us (make stands between), and what it no longer takes makes Textual wait
for ever, its loop too: so a thread looks, and ends the process where the orderly way hangs. No booking that was
answered can be lost by that.
"""

from __future__ import annotations

import asyncio
import os
import signal
import threading
from collections.abc import Callable

from scheduling.clock import pause

TERMINAL = 0
"""The descriptor that keys come from."""
LOOK_SECONDS = 1.0
"""How often it is asked whether its terminal is still there."""
GRACE_SECONDS = 5.0
"""How long the orderly way may take once the terminal is gone."""


def on_signals(loop: asyncio.AbstractEventLoop, leave: Callable[[], None]) -> None:
    """SIGHUP and SIGTERM mean `leave`, where this is the main thread."""
    for number in (signal.SIGHUP, signal.SIGTERM):
        try:
            loop.add_signal_handler(number, leave)
        except (NotImplementedError, RuntimeError, ValueError):
            return


def with_terminal(loop: asyncio.AbstractEventLoop, leave: Callable[[], None]) -> None:
    """Once the terminal is gone `leave`; where that has not ended the process in time, end it."""

    def watch() -> None:
        while os.isatty(TERMINAL):
            pause(LOOK_SECONDS)
        try:
            loop.call_soon_threadsafe(leave)
        except RuntimeError:
            pass  # the loop has ended already
        pause(GRACE_SECONDS)
        os._exit(0)

    threading.Thread(target=watch, name="terminal", daemon=True).start()
