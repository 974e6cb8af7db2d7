"""The lock: one at a time, by name, on a file that may be tidied away; and the queue in front of it."""

from __future__ import annotations

import errno
import os
import runpy
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from scheduling.clock import monotonic
from scheduling.errors import StoreError
from scheduling.store import lock as lock_module
from scheduling.store import queue
from scheduling.store.files import Files
from scheduling.store.lock import FIRST_WAIT, LONGEST_WAIT, Lock, try_flock
from scheduling.store.queue import A_LOT, PATIENCE, Queue
from tests.store.helpers import book, folded, ids, opened, saved, set_up, stand_still


def lock(path: Path, desk: str = "front-1", limit: float = 0.02) -> Lock:
    return Lock(path, desk, limit, Files(), 0o600)


def test_one_at_a_time_and_the_holder_is_named(tmp_path: Path) -> None:
    first, second = lock(tmp_path / "lock"), lock(tmp_path / "lock", "ünïcode" * 20)
    first.acquire(0.0)
    with pytest.raises(StoreError, match=r"“front-1” has been holding the book for 0\.02 s"):
        second.acquire(0.0)
    first.release()
    second.acquire(0.0)
    with pytest.raises(StoreError, match="ünïcode"):
        first.acquire(0.0)
    second.close()
    first.acquire(0.0)
    first.close()


def test_a_nameless_holder(tmp_path: Path) -> None:
    first, second = lock(tmp_path / "lock", ""), lock(tmp_path / "lock")
    first.acquire(0.0)
    with pytest.raises(StoreError, match="Another desk"):
        second.acquire(0.0)
    first.close()
    second.close()


def test_waits_grow_to_a_millisecond(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = lock(tmp_path / "lock"), lock(tmp_path / "lock")
    told = stand_still(monkeypatch)
    first.acquire(0.0)
    deadline = told[0] + 5.0
    with pytest.raises(StoreError):
        second.acquire(deadline)
    assert told[1:6] == [FIRST_WAIT, 2 * FIRST_WAIT, 4 * FIRST_WAIT, LONGEST_WAIT, LONGEST_WAIT]
    assert deadline <= told[0] < deadline + LONGEST_WAIT
    first.close()
    second.close()


def test_a_lock_file_that_was_tidied_away_keeps_nobody_apart(tmp_path: Path) -> None:
    first, second = lock(tmp_path / "lock"), lock(tmp_path / "lock")
    (tmp_path / "lock").unlink()
    first.acquire(0.0)
    with pytest.raises(StoreError):
        second.acquire(0.0)
    first.close()
    second.close()


def test_a_lock_that_cannot_be_made_anew_touches_no_other_file(tmp_path: Path) -> None:
    """The number of a closed file is given to the next one that is opened: it was signed as if it were the lock."""
    room = tmp_path / "clinic"
    room.mkdir()
    mine = lock(room / "lock")
    shutil.rmtree(room)
    with pytest.raises(StoreError, match=r"There is no folder .*clinic any more"):
        mine.acquire(0.0)
    with (tmp_path / "other").open("w+b") as other:
        other.write(b"precious" * 20)
        other.flush()
        with pytest.raises(StoreError, match="There is no folder"):
            mine.acquire(0.0)
    assert (tmp_path / "other").read_bytes() == b"precious" * 20
    room.mkdir()
    mine.acquire(0.0)
    with pytest.raises(StoreError, match="front-1"):
        lock(room / "lock").acquire(0.0)
    mine.close()


def test_a_system_that_refuses_a_lock_is_told_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    mine = lock(tmp_path / "lock")
    monkeypatch.setattr("scheduling.store.lock.fcntl.flock", refuses)
    with pytest.raises(StoreError, match=r"The disk reports an error \(no locks available\)"):
        mine.acquire(0.0)
    assert not mine.held
    mine.close()


def test_a_folder_one_may_only_read_needs_its_lock_file(tmp_path: Path) -> None:
    class ReadOnly(Files):
        def open(self, path: Path, flags: int, mode: int = 0o600) -> int:
            raise PermissionError(errno.EACCES, "Permission denied")

    class Full(Files):
        def open(self, path: Path, flags: int, mode: int = 0o600) -> int:
            raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(StoreError, match=r"There is no lock in .* Copy the folder"):
        Lock(tmp_path / "lock", "", 0.02, ReadOnly(), 0o600)
    with pytest.raises(OSError, match="No space"):
        Lock(tmp_path / "lock", "", 0.02, Full(), 0o600)


def test_a_file_one_may_only_read_is_lock_enough(tmp_path: Path) -> None:
    class ReadOnly(Files):
        def open(self, path: Path, flags: int, mode: int = 0o600) -> int:
            raise PermissionError

    (tmp_path / "lock").write_bytes(b"")
    reader = Lock(tmp_path / "lock", "reader", 0.02, ReadOnly(), 0o600)
    reader.acquire(0.0)
    assert (tmp_path / "lock").stat().st_size == 0
    with pytest.raises(StoreError, match="Another desk"):
        lock(tmp_path / "lock").acquire(0.0)
    reader.close()


WAITS = """
waiter.acquire(1e12)
print("mine", flush=True)
sys.stdin.read()
"""
TAKES_TURNS = """
until, turns = float(sys.stdin.readline()), 0
while monotonic() < until:
    waiter.acquire(1e12)
    waiter.release()
    turns += 1
print(turns, flush=True)
"""


class Waiter:
    """A process with a lock at `path`, which does that work."""

    BEGIN = """
import sys
from pathlib import Path
from scheduling.clock import monotonic
from tests.store.test_lock import lock
waiter = lock(Path(sys.argv[1]), "waiter")
print("here", flush=True)
"""

    def __init__(self, path: Path, work: str = WAITS) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", self.BEGIN + work, str(path)],
            cwd=Path(__file__).parents[2],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.line() == "here"

    def line(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def end(self) -> None:
        self.process.kill()
        self.process.communicate()


def until(condition: Callable[[], bool], seconds: float = 60.0) -> None:
    """Wait for what another process does."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.002)


def room(path: Path) -> Queue:
    return Queue(path.with_suffix(".queue"), Files(), 0o600)


def until_seen(waiting: Queue) -> None:
    """Until somebody has a place there, however old it is by then."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("scheduling.store.queue.PATIENCE", 10**15)
        until(waiting.anybody)


@pytest.mark.alone
def test_nobody_pushes_in_and_nobody_starves(tmp_path: Path) -> None:
    desks = [Waiter(tmp_path / "lock", TAKES_TURNS) for _ in range(4)]
    try:
        until = f"{monotonic() + 1}\n"
        for desk in desks:
            assert desk.process.stdin is not None
            desk.process.stdin.write(until)
            desk.process.stdin.flush()
        turns = [int(desk.line()) for desk in desks]
    finally:
        for desk in desks:
            desk.end()
    assert min(turns) >= 0.5 * max(turns) > 10


def test_places_are_kept_by_those_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = room(tmp_path / "lock"), room(tmp_path / "lock")
    (now,) = stand_still(monkeypatch)
    with first.place(lot=True) as mine:
        assert second.anybody()
        assert not first.anybody()  # nobody waits for oneself
        assert second.anybody(mine + 1)
        assert not second.anybody(mine)
        assert not second.anybody(mine - 2 * PATIENCE)  # places that are no longer kept
        assert int(now * 1e6) <= mine < int(now * 1e6) + A_LOT
    assert not second.anybody()
    first.close()
    second.close()
    second.close()
    with second.place(lot=True) as nowhere:  # closed, or never opened: nobody is kept waiting
        assert not second.anybody(nowhere)


def test_a_stopped_waiter_is_passed_by(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second, waiting = lock(tmp_path / "lock"), lock(tmp_path / "lock", "second"), room(tmp_path / "lock")
    first.acquire(0.0)
    waiter = Waiter(tmp_path / "lock")
    try:
        until_seen(waiting)
        waiter.process.send_signal(signal.SIGSTOP)
        assert os.WIFSTOPPED(os.waitpid(waiter.process.pid, os.WUNTRACED)[1])
        first.release()
        told = stand_still(monkeypatch)
        started = told[0]
        for turn in (first, second, first, second):
            turn.acquire(started + 5)
            turn.release()
        assert told[0] - started <= (PATIENCE + A_LOT) / 1e6 + LONGEST_WAIT
        told[0] = started + (PATIENCE + 2 * A_LOT) / 1e6
        assert not waiting.anybody()  # its place has got old
        waited = len(told)
        for turn in (first, second):
            turn.acquire(told[0] + 5)
            turn.release()
        assert len(told) == waited
        waiter.process.send_signal(signal.SIGCONT)
        assert waiter.line() == "mine"
    finally:
        waiter.end()
    first.close()
    second.close()
    waiting.close()


def test_a_killed_waiter_leaves_its_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, waiting = lock(tmp_path / "lock"), room(tmp_path / "lock")
    first.acquire(0.0)
    waiter = Waiter(tmp_path / "lock")
    until_seen(waiting)
    waiter.end()
    monkeypatch.setattr("scheduling.store.queue.PATIENCE", 10**15)  # a place left behind would be seen for ever
    assert not waiting.anybody()
    first.close()
    waiting.close()


def test_where_there_is_no_queue_one_waits_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scheduling.store.queue.POSSIBLE", False)
    first, second = lock(tmp_path / "lock"), lock(tmp_path / "lock")
    assert not (tmp_path / "lock.queue").exists()
    first.acquire(0.0)
    with pytest.raises(StoreError):
        second.acquire(monotonic() + 0.01)
    first.release()
    second.acquire(0.0)
    second.close()
    first.close()


@pytest.mark.parametrize(("module", "name", "value"), [(queue, "POSSIBLE", False), (lock_module, "fcntl", None)])
def test_a_system_without_fcntl(
    module: ModuleType, name: str, value: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "fcntl", None)
    assert module.__file__ is not None
    assert runpy.run_path(module.__file__)[name] is value


def test_without_flock_filelock_keeps_them_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scheduling.store.lock.fcntl", None)
    assert try_flock(-1)
    first, second = lock(tmp_path / "lock"), lock(tmp_path / "lock")
    first.acquire(0.0)
    with pytest.raises(StoreError, match="front-1"):
        second.acquire(0.0)
    first.release()
    second.acquire(0.0)
    second.close()
    first.acquire(0.0)
    first.close()
    with opened(tmp_path / "clinic") as one, opened(tmp_path / "clinic", "front-2") as other:
        set_up(one)
        book(other, "a")
        one.refresh()
        one.checkpoint()
        assert ids(one) == ["a"]
        assert saved(tmp_path / "clinic") == folded(tmp_path / "clinic")
