"""Finding among many patients: one long text with a line a patient, searched for what was typed (RULES 26).

The text is made once and kept with the replica; patients changed since then are looked at one by one, until there are
so many of them that it is made anew.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

Record = dict[str, Any]

MANY_CHANGED = 200
"""Patients changed since the text was made, from which it is made anew."""


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
