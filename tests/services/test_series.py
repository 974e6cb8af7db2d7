"""Series of visits: shown, saved, moved and cancelled together (RULES 24)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders import ALWAYS, Book

WEEKLY = {"freq": "weekly", "count": 3}
MONDAYS = ["2026-11-23", "2026-11-30", "2026-12-07"]


def series(clinic: Book, start: str = "mon 09:00", **more: Any) -> dict[str, Any]:
    usual = {"doctor": "strange", "minutes": 30, "patient": "lopez", "rule": WEEKLY}
    answer: dict[str, Any] = clinic.do("book_series", start=start, **usual | more)
    return answer


def rows(clinic: Book, answer: dict[str, Any]) -> list[tuple[str, str | None]]:
    """Each date's start and what is in its way."""
    return [(clinic.wall(row["start"])[:16], row["error"]) for row in answer["occurrences"]]


def stands(clinic: Book, **more: Any) -> list[str]:
    """The starts of Lopez' visits that are shown."""
    visits = clinic.desk.appointments(**{"patient": "lopez"} | more)
    return [visit.start[:16] for visit in visits]


def ids(clinic: Book) -> list[str]:
    return clinic.listed(patient="lopez")


# Booked


def test_rule_24_a_series_is_one_visit_a_date(clinic: Book) -> None:
    answer = series(clinic, id="r1", reason="cough", note="call", location=...)
    assert answer["id"] == "r1"
    assert stands(clinic) == [f"{day}T09:00" for day in MONDAYS]
    visit = clinic.visit(ids(clinic)[0])
    assert (visit.series, visit.reason, visit.note, visit.status) == ("r1", "cough", "call", "booked")
    table, record = clinic.do("get", id="r1")
    assert (table, record["rule"], record["patient"]) == ("series", WEEKLY, "lopez")


def test_rule_24_a_preview_shows_each_dates_clash_and_writes_nothing(clinic: Book) -> None:
    clinic.book("strange", "2026-11-30T09:15", patient="ng")
    clinic.do("close", doctor="strange", from_="2026-12-07", to="2026-12-07")
    before, state = clinic.seq, clinic.state()
    answer = series(clinic, preview=True, request_id="once")
    assert rows(clinic, answer) == [
        ("2026-11-23T09:00", None),
        ("2026-11-30T09:00", "slot_taken"),
        ("2026-12-07T09:00", "closed"),
    ]
    assert answer["id"] is None
    assert [row["ok"] for row in answer["occurrences"]] == [True, False, False]
    assert (clinic.seq, clinic.state()) == (before, state)
    skip = ["2026-11-30T09:00", "2026-12-07T09:00-05:00"]
    booked = series(clinic, skip=skip, request_id="once")
    assert rows(clinic, booked)[1:] == [("2026-11-30T09:00", "skipped"), ("2026-12-07T09:00", "skipped")]
    assert stands(clinic) == ["2026-11-23T09:00"]


def test_rule_24_all_or_nothing_and_the_refusal_counts(clinic: Book) -> None:
    first = clinic.book("strange", "2026-11-30T09:15", patient="ng")
    second = clinic.book("strange", "2026-12-07T09:15", patient="ng")
    with clinic.refused("slot_taken", "skip") as caught:
        series(clinic)
    assert caught.value.reason.startswith("2 of 3 dates cannot be booked. ")
    assert caught.value.blocking == (first.id, second.id)
    assert caught.value.alternatives


def test_rule_24_dates_that_clash_with_each_other_are_told(clinic: Book) -> None:
    clinic.do("set_hours", doctor="strange", hours=ALWAYS)
    answer = series(clinic, minutes=1_500, rule={"freq": "daily", "count": 4}, preview=True)
    assert [error for _, error in rows(clinic, answer)] == [None, "slot_taken", None, "slot_taken"]
    with clinic.refused("slot_taken"):
        series(clinic, minutes=1_500, rule={"freq": "daily", "count": 4}, override="so")
    skip = [start for start, error in rows(clinic, answer) if error]
    series(clinic, minutes=1_500, rule={"freq": "daily", "count": 4}, skip=skip)
    assert len(ids(clinic)) == 2


def test_dates_of_one_series_keep_their_buffers_too(clinic: Book) -> None:
    clinic.do("set_hours", doctor="strange", hours=ALWAYS)
    clinic.do("add_type", id="op", hospital="general", name="Op", minutes=1_430, buffer_after=20)
    answer = series(clinic, minutes=..., type="op", rule={"freq": "daily", "count": 2}, preview=True)
    assert [error for _, error in rows(clinic, answer)] == [None, "slot_taken"]


def test_the_earlier_rule_is_told_of_a_date_that_breaks_two(clinic: Book) -> None:
    clinic.do("set_hours", doctor="strange", hours={day: ALWAYS[day] for day in ("mon", "tue")})
    answer = series(clinic, minutes=1_500, rule={"freq": "daily", "count": 2}, preview=True)
    assert [error for _, error in rows(clinic, answer)] == [None, "outside_hours"]


def test_rule_24_a_gap_moves_the_start_and_is_flagged_also_the_first(clinic: Book) -> None:
    clinic.do("set_hours", doctor="strange", hours=ALWAYS)
    clinic.it_is("2027-03-01T08:00")
    for start, flags in (("2027-03-13T02:30", [False, True, False]), ("2027-03-14T02:30", [True, False, False])):
        answer = series(clinic, start, rule={"freq": "daily", "count": 3}, preview=True)
        assert [row["flag"] is not None for row in answer["occurrences"]] == flags
        moved = answer["occurrences"][flags.index(True)]
        assert clinic.wall(moved["start"]) == "2027-03-14T03:30-04:00"


def test_a_first_start_in_the_second_pass_stays_there(clinic: Book) -> None:
    clinic.do("set_hours", doctor="strange", hours=ALWAYS)
    clinic.it_is("2026-10-20T08:00")
    series(clinic, "2026-11-01T01:30-05:00", rule={"freq": "daily", "count": 2})
    assert [visit.start for visit in clinic.desk.appointments()] == [
        "2026-11-01T01:30-05:00",
        "2026-11-02T01:30-05:00",
    ]


def test_rule_24_the_31st_is_skipped_and_the_last_day_is_a_choice(clinic: Book) -> None:
    clinic.do("set_hours", doctor="strange", hours=ALWAYS)
    start = "2026-12-31T10:00"
    plain = series(clinic, start, rule={"freq": "monthly", "count": 3}, preview=True)
    assert [day[5:10] for day, _ in rows(clinic, plain)] == ["12-31", "01-31", "03-31"]
    last = series(clinic, start, rule={"freq": "monthly", "count": 3, "last_day": True}, preview=True)
    assert [day[5:10] for day, _ in rows(clinic, last)] == ["12-31", "01-31", "02-28"]


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"rule": {"freq": "daily", "count": 105}}, "invalid", "rule"),
        ({"rule": {"freq": "daily", "until": "2028-01-01"}}, "invalid", "rule"),
        ({"rule": {"freq": "weekly"}}, "invalid", "rule"),
        ({"rule": {"freq": "weekly", "count": 2, "until": "2026-12-31"}}, "invalid", "rule"),
        ({"rule": {"freq": "monthly", "count": 2, "byday": ["mon"]}}, "invalid", "rule"),
        ({"rule": {"freq": "daily", "count": 2, "last_day": True}}, "invalid", "rule"),
        ({"rule": {"freq": "weekly", "until": "2026-11-22"}}, "invalid", "rule"),
        ({"rule": {"freq": "monthly", "interval": 366, "count": 100}}, "invalid", "rule"),
        ({"start": "2199-12-31T23:45"}, "invalid", "start"),
        ({"skip": ["2026-11-24T09:00"]}, "invalid", "skip"),
        ({"skip": ["2026-11-23T14:00Z", *(f"{day}T09:00" for day in MONDAYS[1:])]}, "invalid", "skip"),
        ({"doctor": ...}, "invalid", "doctor"),
        ({"doctor": "nobody"}, "unknown", "doctor"),
        ({"patient": "nobody"}, "unknown", "patient"),
        ({"type": "nothing"}, "unknown", "type"),
        ({"location": "nowhere"}, "unknown", "location"),
        ({"hold": "nothing"}, "unknown", "hold"),
        ({"id": "who"}, "exists", "id"),
        ({"patient": "gone"}, "not_active", "patient"),
        ({"patient": "gone", "id": "who"}, "exists", "id"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_written(
    clinic: Book, change: dict[str, Any], code: str, field: str
) -> None:
    clinic.do("add_patient", id="gone", name="Gone")
    clinic.do("retire_patient", id="gone")
    for preview in (False, True):
        with clinic.refused(code, field):
            series(clinic, **{"start": "mon 09:00", "preview": preview} | change)


def test_one_hundred_and_four_dates_are_taken(clinic: Book) -> None:
    clinic.do("set_hours", doctor="strange", hours=ALWAYS)
    assert len(series(clinic, rule={"freq": "daily", "count": 104})["occurrences"]) == 104


def test_a_clinic_without_doctors_says_so(tmp_path: Any) -> None:
    with Book(tmp_path / "empty", empty=True) as clinic:
        clinic.do("add_hospital", id="h", name="H", timezone="America/New_York")
        clinic.do("add_patient", id="lopez", name="Lopez")
        for verb, more in (("book", {}), ("book_series", {"rule": WEEKLY})):
            with clinic.refused("unknown", "any"):
                clinic.do(verb, any=True, start="mon 09:00", patient="lopez", **more)


def test_one_doctor_has_the_whole_series_the_one_whose_turn_it_is(clinic: Book) -> None:
    clinic.book("strange", "mon 11:00", patient="ng")
    series(clinic, doctor=..., doctors=["strange", "who"])
    assert {visit.doctor for visit in clinic.desk.appointments(patient="lopez")} == {"who"}
    record = clinic.state()["appointments"][ids(clinic)[0]]
    assert record["chosen"].endswith("fewest minutes booked that day")


def test_the_wall_clock_that_is_kept_is_the_chosen_doctors(clinic: Book) -> None:
    clinic.do("add_hospital", id="z", name="Berlin", timezone="Europe/Berlin")
    clinic.do("add_doctor", id="haas", hospital="z", name="Dr Haas")
    clinic.do("set_hours", doctor="haas", hours=ALWAYS)
    clinic.it_is("2027-03-01T08:00")
    start = "2027-03-08T03:00-05:00"  # 09:00 in Berlin, where the clocks change later
    series(clinic, start, doctor=..., doctors=["haas", "strange"], rule={"freq": "weekly", "count": 4})
    assert [visit.start[11:] for visit in clinic.desk.appointments()] == ["09:00+01:00"] * 3 + ["09:00+02:00"]
    with clinic.refused("invalid", "start"):
        series(clinic, "2027-03-08T09:00", doctor=..., doctors=["haas", "strange"])


def test_the_own_hold_is_no_obstacle_and_ends(clinic: Book) -> None:
    hold = clinic.hold("strange", "mon 09:00")
    with clinic.refused("slot_taken"):
        series(clinic)
    series(clinic, hold=hold.id)
    assert stands(clinic) == [f"{day}T09:00" for day in MONDAYS]
    assert clinic.visit(hold.id).cancel_reason == "released"


def test_dead_holds_in_the_way_are_buried_once(clinic: Book) -> None:
    hold = clinic.hold("strange", "mon 09:15")
    clinic.wait(minutes=30)
    series(clinic, rule={"freq": "daily", "count": 2})
    buried = clinic.visit(hold.id)
    assert (buried.status, buried.cancel_reason, buried.version) == ("cancelled", "expired", 2)


def test_an_override_is_kept_on_the_dates_that_needed_it(clinic: Book) -> None:
    clinic.do("set_day", doctor="strange", date="2026-11-30", spans=[])
    series(clinic, override="no other time")
    assert [clinic.visit(ident).override for ident in ids(clinic)] == [None, "no other time", None]


def test_rule_18_a_busy_patient_is_told_of_each_date(clinic: Book) -> None:
    clinic.book("who", "2026-11-30T09:10")
    assert [error for _, error in rows(clinic, series(clinic, preview=True))] == [None, "patient_clash", None]
    series(clinic, allow_patient_clash=True)


def test_rule_22_a_retry_books_no_second_series(clinic: Book) -> None:
    first = series(clinic, request_id="once")
    assert series(clinic, request_id="once") == first
    assert len(ids(clinic)) == 3
    with clinic.refused("invalid", "request_id"):
        series(clinic, request_id="once", minutes=20)


def test_rule_21_a_series_is_one_step_back_and_forth(clinic: Book) -> None:
    before = clinic.said()
    series(clinic, id="r1")
    booked = clinic.said()
    step = clinic.undo()
    assert step.words == "booked M. Lopez with Dr Strange Mon 23 Nov 09:00 and 2 more"
    assert stands(clinic) == []
    assert stands(clinic, status="entered-in-error") == [f"{day}T09:00" for day in MONDAYS]
    after = clinic.said()
    assert {table: after[table] for table in before} == before
    clinic.redo()
    assert clinic.said() == booked
    clinic.undo()
    with clinic.refused("exists", "id"):
        series(clinic, id="r1")


def test_redo_of_a_series_asks_again(clinic: Book) -> None:
    series(clinic)
    clinic.undo()
    clinic.sit("bob", "front-2")
    clinic.book("strange", "2026-11-30T09:15", patient="ng")
    clinic.sit("amy", "front-1")
    with clinic.refused("slot_taken"):
        clinic.redo()


def test_a_series_in_an_atomic_batch_is_part_of_its_step(clinic: Book) -> None:
    def both() -> None:
        series(clinic)
        series(clinic, "mon 10:00", patient="ng")

    clinic.desk.atomic(both)
    assert len(clinic.listed()) == 6
    clinic.undo()
    assert clinic.listed() == []


# Moved


def move(clinic: Book, number: int, scope: str, **more: Any) -> Any:
    return clinic.do("move_series", id=ids(clinic)[number], scope=scope, **more)


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        ("one", ["2026-11-23T09:00", "2026-12-01T10:15", "2026-12-07T09:00"]),
        ("following", ["2026-11-23T09:00", "2026-12-01T10:15", "2026-12-08T10:15"]),
        ("all", ["2026-11-24T10:15", "2026-12-01T10:15", "2026-12-08T10:15"]),
    ],
)
def test_rule_24_one_the_following_or_all_are_moved(clinic: Book, scope: str, expected: list[str]) -> None:
    series(clinic, id="r1")
    before = clinic.said()
    shown = move(clinic, 1, scope, start="2026-12-01T10:15", preview=True)
    assert clinic.said() == before
    answer = move(clinic, 1, scope, start="2026-12-01T10:15")
    assert answer == shown
    assert answer["id"] == "r1"
    assert stands(clinic) == expected
    moved = clinic.said()
    clinic.undo()
    assert clinic.said() == before
    clinic.redo()
    assert clinic.said() == moved


def test_rule_24_visits_move_onto_each_others_old_times_and_back(clinic: Book) -> None:
    series(clinic, rule={"freq": "daily", "count": 4}, start="2026-11-23T09:00")
    before = clinic.said()
    move(clinic, 0, "all", start="2026-11-24T09:00")
    assert [start[8:10] for start in stands(clinic)] == ["24", "25", "26", "27"]
    moved = clinic.said()
    clinic.undo()
    assert clinic.said() == before
    clinic.redo()
    assert clinic.said() == moved


def test_rule_24_a_move_is_all_or_nothing(clinic: Book) -> None:
    series(clinic)
    taken = clinic.book("strange", "2026-12-07T10:00", patient="ng")
    answer = move(clinic, 0, "all", start="mon 10:15", preview=True)
    assert [error for _, error in rows(clinic, answer)] == [None, None, "slot_taken"]
    with clinic.refused("slot_taken", "start") as caught:
        move(clinic, 0, "all", start="mon 10:15")
    assert caught.value.blocking == (taken.id,)
    with clinic.refused("slot_taken", "id"):
        move(clinic, 0, "all", minutes=90)


def test_rule_24_a_moved_series_keeps_the_new_wall_clock_over_a_change_of_the_clock(clinic: Book) -> None:
    clinic.it_is("2027-03-01T08:00")
    series(clinic, "2027-03-07T09:00", rule={"freq": "weekly", "count": 3}, override="sundays")
    move(clinic, 0, "all", start="2027-03-07T14:00", override="sundays")
    assert [visit.start[11:] for visit in clinic.desk.appointments()] == ["14:00-05:00", "14:00-04:00", "14:00-04:00"]


def test_rule_24_a_date_that_a_gap_moved_keeps_the_clock_of_its_series(clinic: Book) -> None:
    clinic.do("set_hours", doctor="strange", hours=ALWAYS)
    clinic.it_is("2027-03-01T08:00")
    series(clinic, "2027-03-13T02:30", rule={"freq": "daily", "count": 3})
    assert [start[11:] for start in stands(clinic)] == ["02:30", "03:30", "02:30"]
    answer = move(clinic, 0, "all", start="2027-03-13T02:40")
    assert [row["flag"] is not None for row in answer["occurrences"]] == [False, True, False]
    assert [start[11:] for start in stands(clinic)] == ["02:40", "03:40", "02:40"]
    move(clinic, 1, "all", start="2027-03-14T04:00")
    assert [start[11:] for start in stands(clinic)] == ["04:00"] * 3


def test_a_date_that_a_gap_moved_and_somebody_moved_again_stands_where_it_is(clinic: Book) -> None:
    clinic.do("set_hours", doctor="strange", hours=ALWAYS)
    clinic.it_is("2027-03-01T08:00")
    series(clinic, "2027-03-13T02:30", rule={"freq": "daily", "count": 3})
    middle = ids(clinic)[1]
    clinic.do("move", id=middle, minutes=20)
    assert clinic.state()["appointments"][middle]["wall"] == "2027-03-14T02:30"
    clinic.do("move", id=middle, start="2027-03-14T05:00")
    move(clinic, 0, "all", start="2027-03-13T02:00")
    assert [start[11:] for start in stands(clinic)] == ["02:00", "04:30", "02:00"]


def test_the_visit_itself_can_be_moved_to_the_second_pass_and_stays_there(clinic: Book) -> None:
    clinic.do("set_hours", doctor="strange", hours=ALWAYS)
    clinic.it_is("2026-10-20T08:00")
    series(clinic, "2026-10-31T01:00", rule={"freq": "daily", "count": 2})
    move(clinic, 1, "one", start="2026-11-01T01:30-05:00")
    move(clinic, 1, "all", minutes=20)
    assert [visit.start for visit in clinic.desk.appointments()] == [
        "2026-10-31T01:00-04:00",
        "2026-11-01T01:30-05:00",
    ]
    assert {visit.minutes for visit in clinic.desk.appointments()} == {20}


def test_another_doctor_length_or_place_for_all(clinic: Book) -> None:
    clinic.do("add_location", id="east", hospital="general", name="East")
    clinic.do("update_doctor", id="who", locations=["east"])
    series(clinic)
    move(clinic, 0, "all", doctor="who", minutes=45, location="east")
    visits = clinic.desk.appointments(patient="lopez")
    assert {(visit.doctor, visit.minutes, visit.location) for visit in visits} == {("who", 45, "east")}
    move(clinic, 0, "all", minutes=30)
    assert {visit.location for visit in clinic.desk.appointments(patient="lopez")} == {"east"}
    move(clinic, 0, "all", start="mon 10:00")
    assert {visit.location for visit in clinic.desk.appointments(patient="lopez")} == {None}


def test_rule_23_a_moved_date_is_accepted_and_overridden_no_more(clinic: Book) -> None:
    series(clinic, "mon 17:30", override="evenings")
    first = ids(clinic)[0]
    clinic.do("accept", id=first)
    move(clinic, 0, "all", start="mon 10:00")
    assert clinic.visit(first).override is None
    assert "accepted_at" not in clinic.state()["appointments"][first]
    move(clinic, 0, "all", start="mon 18:00", override="later")
    assert clinic.visit(first).override == "later"


@pytest.mark.parametrize(
    ("verb", "change", "code", "field"),
    [
        ("move_series", {"id": "nothing"}, "unknown", "id"),
        ("move_series", {"id": "single"}, "invalid", "id"),
        ("move_series", {"doctor": "nobody"}, "unknown", "doctor"),
        ("move_series", {"location": "nowhere"}, "unknown", "location"),
        ("move_series", {"location": "old"}, "not_active", "location"),
        ("move_series", {"scope": "most"}, "invalid", "scope"),
        ("move_series", {"version": 7}, "stale_record", "version"),
        ("move_series", {"start": "2199-12-31T23:45"}, "invalid", "start"),
        ("cancel_series", {"id": "nothing"}, "unknown", "id"),
        ("cancel_series", {"id": "single"}, "invalid", "id"),
        ("cancel_series", {"reason": "because"}, "invalid", "reason"),
        ("cancel_series", {"version": 7}, "stale_record", "version"),
    ],
)
def test_a_wrong_change_is_named_and_nothing_is_written(
    clinic: Book, verb: str, change: dict[str, Any], code: str, field: str
) -> None:
    series(clinic)
    clinic.book("strange", "tue 09:00", id="single", patient="ng")
    clinic.do("add_location", id="old", hospital="general", name="Old")
    clinic.do("retire_location", id="old")
    usual = {"id": ids(clinic)[0], "scope": "all"} | ({"reason": "patient"} if verb == "cancel_series" else {})
    with clinic.refused(code, field):
        clinic.do(verb, **usual | change)


# Cancelled


@pytest.mark.parametrize(("scope", "left"), [("one", [0, 2]), ("following", [0]), ("all", [])])
def test_rule_24_one_the_following_or_all_are_cancelled(clinic: Book, scope: str, left: list[int]) -> None:
    series(clinic)
    before = clinic.said()
    cancelled = clinic.do("cancel_series", id=ids(clinic)[1], scope=scope, reason="patient")
    assert len(cancelled) == 3 - len(left)
    assert stands(clinic) == [f"{MONDAYS[number]}T09:00" for number in left]
    clinic.undo()
    assert clinic.said() == before
    clinic.redo()
    assert stands(clinic) == [f"{MONDAYS[number]}T09:00" for number in left]


def test_what_has_begun_or_is_over_is_history(clinic: Book) -> None:
    series(clinic)
    first, second, third = ids(clinic)
    clinic.do("cancel", id=third, reason="patient")
    clinic.it_is("2026-11-30T09:10")
    with clinic.refused("not_active"):
        clinic.do("cancel_series", id=first, scope="all", reason="patient")
    with clinic.refused("not_active"):
        clinic.do("cancel_series", id=third, scope="following", reason="patient")
    clinic.do("cancel_series", id=second, scope="following", reason="left")
    assert [clinic.visit(ident).status for ident in (first, second, third)] == ["booked", "cancelled", "cancelled"]


def test_all_means_what_is_still_ahead(clinic: Book) -> None:
    series(clinic)
    clinic.it_is("2026-11-24T08:00")
    move(clinic, 0, "all", start="2026-11-23T10:00")
    assert [start[11:] for start in stands(clinic)] == ["09:00", "10:00", "10:00"]
    clinic.do("cancel_series", id=ids(clinic)[0], scope="all", reason="patient")
    assert stands(clinic) == ["2026-11-23T09:00"]


def test_rule_25_freed_dates_tell_who_waits(clinic: Book) -> None:
    clinic.do("waitlist_add", patient="ng", minutes=30)
    series(clinic)
    told = clinic.outcome("move_series", id=ids(clinic)[0], scope="all", start="mon 09:30").warnings
    assert told == ("1 person on the waitlist could take a freed time.",)
    told = clinic.outcome("cancel_series", id=ids(clinic)[0], scope="one", reason="patient").warnings
    assert told == ("1 person on the waitlist could take the freed time.",)
