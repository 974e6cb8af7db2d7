"""The dates of a series, counted off day by day over changes of the clock (RULES 24)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from scheduling.errors import Refused
from tests.builders import WEEKDAYS
from tests.properties.minutes import clock_of
from tests.properties.random_worlds import EXAMPLES, doctor, empty_book, where

DAYS = 32
ALWAYS = {weekday: [(0, 1440)] for weekday in range(7)}


def counted(first: date, freq: str, interval: int, days: list[int], until: date) -> list[date]:
    """Day by day from the first: every nth day, or the weekdays of every nth week."""
    monday = first - timedelta(days=first.weekday())
    found = []
    for n in range((until - first).days + 1):
        day = first + timedelta(days=n)
        in_week = ((day - monday).days // 7) % interval == 0 and day.weekday() in (days or [first.weekday()])
        if (n % interval == 0) if freq == "daily" else in_week:
            found.append(day)
    return found


@EXAMPLES
@given(
    where,
    st.integers(-14, 0),
    st.integers(0, 95),
    st.sampled_from(["daily", "weekly"]),
    st.integers(1, 3),
    st.lists(st.integers(0, 6), max_size=3, unique=True),
    st.integers(1, 24),
    st.sets(st.integers(0, 20), max_size=2),
)
def test_rule_24_every_date_keeps_the_wall_clock_and_a_gap_moves_it(
    place: tuple[str, date],
    away: int,
    quarter: int,
    freq: str,
    interval: int,
    byday: list[int],
    length: int,
    without: set[int],
) -> None:
    zone, change = place
    clock = clock_of(zone, change - timedelta(days=15), DAYS + 15)
    first = datetime(change.year, change.month, change.day, quarter // 4, quarter % 4 * 15) + timedelta(days=away)
    until = first.date() + timedelta(days=length)
    days = byday if freq == "weekly" else []
    left_out = {first.date() + timedelta(days=n) for n in without}
    dates = [day for day in counted(first.date(), freq, interval, days, until) if day not in left_out]
    clinic = empty_book(zone, (clock.begin - 1440) * 60)
    doctor(clinic, "d", ALWAYS)
    rule: dict[str, Any] = {"freq": freq, "interval": interval, "until": until.isoformat()}
    rule["exdates"] = [day.isoformat() for day in sorted(left_out)]
    if days:
        rule["byday"] = [WEEKDAYS[day] for day in days]
    asked = {"doctor": "d", "patient": "p", "start": first.isoformat(timespec="minutes"), "minutes": 5, "rule": rule}
    try:
        found = clinic.do("book_series", preview=True, **asked)["occurrences"]
    except Refused as error:
        assert (error.code, dates) == ("invalid", [])  # noqa: PT017 - a rule without a date is refused
        return
    expected = []
    for day in dates:
        wall = datetime.combine(day, first.time())
        minute = clock.instant(wall)
        exists = clock.at(minute) == wall
        # A time in a gap lies as far after it as it would have been inside it.
        past = 0 if exists else int((wall - clock.at(minute - 1)).total_seconds()) // 60 - 1
        expected.append((minute + past, None if exists else "moved_by_clock_change"))
    assert [(row["start"], row["flag"]) for row in found] == expected
