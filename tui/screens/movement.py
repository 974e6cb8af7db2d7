"""Moving about: rows, days, weeks, doctors, dates, and the height of a row."""

from __future__ import annotations

from tui.screens.grid_base import GridBase


class Movement(GridBase):
    """The actions of the group “Move about”."""

    def _rows(self, rows: int, *, extend: bool = False) -> None:
        self.grid.move(rows=rows, extend=extend)
        self.cursor_moved()

    def do_up(self) -> None:
        """A row up."""
        self._rows(-1)

    def do_down(self) -> None:
        """A row down."""
        self._rows(1)

    def do_left(self) -> None:
        """A column back."""
        self.beside(-1)

    def do_right(self) -> None:
        """A column on."""
        self.beside(1)

    def do_extend_up(self) -> None:
        """The range a row shorter, or upwards."""
        self._rows(-1, extend=True)

    def do_extend_down(self) -> None:
        """The range a row longer."""
        self._rows(1, extend=True)

    def do_page_up(self) -> None:
        """A page of rows up."""
        self._rows(-max(1, self.grid.size.height - 4))

    def do_page_down(self) -> None:
        """A page of rows down."""
        self._rows(max(1, self.grid.size.height - 4))

    def _doctor(self, step: int) -> None:
        doctors = [doctor.id for doctor in self.doctors]
        if len(doctors) < 2:
            self.say("info", "", "There is only this doctor.")
            return
        at = doctors.index(self.doctor_id) if self.doctor_id in doctors else 0
        self.turn_to(doctor_id=doctors[(at + step) % len(doctors)], day=self.selection.day)

    def do_doctor_before(self) -> None:
        """The doctor before."""
        self._doctor(-1)

    def do_doctor_after(self) -> None:
        """The next doctor."""
        self._doctor(1)

    def do_to_now(self) -> None:
        """The row that contains now."""
        now = self.desk_app.wall_now()
        self.turn_to(day=now.date(), minute=now.hour * 60 + now.minute)

    def do_go_to(self) -> None:
        """Ask for a date in words."""
        from tui.dialogs.goto import GotoDialog, Place

        def gone(place: Place | None) -> None:
            if place:
                self.turn_to(day=place.day, minute=place.minute)

        self.app.push_screen(GotoDialog(self.desk_app.today(), self.selection.day), gone)

    def do_finer(self) -> None:
        """Lower rows: fewer minutes each."""
        self._zoom(1)

    def do_coarser(self) -> None:
        """More minutes a row."""
        self._zoom(-1)

    def _zoom(self, step: int) -> None:
        before = self.grid.row_minutes
        self.grid.zoom(step)
        if self.grid.row_minutes == before:
            self.say("info", "", f"Rows of {before} minutes are the {'finest' if step > 0 else 'coarsest'}.")
        self.cursor_moved()

    def do_clear(self) -> None:
        """Let a range go."""
        self.grid.drop_range()
        self.cursor_moved()
