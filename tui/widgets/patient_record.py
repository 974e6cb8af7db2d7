"""The record of a patient in lines: who, how to reach them, no-shows, visits, what they wait for, the note.

Pure: a read goes in, lines come out. Those that are a visit can be chosen.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from rich.cells import cell_len
from textual.content import Content

from scheduling.model.patient_reads import PatientRecord, Waits
from scheduling.model.reads import VisitView
from scheduling.model.status import STATUSES
from tui import text, theme, words
from tui.theme import Tones
from tui.widgets.lines import section, spread
from tui.widgets.patient_card import born, noshows, trail, when
from tui.widgets.rows import Row

LEAST_PAST = 3
"""Past visits that are shown however much else there is."""
NOTE_LINES = 4
"""Lines of a note beside which visits must fit; all of them are shown when the list is scrolled."""
MARKS = {"arrived": ("●", "$ok"), "checked-in": ("►", "$amber"), "noshow": ("✗", "bold $bad")}


class Line(NamedTuple):
    """One line of the record: what it shows, and the visit that it is."""

    row: Row
    visit: VisitView | None = None


def record_lines(
    record: PatientRecord, width: int, height: int, today: date, tones: Tones, *, whole: bool = False
) -> list[Line]:
    """The record in lines of `width` cells; past visits are cut so that all fits `height` rows, unless `whole`."""
    head = [_still(line) for line in (*_who(record, width), *_came(record, width))]
    ahead = [*_upcoming(record, width, tones), *map(_still, _waiting(record, width, today))]
    note = [_still(line) for line in _note(record, width)]
    past = record.card.past
    room = height - len(head) - len(ahead) - min(len(note), NOTE_LINES + 2) - 2
    shown = len(past) if whole or len(past) <= room else max(LEAST_PAST, room - 1)
    return [*head, *ahead, *_past(record, width, tones, shown), *note]


def _still(line: Content, right: Content | None = None) -> Line:
    return Line(Row(line, right or Content(""), choosable=False))


def _who(record: PatientRecord, width: int) -> list[Content]:
    """Name, born, reach, alerts."""
    patient = record.card.patient
    number = text.clean(patient.record_number or "")
    number = f"record {text.fit(number, 20)}" if number else ""
    since = f"since {text.MONTHS[record.since.month - 1]} {record.since.year}"
    reach = [text.clean(phone) for phone in patient.phones]
    lines = [
        spread(Content.styled(text.display_name(patient.name), "bold"), Content.styled(number, "$text-dim"), width),
        spread(Content(born(record.card)), Content.styled(since, "$text-dim"), width),
    ]
    for found, style in ((reach, "$text"), ([text.clean(patient.email or "")], "$text-dim")):
        said = text.fit(" · ".join(filter(None, found)), width)
        if said and len(lines) > 2 and lines[-1].cell_length + cell_len(said) + 3 <= width:
            lines[-1] = Content.assemble(lines[-1], "   ", (said, style))
        elif said:
            lines.append(Content.styled(said, style))
    about = " · ".join(filter(None, (text.clean(patient.address or ""), text.clean(record.hospital))))
    if patient.address:
        lines.append(Content.styled(text.fit(about, width), "$text-dim"))
    alerts = [Content.styled(f" ! {text.fit(alert, max(1, width - 4))} ", "bold $amber on $amber-tint")
              for alert in patient.alerts]  # fmt: skip
    return [*lines, *([Content("")] if alerts else []), *_in_rows(alerts, width), Content("")]


def _in_rows(chips: Sequence[Content], width: int) -> list[Content]:
    """Chips beside one another as far as they fit."""
    rows: list[Content] = []
    for chip in chips:
        if rows and rows[-1].cell_length + chip.cell_length + 1 <= width:
            rows[-1] = Content.assemble(rows[-1], chip, " ")
        else:
            rows.append(Content.assemble(chip, " "))
    return rows


def _came(record: PatientRecord, width: int) -> list[Content]:
    """No-shows with the trail, where there was a visit."""
    card = record.card
    if not card.total:
        return []
    return [spread(noshows(card), trail(card.past), width), Content("")]


def _upcoming(record: PatientRecord, width: int, tones: Tones) -> list[Line]:
    views, wide = record.card.upcoming, columns(record, width)
    lines = [_still(section("Upcoming", width, Content.styled(str(len(views)), "bold $text") if views else ""))]
    if not views:
        lines.append(_still(Content.styled("   no visit planned", "$text-dim")))
    for view in views:
        place = words.place_short(view.location_name)
        line = _visit(record, view, wide, tones, (when(view), "bold"), (place, "$text-dim"))
        lines.append(Line(Row(line), view))
    return [*lines, _still(Content(""))]


def _waiting(record: PatientRecord, width: int, today: date) -> list[Content]:
    if not record.waiting:
        return []
    lines = [section("Waiting for", width, Content.styled(str(len(record.waiting)), "bold $amber"))]
    for waits in record.waiting:
        lines.append(Content.assemble((" … ", "bold $amber"), text.fit(waits_words(waits), width - 3)))
        lines.append(Content.styled(f"   asked {_ago(waits.since, today)}", "$text-dim"))
    return [*lines, Content("")]


def waits_words(waits: Waits) -> str:
    """ "procedure, Dr Osei, Mon Thu 08:00–12:00, until 4 Dec"."""
    entry = waits.entry
    doctors = " or ".join(words.doctor_short(name) for name in waits.doctors)
    with_whom = doctors or text.clean(entry.specialty or "") or "any doctor"
    days = " ".join(day.title() for day in entry.weekdays or ())
    hours = "–".join(entry.between or ())
    edges = [f"{word} {_short(edge)}" for word, edge in (("from", entry.from_), ("until", entry.to)) if edge]
    times = " ".join(filter(None, (days, hours)))
    what = text.spoken_kind(waits.type_name) if waits.type_name else "a visit"
    return ", ".join(filter(None, (what, with_whom, times, *edges)))


def _short(iso: str) -> str:
    return text.day_month(date.fromisoformat(iso))


def _ago(since: date, today: date) -> str:
    days = (today - since).days
    ago = "today" if days <= 0 else "yesterday" if days == 1 else f"{days} days ago"
    return f"{text.day_month(since)}, {ago}"


def _past(record: PatientRecord, width: int, tones: Tones, shown: int) -> list[Line]:
    card, wide = record.card, columns(record, width)
    lines = [_still(section("Past", width, str(card.total) if card.total else ""))]
    if not card.past:
        lines.append(_still(Content.styled("   no visit yet", "$text-dim")))
    for view in card.past[:shown]:
        start = datetime.fromisoformat(view.visit.start)
        missed = view.visit.status == "noshow"
        said = STATUSES[view.visit.status].word.lower()
        style = "$bad" if missed else "$text-dim" if view.visit.status == "fulfilled" else "$amber"
        date_words = (f"{text.day(start.date())} {start.year}", "$bad" if missed else "")
        lines.append(Line(Row(_visit(record, view, wide, tones, date_words, (said, style))), view))
    left = len(card.past) - shown
    if left > 0:
        lines.append(
            _still(Content.styled(f" … {left} more", "$text-dim"), Content.styled("Tab shows all", "$text-dim"))
        )
    return [*lines, _still(Content(""))]


class Columns(NamedTuple):
    """Cells of the type, the doctor, and the place or what became of the visit."""

    kind: int
    doctor: int
    end: int


def columns(record: PatientRecord, width: int) -> Columns:
    """As wide as the longest needs, the longest made shorter until all fit; what is left over goes to the type."""
    views = [*record.card.upcoming, *record.card.past]
    doctors = [cell_len(words.doctor_short(name)) for name in record.doctors.values()]
    kinds = [cell_len(text.clean(view.type_name)) for view in views]
    ends = [cell_len(words.place_short(view.location_name)) for view in record.card.upcoming]
    ends += [cell_len(STATUSES[view.visit.status].word) for view in record.card.past]
    found = [min(20, max(lengths, default=1)) for lengths in (kinds, doctors, ends)]
    room = width - BEFORE - 2
    while sum(found) > room and max(found) > 4:
        found[found.index(max(found))] -= 1
    found[0] += max(0, min(6, room - sum(found)))
    return Columns(*found)


BEFORE = 22
"""Cells of mark, date and square."""


def _visit(
    record: PatientRecord, view: VisitView, wide: Columns, tones: Tones, day: tuple[str, str], end: tuple[str, str]
) -> Content:
    """Mark, date, type, doctor, and one more word, in columns."""
    mark, style = MARKS.get(view.visit.status, ("✓", "$ok") if view.visit.response == "accepted" else (" ", ""))
    hue = theme.readable(theme.base_colour(view.type_color, view.type_name), tones.panel, 3.0)
    doctor = text.pad(words.doctor_short(record.doctors[view.visit.doctor]), wide.doctor)
    kind = text.kind_words(view.type_name, wide.kind) if view.type_name else "visit"
    return Content.assemble(
        (f" {mark} ", style), (text.pad(day[0], 16), day[1]), (" ■ ", hue),
        f"{text.pad(kind, wide.kind)} ", f"{doctor} ", (text.pad(end[0], wide.end), end[1]),
    )  # fmt: skip


def _note(record: PatientRecord, width: int) -> list[Content]:
    note = record.card.patient.note
    return [section("Note", width), *map(Content, words.wrap(note, width)), Content("")] if note else []
