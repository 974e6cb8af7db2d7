"""The day's backup: made by an open desk, once a day, verified, fourteen kept; a failure is a notice."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scheduling.clock import FixedClock, SystemClock
from scheduling.errors import StoreError
from scheduling.store import daily, upkeep
from scheduling.store.archive import unpack
from scheduling.store.check import check
from scheduling.store.daily import KEPT, Daily, daily_backups, due, main, make
from scheduling.store.health import status
from scheduling.store.lock import try_flock
from scheduling.store.store import Store
from tests.store.helpers import EIO, Faults, book, clinic_with, ids, open_store, opened

EVENING = 1_795_224_600  # 2026-11-21T01:30Z, the evening before in New York
TODAY = "clinic-2026-11-20.tar.gz"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> FixedClock:
    """The machine's clock, for backups: Friday evening in New York."""
    clock = FixedClock(EVENING)
    monkeypatch.setattr(daily, "machine_seconds", clock.now)
    return clock


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The desk is idle without waiting, and looks each time."""
    monkeypatch.setattr(upkeep, "IDLE", 0.0)
    monkeypatch.setattr(daily, "LOOK", 0.0)
    monkeypatch.setattr(daily, "AFTER_A_FAILURE", 0.0)


def seen_to(store: Store) -> Daily:
    """The store's part that sees to backups."""
    found = store._upkeep._daily
    assert found is not None
    return found


def until_made(store: Store) -> None:
    """Idle moments until the process, if one was started, has ended and been heard."""
    store.checkpoint()
    store.checkpoint_if_due()
    process = seen_to(store)._process
    if process is not None:
        process.wait()
        store.checkpoint_if_due()


def wanted(store: Store, **settings: Any) -> None:
    ident = store.replica.clinic
    store.write("update_clinic", lambda step: step.put("clinic", {"id": ident, **settings}))


@pytest.mark.usefixtures("clock", "at_once")
def test_an_idle_desk_has_it_made_and_the_others_see_it(store: Store, peer: Store) -> None:
    book(store, "a")
    until_made(store)
    (made,) = daily_backups(store.folder)
    assert made.name == TODAY
    assert (made.stat().st_mode & 0o777, made.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert list(made.parent.iterdir()) == [made]
    assert (store.notices, peer.notices) == ([], [])
    peer.refresh()
    until_made(peer)
    assert seen_to(peer)._process is None
    found = status(store.folder)
    assert found.backup is not None
    assert (found.backup.seq, found.backup.file, found.daily_backups) == (2, str(made.resolve()), 1)


def test_the_archive_holds_the_book(folder: Path, tmp_path: Path) -> None:
    clinic_with(folder, 3)
    assert make(folder / "backups" / TODAY)
    (tmp_path / "room").mkdir()
    found = unpack(folder / "backups" / TODAY, tmp_path / "room")
    assert len(found.content.tables["appointments"]) == 3
    assert not make(folder / "backups" / TODAY)


def test_a_day_is_the_first_hospitals(folder: Path, clock: FixedClock) -> None:
    with opened(folder) as store:
        assert due(folder, store.replica.clinic, store.replica.tables) is None
    clinic_with(folder, 0)
    with opened(folder) as store:
        assert due(folder, store.replica.clinic, store.replica.tables) == folder / "backups" / TODAY
        clock.set(EVENING + 4 * 3600)
        target = due(folder, store.replica.clinic, store.replica.tables)
        assert target == folder / "backups" / "clinic-2026-11-21.tar.gz"
        wanted(store, daily_backup=False)
        assert due(folder, store.replica.clinic, store.replica.tables) is None
        wanted(store)
        assert due(folder, store.replica.clinic, store.replica.tables) == target


def test_fourteen_are_kept_and_nothing_else_is_touched(folder: Path) -> None:
    clinic_with(folder, 1)
    room = folder / "backups"
    room.mkdir()
    others = [room / "clinic-before-the-move.tar.gz", room / "note.txt"]
    for path in others:
        path.write_text("mine")
    (room / ".frontdesk-killed").mkdir()
    (room / ".frontdesk-killed" / "half").write_text("x")
    for day in range(1, KEPT + 3):
        (room / f"clinic-2026-10-{day:02d}.tar.gz").write_text("older")
    assert make(room / TODAY)
    kept = [path.name for path in daily_backups(folder)]
    assert (len(kept), kept[0], kept[-1]) == (KEPT, "clinic-2026-10-04.tar.gz", TODAY)
    assert sorted(room.iterdir()) == sorted([*daily_backups(folder), *others])


def test_a_clock_that_was_set_back_keeps_what_was_just_made(folder: Path) -> None:
    clinic_with(folder, 1)
    (folder / "backups").mkdir()
    for day in range(1, KEPT + 1):
        (folder / "backups" / f"clinic-2027-10-{day:02d}.tar.gz").write_text("by a clock that ran ahead")
    assert make(folder / "backups" / TODAY)
    assert daily_backups(folder)[0].name == TODAY


def test_two_desks_make_the_folder_at_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clinic_with(folder, 1)
    mkdir = Path.mkdir

    def late(path: Path, mode: int = 0o777, parents: bool = False, exist_ok: bool = False) -> None:
        if path.name == "backups":
            mkdir(path, mode)
        mkdir(path, mode, parents, exist_ok)

    monkeypatch.setattr(Path, "mkdir", late)
    assert make(folder / "backups" / TODAY)


def test_only_one_desk_is_at_it(folder: Path) -> None:
    clinic_with(folder, 1)
    (folder / "backups").mkdir()
    descriptor = os.open(folder / "backups", os.O_RDONLY)
    try:
        assert try_flock(descriptor)
        assert not make(folder / "backups" / TODAY)
    finally:
        os.close(descriptor)
    assert daily_backups(folder) == []


def test_a_shared_folder_keeps_its_group(folder: Path) -> None:
    clinic_with(folder, 1, document=True)
    folder.chmod(0o2770)
    for path in folder.iterdir():
        path.chmod(0o2770 if path.is_dir() else 0o660)
    make(folder / "backups" / TODAY)
    assert (folder / "backups").stat().st_mode & 0o7777 == 0o2770
    assert (folder / "backups" / TODAY).stat().st_mode & 0o777 == 0o660
    assert [finding.sentence for finding in check(folder) if finding.level != "ok"] == []


def test_check_looks_at_the_modes_of_the_backups(folder: Path) -> None:
    clinic_with(folder, 1, document=True)
    make(folder / "backups" / TODAY)
    (folder / "backups").chmod(0o755)
    (folder / "backups" / TODAY).chmod(0o644)
    found = check(folder)[0]
    assert f"backups is 0755, should be 0700, {TODAY} is 0644, should be 0600" in found.sentence


def test_a_failure_is_a_notice(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], faults: Faults
) -> None:
    clinic_with(folder, 1)
    faults.fail(EIO, ("fsync", "backup.tar.gz"))
    with pytest.raises(StoreError, match="Not backed up"):
        make(folder / "backups" / TODAY, faults)
    assert list((folder / "backups").iterdir()) == []
    (folder / "backups").rmdir()
    (folder / "backups").write_text("in the way")
    monkeypatch.setattr(os, "nice", lambda _: 0)
    assert main([str(folder / "backups" / TODAY)]) == daily.TOLD
    assert capsys.readouterr().err.endswith("check the disk.\n")
    (folder / "backups").unlink()
    assert main([str(folder / "backups" / TODAY)]) == 0
    assert len(daily_backups(folder)) == 1


def a_file_in_the_way(store: Store, _: pytest.MonkeyPatch) -> None:
    (store.folder / "backups").write_text("in the way")


def killed(_: Store, patch: pytest.MonkeyPatch) -> None:
    start = subprocess.Popen

    def with_less(command: list[str], **more: Any) -> Any:
        return start([sys.executable, "-c", "import os; os.kill(os.getpid(), 9)"], **more)

    patch.setattr(subprocess, "Popen", with_less)


def no_process(_: Store, patch: pytest.MonkeyPatch) -> None:
    def none(*_: Any, **__: Any) -> Any:
        raise OSError(11, "Resource temporarily unavailable")

    patch.setattr(subprocess, "Popen", none)


@pytest.mark.usefixtures("clock", "at_once")
@pytest.mark.parametrize(
    ("make_trouble", "words"),
    [(a_file_in_the_way, "Not backed up"), (killed, "It ended with -9"), (no_process, "No process could be started")],
)
def test_a_desk_tells_of_a_failure_once_and_goes_on(
    store: Store,
    monkeypatch: pytest.MonkeyPatch,
    make_trouble: Callable[[Store, pytest.MonkeyPatch], None],
    words: str,
) -> None:
    with monkeypatch.context() as patch:
        make_trouble(store, patch)
        for _ in range(2):
            until_made(store)
    (notice,) = store.notices
    assert notice.startswith("The backup of today could not be made. ")
    assert words in notice
    book(store, "a")
    if (store.folder / "backups").exists():
        (store.folder / "backups").unlink()
    until_made(store)
    assert len(daily_backups(store.folder)) == 1


@pytest.mark.usefixtures("clock", "at_once")
def test_a_desk_that_closes_leaves_it_to_the_next(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clinic_with(folder, 1, document=True)
    store = open_store(folder, clock=SystemClock())
    start = subprocess.Popen
    monkeypatch.setattr(
        subprocess,
        "Popen",
        lambda _, **more: start([sys.executable, "-c", "input()"], **more | {"stdin": subprocess.PIPE}),
    )
    store.checkpoint_if_due()
    process = seen_to(store)._process
    assert process is not None
    store.checkpoint_if_due()
    assert process.poll() is None
    store.close()
    assert process.returncode == -15
    assert daily_backups(folder) == []


def test_a_desk_looks_now_and_then(folder: Path) -> None:
    looks: list[int] = []

    def clinic() -> tuple[str, Any]:
        looks.append(1)
        return "", {}

    daily = Daily(folder, clinic, print)
    daily.start_if_due()
    daily.start_if_due()
    daily.stop()
    assert len(looks) == 1


def test_nothing_is_started_while_people_book(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[Any] = []
    monkeypatch.setattr(subprocess, "Popen", lambda *words, **_: started.append(words))
    book(store, "a")
    store.checkpoint_if_due()
    assert (started, store._upkeep._daily, ids(store)) == ([], None, ["a"])
