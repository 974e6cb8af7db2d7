"""What happened to a visit, in words: who did what at which desk, the newest first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from scheduling.when.iso import parse_stamp
from scheduling.when.zones import wall_clock
from tui import text
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

    def compose_body(self) -> ComposeResult:
        """The steps."""
        yield Static("")
        yield Rows(id="steps")

    def on_mount(self) -> None:
        """Read them once; they do not change."""
        app = self.desk_app
        steps = app.desk.history(id=self._visit_id)
        count = "1 step" if len(steps) == 1 else f"{len(steps)} steps"
        self.title_row.show("History", text.clean(self._visit), count)
        self.query_one(Rows).show([self._row(step, app) for step in steps], None)

    def _row(self, step: Step, app: DeskApp) -> Row:
        at = wall_clock(parse_stamp(step.at) // 60, app.tz)
        when = f"{_day(at.date(), app.today())} {text.at_column(at)}"
        words = text.clean(step.words)
        who = " · ".join(text.clean(part) for part in (step.by, step.desk) if part)
        when = text.pad(when, 12 + text.clock_cells())
        left = Content.assemble((f"  {when} ", "$text-dim"), (words[:1].upper() + words[1:], "bold"))
        return Row(left, Content.styled(f"{who} ", "$text-dim"))

    def action_move(self, step: int) -> None:
        """Another step, where not all fit."""
        self.query_one(Rows).move(step)

    def keys_line(self) -> Sequence[Hint]:
        """Reading, closing."""
        return (Hint("↑↓", "Read", ("up", "down")), ESCAPE._replace(words="Close"))


def _day(day: date, today: date) -> str:
    return "Today" if day == today else text.day(day)
