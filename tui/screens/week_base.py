"""The week of one doctor: what is shown, where the cursor is, and how time and news change it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal

from scheduling.model.reads import Doctor, VisitView, WeekView
from scheduling.when import zones
from tui import text, theme
from tui.actions import CARRY, FREE, SHUT, VISIT
from tui.dialogs import words
from tui.grid.widget import Selection, WeekGrid
from tui.screens.base import DeskScreen
from tui.widgets.brief import Brief
from tui.widgets.header import Header, Heading
from tui.widgets.modes import LegendEntry, ModesRow
from tui.widgets.side_panel import SidePanel
from tui.widgets.subject import Landing, Spans, Subject, free_ahead, name_of, when_words
from tui.worker import News

PANEL_FROM = 104
"""Columns from which the side panel has room; below, two lines under the grid."""

DAYS = 7


def monday(day: date) -> date:
    """The Monday of its week."""
    return day - timedelta(days=day.weekday())


class WeekBase(DeskScreen):
    """Shows `desk.week()` of a doctor in the grid; everything else on the screen follows the cursor."""

    def __init__(self, doctor_id: str | None = None, first: date | None = None) -> None:
        super().__init__()
        self._doctor_id = doctor_id
        self._first = first
        self.view: WeekView | None = None
        self._shown: Selection | None = None
        self._free: tuple[tuple[str, int, int], Spans] | None = None
        self.header = Header(id="header")
        self.modes = ModesRow(id="modes")
        self.grid = WeekGrid(id="grid")
        self.panel = SidePanel(id="panel")
        self.brief = Brief(id="brief")

    def compose(self) -> ComposeResult:
        """Row 1, row 2, the grid and its panel, the band, the footer."""
        yield self.header
        yield self.modes
        with Horizontal(id="middle"):
            yield self.grid
            yield self.panel
        yield self.brief
        yield self.band
        yield self.footer

    # -- what is shown ------------------------------------------------------------------------------------------

    @property
    def doctors(self) -> list[Doctor]:
        """The active doctors of the hospital, in the order `,` and `.` go through them."""
        hospital = self.desk_app.hospital
        return list(self.desk.doctor_list(hospital.id)) if hospital else []

    @property
    def doctor_id(self) -> str:
        """Whose week it is."""
        if self._doctor_id is None:
            self._doctor_id = self.doctors[0].id
        return self._doctor_id

    @property
    def first(self) -> date:
        """The Monday of the week shown."""
        if self._first is None:
            self._first = monday(self.desk_app.today())
        return self._first

    @property
    def selection(self) -> Selection:
        """What the grid's cursor or range covers."""
        return self.grid.selection

    @property
    def context(self) -> str:
        """What is under the cursor."""
        if self.view is None:
            return SHUT
        if self.grid.carry is not None:
            return CARRY
        selection = self.selection
        if selection.visit is not None:
            return VISIT
        return FREE if selection.state == "free" else SHUT

    @property
    def status(self) -> str | None:
        """The status of the visit under the cursor."""
        visit = self.selection.visit if self.view is not None else None
        return visit.visit.status if visit else None

    def on_mount(self) -> None:
        """Show the week, put the cursor on the row that contains now."""
        self.set_class(self.app.size.width >= PANEL_FROM, "-wide")
        self.grid.focus()
        self.reload()
        day, minute = self._opening_place()
        self.grid.go_to(day, minute)
        self.cursor_moved()
        if self.desk.notices:
            self.say("info", "Note", " ".join(self.desk.notices))
        self._await_next_change()

    def _opening_place(self) -> tuple[date, int]:
        """Where the cursor begins: the first free time from now, of this week or the next, so that Enter books it;
        the row that contains now when there is none."""
        rows = self.grid.row_minutes
        for first in (self.first, self.first + timedelta(days=DAYS)):
            for day in self.desk.week(self.doctor_id, first, DAYS).days:
                for start, end in day.bookable:
                    wall = self.wall(start)
                    minute = -(-(wall.hour * 60 + wall.minute) // rows) * rows
                    if minute + rows <= wall.hour * 60 + wall.minute + end - start:
                        self._show_week(first)
                        return wall.date(), minute
        now = self.wall(self.desk.now() // 60)
        return now.date(), now.hour * 60 + now.minute

    def _show_week(self, first: date) -> None:
        """Another Monday's week, when it is not the one that is shown."""
        if first != self.first:
            self._first = first
            self.reload()

    def on_resize(self, event: events.Resize) -> None:
        """Panel beside the grid, or two lines below it."""
        self.set_class(event.size.width >= PANEL_FROM, "-wide")
        self.cursor_moved()

    def on_screen_resume(self) -> None:
        """Something may have happened while a dialog was open."""
        if self.view is not None:
            self.reload()

    def themed(self) -> None:
        """Grid and legend take their colours from the theme by themselves."""
        self.reload()

    def reload(self) -> None:
        """Read the week again and show it; cursor, range and scroll stay."""
        self.view = self.desk.week(self.doctor_id, self.first, DAYS)
        self.grid.show(self.view, self.desk.now())
        self._show_rows()
        self.cursor_moved()

    def turn_to(self, doctor_id: str | None = None, day: date | None = None, minute: int | None = None) -> None:
        """Show another doctor, or the week of another day, with the cursor there; None = as it is."""
        cursor_day, cursor_minute = self.selection.day, self.grid.cursor.minute
        self._doctor_id = doctor_id or self.doctor_id
        self._first = monday(day or self.first)
        self.reload()
        self.grid.go_to(day or cursor_day, cursor_minute if minute is None else minute)
        self.cursor_moved()

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
        return Subject(desk, self.view, self.selection, self.context, tz, self.landing(), self._ahead())

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

    # -- words --------------------------------------------------------------------------------------------------

    def wall(self, minute: int) -> datetime:
        """The wall clock of an epoch minute, naive."""
        return zones.wall_clock(minute, self.desk_app.tz)

    def iso(self, minute: int) -> str:
        """An epoch minute as the verbs take it."""
        return zones.iso(minute, self.desk_app.tz)

    def words(self, minute: int, minutes: int | None = None, *, month: bool = True) -> str:
        """“Sat 21 Nov 10:45 – 11:30”, without the end where no length is given."""
        return when_words(minute, minutes, self.desk_app.tz, month=month)

    @property
    def doctor_words(self) -> str:
        """“Dr Who”."""
        return words.doctor_short(self.view.doctor.name) if self.view else ""

    def sentence_of(self, visit: VisitView) -> str:
        """The sentence to read out."""
        return text.sentence(visit, words.doctor_short(name_of(self.desk, visit.visit.doctor)))

    def _show_rows(self) -> None:
        assert self.view is not None
        desk, view = self.desk, self.view
        flags = ["demo"] if self.desk_app.demo else []
        flags += ["clock fixed"] if desk.clock.fixed else []
        flags += ["read-only"] if desk.read_only else []
        self.header.show(
            Heading(
                words.doctor_full(view.doctor.name),
                view.doctor.specialty or "",
                self.first,
                DAYS,
                desk.desk,
                desk.by,
                self.desk_app.wall_now(),
                tuple(flags),
            )
        )
        tones = theme.tones(self.app)
        types = desk.type_list(view.hospital.id, view.doctor.id)
        self.modes.show(1, [LegendEntry(one.name, theme.hue(one.color, tones, one.name).bar) for one in types])

    # -- time and news ------------------------------------------------------------------------------------------

    def on_news(self, message: News) -> None:
        """The book changed: show it, wherever it came from."""
        if self.view is not None and self.desk.seq != self.view.seq:
            self.reload()

    def tick(self) -> None:
        """The clock moved on, or a hold ran out: the picture changes without a transaction."""
        assert self.view is not None
        if self.desk.now() >= self.view.valid_until or self.selection.day != self.desk_app.today():
            self.reload()
        else:
            self.grid.tick(self.desk.now())
            self._show_rows()
            self.cursor_moved()
        if self.desk.notices:
            self.say("info", "Note", " ".join(self.desk.notices))
        self._await_next_change()

    def _await_next_change(self) -> None:
        """One timer: the next full minute, or the death of a hold, whichever comes first."""
        if self.desk.clock.fixed or self.view is None:
            return
        now = self.desk.now()
        self.set_timer(max(0.2, min(60 - now % 60, self.view.valid_until - now)), self.safely(self.tick))

    def on_week_grid_moved(self, message: WeekGrid.Moved) -> None:
        """The mouse moved the cursor; after a key everything has followed already."""
        if self.view is not None and self.selection != self._shown:
            self.band.hush()
            self.cursor_moved()
