"""What must not grow with the book: one run, each against itself. Generous: only a change of order is caught."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from scheduling import Desk, open_desk
from scheduling.clock import FixedClock
from tests.bench import clinic, commit
from tests.bench.bench import build
from tests.bench.clinic import Shape
from tests.bench.finder import first_start
from tests.bench.harness import Contender, in_turns, medians

pytestmark = pytest.mark.alone

SMALL = Shape(doctors=20, days=260, fill=0.8, limit=1_000, patients=200)
LARGE = SMALL._replace(limit=20_000, patients=4_000)
FIRST = clinic.minute_of(clinic.FIRST_DAY, 0)
UNTIL = clinic.minute_of(clinic.FIRST_DAY + timedelta(days=350), 0)
NEVER = 150


class Sized:
    """A clinic that is open, and what its turns ask."""

    def __init__(self, folder: Path, shape: Shape) -> None:
        self.desk: Desk = open_desk(build(folder, shape), clock=FixedClock(clinic.NOW), by="guard", desk="guard")
        self.other: Desk = open_desk(folder, clock=FixedClock(clinic.NOW), by="guard", desk="other")
        self.todo = commit.wanted(shape)
        chance = random.Random(4)
        self.doctors = [chance.choice(clinic.doctor_ids(shape)) for _ in range(100)]

    def book(self, turn: int) -> None:
        self.desk.book(**commit.arguments(self.todo[turn]))

    def follow(self, turn: int) -> None:
        self.other.book(**commit.arguments(self.todo[100 + turn]))
        assert self.desk.refresh()

    def week(self, turn: int) -> None:
        assert len(self.desk.week(self.doctors[turn], clinic.FIRST_DAY).days) == 7

    def find(self, turn: int) -> None:
        assert first_start(self.desk, FIRST + 60 * turn, UNTIL, 45) is not None

    def find_nothing(self, _: int) -> None:
        assert first_start(self.desk, FIRST, FIRST + 4 * 1440, NEVER) is None

    def close(self) -> None:
        self.other.close_desk()
        self.desk.close_desk()


@pytest.fixture(scope="module")
def sizes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Sized]]:
    folder = tmp_path_factory.mktemp("guard")
    found = {name: Sized(folder / name, shape) for name, shape in (("small", SMALL), ("large", LARGE))}
    yield found
    for one in found.values():
        one.close()


@pytest.mark.parametrize(
    ("action", "most"),
    [(Sized.book, 3), (Sized.follow, 3), (Sized.week, 4), (Sized.find, 4), (Sized.find_nothing, 4)],
    ids=["a booking", "another desk's booking", "a week's view", "next available", "nothing free"],
)
def test_a_book_of_twenty_times_the_size_is_about_as_fast(
    sizes: dict[str, Sized], action: Callable[[Sized, int], None], most: float
) -> None:
    def of(sized: Sized) -> Contender:
        return lambda turn: action(sized, turn)

    times = medians(in_turns(30, {name: of(sized) for name, sized in sizes.items()}, warm=5))
    assert times["large"] <= most * times["small"], times


def test_a_search_of_a_year_that_finds_nothing_costs_no_more_than_a_look_at_each_date(tmp_path: Path) -> None:
    few, many = SMALL._replace(doctors=2, limit=None), SMALL._replace(doctors=40, limit=None, days=60, patients=400)
    sized = {"few": Sized(tmp_path / "few", few), "many": Sized(tmp_path / "many", many)}

    def of(one: Sized) -> Contender:
        return lambda _: first_start(one.desk, FIRST, FIRST + 56 * 1440, NEVER)

    try:
        times = medians(in_turns(20, {name: of(one) for name, one in sized.items()}, warm=3))
    finally:
        for one in sized.values():
            one.close()
    assert times["many"] <= 5 * times["few"], times
