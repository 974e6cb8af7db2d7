"""The first screen of an empty clinic: take the sample, or answer five questions for a clinic of one's own."""

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

BY_VERBS = "Or from a file of batch verbs:  frontdesk --data DIR batch < clinic.jsonl"


READY = "⏎ books the time under the cursor. 8 adds doctors, places and types of visit; ? lists every key."
"""What to press in a clinic that has just been made."""


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
            yield Static(BY_VERBS, id="how", markup=False)
        yield self.band
        yield self.footer

    def on_mount(self) -> None:
        """The sample first: it can be looked at without any harm."""
        choices = (
            ("1", "The sample clinic", "made-up patients, three weeks of visits"),
            ("2", "A clinic of your own", "five questions, then the first visit"),
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
        """Fill the clinic with the sample, or ask for one's own."""
        if choice == 1:
            self._guide()
            return
        if self.desk_app.hospital is not None:
            self.say("bad", "", "A clinic is begun here already: 2 goes on with it. frontdesk demo shows the sample.")
            return
        self.say("info", "A moment", "the sample clinic is being made.")

        def fill(desk: Desk) -> bool:
            from scheduling import sample  # late: only a first start needs it

            if not desk.hospital_list():  # Enter twice, or somebody was quicker
                sample.fill(desk, SEED)
            return True

        if await self.attempt(fill):
            await self.open_week()

    def _guide(self) -> None:
        from tui.dialogs.guide import GuideDialog, Made

        async def answered(made: Made | None) -> None:
            if made is None:
                await self.on_news(News(frozenset()))
                return
            self.desk_app.hospital_id = made.hospital
            await self.open_week(READY)

        self.app.push_screen(GuideDialog(), answered)

    async def on_news(self, message: News) -> None:
        """Somebody set the clinic up meanwhile."""
        hospital = self.desk_app.hospital
        if hospital and self.desk.doctor_list(hospital.id):
            await self.open_week()

    async def open_week(self, said: str = "") -> None:
        """The desk is ready; `said`: what to do now."""
        if self.app.screen is not self:
            return
        await self.desk_app.open_mode("week")
        if said:
            self.desk_app.say("ok", "Ready", said)
