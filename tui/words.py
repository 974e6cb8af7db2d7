"""Sentences and short forms that screens and dialogs share. Pure: dates and names go in, words come out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime

from rich.cells import cell_len

from scheduling.model import names
from scheduling.when.said import MONTHS_LONG
from tui import text

SHORT_PLACES = {"Street": "St", "Avenue": "Ave", "Road": "Rd", "Square": "Sq", "Building": "Bldg", "Centre": "Ctr"}
TITLES = ("Dr", "Dr.", "Prof", "Prof.")
MONTHS = tuple(month[:3].lower() for month in MONTHS_LONG)
"""As they are typed: three letters say which."""
OLDEST_YEARS = 120


def doctor_family(name: str) -> str:
    """ "Osei" of "Dr Amara Osei" or "Osei, Amara"."""
    return names.family_name(text.clean(name))


def doctor_short(name: str) -> str:
    """ "Dr Osei" of "Dr Amara Osei"."""
    return names.doctor_short(text.clean(name))


def doctor_full(name: str) -> str:
    """ "Dr Amara Osei", the title once."""
    shown = text.clean(name)
    return shown if shown.split(" ")[0] in TITLES else f"Dr {shown}"


def place_short(name: str) -> str:
    """ "Main St" of "Main Street"."""
    return " ".join(SHORT_PLACES.get(word, word) for word in text.clean(name).split())


def typed_name(typed: str) -> str:
    """A name as it was typed, with capitals where none were typed."""
    shown = " ".join(typed.split())
    if shown != shown.lower():
        return shown
    return re.sub(r"(^|[\s'’-])(\w)", lambda match: match[1] + match[2].upper(), shown)


def clock_span(start: datetime, end: datetime) -> str:
    """ "13:00 – 13:30"."""
    return text.from_to(start, end)


def wrap(value: str, width: int) -> list[str]:
    """Cleaned text in lines of at most `width` cells, broken between words where that is possible."""
    lines = [""]
    for word in text.clean(value).split():
        joined = f"{lines[-1]} {word}".strip()
        if cell_len(joined) <= width:
            lines[-1] = joined
            continue
        while cell_len(word) > width:
            part = text.fit(word, width, "")
            if not part:
                break
            lines.append(part)
            word = word[len(part) :]
        lines.append(text.fit(word, width))
    return [line for line in lines if line]


def days_away(day: date, today: date) -> str:
    """ "today", "tomorrow", "in 11 days"."""
    days = (day - today).days
    if days <= 0:
        return "today"
    return "tomorrow" if days == 1 else f"in {days} days"


def day_near(day: date, today: date) -> str:
    """ "Today", "Sat 21", "Tue 8 Dec": as short as it can be said."""
    days = (day - today).days
    if days == 0:
        return "Today"
    if 0 < days < 14:
        return text.day_short(day)
    return text.day_said(day)


def joined(parts: Sequence[str]) -> str:
    """ "3 visits, 1 series and 2 waitlist entries"."""
    return " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))


def later(minutes: int) -> str:
    """ "3 h 15 later", "30 min earlier"."""
    return f"{text.minutes(abs(minutes))} {'later' if minutes > 0 else 'earlier'}"


def day_first(typed: str) -> str:
    """`typed` with the day of each date before its month."""
    if not text.manner().month_first:
        return typed
    from scheduling.when import words  # late: the first frame reads no dates

    return words.day_first(typed)


def read_birth(typed: str, today: date) -> date | None:
    """A date of birth as it is typed: "12.4.91", "12/4/1991", "1991-04-12", "12 apr 91"; None when it is none.

    Of two numbers the day comes first, or what the settings say. Two figures of a
    year mean the latest such year that is not ahead of `today`.
    """
    words = re.sub(r"^([a-z]{3,9})\.? (\d{1,2}),? ", r"\2 \1 ", day_first(typed.strip().lower()))
    match = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", words)
    if match:
        return _real(int(match.group(1)), int(match.group(2)), int(match.group(3)), today)
    match = re.fullmatch(r"(\d{1,2})[./ -]\s*(\d{1,2}|[a-z]{3,9})[./ -]\s*(\d{4}|\d{2})", words)
    if match is None:
        return None
    month = match.group(2)
    number = int(month) if month.isdigit() else MONTHS.index(month[:3]) + 1 if month[:3] in MONTHS else 0
    year = int(match.group(3))
    if len(match.group(3)) == 2:
        year += today.year - today.year % 100
        latest = _real(year, number, int(match.group(1)), today)
        year = year if latest else year - 100
    return _real(year, number, int(match.group(1)), today)


def _real(year: int, month: int, day: int, today: date) -> date | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if found <= today and today.year - year <= OLDEST_YEARS else None
