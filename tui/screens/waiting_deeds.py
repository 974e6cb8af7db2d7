"""What is done on the Waitlist: book, change, take off, urgency, a call nobody answered; and moving about."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any

from scheduling.model.reads import Opening
from scheduling.model.waiting import FreedTime, WaitingView
from tui import text
from tui.screens.mode import ModeScreen
from tui.widgets.subject import born

if TYPE_CHECKING:
    from tui.dialogs.book import Booked
    from tui.dialogs.next_available import Chosen

UNDO = (("u", "undo"),)
LEAST_URGENT = 5
OFF_REASONS = (
    ("came another way", "they have a time already"),
    ("no longer wanted", "they do not need it any more"),
    ("not reached", "called again and again"),
    ("goes elsewhere", "they found a time somewhere else"),
    ("entered in error", "should not have been here"),
)
"""Why somebody no longer waits, in the order of their digits."""


class WaitingDeeds(ModeScreen):
    """The actions on the chosen `entry` and on `chosen_time`. A subclass says which they are."""

    part: str
    queue: tuple[WaitingView, ...]
    times: tuple[Opening, ...]
    freed: tuple[FreedTime, ...]
    _who: int

    @property
    @abstractmethod
    def entry(self) -> WaitingView | None:
        """Who is chosen."""

    @property
    @abstractmethod
    def freed_time(self) -> FreedTime | None:
        """The chosen one of the times given back."""

    @property
    @abstractmethod
    def chosen_time(self) -> Opening | None:
        """The time that Enter books."""

    @abstractmethod
    def entry_moved(self) -> None:
        """Everything follows the chosen rows."""

    @abstractmethod
    def _row(self, part: str) -> int: ...

    @abstractmethod
    def _move(self, step: int) -> None: ...

    @abstractmethod
    def _choose_freed(self, at: int) -> None: ...

    @property
    def here(self) -> WaitingView:
        """Who is chosen; only asked for where somebody is."""
        entry = self.entry
        assert entry is not None
        return entry

    @property
    def whose(self) -> str:
        """Whose entry it is, as one says it."""
        return text.natural_name(self.here.patient.name)

    # -- booking ------------------------------------------------------------------------------------------------

    def do_take_time(self) -> None:
        """Book the chosen time for the chosen entry, which is closed by it."""
        opening = self.chosen_time
        if opening is None and self.part == "freed":
            self.say("bad", "", "Nobody on the waitlist could take that time.")
        elif opening is None:
            self.say("bad", "", f"Nothing free suits {self.whose}. f finds what would, e changes the wishes.")
        else:
            self._book(opening, self.here.entry.type)

    def _book(self, opening: Opening, type_id: str | None, patient_id: str | None = None) -> None:
        from tui.dialogs.book import BookDialog

        entry = self.here
        dialog = BookDialog(
            opening.doctor,
            opening.start,
            opening.end - opening.start,
            patient_id=patient_id or entry.patient.id,
            type_id=type_id,
            waiting=(entry.entry.id, entry.patient.id),
        )
        self.app.push_screen(dialog, self._booked)

    def _booked(self, result: Booked | None) -> None:
        self.reload()
        if result is not None:
            note = f" {result.note}." if result.note else ""
            self.say("ok", "Held" if result.held else "Booked", f"{result.sentence}.{note}", UNDO)

    def do_find_time(self) -> None:
        """Next available, filled with the wishes of the entry."""
        from tui.dialogs.next_available import NextDialog
        from tui.finder.wishes import typed, vocabulary, wish_of

        entry = self.here
        doctor_id = self._some_doctor(entry)
        if doctor_id is None:
            return
        from tui.ask import Ask

        known = vocabulary(Ask(self.desk, doctor_id))
        wishes = typed(wish_of(entry.entry), known, self.desk_app.today())
        now = -(-self.desk.now() // 60)
        dialog = NextDialog(
            doctor_id, entry.entry.type, entry.minutes, now, patient_id=entry.patient.id, wishes=wishes, grid=False
        )
        self.app.push_screen(dialog, self._found)

    def _found(self, chosen: Chosen | None) -> None:
        if chosen is None:
            self.reload()
            return
        self._book(chosen.opening, chosen.type_id, chosen.patient_id)

    def _some_doctor(self, entry: WaitingView | None) -> str | None:
        """One by whom the hospital is known: the first wished for, else its first; None where nobody works."""
        if entry is not None and entry.entry.doctors:
            return entry.entry.doctors[0]
        hospital = self.desk_app.hospital
        doctors = self.desk.doctor_list(hospital.id) if hospital else []
        if not doctors:
            self.say_no_doctors()
            return None
        return doctors[0].id

    # -- the list -----------------------------------------------------------------------------------------------

    def do_add_entry(self) -> None:
        """Put somebody on the waitlist."""
        from tui.dialogs.waitlist_form import WaitlistForm

        doctor = self._some_doctor(None)
        if doctor is not None:
            self.app.push_screen(WaitlistForm(doctor), self._saved("On the waitlist"))

    def do_edit_entry(self) -> None:
        """Change what somebody waits for."""
        from tui.dialogs.waitlist_form import WaitlistForm

        doctor = self._some_doctor(self.here)
        if doctor is not None:
            self.app.push_screen(WaitlistForm(doctor, entry=self.here), self._saved("Changed"))

    def _saved(self, done: str) -> Any:
        def saved(sentence: str | None) -> None:
            self.reload()
            if sentence is not None:
                self.say("ok", done, sentence, UNDO)

        return saved

    def do_take_off(self) -> None:
        """Ask why, by one digit, and take them off the list."""
        from tui.dialogs.digits import Choice, DigitsDialog

        entry, name = self.here, self.whose

        async def off(reason: str | None) -> None:
            if reason is not None:
                await self._change(entry, "waitlist_close", "Off the waitlist", f"{name}: {reason}.", reason=reason)

        dialog = DigitsDialog(
            ("Take off", "Why?", "u puts them back"),
            f"{name}{born(entry.patient.birth_date)}",
            [Choice(reason, reason, why) for reason, why in OFF_REASONS],
            each=("Take off for that reason", "Reason"),
            enter=("Take off", "Take off"),
            leave="They wait on",
        )
        self.app.push_screen(dialog, off)

    async def _change(self, entry: WaitingView, verb: str, done: str, sentence: str, **given: Any) -> None:
        ident, version = entry.entry.id, entry.entry.version
        if await self.attempt(lambda desk: desk.do(verb, id=ident, version=version, **given)) is not None:
            self.reload()
            self.say("ok", done, sentence, UNDO)

    async def do_more_urgent(self) -> None:
        """One step towards the top of the list."""
        await self._urgency(-1)

    async def do_less_urgent(self) -> None:
        """One step down the list."""
        await self._urgency(1)

    async def _urgency(self, step: int) -> None:
        wanted = self.here.entry.priority + step
        if not 1 <= wanted <= LEAST_URGENT:
            self.say("info", "", f"{self.whose} is as {'urgent' if step < 0 else 'little urgent'} as can be.")
            return
        await self._change(
            self.here,
            "waitlist_update",
            f"Priority {wanted}",
            f"{self.whose}, of 1 to {LEAST_URGENT}.",
            priority=wanted,
        )

    async def do_no_answer(self) -> None:
        """Note on the entry that a call was not answered, and when."""
        now = self.desk_app.wall_now()
        said = f"no answer {text.day_said(now.date())} {text.at(now)}"
        note = f"{self.here.entry.note.rstrip('. ')}; {said}" if self.here.entry.note else said
        await self._change(self.here, "waitlist_update", "Noted", f"{self.whose}: {said}.", note=note)

    # -- moving about -------------------------------------------------------------------------------------------

    def do_row_down(self) -> None:
        """The row below."""
        self._move(1)

    def do_row_up(self) -> None:
        """The row above."""
        self._move(-1)

    def do_other_part(self) -> None:
        """Tab: from the list to the times that fit, to the freed times, and back."""
        self._turn(1)

    def do_part_before(self) -> None:
        """The other way round."""
        self._turn(-1)

    def _turn(self, step: int) -> None:
        there = {"entries": bool(self.queue), "times": bool(self.times), "freed": bool(self.freed)}
        parts = [part for part, filled in there.items() if filled or part == self.part]
        self.part = parts[(parts.index(self.part) + step) % len(parts)]
        if self.part == "freed":
            self._choose_freed(self._row("freed"))
        else:
            self.entry_moved()

    def do_back_to_list(self) -> None:
        """The keys go to the list again."""
        self.part = "entries"
        self.entry_moved()

    def do_who_next(self) -> None:
        """The next of those whom the freed time suits."""
        self._other_one(1)

    def do_who_before(self) -> None:
        """The one before."""
        self._other_one(-1)

    def _other_one(self, step: int) -> None:
        freed = self.freed_time
        if self.part != "freed" or freed is None or len(freed.entries) < 2:
            self.say("info", "", "On a freed time ← → go through those who could take it.")
            return
        self._who = (self._who + step) % len(freed.entries)
        self._choose_freed(self._row("freed"))
