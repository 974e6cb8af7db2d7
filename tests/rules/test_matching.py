"""Whom a freed time would suit, and who comes first (RULES 25)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from scheduling.rules.matching import Waiting, in_order, suits
from scheduling.when.zones import epoch_minute, zone

NEW_YORK = zone("America/New_York")
MONDAY = date(2026, 11, 23).toordinal()


def waiting(ident: str = "q", **more: Any) -> Waiting:
    usual: dict[str, Any] = dict.fromkeys(("doctors", "first", "last", "weekdays", "between"))
    usual |= {"id": ident, "priority": 3, "since": "2026-11-20T13:00:00Z"}
    return Waiting(**usual | more)


@pytest.mark.parametrize(
    ("wanted", "fits"),
    [
        ({}, True),
        ({"doctors": frozenset({"who", "strange"})}, True),
        ({"doctors": frozenset({"strange"})}, False),
        ({"doctors": frozenset()}, False),
        ({"first": MONDAY, "last": MONDAY}, True),
        ({"first": MONDAY + 1}, False),
        ({"last": MONDAY - 1}, False),
        ({"weekdays": frozenset({0})}, True),
        ({"weekdays": frozenset({1, 6})}, False),
        ({"between": (540, 600)}, True),
        ({"between": (541, 600)}, False),
        ({"between": (480, 540)}, False),
        ({"between": (1320, 541)}, True),
    ],
)
def test_rule_25_a_time_suits_who_waits_for_it(wanted: dict[str, Any], fits: bool) -> None:
    start = epoch_minute(datetime(2026, 11, 23, 9), NEW_YORK)
    assert suits(waiting(**wanted), "who", start, NEW_YORK) is fits


def test_the_date_is_that_of_the_doctors_zone() -> None:
    start = epoch_minute(datetime(2026, 11, 23, 23, 30), NEW_YORK)
    assert suits(waiting(first=MONDAY, last=MONDAY), "who", start, NEW_YORK)
    assert not suits(waiting(first=MONDAY, last=MONDAY), "who", start, zone("Europe/Berlin"))


def test_rule_25_the_most_urgent_first_then_who_has_waited_longest() -> None:
    rows = [
        waiting("late", since="2026-11-20T14:00:00Z"),
        waiting("old", since="2026-01-01T14:00:00Z"),
        waiting("urgent", priority=1, since="2026-11-20T15:00:00Z"),
        waiting("a-twin", since="2026-11-20T14:00:00Z"),
        waiting("idle", priority=5, since="2020-01-01T14:00:00Z"),
    ]
    assert [row.id for row in in_order(rows)] == ["urgent", "old", "late", "a-twin", "idle"]
