"""Weeks at a glance: a row a week, each day with its load, what is free, and the day as a strip `▄▁`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple
from zoneinfo import ZoneInfo

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from scheduling.model.reads import DayView, WeekView
from scheduling.when.zones import wall_clock, zone
from tui import text
from tui.widgets.day_strip import AWAY, BOOKED, FREE, hours_of

WEEK = 7
GUTTER = 6
METER = "━"
METER_CELLS = 4
LONGEST_FREE = 7
"""Cells of “16 free”."""
OFF_WIDTH = 8
"""Cells of a weekday on which the doctor is never in: “▏Sat 21” and a gap."""
LEAST_GAP = 5
"""Rows a week has before one of them is left empty."""


class Look(NamedTuple):
    """What is painted: the days, the chosen one, now in epoch minutes, and the hours of all strips.

    `least`: minutes from which a free stretch is worth telling.
    """

    view: WeekView
    chosen: date
    now: int
    hours: tuple[int, int]
    least: int

    @property
    def tz(self) -> ZoneInfo:
        """The hospital's zone."""
        return zone(self.view.hospital.timezone)

    def free(self, day: DayView) -> list[tuple[int, int]]:
        """The spans still free, epoch minutes."""
        return [(max(start, self.now), end) for start, end in day.bookable if end > self.now]


class Overview(Widget):
    """The days of two or four weeks; the chosen one is amber."""

    DEFAULT_CSS = "Overview { width: 1fr; height: 1fr; background: $surface; color: $text; display: none; }"
    ALLOW_SELECT = False

    class Chosen(Message):
        """A day was clicked; `again`: it was the chosen one already, or clicked twice."""

        def __init__(self, day: date, again: bool) -> None:
            super().__init__()
            self.day = day
            self.again = again

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._look: Look | None = None

    def show(self, view: WeekView, chosen: date, now: int, least: int) -> None:
        """Show whole weeks with one day chosen; `now` in epoch seconds, `least`: of a free stretch, minutes."""
        self._look = Look(view, chosen, -(-now // 60), hours_of(view.days), least)
        self.refresh()

    def render(self) -> Content:
        """Every line exactly as wide as the widget."""
        width, height = self.content_size.width, self.content_size.height
        if self._look is None or width < GUTTER + WEEK or height < 1:
            return Content("")
        return Content("\n").join(overview_lines(self._look, width, height))

    def on_click(self, event: events.Click) -> None:
        """Choose the day under the mouse; a click on the chosen one opens it."""
        if self._look is None or event.x < GUTTER:
            return
        days = self._look.view.days
        rows = _week_rows(len(days) // WEEK, self.content_size.height)
        week = event.y // rows
        edges = _widths(days, self.content_size.width)
        column = next((at for at in range(WEEK) if event.x - GUTTER < sum(edges[: at + 1])), WEEK - 1)
        if week * WEEK + column < len(days):
            day = days[week * WEEK + column].date
            self.post_message(self.Chosen(day, day == self._look.chosen or event.chain > 1))


def overview_lines(look: Look, width: int, height: int) -> list[Content]:
    """`height` lines of `width` cells: the weeks, each as many rows as there is room for."""
    days = look.view.days
    rows = _week_rows(len(days) // WEEK, height)
    widths = _widths(days, width)
    lines: list[Content] = []
    for first in range(0, len(days), WEEK):
        week = days[first : first + WEEK]
        cells = [day_lines(look, day, cells, rows) for day, cells in zip(week, widths, strict=True)]
        gutter = [f" W{week[0].date.isocalendar().week}"] + [""] * (rows - 1)
        for row in range(rows):
            mark = (text.pad(gutter[row], GUTTER), "$text-dim")
            lines.append(Content.assemble(mark, *(cell[row] for cell in cells)))
    blank = Content(" " * width)
    return [*lines, *[blank] * (height - len(lines))][:height]


def day_lines(look: Look, day: DayView, width: int, rows: int) -> list[Content]:
    """One day in `rows` lines of `width` cells: its date, how full it is, its strip, and when it is free."""
    chosen = day.date == look.chosen
    inner = width - 2
    free = look.free(day)
    body = [_load(look, day, free, inner), _strip(look, day, inner)]
    spare = rows - 3 - (rows >= LEAST_GAP)
    times = [_free_words(look, start, end, inner) for start, end in free if end - start >= look.least]
    if len(times) > spare > 1:
        times = [*times[: spare - 1], f"{len(times) - spare + 1} more"]
    body += [Content.styled(text.pad(words, inner), "$info") for words in times[: max(0, spare)]]
    body += [Content(" " * inner)] * (rows - 1 - len(body))
    edge = ("▌", "$amber-solid") if chosen else ("▏", "$hairline")
    return [_title(look, day, width, chosen)] + [
        Content.assemble(edge, line, " ") if row < rows - 2 or rows < LEAST_GAP else Content.assemble(" ", line, " ")
        for row, line in enumerate(body[: rows - 1])
    ]


def _title(look: Look, day: DayView, width: int, chosen: bool) -> Content:
    today = day.start <= look.now < day.end
    named = text.day_short(day.date)
    monthly = text.day_said(day.date)
    if cell_len(monthly) <= width - 2 and (day.date.day == 1 or day is look.view.days[0]):
        named = monthly
    if today and cell_len(named) + 6 <= width - 2:
        named += " today"
    named = text.pad(named, width - 2)
    if chosen:
        return Content.assemble((f" {named}", "bold $on-amber on $amber-solid"), " ")
    style = "bold $amber" if today else "$text-dim" if not day.hours or day.end <= look.now else "bold"
    return Content.assemble(("▏", "$hairline"), (named, style), " ")


def _load(look: Look, day: DayView, free: Sequence[tuple[int, int]], inner: int) -> Content:
    """Meter of the booked share, and how many visits of the usual length still fit."""
    if not day.hours:
        reason = next((text.clean(closed.reason) for closed in day.closures if closed.reason), "off")
        return Content.styled(text.pad(reason, inner), "$text-dim")
    total = day.booked_minutes + day.free_minutes
    share = day.booked_minutes / total if total else 0.0
    usual = max(1, look.view.hospital.default_minutes)
    fits = sum((end - start) // usual for start, end in free)
    past = day.end <= look.now
    said = f"{round(share * 100)}%" if past else f"{fits} free" if fits else "full"
    said = said if cell_len(said) + 2 <= inner else str(fits)
    cells = min(METER_CELLS, max(0, inner - LONGEST_FREE - 1)) or min(METER_CELLS, max(0, inner - 5))
    full = min(cells, max(round(share * cells), 1 if share else 0))
    meter = [(METER * full, "$text-dim"), (METER * (cells - full), "$hairline")]
    words = (text.pad(said, inner - cells, "right"), "bold" if fits and not past else "$text-dim")
    return Content.assemble(*meter, words)


def _strip(look: Look, day: DayView, inner: int) -> Content:
    """The day from the first to the last hour of them all: `▄` mostly booked, `▁` free, nothing where nobody is."""
    first, last = look.hours[0] * 60, look.hours[1] * 60
    open_spans = [(span.start - day.start, span.end - day.start) for span in day.hours]
    taken = [
        (view.visit.start_minute - day.start, view.visit.end_minute - day.start)
        for view in day.visits
        if view.visit.status != "noshow"
    ]
    past = day.end <= look.now
    parts = []
    for cell in range(inner):
        low = first + (last - first) * cell // inner
        high = first + (last - first) * (cell + 1) // inner
        booked, working = _overlap(taken, low, high), _overlap(open_spans, low, high)
        if booked * 2 > min(working or high - low, high - low):
            parts.append((BOOKED, "$text-faint" if past else "$text-dim"))
        else:
            parts.append((FREE if working else AWAY, "$text-faint"))
    return Content.assemble(*parts)


def _overlap(spans: Sequence[tuple[int, int]], low: int, high: int) -> int:
    return sum(max(0, min(end, high) - max(start, low)) for start, end in spans)


def _free_words(look: Look, start: int, end: int, inner: int) -> str:
    begins, ends = wall_clock(start, look.tz), wall_clock(end, look.tz)
    minutes = end - start
    short = f"{minutes}′" if minutes < 100 else f"{minutes // 60}h{minutes % 60 or '':0>2}".removesuffix("00")
    forms = (text.from_to(begins, ends), f"{text.at(begins)} {short}", text.at(begins))
    return next((form for form in forms if cell_len(form) <= inner), "")


def _week_rows(weeks: int, height: int) -> int:
    return max(3, height // max(1, weeks))


def _widths(days: Sequence[DayView], width: int) -> list[int]:
    """Cells of each weekday; one on which nothing ever is takes less."""
    idle = [not any(day.hours or day.visits for day in days[column::WEEK]) for column in range(WEEK)]
    narrow = min(OFF_WIDTH, (width - GUTTER) // WEEK) if not all(idle) else 0
    wide = [column for column in range(WEEK) if not idle[column] or not narrow]
    base, more = divmod(width - GUTTER - narrow * (WEEK - len(wide)), len(wide))
    share = {column: base + (place < more) for place, column in enumerate(wide)}
    return [share.get(column, narrow) for column in range(WEEK)]
