"""Cases typed by hand, each with its source: what is set up, what is asked, and the starts of the answer.

A file of JSON Lines is one world: its first line sets it up, every other line is a case that begins there afresh.
`given` and `ask` are lines of a batch; `starts` are written as `as` says; `error` is the code of a refusal (then
`starts` are its alternatives), `reason` the one of an empty answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import orjson
import pytest

from scheduling import batch
from tests.builders import Book

HERE = Path(__file__).parent

Line = dict[str, Any]

FORMS: dict[str, Callable[[Line], str]] = {
    "clock": lambda row: str(row["start"][11:16]),
    "date": lambda row: str(row["start"][:10]),
    "wall": lambda row: f"{row['start'][:10]} {row['start'][11:16]}",
    "offset": lambda row: str(row["start"]),
    "doctor": lambda row: f"{row['doctor']} {row['start'][:10]} {row['start'][11:16]}",
    "marked": lambda row: f"{row['start'][11:16]} {row['reason'] or ''}".strip(),
    "flagged": lambda row: f"{row['start']} {row['flag'] or ''}".strip(),
}
"""The ways in which a case writes its starts."""


class Case(NamedTuple):
    """One case and the world it begins in."""

    name: str
    world: Line
    said: Line


def cases() -> Iterator[Case]:
    """Every case of every file."""
    for path in sorted(HERE.glob("*.jsonl")):
        world, *rest = (orjson.loads(line) for line in path.read_bytes().splitlines())
        for said in rest:
            yield Case(f"{path.stem}: {said['case']}", world, said)


ALL = list(cases())


def answered(clinic: Book, said: Line) -> Line:
    """What a batch answers to one line."""
    found: Line = batch.answer(clinic.desk, orjson.dumps(said))
    return found


def done(clinic: Book, lines: list[Line]) -> None:
    """Lines that must all succeed."""
    for line in lines:
        answer = answered(clinic, line)
        assert answer["ok"], (line, answer)


def rows(result: Line) -> list[Line]:
    """The parts of an answer that have a start."""
    for name in ("openings", "occurrences", "appointments"):
        if name in result:
            found: list[Line] = result[name]
            return found
    return [result]


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.name)
def test_the_answer_is_the_one_worked_out_by_hand(case: Case) -> None:
    clinic = Book(empty=True, now=case.world["now"], tz=case.world["zone"])
    done(clinic, case.world["given"])
    done(clinic, case.said.get("given", []))
    answer = answered(clinic, case.said["ask"])
    form = FORMS[case.said.get("as", "clock")]
    if "error" in case.said:
        assert not answer["ok"], answer
        assert answer["error"]["code"] == case.said["error"]
        if "starts" in case.said:
            assert [form(row) for row in answer["error"]["alternatives"]] == case.said["starts"]
        return
    assert answer["ok"], answer
    assert [form(row) for row in rows(answer["result"])] == case.said["starts"]
    assert answer["result"].get("reason") == case.said.get("reason")


def test_there_are_enough_cases_and_each_names_its_source() -> None:
    assert len({case.name for case in ALL}) == len(ALL) >= 60
    assert all(case.said["source"] for case in ALL)
    sources = " ".join(case.said["source"] for case in ALL)
    for source in ("exercise 1", "exercise 2", "exercise 3", "exercise 4", "exercise 5", "RFC 5545", "RULES"):
        assert source in sources
