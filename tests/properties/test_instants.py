"""What is written is read again as the same instant, both half past ones among them (RULES 1, 2, 4)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import orjson
from hypothesis import given
from hypothesis import strategies as st

from scheduling import batch
from tests.builders import Book
from tests.properties.minutes import clock_of
from tests.properties.random_worlds import EXAMPLES, doctor, empty_book, where

ALWAYS = {weekday: [(0, 1440)] for weekday in range(7)}


def say(clinic: Book, **line: Any) -> Any:
    """What a batch answers, as it is read again."""
    return orjson.loads(orjson.dumps(batch.answer(clinic.desk, orjson.dumps(line))))


def minute_of(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp()) // 60


def book_at(place: tuple[str, date]) -> Book:
    zone, first = place
    clinic = empty_book(zone, (clock_of(zone, first, 1).begin - 1440) * 60)
    doctor(clinic, "d", ALWAYS)
    return clinic


@EXAMPLES
@given(where, st.lists(st.integers(-300, 1800), min_size=1, max_size=6, unique=True), st.booleans())
def test_rule_2_written_and_read_it_is_the_same_instant(
    place: tuple[str, date], offsets: list[int], as_utc: bool
) -> None:
    zone, first = place
    clinic = book_at(place)
    midnight = clock_of(zone, first, 1).instant(datetime(first.year, first.month, first.day))
    starts = sorted(midnight + offset for offset in offsets)
    for start in starts:
        moment = datetime.fromtimestamp(start * 60, UTC if as_utc else ZoneInfo(zone))
        text = moment.strftime("%Y-%m-%dT%H:%MZ") if as_utc else moment.isoformat(timespec="minutes")
        answer = say(clinic, do="book", doctor="d", patient="p", start=text, minutes=1)
        assert answer["ok"], answer
        assert minute_of(answer["result"]["start"]) == start
        assert answer["result"]["start"] == datetime.fromtimestamp(start * 60, ZoneInfo(zone)).isoformat(
            timespec="minutes"
        )
    listed = say(clinic, do="appointments", doctor="d")["result"]["appointments"]
    assert [minute_of(row["start"]) for row in listed] == starts
    assert [minute_of(row["end"]) for row in listed] == [start + 1 for start in starts]
    kept = orjson.loads(orjson.dumps(clinic.state()["appointments"]))
    assert sorted(minute_of(row["start"]) for row in kept.values()) == starts


@EXAMPLES
@given(where, st.integers(-300, 1800))
def test_rule_4_a_wall_clock_without_offset_is_there_once_twice_or_never(place: tuple[str, date], away: int) -> None:
    zone, first = place
    clinic = book_at(place)
    clock = clock_of(zone, first, 2)
    wall = datetime(first.year, first.month, first.day) + timedelta(minutes=away)
    meant = [clock.begin + n for n, shown in enumerate(clock.walls) if shown == wall]
    answer = say(clinic, do="book", doctor="d", patient="p", start=wall.isoformat(timespec="minutes"), minutes=5)
    if not meant:
        assert answer["error"]["code"] == "nonexistent_time"
        return
    assert minute_of(answer["result"]["start"]) == meant[0]
    assert bool(answer["warnings"]) == (len(meant) > 1)
    for other in meant[1:]:
        second = say(clinic, do="book", doctor="d", patient="p", start=clinic.wall(other), minutes=5)
        assert minute_of(second["result"]["start"]) == other
