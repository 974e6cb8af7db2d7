"""The hours of a doctor on the screen: how what was read, drafted and chosen is shown."""

from __future__ import annotations

from abc import abstractmethod
from datetime import date

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content

from scheduling.model.hours import Displaced
from scheduling.model.reads import VisitView
from scheduling.when import zones
from scheduling.when.iso import parse_stamp
from tui import text, theme
from tui import words as names
from tui.actions import NOTHING, VISIT, hints
from tui.actions.table import CLOSURE, SINGLE_DAY, WEEKLY
from tui.hours import words
from tui.hours.bars import present, singles, versions
from tui.hours.lines import closed_lines, single_lines, week_lines
from tui.hours.sheet import CLOSED, SINGLE, WEEK, Sheet, Spot
from tui.screens.hours_base import HoursBase
from tui.screens.mode import Title, Whereabouts
from tui.widgets.displaced_list import Lists

WIDE = 104
"""Columns from which the list has room beside the hours; below, it is behind Tab."""

STATUS_KEYS = {"a", "i", "s", "o", "p"}
"""Keys of statuses: they work on a visit of the list, and are not what one is there for."""

CONTEXTS = {WEEK: WEEKLY, SINGLE: SINGLE_DAY, CLOSED: CLOSURE}


class HoursShown(HoursBase):
    """Shows `desk.hours_view()` of a doctor, with the draft of a change over it."""

    _place = 0
    """Where the chosen spot stands among all: what is next to it is chosen when it goes."""

    def compose(self) -> ComposeResult:
        """Rows 1 and 2, the draft, the hours and who is outside them, the band, the footer."""
        yield self.header
        yield self.modes
        yield self.draft_band
        with Horizontal(id="middle"):
            yield self.sheet
            yield self.list
        yield self.hint
        yield self.band
        yield self.footer

    # -- reading ------------------------------------------------------------------------------------------------

    def on_mount(self) -> None:
        """Show what there is."""
        self.set_class(self.app.size.width >= WIDE, "-wide")
        self.spot = Spot(WEEK, self.today.weekday())
        self.reload()
        self.await_next_change()

    def read(self) -> None:
        """Read the hours; cursor and draft stay. A draft made upon other hours is put upon these."""
        self.query_one("#middle").visible = self.hint.visible = bool(self.doctor_id)
        if not self.doctor_id:
            self.say_no_doctors()
            self.refresh_keys()
            return
        first = self.versions[self.version].first if self.versions else None
        fresh = self.view is None or self.view.doctor.id != self.doctor_id
        self.view = self.desk.hours_view(self.doctor_id)
        self.versions = versions(self.view.weekly)
        self.saved = {single.day: single for single in singles(self.view.days)}
        draft = self.draft
        if draft is not None and draft.stamp != self.view.stamp:
            self._rebase(draft)
            draft = self.draft
        wanted = draft.base if draft else None
        same = (at for at, one in enumerate(self.versions) if one == wanted or (not fresh and one.first == first))
        self.version = next(same, present(self.versions, self.today))
        if fresh:
            self.preview = None
        self.show_all()
        self.weigh()

    @abstractmethod
    def weigh(self) -> None:
        """Find out whom the draft displaces, and a time for each."""

    # -- showing ------------------------------------------------------------------------------------------------

    def show_all(self) -> None:
        """The draft, the sheet, the list, the footer."""
        if self.view is None:
            self.refresh_keys()
            return
        draft = self.draft
        said = (self.draft_words(draft), self.draft_short(draft)) if draft else ("", "")
        self.draft_band.show(*said, self.doctor_id in self.changed_meanwhile)
        sheet = self._sheet()
        spots = self.spots(sheet)
        if self.spot not in spots:
            same = [spot for spot in spots if spot[:2] == self.spot[:2]]
            self.spot = same[-1] if same else spots[min(self._place, len(spots) - 1)]
            sheet = sheet._replace(spot=self.spot)
        self._place = spots.index(self.spot)
        self.sheet.show(sheet)
        self.show_list()

    def show_list(self) -> None:
        """Who is outside, and the footer."""
        lists = self.lists()
        if not lists.all:
            self.in_list = False
        self.place_in_list = max(0, min(self.place_in_list, len(lists.all) - 1))
        self.list.show(lists, self.place_in_list if self.in_list else None)
        self.set_class(self.in_list, "-list")
        self.hint.update(self._hint(lists))
        self.refresh_keys()

    def _sheet(self) -> Sheet:
        base, view = self.base, self.shown
        displaced = [
            zones.wall_clock(one.visit.visit.start_minute, self.tz).date() for one in self.lists().displaced or ()
        ]
        colours: dict[str | None, str] = {
            place.id: theme.PLACES[index % len(theme.PLACES)] for index, place in enumerate(view.locations)
        }
        version = base.base
        return Sheet(
            week_lines(base, displaced),
            single_lines(base, self.saved, self.bars_on, displaced),
            closed_lines(view.closures, base.closures, self.doctor_words, self.places),
            words.version_short(version.first, version.last),
            self.places,
            colours,
            self.spot,
            not self.in_list,
            self.draft is not None,
        )

    def spots(self, sheet: Sheet | None = None) -> list[Spot]:
        """Everything that can be chosen, from above."""
        sheet = sheet or self._sheet()
        days = [
            Spot(day.kind, day.key, bar)
            for day in (*sheet.week, *sheet.singles)
            for bar in range(max(1, len(day.bars)))
        ]
        return [*days, *(Spot(CLOSED, one.key) for one in sheet.closed)]

    def lists(self) -> Lists:
        """Who would be displaced and who is outside; with times as far as they are known."""
        view, preview = self.shown, self.preview
        outside = view.outside
        if preview is not None:
            known = {one.visit.visit.id: one for one in (*preview.outside, *preview.displaced)}
            outside = tuple(
                one._replace(fits=known[i].fits) if (i := one.visit.visit.id) in known else one for one in outside
            )
        stamps = [parse_stamp(one.since) for one in outside if one.since]
        since = zones.wall_clock(min(stamps) // 60, self.tz).date() if stamps else None
        return Lists(
            None if self.draft is None else preview.displaced if preview else (),
            outside,
            f"since {text.day_month(since)}" if since else "hours",
            preview.again if preview and self.draft else 0,
            self.weighing,
            self.doctor_words,
            self._when,
            lambda ident: next((one.name for one in self.doctors if one.id == ident), ""),
        )

    def _when(self, minute: int) -> str:
        wall = zones.wall_clock(minute, self.tz)
        return f"{text.day(wall.date())} {text.at(wall)}"

    def _hint(self, lists: Lists) -> Content:
        """Where there is no room for the list: how many, and how to get there."""
        parts = []
        if lists.displaced:
            parts.append((f"! Saving displaces {len(lists.displaced)}   ", "bold $bad"))
        if lists.outside:
            parts.append((f"! {len(lists.outside)} outside {lists.since}   ", "bold $amber"))
        if not parts:
            return Content.styled(
                "Saving displaces nobody." if self.draft else "Nobody is outside hours.", "$text-dim"
            )
        return Content.assemble(*parts, ("Tab", "bold $amber"), (" lists them", "$text-dim"))

    def on_resize(self, event: events.Resize) -> None:
        """The list beside the hours, or behind Tab."""
        self.set_class(event.size.width >= WIDE, "-wide")
        if self.view is not None:
            self.show_top()

    def title_words(self) -> Title:
        """Whose hours, and since when these hold."""
        if self.view is None:
            return Title("Hours", "no doctor yet")
        version = self.base.base
        long, short = (words.version_words(version.first, version.last, year=year) for year in (True, False))
        doctor = self.view.doctor
        turns = len(self.versions) > 1
        return Title(
            names.doctor_full(doctor.name),
            doctor.specialty or "",
            f"Weekly hours {long}".rstrip(),
            short or "Hours",
            turns,
        )

    def end_of_tabs(self) -> Content:
        """Whose clock it is, where there is room."""
        if self.view is None or self.app.size.width < WIDE:
            return Content("")
        city = self.view.hospital.timezone.rpartition("/")[2].replace("_", " ")
        return Content.styled(f"all times {text.clean(city)}", "$text-dim")

    def show_top(self) -> None:
        """Rows 1 and 2; the tab is marked while a draft is open."""
        drafted = any(not history[-1].is_empty for history in self.drafts.values())
        self.desk_app.tabs.mark_draft(self.MODE, drafted)
        super().show_top()

    def refresh_keys(self) -> None:
        """The footer names what works now: saving where there is a draft, no statuses of visits."""
        left, right = hints(self.context, self.status, self.MODE)
        idle = {"ctrl+s"} if self.draft is None else set()
        idle |= STATUS_KEYS if self.in_list else set()
        left = [hint for hint in left if not idle.intersection(hint.press)]
        back = [hint._replace(words="Hours", short="Hours") if hint.press == ("tab",) else hint for hint in left]
        self.footer.show(back if self.in_list else left, right)

    # -- what is chosen -----------------------------------------------------------------------------------------

    @property
    def entry(self) -> Displaced | None:
        """The visit chosen in the list."""
        found = self.lists().all if self.in_list and self.view else ()
        return found[self.place_in_list] if self.place_in_list < len(found) else None

    @property
    def chosen_visit(self) -> VisitView | None:
        """The visit chosen in the list."""
        entry = self.entry
        return entry.visit if entry else None

    @property
    def context(self) -> str:
        """A visit of the list, or what of the hours is chosen."""
        if self.view is None:
            return NOTHING
        if self.in_list:
            return VISIT if self.entry else NOTHING
        return CONTEXTS[self.spot.kind]

    def whereabouts(self) -> Whereabouts:
        """The doctor, and the date that is chosen."""
        if self.view is None:
            return Whereabouts()
        if self.entry is not None:
            wall = zones.wall_clock(self.entry.visit.visit.start_minute, self.tz)
            return Whereabouts(self.doctor_id, wall.date(), wall.hour * 60 + wall.minute)
        day = self.spot.key if isinstance(self.spot.key, date) else None
        return Whereabouts(self.doctor_id, day)

    def arrive(self, place: Whereabouts) -> None:
        """Show the doctor whom the other screen looked at."""
        if place.doctor is not None and place.doctor != self.doctor_id:
            self.turn_to(place.doctor)

    def hospital_changed(self) -> None:
        """The hours of its first doctor; drafts of others are kept."""
        self.view, self._doctor_id = None, None
        self.draft_band.show("")
        self.turn_to(self.doctor_id)

    def turn_to(self, doctor_id: str) -> None:
        """Show another doctor; a draft of this one is kept."""
        self._doctor_id = doctor_id
        self.versions, self.version, self.in_list, self.place_in_list = (), 0, False, 0
        self.reload()
