"""Visit: everything about one visit, changed in place, saved with ctrl+s; what another desk changed is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widgets import Input

from scheduling.desk import Desk
from scheduling.errors import FrontdeskError, Refused
from scheduling.model.reads import Appointment
from tui import text, words
from tui.ask import Ask
from tui.dialogs.changed import ChangedDialog, Choices, differences
from tui.dialogs.find_patient import FindPatientDialog, FoundPatient, FoundVisit
from tui.dialogs.visit_view import FIELDS, VisitForm
from tui.widgets.chips import ChipRow, Stepper
from tui.widgets.footer import Hint
from tui.worker import News


class VisitDialog(VisitForm):
    """Opens a visit or a hold. Answers the sentence of what was saved, None when nothing was."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s,f5", "save", "Save", show=False),
        Binding("enter", "confirm", "Confirm", show=False),
        Binding("up", "step(-1)", "Up", show=False),
        Binding("down", "step(1)", "Down", show=False),
        Binding("ctrl+r", "other_patient", "Other patient", show=False),
        Binding("ctrl+o", "take_theirs", "Take theirs", show=False),
    ]

    def on_mount(self) -> None:
        """Show the visit as it is."""
        self.visit = self._read()
        self.ask = Ask(self.desk, self.visit.doctor)
        self._begin()
        self.query_one("#reason").focus()

    def _read(self) -> Appointment:
        return self.desk.visit_view(self._visit_id).visit

    def _begin(self, mine: Mapping[str, Any] | None = None) -> None:
        """Fill the fields from the visit, those in `mine` with what stands there."""
        values = {**self.visit._asdict(), **(mine or {})}
        self.patient = self.desk.patient(values["patient"]) if values["patient"] else None
        self.type_id, self.minutes, self.response = values["type"], values["minutes"], values["response"] or ""
        for name in ("reason", "note"):
            self.query_one(f"#{name}", Input).value = values[name] or ""
        self.theirs, self.problem = None, None
        self._show()

    @on(ChipRow.Changed, "#type")
    def _typed_type(self, event: ChipRow.Changed) -> None:
        self.type_id = event.chip.id
        self._show()

    @on(ChipRow.Changed, "#response")
    def _responded(self, event: ChipRow.Changed) -> None:
        self.response = event.chip.id
        self._show()

    @on(Stepper.Changed, "#length")
    def _lengthened(self, event: Stepper.Changed) -> None:
        self.minutes = event.minutes
        self._show()

    @on(Input.Changed)
    def _typed(self) -> None:
        if hasattr(self, "visit"):
            self._show_verdict()

    @on(Input.Submitted)
    async def _entered(self) -> None:
        await self.action_confirm()

    def action_step(self, step: int) -> None:
        """↑↓: the field above or below."""
        if step > 0:
            self.focus_next()
        else:
            self.focus_previous()

    def action_other_patient(self) -> None:
        """ctrl+r: the visit is somebody else's."""

        def found(answer: FoundVisit | FoundPatient | None) -> None:
            if isinstance(answer, FoundPatient):
                self.patient = self.desk.patient(answer.patient_id)
                self._show()

        self.app.push_screen(FindPatientDialog("Whose visit is it?", "Make it theirs"), found)

    async def action_confirm(self) -> None:
        """Enter: a hold becomes a visit; in a visit it goes to the next field."""
        if self.visit.status != "pending":
            self.focus_next()
            return
        await self._write(self._confirm)

    async def action_save(self) -> None:
        """ctrl+s: save what was changed; after somebody else's change, what is chosen of both."""
        if self.theirs is not None:
            self._compare(self.theirs)
        elif not self.changed() and self.visit.status != "pending":
            self.dismiss(None)
        else:
            await self._write(self._save)

    def _compare(self, theirs: Appointment) -> None:
        """Mine and theirs beside each other; what is chosen there is saved."""
        mine = self.mine()
        found = differences(FIELDS, self.sides(self.visit._asdict()), self.sides(mine), self.sides(theirs._asdict()))

        async def chosen(choices: Choices | None) -> None:
            if choices is None:
                return
            self.visit = theirs
            self._begin({name: mine[name] for name in FIELDS if choices.get(name)})
            await self.action_save()

        whose = self.sides(theirs._asdict())["patient"] or "A held time"
        self.app.push_screen(ChangedDialog(whose, self.who_changed(theirs), found), chosen)

    def _save(self, desk: Desk) -> Appointment:
        """All of it in one step, or nothing."""
        action = "move" if set(self.changed()) == {"minutes"} else "update_visit"
        if self.visit.status == "pending":
            action = "hold"  # no step of its own (RULES 17)
        return desk.atomic(lambda: self._changes(desk), action)

    def _changes(self, desk: Desk) -> Appointment:
        """The length first: it alone can be in the way of another visit."""
        changed, version = self.changed(), self.visit.version
        visit = self.visit
        if "minutes" in changed:
            visit = desk.move(id=visit.id, minutes=changed.pop("minutes"), version=version)
            version = visit.version
        if changed:
            visit = desk.update_visit(id=visit.id, version=version, **changed)
        return visit

    def _confirm(self, desk: Desk) -> Appointment:
        whom = {"patient": self.patient.id} if self.patient else {}
        return desk.atomic(lambda: desk.confirm(id=self._changes(desk).id, **whom), "confirm")

    async def _write(self, job: Any) -> None:
        try:
            visit = await self.work(job)
        except FrontdeskError as error:
            self.problem = error
            stale = isinstance(error, Refused) and error.code == "stale_record"
            self.theirs = self._read() if stale else None
            self._show()
            if self.theirs is not None:
                self._compare(self.theirs)
            return
        view = self.desk.visit_view(visit.id)
        self.dismiss(text.sentence(view, words.doctor_short(self.ask.name(visit.doctor))))

    def action_take_theirs(self) -> None:
        """ctrl+o: what the other desk saved, instead of mine."""
        if self.theirs is not None:
            self.visit = self.theirs
            self._begin()

    def on_news(self, message: News) -> None:
        """Somebody changed it meanwhile: say so at once, keep what is typed."""
        if not hasattr(self, "visit"):
            return
        now = self._read()
        if now.version != self.visit.version and (self.theirs is None or self.theirs.version != now.version):
            self.theirs = now
        self._show()

    def keys_line(self) -> Sequence[Hint]:
        """The keys that work now."""
        save = Hint("^s", "Save", ("ctrl+s",), rank=0)
        if hasattr(self, "visit") and self.visit.status == "pending":
            save = Hint("⏎", "Book it", ("enter",), rank=0)
        theirs = (Hint("^o", "Take theirs", ("ctrl+o",), rank=0),) if self.theirs is not None else ()
        return (
            save,
            *theirs,
            Hint("Tab", "Next field", ("tab",), "Field", 2),
            Hint("←→", "Change", ("left", "right"), rank=3),
            Hint("^r", "Other patient", ("ctrl+r",), "Patient", 2),
            Hint("Esc", "Close", ("escape",), rank=0),
        )
