"""RULES 3, 5–12 as they are written, on one doctor's book."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import ALWAYS, WEEKDAYS, Book


@pytest.fixture
def clinic() -> Book:
    return Book()


def hours(clinic: Book, spans: list[list[str]], **more: Any) -> None:
    clinic.do("set_hours", doctor="strange", hours=dict.fromkeys(WEEKDAYS, spans), **more)


def starts(clinic: Book, day: str, minutes: int = 60, **more: Any) -> list[str]:
    return clinic.starts(day, day, doctor="strange", minutes=minutes, **more)


# Hours -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("day", "minutes"), [("2026-03-08", 23 * 60), ("2026-11-01", 25 * 60)])
def test_rule_3_the_free_minutes_of_clock_change_days(day: str, minutes: int) -> None:
    clinic = Book(now="2026-01-05T08:00")
    hours(clinic, ALWAYS["mon"])
    view = clinic.do("day", doctor="strange", date=day)
    assert view.free_minutes == view.end - view.start == minutes


def test_rule_3_hours_that_begin_in_the_gap_open_after_it() -> None:
    clinic = Book(now="2026-03-01T08:00")
    hours(clinic, [["02:30", "05:00"]])
    assert starts(clinic, "2026-03-08", step=60) == ["03:00", "04:00"]


def test_rule_3_hours_that_end_in_the_hour_that_comes_twice_end_the_first_time() -> None:
    clinic = Book(now="2026-10-20T08:00")
    hours(clinic, [["00:00", "01:30"]])
    offered = clinic.openings("2026-11-01", "2026-11-01", doctor="strange", minutes=30, step=30).openings
    assert [clinic.wall(row.end) for row in offered][-1] == "2026-11-01T01:30-04:00"


def test_rule_5_lengths_are_elapsed_minutes() -> None:
    clinic = Book(now="2026-10-20T08:00")
    hours(clinic, [["00:00", "06:00"]])
    visit = clinic.book("strange", "2026-11-01T00:30", minutes=120)
    assert visit.end == "2026-11-01T01:30-05:00"


def test_rule_6_touching_visits_do_not_clash(clinic: Book) -> None:
    clinic.book("strange", "mon 09:00", patient="lopez")
    clinic.book("strange", "mon 09:30", patient="ng")
    with clinic.refused("slot_taken", "start"):
        clinic.book("strange", "mon 09:59", patient="okafor")


@pytest.mark.parametrize("minutes", [0, -5, 10_081, 2.5, "30", True])
def test_rule_6_a_visit_has_one_to_a_weeks_minutes(clinic: Book, minutes: Any) -> None:
    with clinic.refused("invalid", "minutes"):
        clinic.book("strange", "mon 09:00", minutes=minutes)


def test_rule_7_an_end_before_its_start_crosses_midnight(clinic: Book) -> None:
    clinic.do("set_hours", doctor="strange", hours={"mon": [["22:00", "02:00"]]})
    assert clinic.book("strange", "mon 23:30", minutes=60).end == "2026-11-24T00:30-05:00"
    assert clinic.codes("strange", "tue 01:30", minutes=60) == ["outside_hours"]
    assert starts(clinic, "tue", 30, step=30) == ["00:30", "01:00", "01:30"]


@pytest.mark.parametrize("change", ["own schedule", "closed", "hospital closed"])
def test_rule_7_the_tail_is_cut_when_the_next_date_is_another(clinic: Book, change: str) -> None:
    clinic.do("set_hours", doctor="strange", hours={"mon": [["22:00", "02:00"]]})
    if change == "own schedule":
        clinic.do("set_day", doctor="strange", date="tue", spans=[["10:00", "12:00"]])
    else:
        target = {"hospital": "general"} if change[0] == "h" else {"doctor": "strange"}
        clinic.do("close", **target, from_="tue", to="tue")
    assert clinic.codes("strange", "tue 01:00")[:1] == ["outside_hours" if change == "own schedule" else "closed"]
    assert starts(clinic, "mon", 30, step=30)[-1] == "23:30"


def test_rule_7_a_day_may_end_at_24_00_and_not_where_it_begins(clinic: Book) -> None:
    hours(clinic, [["20:00", "24:00"]])
    assert clinic.book("strange", "mon 23:00", minutes=60).end == "2026-11-24T00:00-05:00"
    for spans in ([["09:00", "09:00"]], [["24:00", "09:00"]], [["09:00"]]):
        with clinic.refused("invalid", "hours"):
            hours(clinic, spans)


# Closure > day schedule > weekly hours -----------------------------------------------------------------------------


def test_rule_9_a_day_schedule_replaces_the_whole_date(clinic: Book) -> None:
    clinic.do("set_day", doctor="strange", date="mon", spans=[["10:00", "12:00"]])
    assert starts(clinic, "mon", step=60) == ["10:00", "11:00"]
    clinic.do("set_day", doctor="strange", date="mon", spans=[])
    assert starts(clinic, "mon") == []
    assert clinic.codes("strange", "mon 10:00") == ["outside_hours"]
    clinic.do("clear_day", doctor="strange", date="mon")
    assert starts(clinic, "mon", step=60)[0] == "09:00"


def test_rule_9_a_closure_beats_a_day_schedule_unless_that_opens_on_closure(clinic: Book) -> None:
    clinic.do("close", hospital="general", from_="mon", to="mon", reason="Snow")
    clinic.do("set_day", doctor="strange", date="mon", spans=[["10:00", "12:00"]])
    assert clinic.codes("strange", "mon 10:00") == ["closed"]
    clinic.do("set_day", doctor="strange", date="mon", spans=[["10:00", "12:00"]], open_on_closure=True)
    assert starts(clinic, "mon", step=60) == ["10:00", "11:00"]
    assert clinic.codes("strange", "mon 14:00") == ["outside_hours"]


def test_rule_9_the_hospitals_hours_cut_and_open_on_closure_passes_them() -> None:
    clinic = Book(empty=True)
    week = {"mon": [["10:00", "14:00"], ["22:00", "01:00"]]}
    clinic.do("add_hospital", id="general", name="G", timezone="America/New_York", hours=week)
    clinic.do("add_doctor", id="strange", hospital="general", name="Dr Strange")
    hours(clinic, [["09:00", "12:00"], ["23:00", "02:00"]])
    assert starts(clinic, "mon", step=30) == ["10:00", "10:30", "11:00", "23:00", "23:30"]
    assert starts(clinic, "tue", 30, step=30) == ["00:00", "00:30"]
    clinic.do("set_day", doctor="strange", date="tue", spans=[["10:00", "11:00"]])
    assert clinic.codes("strange", "tue 10:00") == ["outside_hours"]
    clinic.do("set_day", doctor="strange", date="tue", spans=[["10:00", "11:00"]], open_on_closure=True)
    assert clinic.codes("strange", "tue 10:00") == []


def test_rule_9_timed_closures_subtract_and_never_move_the_grid(clinic: Book) -> None:
    clinic.do("close", doctor="strange", from_="mon 09:10", to="mon 10:10", reason="Dentist")
    assert starts(clinic, "mon", step=60)[:2] == ["11:00", "12:00"]
    assert clinic.codes("strange", "mon 09:30", minutes=10) == ["closed"]
    assert clinic.codes("strange", "mon 10:10") == []


def test_rule_9_no_hours_means_not_there(clinic: Book) -> None:
    assert clinic.codes("strange", "sat 10:00") == ["outside_hours"]


def test_rule_9_closed_and_not_rostered_either_names_both(clinic: Book) -> None:
    clinic.do("close", doctor="strange", from_="sat", to="sun")
    assert clinic.codes("strange", "sat 10:00") == ["closed", "outside_hours"]


# The grid ----------------------------------------------------------------------------------------------------------


def test_rule_10_bookings_never_move_the_grid(clinic: Book) -> None:
    hours(clinic, [["09:00", "12:00"]])
    clinic.book("strange", "mon 10:00", minutes=10)
    assert starts(clinic, "mon", step=60) == ["09:00", "11:00"]


def test_rule_10_now_never_moves_the_grid(clinic: Book) -> None:
    clinic.it_is("mon 09:20")
    assert starts(clinic, "mon", step=60)[0] == "10:00"


def test_rule_10_touching_blocks_are_one_and_others_begin_anew(clinic: Book) -> None:
    hours(clinic, [["09:00", "10:30"], ["10:30", "12:00"], ["13:15", "15:15"]])
    assert starts(clinic, "mon", step=60) == ["09:00", "10:00", "11:00", "13:15", "14:15"]


def test_rule_10_a_grid_on_the_clock() -> None:
    clinic = Book(empty=True)
    clinic.do("add_hospital", id="general", name="G", timezone="America/New_York", align="clock", step=30)
    clinic.do("add_doctor", id="strange", hospital="general", name="Dr Strange")
    hours(clinic, [["09:10", "11:00"]])
    assert starts(clinic, "mon", 30) == ["09:30", "10:00", "10:30"]
    clinic.do("add_type", id="block", hospital="general", name="B", minutes=30, align="block", step=40)
    assert clinic.starts("mon", "mon", doctor="strange", type="block") == ["09:10", "09:50", "10:30"]


def test_rule_10_a_grid_on_the_clock_through_the_hour_that_comes_twice() -> None:
    clinic = Book(empty=True, now="2026-10-20T08:00")
    clinic.do("add_hospital", id="general", name="G", timezone="America/New_York", align="clock", step=30)
    clinic.do("add_doctor", id="strange", hospital="general", name="Dr Strange")
    hours(clinic, [["00:45", "02:45"]])
    found = clinic.openings("2026-11-01", "2026-11-01", doctor="strange", minutes=15).openings
    assert [clinic.wall(row.start)[11:] for row in found] == [
        *("01:00-04:00", "01:30-04:00", "01:00-05:00", "01:30-05:00"),
        *("02:00-05:00", "02:30-05:00"),
    ]


def test_rule_10_a_visit_may_lie_over_several_midnights(clinic: Book) -> None:
    hours(clinic, ALWAYS["mon"])
    week = starts(clinic, "mon", 10_080, step=720)
    assert week == ["00:00", "12:00"]
    a_week_later = clinic.book("strange", "2026-11-30T06:00", patient="ng")
    assert starts(clinic, "mon", 10_080, step=720) == ["00:00"]
    clinic.do("cancel", id=a_week_later.id, reason="patient")
    visit = clinic.book("strange", "mon 12:00", minutes=10_080)
    assert visit.end == "2026-11-30T12:00-05:00"
    assert starts(clinic, "mon", 10_080, step=720) == []
    assert clinic.codes("strange", "2026-11-29T03:00") == ["slot_taken"]


def test_rule_10_the_default_step_is_the_types_else_the_hospitals(clinic: Book) -> None:
    assert starts(clinic, "mon", 30)[:2] == ["09:00", "09:05"]
    clinic.do("add_type", id="check", hospital="general", name="Check", minutes=30, step=45)
    assert clinic.starts("mon", "mon", doctor="strange", type="check")[:3] == ["09:00", "09:45", "10:30"]


def test_rule_10_overlapping_shifts_offer_a_start_once(clinic: Book) -> None:
    clinic.do("set_hours", doctor="strange", hours={"mon": [["22:00", "06:00"]], "tue": [["05:00", "09:00"]]})
    assert starts(clinic, "tue", step=60) == [f"{hour:02}:00" for hour in range(9)]
    assert len(clinic.next("tue 05:00", doctor="strange", minutes=60, count=3).openings) == 3


@settings(max_examples=100, derandomize=True, database=None)
@given(
    st.sampled_from(["America/New_York", "Australia/Lord_Howe", "America/Santiago", "Asia/Kathmandu"]),
    st.sampled_from(["2026-03-08", "2026-11-01", "2026-10-04", "2026-04-05", "2026-09-06", "2026-06-15"]),
    st.lists(st.integers(1, 95), min_size=1, max_size=5, unique=True),
)
def test_rule_10_touching_shifts_cover_exactly_their_union(name: str, day: str, cuts: list[int]) -> None:
    clinic = Book(tz=name, now="2026-01-05T08:00")
    edges = [f"{n // 4:02}:{n % 4 * 15:02}" for n in (0, *sorted(cuts), 96)]
    whole = clinic.do("day", doctor="strange", date=day)
    hours(clinic, [list(pair) for pair in pairwise(edges)])
    view = clinic.do("day", doctor="strange", date=day)
    assert [(span.start, span.end) for span in view.hours] == [(whole.start, whole.end)]
    assert view.free_minutes == view.end - view.start


# What staff may book -----------------------------------------------------------------------------------------------


def test_rule_11_staff_may_book_off_the_grid(clinic: Book) -> None:
    clinic.book("strange", "mon 09:07", minutes=11)
    with clinic.refused("off_grid", "start"):
        clinic.book("strange", "mon 10:07", minutes=11, grid_only=True)


def test_rule_11_published_times_are_the_only_ones(clinic: Book) -> None:
    clinic.do("add_type", id="class", hospital="general", name="Class", minutes=30, step=60, published_only=True)
    with clinic.refused("off_grid") as caught:
        clinic.book("strange", "mon 09:30", type="class")
    assert [clinic.wall(row.start)[11:16] for row in caught.value.alternatives] == ["09:00", "10:00", "11:00"]
    assert clinic.starts("mon", "mon", doctor="strange", type="class", step=5)[:2] == ["09:00", "10:00"]
    clinic.book("strange", "mon 10:00", type="class")


def test_rule_11_notice_is_inclusive(clinic: Book) -> None:
    clinic.do("add_type", id="op", hospital="general", name="Op", minutes=30, notice=60)
    clinic.it_is("fri 10:00")
    assert clinic.codes("strange", "fri 10:59", type="op") == ["too_soon"]
    assert clinic.codes("strange", "fri 11:00", type="op") == []
    clinic.wait(seconds=1)
    assert clinic.codes("strange", "fri 11:00", type="op") == ["too_soon"]


def test_rule_11_the_horizon_is_inclusive_and_counts_dates(clinic: Book) -> None:
    clinic.do("add_type", id="near", hospital="general", name="Near", minutes=30, horizon=3)
    assert clinic.codes("strange", "2026-11-23T16:30", type="near") == []
    assert clinic.codes("strange", "2026-11-24T09:00", type="near") == ["beyond_horizon"]


def test_rule_11_the_past_is_refused_but_for_a_walk_in(clinic: Book) -> None:
    clinic.it_is("fri 10:00")
    assert clinic.codes("strange", "fri 10:00") == []
    with clinic.refused("in_the_past", "start"):
        clinic.book("strange", "fri 09:50", minutes=10)
    visit = clinic.book("strange", "fri 09:50", minutes=10, walk_in=True)
    assert (visit.status, visit.arrived_at) == ("arrived", "2026-11-20T15:00:00Z")


def test_rule_11_notice_and_horizon_are_passed_by_a_reason(clinic: Book) -> None:
    clinic.do("add_type", id="op", hospital="general", name="Op", minutes=30, notice=600, horizon=1)
    assert clinic.book("strange", "fri 09:00", type="op", override="urgent").override == "urgent"
    assert clinic.book("strange", "mon 09:00", type="op", override="urgent", patient="ng").override == "urgent"
