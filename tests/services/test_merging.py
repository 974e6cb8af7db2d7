"""Two records of one person become one, with both histories (RULES 26)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders import Book


@pytest.fixture
def twice(clinic: Book) -> Book:
    """One person under two records, each with a past and a future; she waits, and has a series."""
    clinic.do("add_patient", id="old", name="M. Lopez", phones=["1", "2"], alerts=["wheelchair"], note="deaf",
              birth_date="1984-03-07", record_number="77", email="m@example.org")  # fmt: skip
    clinic.do("update_patient", id="lopez", phones=["2", "3"], alerts=["interpreter"], email="ml@example.org")
    clinic.book("strange", "mon 09:00", id="a1")
    clinic.book("strange", "mon 10:00", id="a2", patient="old")
    clinic.book("who", "mon 11:00", id="a3", patient="old")
    clinic.do("cancel", id="a3", reason="patient")
    clinic.do("book_series", id="r1", doctor="who", start="tue 09:00", minutes=30, patient="old",
              rule={"freq": "weekly", "count": 2})  # fmt: skip
    clinic.do("waitlist_add", id="q1", patient="old")
    return clinic


def merge(clinic: Book, keep: str = "lopez", drop: str = "old") -> Any:
    return clinic.do("merge_patients", keep=keep, drop=drop)


def test_rule_26_the_kept_record_has_both_histories(twice: Book) -> None:
    merge(twice)
    assert len(twice.listed(patient="lopez", status="all")) == 5
    assert twice.listed(patient="old", status="all") == []
    assert twice.visit("a3").status == "cancelled"
    assert twice.state()["waitlist"]["q1"]["patient"] == "lopez"
    assert twice.state()["series"]["r1"]["patient"] == "lopez"
    card = twice.desk.patient_card("lopez")
    assert len(card.upcoming) == 4


def test_rule_26_what_one_of_them_knew_is_known(twice: Book) -> None:
    kept = merge(twice)
    assert (kept["name"], kept["email"]) == ("Maria Lopez", "ml@example.org")
    assert (kept["birth_date"], kept["record_number"], kept["note"]) == ("1984-03-07", "77", "deaf")
    assert kept["phones"] == ["2", "3", "1"]
    assert kept["alerts"] == ["interpreter", "wheelchair"]
    for word in ("77", "1984-03-07"):
        assert [row["id"] for row in twice.do("find_patients", text=word)] == ["lopez"]


@pytest.mark.parametrize(
    ("note", "expected"),
    [("hard of hearing", "hard of hearing · deaf"), ("deaf", "deaf"), ("x" * 3_999, "x" * 3_999)],
)
def test_rule_26_of_two_notes_both_are_kept_where_they_fit(twice: Book, note: str, expected: str) -> None:
    twice.do("update_patient", id="lopez", note=note)
    assert merge(twice)["note"] == expected


def test_rule_26_the_other_record_is_retired_and_says_where_it_went(twice: Book) -> None:
    merge(twice)
    dropped = twice.state()["patients"]["old"]
    assert (dropped["active"], dropped["merged_into"]) == (False, "lopez")
    assert [row["id"] for row in twice.do("find_patients", text="lopez")] == ["lopez"]
    with twice.refused("not_active", "patient"):
        twice.book("strange", "mon 15:00", patient="old")


def test_rule_26_a_merge_is_one_step_back_and_forth(twice: Book) -> None:
    before = twice.said()
    merge(twice)
    merged = twice.said()
    assert twice.undo().words == "merged M. Lopez into Maria Lopez"
    assert twice.said() == before
    assert twice.redo().words == "merged M. Lopez into Maria Lopez"
    assert twice.said() == merged


@pytest.mark.parametrize("change", ["a2 moved", "a2 cancelled", "lopez changed", "q1 closed"])
def test_a_merge_that_others_have_built_on_is_not_taken_back(twice: Book, change: str) -> None:
    merge(twice)
    twice.sit("bob", "front-2")
    verbs: dict[str, tuple[str, dict[str, Any]]] = {
        "a2 moved": ("move", {"id": "a2", "start": "mon 15:00"}),
        "a2 cancelled": ("cancel", {"id": "a2", "reason": "patient"}),
        "lopez changed": ("update_patient", {"id": "lopez", "note": "x"}),
        "q1 closed": ("waitlist_close", {"id": "q1"}),
    }
    verb, arguments = verbs[change]
    twice.do(verb, **arguments)
    twice.sit("amy", "front-1")
    with twice.refused("stale_record") as caught:
        twice.undo()
    assert caught.value.blocking == (change.split()[0],)


def test_both_at_the_same_time_is_merged_taken_back_and_merged_again(twice: Book) -> None:
    twice.book("who", "mon 09:00", id="same", patient="old")
    before = twice.said()
    merge(twice)
    merged = twice.said()
    twice.undo()
    assert twice.said() == before
    twice.redo()
    assert twice.said() == merged


@pytest.mark.parametrize(
    ("keep", "drop", "code", "field"),
    [
        ("lopez", "lopez", "invalid", "drop"),
        ("nobody", "lopez", "unknown", "keep"),
        ("lopez", "nobody", "unknown", "drop"),
        ("gone", "nobody", "unknown", "drop"),
        ("gone", "lopez", "not_active", "keep"),
        ("lopez", "gone", "not_active", "drop"),
        ("lopez", "who", "unknown", "drop"),
    ],
)
def test_what_cannot_be_merged_is_named(clinic: Book, keep: str, drop: str, code: str, field: str) -> None:
    clinic.do("add_patient", id="gone", name="Gone")
    clinic.do("retire_patient", id="gone")
    with clinic.refused(code, field):
        merge(clinic, keep, drop)
