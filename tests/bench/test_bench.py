"""The benches still run, and their table says what was measured."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import pytest

from tests.bench import clinic, peer, rulebook
from tests.bench.__main__ import FAMILIES, run
from tests.bench.clinic import Shape
from tests.bench.harness import Row, as_json, in_turns, medians, table

SMALL = Shape(doctors=3, days=5, fill=0.8, patients=30)


def test_contenders_take_turns_and_warming_up_is_not_counted() -> None:
    played: list[str] = []
    taken = in_turns(4, {"a": lambda _: played.append("a"), "b": lambda _: played.append("b")}, warm=1)
    assert "".join(played) == "abbaabbaab"
    assert [len(times) for times in taken.values()] == [4, 4]


def test_a_contender_may_measure_itself() -> None:
    taken = in_turns(3, {"a": lambda turn: float(turn)}, warm=1)
    assert taken == {"a": [1.0, 2.0, 3.0]}
    assert medians(taken) == {"a": 2000.0}


def test_a_row_says_its_ratio_and_whether_the_target_holds() -> None:
    slower = Row("booking", "1k", ours=1.6, peer=1.0, peer_name="raw", limit=1.5)
    ahead = Row("finder", "found", ours=0.1, peer=2.5, peer_name="SQLite", faster=20, absolute=0.2)
    plain = Row("memory", "10k", ours=50, peer=40, peer_name="bare", unit="MB")
    assert (slower.ratio, slower.met, slower.target) == (1.6, False, "≤ 1.5 ×")
    assert (ahead.ratio, ahead.met, ahead.target) == (25, True, "≥ 20 ×, ≤ 0.2 ms")
    assert plain.met
    printed = table([slower, ahead, plain])
    assert "MISSED" in printed
    assert "25 × faster" in printed
    assert [row["met"] for row in json.loads(as_json([slower, ahead, plain]))["rows"]] == [False, True, True]


def test_the_clinic_of_the_benches_has_no_clash_and_is_as_full_as_it_says() -> None:
    found = list(clinic.visits(SMALL))
    assert found == list(clinic.visits(SMALL))
    for key in ("doctor", "patient"):
        by_key: dict[str, list[clinic.Visit]] = {}
        for visit in found:
            by_key.setdefault(getattr(visit, key), []).append(visit)
        for one in by_key.values():
            assert all(a.end <= b.start for a, b in itertools.pairwise(one))
    worked = sum(shift.end - shift.start for shift in clinic.shifts(SMALL))
    assert sum(visit.end - visit.start for visit in found) / worked == pytest.approx(0.8, abs=0.02)


def first_by_counting(after: int, until: int, minutes: int) -> int | None:
    """The first free start among all doctors, minute by minute."""
    taken = {(visit.doctor, minute) for visit in clinic.visits(SMALL) for minute in range(visit.start, visit.end)}
    shifts = [shift for shift in clinic.shifts(SMALL) if shift.end > after and shift.start < until]
    starts = [
        start
        for shift in shifts
        for start in range(max(shift.start, after), shift.end - minutes + 1)
        if not any((shift.doctor, minute) in taken for minute in range(start, start + minutes))
    ]
    return min(starts, default=None)


@pytest.mark.parametrize("minutes", [5, 15, 45, 150])
def test_the_peer_answers_right(minutes: int, tmp_path: Path) -> None:
    database = peer.open_peer(tmp_path / "peer.db", clinic.visits(SMALL), clinic.shifts(SMALL))
    first = clinic.minute_of(clinic.FIRST_DAY, 0)
    until = first + 7 * 24 * 60
    for after in range(first, until, 437):
        right = first_by_counting(after, until, minutes)
        for query in (peer.IN_ORDER, peer.EVERY_GAP):
            assert peer.first_free(database, query, after, until, minutes) == right
    database.close()


@pytest.mark.parametrize("family", FAMILIES)
def test_every_family_still_runs(family: str, tmp_path: Path) -> None:
    rows = run([family], tmp_path, quick=True)
    assert rows
    assert all(row.ours > 0 and row.peer > 0 for row in rows)


def test_the_batches_of_the_rulebook_never_ask_for_a_time_twice() -> None:
    asked = [visit for turn in range(4) for visit in rulebook.wanted(SMALL, 70, turn)]
    assert len({(visit.doctor, visit.start) for visit in asked}) == len(asked) == 280
    assert min(visit.start for visit in asked) >= max(visit.end for visit in clinic.visits(SMALL))


def test_a_name_is_typed_letter_by_letter() -> None:
    assert rulebook.keystrokes()[:3] == ["l", "lo", "lop"]
    assert set(rulebook.TYPED) <= set(rulebook.keystrokes())
