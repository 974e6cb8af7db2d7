"""Mode 5: who waits for a time, which free times would suit them, and times that were given back (RULES 25)."""

from __future__ import annotations

from datetime import date
from pathlib import Path, PurePath
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Vertical
from textual.content import Content
from textual.geometry import Size

from scheduling.model.reads import Opening
from scheduling.model.waiting import FreedTime, WaitingView
from scheduling.when import zones
from scheduling.when.iso import parse_stamp
from tui import text, theme
from tui.actions import NOTHING, WAITING, bindings
from tui.ask import card_doctors, doctor_name
from tui.screens.mode import Title, Whereabouts
from tui.screens.waiting_deeds import WaitingDeeds
from tui.widgets.day_strip import hours_of
from tui.widgets.dialog import Section
from tui.widgets.lines import clip, section
from tui.widgets.painted import Painted
from tui.widgets.patient_card import born, card_lines, short_card
from tui.widgets.rows import Row, Rows
from tui.widgets.waiting_rows import PartRows, TimeRows, entry_rows, freed_rows, heads, time_row

WIDE_FROM = 104
"""Columns from which card and times stand beside the list; below that under it."""
HIGH_FROM = 32
LOW_BELOW = 20
"""Rows below which the list would have no room beside all of the rest."""
"""Rows from which the whole card has room."""
TIMES = 6
"""Dates of which the first time that fits is shown."""
FREED_DAYS = 14
"""How far ahead times given back are shown."""

PARTS = ("entries", "times", "freed")
"""The lists of the screen, in the order of Tab."""

NOBODY_WAITS = (
    (("Nobody waits for a time.", "bold"),),
    (("w", "bold $amber"), ("  puts somebody on the waitlist", "$text-dim")),
    (("f", "bold $amber"), ("  on the grid finds a time; where nothing suits, ", "$text-dim"),
     ("^t", "bold $amber"), (" puts the caller here", "$text-dim")),
    (("w", "bold $amber"), ("  on a visit: its patient would come earlier", "$text-dim")),
)  # fmt: skip


def place_of(freed: FreedTime) -> tuple[str, int]:
    """By what a freed time is told from the others."""
    return freed.doctor, freed.start


class WaitlistScreen(WaitingDeeds):
    """The lists keep their chosen rows; `part` says which of them has the keys."""

    MODE = "waitlist"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("waitlist")]
    CSS_PATH = list[str | PurePath]((Path(__file__).parent.parent / "styles" / "waitlist.tcss",))

    def __init__(self) -> None:
        super().__init__()
        self.part = "entries"
        self.queue: tuple[WaitingView, ...] = ()
        self.freed: tuple[FreedTime, ...] = ()
        self.times: tuple[Opening, ...] = ()
        self._given: tuple[str, int, int] | None = None
        """A time that has just been given back elsewhere: doctor, start, minutes."""
        self._wanted: Opening | None = None
        """The time that was chosen for the entry: chosen again when it is back, after a form that held it."""
        self._who = 0
        self._seen: tuple[str, int, int] | None = None

    def compose(self) -> ComposeResult:
        """Row 1, row 2, the list with the card and the times, the band, the footer."""
        yield self.header
        yield self.modes
        with Container(id="middle"):
            with Vertical(id="list"):
                yield Painted(lambda width, _: [heads(width)], id="heads")
                yield Painted(self._nobody, id="nobody")
                yield PartRows(id="entries")
            with Vertical(id="side"):
                yield Painted(self._card, id="card")
                yield Section("Would fit now", id="times-head")
                yield TimeRows(id="times")
                yield Section("Freed times", id="freed-head")
                yield PartRows(tinted=False, id="freed")
        yield self.band
        yield self.footer

    def on_mount(self) -> None:
        """Show who waits."""
        self._take_form(self.app.size)
        self.reload()
        self.await_next_change()

    def on_resize(self, event: events.Resize) -> None:
        """Beside the list or below it; the rows are laid out anew."""
        self._take_form(event.size)
        if self.shown_seq >= 0:
            self.call_after_refresh(self.safely(self.reload))

    def _take_form(self, size: Size) -> None:
        self.set_class(size.width >= WIDE_FROM, "-wide")
        self.set_class(size.height >= HIGH_FROM, "-high")
        self.set_class(size.height < LOW_BELOW, "-low")

    # -- what is shown ------------------------------------------------------------------------------------------

    @property
    def context(self) -> str:
        """Somebody who waits, or nobody."""
        return WAITING if self.queue else NOTHING

    def title_words(self) -> Title:
        """Which clinic's list."""
        hospital = self.desk_app.hospital
        return Title(text.clean(hospital.name) if hospital else "", "", "Waitlist", "Waitlist")

    def end_of_tabs(self) -> Content:
        """How long they wait; how many is the number of the tab."""
        if not self.queue:
            return Content("")
        longest = max(self.days(view) for view in self.queue)
        return Content.styled(f"longest {longest} day{'' if longest == 1 else 's'}", "$text-dim")

    def days(self, view: WaitingView) -> int:
        """Days that an entry has waited."""
        stamp = view.entry.created_at
        since: date = self.wall(parse_stamp(stamp) // 60).date() if stamp else self.desk_app.today()
        return (self.desk_app.today() - since).days

    def read(self) -> None:
        """Who waits and which times were given back; the chosen rows stay on what they were on."""
        entry, freed = self.entry, self.freed_time
        hospital = self.desk_app.hospital
        self.queue = self.desk.waiting_list(hospital.id if hospital else None)
        self.freed = self.desk.freed_times(hospital.id if hospital else None, FREED_DAYS)
        if self._given is not None:
            new = self.desk.freed_time(*self._given)
            if new is not None and place_of(new) not in map(place_of, self.freed):
                self.freed = (new, *self.freed)
        self.set_class(not self.queue, "-nobody")
        at = next((i for i, each in enumerate(self.queue) if entry and each.entry.id == entry.entry.id), None)
        self._show_entries(self._row("entries") if at is None else at)
        here = next((i for i, each in enumerate(self.freed) if freed and place_of(each) == place_of(freed)), 0)
        self._show_freed(here)
        if (self.part == "freed" and not self.freed) or not self.queue:
            self.part = "entries"
        self.entry_moved()

    def _rows(self, part: str) -> Rows:
        return self.query_one(f"#{part}", Rows)

    def _row(self, part: str) -> int:
        """Which of the choosable rows of a list is the chosen one; 0 where none is."""
        rows = self._rows(part)
        able = [index for index, row in enumerate(rows.rows) if row.choosable]
        return able.index(rows.cursor) if rows.cursor in able else 0

    @property
    def entry(self) -> WaitingView | None:
        """Who is chosen: in the list, or of those whom the chosen freed time suits."""
        at = self._row("entries")
        return self.queue[at] if at < len(self.queue) else None

    @property
    def freed_time(self) -> FreedTime | None:
        """The chosen one of the times given back."""
        at = self._row("freed")
        return self.freed[at] if at < len(self.freed) else None

    @property
    def chosen_time(self) -> Opening | None:
        """The time that Enter books: the freed one while its list has the keys, else the chosen one that fits."""
        freed, entry = self.freed_time, self.entry
        if self.part == "freed" and freed is not None and entry is not None:
            if entry.entry.id not in freed.entries:
                return None
            return Opening(freed.doctor, None, freed.start, freed.start + min(freed.minutes, entry.minutes))
        at = self._row("times")
        return self.times[at] if at < len(self.times) else None

    def _show_entries(self, at: int) -> None:
        rows = self._rows("entries")
        width = rows.content_size.width or (self.app.size.width - (50 if self.has_class("-wide") else 2))
        tones = theme.tones(self.app)
        found: list[Row] = []
        for view in self.queue:
            mark = theme.readable(theme.base_colour(view.type_color, view.type_name), tones.surface, 3.0)
            found += entry_rows(view, width, self.days(view), mark)
        rows.show(found, 2 * min(at, len(self.queue) - 1) if self.queue else None)

    def _show_freed(self, at: int) -> None:
        rows = self._rows("freed")
        width = rows.content_size.width or (46 if self.has_class("-wide") else self.app.size.width - 2)
        names = {view.entry.id: view.patient.name for view in self.queue}
        found: list[Row] = []
        cursor = 0
        for number, freed in enumerate(self.freed):
            if number == at:
                cursor = len(found)
            who = [names[ident] for ident in freed.entries if ident in names]
            found += freed_rows(
                freed, who, self._who % max(1, len(who)) if number == at else 0, self.wall(freed.start), width
            )
        if not found:
            found = [Row(Content.styled(" none given back in the next two weeks", "$text-dim"), choosable=False)]
        rows.show(found, cursor if self.freed and self.part == "freed" else None if not self.freed else cursor)
        self.query_one("#freed-head", Section).show("Freed times", f"next {FREED_DAYS} days" if self.freed else "")

    def entry_moved(self) -> None:
        """The card, the times and the footer follow the chosen entry."""
        entry = self.entry
        state = (entry.entry.id, self.desk.seq, self.desk.now() // 60) if entry else None
        if state != self._seen or entry is None:
            if state is None or self._seen is None or self._seen[0] != state[0]:
                self._wanted = None
            self.times = self.desk.times_for(entry.entry.id, TIMES) if entry else ()
            self._seen = state
            self._show_times(next((i for i, each in enumerate(self.times) if each == self._wanted), 0))
        if self.part == "times" and not self.times:
            self.part = "entries"
        for part in PARTS:
            rows = self.query_one(f"#{part}", PartRows)
            rows.active = part == self.part
            rows.refresh()
        self.query_one("#card").refresh()
        self.refresh_keys()

    def _show_times(self, at: int) -> None:
        rows = self._rows("times")
        width = rows.content_size.width or (46 if self.has_class("-wide") else self.app.size.width - 2)
        days = [self.desk.day_strip(each.doctor, self.wall(each.start).date()) for each in self.times]
        hours = hours_of(days)
        tones = theme.tones(self.app)
        booked = theme.mix(tones.panel, tones.info, 0.5)
        places = self.desk.location_names()
        found = [
            time_row(
                each,
                day,
                hours,
                self.wall(each.start),
                doctor_name(self.desk, each.doctor),
                places.get(each.location or "", ""),
                booked,
                width,
            )
            for each, day in zip(self.times, days, strict=True)
        ]
        if not found and self.entry is not None:
            found = [
                Row(Content.styled(" nothing free suits them; f finds what would", "$text-dim"), choosable=False)
            ]
        rows.show(found, at if self.times else None)
        self.query_one("#times-head", Section).show("Would fit now", "the first of each day" if self.times else "")

    def _card(self, width: int, height: int) -> list[Content]:
        entry = self.entry
        if entry is None:
            return []
        card = self.desk.patient_card(entry.patient.id)
        hospital = self.desk_app.hospital
        ground = theme.tones(self.app).panel
        marks = {
            kind.id: theme.readable(theme.base_colour(kind.color, kind.name), ground, 3.0)
            for kind in (self.desk.type_list(hospital.id) if hospital else ())
        }
        doctors = card_doctors(self.desk, card)
        if height < 6:  # the phone first: they are to be called
            phone = text.clean(entry.patient.phones[0]) if entry.patient.phones else ""
            name = Content.assemble((f"{text.display_name(entry.patient.name)}  ", "bold"), (phone, "bold $amber"))
            fact = born(card) if width >= WIDE_FROM // 2 else ""
            return [
                section(clip(name, width - len(fact) - 3), width, fact),
                *short_card(card, width, doctors, marks)[1:],
            ]
        return card_lines(card, width, height, doctors, marks, past=False)

    def _nobody(self, width: int, height: int) -> list[Content]:
        return [Content(""), *(Content.assemble("  ", *line) for line in NOBODY_WAITS)]

    # -- moving about -------------------------------------------------------------------------------------------

    def arrive(self, place: Whereabouts) -> None:
        """A time that was given back elsewhere is the chosen one; a patient's own entry is."""
        if place.minutes is not None and place.doctor is not None and place.day is not None:
            start = zones.day_minute(place.day.toordinal(), place.minute or 0, self.desk_app.tz)
            self._given, self.part = (place.doctor, start, place.minutes), "freed"
            self.reload()
            at = next((i for i, each in enumerate(self.freed) if place_of(each) == (place.doctor, start)), 0)
            self._choose_freed(at)
        elif place.patient is not None:
            at = next((i for i, each in enumerate(self.queue) if each.patient.id == place.patient), 0)
            self._show_entries(at)
            self.entry_moved()

    def _choose_freed(self, at: int) -> None:
        """A freed time, and in the list whom it suits."""
        if at < len(self.freed):
            ids = self.freed[at].entries
            if ids:
                ident = ids[self._who % len(ids)]
                self._show_entries(next((i for i, each in enumerate(self.queue) if each.entry.id == ident), 0))
            self.part = "freed"
            self._show_freed(at)
            self.entry_moved()

    def _move(self, step: int) -> None:
        self._rows(self.part).move(step)

    @on(Rows.Moved)
    def _moved(self, event: Rows.Moved) -> None:
        """Whatever list was moved in has the keys from now on."""
        self.part = event.rows.id or self.part
        if self.part == "freed":
            self._who = 0
            self._choose_freed(self._row("freed"))
        else:
            if self.part == "times":
                self._wanted = self.chosen_time
            self.entry_moved()

    @on(Rows.Chosen)
    async def _chosen(self, event: Rows.Chosen) -> None:
        await self.action_do("take_time")
