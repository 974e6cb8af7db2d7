"""Two and more desks that want the same times: each a process of its own, all of them off at one barrier."""

from __future__ import annotations

from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

from scheduling.errors import Refused
from scheduling.opening import open_desk

SPAWN = get_context("spawn")
"""A fresh interpreter each: nothing is inherited but the folder's name."""


class Slot(NamedTuple):
    """A time that all want, under whatever id it gets."""

    doctor: str
    start: str
    minutes: int


class Try(NamedTuple):
    """What one desk was answered for one slot: the visit's id, or the code and who stands in the way."""

    booked: str | None
    code: str | None = None
    blocking: tuple[str, ...] = ()
    alternatives: int = 0


def run(folder: str, name: str, patient: str, slots: list[Slot], barrier: Any, answers: Any, together: bool) -> None:
    """One desk's work; `together`: wait for the others before every slot, else only before the first."""
    desk = open_desk(folder, now="2026-11-20T08:00", by=name, desk=name)
    tries = []
    for rank, slot in enumerate(slots):
        if together or rank == 0:
            barrier.wait(60)
        try:
            visit = desk.book(doctor=slot.doctor, start=slot.start, minutes=slot.minutes, patient=patient)
            tries.append(Try(visit.id))
        except Refused as error:
            tries.append(Try(None, error.code, error.blocking, len(error.alternatives)))
    desk.close_desk()
    answers.put((name, tries))


def race(folder: Path, wanted: dict[str, list[Slot]], *, together: bool) -> dict[str, list[Try]]:
    """Let each desk (its name is its patient's id) try its slots; what each was answered, in order."""
    barrier, answers = SPAWN.Barrier(len(wanted)), SPAWN.Queue()
    desks = [
        SPAWN.Process(target=run, args=(str(folder), name, name, slots, barrier, answers, together), daemon=True)
        for name, slots in wanted.items()
    ]
    for desk in desks:
        desk.start()
    found = dict(answers.get(timeout=60) for _ in desks)
    for desk in desks:
        desk.join(30)
    assert [desk.exitcode for desk in desks] == [0] * len(desks)
    return found
