"""A desk that only reads because of a trouble goes on writing by itself when that is over."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from scheduling.errors import StoreError
from scheduling.store import store as stores
from scheduling.store.store import Store
from tests.store.damaged import kinds
from tests.store.helpers import EIO, LEDGER, Faults, book, clinic_with, ids, ledger_of, open_store, opened, set_up


def flipped(folder: Path) -> None:
    """A byte of a line behind the document, not of the last one."""
    data = bytearray(ledger_of(folder).read_bytes())
    data[data.index(b'"b1"')] ^= 1
    fresh = folder / "fresh"
    fresh.write_bytes(bytes(data))
    fresh.replace(ledger_of(folder))


def another_clinic(folder: Path) -> None:
    clinic_with(folder / "other", 1)
    (folder / "other" / LEDGER).replace(ledger_of(folder))


def taken_away(folder: Path) -> None:
    ledger_of(folder).unlink()
    (folder / "clinic.json").unlink(missing_ok=True)


def newer(folder: Path) -> None:
    """A newer program has closed the ledger and begun another one."""
    (folder / "fresh").write_bytes(kinds.sealed(kinds.lines_of(folder), format=2))
    (folder / "fresh").replace(ledger_of(folder))


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (flipped, "The ledger is damaged after change"),
        (another_clinic, "belong to different clinics"),
        (taken_away, "There is no clinic.ledger.jsonl"),
        (newer, "A newer frontdesk has written this book"),
    ],
)
def test_files_that_are_put_back(folder: Path, tmp_path: Path, make: Callable[[Path], None], words: str) -> None:
    clinic_with(folder, 1)
    with opened(folder) as store:
        for number in range(1, 4):
            book(store, f"b{number}", number)
        shutil.copytree(folder, tmp_path / "copy")
        make(folder)
        left = sorted(path.name for path in folder.iterdir())
        store.refresh()
        for _ in range(2):
            assert store.trouble is not None
            assert words in store.trouble.reason
            assert store.trouble.remedy
            assert ids(store) == ["a0", "b1", "b2", "b3"]
            with pytest.raises(StoreError, match=words):
                book(store, "c", 8)
            assert not store.recover()
        assert sorted(path.name for path in folder.iterdir()) == left
        shutil.copy(tmp_path / "copy" / LEDGER, folder / "fresh")
        (folder / "fresh").replace(ledger_of(folder))
        assert store.recover()
        assert (store.trouble, store.read_only) == (None, False)
        book(store, "c", 8)
        assert ids(store)[-1] == "c"


def test_a_folder_that_may_be_written_again(folder: Path, faults: Faults) -> None:
    clinic_with(folder, 2, document=True)

    class ReadOnly(Faults):
        shut = True

        def open(self, path: Path, flags: int, mode: int = 0o600) -> int:
            if self.shut and flags & (os.O_RDWR | os.O_WRONLY | os.O_CREAT):
                raise OSError(errno.EACCES, os.strerror(errno.EACCES))
            return super().open(path, flags, mode)

    files = ReadOnly()
    with opened(folder, files=files) as store:
        assert not store.recover()
        with pytest.raises(StoreError) as told:
            book(store, "b", 5)
        assert told.value.remedy == "Ask for the right to write in its folder."
        files.shut = False
        assert store.recover()
        book(store, "b", 5)


def test_a_network_file_system_that_is_vouched_for(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clinic_with(folder, 2, document=True)
    monkeypatch.setattr(stores, "warning", lambda _: "This is a network's.")
    with opened(folder) as store:
        assert not store.recover()
        monkeypatch.setattr(stores, "warning", lambda _: None)
        assert store.recover()
        book(store, "b", 5)


def test_somebody_holds_the_book_while_it_is_looked(folder: Path) -> None:
    clinic_with(folder, 1)
    with opened(folder) as store, opened(folder, "front-2") as peer:
        for number in range(1, 4):
            book(store, f"b{number}", number)
        whole = ledger_of(folder).read_bytes()
        flipped(folder)
        store.refresh()
        ledger_of(folder).write_bytes(whole)
        trouble = store.trouble
        peer.ledger.lock.acquire(0.0)
        assert not store.recover()
        assert store.trouble is trouble
        peer.ledger.lock.release()
        assert store.recover()


def test_reading_for_good(folder: Path, faults: Faults) -> None:
    clinic_with(folder, 2, document=True)
    with opened(folder, read_only=True) as store:
        assert not store.recover()
    with opened(folder, files=faults) as store:
        assert store.recover()
        faults.fail(EIO, ("fdatasync", LEDGER), ("truncate", LEDGER))
        with pytest.raises(StoreError, match="not certain yet"):
            book(store, "b", 5)
        faults.heal()
        assert not store.recover()


def test_a_new_clinic_is_only_made_at_the_first_opening(folder: Path) -> None:
    store: Store = open_store(folder)
    set_up(store)
    store.checkpoint()
    taken_away(folder)
    with pytest.raises(StoreError, match=r"put the missing file back"):
        book(store, "a")
    assert not ledger_of(folder).exists()
    store.close()
