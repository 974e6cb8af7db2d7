"""The hours of a doctor by keys: bars, a draft and whom it displaces, single days, closures, working them off."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from textual.pilot import Pilot

from scheduling.desk import Desk
from tests.tui.keys import follow
from tests.tui.reading import page, rows, strips, the_app
from tui.actions import VISIT
from tui.actions.table import CLOSURE, SINGLE_DAY, WEEKLY
from tui.hours.bars import Bar
from tui.hours.sheet import CLOSED, SINGLE, WEEK, Spot
from tui.screens.hours import HoursScreen
from tui.screens.mode import Whereabouts
from tui.screens.week import WeekScreen

DeskApp = Callable[..., Any]
USUAL, SMALL = (120, 36), (80, 24)
FRIDAY = Spot(WEEK, 4)


def hours(pilot: Pilot[None]) -> HoursScreen:
    """The screen of hours, behind any dialogs."""
    return next(screen for screen in pilot.app.screen_stack if isinstance(screen, HoursScreen))


async def press(pilot: Pilot[None], *keys: str) -> HoursScreen:
    """Press, and let what follows happen: also in the store thread."""
    await pilot.press(*keys)
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()
    return hours(pilot)


async def counted(pilot: Pilot[None]) -> str:
    """Row 2, once what waits has been counted."""
    the_app(pilot).tabs.start()
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()
    return rows(pilot.app)[1]


async def typed(pilot: Pilot[None], words: str) -> None:
    """Type words."""
    await pilot.press(*("space" if letter == " " else letter for letter in words))


async def opened(pilot: Pilot[None], spot: Spot = FRIDAY) -> HoursScreen:
    """The hours of Dr Osei, that spot chosen."""
    screen = await press(pilot, "6")
    screen.spot = spot
    screen.show_all()
    await pilot.pause()
    return screen


async def test_it_shows_the_hours_of_the_doctor_of_the_week(desk_app: DeskApp) -> None:
    async with desk_app(USUAL) as pilot:
        await pilot.press("full_stop")
        screen = await press(pilot, "6")
        shown = rows(pilot.app)
        assert "◆ Dr Stephen Strange" in shown[0]
        assert "6 Hours" in shown[1]
        assert "all times New York" in shown[1]
        told = page(pilot.app)
        for words in ("Weekly hours", "08–12:30 Main St", "13–17 Main St", "8 h 30", "42 h 30 a week", "nobody"):
            assert words in told
        assert "n gives a day hours of its own" in told
        assert "c closes days or times" in told
        assert screen.context == WEEKLY
        assert screen.spot == FRIDAY
        await pilot.press("1")
        await pilot.pause()
        assert "◆ Dr Stephen Strange" in rows(pilot.app)[0]


async def test_a_draft_says_what_it_becomes_and_whom_it_displaces_before_it_is_saved(desk_app: DeskApp) -> None:
    async with desk_app(USUAL) as pilot:
        screen = await opened(pilot, FRIDAY._replace(bar=1))
        seq = screen.desk.seq
        await press(pilot, *["left"] * 11)
        assert (
            screen.draft_band.said
            == "Not saved yet   Fridays 13:00 – 17:00 becomes 13:00 – 14:15, from Fri 20 Nov on"
        )
        told = page(pilot.app)
        for words in ("! Saving displaces", "Larsen, Ida", "b. 3 Jul 1993", "fits Fri 20 Nov 11:45", "▴ 1 visit"):
            assert words in told
        assert "was 8 h 30" in told
        assert "6 Hours •" in rows(pilot.app)[1]
        assert screen.desk.seq == seq
        (one,) = screen.lists().displaced or ()
        assert one.fits is not None
        await press(pilot, "ctrl+s")
        assert screen.band.said.startswith("Saved  Fridays 13:00 – 17:00 becomes 13:00 – 14:15")
        assert screen.draft is None
        assert "6 Hours 1" in await counted(pilot)
        assert "! Outside since 20 Nov" in page(pilot.app)
        assert screen.desk.visit_view("a11").visit.start_minute == one.visit.visit.start_minute
        await press(pilot, "u")
        assert screen.band.said == "Undone  set the hours of Dr Osei"
        assert screen.shown.outside == ()
        assert "6 Hours 1" not in await counted(pilot)


async def test_the_displaced_are_worked_off_one_by_one(desk_app: DeskApp) -> None:
    async with desk_app(USUAL) as pilot:
        screen = await opened(pilot)
        await press(pilot, "i")
        assert screen.band.said == "Closed today  Dr Osei from 10:45 on. 4 outside hours: ⏎ each in turn."
        assert screen.context == VISIT
        assert [one.visit.visit.id for one in screen.lists().all] == ["a08", "a09", "a10", "a11"]
        assert all(one.fits and one.because == "Ill" for one in screen.lists().all)
        assert "6 Hours 4" in await counted(pilot)
        await press(pilot, "enter")
        assert "Chinwe Okafor, Fri 20 Nov 10:45 – 11:15, b. 12 Jun 1992" in page(pilot.app)
        await press(pilot, "1")
        assert screen.band.said.startswith("Moved  Chinwe Okafor")
        await press(pilot, "enter", "4")
        assert screen.band.said.startswith("Kept  Ana D'Souza")
        await press(pilot, "enter", "3", "1")
        assert screen.band.said.startswith("Cancelled  Ivan Petrov")
        assert "6 Hours 1" in await counted(pilot)
        await pilot.press("m")
        await pilot.pause()
        week = pilot.app.screen
        assert isinstance(week, WeekScreen)
        assert week.grid.carry is not None
        assert week.grid.carry.visit.visit.id == "a11"
        await pilot.press("f", "enter")
        await pilot.pause()
        await pilot.press("6")
        screen = await press(pilot)
        assert screen.lists().all == ()
        assert screen.context == WEEKLY
        assert "nobody" in page(pilot.app)
        await press(pilot, "tab")
        assert screen.band.said == "Nobody is outside hours."


async def test_a_colleague_is_offered_and_the_visit_opened(desk_app: DeskApp) -> None:
    async with desk_app(USUAL) as pilot:
        screen = await opened(pilot, FRIDAY)
        for _ in range(5):
            await press(pilot, "x", "x", "up")
        assert screen.base.week == ((),) * 7
        found = screen.lists().displaced or ()
        assert {one.fits.doctor for one in found if one.fits} == {"who"}
        await press(pilot, "tab", "enter")
        told = page(pilot.app)
        assert ", Dr Who" in told
        assert "once this is saved" in told
        assert "Keep it as it is" not in told
        await press(pilot, "escape", "e")
        assert "Edit" in page(pilot.app) or "Visit" in page(pilot.app)
        await press(pilot, "escape", "escape")
        assert not screen.in_list
        await press(pilot, "escape")
        assert screen.draft is None
        assert screen.band.said == "Dropped  The hours stay as they were."
        await press(pilot, "u")
        assert screen.draft is not None


async def test_bars_are_moved_added_placed_removed_and_each_step_is_taken_back(desk_app: DeskApp) -> None:
    async with desk_app(USUAL) as pilot:
        screen = await opened(pilot, Spot(WEEK, 2))
        await press(pilot, "shift+right", "minus", "left")
        assert screen.step_minutes == 20
        assert screen.base.week[2][0] == Bar(495, 740, "street")
        await press(pilot, *["plus"] * 9)
        assert screen.band.said == "An end moves by 5 minutes."
        await press(pilot, "right", "shift+left")
        assert screen.base.week[2][0] == Bar(490, 745, "street")
        await press(pilot, "b")
        assert screen.base.week[2][2] == Bar(1050, 1170, "street")
        assert screen.spot.bar == 2
        await press(pilot, "l")
        assert screen.base.week[2][2].location is None
        assert screen.band.said == "At any place."
        await press(pilot, "x")
        assert len(screen.base.week[2]) == 2
        for _ in range(7):
            await press(pilot, "u")
        assert screen.draft is None
        assert screen.band.said == "Taken back  Nothing is left to save."
        await press(pilot, "ctrl+s")
        assert screen.band.said == "There is nothing to save: everything shown is saved."


async def test_a_day_without_hours_says_what_to_press(desk_app: DeskApp) -> None:
    async with desk_app(USUAL) as pilot:
        screen = await opened(pilot, Spot(WEEK, 6))
        assert "b adds hours" in page(pilot.app)
        for key, says in (("left", "no hours that day"), ("l", "no hours that day"), ("x", "no hours that day")):
            await press(pilot, key)
            assert says in screen.band.said
        await press(pilot, "b")
        assert screen.base.week[6] == (Bar(540, 1020, "street"),)
        assert "Saving displaces" in page(pilot.app)


async def test_hours_are_typed_in_words_and_copied_to_days(desk_app: DeskApp) -> None:
    async with desk_app(USUAL) as pilot:
        screen = await opened(pilot, Spot(WEEK, 0))
        await press(pilot, "enter")
        await typed(pilot, "9-12 north, 1")
        await pilot.pause()
        assert "✗ “" in page(pilot.app)
        await typed(pilot, "-3pm")
        await press(pilot)
        assert "09:00 – 12:00 Northgate, 13:00 – 15:00 Main St" in page(pilot.app)
        await press(pilot, "enter")
        assert screen.base.week[0] == (Bar(540, 720, "north"), Bar(780, 900, "street"))
        await press(pilot, "r")
        assert "become the same" in page(pilot.app)
        await press(pilot, "2", "3", "7", "enter")
        assert [day for day, bars in enumerate(screen.base.week) if bars == screen.base.week[0]] == [0, 3, 4, 6]
        await press(pilot, "r", "a", "down", "space", "enter")
        await press(pilot, "g")
        await typed(pilot, "yesterday")
        await press(pilot)
        assert "Too early" in page(pilot.app)
        await press(pilot, "enter", "ctrl+u")
        await typed(pilot, "1.2.")
        await press(pilot, "enter")
        assert "from Mon 1 Feb on" in screen.draft_band.said
        await press(pilot, "ctrl+s")
        assert "Weekly hours from 1 February 2027" in rows(pilot.app)[0]
        await press(pilot, "left_square_bracket")
        assert "Weekly hours until 31 January 2027" in rows(pilot.app)[0]
        await press(pilot, "left_square_bracket")
        assert screen.band.said == "There are no weekly hours before these."
        await press(pilot, "b", "right_square_bracket")
        assert "not saved yet first" in screen.band.said


async def test_from_when_on_needs_a_change_and_the_past_stays(desk_app: DeskApp, station: Callable[[], Desk]) -> None:
    station().do(
        "set_hours", doctor="osei", hours={}, location="street", **{"from": "2026-11-01", "to": "2026-11-02"}
    )
    async with desk_app(USUAL) as pilot:
        screen = await opened(pilot)
        await press(pilot, "g")
        assert "Change the weekly hours first" in screen.band.said
        await press(pilot, "left_square_bracket", "left_square_bracket", "left")
        assert screen.band.said == "These weekly hours are over. ] goes to those in effect."


async def test_a_single_day_goes_into_the_draft_and_back(desk_app: DeskApp) -> None:
    async with desk_app(USUAL) as pilot:
        screen = await opened(pilot)
        await press(pilot, "n")
        await typed(pilot, "mon")
        await press(pilot, "enter")
        await typed(pilot, "10-14")
        await press(pilot, "enter")
        day = date(2026, 11, 23)
        assert screen.spot == Spot(SINGLE, day)
        assert screen.context == SINGLE_DAY
        assert screen.draft_band.said.endswith("Mon 23 Nov 10:00 – 14:00 Main St")
        assert [one.visit.visit.id for one in screen.lists().displaced or ()] == ["a12"]
        assert "▴ 1 visit" in page(pilot.app)
        await press(pilot, "shift+left", "shift+left", "shift+left", "shift+left")
        assert screen.lists().displaced == ()
        await press(pilot, "ctrl+s")
        assert screen.saved[day].bars == (Bar(540, 840, "street"),)
        await press(pilot, "x")
        assert screen.band.said == "Removed  Mon 23 Nov has the weekly hours again."
        assert screen.spot.kind == WEEK
        await press(pilot, "u")
        assert day in screen.saved


async def test_a_single_day_that_somebody_needs_is_not_removed_at_once(desk_app: DeskApp) -> None:
    async with desk_app(USUAL) as pilot:
        screen = await opened(pilot)
        day = date(2026, 11, 28)
        the_app(pilot).desk.do("set_day", doctor="osei", date=day.isoformat(), spans=[["09:00", "12:00"]])
        start = f"{day.isoformat()}T09:00"
        the_app(pilot).desk.do("book", id="sat", doctor="osei", start=start, minutes=30, patient="maria")
        screen.reload()
        screen.spot = Spot(SINGLE, day)
        await press(pilot, "x")
        assert screen.draft_band.said.endswith("Sat 28 Nov back to the weekly hours")
        assert [one.visit.visit.id for one in screen.lists().displaced or ()] == ["sat"]
        assert "weekly again" in page(pilot.app)
        await press(pilot, "b")
        assert screen.base.days[day] is not None
        await press(pilot, "x", "r")
        await typed(pilot, "30 nov to 2 dec")
        await press(pilot, "tab")
        await typed(pilot, "off")
        await press(pilot, "enter")
        assert len(screen.base.days) == 4
        await press(pilot, "x")
        assert len(screen.base.days) == 3


async def test_closures_are_drafted_saved_and_opened_again(desk_app: DeskApp) -> None:
    async with desk_app(USUAL) as pilot:
        screen = await opened(pilot)
        await press(pilot, "c")
        await typed(pilot, "mon 8am to tue")
        await press(pilot, "down", "down", "enter")
        await typed(pilot, "Fire [drill]")
        await press(pilot, "enter")
        assert screen.context == CLOSURE
        assert screen.draft_band.said.endswith("Main Street closed Mon 23 Nov 08:00 – Tue 24:00, Fire [drill]")
        told = page(pilot.app)
        assert "Main St, everyone" in told
        assert "not saved yet" in told
        assert [one.visit.visit.id for one in screen.lists().displaced or ()] == ["a12"]
        await press(pilot, "left")
        assert screen.band.said == "A closure has no hours. x takes it away, c adds another."
        await press(pilot, "x")
        assert screen.draft is None
        await press(pilot, "u")
        assert screen.band.said == "Taken back  Nothing was saved."
        await press(pilot, "escape")
        await press(pilot, "c")
        await typed(pilot, "24 dec to 26 dec")
        await press(pilot, "enter", "enter")
        await press(pilot, "ctrl+s")
        (closure,) = screen.shown.closures
        assert (closure.doctor, closure.from_, closure.to) == ("osei", "2026-12-24", "2026-12-26")
        screen.spot = Spot(CLOSED, closure.id)
        await press(pilot, "x")
        assert screen.band.said == "Open again  24 – 26 Dec, closed."
        await press(pilot, "u")
        assert len(screen.shown.closures) == 1
        await press(pilot, "n")
        await typed(pilot, "24 dec")
        await press(pilot, "enter")
        await typed(pilot, "10-12")
        await press(pilot)
        assert "It stays closed. ^o opens it." in page(pilot.app)
        await press(pilot, "ctrl+o", "enter")
        assert screen.draft_band.said.endswith("also where closed")
        assert "open if closed" in page(pilot.app)


async def test_ill_after_hours_closes_nothing(desk_app: DeskApp) -> None:
    async with desk_app(USUAL, now="2026-11-20T17:05-05:00") as pilot:
        screen = await opened(pilot)
        seq = screen.desk.seq
        await press(pilot, "i")
        assert screen.band.said == "Dr Osei has no hours left today."
        assert screen.desk.seq == seq


async def test_another_desks_change_keeps_the_draft_and_says_so(
    desk_app: DeskApp, station: Callable[[], Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    other = station()
    monkeypatch.setattr("tui.worker.LOOK_SECONDS", 60.0)  # what the other did is met by saving, not seen before
    week = {"mon": [["09:00", "12:00"]], "fri": [["09:00", "12:00"]]}
    async with desk_app(USUAL) as pilot:
        screen = await opened(pilot)
        await press(pilot, "left", "left")
        mine = screen.base.week[4]
        other.do("set_hours", doctor="osei", hours=week, location="street")
        await press(pilot, "ctrl+s")
        assert "Somebody else" in screen.band.said
        assert screen.draft_band.said.startswith("Changed meanwhile")
        assert screen.base.week[4] == mine
        assert screen.base.week[0] == (Bar(540, 720, "street"),)
        assert screen.shown.weekly[0].end == "12:00"
        monkeypatch.setattr("tui.worker.LOOK_SECONDS", 0.05)
        await press(pilot, "ctrl+s")
        assert screen.band.said.startswith("Saved")
        assert screen.draft is None
        await press(pilot, "right")
        other.do("close", doctor="osei", **{"from": "2026-12-24", "to": "2026-12-24"})
        await follow(pilot)
        assert screen.draft_band.said.startswith("Changed meanwhile")
        assert len(screen.shown.closures) == 1


async def test_a_draft_is_kept_when_the_screen_or_the_doctor_is_left(desk_app: DeskApp) -> None:
    async with desk_app(USUAL) as pilot:
        screen = await opened(pilot)
        await press(pilot, "left")
        await pilot.press("1")
        await pilot.pause()
        assert "6 Hours •" in rows(pilot.app)[1]
        await press(pilot, "6")
        assert screen.draft is not None
        await press(pilot, "full_stop")
        assert "◆ Dr Stephen Strange" in rows(pilot.app)[0]
        assert set(screen.drafts) == {"osei"}
        assert "6 Hours •" in rows(pilot.app)[1]
        await press(pilot, "comma")
        assert screen.draft is not None
        await press(pilot, "d")
        await typed(pilot, "who")
        await press(pilot, "enter")
        assert "◆ Dr Who" in rows(pilot.app)[0]
        await the_app(pilot).open_mode("week", Whereabouts(doctor="osei"))
        await the_app(pilot).open_mode("hours", Whereabouts(doctor="osei"))
        await press(pilot)
        assert screen.draft_band.said.startswith("Not saved yet")


async def test_a_new_doctor_gets_hours_and_is_bookable_at_once(desk_app: DeskApp) -> None:
    async with desk_app(USUAL) as pilot:
        desk = the_app(pilot).desk
        desk.do("add_doctor", id="nell", hospital="main", name="Dr Nell New", locations=["north"])
        await the_app(pilot).open_mode("hours", Whereabouts(doctor="nell", asked=True))
        screen = await press(pilot)
        assert "no hours a week" in page(pilot.app)
        await press(pilot, "b", "r", "a", "enter", "ctrl+s")
        assert screen.versions[0].week[0] == (Bar(540, 1020, "north"),)
        found = desk.next(doctor="nell", after="2026-11-20T10:42", minutes=30)
        assert found.openings[0].start == -(-desk.now() // 300) * 5


async def test_small_the_list_is_behind_tab(desk_app: DeskApp) -> None:
    async with desk_app(SMALL) as pilot:
        screen = await opened(pilot, FRIDAY._replace(bar=1))
        await press(pilot, *["left"] * 11)
        told = page(pilot.app)
        assert "! Saving displaces 1   Tab lists them" in told
        assert "Fri 13–17 → 13–14:15, from Fri 20 Nov" in rows(pilot.app)[2]
        assert "▴1" in told
        await press(pilot, "tab")
        assert "Larsen, Ida" in page(pilot.app)
        assert "Weekly hours" not in page(pilot.app)
        await press(pilot, "tab")
        assert "Weekly hours" in page(pilot.app)
        await pilot.resize_terminal(*USUAL)
        await pilot.pause()
        assert "Larsen, Ida" in page(pilot.app)
        assert screen.has_class("-wide")


async def test_the_mouse_chooses_drags_and_opens(desk_app: DeskApp) -> None:
    async with desk_app(USUAL) as pilot:
        screen = await opened(pilot, Spot(WEEK, 0))
        shown = rows(pilot.app)
        y = next(at for at, row in enumerate(shown) if row.startswith("  Wed"))
        x = shown[y].index("13–17")
        await pilot.click(offset=(x, y))
        await press(pilot)
        assert screen.spot == Spot(WEEK, 2, 1)
        end = x - 2 + 16
        await pilot.mouse_down(offset=(end, y))
        await pilot.hover(offset=(end - 4, y))
        await pilot.hover(offset=(end - 8, y))
        await pilot.mouse_up(offset=(end - 8, y))
        await press(pilot)
        assert screen.base.week[2][1] == Bar(780, 900, "street")
        assert len(screen.drafts["osei"]) == 1
        await pilot.click(offset=(x + 1, y))
        await press(pilot)
        assert "nothing is saved yet" in page(pilot.app)
        await press(pilot, "escape")
        await press(pilot, "ctrl+s", "i")
        y = next(at for at, row in enumerate(rows(pilot.app)) if "Larsen, Ida" in row)
        await pilot.click(offset=(95, y))
        await press(pilot)
        assert screen.entry is not None
        assert screen.entry.visit.visit.id == "a11"
        await pilot.click(offset=(95, y))
        await press(pilot)
        assert "Ida Larsen, Fri 20 Nov 14:45 – 15:30" in page(pilot.app)


@pytest.mark.parametrize("size", [SMALL, USUAL, (160, 48), (60, 15)])
async def test_hostile_names_break_no_column(desk_app: DeskApp, size: tuple[int, int]) -> None:
    async with desk_app(size) as pilot:
        desk = the_app(pilot).desk
        name = "Ward [b] 田中 e\u0301" + "long " * 30
        desk.do("add_location", id="odd", hospital="main", name=name)
        desk.do("set_day", doctor="osei", date="2026-11-24", spans=[["09:00", "17:00"]], location="odd")
        desk.do("close", location="odd", reason="[/] " + "why " * 40, **{"from": "2026-11-25", "to": "2026-11-25"})
        desk.do("set_hours", doctor="osei", hours={"sat": [["22:00", "06:00"]]}, location="odd")
        screen = await opened(pilot)
        for _ in range(14):
            await press(pilot, "down")
        assert screen.spot.kind == CLOSED
        await press(pilot, "tab", "tab", *["up"] * 14)
        assert {strip.cell_length for strip in strips(pilot.app)} == {size[0]}
        await press(pilot, "r", "escape", "c", "escape", "n", "escape", "enter", "escape")


async def test_both_themes_and_a_minute_that_passes(desk_app: DeskApp) -> None:
    async with desk_app(USUAL, theme="frontdesk-light") as pilot:
        screen = await opened(pilot)
        screen.do_theme_dark()
        screen.passed()
        await press(pilot)
        assert "Weekly hours" in page(pilot.app)


async def test_a_clinic_without_doctors_has_no_hours_yet(desk_app: DeskApp) -> None:
    async with desk_app(USUAL) as pilot:
        desk = the_app(pilot).desk
        for doctor in ("osei", "strange", "who"):
            desk.do("retire_doctor", id=doctor)
        screen = HoursScreen()
        await pilot.app.push_screen(screen)
        await press(pilot, "up", "down", "tab", "left", "comma", "d", "left_square_bracket", "ctrl+s", "escape", "x")
        assert "no doctor yet" in rows(pilot.app)[0]
        assert screen.whereabouts() == Whereabouts()


async def test_the_list_scrolls_and_tells_how_many_are_below(desk_app: DeskApp) -> None:
    async with desk_app((120, 20)) as pilot:
        desk = the_app(pilot).desk
        for number in range(16):
            start = f"2026-11-24T{8 + number // 4:02}:{number % 4 * 15:02}"
            desk.do("book", id=f"t{number}", doctor="osei", start=start, minutes=15, patient="maria")
        screen = await opened(pilot)
        await press(pilot, "c")
        await typed(pilot, "tue")
        await press(pilot, "enter", "enter")
        assert len(screen.lists().displaced or ()) == 16
        assert "more below" in page(pilot.app)
        await press(pilot, "tab", *["down"] * 15)
        assert "Tue 24 Nov 11:45" in page(pilot.app)
        assert "more below" not in page(pilot.app)
