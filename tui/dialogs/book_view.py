"""How the booking form looks: title, countdown, fields, card, verdict and keys follow its state."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input

from scheduling.errors import CODES, Refused, StoreError
from scheduling.model.reads import Patient, VisitView
from tui import text, words
from tui.dialogs import book_words as say
from tui.dialogs.ask import card_doctors
from tui.dialogs.book_form import BookForm
from tui.dialogs.new_patient import NewPatient
from tui.widgets.chips import ChipRow, Stepper
from tui.widgets.dialog import Section
from tui.widgets.field import Field, FieldInput
from tui.widgets.footer import Hint
from tui.widgets.painted import Painted
from tui.widgets.patient_card import card_lines, nobody, short_card
from tui.widgets.patient_list import PatientList, chosen_line

AGAIN = "try again"
FORM_SECONDS = 5 * 60
"""How long a form holds its time (RULES 17)."""


class BookView(BookForm):
    """Paints the form. Nothing here writes."""

    def compose_body(self) -> ComposeResult:
        """The countdown rule, the patient, the visit, and the card beside them."""
        yield Painted(self._rule, id="countdown")
        with Horizontal(id="columns"):
            with Vertical(id="left"):
                with Vertical(id="who"):
                    yield Field("Patient", FieldInput(id="search"), id="row-search")
                    yield PatientList(id="hits")
                    yield Painted(self._day_lines, id="day")
                yield NewPatient(self.desk.twins, self.desk_app.today())
                yield Painted(self._short_card, id="card-below")
                yield Section("Visit")
                yield Field("Type", ChipRow(id="type"), id="row-type")
                yield Field("Length", Stepper(id="length"), id="row-length")
                yield Painted(self._place_line, id="place")
                yield Field("Note", FieldInput(id="note", max_length=4000), id="row-note")
                yield Section("To read out after booking", id="read-out")
                yield Painted(self._sentence_lines, id="sentence")
            yield Painted(self._card, id="card")

    def _show(self) -> None:
        """Everything that depends on what was chosen."""
        kinds = self.ask.types(self.slot.doctor)
        self.query_one("#type", ChipRow).show(self.chips(kinds), self.slot.type_id)
        self.query_one("#length", Stepper).show(self.slot.minutes, self._unit(), self._length_note())
        choosing = self.choosing and bool(self.query_one("#search", Input).value.strip())
        self.query_one("#hits").display = choosing
        self.query_one("#day").display = not choosing
        self._show_title()
        self._show_verdict()
        self.refresh_keys()
        for painted in self.query(Painted):
            painted.refresh()

    def _show_title(self) -> None:
        doctor, place = self.ask.name(self.slot.doctor), self.ask.name(self._place())
        about = say.title(self.ask, self.slot, doctor, place, self.compact)
        if self.walk_in:
            self.title_row.show(
                "Walk-in", about, "nothing is held" if self.compact else "arrives when booked; nothing is held"
            )
        else:
            self.title_row.show("Book", about, say.countdown(self.seconds_left()))
        self.query_one("#countdown").refresh()

    def _length_note(self) -> Content:
        until = self.ask.wall(self.slot.end)
        doctor = words.doctor_short(self.ask.name(self.slot.doctor))
        kind = next((each for each in self.ask.types(self.slot.doctor) if each.id == self.slot.type_id), None)
        usual = self.ask.type_minutes(kind, self.slot.doctor) if kind else self.ask.hospital.default_minutes
        return Content.assemble(
            ("until ", "$text-dim"), (text.at(until), "bold"), (f"   {usual} is usual with {doctor}", "$text-dim")
        )

    def _show_verdict(self) -> None:
        doctor = self.ask.name(self.slot.doctor)
        width = max(20, self.verdict.content_size.width or 76)
        patient = self.highlighted
        if self.disk is not None:
            reason, remedy = text.clean(self.disk.reason), text.clean(self.disk.remedy)
            self.verdict.show("bad", "", reason, second=remedy, right=say.act(AGAIN))
            return
        if self.problem is not None and self.override is not None:
            blocked = text.clean(self.problem.reason)
            because = f"because: {text.clean(self.override)}"
            self.verdict.show(
                "bad",
                "! All the same:",
                blocked,
                second=text.fit(because, width // 2),
                right=self._next_step(patient),
            )
            return
        if self.problem is not None:
            self._show_problem(self.problem, width)
            return
        busy = self._busy(patient)
        rest = say.free_rest(self.ask, self.slot, doctor, self.ask.name(self._place()))
        second = say.free_second(self.ask, self.slot, self.hold_id)
        if busy is not None:
            words_ = say.busy_words(busy, patient, self.ask.name(busy.visit.doctor))
            again = self._clash_seen is not None and self._clash_seen == self._clash_key()
            label = "book both" if again else "book"
            right = (
                say.act(label) if not self.choosing else say.choose_then_book(patient.name if patient else "", True)
            )
            asked = "Enter again books both, knowingly." if again else "The time itself is free."
            self.verdict.show("bad", "Two visits at once:", words_, second=asked, right=right)
            return
        if patient is not None:
            clash = " · no clash" + ("" if self.compact else f" for {text.fit(text.natural_name(patient.name), 24)}")
            rest = Content.assemble(rest, (clash, "not bold"))
        self.verdict.show("ok", "Free", rest, second=second, right=self._next_step(patient))

    def fits(self, trouble: StoreError) -> bool:
        """Whether the verdict has room for all that is to be said of it."""
        width = self.verdict.content_size.width
        remedy = cell_len(text.clean(trouble.remedy)) + say.act(AGAIN).cell_length
        return max(cell_len(text.clean(trouble.reason)) + 3, remedy + 4) <= width

    def _show_problem(self, problem: Refused, width: int) -> None:
        """Why it is not free, and what is: numbered, one digit takes it."""
        typing = isinstance(self.focused, Input)
        line, self.offered = say.alternatives_line(
            self.ask, self.slot, self.alternatives, self.ask.doctors(), width - 2, typing
        )
        room = self._room() if problem.code in {"slot_taken", "outside_hours"} else 0
        fits, head = "", f"{problem.title}:"
        if 0 < room < self.slot.minutes:
            fits = f"  {room} min fits." if self.compact else f"  {text.minutes(room)} would fit."
            head = f"{'' if self.compact else 'Not free for '}{text.minutes(self.slot.minutes)}:"
        rest = Content.assemble((text.clean(problem.reason), "bold"), fits)
        able = CODES[problem.code].overridable and not self.compact  # where it is narrow the row of keys says it
        anyway = Content.assemble(("^b", "bold $amber"), " all the same") if able else ""
        self.verdict.show("bad", head, rest, second=line, first_right=anyway)

    def _next_step(self, patient: Patient | None) -> Content:
        """What Enter does, at the end of the verdict."""
        if self.newcomer.display and not self._accepted:
            if self.newcomer.chosen is not None:
                return Content.assemble(say.ENTER, " it is ", text.natural_name(self.newcomer.chosen.name))
            if self.newcomer.draft.problem:
                return Content.styled(self.newcomer.draft.problem, "")
            if self.compact:
                return Content.assemble(say.ENTER, " accept, ", say.ENTER, " book")
            return Content.assemble(say.ENTER, " accepts the new patient, then ", say.ENTER, " books")
        if not self.choosing:
            return say.act("book")
        if patient is not None:
            return say.choose_then_book(patient.name, self.compact)
        if self.query_one("#search", Input).value.strip():
            return Content.assemble(say.ENTER, " new patient")
        return Content("type the patient's name")

    def _busy(self, patient: Patient | None) -> VisitView | None:
        if patient is None:
            return None
        return say.busy_patient(self.desk.patient_card(patient.id).upcoming, self.slot, self.hold_id)

    def _rule(self, width: int, height: int) -> list[Content]:
        if self.walk_in:
            return [Content.styled("─" * width, "$hairline")]
        return [say.rule(self.seconds_left(), FORM_SECONDS, width)]

    def _day_lines(self, width: int, height: int) -> list[Content]:
        day = self.ask.day(self.slot.doctor, self.slot.start)
        lines = say.day_lines(
            day, self.ask, self.slot, self.hold_id, width, self.marks(self.ask.types(self.slot.doctor))
        )
        head = [] if self.patient is None else [chosen_line(self.patient, width, self.ask.today()), Content("")]
        return [*head, *lines]

    def _place_line(self, width: int, height: int) -> list[Content]:
        place = self._place()
        monday = self.ask.wall(self.slot.start).date()
        week = self.desk.week(self.slot.doctor, monday.fromordinal(monday.toordinal() - monday.weekday()))
        names = {
            span.location: self.ask.name(span.location) for day in week.days for span in day.hours if span.location
        }
        other = say.other_places(week.days, place, names)
        name = text.clean(self.ask.name(place)) or text.clean(self.ask.hospital.name)
        return [Content.assemble((f"{'Place':<9}", "$text-dim"), (name, "bold"), (f"   {other}", "$text-dim"))]

    def _card(self, width: int, height: int) -> Sequence[Content]:
        patient = self.highlighted
        if self.newcomer.display and patient is None:
            return self.newcomer.beside(width, height)
        if self.newcomer.display:
            return self.newcomer.beside(width, height)
        if patient is None:
            return nobody(width, self.query_one("#search", Input).value)
        card = self.desk.patient_card(patient.id)
        return card_lines(card, width, height, card_doctors(self.desk, card), self._all_marks())

    def _short_card(self, width: int, height: int) -> Sequence[Content]:
        patient = self.highlighted
        if patient is None:
            return [] if self.newcomer.display else nobody(width, "")[:height]
        card = self.desk.patient_card(patient.id)
        return short_card(card, width, card_doctors(self.desk, card), self._all_marks())

    def _all_marks(self) -> dict[str, str]:
        return self.marks(self.desk.type_list(self.ask.hospital.id))

    def _sentence_lines(self, width: int, height: int) -> list[Content]:
        if not self.ready:
            return [Content.styled("appears when the time is free", "italic $text-dim")]
        patient, draft, slot = self.highlighted, self.newcomer.draft, self.slot
        if patient is not None:
            who = text.spoken_person(patient.name, patient.birth_date)
        elif self.newcomer.display and draft.name:
            who = text.spoken_person(draft.name, draft.birth_date)
        else:
            return [Content.styled("appears when the patient is chosen", "italic $text-dim")]
        kind = next((each.name for each in self.ask.types(slot.doctor) if each.id == slot.type_id), "")
        about = (
            words.doctor_short(self.ask.name(slot.doctor)), self.ask.name(self._place()), text.spoken_kind(kind)
        )  # fmt: skip
        return say.sentence_lines(text.spoken(who, self.ask.iso(slot.start), self.ask.iso(slot.end), about), width)

    def keys_line(self) -> Sequence[Hint]:
        """The keys that work now."""
        other = Hint("^f", "Other times", ("ctrl+f",), "Times", 2)
        release = Hint("Esc", "Release", ("escape",), rank=0)
        if not hasattr(self, "slot"):
            return (release,)
        tab = Hint("Tab", "Next field", ("tab",), "Field", 3)
        if self.newcomer.display:
            back = Hint("Esc", "Back to the search", ("escape",), "Search", 0)
            enter = Hint("⏎", "Book" if self._accepted else "Accept, then book", ("enter",), "Accept", 0)
            return (tab, enter, Hint("↑↓", "One already here", ("up", "down"), "Same", 2), back)
        caller = Hint("^g", "Hold 30 min", ("ctrl+g",), "Hold", 4)
        if self.walk_in:
            release = release._replace(words="Back")
        stuck = self.problem is not None and self.override is None
        same = Hint("^b", "All the same", ("ctrl+b",), "Anyway", 1)
        passing = (same,) if stuck and self.problem and CODES[self.problem.code].overridable else ()
        if self.choosing:
            new = Hint("^n", "New patient", ("ctrl+n",), "New", 1)
            rows = Hint("↑↓", "Patient", ("up", "down"), rank=1)
            choose = Hint("⏎", "Choose, then book", ("enter",), "Choose", 0)
            return (rows, choose, *passing, tab, new, other, *(() if self.direct or stuck else (caller,)), release)
        change = Hint("←→", "Change", ("left", "right"), rank=2)
        if self.disk is not None:
            return (Hint("⏎", "Try again", ("enter",), rank=0), change, tab, release)
        if stuck:
            take = (Hint(f"1–{self.offered}", "Take that time", (), rank=0),) if self.offered else ()
            return (*passing, *take, change, tab, other, release)
        book = Hint("⏎", "Book", ("enter",), rank=0)
        repeat = Hint("^r", "Repeat", ("ctrl+r",), rank=5)
        return (book, change, tab, other, *(() if self.direct else (caller, repeat)), release)
