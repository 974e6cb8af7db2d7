"""The one place where data becomes text: cleaned, measured in cells, and put into words for people.

Everything a person typed passes `clean` before it is painted; nothing here knows markup, so nothing here can be
tricked by it. Widths are terminal cells, never characters.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len, split_graphemes
from textual.content import Content

from scheduling.model import names
from scheduling.when import said

if TYPE_CHECKING:
    from scheduling.model.reads import VisitView

# The commands say them in the same words.
WEEKDAYS, WEEKDAYS_LONG = said.WEEKDAYS, said.WEEKDAYS_LONG
MONTHS, MONTHS_LONG = said.MONTHS, said.MONTHS_LONG
minutes = said.minutes

# Joiners and variation selectors change the width of what stands beside them, and terminals disagree by how much.
_DROPPED = frozenset("\u200b\u200d\u2060\ufeff") | {chr(code) for code in range(0xFE00, 0xFE10)}
_OUT = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
NON_JOINER = "\u200c"
"""Spelled in Persian names: no width, no harm; kept though it is a format character."""


@lru_cache(8192)
def clean(value: str) -> str:
    """`value` safe to paint: no control or bidi characters, line breaks and tabs as one blank, composed (NFC)."""
    if value.isascii() and value.isprintable():
        return value
    kept = []
    for character in unicodedata.normalize("NFC", value):
        if character in "\n\r\t\v\f\u2028\u2029":
            kept.append(" ")
        elif character == NON_JOINER or (character not in _DROPPED and unicodedata.category(character) not in _OUT):
            # what no font is sure to have is shown as missing, in the one cell that it is counted as
            kept.append(character if character.isprintable() or character == NON_JOINER else "\ufffd")
    text = "".join(kept)
    # A combining mark with nothing before it would cling to the neighbouring cell.
    start = 0
    while start < len(text) and cell_len(text[start]) == 0:
        start += 1
    return text[start:]


@lru_cache(8192)
def fit(value: str, width: int, ellipsis: str = "…") -> str:
    """`value`, cleaned, in at most `width` cells; what is cut off ends in `ellipsis`."""
    text = clean(value)
    if cell_len(text) <= width:
        return text
    room = width - cell_len(ellipsis)
    if room < 0:
        return ""
    used, cut = 0, 0
    for _start, end, cells in split_graphemes(text)[0]:
        if used + cells > room:
            break
        used, cut = used + cells, end
    return text[:cut].rstrip() + ellipsis


@lru_cache(8192)
def pad(value: str, width: int, align: str = "left") -> str:
    """`value` in exactly `width` cells, cut with an ellipsis or filled with blanks; `align`: left, right, center."""
    text = fit(value, width)
    spare = max(0, width - cell_len(text))
    if align == "right":
        return " " * spare + text
    if align == "center":
        return " " * (spare // 2) + text + " " * (spare - spare // 2)
    return text + " " * spare


def name_parts(name: str) -> tuple[str, str]:
    """(family, given) of a name, cleaned: see `names.name_parts`."""
    return names.name_parts(clean(name))


def display_name(name: str) -> str:
    """Family first, as lists show it: "Lopez, Maria"."""
    family, given = name_parts(name)
    return f"{family}, {given}" if family and given else family or given


def natural_name(name: str) -> str:
    """As one says it: "Maria Lopez", "山田 太郎"."""
    return names.natural_name(clean(name))


def short_name(name: str, width: int) -> str:
    """The longest of "Lopez, Maria", "Lopez M", "Lopez" that fits `width` cells, else the family name cut."""
    family, given = name_parts(name)
    forms = [display_name(name)]
    if given:
        forms.append(f"{family} {given[0]}")
    forms.append(family)
    # In a narrow lane every letter of a name counts more than the sign that some are missing.
    cut = fit(family or given, width, "…" if width > 7 else "")
    return next((form for form in forms if cell_len(form) <= width), cut)


def kind_words(name: str, width: int) -> str:
    """A type's name in `width` cells: whole, its first word, "F-up" for "Follow-up", else its first letters."""
    whole = clean(name)
    head, _, rest = whole.partition("-")
    forms = (whole, whole.split(" ")[0], f"{head[:1]}-{rest}" if rest else whole)
    return next((form for form in forms if cell_len(form) <= width), fit(whole, min(width, 4), ""))


class Manner(NamedTuple):
    """How a person writes dates and times. `hours`: 24 or 12 on the clock; `month_first`: "Dec 8", and "3/4" is the
    4th of March; `first_weekday`: 0 = Monday … 6 = Sunday, where a week of the grid begins.
    """

    hours: int = 24
    month_first: bool = False
    first_weekday: int = 0


_manner = Manner()


def manner() -> Manner:
    """How dates and times are written now."""
    return _manner


def use_manner(chosen: Manner) -> None:
    """Write dates and times so from now on; what is on the screen has to be painted anew."""
    global _manner
    _manner = chosen


def day(value: date) -> str:
    """ "Tue  8 Dec": the day padded so that columns of dates align."""
    return f"{WEEKDAYS[value.weekday()]} {day_month(value, pad=True)}"


def day_said(value: date) -> str:
    """ "Tue 8 Dec", inside a sentence."""
    return f"{WEEKDAYS[value.weekday()]} {day_month(value)}"


def day_month(value: date, *, pad: bool = False) -> str:
    """ "8 Dec" or "Dec 8"; `pad`: the day in two cells."""
    number, month = f"{value.day:2}" if pad else str(value.day), MONTHS[value.month - 1]
    return f"{month} {number}" if _manner.month_first else f"{number} {month}"


def week_start(value: date) -> date:
    """The day on which its week begins."""
    return value - timedelta(days=(value.weekday() - _manner.first_weekday) % 7)


def day_range(first: date, last: date, *, pad: bool = False) -> str:
    """ "16 – 20 Nov", "30 Nov – 4 Dec", "Nov 16 – 20"; `pad`: the first day in two cells."""
    start, end = day_month(first, pad=pad), day_month(last)
    if first.month == last.month:
        if _manner.month_first:
            end = str(last.day)
        else:
            start = f"{first.day:2}" if pad else str(first.day)
    return f"{start} – {end}"


def day_short(value: date) -> str:
    """ "Tue 8"."""
    return f"{WEEKDAYS[value.weekday()]} {value.day}"


def day_long(value: date) -> str:
    """ "Tuesday 8 December 2026"."""
    return f"{WEEKDAYS_LONG[value.weekday()]} {date_long(value)}"


def date_long(value: date, *, year: bool = True) -> str:
    """ "8 December 2026", "December 8, 2026"; `year` False: without it."""
    month = MONTHS_LONG[value.month - 1]
    if _manner.month_first:
        return f"{month} {value.day}, {value.year}" if year else f"{month} {value.day}"
    return f"{value.day} {month} {value.year}" if year else f"{value.day} {month}"


def week_range(first: date, last: date, *, long: bool = True) -> str:
    """ "16 – 22 November 2026", or short "16–22 Nov 2026"; months and years named once where they agree."""
    months = MONTHS_LONG if long else MONTHS
    dash = " – " if long else "–"
    if _manner.month_first:
        return _month_first_range(first, last, months, dash)
    end = f"{last.day} {months[last.month - 1]} {last.year}"
    if first == last:
        return end
    start = str(first.day)
    if first.month != last.month or first.year != last.year:
        start += f" {months[first.month - 1]}"
    if first.year != last.year:
        start += f" {first.year}"
    return f"{start}{dash}{end}"


def _month_first_range(first: date, last: date, months: tuple[str, ...], dash: str) -> str:
    """ "November 16 – 22, 2026"."""
    start, end = f"{months[first.month - 1]} {first.day}", str(last.day)
    if first == last:
        return f"{start}, {last.year}"
    if first.year != last.year:
        start += f", {first.year}"
    if first.month != last.month or first.year != last.year:
        end = f"{months[last.month - 1]} {last.day}"
    return f"{start}{dash}{end}, {last.year}"


def clock(minute: int) -> str:
    """ "09:30" of a minute of the day, 1440 is "24:00"; by 12 hours "9:30a", "12:00p", 1440 is "12:00a"."""
    if _manner.hours == 24:
        return f"{minute // 60:02}:{minute % 60:02}"
    hour = minute // 60 % 24
    return f"{(hour - 1) % 12 + 1}:{minute % 60:02}{'ap'[hour // 12]}"


def clock_cells() -> int:
    """Cells of the longest clock."""
    return 5 if _manner.hours == 24 else 6


def hour(value: int) -> str:
    """ "9", "13" over a scale of hours; by 12 hours "9", "1": there is no room for more."""
    return str(value if _manner.hours == 24 else (value - 1) % 12 + 1)


def clock_of(written: str) -> str:
    """The clock of a written moment of the wall clock, "2026-11-20T13:00…"."""
    return clock(int(written[11:13]) * 60 + int(written[14:16]))


def at(moment: datetime) -> str:
    """The clock of a moment of the wall clock."""
    return clock(moment.hour * 60 + moment.minute)


def at_column(moment: datetime) -> str:
    """The same in a column."""
    return at(moment).rjust(clock_cells())


def span(start: int, end: int) -> str:
    """ "09:30–10:00" of two minutes of the day."""
    return f"{clock(start)}–{clock(end)}"


def from_to(start: datetime, end: datetime) -> str:
    """ "13:00 – 13:30" of two moments of the wall clock."""
    return f"{at(start)} – {at(end)}"


def from_to_column(start: datetime, end: datetime) -> str:
    """The same in a column, as wide for every two moments."""
    return f"{at_column(start)} – {at_column(end)}"


def birth(iso: str | None) -> str:
    """ "7 Mar 1984" of "1984-03-07"; empty without one."""
    if not iso:
        return ""
    born = date.fromisoformat(iso[:10])
    return f"{day_month(born)} {born.year}"


def age(iso: str | None, today: date) -> int | None:
    """Whole years on `today`, or None without a date of birth."""
    if not iso:
        return None
    born = date.fromisoformat(iso[:10])
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def countdown(seconds: int) -> str:
    """ "4:40" left of a hold, never below "0:00"."""
    left = max(0, seconds)
    return f"{left // 60}:{left % 60:02}"


def sentence(view: VisitView, doctor: str) -> str:
    """What is read out: "Maria Lopez, b. 7 Mar 1984: Tue 14 Mar 09:15–09:30, Dr Who, Main Street, follow-up"."""
    visit = view.visit
    who = spoken_person(view.patient_name, view.birth_date) if view.patient_name else "Held"
    return spoken(who, visit.start, visit.end, (doctor, view.location_name, spoken_kind(view.type_name)))


def spoken_person(name: str, birth_date: str | None) -> str:
    """ "Maria Lopez, b. 7 Mar 1984"."""
    return natural_name(name) + (f", b. {birth(birth_date)}" if birth_date else "")


def spoken_kind(name: str) -> str:
    """A type's name inside a sentence: "follow-up", "ECG"."""
    kind = clean(name)
    return kind[0].lower() + kind[1:] if kind[:1].isupper() and not kind[:2].isupper() else kind


def spoken(who: str, start: str, end: str, about: Iterable[str]) -> str:
    """The sentence from its parts; `start`, `end`: written moments of the wall clock, "2026-11-20T13:00…"."""
    when = f"{day_said(date.fromisoformat(start[:10]))} {clock_of(start)}–{clock_of(end)}"
    facts = [when, *(clean(fact) for fact in about)]
    return f"{who}: " + ", ".join(fact for fact in facts if fact)


def styled(value: str, style: str = "") -> Content:
    """`value`, cleaned, as Textual content in one style; never read as markup."""
    return Content.styled(clean(value), style) if style else Content(clean(value))


def joined(*parts: str | tuple[str, str]) -> Content:
    """Pieces, plain or (text, style), one after another as Textual content."""
    return Content("").join([styled(*part) if isinstance(part, tuple) else styled(part) for part in parts])
