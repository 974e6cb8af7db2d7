"""Every way of writing a visit is driven into the same one, and is refused naming it (RULES 16, 19–21).

Maria Lopez is with Dr Strange on Monday 09:30–10:30, as visit `a`, booked by Bob at the other desk.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest

from scheduling import batch
from tests.builders import Book
from tests.scenarios.front import frontdesk, line

Step = Callable[[Book], Any]

WEEKLY = {"freq": "weekly", "count": 2}
EVERY_THREE_DAYS = {"freq": "daily", "interval": 3, "count": 2}


def in_the_way(clinic: Book, **more: Any) -> None:
    """Bob books the visit that everything else runs into."""
    clinic.sit("bob", "front-2")
    clinic.book("strange", "2026-11-23T09:30", minutes=60, patient="lopez", id="a", **more)
    clinic.sit("amy", "front-1")


def b(clinic: Book, start: str = "2026-11-23T11:00", **more: Any) -> None:
    """Amy's own visit or hold, `b`."""
    clinic.do("book", **{"id": "b", "doctor": "strange", "start": start, "minutes": 30, "patient": "ng"} | more)


def nothing(clinic: Book) -> None:
    """Only Maria Lopez is there."""
    in_the_way(clinic)


def another(**more: Any) -> Step:
    """Amy has a visit elsewhere."""

    def prepare(clinic: Book) -> None:
        in_the_way(clinic)
        b(clinic, **more)

    return prepare


def held(start: str = "2026-11-23T10:00") -> Step:
    """Amy held the time, and Bob booked over it with a reason."""

    def prepare(clinic: Book) -> None:
        clinic.do("hold", id="b", doctor="strange", start=start, minutes=30, patient="ng")
        in_the_way(clinic, override="urgent")

    return prepare


def then(*steps: Step) -> Step:
    """Amy did something, and Bob took the time."""

    def prepare(clinic: Book) -> None:
        for step in steps:
            step(clinic)
        in_the_way(clinic)

    return prepare


def a_type(clinic: Book) -> None:
    """Bob's visit, Amy's right behind it, and a type that needs a quarter of an hour before."""
    clinic.do("add_type", id="proc", hospital="general", name="P", minutes=30, buffer_before=15)
    in_the_way(clinic)
    b(clinic, "2026-11-23T10:30")


def missed(clinic: Book) -> None:
    """Amy's patient did not come, and Bob gave the time away."""
    b(clinic, "2026-11-23T09:30")
    clinic.it_is("2026-11-23T09:40")
    clinic.do("status", id="b", status="noshow")
    in_the_way(clinic, override="came late")


def cancelled(clinic: Book) -> None:
    clinic.do("cancel", id="b", reason="patient")


def moved(clinic: Book) -> None:
    clinic.do("move", id="b", start="2026-11-24T10:00")


def undone(clinic: Book) -> None:
    clinic.undo()


def at_ten(clinic: Book) -> None:
    b(clinic, "2026-11-23T10:00")


def at_eleven(clinic: Book) -> None:
    b(clinic)


def to_ten(clinic: Book) -> None:
    clinic.do("move", id="b", start="2026-11-23T10:00")


def series_of_amy(clinic: Book) -> None:
    clinic.do("book_series", doctor="strange", start="2026-11-23T10:00", minutes=30, patient="ng", rule=WEEKLY)


def late(clinic: Book) -> None:
    clinic.wait(31)
    clinic.do("confirm", id="b", rebook=True)


WISH: dict[str, Any] = {"doctor": "strange", "start": "2026-11-23T10:00", "minutes": 30, "patient": "ng"}


def do(verb: str, **arguments: Any) -> Step:
    """One verb."""
    return lambda clinic: clinic.do(verb, **arguments)


def first_of_series(clinic: Book) -> str:
    return str(clinic.listed(doctor="strange", patient="ng", from_="2026-11-23", to="2026-11-23")[0])


WAYS: dict[str, tuple[Step, Step]] = {
    "book": (nothing, do("book", **WISH)),
    "book, inside it": (nothing, do("book", **WISH | {"minutes": 5})),
    "book, around it": (nothing, do("book", **WISH | {"start": "2026-11-23T09:00", "minutes": 480})),
    "book with one of several": (nothing, do("book", **WISH | {"doctor": ..., "doctors": ["strange"]})),
    "book a walk-in": (nothing, do("book", walk_in=True, **WISH)),
    "book what was held": (held(), do("book", hold="b", **WISH)),
    "hold": (nothing, do("hold", **WISH)),
    "hold without a patient": (nothing, do("hold", **WISH | {"patient": ...})),
    "hold anew": (held("2026-11-23T11:00"), do("hold", hold="b", **WISH)),
    "confirm": (held(), do("confirm", id="b")),
    "confirm a hold that ran out": (held(), late),
    "status of a hold": (held(), do("status", id="b", status="booked")),
    "move": (another(), do("move", id="b", start="2026-11-23T10:00")),
    "move to the other doctor": (
        another(doctor="who", start="2026-11-23T10:00"),
        do("move", id="b", doctor="strange"),
    ),
    "move its end": (another(start="2026-11-23T09:00"), do("move", id="b", minutes=31)),
    "move to a longer type": (
        then(do("add_type", id="l", hospital="general", name="L", minutes=45), lambda c: b(c, "2026-11-23T09:00")),
        do("move", id="b", type="l"),
    ),
    "move a hold": (held("2026-11-23T11:00"), do("move", id="b", start="2026-11-23T10:00")),
    "update_visit's type": (a_type, do("update_visit", id="b", type="proc")),
    "status turned back": (missed, do("status", id="b", status="booked")),
    "status of one who came after all": (missed, do("status", id="b", status="arrived")),
    "undo a cancellation": (then(at_ten, cancelled), undone),
    "undo a move": (then(at_ten, moved), undone),
    "undo a no-show": (missed, lambda c: c.undo(id="b")),
    "redo a booking": (then(at_ten, undone), lambda c: c.redo()),
    "redo a move": (then(at_eleven, to_ten, undone), lambda c: c.redo()),
    "redo a series": (then(series_of_amy, undone), lambda c: c.redo()),
    "book_series": (nothing, do("book_series", rule=WEEKLY, **WISH)),
    "book_series, its second date": (
        nothing,
        do("book_series", **WISH | {"start": "2026-11-20T10:00", "rule": EVERY_THREE_DAYS}),
    ),
    "move_series": (
        then(lambda c: c.do("book_series", rule=WEEKLY, **WISH | {"start": "2026-11-23T11:00"})),
        lambda c: c.do("move_series", id=first_of_series(c), scope="all", start="2026-11-23T10:00"),
    ),
    "move_series, one": (
        then(lambda c: c.do("book_series", rule=WEEKLY, **WISH | {"start": "2026-11-23T11:00"})),
        lambda c: c.do("move_series", id=first_of_series(c), scope="one", start="2026-11-23T10:00"),
    ),
}
"""How the clash is prepared, and the step that must be refused."""


@pytest.mark.parametrize("way", WAYS)
def test_rule_16_every_way_into_a_clash_is_refused_naming_the_visit(way: str) -> None:
    clinic = Book()
    prepare, step = WAYS[way]
    prepare(clinic)
    with clinic.refused("slot_taken") as caught:
        step(clinic)
    assert caught.value.blocking == ("a",)
    assert "Dr Strange is taken 09:30–10:30 (M. Lopez)." in caught.value.reason


@pytest.mark.parametrize("lines", [[WISH], [WISH | {"start": "2026-11-24T10:00"}, WISH]])
def test_rule_16_an_atomic_batch_is_refused_whole(lines: list[dict[str, Any]]) -> None:
    clinic = Book()
    in_the_way(clinic)
    before = clinic.state()
    said = [orjson.dumps({"do": "book"} | wish) for wish in lines]
    answers = [orjson.loads(text)["error"] for text, _ in batch.run(clinic.desk, said, atomic=True)]
    assert [error["code"] for error in answers] == ["rolled_back"] * (len(lines) - 1) + ["slot_taken"]
    assert answers[-1]["blocking"] == ["a"]
    assert clinic.state() == before


def test_rule_16_two_lines_of_one_atomic_batch_clash_as_well() -> None:
    clinic = Book()
    first = orjson.dumps({"do": "book", "id": "a"} | WISH)
    second = orjson.dumps({"do": "book"} | WISH | {"patient": "lopez"})
    answers = [orjson.loads(text)["error"] for text, _ in batch.run(clinic.desk, [first, second], atomic=True)]
    assert [error["code"] for error in answers] == ["rolled_back", "slot_taken"]
    assert answers[1]["blocking"] == ["a"]


def test_rule_16_the_command_line_is_refused(tmp_path: Path) -> None:
    with Book(tmp_path / "clinic") as clinic:
        in_the_way(clinic)
    words = [f"--{name}={value}" for name, value in WISH.items()]
    ran = frontdesk(tmp_path / "clinic", "book", "--json", *words)
    assert ran.code == 1
    assert (ran.answers[0]["error"]["code"], ran.answers[0]["error"]["blocking"]) == ("slot_taken", ["a"])
    ran = frontdesk(tmp_path / "clinic", "book", *words)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("frontdesk: Dr Strange is taken 09:30–10:30 (M. Lopez). Free next: ")
    ran = frontdesk(tmp_path / "clinic", "batch", said=[line("book", **WISH), line("appointments", doctor="strange")])
    assert [answer["ok"] for answer in ran.answers] == [False, True]
    assert ran.answers[0]["error"]["blocking"] == ["a"]
    assert [visit["id"] for visit in ran.answers[1]["result"]["appointments"]] == ["a"]


def test_rule_19_only_a_reason_gets_past_and_it_is_kept() -> None:
    clinic = Book()
    in_the_way(clinic)
    visit = clinic.do("book", override="urgent", **WISH)
    assert (visit.status, visit.override) == ("booked", "urgent")
