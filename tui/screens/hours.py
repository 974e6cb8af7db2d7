"""Mode 6: the hours of a doctor; a change is a draft, whom it displaces stands beside it before it is saved."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual.binding import BindingType

from scheduling.desk import Desk
from scheduling.errors import Refused
from scheduling.model.hours import Displaced, Preview
from tui.actions import bindings
from tui.dialogs.displaced import CANCEL, CARRY, FIT, KEEP, OPEN, Choice
from tui.hours.draft import Draft
from tui.screens.hours_days import HoursDays
from tui.screens.visit_steps import UNDO
from tui.widgets.displaced_list import DisplacedList
from tui.widgets.subject import born
from tui.words import doctor_short

STYLE = Path(__file__).parent.parent / "styles" / "hours.tcss"


class HoursScreen(HoursDays):
    """Weekly hours, single days, closures; and those who are outside them, worked off one by one."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("hours")]
    CSS_PATH = STYLE

    _weighed: tuple[object, ...] | None = None
    """For which hours, draft and minute it was found out whom they displace."""
    _dropped: tuple[str, int, list[Draft]] | None = None
    """The draft dropped last: whose hours, at which number of the book."""

    # -- whom it displaces --------------------------------------------------------------------------------------

    def weigh(self) -> None:
        """Find out, in the store thread, whom the draft displaces; one question at a time, the last one counts."""
        if not self.weighing and self._question() != self._weighed:
            self.weighing = True
            self.show_list()
            self.in_background(self._weigh, "weigh")

    def _question(self) -> tuple[object, ...]:
        return self.doctor_id, self.draft, self.desk.seq, self.desk.now() // 60

    async def _weigh(self) -> None:
        try:
            while (question := self._question()) != self._weighed:
                doctor, steps = self.doctor_id, self.steps()

                def look(
                    desk: Desk, doctor: str = doctor, steps: list[tuple[str, dict[str, object]]] = steps
                ) -> Preview:
                    return desk.preview(doctor, steps)

                answer = await self.attempt(look)
                self._weighed = question
                if answer is not None and doctor == self.doctor_id:
                    self.preview = answer
                elif answer is None:
                    self.preview = Preview()
        finally:
            self.weighing = False
        self.show_all()
        self.show_top()

    # -- saving -------------------------------------------------------------------------------------------------

    async def do_save_draft(self) -> None:
        """All of the draft in one step, unless somebody else changed the hours meanwhile."""
        draft, doctor = self.draft, self.doctor_id
        if draft is None:
            self.say("info", "", "There is nothing to save: everything shown is saved.")
            return
        steps, said, stamp = self.steps(), self.draft_words(draft), draft.stamp

        def save(desk: Desk) -> bool:
            def run() -> None:
                if desk.hours_stamp(doctor) != stamp:
                    raise Refused(
                        "stale_record",
                        "Somebody else has just changed these hours.",
                        "Your draft is kept on top of theirs: look at it, then save again.",
                    )
                for verb, arguments in steps:
                    desk.do(verb, **arguments)

            desk.atomic(run, steps[0][0] if steps else "set_hours")
            return True

        if await self.attempt(save) is None:
            self.reload()
            return
        self.drafts.pop(doctor, None)
        starts = draft.starts(self.today) if draft.changed_weekdays else None
        self.changed_meanwhile.discard(doctor)
        self.reload()
        if starts is not None:
            self.version = next(at for at, one in enumerate(self.versions) if one.holds(starts))
            self._refresh()
        count = len(self.shown.outside)
        outside = f" {count} outside hours: Tab goes there." if count else ""
        self.say("ok", "Saved", f"{said}.{outside}", UNDO)

    def do_drop_draft(self) -> None:
        """From the list back to the hours; there, drop the draft."""
        if self.in_list:
            self.in_list = False
            self.show_all()
        elif self.draft is not None:
            self._dropped = self.doctor_id, self.desk.seq, self.drafts.pop(self.doctor_id)
            self.changed_meanwhile.discard(self.doctor_id)
            self._refresh()
            self.say("info", "Dropped", "The hours stay as they were.", (("u", "bring it back"),))

    async def do_undo(self) -> None:
        """Of a draft its last change, or the draft that was dropped; else this desk's last step."""
        history = self.drafts.get(self.doctor_id)
        if history:
            history.pop()
            if not history:
                del self.drafts[self.doctor_id]
            self._refresh()
            self.say("info", "Taken back", "Nothing was saved." if self.draft else "Nothing is left to save.")
        elif self._dropped is not None and self._dropped[:2] == (self.doctor_id, self.desk.seq):
            self.drafts[self.doctor_id], self._dropped = self._dropped[2], None
            self.reload()
        else:
            self._dropped = None
            await super().do_undo()

    def read(self) -> None:
        """As always; a draft that somebody else's change went under says so."""
        known = self.doctor_id in self.changed_meanwhile
        super().read()
        if not known and self.doctor_id in self.changed_meanwhile:
            self.say(
                "bad", "Changed meanwhile", "Somebody else changed these hours. Yours are kept on top of theirs."
            )

    # -- moving about -------------------------------------------------------------------------------------------

    def _line(self, step: int) -> None:
        if self.view is None:
            return
        if self.in_list:
            self.place_in_list += step
            self.show_list()
            return
        spots = self.spots()
        at = spots.index(self.spot) if self.spot in spots else 0
        self.spot = spots[max(0, min(len(spots) - 1, at + step))]
        self.show_all()

    def do_line_above(self) -> None:
        """The bar, day, closure or visit above."""
        self._line(-1)

    def do_line_below(self) -> None:
        """The bar, day, closure or visit below."""
        self._line(1)

    def do_to_displaced(self) -> None:
        """To the list of those outside, or back to the hours."""
        if self.view is not None and not self.in_list and not self.lists().all:
            self.say("info", "", "Nobody is outside hours.")
            return
        self.in_list = not self.in_list and self.view is not None
        self.show_all()

    def _turn_version(self, step: int) -> None:
        if self.view is None:
            return
        if self.draft is not None and self.draft.changed_weekdays:
            self.say("info", "", "Save (^s) or drop (Esc) what is not saved yet first.")
            return
        at = self.version + step
        if not 0 <= at < len(self.versions):
            self.say("info", "", f"There are no weekly hours {'after' if step > 0 else 'before'} these.")
            return
        self.version = at
        if self.draft is not None:
            version = self.versions[at]
            self.push(self.draft._replace(base=version, week=version.week))
        self._refresh()

    def do_version_before(self) -> None:
        """The weekly hours that were in effect before these."""
        self._turn_version(-1)

    def do_version_after(self) -> None:
        """The weekly hours that follow these."""
        self._turn_version(1)

    def _turn_doctor(self, step: int) -> None:
        idents = [doctor.id for doctor in self.doctors]
        if idents:
            at = idents.index(self.doctor_id) if self.doctor_id in idents else 0
            self.turn_to(idents[(at + step) % len(idents)])

    def do_hours_doctor_before(self) -> None:
        """The doctor before."""
        self._turn_doctor(-1)

    def do_hours_doctor_after(self) -> None:
        """The doctor after."""
        self._turn_doctor(1)

    def do_hours_pick_doctor(self) -> None:
        """Ask which doctor."""
        from tui.dialogs.doctor import DoctorDialog

        def picked(doctor_id: str | None) -> None:
            if doctor_id:
                self.turn_to(doctor_id)

        if self.view is not None:
            self.app.push_screen(DoctorDialog(self.doctor_id, "Whose hours?", "Show the hours"), picked)

    # -- those outside ------------------------------------------------------------------------------------------

    def on_displaced_list_pointed(self, message: DisplacedList.Pointed) -> None:
        """A click chooses; on the chosen one it does what Enter does."""
        self.band.hush()
        self.in_list, self.place_in_list = True, message.index
        self.show_all()
        if message.acted:
            self.do_open()

    def do_open(self) -> None:
        """What is to become of the visit that is chosen."""
        from tui.dialogs.displaced import DisplacedDialog

        entry = self.entry
        assert entry is not None
        visit = entry.visit

        async def chosen(choice: str | None) -> None:
            if choice is not None and self.entry is not None and self.entry.visit.visit.id == visit.visit.id:
                await self._settle(choice, entry)

        kind = f"{visit.type_name}, {visit.visit.minutes} min" if visit.type_name else f"{visit.visit.minutes} min"
        about = " · ".join(part for part in (kind, visit.location_name, visit.phone or "") if part)
        saved = any(one.visit.visit.id == visit.visit.id for one in self.shown.outside)
        why = entry.because or ("no hours then" if saved else "once this is saved")
        title = self.named(visit) + born(visit.birth_date)
        self.app.push_screen(DisplacedDialog(title, about, why, self._choices(entry, saved)), chosen)

    def _choices(self, entry: Displaced, saved: bool) -> list[Choice]:
        found = []
        if entry.fits is not None:
            other = entry.fits.doctor != entry.visit.visit.doctor
            name = next((one.name for one in self.doctors if one.id == entry.fits.doctor), "")
            with_whom = f", {doctor_short(name)}" if other else ""
            found.append(Choice(FIT, f"Move to {self.words(entry.fits.start)}{with_whom}", "the time that fits"))
        found.append(Choice(CARRY, "Carry it in the week", "choose a place by eye"))
        if entry.visit.visit.status == "pending":
            return [*found, Choice(CANCEL, "Let the held time go", "nobody is booked yet")]
        found.append(Choice(CANCEL, "Cancel it", "with the reason"))
        if saved:
            found.append(Choice(KEEP, "Keep it as it is", "it takes place all the same"))
        return [*found, Choice(OPEN, "Open the visit", "note, type, history")]

    async def _settle(self, choice: str, entry: Displaced) -> None:
        own = entry.visit.visit
        if choice == CARRY:
            await self.do_move()
        elif choice == CANCEL:
            await self.do_cancel()
        elif choice == OPEN:
            super().do_open()
        elif choice == KEEP:
            await self.step("Kept", "accept", version=own.version)
        elif entry.fits is not None:
            fits = entry.fits
            arguments = {"id": own.id, "start": self.iso(fits.start), "doctor": fits.doctor, "version": own.version}
            if await self.attempt(lambda desk: desk.do("move", **arguments)) is not None:
                self.reload()
                sentence = self.sentence_of(self.desk.visit_view(own.id))
                self.say("ok", "Moved", sentence, (("y", "copy"), *UNDO))

    def do_edit(self) -> None:
        """The visit itself."""
        super().do_open()
