"""Day schedules in bulk: a provider hands in the days of a month (RULES 9)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from scheduling.errors import Refused, invalid
from scheduling.services.clinic import Record
from scheduling.services.hours import affected, in_doctor, refuse_overlaps
from scheduling.services.outcome import Done
from scheduling.services.visits import clinic_of
from scheduling.when import iso
from scheduling.when.zones import LAST_YEAR

if TYPE_CHECKING:
    from scheduling.model import requests
    from scheduling.store.transaction import Transaction

MOST_DAYS = 400
"""A year and a month at once."""


def set_day(txn: Transaction, asked: requests.SetDay) -> Done:
    """`set_day`: the spans of one date at one location, instead of the weekly hours; none = off."""
    doctor = _doctor(txn, asked.doctor, asked.location)
    refuse_overlaps({asked.date: sorted(asked.spans)}, "spans")
    row = _write(txn, asked.doctor, asked.date, sorted(asked.spans), asked.location, asked.open_on_closure)
    return affected(txn, Done("days", row), [doctor])


def set_days(txn: Transaction, asked: requests.SetDays) -> Done:
    """`set_days`: the same spans on those weekdays from `from` to `to`, both included."""
    doctor = _doctor(txn, asked.doctor, asked.location)
    refuse_overlaps({"a day": sorted(asked.spans)}, "spans")
    names = iso.WEEKDAYS if asked.weekdays is None else asked.weekdays
    wanted = {iso.WEEKDAYS.index(name) for name in names}
    dates = [day for day in _dates(asked.from_, asked.to) if day.weekday() in wanted]
    if not dates:
        raise invalid("weekdays", "No such weekday lies between from and to.", "Check the dates.")
    rows = [
        _write(txn, asked.doctor, day.isoformat(), sorted(asked.spans), asked.location, asked.open_on_closure)
        for day in dates
    ]
    return affected(txn, Done("days", records=tuple(rows)), [doctor])


def copy_days(txn: Transaction, asked: requests.CopyDays) -> Done:
    """`copy_days`: the schedules that dates from `from` to `to` have of their own, laid on the dates from `onto` on.

    A date that gets one is as its pattern afterwards; a date without one leaves the date it would fall on as it is.
    """
    doctor = _doctor(txn, asked.doctor, None)
    by = date.fromisoformat(asked.onto) - date.fromisoformat(asked.from_)
    days = {day.isoformat(): day for day in _dates(asked.from_, asked.to)}
    present = list(txn.view.referring("days", asked.doctor))
    source = [row for row in present if row["date"] in days]
    if not source:
        raise Refused("unknown", "None of those dates has a schedule of its own.", "Check the dates.", field="from")
    for row in source:
        if row.get("location") is not None:
            clinic_of(txn).need_active("locations", row["location"], "from")
    aims = {row["date"]: days[row["date"]] + by for row in source}
    if max(aims.values()).year > LAST_YEAR:
        raise invalid("onto", f"onto reaches beyond {LAST_YEAR}.", "Check the year.")
    kept = {(aims[row["date"]].isoformat(), row.get("location")) for row in source}
    for row in present:
        if row["date"] in {aim for aim, _ in kept} and (row["date"], row.get("location")) not in kept:
            txn.drop("days", row["id"])
    rows = [
        _write(
            txn,
            asked.doctor,
            aims[row["date"]].isoformat(),
            row.get("spans", []),
            row.get("location"),
            row.get("open_on_closure", False),
        )
        for row in source
    ]
    return affected(txn, Done("days", records=tuple(rows)), [doctor])


def clear_day(txn: Transaction, asked: requests.ClearDay) -> Done:
    """`clear_day`: back to the weekly hours."""
    doctor = clinic_of(txn).need("doctors", asked.doctor, "doctor")
    rows = [row for row in txn.view.referring("days", asked.doctor) if row["date"] == asked.date]
    if not rows:
        raise Refused("unknown", f"{asked.date} has no schedule of its own.", "Nothing to clear.", field="date")
    for row in rows:
        txn.drop("days", row["id"])
    return affected(txn, Done("days"), [doctor])


def _doctor(txn: Transaction, ident: str, location: str | None) -> Record:
    clinic = clinic_of(txn)
    doctor = clinic.need_active("doctors", ident, "doctor")
    in_doctor(clinic, doctor, location)
    return doctor


def _dates(first: str, last: str) -> list[date]:
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    if end < start:
        raise invalid("to", "to is before from.", "Let it end later than it begins.")
    if (end - start).days >= MOST_DAYS:
        raise invalid("to", f"More than {MOST_DAYS} days at once.", "Take less at a time.")
    return [start + timedelta(days=number) for number in range((end - start).days + 1)]


def _write(
    txn: Transaction, doctor: str, day: str, spans: list[list[str]], location: str | None, open_on_closure: bool
) -> Record:
    """The row of a date at a location, new or the one that is there."""
    present = next(
        (row for row in txn.view.referring("days", doctor) if row["date"] == day and row.get("location") == location),
        {"id": None},
    )
    row = present | {
        "id": present["id"] or txn.new_id("y"),
        "doctor": doctor,
        "date": day,
        "spans": spans,
        "location": location,
        "open_on_closure": open_on_closure,
    }
    return txn.put("days", row)
