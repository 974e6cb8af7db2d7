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
