"""Repeat a visit: the rule in words, every date with what is in its way, decided one by one; Enter books them all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input

from scheduling.errors import Refused
from tui import text, words
from tui.dialogs import repeat_words
from tui.dialogs.ask import Ask
from tui.dialogs.asking import AskingDialog
from tui.dialogs.finder_wishes import date_reader
from tui.dialogs.repeat_dates import BOOK, INSTEAD, ITSELF, LEAVE, STUCK, Dated, Source, book, preview, wall_span
from tui.dialogs.repeat_words import Repeat
from tui.widgets.dialog import Section
from tui.widgets.field import Field, FieldInput
from tui.widgets.footer import Hint
from tui.widgets.rows import Row, Rows
from tui.worker import News

__all__ = ["RepeatDialog", "Repeated", "Source"]

BEGIN = "every week 6 times"
ENTER = ("⏎", "bold $amber")


@dataclass(frozen=True, slots=True)
class Repeated:
    """What was booked: the id of the series, a head for the band ("5 of 6 booked"), and the sentence beside it."""

    series: str
    head: str
    sentence: str


class DateRows(Rows, can_focus=True):
    """The dates: they take the focus, so that the space bar decides and does not type."""

    def _line(self, row: Row, width: int, chosen: bool) -> Content:
        if chosen and not self.has_focus:
            return super()._line(row, width, False).stylize("on $amber-tint")
        return super()._line(row, width, chosen)

    def on_focus(self) -> None:
        """The chosen row becomes the amber one."""
        self.refresh()

    def on_blur(self) -> None:
        """The words are typed on: it is only tinted."""
        self.refresh()


class RepeatDialog(AskingDialog[Repeated | None]):
    """Repeats `source`. The words are read while they are typed; ↓ goes to the dates, where the space bar decides."""

    ROOMY: ClassVar[tuple[int, int]] = (106, 28)
    COMPACT: ClassVar[tuple[int, int]] = (80, 23)
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "accept", "Book", show=False),
        Binding("space", "turn", "Leave out, another time", show=False),
        Binding("up", "row(-1)", "Up", show=False),
        Binding("down", "row(1)", "Down", show=False),
    ]
    ask: Ask

    def __init__(self, source: Source) -> None:
        super().__init__()
        self.source = source
        self.asked = Repeat()
        self.dates: tuple[Dated, ...] = ()
        self.problem: Refused | None = None
        self._typed = ""
        self._done = False

    def compose_body(self) -> ComposeResult:
        """The words, then the dates."""
        yield Field("How often", FieldInput(BEGIN, id="words", max_length=200), id="row-words")
        yield Section("Dates", id="dates-head")
        yield DateRows(id="dates")

    @on(events.Mount)
    async def _open(self) -> None:
        """The usual rule is there already, with its dates."""
        self.ask = Ask(self.desk, self.source.doctor)
        patient = text.natural_name(self.desk.patient(self.source.patient).name)
        start = self.ask.wall(self.source.start)
        about = f"{text.fit(patient, 28)}, {text.at(start)}, {words.doctor_short(self.ask.doctor.name)}"
        self.title_row.show("Repeat", about, "as new visits" if self.source.visit else "from this time on")
        box = self.query_one("#words", Input)
        box.cursor_position = len(box.value)
        box.focus()
        await self._look()

    @on(Input.Changed, "#words")
    async def _changed(self) -> None:
        if hasattr(self, "ask"):
            await self._look()

    async def on_news(self, message: News) -> None:
        """The book changed elsewhere: the dates are looked at again, what was decided stays."""
        if hasattr(self, "ask") and not self._done:
            await self._look(keep=True)

    async def _look(self, keep: bool = False) -> None:
        """Read the words and look at every date."""
        self._typed = self.query_one("#words", Input).value
        self.asked, self.problem = repeat_words.read(self._typed, date_reader(self.ask)), None
        before = {one.start: one for one in self.dates} if keep else {}
        dates: tuple[Dated, ...] = ()
        if not self.asked.missing:
            rule, typed = self.asked.rule(), self._typed
            try:
                dates = await self.work(lambda desk: preview(desk, self.ask, self.source, rule))
            except Refused as refused:
                self.problem = refused
            if typed != self._typed:  # more was typed meanwhile, and looked at since
                return
        self.dates = tuple(self._as_before(one, before.get(one.start)) for one in dates)
        self._show_dates(self.query_one(DateRows).cursor if keep else 0)

    @staticmethod
    def _as_before(one: Dated, before: Dated | None) -> Dated:
        same = before is not None and (one.why, one.instead) == (before.why, before.instead)
        return before if before is not None and same else one

    # -- how it looks -------------------------------------------------------------------------------------------

    def _show_dates(self, cursor: int | None) -> None:
        rows = self.query_one(DateRows)
        width = rows.content_size.width or 76
        rows.show([self._row(number, one, width) for number, one in enumerate(self.dates, 1)], cursor)
        fact = f"last {self._last()}" if self._made else ""
        self.query_one("#dates-head", Section).show(f"{len(self.dates)} dates" if self.dates else "Dates", fact)
        self._show_verdict()
        self.refresh_keys()

    def _row(self, number: int, one: Dated, width: int) -> Row:
        span = wall_span(self.ask, one.start, one.end)
        mark, style, said = {
            BOOK: ("✓", "bold $ok", "free"),
            ITSELF: ("●", "$text-dim", "this visit, booked already"),
            LEAVE: ("–", "$text-dim", "left out" + (f": {one.why}" if one.why else "")),
            STUCK: ("✗", "bold $bad", one.why),
            INSTEAD: ("→", "bold $ok", ""),
        }[one.fate]
        if one.fate == INSTEAD and one.instead is not None:
            said = f"{self._instead(one)} instead"
        if one.flag and one.fate == BOOK:
            said = "free; moved, for the clocks go forward"
        left = Content.assemble(
            (f" {number:>3}  ", "$text-dim"),
            (span, "bold" if one.fate in (BOOK, INSTEAD, STUCK) else "$text-dim"),
            (f"  {mark} ", style),
        )
        right = ""
        if one.fate == STUCK:
            right = f"Space: {self._instead(one)}" if one.instead else "Space: leave out"
        room = max(8, width - left.cell_length - (len(right) + 2 if right else 0))
        if cell_len(said) > room:  # the title names the doctor already
            said = said.replace(f"{words.doctor_short(self.ask.doctor.name)} is ", "")
        shown = Content.styled(text.fit(said, room), "$text-dim" if one.fate in (LEAVE, ITSELF) else "")
        return Row(Content.assemble(left, shown), Content.styled(right, "$amber") if right else Content(""))

    def _instead(self, one: Dated) -> str:
        assert one.instead is not None
        start = self.ask.wall(one.instead.start)
        same = start.date() == self.ask.wall(one.start).date()
        return text.at(start) if same else f"{text.day_said(start.date())} {text.at(start)}"

    def _last(self) -> str:
        """The date of the last visit that is to be booked."""
        made = (one.instead if one.fate == INSTEAD and one.instead else one for one in self.dates if one.booked)
        last = self.ask.wall(max(one.start for one in made))
        return f"{text.day_said(last.date())} {last.year}"

    @property
    def _stuck(self) -> list[int]:
        return [index for index, one in enumerate(self.dates) if one.fate == STUCK]

    @property
    def _made(self) -> int:
        return sum(one.booked for one in self.dates)

    def _show_verdict(self) -> None:
        if self.asked.missing:
            example = "every 2 weeks 6 times · every mon wed until 18 dec · every month 4 times"
            self.verdict.show("info", self.asked.missing, second=example)
        elif self.problem is not None:
            problem = self.problem
            self.verdict.show("bad", f"{problem.title}:", text.clean(problem.reason), second=problem.remedy)
        elif self._stuck:
            count = len(self._stuck)
            head = f"{count} of {len(self.dates)} dates {'is' if count == 1 else 'are'} not free"
            does = Content.assemble(("Space", "bold $amber"), " takes the time beside it, or leaves the date out")
            self.verdict.show("bad", f"{head}.", second=does)
        elif not any(one.fate == BOOK for one in self.dates):
            second = "Other words, or Space on a date."
            self.verdict.show("bad", "Nothing to book", "every date is left out", second=second)
        else:
            left = sum(one.fate == LEAVE for one in self.dates)
            second = f"{left} left out" if left else ""
            many = "visit" if self._made == 1 else "visits"
            right = Content.assemble(ENTER, f" books {'it' if self._made == 1 else f'all {self._made}'}")
            rest = f"{self.asked.said()}, last {self._last()}"
            self.verdict.show("ok", f"{self._made} {many}", rest, second=second, right=right)

    # -- deciding -----------------------------------------------------------------------------------------------

    def action_row(self, step: int) -> None:
        """↑↓: from the words to the dates, among them, and back above the first."""
        rows = self.query_one(DateRows)
        if not rows.has_focus:
            if step > 0 and self.dates:
                rows.focus()
        elif step < 0 and not rows.cursor:
            self.query_one("#words").focus()
        else:
            rows.move(step)

    def action_turn(self) -> None:
        """Space on a date: another time instead, or left out, or booked again."""
        rows = self.query_one(DateRows)
        at = rows.cursor
        if at is None or not rows.has_focus:
            return
        was = self.dates[at]
        self.dates = (*self.dates[:at], was.turned(), *self.dates[at + 1 :])
        self._show_dates(at)

    @on(Rows.Chosen, "#dates")
    def _clicked(self) -> None:
        self.action_turn()

    @on(Input.Submitted, "#words")
    async def action_accept(self) -> None:
        """Enter: to the first date that is not decided; where there is none, book."""
        if self._stuck:
            rows = self.query_one(DateRows)
            rows.focus()
            rows.show(rows.rows, self._stuck[0])
        elif self.asked.missing or self.problem is not None or not any(one.fate == BOOK for one in self.dates):
            self.app.bell()
        else:
            await self._book()

    async def _book(self) -> None:
        dates, rule = self.dates, self.asked.rule()
        self._done = True
        try:
            series, made = await self.work(lambda desk: book(desk, self.ask, self.source, rule, dates))
        except Refused as refused:  # somebody was faster: look again, and say which
            self._done = False
            await self._look(keep=True)
            self.verdict.show("bad", f"{refused.title}:", text.clean(refused.reason), second=refused.remedy)
            return
        own = sum(one.fate == ITSELF for one in dates)
        patient = text.natural_name(self.desk.patient(self.source.patient).name)
        start, doctor = self.ask.wall(self.source.start), words.doctor_short(self.ask.doctor.name)
        sentence = f"{patient}, {self.asked.said()} {text.at(start)}, {doctor}, last {self._last()}."
        self.dismiss(Repeated(series, f"{made} of {len(dates) - own} booked", sentence))

    def keys_line(self) -> Sequence[Hint]:
        """The keys that work now; no letters while words are typed."""
        in_dates = self.is_mounted and self.query_one(DateRows).has_focus
        turn = Hint("Space", "Another time, leave out", ("space",), "Turn", 0)
        said, short = ("To the first not free", "Decide") if self._stuck else ("Book all", "Book")
        return (
            Hint("↑↓", "Dates", ("up", "down"), rank=1),
            *((turn,) if in_dates else ()),
            Hint("⏎", said, ("enter",), short, 0),
            Hint("Esc", "Back", ("escape",), rank=0),
        )
