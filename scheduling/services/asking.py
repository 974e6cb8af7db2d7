"""What a request means: which doctors, in which zone its clock is, which minutes (BATCH, "Times in")."""

from __future__ import annotations

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from scheduling.errors import Refused, invalid
from scheduling.services.checks import resolve_start
from scheduling.services.clinic import Clinic, Record
from scheduling.when import iso
from scheduling.when.zones import epoch_minute, local_day


def whom(clinic: Clinic, asked: Any, needed: bool) -> list[Record]:
    """The doctors a request means: one, several, a specialty, any; retired ones are refused when named."""
    if asked.doctor is not None:
        return [clinic.need_active("doctors", asked.doctor, "doctor")]
    if asked.doctors is not None:
        named = [clinic.need_active("doctors", ident, "doctors") for ident in dict.fromkeys(asked.doctors)]
        if not named:
            raise invalid("doctors", "doctors is empty.", "Name at least one doctor.")
        return named
    hospital = asked.hospital
    if hospital is not None:
        clinic.need("hospitals", hospital, "hospital")
    doctors = list(clinic.doctors(hospital))
    if asked.specialty is not None:
        wanted = asked.specialty.casefold()
        doctors = [doctor for doctor in doctors if (doctor.get("specialty") or "").casefold() == wanted]
        if not doctors:
            raise Refused("unknown", f"No doctor has the specialty “{asked.specialty}”.", field="specialty")
    elif needed and not asked.any:
        raise invalid("doctor", "doctor is missing.", "Name a doctor, doctors, a specialty, or any.")
    return doctors


def one_zone(clinic: Clinic, doctors: list[Record], text: str, field: str, hospital: str | None = None) -> ZoneInfo:
    """The zone in which a wall clock is meant. Several zones without an offset are `invalid` (BATCH, "Times in")."""
    sites = {hospital} if hospital else {doctor["hospital"] for doctor in doctors}
    if not sites:
        sites = {record["id"] for record in clinic.hospitals()}
    zones = {str(clinic.tz(site)): clinic.tz(site) for site in sorted(sites)}
    if len(zones) > 1 and "T" in text and iso.parse_written(text).offset is None:
        raise invalid(field, f"{field} could be the clock of several hospitals.", "Name the hospital, or an offset.")
    return next(iter(zones.values()), ZoneInfo("UTC"))


def edge(text: str, tz: ZoneInfo, *, is_end: bool = False) -> int:
    """The epoch minute of a `from` or `to`: a date is its 00:00, as an end it is included."""
    if "T" not in text:
        day = local_day(date.fromisoformat(text).toordinal(), tz)
        return day.end if is_end else day.start
    return resolve_start(text, tz, "to" if is_end else "from")[0]


def moment(text: str, tz: ZoneInfo, field: str) -> int:
    """An epoch minute; seconds are rounded up (BATCH, "Times in")."""
    written = iso.parse_written(text)
    minute = (
        epoch_minute(written.wall, tz)
        if written.offset is None
        else epoch_minute(written.wall, ZoneInfo("UTC")) - written.offset
    )
    return minute + (1 if written.seconds else 0)
