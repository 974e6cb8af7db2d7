"""The clinic in memory: the tables and their index. All reads are served from here (STORE, "one machine").

Only the store changes a replica; records in it are replaced, never mutated (STORE I8).
"""

from __future__ import annotations

from collections.abc import Iterable

from scheduling.store.index import SETTINGS, Index, Record, Tables, Touched

TABLES = (
    "hospitals",
    "locations",
    "types",
    "doctors",
    "hours",
    "days",
    "closures",
    "patients",
    "appointments",
    "series",
    "waitlist",
    "users",
    "requests",
)
"""Every table of the document, in the order in which it is written."""

Changes = dict[str, dict[int, Record | None]]
"""What a transaction changes: table → document id → the new record, or None when it is removed."""


class Replica:
    """Tables and index at one point of the ledger (`seq`, `head`).

    `generation` rises when anything changes that calendars are made of; `next` holds each table's next document
    id, which is never given twice.
    """

    def __init__(self, clinic: str) -> None:
        self.clinic = clinic
        self.seq = 0
        self.head = "0" * 32
        self.generation = 0
        self.tables: Tables = {name: {} for name in TABLES}
        self.next: dict[str, int] = dict.fromkeys(TABLES, 1)
        self.index = Index(self.tables)

    def load(self, tables: Tables, following: dict[str, int]) -> None:
        """Replace every table and rebuild the index: always together (STORE rule 4)."""
        self.tables = {name: tables.get(name, {}) for name in (*TABLES, *(t for t in tables if t not in TABLES))}
        self.next = {
            name: max(following.get(name, 1), max(records, default=0) + 1) for name, records in self.tables.items()
        }
        self.index.rebuild(self.tables)
        self.generation += 1

    def apply(self, changes: Changes) -> Touched:
        """Take a transaction's changes in; returns the (doctor, date ordinal) pairs whose picture changed."""
        touched: Touched = set()
        old_zones = changes.get("hospitals")
        for table, records in changes.items():
            present = self.tables.setdefault(table, {})
            for doc_id, record in records.items():
                old = present.get(doc_id)
                if record is None:
                    present.pop(doc_id, None)
                else:
                    present[doc_id] = record
                if record is not None or old is not None:
                    touched |= self.index.change(table, doc_id, old, record)
                self.next[table] = max(self.next.get(table, 1), doc_id + 1)
        if old_zones:
            self.index.rebuild(self.tables)
        if not SETTINGS.isdisjoint(changes):
            self.index.forget()
            self.generation += 1
        return touched

    def fork(self) -> Replica:
        """A copy to decide an atomic batch on, which sees its own changes before anybody else does."""
        copy = Replica(self.clinic)
        copy.seq, copy.head, copy.generation = self.seq, self.head, self.generation
        copy.tables = {name: dict(records) for name, records in self.tables.items()}
        copy.next = dict(self.next)
        copy.index = self.index.fork(copy.tables)
        return copy

    def record(self, table: str, ident: str) -> Record | None:
        """The record of an id in that table, or None."""
        doc_id = self.index.ids.get(table, {}).get(ident)
        return None if doc_id is None else self.tables[table][doc_id]

    def found(self, ident: str) -> tuple[str, int, Record] | None:
        """Table, document id and record of an id, or None."""
        for table, ids in self.index.ids.items():
            if ident in ids:
                return table, ids[ident], self.tables[table][ids[ident]]
        return None

    def records(self, table: str) -> Iterable[Record]:
        """All records of a table, in the order of their document ids."""
        return self.tables[table].values()

    def referring(self, table: str, ident: str) -> list[Record]:
        """The records of a table that refer to `ident` by one of `REFERENCES`."""
        present = self.tables[table]
        return [present[doc_id] for doc_id in self.index.referring[table].get(ident, ())]

    def table_of(self, ident: str) -> str | None:
        """The table in which an id stands, or None."""
        found = self.found(ident)
        return None if found is None else found[0]

    def doc_id(self, ident: str) -> int:
        """The document id of an id; `KeyError` when nobody has it."""
        found = self.found(ident)
        if found is None:
            raise KeyError(ident)
        return found[1]
