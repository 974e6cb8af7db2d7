"""Several desks, one time: one is booked, the others are told who has it (RULES 16)."""

from __future__ import annotations

from pathlib import Path

import pytest

from scheduling import batch
from scheduling.desk import Desk
from tests.scenarios.front import line, open_front, open_two_doctors
from tests.scenarios.ledgers import document, folded, visits
from tests.scenarios.racers import Slot, Try, race

pytestmark = pytest.mark.alone

ROUNDS = 200

DATES = [f"2026-11-{day}" for day in (23, 24, 25, 26, 27, 30)] + [f"2026-12-{day:02}" for day in (1, 2, 3, 4)]


def slots(count: int) -> list[Slot]:
    """That many times of 20 minutes with Strange, over two weeks."""
    clocks = [f"{hour:02}:{minute:02}" for hour in range(9, 16) for minute in (0, 20, 40)]
    found = [Slot("strange", f"{day}T{clock}", 20) for day in DATES for clock in clocks]
    assert len(found) >= count
    return found[:count]


def open_for(folder: Path, *names: str) -> Desk:
    """The two doctors, and a patient for each desk."""
    open_two_doctors(folder).close_desk()
    desk = open_front(folder)
    for name in names:
        assert batch.answer(desk, line("add_patient", id=name, name=f"Patient of {name}").encode())["ok"]
    return desk


def winner(tries: list[Try]) -> Try:
    won = [one for one in tries if one.booked]
    assert len(won) == 1, tries
    return won[0]


def all_told_who(tries: list[Try]) -> None:
    won = winner(tries).booked
    for lost in tries:
        if lost.booked is None:
            assert (lost.code, lost.blocking) == ("slot_taken", (won,))
            assert lost.alternatives > 0


def test_two_desks_want_the_same_200_times(tmp_path: Path) -> None:
    desk = open_for(tmp_path / "clinic", "amy", "bob")
    wanted = slots(ROUNDS)
    found = race(tmp_path / "clinic", {"amy": wanted, "bob": wanted}, together=True)
    for tries in zip(*found.values(), strict=True):
        all_told_who(list(tries))
    wins = {name: sum(one.booked is not None for one in tries) for name, tries in found.items()}
    assert sum(wins.values()) == ROUNDS
    assert min(wins.values()) >= 20, wins

    desk.refresh()
    assert {visit.start[:16] for visit in desk.appointments(doctor="strange")} == {slot.start for slot in wanted}
    assert len(desk.appointments()) == ROUNDS, "the third desk, open all the time, has seen every one"
    desk.close_desk()
    kept = visits(tmp_path / "clinic")
    assert {one.booked for tries in found.values() for one in tries if one.booked} == kept.keys()
    assert folded(tmp_path / "clinic") == document(tmp_path / "clinic")


def test_three_desks_work_down_one_list(tmp_path: Path) -> None:
    """Each from another place of the list: they overtake and run into each other."""
    names = ("amy", "bob", "cleo")
    open_for(tmp_path / "clinic", *names).close_desk()
    wanted = slots(60)
    turned = {name: wanted[20 * rank :] + wanted[: 20 * rank] for rank, name in enumerate(names)}
    found = race(tmp_path / "clinic", turned, together=False)
    answers: dict[Slot, list[Try]] = {slot: [] for slot in wanted}
    for name, tries in found.items():
        for slot, one in zip(turned[name], tries, strict=True):
            answers[slot].append(one)
    for tries in answers.values():
        all_told_who(tries)
    assert len(visits(tmp_path / "clinic")) == len(wanted)
    assert folded(tmp_path / "clinic") == document(tmp_path / "clinic")
