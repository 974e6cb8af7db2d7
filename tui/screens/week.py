"""Mode 1: the week of one doctor, where visits are seen, booked, moved and worked off."""

from __future__ import annotations

from datetime import date, timedelta
from typing import ClassVar

from textual.binding import BindingType

from tui import text, theme
from tui.actions import bindings
from tui.dialogs import words
from tui.grid.widget import WeekGrid
from tui.screens.lengths import Lengths
from tui.screens.mode import Title, Whereabouts
from tui.widgets.modes import LegendEntry

DAYS = 7


class WeekScreen(Lengths):
    """Shows `desk.week()` of a doctor, a column a day."""

    MODE = "week"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("week")]

    def __init__(self, doctor_id: str | None = None, first: date | None = None) -> None:
        super().__init__()
        self._doctor_id = doctor_id
        self._first = first

    # -- what is shown ------------------------------------------------------------------------------------------

    @property
    def doctor_id(self) -> str:
        """Whose week it is."""
        if self._doctor_id is None:
            self._doctor_id = self.doctors[0].id
        return self._doctor_id

    @property
    def first(self) -> date:
        """The first day of the week shown."""
        if self._first is None:
            self._first = text.week_start(self.desk_app.today())
        # The day on which weeks begin may be another by now: the week that has most of these days.
        self._first = text.week_start(self._first + timedelta(days=DAYS // 2))
        return self._first

    def read(self) -> None:
        """Read the week and show it; cursor, range and scroll stay."""
        self.view = self.desk.week(self.doctor_id, self.first, DAYS)
        self.grid.show(self.view, self.desk.now())

    def title_words(self) -> Title:
        """Whose week, which week."""
        assert self.view is not None
        last = self.first + timedelta(days=DAYS - 1)
        return Title(
            words.doctor_full(self.view.doctor.name),
            self.view.doctor.specialty or "",
            text.week_range(self.first, last),
            text.week_range(self.first, last, long=False),
            turns=True,
        )

    def end_of_tabs(self) -> list[LegendEntry]:
        """The types of the doctor and their colours."""
        assert self.view is not None
        tones = theme.tones(self.app)
        types = self.desk.type_list(self.view.hospital.id, self.view.doctor.id)
        return [LegendEntry(one.name, theme.hue(one.color, tones, one.name).bar) for one in types]

    def begin(self) -> None:
        """The cursor on the first free time from now, of this week or the next, so that Enter books it; on the row
        that contains now when there is none."""
        rows = self.grid.row_minutes
        for first in (self.first, self.first + timedelta(days=DAYS)):
            for day in self.desk.week(self.doctor_id, first, DAYS).days:
                for start, end in day.bookable:
                    wall = self.wall(start)
                    minute = -(-(wall.hour * 60 + wall.minute) // rows) * rows
                    if minute + rows <= wall.hour * 60 + wall.minute + end - start:
                        if first != self.first:
                            self._first = first
                            self.reload()
                        self.grid.go_to(wall.date(), minute)
                        return
        super().begin()

    # -- moving about -------------------------------------------------------------------------------------------

    def turn_to(self, doctor_id: str | None = None, day: date | None = None, minute: int | None = None) -> None:
        """Show another doctor, or the week of another day, with the cursor there; None = as it is."""
        cursor_day, cursor_minute = self.selection.day, self.grid.cursor.minute
        self._doctor_id = doctor_id or self.doctor_id
        self._first = text.week_start(day or self.first)
        self.reload()
        self.grid.go_to(day or cursor_day, cursor_minute if minute is None else minute)
        self.cursor_moved()

    def beside(self, columns: int) -> None:
        """A day to the side; out of the week into the next."""
        if self.grid.move(columns=columns):
            self.cursor_moved()
        else:
            self.turn_to(day=self.selection.day + timedelta(days=columns))

    def arrive(self, place: Whereabouts) -> None:
        """Show the visit, or the doctor and the time, that the other screen looked at."""
        if place.visit is not None:
            self.show_visit(place.visit)
            if place.carry and self.chosen_visit is not None:
                self.pick_up(self.chosen_visit)
        elif place.doctor is not None or place.day is not None:
            self.turn_to(place.doctor, place.day, place.minute)

    def do_week_before(self) -> None:
        """The same weekday a week earlier."""
        self.turn_to(day=self.selection.day - timedelta(days=DAYS))

    def do_week_after(self) -> None:
        """The same weekday a week later."""
        self.turn_to(day=self.selection.day + timedelta(days=DAYS))

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
