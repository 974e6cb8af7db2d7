"""Hospitals, locations, types and people that change or retire; no visit is moved by it (RULES 9, 21, 23, 28)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from scheduling.rules.rights import LEAST
from tests.builders import OFFICE, Book


def ids(outcome: Any) -> list[str]:
    return [visit.id for visit in outcome.affected]


# Zones


def test_rule_28_no_visit_moves_its_wall_clock_with_the_zone(clinic: Book) -> None:
    visit = clinic.book("strange", "mon 09:00")
    assert visit.start == "2026-11-23T09:00-05:00"
    outcome = clinic.outcome("update_hospital", id="general", timezone="America/Los_Angeles")
    assert ids(outcome) == []
    moved = clinic.visit(visit.id)
    assert (moved.start, moved.end) == ("2026-11-23T09:00-08:00", "2026-11-23T09:30-08:00")
    assert moved.start_minute == visit.start_minute + 180
    assert moved.version == visit.version
    assert clinic.listed(from_="2026-11-23T09:00-08:00", to="2026-11-23T09:30-08:00") == [visit.id]
    assert clinic.do("why", doctor="strange", start="2026-11-23T09:00", minutes=30)[0].code == "slot_taken"
    clinic.undo()
    assert clinic.visit(visit.id) == visit


def test_rule_28_a_visit_in_a_gap_of_the_new_zone_is_told(clinic: Book) -> None:
    clinic.do("set_hours", doctor="strange", hours={"sun": [["02:00", "03:00"]]})
    visit = clinic.book("strange", "2027-03-28T02:30")
    outcome = clinic.outcome("update_hospital", id="general", timezone="Europe/Berlin")
    assert ids(outcome) == [visit.id]
    assert clinic.visit(visit.id).start == "2027-03-28T03:30+02:00"


def test_rule_23_new_opening_hours_tell_what_they_leave_outside(clinic: Book) -> None:
    late = clinic.book("strange", "mon 16:00")
    hours = {"mon": [["09:00", "16:00"]]}
    assert ids(clinic.outcome("update_hospital", id="general", hours=hours)) == [late.id]
    assert clinic.codes("strange", "mon 16:00") == ["outside_hours", "slot_taken"]
    assert ids(clinic.outcome("update_hospital", id="general", hours=None)) == []


# Settings


def test_settings_change_one_by_one_and_null_is_the_default(clinic: Book) -> None:
    changed = clinic.do("update_hospital", id="general", step=20, name="General II", default_minutes=40)
    assert (changed["step"], changed["name"], changed["default_minutes"]) == (20, "General II", 40)
    assert clinic.book("strange", "mon 09:00", minutes=...).minutes == 40
    changed = clinic.do("update_hospital", id="general", step=None, version=2)
    assert ("step" in changed, changed["name"]) == (False, "General II")


def test_rule_28_a_type_that_changes_resizes_no_visit(clinic: Book) -> None:
    clinic.do("add_type", id="fu", hospital="general", name="FU", minutes=20)
    visit = clinic.book("strange", "mon 09:00", type="fu")
    changed = clinic.do("update_type", id="fu", minutes=50, buffer_after=30, name="Long", color="red")
    assert (changed["minutes"], changed["buffer_after"], changed["color"]) == (50, 30, "red")
    assert clinic.visit(visit.id) == visit
    assert clinic.book("strange", "mon 09:20", patient="ng").start_minute == visit.end_minute
    assert clinic.book("who", "mon 09:00", type="fu", patient="okafor").minutes == 50
    clinic.do("update_type", id="fu", buffer_after=None)
    assert "buffer_after" not in clinic.state()["types"]["fu"]


def test_a_location_changes(clinic: Book) -> None:
    clinic.do("add_location", id="east", hospital="general", name="East", address="1 Main")
    changed = clinic.do("update_location", id="east", name="Far East", address=None)
    assert (changed["name"], "address" in changed) == ("Far East", False)


def test_each_hospital_looks_as_far_ahead_as_it_says(clinic: Book) -> None:
    clinic.do("add_hospital", id="near", name="Near", timezone="America/New_York")
    clinic.do("add_doctor", id="dn", hospital="near", name="Dr Near")
    clinic.do("set_hours", doctor="dn", hours=OFFICE)
    clinic.do("update_hospital", id="near", horizon=3)
    found = clinic.next("fri 08:00", doctors=["dn", "strange"], minutes=480, count=5, weekdays=["mon", "tue"])
    assert {row.doctor for row in found.openings[1:]} == {"strange"}


# Holidays


def holidays(clinic: Book) -> list[str]:
    return sorted(row["from"] for row in clinic.do("closures", hospital="general") if row.get("holiday"))


def test_rule_9_another_calendar_replaces_the_holidays_to_come(clinic: Book) -> None:
    clinic.do("update_hospital", id="general", holidays="US-NY")
    assert holidays(clinic)[0] == "2026-11-26"
    clinic.do("reopen", hospital="general", date="2026-12-25")
    clinic.do("update_hospital", id="general", holidays="US-NY", step=10)
    assert "2026-12-25" not in holidays(clinic), "the same calendar writes nothing again"
    visit = clinic.book("strange", "2026-12-25T10:00")
    clinic.it_is("2026-11-27T08:00")
    outcome = clinic.outcome("update_hospital", id="general", holidays="DE-BY")
    assert ids(outcome) == [visit.id]
    assert holidays(clinic)[:3] == ["2026-11-26", "2026-12-25", "2026-12-26"], "what is behind stays"
    assert len(holidays(clinic)) == len(set(holidays(clinic)))
    before = clinic.said()
    clinic.do("update_hospital", id="general", holidays=None)
    assert holidays(clinic) == ["2026-11-26"]
    clinic.undo()
    assert clinic.said() == before


# Wrong


@pytest.mark.parametrize(
    ("verb", "change", "code", "field"),
    [
        ("update_hospital", {"id": "nowhere"}, "unknown", "id"),
        ("update_hospital", {"name": None}, "invalid", "name"),
        ("update_hospital", {"timezone": None}, "invalid", "timezone"),
        ("update_hospital", {"timezone": "Mars/Olympus"}, "invalid", "timezone"),
        ("update_hospital", {"holidays": "Atlantis"}, "invalid", "holidays"),
        ("update_hospital", {"step": 0}, "invalid", "step"),
        ("update_hospital", {"version": 9}, "stale_record", "version"),
        ("update_hospital", {"id": "closed", "step": 5}, "not_active", "id"),
        ("update_location", {"id": "nowhere"}, "unknown", "id"),
        ("update_location", {"id": "east", "name": None}, "invalid", "name"),
        ("update_location", {"id": "east", "hospital": "closed"}, "invalid", "hospital"),
        ("update_type", {"id": "fu", "minutes": None}, "invalid", "minutes"),
        ("update_type", {"id": "fu", "minutes": 0}, "invalid", "minutes"),
        ("update_type", {"id": "nothing"}, "unknown", "id"),
        ("update_type", {"id": "fu", "version": 9}, "stale_record", "version"),
        ("retire_hospital", {"id": "nowhere"}, "unknown", "id"),
        ("retire_hospital", {"id": "closed"}, "not_active", "id"),
        ("retire_hospital", {}, "not_allowed", "id"),
        ("retire_location", {"id": "nowhere"}, "unknown", "id"),
        ("retire_location", {"id": "east", "version": 9}, "stale_record", "version"),
        ("retire_type", {"id": "nothing"}, "unknown", "id"),
        ("retire_patient", {"id": "nobody"}, "unknown", "id"),
        ("retire_patient", {"id": "ng", "version": 9}, "stale_record", "version"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_written(
    clinic: Book, verb: str, change: dict[str, Any], code: str, field: str
) -> None:
    clinic.do("add_hospital", id="closed", name="Closed", timezone="Europe/Berlin")
    clinic.do("retire_hospital", id="closed")
    clinic.do("add_location", id="east", hospital="general", name="East")
    clinic.do("add_type", id="fu", hospital="general", name="FU", minutes=20)
    with clinic.refused(code, field):
        clinic.do(verb, **{"id": "general"} | change)


# Retired


def test_a_hospital_is_retired_once_its_doctors_are(clinic: Book) -> None:
    with clinic.refused("not_allowed", "id") as caught:
        clinic.do("retire_hospital", id="general")
    assert caught.value.blocking == ("strange", "who")
    for doctor in ("strange", "who"):
        clinic.do("retire_doctor", id=doctor)
    retired = clinic.do("retire_hospital", id="general")
    assert (retired["active"], retired["removed_at"]) == (False, "2026-11-20T13:00:00Z")
    for verb, more in (("add_doctor", {}), ("add_location", {}), ("add_type", {"minutes": 5})):
        with clinic.refused("not_active", "hospital"):
            clinic.do(verb, id="x", hospital="general", name="X", **more)
    with clinic.refused("not_active", "hospital"):
        clinic.do("add_patient", name="X", hospital="general")
    clinic.undo()
    clinic.do("add_doctor", id="x", hospital="general", name="X")


@pytest.mark.parametrize(
    ("verb", "more", "blocks"),
    [
        ("set_hours", {"hours": OFFICE}, True),
        ("set_hours", {"hours": OFFICE, "to": "2026-11-19"}, False),
        ("set_hours", {"hours": OFFICE, "to": "2026-11-20"}, True),
        ("set_day", {"date": "2026-12-01", "spans": [["09:00", "10:00"]]}, True),
        ("set_day", {"date": "2026-11-19", "spans": [["09:00", "10:00"]]}, False),
    ],
)
def test_a_location_is_retired_once_nobody_works_there(
    clinic: Book, verb: str, more: dict[str, Any], blocks: bool
) -> None:
    clinic.do("add_location", id="east", hospital="general", name="East")
    clinic.do(verb, doctor="strange", location="east", **more)
    if blocks:
        with clinic.refused("not_allowed", "id") as caught:
            clinic.do("retire_location", id="east")
        assert caught.value.blocking == ("strange",)
        assert caught.value.reason == "East still has hours."
    else:
        clinic.do("retire_location", id="east")


def test_rule_23_visits_at_a_retired_location_are_listed_and_marked(clinic: Book) -> None:
    clinic.do("add_location", id="east", hospital="general", name="East")
    clinic.do("update_doctor", id="strange", locations=["east"])
    there = clinic.book("strange", "mon 09:00", location="east")
    clinic.book("strange", "mon 11:00", patient="ng")
    assert ids(clinic.outcome("retire_location", id="east")) == [there.id]
    views = clinic.desk.day_strip("strange", date(2026, 11, 23)).visits
    assert [view.outside for view in views] == [True, False]
    for verb in ("openings", "next", "why", "book"):
        times = {"openings": {"from_": "tue", "to": "tue"}, "next": {"after": "tue 09:00"}}
        asked = times.get(verb, {"start": "tue 09:00"})
        patient = {"patient": "okafor"} if verb == "book" else {}
        with clinic.refused("not_active", "location"):
            clinic.do(verb, doctor="strange", location="east", **asked, **patient)


def test_a_retired_type_is_offered_no_more_and_its_visits_stand(clinic: Book) -> None:
    clinic.do("add_type", id="fu", hospital="general", name="FU", minutes=20)
    visit = clinic.book("strange", "mon 09:00", type="fu")
    clinic.do("retire_type", id="fu")
    assert clinic.visit(visit.id) == visit
    assert clinic.desk.type_list("general") == []
    for verb, asked in (("book", {"start": "mon 10:00", "patient": "ng"}), ("next", {"after": "mon 10:00"})):
        with clinic.refused("not_active", "type"):
            clinic.do(verb, doctor="strange", type="fu", **asked)


def test_a_retired_patient_keeps_the_history_and_the_visits_ahead_are_listed(clinic: Book) -> None:
    clinic.book("strange", "fri 09:00", id="past")
    clinic.book("strange", "tue 09:00", id="later")
    clinic.book("strange", "mon 09:00", id="sooner")
    clinic.book("strange", "wed 09:00", id="cancelled")
    clinic.do("cancel", id="cancelled", reason="patient")
    clinic.it_is("2026-11-20T10:00")
    assert ids(clinic.outcome("retire_patient", id="lopez")) == ["sooner", "later"]
    assert clinic.do("find_patients", text="lopez") == []
    assert clinic.listed(patient="lopez") == ["past", "sooner", "later"]
    with clinic.refused("not_active", "id"):
        clinic.do("retire_patient", id="lopez")
    with clinic.refused("not_active", "id"):
        clinic.do("update_patient", id="lopez", note="x")
    clinic.undo()
    assert len(clinic.do("find_patients", text="lopez")) == 1


# Words


def test_rule_21_every_change_is_told_in_words_and_taken_back_and_done_again(clinic: Book) -> None:
    clinic.do("add_hospital", id="b", name="Berlin", timezone="Europe/Berlin")
    clinic.do("add_location", id="east", hospital="general", name="East")
    clinic.do("add_type", id="fu", hospital="general", name="FU", minutes=20)
    clinic.do("waitlist_add", id="q0", patient="ng")
    steps: list[tuple[str, dict[str, Any], str]] = [
        ("update_clinic", {"daily_backup": False}, "changed the settings of the clinic"),
        ("update_hospital", {"id": "general", "step": 10}, "changed the hospital General"),
        ("update_location", {"id": "east", "address": "1"}, "changed the location East"),
        ("update_type", {"id": "fu", "minutes": 30}, "changed the type FU"),
        ("update_doctor", {"id": "who", "phone": "1"}, "changed Dr Who"),
        ("update_patient", {"id": "ng", "note": "x"}, "changed the patient Ng, Wei Ling"),
        ("set_days", {"doctor": "who", "from_": "mon", "to": "tue", "spans": []}, "set days of Dr Who"),
        ("copy_days", {"doctor": "who", "from_": "mon", "to": "tue", "onto": "2026-12-01"}, "copied days of Dr Who"),
        ("waitlist_add", {"id": "q1", "patient": "lopez"}, "put on the waitlist Maria Lopez"),
        ("waitlist_update", {"id": "q0", "note": "x"}, "changed on the waitlist Ng, Wei Ling"),
        ("waitlist_close", {"id": "q0"}, "took off the waitlist Ng, Wei Ling"),
        ("retire_hospital", {"id": "b"}, "retired the hospital Berlin"),
        ("retire_location", {"id": "east"}, "retired the location East"),
        ("retire_type", {"id": "fu"}, "retired the type FU"),
        ("retire_doctor", {"id": "who"}, "retired Dr Who"),
        ("retire_patient", {"id": "tanaka"}, "retired the patient 田中 美咲"),
    ]
    assert {verb for verb in LEAST if verb.startswith(("update_", "retire_", "waitlist_"))} <= {
        *(verb for verb, _, _ in steps),
        *("update_visit", "waitlist_matches"),
    }
    for verb, arguments, words in steps:
        before = clinic.said()
        clinic.do(verb, **arguments)
        after = clinic.said()
        assert clinic.do("history")[0].words == words
        assert clinic.undo().words == words
        assert verb == "waitlist_add" or clinic.said() == before
        assert clinic.redo().words == words
        assert clinic.said() == after
