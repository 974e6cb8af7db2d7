"""The first screen of an empty clinic: take the sample, or see how a clinic of one's own is set up."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Vertical
from textual.content import Content
from textual.widgets import Static

from tui.screens.base import DeskScreen
from tui.widgets.footer import Hint
from tui.widgets.lines import section
from tui.widgets.rows import Row, Rows
from tui.worker import News

if TYPE_CHECKING:
    from scheduling.desk import Desk

SEED = 2026
"""The sample clinic that is made here: the same one each time."""

HOW = (
    "A clinic is set up with the batch verbs, one JSON object a line:",
    '{"do":"add_hospital","id":"main","name":"Main","timezone":"Europe/Paris"}',
    '{"do":"add_doctor","id":"who","hospital":"main","name":"Dr Who"}',
    '{"do":"set_hours","doctor":"who","hours":{"mon":[["08:00","16:00"]]}}',
    "",
    "frontdesk --data DIR batch < clinic.jsonl   then come back here.",
)


class WelcomeScreen(DeskScreen):
    """Two choices; as soon as there is a doctor, wherever from, the week opens."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("up,k", "move(-1)", "Up"),
        ("down,j", "move(1)", "Down"),
        ("enter", "take", "Choose"),
        ("1", "choose(0)", "The sample clinic"),
        ("2", "choose(1)", "A clinic of your own"),
    ]

    def compose(self) -> ComposeResult:
        """The question, the two answers, and room for what follows."""
        with Container(id="stage"), Vertical(id="box"):
            yield Static(
                Content.assemble(("◆ ", "bold $amber"), ("frontdesk", "bold"), ("   an empty clinic", "$text-dim"))
            )
            yield Static("")
            yield Static(section("How do you want to begin?", 74))
            yield Rows(id="choices")
            yield Static("", id="how", markup=False)
        yield self.band
        yield self.footer

    def on_mount(self) -> None:
        """The sample first: it can be looked at without any harm."""
        choices = (
            ("1", "The sample clinic", "made-up patients, three weeks of visits"),
            ("2", "A clinic of your own", "how it is set up"),
        )
        rows = [
            Row(Content.assemble((f"  {number} ", "bold $amber"), (f"{name:<22}", "bold"), (about, "$text-dim")))
            for number, name, about in choices
        ]
        self.query_one(Rows).show(rows)
        self.refresh_keys()

    def refresh_keys(self) -> None:
        """Few keys work here."""
        hints = (Hint("↑↓", "Choose", ("up", "down")), Hint("⏎", "Begin", ("enter",), rank=0))
        self.footer.show(hints, (Hint("^q", "Quit", ("ctrl+q",), rank=0),))

    def action_move(self, step: int) -> None:
        """The other choice."""
        self.query_one(Rows).move(step)

    async def action_take(self) -> None:
        """The choice in amber."""
        await self.action_choose(self.query_one(Rows).cursor or 0)

    async def on_rows_chosen(self, message: Rows.Chosen) -> None:
        """A click on the choice in amber."""
        await self.action_choose(message.index)

    async def action_choose(self, choice: int) -> None:
        """Fill the clinic with the sample, or tell how to set one up."""
        if choice == 1:
            lines = [Content.styled(line, "" if line.startswith("{") else "$text-dim") for line in HOW]
            self.query_one("#how", Static).update(Content("\n").join(lines))
            return
        self.say("info", "A moment", "the sample clinic is being made.")

        def fill(desk: Desk) -> bool:
            from scheduling import sample  # late: only a first start needs it

            sample.fill(desk, SEED)
            return True

        if await self.attempt(fill):
            self.open_week()

    def on_news(self, message: News) -> None:
        """Somebody set the clinic up meanwhile."""
        hospital = self.desk_app.hospital
        if hospital and self.desk.doctor_list(hospital.id):
            self.open_week()

    def open_week(self) -> None:
        """The desk is ready."""
        from tui.screens.week import WeekScreen

        if self.app.screen is self:
            self.app.push_screen(WeekScreen())
