"""Hospitals, locations, types, doctors: added, changed, listed; several hospitals in one clinic."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders import OFFICE, Book

ADD: dict[str, dict[str, Any]] = {
    "add_hospital": {"id": "x", "name": "X", "timezone": "Europe/Berlin"},
    "add_location": {"id": "x", "name": "X", "hospital": "general"},
    "add_type": {"id": "x", "name": "X", "hospital": "general", "minutes": 20},
    "add_doctor": {"id": "x", "name": "X", "hospital": "general"},
}


@pytest.mark.parametrize("verb", ADD)
def test_rule_27_names_and_ids_are_checked_on_every_verb(clinic: Book, verb: str) -> None:
    cases: list[tuple[dict[str, Any], str, str]] = [
        ({"id": ...}, "invalid", "id"),
        ({"id": "who"}, "exists", "id"),
        ({"id": "ä"}, "invalid", "id"),
        ({"name": "\u202e"}, "invalid", "name"),
        ({"name": "bell\x07"}, "invalid", "name"),
        ({"nonsense": 1}, "invalid", "nonsense"),
    ]
    if verb != "add_hospital":
        cases.append(({"hospital": "nowhere"}, "unknown", "hospital"))
    for change, code, field in cases:
        with clinic.refused(code, field):
            clinic.do(verb, **(ADD[verb] | change))
    assert clinic.do(verb, **ADD[verb])["version"] == 1


@pytest.mark.parametrize(
    ("verb", "change", "field"),
    [
        ("add_hospital", {"timezone": "Mars/Olympus"}, "timezone"),
        ("add_hospital", {"align": "left"}, "align"),
        ("add_hospital", {"step": 0}, "step"),
        ("add_hospital", {"hours": {"mon": [["09:00", "09:00"]]}}, "hours"),
        ("add_hospital", {"horizon": 36_526}, "horizon"),
        ("add_type", {"minutes": 10_081}, "minutes"),
        ("add_type", {"color": "Very Red"}, "color"),
        ("add_type", {"buffer_after": 1441}, "buffer_after"),
        ("add_type", {"published_only": "yes"}, "published_only"),
        ("add_doctor", {"types": []}, "types"),
        ("add_doctor", {"locations": "east"}, "locations"),
    ],
)
def test_settings_outside_their_bounds_are_named(clinic: Book, verb: str, change: dict[str, Any], field: str) -> None:
    with clinic.refused("invalid", field):
        clinic.do(verb, **(ADD[verb] | change))


def test_a_doctor_is_changed_field_by_field(clinic: Book) -> None:
    changed = clinic.do("update_doctor", id="who", specialty="Time", phone="1", version=1)
    assert (changed["specialty"], changed["phone"], changed["version"]) == ("Time", "1", 2)
    assert "phone" not in clinic.do("update_doctor", id="who", phone=None)
    with clinic.refused("stale_record", "version"):
        clinic.do("update_doctor", id="who", phone="2", version=1)
    with clinic.refused("invalid", "name"):
        clinic.do("update_doctor", id="who", name=None)
    with clinic.refused("unknown", "id"):
        clinic.do("update_doctor", id="nobody", name="X")
    clinic.do("retire_doctor", id="who", version=3)
    with clinic.refused("not_active", "id"):
        clinic.do("update_doctor", id="who", phone="2")


@pytest.fixture
def two(clinic: Book) -> Book:
    """General in New York, and a second hospital in Berlin with Dr Berg."""
    clinic.do("add_hospital", id="mitte", name="Mitte", timezone="Europe/Berlin")
    clinic.do("add_location", id="tor", hospital="mitte", name="Tor")
    clinic.do("add_type", id="kurz", hospital="mitte", name="Kurz", minutes=15)
    clinic.do("add_doctor", id="berg", hospital="mitte", name="Dr Berg", specialty="Surgery")
    clinic.do("set_hours", doctor="berg", hours=OFFICE)
    return clinic


def test_a_wall_clock_is_that_of_the_hospital_concerned(two: Book) -> None:
    assert two.book("berg", "mon 09:00").start == "2026-11-23T09:00+01:00"
    assert two.book("strange", "mon 09:00").start == "2026-11-23T09:00-05:00"
    two.do("move", id=two.listed(doctor="berg")[0], doctor="strange", start="mon 15:00")
    assert two.listed(hospital="mitte") == []
    assert two.listed(hospital="general", from_="mon 15:00", to="mon 15:30") != []


@pytest.mark.parametrize(
    ("verb", "times", "field"),
    [
        ("book", {"start": "mon 10:00", "patient": "ng"}, "start"),
        ("hold", {"start": "mon 10:00"}, "start"),
        ("next", {"after": "mon 10:00"}, "after"),
        ("next", {"after": "2026-11-23T10:00Z", "until": "mon"}, "until"),
        ("openings", {"from_": "mon 10:00", "to": "mon 12:00"}, "from"),
        ("openings", {"from_": "2026-11-23T10:00Z", "to": "tue"}, "to"),
        ("appointments", {"from_": "mon"}, "from"),
        ("appointments", {"to": "mon 10:00"}, "to"),
    ],
)
def test_with_several_hospitals_in_question_a_wall_clock_is_invalid(
    two: Book, verb: str, times: dict[str, Any], field: str
) -> None:
    more = {} if verb == "appointments" else {"any": True, "minutes": 30}
    with two.refused("invalid", field):
        two.do(verb, **more, **times)
    two.do(verb, hospital="mitte", **more, **times)


def test_with_an_offset_several_hospitals_may_be_asked_at_once(two: Book) -> None:
    found = two.next("2026-11-23T08:00Z", minutes=60, each=True)
    assert [(row.doctor, two.wall(row.start)) for row in found.openings] == [
        ("berg", "2026-11-23T03:00-05:00"),
        ("who", "2026-11-23T08:00-05:00"),
        ("strange", "2026-11-23T09:00-05:00"),
    ]
    rows = two.openings("2026-11-23T13:00Z", "2026-11-23T15:00Z", minutes=60, step=60).openings
    assert [(row.doctor, two.wall(row.start)[11:16]) for row in rows] == [
        *(("berg", "08:00"), ("who", "08:00"), ("berg", "09:00"), ("strange", "09:00"), ("who", "09:00")),
    ]


def test_the_last_evening_of_a_horizon_is_offered_in_every_zone() -> None:
    clinic = Book(empty=True)
    for ident, zone in (("ny", "America/New_York"), ("tokyo", "Asia/Tokyo")):
        clinic.do("add_hospital", id=ident, name=ident, timezone=zone, horizon=3)
        clinic.do("add_doctor", id=f"dr-{ident}", hospital=ident, name=ident)
        clinic.do("set_hours", doctor=f"dr-{ident}", hours={"mon": [["20:00", "21:00"]]})
    clinic.do("add_hospital", id="near", name="near", timezone="Asia/Tokyo", horizon=1)
    clinic.do("add_doctor", id="dr-near", hospital="near", name="near")
    clinic.do("set_hours", doctor="dr-near", hours={"mon": [["20:00", "21:00"]]})
    found = clinic.next("2026-11-20T12:00Z", minutes=60, count=9)
    assert [(row.doctor, clinic.wall(row.start)[8:16]) for row in found.openings] == [
        *(("dr-tokyo", "23T06:00"), ("dr-ny", "23T20:00")),
    ]


def test_what_belongs_to_another_hospital_is_refused(two: Book) -> None:
    with two.refused("invalid", "hospital"):
        two.book("berg", "mon 09:00", hospital="general")
    with two.refused("type_not_offered", "type"):
        two.book("strange", "mon 09:00", type="kurz")
    for field, value in (("locations", ["tor"]), ("types", {"kurz": None})):
        with two.refused("invalid", field):
            two.do("update_doctor", id="strange", **{field: value})
        with two.refused("unknown", field):
            two.do("update_doctor", id="strange", **{field: ["nothing"] if field == "locations" else {"nothing": 5}})
    assert two.codes("strange", "mon 09:00", location="tor") == ["outside_hours"]


def test_rule_18_a_patient_is_one_person_in_all_hospitals(two: Book) -> None:
    two.book("berg", "mon 15:30")
    with two.refused("patient_clash", "patient"):
        two.book("strange", "mon 09:45")
    two.book("strange", "mon 10:00")


def test_lists_are_those_of_one_hospital_or_of_all(two: Book) -> None:
    def listed(verb: str, **more: Any) -> list[str]:
        return [row["id"] for row in two.do(verb, **more)]

    assert listed("hospitals") == ["general", "mitte"]
    assert listed("hospitals", hospital="mitte") == ["mitte"]
    assert listed("doctors", hospital="mitte") == ["berg"]
    assert listed("doctors") == ["strange", "who", "berg"]
    assert listed("locations") == listed("locations", hospital="mitte") == ["tor"]
    assert listed("types", hospital="general") == []
    assert len(listed("patients")) == 5
    for verb in ("doctors", "hospitals"):
        with two.refused("unknown", "hospital"):
            two.do(verb, hospital="nowhere")
    two.do("retire_doctor", id="berg")
    assert listed("doctors", hospital="mitte") == ["berg"]


def test_get_finds_any_id(two: Book) -> None:
    visit = two.book("strange", "mon 09:00")
    for ident, table in (
        ("mitte", "hospitals"),
        ("tor", "locations"),
        ("berg", "doctors"),
        (visit.id, "appointments"),
    ):
        assert two.do("get", id=ident)[0] == table
    two.do("add_patient", name="P", request_id="r1")
    for ident in ("nothing", *two.state()["requests"]):
        with two.refused("unknown", "id"):
            two.do("get", id=ident)


def test_the_clock_is_set_in_the_zone_of_the_only_hospital_or_utc(clinic: Book) -> None:
    clinic.do("clock", now="2026-11-23T09:00:30")
    assert clinic.clock.now() == 1_795_442_430
    clinic.do("add_hospital", id="mitte", name="Mitte", timezone="Europe/Berlin")
    clinic.do("clock", now="2026-11-23T09:00")
    assert clinic.clock.now() == 1_795_424_400
    with clinic.refused("invalid", "now"):
        clinic.do("clock", now="soon")
