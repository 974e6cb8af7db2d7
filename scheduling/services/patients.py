"""Patients: added, changed, found by any of their words (RULES 26, 27)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduling.errors import Refused
from scheduling.model.reads import Patient, build
from scheduling.model.status import STATUSES
from scheduling.services.clinic import Clinic, Record
from scheduling.services.outcome import Done
from scheduling.services.setup import given, retire
from scheduling.services.visits import clinic_of, guard_version, new_ident
from scheduling.services.words import person

if TYPE_CHECKING:
    from scheduling.model import requests
    from scheduling.store.replica import Replica
    from scheduling.store.transaction import Transaction

NEARLY = 80
"""Likeness in percent from which a mistyped name counts as nearly the same (rapidfuzz ratio)."""

_BETWEEN_NAMES = re.compile(r"[\s,\-]+")
_BETWEEN_WORDS = re.compile(r"[\s,]+")
_BETWEEN_NUMBERS = re.compile(r"[\s./\-]+")
_APOSTROPHES = dict.fromkeys(map(ord, "'’ʼ`"))

_EXPANSIONS = str.maketrans(
    {"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "ð": "d", "þ": "th"}
)


@dataclass(frozen=True, slots=True)
class Hit:
    """A patient found. `marks`: (start, end) of the matched letters in the name; `nearly`: only alike."""

    patient: Patient
    marks: tuple[tuple[int, int], ...]
    nearly: bool = False


@dataclass(frozen=True, slots=True)
class Hits:
    """The first hits, and how many there are in all."""

    hits: tuple[Hit, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Words:
    """What a patient is found by: folded words of the name, phone digits, the date of birth as it may be typed, the
    record number without blanks ("" for none)."""

    names: tuple[str, ...]
    phones: tuple[str, ...]
    dates: tuple[str, ...]
    record_number: str


def fold(text: str) -> str:
    """Without accents and case, so that Ł finds l and É finds e."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_EXPANSIONS))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def digits(text: str) -> str:
    """Only the digits: a phone number in any format."""
    return "".join(letter for letter in text if letter.isdigit())


def name_words(name: str) -> list[str]:
    """The folded words of a name: "López-García, O'Brien" → lopez, garcia, obrien."""
    return [word for word in _BETWEEN_NAMES.split(fold(name).translate(_APOSTROPHES)) if word]


def dashed(date: str) -> str:
    """The numbers of a date without their zeros: "07.03.1984" → "7-3-1984"."""
    return "-".join(part.lstrip("0") for part in _BETWEEN_NUMBERS.split(date.strip()))


def words_of(replica: Replica, doc_id: int, record: Record) -> Words:
    """What a patient is found by, worked out once until the record changes."""
    kept = replica.index.people.get(doc_id)
    if kept is None:
        dates: tuple[str, ...] = ()
        if "birth_date" in record:
            year, month, day = dashed(record["birth_date"]).split("-")
            dates = (f"{year}-{month}-{day}", f"{day}-{month}-{year}", f"{month}-{day}-{year}")
        phones = tuple(filter(None, (digits(phone) for phone in record.get("phones", ()))))
        number = fold(record.get("record_number", "")).replace(" ", "")
        kept = replica.index.people[doc_id] = Words(tuple(name_words(record["name"])), phones, dates, number)
    return kept


def _asked(text: str) -> list[str]:
    """The words that were typed; what holds digits and no letters is one word with its separators."""
    if _is_number(text):
        return [text.strip()]
    chunks = _BETWEEN_WORDS.split(text)
    return [word for chunk in chunks for word in ([chunk] if _is_number(chunk) else name_words(chunk))]


def search(clinic: Clinic, text: str, limit: int) -> Hits:
    """Patients of whom every typed word is found: as a beginning of a name first, then inside one, then nearly."""
    asked = _asked(text)
    if not asked:
        return Hits((), 0)
    ranked: list[tuple[int, str, Record]] = []
    for doc_id, record in clinic.replica.tables["patients"].items():
        if record.get("active", True):
            rank = _rank(words_of(clinic.replica, doc_id, record), asked)
            if rank is not None:
                ranked.append((rank, record["name"], record))
    nearly = False
    if not ranked:
        ranked, nearly = _nearly(clinic, asked), True
    ranked.sort(key=lambda row: row[:2])
    hits = tuple(
        Hit(build(Patient, record), () if nearly else marks(record["name"], asked), nearly)
        for _, _, record in ranked[:limit]
    )
    return Hits(hits, len(ranked))


def _is_number(text: str) -> bool:
    """A phone number, a date or a record number of digits only."""
    return bool(digits(text)) and not any(letter.isalpha() for letter in text)


def _rank(words: Words, asked: list[str]) -> int | None:
    """0 when every word begins a name, 1 when some stand inside one, 2 for numbers; None when one is not found."""
    rank = 0
    for word in asked:
        if any(name.startswith(word) for name in words.names):
            continue
        if any(word in name for name in words.names):
            rank = max(rank, 1)
        elif _found_by_number(words, word):
            rank = 2
        else:
            return None
    return rank


def _found_by_number(words: Words, word: str) -> bool:
    """By record number, or by at least three digits of a phone number or date of birth."""
    if fold(word).replace(" ", "") in words.record_number:
        return True
    number = digits(word)
    if len(number) < 3 or not _is_number(word):
        return False
    # The 0 before an area code and the +44 before it are never both typed.
    bare = number.lstrip("0")
    if any(bare in phone or (len(phone) > 6 and bare.endswith(phone.lstrip("0"))) for phone in words.phones):
        return True
    return any(f"{date}-".startswith(f"{dashed(word)}-") for date in words.dates)


def _nearly(clinic: Clinic, asked: list[str]) -> list[tuple[int, str, Record]]:
    """Mistyped names: every word is alike to a word of the name (library rapidfuzz)."""
    from rapidfuzz import fuzz

    found = []
    for doc_id, record in clinic.replica.tables["patients"].items():
        names = words_of(clinic.replica, doc_id, record).names
        likeness = [max((fuzz.ratio(word, name) for name in names), default=0) for word in asked]
        if record.get("active", True) and min(likeness) >= NEARLY:
            found.append((100 - int(min(likeness)), record["name"], record))
    return found


def marks(name: str, asked: list[str]) -> tuple[tuple[int, int], ...]:
    """Where the typed words stand in a name, as (start, end) of its characters; beginnings of words first."""
    folded = [fold(letter) for letter in name]
    plain = "".join(letter[:1] or "\0" for letter in folded)
    found = []
    for word in asked:
        at = next(
            (i for i in range(len(plain)) if plain.startswith(word, i) and (i == 0 or not plain[i - 1].isalnum())), -1
        )
        at = plain.find(word) if at < 0 else at
        if at >= 0:
            found.append((at, at + len(word)))
    return tuple(sorted(found))


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
        words = words_of(clinic.replica, doc_id, record)
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
