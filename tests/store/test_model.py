"""Three desks, anything in any order, against a plain dictionary (STORE, "How it is proven")."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from scheduling.store.store import Store
from tests.store.helpers import folded, leave, ledger_of, open_store, saved, set_up, visit

DESKS = st.integers(0, 2)
NAMES = st.sampled_from([f"a{number}" for number in range(5)])


class Desks(RuleBasedStateMachine):
    """What every desk must agree on is in `truth`: id → slot."""

    def __init__(self) -> None:
        super().__init__()
        self.room = tempfile.TemporaryDirectory()
        self.folder = Path(self.room.name) / "clinic"
        self.desks: list[Store] = []
        self.truth: dict[str, int] = {}

    @initialize()
    def begin(self) -> None:
        self.desks = [open_store(self.folder, f"front-{number}") for number in range(3)]
        set_up(self.desks[0])

    @rule(desk=DESKS, name=NAMES, slot=st.integers(0, 79))
    def put(self, desk: int, name: str, slot: int) -> None:
        self.desks[desk].write("book", lambda step: step.put("appointments", visit(name, slot)))
        self.truth[name] = slot

    @rule(desk=DESKS, name=NAMES)
    def drop(self, desk: int, name: str) -> None:
        def decide(step: Any) -> None:
            if step.view.record("appointments", name) is not None:
                step.drop("appointments", name)

        self.desks[desk].write("remove", decide)
        self.truth.pop(name, None)

    @rule(desk=DESKS, names=st.lists(NAMES, min_size=1, max_size=3))
    def batch(self, desk: int, names: list[str]) -> None:
        def decide(step: Any) -> None:
            for slot, name in enumerate(names):
                step.put("appointments", visit(name, slot))

        self.desks[desk].write("batch", decide, atomic=True)
        self.truth |= {name: slot for slot, name in enumerate(names)}

    @rule(desk=DESKS)
    def undo(self, desk: int) -> None:
        """The last line turned back, by whoever made it."""
        store = self.desks[desk]
        store.refresh()
        line = next(store.lines_backward())

        def decide(step: Any) -> None:
            for rows in line["before"].get("appointments", {}).values():
                if rows is not None:
                    step.put_back("appointments", rows)
            for key, old in line["before"].get("appointments", {}).items():
                new = line["changes"]["appointments"][key]
                if old is None and new is not None:
                    step.drop("appointments", new["id"])

        if "appointments" in line.get("before", {}):
            store.write("undo", decide)
            self.truth = {record["id"]: slot_of(record) for record in store.replica.records("appointments")}

    @rule(desk=DESKS)
    def refresh(self, desk: int) -> None:
        self.desks[desk].refresh()

    @rule(desk=DESKS)
    def checkpoint(self, desk: int) -> None:
        self.desks[desk].checkpoint()

    @rule(desk=DESKS)
    def reopen(self, desk: int) -> None:
        self.desks[desk].close()
        self.desks[desk] = open_store(self.folder, f"front-{desk}")

    @rule(desk=DESKS)
    def crash(self, desk: int) -> None:
        leave(self.desks[desk])
        with ledger_of(self.folder).open("ab") as file:
            file.write(b'{"seq":')
        self.desks[desk] = open_store(self.folder, f"front-{desk}")

    @invariant()
    def all_agree(self) -> None:
        for store in self.desks:
            store.refresh()
            assert {record["id"]: slot_of(record) for record in store.replica.records("appointments")} == self.truth
            assert store.replica.tables["appointments"] == folded(self.folder).get("appointments", {})
            assert store.trouble is None

    def teardown(self) -> None:
        for store in self.desks:
            store.close()
        if self.desks:
            assert saved(self.folder) == folded(self.folder)
        self.room.cleanup()


def slot_of(record: dict[str, Any]) -> int:
    return next(slot for slot in range(80) if visit("", slot)["start"] == record["start"])


TestDesks = Desks.TestCase
TestDesks.settings = settings(max_examples=15, stateful_step_count=20, suppress_health_check=list(HealthCheck))
