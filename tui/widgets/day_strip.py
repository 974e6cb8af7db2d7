"""A doctor's day in one row: `▄` booked, `▁` free, `█` the wanted time, nothing where the doctor is not there."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.content import Content

from scheduling.model.reads import DayView, VisitView
from tui import text

BOOKED, FREE, WANTED, AWAY = "▄", "▁", "█", " "
HOUR = 60

Cell = tuple[int, int]
"""Epoch minutes that one cell stands for, half-open."""


def hours_of(days: Sequence[DayView]) -> tuple[int, int]:
    """First and last whole hour (0–24) in which any of the days has hours or visits; 8–18 when none has."""
    edges: list[int] = []
    for day in days:
        spans = [(span.start, span.end) for span in day.hours]
        spans += [(view.visit.start_minute, view.visit.end_minute) for view in day.visits]
        for start, end in spans:
            edges += [max(0, start - day.start), min(day.end - day.start, end - day.start)]
    if not edges:
        return 8, 18
    return min(edges) // HOUR, min(24, -(-max(edges) // HOUR))


def scale(first: int, last: int, cell_minutes: int, every: int = 2) -> str:
    """The hours above a strip: `8   10  12  14  16`, a figure for every second hour."""
    width = HOUR // cell_minutes
    line = ""
    for hour in range(first, last + 1, every):
        line = line.ljust((hour - first) * width) + text.hour(hour)
    return line[: (last - first) * width + 2]


def strip(
    day: DayView,
    hours: tuple[int, int],
    cell_minutes: int,
    *,
    wanted: tuple[int, int] | None = None,
    chosen: bool = False,
    hold: str | None = None,
    booked_style: Callable[[VisitView], str] | None = None,
) -> Content:
    """One row for `day`, from hour to hour, a cell for every `cell_minutes`.

    `wanted`: epoch minutes [start, end), green where free and red where a visit is in the way; amber when `chosen`.
    `hold`: the id of the visit that does not count, the one held for this question.
    """
    visits = [view for view in day.visits if view.visit.id != hold and view.visit.status not in {"noshow"}]
    parts: list[tuple[str, str]] = []
    for index in range((hours[1] - hours[0]) * HOUR // cell_minutes):
        start = day.start + hours[0] * HOUR + index * cell_minutes
        parts.append(_cell((start, start + cell_minutes), day, visits, wanted, chosen, booked_style))
    return Content.assemble(*parts)


def _cell(
    cell: Cell,
    day: DayView,
    visits: Sequence[VisitView],
    wanted: tuple[int, int] | None,
    chosen: bool,
    booked_style: Callable[[VisitView], str] | None,
) -> tuple[str, str]:
    taken = next((view for view in visits if _overlap(cell, (view.visit.start_minute, view.visit.end_minute))), None)
    if wanted is not None and _overlap(cell, wanted):
        clash = taken is not None and _overlap((taken.visit.start_minute, taken.visit.end_minute), wanted)
        return WANTED, "$bad" if clash else "$amber" if chosen else "$ok"
    if taken is not None:
        return BOOKED, booked_style(taken) if booked_style else "$booked"
    if any(_overlap(cell, (span.start, span.end)) for span in day.hours):
        return FREE, "$text-faint"
    return AWAY, ""


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]
