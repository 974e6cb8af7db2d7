"""Dates as people say them: "next tue", "+2w", "14.3", "fri 3pm", "in 2 weeks" → a date and, where said, a time.

English; of two numbers the day comes first unless asked otherwise. Month arithmetic is pendulum's, on dates only
(RULES 8). Every word must be understood: nothing is guessed from a part of a phrase, and what could be two things
("at 3", "mon 9") is asked back.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from scheduling.errors import invalid
from scheduling.when.iso import WEEKDAYS
from scheduling.when.said import MONTHS, MONTHS_LONG, WEEKDAYS_LONG
from scheduling.when.zones import FIRST_YEAR, LAST_YEAR

_MONTHS = tuple(month.lower() for month in MONTHS)
_FULL_MONTHS = [month.lower() for month in MONTHS_LONG]
_FULL_DAYS = [day.lower() for day in WEEKDAYS_LONG]
_UNITS = {"d": "days", "w": "weeks", "m": "months", "y": "years"}
_WORDS = "one two three four five six seven eight nine ten eleven twelve".split()
_NUMBERS = {"a": 1, "an": 1} | {word: number for number, word in enumerate(_WORDS, 1)}
_DAY = "|".join(("mon", "tues?", "weds?", "thu(?:rs?)?", "fri", "sat", "sun", *_FULL_DAYS))
_MONTH = "|".join((*_FULL_MONTHS, *_MONTHS, "sept"))
_COUNT = r"\d{1,3}|" + "|".join(_NUMBERS)
_UNIT = r"days?|weeks?|months?|years?|d|w|m|y"
_PARTS = {"morning": 8 * 60, "afternoon": 12 * 60, "evening": 17 * 60}
_FEASTS = {"christmas": (25, 12), "christmas eve": (24, 12), "new year's eve": (31, 12), "new year": (1, 1)}
REMEDY = "Try: tomorrow, next tue, +2w, 14.3, fri 3pm."


_ISO_TIME = re.compile(r"(\d{4}-\d{2}-\d{2})t(\d)")
_MONTH_FIRST = re.compile(r"(?<![\d/-])(\d{1,2})(/|-(?=\d{1,2}-\d{4}))(\d{1,2})(?!\d)")
_PLAIN = str.maketrans({",": " ", "’": "'", "@": " at "})


class When(NamedTuple):
    """A date, and the minute of its wall clock (0 … 1439) where a time was said."""

    day: date
    minute: int | None


def parse_when(text: str, today: date, *, month_first: bool = False) -> When:
    """What a phrase means, counted from `today`. Raises `Refused` (`invalid`) with a sentence and examples.

    `month_first`: "3/4" and "3-4-2026" are the 4th of March, as in the United States; "3.4" is 3 April everywhere.
    """
    phrase = " ".join(_ISO_TIME.sub(r"\1 \2", text.casefold()).translate(_PLAIN).replace("xmas", "christmas").split())
    if not phrase:
        raise invalid("date", "Nothing was typed.", REMEDY)
    rest, minute = _take_time(phrase)
    if rest == "now":
        rest = "today"
    if month_first:
        rest = day_first(rest)
    day = today if not rest and minute is not None else _day(rest, today, phrase)
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise invalid("date", f"“{text.strip()}” lies outside {FIRST_YEAR}–{LAST_YEAR}.", "Check the year.")
    return When(day, minute)


def day_first(text: str) -> str:
    """`text` with each "3/14" and "3-14-2026" written by one who puts the month first as "14/3" and "14-3-2026"."""
    return _MONTH_FIRST.sub(r"\3\2\1", text)


def _take_time(phrase: str) -> tuple[str, int | None]:
    """The phrase without its time, and the minute of the day. Raises `Refused` for one such as 25:00."""
    for edge in (r"(?:^|(?<= )){}$", r"^{}(?= )"):
        for pattern, read in _TIMES:
            match = re.search(edge.format(pattern), phrase)
            if match:
                minute = read(match)
                if minute < 0:
                    raise invalid("time", f"“{match[0].strip()}” is not a time of day.", "Write it as 15:00 or 3pm.")
                return (phrase[: match.start()] + phrase[match.end() :]).strip(), minute
    return phrase, None


def _clock(hours: int, minutes: int) -> int:
    return hours * 60 + minutes if hours < 24 and minutes < 60 else -1


def _half(match: re.Match[str]) -> int:
    hours, minutes = int(match[1]), int(match[2] or 0)
    if not 1 <= hours <= 12:
        return -1
    return _clock(hours % 12 + (12 if match[3] == "p" else 0), minutes)


def _bare(match: re.Match[str]) -> int:
    """An hour without am or pm: nobody means three in the morning, and nothing is guessed."""
    hour = int(match[1])
    if 1 <= hour <= 6:
        raise invalid(
            "time", f"“{match[0].strip()}” could be {hour}am or {hour}pm.", f"Write {hour}pm, or {hour + 12}:00."
        )
    return _clock(hour, 0)


_TIMES: tuple[tuple[str, Callable[[re.Match[str]], int]], ...] = (
    (r"(?:at )?noon", lambda m: 720),
    (r"(?:at )?midnight", lambda m: 0),
    (r"tonight", lambda m: _PARTS["evening"]),
    (r"(?:this |in the )?(morning|afternoon|evening)", lambda m: _PARTS[m[1]]),
    (r"(?:at )?(\d{1,2})(?:[:.](\d{2}))? ?([ap])(?:\.?m\.?|(?<=\d[ap]))", _half),
    (r"(?:at )?(\d{1,2}):(\d{2})", lambda m: _clock(int(m[1]), int(m[2]))),
    (r"(?:at )?(\d{1,2})h(\d{2})?", lambda m: _clock(int(m[1]), int(m[2] or 0))),
    (r"at (\d{2})(\d{2})", lambda m: _clock(int(m[1]), int(m[2]))),
    (r"(0\d)(\d{2})", lambda m: _clock(int(m[1]), int(m[2]))),
    (r"at (\d{1,2})", _bare),
    (r"(?:at )?(\d{1,2}) ?o'?clock", _bare),
)
"""The ways of saying a time, at the end or the beginning of a phrase. A part of the day is where it begins."""


def _day(phrase: str, today: date, whole: str) -> date:
    """The date of a phrase without its time."""
    for pattern, read in _DATES:
        match = pattern.fullmatch(phrase)
        if match:
            try:
                return read(match, today)
            except (ValueError, OverflowError):
                raise invalid("date", f"“{whole}” is no date that exists.", "Check day and month.") from None
    named = _NAMED.fullmatch(phrase)
    if named is None:
        raise invalid("date", f"“{whole}” was not understood.", REMEDY)
    if named[2].isdigit():
        hint = f"Write a time as {named[1]} 9:00, a date as 14.3 or the 9th."
        raise invalid("date", f"“{whole}” could be a time or a day of the month.", hint)
    found = _day(named[2], today, whole)
    if found.weekday() != _weekday(named[1]):
        day = f"{found.day} {_FULL_MONTHS[found.month - 1].capitalize()} {found.year}"
        raise invalid(
            "date", f"{day} is a {_FULL_DAYS[found.weekday()].capitalize()}.", "Check the date, or leave out its day."
        )
    return found


_NAMED = re.compile(rf"(?:on )?({_DAY}) (?:the )?(\d.*|(?:{_MONTH}).*)")
"""A weekday before a written date, which it must fit: "mon 23 nov"."""


def _weekday(name: str) -> int:
    return WEEKDAYS.index(name[:3])


def _coming(name: str, today: date) -> date:
    """The nearest such day from today on, today included."""
    return today + timedelta(days=(_weekday(name) - today.weekday()) % 7)


def _in_week(name: str, today: date, weeks: int) -> date:
    """That day of the week `weeks` from this one; weeks start on Monday (RULES 8)."""
    return today - timedelta(days=today.weekday()) + timedelta(weeks=weeks, days=_weekday(name))


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _NUMBERS[word]


def _shift(today: date, count: str, unit: str, sign: int = 1) -> date:
    """Calendar arithmetic: the 31st plus a month is the month's last day."""
    import pendulum

    number = sign * _number(count)
    moved = pendulum.date(today.year, today.month, today.day).add(**{_UNITS[unit[0]]: number})
    return date(moved.year, moved.month, moved.day)


def _of_year(today: date, day: int, month: int, year: str | None) -> date:
    """A day and month: of the year said, else the next that comes, today included."""
    if year:
        return date(int(year) + (2000 if len(year) == 2 else 0), month, day)
    for ahead in range(9):
        try:
            found = date(today.year + ahead, month, day)
        except ValueError:
            continue
        if found >= today:
            return found
    raise ValueError(day)


def _month_number(name: str) -> int:
    return _MONTHS.index(name[:3]) + 1


def _nth(today: date, day: int) -> date:
    """The next such day of a month, today included; months without it are passed over."""
    month = date(today.year, today.month, 1)
    for _ in range(12):
        try:
            found = month.replace(day=day)
        except ValueError:
            found = date.min
        if found >= today:
            return found
        month = _shift(month, "1", "m")
    raise ValueError(day)


def _month_edge(today: date, edge: str, which: str | None) -> date:
    first = _shift(today.replace(day=1), "1", "m", 1 if which == "next " else 0)
    return first if edge in ("start", "beginning") else _shift(first, "1", "m") - timedelta(days=1)


def _feast(today: date, name: str) -> date:
    day, month = _FEASTS[name]
    return _of_year(today, day, month, None)


def _iso_week(today: date, week: str) -> date:
    """The Monday of that week: of this year, or of the next when it is over."""
    found = date.fromisocalendar(today.isocalendar().year, int(week), 1)
    if found + timedelta(days=6) < today:
        found = date.fromisocalendar(today.isocalendar().year + 1, int(week), 1)
    return found


_DATES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], date]], ...] = tuple(
    (re.compile(pattern), read)
    for pattern, read in (
        (r"today|tonight", lambda m, t: t),
        (r"tomorrow|tmrw|tom", lambda m, t: t + timedelta(days=1)),
        (r"yesterday", lambda m, t: t - timedelta(days=1)),
        (r"(?:the )?day after tomorrow", lambda m, t: t + timedelta(days=2)),
        (r"(?:the )?day before yesterday", lambda m, t: t - timedelta(days=2)),
        (rf"(?:on )?({_DAY})", lambda m, t: _coming(m[1], t)),
        (rf"this ({_DAY})", lambda m, t: _in_week(m[1], t, 0)),
        (rf"next ({_DAY})", lambda m, t: _in_week(m[1], t, 1)),
        (rf"last ({_DAY})", lambda m, t: _in_week(m[1], t, -1)),
        (rf"({_DAY}) (?:of )?this week|this week (?:on )?({_DAY})", lambda m, t: _in_week(m[1] or m[2], t, 0)),
        (rf"({_DAY}) (?:of )?next week|next week (?:on )?({_DAY})", lambda m, t: _in_week(m[1] or m[2], t, 1)),
        (rf"({_DAY}) week|(?:a )?week on ({_DAY})", lambda m, t: _coming(m[1] or m[2], t) + timedelta(days=7)),
        (r"(?:a )?week (?:today|from today)|today week", lambda m, t: t + timedelta(days=7)),
        (r"(?:a )?week (?:tomorrow|from tomorrow)|tomorrow week", lambda m, t: t + timedelta(days=8)),
        (r"(?:in )?(?:a )?fortnight", lambda m, t: t + timedelta(days=14)),
        (rf"({_DAY}) (?:in )?({_COUNT}) weeks?", lambda m, t: _in_week(m[1], t, _number(m[2]))),
        (rf"(?:in )?({_COUNT}) weeks? on ({_DAY})", lambda m, t: _in_week(m[2], t, _number(m[1]))),
        (rf"({_DAY}) \+(\d{{1,2}})w", lambda m, t: _in_week(m[1], t, int(m[2]))),
        (r"next (week|month|year)", lambda m, t: _shift(t, "1", m[1])),
        (r"last (week|month|year)", lambda m, t: _shift(t, "1", m[1], -1)),
        (rf"\+ ?(\d{{1,3}}) ?({_UNIT})", lambda m, t: _shift(t, m[1], m[2])),
        (rf"- ?(\d{{1,3}}) ?({_UNIT})", lambda m, t: _shift(t, m[1], m[2], -1)),
        (rf"(?:in )?({_COUNT}) ({_UNIT})(?: from (?:now|today))?", lambda m, t: _shift(t, m[1], m[2])),
        (rf"(?:in )?(\d{{1,3}})({_UNIT})", lambda m, t: _shift(t, m[1], m[2])),
        (rf"({_COUNT}) ({_UNIT}) ago", lambda m, t: _shift(t, m[1], m[2], -1)),
        (r"(?:on )?(\d{4})[-/](\d{1,2})[-/](\d{1,2})", lambda m, t: date(int(m[1]), int(m[2]), int(m[3]))),
        (
            r"(?:on )?(\d{1,2})[./](\d{1,2})(?:[./]((?:\d{2}){1,2})|[./])?",
            lambda m, t: _of_year(t, int(m[1]), int(m[2]), m[3]),
        ),
        (
            rf"(?:on )?(?:the )?(\d{{1,2}})(?:st|nd|rd|th)? (?:of )?({_MONTH})\.?(?: ((?:\d{{2}}){{1,2}}))?",
            lambda m, t: _of_year(t, int(m[1]), _month_number(m[2]), m[3]),
        ),
        (
            rf"({_MONTH})\.? (?:the )?(\d{{1,2}})(?:st|nd|rd|th)?(?: (\d{{4}}))?",
            lambda m, t: _of_year(t, int(m[2]), _month_number(m[1]), m[3]),
        ),
        (r"(\d{1,2})-(\d{1,2})-(\d{4})", lambda m, t: _of_year(t, int(m[1]), int(m[2]), m[3])),
        (rf"(?:in )?({_MONTH})(?: (\d{{4}}))?", lambda m, t: _of_year(t, 1, _month_number(m[1]), m[2])),
        (r"(?:on )?(?:the )?(\d{1,2})(?:st|nd|rd|th)", lambda m, t: _nth(t, int(m[1]))),
        (r"(start|beginning|end) of (?:the )?(next )?month", lambda m, t: _month_edge(t, m[1], m[2])),
        (r"(christmas eve|christmas|new year's eve|new year)(?:'?s)?(?: day)?", lambda m, t: _feast(t, m[1])),
        (r"(?:week|wk|w|kw) ?(\d{1,2})", lambda m, t: _iso_week(t, m[1])),
    )
)
"""Every way of saying a date, the whole phrase each; the first that matches is taken."""
