from __future__ import annotations

from datetime import date

import pytest

from scheduling.model.reads import DayView, Doctor, WeekView
from scheduling.when.zones import zone
from tests.tui.grid.builders import (
    DOCTOR,
    FRIDAY,
    HOSPITAL,
    MONDAY,
    NEW_YORK,
    NOW,
    day,
    instant,
    minute_of,
    model,
    only,
    visit,
)
from tui.grid.day_clock import DAY, day_clock
from tui.grid.model import BREAK, BUFFER, CLOSED, FREE, MISSING, OFF, day_model, week_model

SPRING, AUTUMN = date(2026, 3, 8), date(2026, 11, 1)


def kind(shown: DayView, wall: str) -> int:
    return only(shown).columns[0].kinds[minute_of(wall)]


def test_every_minute_of_a_day_is_told_what_it_is() -> None:
    shown = day(FRIDAY, [visit(FRIDAY, "09:00", 30, buffer_after=10)], closures=[("15:00", "16:00", "team meeting")])
    kinds = {wall: kind(shown, wall) for wall in ("07:59", "08:00", "09:29", "09:30", "09:39", "09:40", "12:30")}
    assert kinds == {
        "07:59": OFF, "08:00": FREE, "09:29": FREE, "09:30": BUFFER, "09:39": BUFFER, "09:40": FREE, "12:30": BREAK,
    }  # fmt: skip
    assert kind(shown, "15:59") == CLOSED
    assert kind(shown, "16:00") == FREE
    assert kind(shown, "17:00") == OFF
    labels = only(shown).columns[0].labels
    assert [(label.words, label.start) for label in labels] == [("break", 750), ("team meeting", 900)]


def test_a_buffer_reaches_back_and_a_visit_that_blocks_nothing_keeps_nothing() -> None:
    assert kind(day(FRIDAY, [visit(FRIDAY, "09:00", 30, buffer_before=15)]), "08:45") == BUFFER
    assert kind(day(FRIDAY, [visit(FRIDAY, "09:00", 30, status="noshow", buffer_before=15)]), "08:45") == FREE


def test_the_week_is_named_counted_and_dated() -> None:
    shown = model(day(FRIDAY, [visit(FRIDAY, "11:00", 60)]))
    assert [column.title for column in shown.columns][:2] == ["Mon 16", "Tue 17"]
    assert [shown.is_today(index) for index in range(7)] == [index == 4 for index in range(7)]
    assert [shown.elapsed(index) for index in (0, 4, 5)] == [DAY, 642, 0]
    assert [column.weekend for column in shown.columns] == [False] * 5 + [True] * 2
    assert not shown.columns[6].working
    assert shown.columns[4].load == pytest.approx(60 / 510)


def test_free_time_counts_from_now_on_in_visits_of_the_usual_length() -> None:
    shown = model(day(FRIDAY, [visit(FRIDAY, "11:00", 60)]))
    # 10:42–11:00 is too short for one; 12:00–12:30 takes one, the afternoon eight.
    assert shown.fits(4) == 9
    assert shown.free_minutes(4) == 18 + 30 + 240
    assert shown.fits(0) == 0
    assert shown.at(instant(FRIDAY, "16:45") * 60).fits(4) == 0


def test_locations_keep_their_colour_whatever_comes_first() -> None:
    harbour = day(MONDAY, hours=[("09:00", "12:00", "harbour"), ("13:00", "15:00", None)])
    shown = model(harbour)
    assert shown.places == ("harbour", "main", None)
    assert shown.location(0, 540) == "harbour"
    assert shown.location(0, 780) is None
    assert shown.location(0, 0) is None
    assert shown.location(1, 540) == "main"


def test_a_visit_from_the_day_before_begins_at_midnight() -> None:
    evening = visit(MONDAY, "23:30", 60)
    today, tomorrow = only(day(MONDAY, [evening])), only(day(date(2026, 11, 17), [evening]))
    assert [(block.start, block.end) for block in today.columns[0].blocks] == [(1410, 1440)]
    assert [(block.start, block.end) for block in tomorrow.columns[0].blocks] == [(0, 30)]
    assert only(day(FRIDAY, [evening])).columns[0].blocks == ()


def test_the_short_day_skips_an_hour() -> None:
    shown = only(day(SPRING, [visit(SPRING, "03:00", 30)], hours=[("00:00", "06:00", "main")]))
    column = shown.columns[0]
    assert len(column.clock.pieces) == 2
    assert column.kinds[minute_of("02:30")] == MISSING
    assert [label.words for label in column.labels] == ["clock change"]
    assert column.kinds[minute_of("03:00")] == FREE
    assert column.clock.epochs(150) == []
    assert column.clock.epoch(150) == instant(SPRING, "03:00")
    assert column.clock.epoch(DAY) == column.end
    assert [block.start for block in column.blocks] == [180]
    assert column.end - column.start == 23 * 60


def test_the_long_day_reads_an_hour_twice() -> None:
    first, second = visit(AUTUMN, "01:30", 15), visit(AUTUMN, "01:30", 15, fold=1)
    column = only(day(AUTUMN, [first, second], hours=[("00:00", "06:00", "main")])).columns[0]
    assert column.end - column.start == 25 * 60
    assert [(block.start, block.second) for block in column.blocks] == [(90, False), (90, True)]
    assert len(column.clock.epochs(90)) == 2
    assert column.clock.wall(second.visit.start_minute) == 90
    assert column.clock.wall(column.end + 5) >= DAY
    # A visit over the turn keeps its rows up to it.
    long = only(day(AUTUMN, [visit(AUTUMN, "00:30", 120)], hours=[("00:00", "06:00", "main")])).columns[0].blocks[0]
    assert (long.start, long.end) == (30, 120)


def test_free_minutes_of_the_two_clock_changes_are_23_and_25_hours() -> None:
    always = [("00:00", "24:00", "main")]
    assert only(day(SPRING, hours=always), now=0).free_minutes(0) == 23 * 60
    assert only(day(AUTUMN, hours=always), now=0).free_minutes(0) == 25 * 60


def test_a_day_whose_midnight_does_not_exist_begins_later() -> None:
    on = date(2026, 9, 6)  # Chile goes forward at midnight
    tz = zone("America/Santiago")
    start, end = instant(on, "01:00", tz="America/Santiago"), instant(on, "24:00", tz="America/Santiago")
    clock = day_clock(DayView("d", on, start, end, (), (), (), 0, 0, 0, ()), tz)
    assert clock.pieces == ((start, end, 60),)
    assert clock.epoch(0) == start


def test_doctors_of_a_day_stand_side_by_side() -> None:
    who = Doctor("who", "riverside", "Dr Who")
    shown = day_model(HOSPITAL, [(DOCTOR, day(FRIDAY)), (who, day(FRIDAY, hours=()))], NOW, {"main": "Main St"})
    assert [(column.key, column.title, column.place) for column in shown.columns] == [
        ("osei", "Dr Amara Osei", "Main St"), ("who", "Dr Who", ""),
    ]  # fmt: skip
    assert shown.by_doctor
    assert [column.place_index for column in shown.columns] == [0, -1]


def test_a_closure_without_words_is_closed() -> None:
    shown = day(FRIDAY, hours=(), closures=[("00:00", "24:00", "")])
    assert only(shown).columns[0].labels[0].words == "closed"


def test_hours_that_touch_or_overlap_leave_no_break() -> None:
    shown = day(FRIDAY, hours=[("08:00", "12:00", "main"), ("12:00", "14:00", "harbour"), ("13:00", "15:00", "main")])
    assert BREAK not in only(shown).columns[0].kinds


def test_the_model_of_a_week_is_the_same_for_the_same_view() -> None:
    one = WeekView(DOCTOR, HOSPITAL, (day(FRIDAY, [visit(FRIDAY, "09:00", 30)]),), 1, 0)
    assert week_model(one, NOW) == week_model(one, NOW)
    assert one.hospital.timezone == NEW_YORK
