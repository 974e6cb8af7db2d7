"""Whose turn it is among the doctors free at a start, told off from the bookings themselves (RULES 14)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.properties.minutes import clock_of
from tests.properties.random_worlds import EXAMPLES, doctor, empty_book, where

DOCTORS = ("a", "b", "c")
DAYS = 9
ALWAYS = {weekday: [(0, 1440)] for weekday in range(7)}

bookings = st.lists(
    st.tuples(st.sampled_from(DOCTORS), st.integers(0, DAYS * 24 - 1), st.sampled_from([30, 30, 60, 90])), max_size=8
)


def week(day: date) -> date:
    """Its Monday."""
    return day - timedelta(days=day.weekday())


@EXAMPLES
@given(where, bookings, st.integers(0, DAYS * 24 - 1))
def test_rule_14_the_one_with_the_fewest_minutes_then_the_longest_wait(
    place: tuple[str, date], wanted: list[tuple[str, int, int]], asked: int
) -> None:
    zone, first = place
    clock = clock_of(zone, first, DAYS)
    midnight = clock.instant(datetime(first.year, first.month, first.day))
    clinic = empty_book(zone, (midnight - 1440) * 60, step=30)
    for ident in DOCTORS:
        doctor(clinic, ident, ALWAYS)
    booked: list[tuple[str, int, int]] = []
    for who, hour, minutes in wanted:
        start = midnight + hour * 60
        if all(who != other or start + minutes <= low or high <= start for other, low, high in booked):
            clinic.book(who, clinic.wall(start), minutes=minutes, patient="p", allow_patient_clash=True)
            booked.append((who, start, start + minutes))
            clinic.wait(minutes=1)
    moment = midnight + asked * 60
    found = clinic.next(clinic.wall(moment), minutes=30, step=1).openings[0]
    start = moment
    while not (free := [who for who in DOCTORS if not clashing(booked, who, start)]):
        start += 1
    day = clock.at(start).date()

    def order(who: str) -> tuple[int, int, int, str]:
        own = [(number, row) for number, row in enumerate(booked, 1) if row[0] == who]
        that_day = sum(high - low for _, (_, low, high) in own if clock.at(low).date() == day)
        that_week = sum(high - low for _, (_, low, high) in own if week(clock.at(low).date()) == week(day))
        return that_day, that_week, max((number for number, _ in own), default=0), who

    assert (found.start, found.doctor) == (start, min(free, key=order))


def clashing(booked: list[tuple[str, int, int]], who: str, start: int) -> bool:
    """Whether half an hour from a start meets a visit of that doctor."""
    return any(who == other and start < high and low < start + 30 for other, low, high in booked)
