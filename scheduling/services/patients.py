"""Patients: added, changed, found by any of their words (RULES 26, 27)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduling.errors import Refused
from scheduling.model.reads import Patient, build
from scheduling.model.status import STATUSES
from scheduling.services.clinic import Clinic, Record
from scheduling.services.outcome import Done
from scheduling.services.people import MANY_CHANGED, Book, Words, date_part, make
from scheduling.services.setup import given, retire
from scheduling.services.visits import clinic_of, guard_version, new_ident
from scheduling.services.words import person

if TYPE_CHECKING:
    from scheduling.model import requests
    from scheduling.store.replica import Replica
    from scheduling.store.transaction import Transaction

NEARLY = 80
"""Likeness in percent from which a mistyped name counts as nearly the same (rapidfuzz ratio)."""

MOST_RANKED = 2_000
"""Of so many hits only the first by name are put in order of how well they fit."""

LAST_DIGITS = 3
"""Digits from which a number is looked for in phone numbers and dates of birth."""

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


def fold(text: str) -> str:
    """Without accents and case, so that Ł finds l and É finds e."""
    if text.isascii():
        return text.lower()  # most are, and it is ten times as fast
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_EXPANSIONS))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def digits(text: str) -> str:
    """Only the digits: a phone number in any format."""
    return "".join(filter(str.isdigit, text))


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
            short = year[2:].lstrip("0")
            dates = (
                f"{year}-{month}-{day}",
                *(date for said in (year, short) for date in (f"{day}-{month}-{said}", f"{month}-{day}-{said}")),
            )
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
    """Patients of whom every typed word is found: as a beginning of a name first, then inside one, then nearly.

    One letter alone only begins names. What is alike is looked for when nothing else is found.
    """
    asked = _asked(text)
    if not asked:
        return Hits((), 0)
    ranked, total = _found(clinic, asked, limit)
    nearly = not total
    if nearly:
        ranked = _nearly(clinic, asked)
        total = len(ranked)
    records = clinic.replica.tables["patients"]
    hits = tuple(
        Hit(build(Patient, records[doc_id]), () if nearly else marks(name, asked), nearly)
        for _, name, doc_id in ranked[:limit]
    )
    return Hits(hits, total)


Ranked = tuple[int, str, int]
"""How well somebody fits (0 is best), the name, the document id."""


def _found(clinic: Clinic, asked: list[str], limit: int) -> tuple[list[Ranked], int]:
    """The first `limit` of those who have every word, and how many have."""
    replica = clinic.replica
    records, book = replica.tables["patients"], _book(clinic)
    changed = replica.index.new_people
    likely = set.intersection(*(_lines(book, word) for word in asked))
    sure = set.intersection(*(book.holding(f" {word}") for word in asked))
    if changed:
        stale = {line for line, doc_id in enumerate(book.doc_ids) if doc_id in changed}
        likely, sure = likely - stale, sure - stale
    # The lines are in the order of the names: where enough begin with what was typed, no other need be looked at.
    first = [(0, records[doc_id]["name"], doc_id) for doc_id in (book.doc_ids[line] for line in sorted(sure)[:limit])]
    others = sorted(likely - sure)
    certain = all(_is_certain(word) for word in asked)
    if certain:
        others = others[: max(0, MOST_RANKED - len(sure))]
    rest = _ranked(clinic, (book.doc_ids[line] for line in others), asked)
    late = _ranked(clinic, changed, asked)
    total = (len(likely) if certain else len(sure) + len(rest)) + len(late)
    return sorted([*first, *rest, *late])[:limit], total


def _is_certain(word: str) -> bool:
    """Whether whoever has a word in the book's line is found by it, without a second look."""
    return not _is_number(word) or (word.isdigit() and LAST_DIGITS <= len(word) < 7 and not word.startswith("0"))


def _ranked(clinic: Clinic, doc_ids: Iterable[int], asked: list[str]) -> list[Ranked]:
    """Those of the patients who are there and have every word."""
    found = []
    records = clinic.replica.tables["patients"]
    for doc_id in doc_ids:
        record = records.get(doc_id)
        if record is not None and record.get("active", True):
            rank = _rank(words_of(clinic.replica, doc_id, record), asked)
            if rank is not None:
                found.append((rank, record["name"], doc_id))
    return found


def _book(clinic: Clinic) -> Book:
    """The book of the patients, made anew when many have changed since."""
    index = clinic.replica.index
    if index.people_book is None or len(index.new_people) > MANY_CHANGED:
        rows = clinic.replica.tables["patients"].items()
        index.people_book = make(rows, lambda doc_id, record: words_of(clinic.replica, doc_id, record))
        index.new_people.clear()
    book: Book = index.people_book
    return book


def _lines(book: Book, word: str) -> set[int]:
    """The lines that may have a word: all that have it are among them."""
    if not _is_number(word):
        return book.holding(f" {word}" if len(word) == 1 else word)
    found = book.holding(word) | book.holding(date_part(dashed(word)))
    if not _is_certain(word):
        found |= book.holding(word.replace(" ", ""))
        if len(digits(word)) >= LAST_DIGITS:
            # A phone number may be typed longer than it is stored: its last digits are in both.
            found |= book.holding(digits(word)[-LAST_DIGITS:])
    return found


def _is_number(text: str) -> bool:
    """A phone number, a date or a record number of digits only."""
    return bool(digits(text)) and not any(letter.isalpha() for letter in text)


def _rank(words: Words, asked: list[str]) -> int | None:
    """0 when every word begins a name, 1 when some stand inside one, 2 for numbers; None when one is not found."""
    rank = 0
    for word in asked:
        if any(name.startswith(word) for name in words.names):
            continue
        if len(word) == 1 and not _is_number(word):
            return None
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
    if len(number) < LAST_DIGITS or not _is_number(word):
        return False
    # The 0 before an area code and the +44 before it are never both typed.
    bare = number.lstrip("0")
    enough = len(bare) >= LAST_DIGITS
    if enough and any(
        bare in phone or (len(phone) > 6 and bare.endswith(phone.lstrip("0"))) for phone in words.phones
    ):
        return True
    return any(f"{date}-".startswith(f"{dashed(word)}-") for date in words.dates)


def _nearly(clinic: Clinic, asked: list[str]) -> list[Ranked]:
    """Mistyped names, the likest first: every word is alike to one of the name (library rapidfuzz)."""
    from rapidfuzz import fuzz, process

    replica = clinic.replica
    records, book, changed = replica.tables["patients"], _book(clinic), replica.index.new_people
    people = {doc_id: words_of(replica, doc_id, records[doc_id]).names for doc_id in changed if doc_id in records}
    known = [*book.names, *(name for names in people.values() for name in names)]
    alike = []
    for word in asked:
        near = process.extract(word, known, scorer=fuzz.ratio, score_cutoff=NEARLY, limit=None)
        alike.append({name: likeness for name, likeness, _ in near})
    lines = set.intersection(*({line for name in near for line in book.holding(f" {name}")} for near in alike))
    for doc_id in (book.doc_ids[line] for line in lines):
        people[doc_id] = words_of(replica, doc_id, records[doc_id]).names
    found = []
    for doc_id, names in people.items():
        likeness = min(max((near.get(name, 0) for name in names), default=0) for near in alike)
        if likeness and records[doc_id].get("active", True):
            found.append((100 - int(likeness), records[doc_id]["name"], doc_id))
    return sorted(found)


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
