"""Which doctors stand side by side: words narrow the list, Space picks several, a named group is chosen again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, Static

from tui import text, words
from tui.dialogs import doctor_groups
from tui.dialogs.doctor_groups import Picked
from tui.dialogs.doctors_found import Known, Word, known_doctors, matching, understood
from tui.widgets.dialog import ESCAPE, Dialog
from tui.widgets.field import Field, FieldInput
from tui.widgets.footer import Hint
from tui.widgets.lines import section
from tui.widgets.rows import Row, Rows

EXAMPLES = "name, specialty, place; “free” that day"


class WordsInput(FieldInput):
    """The field; it leaves Space to the dialog where that picks."""

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Whether the key is taken as a letter."""
        if key == "space" and self.screen.check_action("mark", ()):
            return False
        return super().check_consume_key(key, character)


class DoctorsDialog(Dialog[Picked | None]):
    """Answers with the doctors to show. `day`: the date shown; `picked`: ids of those picked before; `current`: the
    doctor under the cursor."""

    WIDTH, HEIGHT = 78, 26
    HAS_VERDICT: ClassVar[bool] = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Up", show=False),
        Binding("down", "move(1)", "Down", show=False),
        Binding("pageup", "move(-8)", "Page up", show=False),
        Binding("pagedown", "move(8)", "Page down", show=False),
        Binding("space", "mark", "Pick", show=False, priority=True),
        Binding("delete", "forget", "Forget", show=False, priority=True),
        Binding("ctrl+s,f5", "keep", "Keep as a group", show=False),
    ]

    def __init__(self, day: date, picked: Sequence[str], current: str) -> None:
        super().__init__()
        self._day = day
        self._marked = list(picked)
        self._current = current
        self._known: list[Known] = []
        self._groups: list[Picked] = []
        self._meant: list[Known | Picked | None] = []
        self._steering = True
        """Whether the last key chose a row: Space picks then; after a letter it is a letter."""

    def compose_body(self) -> ComposeResult:
        """A field, what its words were taken for, and the rows."""
        yield Static("")
        yield Field("Doctors", WordsInput(placeholder=EXAMPLES, id="words"))
        yield Static("", id="understood", markup=False)
        yield Rows(id="rows")

    def on_mount(self) -> None:
        """All of them, the present one chosen."""
        self.title_row.show("Doctors", "Whose day?", text.day_long(self._day))
        app = self.desk_app
        self._known = known_doctors(app.desk, self._day, app.hospital_id or "")
        self._groups = doctor_groups.groups(known.id for known in self._known)
        self._search("")

    # -- what is listed -----------------------------------------------------------------------------------------

    def _search(self, typed: str, at: str | None = None) -> None:
        """List what the words mean, the cursor on the row of `at` (a doctor's id, a group's name)."""
        heard = understood(self._known, typed)
        self.query_one("#understood", Static).update(_echo(heard))
        found = matching(self._known, heard)
        groups = [group for group in self._groups if group.name.casefold().startswith(typed.strip().casefold())]
        rows: list[Row] = []
        self._meant = []

        def add(row: Row, meant: Known | Picked | None = None) -> None:
            rows.append(row)
            self._meant.append(meant)

        if groups or not typed.strip():
            add(_head("Groups"))
        if not typed.strip():
            add(_group_row("all doctors", f"{len(self._here())}"), Picked())
        for group in groups:
            add(_group_row(group.name, self._names(group.doctors)), group)
        together = _together(found, heard)
        if together is not None:
            add(_group_row(f"these {len(together.doctors)}", self._names(together.doctors)), together)
        for hospital in dict.fromkeys(known.hospital_name for known in found):
            add(_head(hospital))
            for known in found:
                if known.hospital_name == hospital:
                    add(_doctor_row(known, known.id in self._marked), known)
        if not rows:
            add(Row(Content.styled("  nobody of that name, specialty or place", "$text-dim"), choosable=False))
        self.query_one(Rows).show(rows, self._begin(at or ("" if typed.strip() else self._current), together))
        self.query_one(Field).note(f"{len(found)} found" if typed else "")
        self._tell()

    def _begin(self, wanted: str, together: Picked | None) -> int:
        """The row to choose: that of `wanted`, else all that was found at once, else the first doctor."""
        rows = enumerate(self._meant)
        places = [index for index, meant in rows if _is(meant, wanted) or (not wanted and meant is together)]
        doctors = [index for index, meant in enumerate(self._meant) if isinstance(meant, Known)]
        return [*(places if wanted or together else []), *doctors, 0][0]

    def _here(self) -> list[Known]:
        """The doctors of the hospital shown."""
        hospital = self.desk_app.hospital
        return [known for known in self._known if hospital and known.hospital == hospital.id]

    def _names(self, doctors: Sequence[str]) -> str:
        return ", ".join(words.doctor_short(known.name) for known in self._known if known.id in doctors)

    @property
    def _chosen(self) -> Known | Picked | None:
        """What the amber row means."""
        cursor = self.query_one(Rows).cursor if self._meant else None
        return self._meant[cursor] if cursor is not None else None

    def _answer(self) -> Picked | None:
        """What Enter shows: the group under the cursor, else the doctor under it with those picked."""
        chosen = self._chosen
        if chosen is None or isinstance(chosen, Picked):
            return chosen
        doctors = self._with(chosen)
        return Picked(tuple(doctors), self._name_of(doctors))

    def _with(self, chosen: Known) -> list[str]:
        """Those picked and this one: doctors of one hospital at a time."""
        home = {known.id: known.hospital for known in self._known}
        kept = [ident for ident in self._marked if home.get(ident) == chosen.hospital]
        return kept if chosen.id in kept else [*kept, chosen.id]

    def _name_of(self, doctors: Sequence[str]) -> str:
        return next((group.name for group in self._groups if set(group.doctors) == set(doctors)), "")

    def _tell(self) -> None:
        answer = self._answer()
        if answer is None:
            self.verdict.show("bad", "Nobody", "", second="Other words find others; Esc leaves all as it is.")
        else:
            said = self._names(answer.doctors) if answer.doctors else f"all {len(self._here())} doctors"
            picked = (
                f"{len(self._marked)} picked, ^s keeps them as a group" if self._marked else "Space picks several"
            )
            self.verdict.show("ok", "Shows", said, second=picked)
        self.refresh_keys()

    # -- keys ---------------------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Space picks after a row was chosen, and is a letter after letters; Del forgets a group."""
        if action == "mark":
            return isinstance(self._chosen, Known) and (self._steering or not self.query_one(Input).value)
        if action == "forget":
            field = self.query_one(Input)
            return self._chosen in self._groups and field.cursor_position == len(field.value)
        return super().check_action(action, parameters)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Search with each letter."""
        if event.value or self._known:
            self._steering = False
            self._search(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter shows them."""
        self._take()

    def on_rows_chosen(self, message: Rows.Chosen) -> None:
        """A click on the chosen row."""
        self._take()

    def on_rows_moved(self, message: Rows.Moved) -> None:
        """Another row, another answer."""
        self._steering = True
        self._tell()

    def _take(self) -> None:
        answer = self._answer()
        if answer is not None:
            self.dismiss(answer)

    def action_move(self, step: int) -> None:
        """Rows above or below."""
        self._steering = True
        self.query_one(Rows).move(step)

    def action_mark(self) -> None:
        """Pick the doctor of the amber row, or no longer; those of one hospital at a time."""
        chosen = self._chosen
        assert isinstance(chosen, Known)
        if chosen.id in self._marked:
            self._marked.remove(chosen.id)
        else:
            self._marked = self._with(chosen)
        self._steering = True
        self._search(self.query_one(Input).value, chosen.id)

    def action_keep(self) -> None:
        """Name those picked, to choose them again."""
        if not self._marked:
            self.verdict.show("bad", "Nobody is picked.", "", second="Space picks the doctor of the amber row.")
            return
        from tui.dialogs.group_name import GroupNameDialog

        def named(name: str | None) -> None:
            if not name:
                return
            if not doctor_groups.keep(Picked(tuple(self._marked), name)):
                self.verdict.show("bad", "Not kept", "", second="The settings cannot be written.")
                return
            self._groups = doctor_groups.groups(known.id for known in self._known)
            self.query_one(Input).value = ""
            self._search("", name)

        self.app.push_screen(GroupNameDialog(self._names(self._marked), self._name_of(self._marked)), named)

    def action_forget(self) -> None:
        """Forget the group of the amber row."""
        chosen = self._chosen
        if not isinstance(chosen, Picked) or not doctor_groups.forget(chosen.name):
            self.verdict.show("bad", "Not forgotten", "", second="The settings cannot be written.")
            return
        self._groups = [group for group in self._groups if group.name != chosen.name]
        self._search(self.query_one(Input).value)

    def keys_line(self) -> Sequence[Hint]:
        """Space only where it picks; no other letters: they are typed."""
        hints = [Hint("↑↓", "Choose", ("up", "down")), Hint("⏎", "Show", ("enter",), rank=0)]
        if self._meant:
            hints += [Hint("Space", "Pick", ("space",))] if self.check_action("mark", ()) else []
            hints += [Hint("Del", "Forget", ("delete",))] if self.check_action("forget", ()) else []
        return (*hints, Hint("^s", "Keep as a group", ("ctrl+s",), "Keep", rank=2), ESCAPE)


def _together(found: Sequence[Known], heard: Sequence[Word]) -> Picked | None:
    """All that the words found at once, where they say more than a name; of one hospital."""
    if len({known.hospital for known in found}) != 1 or len(found) < 2 or {word.kind for word in heard} <= {"name"}:
        return None
    return Picked(tuple(known.id for known in found), " ".join(word.typed for word in heard))


def _is(meant: Known | Picked | None, wanted: str) -> bool:
    return (meant.id if isinstance(meant, Known) else meant.name if meant else None) == wanted


def _head(title: str) -> Row:
    return Row(section(text.clean(title), 74), choosable=False)


def _group_row(name: str, about: str) -> Row:
    left = Content.styled("    " + text.pad(name, 26), "bold")
    return Row(Content.assemble(left, (text.fit(about, 44), "$text-dim")))


def _doctor_row(known: Known, marked: bool) -> Row:
    mark = ("  ✓ ", "bold $ok") if marked else ("    ", "")
    left = Content.assemble(
        mark,
        (text.pad(words.doctor_full(known.name), 26), "bold"),
        (text.pad(known.specialty, 18), "$text-dim"),
        (text.pad(known.place, 13), "$text-dim"),
    )
    return Row(left, Content.styled(known.free, "$text-dim"))


def _echo(heard: Sequence[Word]) -> Content:
    """Each word with what it was taken for."""
    parts: list[tuple[str, str]] = [("         ", "")]
    for word in heard:
        said = text.clean(word.typed)
        parts += [(f"{word.kind} ", "$text-dim"), (f"{said}   ", "bold $info")] if word.kind else [
            (f"? {said}   ", "bold $bad")
        ]  # fmt: skip
    return Content.assemble(*parts)
