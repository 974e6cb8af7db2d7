"""The patients a search found: matched letters underlined, date of birth, age and phone on every row."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from textual import events
from textual.content import Content

from scheduling.model.reads import Patient
from tui import text
from tui.widgets.lines import section, spread
from tui.widgets.rows import Row, Rows

if TYPE_CHECKING:
    from scheduling.services.patient_search import Hit, Hits

FACTS = 30
"""Cells for date of birth, age and phone at the end of a row."""
MARK = "bold underline $amber"


def name_line(name: str, marks: Sequence[tuple[int, int]], width: int) -> Content:
    """A name in `width` cells, the letters in `marks` (character spans of the name as shown) underlined."""
    shown = text.fit(text.clean(name), width)
    line = Content(shown)
    kept = len(shown.removesuffix("…")) if shown != name else len(shown)
    for start, end in marks:
        if start < kept:
            line = line.stylize(MARK, start, min(end, kept))
    return line.extend_right(max(0, width - line.cell_length))


def facts(patient: Patient, today: date) -> Content:
    """Date of birth, age and phone in fixed columns, so that rows align."""
    born = text.birth(patient.birth_date) if patient.birth_date else "–"
    years = text.age(patient.birth_date, today) if patient.birth_date else None
    phone = text.fit(text.clean(patient.phones[0]), 13) if patient.phones else ""
    age = "" if years is None else str(years)
    return Content.assemble(f"{born:>11}", (f"{age:>4}", "$text-dim"), f"   {text.pad(phone, 12)}")


def hit_row(hit: Hit, width: int, today: date) -> Row:
    """One row for one hit; `width` is the list's."""
    room = max(8, width - FACTS - 4)
    name = name_line(text.display_name(hit.patient.name), shown_marks(hit.patient.name, hit.marks), room)
    return Row(Content.assemble("  ", name, " ", facts(hit.patient, today)))


def shown_marks(name: str, marks: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Where marks of a name as stored stand in the name as shown: "Maria Lopez" is shown as "Lopez, Maria"."""
    shown = text.display_name(name)
    if shown == name:
        return list(marks)
    family, given = text.name_parts(name)
    places = [(name.rfind(family), len(family), 0), (name.find(given), len(given), len(family) + 2)]
    found = []
    for start, end in marks:
        for at, length, target in places:
            if at <= start < at + length:
                found.append((start - at + target, min(end, at + length) - at + target))
                break
    return sorted(found)


def patient_rows(hits: Hits, width: int, today: date) -> tuple[list[Row], list[Patient | None]]:
    """The rows of a search and the patient of each (None = a head): real hits, then the nearly ones apart."""
    rows: list[Row] = []
    patients: list[Patient | None] = []
    nearly = False
    for hit in hits.hits:
        if hit.nearly and not nearly:
            nearly = True
            rows.append(Row(section("  Nearly", width, "mistyped or heard wrong"), choosable=False))
            patients.append(None)
        rows.append(hit_row(hit, width, today))
        patients.append(hit.patient)
    return rows, patients


def new_row(typed: str) -> Row:
    """The last row: nobody of these, a new patient by the name that was typed."""
    name = f" “{text.fit(text.clean(typed.strip()), 24)}”" if typed.strip() else ""
    return Row(
        Content.assemble("  ", ("+", "bold $amber"), (f" New patient{name}", "$text-dim")),
        Content.styled("^n", "bold $amber"),
    )


class PatientList(Rows):
    """Rows whose last one, the new patient, stays in sight however long the list is."""

    def render(self) -> Content:
        """The rows in sight, the last one always among them."""
        width, height = self.content_size.width, self.content_size.height
        return Content("\n").join(
            self._line(self.rows[index], width, index == self.cursor) for index in self._in_sight(height)
        )

    def _in_sight(self, height: int) -> list[int]:
        count = len(self.rows)
        if count <= height or height < 2:
            return list(range(min(count, height)))
        room = height - 1
        cursor = min(self.cursor or 0, count - 2)
        first = max(0, min(cursor - room // 2, count - 1 - room))
        return [*range(first, first + room), count - 1]

    def on_click(self, event: events.Click) -> None:
        """Choose the row under the mouse; a click on the chosen one takes it."""
        event.prevent_default()
        shown = self._in_sight(self.content_size.height)
        if event.y < len(shown) and self.rows[shown[event.y]].choosable:
            index = shown[event.y]
            taken = index == self.cursor
            self.cursor = index
            self.refresh()
            self.post_message(Rows.Chosen(self, index) if taken else Rows.Moved(self, index))


def chosen_line(patient: Patient, width: int, today: date) -> Content:
    """The patient that was chosen, above the fields of the visit."""
    name = text.fit(text.display_name(patient.name), max(8, width - FACTS - 4))
    return spread(Content.assemble(("✓ ", "bold $ok"), (name, "bold")), facts(patient, today), width)
