"""Backup and restore: one consistent archive while desks book; nothing newer overwritten, nothing old thrown away."""

from __future__ import annotations

import errno
import gzip
import io
import json
import os
import stat
import tarfile
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from scheduling import cli, open_desk
from scheduling.clock import FixedClock
from scheduling.errors import Refused, StoreError
from scheduling.store.archive import backup
from scheduling.store.check import check
from scheduling.store.ledger import Head
from scheduling.store.repair import nobody_else
from scheduling.store.restore import restore
from tests.store.damaged import kinds
from tests.store.helpers import (
    EIO,
    ENOSPC,
    NOW,
    Crash,
    Faults,
    book,
    clinic_with,
    copied,
    folded,
    ids,
    ledger_of,
    open_store,
    opened,
    saved,
    state,
    visit,
)
from tests.store.test_peers import Desk

CLOCK = FixedClock(NOW)


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "backup.tar.gz"


def put_back(folder: Path, path: Path, force: bool = False) -> str:
    return restore(folder, path, CLOCK, by="amy", desk="front-1", force=force, limit=0.2)


def sound(folder: Path) -> bool:
    return {finding.level for finding in check(folder)} <= {"ok", "warning"} and saved(folder) == folded(folder)


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def test_a_backup_holds_everything_and_is_for_its_owner_alone(folder: Path, target: Path, tmp_path: Path) -> None:
    clinic_with(folder, 3)
    made = backup(folder, target)
    assert (made.seq, made.bytes) == (4, target.stat().st_size)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert sorted(path.name for path in tmp_path.iterdir()) == ["backup.tar.gz", "clinic"], "nothing else is left"
    said = put_back(tmp_path / "else" / "where", target)
    assert "the folder was empty" in said
    assert "kept" not in said
    assert folded(tmp_path / "else" / "where") == folded(folder)
    assert sound(tmp_path / "else" / "where")
    assert json.loads((folder / "clinic.backup.json").read_text())["seq"] == 4
    assert {finding.level for finding in check(folder)} == {"ok", "warning"}  # the warning: no clinic.json


def test_a_file_that_is_there_is_not_overwritten(folder: Path, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clinic_with(folder, 1)
    target.write_bytes(b"precious")
    with pytest.raises(Refused, match="already there") as refused:
        backup(folder, target)
    assert refused.value.code == "exists"

    with monkeypatch.context() as patch:
        patch.setattr(Path, "exists", lambda path: path != target and os.path.exists(path))  # noqa: PTH110
        with pytest.raises(Refused, match="already there"):
            backup(folder, target)
    assert target.read_bytes() == b"precious"
    assert backup(folder, target, force=True).seq == 2
    assert target.read_bytes() != b"precious"


def test_a_stick_without_links(folder: Path, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clinic_with(folder, 1)

    def refuse(source: Path, name: Path) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "link", refuse)
    assert backup(folder, target).seq == 2

    def beaten(source: Path, name: Path) -> None:
        name.write_bytes(b"precious")
        raise PermissionError

    monkeypatch.setattr(os, "link", beaten)
    target.unlink()
    with pytest.raises(Refused, match="already there"):
        backup(folder, target)
    assert target.read_bytes() == b"precious"


def test_a_torn_tail_is_left_out_and_damage_is_not_backed_up(folder: Path, target: Path, tmp_path: Path) -> None:
    clinic_with(folder, 4, document=True)
    kinds.torn_tail(folder)
    assert backup(folder, target).seq == 5
    put_back(tmp_path / "else", target)
    assert folded(tmp_path / "else")["appointments"].keys() == {1, 2, 3, 4}
    for make, words in (
        (kinds.flipped_in_the_middle, "damaged after change 2"),
        (kinds.first_line_damaged, "in its first line"),
        (kinds.no_ledger, r"no clinic\.ledger\.jsonl"),
    ):
        wrong = tmp_path / make.__name__
        clinic_with(wrong, 4, document=True)
        make(wrong)
        with pytest.raises(StoreError, match=words):
            backup(wrong, tmp_path / "wrong.tar.gz")
    assert not (tmp_path / "wrong.tar.gz").exists()
    with pytest.raises(StoreError, match=r"no clinic\.ledger\.jsonl") as refused:
        backup(tmp_path, tmp_path / "wrong.tar.gz")
    assert "name" in refused.value.remedy
    with pytest.raises(Refused, match="no folder"):
        backup(folder, tmp_path / "none" / "file")
    ledger_of(folder).write_bytes(kinds.sealed(kinds.lines_of(folder)[:-1], format=2))
    with pytest.raises(StoreError, match="newer"):
        backup(folder, tmp_path / "wrong.tar.gz")


def test_a_disk_that_fails_leaves_no_half_archive(folder: Path, target: Path, tmp_path: Path) -> None:
    clinic_with(folder, 1)
    faults = Faults()
    faults.fail(ENOSPC, ("fsync", "backup.tar.gz"))
    with pytest.raises(StoreError, match="Not backed up") as full:
        backup(folder, target, files=faults)
    assert full.value.code == "disk_full"
    assert [path.name for path in tmp_path.iterdir()] == ["clinic"]
    faults.fail(EIO, ("open", "clinic.backup.json.tmp"))
    assert backup(folder, target, files=faults).seq == 2
    assert not (folder / "clinic.backup.json").exists()


def test_an_archive_that_reads_back_otherwise_is_not_handed_over(
    folder: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from scheduling.store import archive

    clinic_with(folder, 1)
    unpack = archive.unpack

    def otherwise(path: Path, room: Path) -> archive.Archive:
        found = unpack(path, room)
        return found._replace(place=found.place._replace(head=Head(1, "0" * 32)))

    monkeypatch.setattr(archive, "unpack", otherwise)
    with pytest.raises(StoreError, match="did not read back"):
        backup(folder, target)
    assert not target.exists()


def repacked(target: Path, change: Callable[[dict[str, bytes]], None]) -> None:
    """The archive with other content."""
    with tarfile.open(target) as tar:
        content = {member.name: tar.extractfile(member).read() for member in tar}  # type: ignore[union-attr]
    change(content)
    with tarfile.open(target, "w:gz") as tar:
        tar.addfile(tarfile.TarInfo("clinic.lock"))
        for name, data in content.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))


def swap(name: str, old: bytes, new: bytes) -> Callable[[dict[str, bytes]], None]:
    def change(content: dict[str, bytes]) -> None:
        assert old in content[name]
        content[name] = content[name].replace(old, new, 1)

    return change


def without(name: str) -> Callable[[dict[str, bytes]], None]:
    def change(content: dict[str, bytes]) -> None:
        del content[name]

    return change


def of_another_past(content: dict[str, bytes]) -> None:
    lines = content["clinic.ledger.jsonl"].splitlines(keepends=True)
    content["clinic.ledger.jsonl"] = fresh = kinds.sealed(lines, note="x")
    manifest = json.loads(content["backup.json"])
    content["backup.json"] = json.dumps(manifest | {"head": json.loads(fresh.splitlines()[-1])["h"]}).encode()


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (swap("clinic.ledger.jsonl", b"front-1", b"front-7"), "its ledger is damaged"),
        (swap("backup.json", b'"seq":3', b'"seq":4'), "its ledger is damaged"),
        (swap("backup.json", b'"seq"', b'"sew"'), "it is damaged, or no archive"),
        (swap("clinic.json", b"Who", b"Woh"), r"its clinic\.json is damaged"),
        (of_another_past, r"its clinic\.json is not of its ledger"),
        (without("clinic.json"), r"clinic\.json is missing"),
        (without("clinic.ledger.jsonl"), r"clinic\.ledger\.jsonl is missing"),
        (without("backup.json"), r"backup\.json is missing"),
        (swap("backup.json", b'"format":1', b'"format":2'), "A newer frontdesk"),
    ],
)
def test_an_archive_that_does_not_hold_is_refused(
    folder: Path, target: Path, tmp_path: Path, change: Callable[[dict[str, bytes]], None], why: str
) -> None:
    clinic_with(folder, 2, document=True)
    backup(folder, target)
    before = files_of(folder)
    repacked(target, change)
    with pytest.raises(StoreError, match=why):
        put_back(folder, target, force=True)
    assert files_of(folder) == before


def test_any_flipped_byte_of_an_archive_is_noticed_or_harmless(folder: Path, target: Path, tmp_path: Path) -> None:
    clinic_with(folder, 2, document=True)
    backup(folder, target)
    whole = target.read_bytes()
    for number, position in enumerate(range(0, len(whole), 41)):
        damaged = bytearray(whole)
        damaged[position] ^= 1
        target.write_bytes(damaged)
        try:
            put_back(tmp_path / f"else-{number}", target)
        except StoreError:
            continue
        assert folded(tmp_path / f"else-{number}") == folded(folder)
    with pytest.raises(Refused, match="no file"):
        put_back(folder, tmp_path / "none")


def test_a_disk_that_cannot_be_read_is_no_damaged_archive(
    folder: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clinic_with(folder, 1, document=True)
    backup(folder, target)

    def unreadable(*_: object) -> None:
        raise OSError(EIO, os.strerror(EIO))

    with monkeypatch.context() as patch:
        patch.setattr("scheduling.store.archive.copyfileobj", unreadable)
        with pytest.raises(StoreError, match=r"disk reports an error .*Not restored"):
            put_back(folder, target)

    def crc(*_: object) -> None:
        raise gzip.BadGzipFile("CRC check failed")

    monkeypatch.setattr("scheduling.store.archive.copyfileobj", crc)
    with pytest.raises(StoreError, match="not a backup that holds: it is damaged"):
        put_back(folder, target)


def test_restoring_onto_a_clinic_is_one_change_that_desks_follow_and_undo_takes_back(
    folder: Path, target: Path
) -> None:
    clinic_with(folder, 2)
    store = open_store(folder, "front-2")
    store.write("add", lambda step: step.put("waitlist", {"id": "w", "patient": "p", "status": "waiting"}))
    backup(folder, target)
    put = {"id": "q", "name": "B. Quick"}
    store.write("add", lambda step: step.put("patients", put))
    store.write("add", lambda step: step.put("requests", {"id": "rq.1", "action": "x", "sum": "", "answer": {}}))
    store.write("add", lambda step: step.drop("waitlist", "w"))
    book(store, "b", 5)
    book(store, "a0", 7)
    book(store, "e", 8, status="entered-in-error")
    store.write("add", lambda step: step.put("patients", {"id": "old", "name": "Old", "active": False}))
    before = ledger_of(folder).read_bytes()
    with pytest.raises(Refused, match="The clinic has 7 changes since that backup") as refused:
        put_back(folder, target)
    assert refused.value.code == "not_allowed"
    assert ledger_of(folder).read_bytes() == before
    assert "one change" in put_back(folder, target, force=True)
    assert store.refresh()
    rows = {record["id"]: record for record in store.replica.records("appointments")}
    assert rows["a0"]["start"].startswith("2026-11-23T09:00")
    assert (rows["b"]["status"], rows["b"]["version"]) == ("entered-in-error", 2)
    assert store.replica.record("patients", "q")["active"] is False  # type: ignore[index]
    assert store.replica.record("requests", "rq.1") is None
    assert store.replica.record("waitlist", "w")
    assert store.replica.tables["appointments"] == folded(folder)["appointments"]
    store.close()
    desk = open_desk(folder, now="2026-11-20T14:00Z", by="amy", desk="front-1")
    assert "restore" in desk.history()[0].words or desk.history()[0].action == "restore"
    desk.undo()
    assert desk.store.replica.record("appointments", "b")["status"] == "booked"  # type: ignore[index]
    assert desk.store.replica.record("appointments", "a0")["start"] == visit("", 7)["start"]  # type: ignore[index]
    desk.close_desk()
    assert sound(folder)


def test_restoring_the_present_changes_nothing(folder: Path, target: Path) -> None:
    clinic_with(folder, 2, document=True)
    backup(folder, target)
    before = ledger_of(folder).read_bytes()
    assert "nothing to restore" in put_back(folder, target)
    assert ledger_of(folder).read_bytes() == before
    with opened(folder) as store:
        book(store, "later", 9)
    with pytest.raises(Refused, match="The clinic has 1 change since that backup"):
        put_back(folder, target)


def test_a_file_that_may_not_be_looked_at_is_said_in_words(
    folder: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(_: Path) -> bool:
        raise PermissionError(errno.EACCES, "Permission denied")

    clinic_with(folder, 2)
    monkeypatch.setattr(Path, "exists", refuses)
    monkeypatch.setattr(Path, "is_file", refuses)
    with pytest.raises(StoreError, match="Not backed up"):
        backup(folder, target)
    with pytest.raises(StoreError, match="Not restored"):
        put_back(folder, target)


def test_what_one_change_cannot_hold_is_restored_by_its_files(
    folder: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A clinic of a hundred thousand visits more could not be taken back at all: “Do it in several steps.”"""
    clinic_with(folder, 2)
    backup(folder, target)
    with opened(folder) as store:
        for number in range(2, 9):
            book(store, f"a{number}", number)
        monkeypatch.setattr("scheduling.store.file_ledger.LONGEST", 2_000)
        with pytest.raises(StoreError, match="has the book open"):
            put_back(folder, target, force=True)
    said = put_back(folder, target, force=True)
    assert "as so much at once is more than one change can hold. The old files were kept as" in said
    with opened(folder) as store:
        assert (store.trouble, ids(store)) == (None, ["a0", "a1"])
    assert sound(folder)


def test_a_book_that_lost_its_end_is_carried_on(folder: Path, target: Path) -> None:
    clinic_with(folder, 4, document=True)
    backup(folder, target)
    kinds.document_ahead(folder)
    (folder / "clinic.json").unlink()
    short = ledger_of(folder).read_bytes()
    said = put_back(folder, target)
    assert "the backup goes on where the book ended" in said
    assert sound(folder)
    assert folded(folder)["appointments"].keys() == {1, 2, 3, 4}
    (kept,) = folder.glob("clinic.ledger.jsonl.kept-*")
    assert kept.read_bytes() == short


def test_somebody_books_while_the_backup_is_carried_on(
    folder: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clinic_with(folder, 4, document=True)
    backup(folder, target)
    kinds.document_ahead(folder)
    (folder / "clinic.json").unlink()

    def meanwhile(where: Path) -> None:
        nobody_else(where)
        kinds.torn_tail(folder)
        lines = kinds.lines_of(folder)
        ledger_of(folder).write_bytes(kinds.sealed([*lines[:-1]], note="x"))

    monkeypatch.setattr("scheduling.store.restore.nobody_else", meanwhile)
    with pytest.raises(StoreError, match="booked meanwhile"):
        put_back(folder, target)


def test_another_past_needs_to_be_told(folder: Path, target: Path) -> None:
    clinic_with(folder, 2)
    short = ledger_of(folder).read_bytes()
    with opened(folder) as store:
        book(store, "b", 5)
    backup(folder, target)
    ledger_of(folder).write_bytes(short)
    (folder / "clinic.json").unlink()
    with opened(folder) as store:
        book(store, "c", 6, note="longer than what stood there before")
    with pytest.raises(Refused, match="another past"):
        put_back(folder, target)
    assert "one change" in put_back(folder, target, force=True)
    with opened(folder) as store:
        rows = {record["id"]: record["status"] for record in store.replica.records("appointments")}
        assert rows == {"a0": "booked", "a1": "booked", "c": "entered-in-error", "b": "booked"}


def test_over_another_clinic(folder: Path, target: Path, tmp_path: Path) -> None:
    clinic_with(folder, 2, document=True)
    clinic_with(tmp_path / "other", 1, document=True)
    backup(folder, target)
    before = files_of(tmp_path / "other")
    with pytest.raises(Refused, match="Another clinic is in that folder"):
        put_back(tmp_path / "other", target)
    with opened(tmp_path / "other", "front-2"), pytest.raises(StoreError, match="front-2"):
        put_back(tmp_path / "other", target, force=True)
    said = put_back(tmp_path / "other", target, force=True)
    assert "another clinic was there. The old files were kept as" in said
    assert folded(tmp_path / "other") == folded(folder)
    assert sound(tmp_path / "other")
    kept = {path.name.split(".kept")[0]: path.read_bytes() for path in (tmp_path / "other").glob("*.kept-*")}
    assert kept == {name: before[name] for name in ("clinic.ledger.jsonl", "clinic.json")}


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (kinds.flipped_without_a_document, None),
        (kinds.first_line_damaged, "knows change 5, the backup 3"),
        (kinds.first_line_damaged_without_a_document, None),
        (kinds.no_ledger, "knows change 9, the backup 3"),
        (kinds.nothing, None),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_over_a_damaged_clinic(
    folder: Path, target: Path, tmp_path: Path, make: Callable[[Path], None], told: str | None
) -> None:
    clinic_with(folder, 2)
    backup(folder, target)
    with opened(folder) as store:
        book(store, "a2", 2)
        book(store, "a3", 3)
        store.checkpoint()
    make(folder)
    before = {name: data for name, data in files_of(folder).items() if name in ("clinic.json", "clinic.ledger.jsonl")}
    if told:
        with pytest.raises(Refused, match=told):
            put_back(folder, target)
    put_back(folder, target, force=told is not None)
    with opened(folder) as store:
        assert (store.trouble, ids(store)) == (None, ["a0", "a1"])
    assert sound(folder)
    assert set(before.values()) <= set(files_of(folder).values())


def full_at(faults: Faults, number: int) -> Callable[[str, str], int | None]:
    """The call of that number, counted from 0, finds the disk full."""
    return lambda *_: ENOSPC if len(faults.calls) == number + 1 else None


@pytest.mark.parametrize("make", [kinds.no_ledger, kinds.first_line_damaged], ids=lambda make: make.__name__)
def test_a_crash_or_a_full_disk_at_every_call_of_a_restore(
    folder: Path, target: Path, tmp_path: Path, make: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """`clinic.json` was all that could be read: it was moved away first, and the next desk began an empty clinic."""
    clinic_with(folder, 2)
    backup(folder, target)
    with opened(folder) as store:
        book(store, "a2", 2)
        store.checkpoint()
    make(folder)
    number, done = 0, False
    while not done:
        for fault in (ENOSPC, None):
            here, faults = copied(folder, tmp_path / f"{number}-{fault}"), Faults()
            if fault is None:
                faults.crash_at(number)
            else:
                faults.plan = full_at(faults, number)
            with monkeypatch.context() as patch:
                patch.setattr("scheduling.store.restore.Files", lambda faults=faults: faults)
                try:
                    put_back(here, target, force=True)
                    done = fault is None
                except (StoreError, Crash):
                    pass
            with opened(here) as store:
                assert ids(store) == (["a0", "a1"] if store.trouble is None else ["a0", "a1", "a2"])
            put_back(here, target, force=True)
            with opened(here) as store:
                assert (store.trouble, ids(store)) == (None, ["a0", "a1"])
        number += 1
    assert number > 20


def test_a_document_that_cannot_be_read_does_not_count(folder: Path, target: Path) -> None:
    clinic_with(folder, 4, document=True)
    backup(folder, target)
    kinds.first_line_damaged(folder)
    kinds.foreign_document(folder)
    assert "could not be read" in put_back(folder, target)
    assert sound(folder)


def test_what_may_only_be_read_is_not_restored(folder: Path, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clinic_with(folder, 4, document=True)
    backup(folder, target)
    with monkeypatch.context() as patch:
        patch.setattr("scheduling.store.opening.FORMAT", 0)
        with pytest.raises(StoreError, match="newer frontdesk"):
            put_back(folder, target)
    with monkeypatch.context() as patch:
        patch.setattr("scheduling.store.file_ledger.FileLedger.writable", False, raising=False)
        opening = "scheduling.store.file_ledger.FileLedger.__setattr__"
        patch.setattr(
            opening,
            lambda self, name, value: object.__setattr__(self, name, value if name != "writable" else False),
            raising=False,
        )
        with pytest.raises(StoreError, match="You may read this book"):
            put_back(folder, target)
    with opened(folder) as store:
        store.ledger.lock.acquire(0.0)
        with pytest.raises(StoreError, match="front-1"):
            put_back(folder, target)


@pytest.mark.alone
def test_backups_while_four_desks_book_hold_what_was_answered_before(folder: Path, tmp_path: Path) -> None:
    clinic_with(folder, 0)
    answered: list[str] = []
    desks = [Desk(folder, f"d{number}", "book") for number in range(4)]

    def listen(desk: Desk, name: str) -> None:
        while slot := desk.line():
            answered.append(f"{name}-{slot}")

    threads = [threading.Thread(target=listen, args=(desk, f"d{n}")) for n, desk in enumerate(desks)]
    try:
        for thread in threads:
            thread.start()
        enough = threading.Event()
        for number in range(5):
            while len(answered) < 20 * (number + 1):
                enough.wait(0.01)
            before = set(answered)
            backup(folder, tmp_path / f"{number}.tar.gz")
            put_back(tmp_path / f"else-{number}", tmp_path / f"{number}.tar.gz")
            held = {record["id"] for record in folded(tmp_path / f"else-{number}")["appointments"].values()}
            assert before <= held
            assert saved(tmp_path / f"else-{number}") == folded(tmp_path / f"else-{number}")
    finally:
        for desk in desks:
            desk.process.kill()
        for thread in threads:
            thread.join()
        for desk in desks:
            desk.process.communicate()


def test_the_commands(folder: Path, target: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    clinic_with(folder, 2, document=True)

    def run(where: Path, *words: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = cli.main(["--data", str(where), *words])
        said = capsys.readouterr()
        return code, said.out, said.err

    code, out, _ = run(folder, "backup", str(target))
    assert (code, out) == (0, f"Backed up to {target}: the book up to change 3, read back and checked.\n")
    code, out, err = run(folder, "backup", str(target))
    assert (code, out, err.count("\n")) == (1, "", 1)
    code, out, _ = run(folder, "backup", str(target), "--force", "--json")
    assert (code, json.loads(out)["seq"]) == (0, 3)
    assert run(folder, "restore", str(target))[0] == 0
    with opened(folder) as store:
        book(store, "b", 5)
        before = state(store)
    code, _, err = run(folder, "restore", str(target))
    assert (code, err.count("\n")) == (1, 1)
    assert "--force" in err
    code, out, _ = run(folder, "restore", str(target), "--force", "--json", "--as", "bob", "--desk", "front-9")
    assert code == 0
    assert "one change" in json.loads(out)["done"]
    with opened(folder) as store:
        line = next(store.lines_backward())
        assert (line["by"], line["desk"], line["seq"]) == ("bob", "front-9", before[0] + 1)
    assert run(tmp_path / "new", "restore", str(target))[0] == 0
    assert run(tmp_path / "new", "restore", str(tmp_path / "none"))[0] == 1
    (tmp_path / "text").write_text("x")
    assert run(tmp_path / "new", "restore", str(tmp_path / "text"))[0] == 3
