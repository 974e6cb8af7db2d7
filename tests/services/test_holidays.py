"""Public holidays stand in the book two years ahead, and stay so as the years go by (RULES 9)."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from scheduling import Desk, open_desk
from tests.builders import Book

HOSPITAL = {"id": "h", "name": "Riverside", "timezone": "America/New_York"}


def years(desk: Desk) -> Counter[str]:
    """How many holidays each year has."""
    return Counter(row["from"][:4] for row in desk.closures(hospital="h"))


def test_rule_9_holidays_of_three_years_are_written_and_topped_up_when_a_year_has_gone(tmp_path: Path) -> None:
    desk = open_desk(tmp_path / "clinic", now="2026-11-20T08:00", by="amy", desk="f1")
    desk.add_hospital(**HOSPITAL, holidays="US-NY")
    desk.add_hospital(id="plain", name="Plain", timezone="Europe/Berlin")
    assert sorted(years(desk)) == ["2026", "2027", "2028"]
    desk.reopen(hospital="h", date="2028-12-25")
    before = years(desk)
    desk.close_desk()

    same_year = open_desk(tmp_path / "clinic", now="2026-12-31T23:00-05:00", by="amy", desk="f1")
    seq = same_year.seq
    assert years(same_year) == before
    same_year.close_desk()

    desk = open_desk(tmp_path / "clinic", now="2027-01-01T08:00-05:00", by="amy", desk="f1", read_only=True)
    assert (desk.seq, years(desk)) == (seq, before)
    desk.close_desk()

    desk = open_desk(tmp_path / "clinic", now="2027-01-01T08:00-05:00", by="amy", desk="f1")
    assert desk.seq == seq + 1
    added = years(desk) - before
    assert list(added) == ["2029"]
    assert added["2029"] > 5
    assert not [row for row in desk.closures(hospital="h") if row["from"] == "2028-12-25"], "reopened stays open"
    assert desk.history(limit=1)[0].words == "wrote the public holidays of Riverside"
    desk.close_desk()


def test_rule_9_topping_up_is_no_step_of_anybody(tmp_path: Path) -> None:
    desk = open_desk(tmp_path / "clinic", now="2026-11-20T08:00", by="amy", desk="f1")
    desk.add_hospital(**HOSPITAL, holidays="US-NY")
    desk.close_desk()
    desk = open_desk(tmp_path / "clinic", now="2027-01-01T08:00-05:00", by="amy", desk="f1")
    desk.add_patient(id="p", name="Maria Lopez")
    assert desk.undo().action == "add_patient"
    desk.close_desk()


@pytest.mark.parametrize("calendar", ["XX", "US-XX", "utils", "country_holidays"])
def test_rule_9_a_calendar_nobody_knows_is_refused(clinic: Book, calendar: str) -> None:
    with clinic.refused("invalid", "holidays"):
        clinic.do("add_hospital", **HOSPITAL, holidays=calendar)
