"""Patients: RULES 21, 26, 27."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders import Book

PEOPLE: dict[str, dict[str, Any]] = {
    "maria": {
        "name": "María José López-García",
        "birth_date": "1984-03-07",
        "phones": ["+1 (212) 555-0142", "020 7946 0000"],
        "record_number": "MRN 00123",
    },
    "obrien": {"name": "Áine O'Brien", "birth_date": "1990-12-31", "phones": ["+44 20 7946 0958"]},
    "weiss": {"name": "Weiß, Łukasz", "record_number": "W-77"},
    "tanaka": {"name": "田中 美咲"},
    "maria2": {"name": "Maria Lopez", "birth_date": "2001-01-01"},
}


@pytest.fixture(scope="module")
def people() -> Book:
    clinic = Book(empty=True)
    for ident, fields in PEOPLE.items():
        clinic.do("add_patient", id=ident, **fields)
    return clinic


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("lopez", ["maria2", "maria"]),
        ("LÓPEZ maría", ["maria2", "maria"]),
        ("lop jos", ["maria"]),
        ("garcia", ["maria"]),
        ("arci", ["maria"]),
        ("López, María", ["maria2", "maria"]),
        ("obrien", ["obrien"]),
        ("O’Brien aine", ["obrien"]),
        ("weiss", ["weiss"]),
        ("lukasz", ["weiss"]),
        ("田中", ["tanaka"]),
        ("2125550142", ["maria"]),
        ("(212) 555", ["maria"]),
        ("555-0142", ["maria"]),
        ("+44 20 7946 0000", ["maria"]),
        ("0044 20 7946 0958", ["obrien"]),
        ("020 7946 0958", ["obrien"]),
        ("lopez 555", ["maria"]),
        ("1984-03-07", ["maria"]),
        ("7.3.1984", ["maria"]),
        ("07.03.1984", ["maria"]),
        ("07/03/1984", ["maria"]),
        ("03/07/1984", ["maria"]),
        ("1984", ["maria"]),
        ("maria 1984-03-07", ["maria"]),
        ("mrn 00123", ["maria"]),
        ("MRN00123", ["maria"]),
        ("00123", ["maria"]),
        ("w-77", ["weiss"]),
        ("lopes", ["maria2", "maria"]),
        ("aine obrein", ["obrien"]),
        ("xyzzy", []),
        ("lopez xyzzy", []),
        ("99", []),
        ("  ", []),
        ("", []),
    ],
)
def test_rule_26_any_of_a_patients_words_find_them(people: Book, typed: str, found: list[str]) -> None:
    assert [record["id"] for record in people.do("find_patients", text=typed)] == found


def test_rule_26_hits_say_where_they_matched_and_whether_they_are_only_alike(people: Book) -> None:
    hits = people.desk.search_patients("lop mar")
    assert [(hit.patient.name, hit.marks, hit.nearly) for hit in hits.hits] == [
        ("Maria Lopez", ((0, 3), (6, 9)), False),
        ("María José López-García", ((0, 3), (11, 14)), False),
    ]
    assert people.desk.search_patients("arci").hits[0].marks == ((18, 22),)
    assert people.desk.search_patients("1984").hits[0].marks == ()
    nearly = people.desk.search_patients("lopes").hits[0]
    assert (nearly.marks, nearly.nearly) == ((), True)


def test_rule_26_the_first_hits_and_how_many_there_are(people: Book) -> None:
    hits = people.desk.search_patients("lopez", limit=1)
    assert (len(hits.hits), hits.total) == (1, 2)
    assert len(people.do("find_patients", text="lopez", limit=1)) == 1


def test_rule_26_a_change_of_name_is_found_at_once_and_a_removed_patient_no_more(clinic: Book) -> None:
    added = clinic.do("add_patient", name="Zoë Quick")["id"]
    assert [row["id"] for row in clinic.do("find_patients", text="quick")] == [added]
    clinic.do("update_patient", id=added, name="Zoë Slow")
    assert clinic.do("find_patients", text="quick") == []
    assert [row["id"] for row in clinic.do("find_patients", text="slow")] == [added]
    clinic.undo()
    clinic.undo()
    assert clinic.do("find_patients", text="zoe") == []
    assert clinic.do("find_patients", text="zoey") == []


@pytest.mark.parametrize(
    "again",
    [
        {"name": "LOPEZ, Maria", "birth_date": "1984-03-07"},
        {"name": "Maria López", "phones": ["0 212 5550142", "(212) 555-0142"]},
    ],
)
def test_rule_26_a_likely_double_is_warned_of_and_still_possible(clinic: Book, again: dict[str, Any]) -> None:
    clinic.do("update_patient", id="lopez", birth_date="1984-03-07", phones=["212 555 0142"])
    with clinic.refused("exists", "name") as caught:
        clinic.do("add_patient", **again)
    assert caught.value.blocking == ("lopez",)
    assert clinic.do("add_patient", **again, allow_duplicate=True)["id"] != "lopez"


def test_rule_26_namesakes_are_no_doubles(clinic: Book) -> None:
    clinic.do("update_patient", id="lopez", birth_date="1984-03-07", phones=["none"])
    for more in ({}, {"birth_date": "1990-01-01"}, {"phones": ["unknown"]}):
        clinic.do("add_patient", name="Maria Lopez", **more)
    clinic.do("add_patient", name="Mario Lopez", birth_date="1984-03-07")


def test_rule_26_who_may_be_the_same_is_shown_while_one_is_typed_in(clinic: Book) -> None:
    clinic.do("update_patient", id="lopez", birth_date="1984-03-07", phones=["212 555 0142"])
    twins = clinic.desk.twins
    assert [row.id for row in twins("Lopez", "1984-03-07", [])] == ["lopez"]
    assert [row.id for row in twins("Somebody", None, ["2125550142"])] == ["lopez"]
    assert twins("Smith", "1984-03-07", [""]) == []


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": " \t "}, "name"),
        ({"name": "Ann \x1b[31m"}, "name"),
        ({"name": "n" * 201}, "name"),
        ({"name": "A\u2028B"}, "name"),
        ({"name": None}, "name"),
        ({"name": 7}, "name"),
        ({}, "name"),
        ({"name": "A", "birth_date": "1984-3-7"}, "birth_date"),
        ({"name": "A", "birth_date": "1849-12-31"}, "birth_date"),
        ({"name": "A", "birth_date": "1984-W10-3"}, "birth_date"),
        ({"name": "A", "phones": ["1\u20662"]}, "phones"),
        ({"name": "A", "phones": "1"}, "phones"),
        ({"name": "A", "note": "n" * 4001}, "note"),
        ({"name": "A", "alerts": [""]}, "alerts"),
        ({"name": "A", "id": "a b"}, "id"),
        ({"name": "A", "sex": "f"}, "sex"),
    ],
)
def test_rule_27_hostile_and_malformed_text_is_refused_by_field(
    clinic: Book, fields: dict[str, Any], field: str
) -> None:
    with clinic.refused("invalid", field):
        clinic.do("add_patient", **fields)


def test_rule_27_what_people_are_called_is_kept_as_written(clinic: Book) -> None:
    added = clinic.do("add_patient", name="Ann [VIP] [/] 田中", note="n" * 4000)
    assert added["name"] == "Ann [VIP] [/] 田中"
    assert clinic.do("add_patient", name="A\u030angstrom")["name"] == "Ångstrom"


def test_a_patient_is_changed_field_by_field(clinic: Book) -> None:
    clinic.do("add_hospital", id="h2", name="H2", timezone="Europe/Berlin")
    changed = clinic.do("update_patient", id="ng", phones=["1"], hospital="h2", note="n", version=1)
    assert (changed["phones"], changed["hospital"], changed["version"]) == (["1"], "h2", 2)
    assert "note" not in clinic.do("update_patient", id="ng", note=None)
    with clinic.refused("stale_record", "version"):
        clinic.do("update_patient", id="ng", name="X", version=1)
    with clinic.refused("invalid", "name"):
        clinic.do("update_patient", id="ng", name=None)
    for verb, more in (("update_patient", {"id": "ng"}), ("add_patient", {"name": "X"})):
        with clinic.refused("unknown", "hospital"):
            clinic.do(verb, hospital="h3", **more)
    with clinic.refused("unknown", "id"):
        clinic.do("update_patient", id="nobody", name="X")
    with clinic.refused("exists", "id"):
        clinic.do("add_patient", id="ng", name="X")
    assert [row["id"] for row in clinic.do("patients", hospital="h2")] == ["ng"]


def test_rule_26_a_date_of_birth_may_have_two_figures_for_the_year(clinic: Book) -> None:
    clinic.do("update_patient", id="lopez", birth_date="1984-03-07")
    clinic.do("update_patient", id="ng", birth_date="2004-03-07")
    for typed in ("7.3.84", "07/03/84", "3/7/84", "7.3.1984"):
        assert [hit["id"] for hit in clinic.do("find_patients", text=typed)] == ["lopez"], typed
    assert [hit["id"] for hit in clinic.do("find_patients", text="7.3.04")] == ["ng"]
