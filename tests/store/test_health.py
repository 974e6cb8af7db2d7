"""`frontdesk status`: how the folder is doing, and 3 when it is unwell."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scheduling import cli
from scheduling.errors import StoreError
from scheduling.store import health
from scheduling.store.archive import backup
from scheduling.store.health import ago, status
from scheduling.store.transaction import stamp
from tests.store.damaged import kinds
from tests.store.helpers import book, clinic_with, ledger_of, opened


def told(capsys: pytest.CaptureFixture[str], folder: Path, *words: str) -> tuple[int, str]:
    capsys.readouterr()
    code = cli.main(["--data", str(folder), "status", *words])
    said = capsys.readouterr()
    return code, said.out + said.err


def test_a_healthy_clinic(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    clinic_with(folder, 2, document=True)
    code, said = told(capsys, folder)
    assert code == 0
    assert "desks open  0\nlock        free\nbackup      none yet\n" in said
    backup(folder, tmp_path / "x.tar.gz")
    with opened(folder) as store, opened(folder, "front-2"):
        before = ledger_of(folder).stat().st_size
        book(store, "b", 5)
        code, said = told(capsys, folder, "--json")
        row = json.loads(said)
        assert code == 0
        size = ledger_of(folder).stat().st_size
        assert (row["seq"], row["ledger_bytes"], row["tail_changes"], row["tail_bytes"]) == (
            4,
            size,
            1,
            size - before,
        )
        assert (sorted(row["desks"]), row["holder"], row["healthy"]) == (["front-1", "front-2"], None, True)
        assert (row["backup"]["seq"], row["backup"]["file"]) == (3, str((tmp_path / "x.tar.gz").resolve()))
        assert row["free_bytes"] > 0
        assert row["checkpoint"].endswith("Z")
        _, said = told(capsys, folder)
        assert "desks open  2, front-1, front-2" in said
        assert "change 3" in said.splitlines()[6]


def test_looking_changes_nothing_and_holds_nothing(folder: Path) -> None:
    clinic_with(folder, 2, document=True)
    before = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    status(folder)
    assert {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()} == before
    (folder / "clinic.lock").unlink()
    assert status(folder).holder is None
    assert not (folder / "clinic.lock").exists()


def test_who_holds_the_lock(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    clinic_with(folder, 1, document=True)
    with opened(folder, "front-7") as store:
        store.ledger.lock.acquire(0.0)
        found = status(folder, limit=0.02)
        assert found.holder == "front-7"
        assert found.troubles == ["The desk “front-7” has been holding the book for 0.02 s: look after that desk."]
        with monkeypatch.context() as patch:
            patch.setattr("scheduling.store.health.pause", lambda _: store.ledger.lock.release())
            code, said = told(capsys, folder)
        assert code == 0
        assert "held by front-7 (" in said
    with opened(folder, "") as store:
        store.ledger.lock.acquire(0.0)
        assert "A desk has been holding" in status(folder, limit=0.02).troubles[0]


def half_a_line(folder: Path) -> None:
    kinds.torn_tail(folder)


def no_json(folder: Path) -> None:
    with ledger_of(folder).open("ab") as file:
        file.write(b"x" * 60 + b'"}\n')


def newer(folder: Path) -> None:
    kinds.newer_format(folder)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (half_a_line, "not whole"),
        (no_json, "last line is damaged"),
        (kinds.no_ledger, r"There is no clinic.ledger.jsonl"),
        (kinds.empty_ledger, "not whole"),
        (kinds.foreign_document, "clinic.json is not as the desk wrote it"),
        (kinds.document_ahead, "clinic.json knows change 5, the ledger 3"),
        (newer, "A newer frontdesk"),
    ],
)
def test_an_unwell_clinic(
    folder: Path, capsys: pytest.CaptureFixture[str], make: Callable[[Path], None], words: str
) -> None:
    clinic_with(folder, 4, document=True)
    make(folder)
    code, said = told(capsys, folder)
    assert code == 3
    (trouble,) = [line for line in said.splitlines() if line.startswith("✗")]
    assert words in trouble


def test_without_a_document_everything_is_behind_it(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    clinic_with(folder, 2)
    found = status(folder)
    assert (found.seq, found.tail_changes, found.tail_bytes, found.checkpoint) == (3, 4, found.ledger_bytes, None)
    assert "document    none" in told(capsys, folder)[1]
    for text in ("{}", '{"at":"yesterday","seq":1,"file":"x"}', '{"at":7,"seq":1,"file":"x"}'):
        (folder / "clinic.backup.json").write_text(text)
        assert status(folder).backup is None


def test_a_long_last_line_and_a_full_disk(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clinic_with(folder, 3, document=True)
    monkeypatch.setattr(health, "END", 2)
    assert status(folder).seq == 4

    def full(_: Path) -> Any:
        return shutil._ntuple_diskusage(10**9, 10**9 - 2**20 * 3, 2**20 * 3)

    monkeypatch.setattr(shutil, "disk_usage", full)
    assert status(folder).troubles == ["There are 3 MB left on the disk: free some space."]


def test_no_clinic(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no clinic"):
        status(tmp_path)


def test_how_long_ago(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "machine_seconds", lambda: 1_000_000)
    spans = {
        0: "just now",
        1: "1 second ago",
        150: "2 minutes ago",
        7200: "2 hours ago",
        90_000: "1 day ago",
        -5: "just now",
    }
    for seconds, words in spans.items():
        assert ago(stamp(1_000_000 - seconds)) == words


def test_status_with_an_id_is_the_verb(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    clinic_with(folder, 1, document=True)
    assert told(capsys, folder, "a0")[0] == 2
    code, said = told(capsys, folder, "a0", "arrived", "--now", "2026-11-23T09:00")
    assert (code, said.split(":")[0]) == (0, "Arrived")
