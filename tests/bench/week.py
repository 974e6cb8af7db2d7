"""A doctor's week and a day of all doctors, from a book of 100k visits, beside SQLite reading the same."""

from __future__ import annotations

import random
import sqlite3
from datetime import date, timedelta

from scheduling import Desk, open_desk
from scheduling.clock import FixedClock
from tests.bench import clinic, peer
from tests.bench.bench import Bench
from tests.bench.clinic import Shape
from tests.bench.harness import Row, in_turns, medians

ROWS = """
SELECT * FROM visits WHERE doctor = ? AND start < ? AND start > ? AND end > ? AND status = 'booked' ORDER BY start
"""
ALL_ROWS = "SELECT * FROM visits WHERE start < ? AND start > ? AND end > ? AND status = 'booked' ORDER BY start"
BY_START = "CREATE INDEX by_start ON visits (start, end)"


def rows(bench: Bench) -> list[Row]:
    """Two rows: a week of a doctor, a day of all of them; a different one each turn."""
    shape = bench.shape(100_000)
    desk = open_desk(bench.built(shape), clock=FixedClock(clinic.NOW), by="bench", desk="bench")
    database = peer.open_peer(bench.folder / "week.db", clinic.visits(shape))
    database.execute(BY_START)
    try:
        return [week(bench, shape, desk, database), window(bench, shape, desk, database)]
    finally:
        database.close()
        desk.close_desk()


def week(bench: Bench, shape: Shape, desk: Desk, database: sqlite3.Connection) -> Row:
    """Any doctor, any week: hours, closures, visits with their names, free and booked minutes."""
    chance = random.Random(7)
    doctors = clinic.doctor_ids(shape)
    asked = [(chance.choice(doctors), any_monday(chance, shape)) for _ in range(500)]

    def select(turn: int) -> list[object]:
        doctor, monday = asked[turn]
        start, end = clinic.minute_of(monday, 0), clinic.minute_of(monday + timedelta(days=7), 0)
        return database.execute(ROWS, (doctor, end, start - peer.LONGEST, start)).fetchall()

    for doctor in doctors:  # a doctor's visits are indexed when first asked for, once
        desk.week(doctor, clinic.FIRST_DAY)
    seen = sum(len(day.visits) for day in desk.week(*asked[0]).days)
    assert seen == len(select(0))
    times = medians(in_turns(bench.turns(200), {"ours": lambda turn: desk.week(*asked[turn]), "sqlite": select}))
    return Row("week view", "100k visits", times["ours"], times["sqlite"], "SQLite, rows only", absolute=2)


def window(bench: Bench, shape: Shape, desk: Desk, database: sqlite3.Connection) -> Row:
    """The visits of all doctors on any day, each as it is answered."""
    chance = random.Random(8)
    asked = [any_monday(chance, shape) for _ in range(500)]

    def ours(turn: int) -> int:
        day = asked[turn].isoformat()
        return len(desk.appointments(from_=day, to=day))

    def select(turn: int) -> int:
        start = clinic.minute_of(asked[turn], 0)
        bounds = (clinic.minute_of(asked[turn] + timedelta(days=1), 0), start - peer.LONGEST, start)
        return len(database.execute(ALL_ROWS, bounds).fetchall())

    assert ours(0) == select(0)
    times = medians(in_turns(bench.turns(100), {"ours": ours, "sqlite": select}))
    return Row("window", "a day of 100 doctors, 100k visits", times["ours"], times["sqlite"], "SQLite, rows only")


def any_monday(chance: random.Random, shape: Shape) -> date:
    """A Monday in the first half of the clinic's days, where there are visits at any size."""
    return clinic.FIRST_DAY + timedelta(days=7 * chance.randrange(max(1, shape.days // 10)))
