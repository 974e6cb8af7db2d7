"""The other peer: stock TinyDB with one JSON document, as one would use it for the same book."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import orjson
from tinydb import TinyDB, where

from tests.bench import clinic
from tests.bench.clinic import Visit


def write_document(path: Path, visits: Iterable[Visit]) -> Path:
    """A document that TinyDB opens, with those visits in it; written past TinyDB, which would take hours."""
    records = {str(number): record(visit) for number, visit in enumerate(visits, 1)}
    path.write_bytes(orjson.dumps({"appointments": records}))
    return path


def record(visit: Visit) -> dict[str, object]:
    """Our record, with its times as numbers, so that a query can compare them."""
    return {**clinic.appointment(visit), "start_minute": visit.start, "end_minute": visit.end}


def book(database: TinyDB, visit: Visit) -> None:
    """Check doctor and patient, insert. TinyDB writes the whole document and does not sync it."""
    table = database.table("appointments")
    overlaps = (where("start_minute") < visit.end) & (where("end_minute") > visit.start)
    who = (where("doctor") == visit.doctor) | (where("patient") == visit.patient)
    assert not table.contains(who & overlaps)
    table.insert(record(visit))
