"""What the arguments of all verbs share, and how they are read."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from scheduling.errors import invalid
from scheduling.model import fields as f


class Request(BaseModel):
    """Arguments of one verb. Strict: a number is not a text, and `true` is not 1."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, populate_by_name=True)


class Write(Request):
    """Arguments of a verb that changes something."""

    request_id: f.Ident | None = None


class Change(Write):
    """Arguments of a verb that changes one record, guarded by its `version` (RULES 20)."""

    id: f.Ident
    version: f.Version | None = None


class Whom(Request):
    """Which doctors are meant: one of the four ways of saying it."""

    doctor: f.Ident | None = None
    doctors: list[f.Ident] | None = None
    specialty: f.Name | None = None
    any: bool | None = None
    hospital: f.Ident | None = None
    location: f.Ident | None = None


class HowLong(Request):
    """How long: minutes, or what a type takes, or the hospital's `default_minutes`."""

    minutes: f.Minutes | None = None
    type: f.Ident | None = None


def parse(model: type[Request], arguments: dict[str, Any]) -> Any:
    """The checked arguments. Raises `Refused` (`invalid`), naming the argument at fault."""
    try:
        return model.model_validate(arguments)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"][:1]).rstrip("_") or "do"
        raise invalid(field, f"{field} {f.sentence(first)}", _remedy(first, model)) from None


def _remedy(error: Any, model: type[Request]) -> str:
    if error["type"] != "extra_forbidden":
        return ""
    names = [field.alias or name for name, field in model.model_fields.items() if not field.exclude]
    return f"It takes: {', '.join(names)}."
