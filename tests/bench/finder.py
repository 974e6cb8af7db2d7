"""The next available time: 100 doctors, a year, 80 % full; and the same when nothing is free."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import partial

from scheduling import Desk, open_desk
from scheduling.clock import FixedClock
from scheduling.when.zones import iso
from tests.bench import clinic, peer
from tests.bench.bench import Bench
from tests.bench.harness import Contender, Row, in_turns, medians

LENGTH = 45
NEVER = 150
"""Minutes that are free nowhere: at 80 % a day of eight hours has 96 free in all."""


def rows(bench: Bench) -> list[Row]:
    """A row each: found, and found nowhere; beside SQLite's best query for either."""
    shape = bench.shape()
    desk = open_desk(bench.built(shape), clock=FixedClock(clinic.NOW), by="bench", desk="bench")
    database = peer.open_peer(bench.folder / "finder.db", clinic.visits(shape), clinic.shifts(shape), finder=True)
    days = clinic.working_days(shape)
    first, until = clinic.minute_of(days[0], 0), clinic.minute_of(days[-1], 24 * 60 - 1)
    chance = random.Random(5)
    moments = [chance.randrange(first, first + (until - first) // 2) // 5 * 5 for _ in range(1_000)]
    try:
        assert first_start(desk, first, until, NEVER) is None
        for after in moments[:5]:
            found = first_start(desk, after, until, LENGTH)
            assert found is not None
            assert found == peer.first_free(database, peer.IN_ORDER, after, until, LENGTH)

        def contest(turns: int, minutes: int, after: Callable[[int], int]) -> dict[str, float]:
            sqlite = partial(peer.first_free, database)
            contenders: dict[str, Contender] = {
                "ours": lambda turn: first_start(desk, after(turn), until, minutes),
                "in order": lambda turn: sqlite(peer.IN_ORDER, after(turn), until, minutes),
                "every gap": lambda turn: sqlite(peer.EVERY_GAP, after(turn), until, minutes),
            }
            return medians(in_turns(bench.turns(turns), contenders, warm=1))

        soon = contest(40, LENGTH, lambda turn: moments[turn])
        nowhere = contest(7, NEVER, lambda _: first)
    finally:
        database.close()
        desk.close_desk()
    return [
        row("45 min, found", soon, absolute=0.2),
        row("nothing free for a year", nowhere, faster=20, absolute=40),
    ]


def row(what: str, times: dict[str, float], faster: float | None = None, absolute: float | None = None) -> Row:
    """Ours beside the faster of SQLite's two queries, which is named."""
    best = min("in order", "every gap", key=lambda name: times[name])
    return Row(
        "next available", what, times["ours"], times[best], f"SQLite, {best}", faster=faster, absolute=absolute
    )


def first_start(desk: Desk, after: int, until: int, minutes: int) -> int | None:
    """The first opening's start (epoch minutes) among all doctors, None when there is none before `until`."""
    zone = clinic.ZONE
    found = desk.next(after=iso(after, zone), until=iso(until, zone), minutes=minutes, count=1)
    return found.openings[0].start if found.openings else None
