"""What the words of the finder mean: "osei or brandt, follow-up, tue wed mornings from 1 dec, maria lopez".

Pure: the words, what they may name and today's date go in, a `Wish` comes out. Whatever is not understood is kept
in `rest`, in runs of words as they were typed: a run may still be a patient's name, which only the book can tell.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from scheduling.model.reads import AppointmentType, Doctor, Location
from scheduling.when.iso import WEEKDAYS
from tui.dialogs.finder_tokens import (
    DAY,
    HOUR_WORDS,
    MINUTE_WORDS,
    clock_minute,
    fold,
    length_minutes,
    letters,
    name_words,
    weekday_range,
    weekdays_of,
)

PARTS_OF_DAY = {
    "morning": (0, 720), "mornings": (0, 720), "am": (0, 720),
    "afternoon": (720, 1080), "afternoons": (720, 1080), "pm": (720, DAY),
    "evening": (1020, DAY), "evenings": (1020, DAY),
}  # fmt: skip
"""Words for a part of the day: starts in [from, to), minutes of the day."""

FILLERS = frozenset(
    "a an and appointment at for free in on or dr dr. doctor next available the time visit with & earliest".split()
)
ANYONE = frozenset("any anyone anybody either all everyone".split())
DATE_STARTS = frozenset("today tomorrow tonight next this in coming".split())
UNITS = MINUTE_WORDS | HOUR_WORDS
LONGEST_DATE = 4
"""Words a date can have: "sat 19 dec 2026"."""

DateReader = Callable[[str], date | None]
"""Words to a date, or None when they name none."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the words may name: the doctors, types and places that can be asked for."""

    doctors: tuple[Doctor, ...]
    types: tuple[AppointmentType, ...]
    locations: tuple[Location, ...]


@dataclass(frozen=True, slots=True)
class Wish:
    """What was understood. `doctors` empty = any. `between`: starts in [from, to), minutes of the day.

    `first`, `last`: dates, both included. `rest`: runs of words nobody understood, as typed.
    """

    doctors: tuple[str, ...] = ()
    specialty: str | None = None
    anyone: bool = False
    type_id: str | None = None
    minutes: int | None = None
    weekdays: tuple[str, ...] = ()
    between: tuple[int, int] | None = None
    first: date | None = None
    last: date | None = None
    location: str | None = None
    rest: tuple[str, ...] = ()


@dataclass(slots=True)
class _Reader:
    """Walks over the words; each `_…` method answers how many words from `at` on it took (0 = not mine)."""

    words: list[str]
    folded: list[str]
    breaks: list[bool]
    vocabulary: Vocabulary
    read_date: DateReader
    wish: Wish = field(default_factory=Wish)
    runs: list[list[str]] = field(default_factory=lambda: [[]])

    def walk(self) -> Wish:
        """Read all words."""
        at = 0
        while at < len(self.words):
            taken = next((count for reader in _READERS if (count := reader(self, at))), 0)
            if not taken:
                self.runs[-1].append(self.words[at])
                taken = 1
                if self.breaks[at]:
                    self.runs.append([])
            elif self.runs[-1]:
                self.runs.append([])
            at += taken
        return replace(self.wish, rest=tuple(" ".join(run) for run in self.runs if run))

    def word(self, at: int) -> str:
        """The folded word at a place, empty past the end or past a comma before it."""
        return self.folded[at] if at < len(self.folded) else ""

    def anyone(self, at: int) -> int:
        """ "any", "either", "any neurologist"."""
        if self.word(at) not in ANYONE:
            return 0
        specialty = self._specialty(self.word(at + 1))
        self.wish = replace(self.wish, anyone=True, doctors=(), specialty=specialty or self.wish.specialty)
        return 2 if specialty or self.word(at + 1) in {"doctor", "doctors"} else 1

    def length(self, at: int) -> int:
        """ "45 min", "45", "1h30", "1 h 30", "half an hour"."""
        minutes, taken = length_minutes([self.word(at + ahead) for ahead in range(4)])
        if taken == 1 and self._is_date(at, 2):
            return 0
        if minutes:
            self.wish = replace(self.wish, minutes=minutes)
        return taken if minutes else 0

    def weekday(self, at: int) -> int:
        """ "tue", "tuesdays", "mon-fri", "weekdays", "weekend"."""
        found = weekdays_of(self.word(at))
        if found and self.word(at + 1) in {"to", "-", "–"} and (ends := weekdays_of(self.word(at + 2))):
            self._add_days(weekday_range(found[0], ends[-1]))
            return 3
        self._add_days(found)
        return 1 if found else 0

    def _add_days(self, days: Sequence[str]) -> None:
        both = {*self.wish.weekdays, *days}
        self.wish = replace(self.wish, weekdays=tuple(day for day in WEEKDAYS if day in both))

    def part_of_day(self, at: int) -> int:
        """ "mornings"; "13:00-15:00", "between 9 and 12"; "3pm" alone: within the hour from then."""
        word = self.word(at)
        if word in PARTS_OF_DAY:
            return self._between(*PARTS_OF_DAY[word], taken=1)
        if word == "between" and self.word(at + 2) in {"and", "-", "–", "to"}:
            low, high = clock_minute(self.word(at + 1)), clock_minute(self.word(at + 3))
            if low is not None and high is not None and low < high:
                return self._between(low, high, taken=4)
        low_word, dash, high_word = word.replace("–", "-").partition("-")
        low, high = clock_minute(low_word), clock_minute(high_word)
        if dash and low is not None and high is not None and low < high:
            return self._between(low, high, taken=1)
        if (":" in word or word.endswith(("am", "pm"))) and (low := clock_minute(word)) is not None:
            return self._between(low, min(low + 60, DAY), taken=1)
        return 0

    def _between(self, low: int, high: int, taken: int) -> int:
        old_low, old_high = self.wish.between or (0, DAY)
        low, high = max(low, old_low), min(high, old_high)
        if low < high:
            self.wish = replace(self.wish, between=(low, high))
        return taken if low < high else 0

    def bound(self, at: int) -> int:
        """ "before 9", "after 14:00", "from 1 dec", "until 18 dec", "by fri"."""
        word = self.word(at)
        if word not in {"before", "after", "from", "since", "until", "till", "til", "to", "by"}:
            return 0
        late = word in {"after", "from", "since"}
        moment = clock_minute(self.word(at + 1))
        day, taken = self._date(at + 1, shortest=1 if moment is None else 2)
        if day is not None:
            shift = {"before": -1, "after": 1}.get(word, 0)
            day += timedelta(days=shift)
            self.wish = replace(self.wish, first=day) if late else replace(self.wish, last=day)
            return taken + 1
        if moment is None:
            return 0
        return self._between(moment, DAY, taken=2) if late else self._between(0, moment, taken=2)

    def day(self, at: int) -> int:
        """ "1 dec", "14.3", "tomorrow", "next tue", "next week": that day, or that week, only."""
        word = self.word(at)
        if word in {"next", "this"} and self.word(at + 1) == "week":
            monday = self.read_date(f"{word} week")
            if monday is not None:
                monday -= timedelta(days=monday.weekday())
                self.wish = replace(self.wish, first=monday, last=monday + timedelta(days=6))
                return 2
        if word not in DATE_STARTS and not word[:1].isdigit() and word[:1] not in {"+"}:
            return 0
        found, taken = self._date(at, shortest=2 if word.isdigit() else 1)
        if found is not None:
            self.wish = replace(self.wish, first=found, last=found)
        return taken

    def _is_date(self, at: int, count: int) -> bool:
        text = " ".join(self.folded[at : at + count])
        return at + count <= len(self.folded) and self.read_date(text) is not None

    def _date(self, at: int, shortest: int) -> tuple[date | None, int]:
        """The longest run of words from `at` that names a date, and how many words it has."""
        for count in range(min(LONGEST_DATE, len(self.folded) - at), shortest - 1, -1):
            words = self.folded[at : at + count]
            if any(self.breaks[at : at + count - 1]) or words[-1] in FILLERS:
                continue
            if words[-1].isdigit() and self.word(at + count) in UNITS:  # "1 dec 30 min"
                continue
            found = self.read_date(" ".join(words))
            if found is not None:
                return found, count
        return None, 0

    def filler(self, at: int) -> int:
        """Words that only hold a phrase together."""
        return 1 if self.word(at) in FILLERS else 0

    def name(self, at: int) -> int:
        """A place, a type, a doctor or a specialty: the longest match wins, in that order."""
        place, place_words = self._named(at, [(item.name, item.id) for item in self.vocabulary.locations])
        kind, kind_words = self._named(at, [(item.name, item.id) for item in self.vocabulary.types])
        doctors, doctor_words = self._doctors(at)
        best = max(place_words, kind_words, doctor_words)
        if not best:
            specialty = self._specialty(self.word(at))
            if specialty:
                self.wish = replace(self.wish, specialty=specialty)
            return 1 if specialty else 0
        if best == doctor_words:
            more = tuple(found for found in doctors if found not in self.wish.doctors)
            self.wish = replace(self.wish, doctors=self.wish.doctors + more)
        elif best == kind_words:
            self.wish = replace(self.wish, type_id=kind)
        else:
            self.wish = replace(self.wish, location=place)
        return best

    def _named(self, at: int, names: Iterable[tuple[str, str]]) -> tuple[str | None, int]:
        """The name whose words begin, one by one, with the typed ones: "main st" is Main Street."""
        best: tuple[str | None, int] = (None, 0)
        for name, ident in names:
            count = self._prefixes(at, name_words(name))
            if count > best[1]:
                best = (ident, count)
        return best

    def _prefixes(self, at: int, parts: Sequence[str]) -> int:
        count = 0
        for part in parts:
            typed = letters(self.word(at + count))
            joined = letters("".join(parts))
            if not count and len(typed) > len(part) and joined.startswith(typed):
                return 1
            if not typed or not part.startswith(typed) or (not count and len(typed) < min(3, len(part))):
                break
            count += 1
            if self.breaks[at + count - 1]:
                break
        return count

    def _doctors(self, at: int) -> tuple[tuple[str, ...], int]:
        """Every doctor one of whose names begins with the word; a full name takes all its words."""
        typed = letters(self.word(at))
        if len(typed) < 2:
            return (), 0
        exact: list[str] = []
        begun: list[str] = []
        for doctor in self.vocabulary.doctors:
            parts = doctor_names(doctor.name)
            if typed in parts:
                exact.append(doctor.id)
            elif any(part.startswith(typed) for part in parts) and len(typed) >= 3:
                begun.append(doctor.id)
        found = exact or begun
        after = letters(self.word(at + 1))
        if found and len(after) >= 2 and not self.breaks[at]:
            narrowed = [
                doctor.id
                for doctor in self.vocabulary.doctors
                if doctor.id in found and after in doctor_names(doctor.name) and after != typed
            ]
            if narrowed:
                return tuple(narrowed), 2
        return tuple(found), 1 if found else 0

    def _specialty(self, word: str) -> str | None:
        """ "neurologist" and "neurologists" ask for Neurology: the stem decides."""
        typed = letters(word)
        if len(typed) < 4:
            return None
        for doctor in self.vocabulary.doctors:
            plain = letters(fold(doctor.specialty or ""))
            if plain and (plain.startswith(typed) or plain[:6] == typed[:6]):
                return doctor.specialty
        return None


_READERS = (
    _Reader.anyone, _Reader.length, _Reader.weekday, _Reader.bound, _Reader.part_of_day,
    _Reader.day, _Reader.name, _Reader.filler,
)  # fmt: skip


def read(text: str, vocabulary: Vocabulary, read_date: DateReader) -> Wish:
    """What `text` asks for. Never refuses: what it does not understand is in `rest`."""
    words: list[str] = []
    breaks: list[bool] = []
    for match in re.finditer(r"([^\s,;]+)(\s*[,;])?", text):
        words.append(match.group(1))
        breaks.append(match.group(2) is not None)
    reader = _Reader(words, [fold(word) for word in words], breaks, vocabulary, read_date)
    return reader.walk()


def doctor_names(name: str) -> tuple[str, ...]:
    """The folded words of a doctor's name without the title."""
    return tuple(part for part in name_words(name) if part not in {"dr", "prof", "doctor"})
