"""What a hospital, a location, a doctor, a type can be given: ONE table of fields, and how each is typed and shown.

Nothing is decided here: the verbs check what was typed, and name the field that they refuse.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from tui import text
from tui.theme import HUES

Names = Mapping[str, str]
"""Id → name of the records that a field may name."""


class Unclear(ValueError):
    """What was typed is not what the field takes; the text says what it takes."""


class FieldRow(NamedTuple):
    """One field. `show`: the value as it is typed; `read`: what was typed as the verb takes it (None = empty it).

    `hint`: what it takes, beside it; `needed`: may not be empty.
    """

    name: str
    label: str
    hint: str
    show: Callable[[Any, Names], str]
    read: Callable[[str, Names], Any]
    needed: bool = False


def _words(value: Any, names: Names) -> str:
    return "" if value is None else str(value)


def _plain(typed: str, names: Names) -> str | None:
    return " ".join(typed.split()) or None


def _number(typed: str, names: Names) -> int | None:
    words = typed.strip().removesuffix("min").removesuffix("days").strip()
    if not words:
        return None
    if not re.fullmatch(r"\d{1,5}", words):
        raise Unclear("a whole number, as 30")
    return int(words)


def _colour(typed: str, names: Names) -> str | None:
    word = typed.strip().lower()
    if word and word not in HUES and not re.fullmatch("#[0-9a-f]{6}", word):
        raise Unclear(f"one of {', '.join(HUES)}")
    return word or None


def _names_of(value: Any, names: Names) -> str:
    return ", ".join(text.clean(names.get(ident, ident)) for ident in value or ())


def _ids(typed: str, names: Names) -> list[str]:
    found = []
    for word in filter(None, (part.strip() for part in typed.split(","))):
        hits = [ident for ident, name in names.items() if name.casefold().startswith(word.casefold())]
        exact = [ident for ident, name in names.items() if name.casefold() == word.casefold()]
        if len(exact or hits) != 1:
            known = ", ".join(names.values()) or "none yet"
            raise Unclear(f"“{word}” is {'more than one' if hits else 'none'} of: {known}")
        found.append((exact or hits)[0])
    return list(dict.fromkeys(found))


def _types_shown(value: Any, names: Names) -> str:
    parts = (f"{names.get(ident, ident)}{f' {own}' if own else ''}" for ident, own in (value or {}).items())
    return ", ".join(map(text.clean, parts))


def _types(typed: str, names: Names) -> dict[str, int | None] | None:
    """ "follow-up 20, new" → the types offered, each with an own length or None."""
    found: dict[str, int | None] = {}
    for part in filter(None, (part.strip() for part in typed.split(","))):
        match = re.fullmatch(r"(.*?)(?:\s+(\d{1,4}))?", part)
        assert match is not None
        (ident,) = _ids(match[1], names)
        found[ident] = int(match[2]) if match[2] else None
    return found or None


def _yes(value: Any, names: Names) -> str:
    return "" if value is None else "yes" if value else "no"


def _yes_read(typed: str, names: Names) -> bool | None:
    word = typed.strip().lower()
    if word and word not in ("yes", "no", "y", "n"):
        raise Unclear("yes or no")
    return None if not word else word.startswith("y")


def _text(name: str, label: str, hint: str = "", *, needed: bool = False) -> FieldRow:
    return FieldRow(name, label, hint, _words, _plain, needed)


def _count(name: str, label: str, hint: str, *, needed: bool = False) -> FieldRow:
    return FieldRow(name, label, hint, _words, _number, needed)


SHARED_LIMITS = (
    _count("step", "Starts", "every … min"),
    _count("notice", "Notice", "min before, at least"),
    _count("horizon", "Horizon", "days ahead, at most"),
)


class Kind(NamedTuple):
    """A kind of record: its table, what people call one and many, the verbs, and its fields."""

    table: str
    one: str
    many: str
    add: str
    update: str
    retire: str
    fields: Sequence[FieldRow]


KINDS: tuple[Kind, ...] = (
    Kind(
        "hospitals", "hospital", "Hospitals", "add_hospital", "update_hospital", "retire_hospital",
        (
            _text("name", "Name", needed=True),
            _text("timezone", "Zone", "as Europe/Paris", needed=True),
            _text("address", "Address"),
            _text("holidays", "Holidays", "of a country, as US or US-NY"),
            _count("default_minutes", "Visit", "min, without a type"),
            _count("hold_minutes", "Hold", "min for a caller"),
            *SHARED_LIMITS,
        ),
    ),
    Kind(
        "locations", "location", "Locations", "add_location", "update_location", "retire_location",
        (_text("name", "Name", needed=True), _text("address", "Address")),
    ),
    Kind(
        "doctors", "doctor", "Doctors", "add_doctor", "update_doctor", "retire_doctor",
        (
            _text("name", "Name", needed=True),
            _text("specialty", "Works in", "a specialty, as Cardiology"),
            FieldRow("locations", "Places", "names, with commas", _names_of, _ids),
            FieldRow("types", "Visits", "follow-up 20, new; all when empty", _types_shown, _types),
            _text("phone", "Phone"),
            _text("email", "Email"),
        ),
    ),
    Kind(
        "types", "type of visit", "Types of visit", "add_type", "update_type", "retire_type",
        (
            _text("name", "Name", needed=True),
            _count("minutes", "Length", "min", needed=True),
            FieldRow("color", "Colour", "blue, green, purple …", _words, _colour),
            _count("buffer_before", "Before", "min kept free before"),
            _count("buffer_after", "After", "min kept free after"),
            *SHARED_LIMITS,
            FieldRow("published_only", "On grid", "yes: only at published starts", _yes, _yes_read),
        ),
    ),
)  # fmt: skip

BY_TABLE = {kind.table: kind for kind in KINDS}

NEEDED_BY_FIELD = {"locations": "locations", "types": "types"}
"""Fields that name other records, and of which table."""


def ident_of(name: str, taken: Callable[[str], bool]) -> str:
    """An id made of a place's or a doctor's name, never of a patient's: "Main Street" → "main-street"."""
    base = re.sub(r"[^a-z0-9]+", "-", name.casefold().removeprefix("dr ").strip()).strip("-")[:32] or "new"
    if not taken(base):
        return base
    return next(f"{base}-{number}" for number in range(2, 10_000) if not taken(f"{base}-{number}"))
