"""Hours tried out before they are saved: who would be outside, since when, and a time for each (RULES 9, 23)."""

from __future__ import annotations

from itertools import combinations
from typing import Any

from scheduling.model.hours import Displaced, Preview
from tests.builders import OFFICE, Book

SHORT = {day: [["09:00", "12:00"]] for day in OFFICE}


def ids(found: tuple[Displaced, ...]) -> list[str]:
    return [one.visit.visit.id for one in found]


def preview(clinic: Book, *steps: tuple[str, dict[str, Any]], doctor: str = "strange") -> Preview:
    return clinic.desk.preview(doctor, steps)  # type: ignore[no-any-return]


def shorter(clinic: Book) -> Preview:
    return preview(clinic, ("set_hours", {"doctor": "strange", "hours": SHORT, "from": clinic.at("mon")}))


def test_rule_23_a_draft_tells_whom_it_would_displace_and_writes_nothing(clinic: Book) -> None:
    clinic.book("strange", "mon 11:00", id="stays")
    clinic.book("strange", "mon 14:00", id="late", patient="ng")
    clinic.book("strange", "tue 11:45", id="edge", patient="okafor")
    before, state = clinic.seq, clinic.state()
    seen = shorter(clinic)
    assert ids(seen.displaced) == ["late", "edge"]
    assert (seen.outside, seen.again) == ((), 0)
    assert (clinic.seq, clinic.state()) == (before, state)
    assert clinic.do("affected", doctor="strange") == []


def test_each_is_offered_the_nearest_time_of_its_date_that_move_takes(clinic: Book) -> None:
    clinic.book("strange", "mon 14:00", id="late")
    clinic.book("strange", "mon 11:30", id="taken", patient="ng")
    seen = shorter(clinic)
    (one,) = seen.displaced
    assert one.fits is not None
    assert clinic.wall(one.fits.start) == "2026-11-23T11:00-05:00"
    clinic.do("set_hours", doctor="strange", hours=SHORT)
    clinic.do("move", id="late", start=clinic.wall(one.fits.start))
    assert clinic.do("affected", doctor="strange") == []


def test_no_time_is_offered_twice(clinic: Book) -> None:
    kept = {"buffer_before": 10, "buffer_after": 20}
    clinic.do("add_type", id="long", hospital="general", name="Long", minutes=60, **kept)
    for number, patient in enumerate(("lopez", "ng", "lopez", "okafor", "obrien")):
        start, more = f"mon {12 + number:02}:30", {"type": "long"} if number == 2 else {}
        clinic.book("strange", start, id=f"v{number}", patient=patient, override="full day", **more)
    seen = shorter(clinic)
    assert ids(seen.displaced) == ["v0", "v1", "v2", "v3", "v4"]
    spans = [(one.fits.start, one.fits.end) for one in seen.displaced if one.fits]
    assert len(spans) == 5
    assert all(end <= start or stop <= begin for (begin, end), (start, stop) in combinations(spans, 2))
    clinic.do("set_hours", doctor="strange", hours=SHORT, from_=clinic.at("mon"))
    for one in seen.displaced:
        assert one.fits is not None
        clinic.do("move", id=one.visit.visit.id, start=clinic.wall(one.fits.start))
    assert clinic.do("affected", doctor="strange") == []


def test_a_patient_is_not_offered_two_doctors_at_once(clinic: Book) -> None:
    clinic.book("strange", "mon 15:00", id="one")
    clinic.book("who", "mon 14:00", id="two")
    clinic.book("who", "mon 15:30", id="three", patient="ng")
    closing = {
        "hospital": "general",
        "from": clinic.at("mon 14:00"),
        "to": clinic.at("mon 23:00"),
    }
    seen = preview(clinic, ("close", closing))
    assert ids(seen.displaced) == ["two", "one", "three"]
    own = {one.visit.visit.id: one.fits for one in seen.displaced}
    assert own["one"] is not None
    assert own["two"] is not None
    assert own["one"].end <= own["two"].start or own["two"].end <= own["one"].start


def test_another_doctor_of_the_specialty_is_offered_when_none_fits(clinic: Book) -> None:
    clinic.do("add_doctor", id="bones", hospital="general", name="Bones", specialty="Surgery")
    clinic.do("set_hours", doctor="bones", hours=OFFICE)
    clinic.book("strange", "mon 14:00", id="a")
    (one,) = preview(clinic, ("set_hours", {"doctor": "strange", "hours": {}})).displaced
    assert one.fits is not None
    assert (one.fits.doctor, clinic.wall(one.fits.start)) == ("who", "2026-11-23T14:00-05:00")
    clinic.do("retire_doctor", id="strange")
    (same,) = clinic.desk.preview("strange", ()).outside
    assert same.fits is not None
    assert same.fits.doctor == "who"
    clinic.do("retire_doctor", id="who")
    (left,) = clinic.desk.preview("strange", ()).outside
    assert left.fits is None


def test_a_doctor_without_a_specialty_has_no_colleague(clinic: Book) -> None:
    clinic.do("add_doctor", id="solo", hospital="general", name="Solo")
    clinic.do("set_hours", doctor="solo", hours=OFFICE)
    clinic.book("solo", "mon 14:00", id="a")
    (one,) = preview(clinic, ("set_hours", {"doctor": "solo", "hours": {}}), doctor="solo").displaced
    assert one.fits is None


def test_what_is_outside_already_is_told_apart_and_what_comes_inside_again(clinic: Book) -> None:
    clinic.book("strange", "mon 09:00", id="early")
    clinic.book("strange", "tue 16:30", id="late", patient="ng")
    clinic.do("close", doctor="strange", from_="mon", to="mon", reason="Congress", request_id="r")
    closure = clinic.do("closures", doctor="strange")[0]["id"]
    seen = shorter(clinic)
    assert (ids(seen.displaced), ids(seen.outside), seen.again) == (["late"], ["early"], 0)
    again = preview(clinic, ("reopen", {"id": closure}))
    assert (again.displaced, again.outside, again.again) == ((), (), 1)
    by_date = ("reopen", {"hospital": "general", "date": clinic.at("mon")})
    clinic.do("close", hospital="general", from_="mon", to="mon")
    with clinic.refused("unknown", "date"):
        preview(clinic, by_date)


def test_a_hospital_closed_displaces_the_visits_of_every_doctor(clinic: Book) -> None:
    clinic.book("strange", "mon 10:00", id="a")
    clinic.book("who", "mon 10:00", id="b", patient="ng")
    seen = preview(clinic, ("close", {"hospital": "general", "from": clinic.at("mon"), "to": clinic.at("mon")}))
    assert ids(seen.displaced) == ["a", "b"]
    assert seen.displaced[0].because == "closed"
    assert seen.displaced[0].since is None
    clinic.do("close", hospital="general", from_="mon", to="mon")
    assert clinic.desk.counts("general").outside == 2
    # whoever looks at one doctor sees that doctor's
    assert ids(preview(clinic, ("set_hours", {"doctor": "strange", "hours": SHORT})).outside) == ["a"]


def test_the_view_of_a_doctors_hours(clinic: Book) -> None:
    clinic.do("add_location", id="north", hospital="general", name="Northgate")
    clinic.do("add_location", id="south", hospital="general", name="South")
    clinic.do("close", doctor="strange", from_="2026-11-01", to="2026-11-02", reason="over")
    clinic.do("close", doctor="strange", from_="tue", to="wed", reason="Leave")
    clinic.do("close", location="north", from_="mon 09:00", to="mon 10:00")
    clinic.do("set_day", doctor="strange", date="2026-11-19", spans=[["09:00", "10:00"]])
    clinic.do("set_day", doctor="strange", date=clinic.at("thu"), spans=[["10:00", "12:00"]], location="north")
    clinic.book("strange", "tue 09:00", id="a", override="all the same")
    clinic.book("strange", "thu 11:30", id="b", minutes=60, patient="ng", override="all the same")
    clinic.book("strange", "fri 18:00", id="c", patient="okafor", override="all the same")
    view = clinic.desk.hours_view("strange")
    assert [place.id for place in view.locations] == ["north", "south"]
    assert [day.date for day in view.days] == [clinic.at("thu")]
    assert [one.reason for one in view.closures] == [None, "Leave"]
    assert {row.weekday for row in view.weekly} == set(OFFICE)
    assert {one.visit.visit.id: one.because for one in view.outside} == {"a": "Leave", "b": "", "c": ""}
    assert all(one.since == "2026-11-20T13:00:00Z" for one in view.outside)
    clinic.do("update_doctor", id="strange", locations=["south"])
    assert [place.id for place in clinic.desk.hours_view("strange").locations] == ["north", "south"]


def test_since_is_unknown_where_nothing_is_written(clinic: Book) -> None:
    clinic.do("add_doctor", id="new", hospital="general", name="New")
    clinic.book("new", "mon 09:00", id="a", override="first day")
    assert [one.since for one in clinic.desk.hours_view("new").outside] == [None]


def test_the_stamp_tells_of_every_change_of_hours_and_of_no_visit(clinic: Book) -> None:
    stamps = [clinic.desk.hours_stamp("strange")]
    clinic.book("strange", "mon 09:00")
    assert clinic.desk.hours_stamp("strange") == stamps[0]
    for verb, arguments in (
        ("set_hours", {"doctor": "strange", "hours": SHORT}),
        ("set_day", {"doctor": "strange", "date": clinic.at("thu"), "spans": []}),
        ("close", {"hospital": "general", "from_": clinic.at("mon"), "to": clinic.at("mon")}),
    ):
        clinic.do(verb, **arguments)
        stamps.append(clinic.desk.hours_stamp("strange"))
    assert len(set(stamps)) == 4


def test_several_verbs_are_one_step_that_is_called_by_its_name(clinic: Book) -> None:
    steps = (
        ("set_hours", {"doctor": "strange", "hours": SHORT}),
        ("close", {"doctor": "strange", "from": "2026-12-01", "to": "2026-12-02"}),
    )
    clinic.desk.atomic(lambda: [clinic.desk.do(verb, **arguments) for verb, arguments in steps], "set_hours")
    assert clinic.undo().words == "set the hours of Dr Strange"
    assert clinic.do("closures", doctor="strange") == []


def test_a_hold_is_displaced_too_until_it_dies(clinic: Book) -> None:
    clinic.hold("strange", "mon 14:00", id="held")
    assert ids(shorter(clinic).displaced) == ["held"]
    clinic.wait(minutes=31)
    assert shorter(clinic).displaced == ()
