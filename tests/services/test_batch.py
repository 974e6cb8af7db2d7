"""JSON Lines through the whole desk (BATCH.md)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import orjson
import pytest

from scheduling import Desk, batch
from scheduling.store.store import Store
from tests.builders import Book


def run(clinic: Book, *lines: Any, atomic: bool = False) -> tuple[list[dict[str, Any]], int]:
    """The answers and the exit code."""
    said = [line if isinstance(line, bytes) else orjson.dumps(line) for line in lines]
    found = list(batch.run(clinic.desk, said, atomic=atomic))
    return [orjson.loads(text) for text, _ in found], max((code for _, code in found), default=0)


def code(answer: dict[str, Any]) -> tuple[str, str]:
    return answer["error"]["code"], answer["error"]["field"]


BOOK = {"do": "book", "doctor": "strange", "start": "2026-11-23T09:00", "minutes": 45, "patient": "lopez"}


@pytest.mark.parametrize(
    ("line", "field"),
    [
        (b"nonsense", "line"),
        (b"{", "line"),
        (b'{"do": "doctors"} trailing', "line"),
        (b"\xff\xfe", "line"),
        (b"[1, 2]", "line"),
        (b'"doctors"', "line"),
        ({}, "do"),
        ({"do": None}, "do"),
        ({"do": "fly"}, "do"),
        ({"do": "book_series"}, "start"),
        ({"do": "lengthen", "id": "x"}, "do"),
        ({"do": "doctors", "colour": "red"}, "colour"),
        ({"do": "close", "doctor": "strange", "from_": "2026-11-23", "to": "2026-11-23"}, "from_"),
        ({"do": "hold", "doctor": "strange", "start": "2026-11-23T09:00", "form": True}, "form"),
        ({"do": "confirm", "id": "x", "rebook": True}, "rebook"),
        ({"do": "close", "doctor": "strange", "from": "soon", "to": "2026-11-23"}, "from"),
    ],
)
def test_a_malformed_line_is_answered_and_the_next_goes_on(clinic: Book, line: Any, field: str) -> None:
    answers, exit_code = run(clinic, line, b"", b"  \n", BOOK)
    assert (len(answers), exit_code) == (2, 1)
    assert code(answers[0]) == ("invalid", field)
    assert answers[1]["ok"]


def test_the_example_of_the_contract(clinic: Book) -> None:
    second = BOOK | {"start": "2026-11-23T09:30", "minutes": 20, "patient": "ng"}
    (first, refused), exit_code = run(clinic, BOOK, second)
    assert (first["result"]["start"], first["result"]["end"]) == (
        *("2026-11-23T09:00-05:00", "2026-11-23T09:45-05:00"),
    )
    assert first["result"]["created_at"] == "2026-11-20T08:00-05:00"
    assert exit_code == 1
    assert refused["error"] == {
        "code": "slot_taken",
        "message": "Dr Strange is taken 09:00–09:45 (M. Lopez).",
        "remedy": "Free next: 09:45, 10:05, 10:25.",
        "field": "start",
        "blocking": [first["result"]["id"]],
        "alternatives": [
            {"doctor": "strange", "location": None, "start": f"2026-11-23T{a}-05:00", "end": f"2026-11-23T{b}-05:00"}
            for a, b in (("09:45", "10:05"), ("10:05", "10:25"), ("10:25", "10:45"))
        ],
    }


def test_the_shapes_of_the_answers(clinic: Book) -> None:
    lines: list[dict[str, Any]] = [
        {"do": "appointments", "from": "2026-11-23", "to": "2026-11-23"},
        {"do": "next", "after": "2026-11-23T00:00", "minutes": 60},
        {"do": "openings", "from": "2026-11-23", "to": "2026-11-23", "minutes": 470, "doctor": "strange"},
        {
            "do": "openings",
            "from": "2026-11-23",
            "to": "2026-11-23",
            "minutes": 480,
            "doctor": "strange",
            "all": True,
        },
        {"do": "why", "doctor": "strange", "start": "2026-11-23T09:00", "minutes": 5},
        {"do": "history", "limit": 1},
        {"do": "undo"},
        {"do": "doctors"},
        {"do": "hours", "doctor": "who"},
        {"do": "day", "doctor": "strange", "date": "2026-11-23"},
        {"do": "find_patients", "text": "lopez"},
        {"do": "get", "id": "lopez"},
        {"do": "clock", "now": "2026-11-23T08:00"},
    ]
    answers, _ = run(clinic, BOOK, *lines)
    assert all(answer["ok"] for answer in answers), answers
    found = [answer["result"] for answer in answers[1:]]
    assert [row["minutes"] for row in found[0]["appointments"]] == [45]
    assert found[1] == {
        "openings": [
            {"doctor": "who", "location": None, "start": "2026-11-23T08:00-05:00", "end": "2026-11-23T09:00-05:00"}
        ],
        "searched_until": "2026-11-23T08:00-05:00",
        "reason": None,
    }
    assert (found[2]["openings"], found[2]["reason"]) == ([], "no_gap_long_enough")
    assert (found[3]["openings"][0]["bookable"], found[3]["openings"][0]["reason"]) == (False, "slot_taken")
    assert [row["code"] for row in found[4]["reasons"]] == ["slot_taken"]
    assert found[5]["history"][0]["words"] == found[6]["words"] == "booked M. Lopez with Dr Strange Mon 23 Nov 09:00"
    assert [row["id"] for row in found[7]["doctors"]] == ["strange", "who"]
    assert len(found[8]["hours"]) == 5
    assert (found[9]["date"], found[9]["free_minutes"], len(found[9]["hours"])) == ("2026-11-23", 480, 1)
    assert [row["id"] for row in found[10]["patients"]] == ["lopez"]
    assert found[11]["name"] == "Maria Lopez"
    assert found[12] == {"now": "2026-11-23T08:00-05:00"}


def test_set_up_answers_the_record_or_rows_and_the_visits_now_outside(clinic: Book) -> None:
    answers, _ = run(
        clinic,
        BOOK,
        {"do": "set_hours", "doctor": "strange", "hours": {"tue": [["09:00", "10:00"]]}},
        {"do": "close", "doctor": "strange", "from": "2026-11-23", "to": "2026-11-23", "reason": "leave"},
        {"do": "add_type", "id": "fu", "hospital": "general", "name": "FU", "minutes": 20},
        {"do": "day", "doctor": "strange", "date": "2026-11-23"},
    )
    visit = answers[0]["result"]["id"]
    assert [row["id"] for row in answers[1]["result"]["affected"]] == [visit]
    assert [row["weekday"] for row in answers[1]["result"]["hours"]] == ["tue"]
    assert answers[2]["result"]["from"] == "2026-11-23"
    assert [row["id"] for row in answers[2]["result"]["affected"]] == [visit]
    assert "affected" not in answers[3]["result"]
    assert answers[4]["result"]["closures"][0]["reason"] == "leave"
    assert answers[4]["result"]["appointments"][0]["id"] == visit


def test_rule_22_a_retry_is_answered_what_the_first_did(clinic: Book) -> None:
    asked = BOOK | {"request_id": "r1"}
    first, _ = run(clinic, asked)
    run(clinic, {"do": "cancel", "id": first[0]["result"]["id"], "reason": "patient"})
    again, _ = run(clinic, asked)
    assert again == first


def test_an_atomic_batch_is_all_or_nothing(clinic: Book) -> None:
    before = clinic.state()
    lines = [BOOK, {"do": "doctors"}, BOOK | {"patient": "ng"}, b"", b"nonsense"]
    answers, exit_code = run(clinic, *lines, atomic=True)
    assert [answer.get("error", {}).get("code") for answer in answers] == [
        *("rolled_back", "rolled_back", "slot_taken", "invalid"),
    ]
    assert exit_code == 1
    assert clinic.state() == before


def test_an_atomic_batch_sees_its_own_lines_and_is_one_step(clinic: Book) -> None:
    before, seq = clinic.said(), clinic.seq
    answers, exit_code = run(
        clinic,
        {"do": "add_doctor", "id": "d2", "hospital": "general", "name": "Dr Two"},
        {"do": "set_hours", "doctor": "d2", "hours": {"mon": [["09:00", "10:00"]]}},
        {"do": "add_patient", "id": "p2", "name": "P Two"},
        BOOK | {"doctor": "d2", "patient": "p2", "id": "v2"},
        {"do": "status", "id": "v2", "status": "arrived"},
        {"do": "appointments", "doctor": "d2"},
        atomic=True,
    )
    assert exit_code == 0, answers
    assert clinic.seq == seq + 1
    assert len(answers[-1]["result"]["appointments"]) == 1
    undone, _ = run(clinic, {"do": "undo"})
    assert set(undone[0]["result"]["ids"]) >= {"d2", "p2", "v2"}
    assert clinic.visit("v2").status == "entered-in-error"
    left = clinic.said()
    assert left["hours"] == before["hours"]
    assert not left["doctors"]["d2"].get("active", True)
    assert clinic.redo().action == "batch"
    assert clinic.visit("v2").status == "arrived"


def test_undo_is_no_part_of_an_atomic_batch(clinic: Book) -> None:
    clinic.book("strange", "mon 12:00")
    answers, _ = run(clinic, BOOK, {"do": "undo"}, atomic=True)
    assert code(answers[1]) == ("invalid", "do")
    assert clinic.listed() != []


def test_the_clock_is_no_part_of_an_atomic_batch(clinic: Book) -> None:
    now = clinic.clock.now()
    answers, _ = run(clinic, {"do": "clock", "now": "2026-11-23T08:00"}, BOOK, atomic=True)
    assert (code(answers[0]), answers[1]["error"]["code"]) == (("invalid", "do"), "rolled_back")
    assert clinic.clock.now() == now


def test_an_atomic_batch_is_read_before_the_book_is_locked(clinic: Book) -> None:
    """Whoever writes the lines may be slow: meanwhile the other desks book."""

    def slowly() -> Iterator[bytes]:
        yield orjson.dumps(BOOK | {"start": "2026-11-23T10:00"})
        store = Store.open(clinic.desk.store.folder, clinic.clock, by="bob", desk="front-2", limit=0)
        second = Desk(store, clinic.clock)
        second.book(doctor="strange", start="2026-11-23T09:00", minutes=45, patient="lopez")
        second.close_desk()

    assert [code for _, code in batch.run(clinic.desk, slowly(), atomic=True)] == [0]
    assert len(clinic.listed(from_="2026-11-23", to="2026-11-23")) == 2


@pytest.mark.parametrize("lines", [[], [BOOK], [BOOK, {"do": "doctors"}]])
def test_what_the_store_refuses_is_said_of_every_line_of_an_atomic_batch(clinic: Book, lines: list[Any]) -> None:
    clinic.desk.store.read_only = True
    answers, exit_code = run(clinic, *lines, atomic=True)
    assert [answer["error"]["code"] for answer in answers] == ["read_only"] * max(1, len(lines))
    assert exit_code == 3


def test_a_clinic_without_a_hospital_answers_in_utc() -> None:
    answers, _ = run(Book(empty=True), {"do": "next", "after": "2026-11-23T00:00", "minutes": 30})
    assert answers[0]["result"] == {"openings": [], "searched_until": "2026-11-23T00:00+00:00", "reason": "no_hours"}


@pytest.mark.parametrize(
    "asked",
    [
        {"do": "next", "after": "2026-11-23T00:00", "until": "2026-11-24"},
        {"do": "openings", "from": "2026-11-24", "to": "2026-11-24"},
        {"do": "openings", "from": "2026-11-24", "to": "2026-11-24", "all": True},
    ],
)
def test_a_search_that_finds_nothing_answers_on_the_clock_that_was_asked(clinic: Book, asked: dict[str, Any]) -> None:
    clinic.do("add_hospital", id="west", name="West", timezone="America/Los_Angeles")
    clinic.do("add_doctor", id="d2", hospital="west", name="Dr Two")
    clinic.do("add_type", id="scan", hospital="west", name="Scan", minutes=30)
    for more in ({"doctor": "d2", "minutes": 30}, {"hospital": "west", "minutes": 30}):
        (found,), _ = run(clinic, asked | more)
        assert (found["result"]["openings"], found["result"]["searched_until"]) == ([], "2026-11-25T00:00-08:00")
    clinic.do("update_doctor", id="d2", types={})
    (found,), _ = run(clinic, asked | {"doctor": "d2", "type": "scan"})
    assert found["result"]["searched_until"].endswith("-08:00")
