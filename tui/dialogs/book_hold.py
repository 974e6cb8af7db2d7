"""The time of the booking form: held at once, moved, renewed, released, confirmed; or lost to somebody else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from textual.widgets import Input

from scheduling.desk import Desk
from scheduling.errors import FrontdeskError, Refused, StoreError
from scheduling.model.reads import Appointment, AppointmentType, Opening
from tui import text, words
from tui.ask import Slot
from tui.dialogs.book_form import Booked
from tui.dialogs.book_patient import BookPatient
from tui.dialogs.taken import Kept, TakenDialog

TICK_SECONDS = 1.0
"""How often the countdown is shown and the hold looked after."""
RENEW_SECONDS = 60
"""A form renews its hold at most this often (RULES 17)."""
LOST = frozenset({"hold_expired", "not_active", "illegal_transition", "unknown"})
"""Refusals that say that a hold is no longer there."""


class BookHold(BookPatient):
    """Everything the form writes, through the store thread."""

    def _likeliest(self, slot: Slot) -> Slot:
        """Type and length: what was asked, else the most used type that fits, else the hospital's default."""
        return self._usual(slot, self.ask.free_until(replace(slot, minutes=0), None)[0] - slot.start)

    def _usual(self, slot: Slot, room: int | None) -> Slot:
        kind: AppointmentType | None
        if slot.type_id:
            kind = next((each for each in self.ask.types(slot.doctor) if each.id == slot.type_id), None)
        else:
            kind = self.desk.usual_type(slot.doctor, room or None, slot.minutes or None)
        usual = self.ask.type_minutes(kind, slot.doctor) if kind else self.ask.hospital.default_minutes
        return replace(slot, minutes=slot.minutes or usual, type_id=kind.id if kind else None)

    async def _hold_slot(self, *, first: bool = False) -> None:
        """Hold the wanted time, or move the hold there; what is in the way goes to the verdict."""
        slot = self.slot
        self.override = None
        try:
            self.hold = await self._take(slot)
            self.problem, self.disk, self.alternatives = None, None, []
            self._renewed = self.desk.now()
        except Refused as error:
            self.problem, self.disk = error, None
            self.alternatives = self.ask.alternatives(slot, error.alternatives, self.hold_id, 4)
            if first and not self.anyway and not self._room():
                self._lost(error)
        except StoreError as error:
            self._met(error)
        self._show()

    async def _take(self, slot: Slot) -> Appointment:
        hold, ask = self.hold, self.ask
        args = {"doctor": slot.doctor, "start": ask.iso(slot.start), "minutes": slot.minutes}
        if slot.type_id:
            args["type"] = slot.type_id
        if hold is not None:
            try:
                return await self.work(lambda desk: desk.move(id=hold.id, **args))
            except Refused as refused:
                if refused.code not in LOST:
                    raise
                self.hold = None
        return await self.work(lambda desk: desk.hold(form=True, **args))

    async def _release(self) -> None:
        hold, self.hold = self.hold, None
        if hold is None or self._done:
            return
        try:
            await self.work(lambda desk: desk.release(id=hold.id))
        except FrontdeskError:  # it has run out, or the disk is gone: nothing is held any more, or not for long
            return

    async def _tick(self) -> None:
        """Each second: the countdown, and a renewal once a minute."""
        left, hold = self.seconds_left(), self.hold
        if (
            hold is not None
            and left is not None
            and self.desk.now() - self._renewed >= RENEW_SECONDS
            and not self._done
        ):
            self._renewed = self.desk.now()
            try:
                self.hold = await self.work(lambda desk: desk.renew(id=hold.id))
            except Refused:
                if not self._done:  # not booked meanwhile
                    self.hold = None
                    await self._hold_slot()
                return
            except StoreError as error:
                self.disk = error
                self._show()
                return
            if self.disk is not None:
                self.disk = None
                self._show()
        self._show_title()

    async def _book(self) -> None:
        """Confirm the hold for the patient, who is written down first when new."""
        patient, draft = self.patient, self.newcomer.draft
        late = not self.direct and (self.seconds_left() or 0) <= 0
        commit = self._commitment()

        def job(desk: Desk) -> Appointment:
            whom = patient
            if whom is None:
                added = desk.add_patient(**_patient_args(draft.name, draft.birth_date, draft.phone))
                whom = self.patient = desk.patient(added["id"])
            return self._book_waiting(desk, commit, whom.id)

        try:
            visit = await self.work(job)
        except Refused as refused:
            if refused.code == "patient_clash":
                self._clash_seen = self._clash_key()
                self.problem = None
                self._show()
            elif not self.direct and refused.code == "unknown":  # the book was put back to before this was held
                self.hold = None
                await self._once_more()
            elif not self.direct and (refused.code in LOST or refused.code == "slot_taken"):
                self.hold = None
                self._lost(refused)
            else:
                self._in_the_way(refused)
            return
        except FrontdeskError as error:
            self._in_the_way(error)
            return
        self._finish(visit, "your hold had run out; the time was still free" if late else "")

    def _book_waiting(self, desk: Desk, commit: Callable[[Desk, str], Appointment], patient: str) -> Appointment:
        """Book, and in the same step close the entry of the waitlist that it was for, where it still waits."""
        entry, whose = self._waiting or ("", "")
        if patient != whose or all(view.entry.id != entry for view in desk.waiting_list()):
            return commit(desk, patient)

        def both() -> Appointment:
            booked = commit(desk, patient)
            desk.do("waitlist_close", id=entry, reason="booked")
            return booked

        return desk.atomic(both)

    def _in_the_way(self, error: FrontdeskError) -> None:
        if isinstance(error, Refused):
            self.problem, self.override = error, None
        elif isinstance(error, StoreError):
            self._met(error)
        self._show()

    def _met(self, trouble: StoreError) -> None:
        """The store is in trouble: the verdict says it, or a dialog where that has no room; the form stays."""
        self.disk = trouble
        if not self.fits(trouble):
            self.desk_app.explain(trouble)

    async def _again(self) -> None:
        """The trouble may be over: hold the time, unless it is held."""
        self.disk = None
        if self.hold is None and self.problem is None and not self.direct:
            await self._hold_slot()

    async def _once_more(self) -> None:
        """Enter after a trouble: what could not be done then."""
        await self._again()
        if self.disk is None and self.ready:
            await self._book()
        else:
            self._show()

    def _commitment(self) -> Callable[[Desk, str], Appointment]:
        """What books, for the id of a patient."""
        hold, args = self.hold, self._visit_args()
        assert hold is not None
        return lambda desk, patient: desk.confirm(id=hold.id, patient=patient, rebook=True, **args)

    def _visit_args(self) -> dict[str, object]:
        args: dict[str, object] = {}
        if self.slot.type_id:
            args["type"] = self.slot.type_id
        note = self.query_one("#note", Input).value.strip()
        if note:
            args["note"] = note
        if self._clash_seen is not None and self._clash_seen == self._clash_key():
            args["allow_patient_clash"] = True
        return args

    def _finish(self, visit: Appointment, note: str = "", *, held: bool = False) -> None:
        self._done = True
        view = self.desk.visit_view(visit.id)
        doctor = words.doctor_short(self.ask.name(visit.doctor))
        self.dismiss(Booked(visit.id, text.sentence(view, doctor), held, note))

    async def action_hold_for_caller(self) -> None:
        """ctrl+g: the hold stays on the grid for as long as the hospital says, for a caller who must ask at home."""
        hold, patient = self.hold, self.highlighted
        if hold is None or self.problem is not None:
            self.app.bell()
            return
        given: dict[str, object] = {}
        note = self.query_one("#note", Input).value.strip()
        if note:
            given["note"] = note
        if patient is not None:
            given |= {"patient": patient.id, "allow_patient_clash": True}

        def job(desk: Desk) -> Appointment:
            if given:
                desk.update_visit(id=hold.id, **given)
            return desk.lengthen(id=hold.id)

        try:
            visit = await self.work(job)
        except FrontdeskError as error:
            self._in_the_way(error)
            return
        self._finish(visit, held=True)

    def _lost(self, refused: Refused) -> None:
        """The time went to somebody else: offer others, keep what was typed."""
        note = self.query_one("#note", Input).value.strip()
        name = self.newcomer.draft.name if self.newcomer.display else ""
        kept = Kept(
            self.patient or self.highlighted, name or self.query_one("#search", Input).value.strip(), self.slot, note
        )
        self.app.push_screen(TakenDialog(refused, kept, self.ask.doctor.id), self._answered)

    async def _answered(self, answer: Opening | str | None) -> None:
        """What the dialog of the lost time said: another opening, "more" times, or nothing."""
        if answer is None:
            self._done = True
            self.dismiss(None)
        elif isinstance(answer, str):
            self.action_other_times()
        else:
            await self._go_to(answer)

    async def _go_to(self, opening: Opening) -> None:
        """Another time, with everything that was typed kept."""
        offered = {kind.id for kind in self.ask.types(opening.doctor)}
        type_id = self.slot.type_id if self.slot.type_id in offered else None
        self.slot = Slot(opening.doctor, opening.start, opening.end - opening.start, type_id)
        await self._hold_slot()

    def action_repeat(self) -> None:
        """ctrl+r: this time again and again; every date is shown before anything is booked."""
        from tui.dialogs.repeat import RepeatDialog, Repeated, Source

        patient, slot, hold = self.patient, self.slot, self.hold_id
        if patient is None or not self.held:
            self.verdict.show("bad", "Repeat:", "choose the patient and a free time first.")
            self.app.bell()
            return
        note = self.query_one("#note", Input).value.strip() or None

        def repeated(done: Repeated | None) -> None:
            if done is not None:
                first = self.desk.series_visits(done.series)[0].visit
                self._finish(first, f"{done.head}: {done.sentence}".rstrip("."))

        more = {"note": note, "hold": hold}
        source = Source(slot.doctor, slot.start, slot.minutes, slot.type_id, patient.id, **more)
        self.app.push_screen(RepeatDialog(source), repeated)

    def action_wait(self) -> None:
        """ctrl+t: the patient would rather wait for a time like this one."""
        from tui.dialogs.waitlist_form import WaitlistForm
        from tui.finder.wishes import typed, vocabulary
        from tui.finder.words import Wish

        slot = self.slot
        usual = None if slot.type_id else slot.minutes
        wish = Wish((slot.doctor,), type_id=slot.type_id, minutes=usual)
        patient = self.patient or self.highlighted

        async def added(sentence: str | None) -> None:
            if sentence is not None:
                await self._release()
                self.dismiss(None)
                self.desk_app.say("ok", "On the waitlist", sentence, (("u", "undo"),))

        wishes = typed(wish, vocabulary(self.ask), self.ask.today())
        form = WaitlistForm(slot.doctor, patient_id=patient.id if patient else None, wishes=wishes)
        self.app.push_screen(form, added)

    def action_other_times(self) -> None:
        """ctrl+f: next available, filled in."""
        from tui.dialogs.next_available import Chosen, NextDialog

        async def chosen(answer: Chosen | None) -> None:
            if answer is not None:
                self.slot = replace(self.slot, type_id=answer.type_id)
                if answer.patient_id and self.patient is None:
                    self._set_patient(self.desk.patient(answer.patient_id))
                await self._go_to(answer.opening)

        slot = self.slot
        whom = self.patient.id if self.patient else None
        hold = self.hold_id
        dialog = NextDialog(
            slot.doctor, slot.type_id, slot.minutes, slot.start, patient_id=whom, hold=hold, grid=False
        )
        self.app.push_screen(dialog, chosen)


def _patient_args(name: str, birth_date: str | None, phone: str) -> dict[str, object]:
    args: dict[str, object] = {"name": name, "allow_duplicate": True}
    if birth_date:
        args["birth_date"] = birth_date
    if phone:
        args["phones"] = [phone]
    return args
