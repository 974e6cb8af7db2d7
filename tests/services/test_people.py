"""The text that patients are found in says the same as looking at each of them."""

from __future__ import annotations

from random import Random

import pytest

from scheduling.services import patients
from scheduling.services.people import MANY_CHANGED
from tests.builders import Book

FAMILIES = ("Lopez", "Lopes", "López-Vega", "O'Brien", "Müller", "Nguyễn", "Ng", "山田", "Al Ahmad", "B7")
GIVEN = ("Maria", "Mario", "Ana Lucía", "Jörg", "Aoife", "X", "太郎", "Karim 2")
TYPED = (
    "m", "l", "lo", "lop", "lopez", "vega lo", "maria lop", "o", "obr", "ng", "山", "917", "0917", "9175550",
    "555 01", "917 555", "44917555", "1984", "7.3.1984", "07.03.1984", "7-3", "1984-03", "b7", "7", "00", "001",
    "mrn 0", "ana", "karim 2", "zz", "lopzez", "marai",
)  # fmt: skip


def row(random: Random, number: int) -> dict[str, object]:
    record: dict[str, object] = {"name": f"{random.choice(FAMILIES)}, {random.choice(GIVEN)}"}
    if random.random() < 0.7:
        record["phones"] = [f"{random.choice(('917', '0917', '+1 917'))} 555 {random.randint(100, 140):04}"]
    if random.random() < 0.7:
        record["birth_date"] = f"19{random.randint(80, 89)}-0{random.randint(1, 9)}-{random.randint(1, 28):02}"
    if random.random() < 0.5:
        record["record_number"] = f"MRN {number:05}"
    return record


def one_by_one(clinic: Book, typed: str) -> set[str]:
    """Everybody who is found when each patient is looked at."""
    asked, replica = patients._asked(typed), clinic.desk.store.replica
    return {
        record["id"]
        for doc_id, record in replica.tables["patients"].items()
        if record.get("active", True)
        and patients._rank(patients.words_of(replica, doc_id, record), asked) is not None
    }


@pytest.mark.parametrize("seed", range(4))
def test_rule_26_the_text_finds_whom_a_look_at_each_finds(clinic: Book, seed: int) -> None:
    random = Random(seed)
    for number in range(60):
        clinic.do("add_patient", id=f"x{number}", allow_duplicate=True, **row(random, number))
    for turn in range(3):
        for typed in TYPED:
            hits = clinic.desk.search_patients(typed, limit=1000)
            plain = one_by_one(clinic, typed)
            sure = {hit.patient.id for hit in hits.hits if not hit.nearly}
            assert sure == plain, (turn, typed)
            assert hits.total == len(hits.hits)
            few = clinic.desk.search_patients(typed, limit=3)
            assert (few.hits, few.total) == (hits.hits[:3], hits.total)
        # Some change after the text was made, one is new, one is gone.
        for number in random.sample(range(60), 5):
            clinic.do("update_patient", id=f"x{number}", **row(random, number))
        clinic.do("add_patient", id=f"new{turn}", allow_duplicate=True, **row(random, 99))
        clinic.do("undo")


def test_rule_26_a_mistyped_name_is_found_whether_old_or_new(clinic: Book) -> None:
    clinic.do("add_patient", id="old", name="Wolfeschlegel, Berta")
    assert [hit.patient.id for hit in clinic.desk.search_patients("wolfeshclegel").hits] == ["old"]
    clinic.do("add_patient", id="young", name="Wolfeschlegel, Anna")
    clinic.do("add_patient", id="gone", name="Wolfeschlegel, Carla")
    clinic.do("undo")
    hits = clinic.desk.search_patients("wolfeshclegel")
    assert [(hit.patient.id, hit.nearly) for hit in hits.hits] == [("young", True), ("old", True)]


def test_rule_26_the_text_is_made_anew_when_many_have_changed(clinic: Book) -> None:
    clinic.desk.search_patients("x")
    index = clinic.desk.store.replica.index
    for number in range(MANY_CHANGED + 1):
        clinic.do("add_patient", id=f"many{number}", name=f"Many{number}, One")
    clinic.do("retire_patient", id="many70")
    assert len(index.new_people) == MANY_CHANGED + 1
    assert clinic.desk.search_patients("many7,").total == 10
    assert not index.new_people


def test_rule_26_of_very_many_hits_the_number_is_right(clinic: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patients, "MOST_RANKED", 5)
    for number in range(30):
        clinic.do(
            "add_patient", id=f"n{number}", name=f"Xavier{number:02}", phones=["917 555 0100"], allow_duplicate=True
        )
    hits = clinic.desk.search_patients("avier", limit=3)
    assert (hits.total, [hit.patient.id for hit in hits.hits]) == (30, ["n0", "n1", "n2"])
    assert clinic.desk.search_patients("5550", limit=3).total >= 30
