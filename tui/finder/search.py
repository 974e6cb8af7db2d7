"""What the finder finds: the times for a wish, day by day; or why there is none, and what to give up for one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from scheduling.errors import Refused
from scheduling.model.reads import DayView, Opening
from scheduling.when import zones
from scheduling.when.iso import WEEKDAYS, clock
from tui import text, words
from tui.ask import Ask
from tui.finder.words import Wish

ROWS = 30
"""Times that are listed; more are said to be there."""
PER_GAP = 3
"""Starts that are listed of one gap."""
BECAUSE = 4
"""Days of which it is told why nothing is free."""
LOOK_BACK_DAYS = 62


@dataclass(frozen=True, slots=True)
class Offer:
    """One time that can be taken, and until when (epoch minute) it stays free after it began."""

    opening: Opening
    day: date
    until: int


@dataclass(frozen=True, slots=True)
class Results:
    """What a search found. `explain`: why this doctor is first; `reason`: why there is nothing; `until`: looked."""

    offers: tuple[Offer, ...]
    more: bool
    explain: str
    reason: str
    until: int | None


@dataclass(frozen=True, slots=True)
class Query:
    """A wish made definite: with whom, how long, as what, from when (epoch minute)."""

    wish: Wish
    minutes: int
    type_id: str | None
    after: int
    hold: str | None = None


class _Gap:
    """What is listed of one free gap of a doctor: `taken` up to where, free `until` (epoch minutes)."""

    def __init__(self, offer: Offer) -> None:
        self.until = offer.until
        self.taken = offer.opening.end
        self.listed = 1

    def add(self, offer: Offer) -> None:
        """One more start of it."""
        self.taken = offer.opening.end
        self.listed += 1


class Finder:
    """Asks the desk for the times of one hospital."""

    def __init__(self, ask: Ask) -> None:
        self.ask = ask
        self._days: dict[tuple[str, int], DayView] = {}
        self._seen = (-1, -1)

    def find(self, query: Query) -> Results:
        """The times in order; the first is the one that `next` gives (RULES 14)."""
        state = (self.ask.desk.seq, self.ask.now_minute())
        if state != self._seen:  # from letter to letter the days stay as they are
            self._seen, self._days = state, {}
        first = self._next(query, query.after)
        if first is None or not first.openings:
            until = first.searched_until if first else None
            return Results((), False, "", (first.reason if first else None) or "no_hours", until)
        first_offer = self._offer(first.openings[0])
        offers = [first_offer]
        # Of a doctor's gap only the first few starts, none inside another: until when it is free says the rest.
        gaps = {first_offer.opening.doctor: _Gap(first_offer)}
        for opening in self._by_day(query, first_offer.opening.start):
            gap = gaps.get(opening.doctor)
            if gap is not None and (
                opening.start < gap.taken or (opening.start < gap.until and gap.listed == PER_GAP)
            ):
                continue
            if len(offers) > ROWS:
                break
            offer = self._offer(opening)
            if gap is None or opening.start >= gap.until:
                gaps[opening.doctor] = _Gap(offer)
            else:
                gap.add(offer)
            offers.append(offer)
        offers[1:] = sorted(offers[1:], key=lambda offer: (offer.opening.start, offer.opening.doctor))
        return Results(tuple(offers[:ROWS]), len(offers) > ROWS, first.explain or "", "", first.searched_until)

    def first(self, query: Query) -> Opening | None:
        """The first time of all, None when there is none."""
        found = self._next(query, query.after)
        return found.openings[0] if found and found.openings else None

    def _by_day(self, query: Query, start: int) -> Iterator[Opening]:
        """Every offered start, date after date; empty dates are jumped over."""
        minute = start
        while True:
            midnight = self._midnight_after(minute)
            try:
                found = self.ask.desk.openings(
                    **{"from": self.ask.iso(minute), "to": self.ask.iso(midnight)}, **self._args(query)
                )
            except Refused:
                return
            last = query.wish.last
            for opening in found.openings:
                if last is None or self.ask.wall(opening.start).date() <= last:
                    yield opening
            later = self._next(query, midnight)
            if later is None or not later.openings:
                return
            minute = later.openings[0].start

    def _midnight_after(self, minute: int) -> int:
        day = datetime.fromordinal(self.ask.wall(minute).toordinal() + 1)
        return zones.epoch_minute(day, self.ask.zone)

    def day(self, doctor: str, minute: int) -> DayView:
        """A doctor's day around an epoch minute, read once as long as nobody writes."""
        ordinal = self.ask.wall(minute).toordinal()
        if (doctor, ordinal) not in self._days:
            self._days[doctor, ordinal] = self.ask.desk.day_strip(doctor, date.fromordinal(ordinal))
        return self._days[doctor, ordinal]

    def _offer(self, opening: Opening) -> Offer:
        day = self.day(opening.doctor, opening.start)
        until = next((end for start, end in day.bookable if start <= opening.start < end), opening.end)
        return Offer(opening, day.date, max(until, opening.end))

    def _next(self, query: Query, after: int) -> Any:
        args = self._args(query)
        first = query.wish.first
        if first is not None:
            after = max(after, zones.epoch_minute(datetime(first.year, first.month, first.day), self.ask.zone))
        if query.wish.last is not None:
            last = query.wish.last
            if after >= zones.epoch_minute(datetime.fromordinal(last.toordinal() + 1), self.ask.zone):
                return None
            args["until"] = last.isoformat()
        try:
            return self.ask.desk.next(after=self.ask.iso(after), **args)
        except Refused:
            return None

    def _args(self, query: Query) -> dict[str, Any]:
        """The arguments of the verbs, as batch takes them."""
        wish = query.wish
        args: dict[str, Any] = {"minutes": query.minutes}
        if query.type_id:
            args["type"] = query.type_id
        if wish.doctors:
            args["doctors"] = list(wish.doctors)
        else:
            args["hospital"] = self.ask.hospital.id
            if wish.specialty:
                args["specialty"] = wish.specialty
        if wish.weekdays:
            args["weekdays"] = list(wish.weekdays)
        if wish.between:
            args["between"] = [clock(minute) for minute in wish.between]
        if wish.location:
            args["location"] = wish.location
        if query.hold:
            args["hold"] = query.hold
        return args

    # -- nothing free -------------------------------------------------------------------------------------------

    def because(self, query: Query) -> list[tuple[date, str, str]]:
        """For the first dates that were meant: the date, why not, and what is there instead."""
        wish = query.wish
        doctors = wish.doctors or tuple(doctor.id for doctor in self.ask.desk.doctor_list(self.ask.hospital.id))
        found: list[tuple[date, str, str]] = []
        day = max(self.ask.wall(query.after).date(), wish.first or date.min)
        for _ in range(LOOK_BACK_DAYS):
            if not doctors or len(found) == BECAUSE or (wish.last and day > wish.last):
                break
            if not wish.weekdays or WEEKDAYS[day.weekday()] in wish.weekdays:
                found.append((day, *self._why(self.ask.desk.day_strip(doctors[0], day), query)))
            day += timedelta(days=1)
        return found

    def _why(self, day: DayView, query: Query) -> tuple[str, str]:
        """One day in two words and a few more."""
        if day.closures and not day.hours:
            return "closed", text.clean(day.closures[0].reason)
        if not day.hours:
            return "no hours", "the doctor is not there"
        low, high = query.wish.between or (0, 1440)
        inside = [
            (max(start, day.start + low), end)
            for start, end in day.bookable
            if start < day.start + high and end > day.start + low
        ]
        if not inside and all(min(span.end, day.start + high) <= query.after for span in day.hours):
            return "over", "those hours are past"
        if not inside:
            count = len(day.visits)
            return "fully booked", f"{count} visit{'' if count == 1 else 's'} that day"
        longest = max(inside, key=lambda span: span[1] - span[0])
        span = words.clock_span(self.ask.wall(longest[0]), self.ask.wall(longest[1]))
        if longest[1] - longest[0] < query.minutes:
            return "gap too short", f"free {span} only"
        return "not offered", f"free {span}, but not to be booked as asked"

    def give_up(self, query: Query) -> list[tuple[str, str, Query, Opening]]:
        """What one wish less would give: its name, what becomes of it, the easier query, and its first time."""
        found = []
        for name, change, easier in self._easier(query):
            opening = self.first(easier)
            if opening is not None:
                found.append((name, change, easier, opening))
        return found

    def _easier(self, query: Query) -> Iterator[tuple[str, str, Query]]:
        wish = query.wish
        if wish.between:
            yield "the hours", f"{hours_words(wish.between)} → any", replace(query, wish=replace(wish, between=None))
        if wish.weekdays:
            yield "the weekday", f"{days_words(wish.weekdays)} → any", replace(query, wish=replace(wish, weekdays=()))
        doctors = self.ask.desk.doctor_list(self.ask.hospital.id)
        if wish.doctors:
            specialty = next((d.specialty for d in doctors if d.id == wish.doctors[0]), None)
            others = [d.id for d in doctors if d.specialty == specialty]
            kin = specialty is not None and len(others) > len(wish.doctors)
            easier = replace(wish, doctors=(), anyone=True, specialty=specialty if kin else None)
            yield "the doctor", f"→ any in {specialty}" if kin and specialty else "→ any", replace(query, wish=easier)
        for shorter in (query.minutes * 3 // 4 // 5 * 5, query.minutes // 2 // 5 * 5, query.minutes // 4 // 5 * 5):
            if 5 <= shorter < query.minutes and self.first(replace(query, minutes=shorter)) is not None:
                yield "the length", f"{query.minutes} → {shorter} min", replace(query, minutes=shorter)
                break
        if wish.location:
            yield "the place", "→ any", replace(query, wish=replace(wish, location=None))
        if wish.last:
            easier = replace(wish, last=None)
            yield "the last day", f"{text.day_month(wish.last)} → later", replace(query, wish=easier)


def hours_words(between: tuple[int, int]) -> str:
    """ "08 – 12", "before 09", "after 14:30"."""
    low, high = (text.clock(minute).replace(":00", "") for minute in between)
    if between[0] == 0:
        return f"before {high}"
    return f"after {low}" if between[1] == 1440 else f"{low} – {high}"


def days_words(weekdays: tuple[str, ...]) -> str:
    """ "Tue Wed", "Mon – Fri"."""
    if weekdays == WEEKDAYS[:5]:
        return "Mon – Fri"
    return " ".join(day.capitalize() for day in weekdays)
