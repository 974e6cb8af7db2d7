"""How cost grows with the book: the same work at 1k, 10k, 100k (and 1M) visits, the sizes taking turns."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from datetime import timedelta
from time import perf_counter

from scheduling import Desk, open_desk
from scheduling.clock import FixedClock
from tests.bench import clinic, commit, opening
from tests.bench.bench import Bench
from tests.bench.clinic import Shape
from tests.bench.finder import first_start
from tests.bench.harness import Contender, Row, in_turns, medians

SIZES = (1_000, 10_000, 100_000)
LARGE = (*SIZES, 1_000_000)


class Subject:
    """One size of the clinic, opened, and the arguments of its turns."""

    def __init__(self, bench: Bench, size: int) -> None:
        self.shape: Shape = bench.shape(size)
        self.folder = bench.built(self.shape)
        begun = perf_counter()
        self.desk: Desk = open_desk(self.folder, clock=FixedClock(clinic.NOW), by="bench", desk="growth")
        self.other: Desk = open_desk(self.folder, clock=FixedClock(clinic.NOW), by="bench", desk="other")
        self.opened = (perf_counter() - begun) / 2 * 1000
        self.todo = commit.wanted(self.shape, weeks=4)
        self.records = [commit.week_before(visit) for visit in self.todo]
        chance = random.Random(9)
        self.doctors = [chance.choice(clinic.doctor_ids(self.shape)) for _ in range(500)]
        # Where the small books have their visits too, so that the same is read at every size.
        self.first = clinic.minute_of(clinic.FIRST_DAY, 0)
        self.until = clinic.minute_of(clinic.FIRST_DAY + timedelta(days=360), 0)

    def commit(self, turn: int) -> None:
        commit.commit(self.desk, self.records[turn % len(self.records)])

    def book(self, turn: int) -> None:
        self.desk.book(**commit.arguments(self.todo[turn]))

    def follow(self, turn: int) -> float:
        """What the other desk takes to read one more line."""
        self.commit(200 + turn)
        self.other.refresh()
        self.commit(400 + turn)
        begun = perf_counter()
        self.other.refresh()
        return perf_counter() - begun

    def week(self, turn: int) -> None:
        self.desk.week(self.doctors[turn], clinic.FIRST_DAY)

    def next(self, turn: int) -> None:
        first_start(self.desk, self.first + 60 * turn, self.until, 45)

    def first_week(self, turn: int) -> None:
        """The week of a doctor whom nobody has asked for since the book was opened."""
        doctors = clinic.doctor_ids(self.shape)
        self.desk.week(doctors[turn % len(doctors)], clinic.FIRST_DAY)

    def patient(self, turn: int) -> None:
        assert self.desk.search_patients(f"patient000{turn:02}", limit=20).total

    def mistyped(self, turn: int) -> None:
        assert self.desk.search_patients(f"patiemt000{turn:02}", limit=20).total

    def checkpoint(self, turn: int) -> float:
        self.commit(600 + turn)
        begun = perf_counter()
        self.desk.store.checkpoint()
        return perf_counter() - begun

    def close(self) -> None:
        self.other.close_desk()
        self.desk.close_desk()


LINES: tuple[tuple[str, int, Callable[[Subject, int], object]], ...] = (
    ("a doctor's first week", 98, Subject.first_week),
    ("a commit, synced", 100, Subject.commit),
    ("a booking", 100, Subject.book),
    ("another desk's booking", 40, Subject.follow),
    ("a week's view", 100, Subject.week),
    ("next available", 60, Subject.next),
    ("a keystroke of a patient's name", 30, Subject.patient),
    ("the same, mistyped", 10, Subject.mistyped),
    ("a checkpoint", 5, Subject.checkpoint),
)
"""What is done, how often, and how."""


def rows(bench: Bench) -> list[Row]:
    """Every line at every size, beside itself at the smallest."""
    sizes = SIZES[:1] if bench.quick else LARGE if bench.large else SIZES
    subjects = {size: Subject(bench, size) for size in sizes}
    found: list[Row] = []
    try:
        for what, turns, action in LINES:

            def of(subject: Subject, action: Callable[[Subject, int], object] = action) -> Contender:
                return lambda turn: action(subject, turn)

            contenders = {str(size): of(subject) for size, subject in subjects.items()}
            taken = medians(in_turns(bench.turns(turns), contenders, warm=2))
            found += grown(what, sizes, [taken[str(size)] for size in sizes], "ms")
    finally:
        for subject in subjects.values():
            subject.close()
    found += grown("opening", sizes, [subject.opened for subject in subjects.values()], "ms")
    held = [opening.memory("ours", subject.folder) for subject in subjects.values()]
    return [*found, *grown("memory", sizes, held, "MB")]


def grown(what: str, sizes: Sequence[int], figures: Sequence[float], unit: str) -> list[Row]:
    """A row a size."""
    return [
        Row("growth", f"{what}, {label(size)}", figure, figures[0], f"itself at {label(sizes[0])}", unit)
        for size, figure in zip(sizes, figures, strict=True)
    ]


def label(size: int) -> str:
    """1k … 1M."""
    return f"{size // 1_000_000}M" if size >= 1_000_000 else f"{size // 1000}k"
