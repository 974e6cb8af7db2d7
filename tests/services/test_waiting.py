"""What the waitlist's screen reads: who waits, the times that would suit them, the times given back (RULES 25)."""

from __future__ import annotations

from typing import Any

from scheduling.model.waiting import FreedTime
from tests.builders import Book


def wait(clinic: Book, patient: str = "ng", **more: Any) -> str:
    return str(clinic.do("waitlist_add", patient=patient, **more)["id"])


def times(clinic: Book, ident: str, days: int = 2) -> list[str]:
    return [f"{row.doctor} {clinic.wall(row.start)[:16]}" for row in clinic.desk.times_for(ident, days)]


def freed(
    clinic: Book, hospital: str | None = "general", days: int = 14
) -> list[tuple[str, str, int, tuple[str, ...]]]:
    rows: tuple[FreedTime, ...] = clinic.desk.freed_times(hospital, days)
    return [(row.doctor, clinic.wall(row.start)[5:16], row.minutes, row.entries) for row in rows]


def test_who_waits_is_listed_with_names_in_the_verbs_order(clinic: Book) -> None:
    clinic.do("add_type", id="fu", hospital="general", name="Follow-up", minutes=20, color="green")
    wait(clinic, "ng", id="q1", doctors=["strange", "who"], type="fu", hospital="general")
    wait(clinic, "okafor", id="q2", priority=1)
    wait(clinic, "tanaka", id="q3", minutes=50, type="fu")
    wait(clinic, "obrien", id="q4", hospital="general")
    clinic.do("waitlist_close", id="q4")
    urgent, first, second = clinic.desk.waiting_list("general")
    assert (urgent.entry.id, urgent.patient.id, urgent.doctors, urgent.minutes) == ("q2", "okafor", (), 30)
    assert (first.doctors, first.type_name, first.type_color, first.minutes) == (
        ("Stephen Strange", "Dr Who"),
        "Follow-up",
        "green",
        20,
    )
    assert second.minutes == 50
    assert [row.entry.id for row in clinic.desk.waiting_list()] == ["q2", "q1", "q3"]


def test_an_entry_of_another_hospital_is_not_listed(clinic: Book) -> None:
    clinic.do("add_hospital", id="b", name="Berlin", timezone="Europe/Berlin", default_minutes=25)
    wait(clinic, id="q1", hospital="b")
    assert clinic.desk.waiting_list("general") == ()
    assert [row.minutes for row in clinic.desk.waiting_list("b")] == [25]


def test_the_first_time_of_each_of_several_days(clinic: Book) -> None:
    ident = wait(clinic, doctors=["strange"], weekdays=["mon", "fri"], between=["09:00", "12:00"], minutes=60)
    clinic.book("strange", "mon 09:00", minutes=30)
    assert times(clinic, ident, 3) == [
        "strange 2026-11-20T09:00",
        "strange 2026-11-23T09:30",
        "strange 2026-11-27T09:00",
    ]


def test_a_patients_other_visits_and_the_edges_of_the_wish_count(clinic: Book) -> None:
    clinic.book("who", "mon 09:00", patient="ng", minutes=60)
    ident = wait(clinic, "ng", doctors=["strange"], from_="mon", to="tue")
    assert times(clinic, ident, 9) == ["strange 2026-11-23T10:00", "strange 2026-11-24T09:00"]


def test_among_several_doctors_the_fair_one_is_first(clinic: Book) -> None:
    ident = wait(clinic, specialty="mystic arts", from_="mon", between=["10:00", "12:00"])
    clinic.book("strange", "mon 09:00")
    assert times(clinic, ident) == ["who 2026-11-23T10:00", "who 2026-11-24T10:00"]


def test_there_is_no_time_for_what_is_retired_or_nobody_offers(clinic: Book) -> None:
    clinic.do("add_type", id="fu", hospital="general", name="FU", minutes=20)
    retired, gone = wait(clinic, "ng", type="fu"), wait(clinic, "okafor")
    clinic.do("retire_type", id="fu")
    clinic.do("retire_patient", id="okafor")
    past = wait(clinic, "tanaka", to="2026-11-19")
    assert [times(clinic, ident) for ident in (retired, gone, past)] == [[], [], []]


def test_times_given_back_with_whom_they_suit(clinic: Book) -> None:
    wait(clinic, "ng", id="q1")
    wait(clinic, "okafor", id="q2", priority=1, doctors=["strange"])
    clinic.book("strange", "mon 10:00", id="a1", minutes=45)
    clinic.book("who", "mon 09:00", id="a2", patient="obrien")
    clinic.book("who", "fri 15:00", id="a3", patient="obrien")
    for ident in ("a1", "a2", "a3"):
        clinic.do("cancel", id=ident, reason="patient")
    assert freed(clinic) == [
        ("who", "11-20T15:00", 30, ("q1",)),
        ("who", "11-23T09:00", 30, ("q1",)),
        ("strange", "11-23T10:00", 45, ("q2", "q1")),
    ]
    assert freed(clinic, days=1) == freed(clinic)[:1]
    assert freed(clinic, None) == freed(clinic)
    assert freed(clinic, "nowhere") == []
    assert [row.given_by for row in clinic.desk.freed_times(None, 1)] == ["Áine O'Brien"]


def test_a_time_that_is_taken_again_or_past_or_only_held_is_not_given_back(clinic: Book) -> None:
    clinic.book("strange", "mon 10:00", id="a1")
    clinic.book("strange", "fri 09:00", id="a2")
    clinic.do("cancel", id="a1", reason="patient")
    clinic.do("cancel", id="a2", reason="patient")
    clinic.do("release", id=clinic.hold("who", "mon 09:00", patient="ng").id)
    clinic.do("release", id=clinic.hold("who", "mon 10:00").id)
    clinic.book("strange", "mon 10:15")
    clinic.it_is("fri 09:01")
    assert freed(clinic) == []


def test_a_free_time_is_told_with_its_place(clinic: Book) -> None:
    clinic.do("add_location", id="north", hospital="general", name="Northgate")
    clinic.do("set_hours", doctor="strange", hours={"mon": [["09:00", "12:00"]]}, location="north")
    start = clinic.book("strange", "mon 09:00", id="a1").start_minute
    assert clinic.desk.freed_time("strange", start, 30) is None
    clinic.do("cancel", id="a1", reason="patient")
    found = clinic.desk.freed_time("strange", start, 30)
    assert (found.location_name, found.doctor_name, found.entries) == ("Northgate", "Stephen Strange", ())
