"""Answers for people: tables that fit 80 columns, a weekday beside every date."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, TextIO

from rich.console import Console
from rich.table import Table
from rich.text import Text

from scheduling.desk import Desk, Outcome
from scheduling.model.names import doctor_short
from scheduling.model.status import STATUSES
from scheduling.services.words import day_words
from scheduling.when import said

WIDTH = 80

Row = Sequence[str]

COLUMNS: dict[str, tuple[tuple[str, str], ...]] = {
    "hospitals": (("id", "Id"), ("name", "Name"), ("timezone", "Zone"), ("address", "Address")),
    "locations": (("id", "Id"), ("name", "Name"), ("hospital", "Hospital"), ("address", "Address")),
    "types": (("id", "Id"), ("name", "Name"), ("minutes", "Minutes"), ("color", "Colour")),
    "doctors": (("id", "Id"), ("name", "Name"), ("specialty", "Specialty"), ("locations", "Locations")),
    "patients": (("id", "Id"), ("name", "Name"), ("birth_date", "Born"), ("phones", "Phones")),
    "hours": (
        ("weekday", "Day"),
        ("start", "From"),
        ("end", "To"),
        ("location", "Location"),
        ("effective_from", "Since"),
        ("effective_to", "Until"),
    ),
    "waitlist": (("id", "Id"), ("patient", "Patient"), ("minutes", "Min"), ("priority", "Prio"), ("note", "Note")),
    "closures": (("id", "Id"), ("from", "From"), ("to", "To"), ("reason", "Reason")),
    "days": (("date", "Date"), ("spans", "Hours"), ("location", "Location")),
    "occurrences": (("start", "From"), ("end", "To"), ("ok", "Free"), ("error", "In the way"), ("flag", "")),
    "history": (("at", "When"), ("by", "Who"), ("desk", "Desk"), ("words", "What")),
}
"""The columns of each list: field and heading."""

LISTS = (*COLUMNS, "appointments", "affected")
"""The keys of an answer that hold lists of records."""

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(T|$)")


def show(desk: Desk, verb: str, outcome: Outcome, answer: Any, out: TextIO) -> None:
    """Print the answer of a verb (`answer`: as batch gives it) for a person."""
    console = Console(file=out, width=WIDTH, no_color=True, highlight=False, emoji=False, markup=False)
    names = _Names(desk)
    for warning in outcome.warnings:
        console.print(Text(warning))
    if verb in ("openings", "next"):
        _openings(console, names, answer)
    elif verb == "why":
        _why(console, answer)
    elif verb == "day":
        _day(console, names, answer)
    elif answer.get("status") in STATUSES:
        console.print(Text(f"{STATUSES[answer['status']].word}: {sentence(names, answer)}  [{answer['id']}]"))
    else:
        _fields(console, {key: value for key, value in answer.items() if key not in LISTS})
        _lists(console, names, {key: value for key, value in answer.items() if key in LISTS and "id" not in answer})
        _lists(console, names, {key: value for key, value in answer.items() if key == "affected"})


class _Names:
    """The names behind the ids of an answer."""

    def __init__(self, desk: Desk) -> None:
        self.replica = desk.store.replica

    def of(self, ident: str | None) -> str:
        """The name of an id, as people say it."""
        table = self.replica.table_of(ident) if ident else None
        record = self.replica.record(table, ident) if table and ident else None
        if record is None or "name" not in record:
            return ident or ""
        return doctor_short(record["name"]) if table == "doctors" else str(record["name"])


def dated(text: str) -> str:
    """Tue 24 Nov 2026 09:30 of an answered time or date."""
    if len(text) == 10:
        day = date.fromisoformat(text)
        return f"{day_words(day)} {day.year}"
    moment = datetime.fromisoformat(text)
    return f"{day_words(moment.date())} {moment.year} {moment:%H:%M}"


def sentence(names: _Names, visit: dict[str, Any]) -> str:
    """Maria Lopez with Dr Who, Tue 24 Nov 2026 09:30, 20 min."""
    who = names.of(visit["patient"]) or "no patient yet"
    return f"{who} with {names.of(visit['doctor'])}, {dated(visit['start'])}, {said.minutes(visit['minutes'])}"


def _table(console: Console, headings: Sequence[str], rows: Sequence[Row], empty: str) -> None:
    if not rows:
        console.print(Text(empty))
        return
    table = Table(box=None, pad_edge=False, header_style="", padding=(0, 2, 0, 0))
    for heading in headings:
        table.add_column(Text(heading), overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    console.print(table)


def _openings(console: Console, names: _Names, answer: dict[str, Any]) -> None:
    rows = []
    for row in answer["openings"]:
        minutes = int(
            (datetime.fromisoformat(row["end"]) - datetime.fromisoformat(row["start"])).total_seconds() // 60
        )
        state = "" if row.get("bookable", True) else str(row.get("reason"))
        place = names.of(row["location"])
        rows.append((dated(row["start"]), said.minutes(minutes), names.of(row["doctor"]), place, state))
    _table(console, ("When", "Length", "Doctor", "Place", ""), rows, f"Nothing is free: {answer['reason']}.")
    if not rows and answer["searched_until"]:
        console.print(Text(f"Looked until {dated(answer['searched_until'])}."))


def _why(console: Console, answer: dict[str, Any]) -> None:
    if not answer["reasons"]:
        console.print(Text("It is free."))
    for reason in answer["reasons"]:
        console.print(Text(f"{reason['message']} [{reason['code']}]"))


def _day(console: Console, names: _Names, answer: dict[str, Any]) -> None:
    booked, free = said.minutes(answer["booked_minutes"]), said.minutes(answer["free_minutes"])
    console.print(Text(f"{names.of(answer['doctor'])}, {dated(answer['date'])}: {booked} booked, {free} free."))
    rows = [(dated(row["start"]), dated(row["end"]), names.of(row["location"]), "") for row in answer["hours"]]
    rows += [(dated(row["start"]), dated(row["end"]), "closed", row["reason"]) for row in answer["closures"]]
    _table(console, ("From", "To", "Where", ""), rows, "No hours that day.")
    _lists(console, names, {"appointments": answer["appointments"]})


def _lists(console: Console, names: _Names, answer: dict[str, Any]) -> None:
    for key, records in answer.items():
        if key in COLUMNS:
            _records(console, key, records)
        else:
            rows = [_visit_row(names, visit) for visit in records]
            empty = "No visits." if key == "appointments" else "No visit is outside hours by this."
            _table(console, ("When", "Min", "Doctor", "Patient", "Status", "Id"), rows, empty)


def _visit_row(names: _Names, visit: dict[str, Any]) -> Row:
    patient = names.of(visit["patient"]) or f"held by {visit['held_by']}"
    word = STATUSES[visit["status"]].word
    return (dated(visit["start"]), str(visit["minutes"]), names.of(visit["doctor"]), patient, word, visit["id"])


def _records(console: Console, key: str, records: Sequence[dict[str, Any]]) -> None:
    columns = COLUMNS[key]
    rows = [tuple(_cell(name, record[name]) for name, _ in columns) for record in records]
    _table(console, [heading for _, heading in columns], rows, f"No {key} yet.")


def _cell(name: str, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join("–".join(part) if isinstance(part, list) else str(part) for part in value)
    text = str(value)
    return dated(text) if _DATE.match(text) else text


def _fields(console: Console, answer: dict[str, Any]) -> None:
    for name, value in answer.items():
        if value not in (None, [], ""):
            console.print(Text(f"{name.replace('_', ' ')}: {_cell(name, value)}"))
