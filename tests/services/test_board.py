"""The board of a day: each number is checked a second way, by counting the plain list of visits."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from scheduling.errors import Refused
from scheduling.model.board import Board, QueueCounts
from scheduling.model.status import STATUSES
from scheduling.services import board as board_module
from scheduling.services.board import elapsed, mean, took, waited
from scheduling.when.iso import parse_stamp
from tests.builders import Book

FRIDAY = date(2026, 11, 20)
SATURDAY = date(2026, 11, 21)
MONDAY = date(2026, 11, 23)


@pytest.fixture
def day(clinic: Book) -> Book:
    """A Friday morning at 10:42: two waiting, one in, one late, two seen, one missed, one cancelled, one left."""
    plan = (
        ("seen", "strange", "09:00", "lopez"), ("missed", "strange", "09:30", "ng"), ("left", "who", "09:00", "ng"),
        ("room", "strange", "10:00", "okafor"), ("first", "strange", "10:30", "ng"),
        ("late", "who", "10:30", "lopez"), ("then", "who", "11:00", "okafor"), ("due", "strange", "14:00", "lopez"),
        ("quick", "who", "09:30", "okafor"),
        ("gone", "strange", "15:00", "okafor"),
    )  # fmt: skip
    for ident, doctor, start, patient in plan:
        clinic.book(doctor, f"fri {start}", id=ident, patient=patient)
    for when, ident, status in (
        ("08:50", "seen", "arrived"), ("09:02", "seen", "checked-in"), ("09:31", "seen", "fulfilled"),
        ("09:40", "missed", "noshow"), ("09:50", "quick", "fulfilled"), ("09:58", "room", "arrived"),
        ("10:20", "first", "arrived"), ("10:21", "room", "checked-in"), ("10:38", "then", "arrived"),
    ):  # fmt: skip
        clinic.it_is(f"fri {when}")
        clinic.do("status", id=ident, status=status)
    clinic.do("cancel", id="gone", reason="patient")
    clinic.it_is("fri 10:42")
    return clinic


def board(clinic: Book, day: date = FRIDAY, doctor: str | None = None) -> Board:
    found: Board = clinic.desk.board("general", day, doctor)
    return found


def ids(rows: Any) -> list[str]:
    return [row.visit.visit.id for row in rows]


def minutes(rows: Any) -> dict[str, int | None]:
    return {row.visit.visit.id: row.minutes for row in rows}


def test_the_sections_and_their_minutes(day: Book) -> None:
    found = board(day)
    assert minutes(found.waiting) == {"first": 22, "then": 4}
    assert minutes(found.in_room) == {"room": 21}
    assert minutes(found.due) == {"late": 12, "due": -198}
    assert ids(found.waiting) == ["first", "then"]
    assert ids(found.due) == ["late", "due"]
    assert (found.open, found.missed, found.seen, found.cancelled) == ((), (), (), ())
    assert found.names == {"strange": "Stephen Strange", "who": "Dr Who"}


def test_the_minutes_are_those_of_the_stamps(day: Book) -> None:
    found = board(day)
    for rows, stamp in ((found.waiting, "arrived_at"), (found.in_room, "ready_at")):
        for row in rows:
            record = day.state()["appointments"][row.visit.visit.id]
            assert row.minutes == (day.clock.now() - parse_stamp(record[stamp])) // 60


def test_the_tally_counts_every_visit_of_the_day_once(day: Book) -> None:
    tally = board(day).tally
    by_status: dict[str, list[Any]] = {}
    for visit in day.desk.appointments(**{"from": "2026-11-20", "to": "2026-11-20", "status": list(STATUSES)}):
        by_status.setdefault(visit.status, []).append(visit)
    now = day.clock.now() // 60
    ended = [visit for visit in by_status["booked"] if visit.end_minute <= now]
    assert (tally.seen, tally.missed) == (len(by_status["fulfilled"]), len(by_status["noshow"])) == (2, 1)
    assert (tally.in_room, tally.waiting) == (len(by_status["checked-in"]), len(by_status["arrived"])) == (1, 2)
    assert tally.due + tally.open == len(by_status["booked"]) == 3
    assert tally.open == len(ended) == 1
    assert tally.late == sum(visit.start_minute < now < visit.end_minute for visit in by_status["booked"]) == 1
    assert tally.cancelled == len(by_status["cancelled"]) == 1


def test_longest_and_average_wait(day: Book) -> None:
    found = board(day)
    assert found.longest_wait == 22
    assert found.average_wait == round(((9 * 60 + 2 - 8 * 60 - 50) + (10 * 60 + 21 - 9 * 60 - 58)) / 2) == 18
    assert board(day, MONDAY).longest_wait is None
    assert board(day, MONDAY).average_wait is None


def test_what_nobody_resolved_is_the_list_of_the_verb_without_who_is_there(day: Book) -> None:
    day.book("strange", "mon 09:00", id="old1")
    day.book("who", "mon 09:00", id="old2", patient="ng")
    day.book("who", "tue 10:00", id="old3", patient="ng")
    day.it_is("2026-11-24T10:42")
    found = board(day, date(2026, 11, 24))
    latest_first = ["old3", "old1", "old2", "left", "room", "first", "late", "then", "due"]
    assert [view.visit.id for view in found.unresolved] == latest_first
    listed = [row["id"] for row in day.do("unresolved", hospital="general")]
    assert sorted(listed) == sorted(latest_first)
    assert found.unresolved_count == len(listed)
    assert found.oldest is not None
    assert found.oldest.visit.id == listed[0] == "left"


def test_at_most_so_many_are_listed_and_all_are_counted(day: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(board_module, "MOST", 2)
    day.it_is("2026-11-24T10:42")
    found = board(day, date(2026, 11, 24))
    assert len(found.unresolved) == 2
    assert found.unresolved_count == len(day.do("unresolved"))


def test_one_doctor_alone(day: Book) -> None:
    found = board(day, doctor="who")
    assert (ids(found.waiting), ids(found.in_room), ids(found.due)) == (["then"], [], ["late"])
    assert [view.visit.id for view in found.unresolved] == ["left"]
    assert [one.doctor for one in found.doctors] == ["who"]
    assert found.freed == ()


def test_a_past_day_shows_how_it_ended(day: Book) -> None:
    day.it_is("2026-11-21T09:00")
    found = board(day)
    assert minutes(found.seen) == {"seen": 29, "quick": None}
    assert ids(found.missed) == ["missed"]
    assert ids(found.cancelled) == ["gone"]
    assert sorted(ids(found.open)) == ["due", "first", "late", "left", "room", "then"]
    assert found.tally.open == len(found.open)
    assert found.longest_wait == 12
    assert (found.waiting, found.in_room, found.due, found.doctors, found.freed) == ((), (), (), (), ())


def test_a_day_ahead_shows_who_is_due_and_what_was_freed(day: Book) -> None:
    day.book("strange", "mon 09:00", id="a", patient="ng")
    day.book("who", "mon 08:00", id="b", patient="lopez")
    day.hold("who", "mon 09:00")
    day.do("cancel", id="b", reason="patient")
    found = board(day, MONDAY)
    assert ids(found.due) == ["a"]
    assert (found.tally.due, found.tally.late, found.doctors) == (1, 0, ())
    assert [(time.doctor, day.wall(time.start)[11:16], time.past) for time in found.freed] == [
        ("who", "08:00", False)
    ]


def test_doctors_now_and_how_far_behind(day: Book) -> None:
    strange, who = board(day).doctors
    # in at 10:21 for 30 minutes, planned until 10:30: 21 late; and 10:30 waits until 10:51
    assert (strange.doctor, strange.patient_name, strange.behind, strange.here) == (
        "strange",
        "Chidi Okafor",
        21,
        True,
    )
    assert (who.patient_name, who.behind, who.here, who.back) == (None, 0, True, None)


def test_doctors_away_come_back_or_do_not(day: Book) -> None:
    day.do("set_day", doctor="who", date="2026-11-20", spans=[["08:00", "10:00"], ["13:00", "15:00"]])
    day.do("set_day", doctor="strange", date="2026-11-20", spans=[])
    by_id = {one.doctor: one for one in board(day).doctors}
    assert by_id["strange"].patient_name is not None, "somebody is in all the same"
    assert (by_id["strange"].here, by_id["strange"].back) == (False, None)
    assert by_id["who"].here is False
    back = by_id["who"].back
    assert back is not None
    assert day.wall(back)[11:16] == "13:00"
    day.it_is("fri 16:00")
    assert {one.doctor for one in board(day).doctors} == {"strange", "who"}


def test_a_doctor_who_is_not_in_is_not_listed(clinic: Book) -> None:
    clinic.do("set_day", doctor="who", date="2026-11-20", spans=[])
    assert [one.doctor for one in board(clinic).doctors] == ["strange"]
    clinic.do("retire_doctor", id="strange")
    assert board(clinic).doctors == ()


def test_freed_times_and_who_waits_for_them(day: Book) -> None:
    (time,) = board(day).freed
    assert (time.doctor, day.wall(time.start)[11:16], time.end - time.start, time.past) == (
        "strange",
        "15:00",
        30,
        False,
    )
    assert time.waiting == 0
    day.do("waitlist_add", patient="ng")
    day.do("waitlist_add", patient="okafor", doctors=["who"])
    (time,) = board(day).freed
    asked = {"doctor": time.doctor, "start": day.wall(time.start), "minutes": time.end - time.start}
    assert time.waiting == len(day.do("waitlist_matches", **asked)) == 1


def test_a_freed_time_that_is_taken_closed_or_running_out(day: Book) -> None:
    day.it_is("fri 15:10")
    (time,) = board(day).freed
    assert (day.wall(time.start)[11:16], time.end - time.start) == ("15:10", 20)
    day.it_is("fri 15:26")
    assert board(day).freed == (), "less than a step of the grid"
    day.it_is("fri 15:31")
    assert [one.past for one in board(day).freed] == [True]
    day.it_is("fri 14:00")
    day.book("strange", "fri 15:00", minutes=15, patient="ng")
    assert [day.wall(one.start)[11:16] for one in board(day).freed] == ["15:15"]
    day.do("close", doctor="strange", from_="fri 15:00", to="fri 16:00")
    assert board(day).freed == ()
    day.do("retire_doctor", id="strange")
    assert board(day).freed == ()


def test_of_a_hospital_that_is_not_there_no_board_is_shown(clinic: Book) -> None:
    with pytest.raises(Refused, match="nowhere"):
        clinic.desk.board("nowhere", FRIDAY)


def test_a_hold_let_go_frees_nothing_for_the_board(clinic: Book) -> None:
    held = clinic.hold("strange", "fri 15:00")
    clinic.do("release", id=held.id)
    found = board(clinic)
    assert (found.freed, found.tally.cancelled) == ((), 0)


def test_who_is_there_while_midnight_passes_stays_on_the_board(clinic: Book) -> None:
    clinic.do("set_hours", doctor="who", hours={"fri": [["20:00", "04:00"]]})
    clinic.book("who", "fri 23:30", id="night", minutes=45)
    clinic.book("who", "sat 00:30", id="next", patient="ng")
    clinic.it_is("2026-11-20T23:40")
    clinic.do("status", id="night", status="checked-in")
    clinic.it_is("2026-11-21T00:20")
    found = board(clinic, SATURDAY)
    assert minutes(found.in_room) == {"night": 40}
    assert ids(found.due) == ["next"]
    assert found.unresolved == ()
    assert board(clinic, FRIDAY).in_room == ()
    clinic.do("status", id="night", status="fulfilled")
    assert board(clinic, SATURDAY).tally.seen == 0
    assert ids(board(clinic, FRIDAY).seen) == ["night"]


# -- arithmetic -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("minutes", "expected"), [([], None), ([7], 7), ([1, 2], 2), ([1, 1, 2], 1), ([0, 0], 0)])
def test_mean_rounds_half_up(minutes: list[int], expected: int | None) -> None:
    assert mean(minutes) == expected


def test_stamps_that_are_missing_or_run_backwards() -> None:
    assert elapsed(None, 0) is None
    assert elapsed("2026-11-20T15:00:00Z", parse_stamp("2026-11-20T15:03:59Z")) == 3
    assert elapsed("2026-11-20T15:00:00Z", parse_stamp("2026-11-20T14:00:00Z")) == 0
    assert waited({}) is None
    assert waited({"ready_at": "2026-11-20T15:10:00Z"}) is None
    assert waited({"arrived_at": "2026-11-20T15:00:00Z", "ready_at": "2026-11-20T15:10:00Z"}) == 10
    assert took({"ready_at": "2026-11-20T15:00:00Z"}) is None
    assert took({"ended_at": "2026-11-20T15:30:00Z"}) is None
    assert took({"ready_at": "2026-11-20T15:00:00Z", "ended_at": "2026-11-20T15:30:00Z"}) == 30


# -- what waits, for the tabs ---------------------------------------------------------------------------------------


def counts(clinic: Book) -> QueueCounts:
    """The counts, each compared with what the lists say."""
    found: QueueCounts = clinic.desk.counts("general")
    today = clinic.wall(clinic.clock.now() // 60)[:10]
    assert found.waiting == len(board(clinic, date.fromisoformat(today)).waiting)
    assert found.waitlist == len(clinic.do("waitlist"))
    assert found.outside == len(clinic.do("affected", hospital="general"))
    return found


def test_the_counts_follow_every_change(day: Book) -> None:
    assert counts(day) == (2, 0, 0)
    entry = day.do("waitlist_add", patient="ng")
    assert counts(day).waitlist == 1
    day.do("waitlist_close", id=entry["id"])
    assert counts(day).waitlist == 0
    day.book("strange", "mon 16:30", id="edge", patient="ng")
    day.book("who", "mon 10:00", id="mid", patient="okafor")
    assert counts(day).outside == 0
    closed = day.do("close", hospital="general", from_="mon", to="mon")
    assert counts(day).outside == 2
    day.do("move", id="edge", start="tue 10:00")
    assert counts(day).outside == 1
    day.do("accept", id="mid")
    assert counts(day).outside == 0
    day.undo()
    assert counts(day).outside == 1
    day.do("reopen", id=closed["id"])
    assert counts(day).outside == 0


def test_time_alone_takes_visits_out_of_the_counts(day: Book) -> None:
    day.do("close", doctor="strange", from_="fri 14:00", to="fri 15:00")
    assert counts(day).outside == 1
    day.it_is("fri 14:29")
    assert counts(day).outside == 1
    day.it_is("fri 14:30")
    assert counts(day).outside == 0
    day.it_is("2026-11-21T10:00")
    assert counts(day).waiting == 0


def test_a_visit_over_midnight_outside_hours_is_counted_once(clinic: Book) -> None:
    clinic.do("set_hours", doctor="who", hours={"fri": [["20:00", "04:00"]]})
    clinic.book("who", "fri 23:30", id="night", minutes=60)
    clinic.do("close", doctor="who", from_="fri", to="sat")
    assert counts(clinic).outside == 1


def test_another_hospitals_queues_are_not_counted(day: Book) -> None:
    day.do("add_hospital", id="annex", name="Annex", timezone="America/New_York")
    day.do("waitlist_add", patient="ng", hospital="annex")
    day.do("waitlist_add", patient="ng")
    assert day.desk.counts("general") == (2, 1, 0)
    assert day.desk.counts("annex") == (0, 2, 0)
    assert day.desk.board("annex", FRIDAY).tally == (0,) * 8
