"""How times are written (BATCH, "Times in" and "Times out")."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from scheduling.when import iso


def test_a_date_is_year_month_day() -> None:
    assert iso.parse_date("2026-11-23") == date(2026, 11, 23)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-11-31",
        "20261123",
        "2026-W47-1",
        "23.11.2026",
        "2026-11-23 ",
        "２026-11-23",
        "1899-12-31",
        "2200-01-01",
    ],
)
def test_other_dates_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="Write it as 2026-11-23"):
        iso.parse_date(text)


def test_rule_7_a_time_of_day_ends_at_24_00() -> None:
    assert [iso.parse_clock(text) for text in ("00:00", "09:05", "24:00")] == [0, 545, 1440]
    assert iso.clock(545) == "09:05"


@pytest.mark.parametrize("text", ["", "9:00", "24:01", "09:60", "-1:00", "09:00:00", "０9:00", "nine"])
def test_other_times_of_day_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="Write it as 09:00"):
        iso.parse_clock(text)


@pytest.mark.parametrize(
    ("text", "seconds", "offset"),
    [
        ("2026-11-23T09:00", 0, None),
        ("2026-11-23T09:00:30", 30, None),
        ("2026-11-23T09:00Z", 0, 0),
        ("2026-11-23T09:00-05:00", 0, -300),
        ("2026-11-23T09:00+0545", 0, 345),
        ("2026-11-23T09:00:00.5+18:00", 0, 1080),
    ],
)
def test_an_instant_is_a_wall_clock_and_perhaps_an_offset(text: str, seconds: int, offset: int | None) -> None:
    assert iso.parse_written(text) == iso.Written(datetime(2026, 11, 23, 9), seconds, offset)


@pytest.mark.parametrize(
    "text",
    [
        *("", "2026-11-23", "2026-11-23 09:00", "2026-11-23T24:00", "2026-11-23T09:00:60", "2026-11-23T9:00"),
        *("2026-02-29T09:00", "2026-11-23T09:00+18:01", "2026-11-23T09:00+05:75", "2026-11-23T09:61", "tomorrow"),
    ],
)
def test_other_instants_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="Write it as"):
        iso.parse_written(text)


def test_a_stamp_is_utc_to_the_second() -> None:
    assert iso.stamp(1_795_179_600) == "2026-11-20T13:00:00Z"
    assert iso.parse_stamp("2026-11-20T13:00:00Z") == 1_795_179_600
