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

from tui import text, theme
from tui.actions import DOCTOR, NOTHING, RECORD, bindings
from tui.dialogs import words
from tui.dialogs.record_fields import BY_TABLE, KINDS, NEEDED_BY_FIELD, FieldRow, Kind
from tui.screens.mode import ModeScreen, Title, Whereabouts
from tui.widgets.lines import section
from tui.widgets.painted import Painted
from tui.widgets.rows import Row, Rows

WIDE = 104
LABEL = 12
UNDO = (("u", "undo"),)

Record = Mapping[str, Any]


class Line(NamedTuple):
    """A line of the list: a record of a kind, or the line that says there is none."""

    kind: Kind
    record: Record | None


class ClinicScreen(ModeScreen):
    """One list in four sections; beside it all that is known of the chosen one."""

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
        """A doctor, another record, or nothing yet."""
        line = self.chosen
        if line is None or line.record is None:
            return NOTHING
        return DOCTOR if line.kind.table == "doctors" else RECORD

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
        before, at = self._wanted or (self.record or {}).get("id"), self.rows.cursor
        self._wanted = None
        self._records = self.desk.clinic_records()
        rows: list[Row] = []
        self._lines = []
        width = max(30, self.rows.size.width or self.app.size.width - 4)
        for kind in KINDS:
            found = self._records[kind.table]
            if rows:
                rows.append(Row(Content(""), choosable=False))
                self._lines.append(None)
            rows.append(Row(section(kind.many, width, str(len(found)) if found else ""), choosable=False))
            self._lines.append(None)
            for record in found:
                rows.append(self._row(kind, record))
                self._lines.append(Line(kind, record))
            if not found:
                rows.append(Row(Content.styled("  none yet: n adds one", "$text-dim")))
                self._lines.append(Line(kind, None))
        same = [index for index, line in enumerate(self._lines) if line and (line.record or {}).get("id") == before]
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
        if line is None or line.record is None:
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
        lines += [Content(f"{count} {what}") for what, count in self._used_by(line) if count] or [
            Content.styled("nothing yet", "$text-dim")
        ]
        return lines

    def _names_for(self, row: FieldRow) -> dict[str, str]:
        table = NEEDED_BY_FIELD.get(row.name)
        return self._names(table) if table else {}

    def _used_by(self, line: Line) -> list[tuple[str, int]]:
        record = line.record
        assert record is not None
        found: list[tuple[str, int]] = []
        for table in ("locations", "doctors", "types"):
            if line.kind.table == "hospitals":
                count = sum(other["hospital"] == record["id"] for other in self._records[table])
                one = BY_TABLE[table].one
                found.append((one if count == 1 else BY_TABLE[table].many.lower(), count))
        if line.kind.table == "locations":
            count = sum(record["id"] in other.get("locations", ()) for other in self._records["doctors"])
            found.append(("doctor" if count == 1 else "doctors", count))
        if line.kind.table == "types":
            offered = [other for other in self._records["doctors"] if other["hospital"] == record["hospital"]]
            count = sum(other.get("types") is None or record["id"] in other["types"] for other in offered)
            found.append(("doctor" if count == 1 else "doctors", count))
        if line.kind.table == "doctors":
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
        line = self.chosen
        at = KINDS.index(line.kind) if line else -1
        kind = KINDS[(at + 1) % len(KINDS)]
        first = next(index for index, other in enumerate(self._lines) if other and other.kind is kind)
        self.rows.show(self.rows.rows, first)
        self._moved()

    def do_record_open(self) -> None:
        """Change the record."""
        line = self.chosen
        assert line is not None
        assert line.record is not None
        self._form(line.kind, line.record, {})

    def do_record_new(self) -> None:
        """Another of the kind under the cursor, at the hospital that is shown."""
        kind = self.chosen.kind if self.chosen else KINDS[0]
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
        line = self.chosen
        assert line is not None
        assert line.record is not None
        record, verb = line.record, line.kind.retire
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
        if line is None or line.record is None or line.kind.table != "doctors":
            return Whereabouts()
        return Whereabouts(doctor=line.record["id"])

    def on_rows_moved(self, message: Rows.Moved) -> None:
        """The mouse chose a row."""
        self.band.hush()
        self._moved()

    async def on_rows_chosen(self, message: Rows.Chosen) -> None:
        """A click on the chosen row changes it."""
        await self.action_do("record_open" if self.record is not None else "record_new")
