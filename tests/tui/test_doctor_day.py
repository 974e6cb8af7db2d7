"""How a doctor's day goes, and who is free next: pure, from what is shown."""

from __future__ import annotations

from typing import Any

import pytest

from scheduling.model.reads import Doctor, WeekView
from tests.tui.grid.builders import FRIDAY, HOSPITAL, day, instant, visit
from tui.widgets.day_lines import who
from tui.widgets.doctor_day import DoctorDay, doctor_day, free_next

NOW = instant(FRIDAY, "10:42")


def known(*visits: tuple[str, int, str], now: int = NOW, **more: Any) -> DoctorDay:
    """The day of a doctor with visits (start, minutes, status), hours 8–12:30 and 13–17."""
    views = [visit(FRIDAY, start, minutes, status=status) for start, minutes, status in visits]
    return doctor_day(day(FRIDAY, views, **more), now, 30, 5)


@pytest.mark.parametrize(
    ("visits", "late"),
    [
        ((), 0),
        ((("10:30", 30, "booked"),), 0),  # who is not there keeps nobody waiting
        ((("10:30", 30, "arrived"),), 12),
        ((("11:00", 30, "arrived"),), 0),
        ((("10:00", 30, "checked-in"),), 12),
        ((("10:30", 30, "checked-in"),), 0),
        ((("10:00", 20, "checked-in"), ("10:30", 30, "arrived")), 22),
        ((("10:30", 30, "checked-in"), ("10:45", 15, "arrived")), 15),
        ((("09:00", 30, "fulfilled"), ("09:30", 30, "noshow")), 0),
    ],
)
def test_how_late(visits: tuple[tuple[str, int, str], ...], late: int) -> None:
    assert known(*visits).late == late


def test_who_went_in_late_comes_out_late() -> None:
    ready = visit(FRIDAY, "10:30", 30, status="checked-in", ready_at="2026-11-20T15:40:00Z")
    assert doctor_day(day(FRIDAY, [ready]), NOW, 30, 5).late == 10


def test_how_many_are_seen_of_those_who_count() -> None:
    found = known(
        ("08:00", 30, "fulfilled"), ("08:30", 30, "noshow"), ("09:00", 30, "fulfilled"), ("10:30", 30, "checked-in"),
        ("14:00", 30, "booked"), ("15:00", 30, "pending"),
    )  # fmt: skip
    assert (found.seen, found.visits) == (2, 4)


def test_free_begins_on_the_next_step_and_only_where_a_visit_fits() -> None:
    found = known(("11:00", 90, "booked"), ("13:20", 100, "booked"))
    assert found.free == (instant(FRIDAY, "15:00"),)  # 10:45–11:00 and 13:00–13:20 are too short
    assert known(("11:30", 60, "booked")).free[0] == instant(FRIDAY, "10:45")
    assert known(now=instant(FRIDAY, "17:30")).free == ()


def test_who_is_free_next_soonest_first_and_together_where_at_once() -> None:
    def of(name: str, *visits: tuple[str, int]) -> WeekView:
        views = [visit(FRIDAY, start, minutes) for start, minutes in visits]
        return WeekView(Doctor(name, "riverside", name), HOSPITAL, (day(FRIDAY, views),), 1, 0)

    full = of("full", ("08:00", 270), ("13:00", 240))
    found = free_next([of("late", ("10:30", 120)), of("one", ("10:30", 60)), of("two", ("10:00", 90)), full], NOW, 5)
    assert found == [(instant(FRIDAY, "11:30"), ["one", "two"]), (instant(FRIDAY, "13:00"), ["late"])]


@pytest.mark.parametrize(
    ("width", "said"),
    [(30, "Dr Osei, Dr Who, Dr Strange"), (20, "Dr Osei, Dr Who +1"), (10, "Dr Osei +2"), (5, "Dr O…")],
)
def test_names_that_do_not_fit_are_counted(width: int, said: str) -> None:
    assert who(["Dr Osei", "Dr Who", "Dr Strange"], width) == said
