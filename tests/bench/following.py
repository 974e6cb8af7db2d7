"""Another desk's booking: from its commit until this desk has it."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter, sleep

from scheduling import open_desk
from scheduling.clock import FixedClock
from tests.bench import clinic, commit, peer
from tests.bench.bench import Bench
from tests.bench.clinic import Shape
from tests.bench.harness import Contender, Row, in_turns, medians
from tests.source import ROOT

LOOK = 0.05
"""Seconds between two looks of a screen for news, as tui/worker.py has it."""

NEWEST = "SELECT * FROM visits WHERE id = ?"
VERSION = "PRAGMA data_version"


class Booker:
    """The other desk, a process of its own: books the next visit when told to, and says when it was acknowledged."""

    def __init__(self, kind: str, folder: Path, shape: Shape) -> None:
        command = [sys.executable, "-m", "tests.bench.following", kind, str(folder), *map(str, shape)]
        self.process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self._answer()

    def tell(self) -> None:
        """Book one; does not wait."""
        assert self.process.stdin is not None
        print("book", file=self.process.stdin, flush=True)

    def told(self) -> float:
        """When it was acknowledged, by the clock that all processes of the machine share."""
        return float(self._answer())

    def _answer(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline()

    def end(self) -> None:
        """No more."""
        self.process.communicate()


def rows(bench: Bench) -> list[Row]:
    """Three rows: the reading alone, the same with a look every 50 ms, and a look when there is no news."""
    shape = bench.shape(10_000)
    folder = bench.built(shape)
    desk = open_desk(folder, clock=FixedClock(clinic.NOW), by="bench", desk="follower")
    file = bench.folder / "following.db"
    writer = peer.open_peer(file, clinic.visits(shape))
    writer.close()
    database = peer.connect(file)
    bookers = {"ours": Booker("ours", folder, shape), "sqlite": Booker("sqlite", file, shape)}
    expected = iter(commit.wanted(shape, weeks=8))
    version = [0]

    def look() -> bool:
        return bool(desk.refresh())

    def query() -> bool:
        found = database.execute(VERSION).fetchone()[0]
        if found == version[0]:
            return False
        version[0] = found
        return bool(database.execute(NEWEST, (next(expected).id,)).fetchall())

    looks: dict[str, Callable[[], bool]] = {"ours": look, "sqlite": query}
    chance = random.Random(3)

    def read(name: str) -> float:
        bookers[name].tell()
        bookers[name].told()
        begun = perf_counter()
        assert looks[name]()
        return perf_counter() - begun

    def poll(name: str) -> float:
        sleep(chance.random() * LOOK)  # so that the other books at any moment between two looks
        bookers[name].tell()
        sleep(chance.random() * LOOK)
        while not looks[name]():
            sleep(LOOK)
        seen = perf_counter()
        return seen - bookers[name].told()

    def contest(turns: int, action: Callable[[str], object]) -> dict[str, float]:
        def of(name: str) -> Contender:
            return lambda _: action(name)

        return medians(in_turns(bench.turns(turns), {name: of(name) for name in looks}))

    try:
        version[0] = database.execute(VERSION).fetchone()[0]
        alone, polled = contest(60, read), contest(30, poll)
        idle = contest(300, lambda name: looks[name]())
    finally:
        for booker in bookers.values():
            booker.end()
        database.close()
        desk.close_desk()
    return [
        Row("following", "another desk's booking, read", alone["ours"], alone["sqlite"], "SQLite, the new row"),
        Row("following", "with a look every 50 ms", polled["ours"], polled["sqlite"], "SQLite, same", absolute=200),
        Row("following", "a look without news", idle["ours"], idle["sqlite"], "SQLite, data_version"),
    ]


def main(kind: str, place: Path, shape: Shape) -> None:
    """The other desk."""
    todo = iter(commit.wanted(shape, weeks=8))
    if kind == "ours":
        desk = open_desk(place, clock=FixedClock(clinic.NOW), by="other", desk="other")

        def book() -> None:
            desk.book(**commit.arguments(next(todo)))
    else:
        database = peer.connect(place)

        def book() -> None:
            peer.book(database, next(todo), "{}")

    print("ready", flush=True)
    for _ in sys.stdin:
        book()
        print(perf_counter(), flush=True)


if __name__ == "__main__":
    numbers = sys.argv[3:]
    main(sys.argv[1], Path(sys.argv[2]), Shape(int(numbers[0]), int(numbers[1]), float(numbers[2])))
