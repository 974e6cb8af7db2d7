"""Holds: RULES 13, 17."""

from __future__ import annotations

from typing import Any

import pytest

from scheduling.errors import Refused
from tests.builders import Book


def test_rule_17_a_hold_lives_thirty_minutes_and_is_dead_at_exactly_that(clinic: Book) -> None:
    held = clinic.hold("strange", "mon 09:00")
    assert (held.status, held.expires_at, held.held_by) == ("pending", "2026-11-20T13:30:00Z", "front-1")
    clinic.wait(minutes=29, seconds=59)
    assert clinic.codes("strange", "mon 09:00") == ["slot_taken"]
    assert clinic.starts("mon", "mon", doctor="strange", minutes=30)[0] == "09:30"
    clinic.wait(seconds=1)
    assert clinic.codes("strange", "mon 09:00") == []
    assert clinic.starts("mon", "mon", doctor="strange", minutes=30)[0] == "09:00"
    assert clinic.listed(from_="mon", to="mon") == []


def test_rule_17_a_clock_set_back_sees_the_hold_again_until_it_is_booked_over(clinic: Book) -> None:
    held = clinic.hold("strange", "mon 09:00")
    clinic.wait(minutes=30)
    visit = clinic.book("strange", "mon 09:15")
    assert clinic.visit(visit.id).version == 1
    clinic.wait(minutes=-20)
    dead = clinic.state()["appointments"][held.id]
    assert (dead["status"], dead["cancel_reason"]) == ("cancelled", "expired")
    assert clinic.codes("strange", "mon 09:00", minutes=15) == []


def test_rule_17_a_hold_hides_its_time_from_all_who_do_not_name_it(clinic: Book) -> None:
    held = clinic.hold("strange", "mon 09:00", minutes=480)
    assert clinic.starts("mon", "mon", doctor="strange", minutes=60) == []
    assert clinic.starts("mon", "mon", doctor="strange", minutes=60, hold=held.id)[0] == "09:00"
    found = clinic.next("mon 00:00", doctor="strange", minutes=60, hold=held.id)
    assert found.openings[0].start == held.start_minute
    assert clinic.codes("strange", "mon 09:00", hold=held.id) == []


@pytest.mark.parametrize("verb", ["book", "why", "openings", "next", "move", "hold"])
def test_rule_17_only_a_hold_can_be_named_as_the_own(clinic: Book, verb: str) -> None:
    visit = clinic.book("strange", "mon 09:00")
    other = clinic.book("strange", "mon 12:00", patient="ng")
    ways: dict[str, dict[str, Any]] = {
        "book": {"doctor": "strange", "start": "mon 09:00", "patient": "ng"},
        "hold": {"doctor": "strange", "start": "mon 09:00"},
        "why": {"doctor": "strange", "start": "mon 09:00"},
        "openings": {"doctor": "strange", "from_": "mon", "to": "mon"},
        "next": {"doctor": "strange", "after": "mon 09:00"},
        "move": {"id": other.id, "start": "mon 09:00"},
    }
    with clinic.refused("invalid", "hold"):
        clinic.do(verb, minutes=30, hold=visit.id, **ways[verb])
    with clinic.refused("unknown", "hold"):
        clinic.do(verb, minutes=30, hold="nothing", **ways[verb])


def test_rule_17_confirm_makes_it_a_visit_and_repeated_answers_the_same(clinic: Book) -> None:
    held = clinic.hold("strange", "mon 09:00")
    clinic.wait(minutes=10)
    with clinic.refused("invalid", "patient"):
        clinic.do("confirm", id=held.id)
    visit = clinic.do("confirm", id=held.id, patient="lopez", note="n", reason="r")
    assert (visit.id, visit.status, visit.expires_at, visit.held_by) == (held.id, "booked", None, None)
    assert (visit.note, visit.reason) == ("n", "r")
    seq = clinic.seq
    assert clinic.do("confirm", id=held.id, patient="lopez") == visit
    assert clinic.seq == seq


def test_rule_17_confirm_is_refused_once_the_version_is_another(clinic: Book) -> None:
    held = clinic.hold("strange", "mon 09:00", patient="lopez")
    clinic.do("renew", id=held.id)
    with clinic.refused("stale_record", "version"):
        clinic.do("confirm", id=held.id, version=held.version)


def test_rule_17_a_late_confirm_offers_its_own_time_first(clinic: Book) -> None:
    held = clinic.hold("strange", "mon 09:00", patient="lopez")
    clinic.wait(minutes=30)
    with clinic.refused("hold_expired", "id") as caught:
        clinic.do("confirm", id=held.id)
    assert caught.value.reason == "The hold of Mon 23 Nov 09:00 has run out."
    assert [clinic.wall(row.start)[11:16] for row in caught.value.alternatives] == ["09:00", "09:30", "10:00"]
    clinic.book("strange", "mon 09:00", patient="ng")
    with clinic.refused("hold_expired") as caught:
        clinic.do("confirm", id=held.id)
    assert clinic.wall(caught.value.alternatives[0].start)[11:16] == "09:30"
    with clinic.refused("slot_taken"):
        clinic.do("confirm", id=held.id, rebook=True)


def test_rule_17_a_late_confirm_with_a_doctor_who_has_left_offers_another(clinic: Book) -> None:
    held = clinic.hold("strange", "mon 09:00", patient="lopez")
    clinic.do("retire_doctor", id="strange")
    with clinic.refused("not_active", "doctor"):
        clinic.do("confirm", id=held.id)
    clinic.wait(minutes=30)
    with clinic.refused("hold_expired", "id") as caught:
        clinic.do("confirm", id=held.id)
    assert [(row.doctor, clinic.wall(row.start)[11:16]) for row in caught.value.alternatives] == [("who", "09:00")]


def test_rule_17_rebook_takes_the_time_if_it_is_still_free_and_says_so(clinic: Book) -> None:
    held = clinic.hold("strange", "mon 09:00", patient="lopez", form=True)
    assert held.expires_at == "2026-11-20T13:05:00Z"
    clinic.wait(minutes=5)
    done = clinic.outcome("confirm", id=held.id, rebook=True)
    assert done.value.status == "booked"
    assert done.warnings == ("The hold had run out; the time was still free and is booked.",)


def test_rule_11_notice_is_not_asked_again_at_the_confirmation(clinic: Book) -> None:
    clinic.do("add_type", id="op", hospital="general", name="Op", minutes=30, notice=60)
    clinic.it_is("fri 09:00")
    held = clinic.hold("strange", "fri 10:00", type="op", minutes=..., patient="lopez")
    clinic.wait(minutes=10)
    assert clinic.do("confirm", id=held.id).status == "booked"


def test_rule_17_confirming_with_another_type_asks_for_its_buffers(clinic: Book) -> None:
    clinic.do("add_type", id="scan", hospital="general", name="Scan", minutes=30, buffer_after=30)
    clinic.book("strange", "mon 09:40", patient="ng")
    held = clinic.hold("strange", "mon 09:00", patient="lopez")
    with clinic.refused("slot_taken"):
        clinic.do("confirm", id=held.id, type="scan")
    assert clinic.do("confirm", id=held.id).type is None
    other = clinic.hold("strange", "mon 13:00", patient="okafor")
    booked = clinic.do("confirm", id=other.id, type="scan")
    assert (booked.type, booked.buffer_after) == ("scan", 30)


def test_rule_18_confirming_for_a_patient_who_is_busy_then(clinic: Book) -> None:
    clinic.book("who", "mon 09:00")
    held = clinic.hold("strange", "mon 09:00")
    with clinic.refused("patient_clash", "patient"):
        clinic.do("confirm", id=held.id, patient="lopez")
    assert clinic.do("confirm", id=held.id, patient="lopez", allow_patient_clash=True).patient == "lopez"


def test_rule_17_renew_and_lengthen(clinic: Book) -> None:
    held = clinic.hold("strange", "mon 09:00", form=True)
    clinic.wait(minutes=4)
    assert clinic.do("renew", id=held.id).expires_at == "2026-11-20T13:09:00Z"
    assert clinic.do("lengthen", id=held.id).expires_at == "2026-11-20T13:34:00Z"
    clinic.wait(minutes=20)
    assert clinic.do("renew", id=held.id).expires_at == "2026-11-20T13:54:00Z"
    clinic.wait(minutes=30)
    for verb in ("renew", "lengthen"):
        with clinic.refused("hold_expired", "id"):
            clinic.do(verb, id=held.id)
    with clinic.refused("hold_expired", "id"):
        clinic.do("update_visit", id=held.id, note="still there?")


def test_rule_17_release_frees_the_time_and_repeated_answers_the_same(clinic: Book) -> None:
    held = clinic.hold("strange", "mon 09:00")
    gone = clinic.do("release", id=held.id)
    assert (gone.status, gone.cancel_reason) == ("cancelled", "released")
    assert clinic.do("release", id=held.id) == gone
    assert clinic.codes("strange", "mon 09:00") == []
    with clinic.refused("hold_expired") as caught:
        clinic.do("confirm", id=held.id, patient="lopez")
    assert "was released" in caught.value.reason


@pytest.mark.parametrize("verb", ["renew", "release", "confirm", "lengthen"])
def test_rule_17_a_visit_is_no_hold(clinic: Book, verb: str) -> None:
    visit = clinic.book("strange", "mon 09:00")
    with clinic.refused("illegal_transition", "id"):
        clinic.do(verb, id=visit.id)
    with clinic.refused("unknown", "id"):
        clinic.do(verb, id="nothing")


def test_rule_17_booking_the_held_time_turns_the_hold_into_the_visit(clinic: Book) -> None:
    held = clinic.hold("strange", "mon 09:00", form=True)
    visit = clinic.book("strange", "mon 09:00", hold=held.id)
    assert (visit.id, visit.status, visit.expires_at, visit.held_by) == (held.id, "booked", None, None)
    assert clinic.listed(from_="mon", to="mon", status="all") == [visit.id]


def test_rule_17_a_hold_named_with_an_id_of_the_callers_own_is_released(clinic: Book) -> None:
    held = clinic.hold("strange", "mon 09:00")
    visit = clinic.book("strange", "mon 09:00", hold=held.id, id="mine")
    assert visit.id == "mine"
    assert clinic.visit(held.id).cancel_reason == "released"
    again = clinic.hold("who", "mon 09:00")
    other = clinic.hold("who", "mon 09:15", hold=again.id)
    assert clinic.visit(again.id).cancel_reason == "released"
    assert clinic.listed(doctor="who", from_="mon", to="mon") == [other.id]
    dead = clinic.book("who", "mon 10:00", hold=again.id, patient="ng")
    assert dead.id not in (again.id, other.id)


def test_rule_17_a_hold_moves_with_the_form_and_keeps_its_last_moment(clinic: Book) -> None:
    clinic.do("add_type", id="long", hospital="general", name="Long", minutes=90)
    held = clinic.hold("strange", "mon 09:00", form=True)
    clinic.wait(minutes=1)
    moved = clinic.do("move", id=held.id, start="mon 10:00", type="long")
    assert (moved.id, moved.minutes, moved.expires_at) == (held.id, 90, held.expires_at)
    assert [step.action for step in clinic.do("history", id=held.id)] == ["hold", "hold"]
    clinic.wait(minutes=4)
    with clinic.refused("hold_expired"):
        clinic.do("move", id=held.id, start="mon 11:00")


def test_rule_17_dead_holds_are_tidied_up_by_the_next_who_books(clinic: Book) -> None:
    old = [clinic.hold("who", f"mon {hour:02}:00").id for hour in range(8, 16)]
    named = clinic.hold("who", "tue 08:00", id="mine").id
    clinic.wait(minutes=30)
    clinic.book("strange", "mon 09:00")
    dead = [ident for ident in (*old, named) if clinic.visit(ident).status == "cancelled"]
    assert dead == old
    clinic.book("strange", "mon 10:00", patient="ng")
    assert clinic.visit(named).cancel_reason == "expired"
    clinic.wait(minutes=24 * 60 - 1)
    live = clinic.hold("strange", "tue 10:00").id
    clinic.book("strange", "tue 12:00", patient="ng")
    assert set(old) <= set(clinic.state()["appointments"])
    clinic.wait(minutes=1)
    clinic.book("strange", "tue 11:00", patient="okafor")
    assert not set(old) & set(clinic.state()["appointments"])
    assert {named, live} <= set(clinic.state()["appointments"])
    with clinic.refused("exists", "id"):
        clinic.hold("who", "tue 08:00", id="mine")


def test_rule_17_a_hold_of_a_patient_with_an_override(clinic: Book) -> None:
    clinic.book("strange", "mon 09:00")
    held = clinic.hold("strange", "mon 09:10", patient="ng", override="in pain")
    assert held.override == "in pain"
    assert clinic.do("confirm", id=held.id).override == "in pain"


def test_rule_17_the_hospital_says_how_long_a_hold_lives(clinic: Book) -> None:
    clinic.do("add_hospital", id="h2", name="H2", timezone="America/New_York", hold_minutes=10)
    clinic.do("add_doctor", id="d2", hospital="h2", name="Dr Two")
    clinic.do("set_hours", doctor="d2", hours={"mon": [["09:00", "10:00"]]})
    clinic.sit("", "")
    held = clinic.hold("d2", "mon 09:00")
    assert (held.expires_at, held.held_by) == ("2026-11-20T13:10:00Z", "a desk")


def test_rule_17_a_confirm_repeated_for_another_patient_is_told_who_was_first(clinic: Book) -> None:
    held = clinic.hold("strange", "mon 09:00")
    clinic.do("confirm", id=held.id, patient="lopez")
    assert clinic.do("confirm", id=held.id).patient == "lopez"
    with pytest.raises(Refused, match=r"confirmed for M\. Lopez") as refused:
        clinic.do("confirm", id=held.id, patient="walker")
    assert (refused.value.code, refused.value.blocking) == ("hold_expired", (held.id,))


@pytest.mark.parametrize("how", ["undo", "redo"])
def test_rule_17_a_visit_that_comes_back_buries_the_dead_hold_it_lies_over(clinic: Book, how: str) -> None:
    visit = clinic.book("strange", "mon 09:00")
    if how == "redo":
        clinic.undo()
    else:
        clinic.do("cancel", id=visit.id, reason="patient")
    held = clinic.hold("strange", "mon 09:15", form=True)
    clinic.wait(minutes=5)
    clinic.do(how)
    dead = clinic.visit(held.id)
    assert (dead.status, dead.cancel_reason) == ("cancelled", "expired")
    clinic.wait(minutes=-5)
    assert clinic.listed(from_="mon", to="mon") == [visit.id]
