"""The clinic as a TinyDB: queries on the live records, every change a transaction, no trap left open (rule 6)."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import MutableMapping
from typing import Any

import pytest
from tinydb import where
from tinydb.table import Document

from scheduling.errors import StoreError
from scheduling.store.document import LedgerTable
from scheduling.store.store import Store
from tests.store.helpers import book, folded, ids, ledger_of, visit


def lines(store: Store) -> int:
    return len(ledger_of(store.folder).read_bytes().splitlines())


def test_queries_read_the_live_records(store: Store, peer: Store) -> None:
    table = store.tinydb().table("appointments")
    assert table.search(where("id") == "a") == []
    book(peer, "a")
    store.refresh()
    (found,) = table.search(where("id") == "a")
    assert isinstance(found, Document)
    assert found.doc_id == 1
    assert table.get(doc_id=1) == found == table.get(where("doctor") == "who")
    assert table.get(doc_ids=[1, 9]) == [found]
    assert table.contains(where("id") == "a")
    assert len(table) == 1
    assert list(table) == table.all() == [found]
    assert "appointments" in store.tinydb().tables()
    assert len(store.tinydb().table("none")) == 0


def test_what_a_query_hands_out_is_a_copy(store: Store) -> None:
    table = store.tinydb().table("patients")
    table.insert({"id": "q", "name": "Q", "phones": ["1"]})
    found: Any = table.get(where("id") == "q")
    found["phones"].append("2")
    again: Any = table.get(where("id") == "q")
    assert again["phones"] == ["1"]


def test_an_insert_is_one_synced_line(store: Store, peer: Store) -> None:
    table = store.tinydb().table("appointments")
    before = lines(store)
    assert table.insert(visit("a")) == 1
    assert table.insert_multiple([visit("b", 1), visit("c", 2)]) == [2, 3]
    assert lines(store) == before + 2
    assert peer.tinydb().table("appointments").insert(visit("d", 3)) == 4
    assert isinstance(table, LedgerTable)
    assert table._get_next_id() == 4
    store.refresh()
    assert table._get_next_id() == 5
    with pytest.raises(ValueError, match="already exists"):
        table.insert(visit("a"))
    with pytest.raises(KeyError):
        table.insert({"doctor": "who"})


def test_updates_change_what_they_name_and_nothing_else(store: Store) -> None:
    table = store.tinydb().table("appointments")
    table.insert_multiple([visit("a"), visit("b", 1), visit("c", 2)])
    assert table.update({"note": "x"}, where("id") == "a") == [1]
    assert table.update({"note": "y"}, doc_ids=[2, 99]) == [2]

    def shout(record: MutableMapping[str, Any]) -> None:
        record["note"] = record.get("note", "") + "!"

    before = lines(store)
    assert table.update(shout) == [1, 2, 3]
    assert lines(store) == before + 1
    assert [record.get("note") for record in table.all()] == ["x!", "y!", "!"]
    assert [record["version"] for record in table.all()] == [3, 3, 2]
    assert table.update_multiple([({"note": "z"}, where("id") == "c"), (shout, where("note") == "z")]) == [3, 3]
    last: Any = table.get(doc_id=3)
    assert last["note"] == "z!"
    with pytest.raises(ValueError, match="does not change"):
        table.update({"id": "other"}, where("id") == "a")
    assert folded(store.folder)["appointments"] == store.replica.tables["appointments"]


def test_upsert_changes_or_adds(store: Store) -> None:
    table = store.tinydb().table("appointments")
    assert table.upsert(visit("a"), where("id") == "a") == [1]
    assert table.upsert(visit("a", 5), where("id") == "a") == [1]
    assert ids(store) == ["a"]


def test_remove_takes_out_what_it_names(store: Store) -> None:
    table = store.tinydb().table("appointments")
    table.insert_multiple([visit("a"), visit("b", 1), visit("c", 2)])
    assert table.remove(where("id") == "a") == [1]
    assert table.remove(doc_ids=[2]) == [2]
    assert ids(store) == ["c"]
    with pytest.raises(RuntimeError):
        table.remove()


def test_whole_tables_are_not_written(store: Store) -> None:
    db = store.tinydb()
    table = db.table("patients")
    for refused in (
        db.drop_tables,
        lambda: db.drop_table("patients"),
        table.truncate,
        lambda: db.storage.write({}),
        lambda: table._update_table(lambda rows: None),
    ):
        with pytest.raises(StoreError) as error:
            refused()
        assert error.value.code == "read_only"
    assert store.replica.record("patients", "p")
    db.close()
    book(store, "a")


def test_tinydb_is_loaded_only_when_asked_for() -> None:
    code = "import sys, scheduling.store.store, scheduling.store.check; print('tinydb' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "False"
