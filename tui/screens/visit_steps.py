"""What is done to a visit, wherever it was chosen: its statuses, cancelling, its history."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any

from scheduling.model.reads import VisitView
from scheduling.model.status import STATUSES
from tui import text
from tui.dialogs import words
from tui.screens.mode import ModeScreen, Whereabouts
from tui.widgets.subject import born, name_of

UNDO = (("u", "undo"),)
SENTENCE_KEYS = (("y", "copy"), ("u", "undo"))


class VisitSteps(ModeScreen):
    """The actions of the group “On a visit”. A subclass says which visit is `chosen_visit`."""

    sentence: str = ""
    """The sentence of the visit booked last, for `y` right after it."""

    @property
    @abstractmethod
    def chosen_visit(self) -> VisitView | None:
        """The visit under the cursor, if there is one."""

    @property
    def here(self) -> VisitView:
        """The visit under the cursor; only asked for where there is one."""
        visit = self.chosen_visit
        assert visit is not None
        return visit

    @property
    def status(self) -> str | None:
        """The status of the visit under the cursor."""
        visit = self.chosen_visit
        return visit.visit.status if visit else None

    def sentence_of(self, visit: VisitView) -> str:
        """The sentence to read out."""
        return text.sentence(visit, words.doctor_short(name_of(self.desk, visit.visit.doctor)))

    async def do_move(self) -> None:
        """Carry the visit over the week of its doctor."""
        await self.desk_app.open_mode("week", Whereabouts(visit=self.here.visit.id, carry=True, asked=True))

    def named(self, visit: VisitView) -> str:
        """A visit in a short sentence's words: whose, when."""
        who = text.natural_name(visit.patient_name) or "a held time"
        return f"{who}, {self.words(visit.visit.start_minute, visit.visit.minutes)}"

    async def step(self, done: str, verb: str, **arguments: Any) -> bool:
        """One verb on the visit here; says `done` in the band when it was taken."""
        visit = self.here
        arguments = {"id": visit.visit.id, **arguments}
        if await self.attempt(lambda desk: desk.do(verb, **arguments)) is None:
            return False
        self.reload()
        self.say("ok", done, self.named(visit), UNDO)
        return True

    async def _become(self, status: str) -> None:
        word = STATUSES[status].word
        if self.here.visit.status == status:
            self.say("info", "", f"{text.natural_name(self.here.patient_name)} is {word.lower()} already.")
            return
        await self.step(word, "status", status=status, version=self.here.visit.version)

    async def do_arrived(self) -> None:
        """The patient is in the waiting room."""
        await self._become("arrived")

    async def do_in_room(self) -> None:
        """The patient is with the doctor."""
        await self._become("checked-in")

    async def do_seen(self) -> None:
        """The visit is done."""
        await self._become("fulfilled")

    async def do_no_show(self) -> None:
        """The patient did not come."""
        await self._become("noshow")

    async def do_next_status(self) -> None:
        """The status that usually follows."""
        following = STATUSES[self.here.visit.status].next
        if self.here.visit.status == "pending":
            self.do_open()
        elif following:
            await self._become(following[0])
        else:
            self.say("info", "", f"Nothing follows “{STATUSES[self.here.visit.status].word}”.")

    async def do_said_yes(self) -> None:
        """The patient said that they will come."""
        if self.here.visit.response == "accepted":
            self.say("info", "", f"{text.natural_name(self.here.patient_name)} has said yes already.")
        elif self.here.visit.status != "booked":
            word = STATUSES[self.here.visit.status].word.lower()
            self.say("bad", "", f"Only a booked visit can be said yes to; this one is {word}.")
        else:
            await self.step("Said yes", "update_visit", response="accepted", version=self.here.visit.version)

    def do_open(self) -> None:
        """Open the visit; a held time becomes a booking."""
        from tui.dialogs.visit import VisitDialog

        self.app.push_screen(VisitDialog(self.here.visit.id), self._visited)

    def do_edit(self) -> None:
        """Change the visit."""
        self.do_open()

    def _visited(self, said: str | None) -> None:
        self.reload()
        if said:
            self.sentence = said
            self.say("ok", "Saved", said, SENTENCE_KEYS)

    def do_cancel(self) -> None:
        """Ask for the reason, by one digit, and cancel; a hold is released without a question."""
        from tui.dialogs.cancel import CancelDialog

        visit = self.here

        async def cancelled(reason: str | None) -> None:
            if reason is None:
                return
            deed = lambda desk: desk.do("cancel", id=visit.visit.id, reason=reason)  # noqa: E731
            if await self.attempt(deed) is not None:
                self.reload()
                self.say("ok", "Cancelled", f"{self.named(visit)}. Reason: {reason}.", UNDO)

        if visit.visit.status == "pending":
            self.run_worker(self.step("Let go", "release"), group="release")
        else:
            self.app.push_screen(CancelDialog(self.named(visit), born(visit.birth_date)), cancelled)

    def do_history(self) -> None:
        """What happened to this visit, in words."""
        from tui.dialogs.history import HistoryDialog

        self.app.push_screen(HistoryDialog(self.here.visit.id, self.named(self.here)))

    def do_copy(self) -> None:
        """The sentence to read out, into the clipboard."""
        sentence = self.sentence_of(self.here)
        self.app.copy_to_clipboard(sentence)
        self.say("ok", "Copied", sentence)
