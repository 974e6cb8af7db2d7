"""The actions of the grids: times, ranges, lengths, carrying, moving about."""

from __future__ import annotations

from datetime import date

from tests.tui.actions_table.row import TODAY, Effect, Row, said

WEEK, DAY, GRIDS = ("week",), ("day",), ("week", "day")
CARRIED = ("carrying", "You are carrying Ida Larsen.")
NOWHERE = ("nothing", "That cannot be done here.")

minutes: Effect = lambda seen: seen.screen.selection.minutes  # noqa: E731
minute: Effect = lambda seen: seen.screen.selection.start  # noqa: E731
day: Effect = lambda seen: seen.screen.selection.day  # noqa: E731
doctor: Effect = lambda seen: seen.screen.doctor_id  # noqa: E731
height: Effect = lambda seen: seen.screen.grid.row_minutes  # noqa: E731
context: Effect = lambda seen: seen.screen.context  # noqa: E731

TIMES = (
    Row("book", GRIDS, "free", ("enter", "=lop", "enter", "enter"),
        lambda seen: [visit.start[:16] for visit in seen.visits("maria") if visit.status == "booked"],
        ["2026-11-20T13:00"], ("Booked  Maria Lopez", "u undo"), no=("shut", "This time is not free. z says why")),
    Row("extend_up", GRIDS, "range", ("K",), minutes, 15, gone=("Selected 30 min",), no=CARRIED),
    Row("extend_down", GRIDS, "free", ("J",), minutes, 30, ("Selected 30 min",), no=CARRIED),
    Row("walk_in", GRIDS, "free who", ("n", "=lop", "enter", "enter"),
        lambda seen: [visit.status for visit in seen.visits("maria") if visit.status == "arrived"], ["arrived"],
        ("Arrived  Maria Lopez",), no=CARRIED),
    Row("overbook", GRIDS, "visit", ("B", "=lop", "enter", "ctrl+b", "=fever", "enter", "enter"),
        lambda seen: [visit.override for visit in seen.visits("maria") if visit.override], ["fever"],
        ("Booked  Maria Lopez",), no=CARRIED),
    Row("close", GRIDS, "free", ("c", "enter"),
        lambda seen: len(seen.desk.do("closures", doctor="osei").value), 2, ("Closed",), no=CARRIED),
    Row("why", GRIDS, "visit", ("z",), said("Not free"), words=("Dr Osei is taken 14:45",), no=CARRIED),
    Row("wait", GRIDS, "visit", ("w", "enter"), lambda seen: len(seen.desk.waiting_list("main")), 4,
        ("On the waitlist  Ida Larsen",), no=CARRIED),
    Row("clear", GRIDS, "range", ("escape",), minutes, 15, gone=("Selected 30 min",), no=NOWHERE),
)  # fmt: skip

LENGTHS = (
    Row("shorter", GRIDS, "visit", ("less_than_sign",), lambda seen: seen.visit.minutes, 30, ("14:45 – 15:15",),
        no=("free", "There is no visit here to shorten.")),
    Row("longer", GRIDS, "visit", ("greater_than_sign",), lambda seen: seen.visit.minutes, 60, ("14:45 – 15:45",),
        no=("free", "There is no visit here to lengthen.")),
)  # fmt: skip

CARRYING = (
    Row("drop", GRIDS, "carrying", ("f", "enter"), lambda seen: seen.visit.start != "2026-11-20T14:45-05:00", True,
        ("Moved  Ida Larsen",), ("Carrying",), ("free", "Nothing is carried.")),
    Row("put_back", GRIDS, "carrying", ("down", "escape"), context, "visit", ("Put back; nothing was changed.",),
        ("Carrying",), ("free", "Nothing is carried.")),
    Row("next_fit", GRIDS, "carrying", ("f",), minute, no=("free", "Nothing is carried.")),
)  # fmt: skip

MOVING = (
    Row("left", WEEK, "free", ("left",), day, date(2026, 11, 19), ("Thu 19 Nov 13:00",), no=NOWHERE),
    Row("left", DAY, "free who", ("h",), doctor, "strange", no=NOWHERE),
    Row("right", WEEK, "free", ("l",), day, date(2026, 11, 21), ("Sat 21 Nov 13:00",), no=NOWHERE),
    Row("right", DAY, "free", ("right",), doctor, "strange", no=NOWHERE),
    Row("up", GRIDS, "free", ("up",), minute, 765, ("12:45",), no=NOWHERE),
    Row("down", GRIDS, "free", ("j",), minute, 795, ("13:15",), no=NOWHERE),
    Row("page_up", GRIDS, "free", ("pageup",), minute, no=NOWHERE),
    Row("page_down", GRIDS, "free", ("pagedown",), minute, no=NOWHERE),
    Row("week_before", WEEK, "free", ("left_square_bracket",), day, date(2026, 11, 13),
        ("‹ 9 – 15 November 2026 ›",), no=NOWHERE),
    Row("week_after", WEEK, "glance", ("ctrl+right",), day, date(2026, 12, 4), ("‹ 30 November",), no=NOWHERE),
    Row("day_before", DAY, "free", ("left_square_bracket",), day, date(2026, 11, 19),
        ("‹ Thursday 19 November 2026 ›",), no=NOWHERE),
    Row("day_after", DAY, "free", ("ctrl+right",), day, date(2026, 11, 21),
        ("‹ Saturday 21 November 2026 ›",), no=NOWHERE),
    Row("doctor_before", WEEK, "free", ("comma",), doctor, "who", ("◆ Dr Who",), no=NOWHERE),
    Row("doctor_after", WEEK, "carrying", ("full_stop",), doctor, "strange", ("◆ Dr Stephen Strange",), no=NOWHERE),
    Row("column_before", DAY, "free", ("comma",), doctor, "who", no=NOWHERE),
    Row("column_after", DAY, "free", ("full_stop",), doctor, "strange", no=NOWHERE),
    Row("pick_doctor", WEEK, "free", ("d", "=who", "enter"), doctor, "who", ("◆ Dr Who",), no=NOWHERE),
    Row("pick_doctors", DAY, "free", ("d", "space", "down", "space", "enter"),
        lambda seen: [each.id for each in seen.screen.picked], ["osei", "strange"], ("doctors 2",), no=NOWHERE),
    Row("to_now", GRIDS, "shut", ("t",), day, TODAY, no=NOWHERE),
    Row("go_to", GRIDS, "free", ("g", "=next tue 3pm", "enter"), day, date(2026, 11, 24), ("24",), no=NOWHERE),
    Row("finer", GRIDS, "free", ("plus",), height, 10, no=NOWHERE),
    Row("coarser", GRIDS, "free", ("minus",), height, 20, no=NOWHERE),
    Row("glance", WEEK, "free", ("Z",), context, "days", ("‹ 16 – 29 November 2026 ›",), no=CARRIED),
    Row("open_day", WEEK, "glance", ("right", "down", "down", "up", "left", "enter"), context,
        words=("‹ 23 – 29 November 2026 ›",), no=("free", "Z shows the days at a glance.")),
    Row("week_again", WEEK, "glance", ("escape",), lambda seen: seen.screen.at_a_glance, False,
        ("‹ 16 – 22 November 2026 ›",), no=("free", "The week is shown already.")),
    Row("next_available", GRIDS, "free", ("f", "enter", "=lar", "enter", "enter"),
        lambda seen: len(seen.visits("larsen")), 3, ("Booked  Ida Larsen",),
        no=("carrying", "You are carrying Ida Larsen.")),
)  # fmt: skip

ROWS = (*TIMES, *LENGTHS, *CARRYING, *MOVING)
