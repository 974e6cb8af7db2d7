"""What every ledger promises, the one in a file and another one (STORE, "Where one machine is not enough")."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scheduling.clock import monotonic
from scheduling.errors import Refused, StoreError
from scheduling.store.file_ledger import FileLedger
from scheduling.store.index import Record
from scheduling.store.ledger import Committed, Head, Ledger, Line, NotBooked, Outcome, Unknown, WentBack
from scheduling.store.lock import Lock
from scheduling.store.opening import changes_of
from scheduling.store.replica import Replica
from scheduling.store.transaction import Transaction, transaction_id
from tests.store.helpers import EIO, LEDGER, NOW, Faults, visit
from tests.store.memory import Book, MemoryLedger


def cancelled(ident: str) -> Record:
    """A visit that takes no time: the rules are not what is looked at here."""
    return visit(ident, status="cancelled", cancel_reason="other")


class InMemory:
    """Books in memory."""

    def __init__(self, _: Path) -> None:
        self.book = Book()

    def ledger(self) -> MemoryLedger:
        return MemoryLedger(self.book)

    @contextmanager
    def losing(self, ledger: Any, how: str) -> Iterator[None]:
        ledger.loses = how
        yield


class InAFile:
    """Books in a folder."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / LEDGER
        self.disks: dict[FileLedger, Faults] = {}

    def ledger(self) -> FileLedger:
        disk = Faults()
        lock = Lock(self.path.with_name("clinic.lock"), "front", 0.0, disk, 0o600)
        ledger = FileLedger(self.path, lock, disk, 0o600)
        self.disks[ledger] = disk
        if not self.path.exists():
            ledger.create("c", "2026-11-20T13:00:00Z")
        ledger.open()
        for _ in (scan := ledger.scan(ledger.place)):
            pass
        ledger.place = scan.place
        return ledger

    @contextmanager
    def losing(self, ledger: Any, how: str) -> Iterator[None]:
        """The line cannot be synced, or not be written whole, and cannot be taken back either."""
        self.disks[ledger].fail(EIO, ("fdatasync" if how == "kept" else "write", LEDGER), ("truncate", LEDGER))
        yield
        self.disks[ledger].heal()


class Desk:
    """As little of a store as follows a ledger: what it knows it has from `transact` and `tail`."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.replica = Replica("c")
        # A new desk has the first line only: the rest comes by the ledger.
        *_, first = ledger.backward()
        self.head = Head(0, first["h"])

    def take(self, lines: list[Line]) -> None:
        for line in lines:
            self.replica.apply(changes_of(line))
            assert line["seq"] == self.head.seq + 1
            self.head = Head(line["seq"], line["h"])

    def refresh(self) -> None:
        self.take(self.ledger.tail(self.head, monotonic() + 5))

    def write(self, decide: Callable[[Transaction], None], txn: str = "", seconds: float = 5.0) -> Outcome:
        txn = txn or transaction_id()

        def turn(lines: list[Line]) -> Line | None:
            self.take(lines)
            step = Transaction(self.replica, now=NOW, by="amy", desk="d", seq=self.head.seq + 1)
            decide(step)
            return step.line("book", txn, NOW, fixed=False) if step.changes else None

        return self.ledger.transact(self.head, turn, txn, monotonic() + seconds, lambda line: self.take([line]))

    def book(self, ident: str, txn: str = "", seconds: float = 5.0) -> Outcome:
        def decide(step: Transaction) -> None:
            if step.view.table_of(ident) is not None:
                raise Refused("slot_taken", "Taken.")
            step.put("appointments", cancelled(ident))

        return self.write(decide, txn, seconds)

    def ids(self) -> list[str]:
        return [record["id"] for record in self.replica.records("appointments")]


Books = InMemory | InAFile


@pytest.fixture(params=[InMemory, InAFile])
def books(request: pytest.FixtureRequest, tmp_path: Path) -> Books:
    made: Books = request.param(tmp_path)
    return made


def test_one_order_that_every_desk_follows(books: Books) -> None:
    one, other = Desk(books.ledger()), Desk(books.ledger())
    outcome = one.book("a")
    assert isinstance(outcome, Committed)
    assert outcome.line is not None
    assert outcome.head == one.head == Head(1, outcome.line["h"])
    assert other.ledger.changed()
    other.book("b")
    assert other.ids() == ["a", "b"]
    assert not other.ledger.changed()
    one.refresh()
    assert (one.head, one.ids()) == (other.head, ["a", "b"])
    assert not one.ledger.changed()
    assert [line["seq"] for line in one.ledger.backward()] == [2, 1, 0]
    for line in (0, 1, 2):
        seen = list(one.ledger.backward())[2 - line]
        assert [later["seq"] for later in one.ledger.tail(Head(line, seen["h"]), 0.0)] == list(range(line + 1, 3))


def test_nothing_to_write_and_a_refusal_leave_nothing(books: Books) -> None:
    desk = Desk(books.ledger())
    assert desk.write(lambda step: None) == Committed(desk.head, None)
    desk.book("a")
    with pytest.raises(Refused):
        desk.book("a")
    with pytest.raises(KeyError):
        desk.write(lambda step: step.drop("appointments", "none"))
    desk.book("b")
    assert desk.head.seq == 2


def test_one_at_a_time(books: Books) -> None:
    one, other = Desk(books.ledger()), Desk(books.ledger())

    def decide(step: Transaction) -> None:
        with pytest.raises(StoreError) as busy:
            other.book("b", seconds=0.0)
        assert busy.value.code == "busy"
        with pytest.raises(StoreError):
            other.ledger.tail(other.head, 0.0)
        step.put("appointments", cancelled("a"))

    one.write(decide)
    assert isinstance(other.book("c"), Committed)
    assert other.ids() == ["a", "c"]


def test_committed_is_told_before_the_next_ones_turn(books: Books) -> None:
    one, other = Desk(books.ledger()), Desk(books.ledger())
    told: list[Line] = []

    def committed(line: Line) -> None:
        told.append(line)
        with pytest.raises(StoreError):
            other.ledger.tail(other.head, 0.0)

    fields = {"seq": 1, "txn": "t", "changes": {}}
    outcome = one.ledger.transact(one.head, lambda _: fields, "t", monotonic() + 1, committed)
    assert isinstance(outcome, Committed)
    assert told == [outcome.line]


def test_another_past_than_the_one_that_was_followed(books: Books) -> None:
    desk = Desk(books.ledger())
    desk.book("a")
    for head in (Head(1, "0" * 32), Head(9, desk.head.hash)):
        with pytest.raises(WentBack):
            desk.ledger.tail(head, monotonic() + 1)
        with pytest.raises(WentBack):
            desk.ledger.transact(head, lambda _: None, "t", monotonic() + 1, lambda _: None)
    desk.book("b")


@pytest.mark.parametrize("how", ["kept", "gone"])
def test_an_answer_that_got_lost_is_settled(books: Books, how: str) -> None:
    desk = Desk(books.ledger())
    desk.book("a")
    with books.losing(desk.ledger, how):
        assert desk.book("b", "mine") == Unknown("mine")
    assert desk.ids() == ["a"]
    settled = desk.ledger.settle("mine")
    if how == "gone":
        assert isinstance(settled, NotBooked)
        return
    assert isinstance(settled, Committed)
    assert settled.head.seq == 2
    after = Desk(books.ledger())
    after.refresh()
    assert after.ids() == ["a", "b"]
    with pytest.raises(Refused):
        after.book("b")


def test_desks_race_for_every_slot_and_each_has_one_winner(books: Books) -> None:
    slots, won = 25, list[str]()

    def race() -> None:
        desk = Desk(books.ledger())
        for slot in range(slots):
            try:
                desk.book(f"s{slot}")
                won.append(f"s{slot}")
            except Refused:
                pass

    books.ledger()
    desks = [threading.Thread(target=race) for _ in range(4)]
    for desk in desks:
        desk.start()
    for desk in desks:
        desk.join()
    assert sorted(won) == sorted(f"s{slot}" for slot in range(slots))
    last = Desk(books.ledger())
    last.refresh()
    assert last.head.seq == slots
    assert sorted(last.ids()) == sorted(won)


STEPS = st.lists(
    st.tuples(st.integers(0, 2), st.sampled_from(["book", "drop", "refresh", "kept"]), st.integers(0, 4))
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps=STEPS)
@pytest.mark.parametrize("kind", [InMemory, InAFile])
def test_anything_in_any_order(
    kind: type[Books], steps: list[tuple[int, str, int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    books = kind(tmp_path_factory.mktemp("book"))
    desks, truth = [Desk(books.ledger()) for _ in range(3)], dict[str, None]()

    def drop(step: Transaction, ident: str) -> None:
        if step.view.table_of(ident) is not None:
            step.drop("appointments", ident)

    for number, (which, what, slot) in enumerate(steps):
        desk, ident = desks[which], f"s{slot}"
        if what == "refresh":
            desk.refresh()
        elif what == "drop":
            desk.write(lambda step, ident=ident: drop(step, ident))  # type: ignore[misc]
            truth.pop(ident, None)
        elif ident not in truth:
            if what == "kept":
                with books.losing(desk.ledger, what):
                    assert isinstance(desk.book(ident, f"t{number}"), Unknown)
                assert isinstance(desk.ledger.settle(f"t{number}"), Committed)
                desks[which] = Desk(books.ledger())  # as a store does: it reads everything again
            else:
                desk.book(ident)
            truth[ident] = None
    for desk in desks:
        desk.refresh()
        assert sorted(desk.ids()) == sorted(truth)
