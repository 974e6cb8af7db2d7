"""The text that patients are found in says the same as looking at each of them."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest

from scheduling.services import patient_search
from scheduling.services.people import MANY_CHANGED, words_of
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
    asked, replica = patient_search._asked(typed), clinic.desk.store.replica
    return {
        record["id"]
        for record in replica.tables["patients"].values()
        if record.get("active", True) and patient_search._rank(words_of(record), asked) is not None
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
    monkeypatch.setattr(patient_search, "MOST_RANKED", 5)
    for number in range(30):
        clinic.do(
            "add_patient", id=f"n{number}", name=f"Xavier{number:02}", phones=["917 555 0100"], allow_duplicate=True
        )
    hits = clinic.desk.search_patients("avier", limit=3)
    assert (hits.total, [hit.patient.id for hit in hits.hits]) == (30, ["n0", "n1", "n2"])
    assert clinic.desk.search_patients("5550", limit=3).total >= 30


class Door:
    """A guard at which something happens while nobody holds it: between the two times that it is taken."""

    def __init__(self, meanwhile: Callable[[], object]) -> None:
        self._meanwhile: Callable[[], object] | None = meanwhile

    def __enter__(self) -> None: ...

    def __exit__(self, *_: object) -> None:
        meanwhile, self._meanwhile = self._meanwhile, None
        if meanwhile is not None:
            meanwhile()


def found(clinic: Book, typed: str) -> set[str]:
    return {hit.patient.id for hit in clinic.desk.search_patients(typed, limit=50).hits if not hit.nearly}


def test_rule_26_what_is_made_beforehand_finds_the_same(clinic: Book) -> None:
    for number, name in enumerate(("Okonkwo, Maria", "Okonkwo, Ana", "Haddad, Omar")):
        clinic.do("add_patient", id=f"x{number}", name=name)
    clinic.desk.prepare_search()
    book = clinic.desk.store.replica.index.people_book
    assert len(book.doc_ids) == len(clinic.desk.store.replica.tables["patients"])
    assert found(clinic, "okon") == {"x0", "x1"}
    clinic.desk.prepare_search()
    assert clinic.desk.store.replica.index.people_book is book


def test_rule_26_who_changes_while_it_is_made_is_found_as_changed(clinic: Book) -> None:
    for number, name in enumerate(("Okonkwo, Maria", "Okonkwo, Ana")):
        clinic.do("add_patient", id=f"x{number}", name=name)

    def meanwhile() -> None:
        clinic.do("update_patient", id="x0", name="Zielinski, Maria")
        clinic.do("add_patient", id="x2", name="Okonkwo, Ida")

    replica = clinic.desk.store.replica
    patient_search.prepare(replica, Door(meanwhile))
    assert replica.index.people_book is not None
    assert found(clinic, "okon") == {"x1", "x2"}
    assert found(clinic, "ziel") == {"x0"}


def test_rule_26_a_book_read_anew_meanwhile_or_a_search_goes_before(clinic: Book) -> None:
    clinic.do("add_patient", id="x0", name="Okonkwo, Maria")
    replica = clinic.desk.store.replica
    patient_search.prepare(replica, Door(lambda: replica.index.rebuild(replica.tables)))
    assert replica.index.people_book is None
    patient_search.prepare(replica, Door(lambda: found(clinic, "okon")))
    assert found(clinic, "okon") == {"x0"}


def test_what_the_screens_read_in_passing_is_read_under_the_guard(clinic: Book) -> None:
    """A table that grows while it is walked through stops the screen."""
    taken = []

    class Guard:
        def __enter__(self) -> None:
            taken.append(True)

        def __exit__(self, *_: object) -> None: ...

    desk = clinic.desk
    desk.store.guard = Guard()
    for number, read in enumerate(
        (desk.location_names, desk.is_empty, lambda: desk.is_demo, lambda: desk.is_taken("nobody")), 1
    ):
        read()
        assert len(taken) == number
