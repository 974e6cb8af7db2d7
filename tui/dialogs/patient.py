"""Patient: a record written or changed; doubles are named before saving, and what another desk changed is shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widgets import Input

from scheduling.desk import Desk
from scheduling.errors import FrontdeskError, Refused
from scheduling.model.reads import Patient
from tui import text
from tui.dialogs.changed import ChangedDialog, Choices, differences
from tui.dialogs.doubles import Draft as Wanted
from tui.dialogs.doubles import doubles
from tui.dialogs.patient_form import IDENTITY, LABELS, shown, texts_of
from tui.dialogs.patient_view import Draft, PatientSaved, PatientView
from tui.widgets.chips import ChipRow
from tui.widgets.footer import Hint
from tui.worker import News

__all__ = ["Draft", "PatientDialog", "PatientSaved"]

SHOWN = 4
"""Possible doubles that are shown at most."""


class PatientDialog(PatientView):
    """`patient_id` None: a new one, begun with the name `typed`. `draft`: what was typed the last time and not saved.

    Answers what was saved; a `Draft` of what was typed, when it was left with Esc; None when nothing was typed.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s,f5", "save", "Save", show=False),
        Binding("enter,down", "step(1)", "Next field", show=False),
        Binding("up", "step(-1)", "Field before", show=False),
        Binding("ctrl+o,f6", "open_other", "Open that record", show=False),
        Binding("ctrl+z", "forget", "As saved", show=False),
    ]

    def on_mount(self) -> None:
        """Fill the fields: from what was left unsaved, else from the record, else with the name."""
        if self._draft is not None:
            self.before = self._draft.before
            self.fill(self._draft.texts)
        else:
            self._begin()
        self._look_for_theirs()
        self.query_one("#name").focus()
        self.show()
        self._ask_for_doubles()

    def _begin(self) -> None:
        self.before = self.desk.patient(self._patient_id) if self._patient_id else None
        texts = texts_of(self.before)
        if self.before is None:
            texts |= {"name": self._typed, "hospital": self._home()}
        self.fill(texts)

    def _look_for_theirs(self) -> None:
        """Whether another desk has changed the record since it was opened."""
        if self.before is not None:
            now = self.desk.patient(self.before.id)
            self.theirs = now if now.version != self.before.version else None

    # -- typing -------------------------------------------------------------------------------------------------

    @on(Input.Changed)
    def _edited(self, event: Input.Changed) -> None:
        self.refused, self.warning, self.kept = None, False, False
        self.show()
        if event.input.id in IDENTITY:
            self._ask_for_doubles()

    @on(Input.Submitted)
    def _entered(self) -> None:
        self.action_step(1)

    @on(ChipRow.Changed, "#hospital")
    def _moved_home(self, event: ChipRow.Changed) -> None:
        self.hospital_id = event.chip.id
        self.show()

    def action_step(self, step: int) -> None:
        """↑↓, Enter: the field above or below."""
        if step > 0:
            self.focus_next()
        else:
            self.focus_previous()

    def action_forget(self) -> None:
        """ctrl+z: what was typed is forgotten, the record stands as it was saved."""
        self.refused, self.warning, self.kept = None, False, False
        self._begin()
        self._look_for_theirs()
        self.show()
        self._ask_for_doubles()

    def action_leave(self) -> None:
        """Esc: what was typed is kept for the next time."""
        self.dismiss(Draft(self.before, self.texts, self.whose) if self.edited else None)

    # -- doubles ------------------------------------------------------------------------------------------------

    @property
    def _identity(self) -> tuple[Any, ...]:
        values = self.values[0]
        return tuple(tuple(value) if isinstance(value, list) else value for value in map(values.get, IDENTITY))

    def _ask_for_doubles(self) -> None:
        """Look for them beside the typing: among many patients it takes longer than a key may."""
        self.run_worker(self.safely(self._find_doubles)(), group="doubles", exclusive=True)

    async def _find_doubles(self) -> None:
        values, identity = self.values[0], self._identity
        known = self.before is not None and not any(name in self.changed for name in IDENTITY)
        name, born, phones = values["name"] or "", values["birth_date"], values["phones"] or []
        twins = [] if known else await self.work(lambda desk: desk.twins(name, born, phones))
        if identity == self._identity:
            own = self.before.id if self.before else None
            wanted = Wanted(name, born, phones[0] if phones else "")
            self.alike = doubles(wanted, [twin for twin in twins if twin.id != own])[:SHOWN]
            self.show()

    def action_open_other(self) -> None:
        """ctrl+o: it is this one who is here already."""
        if self.alike:
            self.dismiss(PatientSaved(self.alike[0].patient.id, ""))
        else:
            self.app.bell()

    # -- saving -------------------------------------------------------------------------------------------------

    async def action_save(self) -> None:
        """ctrl+s: save what was changed; a second time after a warning, all the same."""
        if self.before is not None and not self.changed:
            self.dismiss(None)
            return
        problems = self.values[1]
        if problems:
            self.query_one(f"#{problems[0].field}").focus()
            self.verdict.show("bad", problems[0].reason, second=problems[0].remedy)
            self.app.bell()
            return
        if self.theirs is not None:
            self._compare()
            return
        await self._find_doubles()
        if self.alike and self.warned != self._identity:
            self.warned, self.warning = self._identity, True
            self.show()
            return
        await self._write()

    async def _write(self) -> None:
        try:
            patient_id = await self.work(self._job())
        except FrontdeskError as error:
            self._look_for_theirs()
            if isinstance(error, Refused) and error.code == "exists":  # written by another desk a moment ago
                await self._find_doubles()
                self.warned, self.warning = self._identity, True
            else:
                self.refused = error
            self.show()
            if isinstance(error, Refused) and error.code == "stale_record":
                self._compare()
            return
        patient = self.desk.patient(patient_id)
        done = ", ".join(LABELS[name].lower() for name in self.changed) if self.before else "a new record"
        self.dismiss(PatientSaved(patient_id, f"{text.spoken_person(patient.name, patient.birth_date)}: {done}"))

    def _job(self) -> Any:
        """What the store thread is to do; read here, where the fields are."""
        changed, before, anyway = self.changed, self.before, self.warned == self._identity

        def job(desk: Desk) -> str:
            if before is None:
                return str(desk.add_patient(allow_duplicate=anyway, **changed)["id"])
            return str(desk.update_patient(id=before.id, version=before.version, **changed)["id"])

        return job

    # -- what another desk did ----------------------------------------------------------------------------------

    def _compare(self) -> None:
        """Mine and theirs beside each other; what is chosen there is saved."""
        before, theirs = self.before, self.theirs
        if before is None or theirs is None:
            return
        hospitals = self.hospitals

        def sides(patient: Patient) -> dict[str, str]:
            return {name: shown(name, patient, hospitals) for name in LABELS}

        mine = self.texts | {"hospital": hospitals.get(self.hospital_id, self.hospital_id)}
        found = differences(LABELS, sides(before), mine, sides(theirs))

        async def chosen(choices: Choices | None) -> None:
            if choices is None:
                return
            self.fill(self.texts | {name: texts_of(theirs)[name] for name, is_mine in choices.items() if not is_mine})
            self.before, self.theirs, self.refused = theirs, None, None
            self.show()
            if self.changed:
                await self._write()
            else:
                self.dismiss(PatientSaved(theirs.id, f"{text.natural_name(theirs.name)}: as the other desk has it"))

        self.app.push_screen(ChangedDialog(self.whose, self.who_changed(), found), chosen)

    def on_news(self, message: News) -> None:
        """Somebody changed it meanwhile: say so at once, keep what is typed."""
        self._look_for_theirs()
        self.show()

    def keys_line(self) -> Sequence[Hint]:
        """The keys that work now."""
        other = (Hint("^o", "Open that record", ("ctrl+o",), "That one", 1),) if self.alike else ()
        return (
            Hint("^s", "Save", ("ctrl+s",), rank=0),
            *other,
            Hint("↑↓", "Field", ("up", "down"), rank=2),
            Hint("^z", "As saved", ("ctrl+z",), rank=3),
            Hint("Esc", "Leave", ("escape",), rank=0),
        )
