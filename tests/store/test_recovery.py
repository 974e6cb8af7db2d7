"""What is on the disk after a crash, a bad sector or a careless hand, and what is made of it (STORE rule 2)."""

from __future__ import annotations

import errno
import gc
import json
import shutil
from pathlib import Path

import pytest

from scheduling.errors import StoreError
from scheduling.store import ledger as chain
from scheduling.store.index import Touched
from tests.store.helpers import (
    ENOSPC,
    LEDGER,
    Faults,
    book,
    clinic_with,
    folded,
    ids,
    ledger_of,
    opened,
    saved,
    state,
)


def lines_of(folder: Path) -> list[bytes]:
    return ledger_of(folder).read_bytes().splitlines(keepends=True)


def test_cut_at_every_byte_of_the_last_three_records(folder: Path) -> None:
    clinic_with(folder, 4)
    whole = ledger_of(folder).read_bytes()
    lines = lines_of(folder)
    ends = [sum(map(len, lines[: number + 1])) for number in range(len(lines))]
    for cut in range(ends[-4], len(whole)):
        ledger_of(folder).write_bytes(whole[:cut])
        (folder / "clinic.ledger.torn").unlink(missing_ok=True)
        (folder / "clinic.json").unlink(missing_ok=True)
        valid = max(end for end in ends if end <= cut)
        with opened(folder) as store:
            assert store.trouble is None
            assert store.replica.seq == ends.index(valid)
            assert ledger_of(folder).read_bytes() == whole[:valid]
            assert len(ids(store)) == ends.index(valid) - 1
            if cut == valid:
                assert store.notices == []
                assert not (folder / "clinic.ledger.torn").exists()
            else:
                assert "clinic.ledger.torn" in store.notices[0]
                assert (folder / "clinic.ledger.torn").read_bytes() == whole[valid:cut]
                assert (folder / "clinic.ledger.torn").stat().st_mode & 0o777 == 0o600


def test_a_cut_tail_behind_the_document(folder: Path) -> None:
    clinic_with(folder, 2, document=True)
    with opened(folder) as store:
        book(store, "b", 5)
        book(store, "c", 6)
    ledger_of(folder).write_bytes(ledger_of(folder).read_bytes()[:-1])
    with opened(folder) as store:
        assert ids(store) == ["a0", "a1", "b"]
        book(store, "d", 7)
        assert store.replica.tables["appointments"] == folded(folder)["appointments"]


def test_every_flipped_byte_of_a_middle_record_is_refused(folder: Path) -> None:
    clinic_with(folder, 3)
    whole = ledger_of(folder).read_bytes()
    lines = lines_of(folder)
    start = sum(map(len, lines[:3]))
    for position in range(start, start + len(lines[3])):
        damaged = bytearray(whole)
        damaged[position] ^= 1
        ledger_of(folder).write_bytes(damaged)
        with opened(folder) as store:
            assert ids(store) == ["a0"]
            with pytest.raises(StoreError, match="damaged after change 2") as refused:
                book(store, "b", 7)
            assert refused.value.code == "damaged"
            store.checkpoint()
        assert ledger_of(folder).read_bytes() == damaged
        assert sorted(path.name for path in folder.iterdir()) == [
            "clinic.desks",
            "clinic.ledger.jsonl",
            "clinic.lock",
            "clinic.queue",
        ]


def test_every_flipped_byte_of_the_last_record_is_quarantined(folder: Path) -> None:
    clinic_with(folder, 2)
    whole = ledger_of(folder).read_bytes()
    last = lines_of(folder)[-1]
    for position in range(len(whole) - len(last), len(whole)):
        damaged = bytearray(whole)
        damaged[position] ^= 1
        ledger_of(folder).write_bytes(damaged)
        (folder / "clinic.ledger.torn").unlink(missing_ok=True)
        (folder / "clinic.json").unlink(missing_ok=True)
        with opened(folder) as store:
            assert ids(store) == ["a0"]
            assert len(store.notices) == 1
        assert (folder / "clinic.ledger.torn").read_bytes() == damaged[-len(last) :]


def test_two_torn_tails_are_both_kept(folder: Path) -> None:
    clinic_with(folder, 1)
    for _ in range(2):
        with ledger_of(folder).open("ab") as file:
            file.write(b'{"seq":9')
        with opened(folder):
            pass
    assert (folder / "clinic.ledger.torn").read_bytes() == b'{"seq":9' * 2


def test_a_tail_that_cannot_be_kept_is_not_cut(folder: Path) -> None:
    clinic_with(folder, 1)
    with ledger_of(folder).open("ab") as file:
        file.write(b"{")
    before = ledger_of(folder).read_bytes()
    faults = Faults()
    faults.fail(ENOSPC, ("write", "clinic.ledger.torn"))
    with opened(folder, files=faults) as store:
        assert ids(store) == ["a0"]
        with pytest.raises(StoreError) as refused:
            book(store, "b", 2)
    assert refused.value.code == "disk_full"
    assert ledger_of(folder).read_bytes() == before


def test_a_reader_leaves_a_torn_tail_alone(folder: Path) -> None:
    clinic_with(folder, 1)
    with ledger_of(folder).open("ab") as file:
        file.write(b"{")
    with opened(folder, read_only=True) as store:
        assert ids(store) == ["a0"]
        assert "left out" in store.notices[0]
        assert not store.ledger.changed()
    assert ledger_of(folder).read_bytes().endswith(b"{")


def test_a_running_desk_meets_a_peers_torn_line(folder: Path) -> None:
    clinic_with(folder, 1, document=True)
    for tail in (b'{"seq":3,"txn":"x', b'{"seq":3,"txn":"x"}\n'):
        with opened(folder) as store:
            with ledger_of(folder).open("ab") as file:
                file.write(tail)
            book(store, f"b{len(tail)}", len(tail))
            assert "clinic.ledger.torn" in store.notices[0]
            assert store.replica.tables["appointments"] == folded(folder)["appointments"]


def test_a_running_desk_meets_damage_and_stays_readable(folder: Path) -> None:
    clinic_with(folder, 1)
    with opened(folder) as store, opened(folder, "front-2") as peer:
        book(peer, "b", 5)
        book(peer, "c", 6)
        data = bytearray(ledger_of(folder).read_bytes())
        data[-len(lines_of(folder)[-1]) - 60] ^= 1
        ledger_of(folder).write_bytes(data)
        store.refresh()
        assert ids(store) == ["a0"]
        with pytest.raises(StoreError, match="damaged after change 2"):
            book(store, "d", 7)
        assert store.refresh() == set()


def test_a_document_that_is_missing_is_made_from_the_ledger(folder: Path) -> None:
    clinic_with(folder, 3, document=True)
    (folder / "clinic.json").unlink()
    with opened(folder) as store:
        assert ids(store) == ["a0", "a1", "a2"]
        assert store.notices == []
    assert saved(folder) == folded(folder)


@pytest.mark.parametrize("damage", [b"", b"{}", b'{"_ledger":{"1":{"format":1}},\n"doctors":{\n}}\n', b"\xff" * 90])
def test_an_unreadable_document_is_kept_and_made_anew(folder: Path, damage: bytes) -> None:
    clinic_with(folder, 2, document=True)
    (folder / "clinic.json").write_bytes(damage)
    with opened(folder) as store:
        assert ids(store) == ["a0", "a1"]
        assert "kept as clinic.json.kept-" in store.notices[0]
    (kept,) = folder.glob("clinic.json.kept-*")
    assert kept.read_bytes() == damage
    assert saved(folder) == folded(folder)


def test_a_document_with_a_changed_first_line_is_not_believed(folder: Path) -> None:
    clinic_with(folder, 2, document=True)
    text = (folder / "clinic.json").read_text()
    for old, new in (('"seq":3', '"seq":"3"'), ('"seq":3', '"seq":2'), ('"format":1', '"format:1')):
        (folder / "clinic.json").write_text(text.replace(old, new, 1))
        with opened(folder) as store:
            assert ids(store) == ["a0", "a1"]
        assert saved(folder) == folded(folder)


def test_a_reader_says_what_it_thinks_of_a_foreign_document(folder: Path) -> None:
    clinic_with(folder, 2, document=True)
    (folder / "clinic.json").write_bytes(b"{}")
    with opened(folder, read_only=True) as store:
        assert ids(store) == ["a0", "a1"]
        assert "comes from the ledger" in store.notices[0]
    assert (folder / "clinic.json").read_bytes() == b"{}"


def test_a_ledger_behind_its_document_has_lost_bookings(folder: Path) -> None:
    clinic_with(folder, 3, document=True)
    ledger_of(folder).write_bytes(b"".join(lines_of(folder)[:-1]))
    with opened(folder) as store:
        assert ids(store) == ["a0", "a1", "a2"]
        with pytest.raises(StoreError, match="lost changes"):
            book(store, "b", 7)
        assert [line["seq"] for line in store.lines_backward()] == [3, 2, 1, 0]


def test_a_document_without_a_ledger_can_be_read(folder: Path) -> None:
    clinic_with(folder, 2, document=True)
    ledger_of(folder).unlink()
    with opened(folder) as store:
        assert ids(store) == ["a0", "a1"]
        assert list(store.lines_backward()) == []
        with pytest.raises(StoreError, match=r"no clinic\.ledger\.jsonl"):
            book(store, "b", 7)


def test_nothing_to_show_is_said_at_once(folder: Path, tmp_path: Path) -> None:
    clinic_with(folder, 1)
    ledger_of(folder).write_bytes(b"x" + ledger_of(folder).read_bytes())
    with pytest.raises(StoreError, match="first line") as refused, opened(folder):
        pass
    assert refused.value.code == "damaged"
    ledger_of(folder).unlink()
    (folder / "clinic.json").write_bytes(b"{}")
    with pytest.raises(StoreError, match=r"no clinic\.ledger\.jsonl"), opened(folder):
        pass
    with pytest.raises(StoreError, match="no clinic in") as refused, opened(tmp_path / "none", read_only=True):
        pass
    assert refused.value.code == "read_only"
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match=r"no clinic in .*file\. Check the folder"), opened(tmp_path / "file"):
        pass


def test_a_folder_that_may_not_be_made_is_said_in_words(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", refuses)
    with pytest.raises(StoreError, match=r"cannot be written .*Check the rights of its folder"), opened(folder):
        pass


def test_the_ledger_of_another_clinic(folder: Path, tmp_path: Path) -> None:
    clinic_with(folder, 2, document=True)
    clinic_with(tmp_path / "other", 5)
    shutil.copy(ledger_of(tmp_path / "other"), ledger_of(folder))
    with opened(folder) as store:
        assert ids(store) == ["a0", "a1"]
        with pytest.raises(StoreError, match="different clinics"):
            book(store, "b", 7)


def test_another_clinic_under_a_running_desk(folder: Path, tmp_path: Path) -> None:
    clinic_with(folder, 2)
    clinic_with(tmp_path / "other", 5)
    with opened(folder) as store:
        (folder / "clinic.json").unlink()
        (tmp_path / "other" / LEDGER).replace(ledger_of(folder))
        with pytest.raises(StoreError, match="another clinic"):
            book(store, "b", 7)
        assert ids(store) == ["a0", "a1"]


def test_a_ledger_that_is_gone_under_a_running_desk(folder: Path) -> None:
    clinic_with(folder, 2, document=True)
    with opened(folder) as store:
        ledger_of(folder).unlink()
        assert store.refresh() == set()
        with pytest.raises(StoreError, match=r"no clinic\.ledger\.jsonl"):
            book(store, "b", 7)
        assert ids(store) == ["a0", "a1"]


def test_a_replaced_ledger_is_followed_from_its_first_line(folder: Path, tmp_path: Path) -> None:
    clinic_with(folder, 2)
    shutil.copy(ledger_of(folder), tmp_path / "backup")
    with opened(folder) as store:
        book(store, "lost", 5)
        (tmp_path / "backup").replace(ledger_of(folder))
        (folder / "clinic.json").unlink()
        seen: list[Touched] = []
        store.on_changed.append(seen.append)
        book(store, "b", 6)
        assert ids(store) == ["a0", "a1", "b"]
        assert "another past" in store.notices[0]
        assert len(seen[0]) == 1
        assert store.refresh() == seen[0]
        assert store.replica.tables["appointments"] == folded(folder)["appointments"]


def test_a_ledger_replaced_by_a_copy_of_itself_is_no_news(folder: Path, tmp_path: Path) -> None:
    clinic_with(folder, 2, document=True)
    with opened(folder) as store:
        shutil.copy(ledger_of(folder), tmp_path / "copy")
        (tmp_path / "copy").replace(ledger_of(folder))
        assert store.refresh() == set()
        assert store.notices == []
        book(store, "b", 6)
    with opened(folder) as store:
        assert ids(store) == ["a0", "a1", "b"]


def test_a_ledger_replaced_again_and_again_is_given_up(folder: Path, tmp_path: Path) -> None:
    clinic_with(folder, 1)
    with opened(folder) as store:
        transact = store.ledger.transact

        def replaced(*arguments: object) -> object:
            shutil.copy(ledger_of(folder), tmp_path / "copy")
            (tmp_path / "copy").replace(ledger_of(folder))
            return transact(*arguments)  # type: ignore[arg-type]

        store.ledger.transact = replaced  # type: ignore[method-assign, assignment]
        with pytest.raises(StoreError, match="replaced meanwhile"):
            book(store, "b", 6)


def test_a_rewritten_ledger_with_the_same_numbers(folder: Path) -> None:
    """As an erasure leaves it: the same seqs, another chain. The old document belongs to another past."""
    clinic_with(folder, 3, document=True)
    fresh, previous = b"", chain.START.hash
    for text in lines_of(folder):
        fields = json.loads(text)
        del fields["h"]
        fields["note"] = "rewritten"
        line, previous = chain.seal(fields, previous)
        fresh += line
    ledger_of(folder).write_bytes(fresh)
    with opened(folder) as store:
        assert ids(store) == ["a0", "a1", "a2"]
        assert "another past" in store.notices[0]
        book(store, "b", 7)


def test_a_ledger_overwritten_in_place_is_read_again(folder: Path, tmp_path: Path) -> None:
    clinic_with(folder, 2)
    whole = lines_of(folder)
    with opened(folder) as store:
        book(store, "b", 5)
        (folder / "clinic.json").unlink()
        ledger_of(folder).write_bytes(b"".join(whole))
        with opened(folder, "front-2") as peer:
            book(peer, "c", 6, note="longer than what stood there")
            (folder / "clinic.json").unlink()
            assert len(store.refresh()) == 1
            assert state(store) == state(peer)


def test_another_past_of_the_same_length_is_read_again(folder: Path) -> None:
    clinic_with(folder, 1)
    whole = ledger_of(folder).read_bytes()
    with opened(folder) as store:
        book(store, "mine", 5)
        (folder / "clinic.json").unlink()
        ledger_of(folder).write_bytes(whole)
        with opened(folder, "front-1") as peer:
            book(peer, "your", 5)
            (folder / "clinic.json").unlink()
        book(store, "next", 6)
        assert ids(store) == ["a0", "your", "next"]
        assert "another past" in store.notices[0]


def test_a_torn_tail_is_safe_elsewhere_before_it_is_cut(folder: Path) -> None:
    clinic_with(folder, 1)
    with ledger_of(folder).open("ab") as file:
        file.write(b"{")
    faults = Faults()
    with opened(folder, files=faults):
        pass
    wanted = {"write", "fsync", "truncate", "fdatasync"}
    made = [call for call in faults.calls if call[0] in wanted]
    assert made[:5] == [
        ("write", "clinic.ledger.torn"),
        ("fsync", "clinic.ledger.torn"),
        ("fsync", "clinic"),
        ("truncate", LEDGER),
        ("fdatasync", LEDGER),
    ]


def test_a_readers_torn_tail_is_cut_by_another(folder: Path) -> None:
    clinic_with(folder, 1)
    with ledger_of(folder).open("ab") as file:
        file.write(b"{")
    with opened(folder, read_only=True) as reader, opened(folder) as store:
        assert reader.refresh() == set()
        book(store, "b", 5)
        assert len(reader.refresh()) == 1


def test_a_rebuild_leaves_removed_records_out(folder: Path) -> None:
    clinic_with(folder, 2)
    with opened(folder) as store:
        store.write("remove", lambda step: step.drop("appointments", "a1"))
    (folder / "clinic.json").unlink()
    with opened(folder) as store:
        assert ids(store) == ["a0"]
        book(store, "b", 5)
        assert store.replica.doc_id("b") == 3


def test_a_collector_that_was_off_stays_off(folder: Path) -> None:
    clinic_with(folder, 1)
    gc.disable()
    try:
        with opened(folder):
            assert not gc.isenabled()
    finally:
        gc.enable()
    with opened(folder):
        assert gc.isenabled()


def test_a_ledger_shorter_in_place_is_read_again(folder: Path) -> None:
    clinic_with(folder, 2)
    with opened(folder) as store:
        book(store, "b", 5)
        (folder / "clinic.json").unlink()
        ledger_of(folder).write_bytes(b"".join(lines_of(folder)[:-1]))
        book(store, "c", 6)
        assert ids(store) == ["a0", "a1", "c"]


def test_a_newer_program_has_written(folder: Path) -> None:
    clinic_with(folder, 2)
    with ledger_of(folder).open("rb") as file:
        first = json.loads(file.readline())
    del first["h"]
    line, _ = chain.seal({**first, "format": 2}, chain.START.hash)
    ledger_of(folder).write_bytes(line)
    with opened(folder) as store, pytest.raises(StoreError, match="newer") as refused:
        book(store, "b", 7)
    assert refused.value.remedy == "Restart this desk."


def test_a_disk_that_cannot_be_read_is_said(folder: Path) -> None:
    clinic_with(folder, 1, document=True)
    faults = Faults()
    faults.fail(5, ("read", LEDGER))
    with pytest.raises(StoreError, match="disk reports"), opened(folder, files=faults):
        pass
    faults.heal()
    with opened(folder, files=faults) as store:
        faults.fail(5, ("read", LEDGER))
        with pytest.raises(StoreError, match="disk reports"):
            book(store, "b", 7)
        with opened(folder, "front-2") as peer:
            book(peer, "c", 8)
        with pytest.raises(StoreError, match="disk reports"):
            store.refresh()
