"""What reads of a doctor's hours answer with: named tuples, as those of `reads`."""

from __future__ import annotations

from typing import NamedTuple

from scheduling.model.reads import Closure, DaySchedule, Doctor, Hospital, Location, Opening, VisitView, WorkingHours


class Displaced(NamedTuple):
    """A visit outside its doctor's hours (RULES 23). `because`: the reason of the closure over it, "" where there are
    no hours then; `since`: the UTC stamp of what put it outside, None while that is not saved. `fits`: a time that
    would take it, offered to no other; None = none found, or not looked for."""

    visit: VisitView
    because: str = ""
    since: str | None = None
    fits: Opening | None = None


class Preview(NamedTuple):
    """What saving a draft would do. `displaced`: inside now and outside then; `outside`: outside now and still then;
    `again`: how many of those outside now would be inside again."""

    displaced: tuple[Displaced, ...] = ()
    outside: tuple[Displaced, ...] = ()
    again: int = 0


class HoursView(NamedTuple):
    """All that is written about when a doctor works. `days` from today on, `closures` that are not over, by date;
    `locations` the doctor may be at; `stamp`: another after every change of these rows; `seq`: of the book."""

    doctor: Doctor
    hospital: Hospital
    locations: tuple[Location, ...]
    weekly: tuple[WorkingHours, ...]
    days: tuple[DaySchedule, ...]
    closures: tuple[Closure, ...]
    outside: tuple[Displaced, ...]
    stamp: tuple[tuple[str, int], ...]
    seq: int
