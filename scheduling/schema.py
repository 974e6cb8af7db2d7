"""The JSON Schema of the batch contract: every verb's arguments and result, every code; made from the models."""

from __future__ import annotations

from typing import Any, get_type_hints

from pydantic import create_model

from scheduling.errors import CODES
from scheduling.model.reads import Appointment
from scheduling.services.shapes import LISTS, MODELS, VISIT
from scheduling.services.verbs import SCREEN_ONLY, VERBS

Schema = dict[str, Any]

PLAIN_LISTS = "hospitals locations types doctors patients hours closures appointments waitlist".split()
"""Verbs that answer with a list of their own name."""

RECORDS = {
    **{
        f"{do}_{one}": f"{one}s"
        for do in ("add", "update", "retire")
        for one in ("hospital", "location", "type", "doctor", "patient")
    },
    **dict.fromkeys(("waitlist_add", "waitlist_update", "waitlist_close"), "waitlist"),
    **dict.fromkeys("book hold renew confirm release move update_visit cancel status accept".split(), "appointments"),
    "update_clinic": "clinic",
    "merge_patients": "patients",
    "set_day": "days",
    "close": "closures",
    "reopen": "closures",
}
"""Verbs that answer with one record, and the table it is of."""

OTHERS = {
    **{verb: verb for verb in "openings next why history day get clock".split()},
    **dict.fromkeys(("undo", "redo"), "step"),
    **dict.fromkeys(("book_series", "move_series"), "dates"),
}
"""Verbs that answer with something of their own."""

TELLS_AFFECTED = frozenset(
    "set_hours set_day set_days copy_days clear_day close update_hospital update_doctor retire_doctor "
    "retire_location retire_patient".split()
)
"""Verbs that also tell which visits are affected (RULES 23)."""

TIME = r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}[+-]\d{2}:\d{2}$"
TIMES = frozenset(
    "start end created_at updated_at removed_at closed_at arrived_at ready_at ended_at expires_at".split()
)
"""Fields that are times as the contract writes them, in visits and records; those of `hours` are clocks."""


def schema() -> Schema:
    """`frontdesk batch --schema`: `verbs` with arguments and result, what these refer to, `error`, `codes`."""
    models: Schema = {}
    verbs = {
        name: {"arguments": _arguments(verb.model, models), "result": result_of(name)}
        for name, verb in VERBS.items()
        if name not in SCREEN_ONLY
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "verbs": verbs,
        "results": results(),
        "error": error(),
        "codes": list(CODES),
        "$defs": models,
    }


def _arguments(model: Any, models: Schema) -> Schema:
    """A verb's arguments, without what only the screen may give; models within it are gathered in `models`."""
    made: Schema = model.model_json_schema(by_alias=True, ref_template="#/$defs/{model}")
    models |= made.pop("$defs", {})
    for name, field in model.model_fields.items():
        if field.exclude:
            del made["properties"][name]
    return made


def result_of(verb: str) -> Schema:
    """What a verb answers."""
    if verb in OTHERS:
        return _ref(OTHERS[verb])
    tells = {"affected": _list(_ref("appointments"))} if verb in TELLS_AFFECTED else {}
    if verb in RECORDS:
        table = RECORDS[verb]
        return _object(_shape(table)["properties"] | tells) if tells else _ref(table)
    table = verb if verb in PLAIN_LISTS else LISTS[verb]
    return _object({table: _list(_ref(table))} | tells)


def results() -> Schema:
    """The shapes that results refer to."""
    row = {"doctor": _text(), "location": _text(nullable=True), "start": _time(), "end": _time()}
    more = {"bookable": {"type": "boolean"}, "reason": {"enum": [*CODES, None]}}
    opening = _object(row) | {"properties": row | more}
    nothing = "no_hours closed fully_booked no_gap_long_enough beyond_horizon type_not_offered".split()
    found = {"searched_until": _time(nullable=True), "reason": {"enum": [*nothing, None]}}
    openings = _object({"openings": _list(_ref("opening"))} | found)
    reason = _object({"code": {"enum": list(CODES)}, "message": _text(), "blocking": _list(_text())})
    said = {name: _text() for name in ("by", "desk", "action", "words")}
    step = _object({"seq": {"type": "integer"}, "at": _time(), **said, "ids": _list(_text())})
    flags = {"error": {"enum": [*CODES, "skipped", None]}, "flag": _text(nullable=True)}
    date = _object({"start": _time(), "end": _time(), "ok": {"type": "boolean"}, **flags})
    tables = {table: _shape(table) for table in (*MODELS, "appointments")}
    return tables | {
        "opening": opening,
        "openings": openings,
        "next": openings,
        "why": _object({"reasons": _list(reason)}),
        "step": step,
        "history": _object({"history": _list(_ref("step"))}),
        "dates": _object({"series": _text(nullable=True), "occurrences": _list(date)}),
        "clock": _object({"now": _time()}),
        "day": _day(),
        "get": {"anyOf": [_ref(table) for table in tables]},
    }


def _day() -> Schema:
    span = {"start": _time(), "end": _time()}
    return _object(
        {
            "doctor": _text(),
            "date": _text(),
            "hours": _list(_object(span | {"location": _text(nullable=True)})),
            "closures": _list(_object({"id": _text()} | span | {"reason": _text()})),
            "appointments": _list(_ref("appointments")),
            "booked_minutes": {"type": "integer"},
            "free_minutes": {"type": "integer"},
        }
    )


def error() -> Schema:
    """The `error` of a line that is refused."""
    words = {"code": {"enum": list(CODES)}, "message": _text(), "remedy": _text(), "field": _text(nullable=True)}
    return _object(words | {"blocking": _list(_text()), "alternatives": _list(_ref("opening"))})


def _shape(table: str) -> Schema:
    """A record as it is answered: every field of its read is there, what is not set is null."""
    model: Any = MODELS.get(table, Appointment)
    hints = get_type_hints(model)
    described: Any = {name: (hints[name], model._field_defaults.get(name, ...)) for name in model._fields}
    made = create_model(model.__name__, **described).model_json_schema()["properties"]
    fields = {name.rstrip("_"): made[name] for name in (VISIT if table == "appointments" else made)}
    if table != "hours":
        fields |= {name: _time(nullable="anyOf" in fields[name]) for name in fields if name in TIMES}
    return _object(fields)


def _object(properties: Schema) -> Schema:
    return {
        "type": "object",
        "required": list(properties),
        "properties": properties,
        "additionalProperties": False,
    }


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/results/{name}"}


def _text(nullable: bool = False) -> Schema:
    return {"type": ["string", "null"] if nullable else "string"}


def _time(nullable: bool = False) -> Schema:
    return _text(nullable) | {"pattern": TIME}
