"""A change of format: an old clinic's ledger is closed, and a new one goes on where it ended.

A field added with a default changes no format. A real change is one more entry of `MIGRATIONS` and one more `FORMAT`;
the first desk of the new program that opens the clinic does it, under the lock. The old ledger keeps its bytes as
`clinic.ledger-<seq>.jsonl`. The new one begins with its number, its head and all records in the new format, so that
it stands by itself; it takes the old one's place in one step, and a crash before leaves the old one. Desks of the old
program then read only and ask to be restarted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

from scheduling.clock import machine_seconds
from scheduling.store.index import Record, Tables
from scheduling.store.ledger import FORMAT, Head, Line
from scheduling.store.transaction import stamp

Migration = Callable[[str, Record], Record]
"""Table and record in, the record in the next format out."""

MIGRATIONS: dict[int, Migration] = {}
"""From every format that was once current to the one after it."""

A_LINE = 5_000
"""Records written in one line."""


def migrated(tables: Tables, written: int) -> Tables:
    """Tables that were written in an older format as they are in the present one."""
    for older in range(written, FORMAT):
        change = MIGRATIONS[older]
        tables = {
            table: {doc_id: change(table, record) for doc_id, record in records.items()}
            for table, records in tables.items()
        }
    return tables


def first_lines(clinic: str, after: Head, tables: Tables, following: dict[str, int]) -> Iterator[Line]:
    """The lines with which a ledger begins that goes on after `after`: what it is, then every record."""
    at, seq = stamp(machine_seconds()), after.seq + 1
    yield {"seq": seq, "format": FORMAT, "clinic": clinic, "at": at, "head": after.hash, "next": following}
    for table, records in tables.items():
        rows = iter(records.items())
        while some := {str(doc_id): record for doc_id, record in islice(rows, A_LINE)}:
            seq += 1
            yield {"seq": seq, "at": at, "tables": {table: some}}
