"""The clinics and the states that the rows of the table begin in, by mode and name."""

from __future__ import annotations

import shutil
from collections.abc import Awaitable, Callable
from datetime import date
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from scheduling import open_desk
from scheduling.desk import Desk
from tests.tui.actions_table.row import TODAY
from tests.tui.conftest import NOW
from tests.tui.reading import the_app
from tui.app import DeskApp
from tui.hours.sheet import CLOSED, SINGLE, WEEK, Spot
from tui.screens.mode import Whereabouts

SATURDAY = date(2026, 11, 21)
NOON, ONE = 12 * 60, 13 * 60

WAITING: tuple[dict[str, Any], ...] = (
    {"id": "q1", "patient": "larsen", "doctors": ["osei"], "type": "fu", "to": "2026-12-18"},
    {"id": "q2", "patient": "maria", "doctors": ["who"], "type": "proc", "priority": 2, "note": "Pain."},
    {"id": "q3", "patient": "mario", "doctors": ["osei"], "type": "fu", "priority": 4},
)


def _book(folder: Path, now: str, job: Callable[[Desk], None]) -> None:
    desk = open_desk(folder, now=now, by="j.hale", desk="front-1")
    desk.atomic(lambda: job(desk))
    desk.close_desk()


def _late(desk: Desk) -> None:
    desk.do("book", id="u1", doctor="osei", start="2026-11-19T14:00", minutes=30, type="fu", patient="souza")
    for ident, start in (("c1", "2026-11-20T15:30"), ("d1", "2026-11-20T16:00")):
        doctor = "osei" if ident == "c1" else "who"
        desk.do("book", id=ident, doctor=doctor, start=start, minutes=30, type="fu", patient="mario")


def _rich(desk: Desk) -> None:
    desk.do("cancel", id="c1", reason="patient")
    desk.do("close", doctor="who", from_="2026-11-20T15:45", to="2026-11-20T17:00", reason="Leave")
    desk.do("set_day", doctor="osei", date="2026-12-22", spans=[["09:00", "12:00"]], location="street")
    desk.do("close", doctor="osei", from_="2026-12-24", to="2026-12-24", reason="Away")
    for entry in WAITING:
        desk.do("waitlist_add", hospital="main", **entry)
    for first, opens in (("2026-12-07", "08:00"), ("2027-01-04", "09:00")):
        hours = {key: [[opens, "17:00"]] for key in ("mon", "tue", "wed", "thu", "fri")}
        desk.do("set_hours", doctor="strange", hours=hours, location="street", from_=first)
    desk.do("add_hospital", id="hill", name="Hill House", timezone="America/Chicago")


def rich(prepared: Path, folder: Path) -> Path:
    """The prepared clinic; some wait, a time was given back, a past visit is unresolved, one lies outside hours."""
    shutil.copytree(prepared, folder)
    _book(folder, "2026-11-18T08:00-05:00", _late)
    _book(folder, NOW, _rich)
    return folder


def bare(_prepared: Path, folder: Path) -> Path:
    """A doctor and nothing else."""

    def fill(desk: Desk) -> None:
        desk.do("add_hospital", id="main", name="Riverside Health Centre", timezone="America/New_York")
        desk.do("add_doctor", id="osei", hospital="main", name="Dr Amara Osei")

    _book(folder, NOW, fill)
    return folder


CLINICS: dict[str, Callable[[Path, Path], Path]] = {"rich": rich, "bare": bare}

# -- states -------------------------------------------------------------------------------------------------------

Setup = Callable[[DeskApp, Any], Awaitable[str]]
"""Puts a screen, just opened, into a state; the id of what is chosen."""


def cell(doctor: str, day: date, minute: int) -> Setup:
    """The cursor of a grid on a time."""

    async def put(app: DeskApp, screen: Any) -> str:
        screen.turn_to(doctor, day, minute)
        return ""

    return put


def visit(ident: str) -> Setup:
    """The cursor of a grid on a visit."""

    async def put(app: DeskApp, screen: Any) -> str:
        screen.show_visit(ident)
        return ident

    return put


async def carrying(app: DeskApp, screen: Any) -> str:
    """A visit in hand."""
    screen.show_visit("a11")
    await screen.do_move()
    return "a11"


async def ranged(app: DeskApp, screen: Any) -> str:
    """Two rows chosen."""
    screen.turn_to("osei", TODAY, ONE)
    screen.do_extend_down()
    return ""


async def glance(app: DeskApp, screen: Any) -> str:
    """Two weeks, day by day."""
    screen.do_glance()
    return ""


async def nobody(app: DeskApp, screen: Any) -> str:
    """A hospital where nobody works."""
    app.hospital_id = "hill"
    screen.hospital_changed()
    return ""


async def stepped(app: DeskApp, screen: Any) -> str:
    """After a step."""
    screen.show_visit("a11")
    await screen.do_arrived()
    return "a11"


async def undone(app: DeskApp, screen: Any) -> str:
    """After a step that was turned back."""
    await stepped(app, screen)
    await screen.do_undo()
    return "a11"


def listed(ident: str) -> Setup:
    """The cursor of the board on a visit."""

    async def put(app: DeskApp, screen: Any) -> str:
        assert screen.point_at(ident)
        return ident

    return put


async def freed(app: DeskApp, screen: Any) -> str:
    """The cursor of the board on a time given back."""
    screen.do_today_aside()
    screen.do_today_last()
    return ""


async def as_it_is(app: DeskApp, screen: Any) -> str:
    """As it opens."""
    return ""


async def typing(app: DeskApp, screen: Any) -> str:
    """Letters search."""
    screen.search.insert_text_at_cursor("lop")
    return ""


def record(ident: str, chosen: str = "") -> Setup:
    """Letters act on a patient, or on their next visit."""

    async def put(app: DeskApp, screen: Any) -> str:
        screen.show_patient(ident)
        if chosen:
            screen.do_to_visits()
            while screen.here.visit.id != chosen:
                screen.do_row_after()
        return chosen or ident

    return put


async def no_patient(app: DeskApp, screen: Any) -> str:
    """Letters act, on nobody."""
    screen.set_focus(None)
    return ""


def waits(part: str) -> Setup:
    """A list of the Waitlist has the keys, its second row chosen."""

    async def put(app: DeskApp, screen: Any) -> str:
        screen.part = part
        if part == "freed":
            screen._choose_freed(0)
        else:
            screen.do_row_down()
        screen.entry_moved()
        return str(screen.entry.entry.id)

    return put


def spot(kind: str, key: int | date | str = 4, bar: int = 1, doctor: str = "osei") -> Setup:
    """A bar, a single day or a closure."""

    async def put(app: DeskApp, screen: Any) -> str:
        screen.turn_to(doctor)
        wanted = Spot(kind, key, bar if kind == WEEK else 0)
        if kind == CLOSED:
            wanted = next(each for each in screen.spots() if each.kind == CLOSED)
        screen.spot = wanted
        screen.show_all()
        return ""

    return put


async def drafted(app: DeskApp, screen: Any) -> str:
    """Something not saved yet."""
    await spot(WEEK)(app, screen)
    screen.do_end_earlier()
    return ""


async def outside(app: DeskApp, screen: Any) -> str:
    """A visit outside the hours."""
    screen.turn_to("who")
    screen.do_to_displaced()
    return "d1"


async def number(app: DeskApp, screen: Any) -> str:
    """The number of a doctor's day, not the last one."""
    screen.do_figure_left()
    screen.do_figure_down()
    return ""


def of_kind(kind: str, last: bool = False) -> Setup:
    """A record of the clinic."""

    async def put(app: DeskApp, screen: Any) -> str:
        able = [at for at, line in enumerate(screen._lines) if line and line.kind and line.kind.table == kind]
        screen.rows.show(screen.rows.rows, able[-1 if last else 0])
        screen._moved()
        return ""

    return put


async def setting(app: DeskApp, screen: Any) -> str:
    """A setting of the desk."""
    screen.rows.show(screen.rows.rows, next(at for at, line in enumerate(screen._lines) if line and line.setting))
    screen._moved()
    return ""


async def yesterday(app: DeskApp, screen: Any) -> str:
    """The board of the day before."""
    screen.do_today_before()
    return ""


async def two_versions(app: DeskApp, screen: Any) -> str:
    """Weekly hours between those before and those after them."""
    screen.turn_to("strange")
    screen.version = 1
    screen.reload()
    return ""


async def twelve_weeks(app: DeskApp, screen: Any) -> str:
    """A number a week."""
    screen.weeks = 12
    screen.reload()
    return ""


async def light(app: DeskApp, screen: Any) -> str:
    """Light colours."""
    app.theme = "frontdesk-light"
    return ""


GRID: dict[str, Setup] = {
    "free": cell("osei", TODAY, ONE),
    "free who": cell("who", TODAY, NOON),
    "shut": cell("osei", SATURDAY, 600),
    "visit": visit("a11"),
    "arrived": visit("a08"),
    "past": visit("u1"),
    "carrying": carrying,
    "range": ranged,
    "nothing": nobody,
    "stepped": stepped,
    "undone": undone,
}

SETUPS: dict[str, dict[str, Setup]] = {
    "week": GRID | {"glance": glance, "light": light},
    "day": GRID,
    "today": {
        "visit": listed("a11"),
        "arrived": listed("a08"),
        "past": listed("u1"),
        "free": freed,
        "yesterday": yesterday,
    },
    "patients": {
        "typing": typing,
        "patient": record("maria"),
        "visit": record("larsen", "a11"),
        "arrived": record("okafor", "a08"),
        "past": record("souza", "u1"),
        "nothing": no_patient,
    },
    "waitlist": {"entry": waits("entries"), "freed": waits("freed"), "nobody": as_it_is},
    "hours": {
        "weekly": spot(WEEK),
        "single": spot(SINGLE, date(2026, 12, 22)),
        "closure": spot(CLOSED),
        "drafted": drafted,
        "two versions": two_versions,
        "visit": outside,
        "past": outside,
        "nothing": nobody,
    },
    "figures": {"number": number, "twelve weeks": twelve_weeks, "nothing": nobody},
    "clinic": {
        "doctor": of_kind("doctors"),
        "place": of_kind("locations", last=True),
        "none": of_kind("locations"),
        "setting": setting,
    },
}
BARE = {("waitlist", "nobody"), ("clinic", "none")}
"""The set-ups in a clinic with nothing but a doctor."""


async def begin(pilot: Pilot[None], mode: str, name: str) -> str:
    """Put the app into a state; the id of what is chosen."""
    app = the_app(pilot)
    await app.open_mode(mode, Whereabouts())
    screen = app.screen_stack[0]
    await pilot.pause()
    await app.work(lambda _desk: None)
    await pilot.pause()
    return await SETUPS[mode][name](app, screen)
