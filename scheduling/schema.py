"""The JSON Schema of the batch contract: every verb's arguments, every result, every code; made from the models."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from scheduling.errors import CODES
from scheduling.services.shapes import LISTS, MODELS, VISIT
from scheduling.services.verbs import SCREEN_ONLY, VERBS

RECORDS = {
    "hospital": "hospitals",
    "location": "locations",
    "type": "types",
    "doctor": "doctors",
    "patient": "patients",
    "patients": "patients",
}
"""What `add_…`, `update_…`, `retire_…` and `merge_…` answer with, by the end of their name."""

OTHERS = {
    "set_day": "days",
    "clear_day": "days",
    "close": "closures",
    "reopen": "closures",
    "waitlist_add": "waitlist",
    "waitlist_update": "waitlist",
    "waitlist_close": "waitlist",
}

TIME = {"type": "string", "description": "2026-11-23T09:00-05:00"}
NULLABLE_TIME = {"type": ["string", "null"], "description": TIME["description"]}


def schema() -> dict[str, Any]:
    """`frontdesk batch --schema`: `verbs` (arguments, and the name of the result), `results`, `codes`."""
    verbs = {
        name: {"arguments": _arguments(verb.model), "result": result_of(name)}
        for name, verb in VERBS.items()
        if name not in SCREEN_ONLY
    }
    return {"verbs": verbs, "results": results(), "codes": list(CODES)}


def _arguments(model: Any) -> dict[str, Any]:
    """A verb's arguments, without what only the screen may give."""
    made: dict[str, Any] = model.model_json_schema(by_alias=True)
    for name, field in model.model_fields.items():
        if field.exclude:
            made["properties"].pop(field.alias or name, None)
    return made


def result_of(verb: str) -> str:
    """The name of a verb's result."""
    if verb in LISTS:
        return f"list of {LISTS[verb]}"
    if verb in MODELS or verb in ("appointments", "waitlist"):
        return f"list of {verb}"
    if verb in OTHERS:
        return OTHERS[verb]
    if verb in ("openings", "next", "why", "history", "day", "get", "clock"):
        return verb
    if verb in ("undo", "redo"):
        return "step"
    if verb in ("book_series", "move_series"):
        return "series"
    first, _, last = verb.partition("_")
    return RECORDS[last] if first in ("add", "update", "retire", "merge") and last in RECORDS else "appointments"


def results() -> dict[str, Any]:
    """The shape of each result."""
    found: dict[str, Any] = {table: TypeAdapter(model).json_schema() for table, model in MODELS.items()}
    found["appointments"] = {"type": "object", "required": VISIT, "properties": {name: {} for name in VISIT}}
    row = {"doctor": {"type": "string"}, "location": {"type": ["string", "null"]}, "start": TIME, "end": TIME}
    openings = {"openings": _list(row), "searched_until": NULLABLE_TIME, "reason": {"type": ["string", "null"]}}
    found["openings"] = found["next"] = _object(openings)
    reason = {"code": {"enum": list(CODES)}, "message": {"type": "string"}, "blocking": _list(None)}
    found["why"] = _object({"reasons": _list(reason)})
    step = {name: {"type": "string"} for name in ("at", "by", "desk", "action", "words")}
    found["step"] = _object({"seq": {"type": "integer"}, **step, "ids": _list(None)})
    found["history"] = _object({"history": {"type": "array", "items": found["step"]}})
    occurrence = {
        "start": TIME,
        "end": TIME,
        "ok": {"type": "boolean"},
        "error": {"type": ["string", "null"]},
        "flag": {"type": ["string", "null"]},
    }
    found["series"] = _object({"series": {"type": ["string", "null"]}, "occurrences": _list(occurrence)})
    found["clock"] = _object({"now": TIME})
    found["day"] = {"type": "object"}
    found["get"] = {"description": "the record of that id, in the shape of its table"}
    return found


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "required": list(properties), "properties": properties}


def _list(properties: dict[str, Any] | None) -> dict[str, Any]:
    """A list of objects, or (None) of texts."""
    return {"type": "array", "items": {"type": "string"} if properties is None else _object(properties)}
