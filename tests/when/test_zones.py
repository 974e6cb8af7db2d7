"""RULES 1–4: wall clock ↔ epoch minute on the days on which the clocks change."""

from __future__ import annotations

import zoneinfo
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.when import zones
from scheduling.when.zones import (
    boundary,
    day_minute,
    epoch_minute,
    is_gap,
    is_overlap,
    iso,
    local_day,
    ordinal_of,
    stored_minute,
    wall_clock,
    zone,
)

NY = zone("America/New_York")
SPRING, AUTUMN = date(2026, 3, 8), date(2026, 11, 1)
CHANGES = [
    ("America/New_York", "2026-03-08", 1380),
    ("America/New_York", "2026-11-01", 1500),
    ("Australia/Lord_Howe", "2026-10-04", 1410),
    ("Australia/Lord_Howe", "2026-04-05", 1470),
    ("America/Santiago", "2026-09-06", 1380),
    ("America/Santiago", "2026-04-04", 1500),
    ("America/Havana", "2026-03-08", 1380),
    ("America/Havana", "2025-11-02", 1500),
    ("Asia/Kathmandu", "2026-03-08", 1440),
    ("Pacific/Apia", "2011-12-30", 0),
]
ZONES = ["America/New_York", "Australia/Lord_Howe", "America/Santiago", "America/Havana", "Pacific/Apia"]
MORE_ZONES = [*ZONES, "Asia/Kathmandu", "Africa/Cairo", "America/St_Johns", "Europe/Dublin", "Africa/Casablanca"]

always = settings(max_examples=300, deadline=None, derandomize=True, database=None)
minutes = st.integers(2_000_000, 100_000_000)  # 1973 … 2160


def at(text: str, tz: zoneinfo.ZoneInfo = NY, fold: int = 0) -> int:
    return epoch_minute(datetime.fromisoformat(text), tz, fold)


def test_rule_2_the_zones_are_the_packages_alone() -> None:
    assert (str(zones.ZONES),) == zoneinfo.TZPATH
    assert (zones.ZONES / "Europe" / "Dublin").is_file()
    assert zones.TZDATA_VERSION[:2] == "20"


@pytest.mark.parametrize("name", ["Mars/Olympus", "", "../etc/passwd", "America"])
def test_rule_2_a_zone_nobody_knows_is_an_error(name: str) -> None:
    with pytest.raises(KeyError):
        zone(name)


def test_rule_1_nine_stays_nine_across_both_changes() -> None:
    for day in ("2026-03-07", "2026-03-08", "2026-10-31", "2026-11-01"):
        minute = day_minute(date.fromisoformat(day).toordinal(), 9 * 60, NY)
        assert wall_clock(minute, NY) == datetime.fromisoformat(f"{day}T09:00")


def test_rule_3_a_boundary_in_a_gap_is_the_first_instant_after_it() -> None:
    half_past_two = boundary(datetime(2026, 3, 8, 2, 30), NY)
    assert iso(half_past_two, NY) == "2026-03-08T03:00-04:00"
    assert boundary(datetime(2026, 3, 8, 2, 0), NY) == half_past_two == boundary(datetime(2026, 3, 8, 3, 0), NY)
    assert iso(half_past_two - 1, NY) == "2026-03-08T01:59-05:00"


def test_rule_3_a_boundary_in_an_overlap_is_its_first_pass() -> None:
    first = boundary(datetime(2026, 11, 1, 1, 30), NY)
    assert iso(first, NY) == "2026-11-01T01:30-04:00"
    assert first - boundary(datetime(2026, 11, 1), NY) == 90


def test_rule_3_midnight_to_six_lasts_seven_hours_in_autumn_and_five_in_spring() -> None:
    for day, hours in ((AUTUMN, 7), (SPRING, 5)):
        midnight = datetime(day.year, day.month, day.day)
        assert boundary(midnight.replace(hour=6), NY) - boundary(midnight, NY) == hours * 60


def test_rule_3_a_gap_of_half_an_hour_and_one_at_midnight() -> None:
    lord_howe, santiago = zone("Australia/Lord_Howe"), zone("America/Santiago")
    assert iso(boundary(datetime(2026, 10, 4, 2, 10), lord_howe), lord_howe) == "2026-10-04T02:30+11:00"
    assert iso(boundary(datetime(2026, 9, 6), santiago), santiago) == "2026-09-06T01:00-03:00"


def test_rule_3_the_night_of_which_a_whole_date_was_left_out() -> None:
    apia = zone("Pacific/Apia")
    left_out = date(2011, 12, 30).toordinal()
    assert local_day(left_out, apia).start == local_day(left_out + 1, apia).start
    assert day_minute(left_out, 9 * 60, apia) == local_day(left_out + 1, apia).start
    assert iso(local_day(left_out + 1, apia).start - 1, apia) == "2011-12-29T23:59-10:00"


@pytest.mark.parametrize(("name", "day", "length"), CHANGES)
def test_rule_3_days_are_as_long_as_their_clocks(name: str, day: str, length: int) -> None:
    found = local_day(date.fromisoformat(day).toordinal(), zone(name))
    assert found.end - found.start == length
    assert (found.offset is None) == (length != 1440)


def test_rule_4_gaps_and_overlaps_are_told_apart_from_ordinary_times() -> None:
    wall = datetime.fromisoformat
    assert is_gap(wall("2026-03-08T02:00"), NY)
    assert is_gap(wall("2026-03-08T02:59"), NY)
    assert not is_gap(wall("2026-03-08T03:00"), NY)
    assert is_overlap(wall("2026-11-01T01:00"), NY)
    assert is_overlap(wall("2026-11-01T01:59"), NY)
    assert not is_overlap(wall("2026-11-01T02:00"), NY)
    assert not is_overlap(wall("2026-03-08T02:30"), NY)


def test_rule_2_both_half_past_ones_are_kept_apart() -> None:
    first, second = at("2026-11-01T01:30"), at("2026-11-01T01:30", fold=1)
    assert second - first == 60
    assert [iso(first, NY), iso(second, NY)] == ["2026-11-01T01:30-04:00", "2026-11-01T01:30-05:00"]
    assert [stored_minute(iso(first, NY), NY), stored_minute(iso(second, NY), NY)] == [first, second]
    assert [wall_clock(first, NY).fold, wall_clock(second, NY).fold] == [0, 1]


@pytest.mark.parametrize(
    ("stored", "meant"),
    [
        ("2026-07-01T09:00-05:00", "2026-07-01T09:00-04:00"),  # the law changed: nine stays nine
        ("2026-11-01T09:00-04:00", "2026-11-01T09:00-05:00"),  # likewise, on the day of a change
        ("2026-11-01T01:30+03:00", "2026-11-01T01:30-04:00"),  # comes twice now: the first
        ("2026-03-08T02:30-05:00", "2026-03-08T03:30-04:00"),  # no longer exists: moves by the gap
    ],
)
def test_rule_2_the_wall_clock_wins_when_the_law_of_a_zone_changes(stored: str, meant: str) -> None:
    assert iso(stored_minute(stored, NY), NY) == meant


@always
@given(st.sampled_from(MORE_ZONES), minutes)
def test_rule_2_what_is_written_is_read_as_the_same_instant(name: str, minute: int) -> None:
    tz = zone(name)
    assert stored_minute(iso(minute, tz), tz) == minute
    assert epoch_minute(wall_clock(minute, tz), tz, wall_clock(minute, tz).fold) == minute
    assert datetime.fromisoformat(iso(minute, tz)) == datetime(1970, 1, 1, tzinfo=UTC) + timedelta(minutes=minute)


def nights(name: str) -> list[int]:
    """Epoch minutes of every change of the clocks of a zone, 1974–2030, within a minute."""
    tz, found = zone(name), []
    for ordinal in range(date(1974, 1, 1).toordinal(), date(2030, 1, 1).toordinal()):
        day = local_day(ordinal, tz)
        if day.offset is None:
            found.append(day.start)
    return found


@pytest.mark.parametrize("name", MORE_ZONES)
def test_rule_2_the_same_instants_through_every_change_of_the_clocks(name: str) -> None:
    tz = zone(name)
    for start in nights(name):
        for minute in range(start - 120, start + 1560, 15):
            assert stored_minute(iso(minute, tz), tz) == minute
            day = local_day(ordinal_of(minute, tz), tz)
            assert day.start <= minute < day.end


def test_rule_2_the_last_hour_of_a_day_that_came_twice_after_midnight() -> None:
    newfoundland = zone("America/St_Johns")  # until 2011 the clocks went back at 00:01
    minute = stored_minute("2006-10-28T23:30-03:30", newfoundland)
    assert iso(minute, newfoundland) == "2006-10-28T23:30-03:30"
    assert minute - stored_minute("2006-10-28T23:30-02:30", newfoundland) == 60


@always
@given(st.sampled_from(MORE_ZONES), minutes)
def test_rule_3_every_minute_lies_in_exactly_one_date(name: str, minute: int) -> None:
    tz = zone(name)
    ordinal = ordinal_of(minute, tz)
    assert local_day(ordinal, tz).start <= minute < local_day(ordinal, tz).end
    assert local_day(ordinal, tz).end == local_day(ordinal + 1, tz).start


@pytest.mark.parametrize("name", ZONES)
def test_rule_3_the_date_of_an_instant_is_that_on_its_clock(name: str) -> None:
    tz = zone(name)
    for start in nights(name):
        for minute in range(start - 1500, start + 3000, 30):
            assert ordinal_of(minute, tz) == wall_clock(minute, tz).toordinal()
