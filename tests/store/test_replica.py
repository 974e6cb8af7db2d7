"""The replica: tables and index change together, and the index equals one made anew (STORE rule 4, I8, I10)."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.store.index import MOST_SHARED, Index
from scheduling.store.replica import Replica
from scheduling.store.store import Store
from tests.store.helpers import book, open_store, opened, visit

MONDAY = date(2026, 11, 23).toordinal()

BASE: dict[str, dict[int, Any]] = {
    "hospitals": {1: {"id": "h", "name": "H", "timezone": "America/New_York"}},
    "doctors": {1: {"id": "who", "name": "W"}, 2: {"id": "strange", "name": "S"}},
    "patients": {1: {"id": "p", "name": "P"}, 2: {"id": "q", "name": "Q"}},
}

VISITS = st.fixed_dictionaries(
    {
        "doctor": st.sampled_from(["who", "strange"]),
        "patient": st.sampled_from(["p", "q", None]),
        "minutes": st.sampled_from([15, 30, 900]),
        "status": st.sampled_from(["booked", "cancelled", "noshow", "pending"]),
        "series": st.sampled_from([None, "s"]),
    }
)
STEPS = st.lists(st.tuples(st.integers(1, 6), st.integers(0, 9), st.none() | VISITS), max_size=25)


def record(number: int, slot: int, fields: dict[str, Any]) -> dict[str, Any]:
    made = visit(f"a{number}", slot, **fields, expires_at="2026-11-20T13:30:00Z")
    return {key: value for key, value in made.items() if value is not None}


def loaded() -> Replica:
    replica = Replica("c")
    replica.load(deepcopy(BASE), {})
    return replica


@settings(max_examples=60)
@given(STEPS)
def test_the_index_equals_one_made_anew(steps: list[tuple[int, int, dict[str, Any] | None]]) -> None:
    replica = loaded()
    for number, slot, fields in steps:
        frozen = deepcopy(replica.tables)
        kept = {name: dict(rows) for name, rows in replica.tables.items()}
        replica.apply({"appointments": {number: None if fields is None else record(number, slot, fields)}})
        assert kept == frozen  # records are replaced, never mutated
        anew = Index()
        anew.rebuild(replica.tables)
        assert replica.index.content() == anew.content()
        assert replica.index.holds == anew.holds


def test_what_is_touched_is_both_the_old_day_and_the_new() -> None:
    replica = loaded()
    assert replica.apply({"appointments": {1: visit("a", 0)}}) == {("who", MONDAY)}
    moved = visit("a", 16, doctor="strange")
    assert replica.apply({"appointments": {1: moved}}) == {("who", MONDAY), ("strange", MONDAY + 1)}
    assert replica.apply({"appointments": {1: None}}) == {("strange", MONDAY + 1)}
    assert replica.apply({"appointments": {1: None}}) == set()


def test_a_visit_over_midnight_stands_in_both_days() -> None:
    replica = loaded()
    late = visit("a", start="2026-11-23T23:30-05:00", minutes=60)
    assert replica.apply({"appointments": {1: late}}) == {("who", MONDAY), ("who", MONDAY + 1)}


def test_days_are_the_same_asked_one_by_one_and_all_at_once() -> None:
    tables = loaded().tables
    starts = (
        ("2026-11-23T09:00-05:00", 30),
        ("2026-11-23T17:00-05:00", 45),
        ("2026-11-23T23:30-05:00", 60),  # over midnight
        ("2026-11-22T10:00-05:00", 2_000),  # for two days
        ("2026-11-01T01:30-05:00", 30),  # the second 01:30 of a night of 25 hours
        ("2026-11-01T09:00-05:00", 30),
    )
    tables["appointments"] = {
        number: visit(f"v{number}", start=start, minutes=minutes) for number, (start, minutes) in enumerate(starts, 1)
    }
    tables["appointments"][9] = visit("gone", 3, status="cancelled")
    one_by_one, at_once = Index(), Index()
    for index in (one_by_one, at_once):
        index.rebuild(tables)
    fork = one_by_one.fork(tables)
    every = at_once.days("who")
    assert {ordinal: len(found) for ordinal, found in every.items()} == {
        MONDAY - 22: 2,
        MONDAY - 1: 1,
        MONDAY: 4,
        MONDAY + 1: 1,
    }
    for index in (one_by_one, fork):
        for ordinal in range(MONDAY - 30, MONDAY + 9):
            assert index.day("who", ordinal) == every.get(ordinal, ())
        assert index.content() == at_once.content()
    assert one_by_one.day("nobody", MONDAY) == ()


def test_what_was_computed_of_a_day_is_forgotten_with_its_neighbours() -> None:
    replica = loaded()
    replica.index.free["who"] = dict.fromkeys(range(MONDAY - 3, MONDAY + 4), ())
    replica.apply({"appointments": {1: visit("a", 0)}})
    assert MONDAY not in replica.index.free["who"]
    assert MONDAY + 3 in replica.index.free["who"]


def test_what_several_doctors_share_is_forgotten_with_a_visit_of_one() -> None:
    index = loaded().index
    both, other = index.shared(("who", "strange")), index.shared(("strange",))
    assert index.shared(("who", "strange")) is both
    for kept in (both, other):
        kept.update(dict.fromkeys((MONDAY, MONDAY + 1), ()))
    index.change("appointments", 1, None, visit("a", 0))
    assert (MONDAY in both, MONDAY in other) == (False, True)
    assert MONDAY + 1 in both


def test_only_so_many_choices_of_doctors_are_kept() -> None:
    index = loaded().index
    for number in range(MOST_SHARED + 1):
        last = index.shared(("who", str(number)))
    assert index.shared(("who", str(MOST_SHARED))) is last
    last[MONDAY] = ()
    index.change("appointments", 1, None, visit("a", 0))
    assert not last


def test_who_refers_to_whom() -> None:
    replica = loaded()
    replica.apply({"appointments": {1: visit("a"), 2: visit("b", 1, patient="q"), 3: visit("c", 2)}})
    assert [found["id"] for found in replica.referring("appointments", "p")] == ["a", "c"]
    assert replica.referring("appointments", "nobody") == []
    assert replica.table_of("a") == "appointments"
    assert replica.table_of("nobody") is None
    assert replica.record("patients", "a") is None


def test_holds_are_known_after_opening(store: Store) -> None:
    book(store, "hold", status="pending", expires_at="2026-11-20T13:30:00Z", held_by="amy")
    store.checkpoint()
    with opened(store.folder) as again:
        assert again.replica.index.holds == store.replica.index.holds == {1}


def test_a_hospitals_zone_moves_its_visits_in_the_index(store: Store) -> None:
    book(store, "late", start="2026-11-23T23:45-05:00", minutes=30)
    hospital = {"id": "h", "name": "General", "timezone": "Europe/Berlin"}
    store.write("update", lambda step: step.put("hospitals", hospital))
    other = open_store(store.folder, "front-2")
    assert other.replica.index.content() == store.replica.index.content()
    other.close()


@settings(max_examples=15)
@given(STEPS)
def test_a_fork_changes_nothing_of_the_original(steps: list[tuple[int, int, dict[str, Any] | None]]) -> None:
    replica = loaded()
    replica.apply({"appointments": {1: visit("a1", 3)}})
    before = deepcopy((replica.tables, replica.index.content(), replica.next))
    fork = replica.fork()
    for number, slot, fields in steps:
        fork.apply({"appointments": {number: None if fields is None else record(number, slot, fields)}})
    assert (replica.tables, replica.index.content(), replica.next) == before


def test_an_id_that_nobody_has(store: Store) -> None:
    assert store.replica.found("none") is None
    assert store.replica.table_of("none") is None
    with pytest.raises(KeyError):
        store.replica.doc_id("none")
