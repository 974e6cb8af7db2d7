"""The proofs that mutants are held against: each raises when the rule it stands for is broken."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from scheduling.errors import StoreError
from scheduling.store.checkpoint import read_row, read_tables
from scheduling.store.index import Index
from tests.store.helpers import (
    EIO,
    ENOSPC,
    LEDGER,
    Faults,
    book,
    clinic_with,
    folded,
    ids,
    leave,
    ledger_of,
    open_store,
    opened,
    saved,
    set_up,
    state,
)
from tests.store.power import Recording, laid, worlds


def survives(recording: Recording, room: Path, torn: bytes = b"") -> None:
    """Every world opens without trouble and holds what was answered; its document is whole (I1, I4, I6)."""
    for name, answered, disk in worlds(recording):
        folder = laid(room / "world", disk)
        if "clinic.json" in disk:
            read_row(disk["clinic.json"])
            read_tables(disk["clinic.json"])
        with opened(folder) as store:
            assert store.trouble is None, f"{name}: {store.trouble}"
            assert set(answered) <= set(ids(store)), f"{name}: lost {set(answered) - set(ids(store))}"
            store.checkpoint()
            assert saved(folder) == folded(folder), name
        kept = folder / "clinic.ledger.torn"
        assert not torn or torn in (kept.read_bytes() if kept.exists() else b""), f"{name}: the torn tail is gone"
        shutil.rmtree(folder)


def a_day_and_a_power_cut(room: Path) -> None:
    """A clinic begun, booked into, checkpointed twice: the power fails after any call."""
    recording = Recording(room / "clinic")
    store = open_store(room / "clinic", files=recording)
    set_up(store)
    for slot in range(3):
        book(store, f"a{slot}", slot)
        recording.answer(f"a{slot}")
        if slot:
            store.checkpoint()
    leave(store)
    survives(recording, room)


def a_first_day_without_a_document(room: Path) -> None:
    """The ledger stands by itself: also when the document cannot be written, its own name is on the disk."""
    recording = Recording(room / "clinic")
    recording.refuses = "clinic.json.tmp"
    store = open_store(room / "clinic", files=recording)
    set_up(store)
    book(store, "a", 0)
    recording.answer("a")
    leave(store)
    survives(recording, room)


def a_peer_dies_before_its_sync(room: Path) -> None:
    """Its line was followed and came into a document: the ledger must not be behind that after a power cut."""
    clinic_with(room / "clinic", 1, document=True)
    recording = Recording(room / "clinic")
    with opened(room / "clinic", files=recording) as store:
        peer = open_store(room / "clinic", "front-2", files=recording)
        recording.dies_at_sync = True
        try:
            book(peer, "b", 5)
        except KeyboardInterrupt:
            recording.dies_at_sync = False
        leave(peer)
        store.refresh()
        assert ids(store) == ["a0", "b"]
        store.checkpoint()
    survives(recording, room)


def a_power_cut_during_a_recovery(room: Path) -> None:
    """The torn tail is never gone: it is still in the ledger, or safe in its own file."""
    clinic_with(room / "clinic", 1)
    tail = b'{"seq":3,"txn":"x'
    with ledger_of(room / "clinic").open("ab") as file:
        file.write(tail)
    recording = Recording(room / "clinic")
    leave(open_store(room / "clinic", files=recording))
    survives(recording, room, tail)


def a_line_that_is_taken_back(room: Path) -> None:
    """A peer that polls while a sync fails never sees the line (I5), and nothing of it is left."""
    faults = Faults()
    clinic_with(room / "clinic", 1)
    with opened(room / "clinic", files=faults) as store, opened(room / "clinic", "front-2", limit=0.0) as peer:
        size = ledger_of(room / "clinic").stat().st_size

        def plan(name: str, file: str) -> int | None:
            if (name, file) != ("fdatasync", LEDGER) or len(seen):
                return None
            seen.append(name)
            peer.refresh()
            return EIO

        seen: list[str] = []
        faults.plan = plan
        with pytest.raises(StoreError, match="Not booked"):
            book(store, "ghost", 5)
        assert ids(store) == ids(peer) == ["a0"]
        assert ledger_of(room / "clinic").stat().st_size == size
        book(peer, "b", 6)
        store.refresh()
        assert state(store) == state(peer)


def what_was_answered_while_a_sync_hangs(room: Path) -> None:
    """Others see what was answered before, though the book is held: not the line that may still be taken back."""
    faults = Faults()
    clinic_with(room / "clinic", 1)
    with opened(room / "clinic", files=faults) as store, opened(room / "clinic", "front-2", limit=0.0) as peer:
        book(store, "b", 5)
        seen: list[list[str]] = []

        def plan(name: str, file: str) -> int | None:
            if (name, file) != ("fdatasync", LEDGER) or seen:
                return None
            peer.refresh()
            seen.append(ids(peer))
            return EIO

        faults.plan = plan
        with pytest.raises(StoreError, match="Not booked"):
            book(store, "ghost", 6)
        assert seen == [["a0", "b"]]
        book(peer, "c", 7)
        store.refresh()
        assert state(store) == state(peer)


def another_past_of_the_same_length(room: Path) -> None:
    """Others' lines are followed from one's own head only."""
    folder = room / "clinic"
    clinic_with(folder, 1)
    whole = ledger_of(folder).read_bytes()
    with opened(folder) as store:
        book(store, "mine", 5)
        ledger_of(folder).write_bytes(whole)
        with opened(folder) as peer:
            book(peer, "your", 5)
        book(store, "next", 6)
        assert ids(store) == ["a0", "your", "next"]
        with opened(folder, "front-3") as reader:
            assert ids(reader) == ids(store)


def a_ledger_replaced_under_a_desk(room: Path) -> None:
    """Nothing is acknowledged into a file that nobody else can see any more."""
    folder = room / "clinic"
    clinic_with(folder, 1)
    with opened(folder) as store:
        shutil.copy(ledger_of(folder), room / "copy")
        (room / "copy").replace(ledger_of(folder))
        book(store, "b", 5)
        with opened(folder, "front-2") as peer:
            assert ids(peer) == ["a0", "b"]


def an_index_made_anew(room: Path) -> None:
    """Index = index rebuilt from the tables (I10), after opening and after reading again."""
    clinic_with(room / "clinic", 3)
    with opened(room / "clinic") as store:
        rebuilt = Index()
        rebuilt.rebuild(store.replica.tables)
        assert store.replica.index.content() == rebuilt.content()


def damage_in_the_middle(room: Path) -> None:
    """Only what one crash can leave is ever cut (I6)."""
    clinic_with(room / "clinic", 4)
    data = bytearray(ledger_of(room / "clinic").read_bytes())
    data[len(data) // 2] ^= 1
    ledger_of(room / "clinic").write_bytes(data)
    with opened(room / "clinic") as store:
        assert store.trouble is not None
    assert ledger_of(room / "clinic").read_bytes() == data


def one_at_a_time(room: Path) -> None:
    """While one desk decides, no other does."""
    clinic_with(room / "clinic", 1)
    with opened(room / "clinic") as store, opened(room / "clinic", "front-2", limit=0.0) as peer:

        def decide(step: object) -> None:
            with pytest.raises(StoreError, match="has been holding the book"):
                book(peer, "b", 5)

        store.write("book", decide)


def a_full_disk_and_space_again(room: Path) -> None:
    """What was answered is there, the rest was told "not booked", and the same desk goes on."""
    faults = Faults()
    clinic_with(room / "clinic", 0)
    answered = []
    with opened(room / "clinic", files=faults) as store:
        for slot in range(40):
            faults.heal()
            if slot % 7 == 3:
                faults.fail(ENOSPC, ("write", LEDGER))
                with pytest.raises(StoreError, match="The disk is full"):
                    book(store, f"a{slot}", slot)
            else:
                book(store, f"a{slot}", slot)
                answered.append(f"a{slot}")
    with opened(room / "clinic") as store:
        assert ids(store) == answered


PROOFS = (
    a_day_and_a_power_cut,
    a_first_day_without_a_document,
    a_peer_dies_before_its_sync,
    a_power_cut_during_a_recovery,
    a_line_that_is_taken_back,
    what_was_answered_while_a_sync_hangs,
    another_past_of_the_same_length,
    a_ledger_replaced_under_a_desk,
    an_index_made_anew,
    damage_in_the_middle,
    one_at_a_time,
    a_full_disk_and_space_again,
)
