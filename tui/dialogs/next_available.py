"""Next available: the words are the only input; Enter takes the amber time, and letters go on searching."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widgets import Input

from scheduling.model.reads import Opening
from tui import text, words
from tui.dialogs import finder_words
from tui.dialogs.ask import Ask
from tui.dialogs.finder_search import Finder, Query
from tui.dialogs.finder_tokens import name_words
from tui.dialogs.finder_view import Chosen, FinderView
from tui.dialogs.finder_wishes import date_reader, fields, said, typed, vocabulary
from tui.dialogs.finder_words import Wish
from tui.widgets.footer import Hint
from tui.widgets.rows import Rows
from tui.worker import News

__all__ = ["Chosen", "NextDialog"]


class NextDialog(FinderView):
    """Finds times from `after` (epoch minute) on. Opens filled for a doctor and what is usual with them."""

    HELP_HINT: ClassVar[Hint] = Hint("F1", "What can I type?", ("f1",), "What to type", rank=2)
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "row(-1)", "Up", show=False),
        Binding("down", "row(1)", "Down", show=False),
        Binding("pagedown", "day(1)", "Next day", show=False),
        Binding("pageup", "day(-1)", "Previous day", show=False),
        Binding("enter", "take", "Hold and book", show=False),
        Binding("ctrl+o,f6", "show", "Show in the week", show=False),
        Binding("ctrl+t,f7", "wait", "Waitlist", show=False),
        Binding("f1", "phrases", "What can I type?", show=False),
    ]

    def on_mount(self) -> None:
        """Fill in the doctor and what is usual, and look."""
        self.ask = Ask(self.desk, self._doctor_id)
        self.finder = Finder(self.ask)
        desk, hospital = self.desk, self.ask.hospital.id
        self.doctors = {doctor.id: doctor for doctor in desk.doctor_list(hospital)}
        self.kinds = {kind.id: kind for kind in desk.type_list(hospital)}
        self.vocabulary, self._read_date = vocabulary(self.ask), date_reader(self.ask)
        box = self.query_one("#words", Input)
        with box.prevent(Input.Changed):
            box.value = self._begun or self._filled()
        box.cursor_position = len(box.value)
        box.focus()
        self._look()

    def _fit(self) -> None:
        """In another form of the dialog the rows are laid out anew."""
        super()._fit()
        if self._seen:
            self.call_after_refresh(self.safely(self._look), True)

    def _filled(self) -> str:
        """The words that stand for the cell: its doctor and the usual visit, open for more."""
        parts = [words.doctor_family(self.ask.doctor.name)]
        kind = self.kinds.get(self._type_id or "") or self._usual(self._doctor_id, self._minutes)
        if kind is not None:
            parts.append(kind.name.lower())
        if self._minutes is not None and (
            kind is None or self.ask.type_minutes(kind, self._doctor_id) != self._minutes
        ):
            parts.append(f"{self._minutes} min")
        return ", ".join(parts) + ", "

    @on(Input.Changed, "#words")
    def _typed(self) -> None:
        self._look()

    def on_news(self, message: News) -> None:
        """The book changed elsewhere: look again; the amber row stays on its time if that is still free."""
        if hasattr(self, "finder"):
            self._look(keep=True)

    def _look(self, keep: bool = False) -> None:
        """Read the words, search, show."""
        before = self.chosen if keep else None
        typed = self.query_one("#words", Input).value
        self.wish = finder_words.read(typed, self.vocabulary, self._read_date)
        self._find_patient()
        query = self.question
        asked = replace(query, wish=replace(query.wish, rest=()))
        seen = (asked, self.desk.seq, self.ask.now_minute(), self._width(), self.patient)
        if seen == self._seen:  # only a name was typed on
            self._show_frame()
            return
        self._seen = seen
        self.results = self.finder.find(query)
        self.query_one("#heads").display = bool(self.results.offers)
        if self.results.offers:
            self._show_times(query, before)
        else:
            self._show_nothing(query)
        self._show_frame()

    def _find_patient(self) -> None:
        """Words nobody understood may be a patient's name; with a comma after them or one hit they are."""
        self.patient = self.desk.patient(self._given) if self._given else None
        self._unknown, self._many = [], 0
        typed = self.query_one("#words", Input).value
        for run in self.wish.rest:
            hits = self.desk.search_patients(run, limit=3)
            sure = [hit.patient for hit in hits.hits if not hit.nearly]
            if len(sure) == 1 or (sure and set(name_words(run)) == set(name_words(sure[0].name))):
                self.patient = sure[0]
            elif sure:
                self._many = hits.total
            elif len(run) > 2 or not typed.rstrip(" ").endswith(run) or typed.endswith((" ", ",")):
                self._unknown.append(run)

    @property
    def chosen(self) -> Opening | None:
        """The time of the amber row."""
        choice = self._choice()
        return choice[0] if choice else None

    def _choice(self) -> tuple[Opening, Query] | None:
        cursor = self.query_one(Rows).cursor
        return self._choices[cursor] if cursor is not None and cursor < len(self._choices) else None

    def action_row(self, step: int) -> None:
        """↑↓: another time; the words keep the focus."""
        self.query_one(Rows).move(step)

    def action_day(self, step: int) -> None:
        """PgDn, PgUp: the first time of the next or previous day."""
        rows = self.query_one(Rows)
        chosen = self.chosen
        if chosen is None or rows.cursor is None:
            return
        today = self.ask.wall(chosen.start).date()
        days = [self.ask.wall(each[0].start).date() if each else None for each in self._choices]
        places = range(rows.cursor, len(days)) if step > 0 else range(rows.cursor, -1, -1)
        target = next((i for i in places if (day := days[i]) is not None and day != today), None)
        if target is not None:
            first = days.index(days[target])
            able = [i for i, each in enumerate(self._choices) if each]
            rows.move(able.index(first) - able.index(rows.cursor))

    @on(Input.Submitted, "#words")
    @on(Rows.Chosen)
    def action_take(self) -> None:
        """Enter: hold this time and book it."""
        self._answer()

    def action_show(self) -> None:
        """ctrl+o: the time on the grid, to look at what is around it."""
        if self._grid:
            self._answer(on_grid=True)
        else:
            self.app.bell()

    async def action_wait(self) -> None:
        """ctrl+t: the caller waits for exactly these wishes; who it is is asked where nobody is named."""
        query, patient = self.question, self.patient
        wish = replace(query.wish, type_id=query.type_id)
        if query.type_id is None:
            wish = replace(wish, minutes=query.minutes)
        place = f"at {text.clean(self.ask.name(wish.location))}" if wish.location else None
        if patient is None or self._unknown:
            self._ask_who_waits(wish, place)
            return
        given = {name: value for name, value in fields(wish).items() if value is not None}
        given |= {"note": place} if place else {}
        hospital = self.ask.hospital.id
        await self.work(lambda desk: desk.do("waitlist_add", patient=patient.id, hospital=hospital, **given))
        self.dismiss(None)
        wishes = said(wish, [self.doctors[ident].name for ident in wish.doctors])
        self.desk_app.say("ok", "On the waitlist", f"{text.natural_name(patient.name)}: {wishes}.", (("u", "undo"),))

    def _ask_who_waits(self, wish: Wish, place: str | None) -> None:
        from tui.dialogs.waitlist_form import WaitlistForm

        def added(sentence: str | None) -> None:
            if sentence is not None:
                self.dismiss(None)
                self.desk_app.say("ok", "On the waitlist", sentence, (("u", "undo"),))

        form = WaitlistForm(
            self._doctor_id,
            patient_id=self.patient.id if self.patient else None,
            search=" ".join(self._unknown),
            wishes=typed(wish, self.vocabulary, self.ask.today()),
            note=place or "",
        )
        self.app.push_screen(form, added)

    def action_phrases(self) -> None:
        """F1: what can be typed."""
        from tui.dialogs.finder_help import PhrasesDialog

        self.app.push_screen(PhrasesDialog())

    def _answer(self, *, on_grid: bool = False) -> None:
        choice = self._choice()
        if choice is None:
            self.app.bell()
            return
        opening, query = choice
        patient = self.patient.id if self.patient else None
        self.dismiss(Chosen(opening, query.type_id, opening.end - opening.start, patient, on_grid))

    def keys_line(self) -> Sequence[Hint]:
        """The keys that work now."""
        return (
            Hint("↑↓", "Choose", ("up", "down"), rank=1),
            Hint("PgDn", "Next day", ("pagedown",), "Day", 2),
            Hint("⏎", "Hold and book", ("enter",), "Book", 0),
            *((Hint("^o", "Show in week", ("ctrl+o",), "Week", 2),) if self._grid else ()),
            Hint("^t", "Waitlist", ("ctrl+t",), "Wait", 2),
            Hint("^u", "Empty the line", ("ctrl+u",), "Empty", 3),
            Hint("Esc", "Back", ("escape",), rank=0),
        )
