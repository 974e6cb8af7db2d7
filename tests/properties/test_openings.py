"""What is offered can be had, over random books in unusual zones (RULES 9–14, 16, 17)."""

from __future__ import annotations

import ast
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tests.properties import minutes
from tests.properties.minutes import World, changes
from tests.properties.random_worlds import CHANGES, EXAMPLES, offers, told, where, window, worlds


def test_the_oracle_knows_nothing_of_the_scheduler() -> None:
    tree = ast.parse(Path(minutes.__file__).read_text(encoding="utf-8"))
    named = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    named |= {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    assert named == {"__future__", "bisect", "collections.abc", "dataclasses", "datetime", "functools", "typing"} | {
        "zoneinfo"
    }


def test_a_fifth_of_the_examples_lie_on_clock_changes() -> None:
    assert all(changes(zone, day) for zone, day in CHANGES)
    drawn = []

    @EXAMPLES
    @given(where)
    def draw(place: tuple[str, object]) -> None:
        drawn.append(place in CHANGES)

    draw()
    assert sum(drawn) >= len(drawn) / 5


@EXAMPLES
@given(worlds(), st.lists(st.integers(0, 3600), max_size=3))
def test_rule_13_openings_are_the_free_minutes_while_holds_live_and_die(world: World, waits: list[int]) -> None:
    low, high = window(world)
    clinic = told(world)
    for now in sorted(world.now + wait for wait in {0, 1799, 1800, *waits}):
        clinic.clock.set(now)
        starts = [row.start for row in offers(clinic, low, high)]
        assert starts == world.offered(low, high, now), now - world.now


@EXAMPLES
@given(worlds())
def test_rule_14_every_opening_can_be_booked(world: World) -> None:
    low, high = window(world)
    clinic = told(world)
    before = offers(clinic, low, high)
    starts = [row.start for row in before]
    assert starts == sorted(set(starts))
    for row in before[:: max(1, len(before) // 12)]:
        assert clinic.codes("d", clinic.wall(row.start), type="asked") == []
        visit = clinic.book("d", clinic.wall(row.start), type="asked", allow_patient_clash=True, patient="p")
        assert (visit.start_minute, visit.end_minute) == (row.start, row.end)
        clinic.do("cancel", id=visit.id, reason="patient")
    assert offers(clinic, low, high) == before


@EXAMPLES
@given(worlds(), st.integers(1, 4))
def test_rule_10_filling_the_day_leaves_no_opening(world: World, first: int) -> None:
    """Whatever is taken first, taking what is offered ends with nothing on offer, and never with a clash."""
    low, high = window(world)
    clinic = told(world)
    clinic.do("update_type", id="asked", minutes=max(60, world.minutes))
    taken = [(visit.start, visit.end) for visit in world.visits]
    for turn in range(100):
        left = offers(clinic, low, high)
        if not left:
            break
        row = left[(turn * first) % len(left)]
        assert all(row.end <= start or end <= row.start for start, end in taken)
        clinic.book("d", clinic.wall(row.start), type="asked", allow_patient_clash=True, patient="p")
        taken.append((row.start, row.end))
    assert offers(clinic, low, high) == ()
