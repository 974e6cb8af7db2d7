"""Today by keys: a list is worked off by repeating one key, what is unresolved, freed times, other days, doctors."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from textual.pilot import Pilot

from scheduling import open_desk
from scheduling.clock import FixedClock
from scheduling.desk import Desk
from tests.tui.keys import follow, press, until
from tests.tui.reading import page, rows, the_app
from tui.actions import FREE, NOTHING, SHUT
from tui.dialogs.book import BookDialog
from tui.dialogs.doctor import DoctorDialog
from tui.dialogs.freed import FreedDialog
from tui.dialogs.next_available import NextDialog
from tui.dialogs.visit import VisitDialog
from tui.screens.today import TodayScreen
from tui.screens.week import WeekScreen

DeskApp = Callable[..., Any]
Station = Callable[..., Desk]


async def opened(pilot: Pilot[None], *keys: str) -> TodayScreen:
    """The screen, opened by its number."""
    await press(pilot, "3", *keys)
    return today(pilot)


def today(pilot: Pilot[None]) -> TodayScreen:
    """The board behind any dialogs."""
    screen = pilot.app.screen_stack[0]
    assert isinstance(screen, TodayScreen)
    return screen


def top(pilot: Pilot[None]) -> Any:
    """The screen or dialog that has the keys."""
    return pilot.app.screen


def here(screen: TodayScreen) -> str | None:
    """The visit under the cursor."""
    return screen.chosen_visit.visit.id if screen.chosen_visit else None


@contextmanager
def earlier(folder: Path, now: str) -> Iterator[Desk]:
    """The desk at an earlier moment."""
    desk = open_desk(folder, now=now, by="j.hale", desk="front-1")
    yield desk
    desk.close_desk()


@pytest.fixture
def left_over(folder: Path) -> Path:
    """Three past visits that nobody resolved: two of Wednesday, one of this morning."""
    with earlier(folder, "2026-11-18T08:00-05:00") as desk:
        for ident, doctor, start, patient in (
            ("u1", "who", "2026-11-18T09:00", "maria"),
            ("u2", "osei", "2026-11-18T15:00", "vip"),
            ("u3", "who", "2026-11-20T09:00", "mario"),
        ):
            desk.do("book", id=ident, doctor=doctor, start=start, minutes=30, type="fu", patient=patient)
    return folder


# -- what it shows --------------------------------------------------------------------------------------------------


async def test_three_sections_their_minutes_and_the_counts(desk_app: DeskApp) -> None:
    async with desk_app((120, 36)) as pilot:
        screen = await opened(pilot)
        shown = rows(pilot.app)
        assert "◆ Riverside Health Centre" in shown[0]
        assert "‹ Friday 20 November 2026 ›" in shown[0]
        assert shown[1].rstrip().endswith("all doctors")
        assert shown[2].startswith(" 1 seen   0 no-show   1 in room   1 waiting   4 due   0 late ")
        assert shown[2].rstrip().endswith("longest wait 7 min")
        text = page(pilot.app)
        for words in ("Waiting ─", "1, by minutes", "In the room ─", "1, minutes of those planned", "Due ─"):
            assert words in text
        assert "● Okafor, Chinwe" in text
        assert "7 of 30" in text
        assert "in 2 h 48" in text
        assert "Nothing: all is worked off." in text
        assert here(screen) == "a08"


async def test_the_doctors_now_and_how_far_behind(desk_app: DeskApp) -> None:
    async with desk_app((120, 36)) as pilot:
        await opened(pilot)
        lines = [line[85:].split() for line in rows(pilot.app)]
        assert ["Dr", "Osei", "Haddad,", "Omar", "20", "min"] in lines  # went in at 10:35 instead of 10:15
        assert ["Dr", "Who", "free", "on", "time"] in lines


async def test_at_80_columns_one_line_stands_for_what_is_beside_it(desk_app: DeskApp, left_over: Path) -> None:
    async with desk_app((80, 24)) as pilot:
        await opened(pilot)
        line = rows(pilot.app)[22]
        assert line.startswith(" ! 3 unresolved past visits, oldest Wed 18 Nov 09:00 Maria Lopez")
        assert line.rstrip().endswith("Tab")
        assert "Doctors now" not in page(pilot.app)
        await press(pilot, "tab")
        assert "The table: 1 waiting, 1 in the room, 4 due" in rows(pilot.app)[22]
        assert "Lopez, Mario" in page(pilot.app)
        await pilot.resize_terminal(120, 36)
        await pilot.pause()
        assert "Doctors now" in page(pilot.app)
        assert "Waiting ─" in page(pilot.app)


@pytest.mark.parametrize("size", [(80, 24), (104, 30), (120, 36), (160, 48)])
@pytest.mark.parametrize("theme", ["frontdesk-dark", "frontdesk-light"])
async def test_every_row_is_as_wide_as_the_terminal_whatever_a_name_is(
    desk_app: DeskApp, folder: Path, station: Station, size: tuple[int, int], theme: str
) -> None:
    desk = station()
    hostile = (
        "[/] [b] x",
        "田中" * 40,
        "\u0645\u062d\u0645\u062f, \u0639\u0644\u064a",
        "e\u0301" * 90,
        "👩‍👩‍👧 Family",
        "x" * 200,
    )
    for number, name in enumerate(hostile):
        desk.do("add_patient", id=f"h{number}", name=name, hospital="main", phones=["[red]1"])
        start = f"2026-11-20T{11 + number // 2}:{30 * (number % 2):02}"
        desk.do("book", doctor="strange", start=start, minutes=30, patient=f"h{number}", override="x")
    desk.do("status", id=desk.appointments(patient="h1")[0].id, status="arrived")
    async with desk_app(size, theme=theme) as pilot:
        await opened(pilot, "end", "home", "tab", "tab")
        assert {cell_len(row) for row in rows(pilot.app)} == {size[0]}
        assert "[b] x, [/]" in page(pilot.app)


# -- working a list off ---------------------------------------------------------------------------------------------


async def test_a_key_of_other_screens_says_where_it_works(desk_app: DeskApp) -> None:
    async with desk_app((80, 24)) as pilot:
        await press(pilot, "3", "Z")
        assert "Z works on 1 Week." in page(pilot.app)
        await press(pilot, "plus")
        assert "+ works on 1 Week, 2 Day, 5 Wait" in page(pilot.app)


async def test_a_list_is_worked_off_by_repeating_one_key(desk_app: DeskApp) -> None:
    async with desk_app((120, 36)) as pilot:
        screen = await opened(pilot, "down", "down")
        assert here(screen) == "a13"
        await press(pilot, "down")
        assert here(screen) == "a09"
        await press(pilot, "a")
        assert screen.band.said.startswith("Arrived  Ana D'Souza")
        assert here(screen) == "a10", "the same row of Due holds who was below"
        await press(pilot, "a", "a")
        assert here(screen) == "a13", "the last row moved up"
        await press(pilot, "a")
        assert (here(screen), screen.context) == (None, NOTHING)
        assert "Nobody more is due today. ] shows tomorrow" in page(pilot.app)
        assert len(screen.board.waiting) == 5
        await press(pilot, "a")
        assert screen.band.said == "No visit here has arrived."
        assert len(screen.board.waiting) == 5
        await press(pilot, "up")
        assert here(screen) == "a07"
        await press(pilot, "down")
        assert here(screen) == "a07", "nothing stands below"


async def test_undo_brings_the_visit_back_under_the_cursor(desk_app: DeskApp) -> None:
    async with desk_app((120, 36)) as pilot:
        screen = await opened(pilot, "down", "down", "down")
        await press(pilot, "i")
        assert here(screen) == "a10"
        await press(pilot, "u")
        assert screen.band.said.startswith("Undone  ")
        assert here(screen) == "a09"
        await press(pilot, "ctrl+r")
        assert here(screen) == "a10"


async def test_all_of_a_visits_day(desk_app: DeskApp) -> None:
    async with desk_app((120, 36)) as pilot:
        screen = await opened(pilot)
        await press(pilot, "space")
        assert here(screen) is None
        assert "Nobody waits. a on who is due: arrived." in page(pilot.app)
        await press(pilot, "down")
        assert here(screen) == "a07"
        await press(pilot, "s")
        assert here(screen) == "a08"
        assert screen.board.tally.seen == 2
        await press(pilot, "s")
        assert "Nobody is in. i on who waits" in page(pilot.app)
        assert screen.board.tally == (3, 0, 0, 0, 4, 0, 0, 0)
        await press(pilot, "end", "p")
        assert screen.band.said.startswith("Said yes  Ida Larsen")
        assert here(screen) == "a11"
        await press(pilot, "o")
        assert screen.band.has_class("-bad")
        await press(pilot, "x", "1")
        assert here(screen) == "a10"
        await press(pilot, "y")
        assert screen.band.said.startswith("Copied  Ivan Petrov")
        await press(pilot, "v")
        assert "History" in page(pilot.app)
        await press(pilot, "escape", "enter")
        assert isinstance(top(pilot), VisitDialog)


async def test_news_from_elsewhere_leave_the_cursor_on_its_visit(desk_app: DeskApp, station: Station) -> None:
    async with desk_app((120, 36)) as pilot:
        screen = await opened(pilot, "end")
        assert here(screen) == "a11"
        station().do("status", id="a13", status="arrived")
        await follow(pilot)
        assert len(screen.board.waiting) == 2
        assert here(screen) == "a11"
        assert screen.item is not None


async def test_a_visit_is_carried_over_its_week(desk_app: DeskApp) -> None:
    async with desk_app((120, 36)) as pilot:
        await press(pilot, "3", "end", "m")
        week = top(pilot)
        assert isinstance(week, WeekScreen)
        assert "Carrying  Ida Larsen" in rows(pilot.app)[1]
        await press(pilot, "escape")
        board = top(pilot)
        assert isinstance(board, TodayScreen)
        assert here(board) == "a11"
        assert board.band.said == "Put back; nothing was changed."
        await press(pilot, "1")
        assert isinstance(top(pilot), WeekScreen)
        assert top(pilot).selection.visit is not None
        assert top(pilot).selection.visit.visit.id == "a11"


async def test_late_ones_stand_first_and_say_how_late(desk_app: DeskApp) -> None:
    async with desk_app((120, 36), now="2026-11-20T11:20-05:00") as pilot:
        screen = await opened(pilot)
        assert screen.board.tally.late == 2
        text = page(pilot.app)
        assert "4, late first" in text
        late = [line for line in rows(pilot.app) if " late " in line and "!" in line[:4]]
        assert ["20 min late" in late[0], "5 min late" in late[1]] == [True, True]
        assert " 2 late " in rows(pilot.app)[2]


async def test_time_moves_on_without_a_transaction(desk_app: DeskApp) -> None:
    async with desk_app((120, 36)) as pilot:
        screen = await opened(pilot, "end")
        clock = the_app(pilot).desk.clock
        assert isinstance(clock, FixedClock)
        clock.set(clock.now() + 20 * 60)
        screen.tick()
        await pilot.pause()
        assert "27 min" in page(pilot.app)
        assert "2 min late" in page(pilot.app)
        clock.set(clock.now() + 30 * 60)
        screen.tick()
        assert [view.visit.id for view in screen.board.unresolved] == ["a13", "a09"]
        assert here(screen) == "a11"
        clock.set(clock.now() + 24 * 3600)
        screen.tick()
        await pilot.pause()
        assert "Saturday 21 November 2026" in rows(pilot.app)[0]
        assert "Nobody waits." in page(pilot.app)


# -- what is unresolved, what was freed -----------------------------------------------------------------------------


async def test_what_is_unresolved_is_worked_off_by_repeating_one_key(desk_app: DeskApp, left_over: Path) -> None:
    async with desk_app((120, 36)) as pilot:
        screen = await opened(pilot, "tab")
        text = page(pilot.app)
        assert text.index("Mario") < text.index("Wed 18 Nov") < text.index("Lopez, Maria ")
        assert here(screen) == "u3"
        await press(pilot, "s")
        assert here(screen) == "u1"
        await press(pilot, "o")
        assert here(screen) == "u2"
        await press(pilot, "s")
        assert (here(screen), screen.board.unresolved_count) == (None, 0)
        assert "Nothing: all is worked off." in page(pilot.app)
        await press(pilot, "s")
        assert screen.band.said == "No visit here has been seen."
        await press(pilot, "tab")
        assert here(screen) == "a08"
        await press(pilot, "tab")
        assert screen.band.said == "Nothing is unresolved, and no time was freed."
        assert the_app(pilot).desk.visit_view("u1").visit.status == "noshow"


async def test_escape_leads_back_to_the_table(desk_app: DeskApp, left_over: Path) -> None:
    async with desk_app((80, 24)) as pilot:
        screen = await opened(pilot, "tab", "end", "up")
        assert here(screen) == "u1"
        await press(pilot, "escape")
        assert here(screen) == "a08"
        assert "Waiting ─" in page(pilot.app)


async def test_a_freed_time_offers_who_waits_and_takes_them_off_the_list(desk_app: DeskApp, station: Station) -> None:
    desk = station()
    desk.do("cancel", id="a10", reason="patient")
    desk.do("waitlist_add", id="w1", patient="maria", doctors=["osei"], type="fu")
    desk.do("waitlist_add", id="w2", patient="mario", priority=1, note="Any [time]")
    async with desk_app((120, 36)) as pilot:
        screen = await opened(pilot, "tab")
        assert screen.context == FREE
        assert "13:30 Dr Osei, 30 min 2 waiting" in page(pilot.app)
        await press(pilot, "enter")
        assert isinstance(top(pilot), FreedDialog)
        shown = page(pilot.app)
        assert "2 would take it" in shown
        assert shown.index("Lopez, Mario") < shown.index("Lopez, Maria ")
        assert "Any [time]" in shown
        await press(pilot, "down", "enter")
        assert isinstance(top(pilot), BookDialog)
        await press(pilot, "enter")
        assert screen.band.said.startswith("Booked  Maria Lopez, b. 7 Mar 1984: Fri 20 Nov 13:30–14:00")
        assert screen.band.said.endswith("No longer on the waitlist.")
        assert here(screen) is not None
        assert [view.entry.id for view in the_app(pilot).desk.waiting_list()] == ["w2"]
        assert screen.board.freed == ()
        await press(pilot, "u")  # one step: the time is free again, and she waits for it
        assert [view.entry.id for view in the_app(pilot).desk.waiting_list()] == ["w2", "w1"]
        assert len(screen.board.freed) == 1


async def test_a_freed_time_that_nobody_waits_for_opens_the_form(desk_app: DeskApp, station: Station) -> None:
    station().do("cancel", id="a10", reason="patient")
    async with desk_app((80, 24)) as pilot:
        screen = await opened(pilot)
        assert "1 freed time, first 13:30 Dr Osei, 30 min" in rows(pilot.app)[22]
        await press(pilot, "tab", "enter")
        form = top(pilot)
        assert isinstance(form, BookDialog)
        await press(pilot, "escape")
        assert screen.context == FREE
        await press(pilot, "1")
        week = top(pilot)
        assert isinstance(week, WeekScreen)
        assert week.selection.start == 13 * 60 + 30


async def test_somebody_else_may_have_a_freed_time_and_a_past_one_nobody(desk_app: DeskApp, station: Station) -> None:
    desk = station()
    desk.do("cancel", id="a10", reason="patient")
    desk.do("waitlist_add", id="w1", patient="maria")
    async with desk_app((120, 36)) as pilot:
        screen = await opened(pilot, "tab", "enter", "b")
        assert isinstance(top(pilot), BookDialog)
        await press(pilot, "escape")
        clock = the_app(pilot).desk.clock
        assert isinstance(clock, FixedClock)
        clock.set(clock.now() + 4 * 3600)
        screen.tick()
        screen.point_at("osei " + str(screen.board.freed[0].end))
        assert screen.context == SHUT
        await press(pilot, "enter")
        assert screen.band.said == "This time is past; nobody can take it any more."


async def test_a_waitlist_that_was_emptied_meanwhile_says_so(desk_app: DeskApp, station: Station) -> None:
    async with desk_app((80, 24)) as pilot:
        await opened(pilot)
        app = the_app(pilot)
        start = app.desk.visit_view("a10").visit.start_minute
        answers: list[object] = []
        app.push_screen(FreedDialog("osei", start, 30), answers.append)
        await pilot.pause()
        assert "Nobody waits for it any more" in page(pilot.app)
        await press(pilot, "enter", "escape")
        assert answers == [None]


# -- other days, other doctors, new visits --------------------------------------------------------------------------


async def test_the_day_before_shows_how_it_ended_the_day_after_who_is_due(desk_app: DeskApp, left_over: Path) -> None:
    async with desk_app((120, 36)) as pilot:
        screen = await opened(pilot, "left_square_bracket", "left_square_bracket")
        text = page(pilot.app)
        assert "‹ Wednesday 18 November 2026 ›" in text
        assert rows(pilot.app)[2].startswith(" 1 seen   0 no-show   0 cancelled   2 unresolved")
        assert "2, nobody said how they ended" in text
        assert " – of 15" in text
        assert here(screen) == "u1"
        await press(pilot, "o")
        assert "No-show ─" in page(pilot.app)
        assert here(screen) == "u2"
        await press(pilot, "t")
        assert screen.day.isoformat() == "2026-11-20"
        await press(pilot, "ctrl+right")
        assert "No visits on Saturday 21 November 2026." in page(pilot.app)
        assert screen.context == NOTHING
        await press(pilot, "right_square_bracket", "right_square_bracket")
        assert "Ann [VIP] [/] 田中" in page(pilot.app)
        assert rows(pilot.app)[2].startswith(" 1 due")
        assert here(screen) == "a12"


async def test_go_to_a_date_in_words(desk_app: DeskApp) -> None:
    async with desk_app((120, 36)) as pilot:
        screen = await opened(pilot, "g", *"+3d", "enter")
        assert screen.day.isoformat() == "2026-11-23"


async def test_one_doctor_or_all(desk_app: DeskApp, left_over: Path) -> None:
    async with desk_app((120, 36)) as pilot:
        screen = await opened(pilot, "d")
        assert isinstance(top(pilot), DoctorDialog)
        assert "All doctors" in page(pilot.app)
        await press(pilot, "w", "h", "o", "enter")
        assert rows(pilot.app)[1].rstrip().endswith("Dr Who")
        assert [one.visit.visit.id for one in screen.board.due] == ["a13"]
        assert screen.board.unresolved_count == 2
        await press(pilot, "d", "up", "up", "up", "enter")
        assert rows(pilot.app)[1].rstrip().endswith("all doctors")
        assert len(screen.board.due) == 4


async def test_a_walk_in_asks_with_whom_and_waits(desk_app: DeskApp) -> None:
    async with desk_app((120, 36)) as pilot:
        screen = await opened(pilot, "n")
        assert "A walk-in, with whom?" in page(pilot.app)
        await press(pilot, *"strange", "enter")
        assert isinstance(top(pilot), BookDialog)
        await press(pilot, *"lar", "enter", "enter")
        assert screen.band.said.startswith("Arrived  ")
        assert len(screen.board.waiting) == 2
        assert screen.chosen_visit is not None
        assert screen.chosen_visit.visit.doctor == "strange"
        screen.doctor_id = "who"
        await press(pilot, "n")
        assert isinstance(top(pilot), BookDialog)


async def test_next_available_is_of_that_patients_doctor(desk_app: DeskApp) -> None:
    async with desk_app((120, 36)) as pilot:
        screen = await opened(pilot, "down", "down", "f")
        assert isinstance(top(pilot), NextDialog)
        assert screen.doctor_meant == "who"
        await press(pilot, "escape", "f", "enter", *"lar", "enter", "enter")
        assert screen.band.said.startswith("Booked  Ida Larsen")
        await press(pilot, "f", "ctrl+o")
        assert isinstance(top(pilot), WeekScreen)
        assert "Dr Who" in rows(pilot.app)[0]


async def test_a_found_visit_that_is_listed_gets_the_cursor(desk_app: DeskApp) -> None:
    async with desk_app((120, 36)) as pilot:
        screen = await opened(pilot)
        assert screen.point_at("a11")
        assert here(screen) == "a11"
        assert not screen.point_at("a01")


async def test_the_mouse_chooses_and_opens(desk_app: DeskApp, left_over: Path) -> None:
    async with desk_app((120, 36)) as pilot:
        screen = await opened(pilot)
        line = next(number for number, row in enumerate(rows(pilot.app)) if "Petrov, Ivan" in row)
        await pilot.click(offset=(10, line))
        await pilot.pause()
        assert here(screen) == "a10"
        line = next(number for number, row in enumerate(rows(pilot.app)) if "Lopez, Mario" in row)
        await pilot.click(offset=(95, line))
        await pilot.pause()
        assert here(screen) == "u3"
        await pilot.click(offset=(95, line))
        await pilot.pause()
        assert isinstance(top(pilot), VisitDialog)
        await press(pilot, "escape")
        await pilot.click(offset=(10, 6))
        await pilot.pause()
        screen.table.post_message(screen.table.Rolled(2))
        await pilot.pause()
        assert here(screen) == "a13"


async def test_whence_and_whither(desk_app: DeskApp) -> None:
    async with desk_app((120, 36)) as pilot:
        screen = await opened(pilot)
        assert (screen.whereabouts().visit, screen.whereabouts().patient) == ("a08", "okafor")
        screen.arrive(screen.whereabouts()._replace(visit="a11", day=None))
        assert here(screen) == "a08", "nobody asked for it"
        screen.arrive(screen.whereabouts()._replace(visit="a12", asked=True, day=screen.day.replace(day=23)))
        assert here(screen) == "a12"
        screen.turn_to(screen.day.replace(day=22))
        assert screen.whereabouts().visit is None
        assert screen.whereabouts().day == screen.day


# -- the tabs' numbers ----------------------------------------------------------------------------------------------


async def counted(pilot: Pilot[None], counts: dict[str, int]) -> None:
    """Let the store thread count, until the tabs say so."""
    tabs = the_app(pilot).tabs
    await until(pilot, lambda: {mode: count.number for mode, count in tabs.counts.items()} == counts)


async def test_the_tabs_count_what_waits(
    desk_app: DeskApp, station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = station()
    desk.do("waitlist_add", id="w1", patient="maria")
    monkeypatch.setattr("tui.tab_counts.COUNT_SECONDS", 0.01)
    async with desk_app((120, 36)) as pilot:
        screen = await opened(pilot)
        await counted(pilot, {"today": 1, "waitlist": 1})
        await pilot.pause()
        assert "3 Today 1" in rows(pilot.app)[1]
        shown: list[object] = []
        monkeypatch.setattr(screen.modes, "count", lambda _: shown.append(1))
        await the_app(pilot).tabs._count()
        assert shown == [], "no number changed"
        desk.do("close", doctor="osei", **{"from": "2026-11-23", "to": "2026-11-23"})
        desk.do("status", id="a08", status="checked-in")
        await counted(pilot, {"waitlist": 1, "hours": 1})
        assert shown
