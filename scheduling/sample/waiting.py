"""Who waits for an earlier time in the sample clinic."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from scheduling.services.clinic import Clinic
from scheduling.services.waiting import times_for
from scheduling.when import iso
from scheduling.when.zones import iso as iso_minute

Record = dict[str, Any]

DAY = 86_400

WAITING: tuple[tuple[str, int, Record], ...] = (
    ("p007", 17, {"doctors": ["osei"], "type": "proc", "weekdays": ["mon", "thu"], "between": ["00:00", "12:00"],
                  "priority": 1, "note": "Pain at night; can come at an hour's notice."}),
    ("p023", 12, {"doctors": ["osei", "who"], "type": "fu", "to": 28, "priority": 2}),
    ("p002", 6, {"specialty": "Paediatrics", "type": "vacc", "between": ["12:00", "18:00"], "priority": 2,
                 "note": "After school."}),
    ("p010", 21, {"doctors": ["strange"], "type": "new", "from": 10, "priority": 3}),
    ("p021", 9, {"type": "fu", "minutes": 45, "weekdays": ["tue", "wed"], "priority": 3,
                 "note": "Interpreter needs two days."}),
    ("p035", 3, {"doctors": ["brandt"], "type": "proc", "priority": 3}),
    ("p017", 2, {"doctors": ["farouk"], "minutes": 30, "weekdays": ["sat", "sun"], "priority": 4}),
)  # fmt: skip
"""Patient, days they have waited, and what for; `from` and `to` in days from today."""


def entries(hospital: str, now: int, today: int) -> Iterator[Record]:
    """The records, with their stamps. `now`: epoch seconds; `today`: the hospital's date, as an ordinal."""
    for number, (patient, days, wish) in enumerate(WAITING, 1):
        since = iso.stamp(now - days * DAY - number * 613)
        dates = {edge: date.fromordinal(today + wish[edge]).isoformat() for edge in ("from", "to") if edge in wish}
        record = {"id": f"q{number:03}", "hospital": hospital, "patient": patient, "status": "waiting"}
        yield record | wish | dates | {"created_at": since, "created_by": "j.hale"}


GAVE_BACK = (("p040", "q002", "patient"), ("p051", "q003", "patient"), ("p062", "q002", "clinic"))
"""Who gave a time back that would suit which entry, and the reason."""


def given_back(clinic: Clinic) -> Iterator[Record]:
    """Cancelled visits at times that are free and that somebody waits for; fewer where nothing is free."""
    used: set[tuple[str, int]] = set()
    for patient, entry, reason in GAVE_BACK:
        kind = clinic.need("waitlist", entry, "id")["type"]
        for opening in times_for(clinic, entry, 3):
            if (opening.doctor, opening.start) not in used:
                used.add((opening.doctor, opening.start))
                doctor = clinic.need("doctors", opening.doctor, "doctor")
                yield {
                    "hospital": doctor["hospital"],
                    "doctor": opening.doctor,
                    "patient": patient,
                    "location": opening.location,
                    "type": kind,
                    "start": iso_minute(opening.start, clinic.tz_of(opening.doctor)),
                    "minutes": opening.end - opening.start,
                    "status": "cancelled",
                    "cancel_reason": reason,
                }
                break
