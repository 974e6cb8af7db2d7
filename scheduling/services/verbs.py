"""The table of verbs: the arguments each takes and the function that answers it (BATCH.md)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from scheduling.model import requests as ask
from scheduling.services import booking, finding, history, holds, hours, listing, lists, patients, setup


class Verb(NamedTuple):
    """`writes`: `run(transaction, request) → Done`; else `run(clinic, request) → value`."""

    model: type[ask.Request]
    run: Callable[..., Any]
    writes: bool


VERBS: dict[str, Verb] = {
    "add_hospital": Verb(ask.AddHospital, setup.add_hospital, True),
    "add_location": Verb(ask.AddLocation, setup.add_location, True),
    "add_type": Verb(ask.AddType, setup.add_type, True),
    "add_doctor": Verb(ask.AddDoctor, setup.add_doctor, True),
    "update_doctor": Verb(ask.UpdateDoctor, setup.update_doctor, True),
    "retire_doctor": Verb(ask.Retire, setup.retire_doctor, True),
    "set_hours": Verb(ask.SetHours, hours.set_hours, True),
    "set_day": Verb(ask.SetDay, hours.set_day, True),
    "clear_day": Verb(ask.ClearDay, hours.clear_day, True),
    "close": Verb(ask.Close, hours.close, True),
    "reopen": Verb(ask.Reopen, hours.reopen, True),
    "add_patient": Verb(ask.AddPatient, patients.add_patient, True),
    "update_patient": Verb(ask.UpdatePatient, patients.update_patient, True),
    "book": Verb(ask.Book, booking.book, True),
    "hold": Verb(ask.Hold, holds.hold, True),
    "renew": Verb(ask.Renew, holds.renew, True),
    "lengthen": Verb(ask.Renew, holds.lengthen, True),
    "confirm": Verb(ask.Confirm, holds.confirm, True),
    "release": Verb(ask.Renew, holds.release, True),
    "move": Verb(ask.Move, booking.move, True),
    "update_visit": Verb(ask.UpdateVisit, booking.update_visit, True),
    "cancel": Verb(ask.Cancel, booking.cancel, True),
    "status": Verb(ask.SetStatus, booking.set_status, True),
    "undo": Verb(ask.Undo, history.undo, True),
    "redo": Verb(ask.Redo, history.redo, True),
    "hospitals": Verb(ask.Lists, lists.hospitals, False),
    "locations": Verb(ask.Lists, lists.locations, False),
    "types": Verb(ask.Lists, lists.types, False),
    "doctors": Verb(ask.Lists, lists.doctors, False),
    "patients": Verb(ask.Lists, lists.patients, False),
    "hours": Verb(ask.OfDoctor, lists.hours, False),
    "day": Verb(ask.OfDate, lists.day, False),
    "closures": Verb(ask.Closures, lists.closures, False),
    "get": Verb(ask.Get, lists.get, False),
    "find_patients": Verb(ask.FindPatients, patients.find, False),
    "appointments": Verb(ask.Appointments, listing.appointments, False),
    "openings": Verb(ask.Openings, finding.openings, False),
    "next": Verb(ask.Next, finding.next_available, False),
    "why": Verb(ask.Why, finding.why, False),
    "history": Verb(ask.History, history.history, False),
    "clock": Verb(ask.SetClock, lists.nothing, False),
}
"""Every verb that is there. `lengthen` is the screen's own: Ctrl+G in the booking form."""

SCREEN_ONLY = frozenset({"lengthen"})

LATER = frozenset(
    "set_days copy_days update_hospital update_location update_type retire_hospital retire_location retire_type "
    "retire_patient merge_patients book_series move_series cancel_series affected unresolved accept waitlist_add "
    "waitlist_update waitlist_close waitlist_matches".split()
)
"""Verbs of the contract that are not available yet."""
