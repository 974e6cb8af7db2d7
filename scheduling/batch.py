"""JSON Lines in, JSON Lines out: one verb a line, the whole Desk for scripts, imports and tests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import orjson

from scheduling.desk import Desk, Outcome
from scheduling.errors import CODES, OK, REFUSED, STORE, FrontdeskError, Refused, invalid
from scheduling.services import shapes
from scheduling.services.clinic import Clinic


def run(desk: Desk, lines: Iterable[bytes], *, atomic: bool = False) -> Iterator[tuple[bytes, int]]:
    """Answer each line with (one JSON line, exit code so far). Atomic: all or nothing, answered at the end."""
    worst = OK
    answers = _atomic(desk, lines) if atomic else (answer(desk, line) for line in lines if line.strip())
    for found in answers:
        if not found["ok"]:
            worst = max(worst, STORE if CODES[found["error"]["code"]].store else REFUSED)
        yield orjson.dumps(found), worst


def _atomic(desk: Desk, lines: Iterable[bytes]) -> list[dict[str, Any]]:
    # All are read before the book is locked: whoever writes them may be slow, and the other desks do not wait for it.
    said = [line for line in lines if line.strip()]
    answers: list[dict[str, Any]] = []

    def every_line() -> None:
        answers[:] = [answer(desk, line) for line in said]
        if not all(found["ok"] for found in answers):
            raise Refused("rolled_back", "Another line was refused, so nothing was written.", "Mend that line.")

    try:
        desk.atomic(every_line)
    except FrontdeskError as error:
        refused = failure(desk, error)
        return [refused if found["ok"] else found for found in answers] or [refused] * max(1, len(said))
    return answers


def answer(desk: Desk, line: bytes) -> dict[str, Any]:
    """What one line is answered."""
    try:
        verb, arguments = parse(line)
        return success(desk, verb, desk.do(verb, **arguments))
    except FrontdeskError as error:
        return failure(desk, error)


def parse(line: bytes) -> tuple[str, dict[str, Any]]:
    """Verb and arguments of a line. Raises `Refused` (`invalid`)."""
    from scheduling.services.verbs import SCREEN_ONLY, VERBS

    try:
        said = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise invalid(
            "line", f"This is not a JSON object: {error}.", 'Write one a line, as {"do": "doctors"}.'
        ) from None
    if not isinstance(said, dict):
        raise invalid("line", "This is not a JSON object.", 'Write one a line, as {"do": "doctors"}.')
    verb = said.pop("do", None)
    if not isinstance(verb, str) or verb in SCREEN_ONLY:
        raise invalid("do", "do is missing or not a verb.", 'Name a verb, as {"do": "doctors"}.')
    found = VERBS.get(verb)
    for name in said:
        hidden = found is not None and name in found.model.model_fields and found.model.model_fields[name].exclude
        if hidden or name.endswith("_"):
            raise invalid(name, f"{name} is not an argument of this verb.")
    return verb, said


def success(desk: Desk, verb: str, outcome: Outcome) -> dict[str, Any]:
    """The answer of a verb that was done."""
    with desk.store.guard:
        result = shape(desk.clinic(), verb, outcome)
    return {"ok": True, "result": result, "warnings": list(outcome.warnings)}


def shape(clinic: Clinic, verb: str, outcome: Outcome) -> Any:
    """The value of a verb as plain JSON."""
    value, result = outcome.value, {}
    if verb in ("openings", "next"):
        tz = clinic.tz_of(value.openings[-1].doctor) if value.openings else value.tz
        return shapes.found(clinic, value, tz)
    if verb == "why":
        return {"reasons": [shapes.reason(row) for row in value]}
    if verb == "history":
        return {"history": [shapes.step(clinic, row) for row in value]}
    if verb in ("undo", "redo"):
        return shapes.step(clinic, value)
    if verb == "clock":
        return {"now": shapes.moment(clinic, value)}
    if verb == "day":
        return shapes.day(clinic, value)
    if verb == "get":
        return shapes.record(clinic, *value)
    if isinstance(value, list):
        key = shapes.LISTS.get(verb, outcome.table or verb)
        result = {key: [shapes.record(clinic, key, row) for row in value]}
    elif outcome.table == "series":
        result = shapes.series(clinic, value)
    elif isinstance(value, dict):
        result = shapes.record(clinic, outcome.table or "", value)
    else:
        result = shapes.visit(clinic, value._asdict())  # as it was answered first, also to a retry (RULES 22)
    if outcome.affected is not None:
        result["affected"] = [shapes.visit(clinic, row._asdict()) for row in outcome.affected]
    return result


def failure(desk: Desk, error: FrontdeskError) -> dict[str, Any]:
    """The answer of a verb that was refused."""
    field = blocking = None
    alternatives: list[Any] = []
    if isinstance(error, Refused):
        field, blocking = error.field, list(error.blocking)
        if error.alternatives:
            with desk.store.guard:
                alternatives = [shapes.opening(desk.clinic(), row) for row in error.alternatives]
    said = {
        "code": error.code,
        "message": error.reason,
        "remedy": error.remedy,
        "field": field,
        "blocking": blocking or [],
        "alternatives": alternatives,
    }
    return {"ok": False, "error": said}
