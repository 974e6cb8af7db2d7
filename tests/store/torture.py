"""The long proofs: `python -m tests.store.torture [kills|faults|desks|all] [NUMBER]`. Prints what was lost."""

from __future__ import annotations

import errno
import os
import random
import select
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from scheduling.errors import Refused, StoreError
from scheduling.store.store import Store
from tests.store.helpers import Crash, Faults, book, clinic_with, folded, ids, leave, open_store, opened, saved, visit

HOW_MANY = {"kills": 500, "faults": 2_000, "desks": 60}
"""Kills, runs, seconds."""

MEMORY = Path("/dev/shm")


def child(work: Callable[[int], None]) -> tuple[int, int]:
    """A process of its own that does the work and writes into a pipe: its id, and the pipe to read."""
    reading, writing = os.pipe()
    process = os.fork()
    if process:
        os.close(writing)
        return process, reading
    try:
        work(writing)
    finally:
        os._exit(0)


def told(pipe: int) -> list[str]:
    """Every whole line that was written into a pipe until its end."""
    data = b""
    while more := os.read(pipe, 65_536):
        data += more
    os.close(pipe)
    return data.decode().split("\n")[:-1]


def kills(number: int, room: Path) -> str:
    """Desks killed at any moment, one after the other: what they answered stays (I1)."""
    folder = room / "clinic"
    clinic_with(folder, 0)
    dice, answered = random.Random(number), set()
    for turn in range(number):

        def work(pipe: int, turn: int = turn) -> None:
            store = open_store(folder, f"d{turn}", limit=30.0)
            for slot in range(10_000):
                book(store, f"d{turn}-{slot}", slot)
                os.write(pipe, f"d{turn}-{slot}\n".encode())
                if slot % 7 == 6:
                    store.checkpoint()

        process, pipe = child(work)
        select.select([pipe], [], [], 30)
        time.sleep(dice.random() * 0.02)
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
        answered |= set(told(pipe))
        with opened(folder) as store:
            assert store.trouble is None
            lost = answered - set(ids(store))
            assert not lost, f"lost after kill {turn}: {sorted(lost)}"
            assert len(ids(store)) <= len(answered) + turn + 1, "at most one a kill was kept without an answer"
            tables = store.replica.tables["appointments"]
    assert tables == folded(folder)["appointments"]
    return f"{number} kills, {len(answered)} bookings answered, lost: nothing"


def faults(number: int, room: Path, seed: int = 1) -> str:
    """Two desks on a disk that fails, fills up or stops at any call: answered = there, refused = not there."""
    answers = 0
    for run in range(number):
        dice, folder = random.Random(seed * 1_000_003 + run), room / f"run-{run}"
        disk = Faults()
        clinic_with(folder, 1, document=True)
        # They never wait: who holds the lock is the other one of this very process.
        desks = [open_store(folder, f"front-{turn}", files=disk, limit=0.0) for turn in range(2)]
        kept, gone, unsure = {"a0"}, set[str](), set[str]()
        for step in range(12):
            ident, turn = f"b{step}", dice.randrange(2)
            disk.plan = _plan(dice, desks[1 - turn])
            try:
                _book(desks[turn], ident, step, dice)
                kept.add(ident)
            except Crash:
                unsure.add(ident)
                disk.heal()
                leave(desks[turn])
            except StoreError as error:
                (unsure if "not certain" in error.reason else gone).add(ident)
            disk.heal()
            if desks[turn].read_only or desks[turn]._closed:
                if not desks[turn]._closed:
                    leave(desks[turn])
                desks[turn] = open_store(folder, f"front-{turn}", files=disk, limit=0.0)
        for desk in desks:
            desk.refresh()
            found = set(ids(desk))
            assert kept <= found, f"run {run}: lost {kept - found}"
            assert not gone & found, f"run {run}: told not booked, but there: {gone & found}"
            assert found <= kept | unsure
            assert desk.trouble is None
            desk.close()
        assert saved(folder) == folded(folder)
        answers += len(kept)
        shutil.rmtree(folder)
    return f"{number} runs with random faults, {answers} bookings answered, lost: nothing"


def _plan(dice: random.Random, peer: Store) -> Callable[[str, str], int | None]:
    """A fault at one call of the coming ones, or none; the peer polls at another."""
    at, polls = dice.randrange(24), dice.randrange(12)
    what = dice.choice([None, errno.EIO, errno.ENOSPC, errno.EDQUOT, "crash", "crash"])
    calls = Counter[str]()

    def plan(name: str, file: str) -> int | None:
        calls["all"] += 1
        now = calls["all"]
        if now == polls + 1 and calls["polled"] == 0 and not peer._closed:
            calls["polled"] = 1
            try:
                peer.refresh()
            except StoreError:
                pass  # it is somebody's turn
            calls["all"] = now
        if now != at + 1 or what is None:
            return None
        if what == "crash":
            raise Crash
        return int(what)

    return plan


def _book(store: Store, ident: str, slot: int, dice: random.Random) -> None:
    """Book, and sometimes write the document."""
    book(store, ident, slot)
    try:
        if dice.random() < 0.3:
            store.checkpoint()
    except Crash:
        store.ledger.lock.held = False
        leave(store)


def desks(seconds: float, room: Path, number: int = 8) -> str:
    """So many processes book from one list while one reads: each visit once, answered = stored = seen in time.

    A desk takes what is free by then, as `next` does, and now and then what it had set its mind on before.
    """
    folder = room / "clinic"
    clinic_with(folder, 0)
    until = time.monotonic() + seconds
    children = [child(partial(_books, folder, f"d{n}", until)) for n in range(number)]
    reader = child(partial(_reads, folder, until + 1))
    lines = _all_told([*children, reader])
    seen = {ident: float(at) for ident, at in map(str.split, lines.pop())}
    booked = [dict(map(str.split, one)) for one in lines]
    every = [ident for one in booked for ident in one]
    with opened(folder) as store:
        assert store.trouble is None
        assert len(every) == len(set(every)), "a visit was given twice"
        assert set(every) == set(ids(store)) == set(seen), "answered is not stored, or not seen"
    shares = [len(one) for one in booked]
    assert min(shares) >= 0.5 * max(shares), f"not everybody's turn: {sorted(shares)}"
    late = max(seen[ident] - float(at) for one in booked for ident, at in one.items())
    return (
        f"{number} desks, {seconds:g} s, {len(every)} bookings, slowest {min(shares) / max(shares):.2f} × fastest,"
        f" seen by a reader within {late * 1000:.0f} ms, lost: nothing"
    )


def _books(folder: Path, name: str, until: float, pipe: int) -> None:
    """Book without a pause; tell each visit and when it was answered."""
    store, turn = open_store(folder, name, limit=30.0), 0
    while time.monotonic() < until:
        turn += 1
        wanted = len(store.replica.tables["appointments"]) + 1

        def decide(step: Any, slot: int = wanted, fixed: bool = turn % 4 == 0) -> str:
            slot = slot if fixed else len(step.view.tables["appointments"]) + 1
            ident = f"visit-{slot}"
            if step.view.table_of(ident) is not None:
                raise Refused("slot_taken", "Taken.")
            day = date(2026, 11, 23) + timedelta(days=slot // 16)
            start = f"{day}T{9 + slot // 2 % 8:02d}:{slot % 2 * 30:02d}-05:00"
            step.put("appointments", visit(ident, start=start))
            return ident

        try:
            ident = store.write("book", decide)
            os.write(pipe, f"{ident} {time.monotonic()}\n".encode())
        except Refused:
            pass
    leave(store)


def _reads(folder: Path, until: float, pipe: int) -> None:
    """Look for news as a desk on the screen does, every 50 ms; tell each visit and when it was seen."""
    store, known = open_store(folder, "reader", limit=30.0), 0
    while time.monotonic() < until:
        store.refresh()
        at, found = time.monotonic(), ids(store)
        os.write(pipe, "".join(f"{ident} {at}\n" for ident in found[known:]).encode())
        known = len(found)
        time.sleep(0.05)
    leave(store)


def _all_told(children: list[tuple[int, int]]) -> list[list[str]]:
    """The lines of every child, read while they work, until all have ended."""
    told: dict[int, bytes] = {pipe: b"" for _, pipe in children}
    reading = set(told)
    while reading:
        for pipe in select.select(list(reading), [], [])[0]:
            data = os.read(pipe, 65_536)
            told[pipe] += data
            if not data:
                reading.discard(pipe)
    for process, pipe in children:
        os.waitpid(process, 0)
        os.close(pipe)
    return [data.decode().splitlines() for data in told.values()]


def main(what: str = "all", number: str = "") -> None:
    """Run one of them, or all."""
    for name, proof in (("kills", kills), ("faults", faults), ("desks", desks)):
        if what in (name, "all"):
            # A disk that only seems to fail need not turn: the other two are held against a real one.
            memory = MEMORY if name == "faults" and MEMORY.is_dir() else None
            with tempfile.TemporaryDirectory(dir=memory) as room:
                print(proof(int(number or HOW_MANY[name]), Path(room)), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
