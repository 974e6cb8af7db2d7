"""The table of verbs: the arguments each takes and the function that answers it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from scheduling.model import requests as ask
from scheduling.services import (
    booking,
    days,
    displaced,
    finding,
    history,
    holds,
    hours,
    listing,
    lists,
    merging,
    patients,
    series,
    series_changes,
    setup,
    waitlist,
)


class Verb(NamedTuple):
    """`writes`: `run(transaction, request) → Done`; else `run(clinic, request) → value`."""

    model: type[ask.Request]
    run: Callable[..., Any]
    writes: bool


VERBS: dict[str, Verb] = {
    "update_clinic": Verb(ask.UpdateClinic, setup.update_clinic, True),
    "add_hospital": Verb(ask.AddHospital, setup.add_hospital, True),
    "add_location": Verb(ask.AddLocation, setup.add_location, True),
    "add_type": Verb(ask.AddType, setup.add_type, True),
    "add_doctor": Verb(ask.AddDoctor, setup.add_doctor, True),
    "update_hospital": Verb(ask.UpdateHospital, setup.update_hospital, True),
    "update_location": Verb(ask.UpdateLocation, setup.update_location, True),
    "update_type": Verb(ask.UpdateType, setup.update_type, True),
    "retire_hospital": Verb(ask.Retire, setup.retire_hospital, True),
    "retire_location": Verb(ask.Retire, setup.retire_location, True),
    "retire_type": Verb(ask.Retire, setup.retire_type, True),
    "update_doctor": Verb(ask.UpdateDoctor, setup.update_doctor, True),
    "retire_doctor": Verb(ask.Retire, setup.retire_doctor, True),
    "set_hours": Verb(ask.SetHours, hours.set_hours, True),
    "set_day": Verb(ask.SetDay, days.set_day, True),
    "set_days": Verb(ask.SetDays, days.set_days, True),
    "clear_day": Verb(ask.ClearDay, days.clear_day, True),
    "copy_days": Verb(ask.CopyDays, days.copy_days, True),
    "close": Verb(ask.Close, hours.close, True),
    "reopen": Verb(ask.Reopen, hours.reopen, True),
    "add_patient": Verb(ask.AddPatient, patients.add_patient, True),
    "update_patient": Verb(ask.UpdatePatient, patients.update_patient, True),
    "retire_patient": Verb(ask.Retire, patients.retire_patient, True),
    "merge_patients": Verb(ask.MergePatients, merging.merge_patients, True),
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
    "book_series": Verb(ask.BookSeries, series.book_series, True),
    "move_series": Verb(ask.MoveSeries, series_changes.move_series, True),
    "cancel_series": Verb(ask.CancelSeries, series_changes.cancel_series, True),
    "accept": Verb(ask.Accept, displaced.accept, True),
    "waitlist_add": Verb(ask.WaitlistAdd, waitlist.waitlist_add, True),
    "waitlist_update": Verb(ask.WaitlistUpdate, waitlist.waitlist_update, True),
    "waitlist_close": Verb(ask.WaitlistClose, waitlist.waitlist_close, True),
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
    "affected": Verb(ask.Affected, displaced.affected_list, False),
    "unresolved": Verb(ask.Unresolved, displaced.unresolved, False),
    "waitlist": Verb(ask.WaitlistList, waitlist.waitlist, False),
    "waitlist_matches": Verb(ask.WaitlistMatches, waitlist.waitlist_matches, False),
    "history": Verb(ask.History, history.history, False),
    "clock": Verb(ask.SetClock, lists.nothing, False),
}
"""Every verb that is there. `lengthen` is the screen's own: Ctrl+G in the booking form."""

SCREEN_ONLY = frozenset({"lengthen"})
