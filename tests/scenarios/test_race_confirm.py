"""Two desks confirm one hold at once, each for its own patient: one has it, the other is told (RULES 17)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from scheduling.errors import Refused
from scheduling.opening import open_desk
from tests.scenarios.racers import SPAWN
from tests.scenarios.test_race import DATES, open_for

pytestmark = pytest.mark.alone

ROUNDS = 40


def confirm_all(folder: str, name: str, holds: list[str], barrier: Any, answers: Any) -> None:
    """One desk's work: at each turn the same hold as the other."""
    desk = open_desk(folder, now="2026-11-20T08:00", by=name, desk=name)
    told: list[tuple[str, str]] = []
    for ident in holds:
        barrier.wait(60)
        try:
            told.append(("booked", str(desk.confirm(id=ident, patient=name).patient)))
        except Refused as error:
            told.append((error.code, error.blocking[0]))
    desk.close_desk()
    answers.put((name, told))


def test_a_hold_is_confirmed_for_one_of_two(tmp_path: Path) -> None:
    desk = open_for(tmp_path / "clinic", "amy", "bob")
    holds = [
        desk.hold(id=f"hold{number}", doctor="strange", start=f"{day}T{hour:02}:00", minutes=30).id
        for number, (day, hour) in enumerate([(day, hour) for day in DATES for hour in range(9, 13)][:ROUNDS])
    ]
    barrier, answers = SPAWN.Barrier(2), SPAWN.Queue()
    desks = [
        SPAWN.Process(target=confirm_all, args=(str(desk.store.folder), name, holds, barrier, answers), daemon=True)
        for name in ("amy", "bob")
    ]
    for process in desks:
        process.start()
    told = dict(answers.get(timeout=60) for _ in desks)
    for process in desks:
        process.join(30)
    desk.refresh()
    kept = {visit.id: visit.patient for visit in desk.appointments(doctor="strange")}
    for ident, pair in zip(holds, zip(told["amy"], told["bob"], strict=True), strict=True):
        won = [patient for code, patient in pair if code == "booked"]
        lost = [(code, blocking) for code, blocking in pair if code != "booked"]
        assert won == [kept[ident]]
        assert lost == [("hold_expired", ident)]
    desk.close_desk()
