"""Of the sample clinic: single days, closures and hours still to come, all after the last of its visits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

Record = dict[str, Any]


def still_to_come(today: date) -> Iterator[tuple[str, Record]]:
    """Table and record of each; dates count from the Monday of this week."""
    monday = today - timedelta(days=today.weekday())

    def on(days: int) -> str:
        return (monday + timedelta(days=days)).isoformat()

    for number, (doctor, day, spans, place) in enumerate(
        (
            ("osei", 15, [["10:00", "14:00"]], "main"),
            ("osei", 19, [["08:00", "14:00"]], "north"),
            ("strange", 17, [["09:00", "13:00"]], "main"),
            ("strange", 19, [["10:00", "12:00"]], "main"),
        ),
        1,
    ):
        yield "days", {"id": f"y{number}", "doctor": doctor, "date": on(day), "spans": spans, "location": place}
    closures: list[Record] = [
        {"location": "north", "from": f"{on(16)}T12:00", "to": f"{on(16)}T14:00", "reason": "Fire drill"},
        {"doctor": "osei", "from": on(28), "to": on(32), "reason": "Annual leave"},
        {"doctor": "strange", "from": on(21), "to": on(23), "reason": "Congress"},
        {"doctor": "tanaka", "from": f"{on(15)}T15:00", "to": f"{on(16)}T00:00", "reason": "Training"},
    ]
    for feast, name in _feasts(monday + timedelta(days=14)):
        closures.append({"hospital": "riverside", "from": feast, "to": feast, "reason": name, "holiday": True})
    for number, closure in enumerate(closures, 1):
        yield "closures", {"id": f"c{number}", **closure}
    later = {"start": "14:00", "end": "18:00", "effective_from": on(49)}
    yield "hours", {"id": "w.osei.wed.2", "doctor": "osei", "weekday": "wed", "location": "north", **later}


def _feasts(since: date) -> Iterator[tuple[str, str]]:
    """The next Christmas and New Year's Day from a date on."""
    for month, day, name in ((12, 25, "Christmas Day"), (1, 1, "New Year's Day")):
        here = date(since.year, month, day)
        yield (here if here >= since else date(since.year + 1, month, day)).isoformat(), name
