"""What every row family is handed: a folder on the repository's own disk, clinics by shape, and how often to run."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scheduling.clock import FixedClock
from scheduling.store.store import Store
from scheduling.store.transaction import Transaction
from tests.bench import clinic, harness
from tests.bench.clinic import Shape

VISITS_A_PATIENT = 5
A_YEAR = 260
"""Working days."""

MOST_A_YEAR = 150_000
"""Visits that 100 doctors certainly see in one at 80 %."""

A_TRANSACTION = 20_000
"""Records written with one line: below the store's limit for a line."""


@dataclass
class Bench:
    """`quick`: tiny clinics and a few turns, to see that the benches still run; the figures mean nothing then.
    `large`: growth is measured up to a million visits."""

    folder: Path
    quick: bool = False
    large: bool = False
    _built: dict[Shape, Path] = field(default_factory=dict)

    def turns(self, full: int) -> int:
        """How many turns are counted."""
        return 3 if self.quick else full

    def shape(self, visits: int | None = None) -> Shape:
        """100 doctors × 1 year, 80 % full or as many visits as asked for, over more years where one is too short."""
        if self.quick:
            return Shape(doctors=4, days=10, fill=0.8, limit=visits and 60, patients=40)
        days = A_YEAR if visits is None or visits < MOST_A_YEAR else A_YEAR * visits // MOST_A_YEAR
        return Shape(doctors=100, days=days, fill=0.8, limit=visits, patients=(visits or 190_000) // VISITS_A_PATIENT)

    def built(self, shape: Shape) -> Path:
        """The folder of a clinic of that shape, made once a run."""
        if shape not in self._built:
            harness.say(f"  a clinic of {shape.doctors} doctors, {shape.limit or 'all its'} visits …")
            self._built[shape] = build(self.folder / f"clinic-{len(self._built)}", shape)
        return self._built[shape]


def build(folder: Path, shape: Shape) -> Path:
    """Write the clinic into `folder` and close it, checkpointed."""
    store = Store.open(folder, FixedClock(clinic.NOW), by="bench", desk="bench")
    records: list[tuple[str, dict[str, Any]]] = list(clinic.settings(shape))
    records += [("appointments", clinic.appointment(visit)) for visit in clinic.visits(shape)]
    for begin in range(0, len(records), A_TRANSACTION):
        chunk = records[begin : begin + A_TRANSACTION]

        def put_all(transaction: Transaction, chunk: list[tuple[str, dict[str, Any]]] = chunk) -> None:
            for table, record in chunk:
                transaction.put(table, record)

        store.write("import", put_all)
    store.close()
    return folder
