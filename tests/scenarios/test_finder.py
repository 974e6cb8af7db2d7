"""Next available, openings and booking say the same, over small clinics drawn by lot (RULES 10–15)."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from scheduling.desk import Desk
from tests.scenarios.front import done, open_front, say

CLINICS = 210
GROUPS = 7
"""So many tests share the clinics, each on a core of its own."""

NEAR = 9
"""Days: how far `openings` is asked from the time after which `next` looks."""

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SPANS: tuple[list[list[str]], ...] = (
    [["09:00", "17:00"]],
    [["08:00", "12:00"], ["13:00", "16:30"]],
    [["10:00", "10:45"]],
    [["22:00", "02:00"]],
    [["00:00", "24:00"]],
    [["09:07", "11:00"], ["11:00", "12:00"]],
    [],
)
FIRST_DAYS = (date(2026, 11, 20), date(2026, 3, 5), date(2026, 10, 29), date(2026, 12, 30))
"""Around both changes of the clock and a new year."""


class Lot:
    """A clinic drawn by lot, and questions to it."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.first = self.random.choice(FIRST_DAYS)
        self.zone = self.random.choice(("America/New_York", "Europe/Berlin", "Asia/Kolkata", "Australia/Lord_Howe"))
        self.doctors = [f"d{number}" for number in range(self.random.randint(1, 4))]
        self.places = [f"l{number}" for number in range(self.random.choice((0, 1, 2)))]
        self.types: list[str] = []

    def some(self, *values: Any) -> Any:
        return self.random.choice(values)

    def day(self, within: int = 20) -> date:
        return self.first + timedelta(days=self.random.randint(0, within))

    def time(self, within: int = 20) -> str:
        """A wall clock that exists; the changes of the clock are at night."""
        return f"{self.day(within)}T{self.random.randint(5, 23):02}:{self.some(0, 0, 7, 30, 45, 59):02}"

    def set_up(self, desk: Desk) -> None:
        """Hospital, doctors with odd hours, types with buffers and notice, closures and single days."""
        done(
            desk,
            "add_hospital",
            id="h",
            name="Lot",
            timezone=self.zone,
            step=self.some(5, 5, 10, 7),
            align=self.some("block", "clock"),
            notice=self.some(0, 0, 90),
            horizon=self.some(10, 60, 365),
            **self.some({}, {}, {"hours": {day: [["08:00", "20:00"]] for day in WEEKDAYS[:6]}}),
        )
        for name in self.places:
            done(desk, "add_location", id=name, hospital="h", name=name)
        for number in range(self.some(0, 1, 2)):
            self.types.append(f"t{number}")
            buffers = {"buffer_before": self.some(0, 5), "buffer_after": self.some(0, 10)}
            done(desk, "add_type", id=f"t{number}", hospital="h", name="Type", minutes=self.some(15, 40), **buffers)
        for doctor in self.doctors:
            offered = self.some({}, {}, {"types": {kind: self.some(None, 25) for kind in self.types[:1]}})
            specialty = self.some("heart", "skin")
            work = {"specialty": specialty, "locations": self.places, **offered}
            done(desk, "add_doctor", id=doctor, hospital="h", name=doctor, **work)
            everywhere: tuple[str | None, ...] = (*self.places, None)
            for place in everywhere if self.some(0, 1) else everywhere[:1]:
                hours = {day: self.some(*SPANS) for day in WEEKDAYS if self.random.random() < 0.6}
                done(desk, "set_hours", doctor=doctor, hours=hours, location=place)
            for _ in range(self.some(0, 0, 2)):
                say(desk, "set_day", doctor=doctor, date=str(self.day()), spans=self.some(*SPANS))
            if self.some(0, 0, 1):
                begin = self.day()
                done(desk, "close", doctor=doctor, from_=str(begin), to=str(begin + timedelta(days=3)))
        if self.some(0, 0, 1):
            day = self.day()
            done(desk, "close", hospital="h", from_=f"{day}T10:00", to=f"{day}T15:00")
        done(desk, "add_patient", id="p", name="Everybody")

    def crowd(self, desk: Desk) -> None:
        """Visits and holds at random times; many are refused."""
        for number in range(self.random.randint(0, 40)):
            verb = self.some("book", "book", "hold")
            whom = {"doctor": self.random.choice(self.doctors), "patient": "p", "allow_patient_clash": True}
            say(desk, verb, start=self.time(), minutes=self.some(10, 30, 180, 480), id=f"v{number}", **whom)

    def question(self) -> dict[str, Any]:
        """Whom, how long and which times: the arguments that `next` and `openings` share."""
        asked: dict[str, Any] = {}
        asked |= self.some({}, {"any": True}, {"doctor": self.doctors[0]}, {"doctors": self.doctors[:2]})
        asked |= self.some({"minutes": self.some(1, 20, 60, 300)}, {"type": self.types[0]} if self.types else {}, {})
        asked |= self.some({}, {}, {"weekdays": self.random.sample(WEEKDAYS, 3)})
        asked |= self.some({}, {}, {"between": self.some(["13:00", "17:00"], ["22:00", "07:00"])})
        asked |= self.some({}, {}, {"step": self.some(4, 15, 60)})
        asked |= self.some({}, {}, {"location": self.places[0]} if self.places else {})
        return asked


def first_rows(desk: Desk, after: str, asked: dict[str, Any]) -> int:
    """Hold `next` and `openings` against each other; how many openings there were."""
    until = str(date.fromisoformat(after[:10]) + timedelta(days=NEAR))
    rows = done(desk, "openings", from_=after, to=until, **asked)["openings"]
    through_desk = desk.next(after=after, until=until, **asked).openings
    answer = done(desk, "next", after=after, until=until, **asked)
    through_batch = answer["openings"]
    if not rows:
        assert (list(through_desk), through_batch) == ([], [])
        assert answer["reason"]
        return 0
    (first,) = through_batch
    assert [row.doctor for row in through_desk] == [first["doctor"]]
    assert first["start"] == rows[0]["start"]
    assert first in rows
    starts = list(dict.fromkeys(row["start"] for row in rows))
    several = done(desk, "next", after=after, until=until, count=4, **asked)["openings"]
    assert [row["start"] for row in several] == starts[:4]
    assert all(row in rows for row in several)
    each = done(desk, "next", after=after, until=until, each=True, **asked)["openings"]
    firsts = {row["doctor"]: row for row in reversed(rows)}
    assert each == sorted(firsts.values(), key=lambda row: (datetime.fromisoformat(row["start"]), row["doctor"]))
    return len(rows)


def is_bookable(desk: Desk, asked: dict[str, Any], row: dict[str, Any]) -> None:
    """What is offered is what `book` takes, and then it is offered no more (RULES 14)."""
    what = {name: asked[name] for name in ("minutes", "type") if name in asked}
    place = {"location": row["location"]} if row["location"] else {}
    assert done(desk, "why", doctor=row["doctor"], start=row["start"], **what, **place)["reasons"] == []
    visit = done(
        desk, "book", doctor=row["doctor"], start=row["start"], patient="p", allow_patient_clash=True, **what, **place
    )
    assert (visit["start"], visit["end"], visit["location"]) == (row["start"], row["end"], row["location"])


@pytest.mark.parametrize("group", range(GROUPS))
def test_the_first_row_is_the_same_wherever_it_is_asked(tmp_path: Path, group: int) -> None:
    offered = asked_in_all = 0
    for seed in range(group, CLINICS, GROUPS):
        lot = Lot(seed)
        with_clock = {"now": f"{lot.first}T08:00"}
        desk = open_front(tmp_path / str(seed), **with_clock)
        desk.atomic(partial(lot.set_up, desk))
        done(desk, "clock", **with_clock)
        desk.atomic(partial(lot.crowd, desk))
        for _ in range(2):
            after, asked = lot.time(), lot.question()
            found = first_rows(desk, after, asked)
            asked_in_all += 1
            offered += found > 0
            if found:
                is_bookable(desk, asked, done(desk, "next", after=after, **asked)["openings"][0])
                assert first_rows(desk, after, asked) < found
        desk.close_desk()
    assert offered > asked_in_all / 2, "most questions have an answer"
