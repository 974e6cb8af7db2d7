"""Mode 7: how the time of the doctors is used, read at a glance."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from scheduling.model.reads import Doctor
from tui import text
from tui.actions import FIGURE, NOTHING, bindings
from tui.figures import table
from tui.figures.view import FiguresView, Shown
from tui.screens.mode import ModeScreen, Title, Whereabouts

if TYPE_CHECKING:
    from scheduling.services.figures import Figures

PERIODS = (4, 8, 12)
"""Weeks that can be looked at."""

WEEK = timedelta(days=7)
NOBODY = "There is no doctor here yet.\n\n8 opens the clinic, where one is added."


class FiguresScreen(ModeScreen):
    """A table of the doctors; plots of the one under the cursor. Counted in the store thread."""

    MODE = "figures"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("figures")]
    CSS_PATH = Path(__file__).parent.parent / "styles" / "figures.tcss"

    def __init__(self) -> None:
        super().__init__()
        self.view = FiguresView(id="view")
        self.figures: Figures | None = None
        self.weeks = PERIODS[0]
        self._last: date | None = None
        self._row = 0
        self._day: date | None = None
        self._page = 0

    def compose(self) -> ComposeResult:
        """Row 1, row 2, the figures, the band, the footer."""
        yield self.header
        yield self.modes
        yield self.view
        yield Static(NOBODY, id="empty", markup=False)
        yield self.band
        yield self.footer

    def on_mount(self) -> None:
        """Count, and show."""
        self.view.focus()
        self.reload()
        self.await_next_change()

    # -- what is shown ------------------------------------------------------------------------------------------

    @property
    def last(self) -> date:
        """The Monday of the last week of the period."""
        if self._last is None:
            today = self.desk_app.today()
            self._last = today - timedelta(days=today.weekday())
        return self._last

    @property
    def first(self) -> date:
        """The Monday of its first week."""
        return self.last - (self.weeks - 1) * WEEK

    @property
    def context(self) -> str:
        """A number, or nothing while there is none."""
        return FIGURE if self.figures is not None and self.figures.doctors else NOTHING

    @property
    def doctor(self) -> Doctor | None:
        """Whose row the cursor is in."""
        rows = self.figures.doctors if self.figures else ()
        return rows[self._row].doctor if rows else None

    @property
    def day(self) -> date:
        """The day under the cursor."""
        return self._day or self.desk_app.today()

    def title_words(self) -> Title:
        """The hospital and the period, to the Sunday of its last week."""
        hospital = self.desk_app.hospital
        last = self.last + timedelta(days=6)
        name = hospital.name if hospital else "No hospital"
        return Title(
            name, "", text.week_range(self.first, last), text.week_range(self.first, last, long=False), turns=True
        )

    def end_of_tabs(self) -> Content:
        """How many doctors."""
        count = len(self.figures.doctors) if self.figures else 0
        return Content.styled(f"{count} doctor{'' if count == 1 else 's'}" if count else "", "$text-dim")

    def read(self) -> None:
        """Count in the store thread; the numbers that stand there stay until the new ones are known."""
        self.in_background(self._count, "figures", exclusive=True)

    def passed(self) -> None:
        """Minutes change no figure; midnight does, and comes with the next reading."""

    async def _count(self) -> None:
        hospital = self.desk_app.hospital
        if hospital is None:
            self.set_class(True, "-empty")
            return
        ident, first, weeks = hospital.id, self.first, self.weeks
        figures = await self.attempt(lambda desk: desk.figures(ident, first, weeks))
        if figures is not None:
            self.figures = figures
            self.set_class(not figures.doctors, "-empty")
            self._paint()
            self.show_top()
            self.refresh_keys()

    def _paint(self) -> None:
        """The numbers, and those of the doctor and the day under the cursor."""
        figures = self.figures
        if figures is None or not figures.doctors:
            self.view.show(None)
            return
        self._row = min(self._row, len(figures.doctors) - 1)
        doctor = figures.doctors[self._row].doctor.id
        column = self._column()
        day = self._day_of(table.columns_of(figures)[column])
        self.view.show(
            Shown(
                figures,
                self.desk.doctor_figures(doctor, figures.first, figures.weeks),
                self.desk.day_figures(doctor, day, figures.freed.get((doctor, day.toordinal()), ())),
                day,
                self._row,
                column,
                self._page,
                self.desk_app.tz,
            )
        )

    def _day_of(self, column: table.Column) -> date:
        """The day of a column; of a week the same weekday as before."""
        assert self.figures is not None
        one = column.first == column.last
        return self.figures.first + timedelta(days=column.first + (0 if one else self.day.weekday()))

    def _column(self) -> int:
        """The column of the day under the cursor: the one that holds it, else the last before it."""
        assert self.figures is not None
        at = (self.day - self.figures.first).days
        columns = table.columns_of(self.figures)
        before = [index for index, column in enumerate(columns) if column.first <= at]
        return before[-1] if before else 0

    # -- keys ---------------------------------------------------------------------------------------------------

    def _go(self, row: int, column: int) -> None:
        assert self.figures is not None
        columns = table.columns_of(self.figures)
        if not 0 <= column < len(columns):
            self._turn(-1 if column < 0 else 1, weeks=1)
            return
        self._row = max(0, min(len(self.figures.doctors) - 1, row))
        self._day = self._day_of(columns[column])
        self._paint()

    def do_figure_left(self) -> None:
        """The day before."""
        self._go(self._row, self._column() - 1)

    def do_figure_right(self) -> None:
        """The day after."""
        self._go(self._row, self._column() + 1)

    def do_figure_up(self) -> None:
        """The doctor above."""
        self._go(self._row - 1, self._column())

    def do_figure_down(self) -> None:
        """The doctor below."""
        self._go(self._row + 1, self._column())

    def _turn(self, direction: int, weeks: int) -> None:
        self._last = self.last + direction * weeks * WEEK
        self._day = self.day + direction * weeks * WEEK
        self.reload()

    def do_figure_before(self) -> None:
        """The weeks before these."""
        self._turn(-1, self.weeks)

    def do_figure_after(self) -> None:
        """The weeks after these."""
        self._turn(1, self.weeks)

    def do_figure_now(self) -> None:
        """The weeks up to now, the cursor on today."""
        self._last = self._day = None
        self.reload()

    def _longer(self, step: int) -> None:
        at = PERIODS.index(self.weeks) + step
        if not 0 <= at < len(PERIODS):
            self.say("info", "", f"{self.weeks} weeks are the {'most' if step > 0 else 'fewest'}.")
            return
        self.weeks = PERIODS[at]
        self.reload()

    def do_figure_longer(self) -> None:
        """More weeks, a number a week."""
        self._longer(1)

    def do_figure_shorter(self) -> None:
        """Fewer weeks."""
        self._longer(-1)

    def do_figure_more(self) -> None:
        """The next page of plots."""
        if self.view.pages == 1:
            self.say("info", "", "All plots are shown.")
            return
        self._page = (self._page + 1) % self.view.pages
        self._paint()

    async def do_figure_open(self) -> None:
        """The week of that doctor, at that day."""
        doctor = self.doctor
        assert doctor is not None
        await self.desk_app.open_mode("week", Whereabouts(doctor.id, self.day, asked=True))

    def do_figure_copy(self) -> None:
        """The table as lines with tabs, as a spreadsheet takes them."""
        assert self.figures is not None
        lines = table.as_lines(self.figures)
        self.app.copy_to_clipboard("\n".join("\t".join(cells) for cells in lines))
        self.say("ok", "Copied", f"{len(lines) - 1} rows with tabs between, for a spreadsheet.")

    async def on_figures_view_chosen(self, message: FiguresView.Chosen) -> None:
        """A click chooses a number, a second one opens its day."""
        self._go(message.row, message.column)
        if message.again:
            await self.action_do("figure_open")

    def whereabouts(self) -> Whereabouts:
        """The doctor and the day under the cursor."""
        doctor = self.doctor
        return Whereabouts(doctor.id if doctor else None, self.day)
