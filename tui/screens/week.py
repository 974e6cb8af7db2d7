"""Mode 1: the week of one doctor, where visits are seen, booked, moved and worked off; and its days at a glance."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from scheduling.model.reads import DayView, WeekView
from tui import text, theme, words
from tui.actions import DAYS as DAYS_AT_A_GLANCE
from tui.actions import bindings
from tui.grid.overview import Overview
from tui.grid.widget import Selection, WeekGrid
from tui.screens.lengths import Lengths
from tui.screens.mode import Title
from tui.widgets.modes import LegendEntry

DAYS = 7
SPANS = (7, 14, 28, 1)
"""How many days are shown, in the order in which `Z` goes through them."""


class WeekScreen(Lengths):
    """Shows `desk.week()` of a doctor, a column a day."""

    MODE = "week"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("week")]

    def __init__(self, doctor_id: str | None = None, first: date | None = None) -> None:
        super().__init__()
        self._doctor_id = doctor_id
        self._first = first
        self._view: WeekView | None = None
        self._days = DAYS
        self._chosen: date | None = None
        self._home: str | None = None
        self.overview = Overview(id="overview")

    def compose_grid(self) -> ComposeResult:
        """The grid, or the overview in its place."""
        yield self.grid
        yield self.overview

    # -- what is shown ------------------------------------------------------------------------------------------

    @property
    def view(self) -> WeekView | None:
        """The days shown."""
        return self._view

    @property
    def columns(self) -> Sequence[tuple[str, DayView]]:
        """A column a day."""
        return [(day.date.isoformat(), day) for day in self._view.days] if self._view else []

    @property
    def doctor_id(self) -> str:
        """Whose week it is."""
        if self._doctor_id is None:
            self._doctor_id = next((doctor.id for doctor in self.doctors), "")
        return self._doctor_id

    @property
    def first(self) -> date:
        """The first date shown: the first of its week, but for one day alone."""
        if self._first is None:
            self._first = text.week_start(self.desk_app.today())
        if self._days >= DAYS:  # weeks may begin on another day by now: the one that has most of these days
            self._first = text.week_start(self._first + timedelta(days=DAYS // 2))
        return self._first

    @property
    def at_a_glance(self) -> bool:
        """Whether weeks stand there day by day, without their hours."""
        return self._days > DAYS

    @property
    def context(self) -> str:
        """What is under the cursor: a whole day of the weeks at a glance, else what the grid has there."""
        return DAYS_AT_A_GLANCE if self.at_a_glance and self.view is not None else super().context

    @property
    def selection(self) -> Selection:
        """What the cursor covers; at a glance the whole day."""
        if not self.at_a_glance:
            return super().selection
        assert self._view is not None
        assert self._chosen is not None
        day = next(day for day in self._view.days if day.date == self._chosen)
        return Selection(day.date, 0, 0, day.start, day.end - day.start, None, False, "off", None)

    def read(self) -> None:
        """Read the week and show it; cursor, range and scroll stay."""
        hospital = self.desk_app.hospital
        home = hospital.id if hospital else None
        if self._home not in (None, home) and self._doctor_id not in {doctor.id for doctor in self.doctors}:
            self._doctor_id = None
        self._home = home
        self._view = self.desk.week(self.doctor_id, self.first, self._days) if self.doctor_id else None
        self.show_grid(self._view is not None)
        if self._view is None:
            self._doctor_id = None
        elif self._chosen is not None and self.at_a_glance:
            types = self.desk.type_list(self._view.hospital.id, self._view.doctor.id)
            least = min((kind.minutes for kind in types), default=1)
            self.overview.show(self._view, self._chosen, self.desk.now(), least)
        else:
            self.grid.show(self._view, self.desk.now())

    def title_words(self) -> Title:
        """Whose week, which week."""
        last = self.first + timedelta(days=self._days - 1)
        long = text.week_range(self.first, last) if self._days > 1 else text.day_long(last)
        short = text.week_range(self.first, last, long=False) if self._days > 1 else text.day(last)
        if self.view is None:
            hospital = self.desk_app.hospital
            return Title(hospital.name if hospital else "", "", long, short)
        return Title(
            words.doctor_full(self.view.doctor.name), self.view.doctor.specialty or "", long, short, turns=True
        )

    def end_of_tabs(self) -> list[LegendEntry]:
        """The types of the doctor and their colours."""
        if self.view is None:
            return []
        tones = theme.tones(self.app)
        types = self.desk.type_list(self.view.hospital.id, self.view.doctor.id)
        return [LegendEntry(one.name, theme.hue(one.color, tones, one.name).bar) for one in types]

    def begin(self) -> None:
        """The cursor on the first free time from now, of this week or the next, so that Enter books it; on the row
        that contains now when there is none."""
        if self.view is None:
            return
        for first in (self.first, self.first + timedelta(days=DAYS)):
            shown = self.view if first == self.first else self.desk.week(self.doctor_id, first, DAYS)
            for day in shown.days:
                if self._first_free(day) is not None:
                    if first != self.first:
                        self._first = first
                        self.reload()
                    self._to_first_free(day)
                    return
        super().begin()

    def _first_free(self, day: DayView) -> int | None:
        """The first wall minute of a day with a row free from there on."""
        rows = self.grid.row_minutes
        for start, end in day.bookable:
            wall = self.wall(start)
            minute = -(-(wall.hour * 60 + wall.minute) // rows) * rows
            if minute + rows <= wall.hour * 60 + wall.minute + end - start:
                return minute
        return None

    def _to_first_free(self, day: DayView) -> None:
        minute = self._first_free(day)
        if minute is not None:
            self.grid.go_to(day.date, minute)

    # -- moving about -------------------------------------------------------------------------------------------

    def turn_to(self, doctor_id: str | None = None, day: date | None = None, minute: int | None = None) -> None:
        """Show another doctor, or the week of another day, with the cursor there; None = as it is."""
        day = day or (self.selection.day if self.view is not None else self.desk_app.today())
        cursor_minute = self.grid.cursor.minute
        if doctor_id is not None:
            self.go_home(doctor_id)
            self._doctor_id, self._home = doctor_id, self.desk_app.hospital_id
        if self.at_a_glance and minute is not None:  # a time is meant: only the grid shows one
            self._take_days(DAYS)
        self._first = self._first_for(day)
        self._chosen = day
        self.reload()
        if not self.at_a_glance:
            self.grid.go_to(day, cursor_minute if minute is None else minute)
            self.cursor_moved()

    def _first_for(self, day: date) -> date:
        """The first date to show so that `day` is among them."""
        if self._days == 1:
            return day
        stays = self.first == text.week_start(self.first) and self.first <= day < self.first + timedelta(
            days=self._days
        )
        return self.first if stays else text.week_start(day)

    def beside(self, columns: int) -> None:
        """A day to the side; out of the week into the next."""
        if not self.at_a_glance and self.grid.move(columns=columns):
            self.cursor_moved()
        else:
            self.turn_to(day=self.selection.day + timedelta(days=columns))

    def do_week_before(self) -> None:
        """The same weekday a week earlier."""
        self.turn_to(day=self.selection.day - timedelta(days=max(DAYS, self._days)))

    def do_week_after(self) -> None:
        """The same weekday a week later."""
        self.turn_to(day=self.selection.day + timedelta(days=max(DAYS, self._days)))

    # -- days at a glance ---------------------------------------------------------------------------------------

    def _rows(self, rows: int, *, extend: bool = False) -> None:
        if self.at_a_glance:
            self.turn_to(day=self.selection.day + timedelta(days=DAYS * rows))
        else:
            super()._rows(rows, extend=extend)

    def _take_days(self, days: int) -> None:
        """Show another number of days; which of them is the next reading's matter."""
        self._days = days
        self.grid.display = not self.at_a_glance
        self.overview.display = self.at_a_glance
        if not self.at_a_glance:
            self.grid.focus()

    def do_glance(self) -> None:
        """More days at once, then one alone, then the week again."""
        day = self.selection.day
        self._take_days(SPANS[(SPANS.index(self._days) + 1) % len(SPANS)])
        self.turn_to(day=day)

    def do_open_day(self) -> None:
        """The week of the day, the cursor on its first free time."""
        day = self.selection.day
        self._take_days(DAYS)
        self.turn_to(day=day)
        self._to_first_free(self.columns[[shown.date for _key, shown in self.columns].index(day)][1])
        self.cursor_moved()

    def do_week_again(self) -> None:
        """The week of the chosen day."""
        day = self.selection.day
        self._take_days(DAYS)
        self.turn_to(day=day)

    def do_clear(self) -> None:
        """Let the range go; with none, from one day back to the week."""
        if self._days != DAYS and not self.selection.ranged:
            self.do_week_again()
        else:
            super().do_clear()

    def do_to_now(self) -> None:
        """The row that contains now; at a glance today."""
        if self.at_a_glance:
            self.turn_to(day=self.desk_app.today())
        else:
            super().do_to_now()

    def passed(self) -> None:
        """At a glance what is free shrinks with each minute."""
        self.reload() if self.at_a_glance else super().passed()

    def on_overview_chosen(self, message: Overview.Chosen) -> None:
        """A click chooses a day, a click on the chosen one opens it."""
        self.turn_to(day=message.day)
        if message.again:
            self.do_open_day()

    def do_pick_doctor(self) -> None:
        """Ask which doctor."""
        from tui.dialogs.doctor import DoctorDialog

        def picked(doctor_id: str | None) -> None:
            if doctor_id:
                self.turn_to(doctor_id=doctor_id, day=self.selection.day)

        self.app.push_screen(DoctorDialog(self.doctor_id), picked)

    def on_week_grid_left_week(self, message: WeekGrid.LeftWeek) -> None:
        """The wheel turned out of the week sideways, into the next."""
        self.do_week_after() if message.direction > 0 else self.do_week_before()
