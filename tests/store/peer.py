"""A desk in a process of its own: `python -m tests.store.peer FOLDER NAME WHAT [NUMBER]`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from scheduling.clock import monotonic
from scheduling.errors import Refused
from tests.store.helpers import book, open_store, visit


def main() -> None:
    folder, name, what, number = Path(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4])
    store = open_store(folder, name, limit=30.0)
    if what == "hold":
        store.ledger.lock.acquire(monotonic() + 30)
        print("held", flush=True)
        sys.stdin.read()
    elif what == "race":
        print("ready", flush=True)
        sys.stdin.readline()
        for slot in range(number):

            def decide(step: Any, slot: int = slot) -> None:
                start = visit("", slot)["start"]
                if any(record["start"] == start for record in step.view.records("appointments")):
                    raise Refused("slot_taken", "Taken.")
                step.put("appointments", visit(f"{name}-{slot}", slot))

            try:
                store.write("book", decide)
                print(slot, flush=True)
            except Refused:
                pass
        store.close()
    else:  # book without end, until killed
        while True:
            book(store, f"{name}-{number}", number)
            print(number, flush=True)
            number += 1
            if number % 7 == 0:
                store.checkpoint()


if __name__ == "__main__":
    main()
