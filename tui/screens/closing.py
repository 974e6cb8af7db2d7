"""Closing the selected time, with a title."""

from __future__ import annotations

from datetime import timedelta

from scheduling.when import iso
from tui import text
from tui.grid.day_clock import DAY
from tui.screens.carrying import Carrying
from tui.screens.visit_steps import UNDO


class Closing(Carrying):
    """The action `c`; a closure is wall clock, a visit in it stays and is marked (RULES 9, 23)."""

    def do_close(self) -> None:
        """Ask for the title, close, and say who is outside hours now."""
        from tui.dialogs.close_time import CloseDialog

        assert self.view is not None
        chosen, doctor = self.selection, self.doctor_id
        last = chosen.day + timedelta(days=chosen.end // DAY)
        edges = {
            "from": f"{chosen.day.isoformat()}T{iso.clock(chosen.start)}",
            "to": f"{last.isoformat()}T{iso.clock(chosen.end % DAY)}",
        }
        when = f"{text.day_said(chosen.day)} {text.span(chosen.start, chosen.end)}"
        first, end = chosen.start_minute, chosen.start_minute + chosen.minutes
        inside = [
            text.natural_name(view.patient_name) or "a held time"
            for day in self.view.days
            for view in day.visits
            if view.visit.start_minute < end and first < view.visit.end_minute and view.visit.status != "noshow"
        ]

        async def titled(title: str | None) -> None:
            if title is None:
                return
            outcome = await self.attempt(lambda desk: desk.do("close", doctor=doctor, reason=title, **edges))
            if outcome is None:
                return
            self.grid.drop_range()
            self.reload()
            count = sum(one.start_minute < end and first < one.end_minute for one in outcome.affected or ())
            outside = (
                f" {count} visit{' is' if count == 1 else 's are'} outside hours now: marked ?." if count else ""
            )
            self.say("ok", "Closed", f"{when}, {title}.{outside}", UNDO)

        self.app.push_screen(CloseDialog(when, inside), titled)
