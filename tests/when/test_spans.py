"""RULES 6: half-open sets of time, against sets of minutes."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.when.spans import Pair, covers, intersect, subtract, total, union

quick = settings(max_examples=300, derandomize=True, database=None)
pairs = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=6)


def minutes(spans: list[Pair]) -> set[int]:
    return {minute for start, end in spans for minute in range(start, end)}


def test_rule_6_spans_that_touch_do_not_overlap() -> None:
    assert intersect([(540, 570)], [(570, 600)]) == []
    assert subtract([(540, 570)], [(570, 600)]) == [(540, 570)]


def test_rule_10_spans_that_touch_are_joined() -> None:
    assert union([(570, 600), (540, 570), (700, 700)]) == [(540, 600)]


@quick
@given(pairs, pairs)
def test_rule_6_sets_of_spans_are_sets_of_minutes(first: list[Pair], second: list[Pair]) -> None:
    one, two = union(first), union(second)
    assert minutes(one) == minutes(first)
    assert one == sorted(one)
    assert all(a[1] < b[0] for a, b in pairwise(one))
    assert minutes(subtract(one, second)) == minutes(one) - minutes(second)
    assert minutes(intersect(one, two)) == minutes(one) & minutes(two)
    assert total(one) == len(minutes(one))


@quick
@given(pairs, st.integers(0, 40), st.integers(1, 10))
def test_rule_10_a_time_is_covered_when_every_minute_of_it_is(spans: list[Pair], start: int, length: int) -> None:
    inside = set(range(start, start + length)) <= minutes(spans)
    assert covers(union(spans), start, start + length) == inside
