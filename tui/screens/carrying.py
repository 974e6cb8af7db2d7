"""Move: the visit is picked up, carried over the grid, dropped or put back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from textual.content import Content

from scheduling.errors import Refused
from scheduling.model.reads import Appointment, DayView, Opening, Reason, VisitView
from scheduling.when import zones
from tui import text
from tui.grid.widget import Carry
from tui.screens.base import DeskScreen
from tui.screens.booking import Booking
from tui.screens.mode import Whereabouts
from tui.widgets.subject import Landing

if TYPE_CHECKING:
    from scheduling.desk import Outcome

LOOKED_AT = 40
"""Openings asked for, of which those that stand apart are shown."""
SHOWN_FITS = 4
ROOMY = 104
"""Columns from which row 2 has room for type and months."""


class Carrying(Booking):
    """`m` picks up; arrows, week and doctor keys carry; `f` jumps to the next fit; enter drops, esc puts back."""

    _carried_from: str | None = None
    """The mode on which the carried visit was picked up, where that is another one."""

    @property
    def carried_name(self) -> str:
        """Who is carried."""
        carry = self.grid.carry
        return text.natural_name(carry.visit.patient_name) if carry else super().carried_name

    async def do_move(self) -> None:
        """Pick the visit up."""
        self.pick_up(self.here)

    def pick_up(self, visit: VisitView) -> None:
        """Carry a visit that is shown."""
        if visit.visit.status not in ("booked", "pending", "arrived"):
            self.say("bad", "", "Only a visit that is still to come can be moved.")
            return
        self.grid.carry = Carry(visit, self._lit(visit), True)
        self.cursor_moved()

    def cursor_moved(self) -> None:
        """While carrying: the verdict on this place, in row 2 and on the ghost."""
        carry = self.grid.carry
        landing = self.landing()
        if carry is not None and landing is not None:
            if carry.ok != landing.fits:
                self.grid.carry = carry._replace(ok=landing.fits)
            self.modes.carry(self._row(carry.visit, landing))
        super().cursor_moved()

    def reload(self) -> None:
        """The lit places follow the week; a visit that somebody else changed meanwhile is put back."""
        super().reload()
        carry = self.grid.carry
        if carry is None:
            return
        present = self.desk.visit_view(carry.visit.visit.id)
        if present.visit.version != carry.visit.visit.version:
            self._put_down()
            self.say("bad", "Changed meanwhile", f"{self.named(present)}: somebody else has just changed this visit.")
            return
        self.grid.carry = carry._replace(lit=self._lit(carry.visit))
        self.cursor_moved()

    def landing(self) -> Landing | None:
        """Where the carried visit would start now, and what is in its way."""
        carry = self.grid.carry
        if carry is None or self.view is None:
            return None
        start = self.selection.start_minute
        obstacles = self._obstacles(carry.visit, start)
        return Landing(carry.visit, self.doctor_id, start, obstacles, self._next_fits(obstacles))

    def _obstacles(self, visit: VisitView, start: int) -> tuple[Reason, ...]:
        """What forbids this start, the visit itself not counted."""
        try:
            reasons = self.desk.why(doctor=self.doctor_id, start=self.iso(start), **_wanted(visit.visit))
        except Refused as error:
            return (Reason(error.code, error.reason),)
        return tuple(reason for reason in reasons if set(reason.blocking) != {visit.visit.id})

    def _lit(self, visit: VisitView) -> dict[str, tuple[tuple[int, int], ...]]:
        """The allowed starts of each column shown: where the whole length fits, with a doctor who offers it."""
        lit: dict[str, tuple[tuple[int, int], ...]] = {}
        now = -(-self.desk.now() // 60)
        own = visit.visit
        offered: dict[str, bool] = {}
        for key, day in self.columns:
            if day.doctor not in offered:
                offered[day.doctor] = self._offers(day.doctor, own)
            spans = _free_without(day, own) if offered[day.doctor] else ()
            starts = [(max(start, now), end - own.minutes + 1) for start, end in spans]
            lit[key] = tuple((start, end) for start, end in starts if start < end)
        return lit

    def _offers(self, doctor: str, own: Appointment) -> bool:
        """Whether a doctor takes visits of that type; their own they keep."""
        if own.type is None or doctor == own.doctor:
            return True
        return any(kind.id == own.type for kind in self.desk.type_list(own.hospital, doctor))

    def _next_fits(self, obstacles: tuple[Reason, ...]) -> tuple[Opening, ...]:
        """The next places after the cursor that would take the visit, one beside the other."""
        carry = self.grid.carry
        assert carry is not None
        visit = carry.visit.visit
        start = self.selection.start_minute
        after = self.iso(max(start + (1 if obstacles else visit.minutes), -(-self.desk.now() // 60)))
        try:
            found = self.desk.next(doctor=self.doctor_id, after=after, count=LOOKED_AT, **_wanted(visit))
        except Refused:
            return ()
        apart: list[Opening] = []
        for opening in found.openings:
            if not apart or opening.start >= apart[-1].end:
                apart.append(opening)
        return tuple(apart[:SHOWN_FITS])

    def _row(self, visit: VisitView, landing: Landing) -> tuple[Content, Content]:
        """Row 2: who, from → to, and the verdict."""
        own = visit.visit
        wide = self.app.size.width >= ROOMY
        what = f", {visit.type_name} {text.minutes(own.minutes)}"
        to_doctor = "" if landing.doctor_id == own.doctor else f" · {self.doctor_words}"
        verdict = ("✓ fits here", "bold $ok") if landing.fits else (f"✗ {landing.word}", "bold $bad")
        right = Content.styled(*verdict)
        for name, doctor in (
            (99, to_doctor),
            (99, ""),
            (12, ""),
        ):  # row 1 names the doctor too
            said = self.words(landing.start, own.minutes, month=wide) + doctor
            left = Content.assemble(
                ("Carrying  ", "bold $amber"),
                (text.fit(text.natural_name(visit.patient_name), name), "bold"),
                what if wide else "",
                (f"   {self.words(own.start_minute, month=wide)}", "$text-dim"),
                ("  →  ", "bold $amber"),
                (said, "bold"),
            )
            if left.cell_length + right.cell_length + 3 <= self.app.size.width:
                break
        return left, right

    def do_next_fit(self) -> None:
        """Jump to the next place where it fits."""
        landing = self.landing()
        found = landing.fits_next if landing else ()
        if not found:
            self.say("bad", "", f"No time fits it after this one. {self.doctor_words} has nothing that long free.")
            return
        start = self.wall(found[0].start)
        self.turn_to(day=start.date(), minute=start.hour * 60 + start.minute)

    async def do_drop(self) -> None:
        """Put the visit where the cursor is; when that is refused it is still in hand."""
        carry = self.grid.carry
        assert carry is not None
        start = self.selection.start_minute
        passes = self._passes(carry.visit.visit, start)
        if len(passes) == 1:
            await self._drop_at(passes[0])
            return
        from tui.dialogs.which_pass import WhichPassDialog

        async def meant(start: int | None) -> None:
            if start is not None and self.grid.carry is not None:
                await self._drop_at(start)

        self.app.push_screen(WhichPassDialog(passes, self.desk_app.tz, self.words(start), "Drop"), meant)

    def _passes(self, own: Appointment, start: int) -> tuple[int, ...]:
        """The instants that a drop at `start` may mean, where the clock comes twice (RULES 4)."""
        assert self.view is not None
        tz = self.desk_app.tz
        first = self.wall(start).replace(fold=0)
        if not zones.is_overlap(first, tz):
            return (start,)
        from tui.dialogs.which_pass import passes_meant

        days = [day._replace(bookable=tuple(_free_without(day, own))) for day in self.view.days]
        return passes_meant(zones.epoch_minute(first, tz), -(-self.desk.now() // 60), days, tz)

    async def _drop_at(self, start: int) -> None:
        carry = self.grid.carry
        assert carry is not None
        own = carry.visit.visit
        if (own.start_minute, own.doctor) == (start, self.doctor_id):
            self._put_down()
            self.say("info", "", "It stays where it was.")
            return
        arguments = {"id": own.id, "start": self.iso(start), "doctor": self.doctor_id, "version": own.version}
        if own.series is not None:
            self._drop_series(own, arguments)
        else:
            self._dropped(own, await self.attempt(lambda desk: desk.do("move", **arguments)))

    def _dropped(self, own: Appointment, outcome: Outcome | None, more: str = "") -> None:
        """After a move that was taken: the cursor on the visit, its sentence in the band."""
        if outcome is None:
            return
        self._put_down()
        self.show_visit(own.id)
        sentence = self.sentence_of(self.desk.visit_view(own.id))
        self.tell("Moved", f"{sentence}{more}", outcome.warnings, own, copy=True)

    def _drop_series(self, own: Appointment, arguments: dict[str, Any]) -> None:
        """Ask how much of the series is meant, and move that much by the same."""
        from tui.dialogs.series_scope import move_scope

        async def scoped(scope: str | None) -> None:
            if scope == "one":
                self._dropped(own, await self.attempt(lambda desk: desk.do("move", **arguments)))
            elif scope is not None:
                outcome = await self.attempt(lambda desk: desk.do("move_series", scope=scope, **arguments))
                count = len(outcome.value["occurrences"]) if outcome is not None else 0
                self._dropped(own, outcome, f" and {count - 1} more of the series" if count > 1 else "")

        async def ask() -> None:
            dialog = await self.desk_app.work(lambda desk: move_scope(desk, own, arguments))
            if self.is_current and self.grid.carry is not None:  # not asked already, nor put back meanwhile
                self.app.push_screen(dialog, scoped)

        self.run_worker(self.safely(ask)(), group="series")

    def arrive(self, place: Whereabouts) -> None:
        """Show the visit, or the doctor and the time, that the other screen looked at."""
        if place.visit is not None:
            self.show_visit(place.visit)
            if place.carry_from and self.chosen_visit is not None:
                self.pick_up(self.chosen_visit)
                self._carried_from = place.carry_from
        elif (place.doctor is not None or place.day is not None) and not self._is_here(place):
            self.turn_to(place.doctor, place.day, place.minute)

    def _is_here(self, place: Whereabouts) -> bool:
        """Whether the cursor stands there already, so that the scroll may stay as it was left."""
        if place.asked or self.grid.model is None:
            return False
        here = self.whereabouts()
        return (place.doctor, place.day, place.minute) == (here.doctor, here.day, here.minute)

    async def do_put_back(self) -> None:
        """As it was, with the cursor on it, on the screen where it was picked up."""
        carry, picked_up_on = self.grid.carry, self._carried_from
        assert carry is not None
        self._put_down()
        self.show_visit(carry.visit.visit.id)
        if picked_up_on is not None:
            await self.desk_app.open_mode(picked_up_on, Whereabouts())
        shown = self.app.screen
        assert isinstance(shown, DeskScreen)
        shown.say("info", "", "Put back; nothing was changed.")

    def _put_down(self) -> None:
        self.grid.carry, self._carried_from = None, None
        self.modes.carry(None)
        self.cursor_moved()


def _wanted(visit: Appointment) -> dict[str, Any]:
    """How long and as what; a hold is not in its own way."""
    wanted: dict[str, Any] = {"minutes": visit.minutes}
    if visit.type:
        wanted["type"] = visit.type
    if visit.status == "pending":
        wanted["hold"] = visit.id
    return wanted


def _free_without(day: DayView, own: Appointment) -> Sequence[tuple[int, int]]:
    """What is free in a day, the place of that visit counted as free."""
    if own.doctor != day.doctor or not day.start <= own.start_minute < day.end:
        return day.bookable
    return _joined([*day.bookable, (own.start_minute, own.end_minute)])


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The union of half-open spans, those that touch joined."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
