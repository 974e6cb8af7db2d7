"""Mode 1: the week of one doctor, where visits are seen, booked, moved and worked off."""

from __future__ import annotations

from tui.grid.widget import WeekGrid
from tui.screens.closing import Closing


class WeekScreen(Closing):
    """All that can be done on the grid; each theme has its own file."""

    async def on_week_grid_opened(self, message: WeekGrid.Opened) -> None:
        """A click on the cell of the cursor does what Enter does there."""
        context = self.context
        await self.action_do({"free": "book", "visit": "open", "carry": "drop"}.get(context, "book"))

    def on_week_grid_left_week(self, message: WeekGrid.LeftWeek) -> None:
        """Out of the week sideways, into the next."""
        self.do_week_after() if message.direction > 0 else self.do_week_before()
