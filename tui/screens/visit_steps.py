"""What is done to a visit, wherever it was chosen: its statuses, cancelling, its history."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from scheduling.model.reads import Appointment, VisitView
from scheduling.model.status import STATUSES
from scheduling.when.iso import parse_stamp
from tui import modes, text, words
from tui.actions import BY_ID, VISIT_GROUP
from tui.screens.mode import ModeScreen, Whereabouts
from tui.widgets.subject import born, name_of

if TYPE_CHECKING:
    from tui.dialogs.book import Booked
    from tui.dialogs.repeat import Repeated

UNDO = (("u", "undo"),)
SENTENCE_KEYS = (("y", "copy"), ("u", "undo"))
HELD_KEYS = (("y", "copy"), ("x", "let go"))
"""After a hold, which is no step that undo takes back (RULES 17)."""
ON_THE_WAITLIST = "on the waitlist"
"""What a warning says when somebody waits for a time like the one given back."""


class VisitSteps(ModeScreen):
    """The actions of the group “On a visit”. A subclass says which visit is `chosen_visit`."""

    given_back: Whereabouts | None = None
    """A time that the last step gave back and that somebody waits for: the key of the Waitlist goes there."""

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
        place = Whereabouts(visit=self.here.visit.id, carry_from=self.MODE, asked=True)
        await self.desk_app.open_mode("week", place)

    def named(self, visit: VisitView) -> str:
        """A visit in a short sentence's words: whose, when."""
        who = text.natural_name(visit.patient_name) or "a held time"
        return f"{who}, {self.words(visit.visit.start_minute, visit.visit.minutes)}"

    async def step(self, done: str, verb: str, **arguments: Any) -> bool:
        """One verb on the visit here; says `done` in the band when it was taken."""
        visit = self.here
        arguments = {"id": visit.visit.id, **arguments}
        outcome = await self.attempt(lambda desk: desk.do(verb, **arguments))
        if outcome is None:
            return False
        self.reload()
        self.tell(done, self.named(self.desk.visit_view(visit.visit.id)), outcome.warnings, visit.visit)
        return True

    def tell(
        self, done: str, sentence: str, warnings: Sequence[str], before: Appointment, *, copy: bool = False
    ) -> None:
        """What was done in the band, and what to know about it; `before`: the visit as it stood.

        Where its time would suit somebody on the waitlist, the key of that screen goes there.
        """
        keys: tuple[tuple[str, str], ...] = SENTENCE_KEYS if copy else UNDO
        if before.status == "pending":
            keys = HELD_KEYS if copy else ()
        if warnings:
            sentence = " ".join((sentence if sentence.endswith(".") else f"{sentence}.", *warnings))
        if any(ON_THE_WAITLIST in warning for warning in warnings):
            start = self.wall(before.start_minute)
            minute = start.hour * 60 + start.minute
            self.given_back = Whereabouts(before.doctor, start.date(), minute, asked=True, minutes=before.minutes)
            keys = ((str(modes.BY_ID["waitlist"].number), "who"), *keys)
        self.say("ok", done, sentence, keys)

    def say_booked(self, result: Booked) -> None:
        """What the form booked: its sentence in the band."""
        said = f"{result.sentence}. {result.note}" if result.note else result.sentence
        arrived = self.desk.visit_view(result.visit_id).visit.status == "arrived"
        head = "Held" if result.held else "Arrived" if arrived else "Booked"
        self.say("ok", head, said, HELD_KEYS if result.held else SENTENCE_KEYS)

    async def action_do(self, ident: str) -> None:
        """Right after a step that gave back a time, the key of the Waitlist goes to who could take it."""
        given_back, self.given_back = self.given_back, None
        if ident == "waitlist" and given_back is not None:
            await self.desk_app.open_mode("waitlist", given_back)
        elif not self._in_another_form(ident):
            await super().action_do(ident)

    def _in_another_form(self, ident: str) -> bool:
        """Whether another desk has the booking form open over the held time here: nobody takes it from them."""
        view = self.chosen_visit
        touching = BY_ID[ident].group == VISIT_GROUP and ident not in ("history", "copy")
        if (
            view is None
            or not touching
            or not view.in_a_form
            or view.visit.held_by == (self.desk.desk or self.desk.by)
        ):
            return False
        left = parse_stamp(view.visit.expires_at or "") - self.desk.now()
        who = text.clean(view.visit.held_by or "")
        self.say(
            "info", "", f"{who} is booking this time just now, and keeps it for {text.countdown(left)} at least."
        )
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

        held = self.here.visit.status == "pending"
        self.app.push_screen(VisitDialog(self.here.visit.id), lambda said: self._visited(said, held))

    def do_edit(self) -> None:
        """Change the visit."""
        self.do_open()

    def _visited(self, said: str | None, held: bool = False) -> None:
        self.reload()
        if said:
            head = "Booked" if held and self.status == "booked" else "Saved"
            self.say("ok", head, said, HELD_KEYS if self.status == "pending" else SENTENCE_KEYS)

    async def do_cancel(self) -> None:
        """Ask for the reason, by one digit, and cancel; a hold is released without a question."""
        from tui.dialogs.cancel import CancelDialog

        visit = self.here

        async def cancelled(reason: str | None) -> None:
            if reason is None:
                return
            if visit.visit.series is not None:
                self.cancel_series(visit, reason)
                return
            outcome = await self.attempt(lambda desk: desk.do("cancel", id=visit.visit.id, reason=reason))
            if outcome is not None:
                self.reload()
                self.tell("Cancelled", f"{self.named(visit)}. Reason: {reason}.", outcome.warnings, visit.visit)

        if visit.visit.status == "pending":
            await self.step("Let go", "release")
        else:
            self.app.push_screen(CancelDialog(self.named(visit), born(visit.birth_date)), cancelled)

    def cancel_series(self, visit: VisitView, reason: str) -> None:
        """Ask how much of the series is meant, and cancel that much."""
        from tui.dialogs.series_scope import cancel_scope

        async def scoped(scope: str | None) -> None:
            if scope is None:
                return
            ident = visit.visit.id
            outcome = await self.attempt(lambda desk: desk.do("cancel_series", id=ident, scope=scope, reason=reason))
            if outcome is not None:
                self.reload()
                count = len(outcome.value)
                more = f" and {count - 1} more of the series" if count > 1 else ""
                said = f"{self.named(visit)}{more}. Reason: {reason}."
                self.tell("Cancelled", said, outcome.warnings, visit.visit)

        self.app.push_screen(cancel_scope(self.desk, visit, self.named(visit)), scoped)

    def do_repeat(self) -> None:
        """The same visit again and again: shown date by date before anything is booked."""
        from tui.dialogs.repeat import RepeatDialog, Source

        visit = self.here
        if visit.visit.patient is None:
            self.say("bad", "", "A held time without a patient cannot be repeated; ⏎ books it first.")
            return

        def repeated(done: Repeated | None) -> None:
            self.reload()
            if done is not None:
                self.say("ok", done.head, done.sentence, UNDO)

        self.app.push_screen(RepeatDialog(Source.of(visit)), repeated)

    def do_wait(self) -> None:
        """Put somebody on the waitlist: the patient of the visit, who would come earlier, or whoever asks."""
        from tui.ask import Ask
        from tui.dialogs.waitlist_form import WaitlistForm
        from tui.finder.wishes import for_earlier, typed, vocabulary
        from tui.finder.words import Wish

        visit, place, hospital = self.chosen_visit, self.whereabouts(), self.desk_app.hospital
        doctors = self.desk.doctor_list(hospital.id) if hospital else []
        doctor = visit.visit.doctor if visit else place.doctor or next((one.id for one in doctors), None)
        if doctor is None:
            self.say_no_doctors()
            return
        today = self.desk_app.today()
        wish = for_earlier(visit, today) if visit else Wish((doctor,) if place.doctor else ())
        wishes = typed(wish, vocabulary(Ask(self.desk, doctor)), today)
        patient = visit.visit.patient if visit else place.patient

        def added(sentence: str | None) -> None:
            if sentence is not None:
                self.reload()
                self.say("ok", "On the waitlist", sentence, UNDO)

        self.app.push_screen(WaitlistForm(doctor, patient_id=patient, wishes=wishes), added)

    def do_history(self) -> None:
        """What happened to this visit, in words."""
        from tui.dialogs.history import HistoryDialog

        self.app.push_screen(HistoryDialog(self.here.visit.id, self.named(self.here)))

    def do_copy(self) -> None:
        """The sentence to read out, into the clipboard."""
        sentence = self.sentence_of(self.here)
        self.app.copy_to_clipboard(sentence)
        self.say("ok", "Copied", sentence)
