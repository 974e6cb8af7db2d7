"""The days of a month, handed in at once, copied and cleared (RULES 9, 23)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders import ALWAYS, Book

MORNING = [["10:00", "12:00"]]
LATE = [["18:00", "20:00"], ["14:00", "16:00"]]


def days(clinic: Book) -> dict[str, list[list[str]]]:
    return {row["date"]: row.get("spans", []) for row in clinic.state().get("days", {}).values()}


def ids(outcome: Any) -> list[str]:
    return [visit.id for visit in outcome.affected]


def test_rule_9_the_same_spans_on_some_weekdays(clinic: Book) -> None:
    found = clinic.do("set_days", doctor="strange", from_="2026-12-01", to="2026-12-13", weekdays=["tue", "sat"],
                      spans=LATE)  # fmt: skip
    assert [row["date"] for row in found] == ["2026-12-01", "2026-12-05", "2026-12-08", "2026-12-12"]
    assert set(map(str, days(clinic).values())) == {str(sorted(LATE))}
    assert clinic.starts("2026-12-05", "2026-12-06", doctor="strange", minutes=120) == ["14:00", "18:00"]
    assert clinic.starts("2026-12-02", "2026-12-02", doctor="strange", minutes=480) == ["09:00"]


def test_every_day_of_the_window_both_ends_included_when_no_weekdays_are_said(clinic: Book) -> None:
    clinic.do("set_days", doctor="strange", from_="2026-12-01", to="2026-12-03", spans=[])
    assert list(days(clinic)) == ["2026-12-01", "2026-12-02", "2026-12-03"]
    assert clinic.starts("2026-12-01", "2026-12-03", doctor="strange", minutes=10) == []


def test_set_again_a_day_is_replaced_not_doubled(clinic: Book) -> None:
    clinic.do("set_day", doctor="strange", date="2026-12-02", spans=LATE)
    first = clinic.state()["days"]
    clinic.do("set_days", doctor="strange", from_="2026-12-01", to="2026-12-02", spans=MORNING)
    assert days(clinic) == {"2026-12-01": MORNING, "2026-12-02": MORNING}
    assert first.keys() <= clinic.state()["days"].keys()


def test_rule_9_days_may_open_on_a_closure(clinic: Book) -> None:
    clinic.do("close", hospital="general", from_="2026-12-24", to="2026-12-26")
    clinic.do("set_days", doctor="strange", from_="2026-12-24", to="2026-12-25", spans=MORNING, open_on_closure=True)
    assert clinic.codes("strange", "2026-12-25T10:00") == []
    assert clinic.codes("strange", "2026-12-26T10:00") == ["closed", "outside_hours"]
    clinic.do("copy_days", doctor="strange", from_="2026-12-24", to="2026-12-24", onto="2026-12-26")
    assert clinic.codes("strange", "2026-12-26T10:00") == []


def test_rule_23_days_in_bulk_tell_what_they_leave_outside(clinic: Book) -> None:
    early = clinic.book("strange", "2026-12-01T09:00")
    fits = clinic.book("strange", "2026-12-01T10:00", patient="ng")
    other = clinic.book("strange", "2026-12-08T16:30", patient="ng")
    done = clinic.outcome("set_days", doctor="strange", from_="2026-12-01", to="2026-12-02", spans=MORNING)
    assert ids(done) == [early.id]
    done = clinic.outcome("copy_days", doctor="strange", from_="2026-12-01", to="2026-12-02", onto="2026-12-08")
    assert ids(done) == [early.id, other.id]
    assert clinic.visit(other.id) == other
    clinic.do("set_hours", doctor="strange", hours={"tue": [["09:00", "10:30"]]})
    assert ids(clinic.outcome("clear_day", doctor="strange", date="2026-12-01")) == [other.id]
    clinic.do("cancel", id=fits.id, reason="patient")


def test_days_are_copied_with_their_distance_and_the_others_stay(clinic: Book) -> None:
    clinic.do("set_day", doctor="strange", date="2026-12-01", spans=MORNING)
    clinic.do("set_day", doctor="strange", date="2026-12-03", spans=[])
    clinic.do("set_day", doctor="strange", date="2026-12-16", spans=LATE)
    found = clinic.do("copy_days", doctor="strange", from_="2026-12-01", to="2026-12-07", onto="2026-12-15")
    assert [row["date"] for row in found] == ["2026-12-15", "2026-12-17"]
    assert days(clinic)["2026-12-15"] == MORNING
    assert days(clinic)["2026-12-17"] == []
    assert days(clinic)["2026-12-16"] == sorted(LATE)


def test_days_are_copied_onto_dates_among_themselves(clinic: Book) -> None:
    clinic.do("set_day", doctor="strange", date="2026-12-01", spans=MORNING)
    clinic.do("set_day", doctor="strange", date="2026-12-02", spans=[])
    clinic.do("copy_days", doctor="strange", from_="2026-12-01", to="2026-12-02", onto="2026-12-02")
    assert days(clinic) == {"2026-12-01": MORNING, "2026-12-02": MORNING, "2026-12-03": []}


def test_rule_9_a_copied_date_replaces_the_whole_date_at_every_place(clinic: Book) -> None:
    clinic.do("add_location", id="east", hospital="general", name="East")
    clinic.do("set_day", doctor="strange", date="2026-12-01", spans=MORNING)
    clinic.do("set_day", doctor="strange", date="2026-12-01", spans=[["13:00", "14:00"]], location="east")
    clinic.do("set_day", doctor="strange", date="2026-12-02", spans=MORNING)
    before = clinic.said()
    clinic.do("copy_days", doctor="strange", from_="2026-12-02", to="2026-12-02", onto="2026-12-01")
    assert clinic.starts("2026-12-01", "2026-12-01", doctor="strange", minutes=60, step=60) == ["10:00", "11:00"]
    clinic.undo()
    assert clinic.said() == before
    clinic.do("copy_days", doctor="strange", from_="2026-12-01", to="2026-12-01", onto="2026-12-02")
    rows = [row.get("location") for row in clinic.state()["days"].values() if row["date"] == "2026-12-02"]
    assert sorted(rows, key=str) == [None, "east"]


def test_bulk_days_are_one_step_back_and_forth(clinic: Book) -> None:
    before = clinic.said()
    clinic.do("set_days", doctor="strange", from_="2026-12-01", to="2026-12-05", spans=MORNING)
    after = clinic.said()
    assert clinic.undo().words == "set days of Dr Strange"
    assert clinic.said() == before
    clinic.redo()
    assert clinic.said() == after


@pytest.mark.parametrize(
    ("verb", "change", "code", "field"),
    [
        ("set_days", {"doctor": "nobody"}, "unknown", "doctor"),
        ("set_days", {"doctor": "gone"}, "not_active", "doctor"),
        ("set_days", {"to": "2026-11-30"}, "invalid", "to"),
        ("set_days", {"to": "2028-01-06"}, "invalid", "to"),
        ("set_days", {"weekdays": []}, "invalid", "weekdays"),
        ("set_days", {"to": "2026-12-01", "weekdays": ["mon"]}, "invalid", "weekdays"),
        ("set_days", {"spans": [["09:00", "12:00"], ["11:00", "13:00"]]}, "invalid", "spans"),
        ("set_days", {"spans": [["22:00", "02:00"], ["23:00", "23:30"]]}, "invalid", "spans"),
        ("set_days", {"location": "nowhere"}, "unknown", "location"),
        ("set_days", {"location": "berlin"}, "invalid", "location"),
        ("copy_days", {"doctor": "nobody"}, "unknown", "doctor"),
        ("copy_days", {"doctor": "gone"}, "not_active", "doctor"),
        ("copy_days", {"to": "2026-11-30"}, "invalid", "to"),
        ("copy_days", {"from_": "2026-12-03"}, "unknown", "from"),
        ("copy_days", {"onto": "2199-12-31"}, "invalid", "onto"),
        ("clear_day", {"date": "2026-12-03"}, "unknown", "date"),
    ],
)
def test_wrong_days_are_named_and_nothing_is_written(
    clinic: Book, verb: str, change: dict[str, Any], code: str, field: str
) -> None:
    clinic.do("add_hospital", id="b", name="B", timezone="Europe/Berlin")
    clinic.do("add_location", id="berlin", hospital="b", name="Berlin")
    clinic.do("add_doctor", id="gone", hospital="general", name="Dr Gone")
    clinic.do("retire_doctor", id="gone")
    clinic.do("set_day", doctor="strange", date="2026-12-01", spans=MORNING)
    clinic.do("set_day", doctor="strange", date="2026-12-02", spans=MORNING)
    usual: dict[str, dict[str, Any]] = {
        "set_days": {"doctor": "strange", "from_": "2026-12-01", "to": "2026-12-05", "spans": MORNING},
        "copy_days": {"doctor": "strange", "from_": "2026-12-01", "to": "2026-12-05", "onto": "2026-12-15"},
        "clear_day": {"doctor": "strange"},
    }
    with clinic.refused(code, field):
        clinic.do(verb, **usual[verb] | change)


def test_a_year_and_a_month_at_once_is_the_most(clinic: Book) -> None:
    clinic.do("set_hours", doctor="strange", hours=ALWAYS)
    assert len(clinic.do("set_days", doctor="strange", from_="2026-12-01", to="2028-01-04", spans=[])) == 400


def test_days_at_a_location_that_is_retired_are_not_copied(clinic: Book) -> None:
    clinic.do("add_location", id="east", hospital="general", name="East")
    clinic.do("set_day", doctor="strange", date="2026-11-19", location="east", spans=[["09:00", "10:00"]])
    clinic.do("retire_location", id="east")
    with clinic.refused("not_active", "from"):
        clinic.do("copy_days", doctor="strange", from_="2026-11-19", to="2026-11-19", onto="2026-11-26")
