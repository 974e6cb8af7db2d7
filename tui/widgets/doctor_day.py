"""How a doctor's day goes, worked out of what is shown: how late, how many seen, when free; and who is free next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from scheduling.model.reads import Appointment, DayView, WeekView
from scheduling.when.lateness import behind, in_room

FINISHED = "fulfilled"
COUNTED = frozenset({"booked", "arrived", "checked-in", FINISHED})


class DoctorDay(NamedTuple):
    """`late`: minutes behind now; `seen` of `visits`; `free`: starts of the stretches still free, epoch minutes."""

    late: int
    seen: int
    visits: int
    free: tuple[int, ...]


def doctor_day(day: DayView, now: int, minutes: int, step: int) -> DoctorDay:
    """The day at epoch minute `now`. A stretch shorter than `minutes` is not worth telling; it begins on a multiple
    of `step` when it has begun already."""
    counted = [
        view.visit for view in day.visits if view.visit.status in COUNTED and view.visit.start_minute >= day.start
    ]
    return DoctorDay(
        _behind(counted, now),
        sum(visit.status == FINISHED for visit in counted),
        len(counted),
        tuple(_free(day, now, minutes, step)),
    )


def _behind(visits: Sequence[Appointment], now: int) -> int:
    rooms = [in_room(one.start_minute, one.minutes, one.ready_at) for one in visits if one.status == "checked-in"]
    return behind(now, rooms, [one.start_minute for one in visits if one.status == "arrived"])


def free_next(views: Sequence[WeekView], now: int, step: int) -> list[tuple[int, list[str]]]:
    """When anybody of them is free next: starts in epoch minutes, soonest first, each with the names of the doctors.

    One start a doctor: the first stretch long enough for the hospital's usual visit.
    """
    found: dict[int, list[str]] = {}
    for view in views:
        usual = max(1, view.hospital.default_minutes)
        first = next(iter(_free(view.days[0], now, usual, step)), None)
        if first is not None:
            found.setdefault(first, []).append(view.doctor.name)
    return sorted(found.items())


def _free(day: DayView, now: int, minutes: int, step: int) -> list[int]:
    starts = []
    for start, end in day.bookable:
        begun = start <= now
        first = now + (step - (now - day.start) % step) % step if begun else start
        if end - first >= minutes:
            starts.append(first)
    return starts
