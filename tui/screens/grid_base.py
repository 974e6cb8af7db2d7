"""A grid of time: the week of a doctor or the doctors of a day, the cursor on it, and what follows the cursor."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from datetime import date

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal

from scheduling.model.reads import DayView, Doctor, VisitView, WeekView
from tui import settings, words
from tui.actions import CARRY, FREE, NOTHING, SHUT, VISIT
from tui.grid.widget import Selection, WeekGrid
from tui.screens.mode import Whereabouts
from tui.screens.visit_steps import VisitSteps
from tui.widgets.brief import Brief
from tui.widgets.side_panel import SidePanel
from tui.widgets.subject import Landing, Spans, Subject, free_ahead
from tui.worker import News

PANEL_FROM = 104
"""Columns from which the side panel has room; below, two lines under the grid."""


class GridBase(VisitSteps):
    """Shows columns of time in the grid; everything else on the screen follows the cursor.

    A subclass says whose column the cursor is in, reads, and turns to other columns.
    """

    def __init__(self) -> None:
        super().__init__()
        self._shown: Selection | None = None
        self._free: tuple[tuple[str, int, int], Spans] | None = None
        self.grid = WeekGrid(id="grid")
        self.panel = SidePanel(id="panel")
        self.brief = Brief(id="brief")

    @property
    @abstractmethod
    def view(self) -> WeekView | None:
        """The days read of the doctor under the cursor; None before the first reading."""

    @property
    @abstractmethod
    def doctor_id(self) -> str:
        """Whose time the cursor is on."""

    @property
    @abstractmethod
    def columns(self) -> Sequence[tuple[str, DayView]]:
        """The columns shown, by their keys in the grid."""

    @abstractmethod
    def turn_to(self, doctor_id: str | None = None, day: date | None = None, minute: int | None = None) -> None:
        """Show another doctor, or another day, with the cursor there; None = as it is."""

    @abstractmethod
    def beside(self, columns: int) -> None:
        """The cursor a column to the side, out of what is shown too."""

    def compose(self) -> ComposeResult:
        """Row 1, row 2, the grid and its panel, the band, the footer."""
        yield self.header
        yield self.modes
        with Horizontal(id="middle"):
            yield from self.compose_grid()
            yield self.panel
        yield self.brief
        yield self.band
        yield self.footer

    def compose_grid(self) -> ComposeResult:
        """What stands beside the panel."""
        yield self.grid

    # -- what is shown ------------------------------------------------------------------------------------------

    @property
    def doctors(self) -> list[Doctor]:
        """The active doctors of the hospital, in the order `,` and `.` go through them."""
        hospital = self.desk_app.hospital
        return list(self.desk.doctor_list(hospital.id)) if hospital else []

    @property
    def selection(self) -> Selection:
        """What the grid's cursor or range covers."""
        return self.grid.selection

    @property
    def context(self) -> str:
        """What is under the cursor."""
        if self.view is None:
            return NOTHING
        if self.grid.carry is not None:
            return CARRY
        selection = self.selection
        if selection.visit is not None:
            return VISIT
        return FREE if selection.state == "free" else SHUT

    @property
    def chosen_visit(self) -> VisitView | None:
        """The visit under the cursor."""
        return self.selection.visit if self.view is not None else None

    def on_mount(self) -> None:
        """Show what there is, the cursor where it begins."""
        self.set_class(self.app.size.width >= PANEL_FROM, "-wide")
        self.grid.focus()
        self.grid.use_rows(settings.row_minutes(self.desk_app.own))
        self.reload()
        self.begin()
        self.cursor_moved()
        if notes := [*self.desk_app.notes, *self.desk.notices]:
            self.say("info", "Note", " ".join(notes))
        self.await_next_change()

    def settled(self, name: str) -> None:
        """Rows of another height; a week that begins on another day, the cursor on the same."""
        if name == "row_minutes":
            self.grid.use_rows(settings.row_minutes(self.desk_app.own))
        else:
            self.turn_to(day=self.selection.day)

    def begin(self) -> None:
        """Put the cursor where it begins: the row that contains now."""
        now = self.desk_app.wall_now()
        self.grid.go_to(now.date(), now.hour * 60 + now.minute)

    def on_resize(self, event: events.Resize) -> None:
        """Panel beside the grid, or two lines below it."""
        self.set_class(event.size.width >= PANEL_FROM, "-wide")
        self.cursor_moved()

    def reload(self) -> None:
        """Read and show everything again; cursor, range and scroll stay."""
        super().reload()
        self.cursor_moved()

    @property
    def valid_until(self) -> float:
        """When a hold runs out, or a visit becomes past."""
        return float("inf") if self.view is None else self.view.valid_until

    def passed(self) -> None:
        """The line of now moves, and what the panel counts in minutes."""
        if self.view is None or self.selection.day != self.desk_app.today():
            self.reload()
        else:
            self.grid.tick(self.desk.now())
            self.cursor_moved()

    def on_news(self, message: News) -> None:
        """What another terminal changed stands out for a moment."""
        before = self.grid.model
        super().on_news(message)
        if before is not self.grid.model:
            self.grid.flash(before)

    def whereabouts(self) -> Whereabouts:
        """The cell under the cursor."""
        if self.view is None:
            return Whereabouts()
        return Whereabouts(self.doctor_id, self.selection.day, self.grid.cursor.minute)

    def show_grid(self, shown: bool) -> None:
        """The grid, or in its place why there is none: nobody works at this hospital."""
        self.grid.visible = self.panel.visible = self.brief.visible = shown
        if not shown:
            self.say_no_doctors()

    def go_home(self, doctor_id: str) -> None:
        """Show the hospital that a doctor belongs to."""
        home = next((doctor.hospital for doctor in self.desk.doctor_list() if doctor.id == doctor_id), None)
        self.desk_app.hospital_id = home or self.desk_app.hospital_id

    def cursor_moved(self) -> None:
        """Panel, brief and footer follow the cursor."""
        if self.view is None:
            return
        self._shown = self.selection
        subject = self.subject()
        if self.has_class("-wide"):
            self.panel.show(subject)
        else:
            self.brief.show(subject)
        self.refresh_keys()

    def subject(self) -> Subject:
        """What the panel tells about."""
        assert self.view is not None
        desk, tz = self.desk, self.desk_app.tz
        return Subject(desk, self.view, self.selection, self.context, tz, self.landing(), self._ahead(), self.MODE)

    def _ahead(self) -> Spans:
        """What is free next: the same at each step of the cursor, so worked out once a state and minute."""
        assert self.view is not None
        state = (self.doctor_id, self.view.seq, self.desk.now() // 60)
        if self._free is None or self._free[0] != state:
            self._free = (state, free_ahead(self.desk, self.view, self.desk_app.tz))
        return self._free[1]

    def landing(self) -> Landing | None:
        """Where a carried visit would start now; None while nothing is carried."""
        return None

    @property
    def doctor_words(self) -> str:
        """“Dr Who”."""
        return words.doctor_short(self.view.doctor.name) if self.view else ""

    def on_week_grid_moved(self, message: WeekGrid.Moved) -> None:
        """The mouse moved the cursor; after a key everything has followed already."""
        if self.view is not None and self.selection != self._shown:
            self.band.hush()
            self.cursor_moved()

    async def on_week_grid_opened(self, message: WeekGrid.Opened) -> None:
        """A double click on a cell does what Enter does there."""
        await self.action_do({VISIT: "open", CARRY: "drop"}.get(self.context, "book"))
