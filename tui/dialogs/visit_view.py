"""How an opened visit looks: its fields, who it is for, its history, and what somebody else changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input

from scheduling.errors import FrontdeskError
from scheduling.model.reads import Appointment, AppointmentType, Patient
from scheduling.model.status import STATUSES
from scheduling.when.iso import parse_stamp
from tui import text, words
from tui.ask import Ask, card_doctors
from tui.dialogs.roomy import RoomyDialog
from tui.widgets.chips import Chip, ChipRow, Stepper
from tui.widgets.dialog import Section
from tui.widgets.field import Field, FieldInput
from tui.widgets.lines import section, spread
from tui.widgets.painted import Painted
from tui.widgets.patient_card import card_lines

RESPONSES = (("", "not asked"), ("accepted", "✓ yes"), ("tentative", "perhaps"), ("declined", "no"))
"""What the patient said, as FHIR spells it, and in words."""
KEY = "bold $amber"
FIELDS = {
    "patient": "Patient", "type": "Type", "minutes": "Length", "reason": "Reason", "note": "Note",
    "response": "Answer",
}  # fmt: skip
"""The fields of the form, as people call them."""
OVER = frozenset({"cancelled", "entered-in-error"})


class VisitForm(RoomyDialog[str | None]):
    """The state of the form, painted: `visit` as it was opened, `theirs` when another desk has changed it since."""

    ROOMY: ClassVar[tuple[int, int]] = (106, 28)
    COMPACT: ClassVar[tuple[int, int]] = (80, 23)
    ask: Ask
    visit: Appointment
    patient: Patient | None
    type_id: str | None
    minutes: int
    response: str

    def __init__(self, visit_id: str) -> None:
        super().__init__()
        self._visit_id = visit_id
        self.theirs: Appointment | None = None
        self.problem: FrontdeskError | None = None

    def compose_body(self) -> ComposeResult:
        """The fields on the left, patient and history on the right."""
        with Horizontal(id="columns"):
            with Vertical(id="left"):
                yield Painted(self._patient_line, id="patient")
                yield Painted(self._status_line, id="status")
                yield Section("Visit")
                yield Field("Type", ChipRow(id="type"), id="row-type")
                yield Field("Length", Stepper(id="length"), id="row-length")
                yield Field("Reason", FieldInput(id="reason", max_length=4000), id="row-reason")
                yield Field("Note", FieldInput(id="note", max_length=4000), id="row-note")
                yield Field("Answer", ChipRow(id="response"), id="row-response")
                yield Painted(self._history_lines, id="history")
            yield Painted(self._right, id="card")

    def mine(self) -> dict[str, Any]:
        """The fields as they stand in the form."""
        return {
            "patient": self.patient.id if self.patient else None,
            "type": self.type_id,
            "minutes": self.minutes,
            "reason": self.query_one("#reason", Input).value.strip() or None,
            "note": self.query_one("#note", Input).value.strip() or None,
            "response": self.response or None,
        }

    def changed(self) -> dict[str, Any]:
        """The fields that differ from the visit as it was opened."""
        return {name: value for name, value in self.mine().items() if value != getattr(self.visit, name)}

    def _kinds(self) -> list[AppointmentType]:
        """What the doctor offers, and the visit's own type where that is offered no more."""
        kinds, own = self.ask.types(self.visit.doctor), self.visit.type
        if own is None or any(kind.id == own for kind in kinds):
            return kinds
        view = self.desk.visit_view(self._visit_id)
        gone = AppointmentType(own, self.visit.hospital, view.type_name, self.visit.minutes, color=view.type_color)
        return [gone, *kinds]

    def _type_name(self, ident: str) -> str:
        kinds = [*self.desk.type_list(self.ask.hospital.id), *self._kinds()]
        return next((kind.name for kind in kinds if kind.id == ident), ident)

    def _show(self) -> None:
        self.query_one("#type", ChipRow).show(self.chips(self._kinds()), self.type_id)
        tone = "$text on $raised"
        self.query_one("#response", ChipRow).show(
            [Chip(ident, said, "", tone) for ident, said in RESPONSES], self.response
        )
        start = self.ask.wall(self.visit.start_minute)
        until = self.ask.wall(self.visit.start_minute + self.minutes)
        after = Content.assemble(("until ", "$text-dim"), (text.at(until), "bold"))
        self.query_one("#length", Stepper).show(self.minutes, max(5, self.ask.hospital.step), after)
        doctor, place = self.ask.name(self.visit.doctor), self.ask.name(self.visit.location)
        who = words.doctor_short(doctor) if self.compact else words.doctor_full(doctor)
        about = " · ".join(part for part in (who, text.clean(place)) if part)
        title = Content.assemble(
            (f"{text.day(start.date())}  {words.clock_span(start, until)}", "bold"), (f"   {about}", "$text-dim")
        )
        self.title_row.show("Held" if self.visit.status == "pending" else "Visit", title, self._status_mark())
        self._show_verdict()
        self.refresh_keys()
        for painted in self.query(Painted):
            painted.refresh()

    def _status_mark(self) -> Content:
        status = STATUSES[self.visit.status]
        return Content.styled(f"{status.glyph} {status.word}".strip(), "bold")

    def _show_verdict(self) -> None:
        if self.theirs is not None:
            self.verdict.show(
                "bad", "Changed meanwhile", self.who_changed(self.theirs),
                second=Content.assemble(
                    ("^s", KEY), " shows yours and theirs,  ", ("^o", KEY), " takes all of theirs"),
            )  # fmt: skip
        elif self.problem is not None:
            self.verdict.show("bad", f"{self.problem.title}:", self.problem.reason, second=self.problem.remedy)
        elif self.visit.status in OVER:
            self.verdict.show(
                "info", STATUSES[self.visit.status].word, "and not to be changed.", second="Book a new visit instead."
            )
        elif self.visit.status == "pending":
            whom = text.natural_name(self.patient.name) if self.patient else ""
            said = (
                f"for {whom}, until {self._clock(self.visit.expires_at)}"
                if whom
                else "for nobody yet: ^r says for whom"
            )
            self.verdict.show("info", "Held", said, second="Enter books it.")
        else:
            changed = [label.lower() for name, label in FIELDS.items() if name in self.changed()]
            if changed:
                self.verdict.show("info", "Changed:", ", ".join(changed), second="^s saves, Esc leaves it as it was")
            else:
                self.verdict.show("info", "As it was saved", "", second="Change any field, then ^s.")

    def who_changed(self, theirs: Appointment) -> str:
        """ "by t.reyes, at 10:42"."""
        return f"by {text.clean(theirs.updated_by or 'another desk')}, at {self._clock(theirs.updated_at)}"

    def sides(self, values: Mapping[str, Any]) -> dict[str, str]:
        """The fields in words, as they stand in the form or in a visit."""
        shown = {name: "" if values[name] is None else str(values[name]) for name in FIELDS}
        if values["patient"]:
            patient = self.desk.patient(values["patient"])
            shown["patient"] = text.spoken_person(patient.name, patient.birth_date)
        shown["type"] = self._type_name(values["type"]) if values["type"] else ""
        shown["minutes"] = text.minutes(values["minutes"])
        shown["response"] = dict(RESPONSES)[values["response"] or ""]
        return shown

    def _clock(self, stamp: str | None) -> str:
        return text.at(self.ask.wall(parse_stamp(stamp) // 60)) if stamp else "?"

    def _patient_line(self, width: int, height: int) -> list[Content]:
        if self.patient is None:
            name = Content.styled("nobody yet", "$amber")
        else:
            name = Content.styled(text.fit(text.display_name(self.patient.name), width - 26), "bold")
        other = Content.assemble(("^r", "bold $amber"), (" other patient", "$text-dim"))
        return [spread(Content.assemble((f"{'Patient':<9}", "$text-dim"), name), other, width)]

    def _status_line(self, width: int, height: int) -> list[Content]:
        visit = self.visit
        stamps = [("arrived", visit.arrived_at), ("in the room", visit.ready_at), ("ended", visit.ended_at)]
        steps = "".join(f" · {word} {self._clock(stamp)}" for word, stamp in stamps if stamp)
        reason = f" ({text.clean(visit.cancel_reason)})" if visit.cancel_reason else ""
        said = f"{STATUSES[visit.status].word}{reason}{steps}"
        return [Content.assemble((f"{'Status':<9}", "$text-dim"), said)]

    def _history_lines(self, width: int, height: int) -> list[Content]:
        visit = self.visit
        lines = [section("History", width)]
        made = text.clean(visit.created_by or "somebody")
        lines.append(Content(f"Booked {self._when(visit.created_at)} by {made}"))
        if visit.updated_at and visit.version > 1:
            changed = text.clean(visit.updated_by or "somebody")
            lines.append(Content(f"Changed {self._when(visit.updated_at)} by {changed}, {visit.version - 1}×"))
        if visit.override:
            lines.append(
                Content.styled(text.fit(f"! booked all the same: {text.clean(visit.override)}", width), "$amber")
            )
        return lines[:height]

    def _when(self, stamp: str | None) -> str:
        if not stamp:
            return ""
        at: datetime = self.ask.wall(parse_stamp(stamp) // 60)
        day = "today" if at.date() == self.ask.today() else text.day_said(at.date())
        return f"{day} {text.at(at)}"

    def _right(self, width: int, height: int) -> Sequence[Content]:
        if self.patient is None:
            return [section("Patient", width), Content.styled("A held time, for nobody yet.", "$text-dim")]
        kinds = self.marks(self.desk.type_list(self.ask.hospital.id))
        card = self.desk.patient_card(self.patient.id)
        return card_lines(card, width, height, card_doctors(self.desk, card), kinds)
