"""A disk that fails, fills up or stops: nothing half done is seen, and what was answered stays (STORE I1, I5)."""

from __future__ import annotations

import errno
import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import date, timedelta
from pathlib import Path

import pytest

from scheduling.errors import StoreError
from scheduling.store.ledger import Committed, NotBooked, Unknown
from scheduling.store.store import Store
from tests.store.helpers import (
    EIO,
    ENOSPC,
    EROFS,
    LEDGER,
    Crash,
    Faults,
    book,
    clinic_with,
    copied,
    folded,
    ids,
    leave,
    ledger_of,
    open_store,
    opened,
    saved,
    set_up,
    state,
    visit,
)


@pytest.mark.parametrize("call", ["write", "fdatasync"])
@pytest.mark.parametrize(("error", "code"), [(EIO, "damaged"), (ENOSPC, "disk_full"), (EROFS, "read_only")])
def test_a_failed_commit_never_happened(
    store: Store, peer: Store, faults: Faults, call: str, error: int, code: str
) -> None:
    before, size = state(store), ledger_of(store.folder).stat().st_size
    failed: list[str] = []

    def once(name: str, file: str) -> int | None:
        if (name, file) == (call, LEDGER) and not failed:
            failed.append(name)
            return error
        return None

    faults.plan = once
    with pytest.raises(StoreError, match="Not booked") as refused:
        book(store, "a")
    assert refused.value.code == code
    assert state(store) == before
    assert ledger_of(store.folder).stat().st_size == size
    assert peer.refresh() == set()
    assert ids(peer) == []
    assert faults.calls[-2:] == [("truncate", LEDGER), ("fdatasync", LEDGER)]
    book(store, "b")
    book(peer, "c", 1)
    store.refresh()
    assert ids(store) == ids(peer) == ["b", "c"]


def test_a_commit_that_cannot_even_be_taken_back(folder: Path, faults: Faults) -> None:
    clinic_with(folder, 1)
    with opened(folder, files=faults) as store:
        txns: list[str] = []
        settle = store.ledger.settle
        faults.fail(EIO, ("fdatasync", LEDGER), ("truncate", LEDGER))
        transact = store.ledger.transact

        def remembered(*arguments: object) -> object:
            outcome = transact(*arguments)  # type: ignore[arg-type]
            assert isinstance(outcome, Unknown)
            txns.append(outcome.request_id)
            return outcome

        store.ledger.transact = remembered  # type: ignore[method-assign, assignment]
        with pytest.raises(StoreError, match="not certain yet"):
            book(store, "a", 5)
        faults.heal()
        assert ids(store) == ["a0"]
        with pytest.raises(StoreError, match="not certain yet"):
            book(store, "b", 6)
        with opened(folder, "front-2") as peer:
            assert ids(peer) == ["a0", "a"]
        outcome = settle(txns[0])
        assert isinstance(outcome, Committed)
        assert outcome.head.seq == 3
        assert isinstance(settle("nobody's"), NotBooked)


def test_the_line_is_synced_before_it_is_answered(store: Store, faults: Faults) -> None:
    events: list[object] = faults.calls  # type: ignore[assignment]
    store.on_changed.append(lambda touched: events.append("told"))
    book(store, "a")
    events.append("answered")
    assert events == [
        ("stat", LEDGER),
        ("read", LEDGER),
        ("write", LEDGER),
        ("fdatasync", LEDGER),
        "told",
        "answered",
    ]


def test_a_new_clinic_is_synced_with_its_folder_before_the_first_answer(folder: Path, faults: Faults) -> None:
    store = open_store(folder, files=faults)
    made = [call for call in faults.calls if call[0] != "open"]
    first = made.index(("write", "clinic.ledger.jsonl.tmp"))
    assert made[first : first + 5] == [
        ("write", "clinic.ledger.jsonl.tmp"),
        ("fsync", "clinic.ledger.jsonl.tmp"),
        ("replace", LEDGER),
        ("fsync", "clinic"),
        ("fsync", folder.parent.name),
    ]
    store.close()


def test_a_parent_that_may_not_be_read_is_no_hindrance(folder: Path, faults: Faults) -> None:
    faults.fail(errno.EACCES, ("open", folder.parent.name))
    with opened(folder, files=faults) as store:
        set_up(store)
        book(store, "a")


def test_a_checkpoint_is_synced_in_order(store: Store, faults: Faults) -> None:
    book(store, "a")
    faults.calls.clear()
    store.checkpoint()
    wanted = {"fdatasync", "fsync", "replace"}
    assert [call for call in faults.calls if call[0] in wanted] == [
        ("fdatasync", LEDGER),
        ("fsync", "clinic.json.tmp"),
        ("replace", "clinic.json"),
        ("fsync", "clinic"),
    ]


def test_a_poll_without_news_looks_once_and_reads_nothing(store: Store, faults: Faults) -> None:
    assert store.refresh() == set()
    assert faults.calls == [("stat", LEDGER)]


def crashes(folder: Path, tmp_path: Path, work: str) -> Iterator[tuple[Path, list[str]]]:
    """The folder as each crash leaves it, one call further each time, and the ids that were acknowledged."""
    number = 0
    while True:
        target = copied(folder, tmp_path / f"crash-{work}-{number}")
        faults = Faults()
        store = open_store(target, files=faults)
        answered = ids(store)
        faults.crash_at(number)
        try:
            if work == "book":
                book(store, "new", 7)
                answered.append("new")
            else:
                store.checkpoint()
            done = True
        except Crash:
            done = False
        faults.heal()
        leave(store)
        yield target, answered
        if done:
            return
        number += 1


def test_a_crash_at_every_call_of_a_checkpoint(folder: Path, tmp_path: Path) -> None:
    clinic_with(folder, 3, document=True)
    with opened(folder) as store:
        book(store, "late", 6)
    count = 0
    for target, answered in crashes(folder, tmp_path, "checkpoint"):
        count += 1
        assert saved(target)["patients"]  # it always parses
        with opened(target) as store:
            assert ids(store) == answered == ["a0", "a1", "a2", "late"]
            assert store.notices == []
            store.checkpoint()
        assert saved(target) == folded(target)
    assert count > 10


def test_a_crash_at_every_call_of_a_booking(folder: Path, tmp_path: Path) -> None:
    clinic_with(folder, 2, document=True)
    for target, answered in crashes(folder, tmp_path, "book"):
        with opened(target) as store:
            assert set(ids(store)) - set(answered) <= {"new"}
            assert set(answered) <= set(ids(store))
            book(store, "next", 9)
            store.checkpoint()
        assert saved(target) == folded(target)


def test_a_crash_at_every_call_of_a_first_opening(tmp_path: Path) -> None:
    for number in range(99):
        faults = Faults()
        faults.crash_at(number)
        folder = tmp_path / f"first-{number}"
        done = True
        try:
            leave(open_store(folder, files=faults))
        except Crash:
            done = False
        with opened(folder) as store:
            set_up(store)
            assert store.trouble is None
        if done:
            return
    pytest.fail("opening never came to an end")


def test_a_crash_at_every_call_of_a_recovery(folder: Path, tmp_path: Path) -> None:
    clinic_with(folder, 2)
    with ledger_of(folder).open("ab") as file:
        file.write(b'{"seq":4,"tx')
    for number in range(99):
        target = copied(folder, tmp_path / f"recovery-{number}")
        faults = Faults()
        faults.crash_at(number)
        done = True
        try:
            leave(open_store(target, files=faults))
        except Crash:
            done = False
        with opened(target) as store:
            assert ids(store) == ["a0", "a1"]
            book(store, "b", 5)
        assert (target / "clinic.ledger.torn").read_bytes().endswith(b'{"seq":4,"tx')
        if done:
            return
    pytest.fail("recovery never came to an end")


@contextmanager
def no_file_longer_than(size: int) -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk(store: Store, peer: Store) -> None:
    book(store, "a")
    before = ledger_of(store.folder).read_bytes()
    with no_file_longer_than(len(before) + 100):
        with pytest.raises(StoreError) as refused:
            book(store, "b", 1)
        assert ledger_of(store.folder).read_bytes() == before
    assert refused.value.code == "disk_full"
    assert str(refused.value) == "The disk is full. Not booked. Free some space, then try again."
    peer.refresh()
    assert ids(peer) == ids(store) == ["a"]
    book(store, "c", 2)


def test_a_disk_full_in_the_middle_of_a_thousand_bookings(store: Store) -> None:
    answered, refused = [], []
    for number in range(1_000):
        ident, day = f"a{number}", date(2027, 1, 1) + timedelta(days=number)
        if number == 400:
            full = ledger_of(store.folder).stat().st_size + 1_300  # two more lines and some of a third
        with no_file_longer_than(full) if 400 <= number < 600 else nullcontext():
            try:
                book(store, ident, start=f"{day}T09:00-05:00")
                answered.append(ident)
            except StoreError as error:
                refused.append((error.code, error.reason))
    assert len(answered) == 1_000 - len(refused)
    assert 195 <= len(refused) < 200
    assert set(refused) == {("disk_full", "The disk is full. Not booked.")}
    assert ids(store) == answered
    with opened(store.folder, "front-2") as again:
        assert (ids(again), again.notices) == (answered, [])


def test_a_document_that_cannot_be_written_is_a_notice(store: Store, faults: Faults) -> None:
    store.checkpoint()
    old = (store.folder / "clinic.json").read_bytes()
    book(store, "a")
    for call in (("write", "clinic.json.tmp"), ("fsync", "clinic.json.tmp"), ("replace", "clinic.json")):
        faults.fail(ENOSPC, call)
        store.checkpoint()
    assert len(store.notices) == 1
    assert "The ledger has it all" in store.notices[0]
    assert (store.folder / "clinic.json").read_bytes() == old
    faults.heal()
    store.checkpoint()
    assert saved(store.folder) == folded(store.folder)


def test_a_write_in_pieces_is_whole(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    pwrite, pread = os.pwrite, os.pread
    monkeypatch.setattr(os, "pwrite", lambda fd, data, at: pwrite(fd, bytes(data)[:100], at))
    monkeypatch.setattr(os, "pread", lambda fd, size, at: pread(fd, min(size, 100), at))
    book(store, "a")
    with opened(store.folder) as other:
        assert state(other) == state(store)


def test_a_bug_in_a_decision_leaves_the_book_free(store: Store, peer: Store) -> None:
    def decide(step: object) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        store.write("book", decide)
    peer.write("book", lambda step: step.put("appointments", visit("a")))


def test_a_folder_that_may_only_be_read(folder: Path, faults: Faults) -> None:
    clinic_with(folder, 2, document=True)
    for number in (errno.EACCES, errno.EROFS):
        error = number

        class ReadOnly(Faults):
            def open(self, path: Path, flags: int, mode: int = 0o600, error: int = error) -> int:
                if flags & (os.O_RDWR | os.O_WRONLY | os.O_CREAT):
                    raise OSError(error, os.strerror(error))
                return super().open(path, flags, mode)

        with opened(folder, files=ReadOnly()) as store:
            assert ids(store) == ["a0", "a1"]
            assert store.notices == ["You may read this book, not write it."]
            with pytest.raises(StoreError) as refused:
                book(store, "b", 5)
            assert refused.value.code == "read_only"
    faults.plan = lambda name, file: EIO if (name, file) == ("open", LEDGER) else None
    with pytest.raises(StoreError, match="disk reports"), opened(folder, files=faults):
        pass
