"""What the verbs of a batch do, told as short sequences of lines, and what stands there afterwards."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.batch_page import MON, TUE, open_page
from tests.scenarios.front import say

FRI = "2026-11-20"

Line = tuple[str, dict[str, Any], Any]

HOLD = {"doctor": "who", "start": f"{MON}T11:00", "minutes": 30, "id": "mine"}

STORIES: dict[str, list[Line]] = {
    "defaults of a hospital": [
        ("add_hospital", {"id": "x", "name": "X", "timezone": "Asia/Tokyo"}, {"version": 1, "active": True}),
        (
            "get",
            {"id": "x"},
            {"step": 5, "align": "block", "notice": 0, "horizon": 365, "hold_minutes": 30, "default_minutes": 30},
        ),
        ("get", {"id": "x"}, {"published_only": False, "holidays": None, "timezone": "Asia/Tokyo"}),
    ],
    "a hospital's settings bind its bookings": [
        (
            "add_hospital",
            {"id": "x", "name": "X", "timezone": "America/New_York", "step": 20, "default_minutes": 40, "notice": 60,
             "horizon": 10, "hold_minutes": 7, "hours": {"fri": [["09:00", "12:00"]], "mon": [["10:00", "24:00"]]}},
            {},
        ),
        ("add_doctor", {"id": "dx", "hospital": "x", "name": "Dr X"}, {"types": None, "locations": []}),
        ("set_hours", {"doctor": "dx", "hours": {"fri": [["08:00", "12:00"]], "mon": [["08:00", "12:00"]]}}, {}),
        ("next", {"doctor": "dx", "after": f"{FRI}T08:00"}, [f"{FRI}T09:00"]),
        ("openings", {"doctor": "dx", "from": f"{FRI}T11:00", "to": FRI}, [f"{FRI}T11:00", f"{FRI}T11:20"]),
        ("next", {"doctor": "dx", "after": f"{MON}T00:00"}, [f"{MON}T10:00"]),
        ("book", {"doctor": "dx", "start": f"{FRI}T08:30", "patient": "bob"}, "too_soon start"),
        ("book", {"doctor": "dx", "start": "2026-12-04T09:00", "patient": "bob"}, "beyond_horizon start"),
        ("book", {"doctor": "dx", "start": f"{FRI}T09:00", "patient": "bob"}, {"minutes": 40}),
        ("hold", {"doctor": "dx", "start": f"{FRI}T10:00"}, {"expires_at": f"{FRI}T08:07-05:00"}),
    ],
    "public holidays are closures": [
        ("add_hospital", {"id": "x", "name": "X", "timezone": "America/New_York", "holidays": "US-NY"}, {}),
        ("add_doctor", {"id": "dx", "hospital": "x", "name": "Dr X"}, {}),
        ("set_hours", {"doctor": "dx", "hours": {"fri": [["08:00", "12:00"]]}}, {}),
        ("book", {"doctor": "dx", "start": "2026-12-25T09:00", "patient": "bob"}, "closed start"),
        ("reopen", {"hospital": "x", "date": "2026-12-25"}, {"reason": "Christmas Day", "holiday": True}),
        ("book", {"doctor": "dx", "start": "2026-12-25T09:00", "patient": "bob"}, {"status": "booked"}),
        ("reopen", {"hospital": "x", "date": "2026-12-26"}, "unknown date"),
    ],
    "a type's own rules go before the hospital's": [
        (
            "add_type",
            {"id": "t", "hospital": "h", "name": "T", "minutes": 25, "step": 60, "align": "clock", "notice": 90,
             "horizon": 5, "buffer_before": 10, "buffer_after": 15, "published_only": True, "color": "#aabbcc"},
            {"minutes": 25, "color": "#aabbcc"},
        ),
        ("openings", {"doctor": "strange", "type": "t", "from": MON, "to": f"{MON}T12:00"},
         [f"{MON}T10:00", f"{MON}T11:00"]),
        ("book", {"doctor": "strange", "type": "t", "start": f"{MON}T10:30", "patient": "bob"}, "off_grid start"),
        ("book", {"doctor": "strange", "type": "t", "start": f"{FRI}T09:00", "patient": "bob"}, "too_soon start"),
        ("book", {"doctor": "strange", "type": "t", "start": "2026-11-26T09:00", "patient": "bob"},
         "beyond_horizon start"),
        ("book", {"doctor": "strange", "type": "t", "start": f"{MON}T10:00", "patient": "bob"},
         {"minutes": 25, "type": "t"}),
        ("book", {"doctor": "strange", "start": f"{MON}T10:35", "minutes": 20, "patient": "eve"}, "slot_taken start"),
        ("book", {"doctor": "strange", "start": f"{MON}T10:40", "minutes": 20, "patient": "eve"},
         {"status": "booked"}),
    ],
    "a doctor offers some types, one with an own length": [
        ("update_doctor", {"id": "who", "types": {"fu": 20}}, {"types": {"fu": 20}, "version": 2, "affected": []}),
        ("book", {"doctor": "who", "type": "fu", "start": f"{MON}T14:00", "patient": "bob"}, {"minutes": 20}),
        ("book", {"doctor": "who", "type": "fu", "minutes": 50, "start": f"{MON}T15:00", "patient": "bob"},
         {"minutes": 50}),
        ("book", {"doctor": "who", "type": "new", "start": f"{TUE}T14:00", "patient": "bob"},
         "type_not_offered type"),
        ("next", {"doctor": "who", "type": "new", "after": f"{MON}T00:00"}, []),
        ("update_doctor", {"id": "who", "types": None, "name": "Dr Who II"}, {"types": None, "name": "Dr Who II"}),
        ("book", {"doctor": "who", "type": "new", "start": f"{TUE}T14:00", "patient": "bob"}, {"minutes": 45}),
    ],
    "hours are replaced for a location and a time": [
        ("set_hours", {"doctor": "who", "location": "north", "hours": {"mon": [["18:00", "20:00"]]}},
         {"affected": []}),
        ("book", {"doctor": "who", "start": f"{MON}T18:00", "patient": "bob"}, {"location": "north"}),
        ("book", {"doctor": "who", "start": f"{MON}T18:30", "patient": "bob", "location": "main"},
         "outside_hours start"),
        ("book", {"doctor": "who", "start": f"{MON}T15:00", "patient": "bob", "location": "main"},
         {"location": "main"}),
        ("set_hours", {"doctor": "who", "hours": {"tue": [["10:00", "11:00"]]}, "from": TUE, "to": TUE}, {}),
        ("openings", {"doctor": "who", "from": TUE, "to": TUE, "minutes": 60}, [f"{TUE}T10:00"]),
        ("next", {"doctor": "who", "after": "2026-11-25T00:00", "minutes": 60}, ["2026-11-25T08:00"]),
        ("next", {"doctor": "who", "after": "2026-12-01T10:30", "minutes": 60}, ["2026-12-02T08:00"]),
    ],
    "a day of its own and back": [
        ("set_day", {"doctor": "who", "date": TUE, "spans": [["18:00", "19:00"]]}, {"date": TUE, "affected": []}),
        ("openings", {"doctor": "who", "from": TUE, "to": TUE, "minutes": 60}, [f"{TUE}T18:00"]),
        ("set_day", {"doctor": "who", "date": TUE, "spans": []}, {}),
        ("book", {"doctor": "who", "start": f"{TUE}T09:00", "patient": "bob"}, "outside_hours start"),
        ("clear_day", {"doctor": "who", "date": TUE}, {}),
        ("book", {"doctor": "who", "start": f"{TUE}T09:00", "patient": "bob"}, {"status": "booked"}),
        ("clear_day", {"doctor": "who", "date": TUE}, "unknown date"),
    ],
    "closed and opened, for a day, for hours, for one doctor": [
        ("close", {"doctor": "strange", "from": TUE, "to": "2026-11-25", "reason": "leave"}, {"reason": "leave"}),
        ("book", {"doctor": "strange", "start": f"{TUE}T09:00", "patient": "bob"}, "closed start"),
        ("book", {"doctor": "strange", "start": "2026-11-25T16:00", "patient": "bob"}, "closed start"),
        ("book", {"doctor": "strange", "start": "2026-11-26T09:00", "patient": "bob"}, {"status": "booked"}),
        ("close", {"hospital": "h", "from": f"{TUE}T12:00", "to": f"{TUE}T13:00"}, {"hospital": "h", "affected": []}),
        ("book", {"doctor": "who", "start": f"{TUE}T11:45", "patient": "bob"}, "closed start"),
        ("book", {"doctor": "who", "start": f"{TUE}T11:30", "patient": "bob"}, {}),
        ("book", {"doctor": "who", "start": f"{TUE}T13:00", "patient": "bob"}, {}),
        ("set_day", {"doctor": "strange", "date": TUE, "spans": [["09:00", "10:00"]], "open_on_closure": True}, {}),
        ("book", {"doctor": "strange", "start": f"{TUE}T09:00", "patient": "eve"}, {}),
    ],
    "a retired doctor keeps what was booked": [
        ("retire_doctor", {"id": "strange"}, {"active": False}),
        ("book", {"doctor": "strange", "start": f"{TUE}T09:00", "patient": "bob"}, "not_active doctor"),
        ("next", {"any": True, "after": f"{MON}T16:00", "minutes": 30}, [f"{TUE}T08:00"]),
        ("get", {"id": "first"}, {"status": "booked", "doctor": "strange"}),
        ("retire_doctor", {"id": "strange"}, "not_active id"),
        ("update_doctor", {"id": "strange", "phone": "1"}, "not_active id"),
    ],
    "patients, found by any of their words": [
        ("add_patient", {"name": "Ana Lucía López", "birth_date": "1984-03-07", "phones": ["(212) 555-0142"],
                         "record_number": "00 417"}, {"name": "Ana Lucía López", "version": 1}),
        *[("find_patients", {"text": text}, ["Ana Lucía López"])
          for text in ("lucia", "LOPEZ ana", "5550142", "555-01", "1984-03-07", "00417", "lopz", "  ana  ")],
        ("find_patients", {"text": "nobody at all"}, []),
        ("add_patient", {"name": "ana lucia lopez", "birth_date": "1984-03-07"}, "exists name"),
        ("add_patient", {"name": "Ana Lucía López"}, {"birth_date": None}),
        ("add_patient", {"name": "Ana Lucía López", "birth_date": "1984-03-07", "allow_duplicate": True}, {}),
        ("find_patients", {"text": "ana", "limit": 2}, ["Ana Lucía López"] * 2),
        ("update_patient", {"id": "ann", "alerts": ["wheelchair"], "note": "x"},
         {"alerts": ["wheelchair"], "version": 2}),
        ("update_patient", {"id": "ann", "alerts": None, "note": None}, {"alerts": [], "note": None, "version": 3}),
        ("update_patient", {"id": "ann", "name": None}, "invalid name"),
    ],
    "booked with everything": [
        ("book", {"doctors": ["who"], "start": f"{MON}T14:00", "type": "fu", "patient": "bob", "reason": "cough",
                  "note": "call first", "location": "main"},
         {"reason": "cough", "note": "call first", "location": "main", "minutes": 30, "type": "fu",
          "override": None}),
        ("book", {"specialty": "surgery", "start": f"{MON}T14:00", "patient": "eve"}, {"doctor": "strange"}),
        ("book", {"any": True, "start": f"{MON}T14:00", "patient": "ann"}, "slot_taken start"),
        ("book", {"start": f"{MON}T14:00", "patient": "ann"}, "invalid doctor"),
        ("book", {"doctor": "who", "start": f"{MON}T14:10", "patient": "eve"}, "slot_taken start"),
        ("book", {"doctor": "who", "start": f"{MON}T14:10", "patient": "ann", "override": "an emergency"},
         {"override": "an emergency"}),
        ("book", {"doctor": "who", "start": f"{MON}T09:15", "patient": "ann", "override": "so"},
         "patient_clash patient"),
        ("book", {"doctor": "who", "start": f"{MON}T09:15", "patient": "ann", "allow_patient_clash": True},
         {"override": None}),
        ("book", {"doctor": "who", "start": f"{FRI}T08:00", "patient": "bob", "walk_in": True},
         {"status": "arrived", "arrived_at": f"{FRI}T08:00-05:00"}),
        ("book", {"doctor": "strange", "start": f"{FRI}T09:03", "patient": "bob", "grid_only": True},
         "off_grid start"),
        ("book", {"doctor": "strange", "start": f"{FRI}T09:03", "patient": "bob"}, {}),
    ],
    "a hold hides its time from all but its holder": [
        ("hold", HOLD,
         {"status": "pending", "expires_at": f"{FRI}T08:30-05:00", "held_by": "front-1", "patient": None}),
        ("book", {"doctor": "who", "start": f"{MON}T11:15", "patient": "bob"}, "slot_taken start"),
        ("next", {"doctor": "who", "after": f"{MON}T11:00"}, [f"{MON}T11:30"]),
        ("next", {"doctor": "who", "after": f"{MON}T11:00", "hold": "mine"}, [f"{MON}T11:00"]),
        ("openings", {"doctor": "who", "from": f"{MON}T11:00", "to": f"{MON}T11:30", "step": 30, "hold": "mine"},
         [f"{MON}T11:00"]),
        ("clock", {"now": f"{FRI}T08:29"}, {}),
        ("renew", {"id": "mine"}, {"expires_at": f"{FRI}T08:59-05:00", "version": 2}),
        ("confirm", {"id": "mine"}, "invalid patient"),
        ("confirm", {"id": "mine", "patient": "bob"},
         {"status": "booked", "expires_at": None, "held_by": None, "id": "mine"}),
        ("confirm", {"id": "mine", "patient": "bob"}, {"status": "booked", "version": 3}),
        ("renew", {"id": "mine"}, "illegal_transition id"),
        ("release", {"id": "mine"}, "illegal_transition id"),
    ],
    "a hold is dead at exactly its end": [
        ("hold", HOLD, {}),
        ("clock", {"now": f"{FRI}T08:29:59"}, {}),
        ("book", {"doctor": "who", "start": f"{MON}T11:00", "patient": "bob", "id": "b1"}, "slot_taken start"),
        ("clock", {"now": f"{FRI}T08:30"}, {}),
        ("confirm", {"id": "mine", "patient": "bob"}, "hold_expired id"),
        ("renew", {"id": "mine"}, "hold_expired id"),
        ("appointments", {"doctor": "who", "from": MON, "to": MON}, []),
        ("book", {"doctor": "who", "start": f"{MON}T11:00", "patient": "bob", "id": "b2"}, {"status": "booked"}),
        ("get", {"id": "mine"}, {"status": "cancelled", "cancel_reason": "expired"}),
        ("clock", {"now": f"{FRI}T08:10"}, {}),
        ("appointments", {"doctor": "who", "from": f"{MON}T11:00", "to": f"{MON}T12:00"}, ["b2"]),
    ],
    "released, and booked over one's own hold": [
        ("hold", HOLD, {}),
        ("release", {"id": "mine"}, {"status": "cancelled"}),
        ("release", {"id": "mine"}, {"status": "cancelled", "version": 2}),
        ("confirm", {"id": "mine", "patient": "bob"}, "hold_expired id"),
        ("hold", HOLD | {"id": "again"}, {}),
        ("book", {"doctor": "who", "start": f"{MON}T11:10", "minutes": 20, "patient": "bob", "hold": "again",
                  "id": "b"}, {}),
        ("get", {"id": "again"}, {"status": "cancelled"}),
        ("book", {"doctor": "who", "start": f"{MON}T11:00", "minutes": 10, "patient": "eve"}, {}),
    ],
    "moved, and the old time stays when the new one fails": [
        ("book", {"doctor": "strange", "start": f"{MON}T10:00", "minutes": 30, "patient": "bob", "id": "b"}, {}),
        ("move", {"id": "first", "start": f"{MON}T10:15"}, "slot_taken start"),
        ("get", {"id": "first"}, {"start": f"{MON}T09:00-05:00", "version": 1}),
        ("move", {"id": "first", "start": f"{MON}T09:15"}, {"start": f"{MON}T09:15-05:00", "version": 2}),
        ("move", {"id": "first", "minutes": 46}, "slot_taken start"),
        ("move", {"id": "first", "minutes": 30, "location": "north"}, {"minutes": 30, "location": "north"}),
        ("move", {"id": "first", "doctor": "who"}, {"doctor": "who", "start": f"{MON}T09:15-05:00"}),
        ("move", {"id": "first", "start": f"{MON}T18:00"}, "outside_hours start"),
        ("move", {"id": "first", "start": f"{MON}T18:00", "override": "late shift"}, {"override": "late shift"}),
        ("cancel", {"id": "first", "reason": "patient"}, {"status": "cancelled", "cancel_reason": "patient"}),
        ("move", {"id": "first", "start": f"{MON}T12:00"}, "not_active id"),
        ("cancel", {"id": "first", "reason": "patient"}, "not_active id"),
    ],
    "edited": [
        ("update_visit", {"id": "first", "type": "fu", "reason": "cough", "response": "accepted", "note": "n"},
         {"type": "fu", "reason": "cough", "response": "accepted", "note": "n", "minutes": 45, "version": 2}),
        ("update_visit", {"id": "first", "patient": "bob", "note": None}, {"patient": "bob", "note": None}),
        ("book", {"doctor": "who", "start": f"{MON}T09:00", "patient": "eve"}, {}),
        ("update_visit", {"id": "first", "patient": "eve"}, "patient_clash patient"),
    ],
    "the day of a visit": [
        ("status", {"id": "first", "status": "noshow"}, "illegal_transition status"),
        ("clock", {"now": f"{MON}T09:05"}, {}),
        ("status", {"id": "first", "status": "arrived"}, {"arrived_at": f"{MON}T09:05-05:00"}),
        ("status", {"id": "first", "status": "noshow"}, "illegal_transition status"),
        ("status", {"id": "first", "status": "checked-in"}, {"ready_at": f"{MON}T09:05-05:00"}),
        ("status", {"id": "first", "status": "arrived"}, {"ready_at": None, "arrived_at": f"{MON}T09:05-05:00"}),
        ("status", {"id": "first", "status": "fulfilled"}, {"ended_at": f"{MON}T09:05-05:00"}),
        ("status", {"id": "first", "status": "booked"}, "illegal_transition status"),
        ("status", {"id": "first", "status": "entered-in-error"}, {"status": "entered-in-error"}),
    ],
    "a no-show frees the time, and coming late asks for it again": [
        ("clock", {"now": f"{MON}T09:30"}, {}),
        ("status", {"id": "first", "status": "noshow"}, {"status": "noshow"}),
        ("book", {"doctor": "strange", "start": f"{MON}T09:35", "minutes": 10, "patient": "bob", "id": "b"}, {}),
        ("status", {"id": "first", "status": "arrived"}, "slot_taken start"),
        ("cancel", {"id": "b", "reason": "left"}, {}),
        ("status", {"id": "first", "status": "arrived"}, {"status": "arrived"}),
    ],
    "undo and redo": [
        ("book", {"doctor": "who", "start": f"{MON}T14:00", "patient": "bob", "id": "b"}, {}),
        ("undo", {}, {"action": "book", "ids": ["b"]}),
        ("get", {"id": "b"}, {"status": "entered-in-error", "version": 2}),
        ("redo", {}, {"action": "book", "ids": ["b"]}),
        ("get", {"id": "b"}, {"status": "booked", "version": 3}),
        ("cancel", {"id": "b", "reason": "clinic"}, {}),
        ("undo", {"id": "b"}, {"action": "cancel"}),
        ("book", {"doctor": "who", "start": f"{MON}T15:00", "patient": "bob", "id": "c"}, {}),
        ("redo", {}, "not_allowed None"),
        ("book", {"doctor": "who", "start": f"{TUE}T15:00", "patient": "bob", "id": "b"}, "exists id"),
    ],
    "lists of visits": [
        ("book", {"doctor": "who", "start": f"{MON}T09:00", "patient": "bob", "id": "b", "location": "north"}, {}),
        ("cancel", {"id": "first", "reason": "other"}, {}),
        ("appointments", {}, ["b", "held"]),
        ("appointments", {"status": "all"}, ["first", "b", "held"]),
        ("appointments", {"status": ["cancelled", "booked"]}, ["first", "b"]),
        ("appointments", {"doctors": ["strange", "who"], "status": "cancelled"}, ["first"]),
        ("appointments", {"patient": "bob"}, ["b"]),
        ("appointments", {"location": "north"}, ["b"]),
        ("appointments", {"location": "main"}, []),
        ("appointments", {"limit": 1}, ["b"]),
        ("appointments", {"limit": 1, "after": "b"}, ["held"]),
        ("appointments", {"specialty": "SURGERY", "hospital": "h"}, ["b", "held"]),
    ],
    "openings, filtered": [
        ("openings", {"doctor": "strange", "from": MON, "to": MON, "minutes": 60, "step": 120},
         [f"{MON}T11:00", f"{MON}T13:00", f"{MON}T15:00"]),
        ("openings", {"doctor": "strange", "from": MON, "to": MON, "minutes": 60, "step": 60,
                      "between": ["13:00", "15:00"]},
         [f"{MON}T13:00", f"{MON}T14:00"]),
        ("openings", {"doctor": "strange", "from": MON, "to": "2026-11-29", "minutes": 480,
                      "weekdays": ["tue", "fri"]},
         [f"{TUE}T09:00", "2026-11-27T09:00"]),
        ("openings", {"doctor": "strange", "from": MON, "to": "2027-01-24", "minutes": 480}, "invalid to"),
        ("openings", {"doctor": "strange", "from": TUE, "to": MON}, "invalid to"),
        ("next", {"after": f"{MON}T00:00", "minutes": 480, "count": 3},
         [f"{TUE}T08:00", f"{TUE}T09:00", "2026-11-25T08:00"]),
        ("next", {"after": f"{MON}T00:00", "minutes": 480, "each": True}, [f"{TUE}T08:00", f"{TUE}T09:00"]),
        ("next", {"after": f"{MON}T00:00", "minutes": 480, "until": MON}, []),
        ("next", {"after": f"{MON}T00:00", "doctors": ["strange"], "minutes": 480, "weekdays": ["fri"]},
         ["2026-11-27T09:00"]),
    ],
}  # fmt: skip


def holds(result: Any, expected: Any) -> None:
    """A dict: these fields; a list: the starts of openings, the ids of visits or the names of patients."""
    if isinstance(expected, dict):
        assert {name: result[name] for name in expected} == expected
    elif "openings" in result:
        assert [row["start"][:16] for row in result["openings"]] == expected
    elif "patients" in result:
        assert [row["name"] for row in result["patients"]] == expected
    else:
        assert [row["id"] for row in result["appointments"]] == expected


@pytest.mark.parametrize("story", STORIES)
def test_a_story_goes_as_the_page_says(tmp_path: Path, story: str) -> None:
    desk = open_page(tmp_path / "clinic")
    for verb, arguments, expected in STORIES[story]:
        before = desk.seq
        answer = say(desk, verb, **arguments)
        if isinstance(expected, str):
            assert not answer["ok"], (verb, arguments, answer)
            error = answer["error"]
            assert f"{error['code']} {error['field']}" == expected, (verb, arguments, error)
            assert desk.seq == before
        else:
            assert answer["ok"], (verb, arguments, answer)
            holds(answer["result"], expected)
    desk.close_desk()
