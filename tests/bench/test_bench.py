"""The benches still run, and their table says what was measured."""

from __future__ import annotations

import itertools
import json
import os
import re
import shutil
from pathlib import Path

import pytest
from tinydb import TinyDB

from tests.bench import calendars, clinic, harness, peer, rulebook, stock
from tests.bench.__main__ import QUOTED, README, quote, report, run
from tests.bench.clinic import Shape
from tests.bench.harness import Row, as_json, in_turns, medians, table

SMALL = Shape(doctors=3, days=5, fill=0.8, patients=30)


def test_contenders_take_turns_and_warming_up_is_not_counted() -> None:
    played: list[str] = []
    taken = in_turns(4, {"a": lambda _: played.append("a"), "b": lambda _: played.append("b")}, warm=1)
    assert sorted(played) == ["a"] * 5 + ["b"] * 5
    assert {"".join(played[at : at + 2]) for at in range(0, 10, 2)} == {"ab", "ba"}
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


def test_the_readme_quotes_a_report_of_the_benches_as_they_are(tmp_path: Path) -> None:
    quoted = README.read_text(encoding="utf-8").partition(QUOTED)[2].partition("\n```")[0].splitlines()
    names = [re.split(r"\s{2,}", line)[0] for line in quoted if line and not line.startswith(" ")]
    rows = run([], tmp_path, quick=True)
    measured = {harness.line_of(row) if row.family == "growth" else f"{row.family}: {row.what}" for row in rows}
    assert all(row.ours > 0 and row.peer > 0 for row in rows)
    assert measured <= set(names)
    families = {row.family for row in rows if row.family != "growth"}
    assert {name.partition(":")[0] for name in names if ":" in name} == families


def test_the_report_is_put_in_the_place_of_the_last_one(tmp_path: Path) -> None:
    readme = tmp_path / "README.md"
    readme.write_text(f"before\n{QUOTED}\nold\n```\nafter\n", encoding="utf-8")
    grown = [Row("growth", f"a booking, {size}", ours, 1, "itself") for size, ours in (("1k", 2), ("1M", 3))]
    told = report([Row("week view", "100k visits", 1, 2, "SQLite"), *grown])
    quote(readme, told)
    assert readme.read_text(encoding="utf-8") == f"before\n{QUOTED}\n{told}\n```\nafter\n"
    assert re.search(r"^ +1k +1M +1M beside 1k$", told, re.MULTILINE)
    assert re.search(r"^a booking +2 ms +3 ms +1.5 ×$", told, re.MULTILINE)


@pytest.mark.parametrize("wished", ["khal", "calcurse"])
def test_a_calendar_that_is_not_installed_is_left_out(
    wished: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: "true" if name == wished else None)
    found = calendars.installed(tmp_path, clinic.visits(SMALL), {"PATH": os.environ["PATH"]})
    assert [one.name for one in found] == [wished]
    assert calendars.missing() == [name for name in ("khal", "calcurse") if name != wished]


def test_stock_tinydb_books_what_is_free_and_nothing_else(tmp_path: Path) -> None:
    visits = list(clinic.visits(SMALL))
    database = TinyDB(stock.write_document(tmp_path / "stock.json", visits))
    with pytest.raises(AssertionError):
        stock.book(database, visits[3]._replace(id="again"))
    stock.book(database, visits[-1]._replace(id="new", start=visits[-1].end, end=visits[-1].end + 30))
    assert len(database.table("appointments")) == len(visits) + 1
    database.close()


def test_the_batches_of_the_rulebook_never_ask_for_a_time_twice() -> None:
    asked = [visit for turn in range(4) for visit in rulebook.wanted(SMALL, 70, turn)]
    assert len({(visit.doctor, visit.start) for visit in asked}) == len(asked) == 280
    assert min(visit.start for visit in asked) >= max(visit.end for visit in clinic.visits(SMALL))


def test_a_name_is_typed_letter_by_letter() -> None:
    assert rulebook.keystrokes()[:3] == ["l", "lo", "lop"]
    assert set(rulebook.TYPED) <= set(rulebook.keystrokes())
