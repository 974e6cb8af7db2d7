"""Shorter and longer in place: a visit's length by a row of the grid."""

from __future__ import annotations

from tui import text
from tui.screens.closing import Closing


class Lengths(Closing):
    """The actions `<` and `>`."""

    async def _lengthen(self, minutes: int) -> None:
        visit = self.here.visit
        wanted = visit.minutes + minutes
        if wanted < 1:
            self.say(
                "bad", "", f"It is {text.minutes(visit.minutes)} long already; finer rows (+) make smaller steps."
            )
            return
        await self.step(text.minutes(wanted), "move", minutes=wanted, version=visit.version)

    async def do_shorter(self) -> None:
        """A row shorter."""
        await self._lengthen(-self.grid.row_minutes)

    async def do_longer(self) -> None:
        """A row longer."""
        await self._lengthen(self.grid.row_minutes)
