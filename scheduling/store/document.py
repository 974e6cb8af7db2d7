"""The clinic as a TinyDB, for scripts and reports: queries read the live records, changes become transactions.

The only code that knows tinydb, and loaded only when asked for. TinyDB's traps (STORE rule 6): the query cache is
off, ids come from the store, what a query hands out is a copy, and nothing is written past a table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from typing import TYPE_CHECKING, Any, NoReturn

import orjson
from tinydb import TinyDB
from tinydb.queries import QueryLike
from tinydb.storages import Storage
from tinydb.table import Document as TinyDocument
from tinydb.table import Table

from scheduling.errors import StoreError
from scheduling.store.index import Record
from scheduling.store.transaction import Transaction

if TYPE_CHECKING:
    from scheduling.store.store import Store

Change = Mapping[str, Any] | Callable[[MutableMapping[str, Any]], None]


def refused() -> NoReturn:
    """Whole tables are never written: nothing is ever deleted in bulk (RULES 21)."""
    raise StoreError("read_only", "Tables are not dropped or written as a whole.", "Remove records one by one.")


class Row(TinyDocument):
    """A record handed out: a copy through and through, so that nobody changes the live one."""

    def __init__(self, value: Mapping[str, Any], doc_id: int) -> None:
        super().__init__(orjson.loads(orjson.dumps(dict(value))), doc_id)


class Rows(Mapping[str, Record]):
    """A table as TinyDB reads it, its document ids as strings, without copying a record."""

    def __init__(self, records: dict[int, Record]) -> None:
        self._records = records

    def __getitem__(self, key: str) -> Record:
        return self._records[int(key)]

    def __iter__(self) -> Iterator[str]:
        return map(str, self._records)

    def __len__(self) -> int:
        return len(self._records)


class LedgerStorage(Storage):
    """Reads the replica; is never written."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def read(self) -> dict[str, Any]:
        """Every table, as it is now."""
        with self.store.guard:
            return {name: Rows(dict(records)) for name, records in self.store.replica.tables.items()}

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Refused."""
        refused()


class LedgerTable(Table):
    """A table whose every change is one transaction."""

    document_class = Row
    _storage: LedgerStorage

    def __init__(self, storage: LedgerStorage, name: str, **_: Any) -> None:
        super().__init__(storage, name, cache_size=0)

    def insert(self, document: Mapping[str, Any]) -> int:
        """Add one record; its document id."""
        return self.insert_multiple([document])[0]

    def insert_multiple(self, documents: Iterable[Mapping[str, Any]]) -> list[int]:
        """Add records in one transaction; their document ids. A record brings its own `id`."""
        records = [dict(document) for document in documents]

        def decide(step: Transaction) -> list[int]:
            for record in records:
                if step.view.table_of(record["id"]) is not None:
                    raise ValueError(f"{record['id']} already exists")
                step.put(self.name, record)
            return [step.doc_id(record["id"]) for record in records]

        return self._storage.store.write("tinydb insert", decide)

    def update(
        self, fields: Change, cond: QueryLike | None = None, doc_ids: Iterable[int] | None = None
    ) -> list[int]:
        """Change the records asked for in one transaction; their document ids."""
        return self.update_multiple([(fields, cond)], doc_ids)

    def update_multiple(
        self, updates: Iterable[tuple[Change, QueryLike | None]], doc_ids: Iterable[int] | None = None
    ) -> list[int]:
        """Several updates in one transaction, in order, each seeing those before it."""
        pairs = list(updates)

        def decide(step: Transaction) -> list[int]:
            return [
                doc_id
                for fields, cond in pairs
                for doc_id, record in self._chosen(step, cond, doc_ids)
                if self._change(step, fields, record)
            ]

        return self._storage.store.write("tinydb update", decide, atomic=len(pairs) > 1)

    def remove(self, cond: QueryLike | None = None, doc_ids: Iterable[int] | None = None) -> list[int]:
        """Remove the records asked for in one transaction; their document ids."""
        if cond is None and doc_ids is None:
            raise RuntimeError("Use a condition or document ids")

        def decide(step: Transaction) -> list[int]:
            chosen = self._chosen(step, cond, doc_ids)
            for _, record in chosen:
                step.drop(self.name, record["id"])
            return [doc_id for doc_id, _ in chosen]

        return self._storage.store.write("tinydb remove", decide)

    def truncate(self) -> None:
        """Refused."""
        refused()

    def _chosen(
        self, step: Transaction, cond: QueryLike | None, doc_ids: Iterable[int] | None
    ) -> list[tuple[int, Record]]:
        records = step.view.tables.get(self.name, {})
        if doc_ids is not None:
            return [(doc_id, records[doc_id]) for doc_id in doc_ids if doc_id in records]
        return [(doc_id, record) for doc_id, record in records.items() if cond is None or cond(record)]

    def _change(self, step: Transaction, fields: Change, record: Record) -> bool:
        fresh = Row(record, 0)
        if callable(fields):
            fields(fresh)
        else:
            fresh.update(fields)
        if fresh["id"] != record["id"]:
            raise ValueError("the id of a record does not change")
        step.put(self.name, dict(fresh))
        return True

    def _read_table(self) -> dict[str, Mapping[str, Any]]:
        with self._storage.store.guard:
            records = dict(self._storage.store.replica.tables.get(self.name, {}))
        return Rows(records)  # type: ignore[return-value]  # TinyDB only ever reads it

    def _get_next_id(self) -> int:
        with self._storage.store.guard:
            return self._storage.store.replica.next.get(self.name, 1)

    def _update_table(self, updater: Callable[[dict[int, Mapping[str, Any]]], None]) -> None:
        refused()


class Book(TinyDB):
    """The TinyDB over an open store; closing it leaves the store open."""

    table_class = LedgerTable  # type: ignore[assignment]  # declared as Table itself, not as a kind of it

    def __init__(self, store: Store) -> None:
        super().__init__(store, storage=LedgerStorage)

    def drop_table(self, name: str) -> None:
        """Refused."""
        refused()

    def drop_tables(self) -> None:
        """Refused."""
        refused()
