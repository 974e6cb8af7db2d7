"""The five questions of a first start: what each takes, how it is read, and what can be guessed. Pure but for the
machine's time zone."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from scheduling.errors import invalid
from scheduling.when.zones import wall_clock, zone
from tui import text, words
from tui.dialogs import week_words

LOCALTIME = Path("/etc/localtime")
"""A link into the zones, where the machine keeps its own."""

LONGEST_VISIT = 24 * 60


class Answer(NamedTuple):
    """What was understood: as the verbs take it, and in words."""

    value: Any
    said: str


class Question(NamedTuple):
    """`ask`: the whole question; `label`: in a word; `hint`: what may be typed; `usual`: filled in at first."""

    label: str
    ask: str
    hint: str
    read: Callable[[str], Answer]
    usual: str = ""


def _name(typed: str) -> Answer:
    name = " ".join(typed.split())
    if not name:
        raise invalid("name", "The clinic needs a name.", "Type it as it stands on the door.")
    return Answer(name, text.clean(name))


def _doctor(typed: str) -> Answer:
    """ "Dr Jane Roe, Cardiology" → name and specialty."""
    name, _, specialty = (" ".join(part.split()) for part in typed.partition(","))
    if not name:
        raise invalid("doctor", "A doctor is needed: somebody whose time is booked.", "Type the name.")
    full, specialty = words.doctor_full(words.typed_name(name)), specialty[:1].upper() + specialty[1:]
    return Answer((full, specialty or None), " · ".join(filter(None, (full, text.clean(specialty)))))


def _hours(typed: str) -> Answer:
    week = week_words.read_week(typed)
    return Answer(
        week_words.for_verb(week), f"{week_words.said(week)}: {text.minutes(week_words.minutes(week))} a week"
    )


def _types(typed: str) -> Answer:
    """ "Follow-up 30, New patient 45" → names and minutes."""
    found: dict[str, tuple[str, int]] = {}
    for part in filter(None, (" ".join(part.split()) for part in typed.split(","))):
        match = re.fullmatch(r"(.*\D)\s(\d{1,4})(?: ?min)?", part)
        if match is None:
            raise invalid("types", f"“{text.clean(part)}” has no length.", "Write Follow-up 30: a name and minutes.")
        name, minutes = match[1].strip(), int(match[2])
        if not 1 <= minutes <= LONGEST_VISIT:
            raise invalid("types", f"{text.clean(name)} cannot take {minutes} minutes.", "Write 1 to 1440.")
        if name.casefold() in found:
            raise invalid("types", f"{text.clean(name)} is there twice.", "Leave one out.")
        found[name.casefold()] = (name, minutes)
    if not found:
        raise invalid("types", "A type of visit is needed.", "Write Follow-up 30: a name and minutes.")
    kinds = list(found.values())
    return Answer(kinds, " · ".join(f"{text.clean(name)} {text.minutes(length)}" for name, length in kinds))


def zone_reader(now: int) -> Callable[[str], Answer]:
    """Reads a time zone; `now`, epoch seconds: its clock tells whether it is the right one."""

    def read(typed: str) -> Answer:
        found = zones_like(typed, 1)
        if not found:
            raise invalid("timezone", f"“{text.clean(typed.strip())}” is no time zone.", "Type a large city near by.")
        wall = wall_clock(now // 60, zone(found[0]))
        return Answer(found[0], f"{found[0]}, where it is {text.day_said(wall.date())} {text.at(wall)}")

    return read


@cache
def _zones() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Every zone that people live in, and its words."""
    import zoneinfo

    names = sorted(zoneinfo.available_timezones())
    kept = (name for name in names if name == "UTC" or ("/" in name and not name.startswith(("Etc/", "SystemV/"))))
    return tuple((name, tuple(re.split(r"[/_-]", name.casefold()))) for name in kept)


def zones_like(typed: str, most: int) -> list[str]:
    """Zones of which the typed words begin words in their order; those whose city begins so first."""
    wanted = [part for part in re.split(r"[/_\s-]+", typed.casefold()) if part]
    if not wanted:
        return []
    ranked = []
    for name, parts in _zones():
        places = [at for at in range(len(parts)) if _begins(parts[at:], wanted)]
        if places:
            exact = list(parts) == wanted
            city = name.rpartition("/")[2].casefold().replace("_", " ").startswith(" ".join(wanted))
            ranked.append(((not exact, not city, len(parts)), name))
    return [name for _, name in sorted(ranked)[:most]]


def _begins(parts: Sequence[str], wanted: Sequence[str]) -> bool:
    if len(parts) < len(wanted):
        return False
    return all(part.startswith(word) for part, word in zip(parts, wanted, strict=False))


def machine_zone() -> str:
    """The zone of this machine, from TZ or from where /etc/localtime points; empty when neither tells."""
    try:
        linked = str(LOCALTIME.readlink()).partition("zoneinfo/")[2]
    except OSError:
        linked = ""
    known = {name for name, _ in _zones()}
    guesses = (os.environ.get("TZ", "").lstrip(":"), linked)
    return next((guess for guess in guesses if guess in known), "UTC" if linked.startswith("Etc/") else "")


def questions(now: int, name: str = "", timezone: str = "") -> tuple[Question, ...]:
    """All five; `name`, `timezone`: of a clinic that is there already."""
    return (
        Question("Clinic", "What is the clinic called?", "its name, as it stands on the door", _name, name),
        Question(
            "Zone", "In which time zone is it?", "a large city near by, as new york", zone_reader(now),
            timezone or machine_zone(),
        ),
        Question("Doctor", "Who is the first doctor?", "a name, then a specialty: Jane Roe, Cardiology", _doctor),
        Question(
            "Hours", "When does the doctor work?", "days, then times: mon-fri 8-17; sat 9-12", _hours,
            "mon-fri 8-12, 13-17",
        ),
        Question(
            "Visits", "What are visits for?", "names and minutes: Follow-up 30, New patient 45", _types,
            "Follow-up 30, New patient 45",
        ),
    )  # fmt: skip
