"""Moving, editing, cancelling, the statuses: RULES 12, 13, 16, 18–21, 28."""

from __future__ import annotations

from typing import Any

import pytest

from scheduling.model.reads import Appointment
from scheduling.model.status import CANCEL_REASONS, STATUSES
from tests.builders import Book


@pytest.fixture
def visit(clinic: Book) -> Appointment:
    return clinic.book("strange", "mon 09:00")


def test_rule_20_a_move_keeps_the_id_and_ignores_itself(clinic: Book, visit: Appointment) -> None:
    moved = clinic.do("move", id=visit.id, start="mon 09:15", minutes=60)
    assert (moved.id, moved.start, moved.minutes, moved.version) == (visit.id, "2026-11-23T09:15-05:00", 60, 2)
    other = clinic.do("move", id=visit.id, doctor="who", start="tue 08:00")
    assert (other.doctor, other.minutes) == ("who", 60)
    assert clinic.codes("strange", "mon 09:15") == []


def test_rule_20_when_the_new_time_fails_the_old_stays(clinic: Book, visit: Appointment) -> None:
    other = clinic.book("strange", "mon 10:00", patient="ng")
    with clinic.refused("slot_taken") as caught:
        clinic.do("move", id=visit.id, start="mon 10:15")
    assert caught.value.blocking == (other.id,)
    assert [clinic.wall(row.start)[11:16] for row in caught.value.alternatives] == ["10:30", "09:30", "11:00"]
    with clinic.refused("outside_hours"):
        clinic.do("move", id=visit.id, start="sat 10:15")
    for change, code, field in (
        ({"doctor": "nobody"}, "unknown", "doctor"),
        ({"location": "nowhere"}, "unknown", "location"),
        ({"type": "nothing"}, "unknown", "type"),
        ({"start": "2026-03-08T02:30"}, "nonexistent_time", "start"),
        ({"version": 7}, "stale_record", "version"),
        ({"minutes": 0}, "invalid", "minutes"),
    ):
        with clinic.refused(code, field):
            clinic.do("move", id=visit.id, **change)


def test_rule_20_a_move_into_the_hour_that_comes_twice_warns(clinic: Book) -> None:
    clinic.it_is("2026-10-20T08:00")
    clinic.do("set_hours", doctor="strange", hours={"sun": [["00:00", "12:00"]]})
    visit = clinic.book("strange", "2026-11-01T09:00")
    assert len(clinic.outcome("move", id=visit.id, start="2026-11-01T01:30").warnings) == 1


def test_rule_20_two_who_edit_the_same_visit(clinic: Book, visit: Appointment) -> None:
    clinic.sit("bob", "front-2")
    clinic.do("update_visit", id=visit.id, note="wheelchair", version=1)
    clinic.sit("amy", "front-1")
    with clinic.refused("stale_record", "version") as caught:
        clinic.do("cancel", id=visit.id, reason="patient", version=1)
    assert caught.value.reason == "bob has changed this meanwhile (you have version 1, now it is 2)."
    assert caught.value.blocking == (visit.id,)


def test_rule_20_a_visit_that_has_begun_may_become_longer(clinic: Book, visit: Appointment) -> None:
    clinic.it_is("mon 09:10")
    assert clinic.do("move", id=visit.id, minutes=45).minutes == 45
    with clinic.refused("in_the_past"):
        clinic.do("move", id=visit.id, start="2026-11-23T09:05")
    assert clinic.do("move", id=visit.id, start="2026-11-23T09:05", override="was early").override == "was early"
    assert clinic.do("move", id=visit.id, start="tue 09:00").override is None


def test_rule_17_a_hold_at_the_new_time_has_done_its_work(clinic: Book, visit: Appointment) -> None:
    held = clinic.hold("strange", "mon 12:00", form=True)
    with clinic.refused("slot_taken"):
        clinic.do("move", id=visit.id, start="mon 12:00")
    clinic.do("move", id=visit.id, start="mon 12:00", hold=held.id)
    assert clinic.visit(held.id).cancel_reason == "released"
    clinic.undo()
    assert clinic.visit(visit.id).start == visit.start


def test_rule_28_a_move_keeps_the_length_and_buffers_it_was_booked_with(clinic: Book) -> None:
    clinic.do("add_type", id="scan", hospital="general", name="Scan", minutes=40, buffer_after=20)
    visit = clinic.book("strange", "mon 09:00", type="scan")
    moved = clinic.do("move", id=visit.id, start="mon 10:00")
    assert (moved.minutes, moved.buffer_after, moved.type) == (40, 20, "scan")
    plain = clinic.book("strange", "tue 09:00")
    typed = clinic.do("move", id=plain.id, type="scan")
    assert (typed.minutes, typed.buffer_after) == (40, 20)


def test_rule_12_a_visit_keeps_its_place_when_only_its_length_changes(clinic: Book) -> None:
    for place in ("east", "west"):
        clinic.do("add_location", id=place, hospital="general", name=place)
    clinic.do("update_doctor", id="strange", locations=["east", "west"])
    visit = clinic.book("strange", "mon 09:00", location="west")
    assert clinic.do("move", id=visit.id, minutes=45).location == "west"
    assert clinic.do("move", id=visit.id, location="east").location == "east"


# Editing -----------------------------------------------------------------------------------------------------------


def test_an_edit_changes_words_and_not_the_time(clinic: Book, visit: Appointment) -> None:
    changed = clinic.do("update_visit", id=visit.id, reason="Cough", note="n", response="accepted")
    assert (changed.reason, changed.note, changed.response) == ("Cough", "n", "accepted")
    cleared = clinic.do("update_visit", id=visit.id, note=None)
    assert (cleared.note, cleared.reason) == (None, "Cough")
    with clinic.refused("invalid", "response"):
        clinic.do("update_visit", id=visit.id, response="maybe")


def test_rule_12_another_type_brings_its_buffers_but_no_length(clinic: Book, visit: Appointment) -> None:
    clinic.do("add_type", id="scan", hospital="general", name="Scan", minutes=90, buffer_after=20)
    clinic.book("strange", "mon 09:40", patient="ng")
    with clinic.refused("slot_taken"):
        clinic.do("update_visit", id=visit.id, type="scan")
    clinic.do("cancel", id=clinic.listed(patient="ng")[0], reason="patient")
    changed = clinic.do("update_visit", id=visit.id, type="scan")
    assert (changed.type, changed.minutes, changed.buffer_after) == ("scan", 30, 20)
    assert clinic.do("update_visit", id=visit.id, patient="ng").buffer_after == 20
    plain = clinic.do("update_visit", id=visit.id, type=None)
    assert (plain.type, plain.buffer_after) == (None, 0)


def test_a_type_that_is_not_offered_or_known(clinic: Book, visit: Appointment) -> None:
    clinic.do("add_type", id="scan", hospital="general", name="Scan", minutes=30)
    clinic.do("update_doctor", id="strange", types={})
    with clinic.refused("type_not_offered", "type"):
        clinic.do("update_visit", id=visit.id, type="scan")
    with clinic.refused("unknown", "type"):
        clinic.do("update_visit", id=visit.id, type="nothing")


def test_rule_18_another_patient_is_asked_about(clinic: Book, visit: Appointment) -> None:
    clinic.book("who", "mon 09:00", patient="ng")
    with clinic.refused("patient_clash", "patient"):
        clinic.do("update_visit", id=visit.id, patient="ng")
    assert clinic.do("update_visit", id=visit.id, patient="ng", allow_patient_clash=True).patient == "ng"
    with clinic.refused("unknown", "patient"):
        clinic.do("update_visit", id=visit.id, patient="nobody")
    with clinic.refused("invalid", "patient"):
        clinic.do("update_visit", id=visit.id, patient=None)
    held = clinic.hold("strange", "mon 12:00", patient="okafor")
    assert clinic.do("update_visit", id=held.id, patient=None).patient is None


@pytest.mark.parametrize("how", ["undo", "status"])
def test_rule_18_a_visit_that_comes_back_beside_another_says_what_can_be_done(
    clinic: Book, visit: Appointment, how: str
) -> None:
    clinic.book("who", "mon 09:00", allow_patient_clash=True)
    clinic.it_is("mon 09:00")
    clinic.do("status", id=visit.id, status="noshow")
    with clinic.refused("patient_clash", "patient") as caught:
        clinic.do(how, **({} if how == "undo" else {"id": visit.id, "status": "arrived"}))
    assert caught.value.remedy == "Move or cancel that visit first, or book this one anew."


RULE = {"freq": "weekly", "count": 2}


@pytest.mark.parametrize(
    ("verb", "more"),
    [
        ("book", {"doctor": "who", "start": "mon 09:00", "minutes": 30, "patient": "lopez"}),
        ("book_series", {"doctor": "who", "start": "mon 09:00", "minutes": 30, "patient": "lopez", "rule": RULE}),
        ("move", {"id": "late", "start": "mon 09:00"}),
        ("move_series", {"id": "late", "start": "mon 09:00", "scope": "one"}),
        ("update_visit", {"id": "other", "patient": "lopez"}),
        ("confirm", {"id": "held", "patient": "lopez"}),
    ],
)
def test_rule_18_told_to_go_on_once_a_visit_comes_back_without_being_told_again(
    clinic: Book, visit: Appointment, verb: str, more: dict[str, Any]
) -> None:
    if verb == "confirm":
        clinic.hold("who", "mon 09:00", id="held")
    if verb == "move":
        clinic.book("who", "mon 10:00", id="late")
    if verb == "move_series":
        clinic.do("book_series", doctor="who", start="mon 10:00", minutes=30, patient="lopez", rule=RULE)
        more = more | {"id": clinic.listed(doctor="who", from_="mon", to="mon")[0]}
    if verb == "update_visit":
        clinic.book("who", "mon 09:00", id="other", patient="ng")
    clinic.do(verb, **more, allow_patient_clash=True)
    there = clinic.listed(doctor="who", from_="mon", to="mon")
    assert len(there) == 1
    clinic.undo()
    clinic.redo()
    assert clinic.listed(doctor="who", from_="mon", to="mon") == there
    clinic.do("cancel", id=there[0], reason="patient")
    clinic.undo()
    assert clinic.visit(there[0]).status == "booked"
    if verb == "book":
        clinic.do("move", id=there[0], start="mon 11:00")
        assert not clinic.state()["appointments"][there[0]].get("allow_patient_clash")


def test_rule_18_a_visit_that_takes_no_time_may_be_given_to_anyone(clinic: Book, visit: Appointment) -> None:
    clinic.it_is("mon 09:00")
    clinic.do("status", id=visit.id, status="noshow")
    clinic.book("who", "mon 09:00", patient="ng")
    assert clinic.do("update_visit", id=visit.id, patient="ng").patient == "ng"


def test_a_visit_that_is_over_keeps_its_words_open_and_its_time_shut(clinic: Book, visit: Appointment) -> None:
    clinic.it_is("mon 09:00")
    clinic.do("status", id=visit.id, status="fulfilled")
    assert clinic.do("update_visit", id=visit.id, note="came late").note == "came late"
    with clinic.refused("not_active", "id"):
        clinic.do("move", id=visit.id, start="tue 09:00")
    with clinic.refused("not_active", "id"):
        clinic.do("cancel", id=visit.id, reason="patient")


# Cancelling and statuses -------------------------------------------------------------------------------------------


def test_rule_21_a_cancelled_visit_is_kept_with_reason_who_and_when(clinic: Book, visit: Appointment) -> None:
    for reason in CANCEL_REASONS:
        other = clinic.book("who", "mon 09:00", patient="ng")
        assert clinic.do("cancel", id=other.id, reason=reason).cancel_reason == reason
    gone = clinic.do("cancel", id=visit.id, reason="patient")
    assert (gone.status, gone.updated_by, gone.updated_at) == ("cancelled", "amy", "2026-11-20T13:00:00Z")
    with clinic.refused("not_active", "id"):
        clinic.do("cancel", id=visit.id, reason="patient")
    with clinic.refused("not_active", "id"):
        clinic.do("update_visit", id=visit.id, note="n")


@pytest.mark.parametrize("reason", ["", "released", "because"])
def test_rule_21_a_reason_is_one_of_the_list(clinic: Book, visit: Appointment, reason: str) -> None:
    with clinic.refused("invalid", "reason"):
        clinic.do("cancel", id=visit.id, reason=reason)


PATHS: dict[str, list[str]] = {
    "pending": [],
    "booked": [],
    "arrived": ["arrived"],
    "checked-in": ["checked-in"],
    "fulfilled": ["fulfilled"],
    "cancelled": ["cancelled"],
    "noshow": ["noshow"],
    "entered-in-error": ["entered-in-error"],
}
ALLOWED = {
    "pending": "booked cancelled",
    "booked": "arrived checked-in fulfilled cancelled noshow",
    "arrived": "booked checked-in fulfilled cancelled",
    "checked-in": "arrived fulfilled cancelled",
    "noshow": "arrived booked",
    "fulfilled": "",
    "cancelled": "",
    "entered-in-error": "",
}


@pytest.mark.parametrize("old", PATHS)
@pytest.mark.parametrize("new", STATUSES)
def test_rule_21_the_table_of_statuses(clinic: Book, old: str, new: str) -> None:
    clinic.it_is("mon 09:00")
    make: Any = clinic.hold if old == "pending" else clinic.book
    visit = make("strange", "mon 09:00", patient="lopez")
    for status in PATHS[old]:
        clinic.do("status", id=visit.id, status=status)
    if new in ALLOWED[old].split() or (new == "entered-in-error" != old):
        assert clinic.do("status", id=visit.id, status=new).status == new
    else:
        with clinic.refused("invalid" if new == "pending" else "illegal_transition", "status"):
            clinic.do("status", id=visit.id, status=new)


def test_rule_21_a_no_show_not_before_the_start(clinic: Book, visit: Appointment) -> None:
    clinic.it_is("2026-11-23T08:59")
    with clinic.refused("illegal_transition", "status"):
        clinic.do("status", id=visit.id, status="noshow")
    clinic.it_is("2026-11-23T09:00")
    clinic.do("status", id=visit.id, status="noshow")
    assert clinic.codes("strange", "2026-11-23T09:00") == []
    with clinic.refused("invalid", "status"):
        clinic.do("status", id=visit.id, status="gone")
    with clinic.refused("illegal_transition", "status"):
        clinic.do("cancel", id=visit.id, reason="patient")


def test_rule_21_a_step_that_takes_the_time_again_asks_for_it(clinic: Book, visit: Appointment) -> None:
    clinic.it_is("mon 09:00")
    clinic.do("status", id=visit.id, status="noshow")
    other = clinic.book("strange", "mon 09:10", minutes=10, patient="ng")
    with clinic.refused("slot_taken") as caught:
        clinic.do("status", id=visit.id, status="arrived")
    assert caught.value.blocking == (other.id,)
    clinic.do("cancel", id=other.id, reason="patient")
    clinic.hold("strange", "mon 09:10", minutes=10, form=True)
    clinic.wait(minutes=5)
    assert clinic.do("status", id=visit.id, status="arrived").status == "arrived"
    clinic.wait(minutes=-5)
    assert clinic.listed(from_="mon", to="mon") == [visit.id]


def test_a_status_sets_its_stamp_and_a_step_back_clears_the_later_ones(clinic: Book, visit: Appointment) -> None:
    clinic.it_is("mon 09:00")
    set_to = [clinic.do("status", id=visit.id, status=status) for status in ("arrived", "checked-in")]
    assert set_to[1].arrived_at == set_to[1].ready_at == "2026-11-23T14:00:00Z"
    back = clinic.do("status", id=visit.id, status="arrived")
    assert (back.arrived_at, back.ready_at) == ("2026-11-23T14:00:00Z", None)
    assert clinic.do("status", id=visit.id, status="booked").arrived_at is None
    clinic.do("status", id=visit.id, status="arrived")
    left = clinic.do("status", id=visit.id, status="cancelled")
    assert (left.arrived_at, left.cancel_reason) == ("2026-11-23T14:00:00Z", "other")


def test_a_step_back_to_arrived_keeps_since_when_the_patient_waits(clinic: Book, visit: Appointment) -> None:
    clinic.it_is("mon 08:50")
    clinic.do("status", id=visit.id, status="arrived")
    clinic.wait(minutes=20)
    clinic.do("status", id=visit.id, status="checked-in")
    back = clinic.do("status", id=visit.id, status="arrived")
    assert (back.arrived_at, back.ready_at) == ("2026-11-23T13:50:00Z", None)


def test_a_hold_becomes_a_visit_by_its_status_only_with_a_patient_and_in_time(clinic: Book) -> None:
    held = clinic.hold("strange", "mon 09:00")
    with clinic.refused("invalid", "patient"):
        clinic.do("status", id=held.id, status="booked")
    named = clinic.hold("strange", "mon 10:00", patient="ng")
    assert clinic.do("status", id=named.id, status="booked").expires_at is None
    clinic.wait(minutes=30)
    with clinic.refused("hold_expired", "id"):
        clinic.do("status", id=held.id, status="booked")


@pytest.mark.parametrize("verb", ["move", "update_visit", "cancel", "status"])
def test_an_id_that_nobody_has(clinic: Book, verb: str) -> None:
    more = {"cancel": {"reason": "patient"}, "status": {"status": "arrived"}}.get(verb, {})
    for ident in ("nothing", "lopez"):
        with clinic.refused("unknown", "id"):
            clinic.do(verb, id=ident, **more)
