"""A wish between the words that are typed, the fields of the waitlist, and the words it is read in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from scheduling.errors import Refused
from scheduling.model.reads import Location, VisitView, WaitlistEntry
from scheduling.model.waiting import WaitingView
from scheduling.when import iso
from tui import text, words
from tui.dialogs.ask import Ask
from tui.dialogs.finder_search import days_words, hours_words
from tui.dialogs.finder_words import DateReader, Vocabulary, Wish, doctor_names

PARTS = {(0, 720): "mornings", (720, 1080): "afternoons", (1020, 1440): "evenings"}
"""Hours that have a word, as it is typed and read."""


def vocabulary(ask: Ask) -> Vocabulary:
    """What the words may name in the hospital that is asked."""
    hospital = ask.hospital.id
    places = [Location(ident, hospital, name) for ident, name in ask.desk.location_names().items()]
    return Vocabulary(tuple(ask.desk.doctor_list(hospital)), tuple(ask.desk.type_list(hospital)), tuple(places))


def date_reader(ask: Ask) -> DateReader:
    """Reads a date from today on; a time of day is a wish of its own."""

    def read(phrase: str) -> date | None:
        from scheduling.when.words import parse_when

        try:
            found = parse_when(phrase, ask.today(), month_first=text.manner().month_first)
        except Refused:
            return None
        return found.day if found.minute is None else None

    return read


def fields(wish: Wish) -> dict[str, Any]:
    """The wish as the verbs of the waitlist take it; what was not wished is None. A place is no field of theirs."""
    return {
        "doctors": list(wish.doctors) or None,
        "specialty": None if wish.doctors else wish.specialty,
        "type": wish.type_id,
        "minutes": wish.minutes,
        "weekdays": list(wish.weekdays) or None,
        "between": [iso.clock(minute) for minute in wish.between] if wish.between else None,
        "from": wish.first.isoformat() if wish.first else None,
        "to": wish.last.isoformat() if wish.last else None,
    }


def wish_of(entry: WaitlistEntry) -> Wish:
    """The wish of an entry."""
    low_high = (iso.parse_clock(entry.between[0]), iso.parse_clock(entry.between[1])) if entry.between else None
    return Wish(
        doctors=tuple(entry.doctors or ()),
        specialty=entry.specialty,
        type_id=entry.type,
        minutes=entry.minutes,
        weekdays=tuple(day for day in iso.WEEKDAYS if day in (entry.weekdays or ())),
        between=low_high,
        first=date.fromisoformat(entry.from_) if entry.from_ else None,
        last=date.fromisoformat(entry.to) if entry.to else None,
    )


def typed(wish: Wish, known: Vocabulary, today: date) -> str:
    """The words that mean a wish: "osei or who, follow-up, 45 min, mon thu, mornings, until 18 dec"."""
    said = [" or ".join(_typed_doctor(ident, known) for ident in wish.doctors)]
    said.append(text.clean(wish.specialty or "").lower())
    said.append(next((text.clean(kind.name).lower() for kind in known.types if kind.id == wish.type_id), ""))
    said.append(f"{wish.minutes} min" if wish.minutes else "")
    said.append(" ".join(wish.weekdays))
    said.append(_typed_hours(wish.between) if wish.between else "")
    if wish.first is not None and wish.first == wish.last:
        said.append(_typed_date(wish.first, today))
    else:
        said.append(f"from {_typed_date(wish.first, today)}" if wish.first else "")
        said.append(f"until {_typed_date(wish.last, today)}" if wish.last else "")
    return "".join(f"{part}, " for part in said if part)


def _typed_doctor(ident: str, known: Vocabulary) -> str:
    """The family name, with the first one before it where several have it."""
    name = next((doctor.name for doctor in known.doctors if doctor.id == ident), "")
    family = words.doctor_family(name).lower()
    same = [doctor for doctor in known.doctors if family in doctor_names(doctor.name)]
    return " ".join(doctor_names(name)) if len(same) > 1 else family


def _typed_hours(between: tuple[int, int]) -> str:
    low, high = between
    if between in PARTS:
        return PARTS[between]
    if high == 1440:
        return f"after {text.clock(low)}"
    return f"before {text.clock(high)}" if low == 0 else f"{text.clock(low)}-{text.clock(high)}"


def _typed_date(day: date, today: date) -> str:
    """With its year unless it is the next such day."""
    ahead = 0 <= (day - today).days < 300
    return text.day_month(day).lower() + ("" if ahead else f" {day.year}")


def said(wish: Wish, doctors: Sequence[str]) -> str:
    """The wish as one reads it, without type and length: "Dr Osei, Mon Thu mornings, until 18 Dec".

    `doctors`: the names of those wished for.
    """
    parts = [" or ".join(words.doctor_short(name) for name in doctors)]
    if not doctors:
        parts = [f"any, {text.clean(wish.specialty)}" if wish.specialty else "any doctor"]
    times = [days_words(wish.weekdays)] if wish.weekdays else []
    if wish.between:
        times.append(PARTS.get(wish.between) or hours_words(wish.between))
    parts.append(" ".join(times))
    if wish.first is not None and wish.first == wish.last:
        parts.append(f"on {text.day_month(wish.first)}")
    else:
        parts.append(f"from {text.day_month(wish.first)}" if wish.first else "")
        parts.append(f"until {text.day_month(wish.last)}" if wish.last else "")
    return ", ".join(part for part in parts if part)


def said_of(view: WaitingView) -> str:
    """The wishes of an entry as one reads them."""
    return said(wish_of(view.entry), view.doctors)


def for_earlier(view: VisitView, today: date) -> Wish:
    """What somebody waits for who would like to come earlier than their visit: the same, until the day before."""
    visit = view.visit
    last = date.fromordinal(date.fromisoformat(visit.start[:10]).toordinal() - 1)
    usual = None if visit.type else visit.minutes
    return Wish((visit.doctor,), type_id=visit.type, minutes=usual, last=last if last >= today else None)
