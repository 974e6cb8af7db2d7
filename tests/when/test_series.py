"""The dates of a series: the wall clock is kept, gaps move and are flagged, the 31st is skipped (RULES 24)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from scheduling.when.series import MOST, MOVED, Rule, expand, occurrence, weekdays
from scheduling.when.zones import iso, wall_clock, zone

NEW_YORK = zone("America/New_York")


def dates(rule: Rule, first: str, tz: str = "America/New_York") -> list[str]:
    """The starts as they are answered; a moved one has a star."""
    found = expand(rule, datetime.fromisoformat(first), zone(tz))
    return [iso(one.start, zone(tz)) + ("*" if one.flag == MOVED else "") for one in found]


def days(rule: Rule, first: str) -> list[str]:
    return [text[5:10] for text in dates(rule, first)]


def test_rule_24_nine_stays_nine_across_both_changes_of_the_clock() -> None:
    assert dates(Rule("weekly", count=3), "2026-03-01T09:00") == [
        "2026-03-01T09:00-05:00",
        "2026-03-08T09:00-04:00",
        "2026-03-15T09:00-04:00",
    ]
    assert dates(Rule("daily", count=3), "2026-10-31T09:00") == [
        "2026-10-31T09:00-04:00",
        "2026-11-01T09:00-05:00",
        "2026-11-02T09:00-05:00",
    ]


def test_rule_24_a_start_in_a_gap_moves_by_the_gap_and_is_flagged() -> None:
    assert dates(Rule("daily", count=3), "2026-03-07T02:30") == [
        "2026-03-07T02:30-05:00",
        "2026-03-08T03:30-04:00*",
        "2026-03-09T02:30-04:00",
    ]


def test_rule_24_so_does_the_first_one() -> None:
    assert dates(Rule("weekly", count=2), "2026-03-08T02:30") == ["2026-03-08T03:30-04:00*", "2026-03-15T02:30-04:00"]


def test_rule_24_half_an_hour_of_gap_moves_by_half_an_hour() -> None:
    assert dates(Rule("daily", count=1), "2026-10-04T02:10", "Australia/Lord_Howe") == ["2026-10-04T02:40+11:00*"]


def test_a_day_that_a_zone_left_out_moves_by_that_day() -> None:
    assert dates(Rule("daily", count=2), "2011-12-29T09:00", "Pacific/Apia") == [
        "2011-12-29T09:00-10:00",
        "2011-12-31T09:00+14:00*",
    ]


def test_an_hour_that_comes_twice_is_its_first_pass_unless_the_first_start_says_the_second() -> None:
    rule = Rule("daily", count=3)
    assert dates(rule, "2026-10-31T01:30")[1] == "2026-11-01T01:30-04:00"
    first = datetime(2026, 11, 1, 1, 30, fold=1)
    found = expand(rule, first, NEW_YORK)
    assert [iso(one.start, NEW_YORK)[10:] for one in found] == ["T01:30-05:00"] * 3
    assert [one.flag for one in found] == [None] * 3


def test_a_second_pass_of_a_gap_is_no_other_time() -> None:
    wall = datetime(2026, 3, 8, 2, 30)
    assert occurrence(wall.replace(fold=1), NEW_YORK).start == occurrence(wall, NEW_YORK).start


RULES: list[tuple[Rule, str, list[str]]] = [
    (Rule("daily", count=3), "2026-11-27T09:00", ["11-27", "11-28", "11-29"]),
    (Rule("daily", interval=10, count=3), "2026-11-23T09:00", ["11-23", "12-03", "12-13"]),
    (Rule("weekly", interval=2, count=3), "2026-11-23T09:00", ["11-23", "12-07", "12-21"]),
    (Rule("weekly", until=date(2026, 12, 7)), "2026-11-23T09:00", ["11-23", "11-30", "12-07"]),
    (Rule("weekly", until=date(2026, 12, 6)), "2026-11-23T23:59", ["11-23", "11-30"]),
    (Rule("weekly", until=date(2026, 11, 22)), "2026-11-23T09:00", []),
    (Rule("weekly", count=4, byday=(0, 3)), "2026-11-23T09:00", ["11-23", "11-26", "11-30", "12-03"]),
    (Rule("weekly", count=3, byday=(0, 3)), "2026-11-24T09:00", ["11-26", "11-30", "12-03"]),
    # RFC 5545: weeks start on Monday, so that every other week of Tuesday and Sunday are these.
    (Rule("weekly", interval=2, count=4, byday=(1, 6)), "1997-08-05T09:00", ["08-05", "08-10", "08-19", "08-24"]),
    (Rule("monthly", count=3), "2026-11-23T09:00", ["11-23", "12-23", "01-23"]),
    (Rule("monthly", count=3), "2026-10-31T09:00", ["10-31", "12-31", "01-31"]),
    (Rule("monthly", count=3), "2026-12-30T09:00", ["12-30", "01-30", "03-30"]),
    (Rule("monthly", count=4, last_day=True), "2026-11-30T09:00", ["11-30", "12-31", "01-31", "02-28"]),
    (Rule("monthly", count=2, last_day=True), "2026-11-15T09:00", ["11-30", "12-31"]),
    (Rule("monthly", interval=3, count=3), "2026-11-29T09:00", ["11-29", "05-29", "08-29"]),
    (Rule("monthly", interval=12, count=2), "2028-02-29T09:00", ["02-29", "02-29"]),
    (
        Rule("daily", count=4, exdates=frozenset({date(2026, 11, 24), date(2030, 1, 1)})),
        "2026-11-23T09:00",
        ["11-23", "11-25", "11-26"],
    ),
]


@pytest.mark.parametrize(("rule", "first", "expected"), RULES)
def test_rule_24_the_dates_of_a_rule(rule: Rule, first: str, expected: list[str]) -> None:
    assert days(rule, first) == expected


def test_a_leap_day_every_twelve_months_waits_for_the_leap_year() -> None:
    assert [text[:10] for text in dates(Rule("monthly", interval=12, count=2), "2028-02-29T09:00")] == [
        "2028-02-29",
        "2032-02-29",
    ]


@pytest.mark.parametrize("more", [{"count": 1_000}, {"until": date(2100, 1, 1)}])
def test_one_more_than_the_most_is_made_and_no_further(more: dict[str, Any]) -> None:
    left_out = frozenset(date(2026, 11, day) for day in range(20, 31))
    assert len(expand(Rule("daily", **more, exdates=left_out), datetime(2026, 11, 20, 9), NEW_YORK)) == MOST + 1


def test_what_is_left_out_does_not_count_towards_the_most() -> None:
    left_out = frozenset(date(2026, 11, day) for day in range(20, 30))
    found = expand(Rule("daily", count=MOST + 10, exdates=left_out), datetime(2026, 11, 20, 9), NEW_YORK)
    assert len(found) == MOST
    assert wall_clock(found[0].start, NEW_YORK).day == 30


def test_weekdays_are_numbers_monday_first_each_once() -> None:
    assert weekdays(["fri", "mon", "fri"]) == (0, 4)
