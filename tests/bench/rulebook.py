"""What the rules ask of many: all openings, a long series, a patient among 50 000, a batch of 2 000 bookings."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain
from time import perf_counter
from typing import Any

import orjson

from scheduling import Desk, batch, open_desk
from scheduling.clock import FixedClock
from scheduling.errors import OK
from scheduling.store.store import Store
from scheduling.store.transaction import Transaction
from scheduling.when.zones import iso
from tests.bench import clinic, peer
from tests.bench.bench import Bench
from tests.bench.clinic import Shape, Visit
from tests.bench.harness import Row, in_turns, medians

LENGTH, STEP = 30, 5
WEEKS = 4
DATES = 104
WINDOWS = 8
TEN = 10 * 60

GIVEN = """Ana Anika Carla Chinwe Deniz Dov Duarte Efua Ewan Friederike Harpreet Ivan Jan June Klaus Kofi Lena Lucia
Maria Mario Maximiliana Minh Noel Olga Omar Pieter Sara Segun Thandeka Wanda Yui Zofia""".split()
BEGINNINGS = """Abe Bel Ber Cohen Dub Fer Gar Had Iva Kow Lop Mar Men Mul Nak Oka Pat Pet Qua Ros Schm Sing Smi Szy
Tra Vas Wal Wolf Yil Zim""".split()
ENDINGS = "a er es ez ic in ini itz man mann o off ova owski sen sky son stein ura wald".split()
TYPED = ("lopez mar", "schmidt", "wolfmann june", "petrowa, olga", "kowalski", "garzi chin", "ana bersen", "minh tra")
"""Searched letter by letter; one of them is misspelt."""

OPENINGS = f"""
WITH RECURSIVE grid (doctor, start, last) AS (
  SELECT doctor, start, end - {LENGTH} FROM shifts WHERE start >= :low AND start < :high
  UNION ALL
  SELECT doctor, start + {STEP}, last FROM grid WHERE start + {STEP} <= last
)
SELECT g.start, g.doctor FROM grid g WHERE NOT EXISTS (
  SELECT 1 FROM visits v WHERE v.doctor = g.doctor AND v.start < g.start + {LENGTH}
    AND v.start > g.start - {peer.LONGEST} AND v.end > g.start AND v.status = 'booked')
ORDER BY g.start, g.doctor
"""

WORKS = "SELECT 1 FROM shifts WHERE doctor = ? AND start <= ? AND start > ? AND end >= ? LIMIT 1"

PEOPLE = "CREATE TABLE people (id TEXT PRIMARY KEY, name TEXT NOT NULL, words TEXT NOT NULL) WITHOUT ROWID"


def rows(bench: Bench) -> list[Row]:
    """A row a promise, two for the series; each beside SQLite asked the same."""
    shape = Shape(doctors=4, days=30, fill=0.8, patients=40) if bench.quick else Shape(20, 260, 0.8, patients=8_000)
    folder = bench.built(shape)
    working = clinic.shifts(shape._replace(days=shape.days + 5 * DATES))
    desk = open_desk(folder, clock=FixedClock(clinic.NOW), by="bench", desk="bench")
    database = peer.open_peer(bench.folder / "rulebook.db", clinic.visits(shape), working)
    both = Both(bench, shape, desk, database)
    try:
        found = [openings(both), series(both, "daily", 1), series(both, "weekly", 7)]
        found.append(bookings(both))
    finally:
        database.close()
        desk.close_desk()
    return [*found[:3], search(bench), found[3]]


@dataclass(frozen=True)
class Both:
    """The same clinic on both sides."""

    bench: Bench
    shape: Shape
    desk: Desk
    database: sqlite3.Connection


# Openings -----------------------------------------------------------------------------------------------------


def openings(both: Both) -> Row:
    """Every start that is free at any doctor's in four weeks; other weeks each turn, all seen before."""
    mondays = [clinic.FIRST_DAY + timedelta(days=7 * turn) for turn in range(WINDOWS)]

    def ours(turn: int) -> list[tuple[int, str]]:
        begin = mondays[turn % WINDOWS]
        end = begin + timedelta(days=7 * WEEKS - 1)
        found = both.desk.openings(from_=begin.isoformat(), to=end.isoformat(), minutes=LENGTH)
        return [(row.start, row.doctor) for row in found.openings]

    def sqlite(turn: int) -> list[tuple[int, str]]:
        begin = mondays[turn % WINDOWS]
        low, high = (clinic.minute_of(day, 0) for day in (begin, begin + timedelta(days=7 * WEEKS)))
        return both.database.execute(OPENINGS, {"low": low, "high": high}).fetchall()

    assert ours(0) == sqlite(0)
    times = medians(in_turns(both.bench.turns(24), {"ours": ours, "sqlite": sqlite}, warm=WINDOWS))
    return Row(
        "openings", f"20 doctors, {WEEKS} weeks", times["ours"], times["sqlite"], "SQLite, a grid", absolute=30
    )


# A series -----------------------------------------------------------------------------------------------------


def series(both: Both, freq: str, days: int) -> Row:
    """104 dates, each weighed by every rule and nothing written; another doctor each turn."""
    doctors = clinic.doctor_ids(both.shape)
    dates = [clinic.FIRST_DAY + timedelta(days=days * number) for number in range(DATES)]
    start = iso(clinic.minute_of(dates[0], TEN), clinic.ZONE)

    def ours(turn: int) -> list[bool]:
        number = turn % len(doctors)
        asked = {"doctor": doctors[number], "patient": f"p{number:05}", "start": start, "minutes": LENGTH}
        rule = {"freq": freq, "count": DATES}
        found = both.desk.do("book_series", **asked, rule=rule, preview=True).value
        return [row["ok"] for row in found["occurrences"]]

    def sqlite(turn: int) -> list[bool]:
        number = turn % len(doctors)
        return [
            bookable(both.database, Visit("", doctors[number], f"p{number:05}", begin, begin + LENGTH))
            for begin in (clinic.minute_of(day, TEN) for day in dates)
        ]

    assert ours(0) == sqlite(0)
    times = medians(in_turns(both.bench.turns(40), {"ours": ours, "sqlite": sqlite}))
    what = f"{DATES} dates, {freq}"
    return Row("series preview", what, times["ours"], times["sqlite"], "SQLite, 3 queries a date", absolute=50)


def bookable(database: sqlite3.Connection, visit: Visit) -> bool:
    """Whether the doctor works and is free then, and the patient is."""
    window = (visit.end, visit.start - peer.LONGEST, visit.start)
    works = database.execute(WORKS, (visit.doctor, visit.start, visit.start - peer.LONGEST, visit.end)).fetchone()
    return (
        works is not None
        and database.execute(peer.TAKEN, (visit.doctor, *window)).fetchone() is None
        and database.execute(peer.BUSY, (visit.patient, *window)).fetchone() is None
    )


# Patients -----------------------------------------------------------------------------------------------------


def people(count: int) -> Iterator[dict[str, Any]]:
    """Made-up patients with everything that they are searched by."""
    chance = random.Random(11)
    for number in range(count):
        family = chance.choice(BEGINNINGS) + chance.choice(ENDINGS)
        born = date(1930, 1, 1) + timedelta(days=chance.randrange(34_000))
        yield {
            "id": f"p{number:05}",
            "name": f"{family}, {chance.choice(GIVEN)}",
            "birth_date": born.isoformat(),
            "phones": [f"+1 212 {chance.randrange(10**7):07}"],
            "record_number": f"{number + 100_000}",
        }


def keystrokes() -> list[str]:
    """What stands in the field after each letter."""
    return [text[:end] for text in TYPED for end in range(1, len(text) + 1)]


def search(bench: Bench) -> Row:
    """A keystroke in the field of the patient; SQLite scans a column of folded words."""
    count = 300 if bench.quick else 50_000
    store = Store.open(bench.folder / "people", FixedClock(clinic.NOW), by="bench", desk="bench")

    def put_all(transaction: Transaction) -> None:
        for record in chain(({"id": "general", "name": "General", "timezone": clinic.ZONE.key},), people(count)):
            transaction.put("patients" if "birth_date" in record else "hospitals", record)

    store.write("import", put_all)
    store.checkpoint()
    desk = Desk(store, FixedClock(clinic.NOW))
    database = sqlite3.connect(":memory:")
    database.execute(PEOPLE)
    named = ((row["id"], row["name"], " " + row["name"].casefold().replace(",", "")) for row in people(count))
    database.executemany("INSERT INTO people VALUES (?, ?, ?)", named)
    typed = keystrokes()

    def ours(turn: int) -> int:
        return desk.search_patients(typed[turn % len(typed)], limit=20).total

    def sqlite(turn: int) -> int:
        return searched(database, typed[turn % len(typed)].replace(",", "").split())

    try:
        # One letter alone may mean less, and where nothing is found what is nearly the same is looked for.
        sure = [turn for turn, text in enumerate(typed) if min(map(len, text.split())) > 1 and sqlite(turn)]
        assert all(ours(turn) == sqlite(turn) for turn in sure)
        times = medians(in_turns(bench.turns(2 * len(typed)), {"ours": ours, "sqlite": sqlite}))
    finally:
        database.close()
        desk.close_desk()
    return Row(
        "patient search", "a keystroke, 50k patients", times["ours"], times["sqlite"], "SQLite, LIKE", absolute=30
    )


def searched(database: sqlite3.Connection, words: list[str]) -> int:
    """How many there are; the first 20 are read, beginnings of words first."""
    inside = " AND ".join(["words LIKE ?"] * len(words))
    query = f"SELECT name, count(*) OVER () FROM people WHERE {inside} ORDER BY ({inside}) DESC, name LIMIT 20"
    asked = [f"%{word}%" for word in words] + [f"% {word}%" for word in words]
    found: list[tuple[str, int]] = database.execute(query, asked).fetchall()
    return found[0][1] if found else 0


# A batch ------------------------------------------------------------------------------------------------------


def wanted(shape: Shape, count: int, turn: int) -> list[Visit]:
    """That many new visits after the booked year: other days each turn, each doctor's own patients by turns."""
    doctors = clinic.doctor_ids(shape)
    own = shape.patients // len(doctors)
    a_day = len(doctors) * (clinic.CLOSES - clinic.OPENS) // LENGTH
    length = -(-count // a_day)
    days = clinic.working_days(shape._replace(days=shape.days + (turn + 1) * length))[-length:]
    starts = [clinic.minute_of(day, at) for day in days for at in range(clinic.OPENS, clinic.CLOSES, LENGTH)]
    found = [
        Visit(f"new.{begin}.{doctor}", doctor, f"p{number + len(doctors) * (order % own):05}", begin, begin + LENGTH)
        for order, begin in enumerate(starts)
        for number, doctor in enumerate(doctors)
    ]
    return found[:count]


def line_of(visit: Visit) -> bytes:
    """A booking as a line of a batch."""
    start = iso(visit.start, clinic.ZONE)
    asked = {"doctor": visit.doctor, "start": start, "minutes": LENGTH, "patient": visit.patient}
    return orjson.dumps({"do": "book", **asked})


def bookings(both: Both) -> Row:
    """Per booking of an atomic batch: parsed, checked, committed as one step, answered."""
    count = 20 if both.bench.quick else 2_000
    turns, warm = both.bench.turns(7), 1
    todo = [wanted(both.shape, count, turn) for turn in range(turns + warm)]

    def ours(turn: int) -> float:
        lines = [line_of(visit) for visit in todo[turn]]
        both.desk.store.checkpoint()  # so that none is written meanwhile
        begun = perf_counter()
        answers = list(batch.run(both.desk, lines, atomic=True))
        taken = perf_counter() - begun
        assert len(answers) == count
        assert answers[-1][1] == OK
        return taken / count

    def sqlite(turn: int) -> float:
        begun = perf_counter()
        both.database.execute("BEGIN IMMEDIATE")
        for visit in todo[turn]:
            assert bookable(both.database, visit)
            both.database.execute(peer.ADD, (*visit, "{}"))
        both.database.execute("COMMIT")
        return (perf_counter() - begun) / count

    times = medians(in_turns(turns, {"ours": ours, "sqlite": sqlite}, warm=warm))
    return Row(
        "batch --atomic", "a booking of 2 000", times["ours"], times["sqlite"], "SQLite, one commit", absolute=0.5
    )
