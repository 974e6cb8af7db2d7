"""From what is written and what is drafted to the lines of the sheet."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from scheduling.model.reads import Closure
from tui import text
from tui.hours import words
from tui.hours.bars import Bars, Single
from tui.hours.draft import Draft, Shutting
from tui.hours.sheet import SINGLE, WEEK, ClosedLine, DayLine

NEW = "new:"
"""Begins the key of a closure that is not saved yet; its place among those of the draft follows."""


def week_lines(draft: Draft, displaced: Sequence[date]) -> tuple[DayLine, ...]:
    """Monday to Sunday; a date with a line of its own counts its visits there."""
    return tuple(
        DayLine(
            WEEK,
            weekday,
            text.WEEKDAYS[weekday],
            bars,
            draft.base.week[weekday],
            visits=sum(day.weekday() == weekday for day in displaced) if bars != draft.base.week[weekday] else 0,
        )
        for weekday, bars in enumerate(draft.week)
    )


def single_lines(
    draft: Draft, saved: Mapping[date, Single], weekly: Callable[[date], Bars], displaced: Sequence[date]
) -> tuple[DayLine, ...]:
    """The single days that are written, and those of the draft."""
    found = []
    for day in sorted({*saved, *draft.days}):
        then = draft.days.get(day, saved.get(day))
        before = saved[day].bars if day in saved else weekly(day)
        drafted = day in draft.days
        note = "weekly again" if then is None else "open if closed" if then.open_on_closure else ""
        bars = then.bars if then is not None else weekly(day)
        visits = sum(one == day for one in displaced) if drafted else 0
        found.append(DayLine(SINGLE, day, text.day(day), bars, before if drafted else bars, note, visits, drafted))
    return tuple(found)


def closed_lines(
    closures: Sequence[Closure],
    drafted: Sequence[Shutting],
    doctor: str,
    places: Mapping[str, str],
) -> tuple[ClosedLine, ...]:
    """The closures ahead, and those of the draft, by date."""
    found = [
        (one.from_, ClosedLine(one.id, *words.closure_columns(one.from_, one.to), text.clean(one.reason or "Closed"),
                               words.scope_words(one, doctor, places)))
        for one in closures
    ]  # fmt: skip
    for place, one in enumerate(drafted):
        location, of = (one.ident if one.kind == kind else None for kind in ("location", "doctor"))
        asked = Closure("", one.from_, one.to, location=location, doctor=of)
        line = ClosedLine(
            f"{NEW}{place}",
            *words.closure_columns(one.from_, one.to),
            text.clean(one.reason or "Closed"),
            words.scope_words(asked, doctor, places),
            True,
        )
        found.append((one.from_, line))
    return tuple(line for _, line in sorted(found, key=lambda row: (row[0], row[1].key)))
