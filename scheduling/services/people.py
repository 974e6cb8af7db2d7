"""Finding among many patients: one long text with a line a patient, searched for what was typed (RULES 26).

The text is made once and kept with the replica; patients changed since then are looked at one by one, until there are
so many of them that it is made anew.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

Record = dict[str, Any]

MANY_CHANGED = 200
"""Patients changed since the text was made, from which it is made anew."""


_BETWEEN_NAMES = re.compile(r"[\s,\-]+")
_BETWEEN_NUMBERS = re.compile(r"[\s./\-]+")
_APOSTROPHES = dict.fromkeys(map(ord, "'’ʼ`"))

_EXPANSIONS = str.maketrans(
    {"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "ð": "d", "þ": "th"}
)


class Words(NamedTuple):
    """What a patient is found by: folded words of the name, digits of phones, dates in each order, record number."""

    names: tuple[str, ...]
    phones: tuple[str, ...]
    dates: tuple[str, ...]
    record_number: str


class Book(NamedTuple):
    """The lines of the active patients in the order of their names. `starts`: where each line begins in `text`;
    `doc_ids`: whose it is; `names`: every word of a name, once."""

    text: str
    starts: list[int]
    doc_ids: list[int]
    names: list[str]

    def holding(self, part: str) -> set[int]:
        """The lines (by number) in which `part` stands."""
        found: set[int] = set()
        at = self.text.find(part)
        while at >= 0:
            line = bisect_right(self.starts, at) - 1
            found.add(line)
            # The rest of the line says nothing new.
            after = self.starts[line + 1] if line + 1 < len(self.starts) else len(self.text)
            at = self.text.find(part, max(after, at + 1))
        return found


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


def words_of(record: Record) -> Words:
    """What a patient is found by."""
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
    return Words(tuple(name_words(record["name"])), phones, dates, number)


def make(records: Iterable[tuple[int, Record]], words: Callable[[int, Record], Words]) -> Book:
    """The book of all active patients."""
    rows = sorted(((record["name"], doc_id, record) for doc_id, record in records), key=lambda row: row[:2])
    lines, starts, doc_ids, at = [], [], [], 0
    names: dict[str, None] = {}
    for _, doc_id, record in rows:
        if record.get("active", True):
            found = words(doc_id, record)
            line = _line(found)
            names |= dict.fromkeys(found.names)
            lines.append(line)
            starts.append(at)
            doc_ids.append(doc_id)
            at += len(line)
    return Book("".join(lines), starts, doc_ids, list(names))


def _line(words: Words) -> str:
    """Only a name's words have a blank before them, only dates a tab: so a beginning can be looked for. The digits of
    dates are capitals here, which nothing else is, so that a phone number is not found in a date."""
    names = "".join(f" {name}" for name in words.names)
    dates = "".join(date_part(date) for date in words.dates)
    return f"\n{names}\v{words.record_number}\v{'|'.join(words.phones)}\v{dates}"


def date_part(date: str) -> str:
    """What to look for to find the dates that begin like "7-3-1984", part by part."""
    return f"\t{date}-".translate(_CAPITALS)


_CAPITALS = str.maketrans("0123456789", "ABCDEFGHIJ")
