"""An unexpected error in a screen is logged and told, and the program goes on."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from inspect import isawaitable
from typing import Any, cast

from textual.message import Message
from textual.screen import Screen, ScreenResultType

BUG = "Something went wrong that should not have. What was saved stays saved; the log says more."

log = logging.getLogger(__name__)


def record(error: BaseException) -> None:
    """Write an error down in the log: its kind and the steps that led there; never its message (`scheduling.log`)."""
    log.error("unexpected", exc_info=error)


class Guarded(Screen[ScreenResultType]):
    """A screen whose handlers may fail. Actions and the answers of dialogs are guarded by the app."""

    def trouble(self, error: Exception) -> None:
        """Tell of an error that nothing else has caught."""
        cast("Any", self.app).explain(error)

    def safely(self, deed: Callable[..., object]) -> Callable[..., Awaitable[None]]:
        """`deed` for a timer or a worker: what it raises is told."""

        async def done(*arguments: object) -> None:
            try:
                answer = deed(*arguments)
                if isawaitable(answer):
                    await answer
            except Exception as error:  # noqa: BLE001 - told in the one place that turns errors into words
                self.trouble(error)

        return done

    async def _dispatch_message(self, message: Message) -> None:
        """Every handler of the screen runs in here; Textual would end the program at the first error."""
        try:
            await super()._dispatch_message(message)
        except Exception as error:  # noqa: BLE001 - as above
            self.trouble(error)
