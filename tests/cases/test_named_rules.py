"""Series, the waitlist and rights through batch: RULES 24, 25, 29."""

from __future__ import annotations

from typing import Any

import orjson
import pytest

from scheduling import batch
from tests.builders import Book

MON = "2026-11-23"


@pytest.fixture
def clinic() -> Book:
    return Book()


def say(clinic: Book, **line: Any) -> Any:
    return batch.answer(clinic.desk, orjson.dumps(line))


def series(clinic: Book, start: str, rule: dict[str, Any], **more: Any) -> Any:
    wish = {"doctor": "strange", "patient": "ng", "start": start, "minutes": 30, "rule": rule}
    return say(clinic, do="book_series", **wish | more)


def test_rule_24_the_last_day_of_each_month_is_an_explicit_choice(clinic: Book) -> None:
    answer = series(
        clinic,
        "2026-11-30T09:00",
        {"freq": "monthly", "count": 4, "last_day": True},
        override="weekends, too",
        preview=True,
    )
    dates = [row["start"][:10] for row in answer["result"]["occurrences"]]
    assert dates == ["2026-11-30", "2026-12-31", "2027-01-31", "2027-02-28"]
    assert say(clinic, do="appointments")["result"] == {"appointments": []}


def test_rule_24_more_than_104_are_invalid(clinic: Book) -> None:
    assert series(clinic, f"{MON}T09:00", {"freq": "daily", "count": 105})["error"]["code"] == "invalid"
    shown = series(clinic, f"{MON}T09:00", {"freq": "daily", "count": 104}, preview=True)["result"]["occurrences"]
    assert len(shown) == 104


def test_rule_25_who_waits_is_listed_by_priority_then_age(clinic: Book) -> None:
    for ident, patient, priority in (("q1", "ng", 3), ("q2", "okafor", 2), ("q3", "obrien", 2)):
        say(clinic, do="waitlist_add", id=ident, patient=patient, minutes=30, doctors=["strange"], priority=priority)
        clinic.wait(minutes=1)
    say(clinic, do="waitlist_add", id="q4", patient="tanaka", minutes=30, doctors=["who"], priority=1)
    say(clinic, do="book", id="a", doctor="strange", start=f"{MON}T09:00", minutes=30, patient="lopez")
    answer = say(clinic, do="cancel", id="a", reason="patient")
    assert answer["warnings"]
    found = say(clinic, do="waitlist_matches", doctor="strange", start=f"{MON}T09:00", minutes=30)
    assert [row["id"] for row in found["result"]["waitlist"]] == ["q2", "q3", "q1"]
    assert say(clinic, do="appointments")["result"] == {"appointments": []}, "nobody is booked by itself"


def user(clinic: Book, role: str) -> None:
    clinic.desk.store.write("add_user", lambda txn: txn.put("users", {"id": "amy", "name": "Amy", "role": role}))


def test_rule_29_an_override_is_a_managers(clinic: Book) -> None:
    wish = {"do": "book", "doctor": "strange", "start": f"{MON}T18:00", "minutes": 30, "patient": "ng"}
    user(clinic, "clerk")
    assert say(clinic, **wish, override="urgent")["error"]["code"] == "not_allowed"
    assert say(clinic, **wish)["error"]["code"] == "outside_hours"


def test_rule_29_a_manager_may_override(clinic: Book) -> None:
    user(clinic, "manager")
    wish = {"do": "book", "doctor": "strange", "start": f"{MON}T18:00", "minutes": 30, "patient": "ng"}
    assert say(clinic, **wish, override="urgent")["ok"]


@pytest.mark.parametrize(("role", "allowed"), [("viewer", False), ("doctor", False), ("clerk", True)])
def test_rule_29_from_clerk_on_one_may_book(clinic: Book, role: str, allowed: bool) -> None:
    user(clinic, role)
    answer = say(clinic, do="book", doctor="strange", start=f"{MON}T09:00", minutes=30, patient="ng")
    assert answer["ok"] == allowed
    assert allowed or answer["error"]["code"] == "not_allowed"
    assert say(clinic, do="appointments")["ok"]


def test_rule_15_why_names_everything_in_the_way_in_its_order(clinic: Book) -> None:
    say(clinic, do="close", doctor="strange", **{"from": MON, "to": MON}, reason="leave")
    say(
        clinic, do="book", id="a", doctor="strange", start=f"{MON}T18:00", minutes=30, patient="ng", override="urgent"
    )
    clinic.it_is(f"{MON}T18:20")
    found = say(clinic, do="why", doctor="strange", start=f"{MON}T18:10", minutes=30)["result"]["reasons"]
    assert [row["code"] for row in found] == ["in_the_past", "closed", "outside_hours", "slot_taken"]
    assert found[-1]["blocking"] == ["a"]


def test_rule_19_only_a_reason_gets_past_a_clash_and_it_is_kept(clinic: Book) -> None:
    wish = {"do": "book", "doctor": "strange", "start": f"{MON}T09:00", "minutes": 30}
    assert say(clinic, **wish, patient="ng")["ok"]
    assert say(clinic, **wish, patient="lopez")["error"]["code"] == "slot_taken"
    assert say(clinic, **wish, patient="lopez", override="urgent")["result"]["override"] == "urgent"


@pytest.mark.parametrize(("name", "note", "field"), [(201, 4000, "name"), (200, 4001, "note"), (200, 4000, None)])
def test_rule_27_a_name_has_200_characters_at_most_and_a_note_4000(
    clinic: Book, name: int, note: int, field: str | None
) -> None:
    answer = say(clinic, do="add_patient", name="n" * name, note="n" * note)
    assert answer["ok"] == (field is None)
    assert field is None or (answer["error"]["code"], answer["error"]["field"]) == ("invalid", field)


def test_rule_28_changing_a_type_changes_no_visit_nor_its_move(clinic: Book) -> None:
    say(clinic, do="add_type", id="t", hospital="general", name="T", minutes=40, buffer_after=20)
    visit = say(clinic, do="book", id="a", doctor="strange", start=f"{MON}T09:00", type="t", patient="ng")["result"]
    assert say(clinic, do="update_type", id="t", minutes=90, buffer_after=0)["ok"]
    assert say(clinic, do="get", id="a")["result"] == visit
    assert say(clinic, do="move", id="a", start=f"{MON}T10:00")["result"]["end"] == f"{MON}T10:40-05:00"
    assert say(clinic, do="why", doctor="strange", start=f"{MON}T10:59", minutes=5)["result"]["reasons"]
    assert not say(clinic, do="why", doctor="strange", start=f"{MON}T11:00", minutes=5)["result"]["reasons"]


def test_rule_28_nor_does_a_hospitals_new_zone_move_a_visits_clock(clinic: Book) -> None:
    say(clinic, do="book", id="a", doctor="strange", start=f"{MON}T09:00", minutes=30, patient="ng")
    assert say(clinic, do="update_hospital", id="general", timezone="America/Chicago")["ok"]
    assert say(clinic, do="get", id="a")["result"]["start"] == f"{MON}T09:00-06:00"
