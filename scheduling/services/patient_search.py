"""Searching for a patient by what was typed: names, numbers, dates; what is only alike when nothing else is found
(RULES 26)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from scheduling.model.reads import Patient, build
from scheduling.services.clinic import Clinic, Record
from scheduling.services.people import (
    MANY_CHANGED,
    Book,
    Words,
    dashed,
    date_part,
    digits,
    fold,
    make,
    name_words,
    words_of,
)
from scheduling.store.replica import Replica

NEARLY = 80
"""Likeness in percent from which a mistyped name counts as nearly the same (rapidfuzz ratio)."""

MOST_RANKED = 2_000
"""Of so many hits only the first by name are put in order of how well they fit."""

LAST_DIGITS = 3
"""Digits from which a number is looked for in phone numbers and dates of birth."""

_BETWEEN_WORDS = re.compile(r"[\s,]+")


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


def prepare(replica: Replica, guard: AbstractContextManager[Any]) -> None:
    """Make the book of the patients outside `guard`, so that nobody waits for it: a second among 50 000."""
    index = replica.index
    with guard:
        rows, changed = list(replica.tables["patients"].items()), index.new_people
        if index.people_book is not None:
            return
        changed.clear()
    people = {doc_id: words_of(record) for doc_id, record in rows}
    book = make(rows, lambda doc_id, _: people[doc_id])
    with guard:
        # Read anew, the index has another set; made meanwhile by a search, the book is there.
        if index.new_people is changed and index.people_book is None:
            index.people_book = book
            index.people.update((doc_id, words) for doc_id, words in people.items() if doc_id not in changed)


def known_words(replica: Replica, doc_id: int, record: Record) -> Words:
    """What a patient is found by, worked out once until the record changes."""
    kept: Words | None = replica.index.people.get(doc_id)
    if kept is None:
        kept = replica.index.people[doc_id] = words_of(record)
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
            rank = _rank(known_words(clinic.replica, doc_id, record), asked)
            if rank is not None:
                found.append((rank, record["name"], doc_id))
    return found


def _book(clinic: Clinic) -> Book:
    """The book of the patients, made anew when many have changed since."""
    index = clinic.replica.index
    if index.people_book is None or len(index.new_people) > MANY_CHANGED:
        rows = clinic.replica.tables["patients"].items()
        index.people_book = make(rows, lambda doc_id, record: known_words(clinic.replica, doc_id, record))
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
    people = {doc_id: known_words(replica, doc_id, records[doc_id]).names for doc_id in changed if doc_id in records}
    known = [*book.names, *(name for names in people.values() for name in names)]
    alike = []
    for word in asked:
        near = process.extract(word, known, scorer=fuzz.ratio, score_cutoff=NEARLY, limit=None)
        alike.append({name: likeness for name, likeness, _ in near})
    lines = set.intersection(*({line for name in near for line in book.holding(f" {name}")} for near in alike))
    for doc_id in (book.doc_ids[line] for line in lines):
        people[doc_id] = known_words(replica, doc_id, records[doc_id]).names
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
