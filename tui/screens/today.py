"""Mode 3: the board of a day, where the waiting room, the doctors' rooms and who is due are worked off."""

from __future__ import annotations

from datetime import date, timedelta
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content

from scheduling.model.board import Board
from scheduling.model.reads import VisitView
from tui import text, theme, words
from tui.actions import FREE, NOTHING, SHUT, VISIT, bindings
from tui.screens.grid_base import PANEL_FROM
from tui.screens.mode import Title, Whereabouts
from tui.screens.today_booking import TodayBooking
from tui.today import painting, panel, rows
from tui.today.painting import Line, Scene
from tui.today.rows import Cursor, Item, Section
from tui.today.widget import Listing
from tui.widgets.painted import Painted
from tui.widgets.subject import name_of

TABLE, ASIDE = "table", "aside"


class TodayScreen(TodayBooking):
    """Shows `desk.board()` of a date: the table, and beside it what is left to be worked off."""

    MODE = "today"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("today")]
    CSS_PATH = "../styles/today.tcss"

    board: Board

    def __init__(self) -> None:
        super().__init__()
        self._day: date | None = None
        self._cursors: dict[str, Cursor | None] = {TABLE: None, ASIDE: None}
        self._area = TABLE
        self._top = 0
        self._follow = True
        self.table = Listing(self._table_lines, lambda: self._at(TABLE), id=TABLE)
        self.aside = Listing(self._aside_lines, lambda: self._at(ASIDE), id=ASIDE)
        self.counts = Painted(lambda width, _: painting.counts(self.scene, width), id="counts")
        self.brief = Painted(self._brief, id="brief")

    def compose(self) -> ComposeResult:
        """Row 1, row 2, the counts, the table and what stands beside it, the band, the footer."""
        yield self.header
        yield self.modes
        yield self.counts
        with Horizontal(id="middle"):
            yield self.table
            yield self.aside
        yield self.brief
        yield self.band
        yield self.footer

    # -- what is shown ------------------------------------------------------------------------------------------

    @property
    def day(self) -> date:
        """The date shown; today's moves on with the clock."""
        return self._day or self.desk_app.today()

    @property
    def scene(self) -> Scene:
        """What is painted."""
        app = self.desk_app
        return Scene(self.board, app.tz, theme.tones(app), app.today())

    def sections(self, area: str) -> tuple[Section, ...]:
        """The rows of the table, or of what stands beside it."""
        return rows.table(self.board, self.desk_app.today()) if area == TABLE else rows.aside(self.board)

    def read(self) -> None:
        """Read the board and show it; the cursor stays with its visit, or on its row."""
        hospital = self.desk_app.hospital
        board = rows.blank(self.day)
        if hospital is not None:
            board = self.desk.board(hospital.id, self.day, self.doctor_id)
        self.board = board
        for area, cursor in self._cursors.items():
            self._cursors[area] = rows.settle(cursor, self.sections(area), follow=self._follow)
        self.show_rows()

    def show_rows(self) -> None:
        """Paint what was read, and what depends on the cursor."""
        for widget in (self.counts, self.table, self.aside, self.brief):
            widget.refresh()
        self.refresh_keys()

    def title_words(self) -> Title:
        """The hospital, and the date."""
        hospital = self.desk_app.hospital
        day = self.board.date
        short = f"{text.day_said(day)} {day.year}"
        return Title(hospital.name if hospital else "", "", text.day_long(day), short, turns=True)

    def end_of_tabs(self) -> Content:
        """Whose visits."""
        if self.doctor_id is None:
            return Content.styled("all doctors", "$text-dim")
        return Content.styled(words.doctor_short(name_of(self.desk, self.doctor_id)), "bold $amber")

    def on_mount(self) -> None:
        """Show today."""
        self.set_class(self.app.size.width >= PANEL_FROM, "-wide")
        self.reload()
        self.await_next_change()

    def on_resize(self, event: events.Resize) -> None:
        """What stands beside the table, or one line about it."""
        self.set_class(event.size.width >= PANEL_FROM, "-wide")

    def _table_lines(self, width: int, height: int) -> list[Line]:
        sections, scene = self.sections(TABLE), self.scene
        if not sections:
            return [Line(line) for line in self._nothing()]
        found = painting.lines(sections, width)
        at = self._at(TABLE) or self._place(TABLE)
        place = next((number for number, line in enumerate(found) if line.at is not None and line.at == at), None)
        self._top = rows.window(len(found), height, place, self._top)
        shown = painting.shown(found, sections, self._top, (width, height))
        return [painting.filled(scene, sections, line, width) for line in shown]

    def _nothing(self) -> list[Content]:
        """What is said of a date without visits."""
        said = f"No visits on {text.day_long(self.board.date)}."
        keys = Content.assemble(
            ("[ ]", "bold $amber"), " other days   ", ("f", "bold $amber"), " finds a free time   ",
            ("1", "bold $amber"), " the week",
        )  # fmt: skip
        return [Content.styled(said, "bold"), Content(""), keys]

    def _aside_lines(self, width: int, height: int) -> list[Line]:
        today = self.desk_app.today()
        at, inside = self._place(ASIDE), self._area == ASIDE
        return panel.panel(self.scene, self.sections(ASIDE), today, (width, height), at, inside=inside)

    def _brief(self, width: int, height: int) -> list[Content]:
        return [panel.brief(self.scene, self.sections(ASIDE), width, aside=self._area == ASIDE)]

    # -- the cursor ---------------------------------------------------------------------------------------------

    def _place(self, area: str) -> tuple[str, int] | None:
        cursor = self._cursors[area]
        return (cursor.section, cursor.row) if cursor else None

    def _at(self, area: str) -> tuple[str, int] | None:
        """The row that is amber: only where the keys go."""
        return self._place(area) if area == self._area else None

    @property
    def item(self) -> Item | None:
        """What is under the cursor."""
        if self.shown_seq < 0:
            return None
        return rows.chosen(self._cursors[self._area], self.sections(self._area))

    @property
    def chosen_visit(self) -> VisitView | None:
        """The visit under the cursor."""
        return self.item.visit if self.item else None

    @property
    def context(self) -> str:
        """What is under the cursor."""
        item = self.item
        if item is None:
            return NOTHING
        if item.freed is not None:
            return SHUT if item.freed.past else FREE
        return VISIT

    def whereabouts(self) -> Whereabouts:
        """The visit or the time under the cursor, else the date."""
        item, tz_wall = self.item, self.wall
        if item is None:
            return Whereabouts(self.doctor_id, self.day)
        if item.visit is not None:
            own = item.visit.visit
            start = tz_wall(own.start_minute)
            return Whereabouts(own.doctor, start.date(), start.hour * 60 + start.minute, own.id, own.patient)
        assert item.freed is not None
        start = tz_wall(item.freed.start)
        return Whereabouts(item.freed.doctor, start.date(), start.hour * 60 + start.minute)

    def arrive(self, place: Whereabouts) -> None:
        """Where somebody chose a date or a visit, that; else what was shown here before."""
        if not place.asked:
            return
        if place.day is not None:
            self.turn_to(place.day)
        if place.visit is not None:
            self.point_at(place.visit)

    def point_at(self, visit: str) -> bool:
        """Put the cursor on a visit, where it is listed."""
        for area in (TABLE, ASIDE):
            cursor = rows.find(visit, self.sections(area))
            if cursor is not None:
                self._cursors[area] = cursor
                self._enter(area)
                return True
        return False

    def _enter(self, area: str) -> None:
        self._area = area
        self.set_class(area == ASIDE, "-aside")
        self.show_rows()

    def _step(self, count: int) -> None:
        self._cursors[self._area] = rows.step(self._cursors[self._area], self.sections(self._area), count)
        self.show_rows()

    @on(Listing.Pointed)
    async def _pointed(self, message: Listing.Pointed) -> None:
        """A click chooses; a second one does what Enter does."""
        area = ASIDE if message.listing is self.aside else TABLE
        section, row = message.at
        found = next(one for one in self.sections(area) if one.id == section)
        if row < len(found.items):
            self.band.hush()
            self._cursors[area] = Cursor(section, row, found.items[row].ident)
            self._enter(area)
            if message.twice:
                await self.action_do("open" if self.context == VISIT else "offer")

    @on(Listing.Rolled)
    def _rolled(self, message: Listing.Rolled) -> None:
        self._step(message.rows)

    def do_today_up(self) -> None:
        """The row above."""
        self._step(-1)

    def do_today_down(self) -> None:
        """The row below."""
        self._step(1)

    def do_today_page_up(self) -> None:
        """A page of rows up."""
        self._step(-max(1, self.table.size.height - 4))

    def do_today_page_down(self) -> None:
        """A page of rows down."""
        self._step(max(1, self.table.size.height - 4))

    def do_today_first(self) -> None:
        """The first row."""
        self._step(-10_000)

    def do_today_last(self) -> None:
        """The last row."""
        self._step(10_000)

    def do_today_aside(self) -> None:
        """To the list of what is unresolved and what was freed, and back."""
        if self._area == ASIDE:
            self._enter(TABLE)
            return
        sections = self.sections(ASIDE)
        if rows.start(sections) is None:
            self.say("ok", "", "Nothing is unresolved, and no time was freed.")
            return
        if rows.chosen(self._cursors[ASIDE], sections) is None:
            self._cursors[ASIDE] = rows.start(sections)
        self._enter(ASIDE)

    def do_today_back(self) -> None:
        """Back to the table."""
        self._enter(TABLE)

    # -- another date, another doctor ---------------------------------------------------------------------------

    def hospital_changed(self) -> None:
        """Everybody's visits there."""
        self.doctor_id = None
        super().hospital_changed()

    def turn_to(self, day: date) -> None:
        """Show a date, the cursor on its first row."""
        self._day = None if day == self.desk_app.today() else day
        self._cursors[TABLE] = None
        self._top = 0
        self.reload()
        self._enter(TABLE)

    def do_today_before(self) -> None:
        """The day before: how it ended."""
        self.turn_to(self.day - timedelta(days=1))

    def do_today_after(self) -> None:
        """The day after: who is due."""
        self.turn_to(self.day + timedelta(days=1))

    def do_today_now(self) -> None:
        """Today."""
        self.turn_to(self.desk_app.today())

    def do_today_go_to(self) -> None:
        """Ask for a date in words."""
        from tui.dialogs.goto import GotoDialog, Place

        def gone(place: Place | None) -> None:
            if place:
                self.turn_to(place.day)

        self.app.push_screen(GotoDialog(self.desk_app.today(), self.day), gone)

    def do_today_doctor(self) -> None:
        """Ask whose visits to show."""
        from tui.dialogs.doctor import EVERYBODY, DoctorDialog

        def picked(doctor: str | None) -> None:
            if doctor is not None:
                self.doctor_id = doctor or None
                self._cursors = {TABLE: None, ASIDE: None}
                self.reload()
                self._enter(TABLE)

        question, deed = "Whose visits?", "Show them"
        self.app.push_screen(DoctorDialog(self.doctor_id or EVERYBODY, question, deed, everybody=True), picked)

    # -- what keeps its row -------------------------------------------------------------------------------------

    async def _turn_back(self, verb: str, word: str) -> None:
        """Undo and redo: what comes back stands again under the cursor, which keeps its row."""
        self._follow = False
        try:
            await super()._turn_back(verb, word)
        finally:
            self._follow = True
