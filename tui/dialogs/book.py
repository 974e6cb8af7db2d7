"""Book: a held time, a patient found while typing, the rest filled with the likeliest; Enter chooses, Enter books."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from textual import events, on
from textual.binding import Binding, BindingType
from textual.widgets import Input

from tui.ask import Ask, Slot
from tui.dialogs import book_hold
from tui.dialogs.book_direct import BookDirect
from tui.dialogs.book_form import Booked
from tui.widgets.chips import ChipRow, Stepper
from tui.widgets.rows import Rows
from tui.worker import News, StoreTrouble

__all__ = ["BookDialog", "Booked"]


class BookDialog(BookDirect):
    """Holds `start_minute` (epoch minute) with a doctor while it is open. `minutes` None = what is usual there."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "accept", "Choose, then book", show=False),
        Binding("escape", "release", "Release", show=False),
        Binding("up", "row(-1)", "Up", show=False),
        Binding("down", "row(1)", "Down", show=False),
        Binding("ctrl+n,f2", "new_patient", "New patient", show=False),
        Binding("ctrl+g,f3", "hold_for_caller", "Hold 30 min", show=False),
        Binding("ctrl+b,f6", "all_the_same", "All the same", show=False),
        Binding("ctrl+f,f4", "other_times", "Other times", show=False),
        Binding("ctrl+r,f8", "repeat", "Repeat", show=False),
        Binding("ctrl+t,f7", "wait", "Waitlist", show=False),
        *(Binding(str(digit), f"take({digit})", "Take that time", show=False) for digit in range(1, 5)),
    ]

    @on(events.Mount)
    async def _open(self) -> None:
        """Fill in the likeliest, then hold the time."""
        doctor_id, start, minutes, type_id = self._wanted
        self.ask = Ask(self.desk, doctor_id)
        self.slot = self._likeliest(Slot(doctor_id, start, minutes or 0, type_id))
        self.query_one("#newcomer").display = False
        if self._patient_id is not None:
            self.patient = self.desk.patient(self._patient_id)
        self._search()
        await self._hold_slot(first=True)
        self.set_interval(book_hold.TICK_SECONDS, self.safely(self._tick))
        self.query_one("#type" if self.patient else "#search").focus()

    async def on_unmount(self) -> None:
        """Whatever ends the form, the time is free again."""
        await self._release()

    @on(events.DescendantFocus)
    def _focus_moved(self) -> None:
        """What a digit does depends on where the focus is; the verdict says it."""
        if self.problem is not None:
            self._show_verdict()

    @on(Input.Submitted)
    async def _submitted(self) -> None:
        await self.action_accept()

    @on(Rows.Chosen, "#hits")
    async def _clicked(self) -> None:
        await self.action_accept()

    async def action_accept(self) -> None:
        """Enter: choose the patient; then book."""
        if self.newcomer.display and not self._accepted:
            self._accept_newcomer()
        elif self.choosing:
            self._choose()
        elif self.disk is not None:
            await self._once_more()
        elif not self.ready:
            self.app.bell()
            self._show()
        else:
            await self._book()

    async def action_release(self) -> None:
        """Esc: from the new patient back to the search; else release the time."""
        if self.newcomer.display:
            self.newcomer.display, self._accepted = False, False
            self.query_one("#who").display = True
            self._search()
            self.query_one("#search").focus()
            self._show()
            return
        await self._release()
        self.dismiss(None)

    @on(ChipRow.Changed, "#type")
    async def _type_changed(self, event: ChipRow.Changed) -> None:
        kind = next(each for each in self.ask.types(self.slot.doctor) if each.id == event.chip.id)
        minutes = self.ask.type_minutes(kind, self.slot.doctor)
        self.slot = replace(self.slot, type_id=kind.id, minutes=minutes)
        await self._hold_slot()

    @on(Stepper.Changed, "#length")
    async def _length_changed(self, event: Stepper.Changed) -> None:
        self.slot = replace(self.slot, minutes=event.minutes)
        await self._hold_slot()

    async def action_take(self, digit: int) -> None:
        """A digit: take that alternative."""
        if self.problem is not None and digit <= self.offered:
            await self._go_to(self.alternatives[digit - 1])

    async def on_store_trouble(self, message: StoreTrouble) -> None:
        """The store is well again: what it could not hold is held now."""
        if message.error is None and self.disk is not None and not self._done:
            await self._again()
            self._show()

    def on_news(self, message: News) -> None:
        """The book changed elsewhere: what is shown follows, what is typed and chosen stays."""
        if self._done or not hasattr(self, "slot"):
            return
        self._search(keep=True)
        if self.problem is not None:
            self.alternatives = self.ask.alternatives(self.slot, self.problem.alternatives, self.hold_id, 4)
        self._show()
