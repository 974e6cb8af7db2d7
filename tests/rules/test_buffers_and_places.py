"""RULES 12: buffers between visits, and the places where a doctor is."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders import ALWAYS, WEEKDAYS, Book


@pytest.fixture
def clinic() -> Book:
    return Book()


def hours(clinic: Book, spans: list[list[str]], **more: Any) -> None:
    clinic.do("set_hours", doctor="strange", hours=dict.fromkeys(WEEKDAYS, spans), **more)


def starts(clinic: Book, day: str, minutes: int = 60, **more: Any) -> list[str]:
    return clinic.starts(day, day, doctor="strange", minutes=minutes, **more)


@pytest.fixture
def buffered(clinic: Book) -> Book:
    clinic.do("add_type", id="scan", hospital="general", name="Scan", minutes=30, buffer_before=10, buffer_after=15)
    return clinic


def test_rule_12_the_gap_is_the_larger_of_the_two_buffers(buffered: Book) -> None:
    buffered.book("strange", "mon 10:00", type="scan")
    assert buffered.codes("strange", "mon 10:44", minutes=5) == ["slot_taken"]
    assert buffered.codes("strange", "mon 10:45", minutes=5) == []
    assert buffered.codes("strange", "mon 10:45", type="scan") == []
    assert buffered.codes("strange", "mon 09:20", type="scan") == ["slot_taken"]
    assert buffered.codes("strange", "mon 09:15", type="scan") == []
    assert buffered.codes("strange", "mon 09:20", minutes=30) == []


def test_rule_12_buffers_may_hang_outside_hours(buffered: Book) -> None:
    assert buffered.codes("strange", "mon 09:00", type="scan") == []
    assert buffered.codes("strange", "mon 16:30", type="scan") == []


def test_rule_12_a_days_buffer_reaches_over_a_short_day() -> None:
    clinic = Book(now="2026-03-01T08:00")
    hours(clinic, ALWAYS["mon"])
    clinic.do("add_type", id="deep", hospital="general", name="Deep clean", minutes=30, buffer_after=1440)
    clinic.book("strange", "2026-03-07T23:15", type="deep")
    assert clinic.codes("strange", "2026-03-09T00:30", minutes=30) == ["slot_taken"]
    assert starts(clinic, "2026-03-09", 30, step=15)[0] == "00:45"


@pytest.fixture
def places(clinic: Book) -> Book:
    for ident in ("east", "west", "north"):
        clinic.do("add_location", id=ident, hospital="general", name=ident.title())
    clinic.do("update_doctor", id="strange", locations=["east", "west"])
    return clinic


def test_rule_12_a_busy_doctor_is_busy_at_every_location(places: Book) -> None:
    places.book("strange", "mon 09:00", location="east")
    assert places.codes("strange", "mon 09:00", location="west") == ["slot_taken"]


def test_rule_12_hours_without_a_location_fit_all_of_the_doctors(places: Book) -> None:
    assert places.book("strange", "mon 09:00", location="west").location == "west"
    assert places.codes("strange", "mon 10:00", location="north") == ["outside_hours"]
    assert places.codes("who", "mon 10:00", location="north") == ["outside_hours"]


def test_rule_12_a_location_the_doctor_is_not_at_then_is_outside_hours(places: Book) -> None:
    places.do("set_hours", doctor="strange", hours={})
    places.do("set_hours", doctor="strange", hours={"mon": [["09:00", "12:00"]]}, location="north")
    assert places.codes("strange", "mon 09:00", location="east") == ["outside_hours"]
    assert places.book("strange", "mon 09:00").location == "north"
    places.do("close", location="north", from_="mon", to="mon", reason="Paint")
    assert places.codes("strange", "mon 10:00") == ["closed"]


def test_rule_12_a_closed_place_closes_hours_without_a_location_there_only(places: Book) -> None:
    places.do("close", location="east", from_="mon", to="mon", reason="Paint")
    places.do("close", hospital="general", from_="tue", to="tue")
    places.do("close", location="east", from_="tue", to="tue")
    assert places.codes("strange", "mon 10:00", location="east") == ["closed"]
    assert places.codes("strange", "mon 10:00", location="west") == []
    assert starts(places, "mon", location="east") == []
    assert starts(places, "mon", location="west")[0] == "09:00"
    places.do("close", location="west", from_="wed 09:00", to="wed 16:00")
    assert starts(places, "wed", location="west", step=60) == ["16:00"]


def test_rule_12_touching_blocks_of_two_places_do_not_make_one_visit(places: Book) -> None:
    places.do("set_hours", doctor="strange", hours={})
    places.do("set_hours", doctor="strange", hours={"mon": [["09:00", "10:00"]]}, location="east")
    places.do("set_hours", doctor="strange", hours={"mon": [["10:00", "11:00"]]}, location="west")
    assert places.codes("strange", "mon 09:30", minutes=60) == ["outside_hours"]
    rows = places.openings("mon", "mon", doctor="strange", minutes=30, step=30).openings
    assert [row.location for row in rows] == ["east", "east", "west", "west"]
