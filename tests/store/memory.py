"""A second ledger, in memory: what the interface promises, without a file. Its answers can get lost on the way."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import orjson

from scheduling.clock import monotonic
from scheduling.errors import StoreError
from scheduling.store.ledger import START, Committed, Decide, Head, Line, NotBooked, Outcome, Unknown, WentBack, seal


@dataclass
class Book:
    """What several desks share: the lines, and whose turn it is."""

    lines: list[bytes] = field(default_factory=list)
    turn: threading.Lock = field(default_factory=threading.Lock)


class MemoryLedger:
    """One desk's end. `loses`: the next answer gets lost, of a commit that happened ("kept") or not ("gone")."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.loses = ""
        if not book.lines:
            book.lines.append(seal({"seq": 0, "clinic": "c"}, START.hash)[0])
        self._seen = len(book.lines)

    def transact(
        self, after: Head, decide: Decide, request_id: str, deadline: float, committed: Callable[[Line], None]
    ) -> Outcome:
        self._take_turn(deadline)
        try:
            fields = decide(self._since(after))
            if fields is None:
                return Committed(self._head(), None)
            loses, self.loses = self.loses, ""
            if loses == "gone":
                return Unknown(request_id)
            self.book.lines.append(seal(fields, self._head().hash)[0])
            if loses == "kept":
                return Unknown(request_id)
            self._seen = len(self.book.lines)
            line: Line = orjson.loads(self.book.lines[-1])
            committed(line)
            return Committed(self._head(), line)
        finally:
            self.book.turn.release()

    def settle(self, request_id: str) -> Outcome:
        for line in map(orjson.loads, self.book.lines):
            if line.get("txn") == request_id:
                return Committed(Head(line["seq"], line["h"]), line)
        return NotBooked(StoreError("damaged", "It was not kept. Not booked.", "Try again."))

    def tail(self, after: Head, deadline: float) -> list[Line]:
        self._take_turn(deadline)
        try:
            return self._since(after)
        finally:
            self.book.turn.release()

    def changed(self) -> bool:
        return len(self.book.lines) != self._seen

    def backward(self, ident: str = "") -> Iterator[Line]:
        return map(orjson.loads, reversed(self.book.lines[: self._seen]))

    def close(self) -> None:
        pass

    def _take_turn(self, deadline: float) -> None:
        if not self.book.turn.acquire(timeout=max(0.0, deadline - monotonic())):
            raise StoreError("busy", "Another desk has been holding the book. Not booked.", "Try again.")

    def _head(self) -> Head:
        last = orjson.loads(self.book.lines[-1])
        return Head(last["seq"], last["h"])

    def _since(self, after: Head) -> list[Line]:
        lines = [orjson.loads(line) for line in self.book.lines[after.seq :]]
        if not lines or lines[0]["h"] != after.hash:
            raise WentBack
        self._seen = len(self.book.lines)
        return lines[1:]
