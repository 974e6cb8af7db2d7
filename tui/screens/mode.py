"""What the eight screens share: row 1, row 2, and how time, news and the other screens change what is shown."""

from __future__ import annotations

from abc import abstractmethod
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content
from textual.timer import Timer

from scheduling.errors import Refused
from scheduling.when import zones
from tui import text
from tui.modes import GRIDS
from tui.screens.base import DeskScreen
from tui.widgets.header import Header, Heading
from tui.widgets.modes import LegendEntry, ModesRow
from tui.widgets.subject import when_words
from tui.worker import News

if TYPE_CHECKING:
    from tui.dialogs.find_patient import FoundPatient, FoundVisit


class Whereabouts(NamedTuple):
    """What a screen looks at, for the one opened next: a doctor's id, a date, a minute of its wall clock; or one
    visit, one patient. `carry_from`: the visit is to be picked up; put back, that mode is shown again. `asked`:
    somebody chose it, it is not just where the cursor stood. `minutes`: how long the time is that was given back
    there."""

    doctor: str | None = None
    day: date | None = None
    minute: int | None = None
    visit: str | None = None
    patient: str | None = None
    carry_from: str | None = None
    asked: bool = False
    minutes: int | None = None


class Title(NamedTuple):
    """Row 1: who or where, in few words what that is, and the range with a short form; `turns`: ‹ › turn it."""

    what: str
    small: str = ""
    range: str = ""
    short_range: str = ""
    turns: bool = False


WITH_A_DOCTOR = frozenset({"walk_in", "next_available"})
"""Actions that ask for a doctor wherever the cursor is."""


class ModeScreen(DeskScreen):
    """A screen behind a number key. Composes `self.header`, `self.modes` above what is its own."""

    def __init__(self) -> None:
        super().__init__()
        self.header = Header(id="header")
        self.modes = ModesRow(id="modes")
        self.shown_seq = -1
        """The book's number when it was read for what is shown."""
        self._shown_at: tuple[object, ...] = ()
        self._timer: Timer | None = None

    # -- what a screen says of itself ---------------------------------------------------------------------------

    @abstractmethod
    def title_words(self) -> Title:
        """What row 1 says."""

    def end_of_tabs(self) -> list[LegendEntry] | Content:
        """What stands at the end of row 2: what the colours mean, or one small fact."""
        return Content("")

    @abstractmethod
    def read(self) -> None:
        """Read what is shown from the desk again, and show it; cursor and scroll stay."""

    @property
    def valid_until(self) -> float:
        """Epoch seconds until which the clock alone changes nothing that was read."""
        return float("inf")

    def whereabouts(self) -> Whereabouts:
        """What the cursor is on, for the screen that is opened next."""
        return Whereabouts()

    def arrive(self, place: Whereabouts) -> None:
        """This screen was opened from another, which looked at `place`."""

    # -- showing ------------------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Read and show everything again."""
        self.shown_seq, self._shown_at = self.desk.seq, self._moment()
        self.read()
        self.show_top()

    def show_top(self) -> None:
        """Rows 1 and 2."""
        app, desk, title = self.desk_app, self.desk, self.title_words()
        self.header.show(Heading(*title, desk.desk, desk.by, app.wall_now(), app.flags()))
        self.modes.show(self.MODE, self.end_of_tabs(), app.tabs.counts)

    def themed(self) -> None:
        """What takes its colours from the theme by itself is painted anew."""
        self.reload()

    async def do_undo(self) -> None:
        """Turn back this desk's last step, and say which it was."""
        await self._turn_back("undo", "Undone")

    async def do_redo(self) -> None:
        """Do again what was undone last."""
        await self._turn_back("redo", "Done again")

    async def _turn_back(self, verb: str, word: str) -> None:
        try:
            outcome = await self.desk_app.work(lambda desk: desk.do(verb))
        except Refused as error:
            self.say("info", "", f"{error.reason} {error.remedy}".strip())
            return
        self.reload()
        self.say("ok", word, text.clean(outcome.value.words))

    def do_lock(self) -> None:
        """Hide the book until somebody says who sits here; what they do bears their name."""
        from tui.dialogs.lock import LockDialog

        def opened(user: str | None) -> None:
            if user and user != self.desk.by:
                self.desk.change_user(user)
                self.say("info", "Welcome", f"{user}: your name stands on what you book now.")
            self.show_top()

        self.app.push_screen(LockDialog(self.desk.by), opened)

    async def action_do(self, ident: str) -> None:
        """Do it, unless it takes a doctor and none works here."""
        hospital = self.desk_app.hospital
        if ident in WITH_A_DOCTOR and not self.desk.doctor_list(hospital.id if hospital else None):
            self.say_no_doctors()
            return
        await super().action_do(ident)

    def say_no_doctors(self) -> None:
        """Why there is nothing to be done here, and what would change that."""
        where = text.clean(self.desk_app.hospital.name) if self.desk_app.hospital else "this hospital"
        self.say("info", "No doctors", f"Nobody works at {where}. 8 adds a doctor, H shows another hospital.")

    def do_day_sheet(self) -> None:
        """The day of the doctor under the cursor on paper: looked at, written to a file, printed."""
        place = self.whereabouts()
        if place.doctor is None:
            self.say("bad", "", "There is no doctor here whose day could be printed.")
            return
        from tui.dialogs.day_sheet import DaySheetDialog

        def done(said: str | None) -> None:
            if said:
                self.say("ok", "Day sheet", said)

        self.app.push_screen(DaySheetDialog(place.doctor, place.day or self.desk_app.today()), done)

    def do_find_patient(self) -> None:
        """Find a patient or a visit of theirs."""
        from tui.dialogs.find_patient import FindPatientDialog

        enter = "Book for them" if self.MODE in GRIDS else "Open record"
        self.app.push_screen(FindPatientDialog(enter=enter), self.patient_found)

    def do_hospital(self) -> None:
        """Ask which hospital is shown, where there are several."""
        from tui.dialogs.hospital import HospitalDialog

        app = self.desk_app
        if len(self.desk.hospital_list()) < 2:
            name = text.clean(app.hospital.name) if app.hospital else "None"
            self.say("info", "", f"{name} is the only hospital of this clinic.")
            return

        def chosen(ident: str | None) -> None:
            if ident is not None and app.hospital is not None and ident != app.hospital.id:
                app.hospital_id = ident
                self.hospital_changed()

        app.push_screen(HospitalDialog(), chosen)

    def hospital_changed(self) -> None:
        """Another hospital is shown from now on, here and on every screen opened after this one."""
        self.reload()

    async def patient_found(self, found: FoundVisit | FoundPatient | None) -> None:
        """A visit: its week. A patient: their record."""
        from tui.dialogs.find_patient import FoundVisit

        if isinstance(found, FoundVisit):
            await self.desk_app.open_mode("week", Whereabouts(visit=found.visit_id, asked=True))
        elif found is not None:
            await self.desk_app.open_mode("patients", Whereabouts(patient=found.patient_id, asked=True))

    # -- words --------------------------------------------------------------------------------------------------

    def wall(self, minute: int) -> datetime:
        """The wall clock of an epoch minute, naive."""
        return zones.wall_clock(minute, self.desk_app.tz)

    def iso(self, minute: int) -> str:
        """An epoch minute as the verbs take it."""
        return zones.iso(minute, self.desk_app.tz)

    def words(self, minute: int, minutes: int | None = None, *, month: bool = True) -> str:
        """“Sat 21 Nov 10:45 – 11:30”, without the end where no length is given."""
        return when_words(minute, minutes, self.desk_app.tz, month=month)

    # -- time and news ------------------------------------------------------------------------------------------

    def on_screen_resume(self) -> None:
        """Something may have happened while a dialog or another screen was open; not since it was just read."""
        if self.shown_seq >= 0 and self._shown_at != self._moment():
            self.reload()
            self.await_next_change()

    def _moment(self) -> tuple[object, ...]:
        """What decides what is shown: the book, the time, and where and how it is looked at."""
        app = self.desk_app
        return self.desk.seq, self.desk.now() // 60, app.hospital_id, app.theme, text.manner()

    def on_news(self, message: News) -> None:
        """The book changed: show it, wherever it came from."""
        if self.shown_seq >= 0 and self.desk.seq != self.shown_seq:
            self.reload()
            self.await_next_change()

    def tick(self) -> None:
        """The clock moved on: the picture changes without a transaction. Nothing while another screen is shown."""
        if self.app.screen_stack[0] is not self:
            return
        self.passed() if self.desk.now() < self.valid_until else self.reload()
        self.show_top()
        self.await_next_change()

    def passed(self) -> None:
        """A minute went by and what was read still holds: show what depends on the time of day."""
        self.reload()

    def await_next_change(self) -> None:
        """One timer: the next full minute, or when what was read no longer holds, whichever comes first."""
        if self._timer is not None:
            self._timer.stop()
        if self.desk.clock.fixed or self.shown_seq < 0:
            return
        now = self.desk.now()
        self._timer = self.set_timer(max(0.2, min(60 - now % 60, self.valid_until - now)), self.safely(self.tick))
