"""Damaged clinics, made on the spot: how each is told, with which exit code, and what `check --repair` leaves."""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from scheduling.store import ledger as chain
from tests.store.helpers import book, clinic_with, ledger_of, opened

ALL = ("a0", "a1", "a2", "a3")
OK, STORE = 0, 3


class Kind(NamedTuple):
    """`says`: in the first sentence of `check`, which ends with `code`; `repaired`: in the sentences of the repair;
    `left`: the visits afterwards; `kept`: the files set aside; `after`: the exit code of the repair."""

    name: str
    make: Callable[[Path], None]
    says: str
    code: int
    repaired: tuple[str, ...]
    left: tuple[str, ...] = ALL
    kept: tuple[str, ...] = ()
    after: int = OK


def lines_of(folder: Path) -> list[bytes]:
    return ledger_of(folder).read_bytes().splitlines(keepends=True)


def sealed(lines: list[bytes], **first: object) -> bytes:
    """The same lines under a new chain, the first with other fields."""
    fresh, previous = b"", chain.START.hash
    for number, text in enumerate(lines):
        fields = json.loads(text)
        del fields["h"]
        line, previous = chain.seal(fields | (first if number == 0 else {}), previous)
        fresh += line
    return fresh


def document_of(folder: Path) -> Path:
    return folder / "clinic.json"


def torn_tail(folder: Path) -> None:
    with ledger_of(folder).open("ab") as file:
        file.write(b'{"seq":6,"txn":"x')


def last_line_cut(folder: Path) -> None:
    document_of(folder).unlink()
    ledger_of(folder).write_bytes(ledger_of(folder).read_bytes()[:-9])


def flipped(folder: Path, number: int) -> None:
    """One byte of that line."""
    lines = lines_of(folder)
    lines[number] = lines[number].replace(b'"front-1"', b'"front-7"', 1)
    ledger_of(folder).write_bytes(b"".join(lines))


def flipped_in_the_middle(folder: Path) -> None:
    flipped(folder, 3)


def flipped_without_a_document(folder: Path) -> None:
    flipped(folder, 3)
    document_of(folder).unlink()


def flipped_and_booked_on(folder: Path) -> None:
    """A desk that began at the document never saw it, and goes on."""
    flipped(folder, 3)
    with opened(folder) as store:
        book(store, "late", 9)


def no_document(folder: Path) -> None:
    document_of(folder).unlink()


def unparsable_document(folder: Path) -> None:
    document_of(folder).write_bytes(document_of(folder).read_bytes()[:-200])


def foreign_document(folder: Path) -> None:
    document_of(folder).write_text(json.dumps(json.loads(document_of(folder).read_text()), indent=1))


def forged_document(folder: Path) -> None:
    first, rest = document_of(folder).read_bytes().split(b"\n", 1)
    forged = rest.replace(b"Dr Who", b"Dr Woh")
    old, new = (sha256(part).hexdigest()[:32].encode() for part in (rest, forged))
    document_of(folder).write_bytes(first.replace(old, new) + b"\n" + forged)


def another_clinics_document(folder: Path) -> None:
    clinic_with(folder.with_name("other"), 2, document=True)
    document_of(folder.with_name("other")).replace(document_of(folder))


def document_ahead(folder: Path) -> None:
    ledger_of(folder).write_bytes(b"".join(lines_of(folder)[:-2]))


def document_behind(folder: Path) -> None:
    with opened(folder) as store:
        book(store, "late", 9)


def no_ledger(folder: Path) -> None:
    with opened(folder) as store:
        book(store, "gone", 9)
        store.write("add", lambda step: step.put("patients", {"id": "q", "name": "Q"}))
        store.write("remove", lambda step: step.drop("appointments", "gone"))
        store.write("remove", lambda step: step.drop("patients", "q"))
        store.checkpoint()
    ledger_of(folder).unlink()


def empty_ledger(folder: Path) -> None:
    ledger_of(folder).write_bytes(b"")


def first_line_damaged(folder: Path) -> None:
    ledger_of(folder).write_bytes(b"x" + ledger_of(folder).read_bytes()[1:])


def first_line_damaged_without_a_document(folder: Path) -> None:
    first_line_damaged(folder)
    no_document(folder)


def gap(folder: Path) -> None:
    lines = lines_of(folder)
    ledger_of(folder).write_bytes(sealed([*lines[:3], *lines[4:]]))
    no_document(folder)


def another_past(folder: Path) -> None:
    ledger_of(folder).write_bytes(sealed(lines_of(folder), note="rewritten"))


def modes(folder: Path) -> None:
    folder.chmod(0o755)
    document_of(folder).chmod(0o644)


def overlap(folder: Path) -> None:
    with opened(folder) as store:
        book(store, "twice", 0)
        store.checkpoint()


def newer_format(folder: Path) -> None:
    document_of(folder).write_bytes(document_of(folder).read_bytes().replace(b'"format":1', b'"format":2', 1))


def nothing(folder: Path) -> None:
    ledger_of(folder).unlink()
    document_of(folder).unlink()


LEDGER_KEPT, DOCUMENT_KEPT, TORN = "clinic.ledger.jsonl.kept-*", "clinic.json.kept-*", "clinic.ledger.torn"
ANEW = "clinic.json was written anew"
UNTOUCHED = "Nothing was changed."
TWO = (LEDGER_KEPT, DOCUMENT_KEPT)

KINDS = (
    Kind("a torn tail", torn_tail, "ends in a line that does not hold", STORE,
         ("moved to clinic.ledger.torn",), kept=(TORN,)),
    Kind("the last line cut, no document", last_line_cut, "ends in a line that does not hold", STORE,
         ("moved to clinic.ledger.torn", ANEW), left=ALL[:3], kept=(TORN,)),
    Kind("a byte flipped in the middle", flipped_in_the_middle, "The ledger is damaged after change 2", STORE,
         ("held up to change 2; 3 lines were left out", "What changes 3 to 5 led to", ANEW), kept=TWO),
    Kind("the same, and booked on", flipped_and_booked_on, "The ledger is damaged after change 2", STORE,
         ("What changes 3 to 6 led to", ANEW), left=(*ALL, "late"), kept=TWO),
    Kind("the same without a document", flipped_without_a_document, "The ledger is damaged after change 2", STORE,
         ("Look over what was booked after change 2", ANEW), left=ALL[:1], kept=(LEDGER_KEPT,)),
    Kind("no document", no_document, "There is no clinic.json", OK, (ANEW,)),
    Kind("a document cut short", unparsable_document, "clinic.json is not as the desk wrote it", STORE, (ANEW,),
         kept=(DOCUMENT_KEPT,)),
    Kind("a document by another program", foreign_document, "clinic.json is not as the desk wrote it", STORE, (ANEW,),
         kept=(DOCUMENT_KEPT,)),
    Kind("a document that differs, its sum right", forged_document, "differs from what the ledger says", STORE,
         (ANEW,), kept=(DOCUMENT_KEPT,)),
    Kind("another clinic's document", another_clinics_document, "belong to different clinics", STORE, (ANEW,),
         kept=(DOCUMENT_KEPT,)),
    Kind("a document ahead of the ledger", document_ahead, "knows change 5, the ledger holds up to 3", STORE,
         ("held up to change 3 only", "What changes 4 to 5 led to", ANEW), kept=TWO),
    Kind("a document behind the ledger", document_behind, "✓", OK, (), left=(*ALL, "late")),
    Kind("no ledger", no_ledger, "There is no clinic.ledger.jsonl", STORE,
         ("There was no ledger: one was begun from clinic.json, change 9", ANEW), kept=(DOCUMENT_KEPT,)),
    Kind("an empty ledger", empty_ledger, "The first line of the ledger is damaged", STORE,
         ("first line of the ledger did not hold", ANEW), kept=TWO),
    Kind("the first line damaged", first_line_damaged, "The first line of the ledger is damaged", STORE,
         ("first line of the ledger did not hold; 6 lines were left out", "What changes 0 to 5 led to", ANEW),
         kept=TWO),
    Kind("the first line damaged, no document", first_line_damaged_without_a_document,
         "The first line of the ledger is damaged", STORE, ("can be read", UNTOUCHED), after=STORE),
    Kind("a gap in the numbers", gap, "The ledger is damaged after change 2", STORE,
         ("held up to change 2; 2 lines were left out", ANEW), left=ALL[:1], kept=(LEDGER_KEPT,)),
    Kind("a ledger of another past", another_past, "clinic.json differs from what the ledger says", STORE, (ANEW,),
         kept=(DOCUMENT_KEPT,)),
    Kind("wrong modes", modes, "Others may read the book", OK, ("Others may no longer read clinic, clinic.json",)),
    Kind("two visits at once", overlap, "Doctor who has two visits at once", STORE, (),
         left=(*ALL, "twice"), after=STORE),
    Kind("a newer format", newer_format, "A newer frontdesk has written this book", OK,
         ("newer frontdesk", UNTOUCHED), after=STORE),
    Kind("nothing at all", nothing, "There is no clinic.ledger.jsonl", STORE, ("There is no clinic in", UNTOUCHED),
         after=STORE),
)  # fmt: skip
