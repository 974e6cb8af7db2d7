"""The ledger: the one order of all changes. What it promises, and the chain of its lines.

An implementation keeps the lines in a file (`file_ledger`) or on a server. The chain detects damage and casual
edits, not a determined forger.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import Any, NamedTuple, Protocol

import orjson

from scheduling.errors import StoreError

Line = dict[str, Any]
Decide = Callable[[list[Line]], "Line | None"]

FORMAT = 1
LONGEST = 64 * 1024 * 1024
"""Bytes of the longest line."""

TRAILER = 41
"""Bytes of a line's end: `,"h":"` + 32 hex digits + `"}` + newline."""


class Head(NamedTuple):
    """The last line known: its `seq`, and its `h` (32 hex digits)."""

    seq: int
    hash: str


START = Head(-1, "0" * 32)
"""What stands before the first line."""


class Committed(NamedTuple):
    """The line is kept for good; `line` is None when there was nothing to write."""

    head: Head
    line: Line | None


class NotBooked(NamedTuple):
    """Nothing was kept, for that reason."""

    error: StoreError


class Unknown(NamedTuple):
    """Nobody can say yet whether the line was kept: ask `settle`."""

    request_id: str


Outcome = Committed | NotBooked | Unknown


class WentBack(StoreError):
    """The past is not the one that was followed: read everything again before writing."""

    def __init__(self) -> None:
        super().__init__("damaged", "The ledger was replaced meanwhile. Not booked.", "Try again.")


class Ledger(Protocol):
    """The same for a file and for a server across a network."""

    def transact(
        self,
        after: Head,
        decide: Decide,
        request_id: str,
        deadline: float,
        committed: Callable[[Line], None],
    ) -> Outcome:
        """Append at most one line while nobody else does.

        `decide` gets the lines since `after` and returns the fields of the new line, without `h`, or None for
        nothing to write. It may be run again; what it raises leaves nothing written. `committed` is called
        once the line is safe, before anybody else's turn. `deadline` is a moment of `clock.monotonic`.
        Raises `WentBack`, and `StoreError` (`busy`) when the turn did not come.
        """
        ...

    def settle(self, request_id: str) -> Outcome:
        """What became of an `Unknown`."""
        ...

    def tail(self, after: Head, deadline: float) -> list[Line]:
        """The lines since `after`. Raises as `transact`."""
        ...

    def changed(self) -> bool:
        """Whether a look at `tail` may pay. Cheap, and only a hint."""
        ...

    def backward(self, ident: str = "") -> Iterator[Line]:
        """The lines followed so far, newest first: all, or at least those that change the record of an id.

        Raises `StoreError` (`damaged`) at a line that no longer holds.
        """
        ...

    def close(self) -> None:
        """Give everything back."""
        ...


def trailer(digest: str) -> bytes:
    """The last 41 bytes of the line with that `h`."""
    return b',"h":"%b"}\n' % digest.encode()


def chained(previous: str, body: bytes) -> str:
    """The `h` of a line: 32 hex digits of the previous `h` and the line's bytes before its trailer."""
    return sha256(previous.encode() + body).hexdigest()[:32]


def seal(fields: Line, previous: str) -> tuple[bytes, str]:
    """A line's bytes, newline included, and its `h`."""
    body = orjson.dumps(fields)[:-1]
    digest = chained(previous, body)
    return body + trailer(digest), digest


def before(line: bytes) -> Head:
    """What stands before the first line of a ledger: nothing, or the head of the one that was closed for it."""
    try:
        fields = orjson.loads(line)
        return Head(int(fields["seq"]) - 1, str(fields["head"]))
    except (ValueError, KeyError, TypeError):
        return START


def opened(line: bytes, after: Head) -> Line | None:
    """The fields of a line with its newline, or None when it is not the one that follows `after`."""
    digest = chained(after.hash, line[:-TRAILER])
    if line[-TRAILER:] != trailer(digest):
        return None
    try:
        fields: Line = orjson.loads(line)
    except orjson.JSONDecodeError:
        return None  # only a forger gets here: the bytes are those that were sealed
    return fields if fields.get("seq") == after.seq + 1 else None


def proved(text: bytes, previous: bytes) -> Line:
    """The fields of a line, by the 41 bytes before it (none = it is the first). Raises `StoreError` (`damaged`)."""
    after = previous[6:-3].decode(errors="replace") if previous else before(text).hash
    if text[-TRAILER:] != trailer(chained(after, text[:-TRAILER])):
        raise StoreError(
            "damaged", "The ledger is damaged: what was done earlier cannot be read.", "Run `frontdesk check`."
        )
    fields: Line = orjson.loads(text)
    return fields
