"""Single words of the finder, read: times of day, lengths, weekdays, and letters without case and accents. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from scheduling.when.iso import WEEKDAYS
from scheduling.when.said import WEEKDAYS_LONG

DAY = 24 * 60
MINUTE_WORDS = frozenset("min min. mins minute minutes m ′ '".split())
HOUR_WORDS = frozenset("h hr hour hours".split())
_DAYS = tuple(day.lower() for day in WEEKDAYS_LONG)


def clock_minute(word: str) -> int | None:
    """ "9", "9:30", "0930", "3pm", "14h" as minutes of the day, at most 24:00; else None."""
    match = re.fullmatch(r"(\d{1,2})(?::?(\d\d))?([ap]m?|h)?", word)
    if match is None:
        return None
    hour, minute = int(match.group(1)), int(match.group(2) or 0)
    if match.group(3) in {"p", "pm"} and hour < 12:
        hour += 12
    if match.group(3) in {"a", "am"} and hour == 12:
        hour = 0
    total = hour * 60 + minute
    return total if minute < 60 and total <= DAY else None


def length_minutes(words: Sequence[str]) -> tuple[int, int]:
    """Minutes that the words begin with, and how many words say so; (0, 0) when none do."""
    first, second, third = words[0], words[1], words[2]
    if first == "half" and "hour" in words[1:3]:
        return 30, 2 + words[1:3].index("hour")
    match = re.fullmatch(r"(\d{1,4})(m|min|mins|minutes|′|')", first)
    if match:
        return int(match.group(1)), 1
    match = re.fullmatch(r"(\d{1,2})h(\d\d)?", first)
    if match:
        return int(match.group(1)) * 60 + int(match.group(2) or 0), 1
    if not first.isdigit() or len(first) > 4:
        return 0, 0
    if second in MINUTE_WORDS:
        return int(first), 2
    if second in HOUR_WORDS:
        return int(first) * 60 + (int(third) if third in {"15", "30", "45"} else 0), 2 + (third in {"15", "30", "45"})
    number = int(first)
    return (number, 1) if 25 <= number <= 480 and number % 5 == 0 else (0, 0)


def weekdays_of(word: str) -> tuple[str, ...]:
    """The weekdays a word names: "tue", "tuesdays", "mon-fri", "weekdays", "weekend"."""
    if word in {"weekday", "weekdays"}:
        return WEEKDAYS[:5]
    if word in {"weekend", "weekends"}:
        return WEEKDAYS[5:]
    low, dash, high = word.replace("–", "-").partition("-")
    first, last = _weekday(low), _weekday(high)
    if dash and first and last:
        return weekday_range(first, last)
    return (first,) if first and not dash else ()


def _weekday(word: str) -> str | None:
    if len(word) < 3:
        return None
    return next(
        (name[:3] for name in _DAYS if name.startswith(word) or word == name + "s" or word == name[:3] + "s"), None
    )


def weekday_range(first: str, last: str) -> tuple[str, ...]:
    """The weekdays from one to another, both included, over Sunday if need be."""
    start, end = WEEKDAYS.index(first), WEEKDAYS.index(last)
    if start <= end:
        return WEEKDAYS[start : end + 1]
    return WEEKDAYS[: end + 1] + WEEKDAYS[start:]


def fold(text: str) -> str:
    """Lower case without accents."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(part for part in parts if not unicodedata.combining(part))


def name_words(name: str) -> list[str]:
    """The folded words of a name, in their order."""
    return [part for part in re.split(r"[^\w]+", fold(name)) if part]


def letters(word: str) -> str:
    """Letters and digits only: "follow-up" and "followup" are the same word."""
    return re.sub(r"[^\w]", "", word)
