"""Series of visits: shown date by date with what is in the way, saved in one transaction (RULES 24)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from scheduling.errors import FrontdeskError, Refused, invalid
from scheduling.model.reads import Busy
from scheduling.model.status import CANCEL_REASONS, FOREVER
from scheduling.rules.openings import clashes
from scheduling.services import holds
from scheduling.services.asking import one_zone, whom
from scheduling.services.checks import Pass, Wish, check_range, settle
from scheduling.services.clinic import Clinic, Record
from scheduling.services.outcome import Done
from scheduling.services.visits import OVER, clinic_of, fair_wish, need_visit, new_ident, not_active, visit_record
from scheduling.when import iso
from scheduling.when.series import MOST, Occurrence, Rule, expand, occurrence, weekdays
from scheduling.when.zones import wall_clock

if TYPE_CHECKING:
    from scheduling.model import requests
    from scheduling.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Planned:
    """One date of a series: where it would stand, and the refusal in its way, or None.

    `location`, `overridden`: as `settle` found them. `skipped`: the caller left it out.
    """

    wish: Wish
    flag: str | None
    error: FrontdeskError | None
    location: str | None = None
    overridden: bool = False
    skipped: bool = False


def rule_of(asked: requests.SeriesRule) -> Rule:
    """The rule of a request; exactly one of count and until bounds it."""
    if (asked.count is None) == (asked.until is None):
        raise invalid("rule", "rule needs count or until, one of them.", "Say how many, or until when.")
    if asked.byday and asked.freq != "weekly":
        raise invalid("rule", "byday belongs to a weekly series.", "Leave byday out.")
    if asked.last_day and asked.freq != "monthly":
        raise invalid("rule", "last_day belongs to a monthly series.", "Leave last_day out.")
    return Rule(
        asked.freq,
        asked.interval,
        asked.count,
        date.fromisoformat(asked.until) if asked.until else None,
        weekdays(asked.byday or ()),
        frozenset(date.fromisoformat(day) for day in asked.exdates or ()),
        asked.last_day,
    )


def _dates(rule: Rule, asked: requests.BookSeries, clinic: Clinic, doctors: list[Record]) -> list[Occurrence]:
    """The dates of a new series. Its own first start in a gap is moved and flagged, too."""
    tz = one_zone(clinic, doctors, asked.start, "start", asked.hospital)
    written = iso.parse_written(asked.start)
    first = written.wall
    if written.offset is not None:
        from zoneinfo import ZoneInfo

        from scheduling.when.zones import epoch_minute

        first = wall_clock(epoch_minute(written.wall, ZoneInfo("UTC")) - written.offset, tz).replace(fold=0)
    found = expand(rule, first, tz)
    if len(found) > MOST:
        raise invalid("rule", f"The series has more than {MOST} dates.", "Let it end sooner.")
    if not found:
        raise invalid("rule", "The series has no date at all.", "Check until and exdates.")
    return found


def plan(clinic: Clinic, asked: requests.BookSeries) -> list[Planned]:
    """Every date of a series with what is in its way; the dates are asked against each other, too."""
    doctors = whom(clinic, asked, needed=True)
    clinic.need_active("patients", asked.patient, "patient")
    if asked.type is not None:
        clinic.need_active("types", asked.type, "type")
    if asked.location is not None:
        clinic.need_active("locations", asked.location, "location")
    found = _dates(rule_of(asked.rule), asked, clinic, doctors)
    tz = clinic.tz_of(doctors[0]["id"])
    skip = {_skipped_minute(text, tz) for text in asked.skip or ()}
    # One doctor for the whole series: the one whose turn it is at its first date.
    first, _ = fair_wish(clinic, asked, doctors, found[0].start, frozenset())
    check_range(found[-1].start, first.wanted.minutes)
    passing = Pass(asked.override, asked.allow_patient_clash)
    planned: list[Planned] = []
    for one in found:
        wish = replace(first, start=one.start)
        if one.start in skip:
            planned.append(Planned(wish, one.flag, None, skipped=True))
        else:
            planned.append(_check(clinic, wish, one.flag, passing, planned))
    return planned


def _skipped_minute(text: str, tz: Any) -> int:
    from scheduling.services.checks import resolve_start

    written = iso.parse_written(text)
    return occurrence(written.wall, tz).start if written.offset is None else resolve_start(text, tz, "skip")[0]


def _check(clinic: Clinic, wish: Wish, flag: str | None, passing: Pass, before: list[Planned]) -> Planned:
    """One date against the book, and against the dates of the series before it."""
    for other in before:
        if not other.skipped and other.error is None and _in_the_way(other.wish, wish):
            error = Refused("slot_taken", "Two dates of the series overlap each other.", "Let it repeat less often.")
            return Planned(wish, flag, error)
    try:
        location, overridden = settle(clinic, wish, passing)
    except Refused as error:
        return Planned(wish, flag, error)
    return Planned(wish, flag, None, location, overridden)


def _in_the_way(one: Wish, other: Wish) -> bool:
    busy = Busy(one.start, one.end, one.wanted.before, one.wanted.after, FOREVER, "")
    return clashes(busy, other.start, other.end, other.wanted.before, other.wanted.after)


def book_series(txn: Transaction, asked: requests.BookSeries) -> Done:
    """`book_series`: all dates that are not skipped, in one step; `preview` writes nothing."""
    clinic = clinic_of(txn)
    planned = plan(clinic, asked)
    if asked.preview:
        return Done("series", record={"id": None, "occurrences": [as_shown(one) for one in planned]})
    _refuse_clashes(planned)
    ident = new_ident(txn, asked.id, "r")
    rule = asked.rule.model_dump(exclude_none=True, exclude_defaults=True)
    txn.put("series", {"id": ident, "rule": rule, "doctor": planned[0].wish.doctor["id"], "patient": asked.patient})
    for one in planned:
        if not one.skipped:
            more: Record = {"status": "booked", "series": ident, "reason": asked.reason, "note": asked.note}
            if one.overridden:
                more["override"] = asked.override
            record = visit_record(clinic, one.wish, one.location, **more)
            holds.bury_at(txn, clinic, one.wish.doctor["id"], one.wish.place)
            txn.put("appointments", {"id": txn.new_id("a")} | record)
    return Done("series", record={"id": ident, "occurrences": [as_shown(one) for one in planned]})


def _refuse_clashes(planned: list[Planned]) -> None:
    """All or nothing: the first date in whose way something stands refuses the series, saying how many there are."""
    stopped = [one for one in planned if one.error is not None]
    if not stopped:
        return
    error = stopped[0].error
    assert isinstance(error, Refused)
    raise Refused(
        error.code,
        f"{len(stopped)} of {len(planned)} dates cannot be booked. {error.reason}",
        "Look at the preview, and skip or move those dates.",
        field="skip",
        blocking=error.blocking,
        alternatives=error.alternatives,
    )


def as_shown(one: Planned) -> dict[str, Any]:
    """An occurrence for the answer: epoch minutes, so that whoever shows it chooses the zone."""
    return {
        "start": one.wish.start,
        "end": one.wish.end,
        "doctor": one.wish.doctor["id"],
        "ok": one.error is None and not one.skipped,
        "error": "skipped" if one.skipped else one.error.code if one.error else None,
        "message": one.error.reason if one.error else None,
        "flag": one.flag,
    }


def members(clinic: Clinic, record: Record, scope: str) -> list[Record]:
    """The visits of a series that a change means: one, this and the following, or all that are not over."""
    if record.get("series") is None:
        raise invalid("id", "This visit belongs to no series.", "Use move or cancel.")
    if scope == "one":
        return [record]
    start = clinic.span(record)[0]
    rows = [row for row in clinic.replica.referring("appointments", record["series"]) if row["status"] not in OVER]
    meant = [row for row in rows if scope == "all" or clinic.span(row)[0] >= start]
    return sorted(meant, key=lambda row: clinic.span(row))


def move_series(txn: Transaction, asked: requests.MoveSeries) -> Done:
    """`move_series`: the same change of date and wall clock, doctor, length or place for each visit meant.

    They ignore each other's old times, and are moved all or none.
    """
    clinic = clinic_of(txn)
    record = need_visit(clinic, asked.id, asked.version)
    if record["status"] in OVER:
        raise not_active(record)
    rows = members(clinic, record, asked.scope)
    doctor = clinic.need_active("doctors", asked.doctor or record["doctor"], "doctor")
    tz = clinic.tz_of(doctor["id"])
    ignoring = frozenset(row["id"] for row in rows)
    shift = _shift(clinic, record, asked, tz)
    planned: list[Planned] = []
    for row in rows:
        own = clinic.tz(row["hospital"])
        moved = occurrence(wall_clock(clinic.span(row)[0], own).replace(fold=0) + shift, tz)
        wanted = clinic.wanted(doctor, asked.minutes or row["minutes"], row.get("type"))
        wanted = wanted._replace(before=row.get("buffer_before", 0), after=row.get("buffer_after", 0))
        same_place = shift == timedelta(0) and asked.doctor is None
        location = asked.location or (row.get("location") if same_place else None)
        wish = Wish(doctor, moved.start, wanted, location, row.get("patient"), ignoring)
        planned.append(_check(clinic, wish, moved.flag, Pass(asked.override, asked.allow_patient_clash), planned))
    if not asked.preview:
        _refuse_clashes(planned)
        for row, one in zip(rows, planned, strict=True):
            override = {"override": asked.override} if one.overridden else {}
            txn.put("appointments", row | visit_record(clinic, one.wish, one.location) | override)
    return Done("series", record={"id": record["series"], "occurrences": [as_shown(one) for one in planned]})


def _shift(clinic: Clinic, record: Record, asked: requests.MoveSeries, tz: Any) -> timedelta:
    """How far the wall clock moves."""
    if asked.start is None:
        return timedelta(0)
    from scheduling.services.checks import resolve_start

    start, _ = resolve_start(asked.start, tz)
    old = wall_clock(clinic.span(record)[0], clinic.tz(record["hospital"])).replace(fold=0)
    return wall_clock(start, tz).replace(fold=0) - old


def cancel_series(txn: Transaction, asked: requests.CancelSeries) -> Done:
    """`cancel_series`: one, this and the following, or all that are not over."""
    clinic = clinic_of(txn)
    record = need_visit(clinic, asked.id, asked.version)
    if asked.reason not in CANCEL_REASONS:
        raise invalid("reason", f"“{asked.reason}” is not a reason.", f"Use one of: {', '.join(CANCEL_REASONS)}.")
    if record["status"] in OVER and asked.scope == "one":
        raise not_active(record)
    changed = []
    for row in members(clinic, record, asked.scope):
        changed.append(txn.put("appointments", row | {"status": "cancelled", "cancel_reason": asked.reason}))
    return Done("appointments", records=tuple(changed))
