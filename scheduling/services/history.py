"""What was done, in words; taking it back and doing it again (RULES 21; STORE, "Undo")."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from scheduling.errors import Refused
from scheduling.model.status import FORM_MINUTES, STATUSES, SYSTEM_CANCEL_REASONS
from scheduling.rules.booking import Place
from scheduling.services.booking import ask_taken
from scheduling.services.clinic import Clinic, Record
from scheduling.services.holds import bury_at, is_live
from scheduling.services.hours import hours_at
from scheduling.services.steps import Row, step_words
from scheduling.when import iso

if TYPE_CHECKING:
    from scheduling.model import requests
    from scheduling.store.transaction import Transaction

NO_STEP = frozenset({"hold", "renew", "release", "lengthen", "holidays", "sample", "guide"})
"""Actions that are no undo steps (RULES 17); a slip of u does not take a whole sample clinic away either."""

STAMPS = frozenset({"version", "created_at", "created_by", "updated_at", "updated_by"})
"""Fields that do not count when a record is compared with what a step left."""

RETIRED = ("hospitals", "locations", "types", "doctors", "patients")
"""Tables whose records are retired when their creation is undone; the others' are removed."""

NEEDED = {"doctors": ("hospitals", "hospital"), "hours": ("locations", "location"), "days": ("locations", "location")}
"""Records that may not come back to one that is retired: its table, and the field that names it."""

Line = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Step:
    """One transaction in words. `at`: UTC stamp; `ids`: the records it changed."""

    seq: int
    at: str
    by: str
    desk: str
    action: str
    words: str
    ids: tuple[str, ...]

    def answer(self) -> dict[str, Any]:
        """As JSON, for the batch contract and to be answered again (RULES 22)."""
        return asdict(self) | {"ids": list(self.ids)}

    @classmethod
    def from_answer(cls, answer: dict[str, Any]) -> Step:
        """The same again."""
        return cls(**answer | {"ids": tuple(answer["ids"])})


def moment_of(line: Line) -> str:
    """When a line was written, by the clock that was used."""
    return line.get("now") or line.get("at") or ""


def rows(line: Line) -> Iterator[Row]:
    """(table, id, before, after) of every record a line changed, without what was only kept or tidied up."""
    for table, changes in line.get("changes", {}).items():
        for doc_id, after in changes.items():
            before = line["before"][table].get(doc_id)
            held = before is not None and before.get("status") == "pending"
            tidied = table == "appointments" and (
                after is None or (held and after.get("cancel_reason") in SYSTEM_CANCEL_REASONS)
            )
            if table != "requests" and not tidied and (before or after):
                yield table, (after or before or {})["id"], before, after


def ids_of(line: Line) -> tuple[str, ...]:
    """The ids of the records a line changed."""
    return tuple(ident for _, ident, _, _ in rows(line))


def to_step(clinic: Clinic, line: Line) -> Step:
    """A line as people read it."""
    words = step_words(clinic, line.get("of") or line["action"], [_as_done(line, row) for row in rows(line)])
    if "undoes" in line:
        words = f"took back: {words}"
    elif "redoes" in line:
        words = f"did again: {words}"
    return Step(
        line["seq"], moment_of(line), line.get("by", ""), line.get("desk", ""), line["action"], words, ids_of(line)
    )


def _as_done(line: Line, row: Row) -> Row:
    """A row of an undo or redo as it was in the step that is meant."""
    table, ident, before, after = row
    if "undoes" in line:
        before, after = after, before
    undone = before is not None and (before.get("status") == "entered-in-error" or not before.get("active", True))
    return table, ident, None if undone and "of" in line else before, after


def history(clinic: Clinic, lines: Iterable[Line], asked: requests.History) -> tuple[Step, ...]:
    """`history`: the newest steps first, all or those of one record."""
    if asked.id is not None and clinic.replica.table_of(asked.id) is None:
        raise Refused("unknown", f"Nothing has the id “{asked.id}”.", "Check the id.", field="id")
    found: list[Step] = []
    for line in lines:
        if "changes" not in line or (asked.id is not None and asked.id not in ids_of(line)):
            continue
        found.append(to_step(clinic, line))
        if len(found) == asked.limit:
            break
    return tuple(found)


def own_lines(lines: Iterable[Line], by: str, desk: str, since: str) -> Iterator[Line]:
    """This person's steps at this desk since midnight, newest first. `since`: a stamp."""
    for line in takewhile(lambda line: "changes" in line and moment_of(line) >= since, lines):
        if line.get("by") == by and line.get("desk") == desk and line["action"] not in NO_STEP and any(rows(line)):
            yield line


def last_step(lines: Iterable[Line]) -> Line | None:
    """The newest step that is not taken back. Walking back, a redo cancels the undo it answers."""
    again: Counter[int] = Counter()
    undone: set[int] = set()
    for line in lines:
        if "redoes" in line:
            again[line["redoes"]] += 1
        elif "undoes" in line:
            if again[line["undoes"]]:
                again[line["undoes"]] -= 1
            else:
                undone.add(line["undoes"])
        elif line["seq"] not in undone:
            return line
    return None


def last_undo(lines: Iterable[Line]) -> tuple[Line, Line] | None:
    """The newest undo not done again, and the step it took back; any newer step of one's own ends the search."""
    again: Counter[int] = Counter()
    found: Line | None = None
    for line in lines:
        if found is not None:
            if line["seq"] == found["undoes"]:
                return found, line
        elif "redoes" in line:
            again[line["redoes"]] += 1
        elif "undoes" in line:
            if again[line["undoes"]]:
                again[line["undoes"]] -= 1
            else:
                found = line
        else:
            return None
    return None


def same(record: Record | None, other: Record | None) -> bool:
    """Whether two records say the same, version and stamps aside."""
    if record is None or other is None:
        return record is other
    return {k: v for k, v in record.items() if k not in STAMPS} == {k: v for k, v in other.items() if k not in STAMPS}


def undo(txn: Transaction, lines: Iterable[Line], asked: requests.Undo, since: str) -> Line:
    """`undo`: this person's last step at this desk since midnight, or the last step on one record.

    Writes the content from before with the next version; returns the line taken back.
    """
    if asked.id is not None:
        if txn.view.table_of(asked.id) is None:
            raise Refused("unknown", f"Nothing has the id “{asked.id}”.", "Check the id.", field="id")
        lines = (line for line in lines if line.get("action") not in NO_STEP and asked.id in ids_of(line))
    else:
        lines = own_lines(lines, txn.by, txn.desk, since)
    line = last_step(lines)
    if line is None:
        raise Refused(
            "not_allowed", "There is nothing of yours to undo since midnight.", "Earlier steps: see the history."
        )
    clinic = Clinic(txn.view, txn.now)
    for table, ident, before, after in rows(line):
        _unchanged(clinic, table, ident, after, line)
        _restore(txn, clinic, table, _undone(clinic, table, line, before, after), line)
    txn.mark(undoes=line["seq"], of=line["action"])
    return line


def redo(txn: Transaction, lines: Iterable[Line], since: str) -> Line:
    """`redo`: does again what the last undo took back, by the same rules; returns the line done again."""
    found = last_undo(own_lines(lines, txn.by, txn.desk, since))
    if found is None:
        raise Refused("not_allowed", "There is nothing to do again.", "Redo follows an undo.")
    undone, line = found
    clinic = Clinic(txn.view, txn.now)
    left = {ident: after for _, ident, _, after in rows(undone)}
    for table, ident, _, after in rows(line):
        _unchanged(clinic, table, ident, left.get(ident), line)
        _restore(txn, clinic, table, after if after is not None else {"id": ident, "dropped": True}, line)
    txn.mark(redoes=line["seq"], of=line["action"])
    return line


def _unchanged(clinic: Clinic, table: str, ident: str, expected: Record | None, line: Line) -> None:
    if not same(clinic.replica.record(table, ident), expected):
        raise Refused(
            "stale_record",
            f"It has changed since: {step_words(clinic, line['action'], list(rows(line)))}.",
            "Look at it, and change it by hand.",
            blocking=(ident,),
        )


def _undone(clinic: Clinic, table: str, line: Line, before: Record | None, after: Record | None) -> Record:
    """What a record becomes when its step is taken back. A creation is never deleted (RULES 21)."""
    if before is None:
        assert after is not None
        if table == "appointments":
            return after | {"status": "entered-in-error"}
        if table in RETIRED:
            _unused(clinic, table, after, line)
            return after | {"active": False, "removed_at": iso.stamp(clinic.now)}
        if table == "waitlist":
            return after | {
                "status": "closed",
                "closed_at": iso.stamp(clinic.now),
                "closed_reason": "entered in error",
            }
        if table == "series":
            return after | {"removed_at": iso.stamp(clinic.now)}  # its visits, in error, still name it
        return {"id": after["id"], "dropped": True}
    if (
        table == "appointments"
        and before["status"] == "pending"
        and after is not None
        and after["status"] != "pending"
    ):
        # A form's hold was no step of its own: for the clerk the booking began with it.
        lives = is_live(before, clinic.now) and before.get("hold_minutes") != FORM_MINUTES
        if line["action"] == "book" or not lives:
            return after | {"status": "entered-in-error"}
    return before


def _unused(clinic: Clinic, table: str, record: Record, line: Line) -> None:
    """A creation that others already build on is not taken back."""
    ident, same_step = record["id"], ids_of(line)
    builds = [
        row["id"]
        for name in ("locations", "types", "doctors")
        for row in clinic.replica.records(name)
        if row.get("active", True)
        and row["id"] not in same_step
        and (row["hospital"] == ident or ident in row.get("locations", ()) or ident in (row.get("types") or ()))
    ]
    if builds:
        raise Refused(
            "not_allowed", f"{record['name']} is in use by now.", "Change who uses it first.", blocking=builds[:10]
        )
    rows_there = hours_at(clinic, record) if table == "locations" else []
    working = sorted({row["doctor"] for row in rows_there if row["id"] not in same_step})
    if working:
        raise Refused(
            "not_allowed",
            f"{record['name']} has hours by now.",
            "Give their doctors other hours first.",
            blocking=working[:10],
        )
    used = [
        visit["id"]
        for visit in clinic.replica.records("appointments")
        if record["id"] in (visit.get(name) for name in ("patient", "doctor", "hospital", "type", "location"))
        and STATUSES[visit["status"]].blocking
        and visit["id"] not in same_step
    ]
    waits = [
        entry["id"]
        for entry in clinic.replica.records("waitlist")
        if entry["status"] == "waiting"
        and entry["id"] not in same_step
        and ident in (entry["patient"], entry.get("hospital"), entry.get("type"), *entry.get("doctors", ()))
    ]
    if waits:
        raise Refused(
            "not_allowed", f"{record['name']} is on the waitlist by now.", "Close that first.", blocking=waits[:10]
        )
    if used:
        raise Refused(
            "not_allowed", f"{record['name']} has visits by now.", "Cancel or move them first.", blocking=used[:10]
        )


def _restore(txn: Transaction, clinic: Clinic, table: str, record: Record, line: Line) -> None:
    """Write a record's content with the next version; a visit that takes time again asks rule 16 (RULES 21).

    The visits of one step stand in nobody's way: they go back, or forth, together."""
    if record.get("dropped"):
        txn.drop(table, record["id"])
        return
    if table in NEEDED and record.get("active", True):
        _refuse_retired(clinic, *NEEDED[table], record, line)
    if table == "appointments" and STATUSES[record["status"]].blocking:
        present = clinic.replica.record(table, record["id"]) or {}
        # Whose visits they are is all that a merge changes: the times were theirs before.
        where = ("start", "doctor", "minutes", "patient")[: 3 if line["action"] == "merge_patients" else 4]
        moved = any(present.get(key) != record.get(key) for key in where)
        if moved or not STATUSES[present["status"]].blocking:
            ask_taken(clinic, record, record.get("patient"), ignoring=frozenset(ids_of(line)))
            bury_at(txn, clinic, record["doctor"], Place(*clinic.span(record), None))
    txn.put_back(table, record)


def _refuse_retired(clinic: Clinic, table: str, field: str, record: Record, line: Line) -> None:
    """What a record belongs to must be there still, or come back in the same step."""
    home = clinic.replica.record(table, record.get(field) or "")
    if home is not None and not home.get("active", True) and home["id"] not in ids_of(line):
        raise Refused(
            "not_allowed", f"{home['name']} is retired by now.", "Take that back first.", blocking=(home["id"],)
        )
