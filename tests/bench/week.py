"""The view of a doctor's week from a book of 100k visits, beside SQLite reading the same rows."""

from __future__ import annotations

import random
from datetime import date, timedelta

from scheduling import open_desk
from scheduling.clock import FixedClock
from tests.bench import clinic, peer
from tests.bench.bench import Bench
from tests.bench.harness import Row, in_turns, medians

ROWS = """
SELECT * FROM visits WHERE doctor = ? AND start < ? AND start > ? AND end > ? AND status = 'booked' ORDER BY start
"""


def rows(bench: Bench) -> list[Row]:
    """One row: any doctor, any week, a different one each turn."""
    shape = bench.shape(100_000)
    desk = open_desk(bench.built(shape), clock=FixedClock(clinic.NOW), by="bench", desk="bench")
    database = peer.open_peer(bench.folder / "week.db", clinic.visits(shape))
    chance = random.Random(7)
    doctors = clinic.doctor_ids(shape)
    weeks = shape.days // 10

    def any_week() -> tuple[str, date]:
        return chance.choice(doctors), clinic.FIRST_DAY + timedelta(days=7 * chance.randrange(weeks))

    asked = [any_week() for _ in range(500)]

    def select(turn: int) -> list[object]:
        doctor, monday = asked[turn]
        start, end = clinic.minute_of(monday, 0), clinic.minute_of(monday + timedelta(days=7), 0)
        return database.execute(ROWS, (doctor, end, start - peer.LONGEST, start)).fetchall()

    for doctor in doctors:  # a doctor's visits are indexed when first asked for, once
        desk.week(doctor, clinic.FIRST_DAY)
    try:
        seen = sum(len(day.visits) for day in desk.week(*asked[0]).days)
        assert seen == len(select(0))
        times = medians(in_turns(bench.turns(200), {"ours": lambda turn: desk.week(*asked[turn]), "sqlite": select}))
    finally:
        database.close()
        desk.close_desk()
    return [Row("week view", "100k visits", times["ours"], times["sqlite"], "SQLite, rows only", absolute=2)]
