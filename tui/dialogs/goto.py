"""Go to a date, in words (“next tue”, “+2w”, “14.3”, “fri 3pm”) or over a month; what is meant stands below."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input, Static

from scheduling.errors import Refused
from tui import text, words
from tui.widgets.dialog import ESCAPE, Dialog
from tui.widgets.field import Field, FieldInput, example_lines
from tui.widgets.footer import Hint
from tui.widgets.painted import Painted

WEEKS = 6
"""Rows of a month: it may touch so many weeks."""

MONTH_CELLS = 23

EXAMPLES = (
    ("next tue", "Tuesday of next week"), ("+2w", "two weeks on"), ("-3d", "three days back"), ("14.3", "14 March"),
    ("fri 3pm", "Friday at 15:00"), ("today", "back to now"),
)  # fmt: skip


class Place(NamedTuple):
    """A date, and a minute of its wall clock where one was said."""

    day: date
    minute: int | None


class GotoDialog(Dialog[Place | None]):
    """`today`: the hospital's date. `day`: where the cursor is, from which ↑↓ go by weeks over the month."""

    WIDTH, HEIGHT = 70, 16
    HAS_VERDICT: ClassVar[bool] = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "step(-7)", "Week before", show=False),
        Binding("down", "step(7)", "Week after", show=False),
        Binding("pageup", "month(-1)", "Month before", show=False),
        Binding("pagedown", "month(1)", "Month after", show=False),
    ]

    def __init__(self, today: date, day: date) -> None:
        super().__init__()
        self._today = today
        self._day = day
        self._place: Place | None = None

    def compose_body(self) -> ComposeResult:
        """A field, and what it takes."""
        yield Static("")
        yield Field("Date", FieldInput(placeholder="in words", id="when", max_length=60))
        yield Static("")
        with Horizontal():
            with Vertical():
                yield from example_lines(EXAMPLES)
            month = Painted(self._month, id="month")
            month.styles.width = MONTH_CELLS
            yield month

    def on_mount(self) -> None:
        """Nothing typed yet."""
        self.title_row.show("Go to", "Which date?", text.day_long(self._day))
        self.verdict.show("info", "", "A day, a date or a distance; a time if you like.")

    @property
    def meant(self) -> date:
        """The day that is meant so far."""
        return self._place.day if self._place else self._day

    def _month(self, width: int, height: int) -> list[Content]:
        """The month of the day that is meant, that day in amber, today underlined."""
        meant = self.meant
        first = text.week_start(meant.replace(day=1))
        title = f"{text.MONTHS_LONG[meant.month - 1]} {meant.year}"
        heads = "".join(f" {text.WEEKDAYS[(first.weekday() + at) % 7][:2]}" for at in range(7))
        lines = [Content.styled(title.center(width), "bold"), Content.styled(heads, "$text-dim")]
        for week in range(WEEKS):
            days = [first + timedelta(days=week * 7 + at) for at in range(7)]
            parts = [(f" {day.day:2}", self._day_style(day)) for day in days]
            lines.append(Content.assemble(*parts))
        return lines

    def _day_style(self, day: date) -> str:
        if day == self.meant:
            return "bold $on-amber on $amber-solid"
        if day.month != self.meant.month:
            return "$text-faint"
        return "bold underline" if day == self._today else ""

    def action_step(self, days: int) -> None:
        """Days on; what was typed gives way to the day."""
        self._take(self.meant + timedelta(days=days))

    def action_month(self, months: int) -> None:
        """The same day of another month, or that month's last."""
        at = self.meant.year * 12 + self.meant.month - 1 + months
        after = date((at + 1) // 12, (at + 1) % 12 + 1, 1) - timedelta(days=1)
        self._take(after.replace(day=min(self.meant.day, after.day)))

    def _take(self, day: date) -> None:
        field, minute = self.query_one(FieldInput), self._place.minute if self._place else None
        field.value = text.day_long(day) + ("" if minute is None else f" {text.clock(minute)}")
        field.cursor_position = len(field.value)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say what is understood so far, and show it in its month."""
        self._read(event.value.strip())
        self.query_one(Painted).refresh()

    def _read(self, typed: str) -> None:
        self._place = None
        if not typed:
            self.verdict.show("info", "", "A day, a date or a distance; a time if you like.")
            return
        try:
            self._place = read_place(typed, self._today)
        except Refused as error:
            self.verdict.show("bad", error.reason, second=error.remedy)
            return
        at = "" if self._place.minute is None else f"  {text.clock(self._place.minute)}"
        away = words.days_away(self._place.day, self._today) if self._place.day >= self._today else "in the past"
        self.verdict.show("ok", text.day_long(self._place.day), at.strip(), second=away, right="⏎ goes there")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go there, when it is a date."""
        if self._place is not None:
            self.dismiss(self._place)

    def keys_line(self) -> Sequence[Hint]:
        """Only what is no letter."""
        weeks = Hint("↑↓", "Week", ("up", "down"))
        months = Hint("PgUp PgDn", "Month", ("pageup", "pagedown"), rank=2)
        return (Hint("⏎", "Go there", ("enter",), rank=0), weeks, months, ESCAPE)


def read_place(typed: str, today: date) -> Place:
    """The place meant by `typed`; raises Refused (`invalid`) in words."""
    from scheduling.when.words import parse_when  # late: it reads with pendulum, which the first frame does not need

    found = parse_when(typed, today, month_first=text.manner().month_first)
    return Place(found.day, found.minute)
