"""Several desks on one book: who follows whom, who waits for whom, and that nobody loses anything."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from scheduling.clock import FixedClock
from scheduling.errors import StoreError
from scheduling.store.ledger import Head
from scheduling.store.lock import LONGEST_WAIT
from scheduling.store.store import A_MOMENT, Store
from tests.store.helpers import (
    NOW,
    book,
    clinic_with,
    folded,
    ids,
    ledger_of,
    open_store,
    opened,
    saved,
    stand_still,
    state,
    visit,
)

HERE = Path(__file__).parents[2]


class Desk:
    """Another process. Killed at the end, whatever happens."""

    def __init__(self, folder: Path, name: str, what: str, number: int = 0) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.store.peer", str(folder), name, what, str(number)],
            cwd=HERE,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def line(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def go(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()

    def end(self) -> list[str]:
        """The lines that are left. Not by `communicate`: it passes by what `readline` has read ahead."""
        assert self.process.stdout is not None
        left = self.process.stdout.read().split()
        self.process.wait(timeout=60)
        return left

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate()


def test_two_desks_follow_each_other(store: Store, peer: Store) -> None:
    heard: list[object] = []
    peer.on_changed.append(heard.append)
    book(store, "a")
    (touched,) = {pair for pair in peer.refresh() if pair[0] == "who"}
    assert heard == [{touched}]
    assert ids(peer) == ["a"]
    book(peer, "b", 1)
    book(peer, "c", 2)
    assert store.refresh() == {touched}
    assert state(store) == state(peer)
    assert store.refresh() == set()


def test_a_write_reads_the_others_first_and_the_next_refresh_tells(store: Store, peer: Store) -> None:
    heard: list[set[tuple[str, int]]] = []
    peer.on_changed.append(heard.append)
    book(store, "a")
    book(peer, "b", 20)
    assert len(heard) == 1
    assert len(heard[0]) == 2  # the other's day and the own
    assert len(peer.refresh()) == 1  # the other's
    assert peer.refresh() == set()


def test_what_others_wrote_is_told_even_when_the_own_step_is_refused(store: Store, peer: Store) -> None:
    heard: list[object] = []
    peer.on_changed.append(heard.append)
    book(store, "a")
    with pytest.raises(KeyError):
        peer.write("book", lambda step: step.drop("appointments", "none"))
    assert len(heard) == 1
    assert ids(peer) == ["a"]


def test_settings_of_another_desk_raise_the_generation(store: Store, peer: Store) -> None:
    before = peer.replica.generation
    heard: list[object] = []
    peer.on_changed.append(heard.append)
    store.write("add", lambda step: step.put("doctors", {"id": "d", "hospital": "h", "name": "D"}))
    assert peer.refresh() == set()
    assert heard == [set()]
    assert peer.replica.generation > before


def test_a_clock_set_back_refuses_nothing(store: Store) -> None:
    assert isinstance(store.clock, FixedClock)
    book(store, "a")
    store.clock.set(NOW - 86_400)
    book(store, "b", 1)
    assert [line["seq"] for line in store.lines_backward()] == [3, 2, 1, 0]
    assert store.replica.tables["appointments"][2]["created_at"] == "2026-11-19T13:00:00Z"


def test_the_machines_clock_set_back_changes_no_order(
    store: Store, peer: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, at in enumerate((NOW, NOW - 86_400 * 400, NOW - 1)):
        monkeypatch.setattr("scheduling.store.store.machine_seconds", lambda at=at: at)
        book((store, peer)[number % 2], f"a{number}", number)
    store.refresh()
    peer.refresh()
    assert state(store) == state(peer)
    lines = list(store.lines_backward())
    assert [line["seq"] for line in lines] == [4, 3, 2, 1, 0]
    assert [line["at"][:4] for line in lines[:3]] == ["2026", "2025", "2026"]
    store.checkpoint()
    assert saved(store.folder) == folded(store.folder)
    with opened(store.folder, "front-3") as again:
        assert (again.notices, again.trouble) == ([], None)


def test_a_poll_waits_a_moment_for_a_taken_lock_twice_and_then_long(
    store: Store, peer: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    book(store, "a")
    store.ledger.lock.acquire(0.0)
    told = stand_still(monkeypatch)
    for limit in (A_MOMENT, A_MOMENT, 0.2):
        started = told[0]
        if limit == A_MOMENT:
            assert peer.refresh() == set()
        else:
            with pytest.raises(StoreError, match="front-1"):
                peer.refresh()
        assert limit <= told[0] - started < limit + LONGEST_WAIT
    store.ledger.lock.release()
    assert len(peer.refresh()) == 1
    store.ledger.lock.acquire(0.0)
    book_is_taken = peer.refresh()
    assert book_is_taken == set()
    store.ledger.lock.release()


@pytest.mark.parametrize("what", ["gone", "another", "broken", "other bytes"])
def test_without_the_lock_nothing_is_read_that_does_not_hold(what: str, folder: Path) -> None:
    clinic_with(folder, 1)
    with opened(folder) as store, opened(folder, "front-2", limit=0.0) as peer:
        begun = ledger_of(folder).stat().st_size
        for slot in range(5, 8):
            book(store, f"b{slot}", slot)
        whole = ledger_of(folder).read_bytes()
        store.ledger.lock.acquire(0.0)
        if what == "gone":
            ledger_of(folder).unlink()
        elif what == "another":
            ledger_of(folder).rename(folder / "aside")
            ledger_of(folder).write_bytes(whole)
        else:
            at = begun + 60 if what == "broken" else begun - 3
            with ledger_of(folder).open("r+b") as file:
                file.seek(at)
                file.write(b"~")
        assert peer.refresh() == set()
        assert ids(peer) == ["a0"]
        if what == "gone":
            ledger_of(folder).write_bytes(whole)
        elif what == "another":
            (folder / "aside").rename(ledger_of(folder))
        else:
            with ledger_of(folder).open("r+b") as file:
                file.write(whole)
        store.ledger.lock.release()
        peer.refresh()
        assert ids(peer) == ["a0", "b5", "b6", "b7"]


def test_closing_beside_a_holder_of_the_lock_loses_nothing(folder: Path) -> None:
    clinic_with(folder, 1)
    first, second = open_store(folder), open_store(folder, "front-2", limit=0.02)
    book(first, "a", 1)
    first.ledger.lock.acquire(0.0)
    second.refresh()
    second.refresh()
    second.close()
    first.ledger.lock.release()
    first.close()
    with opened(folder) as again:
        assert ids(again) == ["a0", "a"]


def test_reading_again_waits_its_turn_too(store: Store, peer: Store, tmp_path: Path) -> None:
    (tmp_path / "copy").write_bytes(ledger_of(store.folder).read_bytes())
    (tmp_path / "copy").replace(ledger_of(store.folder))
    tail = peer.ledger.tail

    def taken(after: Head, deadline: float) -> object:
        try:
            return tail(after, deadline)
        finally:
            store.ledger.lock.acquire(0.0)

    peer.ledger.tail = taken  # type: ignore[method-assign, assignment]
    assert peer.refresh() == set()
    store.ledger.lock.release()
    peer.ledger.tail = tail  # type: ignore[method-assign]
    peer.refresh()
    book(peer, "a")
    book(store, "b", 1)


def test_lines_are_found_from_any_head(store: Store) -> None:
    book(store, "a")
    book(store, "b", 1)
    lines = list(store.lines_backward())[::-1]
    for number, line in enumerate(lines):
        assert store.ledger.tail(Head(line["seq"], line["h"]), 0.0) == lines[number + 1 :]
    with pytest.raises(StoreError, match="replaced"):
        store.ledger.tail(Head(2, "0" * 32), 0.0)


@pytest.mark.alone
def test_a_stopped_holder_is_named(folder: Path) -> None:
    clinic_with(folder, 1)
    desk = Desk(folder, "front-9", "hold")
    try:
        with opened(folder, limit=0.05) as store:
            assert desk.line() == "held"
            desk.process.send_signal(signal.SIGSTOP)
            with pytest.raises(StoreError) as busy:
                book(store, "a", 5)
            assert busy.value.code == "busy"
            assert busy.value.reason == "The desk “front-9” has been holding the book for 0.05 s. Not booked."
            desk.kill()
            book(store, "a", 5)
    finally:
        desk.kill()


@pytest.mark.alone
def test_three_desks_race_for_every_slot_and_each_has_one_winner(folder: Path) -> None:
    clinic_with(folder, 0)
    slots = 40
    desks = [Desk(folder, f"d{number}", "race", slots) for number in range(3)]
    try:
        for desk in desks:
            assert desk.line() == "ready"
        for desk in desks:
            desk.go()
        won = [int(slot) for desk in desks for slot in desk.end()]
    finally:
        for desk in desks:
            desk.kill()
    assert sorted(won) == list(range(slots))
    with opened(folder) as store:
        assert len(ids(store)) == slots
        assert store.notices == []
    assert saved(folder) == folded(folder)


@pytest.mark.alone
def test_killed_at_any_moment_what_was_answered_stays(folder: Path) -> None:
    clinic_with(folder, 0)
    answered: set[str] = set()
    for number in range(3):
        desk = Desk(folder, f"d{number}", "book")
        try:
            first = desk.line()
            time.sleep(0.03 * (number + 1))
            desk.process.kill()
            answered |= {f"d{number}-{slot}" for slot in [first, *desk.end()]}
        finally:
            desk.kill()
        with opened(folder) as store:
            assert answered <= set(ids(store))
            assert len(ids(store)) <= len(answered) + number + 1  # at most one a kill was kept without an answer
            assert store.replica.tables["appointments"] == folded(folder)["appointments"]
            assert store.trouble is None


@pytest.mark.alone
def test_a_peers_booking_is_seen_at_the_next_poll(store: Store, peer: Store) -> None:
    started = time.monotonic()
    store.write("book", lambda step: step.put("appointments", visit("a")))
    while not peer.refresh():
        time.sleep(0.05)
    assert time.monotonic() - started < 0.2
