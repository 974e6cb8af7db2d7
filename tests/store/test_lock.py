"""The lock: one at a time, by name, on a file that may be tidied away."""

from __future__ import annotations

from pathlib import Path

import pytest

from scheduling.errors import StoreError
from scheduling.store.files import Files
from scheduling.store.lock import Lock


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


def test_waits_grow_from_one_to_ten_milliseconds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = lock(tmp_path / "lock"), lock(tmp_path / "lock")
    now, waits = [0.0], []

    def pause(seconds: float) -> None:
        waits.append(seconds)
        now[0] += seconds

    monkeypatch.setattr("scheduling.store.lock.pause", pause)
    monkeypatch.setattr("scheduling.store.lock.monotonic", lambda: now[0])
    first.acquire(0.0)
    with pytest.raises(StoreError):
        second.acquire(5.0)
    assert waits[:6] == [0.001, 0.002, 0.004, 0.008, 0.010, 0.010]
    assert 5.0 <= now[0] < 5.011
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
