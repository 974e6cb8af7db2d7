"""The time went to somebody else: who took it, what would do instead, and what was typed is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from scheduling.errors import Refused
from scheduling.model.reads import Opening, Patient, VisitView
from scheduling.when.iso import parse_stamp
from tui import text, words
from tui.dialogs import book_words as say
from tui.dialogs.ask import Ask, Slot
from tui.dialogs.asking import AskingDialog
from tui.widgets.dialog import Section
from tui.widgets.footer import Hint
from tui.widgets.painted import Painted
from tui.widgets.patient_card import patient_words
from tui.widgets.rows import Row, Rows

OFFERED = 5
MORE = "more"
"""The answer that asks for the finder."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What had been filled in: it is there again with the next time."""

    patient: Patient | None
    typed: str
    slot: Slot
    note: str


class TakenDialog(AskingDialog[Opening | str | None]):
    """Offers other times, the cursor on the best. Answers an opening, `MORE`, or None to give up."""

    ROOMY: ClassVar[tuple[int, int]] = (92, 20)
    COMPACT: ClassVar[tuple[int, int]] = (80, 20)
    HAS_VERDICT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", "Hold this time", show=False),
        Binding("up", "row(-1)", "Up", show=False),
        Binding("down", "row(1)", "Down", show=False),
        Binding("ctrl+f,f4", "more", "Next available", show=False),
        *(Binding(str(digit), f"pick({digit})", "Choose", show=False) for digit in range(1, OFFERED + 1)),
    ]

    def __init__(self, refused: Refused, kept: Kept, doctor_id: str) -> None:
        super().__init__()
        self.refused = refused
        self.kept = kept
        self._doctor_id = doctor_id
        self.openings: list[Opening] = []

    def compose_body(self) -> ComposeResult:
        """What happened, the other times, what is kept."""
        yield Painted(self._rule, id="countdown")
        yield Painted(self._happened, id="happened")
        yield Section("Take another time", "what you typed is kept")
        yield Rows(id="times")
        yield Painted(self._hint, id="more")
        yield Section("Kept")
        yield Painted(self._kept, id="kept")

    def on_mount(self) -> None:
        """Look for what would do instead."""
        self.ask = Ask(self.desk, self._doctor_id)
        slot = self.kept.slot
        self.thief = self._in_the_way()
        found = self.ask.alternatives(slot, self.refused.alternatives, None, OFFERED)
        self.openings = sorted(
            found, key=lambda opening: (abs(opening.start - slot.start), opening.doctor != slot.doctor)
        )
        place = self.ask.place(slot)
        doctors = self.ask.doctors()
        rows = [self._row(number, opening, place, doctors) for number, opening in enumerate(self.openings, 1)]
        self.query_one(Rows).show(rows or [Row(Content("  nothing else within the year"), choosable=False)])
        self._show_title()

    def _in_the_way(self) -> VisitView | None:
        slot = self.kept.slot
        for view in self.ask.day(slot.doctor, slot.start).visits:
            visit = view.visit
            if visit.start_minute < slot.end and slot.start < visit.end_minute and visit.status != "noshow":
                return view
        return None

    def _show_title(self) -> None:
        start = self.ask.wall(self.kept.slot.start)
        if self.thief is not None or self.refused.code in {"slot_taken", "hold_expired"}:
            head = f"✗ {text.at(start)} is gone"
        else:
            head = f"✗ {text.at(start)}: {self.refused.title.lower()}"
        about = f"   {self._who()}" if self._who() else ""
        self.title_row.show(Content.styled(head, "bold $text"), Content.styled(about, "$text"))

    def _who(self) -> str:
        """ "T. Reyes booked it at 10:41, while your hold had run out"."""
        late = ", while your hold had run out" if self.refused.code == "hold_expired" else ""
        if self.thief is None:
            return "your hold has run out" if late else text.clean(self.refused.reason)
        visit = self.thief.visit
        if visit.status == "pending":
            until = ""
            if visit.expires_at:
                until = f" until {text.at(self.ask.wall(parse_stamp(visit.expires_at) // 60))}"
            return f"{text.clean(visit.held_by or 'another desk')} is holding it{until}{late}"
        stamp = visit.updated_at or visit.created_at
        who = text.clean(visit.updated_by or visit.created_by or "Another desk")
        at = self.ask.wall(parse_stamp(stamp) // 60) if stamp else None
        when = ""
        if at is not None:
            when = f" at {text.at(at)}" if at.date() == self.ask.today() else f" on {text.day_said(at.date())}"
        return f"{who} booked it{when}{late}"

    def _row(self, number: int, opening: Opening, place: str | None, doctors: dict[str, str]) -> Row:
        slot = self.kept.slot
        start, end = self.ask.wall(opening.start), self.ask.wall(opening.end)
        day = words.day_near(start.date(), self.ask.today())
        cells = 10 if self.compact else 13
        doctor = text.pad(words.doctor_short(doctors.get(opening.doctor, "")), cells)
        where = text.pad(words.place_short(self.ask.name(opening.location)), cells)
        when = text.pad(f"{day} {words.clock_span(start, end)}", 12 + 2 * text.clock_cells())
        return Row(
            Content.assemble(
                (f"  {number} ", "bold $amber"), (when, "bold"), f" {doctor}", (f" {where}", "$text-dim"),
                (f" {say.difference(self.ask, slot, opening, place)}", "$text-dim"),
            )
        )  # fmt: skip

    def _rule(self, width: int, height: int) -> list[Content]:
        return [Content.styled("━" * width, "$bad")]

    def _happened(self, width: int, height: int) -> list[Content]:
        thief = self.thief
        if thief is None or thief.visit.status == "pending":
            return [Content(""), Content("Nothing was booked for you.")]
        what = f", {text.clean(thief.type_name).lower()}" if thief.type_name else ""
        whom = text.fit(f"{text.natural_name(thief.patient_name)}{what}", max(10, width - 46))
        return [Content(""), Content.assemble("Booked for ", (whom, "bold"), ". Nothing was booked for you.")]

    def _hint(self, width: int, height: int) -> list[Content]:
        return [
            Content.assemble(
                ("    more times: ", "$text-dim"),
                ("^f", "bold $amber"),
                (" next available, already filled in", "$text-dim"),
            )
        ]

    def _kept(self, width: int, height: int) -> list[Content]:
        kept = self.kept
        kinds = self.ask.types(kept.slot.doctor)
        kind = next((each for each in kinds if each.id == kept.slot.type_id), None)
        if kept.patient is not None:
            name = text.display_name(kept.patient.name)
            patient = Content.assemble((name, "bold"), f"  {patient_words(kept.patient)}")
        else:
            patient = Content(f"“{text.clean(kept.typed)}”" if kept.typed else "not yet chosen")
        length = text.minutes(kept.slot.minutes)
        visit = Content(length)
        if kind is not None:
            visit = Content.assemble(("■ ", self.marks(kinds)[kind.id]), f"{text.clean(kind.name)} · {length}")
        rows = [("Patient", patient), ("Visit", visit), ("Note", Content(text.clean(kept.note) or "–"))]
        return [Content.assemble((f"{label:<9}", "$text-dim"), value) for label, value in rows]

    def action_row(self, step: int) -> None:
        """↑↓: another of the times."""
        self.query_one(Rows).move(step)

    def action_pick(self, digit: int) -> None:
        """A digit: put the cursor there; Enter holds it."""
        if digit <= len(self.openings):
            rows = self.query_one(Rows)
            rows.move(digit - 1 - (rows.cursor or 0))

    @on(Rows.Chosen)
    def action_take(self) -> None:
        """Enter: hold the time of the amber row."""
        cursor = self.query_one(Rows).cursor
        if cursor is None or not self.openings:
            self.app.bell()
            return
        self.dismiss(self.openings[cursor])

    def action_more(self) -> None:
        """ctrl+f: the finder, filled in."""
        self.dismiss(MORE)

    def keys_line(self) -> Sequence[Hint]:
        """The keys that work now."""
        return (
            Hint("↑↓", "", ("up", "down"), rank=1),
            Hint("1–5", "Choose", (), rank=1),
            Hint("⏎", "Hold this time", ("enter",), rank=0),
            Hint("^f", "Next available", ("ctrl+f",), "Next", 2),
            Hint("Esc", "Give up, keep nothing", ("escape",), "Give up", 0),
        )
