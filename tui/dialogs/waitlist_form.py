"""Who waits for a time: the patient, the wishes in words as in the finder, how urgent, a note."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input

from scheduling.model.reads import AppointmentType, Doctor, Patient
from scheduling.model.waiting import WaitingView
from tui import text, words
from tui.dialogs import finder_words
from tui.dialogs.ask import Ask, card_doctors
from tui.dialogs.asking import AskingDialog
from tui.dialogs.finder_chips import chip_lines, not_understood, understood
from tui.dialogs.finder_search import Finder, Offer, Query
from tui.dialogs.finder_wishes import date_reader, fields, said, typed, vocabulary, wish_of
from tui.dialogs.finder_words import Wish
from tui.widgets.chips import Chip, ChipRow
from tui.widgets.field import Field, FieldInput
from tui.widgets.footer import Hint
from tui.widgets.lines import section, spread
from tui.widgets.painted import Painted
from tui.widgets.patient_card import card_lines, nobody, short_card
from tui.widgets.patient_list import patient_rows
from tui.widgets.rows import Row, Rows
from tui.worker import News

FOUND = 40
PRIORITIES = ("1 urgent", "2 soon", "3 usual", "4 later", "5 any")
"""The priorities in words, the most urgent first."""
USUAL = 3
ENTER = ("⏎", "bold $amber")


class WaitlistForm(AskingDialog[str | None]):
    """Adds an entry, or changes `entry`. Answers with a sentence of who waits for what.

    `doctor_id`: one of the hospital whose waitlist it is; `wishes`: the words it begins with; `search`: who may be
    meant where no patient is known.
    """

    ROOMY: ClassVar[tuple[int, int]] = (106, 26)
    COMPACT: ClassVar[tuple[int, int]] = (80, 20)
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "accept", "Choose, then save", show=False),
        Binding("ctrl+s,f5", "save", "Save", show=False),
        Binding("up", "row(-1)", "Up", show=False),
        Binding("down", "row(1)", "Down", show=False),
    ]
    ask: Ask

    def __init__(
        self,
        doctor_id: str,
        *,
        patient_id: str | None = None,
        search: str = "",
        wishes: str = "",
        note: str = "",
        entry: WaitingView | None = None,
    ) -> None:
        super().__init__()
        self._doctor_id = doctor_id
        self._given = (patient_id or (entry.patient.id if entry else None), search, wishes, note)
        self.entry = entry
        self.patient: Patient | None = None
        self.wish = Wish()
        self._patients: list[Patient | None] = []
        self._offers: tuple[Offer, ...] = ()
        self.doctors: dict[str, Doctor] = {}
        self.kinds: dict[str, AppointmentType] = {}

    def compose_body(self) -> ComposeResult:
        """The fields, and the card of the patient beside them."""
        with Horizontal(id="columns"):
            with Vertical(id="left"):
                yield Field("Patient", FieldInput(id="search"), id="row-search")
                yield Rows(id="hits")
                yield Field("Wishes", FieldInput(id="words", max_length=300), id="row-words")
                yield Painted(self._chip_lines, id="chips")
                yield Painted(self._free_lines, id="free")
                yield Field("Priority", ChipRow(id="priority"), id="row-priority")
                yield Field("Note", FieldInput(id="note", max_length=4000), id="row-note")
                yield Painted(self._short_card, id="card-below")
            yield Painted(self._card, id="card")

    def on_mount(self) -> None:
        """Fill in what is known; the focus where something is missing."""
        self.ask = Ask(self.desk, self._doctor_id)
        self.finder = Finder(self.ask)
        self.vocabulary, self._read_date = vocabulary(self.ask), date_reader(self.ask)
        self.doctors = {doctor.id: doctor for doctor in self.vocabulary.doctors}
        self.kinds = {kind.id: kind for kind in self.vocabulary.types}
        patient_id, search, wishes, note = self._given
        priority = USUAL
        if self.entry is not None:
            entry = self.entry.entry
            wishes = typed(wish_of(entry), self.vocabulary, self.ask.today())
            note, priority = entry.note or "", entry.priority
        self._fill("#words", wishes)
        self._fill("#note", note)
        strong = "bold $text on $amber-tint"
        chips = [Chip(str(at), name, "", strong) for at, name in enumerate(PRIORITIES, 1)]
        self.query_one("#priority", ChipRow).show(chips, str(priority))
        if patient_id is not None:
            self.patient = self.desk.patient(patient_id)
        self._fill("#search", text.display_name(self.patient.name) if self.patient else search)
        self._search()
        self._read_words()
        self.query_one("#words" if self.patient else "#search").focus()

    def _fill(self, where: str, value: str) -> None:
        box = self.query_one(where, Input)
        with box.prevent(Input.Changed):
            box.value = value
        box.cursor_position = len(value)

    # -- the patient --------------------------------------------------------------------------------------------

    @property
    def highlighted(self) -> Patient | None:
        """The chosen patient, else the one on the amber row."""
        if self.patient is not None:
            return self.patient
        cursor = self.query_one("#hits", Rows).cursor
        return self._patients[cursor] if cursor is not None and cursor < len(self._patients) else None

    @on(Input.Changed, "#search")
    def _typed_name(self) -> None:
        """Another name: the patient chosen before is no longer meant. Who waits already stays who they are."""
        if self.entry is None:
            self.patient = None
            self._search()
            self._show()

    def _search(self, keep: bool = False) -> None:
        hits, box = self.query_one("#hits", Rows), self.query_one("#search", Input)
        before = self.highlighted if keep else None
        rows: list[Row] = []
        self._patients, note = [], ""
        if self.patient is None and box.value.strip():
            found = self.desk.search_patients(box.value, limit=FOUND)
            rows, self._patients = patient_rows(found, hits.content_size.width or 60, self.ask.today())
            note = f"{found.total} found" if found.total else "nobody"
        at = next((i for i, each in enumerate(self._patients) if before and each and each.id == before.id), 0)
        hits.show(rows, at)
        self.query_one("#row-search", Field).note(note)

    def action_row(self, step: int) -> None:
        """↑↓: another patient while one is searched; else the field above or below."""
        if self.patient is None and self.query_one("#search").has_focus:
            self.query_one("#hits", Rows).move(step)
            self._show()
        elif step > 0:
            self.focus_next()
        else:
            self.focus_previous()

    # -- the wishes ---------------------------------------------------------------------------------------------

    @on(Input.Changed, "#words")
    def _read_words(self) -> None:
        """What the words ask for, and whether that is free already."""
        typed_words = self.query_one("#words", Input).value
        self.wish = finder_words.read(typed_words, self.vocabulary, self._read_date)
        self._offers = self.finder.find(self._query()).offers
        self._show()

    def _query(self) -> Query:
        wish = self.wish
        kind = self.kinds.get(wish.type_id or "")
        doctor = wish.doctors[0] if wish.doctors else self._doctor_id
        minutes = wish.minutes or (self.ask.type_minutes(kind, doctor) if kind else self.ask.hospital.default_minutes)
        return Query(wish, minutes, wish.type_id, self.ask.now_minute())

    @property
    def _wishes(self) -> str:
        return said(self.wish, [self.doctors[ident].name for ident in self.wish.doctors])

    def on_news(self, message: News) -> None:
        """The book changed elsewhere; what was typed stays."""
        if hasattr(self, "finder"):
            self._search(keep=True)
            self._read_words()

    # -- saving -------------------------------------------------------------------------------------------------

    @on(Input.Submitted)
    @on(Rows.Chosen, "#hits")
    async def action_accept(self) -> None:
        """Enter: choose the patient; then save."""
        if self.patient is None:
            self.patient = self.highlighted
            if self.patient is None:
                self.app.bell()
                return
            self._fill("#search", text.display_name(self.patient.name))
            self._search()
            self.query_one("#words").focus()
            self._show()
        else:
            await self.action_save()

    async def action_save(self) -> None:
        """ctrl+s: put them on the waitlist as it stands."""
        patient, wish = self.patient, self.wish
        if patient is None or wish.rest:
            self.app.bell()
            self._show()
            return
        priority = int(self.query_one("#priority", ChipRow).index) + 1
        note = self.query_one("#note", Input).value.strip()
        if wish.location:  # no field of an entry: said in its note
            note = ", ".join(part for part in (note, f"at {self.ask.name(wish.location)}") if part)
        given: dict[str, Any] = fields(wish) | {"note": note or None, "priority": priority}
        if self.entry is None:
            given = {name: value for name, value in given.items() if value is not None}
            given |= {"patient": patient.id, "hospital": self.ask.hospital.id}
            await self.work(lambda desk: desk.do("waitlist_add", **given))
        else:
            entry = self.entry.entry
            await self.work(lambda desk: desk.do("waitlist_update", id=entry.id, version=entry.version, **given))
        self.dismiss(f"{text.natural_name(patient.name)}: {self._wishes}.")

    # -- how it looks -------------------------------------------------------------------------------------------

    def _show(self) -> None:
        choosing = self.patient is None
        self.query_one("#hits").display = choosing
        self.query_one("#free").display = not choosing
        self.query_one("#search", Input).disabled = self.entry is not None
        word = "Waitlist" if self.entry is None else "Change the wishes"
        self.title_row.show(word, "" if choosing else text.natural_name(self.patient.name) if self.patient else "")
        self._show_verdict()
        for painted in self.query(Painted):
            painted.refresh()
        self.refresh_keys()

    def _show_verdict(self) -> None:
        """What they would wait for, and whether that is free already: then it need not wait."""
        patient, wish = self.highlighted, self.wish
        if wish.rest:
            missed = text.fit(" ".join(wish.rest), 40)
            remedy = "Say it otherwise: osei, fri mornings, 30 min, until 18 dec"
            self.verdict.show("bad", f"Not understood: “{missed}”.", second=remedy)
            return
        if patient is None:
            self.verdict.show("info", "Who waits?", second="parts of the name, a phone, a date of birth")
            return
        does = "saves" if self.entry else "puts them on the waitlist"
        right = Content.assemble(ENTER, f" {'chooses' if self.patient is None else does}")
        second = "Such a time is free already." if self._offers else "No such time is free now."
        wishes = f"{text.minutes(self._query().minutes)}: {self._wishes}"
        self.verdict.show("info", "Waits for", wishes, second=second, right=right)

    def _chip_lines(self, width: int, height: int) -> list[Content]:
        if not self.kinds and not self.doctors:
            return []
        query = self._query()
        place = self.ask.name(self.wish.location)
        chips = understood(self.wish, query.minutes, self.kinds.get(query.type_id or ""), self.doctors, place)
        chips += [not_understood(run) for run in self.wish.rest]
        return chip_lines(chips, width, height, self.compact)

    def _free_lines(self, width: int, height: int) -> list[Content]:
        """The next times that are free as wished: who may take one of them need not wait."""
        lines = [section("Free already", width, "" if self._offers else "nothing as wished")]
        for offer in self._offers[: height - 1]:
            start = self.ask.wall(offer.opening.start)
            day = text.day(start.date())
            who = words.doctor_full(self.doctors[offer.opening.doctor].name)
            place = words.place_short(self.ask.name(offer.opening.location))
            left = Content.assemble((f"  {day} {text.at_column(start)}  ", "bold"), text.fit(who, 24))
            lines.append(spread(left, Content.styled(place, "$text-dim"), width))
        return lines

    def _card(self, width: int, height: int) -> Sequence[Content]:
        patient = self.highlighted
        if patient is None:
            return nobody(width, self.query_one("#search", Input).value)
        card = self.desk.patient_card(patient.id)
        return card_lines(card, width, height, card_doctors(self.desk, card), self.marks(list(self.kinds.values())))

    def _short_card(self, width: int, height: int) -> Sequence[Content]:
        patient = self.highlighted
        if patient is None:
            return nobody(width, "")[:height]
        card = self.desk.patient_card(patient.id)
        return short_card(card, width, card_doctors(self.desk, card), self.marks(list(self.kinds.values())))

    def keys_line(self) -> Sequence[Hint]:
        """The keys that work now."""
        choosing = self.patient is None
        enter = "Choose, then save" if choosing else "Save"
        return (
            Hint("⏎", enter, ("enter",), "Choose" if choosing else "Save", rank=0),
            Hint("↑↓", "Patient" if choosing else "Field", ("up", "down"), rank=1),
            Hint("←→", "Priority", ("left", "right"), rank=3),
            Hint("Tab", "Next field", ("tab",), "Field", 2),
            Hint("Esc", "Back", ("escape",), rank=0),
        )
