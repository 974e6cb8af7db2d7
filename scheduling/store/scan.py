"""Walking through the lines of a ledger's file, each verified by the one before it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from scheduling.store.files import Files
from scheduling.store.ledger import START, Head, Line, before, opened

CHUNK = 4 * 1024 * 1024
"""Bytes read at once."""


class Place(NamedTuple):
    """A verified end: the head, and the position in bytes right after its line."""

    head: Head
    pos: int


BEFORE = Place(START, 0)


class Scan:
    """Walks the lines after a place, verifying the chain. `place`: how far it holds; `whole`: to the very end."""

    def __init__(self, files: Files, descriptor: int, place: Place, size: int) -> None:
        self._files, self._descriptor, self._size = files, descriptor, size
        self.place = place

    @property
    def whole(self) -> bool:
        """Nothing stands behind the last line that holds."""
        return self.place.pos == self._size

    def __iter__(self) -> Iterator[Line]:
        """The lines that hold, in order."""
        data, position = b"", self.place.pos
        while position < self._size:
            data += self._files.read(self._descriptor, min(CHUNK, self._size - position), position)
            position = self.place.pos + len(data)
            start = 0
            while end := data.find(b"\n", start) + 1:
                text = data[start:end]
                line = opened(text, self.place.head if self.place.pos else before(text))
                if line is None:
                    return
                self.place = Place(Head(line["seq"], line["h"]), self.place.pos + end - start)
                start = end
                yield line
            data = data[start:]


def chain(data: bytes, start: int, after: Head) -> tuple[list[Line], Head, int]:
    """The lines in `data` from `start` on that follow `after`, as far as they hold; the last one's head, its end."""
    lines = []
    while end := data.find(b"\n", start) + 1:
        line = opened(data[start:end], after)
        if line is None:
            break
        lines.append(line)
        after, start = Head(line["seq"], line["h"]), end
    return lines, after, start
