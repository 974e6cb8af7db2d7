"""Which broken rule a batch reports, of several, and the alternatives that it names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from scheduling.desk import Desk
from tests.batch_page import MON, TUE, open_page
from tests.scenarios.front import done, refusal


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = open_page(tmp_path / "clinic")
    yield desk
    desk.close_desk()


# The order of the codes -----------------------------------------------------------------------------------------

BREAKS: list[tuple[str, dict[str, Any]]] = [
    ("nonexistent_time", {"start": "2027-03-14T02:30", "patient": "nobody"}),
    ("nonexistent_time", {"start": "2027-03-14T02:30", "id": "first"}),
    ("nonexistent_time", {"start": "2027-03-14T02:30", "type": "nothing"}),
    ("invalid", {"minutes": 0, "doctor": "nobody"}),
    ("invalid", {"minutes": 0, "id": "first"}),
    ("unknown", {"patient": "nobody", "id": "first"}),
    ("unknown", {"patient": "nobody", "doctor": "gone"}),
    ("unknown", {"type": "nothing", "doctor": "gone"}),
    ("unknown", {"location": "nowhere", "start": "2026-11-19T09:00"}),
    ("exists", {"id": "first", "doctor": "gone"}),
    ("exists", {"id": "first", "start": "2026-11-19T09:00"}),
    ("not_active", {"doctor": "gone", "start": "2026-11-19T09:00"}),
    ("not_active", {"doctor": "gone", "type": "proc"}),
    ("type_not_offered", {"type": "proc", "start": "2026-11-19T09:00"}),
    ("in_the_past", {"start": "2026-11-19T03:00"}),
    ("too_soon", {"start": "2026-11-20T08:30", "type": "slow", "doctor": "strange"}),
    ("beyond_horizon", {"start": "2028-01-01T03:00"}),
    ("closed", {"start": "2026-12-25T03:00"}),
    ("closed", {"start": "2026-12-24T09:00", "patient": "ann"}),
    ("outside_hours", {"start": f"{MON}T07:50", "minutes": 200}),
    ("off_grid", {"start": f"{MON}T10:07", "grid_only": True}),
    ("slot_taken", {"start": f"{MON}T09:50", "patient": "eve", "minutes": 30}),
    ("patient_clash", {"start": f"{MON}T09:00", "patient": "ann"}),
]
"""The code that is reported, and a booking that breaks its rule and a later one as well."""


@pytest.fixture(scope="module")
def breaking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    desk = open_page(tmp_path_factory.mktemp("order") / "clinic")
    done(desk, "add_doctor", id="gone", hospital="h", name="Dr Gone", types={})
    done(desk, "retire_doctor", id="gone")
    done(desk, "add_type", id="slow", hospital="h", name="Slow", minutes=30, notice=600)
    done(desk, "add_type", id="proc", hospital="h", name="Procedure", minutes=60)
    done(desk, "update_doctor", id="who", types={"fu": None})
    done(desk, "book", id="eve-1", doctor="strange", patient="eve", start=f"{MON}T10:00", minutes=30)
    yield desk
    desk.close_desk()


@pytest.mark.parametrize(("code", "arguments"), BREAKS, ids=lambda value: value if isinstance(value, str) else "")
def test_the_first_broken_rule_is_reported(breaking: Desk, code: str, arguments: dict[str, Any]) -> None:
    usual = {"doctor": "who", "start": f"{MON}T14:00", "patient": "bob"}
    assert refusal(breaking, "book", **usual | arguments)["code"] == code


def test_why_lists_broken_rules_in_that_order(breaking: Desk) -> None:
    reasons = done(breaking, "why", doctor="gone", start="2026-11-19T03:00", type="proc")["reasons"]
    assert [reason["code"] for reason in reasons] == [
        "not_active",
        "type_not_offered",
        "in_the_past",
        "outside_hours",
    ]


@pytest.mark.parametrize(
    ("code", "verb", "arguments"),
    [
        ("hold_expired", "confirm", {"id": "held", "patient": "bob", "version": 9}),
        ("stale_record", "status", {"id": "first", "status": "noshow", "version": 9}),
    ],
)
def test_of_what_stands_against_a_change_the_first_is_reported(
    desk: Desk, code: str, verb: str, arguments: dict[str, Any]
) -> None:
    done(desk, "clock", now="2026-11-20T08:30")
    assert refusal(desk, verb, **arguments)["code"] == code


# Alternatives ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "starts"),
    [
        ({"start": f"{MON}T09:30", "minutes": 20}, [f"{MON}T09:45", f"{MON}T10:05", f"{MON}T10:25"]),
        ({"start": f"{MON}T08:00", "minutes": 60}, [f"{MON}T09:45", f"{MON}T10:45", f"{MON}T11:45"]),
        ({"start": f"{MON}T16:30", "minutes": 45}, [f"{MON}T16:15", f"{MON}T15:30", f"{MON}T14:45"]),
        ({"start": "2026-11-21T10:00", "minutes": 480}, ["2026-11-24T09:00", "2026-11-25T09:00", "2026-11-26T09:00"]),
        ({"start": "2026-11-19T10:00", "minutes": 480}, ["2026-11-20T09:00", "2026-11-24T09:00", "2026-11-25T09:00"]),
    ],
)
def test_alternatives_are_the_nearest_and_book_takes_each(
    desk: Desk, arguments: dict[str, Any], starts: list[str]
) -> None:
    error = refusal(desk, "book", doctor="strange", patient="bob", **arguments)
    assert [row["start"] for row in error["alternatives"]] == [f"{start}-05:00" for start in starts]
    for rank, row in enumerate(error["alternatives"]):
        asked = {"doctor": row["doctor"], "start": row["start"], "minutes": arguments["minutes"], "patient": "bob"}
        visit = done(desk, "book", id=f"other-{rank}", **asked)
        assert (visit["start"], visit["end"]) == (row["start"], row["end"])
        done(desk, "cancel", id=f"other-{rank}", reason="other")


def test_when_the_doctor_has_nothing_another_of_the_specialty_is_named(desk: Desk) -> None:
    done(desk, "set_hours", doctor="strange", hours={"mon": [["09:00", "09:45"]]}, from_=MON, to=MON)
    done(desk, "set_hours", doctor="strange", hours={}, from_=TUE)
    error = refusal(desk, "book", doctor="strange", patient="bob", start=f"{MON}T09:00", minutes=45)
    assert [(row["doctor"], row["start"]) for row in error["alternatives"]] == [("who", f"{MON}T09:00-05:00")]
    assert error["blocking"] == ["first"]


def test_rules_that_no_other_time_helps_name_none(breaking: Desk) -> None:
    for code, arguments in BREAKS:
        if code in ("invalid", "unknown", "exists", "not_active", "type_not_offered", "patient_clash"):
            usual = {"doctor": "who", "start": f"{MON}T14:00", "patient": "bob"}
            assert refusal(breaking, "book", **usual | arguments)["alternatives"] == []
