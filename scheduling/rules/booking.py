"""Why a time may not be booked: every rule in the way, in the order of reporting (RULES 11–16, 18).

The one function that `book`, `move`, `why` and every other writer asks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from scheduling.model.reads import Busy
from scheduling.rules.closures import Shut
from scheduling.rules.hours import Calendar, DayPlan, serves, working
from scheduling.rules.openings import Wanted, clashes, on_grid
from scheduling.when.spans import covers, union
from scheduling.when.zones import ordinal_of


class Obstacle(NamedTuple):
    """One broken rule: its code, the records in the way, and the minutes the sentence needs."""

    code: str
    visits: tuple[Busy, ...] = ()
    shuts: tuple[Shut, ...] = ()


class Place(NamedTuple):
    """A wish at a time: half-open epoch minutes, and the location asked for (None = any that fits)."""

    start: int
    end: int
    location: str | None


def fitting(place: Place, plans: Sequence[DayPlan], places: tuple[str, ...]) -> Iterator[str | None]:
    """The locations at which the whole length lies in hours: without one first, then by id (RULES 10, 12)."""
    located = sorted({block.location for day in plans for block in day.blocks if block.location is not None})
    for location in (None, *located) if place.location is None else (place.location,):
        if covers(working(plans, location, places), place.start, place.end):
            yield location


def settle_location(place: Place, plans: Sequence[DayPlan], places: tuple[str, ...]) -> tuple[bool, str | None]:
    """Whether the whole length lies in hours, and at which location then (RULES 10, 12)."""
    for location in fitting(place, plans, places):
        return True, location
    return False, place.location


def time_obstacles(place: Place, wanted: Wanted, now: int, calendar: Calendar) -> list[Obstacle]:
    """Past, notice, horizon; all bounds inclusive (RULES 11). `now`: epoch seconds."""
    found = []
    if place.start * 60 < now:
        found.append(Obstacle("in_the_past"))
    elif place.start * 60 < now + wanted.notice * 60:
        found.append(Obstacle("too_soon"))
    today = ordinal_of(now // 60, calendar.tz)
    if ordinal_of(place.start, calendar.tz) > today + wanted.horizon:
        found.append(Obstacle("beyond_horizon"))
    return found


def hours_obstacles(
    place: Place, wanted: Wanted, calendar: Calendar, plans: Sequence[DayPlan], grid_only: bool
) -> list[Obstacle]:
    """Closed, outside hours, off the grid (RULES 9–11). `closed` only where a closure stands in the way."""
    inside = list(fitting(place, plans, calendar.locations))
    if inside:
        binding = wanted.published_only or grid_only
        if binding and not any(on_grid(plans, place.start, wanted, where, calendar) for where in inside):
            return [Obstacle("off_grid")]
        return []
    shuts = {shut.id: shut for day in plans for shut in day.closed if _in_the_way(shut, place, plans, calendar)}
    found = [Obstacle("closed", shuts=tuple(shuts.values()))] if shuts else []
    if not shuts or not _rostered(place, plans, calendar.locations):
        found.append(Obstacle("outside_hours"))
    return found


def _in_the_way(shut: Shut, place: Place, plans: Sequence[DayPlan], calendar: Calendar) -> bool:
    """Whether a closure takes time from a wish: where it is asked for, or where the doctor would be then."""
    if shut.end <= place.start or place.end <= shut.start:
        return False
    if place.location is not None or shut.location is None:
        return shut.covers_place(place.location, calendar.locations)
    return any(
        shut.covers_place(block.location, calendar.locations) and block.start < place.end and place.start < block.end
        for day in plans
        for block in day.rostered
    )


def _rostered(place: Place, plans: Sequence[DayPlan], places: tuple[str, ...]) -> bool:
    """Whether the time were inside hours if nothing were closed."""
    spans = union(
        (block.start, block.end)
        for day in plans
        for block in day.rostered
        if place.location is None or serves(block.location, place.location, places)
    )
    return covers(spans, place.start, place.end)


def busy_obstacles(
    place: Place, wanted: Wanted, busy: Sequence[Busy], now: int, ignoring: frozenset[str]
) -> list[Obstacle]:
    """The visits in the way; `ignoring`: the visit itself and the hold that is named (RULES 12, 13, 17, 20)."""
    blocking = tuple(
        visit
        for visit in busy
        if visit.blocks_until > now
        and visit.id not in ignoring
        and clashes(visit, place.start, place.end, wanted.before, wanted.after)
    )
    return [Obstacle("slot_taken", visits=blocking)] if blocking else []
