"""Hours in words: what a draft becomes, spans as they are shown and as they are typed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from scheduling.errors import invalid
from scheduling.model.reads import Closure
from scheduling.when import iso
from tui import text
from tui.hours.bars import DAY, Bar, Bars, ordered
from tui.hours.draft import Draft, Shutting
from tui.words import place_short

if TYPE_CHECKING:
    from scheduling.when.words import When

Places = Mapping[str, str]
"""The name of each location's id."""

REMEDY = "Write 8-12, 13:30-17, a place after it where it matters, or off."


def clock(minute: int) -> str:
    """ "14:00"; after midnight the next day's time."""
    return text.clock(minute if minute <= DAY else minute - DAY)


def short_clock(minute: int) -> str:
    """ "08", "12:30", as the bars show it."""
    return clock(minute).replace(":00", "")


def span(bar: Bar) -> str:
    """ "14:00 – 18:00"."""
    return f"{clock(bar.start)} – {clock(bar.end)}"


def short_span(bar: Bar) -> str:
    """ "08–12:30"."""
    return f"{short_clock(bar.start)}–{short_clock(bar.end)}"


def spans(bars: Bars, places: Places, *, named: bool = True) -> str:
    """ "10:00 – 14:00 Main St, 15:00 – 17:00 Northgate", or off; a place once where it is the same throughout."""
    if not bars:
        return "off"
    ids = {bar.location for bar in bars}
    if len(ids) == 1:
        place = place_name(bars[0].location, places) if named else ""
        return f"{', '.join(span(bar) for bar in bars)} {place}".strip()
    return ", ".join(f"{span(bar)} {place_name(bar.location, places)}".strip() for bar in bars)


def place_name(ident: str | None, places: Places) -> str:
    """ "Main St"; "any place" where none is named."""
    return place_short(places.get(ident, ident)) if ident else "any place" if places else ""


def dated(day: date) -> str:
    """ "Wed 25 Nov"."""
    return text.day_said(day)


def version_words(first: date | None, last: date | None, *, year: bool = True) -> str:
    """ "from 7 September 2026", "until 31 December 2026"."""

    def said(day: date) -> str:
        return text.date_long(day, year=year)

    if first and last:
        return f"{said(first)} – {said(last)}"
    return f"from {said(first)}" if first else f"until {said(last)}" if last else ""


def version_short(first: date | None, last: date | None) -> str:
    """ "from Mon 7 Sep 2026, no end"."""
    since = f"from {dated(first)} {first.year}" if first else ""
    until = f"until {dated(last)} {last.year}" if last else "no end"
    return f"{since}, {until}" if since else until if last else "every week, no end"


# A draft ---------------------------------------------------------------------------------------------------------


def draft_words(draft: Draft, places: Places, names: Mapping[str, str], today: date) -> str:
    """What saving it would change, one clause after another."""
    parts = _week_clauses(draft, places)
    if parts:
        until = f" until {dated(draft.base.last)}" if draft.base.last else " on"
        parts[-1] += f", from {dated(draft.starts(today))}{until}"
    for day, single in sorted(draft.days.items()):
        if single is None:
            parts.append(f"{dated(day)} back to the weekly hours")
        else:
            also = ", also where closed" if single.open_on_closure else ""
            parts.append(f"{dated(day)} {spans(single.bars, places)}{also}")
    parts += [shutting_words(one, names) for one in draft.closures]
    return "; ".join(parts)


def draft_short(draft: Draft, today: date) -> str:
    """As `draft_words`, in as few cells as it can be said: the first change, and how many more."""
    changed = draft.changed_weekdays
    parts = []
    for day in changed:
        old, new = draft.base.week[day], draft.week[day]
        gone, come = ([bar for bar in one if bar not in other] for one, other in ((old, new), (new, old)))
        was, becomes = (",".join(short_span(bar) for bar in bars) or "off" for bars in (gone, come))
        said = f"+ {becomes}" if not gone else f"{was} elsewhere" if was == becomes else f"{was} → {becomes}"
        parts.append(f"{text.WEEKDAYS[day]} {said}")
    since = f", from {dated(draft.starts(today))}" if changed else ""
    for when, single in sorted(draft.days.items()):
        hours = ",".join(short_span(bar) for bar in single.bars) or "off" if single else "weekly"
        parts.append(f"{dated(when)} {hours}")
    parts += [f"closed {closed_when(one.from_, one.to)}" for one in draft.closures]
    more = f" + {len(parts) - 1} more" if len(parts) > 1 else ""
    return parts[0] + more + since if parts else ""


def _week_clauses(draft: Draft, places: Places) -> list[str]:
    """What becomes of the weekdays; those with the same change share a clause."""
    found: dict[str, list[int]] = {}
    for day in draft.changed_weekdays:
        found.setdefault(_change(draft.base.week[day], draft.week[day], places), []).append(day)
    return [f"{_days(days)} {words}" for words, days in found.items()]


def _days(days: Sequence[int]) -> str:
    """ "Wednesdays", "Mon – Fri", "Mon, Wed"."""
    if len(days) == 1:
        return f"{text.WEEKDAYS_LONG[days[0]]}s"
    if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
        return f"{text.WEEKDAYS[days[0]]} – {text.WEEKDAYS[days[-1]]}"
    return ", ".join(text.WEEKDAYS[day] for day in days)


def _change(old: Bars, new: Bars, places: Places) -> str:
    gone = tuple(bar for bar in old if bar not in new)
    come = tuple(bar for bar in new if bar not in old)
    named = {bar.location for bar in gone} != {bar.location for bar in come}
    if not gone:
        return f"also {spans(come, places)}" if old else spans(come, places)
    if not come:
        return f"no longer {spans(gone, places, named=False)}"
    return f"{spans(gone, places, named=named)} becomes {spans(come, places, named=named)}"


def shutting_words(one: Shutting, names: Mapping[str, str]) -> str:
    """ "Dr Osei closed 14 – 18 Dec, Annual leave"."""
    reason = f", {text.clean(one.reason)}" if one.reason else ""
    return f"{text.clean(names.get(one.ident, one.ident))} closed {closed_when(one.from_, one.to)}{reason}"


def closed_when(from_: str, to: str) -> str:
    """ "Wed 2 Dec 12:00 – 14:00", "14 – 18 Dec", "Thu 26 Nov"."""
    dates, times = closure_columns(from_, to)
    said = " ".join(dates.split())
    return f"{said} {times}".strip() if "T" in from_ else said


def closure_columns(from_: str, to: str) -> tuple[str, str]:
    """The dates and how long of a closure, for two columns: ("14 – 18 Dec", "5 days")."""
    first, last = date.fromisoformat(from_[:10]), date.fromisoformat(to[:10])
    timed = "T" in from_
    if timed and to[11:16] == "00:00" and last > first:
        last -= timedelta(days=1)
        to = f"{last.isoformat()}T24:00"
    if first == last:
        return text.day(first), f"{text.clock_of(from_)} – {text.clock_of(to)}" if timed else "all day"
    if timed:
        far = (last - first).days > 6
        until = text.day_month(last) if far else text.WEEKDAYS[last.weekday()]
        return text.day(first), f"{text.clock_of(from_)} – {until} {text.clock_of(to)}"
    return text.day_range(first, last, pad=True), f"{(last - first).days + 1} days"


def scope_words(closure: Closure, doctor: str, places: Places) -> str:
    """Whom a closure concerns: "public holiday", "Northgate, everyone", "Dr Osei"."""
    if closure.holiday:
        return "public holiday"
    if closure.location is not None:
        return f"{place_name(closure.location, places)}, everyone"
    return doctor if closure.doctor is not None else "everyone"


# What is typed ---------------------------------------------------------------------------------------------------

_TIME = r"(\d{1,2})(?:[:.h](\d{2}))?\s*([ap]m?\b)?"
_SPAN = re.compile(rf"{_TIME}\s*(?:-|–|—|to|till?|until)\s*{_TIME}", re.IGNORECASE)


def read_spans(typed: str, places: Places, usual: str | None) -> Bars:
    """ "10-14, 15-17 main st" as bars: a place names all spans before it that have none yet, `usual` the rest.

    Raises `Refused` (`invalid`) with what would do."""
    words = " ".join(typed.casefold().replace(",", " ").replace(";", " ").split())
    if words in ("off", "none", "closed", "-"):
        return ()
    found: list[Bar] = []
    unplaced = 0
    while words:
        match = _SPAN.match(words)
        if match:
            found.append(_read_bar(match, usual))
            unplaced += 1
            words = words[match.end() :].removeprefix(" and ").strip()
            continue
        place, words = _read_place(words, places)
        if not unplaced:
            raise invalid("hours", "A place stands before any time.", REMEDY)
        found[-unplaced:] = [bar._replace(location=place) for bar in found[-unplaced:]]
        unplaced = 0
    if not found:
        raise invalid("hours", "Nothing was typed.", REMEDY)
    bars = ordered(found)
    for before, after in pairwise(bars):
        if after.start < before.end:
            raise invalid(
                "hours", f"{span(before)} and {span(after)} overlap.", "Let one begin where the other ends."
            )
    return bars


def _read_bar(match: re.Match[str], usual: str | None) -> Bar:
    start = _minute(match[1], match[2], match[3] or (match[6] if _same_half(match) else None), match[0])
    end = _minute(match[4], match[5], match[6], match[0])
    if end == start:
        raise invalid("hours", f"“{match[0]}” has no length.", REMEDY)
    return Bar(start, end if end > start else end + DAY, usual)


def _same_half(match: re.Match[str]) -> bool:
    """ "2-4pm" is from 14:00; "9-1pm" is from 9:00."""
    return match[6] is not None and int(match[1]) % 12 < int(match[4]) % 12


def _minute(hours: str, minutes: str | None, half: str | None, whole: str) -> int:
    hour = int(hours)
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    found = hour * 60 + int(minutes or 0)
    if int(minutes or 0) > 59 or found > DAY:
        raise invalid("hours", f"“{whole}” is not a time of day.", "Write times as 9, 13:30 or 5pm.")
    return found


def _read_place(words: str, places: Places) -> tuple[str | None, str]:
    """The location that the words begin with, and the words after it."""
    word, _, rest = words.partition(" ")
    if word in ("any", "anywhere"):
        return None, rest.removeprefix("place").strip()
    for ident, name in places.items():
        for said in sorted({name.casefold(), place_short(name).casefold()}, key=len, reverse=True):
            if words == said or words.startswith(f"{said} "):
                return ident, words[len(said) :].strip()
    near = [ident for ident, name in places.items() if name.casefold().startswith(word)]
    if len(near) == 1:
        return near[0], rest
    known = ", ".join(place_short(name) for name in places.values())
    raise invalid("hours", f"“{word}” was not understood.", f"{REMEDY} Places: {known}." if known else REMEDY)


class Range(NamedTuple):
    """Dates, or times where any was said, as closures take them."""

    from_: str
    to: str

    @property
    def dates(self) -> tuple[date, date]:
        """The first and the last date."""
        return date.fromisoformat(self.from_[:10]), date.fromisoformat(self.to[:10])


_PARTS = re.compile(r"\s+(?:to|until|till|–|—|-)\s+|\s*(?:–|—)\s*")
_REST = re.compile(rf"^(.*?\S)\s+(?:from\s+)?{_TIME}\s*(?:-|–|—|to|until)\s*{_TIME}$", re.IGNORECASE)

_DASHED = re.compile(r"\d\s*(?:am|pm)?\s*[-–—]\s*\d", re.IGNORECASE)
"""A span of times, not "2pm to fri 10am"."""


def read_range(typed: str, today: date) -> Range:
    """ "14.12 to 18.12", "next thu", "thu 2pm to fri 10am", "2 dec 12-14" as a closure's edges.

    A time without an end closes the rest of that day. Raises `Refused` (`invalid`) in words."""
    phrase = typed.strip()
    match = _REST.match(phrase)
    if match:
        rest = match[0][len(match[1]) :].strip()
        if rest.startswith("from ") or _DASHED.search(rest):
            day = _when(match[1], today).day
            bar = read_spans(rest.removeprefix("from "), {}, None)[0]
            return Range(_moment(day, bar.start), _moment(day, bar.end))
    left, *more = _PARTS.split(phrase, maxsplit=1)
    first = _when(left, today)
    last = _when(more[0], first.day) if more else first
    if last.day < first.day:
        raise invalid("date", f"{dated(last.day)} is before {dated(first.day)}.", "Let it end later than it begins.")
    if first.minute is None and (not more or last.minute is None):
        return Range(first.day.isoformat(), last.day.isoformat())
    end = last.minute if more and last.minute is not None else DAY
    return Range(_moment(first.day, first.minute or 0), _moment(last.day, end))


def _when(phrase: str, today: date) -> When:
    from scheduling.when.words import parse_when  # late: it reads with pendulum, which the first frame does not need

    return parse_when(phrase, today, month_first=text.manner().month_first)


def _moment(day: date, minute: int) -> str:
    day += timedelta(days=minute // DAY)
    return f"{day.isoformat()}T{iso.clock(minute % DAY)}"
