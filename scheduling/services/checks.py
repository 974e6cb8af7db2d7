"""May this be booked? Every writer and every question asks here (RULES 9–19; BATCH, order of codes)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from scheduling.errors import CODES, RANK, Refused, invalid
from scheduling.model.names import doctor_short
from scheduling.model.reads import Busy, Opening, Reason
from scheduling.model.status import FOREVER, blocks_until
from scheduling.rules import booking as rules
from scheduling.rules.hours import DayPlan
from scheduling.rules.openings import Wanted, starts
from scheduling.services.clinic import Clinic, Record
from scheduling.services.words import moment_words, person, span_words
from scheduling.when import iso
from scheduling.when.zones import (
    FIRST_MINUTE,
    FIRST_YEAR,
    LAST_MINUTE,
    LAST_YEAR,
    MINUTES_A_DAY,
    epoch_minute,
    is_gap,
    is_overlap,
    ordinal_of,
    utc_minute,
    wall_clock,
)

MAX_ALTERNATIVES = 3

FAR_DAYS, NEAR_DAYS = 9, 2
"""Two zones are a day apart: beyond as many dates, a visit of a week, or of at most a day, overlaps nothing."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A visit somebody wants: whose, when (epoch minute), what, where, for whom; `ignoring`: the visit itself and
    the hold that is named (RULES 17, 20)."""

    doctor: Record
    start: int
    wanted: Wanted
    location: str | None = None
    patient: str | None = None
    ignoring: frozenset[str] = frozenset()
    grid_only: bool = False

    @property
    def end(self) -> int:
        """Epoch minute at which it would end."""
        return self.start + self.wanted.minutes

    @property
    def place(self) -> rules.Place:
        """Its time and location."""
        return rules.Place(self.start, self.end, self.location)

    @property
    def busy(self) -> Busy:
        """What it would be in the doctor's day."""
        return Busy(self.start, self.end, self.wanted.before, self.wanted.after, FOREVER, "")


@dataclass(frozen=True, slots=True)
class Pass:
    """What may be passed: `override` (a reason), a patient's clash, the past for a walk-in; `made`: notice and
    horizon were asked when the hold was made; `settled`: it stands there already, so only
    clashes count (RULES 11–23)."""

    override: str | None = None
    patient_clash: bool = False
    walk_in: bool = False
    made: bool = False
    settled: bool = False

    def lets(self, code: str) -> bool:
        """Whether a broken rule does not stand in the way."""
        if code == "patient_clash":
            return self.patient_clash
        if self.settled and code not in ("slot_taken", "patient_clash"):
            return True
        if self.walk_in and code in ("in_the_past", "too_soon"):
            return True
        if self.made and code in ("in_the_past", "too_soon", "beyond_horizon"):
            return True
        return self.override is not None and CODES[code].overridable


def resolve_start(text: str, tz: ZoneInfo, field: str = "start") -> tuple[int, tuple[str, ...]]:
    """The epoch minute of a written start, and a warning when the wall clock comes twice (RULES 4)."""
    written = iso.parse_written(text)
    if written.offset is not None:
        return utc_minute(written.wall) - written.offset, ()
    if is_gap(written.wall, tz):
        before, after = _real_neighbours(written.wall, tz)
        raise Refused(
            "nonexistent_time",
            f"{written.wall:%H:%M} does not exist on {written.wall:%Y-%m-%d}: the clocks go forward.",
            f"Nearest real times: {before:%H:%M} and {after:%H:%M}.",
            field=field,
        )
    if is_overlap(written.wall, tz):
        return epoch_minute(written.wall, tz), (
            f"{written.wall:%H:%M} comes twice on {written.wall:%Y-%m-%d}; the first was taken.",
        )
    return epoch_minute(written.wall, tz), ()


def _real_neighbours(wall: datetime, tz: ZoneInfo) -> tuple[datetime, datetime]:
    """The last minute that exists before a gap, and the first after it."""
    before = wall
    while is_gap(before, tz):
        before -= timedelta(minutes=1)
    after = wall
    while is_gap(after, tz):
        after += timedelta(minutes=1)
    return before, after


def check_range(start: int, minutes: int, field: str = "start") -> None:
    """Refuse what the engine does not count: years outside 1900–2199."""
    if start < FIRST_MINUTE or start + minutes > LAST_MINUTE:
        raise invalid(field, f"{field} lies outside {FIRST_YEAR}–{LAST_YEAR}.", "Check the year.")


def reasons(clinic: Clinic, wish: Wish) -> list[Reason]:
    """Every rule and record in the way of a wish, in the order of reporting; empty = it may be booked (RULES 15)."""
    return _reasons(clinic, wish, clinic.plans(wish.doctor["id"], wish.start, wish.end))


def _reasons(clinic: Clinic, wish: Wish, plans: list[DayPlan]) -> list[Reason]:
    found: list[Reason] = []
    calendar = clinic.calendar(wish.doctor["id"])
    if not wish.doctor.get("active", True):
        found.append(Reason("not_active", f"{doctor_short(wish.doctor['name'])} is retired."))
    if wish.wanted.type is not None:
        kind = clinic.need("types", wish.wanted.type, "type")
        if not kind.get("active", True):
            found.append(Reason("not_active", f"{kind['name']} is retired."))
        elif not clinic.offers(wish.doctor, kind):
            found.append(
                Reason("type_not_offered", f"{doctor_short(wish.doctor['name'])} does not offer {kind['name']}.")
            )
    busy = clinic.busy_around(wish.doctor["id"], wish.start, wish.end)
    place = wish.place
    obstacles = [
        *rules.time_obstacles(place, wish.wanted, clinic.now, calendar),
        *rules.hours_obstacles(place, wish.wanted, calendar, plans, wish.grid_only),
        *rules.busy_obstacles(place, wish.wanted, busy, clinic.now, wish.ignoring),
    ]
    found += [_word(clinic, wish, obstacle, calendar.tz) for obstacle in obstacles]
    found += _patient_reasons(clinic, wish)
    return sorted(found, key=lambda reason: RANK[reason.code])


def _word(clinic: Clinic, wish: Wish, obstacle: rules.Obstacle, tz: ZoneInfo) -> Reason:
    """An obstacle as a sentence."""
    name = doctor_short(wish.doctor["name"])
    code = obstacle.code
    if code == "slot_taken":
        first = obstacle.visits[0]
        who = visitor_words(clinic, first)
        return Reason(
            code,
            f"{name} is taken {span_words(first.start, first.end, tz)} ({who}).",
            tuple(visit.id for visit in obstacle.visits),
        )
    if code == "closed":
        first_shut = obstacle.shuts[0]
        why = first_shut.reason
        return Reason(code, f"{name} is closed then: {why}.", tuple(shut.id for shut in obstacle.shuts))
    days = wish.wanted.horizon
    words = {
        "in_the_past": f"{moment_words(wish.start, tz)} is in the past.",
        "too_soon": f"{name} needs {wish.wanted.notice} minutes' notice.",
        "beyond_horizon": f"{moment_words(wish.start, tz)} is more than {days} days ahead.",
        "outside_hours": f"{name} does not work {span_words(wish.start, wish.end, tz)} on "
        f"{moment_words(wish.start, tz)[:-6]}.",
        "off_grid": f"{wall_clock(wish.start, tz):%H:%M} is not one of the times that are offered.",
    }
    return Reason(code, words[code])


def visitor_words(clinic: Clinic, visit: Busy) -> str:
    """Who stands in a doctor's way: M. Lopez, or held by front-2."""
    record = clinic.need("appointments", visit.id, "id")
    if record["status"] == "pending":
        return f"held by {record.get('held_by') or 'another desk'}"
    patient = clinic.replica.record("patients", record.get("patient", ""))
    return person(patient["name"]) if patient else "no name"


def _patient_reasons(clinic: Clinic, wish: Wish) -> list[Reason]:
    """The patient's other visits at that time, with anyone, anywhere in the clinic (RULES 18)."""
    if wish.patient is None:
        return []
    far, near = _utc_date(wish.start, -FAR_DAYS), _utc_date(wish.start, -NEAR_DAYS)
    after = _utc_date(wish.end, NEAR_DAYS)
    found = []
    for record in clinic.replica.referring("appointments", wish.patient):
        # Most of a patient's visits are on other days, which the text alone tells.
        first = near if record["minutes"] <= MINUTES_A_DAY else far
        near_by = first < record["start"] < after and record["id"] not in wish.ignoring
        if not near_by or not is_blocking(record, clinic.now):
            continue
        start, end = clinic.span(record)
        if start < wish.end and wish.start < end:
            doctor = clinic.need("doctors", record["doctor"], "doctor")
            when = span_words(start, end, clinic.tz(record["hospital"]))
            found.append((start, when, doctor["name"], record["id"]))
    if not found:
        return []
    patient = clinic.need("patients", wish.patient, "patient")
    _, when, doctor_name, _ = min(found)
    return [
        Reason(
            "patient_clash",
            f"{person(patient['name'])} has a visit {when} with {doctor_short(doctor_name)}.",
            tuple(ident for *_, ident in sorted(found)),
        )
    ]


def _utc_date(minute: int, days: int) -> str:
    """The date in UTC of an epoch minute, so many days later."""
    return (date(1970, 1, 1) + timedelta(days=minute // MINUTES_A_DAY + days)).isoformat()


def is_blocking(record: Record, now: int) -> bool:
    """Whether a visit takes its time at `now` (RULES 13)."""
    expires = iso.parse_stamp(record["expires_at"]) if record["status"] == "pending" else None
    return blocks_until(record["status"], expires) > now


def settle(clinic: Clinic, wish: Wish, passing: Pass = Pass()) -> tuple[str | None, bool]:
    """The location at which a wish may be booked, and whether an override was needed. Raises `Refused`, with
    alternatives where another time would help (RULES 16)."""
    stopped, location, overridden = weigh(clinic, wish, passing)
    if stopped is not None:
        raise refusal(clinic, wish, stopped)
    return location, overridden


def weigh(clinic: Clinic, wish: Wish, passing: Pass) -> tuple[Reason | None, str | None, bool]:
    """As `settle`, but the first reason that is not passed is answered, None when it may be booked."""
    plans = clinic.plans(wish.doctor["id"], wish.start, wish.end)
    found = _reasons(clinic, wish, plans)
    stopped = next((reason for reason in found if not passing.lets(reason.code)), None)
    location = wish.location
    if location is None and any(block.location for plan in plans for block in plan.blocks):
        _, location = rules.settle_location(wish.place, plans, tuple(wish.doctor.get("locations", ())))
    overridden = any(CODES[reason.code].overridable and passing.override is not None for reason in found)
    return stopped, location, overridden


REMEDIES = {
    "not_active": "Choose another.",
    "type_not_offered": "Choose another type or doctor.",
    "patient_clash": "Choose another time, or book it all the same (allow_patient_clash).",
}

FIELDS = {"type_not_offered": "type", "not_active": "doctor", "patient_clash": "patient"}


def refusal(clinic: Clinic, wish: Wish, reason: Reason) -> Refused:
    """A reason as a refusal, with its remedy and what is free instead."""
    others = alternatives(clinic, wish) if CODES[reason.code].overridable else []
    remedy = REMEDIES.get(reason.code, "")
    if CODES[reason.code].overridable:
        remedy = alternatives_words(clinic, wish, others)
    return Refused(
        reason.code,
        reason.message,
        remedy,
        field=FIELDS.get(reason.code, "start"),
        blocking=reason.blocking,
        alternatives=others,
    )


def alternatives_words(clinic: Clinic, wish: Wish, others: list[Opening]) -> str:
    """Free next: 09:45, 10:05, 10:25."""
    if not others:
        return "Nothing else is free within two months; look further with next available."
    tz = clinic.tz_of(wish.doctor["id"])
    beside = wall_clock(wish.start, tz).date()
    words = []
    for other in others:
        text = moment_words(other.start, tz, beside)
        if other.doctor != wish.doctor["id"]:
            text += f" with {doctor_short(clinic.need('doctors', other.doctor, 'doctor')['name'])}"
        words.append(text)
    return f"Free next: {', '.join(words)}."


def alternatives(clinic: Clinic, wish: Wish, own: Sequence[Opening] = ()) -> list[Opening]:
    """Up to three starts that `book` would take: same doctor, nearest on that date, then later dates; then the same
    time with another doctor of that specialty. None overlaps another; `own` begins them (BATCH, "Alternatives")."""
    found = list(own)
    if wish.doctor.get("active", True):
        _same_doctor(clinic, wish, MAX_ALTERNATIVES, found)
    if len(found) < MAX_ALTERNATIVES:
        for doctor in clinic.doctors(wish.doctor["hospital"]):
            other = doctor["id"] != wish.doctor["id"] and doctor.get("specialty") == wish.doctor.get("specialty")
            if other and len(found) < MAX_ALTERNATIVES:
                _if_free(clinic, replace(wish, doctor=doctor), found)
    return found


def _same_doctor(clinic: Clinic, wish: Wish, most: int, found: list[Opening]) -> None:
    ident = wish.doctor["id"]
    tz = clinic.tz_of(ident)
    first = ordinal_of(wish.start, tz)
    low = -((-clinic.now) // 60) + wish.wanted.notice
    last = min(first + 60, clinic.today(tz) + wish.wanted.horizon)
    for ordinal in range(max(first, clinic.today(tz)), last + 1):
        plain = not wish.ignoring and wish.location is None
        day = (
            clinic.free(ident, ordinal)
            if plain
            else clinic.free_without(ident, ordinal, wish.ignoring, wish.location)
        )
        offers = list(starts(day, wish.wanted, tz, low, 1 << 40))
        if ordinal == first:
            offers.sort(key=lambda offer: (abs(offer[0] - wish.start), offer[0]))
        for start, location in offers:
            apart = all(abs(start - other.start) >= wish.wanted.minutes for other in found)
            if apart and start != wish.start:
                _if_free(clinic, replace(wish, start=start), found, location)
            if len(found) == most:
                return


def _if_free(clinic: Clinic, wish: Wish, found: list[Opening], location: str | None = None) -> None:
    """Take a wish in when nothing stands in its way."""
    if not reasons(clinic, wish):
        if location is None:
            plans = clinic.plans(wish.doctor["id"], wish.start, wish.end)
            location = rules.settle_location(wish.place, plans, tuple(wish.doctor.get("locations", ())))[1]
        found.append(Opening(wish.doctor["id"], location, wish.start, wish.end))
