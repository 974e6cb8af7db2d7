"""Single days and closures: each change goes into the draft; what displaces nobody is done at once."""

from __future__ import annotations

from datetime import date, timedelta

from scheduling.model.reads import Closure
from tui import text
from tui.hours import bars as edit
from tui.hours import words
from tui.hours.bars import Bars, Single
from tui.hours.draft import Shutting
from tui.hours.lines import NEW
from tui.hours.sheet import CLOSED, SINGLE, Spot
from tui.screens.hours_bars import HoursBars
from tui.screens.visit_steps import UNDO


class HoursDays(HoursBars):
    """The actions of the group “Days and closures”, and copying, which may ask for dates."""

    def do_copy_hours(self) -> None:
        """The hours of that day on others too."""
        from tui.dialogs.hours_copy import CopyDaysDialog

        key, week = self.spot.key, self.base.week
        if not isinstance(key, int):
            self._ask_single(self.bars)
            return

        def chosen(days: tuple[int, ...] | None) -> None:
            draft = self.base
            for day in days or ():
                draft = draft.with_bars(day, week[key])
            if days:
                self.push(draft)

        shown = [words.spans(bars, self.places) if bars else "" for bars in week]
        self.app.push_screen(CopyDaysDialog(key, week, shown), chosen)

    # -- days and closures --------------------------------------------------------------------------------------

    def do_new_day(self) -> None:
        """A day with hours of its own."""
        self._ask_single(())

    def _ask_single(self, bars: Bars) -> None:
        from tui.dialogs.hours_single import SingleDayDialog, SingleDays

        def asked(found: SingleDays | None) -> None:
            if found is None:
                return
            draft = self.base
            for day in found.days:
                single = Single(day, found.bars, found.open_on_closure)
                draft = draft.with_day(day, single, self.saved.get(day))
            self.spot = Spot(SINGLE, found.days[0])
            self.push(draft)

        self.app.push_screen(SingleDayDialog(self.today, self.places, self.usual_place, self._closed_on, bars), asked)

    def _closed_on(self, day: date) -> str:
        """Why the whole of a date is closed; "" where it is not."""
        on = day.isoformat()
        shut = (one for one in self.shown.closures if "T" not in one.from_ and one.from_ <= on <= one.to)
        return next((text.clean(one.reason or "closed") for one in shut), "")

    def do_close_days(self) -> None:
        """Close days or times."""
        from tui.dialogs.hours_close import ShutDialog, Who

        view = self.shown
        whos = [Who("doctor", view.doctor.id, self.doctor_words, "not there")]
        whos += [
            Who("location", place.id, text.clean(place.name), "closed for everyone")
            for place in view.locations
            if place.active
        ]
        whos.append(Who("hospital", view.hospital.id, text.clean(view.hospital.name), "closed for everyone"))

        def asked(found: Shutting | None) -> None:
            if found is not None:
                draft = self.base
                self.spot = Spot(CLOSED, f"{NEW}{len(draft.closures)}")
                self.push(draft._replace(closures=(*draft.closures, found)))

        self.app.push_screen(ShutDialog(self.today, whos), asked)

    async def do_remove(self) -> None:
        """The bar, the single day or the closure goes."""
        if self.spot.kind == CLOSED:
            await self._remove_closure(str(self.spot.key))
        elif isinstance(self.spot.key, date):
            await self._remove_day(self.spot.key)
        elif not self.bars:
            self.say("bad", "", "There are no hours that day to take away.")
        else:
            self.put(edit.without(self.bars, self.spot.bar), max(0, self.spot.bar - 1))

    async def _remove_closure(self, key: str) -> None:
        """One of the draft goes from it; a saved one is reopened: that displaces nobody."""
        draft = self.base
        if key.startswith(NEW):
            gone = int(key.removeprefix(NEW))
            left = tuple(one for place, one in enumerate(draft.closures) if place != gone)
            self.push(draft._replace(closures=left))
            return
        closure = next(one for one in self.shown.closures if one.id == key)
        if await self._apart_from_draft("reopen", {"id": key}):
            self.say("ok", "Open again", self._closure_words(closure), UNDO)

    def _closure_words(self, closure: Closure) -> str:
        reason = text.clean(closure.reason or "closed")
        return f"{words.closed_when(closure.from_, closure.to)}, {reason}."

    async def _remove_day(self, day: date) -> None:
        """Back to the weekly hours: at once where that displaces nobody, else in the draft."""
        if day not in self.saved:
            self.push(self.base.with_day(day, None, None))
            return
        if self.draft is None:
            arguments = {"doctor": self.doctor_id, "date": day.isoformat()}
            doctor = self.doctor_id
            seen = await self.attempt(lambda desk: desk.preview(doctor, [("clear_day", arguments)]))
            if seen is None:
                return
            if not seen.displaced:
                if await self._apart_from_draft("clear_day", arguments):
                    self.say("ok", "Removed", f"{words.dated(day)} has the weekly hours again.", UNDO)
                return
        self.push(self.base.with_day(day, None, self.saved.get(day)))

    async def _apart_from_draft(self, verb: str, arguments: dict[str, str]) -> bool:
        """Do a verb at once; a draft that is open is then one upon the new rows, not one changed by somebody else."""
        if await self.attempt(lambda desk: desk.do(verb, **arguments)) is None:
            return False
        doctor, stamp = self.doctor_id, self.desk.hours_stamp(self.doctor_id)
        if doctor not in self.changed_meanwhile:
            self.drafts = {
                one: [draft._replace(stamp=stamp) if one == doctor else draft for draft in history]
                for one, history in self.drafts.items()
            }
        self.reload()
        return True

    async def do_ill_today(self) -> None:
        """The doctor is ill: the rest of today is closed, and the list shows whom that leaves outside."""
        now = -(-self.desk.now() // 60)
        day = self.desk.day_strip(self.doctor_id, self.today)
        left = [span for span in day.hours if span.end > now]
        if not left:
            self.say("info", "", f"{self.doctor_words} has no hours left today.")
            return
        inside = [one.visit.end_minute for one in day.visits if one.visit.status == "checked-in"]
        since = self.iso(max([now, *inside]))[:16]
        until = (self.today + timedelta(days=1)).isoformat() + "T00:00"
        arguments = {"doctor": self.doctor_id, "from": since, "to": until, "reason": "Ill"}
        if not await self._apart_from_draft("close", arguments):
            return
        self.in_list, self.place_in_list = True, len(self.lists().displaced or ())
        self.show_all()
        count = len(self.shown.outside)
        said = f"{self.doctor_words} from {text.clock_of(since)} on. "
        said += f"{count} outside hours: ⏎ each in turn." if count else "Nobody is booked then."
        self.say("ok", "Closed today", said, UNDO)
