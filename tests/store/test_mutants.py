"""The proofs prove something: take one rule out of the store, and a proof fails."""

from __future__ import annotations

import inspect
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from scheduling.errors import StoreError
from scheduling.store import lock
from scheduling.store.checkpoint import Document, Foreign
from scheduling.store.file_ledger import FileLedger
from scheduling.store.replica import Replica
from tests.store import proofs
from tests.store.proofs import PROOFS


class Mutant(NamedTuple):
    """A function of `owner` in whose source `old` becomes `new`, and the proof that must notice."""

    name: str
    owner: Any
    function: str
    old: str
    new: str
    proof: Callable[[Path], None]


HEAD = "if data[:TRAILER] != trailer(after.hash):"
INODE = "if identity[:2] != self._seen[:2]:"
MUTANTS = (
    Mutant(
        "a line is not synced",
        FileLedger,
        "_append",
        "self._files.fdatasync(self._descriptor)",
        "pass",
        proofs.a_day_and_a_power_cut,
    ),
    Mutant(
        "a new ledger is not synced",
        FileLedger,
        "_begin",
        "self._files.fsync(descriptor)",
        "pass",
        proofs.a_day_and_a_power_cut,
    ),
    Mutant(
        "its name is not synced",
        FileLedger,
        "_begin",
        "folder_sync(self._files, self.path.parent)",
        "pass",
        proofs.a_first_day_without_a_document,
    ),
    Mutant(
        "the document is not synced",
        Document,
        "_write",
        "self._files.fsync(descriptor)",
        "pass",
        proofs.a_day_and_a_power_cut,
    ),
    Mutant(
        "a document before its lines are synced",
        Document,
        "save",
        "sync_ledger(shot.place)",
        "True",
        proofs.a_peer_dies_before_its_sync,
    ),
    Mutant(
        "a tail cut before it is safe elsewhere",
        FileLedger,
        "quarantine",
        "self._files.fsync(torn)",
        "pass",
        proofs.a_power_cut_during_a_recovery,
    ),
    Mutant(
        "its new name is not synced",
        FileLedger,
        "quarantine",
        "folder_sync(self._files, self.path.parent)",
        "pass",
        proofs.a_power_cut_during_a_recovery,
    ),
    Mutant(
        "the tail is read without the lock",
        FileLedger,
        "tail",
        "self.lock.acquire(deadline, reads=True)",
        "pass",
        proofs.a_line_that_is_taken_back,
    ),
    Mutant(
        "the last line is read without the lock",
        FileLedger,
        "_settled",
        'data[: data.rfind(b"\\n", 0, -1) + 1]',
        "data",
        proofs.a_line_that_is_taken_back,
    ),
    Mutant(
        "nothing is read without the lock",
        FileLedger,
        "tail",
        "if not (lines := self._settled(after)):",
        "if True:",
        proofs.what_was_answered_while_a_sync_hangs,
    ),
    Mutant(
        "a failed line is left",
        FileLedger,
        "_take_back",
        "self._files.truncate(self._descriptor, self.place.pos)",
        "pass",
        proofs.a_line_that_is_taken_back,
    ),
    Mutant(
        "the head is not looked at", FileLedger, "_news", HEAD, "if False:", proofs.another_past_of_the_same_length
    ),
    Mutant(
        "the inode is not looked at", FileLedger, "_news", INODE, "if False:", proofs.a_ledger_replaced_under_a_desk
    ),
    Mutant(
        "the index is not rebuilt",
        Replica,
        "load",
        "self.index.rebuild(self.tables)",
        "pass",
        proofs.an_index_made_anew,
    ),
    Mutant(
        "anything invalid is cut",
        FileLedger,
        "one_record_behind",
        "return len(",
        "return True or len(",
        proofs.damage_in_the_middle,
    ),
    Mutant("the lock is not taken", lock, "try_flock", "return False", "return True", proofs.one_at_a_time),
    Mutant(
        "a failed line is believed",
        FileLedger,
        "_append",
        "return self._take_back(error, request_id)",
        "pass",
        proofs.a_full_disk_and_space_again,
    ),
)


@pytest.mark.parametrize("proof", PROOFS, ids=lambda proof: proof.__name__)
def test_a_proof_holds(proof: Callable[[Path], None], tmp_path: Path) -> None:
    proof(tmp_path)


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_a_mutant_is_caught(mutant: Mutant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    function = getattr(mutant.owner, mutant.function)
    source = textwrap.dedent(inspect.getsource(function))
    assert mutant.old in source, "the mutant is out of date"
    made: dict[str, Any] = {}
    home = vars(sys.modules[function.__module__])
    exec(source.replace(mutant.old, mutant.new, 1), home | {"annotations": None}, made)
    monkeypatch.setattr(mutant.owner, mutant.function, made[mutant.function])
    with pytest.raises((AssertionError, pytest.fail.Exception, StoreError, Foreign)):
        mutant.proof(tmp_path)
