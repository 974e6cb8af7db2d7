"""Hours on the days the clocks change: nothing is lost and nothing is there twice (RULES 3, 5, 7, 10)."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.builders import Book
from tests.properties.minutes import World, clock_of, minutes_of
from tests.properties.random_worlds import (
    EXAMPLES,
    doctor,
    empty_book,
    offers,
    quarters,
    told,
    where,
    window,
    written,
)

ALWAYS = {weekday: [(0, 1440)] for weekday in range(7)}


def now_before(first: date) -> int:
    return clock_of("UTC", first, 1).begin * 60


def hours_of(clinic: Book, day: date) -> list[tuple[int, int]]:
    view: Any = clinic.desk.do("day", doctor="d", date=day.isoformat()).value
    return [(span.start, span.end) for span in view.hours]


@EXAMPLES
@given(where, st.lists(quarters, max_size=4, unique=True), st.sampled_from([5, 20, 45, 90]), st.booleans())
def test_rule_3_touching_shifts_cover_exactly_their_union(
    place: tuple[str, date], cuts: list[int], minutes: int, overnight: bool
) -> None:
    zone, first = place
    begin, end = (1200, 300) if overnight else (0, 1440)
    edges = [begin, *sorted(cut for cut in cuts if begin < cut), 1440]
    pieces = list(pairwise(edges))
    pieces[-1] = (pieces[-1][0], end)
    world = World(zone, first, 2, dated={first: pieces}, now=now_before(first), minutes=minutes, step=5)
    clinic = told(world)
    low, high = window(world)
    in_pieces = hours_of(clinic, first), offers(clinic, low, high)
    clinic.desk.do("set_day", doctor="d", date=first.isoformat(), spans=written([(begin, end)]))
    assert (hours_of(clinic, first), offers(clinic, low, high)) == in_pieces
    assert [row.start for row in in_pieces[1]] == world.offered(low, high)
    union = world.instant(first, begin), world.instant(first, end + 1440 if overnight else end)
    assert world.work == ([union] if union[0] < union[1] else [])


@EXAMPLES
@given(where, st.integers(-1, 1), st.lists(st.tuples(st.integers(0, 1500), st.integers(1, 90)), max_size=4))
def test_rule_5_the_free_minutes_of_a_date_are_those_on_its_clock(
    place: tuple[str, date], away: int, visits: list[tuple[int, int]]
) -> None:
    zone, first = place
    day = first + timedelta(days=away)
    minutes = set(minutes_of(zone, day))
    clinic = empty_book(zone, now_before(first - timedelta(days=2)))
    doctor(clinic, "d", ALWAYS)
    begin = minutes_of(zone, first - timedelta(days=1))[0]
    taken: set[int] = set()
    for after, length in visits:
        start = begin + after
        wanted = set(range(start, start + length))
        if not wanted & taken:
            clinic.book("d", clinic.wall(start), minutes=length, patient="p")
            taken |= wanted
        else:
            with clinic.refused("slot_taken"):
                clinic.book("d", clinic.wall(start), minutes=length, patient="p", allow_patient_clash=True)
    view: Any = clinic.desk.do("day", doctor="d", date=day.isoformat()).value
    assert view.free_minutes == len(minutes - taken)
    assert view.booked_minutes == len(minutes & taken)
    assert sum(end - start for start, end in hours_of(clinic, day)) == len(minutes)
