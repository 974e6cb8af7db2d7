"""Hospitals, locations, types and doctors: added, changed, retired, never deleted (RULES 9, 21)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scheduling.errors import Refused, invalid
from scheduling.services import holidays
from scheduling.services.clinic import Clinic, Record
from scheduling.services.hours import affected, hours_at
from scheduling.services.outcome import Done
from scheduling.services.visits import clinic_of, guard_version, new_ident
from scheduling.when import iso

if TYPE_CHECKING:
    from scheduling.model import requests
    from scheduling.store.transaction import Transaction


def given(asked: Any, *leave: str) -> Record:
    """The arguments that a caller wrote, None among them, without those named."""
    skip = {"request_id", "version", *leave}
    return {name.rstrip("_"): getattr(asked, name) for name in asked.model_fields_set if name not in skip}


def update_clinic(txn: Transaction, asked: requests.UpdateClinic) -> Done:
    """`update_clinic`: what is set for all hospitals together."""
    ident = txn.view.clinic
    record = txn.view.record("clinic", ident) or {"id": ident}
    return Done("clinic", txn.put("clinic", record | given(asked)))


def add_hospital(txn: Transaction, asked: requests.AddHospital) -> Done:
    """`add_hospital`, with its public holidays as closures where it names a calendar."""
    new_ident(txn, asked.id, "s")
    if asked.holidays is None:
        return Done("hospitals", txn.put("hospitals", given(asked)))
    return Done("hospitals", holidays.write(txn, given(asked), asked.holidays, ""))


def add_location(txn: Transaction, asked: requests.AddLocation) -> Done:
    """`add_location`."""
    clinic_of(txn).need_active("hospitals", asked.hospital, "hospital")
    new_ident(txn, asked.id, "l")
    return Done("locations", txn.put("locations", given(asked)))


def add_type(txn: Transaction, asked: requests.AddType) -> Done:
    """`add_type`."""
    clinic_of(txn).need_active("hospitals", asked.hospital, "hospital")
    new_ident(txn, asked.id, "t")
    return Done("types", txn.put("types", given(asked)))


def add_doctor(txn: Transaction, asked: requests.AddDoctor) -> Done:
    """`add_doctor`."""
    clinic = clinic_of(txn)
    clinic.need_active("hospitals", asked.hospital, "hospital")
    new_ident(txn, asked.id, "d")
    _check_doctor(clinic, asked, asked.hospital)
    return Done("doctors", txn.put("doctors", given(asked)))


def _check_doctor(clinic: Clinic, asked: Any, hospital: str) -> None:
    """Locations and types are those of the doctor's own hospital."""
    for field, table in (("locations", "locations"), ("types", "types")):
        for ident in getattr(asked, field) or ():
            named = clinic.need_active(table, ident, field)
            if named["hospital"] != hospital:
                raise invalid(field, f"{named['name']} belongs to another hospital.", "Name only the doctor's own.")


def update_doctor(txn: Transaction, asked: requests.UpdateDoctor) -> Done:
    """`update_doctor`: the fields to change; null empties one. Visits that stand are not touched."""
    clinic = clinic_of(txn)
    record = clinic.need_active("doctors", asked.id, "id")
    guard_version(record, asked.version)
    _check_doctor(clinic, asked, record["hospital"])
    changed = txn.put("doctors", record | _no_empty_name(given(asked)))
    return affected(txn, Done("doctors", changed), [changed])


def _no_empty_name(changes: Record) -> Record:
    if "name" in changes and changes["name"] is None:
        raise invalid("name", "name is empty.", "A name is needed.")
    return changes


def retire_doctor(txn: Transaction, asked: requests.Retire) -> Done:
    """`retire_doctor`: no new visits; history stays, future visits are listed (RULES 23)."""
    changed = retire(txn, "doctors", asked)
    return affected(txn, Done("doctors", changed), [changed])


def update_hospital(txn: Transaction, asked: requests.UpdateHospital) -> Done:
    """`update_hospital`. No visit is moved: its wall clock stays, whatever the zone becomes (RULES 2, 28).

    Another holiday calendar replaces the holidays still to come; those behind stay as they were."""
    clinic = clinic_of(txn)
    record = clinic.need_active("hospitals", asked.id, "id")
    guard_version(record, asked.version)
    changes = _no_empty_name(given(asked))
    if "timezone" in changes and changes["timezone"] is None:
        raise invalid("timezone", "timezone is empty.", "Use one such as America/New_York.")
    changed = record | changes
    if changed.get("holidays") != record.get("holidays"):
        today = holidays.today(changed, txn.now).isoformat()
        for row in clinic.closures(asked.id):
            if row.get("holiday") and row["from"] >= today:
                txn.drop("closures", row["id"])
        if changed["holidays"] is not None:
            return _told(txn, holidays.write(txn, changed, changed["holidays"], today))
    return _told(txn, txn.put("hospitals", changed))


def _told(txn: Transaction, hospital: Record) -> Done:
    return affected(txn, Done("hospitals", hospital), list(clinic_of(txn).doctors(hospital["id"])))


def update_location(txn: Transaction, asked: requests.UpdateLocation) -> Done:
    """`update_location`."""
    return _update(txn, "locations", asked)


def update_type(txn: Transaction, asked: requests.UpdateType) -> Done:
    """`update_type`. Visits that stand keep their length and buffers (RULES 28)."""
    if "minutes" in asked.model_fields_set and asked.minutes is None:
        raise invalid("minutes", "minutes is empty.", "A length is needed.")
    return _update(txn, "types", asked)


def _update(txn: Transaction, table: str, asked: Any) -> Done:
    record = clinic_of(txn).need_active(table, asked.id, "id")
    guard_version(record, asked.version)
    return Done(table, txn.put(table, record | _no_empty_name(given(asked))))


def retire(txn: Transaction, table: str, asked: requests.Retire) -> Record:
    """Nothing is deleted: the record stays, and nothing new is made with it (RULES 21)."""
    record = clinic_of(txn).need_active(table, asked.id, "id")
    guard_version(record, asked.version)
    return txn.put(table, record | {"active": False, "removed_at": iso.stamp(txn.now)})


def retire_hospital(txn: Transaction, asked: requests.Retire) -> Done:
    """`retire_hospital`, once none of its doctors works there any more."""
    clinic = clinic_of(txn)
    hospital = clinic.need("hospitals", asked.id, "id")
    _refuse_while(hospital, [doctor["id"] for doctor in clinic.doctors(asked.id)], "doctors", "Retire them first.")
    return Done("hospitals", retire(txn, "hospitals", asked))


def retire_location(txn: Transaction, asked: requests.Retire) -> Done:
    """`retire_location`, once nobody has hours there any more; visits still ahead there are listed (RULES 23)."""
    clinic = clinic_of(txn)
    location = clinic.need("locations", asked.id, "id")
    named = {row["doctor"] for row in hours_at(clinic, location)}
    _refuse_while(location, sorted(named), "hours", "Give their doctors other hours first.")
    done = Done("locations", retire(txn, "locations", asked))
    return affected(txn, done, list(clinic.doctors(location["hospital"])))


def _refuse_while(record: Record, blocking: list[str], what: str, remedy: str) -> None:
    if blocking:
        raise Refused("not_allowed", f"{record['name']} still has {what}.", remedy, field="id", blocking=blocking)


def retire_type(txn: Transaction, asked: requests.Retire) -> Done:
    """`retire_type`: no longer offered; visits of it stand."""
    return Done("types", retire(txn, "types", asked))
