"""One visit of a series, this and the following, or all of them: moved or cancelled in one step (RULES 24)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from scheduling.errors import invalid
from scheduling.model.status import CANCEL_REASONS
from scheduling.services import holds, waitlist
from scheduling.services.checks import Pass, Wish, check_range
from scheduling.services.clinic import Clinic, Record
from scheduling.services.outcome import Done
from scheduling.services.series import Planned, clock_of, refuse_clashes, shown, weigh_next
from scheduling.services.visits import OVER, clinic_of, need_visit, not_active, refuse_elsewhere
from scheduling.when.series import occurrence
from scheduling.when.zones import wall_clock

if TYPE_CHECKING:
    from scheduling.model import requests
    from scheduling.store.transaction import Transaction


def members(clinic: Clinic, record: Record, scope: str) -> list[Record]:
    """The visits of a series that a change means, by start: this one; this and the following; or all.

    What is over or has begun is history: of those only the visit itself is meant, and not by `all`.
    """
    if record.get("series") is None:
        raise invalid("id", "This visit belongs to no series.", "Use move or cancel.")
    if scope != "all" and record["status"] in OVER:
        raise not_active(record)
    start = clinic.span(record)[0]
    rows = [] if scope == "all" else [record]
    if scope != "one":
        rows += [
            row
            for row in clinic.replica.referring("appointments", record["series"])
            if row["status"] not in OVER
            and clinic.span(row)[0] * 60 > clinic.now
            and row not in rows
            and (scope == "all" or clinic.span(row)[0] >= start)
        ]
    if not rows:
        raise not_active(record)
    return sorted(rows, key=clinic.span)


def move_series(txn: Transaction, asked: requests.MoveSeries) -> Done:
    """`move_series`: the same change of date and wall clock, doctor, length or place for each visit meant.

    They ignore each other's old times, and are moved all or none; `preview` writes nothing.
    """
    clinic = clinic_of(txn)
    record = clinic.need("appointments", asked.id, "id")
    if asked.doctor is not None:
        clinic.need("doctors", asked.doctor, "doctor")
    if asked.location is not None:
        refuse_elsewhere(clinic, asked.location, [clinic.need("doctors", asked.doctor or record["doctor"], "doctor")])
        clinic.need_active("locations", asked.location, "location")
    doctor = clinic.need_active("doctors", asked.doctor or record["doctor"], "doctor")
    need_visit(clinic, asked.id, asked.version)
    rows = members(clinic, record, asked.scope)
    planned = _planned(clinic, asked, record, rows, doctor)
    if asked.preview:
        return shown(record["series"], planned)
    refuse_clashes(clinic, planned, "start" if asked.start is not None else "id")
    for row, one in zip(rows, planned, strict=True):
        holds.bury_at(txn, clinic, doctor["id"], one.wish.place)
        kept = {key: value for key, value in row.items() if key != "accepted_at"}
        told = {
            "override": asked.override if one.overridden else None,
            "allow_patient_clash": asked.allow_patient_clash,
        }
        txn.put("appointments", kept | one.record(clinic, **told))
    return shown(record["series"], planned, waitlist.told(clinic, rows, [one.wish for one in planned]))


def _planned(
    clinic: Clinic, asked: requests.MoveSeries, record: Record, rows: list[Record], doctor: Record
) -> list[Planned]:
    """Where each visit would stand, and what is in its way."""
    tz = clinic.tz_of(doctor["id"])
    ignoring = frozenset(row["id"] for row in rows)
    aim = None if asked.start is None else clock_of(asked.start, tz)
    shift = timedelta(0) if aim is None else aim.replace(fold=0) - _wall(clinic, record).replace(fold=0)
    planned: list[Planned] = []
    for row in rows:
        wall = _wall(clinic, row)
        if aim is not None:
            # Only the visit itself can be meant for the second pass of an hour that comes twice.
            wall = aim if row is record else wall.replace(fold=0) + shift
        one = occurrence(wall, tz)
        wanted = clinic.wanted(doctor, asked.minutes or row["minutes"], row.get("type"))
        wanted = wanted._replace(before=row.get("buffer_before", 0), after=row.get("buffer_after", 0))
        check_range(one.start, wanted.minutes)
        stays = one.start == clinic.span(row)[0]
        location = asked.location or (row.get("location") if stays and asked.doctor is None else None)
        wish = Wish(doctor, one.start, wanted, location, row.get("patient"), ignoring)
        # A change of length or doctor at the time it already has asks neither past nor notice again.
        passing = Pass(asked.override, asked.allow_patient_clash, made=stays)
        planned.append(weigh_next(clinic, wish, one, passing, planned))
    return planned


def _wall(clinic: Clinic, row: Record) -> datetime:
    """The wall clock of a visit, as the series means it where a gap moved it."""
    if row.get("wall") is not None:
        return datetime.fromisoformat(row["wall"])
    tz: ZoneInfo = clinic.tz(row["hospital"])
    return wall_clock(clinic.span(row)[0], tz)


def cancel_series(txn: Transaction, asked: requests.CancelSeries) -> Done:
    """`cancel_series`: one, this and the following, or all that have not begun."""
    clinic = clinic_of(txn)
    if asked.reason not in CANCEL_REASONS:
        raise invalid("reason", f"“{asked.reason}” is not a reason.", f"Use one of: {', '.join(CANCEL_REASONS)}.")
    record = need_visit(clinic, asked.id, asked.version)
    rows = members(clinic, record, asked.scope)
    changed = [txn.put("appointments", row | {"status": "cancelled", "cancel_reason": asked.reason}) for row in rows]
    return Done("appointments", records=tuple(changed), warnings=waitlist.told(clinic, rows))
