"""Weeks to paint, in a few words, and the cells that come out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from rich.cells import cell_len
from rich.style import Style
from textual.strip import Strip

from scheduling.model.reads import Appointment, ClosedSpan, DayView, Doctor, Hospital, Span, VisitView, WeekView
from scheduling.when.zones import epoch_minute, zone
from tui.grid.geometry import lay_out
from tui.grid.model import GridModel, week_model
from tui.grid.painting import paint_row
from tui.grid.palette import palette
from tui.grid.scene import Focus, Scene
from tui.theme import DARK, Depth, Tones

NEW_YORK = "America/New_York"
MONDAY = date(2026, 11, 16)
FRIDAY = date(2026, 11, 20)
FULL = (("08:00", "12:30", "main"), ("13:00", "17:00", "main"))
TYPES = {
    "New patient": "blue", "Follow-up": "green", "Procedure": "purple", "Telephone": "teal", "Vaccination": "ochre",
    "Urgent": "red",
}  # fmt: skip
HOSPITAL = Hospital("riverside", "Riverside", NEW_YORK)
DOCTOR = Doctor("osei", "riverside", "Amara Osei")


def minute_of(wall: str) -> int:
    """Minute of the day of "09:30"."""
    hours, minutes = wall.split(":")
    return int(hours) * 60 + int(minutes)


def instant(day: date, wall: str, fold: int = 0, tz: str = NEW_YORK) -> int:
    """Epoch minute of a wall clock; "24:00" is the next midnight."""
    at = datetime(day.year, day.month, day.day) + timedelta(minutes=minute_of(wall))
    return epoch_minute(at, zone(tz), fold)


NOW = instant(FRIDAY, "10:42") * 60


def visit(
    day: date, wall: str, minutes: int, name: str = "Lopez, Maria", kind: str = "Follow-up", status: str = "booked",
    *, fold: int = 0, outside: bool = False, overbooked: bool = False, **more: Any,
) -> VisitView:  # fmt: skip
    """A visit; `more`: further fields of the appointment."""
    start = instant(day, wall, fold)
    ends = datetime(day.year, day.month, day.day) + timedelta(minutes=minute_of(wall) + minutes)
    booked = Appointment(
        f"{day}.{wall}.{fold}.{name}", "riverside", "osei", f"{day}T{wall}-05:00", f"{ends:%Y-%m-%dT%H:%M}-05:00",
        minutes, status, start, start + minutes, patient="p", location="main", **more,
    )  # fmt: skip
    return VisitView(
        booked, name, "1984-03-07", "917 555 0177", kind, TYPES.get(kind), "Main Street", outside, overbooked
    )


def day(
    on: date,
    visits: Sequence[VisitView] = (),
    hours: Sequence[tuple[str, str, str | None]] = FULL,
    closures: Sequence[tuple[str, str, str]] = (),
) -> DayView:
    """One day; what is free is worked out minute by minute."""
    spans = tuple(Span(instant(on, low), instant(on, high), place) for low, high, place in hours)
    shut = tuple(ClosedSpan(instant(on, low), instant(on, high), why, "c") for low, high, why in closures)
    open_minutes = {minute for span in spans for minute in range(span.start, span.end)}
    open_minutes -= {minute for closed in shut for minute in range(closed.start, closed.end)}
    busy = {
        minute
        for view in visits
        if view.visit.status != "noshow"
        for minute in range(view.visit.start_minute, view.visit.end_minute)
    }
    free = sorted(open_minutes - busy)
    runs: list[tuple[int, int]] = []
    for minute in free:
        if runs and runs[-1][1] == minute:
            runs[-1] = (runs[-1][0], minute + 1)
        else:
            runs.append((minute, minute + 1))
    booked = len(open_minutes) - len(free)
    midnights = instant(on, "00:00"), instant(on + timedelta(days=1), "00:00")
    ordered = tuple(sorted(visits, key=lambda view: view.visit.start_minute))
    return DayView("osei", on, *midnights, spans, shut, ordered, booked, len(free), len(free), tuple(runs))


def week(*days: DayView) -> WeekView:
    """The days given, and the rest of Monday's week: weekdays with `FULL` hours, the weekend off."""
    given = {one.date: one for one in days}
    dates = [MONDAY + timedelta(days=count) for count in range(7)]
    rest = [given.get(on) or day(on, hours=FULL if on.weekday() < 5 else ()) for on in dates]
    return WeekView(DOCTOR, HOSPITAL, tuple(rest), 1, 0)


def model(*days: DayView, now: int = NOW) -> GridModel:
    """The model of `week(*days)`."""
    return week_model(week(*days), now)


def only(one: DayView, now: int = NOW) -> GridModel:
    """The model of one day alone."""
    return week_model(WeekView(DOCTOR, HOSPITAL, (one,), 1, 0), now)


WIDTHS = {"80x24": 79, "120x36": 89}
"""Cells of the grid on a terminal: at 120 columns what the panel beside it leaves."""

usual = {"width": WIDTHS["120x36"]}
"""The width of a scene that asks for none."""


def scene(
    shown: GridModel,
    width: int | None = None,
    minutes: int = 15,
    tone: Tones = DARK,
    depth: Depth = "truecolor",
    **more: Any,
) -> Scene:
    """A model laid out and coloured."""
    return Scene(shown, lay_out(shown, width or usual["width"], minutes), palette(tone, depth), **more)


class Cell(NamedTuple):
    """One rendered cell: the character that begins in it ("" for the second half of a wide one), and its colours."""

    glyph: str
    text: str
    ground: str
    style: Style


def cells(strip: Strip) -> list[Cell]:
    """The cells of a line."""
    found: list[Cell] = []
    for segment in strip:
        style = segment.style
        assert style is not None
        assert style.color is not None
        assert style.bgcolor is not None, f"no ground of its own: {segment}"
        text, ground = style.color.get_truecolor().hex, style.bgcolor.get_truecolor().hex
        for character in segment.text:
            width = cell_len(character)
            if width == 0 and found:
                found[-1] = found[-1]._replace(glyph=found[-1].glyph + character)
            for half in range(width):
                found.append(Cell(character if half == 0 else "", text, ground, style))
    return found


def row(shown: Scene, wall: str, focus: Focus | None = None, *, top: bool = False) -> list[Cell]:
    """The cells of the row that contains a time."""
    return cells(paint_row(shown, minute_of(wall) // shown.geometry.row_minutes, focus, top=top))


def column(shown: Scene, wall: str, index: int, focus: Focus | None = None, *, top: bool = False) -> list[Cell]:
    """The cells of one column in that row."""
    slot = shown.geometry.slot_of(index)
    assert slot is not None
    return row(shown, wall, focus, top=top)[slot.x : slot.x + slot.width]


def words(line: list[Cell]) -> str:
    """The characters of cells."""
    return "".join(cell.glyph for cell in line)
