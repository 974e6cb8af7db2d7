"""Booking at the desk: RULES 4, 6, 11, 14, 16, 18, 19, 22, 27."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders import ALWAYS, Book


def test_the_exercise_of_the_two_doctors(clinic: Book) -> None:
    first = clinic.book("strange", "mon 09:00", minutes=45)
    assert (first.start, first.end, first.status) == ("2026-11-23T09:00-05:00", "2026-11-23T09:45-05:00", "booked")
    with clinic.refused("slot_taken", "start") as caught:
        clinic.book("strange", "mon 09:30", minutes=20, patient="ng")
    assert str(caught.value) == "Dr Strange is taken 09:00–09:45 (M. Lopez). Free next: 09:45, 10:05, 10:25."
    assert caught.value.blocking == (first.id,)
    second = clinic.book("strange", "mon 09:45", minutes=60, patient="okafor")
    assert clinic.listed(doctor="strange", from_="mon 09:00", to="mon 10:00") == [first.id, second.id]
    found = clinic.next("fri 16:30", minutes=60, doctors=["strange", "who"])
    assert [(row.doctor, clinic.wall(row.start)) for row in found.openings] == [("who", "2026-11-23T08:00-05:00")]


# Times -------------------------------------------------------------------------------------------------------------


def test_rule_4_a_start_in_a_gap_is_refused_with_the_nearest_real_ones(clinic: Book) -> None:
    clinic.it_is("2026-03-01T08:00")
    with clinic.refused("nonexistent_time", "start") as caught:
        clinic.book("strange", "2026-03-08T02:30")
    assert caught.value.remedy == "Nearest real times: 01:59 and 03:00."


def test_rule_4_without_an_offset_the_first_pass_is_taken_and_said(clinic: Book) -> None:
    clinic.do("set_hours", doctor="strange", hours=ALWAYS)
    done = clinic.outcome("book", doctor="strange", start="2026-11-21T01:30", minutes=30, patient="lopez")
    assert done.warnings == ()
    clinic.it_is("2026-10-20T08:00")
    done = clinic.outcome("book", doctor="strange", start="2026-11-01T01:30", minutes=30, patient="lopez")
    assert done.value.start == "2026-11-01T01:30-04:00"
    assert done.warnings == ("01:30 comes twice on 2026-11-01; the first was taken.",)
    second = clinic.outcome("book", doctor="strange", start="2026-11-01T01:30-05:00", minutes=30, patient="lopez")
    assert (second.value.start, second.warnings) == ("2026-11-01T01:30-05:00", ())


def test_rule_2_an_offset_or_z_is_that_instant(clinic: Book) -> None:
    assert clinic.book("strange", "2026-11-23T15:00Z").start == "2026-11-23T10:00-05:00"
    assert clinic.book("strange", "2026-11-23T17:00+01:00", patient="ng").start == "2026-11-23T11:00-05:00"


@pytest.mark.parametrize(
    "start", ["2026-11-23T09:00:00", "2026-11-23", "9am", "2026-11-23T24:00", "2200-01-01T09:00"]
)
def test_rule_27_a_start_is_a_whole_minute_written_out(clinic: Book, start: str) -> None:
    with clinic.refused("invalid", "start"):
        clinic.book("strange", start)


def test_rule_6_a_visit_does_not_reach_beyond_the_years_that_are_counted(clinic: Book) -> None:
    with clinic.refused("invalid", "start"):
        clinic.book("strange", "2199-12-31T23:30-12:00", minutes=60)
    with clinic.refused("invalid", "start"):
        clinic.do("why", doctor="strange", start="1900-01-01T00:00+10:00")


# Who, what and where -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"doctor": "nobody"}, "unknown", "doctor"),
        ({"doctor": ..., "doctors": ["strange", "nobody"]}, "unknown", "doctors"),
        ({"doctor": ..., "doctors": []}, "invalid", "doctors"),
        ({"doctor": ...}, "invalid", "doctor"),
        ({"doctor": ..., "specialty": "Surgery"}, "unknown", "specialty"),
        ({"patient": "nobody"}, "unknown", "patient"),
        ({"patient": ...}, "invalid", "patient"),
        ({"type": "nothing"}, "unknown", "type"),
        ({"location": "nowhere"}, "unknown", "location"),
        ({"hospital": "nowhere"}, "unknown", "hospital"),
        ({"hold": "nothing"}, "unknown", "hold"),
        ({"id": "who"}, "exists", "id"),
        ({"id": "two words"}, "invalid", "id"),
        ({"id": "x" * 65}, "invalid", "id"),
        ({"note": "bell \x07"}, "invalid", "note"),
        ({"reason": "right \u202e to left"}, "invalid", "reason"),
        ({"note": "n" * 4001}, "invalid", "note"),
        ({"override": "o" * 201}, "invalid", "override"),
        ({"override": " "}, "invalid", "override"),
        ({"color": "red"}, "invalid", "color"),
        ({"start": 9}, "invalid", "start"),
        ({"walk_in": 1}, "invalid", "walk_in"),
        ({"doctors": "strange"}, "invalid", "doctors"),
    ],
)
def test_rule_27_wrong_arguments_are_named_and_nothing_is_written(
    clinic: Book, change: dict[str, Any], code: str, field: str
) -> None:
    asked = {"doctor": "strange", "start": "mon 09:00", "minutes": 30, "patient": "lopez"} | change
    with clinic.refused(code, field):
        clinic.do("book", **asked)


def test_rule_27_text_is_kept_in_one_form(clinic: Book) -> None:
    visit = clinic.book("strange", "mon 09:00", reason="  Cafe\u0301 [/b] ", note="田中")
    assert (visit.reason, visit.note) == ("Café [/b]", "田中")


def test_an_id_of_the_callers_choice_stays_taken(clinic: Book) -> None:
    assert clinic.book("strange", "mon 09:00", id="A.b_1:c-2").id == "A.b_1:c-2"
    with clinic.refused("exists", "id"):
        clinic.book("strange", "mon 10:00", id="A.b_1:c-2")


def test_a_length_is_the_callers_the_doctors_the_types_or_the_hospitals(clinic: Book) -> None:
    for ident, minutes in (("fu", 20), ("new", 60), ("other", 10)):
        clinic.do("add_type", id=ident, hospital="general", name=ident, minutes=minutes)
    clinic.do("update_doctor", id="strange", types={"fu": 25, "new": None})
    assert clinic.book("strange", "mon 09:00", type="fu").minutes == 25
    assert clinic.book("strange", "mon 10:00", type="new").minutes == 60
    assert clinic.book("strange", "mon 11:00", type="new", minutes=15).minutes == 15
    assert clinic.book("strange", "mon 12:00", minutes=...).minutes == 30
    assert clinic.book("who", "mon 13:00", type="fu").minutes == 20
    with clinic.refused("type_not_offered", "type"):
        clinic.book("strange", "mon 14:00", type="other")


def test_a_retired_doctor_is_booked_no_more(clinic: Book) -> None:
    clinic.do("retire_doctor", id="strange")
    with clinic.refused("not_active", "doctor"):
        clinic.book("strange", "mon 09:00")
    assert clinic.codes("strange", "mon 09:00") == ["not_active"]
    with clinic.refused("not_active", "id"):
        clinic.do("retire_doctor", id="strange")


def test_a_retired_type_is_booked_no_more(clinic: Book) -> None:
    clinic.do("add_type", id="fu", hospital="general", name="Follow-up", minutes=20)
    clinic.undo()
    with clinic.refused("not_active", "type"):
        clinic.book("strange", "mon 09:00", type="fu")
    assert clinic.codes("strange", "mon 09:00", type="fu") == ["not_active"]


# Refusals and ways around them -------------------------------------------------------------------------------------


def test_rule_16_alternatives_are_the_nearest_then_later_days_then_other_doctors(clinic: Book) -> None:
    clinic.book("strange", "mon 10:00", minutes=60)
    with clinic.refused("slot_taken") as caught:
        clinic.book("strange", "mon 10:00", patient="ng")
    assert [clinic.wall(row.start)[8:16] for row in caught.value.alternatives] == [
        *("23T09:30", "23T09:00", "23T11:00"),
    ]
    clinic.do("set_hours", doctor="strange", hours={"mon": [["10:00", "11:00"]]})
    clinic.do("add_type", id="soon", hospital="general", name="Soon", minutes=30, horizon=5)
    with clinic.refused("slot_taken") as caught:
        clinic.book("strange", "mon 10:00", patient="ng", type="soon")
    assert [(row.doctor, clinic.wall(row.start)[8:16]) for row in caught.value.alternatives] == [("who", "23T10:00")]
    assert caught.value.remedy == "Free next: 10:00 with Dr Who."
    clinic.do("update_doctor", id="who", specialty="Time")
    with clinic.refused("slot_taken") as caught:
        clinic.book("strange", "mon 10:00", patient="ng", type="soon")
    assert caught.value.alternatives == ()
    assert caught.value.remedy.startswith("Nothing else is free within two months")


def test_rule_16_alternatives_go_on_to_later_days_and_can_be_booked(clinic: Book) -> None:
    with clinic.refused("outside_hours") as caught:
        clinic.book("strange", "sat 10:00", minutes=480)
    assert [clinic.wall(row.start)[8:16] for row in caught.value.alternatives] == ["23T09:00", "24T09:00", "25T09:00"]
    for row in caught.value.alternatives:
        clinic.book(row.doctor, clinic.wall(row.start), minutes=480)


def test_rule_16_alternatives_at_the_place_that_was_asked_for(clinic: Book) -> None:
    for ident in ("east", "west"):
        clinic.do("add_location", id=ident, hospital="general", name=ident)
    clinic.do("update_doctor", id="strange", locations=["east", "west"])
    clinic.book("strange", "mon 09:00", location="west")
    with clinic.refused("slot_taken") as caught:
        clinic.book("strange", "mon 09:00", location="east", patient="ng")
    assert [(row.location, clinic.wall(row.start)[11:16]) for row in caught.value.alternatives] == [
        *(("east", "09:30"), ("east", "10:00"), ("east", "10:30")),
    ]


def test_rule_16_who_is_in_the_way(clinic: Book) -> None:
    clinic.hold("strange", "mon 09:00")
    with clinic.refused("slot_taken") as caught:
        clinic.book("strange", "mon 09:00")
    assert caught.value.reason == "Dr Strange is taken 09:00–09:30 (held by front-1)."


def test_rule_18_a_patient_is_in_one_place_at_a_time_unless_told_to_go_on(clinic: Book) -> None:
    first = clinic.book("strange", "mon 09:00")
    clinic.book("strange", "tue 09:00")
    with clinic.refused("patient_clash", "patient") as caught:
        clinic.book("who", "mon 09:15")
    assert caught.value.reason == "M. Lopez has a visit 09:00–09:30 with Dr Strange."
    assert caught.value.blocking == (first.id,)
    with clinic.refused("patient_clash"):
        clinic.book("who", "mon 09:15", override="both please")
    clinic.book("who", "mon 09:30")
    clinic.do("cancel", id=first.id, reason="patient")
    clinic.book("who", "mon 09:00")
    clinic.book("strange", "mon 09:15", allow_patient_clash=True)


def test_rule_19_overbooking_needs_a_reason_which_is_kept(clinic: Book) -> None:
    clinic.book("strange", "mon 09:00")
    visit = clinic.book("strange", "mon 09:10", patient="ng", override="in pain")
    assert visit.override == "in pain"
    assert clinic.book("strange", "mon 12:00", override="not needed").override is None
    assert clinic.book("strange", "sat 12:00", override="opened up").override == "opened up"


@pytest.mark.parametrize("start", ["2026-03-08T02:30", "mon 09:00"])
def test_rule_19_an_override_does_not_make_times_or_doctors(clinic: Book, start: str) -> None:
    code, field = ("nonexistent_time", "start") if "T" in start else ("not_active", "doctor")
    if code == "not_active":
        clinic.do("retire_doctor", id="strange")
    with clinic.refused(code, field):
        clinic.book("strange", start, override="please")


def test_rule_16_the_first_broken_rule_is_told_and_why_lists_them_all(clinic: Book) -> None:
    clinic.it_is("mon 12:00")
    clinic.book("strange", "2026-11-23T08:00", override="early")
    codes = clinic.codes("strange", "2026-11-23T08:10", minutes=10)
    assert codes == ["in_the_past", "outside_hours", "slot_taken"]
    with clinic.refused("in_the_past"):
        clinic.book("strange", "2026-11-23T08:10", minutes=10, patient="ng")


# Whose turn it is --------------------------------------------------------------------------------------------------


def chosen(clinic: Book, start: str, patient: str = "okafor") -> tuple[str, str]:
    visit = clinic.do("book", any=True, start=start, minutes=30, patient=patient)
    return visit.doctor, clinic.state()["appointments"][visit.id].get("chosen", "")


def test_rule_14_the_one_with_fewer_minutes_that_day_then_that_week(clinic: Book) -> None:
    clinic.book("strange", "mon 09:00", minutes=60)
    clinic.book("who", "mon 09:00", minutes=45, patient="ng")
    assert chosen(clinic, "mon 11:00") == ("who", "the earliest on offer; fewest minutes booked that day")
    assert chosen(clinic, "tue 11:00") == ("strange", "the earliest on offer; fewest minutes booked that week")


def test_rule_14_then_the_least_recently_booked_then_by_id(clinic: Book) -> None:
    assert chosen(clinic, "mon 11:00") == ("strange", "the earliest on offer; first by id")
    clinic.wait(minutes=1)
    assert chosen(clinic, "2026-12-01T11:00") == ("who", "the earliest on offer; least recently booked")


def test_rule_14_the_next_question_is_asked_of_those_still_equal(clinic: Book) -> None:
    clinic.do("add_doctor", id="third", hospital="general", name="Dr Third", specialty="Time")
    clinic.do("set_hours", doctor="third", hours=ALWAYS)
    clinic.book("strange", "mon 09:00", minutes=60)
    clinic.wait(minutes=1)
    clinic.book("third", "2026-12-01T09:00", patient="ng")
    assert chosen(clinic, "mon 11:00") == ("who", "the earliest on offer; least recently booked")
    clinic.do("cancel", id=clinic.listed(patient="okafor")[0], reason="patient")
    assert chosen(clinic, "tue 11:00")[0] == "who"


def test_rule_14_only_the_free_are_asked_and_when_none_is_the_first_answers(clinic: Book) -> None:
    clinic.book("who", "mon 11:00")
    assert chosen(clinic, "mon 11:00") == ("strange", "the earliest on offer")
    with clinic.refused("slot_taken") as caught:
        clinic.do("book", doctors=["who", "strange"], start="mon 11:00", minutes=30, patient="ng")
    assert caught.value.reason.startswith("Dr Who is taken")
    visit = clinic.do("book", specialty="mystic arts", start="mon 12:00", minutes=30, patient="ng")
    assert visit.doctor in {"who", "strange"}


# Retries -----------------------------------------------------------------------------------------------------------


def test_rule_22_a_retry_answers_what_the_first_did(clinic: Book) -> None:
    first = clinic.book("strange", "mon 09:00", request_id="r1")
    clinic.do("cancel", id=first.id, reason="patient")
    seq = clinic.seq
    assert clinic.book("strange", "mon 09:00", request_id="r1") == first
    assert clinic.seq == seq


def test_rule_22_a_request_id_is_not_used_for_something_else(clinic: Book) -> None:
    clinic.book("strange", "mon 09:00", request_id="r1")
    with clinic.refused("invalid", "request_id"):
        clinic.book("strange", "mon 09:30", request_id="r1")
    with clinic.refused("invalid", "request_id"):
        clinic.do("add_patient", name="Zed", request_id="r1")
    with clinic.refused("slot_taken"):
        clinic.book("strange", "mon 09:00", patient="ng", request_id="r2")
    clinic.book("strange", "mon 10:00", patient="ng", request_id="r2")


def test_rule_22_lists_and_affected_visits_are_answered_again(clinic: Book) -> None:
    visit = clinic.book("strange", "mon 09:00")
    say: dict[str, Any] = {"doctor": "strange", "hours": {"tue": [["09:00", "10:00"]]}, "request_id": "r9"}
    first = clinic.outcome("set_hours", **say)
    assert [row.id for row in first.affected] == [visit.id]
    assert clinic.outcome("set_hours", **say) == first


@pytest.mark.parametrize("verb", ["book", "hold", "move", "book_series", "move_series"])
def test_a_location_of_another_hospital_is_refused_whatever_the_reason(clinic: Book, verb: str) -> None:
    rule = {"freq": "weekly", "count": 2}
    clinic.do("book_series", doctor="who", start="tue 09:00", minutes=30, patient="ng", rule=rule)
    visit = clinic.listed(from_="tue", to="tue")[0]
    clinic.do("add_hospital", id="h2", name="H2", timezone="Europe/Berlin")
    clinic.do("add_location", id="far", hospital="h2", name="Far away")
    asked: dict[str, Any] = {"location": "far", "override": "so"}
    asked |= {"id": visit} if verb.startswith("move") else {"doctor": "strange", "start": "mon 09:00", "minutes": 30}
    asked |= {"patient": "lopez"} if verb.startswith("book") else {}
    more: dict[str, dict[str, Any]] = {"book_series": {"rule": rule}, "move_series": {"scope": "all"}}
    asked |= more.get(verb, {})
    with clinic.refused("invalid", "location") as caught:
        clinic.do(verb, **asked)
    assert caught.value.reason == "Far away belongs to another hospital."
