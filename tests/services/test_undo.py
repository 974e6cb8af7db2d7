"""Undo, redo, history: RULES 17, 21, 22."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.builders import EARLY, Book

Step = Callable[[Book], Any]


def visit_id(clinic: Book) -> str:
    return clinic.book("strange", "tue 09:00", id="v0").id


STEPS: dict[str, Step] = {
    "add_hospital": lambda c: c.do("add_hospital", id="h2", name="H2", timezone="Europe/Berlin", holidays="DE-BY"),
    "add_location": lambda c: c.do("add_location", id="east", hospital="general", name="East"),
    "add_type": lambda c: c.do("add_type", id="fu", hospital="general", name="Follow-up", minutes=20),
    "add_doctor": lambda c: c.do("add_doctor", id="d2", hospital="general", name="Dr Two"),
    "add_patient": lambda c: c.do("add_patient", name="Zoë Zed", phones=["1"]),
    "update_doctor": lambda c: c.do("update_doctor", id="who", specialty="Time"),
    "update_patient": lambda c: c.do("update_patient", id="ng", alerts=["wheelchair"]),
    "retire_doctor": lambda c: c.do("retire_doctor", id="who"),
    "set_hours": lambda c: c.do("set_hours", doctor="strange", hours=EARLY, from_="2026-12-01", to="2026-12-31"),
    "set_day": lambda c: c.do("set_day", doctor="strange", date="mon", spans=[]),
    "close": lambda c: c.do("close", doctor="strange", from_="mon", to="tue", reason="leave"),
    "book": lambda c: c.book("strange", "mon 09:00"),
    "move": lambda c: c.do("move", id="v0", start="tue 10:00", doctor="who"),
    "update_visit": lambda c: c.do("update_visit", id="v0", note="n"),
    "cancel": lambda c: c.do("cancel", id="v0", reason="patient"),
    "status": lambda c: c.do("status", id="v0", status="arrived"),
}
"""Every verb that is a step by itself."""

CREATIONS = {"add_hospital", "add_location", "add_type", "add_doctor", "add_patient", "book"}


@pytest.fixture
def busy(clinic: Book) -> Book:
    visit_id(clinic)
    return clinic


@pytest.mark.parametrize("verb", STEPS)
def test_rule_21_every_step_is_taken_back_and_done_again(busy: Book, verb: str) -> None:
    before = busy.said()
    STEPS[verb](busy)
    after = busy.said()
    assert busy.undo().action == verb
    undone = busy.said()
    if verb in CREATIONS:
        assert undone != before
        assert set(undone) >= set(before)
    else:
        assert undone == before
    assert busy.redo().action == verb
    assert busy.said() == after
    busy.undo()
    assert busy.said() == undone


@pytest.mark.parametrize(
    ("first", "then"),
    [
        (lambda c: c.do("set_day", doctor="strange", date="mon", spans=[]), "clear_day"),
        (lambda c: c.do("close", doctor="strange", from_="mon", to="mon"), "reopen"),
    ],
)
def test_rule_21_what_was_removed_comes_back(clinic: Book, first: Step, then: str) -> None:
    row = first(clinic)
    before = clinic.said()
    clinic.do(then, **({"id": row["id"]} if then == "reopen" else {"doctor": "strange", "date": "mon"}))
    clinic.undo()
    assert clinic.said() == before
    clinic.redo()
    assert clinic.codes("strange", "mon 09:00") == []


def test_rule_21_an_undone_creation_is_kept_and_its_id_stays_taken(clinic: Book) -> None:
    visit = clinic.book("strange", "mon 09:00", id="v1")
    clinic.undo()
    assert clinic.visit(visit.id).status == "entered-in-error"
    assert clinic.codes("strange", "mon 09:00") == []
    with clinic.refused("exists", "id"):
        clinic.book("strange", "mon 10:00", id="v1")
    clinic.do("add_doctor", id="d2", hospital="general", name="Dr Two")
    clinic.undo()
    assert clinic.state()["doctors"]["d2"]["removed_at"] == "2026-11-20T13:00:00Z"
    with clinic.refused("not_active", "doctor"):
        clinic.book("d2", "mon 10:00")


def test_rule_21_a_creation_others_build_on_is_not_taken_back(clinic: Book) -> None:
    patient = clinic.do("add_patient", name="Zed")["id"]
    clinic.book("strange", "mon 09:00", patient=patient)
    with clinic.refused("not_allowed") as caught:
        clinic.undo(id=patient)
    assert caught.value.reason == "Zed has visits by now."
    clinic.undo()
    clinic.undo()
    assert not clinic.state()["patients"][patient].get("active", True)


def test_rule_21_a_site_with_doctors_or_types_is_not_taken_back(clinic: Book) -> None:
    clinic.do("add_hospital", id="h2", name="H2", timezone="Europe/Berlin")
    clinic.do("add_location", id="east", hospital="h2", name="East")
    clinic.do("add_doctor", id="d2", hospital="h2", name="Dr Two", locations=["east"])
    for ident in ("h2", "east"):
        with clinic.refused("not_allowed"):
            clinic.undo(id=ident)


@pytest.mark.parametrize("more", [{"hours": EARLY}, {"date": "mon", "spans": [["09:00", "10:00"]]}])
def test_rule_21_a_location_with_hours_is_not_taken_back(clinic: Book, more: dict[str, Any]) -> None:
    clinic.do("add_location", id="east", hospital="general", name="East")
    clinic.do("set_hours" if "hours" in more else "set_day", doctor="who", location="east", **more)
    with clinic.refused("not_allowed") as caught:
        clinic.undo(id="east")
    assert (caught.value.reason, caught.value.blocking) == ("East has hours by now.", ("who",))
    clinic.undo()
    clinic.undo(id="east")
    assert not clinic.state()["locations"]["east"].get("active", True)


def test_rule_21_a_hold_that_was_confirmed_just_before_is_moved_as_a_visit(
    clinic: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = clinic.hold("strange", "mon 09:00")
    write = clinic.desk.store.write

    def late(action: str, decide: Any) -> Any:
        monkeypatch.undo()
        clinic.do("confirm", id=held.id, patient="ng")
        return write(action, decide)

    monkeypatch.setattr(clinic.desk.store, "write", late)
    assert clinic.do("move", id=held.id, start="mon 10:00").start != held.start
    assert clinic.undo().action == "move"
    assert clinic.visit(held.id).start == held.start


@pytest.mark.parametrize("retired", ["east", "h2"])
def test_rule_21_nothing_comes_back_to_what_another_desk_has_retired(clinic: Book, retired: str) -> None:
    clinic.do("add_location", id="east", hospital="general", name="East")
    clinic.do("add_hospital", id="h2", name="H2", timezone="Europe/Berlin")
    clinic.do("add_doctor", id="d2", hospital="h2", name="Dr Two")
    if retired == "east":
        clinic.do("set_day", doctor="who", location="east", date="mon", spans=[["09:00", "10:00"]])
        clinic.do("clear_day", doctor="who", date="mon")
    else:
        clinic.do("retire_doctor", id="d2")
    clinic.sit("bob", "front-2")
    clinic.do("retire_location" if retired == "east" else "retire_hospital", id=retired)
    clinic.sit("amy", "front-1")
    before = clinic.state()
    with clinic.refused("not_allowed") as caught:
        clinic.undo()
    assert caught.value.blocking == (retired,)
    assert clinic.state() == before
    clinic.undo(id=retired)
    clinic.sit("amy", "front-1")
    assert clinic.undo().action == ("clear_day" if retired == "east" else "retire_doctor")


def test_rule_21_a_hospital_and_its_doctor_come_back_together(clinic: Book) -> None:
    clinic.do("add_hospital", id="h2", name="H2", timezone="Europe/Berlin")
    clinic.do("add_doctor", id="d2", hospital="h2", name="Dr Two")

    def both() -> None:
        clinic.desk.do("retire_doctor", id="d2")
        clinic.desk.do("retire_hospital", id="h2")

    clinic.desk.atomic(both)
    assert clinic.undo().action == "batch"
    assert clinic.state()["doctors"]["d2"].get("active", True)


def test_rule_21_a_location_and_its_hours_are_taken_back_together(clinic: Book) -> None:
    def both() -> None:
        clinic.desk.do("add_location", id="east", hospital="general", name="East")
        clinic.desk.do("set_hours", doctor="who", location="east", hours=EARLY)

    clinic.desk.atomic(both)
    assert clinic.undo().action == "batch"
    assert not clinic.state()["locations"]["east"].get("active", True)


def test_rule_21_undo_steps_back_one_by_one_and_redo_forward(clinic: Book) -> None:
    visit = clinic.book("strange", "mon 09:00")
    clinic.do("move", id=visit.id, start="mon 10:00")
    clinic.do("update_visit", id=visit.id, note="n")
    assert [clinic.undo().action for _ in range(3)] == ["update_visit", "move", "book"]
    with clinic.refused("not_allowed"):
        clinic.undo()
    assert [clinic.redo().action for _ in range(3)] == ["book", "move", "update_visit"]
    with clinic.refused("not_allowed"):
        clinic.redo()
    now = clinic.visit(visit.id)
    assert (now.start, now.note, now.status) == ("2026-11-23T10:00-05:00", "n", "booked")
    assert clinic.undo().action == "update_visit"


def test_rule_21_any_new_step_empties_redo(clinic: Book) -> None:
    clinic.book("strange", "mon 09:00")
    clinic.undo()
    clinic.book("strange", "mon 10:00")
    with clinic.refused("not_allowed"):
        clinic.redo()
    clinic.undo()
    clinic.redo()
    with clinic.refused("not_allowed"):
        clinic.redo()


def test_rule_21_only_ones_own_steps_at_this_desk_since_midnight(clinic: Book) -> None:
    mine = clinic.book("strange", "mon 09:00")
    clinic.sit("bob", "front-1")
    with clinic.refused("not_allowed"):
        clinic.undo()
    clinic.book("strange", "mon 10:00", patient="ng")
    clinic.sit("amy", "front-2")
    with clinic.refused("not_allowed"):
        clinic.undo()
    clinic.sit("amy", "front-1")
    clinic.it_is("2026-11-20T23:59")
    clinic.book("strange", "mon 11:00", patient="okafor")
    clinic.wait(minutes=1)
    with clinic.refused("not_allowed"):
        clinic.undo()
    clinic.wait(minutes=-1)
    assert [clinic.undo().ids, clinic.undo().ids][1] == (mine.id,)


def test_rule_21_undo_is_refused_when_it_has_changed_since(clinic: Book) -> None:
    visit = clinic.book("strange", "mon 09:00")
    clinic.sit("bob", "front-2")
    clinic.do("update_visit", id=visit.id, note="by bob")
    clinic.sit("amy", "front-1")
    with clinic.refused("stale_record") as caught:
        clinic.undo()
    assert caught.value.blocking == (visit.id,)
    assert clinic.undo(id=visit.id).by == "bob"
    assert clinic.visit(visit.id).note is None
    with clinic.refused("unknown", "id"):
        clinic.undo(id="nothing")


def test_rule_21_undoing_a_cancellation_asks_for_the_time_again(clinic: Book) -> None:
    visit = clinic.book("strange", "mon 09:00")
    clinic.do("cancel", id=visit.id, reason="patient")
    clinic.sit("bob", "front-2")
    clinic.book("strange", "mon 09:00", patient="ng")
    clinic.book("who", "mon 10:00", patient="lopez")
    clinic.sit("amy", "front-1")
    with clinic.refused("slot_taken"):
        clinic.undo()


def test_rule_21_undoing_a_move_asks_for_the_old_time(clinic: Book) -> None:
    visit = clinic.book("strange", "mon 09:00")
    clinic.do("move", id=visit.id, start="mon 12:00")
    clinic.sit("bob", "front-2")
    clinic.book("strange", "mon 09:10", patient="ng", minutes=10)
    clinic.sit("amy", "front-1")
    with clinic.refused("slot_taken"):
        clinic.undo()


def test_rule_21_hours_are_not_asked_again(clinic: Book) -> None:
    visit = clinic.book("strange", "sat 09:00", override="opened up")
    clinic.do("cancel", id=visit.id, reason="clinic")
    clinic.undo()
    assert clinic.visit(visit.id).status == "booked"


def test_rule_17_holds_are_no_steps(clinic: Book) -> None:
    held = clinic.hold("strange", "mon 09:00")
    clinic.do("renew", id=held.id)
    clinic.do("lengthen", id=held.id)
    clinic.do("move", id=held.id, start="mon 10:00")
    clinic.do("update_visit", id=held.id, note="asks at home")
    clinic.do("release", id=held.id)
    for verb, more in (("undo", {}), ("undo", {"id": held.id}), ("redo", {})):
        with clinic.refused("not_allowed"):
            clinic.do(verb, **more)


def test_rule_17_undoing_a_confirmation_gives_the_hold_back_while_it_lives(clinic: Book) -> None:
    held = clinic.hold("strange", "mon 09:00", patient="lopez")
    clinic.do("confirm", id=held.id)
    clinic.undo()
    assert (clinic.visit(held.id).status, clinic.visit(held.id).expires_at) == ("pending", held.expires_at)
    clinic.redo()
    clinic.wait(minutes=30)
    clinic.undo()
    assert clinic.visit(held.id).status == "entered-in-error"
    assert clinic.codes("strange", "mon 09:00") == []


@pytest.mark.parametrize("verb", ["book", "confirm"])
def test_rule_21_a_booking_from_the_form_is_taken_back_whole(clinic: Book, verb: str) -> None:
    held = clinic.hold("strange", "mon 09:00", form=True, patient="lopez")
    if verb == "book":
        clinic.book("strange", "mon 09:00", hold=held.id)
    else:
        clinic.do("confirm", id=held.id)
    clinic.undo()
    assert clinic.visit(held.id).status == "entered-in-error"
    clinic.redo()
    assert clinic.visit(held.id).status == "booked"


def test_rule_21_a_dead_hold_called_an_error_is_a_step_of_its_own(clinic: Book) -> None:
    clinic.book("strange", "mon 09:00", id="v1")
    held = clinic.hold("strange", "mon 10:00")
    clinic.do("release", id=held.id)
    clinic.do("status", id=held.id, status="entered-in-error")
    assert clinic.undo().ids == (held.id,)
    assert clinic.visit(held.id).status == "cancelled"
    assert clinic.redo().ids == (held.id,)
    clinic.undo()
    assert clinic.undo().ids == ("v1",)


def test_rule_22_a_retried_undo_takes_nothing_more_back(clinic: Book) -> None:
    clinic.book("strange", "mon 09:00")
    clinic.book("strange", "mon 10:00", patient="ng")
    first = clinic.undo(request_id="u1")
    assert clinic.undo(request_id="u1") == first
    assert len(clinic.listed(from_="mon", to="mon")) == 1


# History -----------------------------------------------------------------------------------------------------------


def words(clinic: Book, **more: Any) -> list[str]:
    return [step.words for step in clinic.do("history", **more)]


def test_history_tells_the_story_of_a_visit(clinic: Book) -> None:
    visit = clinic.book("strange", "mon 09:00")
    clinic.do("move", id=visit.id, start="mon 10:00", minutes=45)
    clinic.do("move", id=visit.id, minutes=50)
    clinic.do("update_visit", id=visit.id, note="n")
    clinic.it_is("mon 10:00")
    clinic.do("status", id=visit.id, status="arrived")
    clinic.do("cancel", id=visit.id, reason="left")
    clinic.undo()
    assert words(clinic, id=visit.id) == [
        "took back: cancelled M. Lopez with Dr Strange Mon 23 Nov 10:00 (left)",
        "cancelled M. Lopez with Dr Strange Mon 23 Nov 10:00 (left)",
        "set M. Lopez with Dr Strange Mon 23 Nov 10:00 to arrived",
        "changed M. Lopez with Dr Strange Mon 23 Nov 10:00",
        "changed M. Lopez with Dr Strange Mon 23 Nov 10:00 from 45 to 50 min",
        "moved M. Lopez with Dr Strange Mon 23 Nov 09:00 to Dr Strange Mon 23 Nov 10:00, 45 min",
        "booked M. Lopez with Dr Strange Mon 23 Nov 09:00",
    ]
    assert len(words(clinic, limit=2)) == 2
    with clinic.refused("unknown", "id"):
        words(clinic, id="nothing")


def test_history_tells_of_holds(clinic: Book) -> None:
    held = clinic.hold("strange", "mon 09:00", patient="lopez")
    clinic.do("confirm", id=held.id)
    other = clinic.hold("strange", "mon 10:00")
    clinic.do("cancel", id=other.id, reason="clinic")
    clinic.do("release", id=clinic.hold("strange", "mon 11:00").id)
    assert words(clinic)[0] == "released a hold"
    assert words(clinic)[2:6] == [
        "cancelled a time with Dr Strange Mon 23 Nov 10:00 (clinic)",
        "held a time with Dr Strange Mon 23 Nov 10:00",
        "booked M. Lopez with Dr Strange Mon 23 Nov 09:00",
        "held M. Lopez with Dr Strange Mon 23 Nov 09:00",
    ]


def test_history_tells_of_the_set_up(clinic: Book) -> None:
    clinic.do("set_day", doctor="who", date="mon", spans=[])
    clinic.do("clear_day", doctor="who", date="mon")
    closed = clinic.do("close", hospital="general", from_="tue", to="tue")
    clinic.do("reopen", id=closed["id"])
    clinic.do("update_patient", id="ng", note="n")
    clinic.do("add_doctor", id="d2", hospital="general", name="Ada Two")
    clinic.undo()
    clinic.redo()
    assert words(clinic)[:8] == [
        "did again: added Dr Two",
        "took back: added Dr Two",
        "added Dr Two",
        "changed the patient Ng, Wei Ling",
        "reopened General Tue 24 Nov",
        "closed General Tue 24 Nov",
        "cleared a day of Dr Who",
        "set a day of Dr Who",
    ]


def test_history_tells_of_an_atomic_batch_as_one_step(clinic: Book) -> None:
    def both() -> None:
        clinic.book("strange", "mon 09:00")
        clinic.book("who", "tue 09:00", patient="ng")

    clinic.desk.atomic(both)
    assert words(clinic)[0] == "booked W. Ng with Dr Who Tue 24 Nov 09:00 and 1 more"
    assert len(clinic.undo().ids) == 2
    assert clinic.listed(from_="mon", to="tue") == []
