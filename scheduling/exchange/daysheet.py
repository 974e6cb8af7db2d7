"""A doctor's day on paper: every visit with what the doctor needs, the free times between, in plain text.

A sheet is made to be printed and left on a desk: names and phones stand on it, so it is written only where somebody
asked for it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple
from zoneinfo import ZoneInfo

from scheduling.model.reads import DayView, VisitView, WeekView
from scheduling.model.status import STATUSES
from scheduling.when.spans import subtract
from scheduling.when.zones import wall_clock

WIDTH = 76
"""Columns: what any printer takes, and a terminal of 80 shows inside a frame."""

TIME, NAME, BORN, KIND = 15, 28, 16, 17
"""Columns of a visit's first line; its second begins below the name."""


class Notes(NamedTuple):
    """What a view leaves out: location id → name, and patient id → alerts."""

    places: Mapping[str, str]
    alerts: Mapping[str, Sequence[str]]


def day_sheet(view: WeekView, notes: Notes, now: int, tz: ZoneInfo) -> list[str]:
    """The lines of a sheet of the first day of `view`, at most `WIDTH` cells each; `now`: epoch seconds."""
    day = view.days[0]
    on, printed = day.date, wall_clock(now // 60, tz)
    count = sum(visit.visit.status not in ("noshow", "pending") for visit in day.visits)
    visits = "1 visit" if count == 1 else f"{count} visits"
    named = (clean(notes.places.get(span.location or "", "")) for span in day.hours)
    places = ", ".join(dict.fromkeys(filter(None, named)))
    name = clean(view.doctor.name)
    where = " · ".join(filter(None, (clean(view.hospital.name), places)))
    lines = [
        ends(name if name.startswith("Dr") else f"Dr {name}", f"{on:%A} {on.day} {on:%B %Y}"),
        ends(where, f"{visits}, {_minutes(day.free_minutes) if day.free_minutes else 'nothing'} free"),
        "─" * WIDTH,
    ]
    lines += list(_body(day, notes, tz)) or [_no_visits(day)]
    return [*lines, "─" * WIDTH, ends("", f"as of {printed:%a} {printed.day} {printed:%b %H:%M}")]


def _minutes(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return f"{hours} h {rest:02}" if hours and rest else f"{hours} h" if hours else f"{rest} min"


def _no_visits(day: DayView) -> str:
    reasons = ", ".join(dict.fromkeys(clean(shut.reason) for shut in day.closures))
    return "No visits." if day.hours else f"No hours on this day{f': {reasons}' if reasons else ''}."


def _body(day: DayView, notes: Notes, tz: ZoneInfo) -> Iterator[str]:
    """Visits and the free stretches of working time between them, by start."""
    hours = [(span.start, span.end) for span in day.hours]
    blocking = [(one.visit.start_minute, one.visit.end_minute) for one in day.visits if one.visit.status != "noshow"]
    rows: list[tuple[int, int, VisitView | None]] = [
        (one.visit.start_minute, one.visit.end_minute, one) for one in day.visits
    ]
    rows += [(start, end, None) for start, end in subtract(hours, blocking)]
    for start, end, visit in sorted(rows, key=lambda row: row[:2]):
        when = f"{wall_clock(start, tz):%H:%M} – {wall_clock(end, tz):%H:%M}"
        if visit is None:
            yield f"{when}  free, {_minutes(end - start)}"
        else:
            yield from _visit(when, visit, notes)


def _visit(when: str, view: VisitView, notes: Notes) -> Iterator[str]:
    visit = view.visit
    born = date.fromisoformat(view.birth_date) if view.birth_date else None
    birth = f"b. {born.day} {born:%b %Y}" if born else ""
    yield (pad(when, TIME) + pad(_who(view), NAME) + pad(birth, BORN) + fit(view.type_name, KIND)).rstrip()
    said = [_said(view)]
    said += [clean(view.phone or ""), *map(clean, notes.alerts.get(visit.patient or "", ()))]
    said += [clean(visit.reason or ""), clean(visit.note or "")]
    yield from _wrapped(" · ".join(filter(None, said)))


def _who(view: VisitView) -> str:
    if view.visit.status == "pending":
        return "(held for somebody)"
    return clean(view.patient_name) or "(no name)"


def _said(view: VisitView) -> str:
    """The status in words, where it says more than that the visit is booked."""
    if view.visit.status == "pending":
        return ""
    if view.visit.status == "booked":
        return "said yes" if view.visit.response == "accepted" else ""
    return STATUSES[view.visit.status].word.lower()


def _wrapped(text: str) -> Iterator[str]:
    """Lines below the name, broken between words."""
    line = ""
    for word in text.split():
        if line and cells(line) + 1 + cells(word) > WIDTH - TIME:
            yield " " * TIME + line
            line = ""
        line = f"{line} {word}".strip()
    if line:
        yield " " * TIME + fit(line, WIDTH - TIME)


# -- plain text of a fixed width ------------------------------------------------------------------------------------


def clean(text: str) -> str:
    """On one line, without characters that a printer would take as commands."""
    kept = (" " if unicodedata.category(letter) in ("Cc", "Zl", "Zp") else letter for letter in text)
    return " ".join("".join(letter for letter in kept if unicodedata.category(letter) != "Cf").split())


def cells(text: str) -> int:
    """Columns that a fixed-width font takes for a text."""
    return sum(_cell(letter) for letter in text)


def _cell(letter: str) -> int:
    if unicodedata.combining(letter) or unicodedata.category(letter) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def fit(text: str, width: int) -> str:
    """Cleaned, cut to `width` columns."""
    text = clean(text)
    while cells(text) > width:
        text = text[:-1]
    return text


def pad(text: str, width: int) -> str:
    """Cut, then filled, to `width` columns; the last stays blank."""
    text = fit(text, width - 1)
    return text + " " * (width - cells(text))


def ends(left: str, right: str) -> str:
    """Two texts at the two ends of a line; the left one gives way."""
    left = fit(left, WIDTH - cells(right) - 1)
    return left + " " * (WIDTH - cells(left) - cells(right)) + right
