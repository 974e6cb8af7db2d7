"""The exercise of Strange and Who, as a day at the front desk: through the Desk, and through `frontdesk batch`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from tinydb import TinyDB

from scheduling.desk import Desk
from scheduling.errors import Refused
from tests.scenarios.front import FRIDAY, Ran, Talk, done, frontdesk, line, open_front, open_two_doctors, two_doctors

MONDAY = "2026-11-23"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "clinic"


@pytest.fixture
def desk(folder: Path) -> Iterator[Desk]:
    desk = open_two_doctors(folder)
    yield desk
    desk.close_desk()


def a_morning(desk: Desk) -> None:
    """Strange has Maria Lopez 09:00–09:45 and June Walker 09:45–10:45 on Monday."""
    desk.book(id="first", doctor="strange", patient="lopez", start=f"{MONDAY}T09:00", minutes=45)
    desk.book(id="second", doctor="strange", patient="walker", start=f"{MONDAY}T09:45", minutes=60)


# Through the Desk -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("minutes", [20, 45, 60])
def test_visits_of_any_length_are_booked_with_either_doctor(desk: Desk, minutes: int) -> None:
    for doctor in ("strange", "who"):
        visit = desk.book(
            doctor=doctor, patient="lopez", start=f"{MONDAY}T10:00", minutes=minutes, allow_patient_clash=True
        )
        assert (visit.status, visit.minutes, visit.start) == ("booked", minutes, f"{MONDAY}T10:00-05:00")
        assert visit.end_minute - visit.start_minute == minutes


@pytest.mark.parametrize(
    ("doctor", "start", "minutes", "code"),
    [
        ("strange", f"{MONDAY}T09:00", 60, None),
        ("strange", f"{MONDAY}T08:59", 60, "outside_hours"),
        ("strange", f"{MONDAY}T16:00", 60, None),
        ("strange", f"{MONDAY}T16:01", 60, "outside_hours"),
        ("strange", f"{MONDAY}T08:00", 60, "outside_hours"),
        ("who", f"{MONDAY}T08:00", 60, None),
        ("who", f"{MONDAY}T15:15", 45, None),
        ("who", f"{MONDAY}T15:16", 45, "outside_hours"),
        ("who", f"{MONDAY}T16:00", 20, "outside_hours"),
        ("who", "2026-11-27T15:40", 20, None),
        ("who", "2026-11-28T10:00", 20, "outside_hours"),
        ("strange", "2026-11-29T10:00", 20, "outside_hours"),
        ("strange", "2026-12-14T10:00", 20, None),
        ("strange", "2026-11-19T10:00", 20, "in_the_past"),
    ],
)
def test_hours_are_the_same_each_week(desk: Desk, doctor: str, start: str, minutes: int, code: str | None) -> None:
    def book() -> None:
        desk.book(doctor=doctor, patient="lopez", start=start, minutes=minutes)

    if code is None:
        book()
        return
    with pytest.raises(Refused) as caught:
        book()
    assert caught.value.code == code


def test_a_conflict_is_refused_with_who_is_there_and_what_is_free(desk: Desk) -> None:
    desk.book(id="first", doctor="strange", patient="lopez", start=f"{MONDAY}T09:00", minutes=45)
    with pytest.raises(Refused) as caught:
        desk.book(doctor="strange", patient="walker", start=f"{MONDAY}T09:30", minutes=20)
    error = caught.value
    assert (error.code, error.field, error.blocking) == ("slot_taken", "start", ("first",))
    assert error.reason == "Dr Strange is taken 09:00–09:45 (M. Lopez)."
    assert error.remedy == "Free next: 09:45, 10:05, 10:25."
    assert len(desk.appointments(doctor="strange")) == 1
    for other in error.alternatives:
        visit = desk.book(doctor=other.doctor, patient="walker", start=_wall(other.start), minutes=20)
        assert (visit.start_minute, visit.end_minute) == (other.start, other.end)


def _wall(minute: int) -> str:
    from tests.scenarios.encounters import instant

    return instant(minute)


def test_visits_that_touch_do_not_conflict_and_the_other_doctor_is_free(desk: Desk) -> None:
    a_morning(desk)
    desk.book(doctor="who", patient="lopez", start=f"{MONDAY}T10:00", minutes=60)
    with pytest.raises(Refused, match="Dr Strange is taken"):
        desk.book(doctor="strange", patient="lopez", start=f"{MONDAY}T10:44", minutes=1)
    desk.book(doctor="strange", patient="lopez", start=f"{MONDAY}T11:00", minutes=1)


@pytest.mark.parametrize(
    ("start", "end", "ids"),
    [
        ("T09:00", "T10:00", ["first", "second"]),
        ("T09:45", "T10:00", ["second"]),
        ("T09:44", "T09:45", ["first"]),
        ("T08:00", "T09:00", []),
        ("T10:45", "T17:00", []),
        ("", "", ["first", "second"]),
    ],
)
def test_all_visits_of_a_doctor_in_a_window(desk: Desk, start: str, end: str, ids: list[str]) -> None:
    a_morning(desk)
    desk.book(id="other", doctor="who", patient="lopez", start=f"{MONDAY}T11:00", minutes=60)
    found = desk.appointments(doctor="strange", **{"from": MONDAY + start, "to": MONDAY + end})
    assert [visit.id for visit in found] == ids


@pytest.mark.parametrize(
    ("whom", "after", "minutes", "doctor", "start"),
    [
        ({}, "2026-11-20T16:30", 60, "who", f"{MONDAY}T08:00"),
        ({"doctor": "strange"}, "2026-11-20T16:30", 60, "strange", f"{MONDAY}T10:45"),
        ({"doctor": "strange"}, "2026-11-20T16:00", 60, "strange", "2026-11-20T16:00"),
        ({"doctor": "strange"}, "2026-11-20T16:01", 59, "strange", f"{MONDAY}T10:45"),
        ({"doctor": "strange"}, "2026-11-20T16:01", 55, "strange", "2026-11-20T16:05"),
        ({"doctor": "who"}, "2026-11-20T16:30", 20, "who", f"{MONDAY}T08:00"),
        ({"doctors": ["strange", "who"]}, f"{MONDAY}T09:10", 45, "who", f"{MONDAY}T09:10"),
        ({"any": True}, f"{MONDAY}T15:30", 45, "strange", f"{MONDAY}T15:30"),
        ({}, f"{MONDAY}T16:30", 45, "who", "2026-11-24T08:00"),
    ],
)
def test_the_first_available_after_a_time(
    desk: Desk, whom: dict[str, object], after: str, minutes: int, doctor: str, start: str
) -> None:
    a_morning(desk)
    (first,) = done(desk, "next", after=after, minutes=minutes, **whom)["openings"]
    assert (first["doctor"], first["start"]) == (doctor, f"{start}-05:00")
    done(desk, "book", doctor=doctor, patient="nguyen", start=first["start"], minutes=minutes)


def test_the_week_shows_the_morning(desk: Desk) -> None:
    a_morning(desk)
    monday = desk.week("strange", date(2026, 11, 23)).days[0]
    assert [(view.visit.id, view.patient_name) for view in monday.visits] == [
        ("first", "Maria Lopez"),
        ("second", "June Walker"),
    ]
    assert (monday.booked_minutes, monday.free_minutes) == (105, 375)


def test_a_day_at_the_desk(desk: Desk, folder: Path) -> None:
    """A call, a change of mind, an arrival, a slip of the hand; and after closing it all stands there."""
    a_morning(desk)
    held = desk.hold(doctor="who", start=f"{MONDAY}T09:00", minutes=20)
    with pytest.raises(Refused, match="held by front-1"):
        desk.book(doctor="who", patient="nguyen", start=f"{MONDAY}T09:00", minutes=20)
    assert desk.confirm(id=held.id, patient="nguyen").status == "booked"
    assert desk.move(id="second", start=f"{MONDAY}T14:00").version == 2
    desk.cancel(id="first", reason="patient")
    assert "M. Lopez" in desk.undo().words
    desk.redo()
    desk.undo()
    done(desk, "clock", now=f"{MONDAY}T09:00")
    assert [desk.status(id="first", status=name).status for name in ("arrived", "checked-in", "fulfilled")] == [
        "arrived",
        "checked-in",
        "fulfilled",
    ]
    desk.close_desk()
    again = open_front(folder, FRIDAY)
    kept = [(visit.id, visit.start[11:16], visit.status) for visit in again.appointments(doctor="strange")]
    assert kept == [("first", "09:00", "fulfilled"), ("second", "14:00", "booked")]
    again.close_desk()


# Through `frontdesk batch` --------------------------------------------------------------------------------------

EXERCISE = [
    line("book", id="a1", doctor="strange", start=f"{MONDAY}T09:00", minutes=45, patient="lopez"),
    "nonsense",
    line("book", doctor="strange", start=f"{MONDAY}T09:30", minutes=20, patient="walker"),
    line("boook", doctor="strange"),
    "",
    line("book", id="a2", doctor="strange", start=f"{MONDAY}T09:45", minutes=60, patient="walker"),
    line("book", doctor="strange", begin=f"{MONDAY}T09:45"),
    line("appointments", doctor="strange", from_=f"{MONDAY}T09:00", to=f"{MONDAY}T10:00"),
    line("next", after="2026-11-20T16:30", minutes=60),
]


def test_the_exercise_in_a_batch(folder: Path) -> None:
    ran = frontdesk(folder, "batch", said=[*two_doctors(), *EXERCISE])
    answers = ran.answers[len(two_doctors()) :]
    assert [answer["ok"] for answer in ran.answers[: len(two_doctors())]] == [True] * len(two_doctors())
    booked, nonsense, taken, no_verb, then, wrong, window, first = answers
    assert booked["result"]["status"] == then["result"]["status"] == "booked"
    assert (booked["result"]["start"], booked["result"]["end"]) == (f"{MONDAY}T09:00-05:00", f"{MONDAY}T09:45-05:00")
    assert nonsense["error"]["code"] == no_verb["error"]["code"] == wrong["error"]["code"] == "invalid"
    assert (no_verb["error"]["field"], no_verb["error"]["remedy"]) == ("do", "Did you mean book?")
    assert wrong["error"]["field"] in ("begin", "start", "patient")
    assert taken["error"]["code"] == "slot_taken"
    assert taken["error"]["blocking"] == ["a1"]
    assert [row["start"] for row in taken["error"]["alternatives"]] == [
        f"{MONDAY}T{clock}-05:00" for clock in ("09:45", "10:05", "10:25")
    ]
    assert [visit["id"] for visit in window["result"]["appointments"]] == ["a1", "a2"]
    assert first["result"]["openings"] == [
        {"doctor": "who", "location": None, "start": f"{MONDAY}T08:00-05:00", "end": f"{MONDAY}T09:00-05:00"}
    ]
    assert first["result"]["searched_until"] == f"{MONDAY}T08:00-05:00"
    assert ran.code == 1
    assert "Traceback" not in ran.err
    assert sorted(row["id"] for row in TinyDB(folder / "clinic.json").table("appointments").all()) == ["a1", "a2"]


def two_visits(folder: Path) -> Ran:
    return frontdesk(folder, "batch", said=[*two_doctors(), EXERCISE[0], EXERCISE[5]])


def ledger(folder: Path) -> list[dict[str, object]]:
    return [json.loads(text) for text in (folder / "clinic.ledger.jsonl").read_text().splitlines()]


def test_exit_0_when_all_was_done_and_nothing_is_said_on_stderr(folder: Path) -> None:
    ran = two_visits(folder)
    assert (ran.code, ran.err) == (0, "")


def test_exit_2_for_wrong_usage(folder: Path) -> None:
    for words in (["batch", "--nonsense"], ["bach"], ["--nonsense", "batch"]):
        ran = frontdesk(folder, *words)
        assert (ran.code, ran.out) == (2, ""), words
        assert ran.err.strip()
        assert "Traceback" not in ran.err


def test_exit_3_when_the_book_is_damaged(folder: Path) -> None:
    two_visits(folder)
    (folder / "clinic.json").unlink()
    book = folder / "clinic.ledger.jsonl"
    lines = book.read_bytes().split(b"\n")
    lines[4] = lines[4].replace(b"strange", b"strangr")
    book.write_bytes(b"\n".join(lines))
    ran = frontdesk(folder, "batch", said=[line("doctors"), EXERCISE[0]])
    assert ran.code == 3
    assert "Traceback" not in ran.err


def test_an_atomic_batch_is_one_step_or_nothing(folder: Path) -> None:
    two_visits(folder)
    before = len(ledger(folder))
    good = line("book", id="b1", doctor="who", start=f"{MONDAY}T09:00", minutes=20, patient="walker")
    taken = line("book", id="b2", doctor="strange", start=f"{MONDAY}T09:30", minutes=20, patient="walker")
    ran = frontdesk(folder, "batch", "--atomic", said=[good, taken, "nonsense"])
    assert [answer["error"]["code"] for answer in ran.answers] == ["rolled_back", "slot_taken", "invalid"]
    assert ran.code == 1
    assert len(ledger(folder)) == before
    other = line("book", id="b3", doctor="who", start=f"{MONDAY}T09:20", minutes=20, patient="nguyen")
    clash = line("book", id="b4", doctor="who", start=f"{MONDAY}T09:10", minutes=20, patient="walker")
    ran = frontdesk(folder, "batch", "--atomic", said=[good, clash])
    assert [answer["error"]["code"] for answer in ran.answers] == ["rolled_back", "slot_taken"]
    ran = frontdesk(folder, "batch", "--atomic", said=[good, other, line("appointments", doctor="who")])
    assert [answer["ok"] for answer in ran.answers] == [True] * 3
    assert ran.code == 0
    assert len(ran.answers[2]["result"]["appointments"]) == 2, "a line sees what the lines before it did"
    assert len(ledger(folder)) == before + 1
    ran = frontdesk(folder, "batch", said=[line("undo"), line("appointments", doctor="who")])
    assert ran.answers[0]["ok"], "one batch is one undo step"
    assert ran.answers[1]["result"]["appointments"] == []


def test_an_answer_comes_before_the_next_line_is_said(folder: Path) -> None:
    """A script may decide by what it was told: no answer waits for the end of the input."""
    two_visits(folder)
    with Talk(folder) as talk:
        first = talk.say("next", doctor="strange", after=f"{MONDAY}T09:00", minutes=20)["result"]["openings"][0]
        visit = talk.say("book", doctor="strange", start=first["start"], minutes=20, patient="lopez")
        assert visit["result"]["start"] == f"{MONDAY}T10:45-05:00"
        assert not talk.say("book", doctor="strange", start=first["start"], minutes=20, patient="walker")["ok"]
        assert talk.end() == 1


def test_bytes_that_are_no_text_are_answered_too(folder: Path) -> None:
    said = b'\xff\xfe\n[1]\n"text"\n{"do":7}\n{"do":"doctors"}\n   \n{"do":"clock","now":7}'
    ran = frontdesk(folder, "batch", said=said)
    assert [answer["ok"] for answer in ran.answers] == [False, False, False, False, True, False]
    assert {answer["error"]["code"] for answer in ran.answers if not answer["ok"]} == {"invalid"}
    assert ran.code == 1
