"""A change of hours that is not saved yet: what it would be, and the verbs that would make it so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any, NamedTuple

from scheduling.when.iso import WEEKDAYS
from tui.hours.bars import Bars, Single, Version, Week, written

Step = tuple[str, dict[str, Any]]
"""A verb and its arguments."""

Stamp = tuple[tuple[str, int], ...]


class Shutting(NamedTuple):
    """A closure to be: `kind` is doctor, location or hospital; `from_`, `to`: dates, or wall times."""

    kind: str
    ident: str
    from_: str
    to: str
    reason: str | None = None


class Draft(NamedTuple):
    """What is to change. `week`: the weekly hours instead of those of `base`, from `first` on (None = the first date
    on which it matters). `days`: the hours of single dates, None = back to the weekly ones. `stamp`: of the rows it
    was made upon."""

    base: Version
    stamp: Stamp
    week: Week
    first: date | None = None
    days: Mapping[date, Single | None] = MappingProxyType({})
    closures: tuple[Shutting, ...] = ()

    @property
    def changed_weekdays(self) -> list[int]:
        """Which weekdays become other than they are; 0 = Monday."""
        return [day for day, bars in enumerate(self.week) if bars != self.base.week[day]]

    @property
    def is_empty(self) -> bool:
        """Whether nothing would change."""
        return not (self.changed_weekdays or self.days or self.closures)

    def with_bars(self, weekday: int, bars: Bars) -> Draft:
        """With other bars on a weekday."""
        return self._replace(week=(*self.week[:weekday], bars, *self.week[weekday + 1 :]))

    def with_day(self, day: date, single: Single | None, saved: Single | None) -> Draft:
        """With other hours on a date; as saved = no change of it."""
        days = {one: kept for one, kept in self.days.items() if one != day}
        if single != saved:
            days[day] = single
        return self._replace(days=days)

    def starts(self, today: date) -> date:
        """From when on the weekly hours change: as chosen, else the first date on which it matters."""
        soonest = max(today, self.base.first or today)
        if self.first is not None:
            return max(self.first, soonest)
        changed = self.changed_weekdays
        return min((soonest + timedelta(days=(day - soonest.weekday()) % 7) for day in changed), default=soonest)


def steps(draft: Draft, doctor: str, saved: Mapping[date, Single], today: date) -> list[Step]:
    """The verbs that make it so, in their order."""
    return [*_weekly(draft, doctor, today), *_days(draft, doctor, saved), *_closures(draft)]


def _weekly(draft: Draft, doctor: str, today: date) -> Iterator[Step]:
    """`set_hours` for each location whose rows change."""
    places = {bar.location for week in (draft.week, draft.base.week) for bars in week for bar in bars}
    for place in sorted(places, key=lambda place: place or ""):
        now, then = (_at(week, place) for week in (draft.base.week, draft.week))
        if now != then:
            hours: dict[str, Any] = {"doctor": doctor, "hours": then, "from": draft.starts(today).isoformat()}
            hours |= {"location": place} if place else {}
            hours |= {"to": draft.base.last.isoformat()} if draft.base.last else {}
            yield "set_hours", hours


def _at(week: Week, place: str | None) -> dict[str, list[list[str]]]:
    found = {WEEKDAYS[day]: [written(bar) for bar in bars if bar.location == place] for day, bars in enumerate(week)}
    return {weekday: pairs for weekday, pairs in found.items() if pairs}


def _days(draft: Draft, doctor: str, saved: Mapping[date, Single]) -> Iterator[Step]:
    """`set_day` for each location of a date; what the date had elsewhere is cleared before."""
    for day, single in sorted(draft.days.items()):
        there = {bar.location for bar in saved[day].bars} or {None} if day in saved else set()
        places = {bar.location for bar in single.bars} or {None} if single is not None else set()
        if not there <= places:
            yield "clear_day", {"doctor": doctor, "date": day.isoformat()}
        if single is not None:
            for place in sorted(places, key=lambda place: place or ""):
                spans = [written(bar) for bar in single.bars if bar.location == place]
                row: dict[str, Any] = {"doctor": doctor, "date": day.isoformat(), "spans": spans}
                row |= {"location": place} if place else {}
                row |= {"open_on_closure": True} if single.open_on_closure else {}
                yield "set_day", row


def _closures(draft: Draft) -> Iterator[Step]:
    for one in draft.closures:
        reason = {"reason": one.reason} if one.reason else {}
        yield "close", {one.kind: one.ident, "from": one.from_, "to": one.to, **reason}
