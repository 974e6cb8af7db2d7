"""RULES 3, 6, 7, 9–16 over random clinics, against an oracle that counts minutes and shares no code."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from scheduling.model.reads import Opening
from tests.builders import Book
from tests.oracle import World
from tests.rules.worlds import DAYS, EXAMPLES, told, worlds


def window(world: World) -> tuple[int, int]:
    """The minutes of the dates that are looked at."""
    first, last = world.dates()[1], world.dates()[1 + DAYS]
    return world.instant(first, 0), world.instant(last, 0)


def offers(clinic: Book, low: int, high: int, **more: object) -> tuple[Opening, ...]:
    if low >= high:
        return ()
    found = clinic.openings(clinic.wall(low), clinic.wall(high), doctor="d", type="asked", **more)
    return found.openings


@EXAMPLES
@given(worlds())
def test_rule_10_what_is_offered_is_what_the_minutes_say(world: World) -> None:
    low, high = window(world)
    starts = [row.start for row in offers(told(world), low, high)]
    assert starts == sorted(set(starts))
    assert starts == world.offered(low, high)


@EXAMPLES
@given(worlds(), st.data())
def test_rule_15_why_is_empty_exactly_where_staff_may_book(world: World, data: st.DataObject) -> None:
    low, high = window(world)
    clinic = told(world)
    edges = [edge for _, (start, end, _) in world.blocks for edge in (start - 1, start, end - world.minutes, end)]
    edges += [edge for v in world.visits for edge in (v.start - world.minutes, v.start, v.end, v.end + v.after)]
    near = [minute for minute in edges if low <= minute < high]
    picks = data.draw(st.lists(st.one_of(st.integers(low, high - 1), st.sampled_from(near or [low])), max_size=12))
    for minute in picks:
        codes = clinic.codes("d", clinic.wall(minute), type="asked")
        assert (codes == []) == world.bookable(minute), (clinic.wall(minute), codes)


@EXAMPLES
@given(worlds())
def test_rule_14_openings_all_marks_what_is_offered_and_names_what_is_not(world: World) -> None:
    low, high = window(world)
    clinic = told(world)
    rows = clinic.openings(clinic.wall(low), clinic.wall(high), doctor="d", type="asked", all=True).rows
    assert rows is not None
    for row, why in rows:
        assert (why is None) == world.bookable(row.start), (clinic.wall(row.start), why)
    assert {row.start for row in offers(clinic, low, high)} <= {row.start for row, why in rows if why is None}


@EXAMPLES
@given(worlds(), st.data())
def test_rule_16_booking_takes_what_clashes_and_cancel_gives_it_back(world: World, data: st.DataObject) -> None:
    low, high = window(world)
    clinic = told(world)
    before = offers(clinic, low, high)
    if not before:
        return
    chosen = data.draw(st.sampled_from(before))
    visit = clinic.book("d", clinic.wall(chosen.start), type="asked", patient="p", location=chosen.location)
    kept = max(world.before, world.after)
    apart = [row for row in before if row.end + kept <= chosen.start or chosen.end + kept <= row.start]
    assert list(offers(clinic, low, high)) == apart
    clinic.do("cancel", id=visit.id, reason="patient")
    assert offers(clinic, low, high) == before


@EXAMPLES
@given(worlds(), st.data())
def test_rule_14_next_is_the_first_of_the_openings(world: World, data: st.DataObject) -> None:
    low, high = window(world)
    clinic = told(world)
    moments = sorted(data.draw(st.lists(st.integers(low, high - 1), min_size=2, max_size=4)))
    firsts = []
    for moment in moments:
        found = clinic.next(clinic.wall(moment), until=clinic.wall(high), doctor="d", type="asked")
        assert found.openings == offers(clinic, moment, high)[:1]
        assert (found.reason is None) == bool(found.openings)
        firsts.append(found.openings[0].start if found.openings else high)
    assert firsts == sorted(firsts)


@EXAMPLES
@given(worlds())
def test_the_rough_look_at_a_date_never_overlooks_room(world: World) -> None:
    clinic = told(world).desk.clinic()
    for day in world.dates():
        rooms = {doctor: room for room, doctor in clinic.together(("d",), day.toordinal()).rooms}
        assert clinic.free("d", day.toordinal()).longest <= rooms.get("d", 0)


@EXAMPLES
@given(worlds(), st.sampled_from([1, 3]))
def test_rule_12_a_location_is_asked_like_the_hours_there(world: World, count: int) -> None:
    low, high = window(world)
    clinic = told(world)
    here = [row.start for row in offers(clinic, low, high, location="east")]
    fits = [s for s in range(low, high) if world.on_grid(s, "east") and world.fits(s, "east")]
    assert here == [start for start in fits if world.in_time(start) and world.free(start)]
    found = clinic.next(
        clinic.wall(low), until=clinic.wall(high), doctor="d", type="asked", location="east", count=count
    )
    assert [row.start for row in found.openings] == here[:count]
