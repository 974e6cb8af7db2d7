"""The plain lists and `get`."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from scheduling.errors import Refused
from scheduling.model.reads import DayView
from scheduling.services.clinic import Clinic, Record
from scheduling.services.views import day_view

if TYPE_CHECKING:
    from scheduling.model import requests


UNSEEN = ("requests", "users")
"""Tables that no caller reads by id."""


def _of(clinic: Clinic, table: str, hospital: str | None) -> list[Record]:
    if hospital is not None:
        clinic.need("hospitals", hospital, "hospital")
    return [row for row in clinic.replica.records(table) if hospital is None or row.get("hospital") == hospital]


def hospitals(clinic: Clinic, asked: requests.Lists) -> list[Record]:
    """All hospitals."""
    if asked.hospital is not None:
        return [clinic.need("hospitals", asked.hospital, "hospital")]
    return list(clinic.replica.records("hospitals"))


def locations(clinic: Clinic, asked: requests.Lists) -> list[Record]:
    """Locations, of one hospital or all."""
    return _of(clinic, "locations", asked.hospital)


def types(clinic: Clinic, asked: requests.Lists) -> list[Record]:
    """Appointment types."""
    return _of(clinic, "types", asked.hospital)


def doctors(clinic: Clinic, asked: requests.Lists) -> list[Record]:
    """Doctors, retired ones too."""
    return _of(clinic, "doctors", asked.hospital)


def patients(clinic: Clinic, asked: requests.Lists) -> list[Record]:
    """Patients of the clinic, or those at home in one hospital."""
    return _of(clinic, "patients", asked.hospital)


def hours(clinic: Clinic, asked: requests.OfDoctor) -> list[Record]:
    """The weekly rows of a doctor."""
    clinic.need("doctors", asked.doctor, "doctor")
    return clinic.replica.referring("hours", asked.doctor)


def day(clinic: Clinic, asked: requests.OfDate) -> DayView:
    """One date of a doctor as it comes out: working time, closures, visits."""
    doctor = clinic.need("doctors", asked.doctor, "doctor")
    return day_view(clinic, doctor, date.fromisoformat(asked.date).toordinal())


def closures(clinic: Clinic, asked: requests.Closures) -> list[Record]:
    """Closures, all or those of one hospital, location or doctor."""
    for table in ("hospital", "location", "doctor"):
        ident = getattr(asked, table)
        if ident is not None:
            clinic.need(f"{table}s", ident, table)
            return clinic.closures(ident)
    return list(clinic.replica.records("closures"))


def get(clinic: Clinic, asked: requests.Get) -> tuple[str, Record]:
    """The table and record of any id that a caller has chosen or been given."""
    table = clinic.replica.table_of(asked.id)
    record = clinic.replica.record(table, asked.id) if table else None
    if table is None or record is None or table in UNSEEN:
        raise Refused("unknown", f"Nothing has the id “{asked.id}”.", "Check the id.", field="id")
    return table, record


def nothing(clinic: Clinic, asked: Any) -> None:
    """`clock` is the Desk's own affair."""
