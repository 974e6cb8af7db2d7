"""Row 1: who or where, which days, and who sits where at what time. A click on ‹ or › turns them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.widget import Widget

from tui import text
from tui.widgets.lines import clip

ROOMY = 104
"""Columns from which there is room for the long forms."""


class Heading(NamedTuple):
    """What row 1 says. `what`: who or where, `small` beside it where there is room. `range` and its short form: the
    days shown; `turns`: ‹ › turn them. `now`: wall clock of the hospital. `flags`: "demo", "clock fixed" and such."""

    what: str
    small: str
    range: str
    short_range: str
    turns: bool
    station: str
    user: str
    now: datetime
    flags: tuple[str, ...] = ()


class Header(Widget):
    """Row 1, one line: the middle stays in the middle, the ends give way."""

    DEFAULT_CSS = "Header { height: 1; width: 1fr; background: $raised; color: $text; }"
    ALLOW_SELECT = False

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._heading: Heading | None = None
        self._arrows: tuple[int, ...] = ()

    @property
    def flags(self) -> tuple[str, ...]:
        """The warnings that stand there."""
        return self._heading.flags if self._heading else ()

    def show(self, heading: Heading) -> None:
        """Replace what the row says."""
        if heading != self._heading:
            self._heading = heading
            self.refresh()

    def render(self) -> Content:
        """The row, exactly as wide as the terminal."""
        width = self.size.width
        if self._heading is None:
            return Content("")
        heading = self._heading
        middle = heading.range if width >= ROOMY else heading.short_range
        long = cell_len(middle) + 4
        start = max(0, (width - long) // 2)
        left = _left(heading, small=width >= ROOMY)
        leftmost = min(start, left.cell_length + 4)
        rights = list(_rights(heading))
        right = next((r for r in rights if leftmost + long + r.cell_length + 3 <= width), rights[-1])
        start = max(leftmost, min(start, width - long - right.cell_length - 3))
        end = start + long
        self._arrows = (start, end - 1) if heading.turns else ()
        left = clip(left, max(0, start - 3))
        before, after = ("‹ ", " ›") if heading.turns else ("  ", "  ")
        return Content.assemble(
            " ", left, " " * (start - 1 - left.cell_length),
            (before, "bold $amber"), (middle, "bold"), (after, "bold $amber"),
            " " * max(0, width - end - right.cell_length - 1), right, " ",
        )  # fmt: skip

    def on_click(self, event: events.Click) -> None:
        """‹ and › turn the days."""
        for arrow, key in zip(self._arrows, ("left_square_bracket", "right_square_bracket"), strict=False):
            if abs(event.x - arrow) <= 1:
                self.app.simulate_key(key)
                return


def _left(heading: Heading, *, small: bool) -> Content:
    known = text.clean(heading.small) if small else ""
    return Content.assemble(
        ("◆ ", "bold $amber"), (text.clean(heading.what), "bold"), (f"  {known}" if known else "", "$text-dim")
    )


def _rights(heading: Heading) -> Iterator[Content]:
    """The right end, from all of it to the time alone; the flags go last, for they warn."""
    flags = [part for flag in heading.flags for part in ((flag, "bold $amber"), ("  ", ""))]
    time = (text.at(heading.now), "bold $bad")
    day = text.day(heading.now.date())
    who = " · ".join(text.clean(part) for part in (heading.station, heading.user) if part)
    yield Content.assemble(*flags, (f"{who}   " if who else "", "$text-dim"), (f"{day} ", "$text-dim"), time)
    yield Content.assemble(*flags, (f"{text.clean(heading.user)}  ", "$text-dim"), (f"{day} ", "$text-dim"), time)
    yield Content.assemble(*flags, (f"{day} ", "$text-dim"), time)
    yield Content.assemble(*flags, time)
    yield Content.assemble(time)
