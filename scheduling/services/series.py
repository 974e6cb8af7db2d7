"""A series of visits: shown date by date with what is in the way, saved in one transaction (RULES 24)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from scheduling.errors import RANK, Refused, invalid
from scheduling.model.reads import Reason
from scheduling.rules.openings import clashes
from scheduling.services import holds
from scheduling.services.asking import one_zone, whom
from scheduling.services.checks import Pass, Wish, check_range, refusal, weigh
from scheduling.services.clinic import Clinic, Record
from scheduling.services.outcome import Done
from scheduling.services.visits import check_named, clinic_of, fair_wish, new_ident, visit_record
from scheduling.when import iso
from scheduling.when.series import MOST, Occurrence, Rule, expand, occurrence, weekdays
from scheduling.when.zones import epoch_minute, wall_clock

if TYPE_CHECKING:
    from scheduling.model import requests
    from scheduling.store.transaction import Transaction

UTC = ZoneInfo("UTC")


@dataclass(frozen=True, slots=True)
class Planned:
    """One date of a series: where it would stand, and the reason in its way, or None.

    `location`, `overridden`: as `weigh` found them. `skipped`: the caller left it out.
    """

    wish: Wish
    date: Occurrence
    reason: Reason | None = None
    location: str | None = None
    overridden: bool = False
    skipped: bool = False

    def record(self, clinic: Clinic, **more: Any) -> Record:
        """The visit of this date; where a gap moved it, its wall clock is kept for later changes of the series."""
        wall = self.date.wall.isoformat(timespec="minutes") if self.date.flag else None
        return visit_record(clinic, self.wish, self.location, wall=wall, **more)


def rule_of(asked: requests.SeriesRule) -> Rule:
    """The rule of a request; exactly one of count and until bounds it."""
    if (asked.count is None) == (asked.until is None):
        raise invalid("rule", "rule needs count or until, one of them.", "Say how many, or until when.")
    if asked.byday is not None and asked.freq != "weekly":
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


def clock_of(text: str, tz: ZoneInfo) -> datetime:
    """The wall clock that a written start means in a zone, also one that a gap leaves out."""
    written = iso.parse_written(text)
    if written.offset is None:
        return written.wall
    return wall_clock(epoch_minute(written.wall, UTC) - written.offset, tz)


def _dates(rule: Rule, text: str, tz: ZoneInfo) -> list[Occurrence]:
    """The dates of a new series. Its own first start in a gap is moved and flagged, too."""
    found = expand(rule, clock_of(text, tz), tz)
    if len(found) > MOST:
        raise invalid("rule", f"The series has more than {MOST} dates.", "Let it end sooner.")
    if not found:
        raise invalid("rule", "The series has no date at all.", "Check until and exdates.")
    return found


def _first(txn: Transaction, clinic: Clinic, asked: requests.BookSeries) -> tuple[Wish, str, list[Occurrence]]:
    """One doctor for the whole series, the one whose turn it is at its first date; why; and the dates."""
    doctors = whom(clinic, asked, needed=True, retired=True)
    tz = one_zone(clinic, doctors, asked.start, "start", asked.hospital)
    rule = rule_of(asked.rule)
    found = _dates(rule, asked.start, tz)
    check_range(found[0].start, asked.minutes or 0)
    holding = check_named(txn, asked, doctors)
    wish, why = fair_wish(clinic, asked, doctors, found[0].start, holding)
    if clinic.tz_of(wish.doctor["id"]) is not tz:
        found = _dates(rule, asked.start, clinic.tz_of(wish.doctor["id"]))
    check_range(found[-1].start, wish.wanted.minutes, "rule")
    return wish, why if len(doctors) > 1 else "", found


def _skipped(texts: Sequence[str], found: list[Occurrence], tz: ZoneInfo) -> set[int]:
    """The starts that the caller leaves out; each must be one of the series'."""
    starts = {one.start for one in found}
    skip = set()
    for text in texts:
        start = occurrence(clock_of(text, tz), tz).start
        if start not in starts:
            raise invalid("skip", f"{text} is not a start of this series.", "Take it from the preview.")
        skip.add(start)
    if skip == starts:
        raise invalid("skip", "Every date of the series is skipped.", "Leave at least one.")
    return skip


def weigh_next(clinic: Clinic, wish: Wish, one: Occurrence, passing: Pass, before: list[Planned]) -> Planned:
    """One date against the book, and against the dates of the series before it."""
    reason, location, overridden = weigh(clinic, wish, passing)
    if reason is None or RANK[reason.code] >= RANK["slot_taken"]:
        booked = (other for other in before if other.reason is None and not other.skipped)
        wanted = wish.wanted
        if any(clashes(other.wish.busy, wish.start, wish.end, wanted.before, wanted.after) for other in booked):
            reason = Reason("slot_taken", "Two dates of the series overlap each other.")
    return Planned(wish, one, reason, location, overridden)


def book_series(txn: Transaction, asked: requests.BookSeries) -> Done:
    """`book_series`: all dates that are not skipped, in one step; `preview` writes nothing."""
    clinic = clinic_of(txn)
    first, why, found = _first(txn, clinic, asked)
    skip = _skipped(asked.skip or (), found, clinic.tz_of(first.doctor["id"]))
    passing = Pass(asked.override, asked.allow_patient_clash)
    planned: list[Planned] = []
    for one in found:
        wish = replace(first, start=one.start)
        left_out = one.start in skip
        planned.append(
            Planned(wish, one, skipped=True) if left_out else weigh_next(clinic, wish, one, passing, planned)
        )
    if asked.preview:
        return shown(None, planned)
    refuse_clashes(clinic, planned, "skip")
    ident = new_ident(txn, asked.id, "r")
    rule = asked.rule.model_dump(exclude_none=True, exclude_defaults=True)
    txn.put("series", {"id": ident, "rule": rule, "doctor": first.doctor["id"], "patient": asked.patient})
    holds.bury(txn, clinic, first)
    holds.release_named(txn, clinic, asked.hold)
    for one_date in planned:
        if not one_date.skipped:
            more: Record = {"status": "booked", "series": ident, "reason": asked.reason, "note": asked.note}
            more |= {"chosen": why or None, "override": asked.override if one_date.overridden else None}
            more["allow_patient_clash"] = asked.allow_patient_clash
            holds.bury_at(txn, clinic, first.doctor["id"], one_date.wish.place)
            txn.put("appointments", {"id": txn.new_id("a")} | one_date.record(clinic, **more))
    return shown(ident, planned)


def refuse_clashes(clinic: Clinic, planned: list[Planned], field: str) -> None:
    """All or nothing: the first date in whose way something stands refuses the series, saying how many there are."""
    stopped = [(one, one.reason) for one in planned if one.reason is not None]
    if not stopped:
        return
    first, reason = stopped[0]
    error = refusal(clinic, first.wish, reason)
    raise Refused(
        error.code,
        f"{len(stopped)} of {len(planned)} dates cannot be booked. {error.reason}",
        "Look at the preview, then leave those dates out or choose another time.",
        field=field,
        blocking=tuple(dict.fromkeys(ident for _, why in stopped for ident in why.blocking)),
        alternatives=error.alternatives,
    )


def shown(ident: str | None, planned: list[Planned], warnings: tuple[str, ...] = ()) -> Done:
    """The dates for the answer, in epoch minutes, so that whoever shows them chooses the zone."""
    rows = [
        {
            "start": one.wish.start,
            "end": one.wish.end,
            "doctor": one.wish.doctor["id"],
            "ok": one.reason is None and not one.skipped,
            "error": "skipped" if one.skipped else one.reason.code if one.reason else None,
            "flag": one.date.flag,
        }
        for one in planned
    ]
    return Done("series", record={"id": ident, "occurrences": rows}, warnings=warnings)
