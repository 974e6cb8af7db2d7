"""Mode 8: what the clinic is made of: hospitals, locations, doctors, types of visit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content

from tui import text, theme, words
from tui.actions import DOCTOR, NOTHING, RECORD, SETTING, bindings
from tui.dialogs.record_fields import BY_TABLE, KINDS, NEEDED_BY_FIELD, FieldRow, Kind
from tui.dialogs.settings import Shown, dialog_of, overview
from tui.screens.mode import ModeScreen, Title, Whereabouts
from tui.widgets.lines import section
from tui.widgets.painted import Painted
from tui.widgets.rows import Row, Rows

WIDE = 104
LABEL = 12
UNDO = (("u", "undo"),)

Record = Mapping[str, Any]


class Line(NamedTuple):
    """A line of the list: a record of a kind, or the line that says there is none; or a setting."""

    kind: Kind | None
    record: Record | None
    setting: Shown | None = None

    @property
    def ident(self) -> str | None:
        """What the cursor keeps to."""
        return self.setting.name if self.setting else self.record["id"] if self.record else None


class ClinicScreen(ModeScreen):
    """One list in five sections; beside it all that is known of the chosen one."""

    MODE = "clinic"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("clinic")]
    CSS_PATH = Path(__file__).parent.parent / "styles" / "clinic.tcss"

    def __init__(self) -> None:
        super().__init__()
        self.rows = Rows(id="list")
        self.card = Painted(self._card, id="card")
        self._records: Mapping[str, Sequence[Record]] = {}
        self._lines: list[Line | None] = []
        self._wanted: str | None = None

    def compose(self) -> ComposeResult:
        """Row 1, row 2, the list and the card, the band, the footer."""
        yield self.header
        yield self.modes
        with Horizontal(id="middle"):
            yield self.rows
            yield self.card
        yield self.band
        yield self.footer

    def on_mount(self) -> None:
        """The first of the list."""
        self.set_class(self.app.size.width >= WIDE, "-wide")
        self.reload()

    def on_resize(self, event: events.Resize) -> None:
        """The card beside the list where there is room."""
        self.set_class(event.size.width >= WIDE, "-wide")
        self.call_after_refresh(self.reload)

    # -- what is shown ------------------------------------------------------------------------------------------

    @property
    def chosen(self) -> Line | None:
        """The line under the cursor."""
        cursor = self.rows.cursor
        return self._lines[cursor] if cursor is not None and cursor < len(self._lines) else None

    @property
    def record(self) -> Record | None:
        """The record under the cursor."""
        return self.chosen.record if self.chosen else None

    @property
    def context(self) -> str:
        """A doctor, another record, a setting, or nothing yet."""
        line = self.chosen
        if line is not None and line.setting is not None:
            return SETTING
        if line is None or line.record is None:
            return NOTHING
        return DOCTOR if line.kind is not None and line.kind.table == "doctors" else RECORD

    def title_words(self) -> Title:
        """The hospital."""
        hospital = self.desk_app.hospital
        return Title(hospital.name if hospital else "No hospital yet", range="Clinic", short_range="Clinic")

    def end_of_tabs(self) -> Content:
        """How much there is."""
        doctors = len(self._records.get("doctors", ()))
        return Content.styled(f"{doctors} doctor{'' if doctors == 1 else 's'}", "$text-dim")

    def read(self) -> None:
        """Read the records and show them, the cursor on the same one."""
        before, at = self._wanted or (self.chosen.ident if self.chosen else None), self.rows.cursor
        self._wanted = None
        self._records = self.desk.clinic_records()
        rows: list[Row] = []
        self._lines = []

        def add(line: Line | None, row: Row) -> None:
            rows.append(row)
            self._lines.append(line)

        width = max(30, self.rows.size.width or self.app.size.width - 4)
        for kind in KINDS:
            found = self._records[kind.table]
            add(None, Row(section(kind.many, width, str(len(found)) if found else ""), choosable=False))
            for record in found:
                add(Line(kind, record), self._row(kind, record))
            if not found:
                add(Line(kind, None), Row(Content.styled("  none yet: n adds one", "$text-dim")))
            add(None, Row(Content(""), choosable=False))
        add(None, Row(section("Settings", width), choosable=False))
        for shown in overview(self.desk_app):
            left = Content.assemble((f"    {text.pad(shown.label, 26)} ", "bold"), (shown.value, "$text-dim"))
            add(Line(None, None, shown), Row(left))
        same = [index for index, line in enumerate(self._lines) if line and line.ident == before]
        self.rows.show(rows, same[0] if before and same else at or 0)
        self.card.refresh()
        self.refresh_keys()

    def passed(self) -> None:
        """Nothing here depends on the time of day."""

    def _names(self, table: str) -> dict[str, str]:
        return {record["id"]: record["name"] for record in self._records[table]}

    def _row(self, kind: Kind, record: Record) -> Row:
        """Its name, and in a few words what it is."""
        name = words.doctor_full(record["name"]) if kind.table == "doctors" else text.clean(record["name"])
        mark: tuple[str, str] | str = "  "
        if kind.table == "types":
            tones = theme.tones(self.app)
            mark = ("■ ", theme.hue(record.get("color"), tones, record["name"]).bar)
        return Row(
            Content.assemble("  ", mark, (text.pad(name, 26) + " ", "bold"), (self._about(kind, record), "$text-dim"))
        )

    def _about(self, kind: Kind, record: Record) -> str:
        if kind.table == "hospitals":
            return text.clean(record["timezone"])
        if kind.table == "locations":
            parts = [record.get("address")]
            if len(self._records["hospitals"]) > 1:
                parts.append(self._names("hospitals").get(record["hospital"]))
        elif kind.table == "doctors":
            places = [self._names("locations").get(ident, "") for ident in record.get("locations", ())]
            parts = [record.get("specialty"), ", ".join(filter(None, places))]
        else:
            parts = [text.minutes(record["minutes"])]
            for name, said in (("buffer_before", "before"), ("buffer_after", "after")):
                parts.append(f"{record[name]} min kept free {said}" if record.get(name) else None)
        return " · ".join(text.clean(part) for part in parts if part)

    def _card(self, width: int, height: int) -> list[Content]:
        """Every field of the chosen record."""
        line = self.chosen
        if line is not None and line.setting is not None:
            return _setting_card(line.setting, width)
        if line is None or line.kind is None or line.record is None:
            return [Content.styled("n adds one.", "$text-dim")]
        record = line.record
        lines = [Content.styled(text.clean(record["name"]), "bold"), Content.styled(line.kind.one, "$text-dim")]
        lines += [Content(""), section("What is known", width)]
        for row in line.kind.fields:
            if row.name == "name":
                continue
            value = row.show(record.get(row.name), self._names_for(row)) or "–"
            wrapped = words.wrap(value, width - LABEL) or ["–"]
            for index, part in enumerate(wrapped):
                lines.append(Content.assemble((text.pad(row.label if not index else "", LABEL), "$text-dim"), part))
        lines += [Content(""), section("Used by", width)]
        lines += [Content(f"{count} {what}") for what, count in self._used_by(line.kind, record) if count] or [
            Content.styled("nothing yet", "$text-dim")
        ]
        return lines

    def _names_for(self, row: FieldRow) -> dict[str, str]:
        table = NEEDED_BY_FIELD.get(row.name)
        return self._names(table) if table else {}

    def _used_by(self, kind: Kind, record: Record) -> list[tuple[str, int]]:
        found: list[tuple[str, int]] = []
        for table in ("locations", "doctors", "types"):
            if kind.table == "hospitals":
                count = sum(other["hospital"] == record["id"] for other in self._records[table])
                one = BY_TABLE[table].one
                found.append((one if count == 1 else BY_TABLE[table].many.lower(), count))
        if kind.table == "locations":
            count = sum(record["id"] in other.get("locations", ()) for other in self._records["doctors"])
            found.append(("doctor" if count == 1 else "doctors", count))
        if kind.table == "types":
            offered = [other for other in self._records["doctors"] if other["hospital"] == record["hospital"]]
            count = sum(other.get("types") is None or record["id"] in other["types"] for other in offered)
            found.append(("doctor" if count == 1 else "doctors", count))
        if kind.table == "doctors":
            ahead = self.desk.visits_ahead(record["id"])
            found.append(("visit ahead" if ahead == 1 else "visits ahead", ahead))
        return found

    # -- keys ---------------------------------------------------------------------------------------------------

    def _moved(self) -> None:
        self.card.refresh()
        self.refresh_keys()

    def do_record_up(self) -> None:
        """The row above."""
        self.rows.move(-1)
        self._moved()

    def do_record_down(self) -> None:
        """The row below."""
        self.rows.move(1)
        self._moved()

    def do_record_kind(self) -> None:
        """The first of the next kind."""
        line, kinds = self.chosen, (*KINDS, None)
        at = kinds.index(line.kind) if line else -1
        kind = kinds[(at + 1) % len(kinds)]
        first = next(index for index, other in enumerate(self._lines) if other and other.kind is kind)
        self.rows.show(self.rows.rows, first)
        self._moved()

    def do_record_open(self) -> None:
        """Change the record."""
        kind, record = self._at_record()
        self._form(kind, record, {})

    def _at_record(self) -> tuple[Kind, Record]:
        line = self.chosen
        assert line is not None
        assert line.kind is not None
        assert line.record is not None
        return line.kind, line.record

    def do_setting_open(self) -> None:
        """Change the setting."""
        assert self.chosen is not None
        assert self.chosen.setting is not None
        self.app.push_screen(dialog_of(self.chosen.setting.name), lambda _: self.reload())

    def do_record_new(self) -> None:
        """Another of the kind under the cursor, at the hospital that is shown."""
        kind = (self.chosen.kind if self.chosen else None) or KINDS[0]
        hospital = self.desk_app.hospital
        if kind.table != "hospitals" and hospital is None:
            self.say("bad", "", "A hospital comes first: n on “Hospitals” adds it.")
            return
        given = {} if kind.table == "hospitals" or hospital is None else {"hospital": hospital.id}
        self._form(kind, {}, given)

    def _form(self, kind: Kind, record: Record, given: dict[str, str]) -> None:
        from tui.dialogs.record import RecordDialog

        names = {field: self._names(table) for field, table in NEEDED_BY_FIELD.items()}

        def saved(ident: str | None) -> None:
            if ident is None:
                return
            self._wanted = ident
            self.reload()
            name = text.clean((self.record or {}).get("name", ""))
            then = " h gives the hours, without which nobody can be booked." if kind.table == "doctors" else ""
            self.say("ok", "Saved", f"{name}.{'' if record else then}", UNDO)

        self.app.push_screen(RecordDialog(kind, record, names, given), saved)

    async def do_record_retire(self) -> None:
        """Nothing new is made with it; undo brings it back."""
        kind, record = self._at_record()
        verb = kind.retire
        outcome = await self.attempt(lambda desk: desk.do(verb, id=record["id"], version=record["version"]))
        if outcome is None:
            return
        self.reload()
        count = len(outcome.affected or ())
        left = f" {count} visit{'' if count == 1 else 's'} ahead: 6 lists them." if count else ""
        self.say("ok", "Retired", f"{text.clean(record['name'])}.{left}", UNDO)

    async def do_record_hours(self) -> None:
        """The hours of the doctor."""
        assert self.record is not None
        await self.desk_app.open_mode("hours", Whereabouts(doctor=self.record["id"], asked=True))

    def whereabouts(self) -> Whereabouts:
        """The doctor under the cursor."""
        line = self.chosen
        if line is None or line.kind is not BY_TABLE["doctors"] or line.record is None:
            return Whereabouts()
        return Whereabouts(doctor=line.record["id"])

    def on_rows_moved(self, message: Rows.Moved) -> None:
        """The mouse chose a row."""
        self.band.hush()
        self._moved()

    async def on_rows_chosen(self, message: Rows.Chosen) -> None:
        """A click on the chosen row changes it."""
        deeds = {RECORD: "record_open", DOCTOR: "record_open", SETTING: "setting_open"}
        await self.action_do(deeds.get(self.context, "record_new"))


def _setting_card(shown: Shown, width: int) -> list[Content]:
    """A setting, and what it can be."""
    lines = [Content.styled(shown.label, "bold"), Content.styled("a setting", "$text-dim"), Content("")]
    if not shown.choices:
        return [*lines, Content("⏎ lists every key, and how it is changed.")]
    lines.append(section("Can be", width))
    for words_ in shown.choices:
        held = words_ == shown.value
        lines.append(Content.assemble(("✓ " if held else "  ", "$ok"), (words_, "bold" if held else "")))
    return lines
