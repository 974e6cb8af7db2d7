"""Bars of a day and the weekly hours that follow one another; pure."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduling.model.reads import DaySchedule, WorkingHours
from tui.hours import bars as edit
from tui.hours.bars import NO_WEEK, Bar, Bars, Single, Version, present, singles, versions, written

EIGHT, NOON, ONE, FIVE = 480, 720, 780, 1020
DAY: Bars = (Bar(EIGHT, NOON, "main"), Bar(ONE, FIVE, "main"))


def row(weekday: str, start: str, end: str, first: str | None = None, last: str | None = None) -> WorkingHours:
    return WorkingHours("w", "d", weekday, start, end, None, first, last)


def test_a_doctor_without_hours_has_one_empty_version() -> None:
    assert versions(()) == (Version(NO_WEEK),)


def test_versions_follow_one_another_and_empty_ones_at_the_ends_are_none() -> None:
    found = versions(
        (
            row("mon", "09:00", "12:00", "2026-09-07", "2026-12-31"),
            row("tue", "22:00", "06:00", "2026-09-07"),
            row("mon", "10:00", "12:00", "2027-01-01"),
        )
    )
    assert [(one.first, one.last) for one in found] == [
        (date(2026, 9, 7), date(2026, 12, 31)),
        (date(2027, 1, 1), None),
    ]
    assert found[0].week[1] == (Bar(22 * 60, 30 * 60),)
    assert found[1].week[0] == (Bar(600, 720),)
    over = versions((row("mon", "09:00", "12:00", None, "2026-12-31"),))
    assert [(one.first, one.last) for one in over] == [(None, date(2026, 12, 31))]


def test_a_row_cut_in_two_alike_parts_is_one_version() -> None:
    found = versions((row("mon", "09:00", "12:00", None, "2026-12-31"), row("mon", "09:00", "12:00", "2027-01-01")))
    assert found == (Version(((Bar(540, 720),), *NO_WEEK[1:])),)


@pytest.mark.parametrize(("today", "index"), [((2026, 9, 1), 0), ((2026, 11, 1), 0), ((2027, 2, 1), 1)])
def test_which_version_is_shown_first(today: tuple[int, int, int], index: int) -> None:
    found = versions(
        (row("mon", "09:00", "12:00", "2026-09-07", "2026-12-31"), row("mon", "10:00", "12:00", "2027-01-01"))
    )
    assert present(found, date(*today)) == index
    assert present((Version(NO_WEEK, None, date(2026, 1, 1)),), date(*today)) == 0


def test_single_days_by_date() -> None:
    rows = (
        DaySchedule("y1", "d", "2026-11-24", (("15:00", "17:00"),), "north"),
        DaySchedule("y2", "d", "2026-11-24", (("10:00", "14:00"),), "main", True),
        DaySchedule("y3", "d", "2026-11-23"),
    )
    assert singles(rows) == (
        Single(date(2026, 11, 23), ()),
        Single(date(2026, 11, 24), (Bar(600, 840, "main"), Bar(900, FIVE, "north")), True),
    )


def test_ends_move_on_the_grid_as_far_as_the_neighbours() -> None:
    assert edit.moved_end(DAY, 0, 15, -1)[0].end == NOON - 15
    assert edit.moved_end((Bar(EIGHT, 725), DAY[1]), 0, 15, 1)[0].end == 735
    assert edit.moved_end((Bar(EIGHT, 725), DAY[1]), 0, 15, -1)[0].end == 720
    assert edit.moved_start(DAY, 1, 60, -1)[1].start == NOON
    assert edit.moved_start(((DAY[0]), Bar(NOON, FIVE)), 1, 15, -1)[1].start == NOON
    assert edit.moved_end((Bar(EIGHT, ONE), Bar(ONE, FIVE)), 0, 15, 1)[0].end == ONE
    assert edit.moved_end((Bar(EIGHT, EIGHT + 15),), 0, 15, -1) == (Bar(EIGHT, EIGHT + 15),)
    assert edit.moved_start((Bar(EIGHT, EIGHT + 15),), 0, 15, 1) == (Bar(EIGHT, EIGHT + 15),)
    assert edit.moved_start((Bar(0, 60),), 0, 15, -1)[0].start == 0
    # only what begins after noon goes over midnight
    assert edit.moved_end((Bar(EIGHT, 1440),), 0, 15, 1)[0].end == 1440
    assert edit.moved_end((Bar(1320, 1440),), 0, 15, 1)[0].end == 1455
    assert written(Bar(1320, 1455)) == ["22:00", "00:15"]
    assert written(Bar(1320, 1440)) == ["22:00", "24:00"]


def test_bars_are_added_where_there_is_room() -> None:
    assert edit.added((), "main") == ((Bar(540, FIVE, "main"),), 0)
    grown = edit.added(DAY, "main")
    assert grown is not None
    assert grown[0][2] == Bar(FIVE + 30, FIVE + 150, "main")
    late = edit.added((Bar(EIGHT, 1435),), None)
    assert late == ((Bar(360, EIGHT), Bar(EIGHT, 1435)), 0)
    between = edit.added((Bar(0, EIGHT), Bar(600, 1440)), None)
    assert between is not None
    assert between[0][1] == Bar(510, 600)
    assert edit.added((Bar(0, 1440),), None) is None


@given(
    st.lists(st.integers(0, 95), min_size=2, max_size=6, unique=True).filter(lambda cuts: len(cuts) % 2 == 0),
    st.lists(
        st.tuples(st.sampled_from(["end", "start", "add", "drop"]), st.integers(0, 5), st.sampled_from([-1, 1])),
        max_size=30,
    ),
    st.sampled_from([5, 15, 20, 60]),
)
def test_whatever_is_edited_bars_stay_apart_and_as_the_verbs_take_them(
    cuts: list[int], steps: list[tuple[str, int, int]], step: int
) -> None:
    points = [cut * 15 for cut in sorted(cuts)]
    bars: Bars = tuple(Bar(a, b) for a, b in zip(points[::2], points[1::2], strict=True))
    for what, index, direction in steps:
        if not bars or what == "add":
            grown = edit.added(bars, None)
            bars = grown[0] if grown else bars
            continue
        at = index % len(bars)
        if what == "drop":
            bars = edit.without(bars, at)
        else:
            bars = (edit.moved_end if what == "end" else edit.moved_start)(bars, at, step, direction)
        assert all(bar.start < bar.end and 0 <= bar.start < 1440 for bar in bars)
        assert all(before.end <= after.start for before, after in pairwise(bars))
        assert all(bar.minutes < 1440 or bar == Bar(0, 1440) for bar in bars)
        assert all(start != end for start, end in map(written, bars))
