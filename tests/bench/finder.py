"""The next available time: 100 doctors, a year, 80 % full; and the same when nothing is free."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import partial
from time import perf_counter
from typing import NamedTuple

from scheduling import Desk, open_desk
from scheduling.clock import FixedClock
from scheduling.when.zones import iso
from tests.bench import clinic, peer
from tests.bench.bench import Bench
from tests.bench.harness import Contender, Row, in_turns, medians

LENGTHS = (20, 45, 60)
DOCTORS = (1, 20, 100)
NEVER = 150
"""Minutes that are free nowhere: at 80 % a day of eight hours has 96 free in all."""

TARGETS = {(100, 45): 0.2}
"""Milliseconds by doctors and minutes, when the dates have been looked at before."""

MOMENTS = 20

QUERIES = {"in order": peer.IN_ORDER, "every gap": peer.EVERY_GAP}
TRIALS = 3
"""Turns that tell which of SQLite's queries is the faster."""


class Contest(NamedTuple):
    """Median milliseconds of both sides, and the name of SQLite's faster query."""

    ours: float
    peer: float
    query: str


def rows(bench: Bench) -> list[Row]:
    """A row a number of doctors and a length, found and found nowhere; beside SQLite's best query for each."""
    return [found for doctors in DOCTORS for found in among(bench, doctors)]


def among(bench: Bench, doctors: int) -> list[Row]:
    """The rows of a clinic with so many doctors; the last two are the first searches after it was opened."""
    shape = bench.shape()._replace(doctors=min(doctors, bench.shape().doctors))
    desk = open_desk(bench.built(shape), clock=FixedClock(clinic.NOW), by="bench", desk="bench")
    path = bench.folder / f"finder-{doctors}.db"
    database = peer.open_peer(path, clinic.visits(shape), clinic.shifts(shape), finder=True)
    days = clinic.working_days(shape)
    first, until = clinic.minute_of(days[0], 0), clinic.minute_of(days[-1], 24 * 60 - 1)
    chance = random.Random(5)
    moments = [chance.randrange(first, first + (until - first) // 2) // 5 * 5 for _ in range(1_000)]

    def contest(turns: int, minutes: int, after: Callable[[int], int]) -> Contest:
        for turn in range(turns):  # the dates are worked out when first looked at, once
            first_start(desk, after(turn), until, minutes)

        def ours(turn: int) -> object:
            return first_start(desk, after(turn), until, minutes)

        def sqlite(query: str, turn: int) -> object:
            return peer.first_free(database, query, after(turn), until, minutes)

        queries: dict[str, Contender] = {name: partial(sqlite, query) for name, query in QUERIES.items()}
        tried = medians(in_turns(TRIALS, queries))
        best = min(tried, key=lambda name: tried[name])  # alone, so that the slower one is in nobody's way
        times = medians(in_turns(bench.turns(turns), {"ours": ours, best: queries[best]}, warm=1))
        return Contest(times["ours"], times[best], best)

    def once(minutes: int) -> float:
        begun = perf_counter()
        first_start(desk, first, until, minutes)
        return (perf_counter() - begun) * 1000

    who = f"{doctors} doctors" if doctors > 1 else "1 doctor"
    found = []
    try:
        cold, cold_none = once(LENGTHS[1]), once(NEVER)
        assert first_start(desk, first, until, NEVER) is None
        for minutes in LENGTHS:
            for after in moments[:5]:
                right = peer.first_free(database, peer.IN_ORDER, after, until, minutes)
                assert right is not None
                assert first_start(desk, after, until, minutes) == right
            soon = contest(MOMENTS, minutes, lambda turn: moments[turn % MOMENTS])
            target = TARGETS.get((doctors, minutes))
            found.append(row(f"{minutes} min, {who}", soon, absolute=target))
            if minutes == LENGTHS[1]:
                first_of_all = row(f"{minutes} min, {who}, first search", soon._replace(ours=cold), absolute=500)
        nowhere = contest(7, NEVER, lambda _: first)
    finally:
        database.close()
        desk.close_desk()
    most = doctors == DOCTORS[-1]
    found.append(row(f"none in a year, {who}", nowhere, faster=20 if most else None, absolute=40 if most else None))
    found.append(first_of_all)
    found.append(row(f"none in a year, {who}, first search", nowhere._replace(ours=cold_none)))
    return found


def row(what: str, times: Contest, faster: float | None = None, absolute: float | None = None) -> Row:
    """Ours beside the faster of SQLite's two queries, which is named."""
    best = f"SQLite, {times.query}"
    return Row("next available", what, times.ours, times.peer, best, faster=faster, absolute=absolute)


def first_start(desk: Desk, after: int, until: int, minutes: int) -> int | None:
    """The first opening's start (epoch minutes) among all doctors, None when there is none before `until`."""
    zone = clinic.ZONE
    found = desk.next(after=iso(after, zone), until=iso(until, zone), minutes=minutes, count=1)
    return found.openings[0].start if found.openings else None
