"""First available, openings, windows of visits: RULES 14, 15 and BATCH, "Questions"."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders import NEW_YORK, OFFICE, Book


def first(clinic: Book, after: str, **more: Any) -> list[str]:
    found = clinic.next(after, **({"minutes": 60} | more))
    return [f"{row.doctor} {clinic.wall(row.start)[8:16]}" for row in found.openings]


def reason(clinic: Book, after: str, **more: Any) -> str | None:
    found = clinic.next(after, **({"minutes": 60} | more))
    assert found.openings == ()
    return found.reason


def test_rule_14_the_start_is_not_before_the_moment_and_seconds_round_up(clinic: Book) -> None:
    assert first(clinic, "mon 09:00", doctor="strange") == ["strange 23T09:00"]
    assert first(clinic, "mon 09:00:01", doctor="strange") == ["strange 23T09:05"]
    assert first(clinic, "2026-11-23T14:00:00Z", doctor="strange") == ["strange 23T09:00"]
    assert first(clinic, "2026-11-01T09:00", doctor="strange") == ["strange 20T09:00"]


def test_rule_14_a_day_with_room_may_still_have_no_start(clinic: Book) -> None:
    assert first(clinic, "mon 16:45", doctor="strange") == ["strange 24T09:00"]
    held = clinic.hold("strange", "tue 09:00", minutes=480)
    assert first(clinic, "mon 16:45", doctor="strange") == ["strange 25T09:00"]
    clinic.do("release", id=held.id)
    assert first(clinic, "mon 16:45", doctor="strange") == ["strange 24T09:00"]
    clinic.book("who", "mon 08:00", minutes=480)
    assert first(clinic, "mon 00:00", doctors=["strange", "who"]) == ["strange 23T09:00"]


def test_rule_14_one_several_a_specialty_any(clinic: Book) -> None:
    clinic.do("update_doctor", id="who", specialty="Time")
    assert first(clinic, "mon 00:00", doctors=["strange", "who"]) == ["who 23T08:00"]
    assert first(clinic, "mon 00:00", specialty="MYSTIC arts") == ["strange 23T09:00"]
    assert first(clinic, "mon 00:00", any=True) == first(clinic, "mon 00:00") == ["who 23T08:00"]
    assert first(clinic, "mon 00:00", each=True) == ["who 23T08:00", "strange 23T09:00"]


def test_rule_14_the_fair_choice_is_told(clinic: Book) -> None:
    clinic.book("strange", "mon 09:00")
    found = clinic.next("mon 10:00", minutes=30)
    assert found.openings[0].doctor == "who"
    assert found.explain == "the earliest on offer; fewest minutes booked that day"
    rows = clinic.next("mon 08:00", minutes=60, step=60, count=4)
    assert [row.doctor for row in rows.openings] == ["who"] * 4
    assert [clinic.wall(row.start)[11:16] for row in rows.openings] == ["08:00", "09:00", "10:00", "11:00"]


def test_rule_14_filters_of_weekday_and_time_of_day(clinic: Book) -> None:
    assert first(clinic, "mon 00:00", weekdays=["wed", "thu"]) == ["who 25T08:00"]
    assert first(clinic, "mon 00:00", between=["13:00", "15:00"], doctor="strange") == ["strange 23T13:00"]
    clinic.do("set_hours", doctor="strange", hours={"mon": [["20:00", "04:00"]]})
    late = {"doctor": "strange", "step": 60, "count": 20, "until": "tue"}
    assert first(clinic, "mon 00:00", between=["23:00", "01:00"], **late) == ["strange 23T23:00", "strange 24T00:00"]
    assert first(clinic, "mon 00:00", weekdays=["tue"], **late)[0] == "strange 24T00:00"
    with clinic.refused("invalid", "weekdays"):
        first(clinic, "mon 00:00", weekdays=["monday"])
    with clinic.refused("invalid", "between"):
        first(clinic, "mon 00:00", between=["13:00"])


def test_rule_14_count_until_and_how_far_it_looked(clinic: Book) -> None:
    found = clinic.next("mon 16:00", doctor="strange", minutes=60, step=60, count=3)
    assert [clinic.wall(row.start)[8:16] for row in found.openings] == ["23T16:00", "24T09:00", "24T10:00"]
    assert found.searched_until == found.openings[-1].start
    few = clinic.next("mon 16:00", doctor="strange", minutes=60, step=60, count=3, until="mon")
    assert len(few.openings) == 1
    assert clinic.wall(few.searched_until or 0) == "2026-11-24T00:00-05:00"
    for until in ("2026-11-22", "mon 16:00"):
        with clinic.refused("invalid", "until"):
            clinic.next("mon 16:00", doctor="strange", minutes=60, until=until)


def test_rule_14_nothing_found_says_why(clinic: Book) -> None:
    until = {"until": "fri", "doctor": "strange"}
    clinic.it_is("2026-11-22T08:00")
    assert reason(clinic, "mon 00:00", minutes=600, **until) == "no_gap_long_enough"
    for day in ("mon", "tue", "wed", "thu", "fri"):
        clinic.book("strange", f"{day} 09:00", minutes=480)
    assert reason(clinic, "mon 00:00", **until) == "fully_booked"
    clinic.do("set_hours", doctor="strange", hours={})
    assert reason(clinic, "mon 00:00", **until) == "no_hours"
    clinic.do("set_hours", doctor="strange", hours=OFFICE)
    clinic.do("close", doctor="strange", from_="mon", to="fri")
    assert reason(clinic, "mon 00:00", **until) == "closed"
    assert reason(clinic, "2027-11-23T00:00", doctor="strange") == "beyond_horizon"
    clinic.do("add_type", id="fu", hospital="general", name="FU", minutes=20)
    clinic.do("update_doctor", id="strange", types={})
    assert reason(clinic, "mon 00:00", type="fu", **until) == "type_not_offered"


def test_rule_14_only_what_lies_ahead_says_why(clinic: Book) -> None:
    clinic.it_is("2026-11-20T17:30")
    until = {"until": "sun", "doctor": "strange"}
    assert reason(clinic, "fri 17:30", **until) == "no_hours"
    clinic.do("close", hospital="general", from_="sat", to="sun")
    assert reason(clinic, "fri 17:30", **until) == "no_hours"
    assert reason(clinic, "fri 16:00", weekdays=["sat"], **until) == "no_hours"


def test_rule_14_openings_that_are_none_say_why_too(clinic: Book) -> None:
    def why(from_: str, to: str, **more: Any) -> str | None:
        found = clinic.openings(from_, to, **({"minutes": 60, "doctor": "strange"} | more))
        assert found.openings == ()
        return found.reason

    assert why("sat", "sun") == why("mon 00:00", "mon 08:00") == why("mon 17:00", "mon 23:00") == "no_hours"
    assert why("mon", "mon", minutes=500) == "no_gap_long_enough"
    assert why("2027-12-01", "2027-12-02") == "beyond_horizon"
    clinic.do("add_type", id="fu", hospital="general", name="FU", minutes=20)
    clinic.do("update_doctor", id="strange", types={})
    assert why("mon", "mon", type="fu") == "type_not_offered"


def test_rule_14_each_says_why_when_no_doctor_has_time(clinic: Book) -> None:
    assert reason(clinic, "sat 00:00", each=True, until="sun") == "no_hours"


def test_rule_14_a_clinic_without_doctors_has_no_hours() -> None:
    empty = Book(empty=True)
    assert reason(empty, "2026-11-23T00:00") == "no_hours"
    assert empty.openings("2026-11-23", "2026-11-23", minutes=30).reason == "no_hours"
    empty.do("add_hospital", id="h", name="H", timezone=NEW_YORK)
    assert reason(empty, "2026-11-23T00:00") == "no_hours"


def test_rule_14_a_year_without_a_gap_ends(clinic: Book) -> None:
    clinic.do("set_hours", doctor="strange", hours={})
    assert reason(clinic, "mon 00:00", doctor="strange") == "no_hours"
    with clinic.refused("invalid", "minutes"):
        first(clinic, "mon 00:00", minutes=0)


def test_rule_14_a_type_brings_its_length_step_and_settings(clinic: Book) -> None:
    clinic.do("add_type", id="fu", hospital="general", name="FU", minutes=20, step=40, notice=1440)
    found = clinic.next("fri 08:00", type="fu", doctor="strange")
    assert (found.openings[0].end - found.openings[0].start, clinic.wall(found.openings[0].start)[8:16]) == (
        *(20, "23T09:00"),
    )
    with clinic.refused("unknown", "type"):
        clinic.next("mon 00:00", type="nothing")


def test_openings_all_fills_in_the_taken_times(clinic: Book) -> None:
    clinic.book("strange", "mon 10:00", minutes=60)
    rows = clinic.openings("mon 09:00", "mon 12:00", doctor="strange", minutes=60, step=60, all=True).rows
    assert rows is not None
    assert [(clinic.wall(row.start)[11:16], why and why.code) for row, why in rows] == [
        *(("09:00", None), ("10:00", "slot_taken"), ("11:00", None)),
    ]
    for ident in ("east", "west"):
        clinic.do("add_location", id=ident, hospital="general", name=ident)
    clinic.do("set_hours", doctor="who", hours={}, location=None)
    clinic.do("set_hours", doctor="who", hours={"mon": [["09:00", "10:00"]]}, location="east")
    clinic.do("set_hours", doctor="who", hours={"mon": [["09:30", "11:00"]]}, location="west")
    half = {"doctor": "who", "minutes": 30, "step": 30, "all": True}
    everywhere = clinic.openings("mon", "mon", **half).rows or ()
    assert [row.location for row, _ in everywhere] == ["east", "east", "west", "west"]
    assert len(clinic.openings("mon", "mon", location="west", **half).rows or ()) == 3
    assert len(clinic.openings("mon", "mon", between=["09:00", "09:30"], **half).rows or ()) == 1


@pytest.mark.parametrize(
    ("from_", "to", "field"),
    [
        ("mon", "2026-11-20", "to"),
        ("mon 09:00", "mon 09:00", "to"),
        ("mon", "2027-02-01", "to"),
        ("x", "mon", "from"),
    ],
)
def test_openings_of_a_window_that_is_none_or_too_long(clinic: Book, from_: str, to: str, field: str) -> None:
    with clinic.refused("invalid", field):
        clinic.openings(from_, to, minutes=30)
    with clinic.refused("nonexistent_time", "from"):
        clinic.openings("2026-03-08T02:30", "2026-03-09", minutes=30)


@pytest.mark.parametrize("field", ["doctor", "hospital", "location", "type", "hold"])
def test_questions_about_ids_nobody_has(clinic: Book, field: str) -> None:
    with clinic.refused("unknown", field):
        clinic.next("mon 00:00", **{field: "nothing"})
    if field != "hospital":
        with clinic.refused("unknown", field):
            clinic.do("why", **({"doctor": "strange", "start": "mon 09:00"} | {field: "nothing"}))


def test_rule_15_the_sentences_of_why(clinic: Book) -> None:
    clinic.do("add_type", id="op", hospital="general", name="Op", minutes=30, notice=120, horizon=5)
    clinic.do("add_type", id="set", hospital="general", name="Set", minutes=30, step=60, published_only=True)

    def said(start: str, **more: Any) -> list[str]:
        return [row.message for row in clinic.do("why", doctor="strange", start=start, **more)]

    assert said("fri 09:00", type="op") == ["Dr Strange needs 120 minutes' notice."]
    assert said("2026-11-27T09:00", type="op") == ["Fri 27 Nov 09:00 is more than 5 days ahead."]
    assert said("mon 09:30", type="set") == ["09:30 is not one of the times that are offered."]
    assert said("sat 10:00") == ["Dr Strange does not work 10:00–10:30 on Sat 21 Nov."]
    assert said("2026-11-19T09:00") == ["Thu 19 Nov 09:00 is in the past."]


# Windows of visits


@pytest.fixture
def day(clinic: Book) -> Book:
    clinic.do("add_location", id="east", hospital="general", name="East")
    clinic.do("update_doctor", id="strange", locations=["east"])
    clinic.book("who", "mon 09:00", id="b", patient="ng", minutes=60)
    clinic.book("strange", "mon 09:00", id="c", location="east")
    clinic.book("strange", "mon 10:00", id="d", patient="okafor")
    clinic.book("who", "tue 09:00", id="e")
    clinic.do("cancel", id=clinic.book("strange", "mon 12:00", id="x").id, reason="patient")
    clinic.hold("strange", "mon 14:00", id="h")
    return clinic


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, "c b d h e"),
        ({"from_": "mon", "to": "mon"}, "c b d h"),
        ({"from_": "mon 09:30", "to": "mon 10:00"}, "b"),
        ({"from_": "mon 09:29", "to": "mon 09:30"}, "c b"),
        ({"from_": "mon 10:30"}, "h e"),
        ({"to": "mon 10:00"}, "c b"),
        ({"doctor": "strange", "from_": "mon", "to": "tue"}, "c d h"),
        ({"doctors": ["who", "strange", "who"], "to": "mon"}, "c b d h"),
        ({"specialty": "mystic arts", "from_": "tue"}, "e"),
        ({"patient": "lopez"}, "c e"),
        ({"patient": "lopez", "doctor": "who"}, "e"),
        ({"location": "east"}, "c"),
        ({"hospital": "general", "from_": "tue", "to": "tue"}, "e"),
        ({"status": "cancelled"}, "x"),
        ({"status": ["pending", "cancelled"]}, "x h"),
        ({"status": "all", "from_": "mon", "to": "mon"}, "c b d x h"),
        ({"limit": 2}, "c b"),
        ({"limit": 2, "after": "b"}, "d h"),
        ({"after": "x"}, "h e"),
        ({"from_": "tue", "to": "mon"}, ""),
    ],
)
def test_the_visits_of_a_window_in_their_order(day: Book, asked: dict[str, Any], found: str) -> None:
    assert day.listed(**asked) == found.split()


def test_a_retired_doctors_visits_and_dead_holds(day: Book) -> None:
    day.do("retire_doctor", id="who")
    assert day.listed(doctor="who") == ["b", "e"]
    day.wait(minutes=30)
    assert "h" not in day.listed()
    assert day.listed(status="pending") == ["h"]


def test_a_visit_over_midnight_is_listed_once_and_on_both_dates(clinic: Book) -> None:
    visit = clinic.book("strange", "mon 23:00", minutes=120, override="night")
    assert clinic.listed(from_="mon", to="tue") == clinic.listed(from_="tue", to="tue") == [visit.id]


@pytest.mark.parametrize(
    ("asked", "code", "field"),
    [
        ({"doctor": "nobody"}, "unknown", "doctor"),
        ({"doctors": ["nobody"]}, "unknown", "doctors"),
        ({"patient": "nobody"}, "unknown", "patient"),
        ({"hospital": "nowhere"}, "unknown", "hospital"),
        ({"specialty": "Surgery"}, "unknown", "specialty"),
        ({"after": "nothing"}, "unknown", "after"),
        ({"status": "gone"}, "invalid", "status"),
        ({"status": 3}, "invalid", "status"),
        ({"limit": 0}, "invalid", "limit"),
        ({"from_": "soon"}, "invalid", "from"),
    ],
)
def test_a_window_that_is_not_understood(day: Book, asked: dict[str, Any], code: str, field: str) -> None:
    with day.refused(code, field):
        day.listed(**asked)


def test_rule_8_weeks_start_on_monday(clinic: Book) -> None:
    clinic.do("set_hours", doctor="strange", hours={"sun": [["09:00", "10:00"]], "mon": [["09:00", "10:00"]]})
    assert first(clinic, "2026-11-20T00:00", doctor="strange", count=2) == ["strange 22T09:00", "strange 23T09:00"]
    clinic.book("strange", "2026-11-22T09:00", minutes=60)
    clinic.do("add_doctor", id="third", hospital="general", name="Dr Third")
    clinic.do("set_hours", doctor="third", hours={"mon": [["09:00", "10:00"]]})
    found = clinic.next("2026-11-23T09:00", doctors=["strange", "third"], minutes=60)
    assert found.explain == "the earliest on offer; least recently booked"


@pytest.mark.parametrize("status", ["arrived", "checked-in", "fulfilled", "cancelled", "noshow", "entered-in-error"])
def test_rule_13_which_statuses_take_the_doctors_time(clinic: Book, status: str) -> None:
    clinic.it_is("2026-11-23T09:00")
    clinic.do("status", id=clinic.book("strange", "mon 09:00", minutes=60).id, status=status)
    free = status in ("cancelled", "noshow", "entered-in-error")
    assert (clinic.codes("strange", "mon 09:30") == []) == free
    assert (clinic.starts("mon", "mon", doctor="strange", minutes=30)[0] == "09:00") == free
