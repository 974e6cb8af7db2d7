"""A change of format, with one that does not exist yet: the ledger is closed, a new one goes on, nothing is lost."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from scheduling.errors import StoreError
from scheduling.store import check
from scheduling.store.index import Record
from scheduling.store.ledger import FORMAT, START, seal
from scheduling.store.migration import MIGRATIONS
from tests.store.helpers import (
    ENOSPC,
    Crash,
    Faults,
    book,
    clinic_with,
    copied,
    ids,
    leave,
    ledger_of,
    open_store,
    opened,
    saved,
    state,
)
from tests.store.power import Recording, laid, worlds

KNOW_IT = ("archive", "check", "checkpoint", "file_ledger", "health", "migration", "opening", "repair")


def annotated(table: str, record: Record) -> Record:
    return record | {"note": "of before"} if table == "appointments" else record


@contextmanager
def next_program() -> Iterator[None]:
    """Within, this is the program after this one."""
    with pytest.MonkeyPatch.context() as patch:
        for module in KNOW_IT:
            patch.setattr(f"scheduling.store.{module}.FORMAT", FORMAT + 1)
        patch.setitem(MIGRATIONS, FORMAT, annotated)
        yield


def notes(folder: Path) -> dict[str, object]:
    """The note of each visit in the document."""
    return {record["id"]: record.get("note") for record in saved(folder)["appointments"].values()}


def closed(folder: Path) -> bytes:
    (path,) = folder.glob("clinic.ledger-*.jsonl")
    return path.read_bytes()


def test_every_format_has_its_step() -> None:
    assert set(MIGRATIONS) == set(range(1, FORMAT))


@pytest.mark.parametrize("document", [True, False])
def test_the_first_desk_of_a_new_program_closes_the_ledger(folder: Path, document: bool) -> None:
    clinic_with(folder, 3, document=document)
    old = ledger_of(folder).read_bytes()
    with next_program():
        store = open_store(folder)
        assert store.notices == ["The book was brought to this program's format: restart the other desks."]
        assert ids(store) == ["a0", "a1", "a2"]
        book(store, "new", 7)
        store.close()
        assert notes(folder) == {"a0": "of before", "a1": "of before", "a2": "of before", "new": None}
        with opened(folder) as again:
            assert (again.notices, again.trouble) == ([], None)
        assert {finding.level for finding in check.check(folder)} == {"ok"}
    assert (folder / "clinic.ledger-4.jsonl").read_bytes() == old
    lines = ledger_of(folder).read_bytes().splitlines(keepends=True)
    first = json.loads(lines[0])
    assert (first["seq"], first["format"], first["head"]) == (5, FORMAT + 1, json.loads(old.splitlines()[-1])["h"])
    head = first["head"]
    for seq, line in enumerate(lines, 5):  # one chain over both files
        head = hashlib.sha256(head.encode() + line[:-41]).hexdigest()[:32]
        assert (json.loads(line)["seq"], json.loads(line)["h"]) == (seq, head)


def test_ids_of_what_is_gone_stay_taken_and_many_records_take_many_lines(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scheduling.store.migration.A_LINE", 2)
    clinic_with(folder, 5)
    with opened(folder) as store:
        store.write("remove", lambda step: step.drop("appointments", "a4"))
    with next_program(), opened(folder) as store:
        assert len(ledger_of(folder).read_bytes().splitlines()) == 1 + 1 + 1 + 1 + 2
        book(store, "new", 7)
        assert store.replica.doc_id("new") == 6
        before = state(store)
        (folder / "clinic.json").unlink()
        with opened(folder, "front-2") as peer:
            assert state(peer) == before


def test_a_desk_of_the_older_program_reads_on_and_asks_to_be_restarted(folder: Path) -> None:
    clinic_with(folder, 2)
    with opened(folder) as older, opened(folder, "front-2") as other:
        with next_program(), opened(folder, "front-3") as newer:
            book(newer, "new", 7)
        other.refresh()
        for desk in (older, other):
            with pytest.raises(StoreError, match="A newer frontdesk has written this book") as refused:
                book(desk, "mine", 8)
            assert (refused.value.code, refused.value.remedy) == ("read_only", "Restart this desk.")
            assert ids(desk) == ["a0", "a1"]
        with opened(folder, "front-4") as fresh, pytest.raises(StoreError, match="newer"):
            book(fresh, "mine", 8)


def test_records_that_an_older_program_cannot_read(folder: Path) -> None:
    clinic_with(folder, 1)
    data, previous = b"", START.hash
    for text in ledger_of(folder).read_text().splitlines():
        line = json.loads(text)
        del line["h"]
        if line["seq"] == 0:
            line["format"] = FORMAT + 1
        for record in line.get("changes", {}).get("appointments", {}).values():
            del record["doctor"]
        sealed, previous = seal(line, previous)
        data += sealed
    ledger_of(folder).write_bytes(data)
    with pytest.raises(StoreError, match="newer"):
        open_store(folder)


def test_who_only_reads_an_older_book_sees_it_as_of_now(folder: Path) -> None:
    clinic_with(folder, 2, document=True)
    old = ledger_of(folder).read_bytes()
    with next_program(), opened(folder, read_only=True) as store:
        assert [record["note"] for record in store.replica.records("appointments")] == ["of before"] * 2
        with pytest.raises(StoreError, match="older frontdesk"):
            book(store, "mine", 8)
    assert ledger_of(folder).read_bytes() == old


def test_a_full_disk_leaves_the_older_book(folder: Path, faults: Faults) -> None:
    clinic_with(folder, 2, document=True)
    old = ledger_of(folder).read_bytes()
    for file in ("clinic.ledger-3.jsonl", "clinic.ledger.jsonl.tmp"):
        faults.fail(ENOSPC, ("write", file))
        with next_program(), opened(folder, files=faults) as store:
            assert ids(store) == ["a0", "a1"]
            with pytest.raises(StoreError, match="The disk is full"):
                book(store, "mine", 8)
    assert ledger_of(folder).read_bytes() == old
    with next_program(), opened(folder) as store:
        book(store, "mine", 8)
    assert closed(folder) == old


@pytest.mark.parametrize("document", [True, False])
def test_a_crash_at_every_call(folder: Path, tmp_path: Path, document: bool) -> None:
    clinic_with(folder, 2, document=document)
    old = ledger_of(folder).read_bytes()
    for number in range(99):
        target, faults = copied(folder, tmp_path / f"crash-{number}"), Faults()
        faults.crash_at(number)
        done = True
        with next_program():
            try:
                leave(open_store(target, files=faults))
            except Crash:
                done = False
            with opened(target) as store:
                assert (ids(store), store.trouble) == (["a0", "a1"], None)
                assert not [notice for notice in store.notices if "kept as" in notice]
                book(store, "b", 5)
                store.checkpoint()
            assert notes(target) == {"a0": "of before", "a1": "of before", "b": None}
        assert closed(target) == old
        if done:
            return
    pytest.fail("it never came to an end")


def test_a_power_cut_after_every_call(folder: Path, tmp_path: Path) -> None:
    clinic_with(folder, 2, document=True)
    recording = Recording(folder)
    with next_program():
        store = open_store(folder, files=recording)
        book(store, "b", 5)
        recording.answer("b")
        leave(store)
        for number, (name, answered, disk) in enumerate(worlds(recording)):
            with opened(laid(tmp_path / f"world-{number}", disk)) as store:
                assert store.trouble is None, name
                assert set(ids(store)) >= {"a0", "a1", *answered}, name
