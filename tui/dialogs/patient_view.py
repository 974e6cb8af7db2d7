"""How the form of a patient looks: its fields with what was understood, who may be the same, what will be changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input

from scheduling.errors import FrontdeskError
from scheduling.model.reads import Patient
from tui import text, words
from tui.ask import card_doctors
from tui.dialogs.doubles import Double, age_words
from tui.dialogs.patient_form import EXAMPLES, LABELS, Problem, changes, shown, texts_of, values_of
from tui.dialogs.roomy import RoomyDialog
from tui.widgets.chips import Chip, ChipRow
from tui.widgets.field import Field, FieldInput
from tui.widgets.lines import section, spread
from tui.widgets.painted import Painted
from tui.widgets.patient_card import card_lines

KEY = "bold $amber"
TYPED = tuple(name for name in LABELS if name != "hospital")
SHORT = {"name": 200, "birth_date": 30, "record_number": 200}
"""Most characters of a field; 4 000 of the others."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A form left with Esc: `before` = the record as it was then, `texts` = what stood in the fields."""

    before: Patient | None
    texts: dict[str, str]
    whose: str


@dataclass(frozen=True, slots=True)
class PatientSaved:
    """Whose record is to be shown, and what was saved in a sentence; empty when it is only another's."""

    patient_id: str
    sentence: str


class PatientView(RoomyDialog[PatientSaved | Draft | None]):
    """The state of the form, painted. `before`: the record as it was opened, None for a new one; `theirs`: as another
    desk has it by now; `alike`: who may be the same person; `warned`: what the warning of them was about."""

    ROOMY: ClassVar[tuple[int, int]] = (106, 26)
    COMPACT: ClassVar[tuple[int, int]] = (80, 23)
    before: Patient | None = None
    theirs: Patient | None = None

    def __init__(self, patient_id: str | None, typed: str, draft: Draft | None) -> None:
        super().__init__()
        self._patient_id = patient_id
        self._typed = typed
        self._draft = draft
        self.hospital_id = ""
        self.alike: list[Double] = []
        self.warned: tuple[Any, ...] | None = None
        self.warning = False
        self.refused: FrontdeskError | None = None
        self.kept = draft is not None

    def compose_body(self) -> ComposeResult:
        """The fields on the left, on the right what they mean."""
        with Horizontal(id="columns"):
            with Vertical(id="left"):
                for name in TYPED:
                    box = FieldInput(id=name, placeholder=EXAMPLES.get(name, ""), max_length=SHORT.get(name, 4000))
                    yield Field(LABELS[name], box, id=f"row-{name}")
                yield Field(LABELS["hospital"], ChipRow(id="hospital"), id="row-hospital")
            yield Painted(self._right, id="card")

    @property
    def today(self) -> date:
        """The hospital's date."""
        return self.desk_app.today()

    @property
    def hospitals(self) -> dict[str, str]:
        """Name of each hospital."""
        return {hospital.id: hospital.name for hospital in self.desk.hospital_list()}

    @property
    def texts(self) -> dict[str, str]:
        """What stands in the fields."""
        return {name: self.query_one(f"#{name}", Input).value for name in TYPED} | {"hospital": self.hospital_id}

    def fill(self, texts: dict[str, str]) -> None:
        """Put other texts into the fields."""
        for name in TYPED:
            box = self.query_one(f"#{name}", Input)
            with box.prevent(Input.Changed):
                box.value = texts[name]
            box.cursor_position = len(texts[name])
        self.hospital_id = texts["hospital"]

    @property
    def values(self) -> tuple[dict[str, Any], list[Problem]]:
        """The values of the fields, and what is wrong with them."""
        return values_of(self.texts, self.before, self.today)

    @property
    def changed(self) -> dict[str, Any]:
        """The fields that differ from the record as it was opened."""
        return changes(self.values[0], self.before)

    @property
    def edited(self) -> bool:
        """Whether something was typed that is not in the record."""
        begun = texts_of(self.before)
        if self.before is None:
            begun |= {"name": self._typed, "hospital": self._home()}
        return self.texts != begun

    def _home(self) -> str:
        hospital = self.desk_app.hospital
        return hospital.id if hospital else ""

    @property
    def whose(self) -> str:
        """The patient in words."""
        name = text.natural_name(self.before.name if self.before else self.texts["name"])
        return name or "A new patient"

    def show(self) -> None:
        """Paint everything again."""
        chips = [Chip("", "none", "", "$text on $raised")]
        chips += [Chip(ident, text.clean(name), "", "$text on $raised") for ident, name in self.hospitals.items()]
        self.query_one("#hospital", ChipRow).show(chips, self.hospital_id)
        self.query_one("#row-hospital").display = len(chips) > 2
        number = text.clean(self.before.record_number or "") if self.before else ""
        about = text.fit(self.whose, 60) if self.before else "only the name is needed"
        self.title_row.show("Patient" if self.before else "New patient", about, f"record {number}" if number else "")
        self._echo()
        self.show_verdict()
        self.refresh_keys()
        self.query_one("#card").refresh()

    def _echo(self) -> None:
        """What was understood of the date of birth, at the end of its field."""
        value = self.values[0]["birth_date"]
        typed = self.query_one("#birth_date", Input).value.strip()
        note = Content("")
        if value:
            born = date.fromisoformat(value)
            said = f" {text.birth(value)} · {age_words(born, self.today)}"
            note = Content.assemble(("✓", "bold $ok"), (said, "$text"))
        elif typed:
            note = Content.styled("? no date", "bold $bad")
        self.query_one("#row-birth_date", Field).note(note)

    def show_verdict(self) -> None:
        """What ctrl+s would do, or why not."""
        problems = self.values[1]
        if self.theirs is not None:
            self.verdict.show(
                "bad", "Changed meanwhile", self.who_changed(), second=Content.assemble(
                    ("^s", KEY), " shows yours and theirs beside each other; what you typed stays."))  # fmt: skip
        elif self.warning and self.alike:
            other = self.alike[0]
            name = text.natural_name(other.patient.name)
            born = f", b. {text.birth(other.patient.birth_date)}" if other.patient.birth_date else ""
            self.verdict.show(
                "bad", "Maybe here already:", text.fit(f"{name}{born}, {other.why}", 70), second=Content.assemble(
                    ("^s", KEY), " saves all the same,  ", ("^o", KEY), " opens that record instead"))  # fmt: skip
        elif self.refused is not None:
            self.verdict.show("bad", f"{self.refused.title}:", self._in_words(), second=self.refused.remedy)
        elif problems and (self.before is not None or self.edited):
            self.verdict.show("bad", problems[0].reason, second=problems[0].remedy)
        elif self.kept:
            self.verdict.show("info", "As you left it", "not saved yet", second=Content.assemble(
                ("^s", KEY), " saves it,  ", ("^z", KEY), " forgets it"))  # fmt: skip
        elif self.edited:
            told = TYPED if self.before is None and not self.query_one("#row-hospital").display else LABELS
            labels = ", ".join(LABELS[name].lower() for name in self.changed if name in told)
            self.verdict.show("info", "Changed:" if self.before else "To be saved:", labels,
                              second="^s saves; Esc leaves, and what was typed is kept for you.")  # fmt: skip
        else:
            said = "As it was saved" if self.before else "Type the name"
            self.verdict.show("info", said, "", second="Change any field, then ^s." if self.before else "")

    def who_changed(self) -> str:
        """ "by t.reyes, at 10:42"."""
        from scheduling.when.iso import parse_stamp
        from scheduling.when.zones import wall_clock

        assert self.theirs is not None
        who = text.clean(self.theirs.updated_by or "") or "another desk"
        stamp = self.theirs.updated_at
        at = f", at {text.at(wall_clock(parse_stamp(stamp) // 60, self.desk_app.tz))}" if stamp else ""
        return f"by {who}{at}"

    def _in_words(self) -> str:
        """The reason of a refusal, the field called as on the form."""
        assert self.refused is not None
        field, _, rest = self.refused.reason.partition(" ")
        return f"{LABELS[field]} {rest}" if field in LABELS else self.refused.reason

    # -- beside the fields --------------------------------------------------------------------------------------

    def _right(self, width: int, height: int) -> Sequence[Content]:
        if self.alike:
            return self._doubles(width)
        if self.before is None:
            return [
                section("Nobody like this yet", width),
                *(Content.styled(line, "$text-dim") for line in words.wrap(
                    "No one has this birthday or phone together with a part of this name.", width)),
            ]  # fmt: skip
        if not self.changed:
            card = self.desk.patient_card(self.before.id)
            hospital = self.desk_app.hospital
            kinds = self.desk.type_list(hospital.id) if hospital else []
            return card_lines(card, width, height, card_doctors(self.desk, card), self.marks(kinds))
        lines = [section("Will be changed", width, str(len(self.changed)))]
        now = {name: value for name, value in self.texts.items() if name in self.changed}
        for name, value in now.items():
            value = self.hospitals.get(value, value) if name == "hospital" else value
            was = shown(name, self.before, self.hospitals)
            lines.append(Content.styled(LABELS[name], "bold $text-dim"))
            lines.append(Content.styled(f"  {text.fit(was, width - 2) or '–'}", "$text-dim"))
            lines.append(Content.assemble(("→ ", KEY), text.fit(value, width - 2) or "–"))
        return lines

    def _doubles(self, width: int) -> list[Content]:
        count = Content.styled(str(len(self.alike)), "bold $amber")
        lines = [section(Content.styled("Maybe here already", "bold $amber"), width, count)]
        for double in self.alike:
            patient = double.patient
            born = text.birth(patient.birth_date)
            name = text.fit(text.display_name(patient.name), width - len(born) - 1)
            phone = text.fit(text.clean(patient.phones[0]), width - len(double.why) - 1) if patient.phones else ""
            lines.append(Content(""))
            lines.append(spread(Content.styled(name, "bold"), Content(born), width))
            lines.append(spread(Content.styled(phone, "$text-dim"), Content.styled(double.why, "$amber"), width))
        return [*lines, Content(""), Content.assemble(("^o", KEY), (" opens the first of them", "$text-dim"))]
