"""The look, read from rendered cells: what carries meaning has a glyph, a word or a weight besides its colour."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.model.reads import Doctor
from tests.tui.grid.builders import (
    DOCTOR,
    FRIDAY,
    HOSPITAL,
    MONDAY,
    NOW,
    WIDTHS,
    Cell,
    cells,
    column,
    day,
    instant,
    minute_of,
    model,
    only,
    row,
    scene,
    usual,
    visit,
    words,
)
from tui.grid.cursor import Carry, Cursor, Walk
from tui.grid.header import paint_header
from tui.grid.model import day_model
from tui.grid.painting import paint_row
from tui.grid.scene import Focus, Scene
from tui.theme import DARK, luminance

TODAY, SATURDAY = 4, MONDAY + timedelta(days=5)
SIZES = pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS)


@pytest.fixture(autouse=True, params=WIDTHS, ids=lambda size: f"of {size}")
def _usual_width(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test here looks at the grid of both terminals."""
    monkeypatch.setitem(usual, "width", WIDTHS[request.param])


def at(shown: Scene, column_index: int, wall: str, *, anchor: tuple[int, int] | None = None) -> Focus:
    cursor = Cursor(column_index, minute_of(wall))
    return Walk(shown.model, shown.geometry, anchor is not None).focus(cursor, anchor, None, 0)


def one(wall: str, name: str = "Lopez, Maria", **more: Any) -> Scene:
    return scene(model(day(FRIDAY, [visit(FRIDAY, wall, 30, name, **more)])))


@SIZES
def test_a_block_has_a_bright_title_a_darker_body_and_a_notched_bar(width: int) -> None:
    shown = scene(model(day(FRIDAY, [visit(FRIDAY, "13:30", 30)])), width)
    title, body = column(shown, "13:30", TODAY), column(shown, "13:45", TODAY)
    assert words(title).startswith("▌Lopez")
    assert words(body).rstrip() == "▘Follow-up"
    ink = shown.palette.ink("green", "Follow-up", "live")
    assert {cell.ground for cell in title} == {ink.title}
    assert {cell.ground for cell in body} == {ink.body}
    assert {title[0].text, body[0].text} == {ink.bar}
    assert luminance(ink.title) > luminance(ink.body) > luminance(DARK.free)
    assert title[1].style.bold
    assert not body[1].style.bold


@SIZES
def test_a_visit_that_ends_inside_a_row_ends_in_a_half_block(width: int) -> None:
    shown = scene(model(day(FRIDAY, [visit(FRIDAY, "13:30", 40)])), width)
    tail = column(shown, "14:00", TODAY)
    assert set(words(tail)) == {"▀"}
    assert {(cell.text, cell.ground) for cell in tail} == {
        (shown.palette.ink("green", "Follow-up", "live").body, DARK.today)
    }
    assert words(column(shown, "13:45", TODAY))[0] == "▌"


@SIZES
def test_the_first_visible_row_repeats_the_name(width: int) -> None:
    shown = scene(model(day(FRIDAY, [visit(FRIDAY, "13:30", 60)])), width)
    assert "Follow-up" in words(column(shown, "13:45", TODAY))
    sticky = column(shown, "13:45", TODAY, top=True)
    assert "Lopez" in words(sticky)
    assert sticky[1].style.bold
    assert words(row(shown, "13:45", top=True)).startswith("13:45")


@SIZES
@pytest.mark.parametrize(
    ("status", "more", "glyph", "colour"),
    [
        ("arrived", {}, "●", DARK.ok), ("checked-in", {}, "►", DARK.amber), ("noshow", {}, "✗", DARK.bad),
        ("pending", {}, "◌", DARK.amber), ("booked", {"response": "accepted"}, "✓", DARK.ok),
        ("booked", {"overbooked": True}, "!", DARK.bad), ("booked", {"outside": True}, "?", DARK.info),
    ],
)  # fmt: skip
def test_each_state_has_its_glyph_at_the_end_of_the_title(
    width: int, status: str, more: dict[str, Any], glyph: str, colour: str
) -> None:
    view = visit(FRIDAY, "13:30", 30, status=status, **more)
    shown = scene(model(day(FRIDAY, [view])), width)
    last = column(shown, "13:30", TODAY)[-1]
    assert last.glyph == glyph
    assert last.text == shown.palette.legible(colour, last.ground)


def test_glyphs_stand_together() -> None:
    view = visit(FRIDAY, "13:30", 30, status="arrived", outside=True, overbooked=True)
    shown = scene(model(day(FRIDAY, [view])))
    title, body = (words(column(shown, wall, TODAY)) for wall in ("13:30", "13:45"))
    assert (title if usual["width"] == 89 else body).endswith("?!●"), "where it is narrow the name comes first"


def test_a_no_show_is_struck_through_and_faint() -> None:
    title = column(one("13:30", status="noshow"), "13:30", TODAY)
    assert title[1].style.strike
    assert not title[1].style.bold


def test_a_held_time_is_italic_dashed_and_counts_down() -> None:
    view = visit(FRIDAY, "13:30", 30, "", status="pending", held_by="front-2", expires_at="2026-11-20T15:46:40Z")
    shown = scene(model(day(FRIDAY, [view])))
    title, body = column(shown, "13:30", TODAY), column(shown, "13:45", TODAY)
    assert words(title).rstrip("◌").rstrip() == "┊held by"
    assert words(body).rstrip() == ("┊front-2 4:40" if usual["width"] == 89 else "┊4:40")
    assert title[1].style.italic
    assert body[1].style.italic


@pytest.mark.parametrize(
    ("name", "more", "first", "second"),
    [
        ("Lopez, Maria", {"expires_at": "2026-11-20T16:12:00Z"}, "Lopez M", "30:00 F-up"),
        ("", {}, "held", "Follow-up"),
        ("", {"held_by": "reception-desk-north", "expires_at": "2026-11-20T15:46:40Z"}, "held by", "4:40"),
    ],
)
def test_a_hold_says_whose_it_is_and_what_is_left(name: str, more: dict[str, Any], first: str, second: str) -> None:
    shown = scene(model(day(FRIDAY, [visit(FRIDAY, "13:30", 30, name, status="pending", **more)])))
    assert words(column(shown, "13:30", TODAY))[1:-1].rstrip() == first
    assert words(column(shown, "13:45", TODAY))[1:].rstrip() == second


@SIZES
def test_what_is_over_is_fainter(width: int) -> None:
    shown = scene(model(day(FRIDAY, [visit(FRIDAY, "09:00", 30), visit(FRIDAY, "13:30", 30)])), width)
    past, coming = column(shown, "09:00", TODAY)[1], column(shown, "13:30", TODAY)[1]
    assert luminance(past.ground) < luminance(coming.ground)
    assert luminance(past.text) < luminance(coming.text)
    assert not past.style.bold
    assert coming.style.bold


def test_seen_is_faint_and_waiting_is_not() -> None:
    seen = column(one("13:30", status="fulfilled"), "13:30", TODAY)[1]
    assert not seen.style.bold
    waiting = column(one("09:00", status="arrived"), "09:00", TODAY)[1]
    assert waiting.style.bold


@SIZES
def test_unavailable_closed_break_buffer_and_free_differ_without_colour(width: int) -> None:
    friday = day(FRIDAY, [visit(FRIDAY, "13:00", 60, buffer_after=15)], closures=[("15:00", "16:00", "team meeting")])
    shown = scene(model(friday), width)
    assert set(words(column(shown, "07:00", TODAY))[1:]) == {"╱"}
    assert words(column(shown, "12:30", TODAY)).startswith("▏ break ")
    assert words(column(shown, "15:00", TODAY)).startswith("▏ team ")
    assert set(words(column(shown, "15:30", TODAY))[1:]) == {"╲"}
    assert set(words(column(shown, "14:00", TODAY))[1:]) == {"·"}
    assert set(words(column(shown, "16:00", TODAY))[1:]) == {"╌"}
    assert set(words(column(shown, "16:15", TODAY))[1:]) == {" "}
    assert set(words(column(shown, "09:00", TODAY))[1:]) == {"┈"}


def test_a_closure_repeats_its_reason_on_the_first_visible_row() -> None:
    holiday = day(FRIDAY, hours=(), closures=[("00:00", "24:00", "holiday")])
    shown = scene(only(holiday), 60)
    assert "holiday" in words(column(shown, "00:00", 0))
    assert "holiday" not in words(column(shown, "09:00", 0))
    assert "holiday" in words(column(shown, "09:00", 0, top=True))
    late = scene(only(day(FRIDAY, closures=[("15:10", "16:00", "leave")])), 60)
    assert "leave" in words(column(late, "15:15", 0))


def test_free_is_lighter_than_unavailable_and_today_is_tinted() -> None:
    shown = scene(model(day(SATURDAY, hours=[("09:00", "12:00", "harbour")])))
    assert column(shown, "13:15", TODAY)[3].ground == DARK.today
    assert column(shown, "09:15", 5)[3].ground == DARK.free
    assert column(shown, "13:15", 0)[3].ground == DARK.past
    assert column(shown, "07:15", 0)[3].ground == DARK.off


def test_the_edge_tells_the_location() -> None:
    shown = scene(model(day(FRIDAY, hours=[("08:00", "12:00", "main"), ("13:00", "17:00", "harbour")])))
    morning, noon, afternoon = (column(shown, wall, TODAY)[0] for wall in ("11:15", "12:15", "13:15"))
    assert [cell.glyph for cell in (morning, noon, afternoon)] == ["▏"] * 3
    assert len({morning.text, noon.text, afternoon.text}) == 3
    assert noon.text == DARK.hairline


@SIZES
def test_now_is_red_in_gutter_and_column(width: int) -> None:
    shown = scene(model(day(FRIDAY, [visit(FRIDAY, "13:30", 30)])), width)
    line = row(shown, "10:30")
    assert words(line[:6]) == "10:42►"
    assert {cell.text for cell in line[:6]} == {DARK.now}
    assert line[0].style.bold
    free = column(shown, "10:30", TODAY)
    assert words(free) == "►" + "━" * (len(free) - 1)
    assert {cell.text for cell in free} == {DARK.now}
    assert "━" not in words(column(shown, "10:30", 3))


def test_the_line_of_now_leaves_words_readable() -> None:
    body = column(one("10:15", status="checked-in"), "10:30", TODAY)
    assert words(body).startswith("►Follow-up ━" if usual["width"] == 89 else "►Follow-up")
    assert body[-1].text == DARK.now or usual["width"] < 89, "no room for a line"
    title = column(one("10:30", status="arrived"), "10:30", TODAY)
    assert words(title) in ("►Lopez M ━━━ ●", "►Lopez M ━ ●")
    tight = column(one("10:30", "Lopez, Marietta", status="booked"), "10:30", TODAY)
    assert words(tight).startswith("►Lopez M")


def test_times_in_the_gutter() -> None:
    shown = scene(model())
    assert words(row(shown, "09:00")[:6]) == "09:00 "
    assert row(shown, "09:00")[0].style.bold
    half = row(shown, "09:30")
    assert words(half[:6]) == "  :30 "
    assert not half[3].style.bold
    assert words(row(shown, "09:15")[:6]) == "      "
    fives = scene(model(), minutes=5)
    assert words(row(fives, "09:15")[:6]) == "  :15 "
    assert words(row(fives, "09:20")[:6]) == "      "


@SIZES
def test_the_cursor_on_free_time_is_amber_with_its_time(width: int) -> None:
    shown = scene(model(), width)
    focus = at(shown, TODAY, "13:15")
    line = column(shown, "13:15", TODAY, focus)
    assert words(line).startswith("▌+ 13:15")
    assert {cell.ground for cell in line} == {DARK.amber_solid}
    gutter = row(shown, "13:15", focus)[:5]
    assert (words(gutter), gutter[0].text) == ("13:15", DARK.amber)
    assert {cell.ground for cell in column(shown, "13:30", TODAY, focus)} == {DARK.today}


def test_no_plus_where_nothing_can_be_booked() -> None:
    shown = scene(model())
    for wall in ("07:00", "12:30", "09:15"):
        assert words(column(shown, wall, TODAY, at(shown, TODAY, wall))).startswith(f"▌  {wall}")


def test_the_cursor_on_a_block_takes_its_title_and_its_bar() -> None:
    shown = one("13:30")
    focus = at(shown, TODAY, "13:30")
    title, body = column(shown, "13:30", TODAY, focus), column(shown, "13:45", TODAY, focus)
    assert {cell.ground for cell in title} == {DARK.amber_solid}
    assert body[0].text == DARK.amber_solid
    assert body[0].ground != column(shown, "13:45", TODAY)[0].ground


@SIZES
def test_a_range_shows_its_times(width: int) -> None:
    shown = scene(model(), width)
    focus = at(shown, TODAY, "13:30", anchor=(minute_of("13:00"), minute_of("13:15")))
    lines = [column(shown, wall, TODAY, focus) for wall in ("13:00", "13:15", "13:30")]
    assert [words(line)[1:8] for line in lines] == ["  13:00", "  13:15", "+ 13:30"]
    assert words(lines[2]).endswith("45′")
    assert {cell.ground for cell in lines[0]} != {cell.ground for cell in lines[2]} == {DARK.amber_solid}
    assert "▌" in words(lines[0])


def test_a_long_range_has_room_for_words() -> None:
    shown = scene(model(), 150)
    focus = at(shown, TODAY, "14:00", anchor=(minute_of("13:00"), minute_of("13:15")))
    assert words(column(shown, "14:00", TODAY, focus)).endswith("1 h 15")
    narrow = scene(model(), 54)
    focus = at(narrow, TODAY, "13:30", anchor=(minute_of("13:00"), minute_of("13:15")))
    assert words(column(narrow, "13:30", TODAY, focus)).rstrip() == "▌13:30"
    assert words(column(narrow, "13:30", 6, at(narrow, 6, "13:30"))) == "▌13:30"


def carried(ok: bool = True, minutes: int = 40) -> tuple[Scene, Focus]:
    view = visit(FRIDAY, "14:45", minutes, "Larsen, Ida", "New patient")
    morning = day(SATURDAY, [visit(SATURDAY, "10:30", 15)], hours=[("09:00", "12:00", "main")])
    shown = model(day(FRIDAY, [view, visit(FRIDAY, "16:00", 30)]), morning)
    hand = scene(shown, carried=view.visit.id, lit=((),) * 5 + (((645, 720),), ()))
    walk = Walk(shown, hand.geometry, True, view.visit.id)
    carry = Carry(view, {SATURDAY.isoformat(): ((instant(SATURDAY, "10:45"), instant(SATURDAY, "11:21")),)}, ok)
    return hand, walk.focus(Cursor(5, minute_of("10:45")), None, carry, 0)


def test_a_carried_visit_is_a_ghost_at_the_cursor_and_an_outline_where_it_was() -> None:
    shown, focus = carried()
    assert words(column(shown, "10:45", 5, focus)).startswith("▌Larsen")
    assert column(shown, "10:45", 5, focus)[2].ground == DARK.amber_solid
    assert words(column(shown, "11:00", 5, focus)).rstrip() == ("▌to 11:25" if usual["width"] == 89 else "▌11:25")
    assert set(words(column(shown, "11:15", 5, focus))) == {"▀"}
    origin, below = column(shown, "14:45", TODAY), column(shown, "15:00", TODAY)
    assert words(origin)[0] == "┊"
    assert origin[1].style.italic
    assert "from here" in words(below)


def test_where_it_fits_is_lit_and_the_rest_in_the_shade() -> None:
    shown, _focus = carried()
    lit, dark = column(shown, "11:15", 5)[3], column(shown, "09:15", 5)[3]
    assert lit.ground not in (DARK.free, DARK.past)
    assert dark.ground == DARK.past
    assert not column(shown, "16:00", TODAY)[1].style.bold


def test_a_ghost_that_does_not_fit_says_so() -> None:
    shown, focus = carried(ok=False, minutes=45)
    assert words(column(shown, "10:45", 5, focus)).endswith("✗")
    assert words(column(shown, "11:00", 5, focus)).rstrip() == "▌no fit"
    assert words(column(shown, "11:15", 5, focus))[0] == "▘"


def test_a_narrow_lane_keeps_the_name_and_moves_the_glyph_below() -> None:
    views = [
        visit(FRIDAY, "13:30", 30, "Okafor, Chinwe", status="arrived"),
        visit(FRIDAY, "13:30", 30, "Reid, Sam", "Telephone", overbooked=True),
    ]
    shown = scene(model(day(FRIDAY, views)))
    assert words(column(shown, "13:30", TODAY)).startswith("▌Okafor▌Reid" if usual["width"] == 89 else "▌Okafo▌Reid")
    assert words(column(shown, "13:45", TODAY)).startswith("▘F-up ●▘Tele" if usual["width"] == 89 else "▘F-up●▘Tel")


def test_a_lane_beside_open_time_leaves_it_open() -> None:
    views = [visit(FRIDAY, "13:30", 60, "A"), visit(FRIDAY, "14:00", 60, "B")]
    shown = scene(model(day(FRIDAY, views)))
    assert words(column(shown, "13:30", TODAY)).rstrip().startswith("▌A")
    assert words(column(shown, "13:30", TODAY))[7:].strip() == ""
    assert words(column(shown, "14:45", TODAY))[0] == "▏"


def test_a_single_row_names_its_type_where_there_is_room() -> None:
    wide = scene(model(day(FRIDAY, [visit(FRIDAY, "13:30", 15, "Li, Wei", "Telephone")])), 199)
    assert "Li, Wei  Telephone" in words(column(wide, "13:30", TODAY))


def test_the_reason_stands_below_the_type() -> None:
    view = visit(FRIDAY, "13:30", 60, reason="BP review")
    shown = scene(model(day(FRIDAY, [view])))
    assert words(column(shown, "14:00", TODAY)).rstrip() == "▌BP review"
    assert words(column(shown, "14:15", TODAY)).rstrip() == "▘"


def header(shown: Scene, line: int, index: int, chosen: int | None = None) -> list[Cell]:
    slot = shown.geometry.slot_of(index)
    assert slot is not None
    return cells(paint_header(shown, line, chosen))[slot.x : slot.x + slot.width]


@SIZES
def test_the_header_names_the_days_and_tells_what_is_free(width: int) -> None:
    shown = scene(model(day(FRIDAY, [visit(FRIDAY, "13:00", 120)])), width)
    assert words(header(shown, 0, 0)).startswith("▏Mon 16")
    today = header(shown, 0, TODAY)
    assert words(today).startswith("▏Fri 20")
    assert ("today" in words(today)) == (width == 89)
    assert {cell.ground for cell in today} == {DARK.header_today}
    assert today[1].text == DARK.amber
    load = words(header(shown, 1, TODAY))
    assert load.startswith("▏━━━━━")
    assert "7 free" in load
    assert words(header(shown, 1, 0)).rstrip().endswith("0%")
    assert words(cells(paint_header(shown, 0))[:6]) == " W47  "
    assert words(cells(paint_header(shown, 1))[:6]) == " 15′  "


def test_the_meter_fills_with_what_is_booked() -> None:
    shown = scene(model(day(FRIDAY, [visit(FRIDAY, "08:00", 270), visit(FRIDAY, "13:00", 60)])))
    meter = header(shown, 1, TODAY)[1:6]
    assert [cell.text for cell in meter].count(meter[0].text) == 3
    nothing = header(scene(model()), 1, TODAY)[1:6]
    assert len({cell.text for cell in nothing}) == 1


def test_a_full_day_an_off_day_and_a_closed_one_say_so() -> None:
    full = [visit(SATURDAY, "09:00", 180)]
    shown = scene(model(day(SATURDAY, full, hours=[("09:00", "12:00", "main")])))
    assert "full" in words(header(shown, 1, 5))
    assert words(header(shown, 0, 6)).rstrip() == "▏Sun"
    assert words(header(shown, 1, 6)).rstrip() == "▏22"
    closed = [day(MONDAY + timedelta(days=n), hours=(), closures=[("00:00", "24:00", "holiday")]) for n in range(7)]
    assert words(header(scene(model(*closed)), 1, 5)).rstrip() == "▏holiday"
    off = scene(model(*(day(MONDAY + timedelta(days=n), hours=()) for n in range(7))))
    assert words(header(off, 1, 2)).rstrip() == "▏off"


def test_a_wide_header_says_hours_too_and_names_the_month_on_the_first() -> None:
    assert "h" in words(header(scene(model(), 199), 1, TODAY))
    first = day(date(2026, 12, 1))
    assert words(header(scene(only(first)), 0, 0)).startswith("▏Tue 1 Dec")


def test_doctors_of_a_day_have_a_header_of_three_lines() -> None:
    pairs = [(DOCTOR, day(FRIDAY)), (Doctor("who", "riverside", "Dr Who"), day(FRIDAY, hours=()))]
    shown = scene(day_model(HOSPITAL, pairs, NOW, {"main": "Main St"}), 40)
    assert words(header(shown, 0, 1, 1)).rstrip() == "▏Dr Who"
    assert header(shown, 0, 1, 1)[1].text == DARK.amber
    assert header(shown, 0, 0, 1)[1].text == DARK.text
    assert words(header(shown, 1, 0)).rstrip() == "▏■ Main St"
    assert words(header(shown, 1, 1)).rstrip() == "▏"
    assert "free" in words(header(shown, 2, 0))
    assert words(cells(paint_header(shown, 2))[:6]).strip() == "15′"
    assert column(shown, "13:15", 0)[3].ground == DARK.free  # every column is today: none stands out


def test_the_second_pass_of_an_hour_stands_beside_the_first() -> None:
    on = date(2026, 11, 1)
    views = [visit(on, "01:30", 30, "First, A"), visit(on, "01:30", 30, "Second, B", fold=1)]
    shown = scene(only(day(on, views, hours=[("00:00", "06:00", "main")]), now=0), 60)
    assert "First" in words(column(shown, "01:30", 0))
    assert "Second" in words(column(shown, "01:30", 0))
    assert "second 01:30" in words(column(shown, "01:45", 0))


def test_an_hour_that_the_clock_skips_is_crossed_out() -> None:
    on = date(2026, 3, 8)
    shown = scene(only(day(on, hours=[("00:00", "06:00", "main")]), now=0), 60)
    assert "clock change" in words(column(shown, "02:00", 0))
    assert set(words(column(shown, "02:30", 0))[1:]) == {"╳"}


STRANGE = "山田é👨👩👧️שלום…ｱﷺ\u0301\u200d\t\n\x1b\u202e"
NAMES = st.text(st.characters(exclude_categories=[]) | st.sampled_from(STRANGE), max_size=40)


@settings(max_examples=80)
@given(
    NAMES, NAMES, NAMES, st.integers(30, 200), st.sampled_from([5, 10, 15, 20, 30, 60]),
    st.sampled_from(["booked", "pending", "noshow", "arrived"]), st.booleans(),
)  # fmt: skip
def test_every_row_is_exactly_as_wide_as_the_widget(
    name: str, kind: str, reason: str, width: int, minutes: int, status: str, top: bool
) -> None:
    views = [
        visit(FRIDAY, "10:30", 50, name, kind, status, reason=reason, held_by=reason, outside=True),
        visit(FRIDAY, "10:40", 65, kind, name, overbooked=True, expires_at="2026-11-20T15:46:40Z"),
        visit(FRIDAY, "10:30", 5, reason, name),
    ]
    shown = scene(model(day(FRIDAY, views, closures=[("14:00", "15:00", reason)])), width, minutes)
    focus = at(shown, TODAY, "10:40")
    for wall in ("10:30", "11:00", "11:30", "14:00"):
        for line in (
            paint_row(shown, minute_of(wall) // minutes, focus, top=top), paint_row(shown, minute_of(wall) // minutes)
        ):  # fmt: skip
            assert line.cell_length == width
            assert len(cells(line)) == width
            assert all(character.isprintable() or character == "\u200c" for character in line.text)
    for line in (paint_header(shown, 0), paint_header(shown, 1)):
        assert line.cell_length == len(cells(line)) == width
