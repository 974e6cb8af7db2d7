"""A retry with the same `request_id` answers what the first did (RULES 22)."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from scheduling.errors import invalid
from scheduling.services.outcome import Done

if TYPE_CHECKING:
    from scheduling.store.transaction import Transaction


def answered(txn: Transaction, verb: str, request_id: str | None, arguments: dict[str, Any]) -> Done | None:
    """What a `request_id` was answered before, or None. Raises `Refused` (`invalid`) when it meant something else."""
    seen = txn.view.record("requests", _key(request_id)) if request_id is not None else None
    if seen is None:
        return None
    if seen["action"] != verb or seen["sum"] != _sum(verb, arguments):
        raise invalid("request_id", "This request_id was used for something else.", "Use a new one.")
    return Done.from_answer(seen["answer"])


def keep(txn: Transaction, verb: str, request_id: str, arguments: dict[str, Any], done: Done) -> None:
    """Keep an answer, in the line of what was done."""
    answer = {"action": verb, "sum": _sum(verb, arguments), "answer": done.answer()}
    txn.put("requests", {"id": _key(request_id), **answer})


def _key(request_id: str) -> str:
    """The id under which a request is kept: no caller's id can be in its way."""
    return f"rq.{hashlib.sha256(request_id.encode()).hexdigest()[:32]}"


def _sum(verb: str, arguments: dict[str, Any]) -> str:
    import orjson

    text = orjson.dumps([verb, arguments], option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(text).hexdigest()[:32]
