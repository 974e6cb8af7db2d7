"""A clinic of one's own in five questions: one at a time, each echoed while it is typed; the last Enter makes it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, Static

from scheduling.errors import Refused
from tui import text
from tui.dialogs.guide_questions import Answer, questions, zones_like
from tui.dialogs.record_fields import ident_of
from tui.widgets.dialog import Dialog, Section
from tui.widgets.field import Field, FieldInput
from tui.widgets.footer import Hint
from tui.widgets.rows import Row, Rows

if TYPE_CHECKING:
    from scheduling.desk import Desk

ZONE = 1
SHOWN_ZONES = 5
LABEL = 9


class Made(NamedTuple):
    """The ids of what the guide made."""

    hospital: str
    doctor: str


class Making:
    """The steps of the one transaction; `hospital`, `doctor`: the ids given."""

    def __init__(self, desk: Desk, values: Sequence[Any]) -> None:
        self._desk = desk
        self._given: set[str] = set()
        self.name, self.timezone, (self.doctor_name, self.specialty), self.hours, self.types = values
        there = next((one for one in desk.hospital_list() if one.name == self.name), None)
        self._there = there
        self.hospital = there.id if there else self._ident(self.name)
        self.doctor = self._ident(self.doctor_name)

    def _ident(self, name: str) -> str:
        ident = ident_of(name, lambda each: each in self._given or self._desk.is_taken(each))
        self._given.add(ident)
        return ident

    def deeds(self) -> Iterator[tuple[int, Callable[[], object]]]:
        """Each step, with the number of the question that it comes from."""
        do = self._desk.do
        if self._there is None:
            yield 0, partial(do, "add_hospital", id=self.hospital, name=self.name, timezone=self.timezone)
        elif self._there.timezone != self.timezone:
            yield 1, partial(do, "update_hospital", id=self.hospital, timezone=self.timezone)
        about = {"specialty": self.specialty} if self.specialty else {}
        yield 2, partial(do, "add_doctor", id=self.doctor, hospital=self.hospital, name=self.doctor_name, **about)
        yield 3, partial(do, "set_hours", doctor=self.doctor, hours=self.hours)
        for name, minutes in self.types:
            new = {"id": self._ident(name), "name": name, "minutes": minutes}
            yield 4, partial(do, "add_type", hospital=self.hospital, **new)


class GuideDialog(Dialog[Made | None]):
    """Answers with what was made; None when it was left at the first question."""

    WIDTH, HEIGHT = 78, 20
    HAS_VERDICT: ClassVar[bool] = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "zone(-1)", "Up", show=False),
        Binding("down", "zone(1)", "Down", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._at = 0
        self._typed: list[str] = []
        self._answers: list[Answer | None] = []

    def compose_body(self) -> ComposeResult:
        """The answers so far, the question, and what may be meant."""
        yield Static("")
        yield Static(id="answers")
        yield Static("")
        yield Section("", id="question")
        yield Field("", FieldInput(id="answer", max_length=400), id="row")
        yield Rows(id="zones")

    def on_mount(self) -> None:
        """The first question; what can be guessed is filled in."""
        hospital = self.desk_app.hospital
        known = (hospital.name, hospital.timezone) if hospital else ()
        self._questions = questions(self.desk_app.desk.now(), *known)
        self._typed = [question.usual for question in self._questions]
        self._answers = [None] * len(self._questions)
        self._ask(0)

    def _ask(self, at: int) -> None:
        self._at = at
        question = self._questions[at]
        self.title_row.show(
            "New clinic", "Five questions, then the first visit", f"{at + 1} of {len(self._questions)}"
        )
        self.query_one("#question", Section).show(question.ask, question.hint)
        self.query_one("#zones").display = at == ZONE
        box = self.query_one("#answer", Input)
        with self.prevent(Input.Changed):
            box.value = self._typed[at]
        box.cursor_position = len(box.value)
        box.focus()
        if box.value == question.usual:  # a guess: what is typed takes its place
            box.select_all()
        self._read()
        self.refresh_keys()

    # -- understanding ------------------------------------------------------------------------------------------

    def _read(self) -> None:
        """Say what is understood so far."""
        typed = self._typed[self._at]
        if self._at == ZONE:
            found = zones_like(typed, SHOWN_ZONES)
            self.query_one(Rows).show([Row(Content(f"         {name}")) for name in found])
        self._understand(typed)

    def _understand(self, typed: str) -> None:
        question, last = self._questions[self._at], self._at == len(self._questions) - 1
        self._answers[self._at] = None
        try:
            answer = self._answers[self._at] = question.read(typed)
        except Refused as error:
            kind, head = ("bad", "Not yet:") if typed.strip() else ("info", "")
            self.verdict.show(kind, head, error.reason, second=error.remedy)  # type: ignore[arg-type]
        else:
            right = "⏎ makes the clinic" if last else "⏎ goes on"
            self.verdict.show("ok", text.fit(answer.said, self.WIDTH - 8), second="", right=right)
        self._show_answers()

    def _show_answers(self) -> None:
        lines = []
        for at, (question, answer) in enumerate(zip(self._questions, self._answers, strict=True)):
            label = text.pad(question.label, LABEL - 2)
            said = text.fit(answer.said, self.WIDTH - LABEL - 8) if answer else ""
            if at == self._at:
                lines.append(Content.assemble((f"{at + 1} {label}", "bold $amber"), (said, "bold")))
            elif at < self._at:
                lines.append(Content.assemble((f"{at + 1} {label}", "$text-dim"), said))
            else:
                lines.append(Content.styled(f"{at + 1} {label}", "$text-dim"))
        self.query_one("#answers", Static).update(Content("\n").join(lines))

    def on_input_changed(self, event: Input.Changed) -> None:
        """With each letter."""
        self._typed[self._at] = event.value
        self._read()

    def action_zone(self, step: int) -> None:
        """Another of the zones that may be meant."""
        if self._at == ZONE:
            self.query_one(Rows).move(step)

    def _zone(self) -> str:
        rows = self.query_one(Rows)
        return rows.rows[rows.cursor].left.plain.strip() if rows.cursor is not None else ""

    def on_rows_moved(self, message: Rows.Moved) -> None:
        """The zone in amber is the one that is meant."""
        self._understand(self._zone())

    async def on_rows_chosen(self, message: Rows.Chosen) -> None:
        """A click on it takes it."""
        await self._go_on()

    # -- going on, going back -----------------------------------------------------------------------------------

    async def on_input_submitted(self, event: Input.Submitted) -> None:
        """The next question; after the last all of it is made."""
        await self._go_on()

    async def _go_on(self) -> None:
        answer = self._answers[self._at]
        if answer is None:
            self.app.bell()
            return
        if self._at == ZONE:
            self._typed[ZONE] = str(answer.value)
        if self._at + 1 < len(self._questions):
            self._ask(self._at + 1)
        else:
            await self._make()

    def action_leave(self) -> None:
        """Esc: a question back; what was typed stays."""
        if self._at:
            self._ask(self._at - 1)
        else:
            self.dismiss(None)

    async def _make(self) -> None:
        values = [answer.value for answer in self._answers if answer]
        at = 0

        def job(desk: Desk) -> Made:
            making = Making(desk, values)

            def step() -> None:
                nonlocal at
                for number, deed in making.deeds():
                    at = number
                    deed()

            desk.atomic(step, "guide")  # no step that undo takes back: nothing would be left to show
            return Made(making.hospital, making.doctor)

        try:
            made = await self.desk_app.work(job)
        except Refused as error:
            self._ask(at)
            self.verdict.show("bad", f"{error.title}:", error.reason, second=error.remedy)
            return
        self.dismiss(made)

    def keys_line(self) -> Sequence[Hint]:
        """No letters: they are typed."""
        last = self._at == len(self._typed) - 1
        zones = (Hint("↑↓", "Choose", ("up", "down")),) if self._at == ZONE else ()
        leave = "Question before" if self._at else "Leave"
        going = Hint("⏎", "Make the clinic" if last else "Next question", ("enter",), rank=0)
        return (going, *zones, Hint("Esc", leave, ("escape",), rank=0))
