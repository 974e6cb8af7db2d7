"""Copy the hours of a weekday to others: which ones, by digits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from tui import text
from tui.hours.bars import Bars, Week
from tui.widgets.dialog import ESCAPE, Dialog
from tui.widgets.footer import Hint
from tui.widgets.rows import Row, Rows


class CopyDaysDialog(Dialog[tuple[int, ...] | None]):
    """`day`: the weekday that is copied; `shown`: each weekday’s hours. Answers with weekdays, 0 = Monday."""

    WIDTH, HEIGHT = 68, 13
    HAS_VERDICT: ClassVar[bool] = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "Up", show=False),
        Binding("down,j", "move(1)", "Down", show=False),
        Binding("space", "turn", "Choose", show=False),
        Binding("a", "weekdays", "Mon to Fri", show=False),
        Binding("enter", "take", "Copy", show=False),
        *(Binding(str(digit), f"turn({digit})", "Choose", show=False) for digit in range(1, 8)),
    ]

    def __init__(self, day: int, week: Week, shown: Sequence[str]) -> None:
        super().__init__()
        self._day = day
        self._bars: Bars = week[day]
        self._shown = tuple(shown)
        same = frozenset(other for other in range(5) if other != day and week[other] != week[day])
        self._chosen = same if day < 5 else frozenset()

    def compose_body(self) -> ComposeResult:
        """The seven days."""
        yield Static("")
        yield Rows(id="days")

    def on_mount(self) -> None:
        """The other working days are chosen where they differ."""
        self.title_row.show("Copy", f"{text.WEEKDAYS_LONG[self._day]}s to other days", "nothing is saved yet")
        self._list(0)

    def _list(self, cursor: int) -> None:
        rows = []
        for day, shown in enumerate(self._shown):
            own = day == self._day
            mark = " · " if own else " ✓ " if day in self._chosen else "   "
            left = Content.assemble(
                (f"  {day + 1}", "bold $amber"), (mark, "bold $ok"), (f"{text.WEEKDAYS_LONG[day]:<11}", "bold"),
                (text.fit(shown or "off", 44), "$text-dim"),
            )  # fmt: skip
            rows.append(Row(left, choosable=not own))
        self.query_one(Rows).show(rows, cursor)
        if self._chosen:
            names = ", ".join(text.WEEKDAYS[day] for day in sorted(self._chosen))
            self.verdict.show("ok", names, "become the same.", second="Nothing is saved yet.")
        else:
            self.verdict.show("info", "", "Choose the days by their digits.")

    def action_move(self, step: int) -> None:
        """The row above or below."""
        self.query_one(Rows).move(step)

    def action_turn(self, digit: int | None = None) -> None:
        """Choose a day, or no longer."""
        rows = self.query_one(Rows)
        day = digit - 1 if digit is not None else rows.cursor
        if day is not None and day != self._day:
            self._chosen ^= {day}
            self._list(day)

    def action_weekdays(self) -> None:
        """Monday to Friday."""
        self._chosen = frozenset(range(5)) - {self._day}
        self._list(self.query_one(Rows).cursor or 0)

    def on_rows_chosen(self, message: Rows.Chosen) -> None:
        """A click on the chosen row."""
        self.action_turn()

    def action_take(self) -> None:
        """Those days."""
        if self._chosen:
            self.dismiss(tuple(sorted(self._chosen)))

    def keys_line(self) -> Sequence[Hint]:
        """Digits first."""
        return (
            Hint("1–7", "Choose", (), rank=0),
            Hint("a", "Mon to Fri", ("a",)),
            Hint("⏎", "Copy", ("enter",), rank=0),
            ESCAPE,
        )
