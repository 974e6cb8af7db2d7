"""What happened to a visit, in words: who did what at which desk, the newest first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from scheduling.when.iso import parse_stamp
from scheduling.when.zones import wall_clock
from tui import text, words
from tui.widgets.dialog import ESCAPE, Dialog
from tui.widgets.footer import Hint
from tui.widgets.rows import Row, Rows

if TYPE_CHECKING:
    from scheduling.services.history import Step
    from tui.app import DeskApp


class HistoryDialog(Dialog[None]):
    """The steps of one visit. `visit`: whose and when, in words."""

    WIDTH, HEIGHT = 96, 18
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "Up", show=False),
        Binding("down,j", "move(1)", "Down", show=False),
        Binding("v,enter", "leave", "Close", show=False),
    ]

    def __init__(self, visit_id: str, visit: str) -> None:
        super().__init__()
        self._visit_id = visit_id
        self._visit = visit
        self._steps: tuple[Step, ...] = ()

    def compose_body(self) -> ComposeResult:
        """The steps."""
        yield Static("")
        yield Rows(id="steps")

    def on_mount(self) -> None:
        """Read them once; they do not change."""
        steps = self.desk_app.desk.history(id=self._visit_id)
        count = "1 step" if len(steps) == 1 else f"{len(steps)} steps"
        self.title_row.show("History", text.clean(self._visit), count)
        self._steps = steps
        self._show()

    @on(Rows.Resized)
    def _show(self) -> None:
        rows = self.query_one(Rows)
        rows.show([row for step in self._steps for row in self._rows(step, self.desk_app, rows.size.width)], None)

    def _rows(self, step: Step, app: DeskApp, width: int) -> list[Row]:
        """A step on as many lines as its sentence takes."""
        at = wall_clock(parse_stamp(step.at) // 60, app.tz)
        when = f"{_day(at.date(), app.today())} {text.at_column(at)}"
        who = " · ".join(text.clean(part) for part in (step.by, step.desk) if part)
        when = text.pad(when, 12 + text.clock_cells())
        first, *more = words.wrap(step.words[:1].upper() + step.words[1:], max(20, width - len(when) - len(who) - 6))
        left = Content.assemble((f"  {when} ", "$text-dim"), (first, "bold"))
        indent = " " * (len(when) + 3)
        return [
            Row(left, Content.styled(f"{who} ", "$text-dim")),
            *(Row(Content.styled(indent + line, "bold")) for line in more),
        ]

    def action_move(self, step: int) -> None:
        """Another step, where not all fit."""
        self.query_one(Rows).move(step)

    def keys_line(self) -> Sequence[Hint]:
        """Reading, closing."""
        return (Hint("↑↓", "Read", ("up", "down")), ESCAPE._replace(words="Close"))


def _day(day: date, today: date) -> str:
    return "Today" if day == today else text.day(day)
