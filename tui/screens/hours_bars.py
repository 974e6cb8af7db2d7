"""Changing the bars of a day; each change goes into the draft."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from tui import text
from tui.hours import bars as edit
from tui.hours import words
from tui.hours.bars import Bars, Single
from tui.hours.draft import Draft
from tui.hours.sheet import CLOSED, WEEK, Spot
from tui.screens.hours_shown import HoursShown
from tui.widgets.hours_sheet import HoursSheet

STEPS = (5, 10, 15, 20, 30, 60)
"""By how many minutes an end moves."""


class HoursBars(HoursShown):
    """The actions of the group “On hours”."""

    _dragged: tuple[Spot, bool] | None = None
    """The edge that the mouse moves: its steps are one change."""

    # -- the draft ----------------------------------------------------------------------------------------------

    def push(self, draft: Draft, *, again: bool = False) -> None:
        """The draft as it is now; `again`: instead of its last change. One that changes nothing is none."""
        history = self.drafts.setdefault(self.doctor_id, [])
        if again and history:
            history.pop()
        history.append(draft)
        if draft.is_empty and len(history) == 1:
            del self.drafts[self.doctor_id]
            self.changed_meanwhile.discard(self.doctor_id)
        self._refresh()

    def _refresh(self) -> None:
        self.show_all()
        self.show_top()
        self.weigh()

    @property
    def bars(self) -> Bars:
        """The bars of the chosen day."""
        key = self.spot.key
        if self.spot.kind == WEEK and isinstance(key, int):
            return self.base.week[key]
        assert isinstance(key, date)
        single = self._single(key)
        return single.bars if single else self.bars_on(key)

    def _single(self, day: date) -> Single | None:
        return self.base.days.get(day, self.saved.get(day))

    def put(self, bars: Bars, bar: int | None = None, *, again: bool = False) -> None:
        """Other bars on the chosen day, the one at `bar` chosen."""
        key, draft = self.spot.key, self.base
        if self.spot.kind == WEEK and isinstance(key, int):
            if draft.base.last is not None and draft.base.last < self.today:
                self.say("bad", "", "These weekly hours are over. ] goes to those in effect.")
                return
            draft = draft.with_bars(key, bars)
        else:
            assert isinstance(key, date)
            before = self._single(key)
            single = Single(key, bars, before.open_on_closure if before else False)
            draft = draft.with_day(key, single, self.saved.get(key))
        if bar is not None:
            self.spot = self.spot._replace(bar=bar)
        self.push(draft, again=again)

    # -- bars ---------------------------------------------------------------------------------------------------

    def _edge(self, move: Callable[[Bars, int, int, int], Bars], direction: int) -> None:
        bars = self.bars
        if not bars:
            self.say("bad", "", "There are no hours that day. b adds some, ⏎ takes them in words.")
            return
        moved = move(bars, self.spot.bar, self.step_minutes, direction)
        if moved == bars:
            self.say("info", "", "It cannot go further: there the next one begins, the day ends, or nothing is left.")
            return
        self.put(moved)

    def do_end_earlier(self) -> None:
        """The bar's end a step earlier."""
        self._edge(edit.moved_end, -1)

    def do_end_later(self) -> None:
        """The bar's end a step later."""
        self._edge(edit.moved_end, 1)

    def do_start_earlier(self) -> None:
        """The bar's start a step earlier."""
        self._edge(edit.moved_start, -1)

    def do_start_later(self) -> None:
        """The bar's start a step later."""
        self._edge(edit.moved_start, 1)

    def _step(self, direction: int) -> None:
        at = STEPS.index(self.step_minutes) + direction
        if 0 <= at < len(STEPS):
            self.step_minutes = STEPS[at]
        self.say("info", "", f"An end moves by {self.step_minutes} minutes.")

    def do_finer_step(self) -> None:
        """Ends move by less."""
        self._step(-1)

    def do_coarser_step(self) -> None:
        """Ends move by more."""
        self._step(1)

    @property
    def usual_place(self) -> str | None:
        """Where the doctor mostly works; the first of the doctor's places before there are any hours."""
        used = [bar.location for bars in self.base.week for bar in bars]
        if used:
            return max(sorted(set(used), key=lambda place: place or ""), key=used.count)
        own = self.shown.doctor.locations
        return own[0] if own else None

    def do_add_bar(self) -> None:
        """A bar more on that day."""
        bars = self.bars
        place = bars[self.spot.bar].location if bars else self.usual_place
        grown = edit.added(bars, place)
        if grown is None:
            self.say("bad", "", "That day is full.")
            return
        self.put(*grown)

    def do_next_place(self) -> None:
        """The bar at the next of the locations, or at none in particular."""
        bars = self.bars
        if not bars:
            self.say("bad", "", "There are no hours that day. b adds some.")
            return
        places = [None, *(place.id for place in self.shown.locations if place.active)]
        if len(places) == 1:
            self.say("info", "", "There is no location to choose.")
            return
        here = bars[self.spot.bar].location
        following = places[(places.index(here) + 1) % len(places)] if here in places else places[0]
        self.put(edit.relocated(bars, self.spot.bar, following))
        self.say("info", "", f"At {words.place_name(following, self.places)}.")

    def do_type_hours(self) -> None:
        """The hours of that day in words."""
        from tui.dialogs.hours_words import HoursWordsDialog

        key = self.spot.key
        day = words.dated(key) if isinstance(key, date) else f"{text.WEEKDAYS_LONG[int(key)]}s"

        def typed(bars: Bars | None) -> None:
            if bars is not None:
                self.put(bars, 0)

        self.app.push_screen(HoursWordsDialog(day, self.bars, self.places, self.usual_place), typed)

    def do_from_when(self) -> None:
        """From when on the weekly hours change."""
        from tui.dialogs.hours_from import FromDialog

        draft = self.draft
        if draft is None or not draft.changed_weekdays:
            self.say("info", "", "Change the weekly hours first; then g says from when on.")
            return
        earliest = max(self.today, draft.base.first or self.today)

        def said(day: date | None) -> None:
            if day is not None:
                self.push(self.base._replace(first=day))

        self.app.push_screen(FromDialog(self.today, draft.starts(self.today), earliest), said)

    # -- the mouse ----------------------------------------------------------------------------------------------

    def on_hours_sheet_pointed(self, message: HoursSheet.Pointed) -> None:
        """A click chooses; on the chosen one it does what Enter does."""
        self.band.hush()
        self._dragged = None
        self.spot, self.in_list = message.spot, False
        self.show_all()
        if message.acted and message.spot.kind != CLOSED:
            self.do_type_hours()

    def on_hours_sheet_dragged(self, message: HoursSheet.Dragged) -> None:
        """The edge goes where the mouse is, on the grid of steps."""
        bars, at = self.bars, self.spot.bar
        if not bars:
            return
        minute = round(message.minute / self.step_minutes) * self.step_minutes
        moved = (edit.with_start if message.is_start else edit.with_end)(bars, at, minute)
        if moved != bars and moved[at].minutes >= self.step_minutes:
            held = (self.spot, message.is_start)
            self.put(moved, again=self._dragged == held)
            self._dragged = held
