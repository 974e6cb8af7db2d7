"""The widget of the figures: the table with its cursor, the plots that fit below it. A click chooses a number."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from tui import theme, words
from tui.figures import panels, table
from tui.figures.plots import CELL
from tui.figures.table import FOOT_ROWS, HEAD_ROWS, Place
from tui.theme import Tones
from tui.widgets.lines import clip

if TYPE_CHECKING:
    from scheduling.services.figures import DayFigures, DoctorDetail, Figures

LEAST_DOCTORS = 3
"""Rows of doctors that are kept before a plot below them is left out."""

LEGEND_ROWS = 2
"""What the colours mean: told where every doctor has a row."""

WIDE = 104


class Shown(NamedTuple):
    """What is painted: the numbers, those of the doctor and of the day `on` under the cursor, and where that is."""

    figures: Figures
    detail: DoctorDetail
    day: DayFigures
    on: date
    row: int
    column: int
    page: int
    tz: ZoneInfo


def blocks(shown: Shown, width: int, height: int, tones: Tones) -> list[list[Content]]:
    """The pages of plots below the table: one where everything fits, else two to turn between."""
    figures = shown.figures
    doctor = words.doctor_short(figures.doctors[shown.row].doctor.name)
    span = f"{figures.weeks} weeks"
    three = (int(width * 0.34), int(width * 0.36), width - int(width * 0.34) - int(width * 0.36) - 6)
    two = ((width - 3) // 2, width - 3 - (width - 3) // 2)
    if width >= WIDE:
        upper = panels.beside(
            [
                panels.when(shown.detail, doctor, span, tones, three[0]),
                panels.shows(shown.detail, doctor, three[1]),
                panels.day(shown.day, shown.on, doctor, shown.tz, three[2]),
            ],
            three,
        )
        lower = panels.kinds(shown.detail, doctor, span, tones, width)
        if len(upper) + len(lower) + 1 <= height:
            return [[*upper, Content(""), *lower]]
        return [upper, lower]
    first = panels.beside(
        [panels.day(shown.day, shown.on, doctor, shown.tz, two[0]), panels.shows(shown.detail, doctor, two[1])], two
    )
    hours = panels.when(shown.detail, doctor, span, tones, width)
    return [first, hours, panels.kinds(shown.detail, doctor, span, tones, width)]


class FiguresView(Widget):
    """Paints `Shown`; holds nothing but how far it is scrolled."""

    DEFAULT_CSS = "FiguresView { width: 1fr; height: 1fr; padding: 1 1 0 1; color: $text; background: $surface; }"
    ALLOW_SELECT = False
    can_focus = True

    class Chosen(Message):
        """A number was clicked: its row and column; `again`: it was the chosen one, or clicked twice."""

        def __init__(self, row: int, column: int, again: bool) -> None:
            super().__init__()
            self.row = row
            self.column = column
            self.again = again

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.shown: Shown | None = None
        self.pages = 1
        self._top = 0
        self._rows = 0

    def show(self, shown: Shown | None) -> None:
        """Other numbers, or the cursor elsewhere; None while they are being counted."""
        self.shown = shown
        self.refresh()

    def where(self) -> Place | None:
        """Where the columns stand now."""
        return table.place(self.shown.figures, self.content_size.width) if self.shown else None

    def render(self) -> Content:
        """The table, what it means, and as many plots as there is room for."""
        width, height = self.content_size.width, self.content_size.height
        shown = self.shown
        if shown is None or width < 1:
            return Content("")
        tones, figures = theme.tones(self.app), shown.figures
        where = table.place(figures, width)
        offset = len(table.columns_of(figures)) - len(where.columns)
        few = min(LEAST_DOCTORS, len(figures.doctors))
        below = blocks(shown, width, height - HEAD_ROWS - FOOT_ROWS - few - 1, tones)
        self.pages = len(below)
        page = below[shown.page % len(below)]
        spare = height - HEAD_ROWS - FOOT_ROWS - len(page) - 1
        legend = spare >= len(figures.doctors) + LEGEND_ROWS
        self._rows = min(len(figures.doctors), max(few, spare - (LEGEND_ROWS if legend else 0)))
        self._top = max(min(self._top, shown.row), shown.row - self._rows + 1)
        lines = table.head(figures, where, width)
        for index in range(self._top, min(len(figures.doctors), self._top + self._rows)):
            cursor = shown.column - offset if index == shown.row else None
            lines.append(table.row(figures, figures.doctors[index], where, tones, cursor))
        hidden = len(figures.doctors) - self._rows
        lines.append(Content.styled(f" … {hidden} more" if hidden > 0 else "", "$text-faint"))
        lines.append(table.everyone(figures, where, tones))
        if legend:
            lines += [Content(""), table.legend(where, tones, width)]
        lines += [Content(""), *page]
        return Content("\n").join(clip(line, width) for line in lines[:height])

    def on_click(self, event: events.Click) -> None:
        """Choose the number under the mouse."""
        offset, where = event.get_content_offset(self), self.where()
        if offset is None or where is None or self.shown is None:
            return
        row = offset.y - HEAD_ROWS
        hit = [at for at, start in enumerate(where.starts) if start <= offset.x < start + CELL]
        if 0 <= row < self._rows and hit:
            hidden = len(table.columns_of(self.shown.figures)) - len(where.columns)
            chosen = (row + self._top, hit[0] + hidden)
            again = chosen == (self.shown.row, self.shown.column)
            self.post_message(self.Chosen(*chosen, again or event.chain == 2))
