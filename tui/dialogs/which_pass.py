"""Which pass of a time that comes twice is meant, when the clocks go back: one digit answers (RULES 4)."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from scheduling.errors import CODES
from scheduling.model.reads import DayView
from scheduling.when import zones
from tui import text
from tui.dialogs.choosing import NumberedDialog
from tui.widgets.dialog import ESCAPE
from tui.widgets.footer import Hint
from tui.widgets.rows import Row, Rows

PASS_WORDS = ("first time, before the clocks go back", "second time, after")


def passes_meant(start: int, now: int, days: Sequence[DayView], tz: ZoneInfo) -> tuple[int, ...]:
    """The epoch minutes that may be meant by the clock that `start` shows; more than one: only the clerk can tell.

    One where the clock comes once, `start` is the second pass already, or one pass alone is free from `now` (epoch
    minute) on.
    """
    wall = zones.wall_clock(start, tz)
    if wall.fold or not zones.is_overlap(wall, tz):
        return (start,)
    both = (start, zones.epoch_minute(wall, tz, 1))
    spans = [(max(low, now), high) for day in days for low, high in day.bookable]
    free = tuple(each for each in both if any(low <= each < high for low, high in spans))
    return free or both


class WhichPassDialog(NumberedDialog[int | None]):
    """`when`: the time, in words; `deed`: what is done with it, “Book”. Answers with the epoch minute of the pass."""

    WIDTH, HEIGHT = 66, 7

    def __init__(self, passes: Sequence[int], tz: ZoneInfo, when: str, deed: str = "Book") -> None:
        super().__init__()
        self._deed = deed
        self._passes = tuple(passes)
        self._tz = tz
        self._when = when

    def compose_body(self) -> ComposeResult:
        """The two passes."""
        yield Static("")
        yield Rows(id="passes")

    def on_mount(self) -> None:
        """The first pass is chosen; each with its clock and offset."""
        self.title_row.show(CODES["ambiguous_time"].title, self._when, "Which one?")
        rows = []
        for number, (minute, words) in enumerate(zip(self._passes, PASS_WORDS, strict=True), 1):
            left = Content.assemble((f"  {number}  ", "bold $amber"), (words, "bold"))
            rows.append(Row(left, Content.styled(clock_words(minute, self._tz), "$text-dim")))
        self.query_one(Rows).show(rows)

    def take(self, index: int) -> None:
        """That pass."""
        self.dismiss(self._passes[index])

    def keys_line(self) -> Sequence[Hint]:
        """Digits first: they need no Enter."""
        return (
            Hint("1–2", f"{self._deed} at that time", (), self._deed, rank=0),
            Hint("↑↓", "Choose", ("up", "down")),
            Hint("⏎", f"{self._deed} it", ("enter",), self._deed),
            ESCAPE,
        )


def clock_words(minute: int, tz: ZoneInfo) -> str:
    """“01:30 −04:00”: the clock of an instant and what sets it apart."""
    offset = zones.iso(minute, tz)[16:].replace("-", "−")
    return f"{text.at(zones.wall_clock(minute, tz))} {offset}"
