"""An unexpected error in a screen is logged and told, and the program goes on."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from inspect import isawaitable
from typing import TYPE_CHECKING, Any, cast

from textual.events import Event
from textual.message import Message
from textual.screen import Screen, ScreenResultType

if TYPE_CHECKING:
    from scheduling.desk import Desk
    from tui.app import DeskApp

BUG = "Something went wrong that should not have. What was saved stays saved; the log says more."

ENTERS = frozenset({"on_input_submitted", "on_rows_chosen"})
"""Messages that mean what Enter means."""

PATIENCE = 0.25
"""Seconds that keys and picture wait for what a key does: more than any disk takes, less than another desk may."""

WAITING = ("One moment.", "Waiting for the book; what is typed stays.")
"""What stands on the screen while the book is waited for."""

log = logging.getLogger(__name__)


def record(error: BaseException) -> None:
    """Write an error down in the log: its kind and the steps that led there; never its message (`scheduling.log`)."""
    log.error("unexpected", exc_info=error)


class Guarded(Screen[ScreenResultType]):
    """A screen whose handlers may fail, or wait. Actions and the answers of dialogs are guarded by the app.

    `waiting`: something asked of the store waits for another desk; until all of it is through a dialog asks no more.
    """

    def __init__(self) -> None:
        super().__init__()
        self.waiting: asyncio.Task[Any] | None = None
        self._late: list[asyncio.Task[Any]] = []

    @property
    def desk_app(self) -> DeskApp:
        """The app, by its own type."""
        return cast("DeskApp", self.app)

    @property
    def desk(self) -> Desk:
        """The desk, for reads; writes go through the store thread."""
        return self.desk_app.desk

    async def patiently(self, deed: Coroutine[Any, Any, Any]) -> Any:
        """Do it and answer what it answers. When it takes long, as while another desk holds the book, the screen goes
        on meanwhile; None then."""
        task = asyncio.create_task(deed)
        done, _ = await asyncio.wait({task}, timeout=PATIENCE)
        if done:
            return task.result()
        self._late.append(task)
        self.waiting = self._late[0]
        self.wait_begins()
        task.add_done_callback(self._waited)
        return None

    def _waited(self, task: asyncio.Task[Any]) -> None:
        self._late.remove(task)
        self.waiting = self._late[0] if self._late else None
        if self.waiting is None:
            self.wait_ends()
        error = None if task.cancelled() else task.exception()
        if isinstance(error, Exception):
            self.trouble(error)

    def wait_begins(self) -> None:
        """Say that the book is waited for."""

    def wait_ends(self) -> None:
        """Take that back."""

    def trouble(self, error: Exception) -> None:
        """Tell of an error that nothing else has caught."""
        self.desk_app.explain(error)

    def safely(self, deed: Callable[..., object]) -> Callable[..., Awaitable[None]]:
        """`deed` for a timer or a worker: what it raises is told."""

        async def done(*arguments: object) -> None:
            try:
                answer = deed(*arguments)
                if isawaitable(answer):
                    await self.patiently(_awaited(answer))
            except Exception as error:  # noqa: BLE001 - told in the one place that turns errors into words
                self.trouble(error)

        return done

    def in_background(self, deed: Callable[[], Awaitable[object]], group: str, *, exclusive: bool = False) -> None:
        """Do it beside the keys, however long it takes; what it raises is told. `exclusive`: it takes the place of
        the last of its group."""

        async def done() -> None:
            try:
                await deed()
            except Exception as error:  # noqa: BLE001 - as above
                self.trouble(error)

        work: Any = done  # no coroutine yet: one stopped before it began would never be awaited
        self.run_worker(work, group=group, exclusive=exclusive)

    async def _dispatch_message(self, message: Message) -> None:
        """Every handler of the screen runs in here; Textual would end the program at the first error."""
        if self.waiting is not None and self.is_modal and message.handler_name in ENTERS:
            self.app.bell()
            return
        try:
            if isinstance(message, Event):
                await super()._dispatch_message(message)
            else:
                await self.patiently(super()._dispatch_message(message))
        except Exception as error:  # noqa: BLE001 - as above
            self.trouble(error)


async def _awaited(answer: Awaitable[object]) -> None:
    await answer
