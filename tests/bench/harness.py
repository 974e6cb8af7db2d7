"""Contenders run in turns, medians, and a table of ratios: the same machine, disk and minute for both sides."""

from __future__ import annotations

import gc
import json
import os
import platform
import random
import sqlite3
import statistics
import sys
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import asdict, dataclass
from time import perf_counter
from typing import Any


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: what we take beside what the peer takes, in `unit`.

    `limit` bounds `ours / peer` (`"≤ 1.5 ×"`), `faster` bounds `peer / ours` (`"≥ 20 ×"`), `absolute` bounds `ours`.
    """

    family: str
    what: str
    ours: float
    peer: float
    peer_name: str
    unit: str = "ms"
    limit: float | None = None
    faster: float | None = None
    absolute: float | None = None

    @property
    def ratio(self) -> float:
        """How many times the peer's cost ours is; the other way round where a lead is asked for."""
        return self.peer / self.ours if self.faster is not None else self.ours / self.peer

    @property
    def target(self) -> str:
        """The targets in words, "" without any."""
        words = []
        if self.limit is not None:
            words.append(f"≤ {self.limit:g} ×")
        if self.faster is not None:
            words.append(f"≥ {self.faster:g} ×")
        if self.absolute is not None:
            words.append(f"≤ {self.absolute:g} {self.unit}")
        return ", ".join(words)

    @property
    def met(self) -> bool:
        """Whether every target holds."""
        return (
            (self.limit is None or self.ratio <= self.limit)
            and (self.faster is None or self.ratio >= self.faster)
            and (self.absolute is None or self.ours <= self.absolute)
        )


Contender = Callable[[int], object]
"""Does the work of one turn; the turn's number lets it take other data each time."""


def in_turns(turns: int, contenders: Mapping[str, Contender], warm: int = 2) -> dict[str, list[float]]:
    """Seconds of every turn of every contender; the first `warm` turns are not counted.

    The order is drawn for each turn: who comes after whom decides what is left in the processor's caches. A contender
    that answers a float has measured itself.
    """
    names, lot = list(contenders), random.Random(1)
    taken: dict[str, list[float]] = {name: [] for name in names}
    gc.collect()
    for turn in range(turns + warm):
        lot.shuffle(names)
        for name in names:
            begun = perf_counter()
            answer = contenders[name](turn)
            seconds = answer if isinstance(answer, float) else perf_counter() - begun
            if turn >= warm:
                taken[name].append(seconds)
    return taken


def medians(taken: Mapping[str, Sequence[float]]) -> dict[str, float]:
    """The median milliseconds of each contender."""
    return {name: statistics.median(seconds) * 1000 for name, seconds in taken.items()}


def table(rows: Sequence[Row]) -> str:
    """The rows in columns; a family's name stands at its first row."""
    head = ("", "frontdesk", "peer", "", "ratio", "target", "")
    lines = [head]
    for row in rows:
        verdict = "" if not row.target else "ok" if row.met else "MISSED"
        times = "× faster" if row.faster is not None else "×"
        lines.append(
            (
                f"{row.family}: {row.what}",
                f"{row.ours:.3g} {row.unit}",
                f"{row.peer:.3g} {row.unit}",
                row.peer_name,
                f"{row.ratio:.3g} {times}",
                row.target,
                verdict,
            )
        )
    return in_columns(lines, left={0, 3, 5, 6})


def growth_table(rows: Sequence[Row]) -> str:
    """What is measured at several sizes: a line each, a column a size, and the last size beside the first.

    The rows are named "a commit, 10k".
    """
    sizes = list(dict.fromkeys(size_of(row) for row in rows))
    lines = [("", *sizes, f"{sizes[-1]} beside {sizes[0]}")]
    for what in dict.fromkeys(line_of(row) for row in rows):
        figures = [row for row in rows if line_of(row) == what]
        times = figures[-1].ours / figures[0].ours
        lines.append((what, *(f"{row.ours:.3g} {row.unit}" for row in figures), f"{times:.3g} ×"))
    return in_columns(lines, left={0})


def line_of(row: Row) -> str:
    """What a growth row is about, whatever the size."""
    return row.what.rpartition(", ")[0]


def size_of(row: Row) -> str:
    """The size of a growth row: 10k."""
    return row.what.rpartition(", ")[2]


def in_columns(lines: Sequence[Sequence[str]], left: Set[int]) -> str:
    """Lines of cells, those of the columns `left` to the left, the others to the right."""
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if n in left else cell.rjust(width)
            for n, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )


def surroundings() -> dict[str, str]:
    """What the figures depend on, to be printed beside them."""
    return {
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "cores": str(os.cpu_count()),
        "sqlite": sqlite3.sqlite_version,
    }


def as_json(rows: Sequence[Row]) -> str:
    """Everything the table says, for machines."""
    listed: list[dict[str, Any]] = [
        {**asdict(row), "ratio": round(row.ratio, 4), "target": row.target, "met": row.met} for row in rows
    ]
    return json.dumps({"surroundings": surroundings(), "rows": listed}, ensure_ascii=False, indent=1)


def say(words: str) -> None:
    """Progress, on stderr: the table is all that stdout gets."""
    print(words, file=sys.stderr, flush=True)
