"""How often a visit is repeated, in words: "every 2 weeks 6 times", "every mon wed until 18 dec". Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from scheduling.when.iso import WEEKDAYS
from tui.dialogs.finder_tokens import fold, weekdays_of
from tui.dialogs.finder_words import DateReader
from tui.words import MONTHS

UNITS = {
    "day": "daily", "days": "daily", "daily": "daily",
    "week": "weekly", "weeks": "weekly", "weekly": "weekly",
    "month": "monthly", "months": "monthly", "monthly": "monthly",
}  # fmt: skip
NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "other": 2, "second": 2, "third": 3, "once": 1, "twice": 2,
}  # fmt: skip
TIMES = frozenset({"times", "time", "x", "visits", "dates"})
BOUNDS = frozenset({"until", "till", "til", "to", "by"})
EXCEPT = frozenset({"not", "except", "without"})
FILLERS = frozenset({"every", "each", "on", "and", "for", "of", "the", "repeat", "a", "in", "all", "or"})
LONGEST_DATE = 4


@dataclass(slots=True)
class Repeat:
    """What was understood. `rest`: words nobody understood."""

    freq: str | None = None
    interval: int = 1
    count: int | None = None
    until: date | None = None
    byday: tuple[str, ...] = ()
    exdates: tuple[date, ...] = ()
    last_day: bool = False
    rest: list[str] = field(default_factory=list)

    @property
    def missing(self) -> str:
        """What must still be said, as a sentence; empty when the rule is whole."""
        if self.rest:
            return f"“{' '.join(self.rest)}” is not understood."
        if self.freq is None:
            return "How often? Say every week, every 2 weeks, every mon, every month."
        if self.count is None and self.until is None:
            return "How long? Say 6 times, or until 18 dec."
        return ""

    def rule(self) -> dict[str, Any]:
        """The `rule` of the verb `book_series`; only where nothing is missing."""
        rule: dict[str, Any] = {"freq": self.freq, "interval": self.interval}
        if self.count is not None:
            rule["count"] = self.count
        elif self.until is not None:
            rule["until"] = self.until.isoformat()
        if self.byday:
            rule["byday"] = list(self.byday)
        if self.exdates:
            rule["exdates"] = [day.isoformat() for day in self.exdates]
        if self.last_day:
            rule["last_day"] = True
        return rule

    def said(self) -> str:
        """The rule as one reads it, without its end: "every 2 weeks", "every Mon and Wed"."""
        if self.byday and self.interval == 1:
            return "every " + " and ".join(day.capitalize() for day in self.byday)
        unit = {"daily": "day", "weekly": "week", "monthly": "month"}.get(self.freq or "", "")
        every = f"every {unit}" if self.interval == 1 else f"every {self.interval} {unit}s"
        if self.last_day:
            return f"the last day of {every}"
        return every + (f" on {' '.join(day.capitalize() for day in self.byday)}" if self.byday else "")


def read(typed: str, read_date: DateReader) -> Repeat:
    """What the words ask for. Never refuses: what it does not understand is in `rest`."""
    words = [word for word in re.split(r"[\s,;]+", fold(typed)) if word]
    found = Repeat()
    at = 0
    while at < len(words):
        taken = next((count for reader in _READERS if (count := reader(words, at, found, read_date))), 0)
        if not taken:
            found.rest.append(words[at])
        at += taken or 1
    if found.byday and found.freq is None:
        found.freq = "weekly"
    return found


def _number(word: str) -> int | None:
    number = int(word) if word.isdigit() and len(word) < 4 else NUMBERS.get(word)
    return number if number else None


def _last_day(words: list[str], at: int, found: Repeat, read_date: DateReader) -> int:
    if words[at : at + 2] == ["last", "day"]:
        found.last_day = True
        return 2
    return 0


def _times(words: list[str], at: int, found: Repeat, read_date: DateReader) -> int:
    """ "6 times", "6x", "twice"."""
    together = re.fullmatch(r"(\d{1,3})x", words[at])
    if together and int(together[1]):
        found.count = int(together[1])
        return 1
    number = _number(words[at])
    if number and words[at + 1 : at + 2] and words[at + 1] in TIMES:
        found.count = number
        return 2
    if words[at] in {"once", "twice"}:
        found.count = NUMBERS[words[at]]
        return 1
    return 0


def _unit(words: list[str], at: int, found: Repeat, read_date: DateReader) -> int:
    """ "week", "2 weeks", "other week", "monthly"; "weekday" is Monday to Friday."""
    number = _number(words[at])
    place = at + 1 if number else at
    unit = UNITS.get(words[place]) if place < len(words) else None
    if unit is None:
        return 0
    found.freq, found.interval = unit, number or 1
    return place - at + 1


def _weekdays(words: list[str], at: int, found: Repeat, read_date: DateReader) -> int:
    days = weekdays_of(words[at])
    both = {*found.byday, *days}
    found.byday = tuple(day for day in WEEKDAYS if day in both)
    return 1 if days else 0


def _until(words: list[str], at: int, found: Repeat, read_date: DateReader) -> int:
    if words[at] not in BOUNDS:
        return 0
    day, taken = _date(words, at + 1, read_date)
    found.until = day or found.until
    return taken + 1 if day else 0


def _except(words: list[str], at: int, found: Repeat, read_date: DateReader) -> int:
    if words[at] not in EXCEPT:
        return 0
    taken = 1
    while True:
        day, count = _date(words, at + taken, read_date)
        if day is None:
            return taken if taken > 1 else 0
        found.exdates = (*found.exdates, day)
        taken += count


def _date(words: list[str], at: int, read_date: DateReader) -> tuple[date | None, int]:
    for count in range(min(LONGEST_DATE, len(words) - at), 0, -1):
        if words[at + count : at + count + 1] and words[at + count][:3] in MONTHS:
            continue  # "24 dec 25 dec": the 25 is no year
        day = read_date(" ".join(words[at : at + count]))
        if day is not None:
            return day, count
    return None, 0


def _filler(words: list[str], at: int, found: Repeat, read_date: DateReader) -> int:
    return 1 if words[at] in FILLERS else 0


_READERS = (_until, _except, _last_day, _times, _unit, _weekdays, _filler)
