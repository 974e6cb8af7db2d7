"""The day on paper: every visit of it, free times between, and nothing that a printer would obey."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from scheduling.cli import station
from scheduling.exchange import daysheet
from tests.builders import Book


@pytest.fixture
def book() -> Iterator[Book]:
    with Book(now="2026-11-20T08:00") as book:
        book.do("add_location", id="street", hospital="general", name="Main Street")
        book.do("add_type", id="fu", hospital="general", name="Follow-up", minutes=30)
        book.do("add_doctor", id="ong", hospital="general", name="Dr Ong")
        book.do("set_hours", doctor="ong", hours={"fri": [["09:00", "12:00"]]}, location="street")
        book.do("update_patient", id="lopez", birth_date="1984-03-07", phones=["917 555 0177"], alerts=["wheelchair"])
        visit = book.book(
            "ong", "2026-11-20T09:00", type="fu", reason="BP review", note="Bring the readings of each morning."
        )
        book.do("update_visit", id=visit.id, response="accepted")
        book.hold("ong", "2026-11-20T10:00", minutes=15)
        yield book


def sheet(book: Book, on: str = "2026-11-20") -> list[str]:
    """The lines of Dr Ong's day."""
    lines: list[str] = book.desk.day_sheet("ong", date.fromisoformat(on))
    return lines


def test_a_day_reads_as_it_will_be(book: Book) -> None:
    assert [line.rstrip() for line in sheet(book)] == [
        "Dr Ong                                               Friday 20 November 2026",
        "General · Main Street                                   1 visit, 2 h 15 free",
        "─" * daysheet.WIDTH,
        "09:00 – 09:30  Maria Lopez                 b. 7 Mar 1984   Follow-up",
        "               said yes · 917 555 0177 · wheelchair · BP review · Bring the",
        "               readings of each morning.",
        "09:30 – 10:00  free, 30 min",
        "10:00 – 10:15  (held for somebody)",
        "10:15 – 12:00  free, 1 h 45",
        "─" * daysheet.WIDTH,
        "                                                      as of Fri 20 Nov 08:00",
    ]


def test_days_without_visits_and_without_hours_say_so(book: Book) -> None:
    assert sheet(book, "2026-11-27")[3].startswith("09:00 – 12:00  free, 3 h")
    assert sheet(book, "2026-11-21")[3] == "No hours on this day."
    book.do("close", doctor="ong", from_="2026-12-04", to="2026-12-04", reason="annual leave")
    assert sheet(book, "2026-12-04")[3] == "No hours on this day: annual leave."


def test_a_full_day_has_nothing_free_and_a_missed_visit_is_told(book: Book) -> None:
    book.do("set_day", doctor="ong", date="2026-12-11", spans=[["09:00", "09:30"]])
    visit = book.book("ong", "2026-12-11T09:00")
    assert "1 visit, nothing free" in sheet(book, "2026-12-11")[1]
    book.it_is("2026-12-11T09:45")
    book.do("status", id=visit.id, status="noshow")
    lines = sheet(book, "2026-12-11")
    assert "0 visits" in lines[1]
    assert any("no-show" in line for line in lines)


@given(st.text(max_size=120), st.integers(2, daysheet.WIDTH))
def test_any_text_is_cut_to_its_columns_and_commands_nothing(text: str, width: int) -> None:
    shown = daysheet.pad(text, width)
    assert daysheet.cells(shown) == width
    assert all(letter.isprintable() or not letter.isascii() for letter in shown)
    end = text[:20]
    assert daysheet.cells(daysheet.ends(text, end)) in (daysheet.WIDTH, daysheet.cells(end) + daysheet.WIDTH)


def test_the_command_prints_it(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("sheet") / "clinic"
    with Book(folder) as book:
        book.book("who", "2026-11-23T09:00")
    run = CliRunner().invoke(station, ["--data", str(folder), "--now", "2026-11-20T08:00", "daysheet", "who", "mon"])
    assert run.exit_code == 0
    assert "Monday 23 November 2026" in run.output
    assert "09:00 – 09:30  Maria Lopez" in run.output
    as_json = CliRunner().invoke(
        station, ["--data", str(folder), "--now", "2026-11-20T08:00", "daysheet", "who", "2026-11-23", "--json"]
    )
    assert '"lines":["Dr Who' in as_json.output
