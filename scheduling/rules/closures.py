"""What a closure closes: a hospital, a doctor, or one location, for whole dates or for times (RULES 9)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple
from zoneinfo import ZoneInfo

from scheduling.when.zones import local_day


class Shut(NamedTuple):
    """A closure as epoch minutes, half-open. `location`: only what happens there; None = everything of the doctor.

    `whole`: given as dates, both included; it takes away the blocks of those dates. A timed one subtracts only.
    """

    start: int
    end: int
    location: str | None
    whole: bool
    reason: str
    id: str

    def covers_place(self, location: str | None, places: tuple[str, ...]) -> bool:
        """Whether time at `location` is meant. Hours without a location count when the doctor has no other place."""
        if self.location is None or self.location == location:
            return True
        return location is None and places == (self.location,)


def in_force(closures: Iterable[Shut], ordinal: int, tz: ZoneInfo) -> tuple[Shut, ...]:
    """The closures that touch a date: whole ones that contain it, timed ones that overlap it or the night after."""
    day = local_day(ordinal, tz)
    night = local_day(ordinal + 1, tz).end
    return tuple(
        shut for shut in closures if shut.start < (day.end if shut.whole else night) and day.start < shut.end
    )


def cut_at_midnight(
    pieces: list[tuple[int, int]],
    closures: Iterable[Shut],
    ordinal: int,
    location: str | None,
    places: tuple[str, ...],
    tz: ZoneInfo,
) -> list[tuple[int, int]]:
    """A shift's tail after midnight goes when the next date is closed as a whole (RULES 7)."""
    night = local_day(ordinal + 1, tz)
    for shut in closures:
        touches = shut.start < night.end and night.start < shut.end
        if shut.whole and touches and shut.covers_place(location, places):
            return [(start, min(end, night.start)) for start, end in pieces if start < night.start]
    return pieces
