from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.model.reads import Doctor
from tests.tui.grid.builders import FRIDAY, HOSPITAL, MONDAY, NOW, day, minute_of, model, only, visit
from tui.grid.geometry import (
    ROW_MINUTES,
    Placed,
    columns_that_fit,
    first_free,
    gutter,
    kind_of,
    lane_cells,
    lay_out,
    place,
    state_of,
)
from tui.grid.model import BREAK, CLOSED, FREE, OFF, GridModel, day_model

SATURDAY = MONDAY + timedelta(days=5)


def placed(*visits: tuple[str, int], minutes: int = 15) -> list[tuple[int, int, bool, int, int]]:
    views = [visit(FRIDAY, wall, length, f"P{index}") for index, (wall, length) in enumerate(visits)]
    column = only(day(FRIDAY, views)).columns[0]
    return [(one.first, one.last, one.tail, one.lane, one.lanes) for one in place(column.blocks, minutes)]


def widths(shown: GridModel, width: int) -> list[int]:
    return [slot.width for slot in lay_out(shown, width, 15).slots]


def test_at_120_columns_the_week_has_the_widths_of_the_picture() -> None:
    shown = model(day(SATURDAY, hours=[("09:00", "12:00", "main")]))
    assert widths(shown, 88) == [14, 14, 13, 13, 13, 9, 6]
    assert widths(shown, 79) == [12, 12, 12, 12, 12, 7, 6]


def test_days_off_shrink_only_where_others_gain() -> None:
    off = model(*(day(MONDAY + timedelta(days=count), hours=()) for count in range(7)))
    assert widths(off, 76) == [10] * 7
    assert widths(model(), 76)[5:] == [6, 6]
    # A visit outside all hours still needs room for its name.
    assert widths(model(day(SATURDAY, [visit(SATURDAY, "09:00", 30, outside=True)], hours=())), 76)[5] > 5


@pytest.mark.parametrize("width", [54, 60, 79, 88, 120, 199])
def test_columns_fill_the_width_exactly(width: int) -> None:
    slots = lay_out(model(), width, 15).slots
    assert slots[0].x == gutter()
    assert all(one.x + one.width == other.x for one, other in pairwise(slots))
    assert slots[-1].x + slots[-1].width == width


def test_six_doctors_stand_side_by_side_and_the_rest_is_scrolled_to() -> None:
    pairs = [(Doctor(f"d{count}", "riverside", f"Dr {count}"), day(FRIDAY)) for count in range(9)]
    shown = day_model(HOSPITAL, pairs, NOW, {})
    assert columns_that_fit(shown, 89) == 6
    assert [slot.column for slot in lay_out(shown, 89, 15, 2).slots] == [2, 3, 4, 5, 6, 7]
    assert [slot.column for slot in lay_out(shown, 89, 15, 99).slots] == [3, 4, 5, 6, 7, 8]
    assert columns_that_fit(shown, 8) == 1


def test_cells_and_rows_lead_back_to_columns_and_minutes() -> None:
    plan = lay_out(model(), 88, 15)
    assert plan.column_at(3) is None
    assert plan.column_at(gutter()) == 0
    assert plan.column_at(200) is None
    assert plan.row_of(minute_of("08:59")) == 35
    assert plan.row_of(5000) == 95
    assert plan.slot_of(12) is None


def test_visits_one_after_another_share_no_lane_however_coarse_the_rows() -> None:
    assert placed(("09:00", 20), ("09:20", 20), ("09:40", 20)) == [
        (36, 37, False, 0, 1), (37, 38, False, 0, 1), (38, 40, False, 0, 1),
    ]  # fmt: skip


def test_a_visit_ends_in_a_half_row() -> None:
    assert placed(("09:00", 40)) == [(36, 38, True, 0, 1)]
    assert placed(("09:00", 5)) == [(36, 37, False, 0, 1)]
    assert placed(("09:10", 10)) == [(36, 37, True, 0, 1)]


def test_visits_that_overlap_stand_side_by_side() -> None:
    assert placed(("09:00", 30), ("09:15", 30), ("09:45", 15)) == [
        (36, 38, False, 0, 2), (37, 39, False, 1, 2), (39, 40, False, 0, 1),
    ]  # fmt: skip
    # overlapping by minutes only: still side by side, the first keeps its half row
    assert placed(("09:00", 20), ("09:15", 15)) == [(36, 37, True, 0, 2), (37, 38, False, 1, 2)]


def test_visits_too_short_for_the_rows_stand_side_by_side() -> None:
    assert [lane for *_rest, lane, _lanes in placed(("09:00", 5), ("09:05", 5), ("09:10", 5))] == [0, 1, 2]


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 270), st.integers(1, 90)), max_size=9), st.sampled_from(ROW_MINUTES))
def test_no_two_blocks_of_a_lane_share_a_row(found: list[tuple[int, int]], minutes: int) -> None:
    views = [
        visit(FRIDAY, f"{8 + start // 60:02}:{start % 60:02}", length, f"P{index}")
        for index, (start, length) in enumerate(found)
    ]
    rows: set[tuple[int, int]] = set()
    for one in place(only(day(FRIDAY, views)).columns[0].blocks, minutes):
        mine = {(row, one.lane) for row in range(one.first, one.last + one.tail)}
        assert not mine & rows
        assert one.lane < one.lanes
        assert one.first * minutes <= one.block.start < (one.first + 1) * minutes
        rows |= mine


def lanes(count: int) -> list[Placed]:
    views = [visit(FRIDAY, "09:00", 30, f"P{index}") for index in range(count)]
    return list(place(only(day(FRIDAY, views)).columns[0].blocks, 15))


def test_lanes_share_the_cells_of_their_column() -> None:
    assert [lane_cells(13, one) for one in lanes(2)] == [(0, 7), (7, 6)]


def test_lanes_too_many_for_the_width_let_the_chosen_one_to_the_front() -> None:
    five = lanes(5)
    assert [lane_cells(9, one) for one in five] == [(0, 3), (3, 3), (6, 3), None, None]
    assert [lane_cells(9, one, 4) for one in five] == [(0, 3), (3, 3), None, None, (6, 3)]
    assert [lane_cells(9, one, 0) for one in five] == [(0, 3), (3, 3), (6, 3), None, None]


def test_the_covering_block_is_the_one_of_the_lane_or_the_nearest() -> None:
    shown = only(day(FRIDAY, [visit(FRIDAY, "09:00", 30, "A"), visit(FRIDAY, "09:15", 30, "B")]))
    plan = lay_out(shown, 60, 15)
    names = [
        found.block.view.patient_name if (found := plan.covering(0, row, lane)) else None
        for row, lane in ((36, 1), (37, 0), (37, 1), (38, 0), (39, 0))
    ]
    assert names == ["A", "A", "B", "B", None]


def test_a_row_is_free_as_soon_as_half_of_it_is() -> None:
    column = only(day(FRIDAY, hours=[("08:10", "09:07", "main")])).columns[0]
    assert kind_of(column, 32, 15) == OFF
    assert kind_of(column, 8, 60) == kind_of(column, 33, 15) == FREE
    assert kind_of(column, 36, 15) == OFF


def test_the_first_free_minute_of_a_row() -> None:
    shown = only(day(FRIDAY, [visit(FRIDAY, "09:00", 20, buffer_after=5)]))
    column = shown.columns[0]
    assert first_free(column, 37, 15) == minute_of("09:25")
    assert first_free(column, 36, 15) == minute_of("09:00")
    assert first_free(column, 0, 15) == 0
    assert first_free(column, 36, 15, column.blocks[0].view.visit.id) == minute_of("09:00")


@pytest.mark.parametrize(
    ("low", "high", "state"),
    [
        ("11:00", "11:30", "free"), ("09:00", "09:30", "past"), ("11:45", "12:15", "busy"),
        ("12:15", "12:30", "busy"), ("12:30", "13:00", "off"), ("15:00", "15:30", "closed"),
        ("16:30", "17:30", "off"),
    ],
)  # fmt: skip
def test_the_worst_of_a_stretch_names_it(low: str, high: str, state: str) -> None:
    shown = day(FRIDAY, [visit(FRIDAY, "12:00", 15, buffer_after=15)], closures=[("15:00", "16:00", "leave")])
    column = only(shown).columns[0]
    assert state_of(column, minute_of(low), minute_of(high), minute_of("10:42")) == state


def test_kinds_of_time_by_majority() -> None:
    column = only(day(FRIDAY, closures=[("15:00", "16:00", "leave")])).columns[0]
    assert kind_of(column, minute_of("12:30") // 30, 30) == BREAK
    assert kind_of(column, 60, 15) == CLOSED
