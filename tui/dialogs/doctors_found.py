"""Finding doctors by words: of their name, specialty, place, hospital, or “free”. Pure but for the one reading."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from tui import text
from tui.words import place_short

if TYPE_CHECKING:
    from scheduling.desk import Desk

FREE = "free"


class Known(NamedTuple):
    """A doctor on the date asked about. `free`: in words, `minutes`: still free from now on. `place`: where then."""

    id: str
    name: str
    specialty: str
    hospital: str
    hospital_name: str
    place: str
    places: tuple[str, ...]
    minutes: int
    free: str


class Word(NamedTuple):
    """A typed word and what it was taken for; `kind` is empty where it was not understood."""

    typed: str
    kind: str


KINDS = ("name", "specialty", "place", "hospital")


def known_doctors(desk: Desk, day: date, first: str) -> list[Known]:
    """The doctors of every hospital on that date, those of the hospital `first` on top."""
    names = desk.location_names()
    hospitals = {one.id: one.name for one in sorted(desk.hospital_list(), key=lambda one: one.id != first)}
    doctors = [doctor for hospital in hospitals for doctor in desk.doctor_list(hospital)]
    found = []
    for view in desk.day([doctor.id for doctor in doctors], day):
        here, doctor = view.days[0], view.doctor
        then = list(dict.fromkeys(names.get(span.location or "", "") for span in here.hours if span.location))
        minutes = here.free_from_now
        free = f"{text.minutes(minutes)} free" if minutes > 0 else "full" if here.hours else "not in"
        found.append(
            Known(
                doctor.id,
                doctor.name,
                doctor.specialty or "",
                doctor.hospital,
                hospitals[doctor.hospital],
                place_short(then[0]) if then else "",
                tuple(then or [names.get(one, "") for one in doctor.locations]),
                minutes,
                free,
            )
        )
    return found


def understood(known: Sequence[Known], typed: str) -> list[Word]:
    """Each typed word with what it is: the first of name, specialty, place, hospital that any doctor has."""
    return [Word(word, _kind(known, word)) for word in typed.casefold().split()]


def matching(known: Iterable[Known], heard: Sequence[Word]) -> list[Known]:
    """The doctors that every word means."""
    return [one for one in known if all(_fits(one, word) for word in heard)]


def _kind(known: Sequence[Known], word: str) -> str:
    if word == FREE:
        return "only"
    return next((kind for kind in KINDS if any(_begins(one, kind, word) for one in known)), "")


def _fits(one: Known, word: Word) -> bool:
    if word.typed == FREE:
        return one.minutes > 0
    return any(_begins(one, kind, word.typed) for kind in KINDS)


def _begins(one: Known, kind: str, word: str) -> bool:
    """Whether the word begins any word of that kind."""
    said = {"name": one.name, "specialty": one.specialty, "hospital": one.hospital_name}.get(kind)
    told = " ".join(one.places) if said is None else said
    return any(part.startswith(word) for part in told.casefold().replace(",", " ").split())
