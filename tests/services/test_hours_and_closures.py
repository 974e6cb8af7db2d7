"""Hours with dates, single days, closures, public holidays, and the visits they leave outside: RULES 7, 9, 23."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders import EARLY, OFFICE, Book

NINE = {"mon": [["09:00", "10:00"]]}


def rows(clinic: Book) -> list[tuple[str, str, str | None, str | None]]:
    """Dr Strange's Mondays: start, end, in effect from, to."""
    found = [row for row in clinic.do("hours", doctor="strange") if row["weekday"] == "mon"]
    return sorted(
        ((row["start"], row["end"], row.get("effective_from"), row.get("effective_to")) for row in found),
        key=lambda row: row[2] or "",
    )


def set_hours(clinic: Book, hours: dict[str, Any], **more: Any) -> Any:
    return clinic.outcome("set_hours", doctor="strange", hours=hours, **more)


def test_hours_within_dates_leave_the_rest_of_the_time_as_it_was(clinic: Book) -> None:
    set_hours(clinic, NINE, from_="2026-12-01", to="2026-12-31")
    assert rows(clinic) == [
        ("09:00", "17:00", None, "2026-11-30"),
        ("09:00", "10:00", "2026-12-01", "2026-12-31"),
        ("09:00", "17:00", "2027-01-01", None),
    ]
    assert clinic.starts("2026-12-07", "2026-12-07", doctor="strange", minutes=60) == ["09:00"]
    assert clinic.starts("2026-12-08", "2026-12-08", doctor="strange", minutes=60) == []
    assert len(clinic.starts("2027-01-04", "2027-01-04", doctor="strange", minutes=480)) == 1


def test_hours_from_a_date_on_and_up_to_one(clinic: Book) -> None:
    set_hours(clinic, NINE, from_="2026-12-01")
    set_hours(clinic, {"mon": [["11:00", "12:00"]]}, to="2026-11-24")
    assert rows(clinic) == [
        ("11:00", "12:00", None, "2026-11-24"),
        ("09:00", "17:00", "2026-11-25", "2026-11-30"),
        ("09:00", "10:00", "2026-12-01", None),
    ]
    set_hours(clinic, {"mon": [["13:00", "14:00"]]}, from_="2026-11-25", to="2026-11-30")
    assert rows(clinic)[1] == ("13:00", "14:00", "2026-11-25", "2026-11-30")
    set_hours(clinic, OFFICE)
    assert rows(clinic) == [("09:00", "17:00", None, None)]


def test_hours_of_one_location_do_not_touch_those_of_another(clinic: Book) -> None:
    clinic.do("add_location", id="east", hospital="general", name="East")
    set_hours(clinic, {"mon": [["18:00", "20:00"]]}, location="east")
    assert len(rows(clinic)) == 2
    set_hours(clinic, {}, location="east")
    assert len(rows(clinic)) == 1


@pytest.mark.parametrize(
    ("verb", "change", "code", "field"),
    [
        ("set_hours", {"hours": {"mon": [["09:00", "12:00"], ["11:00", "13:00"]]}}, "invalid", "hours"),
        ("set_hours", {"hours": {"mon": [["22:00", "02:00"], ["23:00", "23:30"]]}}, "invalid", "hours"),
        ("set_hours", {"hours": {"monday": []}}, "invalid", "hours"),
        ("set_hours", {"hours": {"mon": [["9:00", "12:00"]]}}, "invalid", "hours"),
        ("set_hours", {"hours": []}, "invalid", "hours"),
        ("set_hours", {"hours": NINE, "from_": "2026-12-02", "to": "2026-12-01"}, "invalid", "to"),
        ("set_hours", {"hours": NINE, "from_": "soon"}, "invalid", "from"),
        ("set_hours", {"hours": NINE, "location": "nowhere"}, "unknown", "location"),
        ("set_hours", {"hours": NINE, "location": "berlin"}, "invalid", "location"),
        ("set_hours", {"hours": NINE, "doctor": "nobody"}, "unknown", "doctor"),
        ("set_day", {"date": "mon", "spans": [["09:00", "12:00"], ["10:00", "11:00"]]}, "invalid", "spans"),
        ("set_day", {"date": "mon", "spans": [], "location": "berlin"}, "invalid", "location"),
        ("set_day", {"date": "2026-11-31", "spans": []}, "invalid", "date"),
        ("clear_day", {"date": "mon"}, "unknown", "date"),
        ("clear_day", {"date": "mon", "doctor": "nobody"}, "unknown", "doctor"),
        ("close", {"from_": "mon", "to": "2026-11-20"}, "invalid", "to"),
        ("close", {"from_": "mon 09:00", "to": "mon 09:00"}, "invalid", "to"),
        ("close", {"from_": "mon", "to": "tue 09:00"}, "invalid", "to"),
        ("close", {"from_": "2026-11-23T09:00Z", "to": "2026-11-23T10:00Z"}, "invalid", "from"),
        ("close", {"from_": "2026-11-23T09:00", "to": "2026-11-23T10:00Z"}, "invalid", "to"),
        ("close", {"from_": "mon 09:00:30", "to": "tue 09:00"}, "invalid", "from"),
        ("close", {"from_": "mon", "to": "mon", "hospital": "general"}, "invalid", "doctor"),
        ("close", {"from_": "mon", "to": "mon", "doctor": ...}, "invalid", "doctor"),
        ("close", {"from_": "mon", "to": "mon", "doctor": "nobody"}, "unknown", "doctor"),
        ("close", {"from_": "mon", "to": "mon", "doctor": ..., "location": "x"}, "unknown", "location"),
        ("reopen", {"doctor": ...}, "invalid", "id"),
        ("reopen", {"doctor": ..., "id": "nothing"}, "unknown", "id"),
        ("reopen", {"doctor": ..., "hospital": "general", "date": "mon"}, "unknown", "date"),
        ("reopen", {"doctor": ..., "hospital": "nowhere", "date": "mon"}, "unknown", "hospital"),
        ("reopen", {"doctor": ..., "hospital": "general"}, "invalid", "id"),
        ("hours", {"doctor": "nobody"}, "unknown", "doctor"),
        ("day", {"doctor": "nobody", "date": "mon"}, "unknown", "doctor"),
        ("closures", {"doctor": "nobody"}, "unknown", "doctor"),
    ],
)
def test_wrong_hours_are_named_and_nothing_is_written(
    clinic: Book, verb: str, change: dict[str, Any], code: str, field: str
) -> None:
    clinic.do("add_hospital", id="h2", name="H2", timezone="Europe/Berlin")
    clinic.do("add_location", id="berlin", hospital="h2", name="Berlin")
    with clinic.refused(code, field):
        clinic.do(verb, **({"doctor": "strange"} | change))


def test_a_retired_doctor_gets_no_new_hours(clinic: Book) -> None:
    clinic.do("retire_doctor", id="strange")
    for verb, more in (("set_hours", {"hours": NINE}), ("set_day", {"date": "mon", "spans": []})):
        with clinic.refused("not_active", "doctor"):
            clinic.do(verb, doctor="strange", **more)


def test_setting_a_day_again_replaces_it(clinic: Book) -> None:
    first = clinic.do("set_day", doctor="strange", date="mon", spans=[["10:00", "11:00"]])
    again = clinic.do("set_day", doctor="strange", date="mon", spans=[["13:00", "14:00"], ["11:00", "12:00"]])
    assert again["id"] == first["id"]
    assert again["spans"] == [["11:00", "12:00"], ["13:00", "14:00"]]
    clinic.do("set_day", doctor="strange", date="tue", spans=[])
    clinic.do("clear_day", doctor="strange", date="mon")
    assert [row["date"] for row in clinic.state()["days"].values()] == ["2026-11-24"]


# Closures and holidays


def test_a_closure_of_times_is_half_open_and_one_of_dates_includes_both(clinic: Book) -> None:
    clinic.do("close", doctor="strange", from_="mon 10:00", to="mon 11:00")
    assert clinic.codes("strange", "mon 09:30") == []
    assert clinic.codes("strange", "mon 10:30") == ["closed"]
    assert clinic.codes("strange", "mon 11:00") == []
    whole = clinic.do("close", hospital="general", from_="tue", to="wed", reason="Snow")
    assert [clinic.codes(who, day + " 10:00") for who in ("strange", "who") for day in ("tue", "wed", "thu")] == (
        [["closed"], ["closed"], []] * 2
    )
    assert clinic.do("why", doctor="who", start="tue 10:00", minutes=30)[0].message == "Dr Who is closed then: Snow."
    assert [row["id"] for row in clinic.do("closures", hospital="general")] == [whole["id"]]
    assert len(clinic.do("closures")) == 2
    clinic.do("reopen", id=whole["id"])
    assert clinic.codes("who", "tue 10:00") == []


def holidays(clinic: Book) -> Book:
    clinic.do("add_hospital", id="ny", name="NY", timezone="America/New_York", holidays="US-NY")
    clinic.do("add_doctor", id="d", hospital="ny", name="Dr Day")
    clinic.do("set_hours", doctor="d", hours=OFFICE)
    return clinic


def test_rule_9_public_holidays_are_closures_two_years_ahead(clinic: Book) -> None:
    holidays(clinic)
    days = [row["from"] for row in clinic.do("closures", hospital="ny")]
    assert "2026-11-26" in days
    assert {day[:4] for day in days} == {"2026", "2027", "2028"}
    assert clinic.do("why", doctor="d", start="thu 10:00", minutes=30)[0].message.endswith("Thanksgiving Day.")


def test_rule_9_one_holiday_is_reopened_by_its_date(clinic: Book) -> None:
    holidays(clinic)
    clinic.do("close", hospital="ny", from_="2026-11-27", to="2026-11-27")
    assert clinic.do("reopen", hospital="ny", date="2026-11-26")["reason"].startswith("Thanksgiving")
    assert clinic.codes("d", "2026-11-26T10:00") == []
    assert clinic.codes("d", "2026-12-25T10:00") == ["closed"]
    with clinic.refused("unknown", "date"):
        clinic.do("reopen", hospital="ny", date="2026-11-27")


@pytest.mark.parametrize("calendar", ["XX", "US-XX", "Atlantis", "US-"])
def test_rule_9_a_calendar_nobody_knows(clinic: Book, calendar: str) -> None:
    if calendar == "US-":
        clinic.do("add_hospital", id="us", name="US", timezone="America/New_York", holidays=calendar)
        return
    with clinic.refused("invalid", "holidays"):
        clinic.do("add_hospital", id="us", name="US", timezone="America/New_York", holidays=calendar)


# Affected visits


def ids(outcome: Any) -> list[str]:
    return [visit.id for visit in outcome.affected]


def test_rule_23_visits_left_outside_are_listed_and_stay(clinic: Book) -> None:
    early = clinic.book("strange", "mon 09:00")
    late = clinic.book("strange", "mon 16:00", patient="ng")
    gone = clinic.book("strange", "mon 15:00", patient="okafor")
    clinic.do("cancel", id=gone.id, reason="patient")
    assert ids(set_hours(clinic, EARLY)) == [late.id]
    assert ids(clinic.outcome("set_day", doctor="strange", date="mon", spans=[])) == [early.id, late.id]
    assert ids(clinic.outcome("clear_day", doctor="strange", date="mon")) == [late.id]
    assert clinic.visit(late.id) == late
    assert ids(clinic.outcome("close", hospital="general", from_="mon", to="mon")) == [early.id, late.id]


def test_rule_23_only_what_has_not_ended_is_listed(clinic: Book) -> None:
    clinic.book("strange", "fri 09:00")
    running = clinic.book("strange", "fri 10:00", patient="ng")
    ahead = clinic.book("strange", "mon 10:00", patient="ng")
    clinic.it_is("2026-11-20T10:15")
    close = {"doctor": "strange", "from_": "2026-11-20", "to": "2026-11-30"}
    assert ids(clinic.outcome("close", **close)) == [running.id, ahead.id]
    clinic.it_is("2026-11-21T10:15")
    assert ids(clinic.outcome("close", **close)) == [ahead.id]


def test_rule_23_a_retired_doctors_visits_are_all_outside(clinic: Book) -> None:
    visit = clinic.book("strange", "mon 09:00")
    assert ids(clinic.outcome("retire_doctor", id="strange")) == [visit.id]


def test_rule_23_a_closed_location_concerns_those_who_work_there(clinic: Book) -> None:
    for ident in ("east", "west"):
        clinic.do("add_location", id=ident, hospital="general", name=ident)
    clinic.do("update_doctor", id="strange", locations=["east"])
    clinic.do("set_hours", doctor="who", hours=NINE, location="west")
    there = clinic.book("strange", "mon 09:00")
    other = clinic.book("who", "mon 09:00", patient="ng", location="west")
    assert ids(clinic.outcome("close", location="east", from_="mon", to="mon")) == [there.id]
    assert ids(clinic.outcome("close", location="west", from_="mon", to="mon")) == [other.id]


def test_rule_28_no_visit_moves_when_a_doctor_changes(clinic: Book) -> None:
    clinic.do("add_type", id="fu", hospital="general", name="FU", minutes=20)
    visit = clinic.book("strange", "mon 09:00", type="fu")
    outcome = clinic.outcome("update_doctor", id="strange", types={"fu": 50}, name="Dr S. Strange")
    assert ids(outcome) == []
    assert clinic.visit(visit.id) == visit
