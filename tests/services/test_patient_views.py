"""A patient's whole record, the next visits of many, and what a merging would make."""

from __future__ import annotations

from datetime import date

import pytest

from scheduling.errors import Refused
from tests.builders import Book


def test_a_record_has_visits_names_and_what_they_wait_for(clinic: Book) -> None:
    clinic.do("update_patient", id="lopez", hospital="general")
    clinic.do("add_type", id="fu", hospital="general", name="Follow-up", minutes=20)
    clinic.book("strange", "mon 09:00")
    clinic.do("waitlist_add", id="q1", patient="lopez", type="fu", doctors=["who", "strange"])
    clinic.do("waitlist_add", id="q2", patient="lopez")
    clinic.do("waitlist_add", id="q3", patient="lopez")
    clinic.do("waitlist_add", patient="ng")
    clinic.do("waitlist_close", id="q3", reason="left")
    record = clinic.desk.patient_record("lopez")
    assert len(record.card.upcoming) == 1
    assert record.doctors == {"strange": "Stephen Strange"}
    assert [(waits.entry.id, waits.type_name, waits.doctors) for waits in record.waiting] == [
        ("q1", "Follow-up", ("Dr Who", "Stephen Strange")),
        ("q2", "", ()),
    ]
    assert record.since == record.waiting[0].since == date(2026, 11, 20)
    assert record.hospital == "General"
    assert clinic.desk.patient_record("ng").hospital == ""


def test_a_record_of_a_clinic_without_hospitals_counts_by_utc(tmp_path: object) -> None:
    clinic = Book(empty=True, now="2026-11-20T22:00")
    clinic.do("add_patient", id="lopez", name="Maria Lopez")
    assert clinic.desk.patient_record("lopez").since == date(2026, 11, 21)


def test_the_next_visit_of_each_who_has_one(clinic: Book) -> None:
    clinic.book("strange", "tue 09:00")
    first = clinic.book("who", "mon 15:00")
    gone = clinic.book("strange", "mon 10:00", patient="ng")
    clinic.do("cancel", id=gone.id, reason="patient")
    clinic.hold("strange", "mon 12:00", patient="ng")
    clinic.book("strange", "fri 09:00", patient="ng")
    clinic.it_is("2026-11-20T17:00")
    found = clinic.desk.next_visits(["lopez", "ng"])
    assert {ident: view.visit.id for ident, view in found.items()} == {"lopez": first.id}


def test_patients_that_are_retired_are_not_counted(clinic: Book) -> None:
    before = clinic.desk.patient_count()
    clinic.do("retire_patient", id="ng")
    assert clinic.desk.patient_count() == before - 1


def test_rule_26_what_a_merging_would_make_is_told_before(clinic: Book) -> None:
    clinic.do("add_patient", id="old", name="M. Lopez", phones=["1"], note="deaf")
    clinic.book("strange", "mon 09:00", patient="old")
    clinic.do("waitlist_add", patient="old")
    told = clinic.desk.merging("lopez", "old")
    assert (told.visits, told.series, told.waiting) == (1, 0, 1)
    assert (told.patient.id, told.patient.phones, told.patient.note) == ("lopez", ["1"], "deaf")
    assert clinic.desk.patient("lopez").note is None
    kept = clinic.do("merge_patients", keep="lopez", drop="old")
    assert kept["note"] == "deaf"
    with pytest.raises(Refused, match="same record"):
        clinic.desk.merging("lopez", "lopez")
