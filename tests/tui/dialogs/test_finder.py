"""Next available, by its keys: what the words find, that the first is the first, and what to give up for one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from textual.widgets import Input

from scheduling.desk import Desk
from tests.tui.conftest import Running
from tests.tui.dialogs.desk_day import FRIDAY, shown, stand, visits
from tests.tui.keys import follow, press, settle, write
from tests.tui.reading import page, the_app, week
from tui.dialogs.book import BookDialog
from tui.dialogs.finder_help import EXAMPLE
from tui.dialogs.finder_help import PHRASES as PHRASES_SHOWN
from tui.dialogs.next_available import Chosen, NextDialog
from tui.finder import words as finder_words
from tui.widgets.rows import Rows

App = Callable[..., Running]
Station = Callable[..., Desk]
SIZES = [(120, 36), (80, 24)]


@pytest.mark.parametrize("size", SIZES)
async def test_found_and_booked_in_eight_keys(desk_app: App, station: Station, size: tuple[int, int]) -> None:
    async with desk_app(size) as pilot:
        count = await press(pilot, "f")
        finder = shown(pilot, NextDialog)
        first = finder.chosen
        assert first is not None
        assert "Osei, follow-up," in finder.query_one("#words", Input).value
        count += await press(pilot, "enter", "l", "o", "p", "enter", "enter")
        assert count == 7
        assert not isinstance(pilot.app.screen, BookDialog)
        assert "Maria Lopez" in week(pilot).band.said
    found = [visit for visit in visits(station()) if visit.patient == "maria"]
    assert [(visit.doctor, visit.start_minute) for visit in found] == [("osei", first.start)]


PHRASES: list[tuple[str, dict[str, Any]]] = [
    ("osei", {"doctors": ["osei"], "type": "fu"}),
    ("osei or who, follow-up", {"doctors": ["osei", "who"], "type": "fu"}),
    ("any 20 min", {"hospital": "main", "minutes": 20}),
    ("", {"hospital": "main", "type": "fu"}),
    ("strange 60 min mornings", {"doctors": ["strange"], "minutes": 60, "between": ["00:00", "12:00"]}),
    (
        "who tue thu after 14:00",
        {"doctors": ["who"], "type": "fu", "weekdays": ["tue", "thu"], "between": ["14:00", "24:00"]},
    ),
    ("any general practice, 45 min, mon", {"specialty": "General practice", "minutes": 45, "weekdays": ["mon"]}),
    ("procedure main street", {"hospital": "main", "type": "proc", "location": "street"}),
]


@pytest.mark.parametrize(("text", "asked"), PHRASES)
async def test_the_first_row_is_what_next_says(desk_app: App, text: str, asked: dict[str, Any]) -> None:
    async with desk_app() as pilot:
        await press(pilot, "f")
        finder = shown(pilot, NextDialog)
        finder.query_one("#words", Input).value = text
        await settle(pilot)
        query = finder.question
        asked = {"minutes": query.minutes, **({"type": query.type_id} if query.type_id else {}), **asked}
        after = finder.ask.iso(query.after)
        first = the_app(pilot).desk.next(after=after, **asked).openings[0]
        assert finder.chosen == first
        offers = [offer.opening for offer in finder.results.offers]
        assert [each.start for each in offers] == sorted(each.start for each in offers)
        for offer in offers[:12]:
            assert not the_app(pilot).desk.why(
                doctor=offer.doctor, start=finder.ask.iso(offer.start), minutes=offer.end - offer.start
            )


@pytest.mark.parametrize("size", SIZES)
async def test_what_was_understood_stands_in_chips(desk_app: App, size: tuple[int, int]) -> None:
    async with desk_app(size) as pilot:
        await press(pilot, "f", "ctrl+u")
        await write(pilot, "who or osei tel tue wed before 12 main st from 1 dec until 18 dec lopez maria xyz")
        finder = shown(pilot, NextDialog)
        said = page(pilot.app)
        for word in ("Who, Osei", "Telephone 15 min", "Tue Wed", "before 12", "Main St", "Tue 1 Dec", "Fri 18 Dec"):
            assert word in said
        assert "? lopez maria xyz" in said
        await press(pilot, *["backspace"] * 4)
        assert "? lopez" not in page(pilot.app)
        assert finder.patient is not None
        assert finder.patient.id == "maria"
        assert "for Maria Lopez, born 7 Mar 1984" in page(pilot.app)
        assert "Tue  1 Dec" in page(pilot.app)
        assert "in 11 days" in page(pilot.app)


async def test_a_date_and_a_time_of_day_are_two_wishes(desk_app: App) -> None:
    async with desk_app() as pilot:
        await press(pilot, "f", "ctrl+u")
        await write(pilot, "who tomorrow 3pm nobody@all [/red]")
        finder = shown(pilot, NextDialog)
        assert finder.wish.between == (900, 960)
        assert finder.wish.first == finder.wish.last
        assert "? nobody@all [/red]" in page(pilot.app)


async def test_several_of_a_name_are_said_and_nobody_is_chosen(desk_app: App) -> None:
    async with desk_app() as pilot:
        await press(pilot, "f")
        await write(pilot, "lop")
        finder = shown(pilot, NextDialog)
        assert finder.patient is None
        assert "2 of that name" in page(pilot.app)


async def test_a_named_patient_comes_along(desk_app: App, station: Station) -> None:
    async with desk_app() as pilot:
        await press(pilot, "f")
        await write(pilot, "mario")
        await press(pilot, "enter")
        form = shown(pilot, BookDialog)
        assert form.patient is not None
        assert form.patient.id == "mario"
        assert form.held
        await press(pilot, "enter")
    assert [visit.status for visit in visits(station()) if visit.patient == "mario"] == ["booked"]


async def test_page_keys_go_by_days(desk_app: App) -> None:
    async with desk_app() as pilot:
        await press(pilot, "f")
        finder = shown(pilot, NextDialog)
        first = finder.chosen
        assert first is not None
        await press(pilot, "down", "pagedown")
        second = finder.chosen
        assert second is not None
        assert finder.ask.wall(second.start).date() > finder.ask.wall(first.start).date()
        day = [o.opening for o in finder.results.offers if o.day == finder.ask.wall(second.start).date()]
        assert second == day[0]
        await press(pilot, "pageup")
        assert finder.chosen == first
        await press(pilot, "pageup")
        assert finder.chosen == first
        assert finder.query_one("#words", Input).has_focus


@pytest.mark.parametrize("size", SIZES)
async def test_nothing_free_says_why_and_what_to_give_up(desk_app: App, size: tuple[int, int]) -> None:
    async with desk_app(size) as pilot:
        await press(pilot, "f", "ctrl+u")
        await write(pilot, "who 300 min thu before 9 north until 18 dec")
        finder = shown(pilot, NextDialog)
        assert not finder.results.offers
        said = page(pilot.app)
        assert "Nothing free for 5 h with Dr Who on Thu before 09" in said
        assert "nothing found" in said
        assert "Because" in said


@pytest.mark.parametrize("size", SIZES)
async def test_one_wish_less_and_it_is_free(desk_app: App, station: Station, size: tuple[int, int]) -> None:
    other = station()
    other.close(doctor="who", from_="2026-12-10", to="2026-12-10", reason="leave")
    for day in ("2026-11-26", "2026-12-03"):
        other.book(doctor="who", start=f"{day}T08:00", minutes=150, patient="petrov")
    other.book(doctor="who", start="2026-12-17T08:15", minutes=240, patient="petrov")
    async with desk_app(size) as pilot:
        await press(pilot, "f", "ctrl+u")
        await write(pilot, "who 60 min thu before 9 until 18 dec")
        finder = shown(pilot, NextDialog)
        said = page(pilot.app)
        assert "Nothing free" in said
        assert "closed" in said
        assert "leave" in said
        assert "fully booked" in said
        assert "gap too short" in said
        for name in ("the hours", "the weekday", "the doctor", "the last day", "the length"):
            assert name in said
        chosen = finder.chosen
        assert chosen is not None
        assert not the_app(pilot).desk.why(doctor="who", start=finder.ask.iso(chosen.start), minutes=60)
        await press(pilot, "enter")
        form = shown(pilot, BookDialog)
        assert form.slot.start == chosen.start
        assert form.held


async def test_hours_that_are_past_are_over_not_booked(desk_app: App) -> None:
    async with desk_app() as pilot:
        await press(pilot, "f", "ctrl+u")
        await write(pilot, "who 60 min today before 10")
        said = page(pilot.app)
        assert "those hours are past" in said
        assert "fully booked" not in said


async def test_nothing_at_all(desk_app: App) -> None:
    async with desk_app() as pilot:
        await press(pilot, "f", "ctrl+u")
        await write(pilot, "strange 9000 min sun")
        finder = shown(pilot, NextDialog)
        assert finder.chosen is None or finder.chosen
        await press(pilot, "ctrl+u")
        await write(pilot, "9000 min")
        await press(pilot, "enter", "pagedown")
        assert finder.is_current
        await press(pilot, "escape")
        assert not finder.is_current


async def test_opened_for_a_range_and_a_type(desk_app: App) -> None:
    async with desk_app() as pilot:
        found: list[Chosen | None] = []
        after = the_app(pilot).desk.day_strip("who", FRIDAY).start
        pilot.app.push_screen(NextDialog("who", "tel", 25, after, patient_id="mario"), found.append)
        await settle(pilot)
        finder = shown(pilot, NextDialog)
        assert finder.query_one("#words", Input).value == "Who, telephone, 25 min, "
        assert "for Mario Lopez" in page(pilot.app)
        await press(pilot, "enter")
        assert found[0] is not None
        assert (found[0].minutes, found[0].type_id, found[0].patient_id) == (25, "tel", "mario")
        assert found[0].opening.start >= the_app(pilot).desk.now() // 60


async def test_news_keep_words_focus_and_row(desk_app: App, station: Station) -> None:
    other = station()
    async with desk_app() as pilot:
        await press(pilot, "f", "down")
        finder = shown(pilot, NextDialog)
        box = finder.query_one("#words", Input)
        before = (box.value, box.cursor_position, finder.chosen)
        first = finder.results.offers[0].opening
        other.book(doctor="osei", start=finder.ask.iso(first.start), minutes=30, patient="souza")
        await follow(pilot)
        assert finder.results.offers[0].opening != first
        assert (box.value, box.cursor_position, finder.chosen) == before
        assert box.has_focus


async def test_a_click_takes_a_row(desk_app: App) -> None:
    async with desk_app() as pilot:
        await press(pilot, "f")
        finder = shown(pilot, NextDialog)
        rows = finder.query_one(Rows)
        await pilot.click(rows, offset=(4, (rows.cursor or 0)))
        await settle(pilot)
        shown(pilot, BookDialog)


async def test_why_this_doctor_is_first(desk_app: App) -> None:
    async with desk_app() as pilot:
        await stand(pilot)
        await press(pilot, "f", "ctrl+u")
        await write(pilot, "osei or who mon")
        assert "the earliest, when both are free" in page(pilot.app)
        await press(pilot, "ctrl+u")
        await write(pilot, "osei or who")
        assert "Why this first" in page(pilot.app)
        assert "Looked at 2 doctors" in page(pilot.app)


@pytest.mark.parametrize("size", SIZES)
async def test_a_found_time_is_shown_on_the_grid_and_booked_from_there(desk_app: App, size: tuple[int, int]) -> None:
    async with desk_app(size) as pilot:
        await press(pilot, "f")
        assert "^o " in page(pilot.app)
        await write(pilot, "45 min, maria lop")
        first = shown(pilot, NextDialog).chosen
        assert first is not None
        await press(pilot, "ctrl+o")
        screen = week(pilot)
        assert pilot.app.screen is screen
        assert (screen.selection.start_minute, screen.selection.minutes) == (first.start, 45)
        assert screen.band.said.startswith("Here  ")
        await press(pilot, "enter")
        form = shown(pilot, BookDialog)
        assert form.slot.minutes == 45
        assert form.patient is not None
        assert form.patient.id == "maria"


async def test_over_a_form_a_time_cannot_be_shown_on_the_grid(desk_app: App) -> None:
    async with desk_app() as pilot:
        await stand(pilot)
        await press(pilot, "enter", "ctrl+f")
        assert "^o" not in page(pilot.app).splitlines()[-1]
        await press(pilot, "ctrl+o")
        shown(pilot, NextDialog)


@pytest.mark.parametrize("size", SIZES)
async def test_f1_tells_what_can_be_typed_and_all_of_it_is_understood(desk_app: App, size: tuple[int, int]) -> None:
    async with desk_app(size) as pilot:
        await press(pilot, "f")
        assert "F1 What" in page(pilot.app)
        await write(pilot, "tue")
        finder = shown(pilot, NextDialog)
        await press(pilot, "f1")
        said = page(pilot.app)
        for _, phrases in PHRASES_SHOWN:
            for phrase in phrases:
                assert phrase in said
                wish = finder_words.read(phrase, finder.vocabulary, finder._read_date)
                assert wish.rest == (), phrase
                assert wish != finder_words.Wish(), phrase
        assert EXAMPLE in said
        await press(pilot, "f1")
        assert pilot.app.screen is finder
        assert finder.query_one("#words", Input).value.endswith("tue")


async def test_days_are_read_once_while_letters_are_typed(desk_app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    async with desk_app() as pilot:
        await press(pilot, "f")
        desk = the_app(pilot).desk
        read: list[tuple[object, ...]] = []
        strip = desk.day_strip

        def counted(_desk: Desk, *asked: Any) -> Any:
            read.append(asked)
            return strip(*asked)

        monkeypatch.setattr(type(desk), "day_strip", counted)
        await write(pilot, "30 min")
        await write(pilot, ", any")
        assert len(read) == len(set(read))
