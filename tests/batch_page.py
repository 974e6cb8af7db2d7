"""The batch contract as tables: which verb takes which arguments, and what becomes of them.

Written down from the page, not from the program: the tests hold the two against each other.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from scheduling.desk import Desk
from tests.scenarios.front import done, open_front, same_hours

Arguments = dict[str, Any]

MON, TUE = "2026-11-23", "2026-11-24"

_SPAN = ["09:00", "17:00"]

LENGTH = "minutes type"
WHOM = "doctor doctors specialty any hospital location"
WAITS = "hospital doctors specialty type minutes from to weekdays between priority note"

PAGE: dict[str, tuple[str, str]] = {
    "update_clinic": ("", "daily_backup"),
    "add_hospital": (
        "id name timezone",
        "address hours step align notice horizon hold_minutes default_minutes published_only holidays",
    ),
    "add_location": ("id hospital name", "address"),
    "add_type": (
        "id hospital name minutes",
        "step align notice horizon buffer_before buffer_after published_only color",
    ),
    "add_doctor": ("id hospital name", "specialty locations email phone address types"),
    "set_hours": ("doctor hours", "location from to"),
    "set_day": ("doctor date spans", "location open_on_closure"),
    "set_days": ("doctor from to spans", "weekdays location open_on_closure"),
    "clear_day": ("doctor date", ""),
    "copy_days": ("doctor from to onto", ""),
    "close": ("from to", "doctor location hospital reason"),
    "reopen": ("", "id hospital date"),
    "update_hospital": (
        "id",
        "name timezone address hours step align notice horizon hold_minutes default_minutes published_only holidays",
    ),
    "update_location": ("id", "name address"),
    "update_type": ("id", "name minutes step align notice horizon buffer_before buffer_after published_only color"),
    "update_doctor": ("id", "name specialty locations email phone address types"),
    **{f"retire_{one}": ("id", "") for one in ("hospital", "location", "type", "doctor", "patient")},
    "add_patient": (
        "name",
        "id hospital birth_date phones email address record_number alerts note allow_duplicate",
    ),
    "update_patient": ("id", "name hospital birth_date phones email address record_number alerts note"),
    "merge_patients": ("keep drop", ""),
    "book": (
        "start patient",
        f"{LENGTH} {WHOM} id reason note grid_only hold override allow_patient_clash walk_in",
    ),
    "hold": ("start", f"patient {LENGTH} {WHOM} id reason note grid_only hold override allow_patient_clash"),
    "renew": ("id", ""),
    "confirm": ("id", "patient"),
    "release": ("id", ""),
    "update_visit": ("id", "type patient reason note response"),
    "move": ("id", "start doctor minutes location override hold"),
    "cancel": ("id reason", ""),
    "status": ("id status", ""),
    "accept": ("id", ""),
    "book_series": (
        "start patient rule",
        f"{LENGTH} {WHOM} id reason note grid_only hold override allow_patient_clash preview skip",
    ),
    "move_series": ("id scope", "start doctor minutes location override allow_patient_clash preview"),
    "cancel_series": ("id scope reason", ""),
    "waitlist_add": ("patient", f"id {WAITS}"),
    "waitlist_update": ("id", WAITS),
    "waitlist_close": ("id", "reason"),
    "undo": ("", "id"),
    "redo": ("", ""),
    "hospitals": ("", ""),
    "locations": ("", ""),
    "types": ("", ""),
    "doctors": ("", ""),
    "patients": ("", ""),
    "hours": ("doctor", ""),
    "day": ("doctor date", ""),
    "closures": ("", ""),
    "get": ("id", ""),
    "find_patients": ("text", "limit"),
    "appointments": ("", "hospital doctor doctors patient location from to status limit after"),
    "openings": ("from to", f"{LENGTH} {WHOM} step weekdays between hold all"),
    "next": ("after", f"{LENGTH} {WHOM} step weekdays between hold count each until"),
    "why": ("doctor start", f"{LENGTH} hold"),
    "affected": ("", "hospital doctor"),
    "unresolved": ("", "hospital doctor"),
    "waitlist": ("", "all"),
    "waitlist_matches": ("doctor start minutes", ""),
    "history": ("", "id"),
    "clock": ("now", ""),
}
"""Verb → the arguments that must be given, and those that may be."""

READS = frozenset(
    "hospitals locations types doctors patients hours day closures get find_patients appointments openings next why "
    "affected unresolved waitlist waitlist_matches history clock".split()
)

WRITES = [verb for verb in PAGE if verb not in READS]

GUARDED = (
    "update_hospital update_location update_type update_doctor update_patient retire_hospital retire_location "
    "retire_type retire_doctor retire_patient renew confirm release update_visit move cancel status accept "
    "move_series cancel_series waitlist_update waitlist_close"
).split()
"""What changes a record takes `version`."""

CLOSURE = "the-closure"
"""Stands for the id that the desk gave it."""

ONE = "one"
"""Stands for the first visit of the series."""

RULE = {"freq": "weekly", "count": 3}

CALLS: dict[str, Arguments] = {
    "update_clinic": {},
    "add_hospital": {"id": "x", "name": "X", "timezone": "Europe/Berlin"},
    "add_location": {"id": "x", "hospital": "h", "name": "X"},
    "add_type": {"id": "x", "hospital": "h", "name": "X", "minutes": 25},
    "add_doctor": {"id": "x", "hospital": "h", "name": "X"},
    "set_hours": {"doctor": "who", "hours": {"mon": [["10:00", "12:00"]]}},
    "set_day": {"doctor": "who", "date": "2026-12-02", "spans": [["10:00", "12:00"]]},
    "set_days": {"doctor": "who", "from": "2026-12-07", "to": "2026-12-13", "spans": [["10:00", "12:00"]]},
    "clear_day": {"doctor": "who", "date": "2026-12-01"},
    "copy_days": {"doctor": "who", "from": "2026-12-01", "to": "2026-12-01", "onto": "2026-12-08"},
    "close": {"doctor": "who", "from": "2026-12-03", "to": "2026-12-03"},
    "reopen": {"id": CLOSURE},
    "update_hospital": {"id": "h", "address": "1"},
    "update_location": {"id": "north", "address": "1"},
    "update_type": {"id": "fu", "minutes": 35},
    "update_doctor": {"id": "who", "phone": "1"},
    "retire_hospital": {"id": "empty"},
    "retire_location": {"id": "north"},
    "retire_type": {"id": "fu"},
    "retire_doctor": {"id": "who"},
    "retire_patient": {"id": "ann"},
    "add_patient": {"name": "X"},
    "update_patient": {"id": "ann", "note": "x"},
    "merge_patients": {"keep": "ann", "drop": "eve"},
    "book": {"start": f"{MON}T14:00", "patient": "ann", "doctor": "who", "minutes": 20},
    "hold": {"start": f"{MON}T14:00", "doctor": "who", "minutes": 20},
    "renew": {"id": "held"},
    "confirm": {"id": "held", "patient": "bob"},
    "release": {"id": "held"},
    "update_visit": {"id": "first", "note": "x"},
    "move": {"id": "first", "start": f"{MON}T15:00"},
    "cancel": {"id": "first", "reason": "patient"},
    "status": {"id": "first", "status": "arrived"},
    "accept": {"id": "away"},
    "book_series": {"start": f"{MON}T14:00", "patient": "ann", "doctor": "who", "minutes": 20, "rule": RULE},
    "move_series": {"id": "one", "scope": "all", "start": "2026-11-25T13:00"},
    "cancel_series": {"id": "one", "scope": "all", "reason": "patient"},
    "waitlist_add": {"patient": "ann"},
    "waitlist_update": {"id": "wait", "priority": 1},
    "waitlist_close": {"id": "wait"},
    "undo": {},
    "redo": {},
    "hospitals": {},
    "locations": {},
    "types": {},
    "doctors": {},
    "patients": {},
    "hours": {"doctor": "who"},
    "day": {"doctor": "who", "date": MON},
    "closures": {},
    "get": {"id": "who"},
    "find_patients": {"text": "ann"},
    "appointments": {},
    "openings": {"from": MON, "to": MON},
    "next": {"after": f"{MON}T08:00"},
    "why": {"doctor": "who", "start": f"{MON}T09:00"},
    "affected": {},
    "unresolved": {},
    "waitlist": {},
    "waitlist_matches": {"doctor": "strange", "start": f"{MON}T12:00", "minutes": 30},
    "history": {},
    "clock": {"now": "2026-11-20T09:00"},
}
"""A call of each verb that is done in the clinic of `open_page`."""

EXTRA: Arguments = {
    "daily_backup": False,
    "address": "1 Main Street",
    "hours": {"mon": [_SPAN]},
    "step": 10,
    "align": "clock",
    "notice": 30,
    "horizon": 90,
    "hold_minutes": 20,
    "default_minutes": 40,
    "published_only": True,
    "holidays": "US-NY",
    "buffer_before": 5,
    "buffer_after": 10,
    "color": "green",
    "specialty": "Surgery",
    "locations": ["north"],
    "email": "x@example.org",
    "phone": "212 555 0100",
    "types": {"fu": 20, "new": None},
    "location": "north",
    "from": MON,
    "open_on_closure": True,
    "doctor": "who",
    "doctors": ["who", "strange"],
    "any": True,
    "reason": "leave",
    "name": "Other",
    "hospital": "h",
    "birth_date": "1984-03-07",
    "phones": ["212 555 0101"],
    "record_number": "12 345",
    "alerts": ["wheelchair"],
    "note": "a note",
    "allow_duplicate": True,
    "id": "x",
    "date": "2026-12-25",
    "minutes": 25,
    "type": "fu",
    "grid_only": True,
    "hold": "held",
    "override": "the chief said so",
    "allow_patient_clash": True,
    "walk_in": True,
    "patient": "bob",
    "response": "accepted",
    "start": f"{MON}T15:00",
    "limit": 3,
    "status": "booked",
    "after": "first",
    "weekdays": ["mon", "tue"],
    "between": ["09:00", "12:00"],
    "all": True,
    "count": 2,
    "each": True,
    "until": "2026-12-01",
    "timezone": "America/Chicago",
    "to": "2026-12-31",
    "preview": True,
    "skip": ["2026-11-30T14:00"],
    "priority": 2,
    "request_id": "r-1",
    "version": 1,
}
"""A good value of each argument that may be given."""

NAMES = ["", "   ", "a\u001b[31m", "turn\u202ered", "x" * 201, 7, ["x"]]
IDS = ["", "with space", "x" * 65, "ünï", 7, ["x"]]
MINUTES = [0, -5, 10_081, 1.5, "30", True]
NUMBERS = [-1, 1.5, "5", True]
FLAGS = [1, "yes", [], {}]
DATES = ["2026-11-31", "23.11.2026", f"{MON}T09:00", "", 20261123]
TIMES = ["2026-11-23 09:00", f"{MON}T9:00", f"{MON}T25:00", f"{MON}T09:60", f"{MON}T09:00+99:00", "soon", "", 7]
EDGES = [*TIMES[:-2], "2026-02-30", f"{MON}T09:00:30", 7]
SPANS = [[["09:00"]], [["09:00", "09:00"]], [["9", "10"]], [["09:00", "24:01"]], "09:00-12:00", [7]]
WEEKS = [{"monday": [_SPAN]}, {"mon": _SPAN}, {"mon": [["17:00", "17:00"]]}, [["09:00", "17:00"]], "mon"]
LISTS_OF_IDS = ["who", [7], ["with space"]]
LISTS_OF_NAMES = ["x", [7], [""], ["\u001b"]]
COUNTS = [0, *NUMBERS]
NOTES = ["a\u0007", "x" * 4_001, 7]

WRONG: dict[str, list[Any]] = {
    **dict.fromkeys("id hospital doctor patient location type hold keep drop request_id".split(), IDS),
    **dict.fromkeys("doctors locations".split(), LISTS_OF_IDS),
    **dict.fromkeys("name specialty override".split(), NAMES),
    **dict.fromkeys("address email phone note".split(), NOTES),
    **dict.fromkeys("minutes step hold_minutes default_minutes".split(), MINUTES),
    **dict.fromkeys("notice horizon buffer_before buffer_after".split(), NUMBERS),
    **dict.fromkeys("limit count version".split(), COUNTS),
    **dict.fromkeys(
        "daily_backup published_only open_on_closure allow_duplicate any grid_only allow_patient_clash walk_in all "
        "each preview".split(),
        FLAGS,
    ),
    **dict.fromkeys("from to until".split(), EDGES),
    **dict.fromkeys("phones alerts".split(), LISTS_OF_NAMES),
    "timezone": ["Mars/Olympus", "", 7, "../etc/passwd"],
    "align": ["left", 1],
    "holidays": ["Atlantis", 7],
    "color": ["", "#12", "Red!", 7],
    "types": [{"fu": 0}, {"fu": "20"}, ["fu"], "fu"],
    "hours": WEEKS,
    "spans": SPANS,
    "between": [["09:00"], ["9", "10"], "09:00", ["09:00", "09:00"]],
    "weekdays": [["monday"], "mon", [1]],
    **dict.fromkeys(("date", "onto"), DATES),
    "scope": ["some", "", 7],
    "skip": [f"{MON}T14:00", [7], ["soon"], [MON], ["2026-11-30T14:10"]],
    "priority": [0, 6, *NUMBERS],
    "rule": [
        {},
        "weekly",
        7,
        {"freq": "yearly", "count": 2},
        {"freq": "weekly"},
        {"freq": "weekly", "count": 0},
        {"freq": "weekly", "count": 2, "until": "2026-12-24"},
        {"freq": "weekly", "count": 2, "interval": 0},
        {"freq": "weekly", "count": 2, "byday": ["monday"]},
        {"freq": "daily", "count": 2, "byday": ["mon"]},
        {"freq": "weekly", "count": 2, "last_day": True},
        {"freq": "weekly", "until": "2026-11-31"},
        {"freq": "weekly", "until": "2026-11-01"},
        {"freq": "weekly", "count": 105},
        {"freq": "daily", "count": 1_001},
        {"freq": "weekly", "count": 2, "exdates": ["soon"]},
        {"freq": "weekly", "count": 1, "exdates": [MON]},
        {"freq": "weekly", "count": 2, "colour": 1},
        {"freq": "monthly", "interval": 300, "count": 104},
    ],
    "birth_date": ["1984-02-30", "7.3.1984", "1984", 19840307],
    "start": [*TIMES, MON, f"{MON}T09:00:30", f"{MON}T09:00:30Z", f"{MON}T24:00"],
    "after": [*TIMES, MON],
    "now": TIMES,
    "text": [7, ["ann"]],
    "record_number": NAMES[2:],
    "reason": NOTES,
    "status": ["seen", "", 7],
    "response": ["maybe", 7],
}
"""Values that an argument does not take."""

WRONG_HERE: dict[tuple[str, str], list[Any]] = {
    ("cancel", "reason"): ["because", "", 7, "released"],
    ("cancel_series", "reason"): ["because", "", 7, "released"],
    ("waitlist_close", "reason"): NAMES,
    **{(verb, edge): [*DATES[:2], 7] for verb in ("set_days", "copy_days") for edge in ("from", "to")},
    ("waitlist_add", "from"): DATES,
    ("waitlist_update", "to"): DATES,
    ("appointments", "after"): IDS,
    ("appointments", "status"): ["seen", ["booked", "seen"], 7],
    ("status", "status"): ["seen", "pending", "", 7],
}
"""The same where one verb means something of its own by the name."""

UNKNOWN: Arguments = {
    **dict.fromkeys("hospital doctor patient location type hold after keep drop".split(), "nobody"),
    "doctors": ["who", "nobody"],
    "locations": ["main", "nobody"],
    "types": {"nobody": None},
    "id": "nobody",
    "specialty": "Alchemy",
}
"""Ids that nobody has, by argument; `unknown` names it."""

VISIT = (
    "id hospital doctor patient location type start end minutes status reason note response series version "
    "created_at created_by updated_at updated_by arrived_at ready_at ended_at cancel_reason "
    "expires_at held_by override"
).split()


def open_page(folder: Path) -> Desk:
    """Two doctors of one hospital with two locations and two types, some patients, a visit, a hold, a closure."""
    desk = open_front(folder)
    done(desk, "add_hospital", id="h", name="General", timezone="America/New_York")
    done(desk, "clock", now="2026-11-20T08:00")
    for place in ("main", "north"):
        done(desk, "add_location", id=place, hospital="h", name=place.title())
    done(desk, "add_type", id="fu", hospital="h", name="Follow-up", minutes=30)
    done(desk, "add_type", id="new", hospital="h", name="New patient", minutes=45)
    for doctor, start, end in (("strange", "09:00", "17:00"), ("who", "08:00", "16:00")):
        done(desk, "add_doctor", id=doctor, hospital="h", name=f"Dr {doctor.title()}", specialty="Surgery",
             locations=["main", "north"])  # fmt: skip
        done(desk, "set_hours", doctor=doctor, hours=same_hours(start, end))
    for patient in ("ann", "bob", "eve"):
        done(desk, "add_patient", id=patient, name=f"{patient.title()} Lee")
    done(desk, "set_day", doctor="who", date="2026-12-01", spans=[["09:00", "10:00"]])
    done(desk, "book", id="first", doctor="strange", patient="ann", start=f"{MON}T09:00", minutes=45)
    done(desk, "hold", id="held", doctor="who", start=f"{MON}T10:00", minutes=30)
    done(desk, "close", doctor="who", from_="2026-12-24", to="2026-12-26", reason="leave")
    return desk


def prepare(desk: Desk, verb: str) -> Arguments:
    """What else must be there for a verb's call: an empty hospital, a series, somebody who waits, a visit outside."""
    if verb == "redo":
        done(desk, "undo")
    if verb == "retire_hospital":
        done(desk, "add_hospital", id="empty", name="Empty", timezone="Europe/Berlin")
    if verb.startswith("waitlist"):
        done(desk, "waitlist_add", id="wait", patient="eve", minutes=30)
    if verb in ("accept", "affected"):
        done(desk, "book", id="away", doctor="strange", patient="eve", start="2026-12-24T10:00", minutes=20)
        done(desk, "close", doctor="strange", from_="2026-12-24", to="2026-12-24")
    if verb == "unresolved":
        done(desk, "clock", now=f"{TUE}T08:00")
    if verb in ("move_series", "cancel_series"):
        made = {"doctor": "who", "patient": "bob", "start": "2026-11-25T11:00", "minutes": 20, "rule": RULE}
        done(desk, "book_series", **made)
        return {ONE: done(desk, "appointments", patient="bob")["appointments"][0]["id"]}
    return {}


def call(desk: Desk, verb: str) -> Arguments:
    """The arguments of the verb's call in this clinic; what must come before it is done."""
    named = {CLOSURE: done(desk, "closures")["closures"][0]["id"]} | prepare(desk, verb)
    return {name: named.get(value, value) if isinstance(value, str) else value for name, value in CALLS[verb].items()}
