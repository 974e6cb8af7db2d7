"""`appointments`: which visits stand in a window of time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from scheduling.errors import invalid
from scheduling.model.status import HIDDEN, STATUSES
from scheduling.services.asking import edge, one_zone, whom
from scheduling.services.clinic import Clinic, Record
from scheduling.services.finding import LATER
from scheduling.when import iso
from scheduling.when.zones import ordinal_of

if TYPE_CHECKING:
    from scheduling.model import requests


def appointments(clinic: Clinic, asked: requests.Appointments) -> list[Record]:
    """`appointments`: those that overlap [from, to), ordered by start, doctor, id; hidden ones only by `status`."""
    doctors = _listed(clinic, asked)
    tz = one_zone(clinic, doctors or [], asked.from_ or "", "from", asked.hospital)
    one_zone(clinic, doctors or [], asked.to or "", "to", asked.hospital)
    low = edge(asked.from_, tz, "from") if asked.from_ is not None else -LATER
    high = edge(asked.to, tz, "to", is_end=True) if asked.to is not None else LATER
    shown = _statuses(asked.status)
    named = None if doctors is None else frozenset(doctor["id"] for doctor in doctors)
    rows = []
    for record in _candidates(clinic, asked, doctors, low, high, tz, shown):
        start, end = clinic.span(record)
        if start < high and low < end and _shown(clinic, record, shown) and _meant(record, asked, named):
            rows.append(((start, record["doctor"], record["id"]), record))
    if asked.after is not None:
        last = clinic.need("appointments", asked.after, "after")
        seen = (clinic.span(last)[0], last["doctor"], last["id"])
        rows = [row for row in rows if row[0] > seen]
    rows.sort(key=lambda row: row[0])
    return [record for _, record in rows[: asked.limit]]


def _listed(clinic: Clinic, asked: requests.Appointments) -> list[Record] | None:
    """The doctors whose visits are meant, retired ones too; None = everybody's."""
    if asked.location is not None:
        clinic.need("locations", asked.location, "location")
    if asked.doctor is not None:
        return [clinic.need("doctors", asked.doctor, "doctor")]
    if asked.doctors is not None:
        return [clinic.need("doctors", ident, "doctors") for ident in dict.fromkeys(asked.doctors)]
    if asked.hospital is not None:
        clinic.need("hospitals", asked.hospital, "hospital")
    return whom(clinic, asked, needed=False) if asked.specialty is not None else None


def _statuses(status: str | list[str] | None) -> frozenset[str] | None:
    """The statuses asked for; None = the shown ones."""
    if status is None:
        return None
    if status == "all":
        return frozenset(STATUSES)
    names = [status] if isinstance(status, str) else status
    for name in names:
        if name not in STATUSES:
            raise invalid("status", f"“{name}” is not a status.", f"Use {', '.join(STATUSES)}, or all.")
    return frozenset(names)


def _candidates(
    clinic: Clinic,
    asked: requests.Appointments,
    doctors: list[Record] | None,
    low: int,
    high: int,
    tz: ZoneInfo,
    shown: frozenset[str] | None,
) -> Iterator[Record]:
    """Records that may be meant: by patient, by the days of doctors, else all of them."""
    replica = clinic.replica
    if asked.patient is not None:
        clinic.need("patients", asked.patient, "patient")
        yield from replica.referring("appointments", asked.patient)
        return
    # The days hold shown visits only; a short window over them beats walking every visit of the clinic.
    if shown is None and low > -LATER and high < LATER and high - low < 400 * 1440:
        known = doctors if doctors is not None else replica.records("doctors")
        idents = [doctor["id"] for doctor in known]
        first, last = ordinal_of(low, tz) - 1, ordinal_of(max(low, high - 1), tz) + 1
        for ident in idents:
            seen: set[str] = set()
            for ordinal in range(first, last + 1):
                for visit in replica.index.day(ident, ordinal):
                    if visit.id not in seen:
                        seen.add(visit.id)
                        yield clinic.need("appointments", visit.id, "id")
        return
    yield from replica.records("appointments")


def _shown(clinic: Clinic, record: Record, shown: frozenset[str] | None) -> bool:
    if shown is not None:
        return record["status"] in shown
    if record["status"] in HIDDEN:
        return False
    return record["status"] != "pending" or iso.parse_stamp(record["expires_at"]) > clinic.now


def _meant(record: Record, asked: requests.Appointments, doctors: frozenset[str] | None) -> bool:
    if asked.hospital is not None and record["hospital"] != asked.hospital:
        return False
    if doctors is not None and record["doctor"] not in doctors:
        return False
    return asked.location is None or record.get("location") == asked.location
