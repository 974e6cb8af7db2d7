"""Questions about time: what is offered, what is first, and why not (RULES 14, 15)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

from scheduling.errors import invalid
from scheduling.model.reads import Opening, Reason
from scheduling.rules.finder import Criterion, Seen, fairest, why_nothing
from scheduling.rules.hours import weekday_of
from scheduling.rules.openings import FreeDay, Wanted, first_start, grid_starts, place_first, starts, wall_passes
from scheduling.services.asking import edge, moment, one_zone, own_hold, whom
from scheduling.services.checks import Wish, check_range, reasons, resolve_start
from scheduling.services.clinic import Clinic, Record
from scheduling.when import iso
from scheduling.when.zones import MINUTES_A_DAY, local_day, ordinal_of

if TYPE_CHECKING:
    from scheduling.model import requests

MAX_DAYS = 62
LATER = 1 << 40

Offer = tuple[str, Wanted, str | None]
"""Which doctor is free at a start, for how long, and at which location."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a search answers. `searched_until`: epoch minute; `reason`: why nothing; `explain`: why this doctor;
    `tz`: whose clock was meant, where nothing was found."""

    openings: tuple[Opening, ...]
    searched_until: int | None
    reason: str | None = None
    explain: str | None = None
    rows: tuple[tuple[Opening, Reason | None], ...] | None = None
    tz: ZoneInfo | None = None


class Seekers(NamedTuple):
    """Doctors (ids) with whom the wish is the same, and the bounds of its starts (epoch minutes)."""

    wanted: Wanted
    tz: ZoneInfo
    low: int
    last_ordinal: int
    doctors: tuple[str, ...]

    @property
    def end(self) -> int:
        """The first minute beyond the horizon."""
        return local_day(self.last_ordinal, self.tz).end


class Filters(NamedTuple):
    """What a start must also be: at a location, on weekdays, at times of day; `hidden`: the caller's own hold."""

    location: str | None = None
    weekdays: frozenset[int] | None = None
    between: tuple[int, int] | None = None
    hidden: frozenset[str] = frozenset()

    def near_weekday(self, ordinal: int) -> bool:
        """Whether a shift that begins on a date can hold a start on one of the wished weekdays."""
        return self.weekdays is None or not self.weekdays.isdisjoint((weekday_of(ordinal), weekday_of(ordinal + 1)))


def seekers(clinic: Clinic, doctors: list[Record], asked: Any, low: int) -> list[Seekers]:
    """Those of the doctors who offer what is asked, by what it means with them."""
    kept = clinic.replica.index.calendars
    key = ("seekers", asked.minutes, asked.type, asked.step, *map(itemgetter("id"), doctors))
    found = kept.get(key)
    if found is None:
        found = kept[key] = _by_wish(clinic, doctors, asked)
    now = -((-clinic.now) // 60)
    return [
        Seekers(wanted, tz, max(low, now + wanted.notice), clinic.today(tz) + wanted.horizon, idents)
        for (wanted, tz), idents in found.items()
    ]


def _by_wish(clinic: Clinic, doctors: list[Record], asked: Any) -> dict[tuple[Wanted, ZoneInfo], tuple[str, ...]]:
    kind = clinic.need_active("types", asked.type, "type") if asked.type is not None else None
    found: dict[tuple[Wanted, ZoneInfo], tuple[str, ...]] = {}
    for doctor in doctors:
        if kind is None or clinic.offers(doctor, kind):
            wanted = clinic.wanted(doctor, asked.minutes, asked.type, asked.step)
            key = (wanted, clinic.tz_of(doctor["id"]))
            found[key] = (*found.get(key, ()), doctor["id"])
    return found


def filters_of(clinic: Clinic, asked: Any) -> Filters:
    """The filters of a request."""
    if asked.location is not None:
        clinic.need_active("locations", asked.location, "location")
    weekdays = None if asked.weekdays is None else frozenset(iso.WEEKDAYS.index(name) for name in asked.weekdays)
    between = (
        None if asked.between is None else (iso.parse_clock(asked.between[0]), iso.parse_clock(asked.between[1]))
    )
    return Filters(asked.location, weekdays, between, own_hold(clinic, asked.hold))


def by_time(
    clinic: Clinic, asked: list[Seekers], filters: Filters, high: int, first_only: bool
) -> Iterator[tuple[int, list[Offer]]]:
    """Each start in turn with the doctors free then; walks the dates once, the doctors side by side (RULES 14).

    `first_only`: no more than the first start is made, where that is all that is wanted."""
    if not asked:
        return
    pending: dict[int, dict[str, Offer]] = {}
    first = min(ordinal_of(group.low, group.tz) for group in asked) - 1
    last = min(max(group.last_ordinal for group in asked), max(ordinal_of(high - 1, group.tz) for group in asked))
    zones = {group.tz for group in asked}
    quick = first_only and filters == Filters()
    for ordinal in range(first, last + 1):
        if not filters.near_weekday(ordinal):
            continue
        for group in asked:
            if ordinal <= group.last_ordinal:
                rooms = clinic.together(group.doctors, ordinal)
                # Where there is no room for it, which is the rule, a date costs no more than to ask.
                if rooms.most >= group.wanted.minutes and rooms.over > group.low:
                    _offers(clinic, group, ordinal, filters, high, quick, pending)
        if pending:
            done = min(local_day(ordinal + 1, tz).start for tz in zones)
            for start in sorted(start for start in pending if start < done):
                yield start, list(pending.pop(start).values())
    for start in sorted(pending):
        yield start, list(pending[start].values())


def _offers(
    clinic: Clinic,
    group: Seekers,
    ordinal: int,
    filters: Filters,
    high: int,
    quick: bool,
    pending: dict[int, dict[str, Offer]],
) -> None:
    """Put a date's starts with each doctor (`quick`: only the first of all) into `pending`."""
    wanted, tz, low, bound = group.wanted, group.tz, group.low, min(high, group.end)
    if quick and pending:
        bound = min(bound, min(pending) + 1)
    for room, doctor in clinic.together(group.doctors, ordinal).rooms:
        if room < wanted.minutes:
            break
        day = clinic.free(doctor, ordinal) if quick else _date(clinic, doctor, ordinal, wanted, filters)
        if day.longest < wanted.minutes or day.over <= low:
            continue
        if quick:
            best = first_start(day, wanted, tz, low, bound)
            if best:
                _offer((best,), doctor, group, filters, pending)
                bound = best[0] + 1
        else:
            _offer(starts(day, wanted, tz, low, bound), doctor, group, filters, pending)


def _date(clinic: Clinic, doctor: str, ordinal: int, wanted: Wanted, filters: Filters) -> FreeDay:
    """A doctor's date as the filters leave it."""
    day = clinic.free(doctor, ordinal)
    if filters.hidden or (filters.location is not None and day.longest >= wanted.minutes):
        return clinic.free_without(doctor, ordinal, filters.hidden, filters.location)
    return day


def _seen(clinic: Clinic, asked: list[Seekers], filters: Filters, high: int) -> Iterator[Seen]:
    """The dates that a search has walked, one by one."""
    for group in asked:
        bound = min(high, group.end)
        for ordinal in range(ordinal_of(group.low, group.tz) - 1, ordinal_of(bound - 1, group.tz) + 1):
            if filters.near_weekday(ordinal):
                days = (_date(clinic, doctor, ordinal, group.wanted, filters) for doctor in group.doctors)
                yield days, group.low, bound


def _offer(
    found: Iterable[tuple[int, str | None]],
    doctor: str,
    group: Seekers,
    filters: Filters,
    pending: dict[int, dict[str, Offer]],
) -> None:
    """Put one doctor's starts of a date beside those of the others."""
    for start, location in found:
        if wall_passes(start, group.tz, filters.weekdays, filters.between):
            rivals = pending.setdefault(start, {})
            # A shift from the night before and one of this morning may both offer a start.
            if doctor not in rivals or place_first(location, rivals[doctor][2]):
                rivals[doctor] = (doctor, group.wanted, location)


def fair(clinic: Clinic, doctors: list[str], start: int) -> tuple[str, str]:
    """Whose turn it is at a start: fewer booked minutes that date, then that ISO week, then least recently booked,
    then id; and why (RULES 14)."""

    def that_date(doctor: str) -> int:
        return clinic.free(doctor, ordinal_of(start, clinic.tz_of(doctor))).booked

    def that_week(doctor: str) -> int:
        ordinal = ordinal_of(start, clinic.tz_of(doctor))
        monday = ordinal - weekday_of(ordinal)
        return sum(clinic.free(doctor, day).booked for day in range(monday, monday + 7))

    criteria = (
        Criterion("fewest minutes booked that day", that_date),
        Criterion("fewest minutes booked that week", that_week),
        Criterion("least recently booked", clinic.booked_at),
    )
    return fairest(doctors, criteria)


def choose(clinic: Clinic, start: int, rivals: list[Offer]) -> tuple[Opening, str]:
    """The doctor by the fair rule among those free at one start."""
    ident, why = fair(clinic, [doctor for doctor, _, _ in rivals], start)
    _, wanted, location = next(rival for rival in rivals if rival[0] == ident)
    return Opening(ident, location, start, start + wanted.minutes), why


def next_available(clinic: Clinic, asked: requests.Next) -> Found:
    """`next`: the first `count` starts at or after `after`; `each`: the first of every doctor (RULES 14)."""
    doctors = whom(clinic, asked, needed=False)
    tz = one_zone(clinic, doctors, asked.after, "after", asked.hospital)
    low, high = moment(asked.after, tz), LATER
    if asked.until is not None:
        tz = one_zone(clinic, doctors, asked.until, "until", asked.hospital)
        high = edge(asked.until, tz, "until", is_end=True)
    if high <= low:
        raise invalid("until", "until is not after “after”.", "Let the search end later than it begins.")
    filters = filters_of(clinic, asked)
    ready = seekers(clinic, doctors, asked, low)
    if not ready:
        return Found((), low, "type_not_offered" if doctors else "no_hours", tz=tz)
    if asked.each:
        lone = [group._replace(doctors=(doctor,)) for group in ready for doctor in group.doctors]
        singles = [_search(clinic, [single], filters, high, 1) for single in lone]
        rows = sorted((row for single in singles for row in single.openings), key=lambda row: (row.start, row.doctor))
        if rows:
            return Found(tuple(rows), max(single.searched_until or low for single in singles))
    return _search(clinic, ready, filters, high, asked.count)


def _search(clinic: Clinic, ready: list[Seekers], filters: Filters, high: int, count: int) -> Found:
    rows: list[Opening] = []
    explain = None
    until = high = min(high, max(group.end for group in ready))
    for start, rivals in by_time(clinic, ready, filters, high, count == 1):
        opening, why = choose(clinic, start, rivals)
        explain = explain or why
        rows.append(opening)
        if len(rows) == count:
            return Found(tuple(rows), start, None, explain)
    if rows:
        return Found(tuple(rows), until, None, explain)
    return Found((), until, _reason(clinic, ready, filters, high), tz=ready[0].tz)


def _reason(clinic: Clinic, ready: list[Seekers], filters: Filters, high: int) -> str:
    """Why a search found nothing."""
    if all(group.low >= group.end for group in ready):
        return "beyond_horizon"
    return why_nothing(_seen(clinic, ready, filters, high))


def openings(clinic: Clinic, asked: requests.Openings) -> Found:
    """`openings`: what `book` accepts without override, starts in [from, to), a row per doctor and start."""
    doctors = whom(clinic, asked, needed=False)
    tz = one_zone(clinic, doctors, asked.from_, "from", asked.hospital)
    one_zone(clinic, doctors, asked.to, "to", asked.hospital)
    low, high = edge(asked.from_, tz, "from"), edge(asked.to, tz, "to", is_end=True)
    if high <= low:
        raise invalid("to", "to is not after from.", "Let the window end later than it begins.")
    if high - low > MAX_DAYS * MINUTES_A_DAY + 60:  # an hour more where the clocks go back
        raise invalid("to", f"The window is longer than {MAX_DAYS} days.", "Ask for less at once.")
    filters = filters_of(clinic, asked)
    ready = seekers(clinic, doctors, asked, low)
    if asked.all:
        return _all_rows(clinic, ready, filters, low, high, tz)
    rows = [
        Opening(doctor, location, start, start + wanted.minutes)
        for start, rivals in by_time(clinic, ready, filters, high, first_only=False)
        for doctor, wanted, location in sorted(rivals, key=itemgetter(0))
    ]
    if rows:
        return Found(tuple(rows), high)
    if not ready:
        return Found((), high, "type_not_offered" if doctors else "no_hours", tz=tz)
    return Found((), high, _reason(clinic, ready, filters, high), tz=tz)


def _all_rows(clinic: Clinic, ready: list[Seekers], filters: Filters, low: int, high: int, clock: ZoneInfo) -> Found:
    """Every grid start, with what stands in its way: a table of days with the unavailable times filled in."""
    rows: list[tuple[Opening, Reason | None]] = []
    for wanted, tz, ident in ((group.wanted, group.tz, ident) for group in ready for ident in group.doctors):
        doctor = clinic.need("doctors", ident, "doctor")
        plans = clinic.plans(ident, low, high)
        for start, location in grid_starts(plans, wanted, clinic.calendar(ident), filters.location, low, high):
            if wall_passes(start, tz, filters.weekdays, filters.between):
                wish = Wish(doctor, start, wanted, location, None, filters.hidden)
                why = next(iter(reasons(clinic, wish)), None)
                rows.append((Opening(ident, location, start, start + wanted.minutes), why))
    rows.sort(key=lambda row: (row[0].start, row[0].doctor))
    bookable = tuple(row for row, why in rows if why is None)
    return Found(bookable, high, None, None, tuple(rows), clock)


def why(clinic: Clinic, asked: requests.Why) -> tuple[Reason, ...]:
    """`why`: every rule and record in the way of a time; empty = bookable (RULES 15)."""
    doctor = clinic.need("doctors", asked.doctor, "doctor")
    if asked.location is not None:
        clinic.need_active("locations", asked.location, "location")
    start, _ = resolve_start(asked.start, clinic.tz_of(asked.doctor))
    wanted = clinic.wanted(doctor, asked.minutes, asked.type)
    check_range(start, wanted.minutes)
    return tuple(reasons(clinic, Wish(doctor, start, wanted, asked.location, None, own_hold(clinic, asked.hold))))
