"""Hours of a week as they are typed: "mon-fri 8-12, 13-17; sat 9-12". Pure: words in, the verb's hours out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from scheduling.errors import invalid
from scheduling.when import iso
from scheduling.when.iso import WEEKDAYS
from tui import text
from tui.dialogs.finder_tokens import clock_minute, weekdays_of

DAY, NOON = 24 * 60, 12 * 60
HALF = NOON

Span = tuple[int, int]
"""Minutes after midnight, [start, end)."""
Week = dict[str, list[Span]]
"""By weekday, "mon" … "sun"; only those with hours."""

REMEDY = "Write mon-fri 8-12, 13-17; sat 9-12."
EVERY_DAY = frozenset({"daily", "everyday"})
FILLERS = frozenset({"and", "from", "on", "&"})


def read_week(typed: str) -> Week:
    """The hours that the words mean. Raises `Refused` (`invalid`, field `hours`) with a sentence."""
    week: Week = {}
    days: tuple[str, ...] = ()
    settled = True
    for token in _tokens(typed):
        if token in FILLERS:
            continue
        named = WEEKDAYS if token in EVERY_DAY else weekdays_of(token)
        if named:
            days = named if settled else (*days, *named)
            settled = False
            continue
        if not days:
            raise invalid("hours", f"“{token}” has no days before it.", REMEDY)
        settled = True
        for day in days:
            spans = week.setdefault(day, [])
            spans.append(_span(token, spans[-1][1] if spans else 0))
    if not settled:
        raise invalid("hours", f"{_named(days)} has no hours yet.", REMEDY)
    if not week:
        raise invalid("hours", "No hours were typed.", REMEDY)
    return {day: _apart(day, week[day]) for day in WEEKDAYS if day in week}


def _tokens(typed: str) -> list[str]:
    plain = typed.casefold().replace("–", "-").replace("every day", "daily")
    plain = re.sub(r"(?<=\d)\.(?=\d\d)", ":", plain)
    plain = re.sub(r"(?<=\d) (?=[ap]m?\b)", "", plain)
    plain = re.sub(r"\s*(?:-|\b(?:to|until|till)\b)\s*", "-", plain)
    return [token.rstrip(":.") for token in re.split(r"[\s,;]+", plain) if token.rstrip(":.")]


def _span(token: str, after: int) -> Span:
    """ "8-12", "2-5pm"; without am and pm the hours of a day at work are meant: "9-5" ends at 17:00, and what stands
    after a span comes after it: "8-12, 1-5"."""
    low, dash, high = token.partition("-")
    start, end = clock_minute(low), clock_minute(high)
    if not dash or start is None or end is None:
        raise invalid("hours", f"“{token}” was not understood.", REMEDY)
    open_start, open_end = (_is_bare(word, minute) for word, minute in ((low, start), (high, end)))
    latest = end + HALF if open_end and end < NOON else end
    if open_start and start < after and start + HALF < latest:
        start += HALF
    if open_start and not open_end and start + HALF < end and high.endswith(("p", "pm")) and start < 7 * 60:
        start += HALF
    if open_end and end <= start:
        end += HALF
    if not start < end <= DAY:
        raise invalid("hours", f"“{token}” ends before it begins.", "Write 14-18, or 2pm-6pm.")
    return start, end


def _is_bare(word: str, minute: int) -> bool:
    """Whether the half of the day was left open."""
    return minute <= NOON and not word.startswith("0") and word[-1] not in "amph"


def _apart(day: str, spans: Iterable[Span]) -> list[Span]:
    ordered = sorted(spans)
    for one, other in pairwise(ordered):
        if other[0] < one[1]:
            said = f"{text.span(*one)} and {text.span(*other)}"
            raise invalid("hours", f"On {day.capitalize()} {said} overlap.", "Leave one out.")
    return ordered


def for_verb(week: Week) -> dict[str, list[list[str]]]:
    """As the verb `set_hours` takes them."""
    return {day: [[iso.clock(start), iso.clock(end)] for start, end in spans] for day, spans in week.items()}


def said(week: Week) -> str:
    """ "Mon – Fri 08:00–12:00, 13:00–17:00; Sat 09:00–12:00"."""
    groups: list[tuple[list[str], list[Span]]] = []
    for day, spans in week.items():
        if groups and groups[-1][1] == spans:
            groups[-1][0].append(day)
        else:
            groups.append(([day], spans))
    return "; ".join(f"{_named(days)} {', '.join(text.span(*span) for span in spans)}" for days, spans in groups)


def minutes(week: Week) -> int:
    """Of the whole week."""
    return sum(end - start for spans in week.values() for start, end in spans)


def _named(days: Iterable[str]) -> str:
    """ "Mon – Fri", "Mon, Wed"."""
    at = sorted({WEEKDAYS.index(day) for day in days})
    if len(at) > 2 and at[-1] - at[0] == len(at) - 1:
        return f"{text.WEEKDAYS[at[0]]} – {text.WEEKDAYS[at[-1]]}"
    return ", ".join(text.WEEKDAYS[index] for index in at)
