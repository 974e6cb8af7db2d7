"""The numbers on the tabs: what waits on each screen, counted in the store thread, once for a burst of news."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.timer import Timer

from tui.guard import record
from tui.screens.mode import ModeScreen
from tui.widgets.modes import Count

if TYPE_CHECKING:
    from tui.app import DeskApp

COUNT_SECONDS = 0.25
"""How long after news is counted: a burst of them costs one counting."""

NOTHING = Count(0, "")


class TabCounts:
    """`counts`: mode id → what waits there. The tabs are painted anew when a number or a mark has changed."""

    def __init__(self, app: DeskApp) -> None:
        self._app = app
        self._drafts: set[str] = set()
        self._counting: Timer | None = None
        self.counts: dict[str, Count] = {}

    def soon(self) -> None:
        """Count after a moment."""
        if self._counting is None:
            self._counting = self._app.set_timer(COUNT_SECONDS, self.start)

    def start(self) -> None:
        """Count now."""
        self._counting = None
        self._app.run_worker(self._count(), group="count")

    async def _count(self) -> None:
        hospital = self._app.hospital
        if hospital is None:
            return
        try:
            found = await self._app.work(lambda desk: desk.counts(hospital.id))
        except Exception as error:  # noqa: BLE001 - the next news count again
            record(error)
            return
        rows = (
            ("today", found.waiting, "$ok"),
            ("waitlist", found.waitlist, "$amber"),
            ("hours", found.outside, "$bad"),
        )
        self._show({mode: Count(number, style) for mode, number, style in rows})

    def mark_draft(self, mode: str, drafted: bool) -> None:
        """The tab of a screen shows that something there is not saved yet."""
        if drafted != (mode in self._drafts):
            (self._drafts.add if drafted else self._drafts.discard)(mode)
            self._show(self.counts)

    def _show(self, found: dict[str, Count]) -> None:
        modes = {**found, **{mode: found.get(mode, NOTHING) for mode in self._drafts}}
        marked = {mode: count._replace(mark=mode in self._drafts) for mode, count in modes.items()}
        counts = {mode: count for mode, count in marked.items() if count.number or count.mark}
        if counts != self.counts:
            self.counts = counts
            below = self._app.screen_stack[0]
            if isinstance(below, ModeScreen):
                below.modes.count(counts)
