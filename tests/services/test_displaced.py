"""Visits that a change left outside hours, until somebody sees to them; visits nobody resolved (RULES 21, 23)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.builders import EARLY, Book


def affected(clinic: Book, **more: Any) -> list[str]:
    return [row["id"] for row in clinic.do("affected", **more)]


def unresolved(clinic: Book, **more: Any) -> list[str]:
    return [row["id"] for row in clinic.do("unresolved", **more)]


def marked(clinic: Book, doctor: str = "strange") -> list[str]:
    """The visits of that Monday that the screen marks."""
    days = clinic.desk.week(doctor, date(2026, 11, 23)).days
    return [row.visit.id for day in days for row in day.visits if row.outside]


@pytest.fixture
def shut(clinic: Book) -> Book:
    """Two visits of Dr Strange outside, one of Dr Who."""
    clinic.book("strange", "mon 16:30", id="late")
    clinic.book("strange", "mon 09:00", id="early", patient="ng")
    clinic.book("strange", "tue 09:00", id="fine", patient="ng")
    clinic.book("who", "mon 10:00", id="other", patient="okafor")
    clinic.do("close", hospital="general", from_="mon", to="mon")
    return clinic


def test_rule_23_what_is_outside_is_listed_by_start_until_somebody_sees_to_it(shut: Book) -> None:
    assert affected(shut) == ["early", "other", "late"]
    assert affected(shut, doctor="strange") == ["early", "late"]
    assert affected(shut, hospital="general") == ["early", "other", "late"]
    assert marked(shut) == ["early", "late"]
    shut.do("move", id="early", start="tue 11:00")
    shut.do("cancel", id="late", reason="doctor away")
    assert affected(shut) == ["other"]
    shut.do("accept", id="other")
    assert (affected(shut), marked(shut), marked(shut, "who")) == ([], [], [])


def test_rule_23_one_hospital_is_asked(shut: Book) -> None:
    shut.do("add_hospital", id="b", name="B", timezone="Europe/Berlin")
    assert affected(shut, hospital="b") == []


def test_rule_23_what_was_accepted_is_told_by_no_later_change(shut: Book) -> None:
    shut.do("accept", id="early")
    assert [visit.id for visit in shut.outcome("set_hours", doctor="strange", hours=EARLY).affected] == ["late"]


def test_rule_23_a_later_move_clears_the_acceptance(shut: Book) -> None:
    shut.do("accept", id="early")
    assert marked(shut) == ["late"]
    shut.do("move", id="early", start="mon 10:00", override="agreed by phone")
    assert "accepted_at" not in shut.state()["appointments"]["early"]
    assert marked(shut) == ["early", "late"]
    shut.undo()
    assert marked(shut) == ["late"]


def test_rule_21_accepting_is_taken_back_and_done_again(shut: Book) -> None:
    shut.do("accept", id="early", version=1)
    assert shut.undo().words.startswith("accepted ")
    assert affected(shut) == ["early", "other", "late"]
    shut.redo()
    assert affected(shut) == ["other", "late"]


def test_accepting_twice_answers_the_same(shut: Book) -> None:
    first = shut.do("accept", id="early")
    before = shut.seq
    assert shut.do("accept", id="early") == first
    assert shut.seq == before


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"id": "nothing"}, "unknown", "id"),
        ({"id": "fine"}, "invalid", "id"),
        ({"id": "gone"}, "not_active", "id"),
        ({"id": "held"}, "not_active", "id"),
        ({"id": "early", "version": 4}, "stale_record", "version"),
    ],
)
def test_what_is_not_outside_is_not_accepted(clinic: Book, change: dict[str, Any], code: str, field: str) -> None:
    clinic.book("strange", "mon 09:00", id="early", patient="ng")
    clinic.book("strange", "tue 09:00", id="fine", patient="ng")
    clinic.book("strange", "mon 11:00", id="gone")
    clinic.do("cancel", id="gone", reason="patient")
    clinic.hold("strange", "mon 12:00", id="held")
    clinic.do("close", hospital="general", from_="mon", to="mon")
    with clinic.refused(code, field):
        clinic.do("accept", **change)


def test_rule_23_the_visits_of_a_retired_doctor_are_listed(clinic: Book) -> None:
    clinic.book("strange", "mon 09:00", id="a1")
    clinic.do("retire_doctor", id="strange")
    assert affected(clinic) == affected(clinic, doctor="strange") == ["a1"]
    clinic.do("move", id="a1", doctor="who")
    assert affected(clinic) == []


def test_rule_23_what_has_ended_is_no_longer_listed(shut: Book) -> None:
    shut.it_is("2026-11-23T11:00")
    assert affected(shut) == ["late"]


def test_rule_21_nothing_becomes_a_noshow_by_itself(clinic: Book) -> None:
    for number, status in enumerate(("booked", "arrived", "checked-in", "fulfilled", "noshow", "cancelled")):
        clinic.book("strange", f"mon {9 + number:02}:00", id=status)
    clinic.book("who", "mon 08:00", id="first", patient="ng")
    clinic.hold("who", "mon 12:00", id="held")
    clinic.do("cancel", id="cancelled", reason="patient")
    clinic.it_is("2026-11-23T13:30")
    for status in ("arrived", "checked-in", "fulfilled", "noshow"):
        clinic.do("status", id=status, status=status)
    assert unresolved(clinic) == ["first", "booked", "arrived", "checked-in"]
    assert unresolved(clinic, doctor="strange") == ["booked", "arrived", "checked-in"]
    assert unresolved(clinic, hospital="general", doctor="who") == ["first"]
    clinic.do("status", id="booked", status="noshow")
    assert unresolved(clinic, doctor="strange") == ["arrived", "checked-in"]


def test_a_visit_is_unresolved_from_its_end_on(clinic: Book) -> None:
    clinic.book("strange", "mon 09:00", id="a1")
    clinic.it_is("2026-11-23T09:29:59")
    assert unresolved(clinic) == []
    clinic.it_is("2026-11-23T09:30")
    assert unresolved(clinic) == ["a1"]
    clinic.do("add_hospital", id="b", name="B", timezone="Europe/Berlin")
    assert unresolved(clinic, hospital="b") == []


@pytest.mark.parametrize("verb", ["affected", "unresolved"])
@pytest.mark.parametrize("field", ["doctor", "hospital"])
def test_whoever_is_asked_for_is_known(clinic: Book, verb: str, field: str) -> None:
    with clinic.refused("unknown", field):
        clinic.do(verb, **{field: "nobody"})
