"""An answer is a promise: killed right after it, the visit is there (STORE I1)."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from scheduling.store.check import check
from tests.scenarios.front import Talk, open_front, open_two_doctors
from tests.scenarios.ledgers import lines, visits

pytestmark = pytest.mark.alone

TIMES = 20
WITHIN = 0.010
"""Seconds from the answer to the kill."""


def book_and_kill(folder: Path, ident: str, rank: int) -> float:
    """Book in a process that is killed as soon as it has answered; the seconds between."""
    start = f"2026-11-{23 + rank // 10}T{9 + rank % 10 // 2:02}:{rank % 2 * 30:02}"
    with Talk(folder) as talk:
        assert talk.say("doctors")["ok"], "it is awake"
        answer = talk.say("book", id=ident, doctor="strange", patient="lopez", start=start, minutes=30)
        answered = time.perf_counter()
        os.kill(talk.process.pid, signal.SIGKILL)
        killed = time.perf_counter()
        assert answer["ok"], answer
        assert talk.process.wait(10) == -signal.SIGKILL
    return killed - answered


def test_killed_within_10_ms_of_the_answer_20_times(tmp_path: Path) -> None:
    folder = tmp_path / "clinic"
    open_two_doctors(folder).close_desk()
    promised: list[str] = []
    in_time = 0
    for rank in range(2 * TIMES):
        ident = f"promised-{rank}"
        in_time += book_and_kill(folder, ident, rank) <= WITHIN
        promised.append(ident)
        assert list(visits(folder)) == promised, "every line in the ledger is whole, and every visit in it"
        if in_time == TIMES:
            break
    assert in_time == TIMES, "this machine was too busy to kill in time"
    assert [finding for finding in check(folder) if finding.level == "error"] == []

    desk = open_front(folder)
    assert desk.notices == []
    assert sorted(visit.id for visit in desk.appointments(doctor="strange")) == sorted(promised)
    desk.book(id="after", doctor="who", patient="walker", start="2026-11-23T09:00", minutes=30)
    desk.close_desk()
    assert lines(folder)[-1]["changes"]["appointments"]
    assert [finding for finding in check(folder) if finding.level != "ok"] == []
