"""What the screen of the patients lists: hits in columns with the next visit, nearly ones and doubles apart, help."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from textual.content import Content

from scheduling.model.reads import Patient, VisitView
from tui import text
from tui.dialogs.doubles import Pair, pairs
from tui.widgets.lines import section, spread
from tui.widgets.patient_list import name_line, new_row, shown_marks
from tui.widgets.rows import Row

SHOWN_PAIRS = 3
"""Pairs of possible doubles that are named."""
NEXT_FROM = 56
"""Cells from which there is room for the next visit."""
INDENT = 3
BORN, PHONE, NEXT = 12, 14, 13
"""Cells of the columns after the name."""

HELP = (
    ("mar lop", "parts of the name, any order, no accents needed"),
    ("0177", "digits of any phone number, any spacing"),
    ("7.3.84", "date of birth, also 1984-03-07"),
    ("004118", "the record number"),
    ("lop 1984", "mixed: a name and a year"),
)


class Found(NamedTuple):
    """What a search found: `hits` as (patient, matched letters of the name, only nearly alike), how many there are
    in all, the next visit by patient. Nothing `typed`: who was looked at lately."""

    typed: str
    hits: tuple[tuple[Patient, tuple[tuple[int, int], ...], bool], ...]
    total: int
    nexts: Mapping[str, VisitView]


class Page(NamedTuple):
    """The rows of the list; the patient of each, None for what is none; and the row of the new patient."""

    rows: list[Row]
    patients: list[Patient | None]
    new: int


def heads(width: int) -> Content:
    """The names of the columns."""
    last = f"  {'Next visit':<11}" if width >= NEXT_FROM else ""
    name = text.pad("Name", _name_room(width))
    return Content.styled(f"{' ' * INDENT}{name} {'Born':<11}  {'Phone':<12}{last}", "$text-dim")


def _name_room(width: int) -> int:
    return max(8, width - INDENT - BORN - PHONE - (NEXT if width >= NEXT_FROM else 0))


def _person(
    patient: Patient, marks: Sequence[tuple[int, int]], following: VisitView | None, width: int, today: date
) -> Row:
    name = name_line(text.display_name(patient.name), shown_marks(patient.name, marks), _name_room(width))
    birth = text.birth(patient.birth_date) if patient.birth_date else "–"
    phone = text.clean(patient.phones[0]) if patient.phones else "–"
    facts = Content.assemble((f" {birth:>11}", "$text-dim"), "  ", text.pad(phone, PHONE - 2))
    if width >= NEXT_FROM:
        facts = Content.assemble(facts, "  ", _next_words(following, today))
    return Row(Content.assemble(" " * INDENT, name, facts))


def _next_words(following: VisitView | None, today: date) -> Content:
    if following is None:
        return Content.styled("–", "$text-dim")
    start = datetime.fromisoformat(following.visit.start)
    if start.date() == today:
        return Content(f"today {text.at(start)}")
    if start.year != today.year:
        return Content(f"{text.day_month(start)} {start.year}")
    return Content(text.day(start.date()))


def page(found: Found, width: int, height: int, today: date) -> Page:
    """The rows of the list: hits, the nearly ones apart, the new patient, and what there is room for below."""
    rows: list[Row] = []
    patients: list[Patient | None] = []

    def add(row: Row, patient: Patient | None = None) -> None:
        rows.append(row)
        patients.append(patient)

    if found.hits and not found.typed:
        add(_still(section("Looked at lately", width)))
    nearly = False
    for patient, marks, only_alike in found.hits:
        if only_alike and not nearly:
            nearly = True
            add(_still(section("Nearly", width, "mistyped or heard wrong")))
        add(_person(patient, marks, found.nexts.get(patient.id), width, today), patient)
    if not found.hits and found.typed:
        add(_still(Content.styled(f"{' ' * INDENT}nobody of that name, number or date", "$text-dim")))
    if rows and len(rows) + 2 <= height:
        add(_still(Content("")))
    new = len(rows)
    add(_new(found.typed))
    for block in (_pair_rows(pairs([patient for patient, _, _ in found.hits]), width), _help(width)):
        if block and len(rows) + len(block) + 1 <= height:
            for row in (_still(Content("")), *block):
                add(row)
    return Page(rows, patients, new)


def _new(typed: str) -> Row:
    row = new_row(typed)
    return row._replace(left=Content.assemble(" ", row.left.stylize("$text")))


def _still(line: Content) -> Row:
    return Row(line, choosable=False)


def _pair_rows(alike: Sequence[Pair], width: int) -> list[Row]:
    if not alike:
        return []
    rows = [_still(section("Same birthday or phone", width, "D compares two records"))]
    for pair in alike[:SHOWN_PAIRS]:
        room = (width - INDENT - 5 - len(pair.why) - 2) // 2
        names = [text.fit(text.display_name(patient.name), max(6, room)) for patient in (pair.one, pair.other)]
        why = (pair.why, "$amber" if pair.likely else "$text-dim")
        line = Content.assemble(
            " " * INDENT, (names[0], "bold"), (" and ", "$text-dim"), (names[1], "bold"), (": ", "$text-dim"), why
        )
        rows.append(_still(spread(line, Content(""), width)))
    return rows


def _help(width: int) -> list[Row]:
    rows = [_still(section("You can type", width))]
    for example, meaning in HELP:
        rows.append(_still(Content.assemble(" " * INDENT, (f"{example:<11}", "bold $amber"), (meaning, "$text-dim"))))
    return rows
