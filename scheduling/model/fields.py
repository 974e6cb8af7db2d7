"""The kinds of value that people and scripts hand in, each checked in one place (RULES 6, 27).

A pydantic type an entry; each raises `ValueError` with a sentence, which becomes `invalid` naming the field.
"""

from __future__ import annotations

import unicodedata
from typing import Annotated, Any

from pydantic import AfterValidator, Field, StringConstraints

from scheduling.when import zones
from scheduling.when.iso import WEEKDAYS, parse_clock, parse_date, parse_written

MAX_MINUTES = 10_080
MAX_BUFFER = 1_440
NAME_LENGTH, NOTE_LENGTH = 200, 4_000
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_ALIGN = ("block", "clock")
_ID = r"^[A-Za-z0-9._:-]{1,64}$"
_COLOR = r"^([a-z]{3,12}|#[0-9a-fA-F]{6})$"
_PATTERNS = {
    _ID: "is not an id. Use 1 to 64 letters, digits, dots, colons, dashes.",
    _COLOR: "is not a colour. Use a name such as green, or #3aa57c.",
}
"""What is said of a text that a pattern does not match."""


def plain_text(text: str) -> str:
    """NFC and trimmed; refuses what would steer a terminal or turn the reading direction (RULES 27)."""
    text = unicodedata.normalize("NFC", text).strip()
    for character in text:
        if character in _BIDI or unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp"):
            raise ValueError(f"holds a character that cannot be shown (U+{ord(character):04X}). Type it without.")
    return text


def _name(text: str) -> str:
    text = plain_text(text)
    if not text:
        raise ValueError("is empty. Type at least one character.")
    if len(text) > NAME_LENGTH:
        raise ValueError(f"has {len(text)} characters. At most {NAME_LENGTH} fit.")
    return text


def _note(text: str) -> str:
    text = plain_text(text)
    if len(text) > NOTE_LENGTH:
        raise ValueError(f"has {len(text)} characters. At most {NOTE_LENGTH} fit.")
    return text


def _day(text: str) -> str:
    return parse_date(text).isoformat()


def _clock(text: str) -> str:
    parse_clock(text)
    return text


def _start(text: str) -> str:
    if parse_written(text).seconds or _has_seconds(text):
        raise ValueError("has seconds. A visit starts on a whole minute, as 2026-11-23T09:00.")
    return text


def _has_seconds(text: str) -> bool:
    return text.count(":") > 1 and text[16:17] == ":"


def _moment(text: str) -> str:
    parse_written(text)
    return text


def _edge(text: str) -> str:
    if "T" in text:
        return _start(text)
    return _day(text)


def _birth(text: str) -> str:
    try:
        return parse_date(text, 1850).isoformat()
    except ValueError:
        raise ValueError(f"“{text}” is not a date of birth. Write it as 1984-03-07.") from None


def _weekday(text: str) -> str:
    if text not in WEEKDAYS:
        raise ValueError(f"“{text}” is not a weekday. Use mon, tue, wed, thu, fri, sat or sun.")
    return text


def _zone(name: str) -> str:
    try:
        zones.zone(name)
    except KeyError:
        raise ValueError(f"“{name}” is not a time zone. Use one such as America/New_York.") from None
    return name


def _align(text: str) -> str:
    if text not in _ALIGN:
        raise ValueError("is block or clock.")
    return text


def pair(value: list[str]) -> list[str]:
    """A span of a day as `["09:00", "12:00"]`; an end before its start crosses midnight (RULES 7)."""
    if len(value) != 2:
        raise ValueError("is a pair of times, as ['09:00', '12:00'].")
    start, end = (parse_clock(text) for text in value)
    if start == end or start == 1440:
        raise ValueError(f"{value[0]}–{value[1]} has no length. Let it end later than it starts.")
    return value


def _week(value: dict[str, list[list[str]]]) -> dict[str, list[list[str]]]:
    for weekday in value:
        _weekday(weekday)
    return {weekday: sorted(value[weekday]) for weekday in WEEKDAYS if weekday in value}


Ident = Annotated[str, StringConstraints(pattern=_ID)]
Name = Annotated[str, AfterValidator(_name)]
Note = Annotated[str, AfterValidator(_note)]
Day = Annotated[str, AfterValidator(_day)]
BirthDate = Annotated[str, AfterValidator(_birth)]
ClockTime = Annotated[str, AfterValidator(_clock)]
Start = Annotated[str, AfterValidator(_start)]
Moment = Annotated[str, AfterValidator(_moment)]
Edge = Annotated[str, AfterValidator(_edge)]
Weekday = Annotated[str, AfterValidator(_weekday)]
ZoneName = Annotated[str, AfterValidator(_zone)]
Align = Annotated[str, AfterValidator(_align)]
Minutes = Annotated[int, Field(ge=1, le=MAX_MINUTES)]
Buffer = Annotated[int, Field(ge=0, le=MAX_BUFFER)]
Notice = Annotated[int, Field(ge=0, le=527_040)]
Horizon = Annotated[int, Field(ge=0, le=36_525)]
Count = Annotated[int, Field(ge=1, le=1_000)]
Version = Annotated[int, Field(ge=1)]
Interval = Annotated[int, Field(ge=1, le=366)]
Priority = Annotated[int, Field(ge=1, le=5)]
SpanPair = Annotated[list[str], AfterValidator(pair)]
WeekHours = Annotated[dict[str, list[SpanPair]], AfterValidator(_week)]
Color = Annotated[str, StringConstraints(pattern=_COLOR)]


def sentence(error: Any) -> str:
    """The words of one pydantic error, after the name of its field."""
    kind, context = error["type"], error.get("ctx", {})
    if kind == "value_error":
        return str(context["error"])
    words = {
        "missing": "is missing.",
        "extra_forbidden": "is not an argument of this verb.",
        "literal_error": f"is one of {context.get('expected')}.",
        "int_type": "is not a whole number.",
        "string_type": "is not a text.",
        "bool_type": "is neither true nor false.",
        "list_type": "is not a list.",
        "dict_type": "is not an object.",
        "greater_than_equal": f"is less than {context.get('ge')}.",
        "less_than_equal": f"is more than {context.get('le')}.",
    }
    return words.get(kind) or _PATTERNS.get(context.get("pattern", "")) or f"{error['msg']}."
