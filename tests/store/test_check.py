"""`frontdesk check`: each thing that can be wrong is found and said in plain words, and nothing is changed."""

from __future__ import annotations

import errno
import json
from hashlib import sha256
from pathlib import Path

import pytest

from scheduling.errors import StoreError
from scheduling.store import ledger as chain
from scheduling.store.check import Finding, check
from scheduling.store.health import status
from scheduling.store.repair import repair
from scheduling.when.zones import TZDATA_VERSION
from tests.store.helpers import book, clinic_with, ledger_of, opened


def content(folder: Path) -> dict[str, bytes]:
    return {
        path.name: path.read_bytes() for path in folder.iterdir() if path.is_file() and path.name != "clinic.lock"
    }


def wrong(folder: Path) -> list[Finding]:
    before = content(folder)
    findings = check(folder, limit=0.02)
    assert content(folder) == before
    return [finding for finding in findings if finding.level != "ok"]


def reseal(folder: Path, **first: object) -> None:
    """The same ledger under a new chain, its first line with other fields."""
    fresh, previous = b"", chain.START.hash
    for number, text in enumerate(ledger_of(folder).read_bytes().splitlines()):
        fields = json.loads(text)
        del fields["h"]
        line, previous = chain.seal(fields | (first if number == 0 else {}), previous)
        fresh += line
    ledger_of(folder).write_bytes(fresh)


def test_a_sound_clinic(folder: Path) -> None:
    clinic_with(folder, 3, document=True)
    findings = check(folder)
    assert {finding.level for finding in findings} == {"ok"}
    assert [finding.sentence for finding in findings] == [
        "Only those who should can read the files.",
        "The ledger's chain holds, 5 lines.",
        "clinic.json equals the ledger at change 4.",
        f"The time zones are of {TZDATA_VERSION}, as in the book.",
        "The index equals one made anew.",
        "No doctor has two visits at once.",
    ]


def test_a_document_behind_the_ledger_is_sound(folder: Path) -> None:
    clinic_with(folder, 2, document=True)
    with opened(folder) as store:
        book(store, "b", 5)
        book(store, "b", 5, status="cancelled")
        book(store, "a0", 0, status="cancelled")
        book(store, "a1", 0, status="cancelled")
    assert wrong(folder) == []


def test_no_clinic(tmp_path: Path) -> None:
    (finding,) = check(tmp_path)
    assert finding.level == "error"


def test_modes(folder: Path) -> None:
    clinic_with(folder, 1, document=True)
    folder.chmod(0o755)
    (folder / "clinic.json").chmod(0o644)
    (finding,) = wrong(folder)
    assert "clinic is 0755, should be 0700" in finding.sentence
    assert "clinic.json is 0644, should be 0600" in finding.sentence
    folder.chmod(0o2770)
    for path in folder.iterdir():
        path.chmod(0o2770 if path.is_dir() else 0o660)
    assert wrong(folder) == []


def test_a_file_that_is_renamed_meanwhile_is_left_out(folder: Path) -> None:
    clinic_with(folder, 1, document=True)
    (folder / "clinic.json.tmp").symlink_to(folder / "gone")
    assert wrong(folder) == []


def test_what_may_not_be_read_is_said_in_words(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clinic_with(folder, 1, document=True)

    def refuses(_: Path) -> bool:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "exists", refuses)
    for look, done in ((check, "read.*Not checked"), (status, "read.*Not looked at"), (repair, "written.*Not rep")):
        with pytest.raises(StoreError, match=rf"cannot be {done}.*Check the rights"):
            look(folder)


def test_what_was_set_aside(folder: Path) -> None:
    clinic_with(folder, 1, document=True)
    for name in ("clinic.ledger.torn", "clinic.json.kept-20261120T130000Z"):
        (folder / name).write_bytes(b"x")
        (folder / name).chmod(0o600)
    (folder / ".restore-killed").mkdir()
    assert [finding.sentence for finding in wrong(folder)] == [
        "clinic.json.kept-20261120T130000Z was set aside (1 bytes).",
        "clinic.ledger.torn was set aside (1 bytes).",
        ".restore-killed was left by a restore.",
    ]


def test_documents(folder: Path) -> None:
    clinic_with(folder, 2, document=True)
    good = (folder / "clinic.json").read_bytes()
    (folder / "clinic.json").write_bytes(good.replace(b"Dr Who", b"Dr Woh"))
    assert "another program" in wrong(folder)[0].sentence
    (folder / "clinic.json").unlink()
    assert wrong(folder)[0].sentence == "There is no clinic.json."


def test_a_document_that_differs_though_its_sum_is_right(folder: Path) -> None:
    clinic_with(folder, 2, document=True)
    first, rest = (folder / "clinic.json").read_bytes().split(b"\n", 1)
    forged = rest.replace(b"Dr Who", b"Dr Woh")
    old, new = (sha256(part).hexdigest()[:32].encode() for part in (rest, forged))
    (folder / "clinic.json").write_bytes(first.replace(old, new) + b"\n" + forged)
    assert "differs from what the ledger says at change 3" in wrong(folder)[0].sentence


def test_the_chain(folder: Path) -> None:
    clinic_with(folder, 3, document=True)
    whole = ledger_of(folder).read_bytes()
    ledger_of(folder).write_bytes(whole + b"{")
    assert "ends in a line that does not hold" in wrong(folder)[0].sentence
    ledger_of(folder).write_bytes(whole.replace(b'"a1"', b'"b1"'))
    assert [finding.sentence for finding in wrong(folder)] == [
        "The ledger is damaged after change 2.",
        "clinic.json knows change 4, the ledger holds up to 2.",
    ]
    ledger_of(folder).write_bytes(b"x" + whole)
    assert wrong(folder)[0].sentence == "The first line of the ledger is damaged."


def test_another_clinic_and_a_newer_program(folder: Path) -> None:
    clinic_with(folder, 1, document=True)
    reseal(folder, clinic="another", format=2)
    assert [finding.sentence for finding in wrong(folder)] == [
        "clinic.json and the ledger belong to different clinics.",
        "A newer frontdesk has written this book.",
    ]


def test_two_visits_at_once(folder: Path) -> None:
    clinic_with(folder, 1)
    with opened(folder) as store:
        book(store, "b", 0, minutes=120, override="an emergency")
        book(store, "c", 0, status="cancelled")
        book(store, "d", 0, doctor="strange")
        book(store, "e", 1)
        store.checkpoint()
    assert wrong(folder) == []
    with opened(folder) as store:
        book(store, "f", 0, minutes=90)
        book(store, "g", 2, minutes=15)
    assert [finding.sentence.split(", ")[0] for finding in wrong(folder)] == [
        "Doctor who has two visits at once: a0 and f",
        "Doctor who has two visits at once: f and e",
        "Doctor who has two visits at once: f and g",
    ]


def test_an_index_that_went_astray(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clinic_with(folder, 1, document=True)
    monkeypatch.setattr("scheduling.store.index.Index._change_visit", lambda *_: set())
    assert "differs from one made anew" in wrong(folder)[0].sentence


def test_the_law_of_a_zone_changed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clinic_with(folder, 1, document=True)
    monkeypatch.setattr("scheduling.store.check.TZDATA_VERSION", "2099z")
    assert wrong(folder) == []
    monkeypatch.undo()
    with opened(folder) as store:
        book(store, "b", start="2026-11-25T09:00-06:00")
        store.checkpoint()
    monkeypatch.setattr("scheduling.store.check.TZDATA_VERSION", "2099z")
    (finding,) = wrong(folder)
    assert finding.sentence.endswith("Visits at another moment than before: b.")


def test_a_book_that_is_held(folder: Path) -> None:
    clinic_with(folder, 1, document=True)
    with opened(folder) as store:
        store.ledger.lock.acquire(0.0)
        with pytest.raises(StoreError, match="front-1"):
            check(folder, limit=0.02)
