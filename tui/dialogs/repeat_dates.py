"""The dates of a repeated visit: what is in the way of each, what would do instead, and what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

from scheduling.desk import Desk
from scheduling.errors import CODES, Refused
from scheduling.model.reads import Opening, VisitView
from tui import text
from tui.ask import Ask

BOOK, LEAVE, INSTEAD, STUCK, ITSELF = "book", "leave", "instead", "stuck", "itself"
"""What becomes of a date: booked, left out, another time taken, not yet decided, the repeated visit itself."""

FREE_ONCE = frozenset({"in_the_past"})
"""What is in the way of a date that nobody needs to decide about: it is left out."""


class Source(NamedTuple):
    """What is repeated. `start`: epoch minute of the first date; `visit`: its id where it is booked already."""

    doctor: str
    start: int
    minutes: int
    type_id: str | None
    patient: str
    visit: str | None = None
    reason: str | None = None
    note: str | None = None
    hold: str | None = None

    @classmethod
    def of(cls, view: VisitView) -> Source:
        """A visit that is there already."""
        own = view.visit
        assert own.patient is not None
        return cls(
            own.doctor, own.start_minute, own.minutes, own.type, own.patient, own.id, own.reason, own.note
        )  # fmt: skip

    def args(self, ask: Ask) -> dict[str, Any]:
        """The arguments of `book_series`, its rule aside."""
        found = {"doctor": self.doctor, "start": ask.iso(self.start), "minutes": self.minutes, "type": self.type_id}
        found |= {"patient": self.patient, "reason": self.reason, "note": self.note, "hold": self.hold}
        return {name: value for name, value in found.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Dated:
    """One date. `why`: what is in its way, in words; `instead`: a free time near it; `fate`: what becomes of it."""

    start: int
    end: int
    why: str
    flag: str | None
    instead: Opening | None
    fate: str

    @property
    def booked(self) -> bool:
        """Whether a visit is made of it."""
        return self.fate in (BOOK, INSTEAD)

    def turned(self) -> Dated:
        """What the space bar makes of it."""
        circle: tuple[str, ...] = (BOOK, LEAVE)
        if self.why:
            circle = (STUCK, INSTEAD, LEAVE) if self.instead else (STUCK, LEAVE)
        if self.fate == ITSELF:
            return self
        return replace(self, fate=circle[(circle.index(self.fate) + 1) % len(circle)])


def preview(desk: Desk, ask: Ask, source: Source, rule: dict[str, Any]) -> tuple[Dated, ...]:
    """The dates of a rule with what is in their way. In the store thread; raises `Refused` where there is none."""
    rows = desk.do("book_series", preview=True, rule=rule, **source.args(ask)).value["occurrences"]
    busy = _visits_of(desk, source.patient)
    found = []
    for row in rows:
        itself = source.visit is not None and row["start"] == source.start
        why = "" if itself or row["ok"] else _why(desk, ask, source, row)
        instead = _near(desk, ask, source, row["start"], busy) if why and row["error"] not in FREE_ONCE else None
        past = row["error"] in FREE_ONCE
        fate = ITSELF if itself else LEAVE if past else STUCK if why else BOOK
        found.append(Dated(row["start"], row["end"], why, row["flag"], instead, fate))
    return tuple(found)


def _why(desk: Desk, ask: Ask, source: Source, row: dict[str, Any]) -> str:
    """What is in the way of a date: its code in words, and the sentence where the book has one."""
    args = {"minutes": source.minutes, "type": source.type_id, "hold": source.hold}
    given = {name: value for name, value in args.items() if value is not None}
    try:
        reasons = desk.why(doctor=source.doctor, start=ask.iso(row["start"]), **given)
    except Refused as error:
        return text.clean(error.reason)
    told = next((reason.message for reason in reasons if reason.code == row["error"]), "")
    return text.clean(told) or CODES[row["error"]].title


def _visits_of(desk: Desk, patient: str) -> list[tuple[int, int]]:
    card = desk.patient_card(patient)
    return [(view.visit.start_minute, view.visit.end_minute) for view in card.upcoming]


def _near(desk: Desk, ask: Ask, source: Source, start: int, busy: list[tuple[int, int]]) -> Opening | None:
    """The free time of the same date that is nearest; else the first of the six days after it."""
    day = ask.wall(start).date()
    args: dict[str, Any] = {"doctor": source.doctor, "minutes": source.minutes}
    if source.type_id:
        args["type"] = source.type_id
    for last in (day, date.fromordinal(day.toordinal() + 6)):
        try:
            found = desk.openings(**{"from": day.isoformat(), "to": last.isoformat()}, **args).openings
        except Refused:
            return None
        free = [one for one in found if all(one.end <= low or high <= one.start for low, high in busy)]
        same = [one for one in free if ask.wall(one.start).date() == day]
        if same or free:
            return min(same or free, key=lambda one: abs(one.start - start))
    return None


def book(desk: Desk, ask: Ask, source: Source, rule: dict[str, Any], dates: tuple[Dated, ...]) -> tuple[str, int]:
    """Book the dates as decided, in one step; the id of the series, and how many visits were made."""
    skip = [ask.iso(one.start) for one in dates if one.fate != BOOK]
    others = [one.instead for one in dates if one.fate == INSTEAD and one.instead]
    args = source.args(ask)

    def series() -> str:
        more = {"skip": skip} if skip else {}
        return str(desk.do("book_series", rule=rule, **args, **more).value["id"])

    def both() -> str:
        made = series()
        plain = {name: value for name, value in args.items() if name not in {"start", "hold"}}
        for opening in others:
            desk.do("book", **plain | {"start": ask.iso(opening.start)})
        return made

    return desk.atomic(both) if others else series(), sum(one.booked for one in dates)


def wall_span(ask: Ask, start: int, end: int) -> str:
    """ "Tue  8 Dec 09:30 – 10:00"."""
    first, last = ask.wall(start), ask.wall(end)
    return f"{text.day(first.date())} {text.from_to_column(first, last)}"
