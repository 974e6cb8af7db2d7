"""Where the sample's visits take place: its hospital, doctors and their hours, types, and words for reasons."""

from __future__ import annotations

from typing import Any

Record = dict[str, Any]

HOSPITAL: Record = {
    "id": "riverside",
    "name": "Riverside Health Centre",
    "timezone": "America/New_York",
    "address": "12 River Road",
    "demo": True,
}
LOCATIONS: tuple[Record, ...] = (
    {"id": "main", "hospital": "riverside", "name": "Main Street", "address": "4 Main Street"},
    {"id": "north", "hospital": "riverside", "name": "Northgate", "address": "88 Northgate"},
)
TYPES: tuple[Record, ...] = (
    {"id": "fu", "name": "Follow-up", "minutes": 30, "color": "green"},
    {"id": "new", "name": "New patient", "minutes": 45, "color": "blue"},
    {"id": "proc", "name": "Procedure", "minutes": 60, "color": "purple"},
    {"id": "tel", "name": "Telephone", "minutes": 15, "color": "teal"},
    {"id": "vacc", "name": "Vaccination", "minutes": 15, "color": "ochre"},
    {"id": "urg", "name": "Urgent", "minutes": 20, "color": "red"},
)
_ALL_WEEK = ("mon", "tue", "wed", "thu", "fri")
DOCTORS: tuple[tuple[str, str, str, dict[str, tuple[tuple[str, str, str], ...]]], ...] = (
    ("strange", "Stephen Strange", "Neurosurgery", dict.fromkeys(_ALL_WEEK, (("09:00", "17:00", "main"),))),
    ("who", "John Who", "General practice", dict.fromkeys(_ALL_WEEK, (("08:00", "16:00", "main"),))),
    (
        "osei",
        "Amara Osei",
        "Cardiology",
        dict.fromkeys(("mon", "tue", "thu", "fri"), (("08:00", "12:00", "main"), ("13:00", "17:00", "main")))
        | {"wed": (("09:00", "13:00", "north"),), "sat": (("09:00", "12:00", "north"),)},
    ),
    (
        "brandt",
        "Lukas Brandt",
        "Dermatology",
        dict.fromkeys(_ALL_WEEK, (("08:30", "12:30", "north"), ("13:30", "17:30", "north"))),
    ),
    (
        "tanaka",
        "Mei Tanaka",
        "Paediatrics",
        dict.fromkeys(("mon", "wed", "fri"), (("09:00", "12:00", "main"), ("14:00", "18:00", "main")))
        | dict.fromkeys(("tue", "thu"), (("08:00", "13:00", "north"),)),
    ),
    ("farouk", "Karim Farouk", "Neurology", dict.fromkeys(("mon", "tue", "thu"), (("10:00", "18:00", "main"),))),
)
"""Id, name, specialty, weekly hours as (start, end, location)."""

REASONS = (
    "BP review",
    "Test results",
    "New tablets",
    "Back pain",
    "Cough",
    "Skin check",
    "Headache",
    "Repeat script",
)
NOTES = (
    "Bring home readings.",
    "Needs a step-free room.",
    "Call the mobile, not home.",
    "Spanish interpreter booked.",
)
