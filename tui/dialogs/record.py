"""One form for hospitals, locations, doctors and types: its rows come from the table of fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Input, Static

from scheduling.errors import Refused
from tui import text
from tui.dialogs.record_fields import FieldRow, Kind, Unclear, ident_of
from tui.widgets.dialog import ESCAPE, Dialog
from tui.widgets.field import Field, FieldInput
from tui.widgets.footer import Hint


class RecordDialog(Dialog[str | None]):
    """Add or change a record of `kind`. `record`: its fields now, {} for a new one; answers its id.

    `given`: what is settled before, as the hospital of a new doctor. `names`: field → id → name of what it may name.
    """

    WIDTH = 76
    HAS_VERDICT: ClassVar[bool] = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s,f4", "save", "Save", show=False, priority=True),
        Binding("up", "app.focus_previous", "Field before", show=False),
        Binding("down", "app.focus_next", "Next field", show=False),
    ]

    def __init__(
        self,
        kind: Kind,
        record: Mapping[str, Any],
        names: Mapping[str, Mapping[str, str]],
        given: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__()
        self._kind = kind
        self._record = record
        self._names = names
        self._given = dict(given or {})
        self._before = {row.name: row.show(record.get(row.name), self._names_for(row)) for row in kind.fields}

    def _names_for(self, row: FieldRow) -> Mapping[str, str]:
        return self._names.get(row.name, {})

    def compose_body(self) -> ComposeResult:
        """A row a field, what it takes at its end."""
        yield Static("")
        with VerticalScroll(can_focus=False):
            for row in self._kind.fields:
                yield Field(
                    row.label,
                    FieldInput(self._before[row.name], id=f"field-{row.name}", max_length=400),
                    note=row.hint,
                    id=f"row-{row.name}",
                )

    def on_mount(self) -> None:
        """Which record, and what it needs."""
        name = text.clean(str(self._record.get("name", "")))
        word = f"Change {self._kind.one}" if self._record else f"New {self._kind.one}"
        self.title_row.show(word, name)
        self._invite()

    def _fit(self) -> None:
        """As high as its fields."""
        super()._fit()
        self.query_one("#frame").styles.height = min(len(self._kind.fields) + 7, self.app.size.height - 1)

    def _invite(self) -> None:
        needed = " and ".join(row.label.lower() for row in self._kind.fields if row.needed)
        self.verdict.show("info", "", f"Needed: {needed}.", second="^s saves, ↑↓ goes from field to field.")

    def on_input_changed(self, event: Input.Changed) -> None:
        """What was refused is being mended."""
        self._invite()

    async def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter in the last field saves; before that it goes on to the next."""
        last = f"field-{self._kind.fields[-1].name}"
        if event.input.id == last:
            await self.action_save()
        else:
            self.focus_next()

    def _read(self) -> dict[str, Any] | None:
        """What was changed, as the verb takes it; None when a field cannot be read, which has then been said."""
        changes: dict[str, Any] = {}
        for row in self._kind.fields:
            typed = self.query_one(f"#field-{row.name}", Input).value
            if row.needed and not typed.strip():
                self._refuse(row.name, f"{row.label}:", "is needed.", "Type it.")
                return None
            if typed.strip() == self._before[row.name]:
                continue
            try:
                value = row.read(typed, self._names_for(row))
            except Unclear as error:
                self._refuse(row.name, f"{row.label}:", "was not understood.", f"It takes {error}.")
                return None
            if value is not None or self._record:
                changes[row.name] = value
        return changes

    def _refuse(self, field: str, head: str, reason: str, remedy: str) -> None:
        self.verdict.show("bad", head, reason, second=remedy)
        for found in self.query(f"#field-{field}").results(Input):
            found.focus()

    async def action_save(self) -> None:
        """Give it to the desk; a refusal goes to the field that it names."""
        changes = self._read()
        if changes is None:
            return
        app = self.desk_app
        if self._record:
            if not changes:
                self.dismiss(None)
                return
            verb = self._kind.update
            changes |= {"id": self._record["id"], "version": self._record["version"]}
        else:
            verb = self._kind.add
            changes |= self._given | {"id": ident_of(changes["name"], app.desk.is_taken)}
        try:
            await app.work(lambda desk: desk.do(verb, **changes))
        except Refused as error:
            self._refuse(error.field or "", f"{error.title}:", error.reason, error.remedy)
            return
        self.dismiss(str(changes["id"]))

    def keys_line(self) -> Sequence[Hint]:
        """No letters: they are typed."""
        return (
            Hint("^s", "Save", ("ctrl+s",), rank=0),
            Hint("↑↓", "Field", ("up", "down")),
            Hint("⏎", "Next", ("enter",)),
            ESCAPE,
        )
