"""Patients: added, changed, retired; found, and told from one another (RULES 26, 27)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduling.errors import Refused
from scheduling.model.status import STATUSES
from scheduling.services.clinic import Clinic, Record
from scheduling.services.outcome import Done
from scheduling.services.patient_search import known_words, search
from scheduling.services.people import digits, name_words
from scheduling.services.setup import given, retire
from scheduling.services.visits import clinic_of, guard_version, new_ident
from scheduling.services.words import person

if TYPE_CHECKING:
    from scheduling.model import requests
    from scheduling.store.transaction import Transaction


def find(clinic: Clinic, asked: requests.FindPatients) -> list[Record]:
    """`find_patients`."""
    hits = search(clinic, asked.text, asked.limit).hits
    return [clinic.need("patients", hit.patient.id, "id") for hit in hits]


def maybe_twins(clinic: Clinic, name: str, birth_date: str | None, phones: list[str]) -> list[Record]:
    """Patients with the same date of birth or phone who share a word of the name: shown while one is typed in."""
    wanted = set(name_words(name))
    numbers = {digits(phone) for phone in phones} - {""}
    found = []
    for doc_id, record in clinic.replica.tables["patients"].items():
        words = known_words(clinic.replica, doc_id, record)
        same_birth = birth_date is not None and record.get("birth_date") == birth_date
        same_phone = not numbers.isdisjoint(words.phones)
        if record.get("active", True) and (same_phone or (same_birth and not wanted.isdisjoint(words.names))):
            found.append(record)
    return found


def twins(clinic: Clinic, name: str, birth_date: str | None, phones: list[str]) -> list[Record]:
    """Patients with the same name and the same date of birth or phone (RULES 26)."""
    wanted = sorted(name_words(name))
    near = maybe_twins(clinic, name, birth_date, phones)
    return [row for row in near if sorted(name_words(row["name"])) == wanted]


def add_patient(txn: Transaction, asked: requests.AddPatient) -> Done:
    """`add_patient`: only the name is needed; a likely double is refused until told to go on."""
    clinic = clinic_of(txn)
    if asked.hospital is not None:
        clinic.need_active("hospitals", asked.hospital, "hospital")
    ident = new_ident(txn, asked.id, "p")
    doubles = [] if asked.allow_duplicate else twins(clinic, asked.name, asked.birth_date, asked.phones or [])
    if doubles:
        raise Refused(
            "exists",
            f"{person(asked.name)} may be here already, with the same date of birth or phone.",
            "Use that record, or add all the same (allow_duplicate).",
            field="name",
            blocking=[record["id"] for record in doubles],
        )
    return Done("patients", txn.put("patients", given(asked, "allow_duplicate") | {"id": ident}))


def update_patient(txn: Transaction, asked: requests.UpdatePatient) -> Done:
    """`update_patient`: the fields to change; null empties one."""
    clinic = clinic_of(txn)
    record = clinic.need_active("patients", asked.id, "id")
    guard_version(record, asked.version)
    if asked.hospital is not None:
        clinic.need_active("hospitals", asked.hospital, "hospital")
    changes = given(asked)
    if "name" in changes and changes["name"] is None:
        raise Refused("invalid", "name is empty.", "A name is needed.", field="name")
    return Done("patients", txn.put("patients", record | changes))


def retire_patient(txn: Transaction, asked: requests.Retire) -> Done:
    """`retire_patient`: the record and its history stay; visits still ahead are listed."""
    clinic = clinic_of(txn)
    record = retire(txn, "patients", asked)
    ahead = [
        row
        for row in txn.view.referring("appointments", asked.id)
        if STATUSES[row["status"]].blocking and clinic.span(row)[1] * 60 > txn.now
    ]
    idents = tuple(row["id"] for row in sorted(ahead, key=clinic.span))
    return Done("patients", record, affected=idents, tells_affected=True)
