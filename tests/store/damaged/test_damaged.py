"""Every kind of damaged clinic through the command: its sentence, its exit code, and what repair leaves."""

from __future__ import annotations

from pathlib import Path

import pytest

from scheduling import cli
from scheduling.errors import StoreError
from scheduling.store.check import check
from scheduling.store.repair import repair
from tests.store.damaged import kinds
from tests.store.damaged.kinds import KINDS, UNTOUCHED, Kind
from tests.store.helpers import (
    EIO,
    ENOSPC,
    Crash,
    Faults,
    book,
    clinic_with,
    copied,
    folded,
    ids,
    ledger_of,
    opened,
    saved,
    state,
)


def told(capsys: pytest.CaptureFixture[str], folder: Path, *words: str) -> tuple[int, list[str]]:
    capsys.readouterr()
    code = cli.main(["--data", str(folder), "check", *words])
    said = capsys.readouterr()
    return code, (said.out + said.err).splitlines()


def content(folder: Path) -> dict[str, bytes]:
    return {
        path.name: path.read_bytes() for path in folder.iterdir() if path.is_file() and path.name != "clinic.lock"
    }


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_what_is_said_and_what_repair_leaves(kind: Kind, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    clinic_with(folder, 4, document=True)
    kind.make(folder)
    damaged = content(folder)
    code, said = told(capsys, folder)
    assert (code, content(folder)) == (kind.code, damaged)
    assert kind.says in said[0]
    assert code == 0 or said[0].count(".") >= 2, "what is wrong, and what to do"

    code, said = told(capsys, folder, "--repair")
    assert code == kind.after, said
    for words in kind.repaired:
        assert any(words in sentence for sentence in said), said
    after = content(folder)
    assert damaged.items() <= after.items() or set(damaged.values()) <= {
        *after.values(),
        *(damaged[name] for name in damaged if after.get(name, b"").startswith(damaged[name])),
        *(b"".join([after["clinic.ledger.jsonl"], torn]) for name, torn in after.items() if name.endswith(".torn")),
    }, "something is gone"
    if UNTOUCHED in kind.repaired:
        assert after == damaged
        return
    new = {name for name in after if "kept-" in name or name.endswith(".torn")}
    assert all(any(Path(name).match(pattern) for name in new) for pattern in kind.kept)
    assert len(new) == len(kind.kept)
    with opened(folder) as store:
        assert (store.trouble, store.notices) == (None, [])
        assert ids(store) == list(kind.left)
        made = book(store, "next", 20)
        assert store.replica.doc_id(made["id"]) > max(map(int, folded(folder)["appointments"])) - 1
        store.checkpoint()
        assert list(store.lines_backward())[-1]["seq"] == 0
    assert saved(folder) == folded(folder)
    code, said = told(capsys, folder, "--repair")
    assert code == kind.after
    assert not any("written anew" in sentence or "ledger held" in sentence for sentence in said), "once is enough"


def test_ids_that_were_removed_are_not_given_again(folder: Path) -> None:
    clinic_with(folder, 4, document=True)
    kinds.no_ledger(folder)
    repair(folder)
    with opened(folder) as store:
        book(store, "next", 20)
        assert store.replica.doc_id("next") == 6
        assert store.replica.next["patients"] == 3
    assert cli.main(["--data", str(folder), "history"]) == 0


@pytest.mark.parametrize(
    "make", [kinds.flipped_in_the_middle, kinds.no_ledger, kinds.document_ahead], ids=lambda made: made.__name__
)
def test_a_crash_at_every_call_of_a_repair_is_repaired_by_the_next(
    make: object, folder: Path, tmp_path: Path
) -> None:
    assert callable(make)
    clinic_with(folder, 4, document=True)
    make(folder)
    for number in range(99):
        target = copied(folder, tmp_path / f"crash-{number}")
        faults = Faults()
        faults.crash_at(number)
        done = True
        try:
            repair(target, files=faults)
        except Crash:
            done = False
        findings = repair(target).findings
        assert [finding for finding in findings if finding.level == "error"] == []
        with opened(target) as store:
            assert ids(store) == list(kinds.ALL)
        if done:
            return
    pytest.fail("repair never came to an end")


def test_another_desk_has_the_book(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    clinic_with(folder, 4, document=True)
    kinds.no_document(folder)
    with opened(folder, "front-2") as store:
        before = state(store)
        kinds.no_document(folder)
        code, said = told(capsys, folder, "--repair")
        assert code == 3
        assert said == [
            "frontdesk: The desk “front-2” has the book open. Nothing was changed. Close every desk, then try again."
        ]
        assert state(store) == before
        assert not (folder / "clinic.json").exists()
        store._mark.close()
        store.ledger.lock.acquire(0.0)
        with pytest.raises(StoreError, match="front-2"):
            repair(folder, limit=0.02)


def test_a_disk_that_refuses_the_repair(folder: Path) -> None:
    clinic_with(folder, 4, document=True)
    kinds.flipped_in_the_middle(folder)
    damaged = content(folder)
    faults = Faults()
    faults.plan = lambda name, file: ENOSPC if name == "write" and "kept" in file else None
    with pytest.raises(StoreError, match="Not repaired") as full:
        repair(folder, files=faults)
    assert full.value.code == "disk_full"
    assert damaged.items() <= content(folder).items()
    faults.plan = lambda name, file: EIO if name == "open" else None
    with pytest.raises(StoreError, match="disk reports"):
        repair(folder, files=faults)


def test_a_file_of_a_colleague_keeps_its_mode(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clinic_with(folder, 1, document=True)
    kinds.modes(folder)

    def refuse(self: Path, mode: int) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "chmod", refuse)
    assert repair(folder).done == []
    assert any("Others may read" in finding.sentence for finding in check(folder))


@pytest.mark.parametrize("of", ["document", "ledger"])
def test_a_newer_format_is_read_not_written(of: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An older program beside a newer one: what is there is shown, a booking is refused in one line."""
    clinic_with(folder, 2, document=True)
    if of == "document":
        kinds.newer_format(folder)
    else:
        kinds.no_document(folder)
        ledger_of(folder).write_bytes(kinds.sealed(kinds.lines_of(folder), format=2))
    before = content(folder)

    def run(*words: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = cli.main(["--data", str(folder), "--now", "2026-11-20T08:00", *words])
        said = capsys.readouterr()
        return code, said.out, said.err

    code, out, err = run("appointments", "--from", "2026-11-23", "--to", "2026-11-23", "--json")
    assert (code, err, out.count('"booked"')) == (0, "", 2)
    code, out, err = run("add-patient", "--name", "B. Quick")
    assert (code, out) == (3, "")
    assert err == "frontdesk: A newer frontdesk has written this book. Not booked. Restart this desk.\n"
    code, out, _ = run("add-patient", "--name", "B. Quick", "--json")
    assert (code, '"read_only"' in out) == (3, True)
    assert content(folder) == before
