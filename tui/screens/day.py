"""Mode 2: the doctors of a day side by side, where visits are seen, booked, moved from one to another, worked off."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType
from textual.content import Content

from scheduling.model.reads import DayView, Doctor, WeekView
from tui import text
from tui.actions import bindings
from tui.grid.widget import WeekGrid
from tui.screens.lengths import Lengths
from tui.screens.mode import Title
from tui.widgets.subject import Spans, Subject

if TYPE_CHECKING:
    from tui.dialogs.doctor_groups import Picked

ROOMY = 104
"""Columns from which row 2 says more than which doctors are in sight."""


class DayScreen(Lengths):
    """Shows `desk.day()` of the doctors picked, a column a doctor; `view` is the one under the cursor."""

    MODE = "day"
    CSS_PATH = list[str | PurePath]((Path(__file__).parent.parent / "styles" / "day.tcss",))
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("day")]

    def __init__(self) -> None:
        super().__init__()
        self._day: date | None = None
        self._views: tuple[WeekView, ...] = ()
        self._picked: Picked | None = None
        self._in_sight = (0, 0)

    # -- what is shown ------------------------------------------------------------------------------------------

    @property
    def day(self) -> date:
        """The date shown."""
        if self._day is None:
            self._day = self.desk_app.today()
        return self._day

    @property
    def view(self) -> WeekView | None:
        """The day of the doctor under the cursor."""
        return self._views[min(self.grid.cursor.column, len(self._views) - 1)] if self._views else None

    @property
    def columns(self) -> Sequence[tuple[str, DayView]]:
        """A column a doctor."""
        return [(view.doctor.id, view.days[0]) for view in self._views]

    @property
    def doctor_id(self) -> str:
        """Whose column the cursor is in."""
        assert self.view is not None
        return self.view.doctor.id

    @property
    def picked(self) -> list[Doctor]:
        """The doctors side by side: those picked as far as they still work here, else all of them."""
        doctors = self.doctors
        chosen = self._picked.doctors if self._picked else ()
        return [doctor for doctor in doctors if doctor.id in chosen] or doctors

    def read(self) -> None:
        """Read the day and show it; the cursor stays with its doctor."""
        before = self.doctor_id if self._views else None
        doctors = [doctor.id for doctor in self.picked]
        self._views = self.desk.day(doctors, self.day)
        self.show_grid(bool(doctors))
        if not doctors:
            return
        if before in doctors:
            self.grid.cursor = self.grid.cursor._replace(column=doctors.index(before))
        columns = [(view.doctor, view.days[0]) for view in self._views]
        self.grid.show_day(self._views[0].hospital, columns, self.desk.now(), self.desk.location_names())

    @property
    def valid_until(self) -> float:
        """When a hold of any of them runs out."""
        return min((view.valid_until for view in self._views), default=float("inf"))

    def title_words(self) -> Title:
        """Where, and which day."""
        hospital = self.desk_app.hospital
        return Title(hospital.name if hospital else "", "", text.day_long(self.day), text.day(self.day), turns=True)

    def end_of_tabs(self) -> Content:
        """Which of the doctors are in sight, with an arrow where there are more."""
        first, last = self._in_sight = self.grid.in_sight
        count = len(self._views)
        whose = text.clean(self._picked.name) if self._picked and self._picked.name else "doctors"
        whose = "all doctors" if not self._picked else whose
        before, after = ("‹ " if first > 0 else ""), (" ›" if last < count else "")
        seen = f"{first + 1}–{last} of {count}" if before or after else str(count)
        name = f"{text.fit(whose, 24)} " if self.app.size.width >= ROOMY else ""
        return Content.assemble((before, "bold $amber"), (name, "$text-dim"), (seen, "bold"), (after, "bold $amber"))

    def cursor_moved(self) -> None:
        """Row 2 too: the columns may have scrolled."""
        super().cursor_moved()
        if self._views and self._in_sight != self.grid.in_sight:
            self.show_top()

    def subject(self) -> Subject:
        """The doctor's day, and the others' beside it."""
        return super().subject()._replace(beside=self._views)

    def _ahead(self) -> Spans:
        """The panel tells what is free with anybody instead."""
        return ()

    # -- moving about -------------------------------------------------------------------------------------------

    def turn_to(self, doctor_id: str | None = None, day: date | None = None, minute: int | None = None) -> None:
        """Show another doctor's column, or another day, with the cursor there; None = as it is."""
        minute = self.grid.cursor.minute if minute is None else minute
        if doctor_id is not None and doctor_id not in {doctor.id for doctor in self.picked}:
            self.go_home(doctor_id)
            self._picked = None
        self._day = day or self.day
        self.reload()
        at = next((index for index, view in enumerate(self._views) if view.doctor.id == doctor_id), None)
        self.grid.place(self.grid.cursor.column if at is None else at, minute)
        self.cursor_moved()

    def beside(self, columns: int) -> None:
        """A doctor to the side; beyond the last in sight the columns scroll."""
        if not self.grid.move(columns=columns):
            side = "first" if columns < 0 else "last"
            self.say("info", "", f"{self.doctor_words} is the {side} of the doctors shown. d picks others.")
        self.cursor_moved()

    def _column(self, step: int) -> None:
        if len(self._views) < 2:
            self.say("info", "", "There is only this doctor.")
            return
        self.grid.to_column((self.grid.cursor.column + step) % len(self._views))
        self.cursor_moved()

    def do_column_before(self) -> None:
        """The doctor to the left; from the first to the last."""
        self._column(-1)

    def do_column_after(self) -> None:
        """The doctor to the right; from the last to the first."""
        self._column(1)

    def do_day_before(self) -> None:
        """The day before, at the same time."""
        self.turn_to(day=self.day - timedelta(days=1))

    def do_day_after(self) -> None:
        """The next day, at the same time."""
        self.turn_to(day=self.day + timedelta(days=1))

    def do_pick_doctors(self) -> None:
        """Ask which doctors stand side by side."""
        from tui.dialogs.doctors import DoctorsDialog

        def picked(answer: Picked | None) -> None:
            if answer is None:
                return
            if answer.doctors:
                self.go_home(answer.doctors[0])
            self._picked = answer if answer.doctors else None
            self.reload()
            self.grid.to_column(self.grid.cursor.column)
            self.cursor_moved()

        shown = [view.doctor.id for view in self._views] if self._picked else []
        self.app.push_screen(DoctorsDialog(self.day, shown, self.doctor_id), picked)

    def on_week_grid_left_week(self, message: WeekGrid.LeftWeek) -> None:
        """The wheel turned sideways: other columns come into sight, the cursor stays where it is."""
        self.grid.scroll_columns(message.direction)
        self.show_top()
