"""What a request means: which doctors, in which zone its clock is, which minutes."""

from __future__ import annotations

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from scheduling.errors import Refused, invalid
from scheduling.services.checks import resolve_start
from scheduling.services.clinic import Clinic, Record
from scheduling.store.index import is_hold
from scheduling.when import iso
from scheduling.when.zones import epoch_minute, local_day, utc_minute


def whom(clinic: Clinic, asked: Any, needed: bool, retired: bool = False) -> list[Record]:
    """The doctors a request means: one, several, a specialty, any; a retired one that is named is refused, or with
    `retired` left to the caller."""
    hospital = asked.hospital
    if hospital is not None:
        clinic.need("hospitals", hospital, "hospital")
    if asked.doctor is not None or asked.doctors is not None:
        return _named(clinic, asked, retired)
    doctors = list(clinic.doctors(hospital))
    if asked.specialty is not None:
        wanted = asked.specialty.casefold()
        doctors = [doctor for doctor in doctors if (doctor.get("specialty") or "").casefold() == wanted]
        if not doctors:
            raise Refused("unknown", f"No doctor has the specialty “{asked.specialty}”.", field="specialty")
    elif needed and not asked.any:
        raise invalid("doctor", "doctor is missing.", "Name a doctor, doctors, a specialty, or any.")
    elif needed and not doctors:
        raise Refused("unknown", "No doctor works there.", "Add one first.", field="any")
    return doctors


def _named(clinic: Clinic, asked: Any, retired: bool) -> list[Record]:
    field = "doctor" if asked.doctor is not None else "doctors"
    idents = [asked.doctor] if asked.doctor is not None else list(dict.fromkeys(asked.doctors))
    find = clinic.need if retired else clinic.need_active
    named = [find("doctors", ident, field) for ident in idents]
    if not named:
        raise invalid("doctors", "doctors is empty.", "Name at least one doctor.")
    for doctor in named:
        if asked.hospital not in (None, doctor["hospital"]):
            raise invalid("hospital", f"{doctor['name']} works for another hospital.", "Leave the hospital out.")
    return named


def own_hold(clinic: Clinic, ident: str | None) -> frozenset[str]:
    """The hold that a caller names as the own, which hides nothing from that caller (RULES 17)."""
    if ident is None:
        return frozenset()
    if not is_hold(clinic.need("appointments", ident, "hold")):
        raise invalid("hold", "hold names a visit, not a hold.", "Name the hold of your own, or leave it out.")
    return frozenset((ident,))


def one_zone(clinic: Clinic, doctors: list[Record], text: str, field: str, hospital: str | None = None) -> ZoneInfo:
    """The zone in which a wall clock is meant. Several zones without an offset are `invalid`."""
    sites = {hospital} if hospital else {doctor["hospital"] for doctor in doctors}
    if not sites:
        sites = {record["id"] for record in clinic.hospitals()}
    zones = {tz.key: tz for tz in map(clinic.tz, sorted(sites))}
    wall = text != "" and ("T" not in text or iso.parse_written(text).offset is None)
    if len(zones) > 1 and wall:
        raise invalid(field, f"{field} could be the clock of several hospitals.", "Name the hospital, or an offset.")
    return next(iter(zones.values()), ZoneInfo("UTC"))


def edge(text: str, tz: ZoneInfo, field: str, *, is_end: bool = False) -> int:
    """The epoch minute of a `from` or `to`: a date is its 00:00, as an end it is included."""
    if "T" not in text:
        day = local_day(date.fromisoformat(text).toordinal(), tz)
        return day.end if is_end else day.start
    return resolve_start(text, tz, field)[0]


def moment(text: str, tz: ZoneInfo) -> int:
    """An epoch minute; seconds are rounded up."""
    written = iso.parse_written(text)
    minute = epoch_minute(written.wall, tz) if written.offset is None else utc_minute(written.wall) - written.offset
    return minute + (1 if written.seconds else 0)
