"""A step: what is stamped, what is written, what nobody else ever sees."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from scheduling.clock import FixedClock, SystemClock
from scheduling.errors import Refused, StoreError
from scheduling.store import ledger
from scheduling.store.store import Store
from tests.store.helpers import (
    EIO,
    LEDGER,
    NOW,
    Faults,
    book,
    clinic_with,
    ids,
    ledger_of,
    open_store,
    opened,
    set_up,
    state,
    visit,
)


def last_line(store: Store) -> dict[str, Any]:
    line: dict[str, Any] = json.loads(ledger_of(store.folder).read_text().splitlines()[-1])
    return line


def test_a_new_record_is_stamped(store: Store) -> None:
    made = book(store, "a")
    assert made["version"] == 1
    assert made["created_at"] == "2026-11-20T13:00:00Z"
    assert made["created_by"] == "amy"
    assert store.replica.record("appointments", "a") == made


def test_a_changed_record_keeps_its_birth_and_counts_on(store: Store) -> None:
    book(store, "a")
    changed = book(store, "a", 3, note="moved", reason=None)
    assert changed["version"] == 2
    assert changed["created_at"] == changed["updated_at"] == "2026-11-20T13:00:00Z"
    assert changed["updated_by"] == "amy"
    assert "reason" not in changed


def test_nobody_in_particular_leaves_no_name(folder: Path) -> None:
    store = Store.open(folder, FixedClock(NOW))
    set_up(store)
    made = book(store, "a")
    changed = book(store, "a", 1)
    assert "created_by" not in made
    assert "updated_by" not in changed
    store.close()


def test_a_record_of_before_stamps_is_changed_as_it_is(store: Store) -> None:
    store.write("undo", lambda step: step.put_back("appointments", visit("a")))
    changed = book(store, "a", 1)
    assert "created_at" not in changed
    assert changed["version"] == 2


def test_a_line_says_who_did_what(store: Store) -> None:
    made = book(store, "a")
    line = last_line(store)
    assert list(line) == ["seq", "txn", "at", "now", "by", "desk", "action", "changes", "before", "h"]
    assert (line["seq"], line["by"], line["desk"], line["action"]) == (2, "amy", "front-1", "book")
    assert line["now"] == "2026-11-20T13:00:00Z"
    assert line["changes"] == {"appointments": {"1": made}}
    assert line["before"] == {"appointments": {"1": None}}


def test_the_machines_clock_needs_no_second_time(folder: Path) -> None:
    store = open_store(folder, clock=SystemClock())
    set_up(store)
    assert "now" not in last_line(store)
    store.close()


def test_marks_stand_in_the_line(store: Store) -> None:
    def decide(step: Any) -> None:
        step.put("appointments", visit("a"))
        step.mark(undoes=1)

    store.write("undo", decide)
    assert last_line(store)["undoes"] == 1


def test_a_step_without_puts_writes_nothing(store: Store) -> None:
    before = ledger_of(store.folder).read_bytes()
    assert store.write("look", lambda step: step.seq) == 2
    assert ledger_of(store.folder).read_bytes() == before


def test_a_refusal_writes_nothing(store: Store) -> None:
    before = ledger_of(store.folder).read_bytes(), state(store)

    def decide(step: Any) -> None:
        step.put("appointments", visit("a"))
        raise Refused("slot_taken", "Dr Who is taken.")

    with pytest.raises(Refused, match="taken"):
        store.write("book", decide)
    assert (ledger_of(store.folder).read_bytes(), state(store)) == before
    book(store, "a")


def test_ids_come_from_the_line_and_skip_those_taken(store: Store) -> None:
    book(store, "a000003")

    def decide(step: Any) -> list[str]:
        first = step.new_id("a")
        step.put("appointments", visit(first))
        second = step.new_id("a")
        step.put("appointments", visit(second, 1))
        return [first, second]

    assert store.write("book", decide) == ["a000003.2", "a000003.3"]


def test_document_ids_rise_and_are_never_given_twice(store: Store) -> None:
    book(store, "a")
    store.write("remove", lambda step: step.drop("appointments", "a"))
    book(store, "b")
    assert store.replica.doc_id("b") == 2
    store.checkpoint()
    with pytest.raises(KeyError):
        store.write("look", lambda step: step.doc_id("a"))


def test_put_back_goes_on_counting(store: Store) -> None:
    old = book(store, "a")
    book(store, "a", 3)
    store.write("undo", lambda step: step.put_back("appointments", old))
    assert store.replica.record("appointments", "a") == {**old, "version": 3}
    store.write("remove", lambda step: step.drop("appointments", "a"))
    store.write("undo", lambda step: step.put_back("appointments", old))
    assert store.replica.record("appointments", "a") == {**old, "version": 2}


def test_what_is_not_there_cannot_be_dropped(store: Store) -> None:
    book(store, "a")
    for table, ident in (("appointments", "z"), ("patients", "a")):
        with pytest.raises(KeyError):
            store.write("remove", lambda step, t=table, i=ident: step.drop(t, i))  # type: ignore[misc]

    def twice(step: Any) -> None:
        step.drop("appointments", "a")
        step.drop("appointments", "a")

    with pytest.raises(KeyError):
        store.write("remove", twice)


def test_an_id_belongs_to_one_table(store: Store) -> None:
    with pytest.raises(Refused) as refused:
        book(store, "who")
    assert refused.value.code == "exists"


def test_one_step_changes_a_record_twice(store: Store) -> None:
    book(store, "a")

    def decide(step: Any) -> None:
        step.put("appointments", visit("a", 1))
        step.put("appointments", visit("a", 2))

    store.write("move", decide)
    line = last_line(store)
    assert line["before"]["appointments"]["1"]["version"] == 1
    assert line["changes"]["appointments"]["1"]["version"] == 3


def test_an_atomic_step_sees_its_own_puts_and_nobody_else_does(store: Store) -> None:
    def decide(step: Any) -> None:
        step.put("appointments", visit("a"))
        assert step.view.record("appointments", "a") is not None
        assert store.replica.record("appointments", "a") is None
        step.put("appointments", visit("b", 1))

    store.write("batch", decide, atomic=True)
    assert ids(store) == ["a", "b"]
    store.write("look", lambda step: None, atomic=True)


def test_what_was_handed_in_is_not_what_is_kept(store: Store) -> None:
    record = {"id": "q", "name": "B. Quick", "phones": ["1"]}
    store.write("add", lambda step: step.put("patients", record))
    record["phones"].append("2")  # type: ignore[attr-defined]
    kept = store.replica.record("patients", "q")
    assert kept is not None
    assert kept["phones"] == ["1"]


def test_a_step_within_a_step_is_a_bug(store: Store) -> None:
    with pytest.raises(RuntimeError, match="already held"):
        store.write("book", lambda step: book(store, "a"))
    book(store, "a")


def test_a_line_has_a_longest_length(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scheduling.store.file_ledger.LONGEST", 300)
    before = state(store)
    with pytest.raises(Refused) as refused:
        book(store, "a")
    assert refused.value.code == "invalid"
    assert state(store) == before


def test_reading_only(store: Store) -> None:
    reader = open_store(store.folder, read_only=True)
    with pytest.raises(StoreError) as refused:
        book(reader, "a")
    assert refused.value.code == "read_only"
    book(store, "a")
    assert reader.refresh()
    assert ids(reader) == ["a"]
    reader.checkpoint_if_due()
    reader.close()
    reader.close()


def test_the_lines_backward_reach_the_first(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(5):
        book(store, f"a{number}", number)
    expected = [json.loads(text) for text in reversed(ledger_of(store.folder).read_text().splitlines())]
    for chunk in (4 * 1024 * 1024, 64 * 700, 64 * 17):
        monkeypatch.setattr("scheduling.store.file_ledger.CHUNK", chunk)
        assert list(store.lines_backward()) == expected


def test_a_line_that_was_damaged_since_is_not_handed_out(folder: Path) -> None:
    """What stands before the document is not read at opening: a byte that went bad there would come back by undo."""
    clinic_with(folder, 3, document=True)
    whole = ledger_of(folder).read_bytes()
    begins, ends = (whole.index(b'{"seq":%d,' % seq) for seq in (2, 3))
    for position in (begins, begins + 1, (begins + ends) // 2, ends - 20, ends - 2, ends - 1):
        for byte in (whole[position] ^ 1, 0xFF):
            ledger_of(folder).write_bytes(whole[:position] + bytes([byte]) + whole[position + 1 :])
            with opened(folder) as store:
                assert (store.trouble, ids(store)) == (None, ["a0", "a1", "a2"])
                lines = store.lines_backward()
                assert next(lines)["seq"] == 4
                with pytest.raises(StoreError, match=r"what was done earlier cannot be read\. Run `frontdesk check`"):
                    list(lines)


def test_a_disk_that_cannot_be_read_back_is_told_in_words(store: Store, faults: Faults) -> None:
    book(store, "a")
    faults.fail(EIO, ("read", LEDGER))
    with pytest.raises(StoreError, match=r"The disk reports an error .* Not read"):
        list(store.lines_backward())


def test_a_sealed_line_that_is_no_json_or_of_another_number_is_not_opened() -> None:
    body = b'{"seq":0,'
    forged = body + ledger.trailer(ledger.chained(ledger.START.hash, body))
    assert ledger.opened(forged, ledger.START) is None
    line, _ = ledger.seal({"seq": 5}, ledger.START.hash)
    assert ledger.opened(line, ledger.START) is None
