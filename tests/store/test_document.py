"""The checkpoint: what `clinic.json` looks like, who else may read it, when it is written (STORE, rules 3 and 7)."""

from __future__ import annotations

import fcntl
import itertools
import json
import os
import stat
from hashlib import sha256
from pathlib import Path

import pytest
from tinydb import TinyDB, where

from scheduling.clock import FixedClock, monotonic
from scheduling.store import upkeep
from scheduling.store.checkpoint import Foreign, read_tables
from scheduling.store.store import Store
from scheduling.when.zones import TZDATA_VERSION
from tests.store.helpers import (
    EIO,
    NOW,
    Faults,
    book,
    clinic_with,
    folded,
    ids,
    ledger_of,
    open_store,
    opened,
    saved,
    visit,
)


def test_the_document_is_the_fold_of_the_ledger(store: Store) -> None:
    for number in range(4):
        book(store, f"a{number}", number)
    store.write("remove", lambda step: step.drop("appointments", "a2"))
    store.checkpoint()
    assert saved(store.folder) == folded(store.folder)


def test_the_first_line_says_where_it_belongs_and_every_record_has_a_line(store: Store) -> None:
    book(store, "a")
    book(store, "b", 1)
    store.checkpoint()
    first, rest = (store.folder / "clinic.json").read_bytes().split(b"\n", 1)
    row = json.loads(first.rstrip(b",") + b"}")["_ledger"]["1"]
    assert list(row) == ["format", "clinic", "seq", "pos", "head", "next", "tzdata", "sum"]
    assert (row["format"], row["seq"], row["head"]) == (1, store.replica.seq, store.replica.head)
    assert row["pos"] == ledger_of(store.folder).stat().st_size
    assert row["next"]["appointments"] == 3
    assert row["tzdata"] == TZDATA_VERSION
    assert row["sum"] == sha256(rest).hexdigest()[:32]
    lines = rest.decode().splitlines()
    at = lines.index('"appointments":{')
    assert [json.loads("{" + line.rstrip(",") + "}") for line in lines[at + 1 : at + 3]] == [
        {"1": store.replica.record("appointments", "a")},
        {"2": store.replica.record("appointments", "b")},
    ]
    assert lines[at + 3] == "},"
    assert rest.endswith(b"}}\n")


def test_stock_tinydb_opens_it_and_finds_every_record(store: Store) -> None:
    for number in range(3):
        book(store, f"a{number}", number)
    store.checkpoint()
    with TinyDB(store.folder / "clinic.json", access_mode="r") as db:
        assert len(db.table("appointments")) == 3
        (found,) = db.table("appointments").search(where("id") == "a1")
        assert dict(found) == store.replica.record("appointments", "a1")
        assert found.doc_id == store.replica.doc_id("a1")


def test_many_records_are_read_and_written_in_portions(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scheduling.store.checkpoint.CHUNK", 3)
    clinic_with(folder, 8, document=True)
    monkeypatch.setattr("scheduling.store.checkpoint.PORTION", 700)
    with opened(folder) as store:
        book(store, "late", 9)
        store.checkpoint()
    assert saved(folder) == folded(folder)
    for portion in (10, 700, 1 << 20):
        monkeypatch.setattr("scheduling.store.checkpoint.PORTION", portion)
        assert read_tables((folder / "clinic.json").read_bytes())["appointments"] == folded(folder)["appointments"]


@pytest.mark.parametrize("rest", ['"a":{', '"a":{\n"1":{}', '"a"{}:{\n"1":{}\n}}\n', '"a":{\nx\n}}\n'])
def test_a_document_laid_out_otherwise_is_not_read(rest: str) -> None:
    with pytest.raises(Foreign):
        read_tables(b"\n" + rest.encode())


def test_a_document_as_new_is_left_alone(store: Store, faults: Faults) -> None:
    store.checkpoint()
    faults.calls.clear()
    store.checkpoint()
    assert not {"write", "fsync", "replace"} & {name for name, _ in faults.calls}


def test_a_peers_newer_document_is_left_alone(store: Store, peer: Store) -> None:
    store.checkpoint()
    book(peer, "a")
    peer.checkpoint()
    newer = (store.folder / "clinic.json").read_bytes()
    store.checkpoint()
    assert (store.folder / "clinic.json").read_bytes() == newer
    assert store.notices == []


def test_a_foreign_write_is_kept_and_said(store: Store) -> None:
    store.checkpoint()
    with TinyDB(store.folder / "clinic.json") as db:
        db.table("patients").insert({"id": "stray"})
    book(store, "a")
    foreign = (store.folder / "clinic.json").read_bytes()
    store.checkpoint()
    (kept,) = store.folder.glob("clinic.json.kept-*")
    assert kept.read_bytes() == foreign
    assert kept.name in store.notices[0]
    assert saved(store.folder) == folded(store.folder)


def test_a_foreign_write_that_cannot_be_moved_is_not_overwritten(store: Store, faults: Faults) -> None:
    store.checkpoint()
    with TinyDB(store.folder / "clinic.json") as db:
        db.table("patients").insert({"id": "stray"})
    foreign = (store.folder / "clinic.json").read_bytes()
    book(store, "a")
    faults.plan = lambda name, file: EIO if name == "replace" and ".kept-" in file else None
    for _ in range(2):
        store.checkpoint()
        assert (store.folder / "clinic.json").read_bytes() == foreign
    faults.heal()
    store.checkpoint()
    (kept,) = store.folder.glob("clinic.json.kept-*")
    assert kept.read_bytes() == foreign
    assert saved(store.folder) == folded(store.folder)


def test_a_desk_writes_no_document_of_a_ledger_that_is_gone(folder: Path, tmp_path: Path) -> None:
    """Somebody puts an older copy of both files back; a desk that has not yet looked must not write what it knew."""
    clinic_with(folder, 2, document=True)
    older = {name: (folder / name).read_bytes() for name in ("clinic.json", "clinic.ledger.jsonl")}
    with opened(folder) as store:
        book(store, "later", 5)
        for name, data in older.items():
            (tmp_path / name).write_bytes(data)
            (tmp_path / name).replace(folder / name)
        store.checkpoint()
        assert (folder / "clinic.json").read_bytes() == older["clinic.json"]
        store.refresh()
        assert ids(store) == ["a0", "a1"]
        book(store, "again", 6)
        store.checkpoint()
    assert saved(folder) == folded(folder)


def test_a_foreign_write_is_found_at_opening(folder: Path) -> None:
    clinic_with(folder, 2, document=True)
    for _ in range(2):
        with TinyDB(folder / "clinic.json") as db:
            db.table("patients").insert({"id": "stray"})
        with opened(folder) as store:
            assert store.replica.record("patients", "stray") is None
            assert "another program" in store.notices[0]
        assert saved(folder) == folded(folder)
    assert len(list(folder.glob("clinic.json.kept-*"))) == 2


def test_another_clinics_document_is_kept_and_said(folder: Path, tmp_path: Path) -> None:
    clinic_with(tmp_path / "other", 9, document=True)
    clinic_with(folder, 2)
    with opened(folder) as store:
        (tmp_path / "other" / "clinic.json").replace(folder / "clinic.json")
        store.checkpoint()
        assert len(store.notices) == 1
    assert saved(folder) == folded(folder)


def test_a_document_that_vanished_is_written(store: Store) -> None:
    store.checkpoint()
    (store.folder / "clinic.json").unlink()
    store.checkpoint()
    assert saved(store.folder) == folded(store.folder)


def test_modes_do_not_depend_on_the_umask(folder: Path, tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        clinic_with(folder, 1, document=True)
        shared = tmp_path / "shared"
        shared.mkdir()
        shared.chmod(0o2770)
        os.umask(0o077)
        clinic_with(shared, 1, document=True)
    finally:
        os.umask(old)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir() if path.is_file()} == {0o600}
    assert stat.S_IMODE((folder / "clinic.desks").stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in shared.iterdir() if path.is_file()} == {0o660}


def test_a_colleagues_file_keeps_its_mode(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(descriptor: int, mode: int) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "fchmod", denied)
    book(store, "a")
    store.checkpoint()
    assert saved(store.folder) == folded(store.folder)


def test_an_idle_desk_writes_the_document_in_a_thread(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    moments = itertools.count(1000)  # each look at the clock takes a second
    monkeypatch.setattr(upkeep, "monotonic", lambda: float(next(moments)))
    monkeypatch.setattr(upkeep, "IDLE", 60.0)
    store.checkpoint()
    store._upkeep._not_before = 0.0
    book(store, "a")
    store.checkpoint_if_due()
    assert store._upkeep._thread is None  # somebody booked just now
    monkeypatch.setattr(upkeep, "IDLE", 0.0)
    store.checkpoint_if_due()
    store._upkeep.wait()
    assert saved(store.folder) == folded(store.folder)
    assert store._upkeep._not_before > next(moments)
    thread = store._upkeep._thread
    store.checkpoint_if_due()
    assert store._upkeep._thread is thread  # no news


def test_it_takes_a_small_share_of_the_time_only(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    store.checkpoint()
    monkeypatch.setattr(upkeep, "IDLE", 0.0)
    store._upkeep._not_before = monotonic() + 60
    book(store, "a")
    store.checkpoint_if_due()
    assert store._upkeep._thread is None
    store._upkeep._not_before = 0.0
    store._upkeep.alone.acquire()
    store.checkpoint_if_due()
    thread = store._upkeep._thread
    store.checkpoint_if_due()
    assert store._upkeep._thread is thread  # one at a time
    store._upkeep.alone.release()


def test_a_long_tail_does_not_wait_for_a_pause(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    store._upkeep._not_before = 0.0
    monkeypatch.setattr(upkeep, "LONG_TAIL", 100)
    book(store, "a")
    store._upkeep.wait()
    assert saved(store.folder)["appointments"]


def test_a_long_tail_is_written_at_opening(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clinic_with(folder, 0, document=True)
    with opened(folder) as store:
        book(store, "a")
        book(store, "b", 1)
    with opened(folder):
        assert "appointments" not in saved(folder)
    monkeypatch.setattr("scheduling.store.store.MANY_LINES", 1)
    with opened(folder):
        assert saved(folder) == folded(folder)


def test_only_one_desk_writes_at_a_time(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    store.checkpoint()
    old = (store.folder / "clinic.json").read_bytes()
    book(store, "a")
    other = os.open(store.folder, os.O_RDONLY)
    fcntl.flock(other, fcntl.LOCK_EX)
    waits: list[float] = []

    def pause(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 3:
            os.close(other)

    monkeypatch.setattr("scheduling.store.checkpoint.pause", pause)
    store._upkeep.write(1)
    assert (store.folder / "clinic.json").read_bytes() == old
    store.checkpoint()
    assert waits == [0.010] * 3
    assert saved(store.folder) == folded(store.folder)


def test_a_clean_end_leaves_the_document_current_for_everybody(folder: Path) -> None:
    first = open_store(folder)
    second = open_store(folder, "front-2")
    first.write("add", lambda step: step.put("patients", {"id": "p", "name": "P"}))
    second.close()
    assert saved(folder) == folded(folder)
    first.close()


def test_unknown_tables_and_fields_are_kept(store: Store) -> None:
    store.write("add", lambda step: step.put("rooms", {"id": "r1", "colour": "green"}))
    store.write("book", lambda step: step.put("appointments", visit("a", shoe_size=44)))
    store.close()
    with opened(store.folder) as again:
        record = again.replica.record("rooms", "r1")
        assert record is not None
        assert record["colour"] == "green"
        assert again.replica.tables["appointments"][1]["shoe_size"] == 44
        assert ids(again) == ["a"]


def test_equal_texts_are_kept_once_and_a_missing_one_stays_missing(folder: Path) -> None:
    clinic_with(folder, 2, document=True)
    nobody = Store.open(folder, FixedClock(NOW))
    book(nobody, "b", 5)
    nobody.close()
    with opened(folder) as store:
        first, second, third = store.replica.records("appointments")
        assert first["hospital"] is second["hospital"] is third["hospital"]
        assert first["created_by"] is second["created_by"]
        assert "created_by" not in third
