"""Who waits, and whom a freed time would suit; nothing is ever booked by itself (RULES 25)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders import Book

SHOWN = "1 person on the waitlist could take the freed time."


def wait(clinic: Book, patient: str = "ng", **more: Any) -> str:
    return str(clinic.do("waitlist_add", patient=patient, **more)["id"])


def matches(clinic: Book, doctor: str = "strange", start: str = "mon 09:00", minutes: int = 30) -> list[str]:
    return [row["id"] for row in clinic.do("waitlist_matches", doctor=doctor, start=start, minutes=minutes)]


def listed(clinic: Book, **more: Any) -> list[str]:
    return [row["id"] for row in clinic.do("waitlist", **more)]


def test_rule_25_priority_first_then_age(clinic: Book) -> None:
    for ident, patient, priority in (
        ("q1", "ng", ...),
        ("q2", "okafor", 1),
        ("q3", "tanaka", 5),
        ("q4", "obrien", 3),
    ):
        wait(clinic, patient, id=ident, priority=priority)
        clinic.wait(minutes=1)
    assert matches(clinic) == listed(clinic) == ["q2", "q1", "q4", "q3"]
    clinic.do("waitlist_update", id="q3", priority=1)
    assert listed(clinic) == ["q2", "q3", "q1", "q4"]


def test_who_came_first_within_a_second_is_first(clinic: Book) -> None:
    idents = [wait(clinic, id=ident) for ident in ("z", "b", "y", "a")]
    assert listed(clinic) == idents


@pytest.mark.parametrize(
    ("wish", "fits"),
    [
        ({}, True),
        ({"minutes": 30}, True),
        ({"minutes": 31}, False),
        ({"type": "fu"}, True),
        ({"type": "long"}, False),
        ({"type": "long", "minutes": 20}, True),
        ({"doctors": ["who", "strange"]}, True),
        ({"doctors": ["who"]}, False),
        ({"specialty": "mystic arts"}, True),
        ({"specialty": "bones"}, False),
        ({"specialty": "bones", "doctors": ["strange"]}, False),
        ({"hospital": "general"}, True),
        ({"hospital": "b"}, False),
        ({"hospital": "b", "specialty": "mystic arts"}, False),
        ({"from_": "mon", "to": "mon"}, True),
        ({"from_": "tue"}, False),
        ({"to": "2026-11-22"}, False),
        ({"weekdays": ["mon", "fri"]}, True),
        ({"weekdays": ["tue"]}, False),
        ({"between": ["09:00", "10:00"]}, True),
        ({"between": ["10:00", "17:00"]}, False),
    ],
)
def test_rule_25_what_somebody_waits_for(clinic: Book, wish: dict[str, Any], fits: bool) -> None:
    clinic.do("add_hospital", id="b", name="Berlin", timezone="Europe/Berlin")
    clinic.do("add_doctor", id="haas", hospital="b", name="Dr Haas", specialty="Bones")
    clinic.do("add_type", id="fu", hospital="general", name="FU", minutes=20)
    clinic.do("add_type", id="long", hospital="general", name="Long", minutes=60)
    ident = wait(clinic, **wish)
    assert matches(clinic) == ([ident] if fits else [])


def test_a_doctors_own_length_of_a_type_counts(clinic: Book) -> None:
    clinic.do("add_type", id="fu", hospital="general", name="FU", minutes=20)
    clinic.do("update_doctor", id="strange", types={"fu": 40})
    wait(clinic, type="fu")
    assert (matches(clinic), len(matches(clinic, "who"))) == ([], 1)


def test_rule_25_only_what_could_be_booked_is_a_match(clinic: Book) -> None:
    clinic.do("add_type", id="op", hospital="general", name="Op", minutes=20)
    clinic.do("update_doctor", id="strange", types={})
    wait(clinic, "ng", id="busy")
    wait(clinic, "okafor", id="not-offered", type="op")
    wait(clinic, "tanaka", id="fits")
    clinic.book("who", "mon 09:10", patient="ng")
    assert matches(clinic) == ["fits"]
    assert matches(clinic, start="mon 07:00") == []
    assert matches(clinic, start="2026-11-19T09:00") == []
    clinic.book("strange", "mon 09:20", patient="obrien")
    assert matches(clinic) == []
    clinic.do("retire_patient", id="tanaka")
    assert matches(clinic, start="mon 11:00") == ["busy"]


def test_a_retired_doctor_has_no_time_to_give(clinic: Book) -> None:
    wait(clinic)
    clinic.book("strange", "mon 09:00", id="a1")
    clinic.do("retire_doctor", id="strange")
    with clinic.refused("not_active", "doctor"):
        matches(clinic)
    assert clinic.outcome("cancel", id="a1", reason="doctor away").warnings == ()


# The warning


def test_rule_25_a_freed_time_tells_how_many_could_take_it(clinic: Book) -> None:
    clinic.book("strange", "mon 09:00", id="a1")
    assert clinic.outcome("cancel", id="a1", reason="patient").warnings == ()
    wait(clinic)
    clinic.book("strange", "mon 09:00", id="a2")
    assert clinic.outcome("move", id="a2", start="mon 11:00").warnings == (SHOWN,)
    wait(clinic, "okafor")
    before = len(clinic.listed())
    told = clinic.outcome("cancel", id="a2", reason="patient").warnings
    assert told == ("2 people on the waitlist could take the freed time.",)
    assert len(clinic.listed()) == before - 1, "nothing is booked by itself"


@pytest.mark.parametrize("status", ["cancelled", "entered-in-error"])
def test_rule_25_a_status_that_frees_the_time_tells_it_too(clinic: Book, status: str) -> None:
    wait(clinic)
    clinic.book("strange", "mon 09:00", id="a1")
    assert clinic.outcome("status", id="a1", status="arrived").warnings == ()
    assert clinic.outcome("status", id="a1", status=status).warnings == (SHOWN,)


def test_nothing_is_told_of_what_is_past_or_was_only_held(clinic: Book) -> None:
    wait(clinic)
    hold = clinic.hold("strange", "mon 09:00")
    assert clinic.outcome("move", id=hold.id, start="mon 10:00").warnings == ()
    clinic.book("strange", "mon 11:00", id="a1")
    clinic.it_is("2026-11-23T11:10")
    assert clinic.outcome("cancel", id="a1", reason="left").warnings == ()


@pytest.mark.parametrize(
    ("start", "minutes", "told"),
    [
        ("mon 10:15", 60, False),  # frees 10:00–10:15
        ("mon 10:30", 60, True),  # frees 10:00–10:30
        ("mon 09:30", 60, True),  # frees 10:30–11:00
        ("mon 09:45", 60, False),
        ("mon 10:00", 30, True),
        ("mon 10:00", 60, False),
    ],
)
def test_only_the_part_that_a_move_frees_is_free(clinic: Book, start: str, minutes: int, told: bool) -> None:
    wait(clinic, minutes=30)
    clinic.book("strange", "mon 10:00", minutes=60, id="a1")
    warnings = clinic.outcome("move", id="a1", start=start, minutes=minutes).warnings
    assert warnings == ((SHOWN,) if told else ())


def test_the_buffers_of_the_visit_that_moved_count(clinic: Book) -> None:
    clinic.do("add_type", id="op", hospital="general", name="Op", minutes=60, buffer_before=15)
    wait(clinic, minutes=30)
    clinic.book("strange", "mon 10:00", type="op", id="a1")
    assert clinic.outcome("move", id="a1", start="mon 10:30").warnings == ()
    assert clinic.outcome("move", id="a1", start="mon 12:30").warnings == (SHOWN,)


def test_the_time_that_another_doctor_has_now_is_free_here(clinic: Book) -> None:
    wait(clinic)
    clinic.book("strange", "mon 10:00", id="a1")
    assert clinic.outcome("move", id="a1", doctor="who").warnings == (SHOWN,)


# The list


def test_rule_25_who_is_served_is_closed_and_no_longer_matched(clinic: Book) -> None:
    ident = wait(clinic)
    closed = clinic.do("waitlist_close", id=ident, reason="booked", version=1)
    assert (closed["status"], closed["closed_reason"]) == ("closed", "booked")
    assert (matches(clinic), listed(clinic), listed(clinic, all=True)) == ([], [], [ident])
    for verb in ("waitlist_close", "waitlist_update"):
        with clinic.refused("not_active", "id"):
            clinic.do(verb, id=ident)
    clinic.undo()
    assert listed(clinic) == [ident]


def test_an_entry_is_changed_and_emptied_field_by_field(clinic: Book) -> None:
    ident = wait(clinic, minutes=40, note="mornings", doctors=["who"])
    changed = clinic.do("waitlist_update", id=ident, note=None, doctors=None, weekdays=["mon"])
    assert (changed["minutes"], changed["weekdays"]) == (40, ["mon"])
    assert not {"note", "doctors"} & changed.keys()
    with clinic.refused("stale_record", "version"):
        clinic.do("waitlist_update", id=ident, note="x", version=1)
    clinic.undo()
    assert clinic.state()["waitlist"][ident]["note"] == "mornings"


def test_an_entry_of_somebody_retired_can_still_be_changed(clinic: Book) -> None:
    ident = wait(clinic, doctors=["who"])
    clinic.do("retire_doctor", id="who")
    clinic.do("waitlist_update", id=ident, note="ask for another")
    with clinic.refused("not_active", "doctors"):
        clinic.do("waitlist_update", id=ident, doctors=["who"])


WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"patient": "nobody"}, "unknown", "patient"),
    ({"patient": "gone"}, "not_active", "patient"),
    ({"patient": "gone", "type": "nothing"}, "unknown", "type"),
    ({"patient": "gone", "id": "who"}, "exists", "id"),
    ({"hospital": "nowhere"}, "unknown", "hospital"),
    ({"doctors": ["who", "nobody"]}, "unknown", "doctors"),
    ({"specialty": "Alchemy"}, "unknown", "specialty"),
    ({"from_": "tue", "to": "mon"}, "invalid", "to"),
    ({"priority": 0}, "invalid", "priority"),
    ({"between": ["09:00"]}, "invalid", "between"),
]


@pytest.mark.parametrize(("change", "code", "field"), WRONG)
def test_a_wrong_entry_is_named_and_nothing_is_written(
    clinic: Book, change: dict[str, Any], code: str, field: str
) -> None:
    clinic.do("add_patient", id="gone", name="Gone")
    clinic.do("retire_patient", id="gone")
    ident = wait(clinic, from_="mon")
    with clinic.refused(code, field):
        clinic.do("waitlist_add", **{"patient": "ng"} | change)
    if not {"patient", "id"} & change.keys():
        with clinic.refused(code, field):
            clinic.do("waitlist_update", id=ident, **change)


def test_the_dates_of_an_entry_stay_in_order_when_one_is_changed(clinic: Book) -> None:
    ident = wait(clinic, from_="tue")
    with clinic.refused("invalid", "to"):
        clinic.do("waitlist_update", id=ident, to="mon")


def test_rule_21_adding_is_taken_back_and_its_id_stays_taken(clinic: Book) -> None:
    ident = wait(clinic, id="q1")
    clinic.undo()
    assert listed(clinic) == []
    with clinic.refused("exists", "id"):
        wait(clinic, id="q1")
    clinic.redo()
    assert listed(clinic) == [ident]


def test_rule_21_who_is_waited_for_or_waits_is_not_taken_back(clinic: Book) -> None:
    clinic.do("add_patient", id="new", name="New")
    clinic.do("add_doctor", id="dr", hospital="general", name="Dr New")
    entry = wait(clinic, "new", doctors=["dr"])
    for ident in ("new", "dr"):
        with clinic.refused("not_allowed") as caught:
            clinic.undo(id=ident)
        assert caught.value.blocking == (entry,)
    clinic.undo()
    clinic.undo(id="new")
