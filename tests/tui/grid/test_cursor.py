from __future__ import annotations

from datetime import date

import pytest

from scheduling.model.reads import VisitView
from tests.tui.grid.builders import FRIDAY, MONDAY, NOW, day, instant, minute_of, model, only, visit
from tui.grid.cursor import LAST_LANE, Carry, Cursor, Selection, Walk
from tui.grid.geometry import lay_out
from tui.grid.model import GridModel

TODAY = 4


def walk(shown: GridModel, minutes: int = 15, **more: object) -> Walk:
    return Walk(shown, lay_out(shown, 89, minutes), **more)  # type: ignore[arg-type]


def friday(*visits: VisitView) -> GridModel:
    return model(day(FRIDAY, visits))


def down(one: Walk, wall: str, rows: int) -> str:
    minute = one.vertical(Cursor(TODAY, minute_of(wall)), rows).minute
    return f"{minute // 60:02}:{minute % 60:02}"


def select(one: Walk, wall: str, anchor: tuple[int, int] | None = None, lane: int = 0) -> Selection:
    return one.select(Cursor(TODAY, minute_of(wall), lane), anchor)


def test_a_block_is_one_step_down_and_up() -> None:
    one = walk(friday(visit(FRIDAY, "13:30", 45)))
    assert [down(one, "13:15", rows) for rows in (1, 2, 3)] == ["13:30", "14:15", "14:30"]
    assert [down(one, "14:15", rows) for rows in (-1, -2)] == ["13:30", "13:15"]


def test_a_half_row_below_a_block_is_stepped_on_at_its_free_minute() -> None:
    one = walk(friday(visit(FRIDAY, "13:30", 40)))
    assert [down(one, "13:30", rows) for rows in (1, 2)] == ["14:10", "14:15"]
    found = select(one, "14:10")
    assert (found.start, found.end, found.minutes, found.state) == (850, 855, 5, "free")


def test_a_visit_that_begins_inside_a_row_is_found_by_its_row() -> None:
    one = walk(friday(visit(FRIDAY, "13:35", 25)))
    assert down(one, "13:15", 1) == "13:35"
    assert one.at_row(TODAY, 54) == Cursor(TODAY, minute_of("13:35"))
    assert select(one, "13:35").minutes == 25


def test_moves_end_with_the_day() -> None:
    one = walk(friday())
    assert down(one, "23:45", 3) == "23:45"
    assert down(one, "00:00", -3) == "00:00"


def test_sideways_keeps_the_time_and_stops_at_the_edge() -> None:
    tuesday = visit(date(2026, 11, 17), "13:00", 60)
    one = walk(model(day(date(2026, 11, 17), [tuesday])))
    goal = minute_of("13:30")
    assert one.sideways(Cursor(0, goal), 1, goal) == Cursor(1, minute_of("13:00"))
    assert one.sideways(Cursor(0, goal), 2, goal) == Cursor(2, goal)
    assert one.sideways(Cursor(6, goal), 1, goal) is None
    assert one.sideways(Cursor(0, goal), -1, goal) is None


def test_sideways_goes_through_lanes_first() -> None:
    one = walk(friday(visit(FRIDAY, "13:30", 30, "A"), visit(FRIDAY, "13:30", 30, "B")))
    at = minute_of("13:30")
    beside = one.sideways(Cursor(TODAY, at), 1, at)
    assert beside == Cursor(TODAY, at, 1)
    assert one.sideways(beside, 1, at) == Cursor(5, at)
    assert one.sideways(beside, -1, at) == Cursor(TODAY, at, 0)
    assert one.sideways(Cursor(5, at), -1, at) == Cursor(TODAY, at, 1)
    assert one.at_row(TODAY, 40, LAST_LANE).lane == 0


def test_the_selection_of_a_visit() -> None:
    found = select(walk(friday(visit(FRIDAY, "13:30", 45))), "13:30")
    assert found.visit is not None
    assert (found.start_minute, found.minutes, found.state) == (instant(FRIDAY, "13:30"), 45, "busy")
    assert (found.day, found.key, found.column, found.ranged) == (FRIDAY, "2026-11-20", TODAY, False)


def test_a_no_show_leaves_its_time_free() -> None:
    found = select(walk(friday(visit(FRIDAY, "13:30", 45, status="noshow"))), "13:30")
    assert found.visit is not None
    assert found.state == "free"


@pytest.mark.parametrize(
    ("wall", "state", "location"),
    [("13:15", "free", "main"), ("12:30", "off", None), ("07:00", "off", None), ("09:00", "past", "main")],
)
def test_the_selection_of_open_time(wall: str, state: str, location: str | None) -> None:
    found = select(walk(friday()), wall)
    assert (found.state, found.location, found.visit, found.minutes) == (state, location, None, 15)


def test_open_time_ends_where_it_is_shut_or_taken() -> None:
    one = walk(friday(visit(FRIDAY, "13:20", 25)), 30)
    assert (select(one, "13:00").start, select(one, "13:00").end) == (minute_of("13:20"), minute_of("13:45"))
    late = walk(friday(), 60)
    assert select(late, "12:00").minutes == 30
    later = walk(friday(visit(FRIDAY, "14:50", 30)), 60)
    assert (select(later, "15:30").start, select(later, "15:30").end) == (minute_of("15:20"), minute_of("16:00"))


def test_a_range_counts_whole_rows_from_where_it_began() -> None:
    one = walk(friday(), by_row=True)
    found = select(one, "13:45", (minute_of("13:00"), minute_of("13:15")))
    assert (found.start, found.end, found.minutes, found.ranged) == (780, 840, 60, True)
    upwards = select(one, "13:00", (minute_of("13:30"), minute_of("13:45")))
    assert (upwards.start, upwards.end) == (780, 825)


def test_a_range_over_a_visit_is_busy() -> None:
    one = walk(friday(visit(FRIDAY, "13:30", 15)), by_row=True)
    assert select(one, "14:00", (minute_of("13:00"), minute_of("13:15"))).state == "busy"


def test_the_long_days_second_pass_is_taken_when_only_it_is_free() -> None:
    on = date(2026, 11, 1)
    shown = only(day(on, [visit(on, "01:00", 60)], hours=[("00:00", "06:00", "main")]), now=0)
    one = Walk(shown, lay_out(shown, 60, 15), True)
    assert one.select(Cursor(0, 90), None).start_minute == instant(on, "01:30", fold=1)
    assert one.select(Cursor(0, 150), None).start_minute == instant(on, "02:30")


def test_focus_names_the_rows_of_what_it_is_on() -> None:
    one = walk(friday(visit(FRIDAY, "13:30", 45)))
    on_block = one.focus(Cursor(TODAY, minute_of("13:30")), None, None, 0)
    assert (on_block.first, on_block.last, on_block.row) == (54, 57, 54)
    assert one.focus(Cursor(TODAY, minute_of("13:30")), None, None, 55).row == 55
    assert one.focus(Cursor(TODAY, minute_of("13:15")), None, None, 0).placed is None
    ranged = one.focus(Cursor(TODAY, minute_of("13:15")), (780, 795), None, 0)
    assert ranged.ranged
    assert (ranged.first, ranged.last, ranged.row) == (52, 54, 53)


def test_what_is_carried_takes_no_time_where_it_was() -> None:
    view = visit(FRIDAY, "13:30", 45)
    one = walk(friday(view), by_row=True, carried=view.visit.id)
    assert one.select(Cursor(TODAY, minute_of("13:45")), None).state == "free"
    ghost = one.focus(Cursor(0, minute_of("23:30")), None, Carry(view, {}, True), 0)
    assert ghost.ghost is not None
    assert (ghost.last, ghost.ghost.end) == (96, 1440)


def test_monday_is_the_first_column() -> None:
    assert friday().columns[0].date == MONDAY
    assert NOW % 60 == 0


@pytest.mark.parametrize(("second", "start"), [(0, "10:42"), (1, "10:43")])
def test_the_row_of_now_offers_what_is_left_of_it(second: int, start: str) -> None:
    shown = friday().at(NOW + second)
    one = walk(shown)
    found = select(one, "10:30")
    assert (found.start, found.end, found.state) == (minute_of(start), minute_of("10:45"), "free")
    assert down(one, "10:15", 1) == start
    assert down(one, "10:45", -1) == start
    ranged = select(one, "10:45", (minute_of(start), minute_of("10:45")))
    assert (ranged.start, ranged.state) == (minute_of(start), "free")
    assert select(one, "10:15").state == "past"


def test_the_row_of_now_with_a_visit_over_its_rest_is_busy() -> None:
    one = walk(friday(visit(FRIDAY, "10:40", 20)).at(NOW))
    assert select(one, "10:30").visit is not None
