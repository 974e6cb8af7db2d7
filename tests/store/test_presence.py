"""Who has the book open: counted while they live, forgotten when they are gone, and never in anybody's way."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

import pytest

from scheduling.store.presence import FOLDER, Mark, named, present
from tests.store.helpers import clinic_with, copied, open_store, opened


def test_desks_are_counted_while_they_are_open(folder: Path) -> None:
    assert present(folder) == []
    first = open_store(folder)
    second = open_store(folder, "front-2")
    assert sorted(present(folder)) == ["front-1", "front-2"]
    first.close()
    assert present(folder) == ["front-2"]
    second.close()
    assert present(folder) == []
    assert list((folder / FOLDER).iterdir()) == []


def test_what_a_dead_desk_left_is_removed(folder: Path, tmp_path: Path) -> None:
    clinic_with(folder, 1)
    with opened(folder, "front-2"):
        copy = copied(folder, tmp_path / "copy")
    assert len(list((copy / FOLDER).iterdir())) == 1
    assert present(copy) == []
    assert list((copy / FOLDER).iterdir()) == []


def test_a_file_taken_for_a_dead_desks_is_made_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.mkdir(mode=0o700)
    flock = fcntl.flock
    met: list[list[str]] = []

    def late(descriptor: int, how: int) -> None:
        if not met:
            met.append(present(folder))
        flock(descriptor, how)

    monkeypatch.setattr(fcntl, "flock", lambda fd, how: (late if how == fcntl.LOCK_SH else flock)(fd, how))
    mark = Mark(folder, "front-1")
    assert met == [[]]
    assert present(folder) == ["front-1"]
    mark.close()
    mark.close()


def test_a_folder_that_refuses_counts_nobody_and_costs_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.mkdir(mode=0o700)
    (folder / FOLDER).write_text("in the way")
    Mark(folder, "front-1").close()
    assert present(folder) == []
    (folder / FOLDER).unlink()

    def full(*_: object) -> None:
        raise OSError

    with monkeypatch.context() as patch:
        patch.setattr(os, "pwrite", full)
        Mark(folder, "front-1").close()
    mark = Mark(folder, "front-1")
    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", full)
        assert present(folder) == ["front-1"]
        mark.close()
        assert present(folder) == []
    (folder / FOLDER / "gone").symlink_to("nowhere")
    assert present(folder) == []


def test_a_shared_folder_is_shared_here_too(folder: Path) -> None:
    folder.mkdir()
    folder.chmod(0o2770)
    mark = Mark(folder, "front-1")
    assert (folder / FOLDER).stat().st_mode & 0o7777 == 0o2770
    assert mark.path.stat().st_mode & 0o777 == 0o660
    mark.close()


def test_in_words() -> None:
    assert named(["front-1"]) == "The desk “front-1” has"
    assert named(["b", "", "a"]) == "3 desks (“a”, “b”) have"
    assert named([""]) == "Another desk has"
    assert named(["", ""]) == "2 desks have"
