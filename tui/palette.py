"""Ctrl+P: every action, doctor, patient and date by name, from the one table of actions and the desk."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, Static

from scheduling.errors import Refused
from tui import text, words
from tui.actions import key_label, of
from tui.dialogs.choosing import ChoosingDialog
from tui.dialogs.goto import read_place
from tui.modes import GRIDS
from tui.screens.mode import ModeScreen, Whereabouts
from tui.widgets.dialog import ESCAPE
from tui.widgets.field import Field, FieldInput
from tui.widgets.footer import Hint
from tui.widgets.rows import Row, Rows

if TYPE_CHECKING:
    from tui.screens.base import DeskScreen

PATIENTS = 6
"""Patients listed at most; a longer search is `/`."""


class Entry(NamedTuple):
    """One thing to choose: its name, what it is, its key, and what it does."""

    name: str
    about: str
    key: str
    run: Callable[[], Awaitable[None] | None]


def action_entries(screen: DeskScreen) -> Iterator[Entry]:
    """Every action of the screen; one that cannot apply says why when it is chosen."""
    for action in of(screen.MODE):
        if action.id != "palette":
            key = key_label(action.keys[0]) if action.keys else ""
            yield Entry(
                action.words, f"{action.help} · {action.group.lower()}", key, partial(screen.action_do, action.id)
            )


def doctor_entries(screen: ModeScreen) -> Iterator[Entry]:
    """The week of each doctor."""
    hospital = screen.desk_app.hospital
    for doctor in screen.desk.doctor_list(hospital.id) if hospital else []:
        run = partial(screen.desk_app.open_mode, "week", Whereabouts(doctor=doctor.id, asked=True))
        yield Entry(words.doctor_full(doctor.name), doctor.specialty or "", "doctor", run)


def date_entries(screen: ModeScreen, typed: str) -> Iterator[Entry]:
    """The date that the typed words mean, if they mean one: on this grid, else in the week."""
    try:
        place = read_place(typed, screen.desk_app.today())
    except Refused:
        return
    at = "" if place.minute is None else f" {text.clock(place.minute)}"
    mode = screen.MODE if screen.MODE in GRIDS else "week"
    run = partial(screen.desk_app.open_mode, mode, Whereabouts(day=place.day, minute=place.minute, asked=True))
    yield Entry(f"{text.day_long(place.day)}{at}", "go there", "date", run)


def patient_entries(screen: ModeScreen, typed: str) -> Iterator[Entry]:
    """Patients of that name, number or date of birth: chosen as if found with `/`."""
    from tui.dialogs.find_patient import FoundPatient

    if len(typed) < 2:
        return
    for hit in screen.desk.search_patients(typed, limit=PATIENTS).hits:
        patient = hit.patient
        run = partial(screen.patient_found, FoundPatient(patient.id))
        yield Entry(text.display_name(patient.name), text.birth(patient.birth_date), "patient", run)


def matching(entries: Iterable[Entry], typed: str) -> list[Entry]:
    """Entries of whose name or description every typed word begins a word; the name counts before the description."""
    wanted = typed.casefold().split()

    def rank(entry: Entry) -> int | None:
        name, about = entry.name.casefold().split(), entry.about.casefold().split()
        if all(any(word.startswith(part) for word in name) for part in wanted):
            return 0
        return 1 if all(any(word.startswith(part) for word in name + about) for part in wanted) else None

    ranked = [(place, entry) for entry in entries if (place := rank(entry)) is not None]
    return [entry for _, entry in sorted(ranked, key=lambda pair: pair[0])]


class PaletteDialog(ChoosingDialog[Entry | None]):
    """Answers with what was chosen; the screen it was opened on runs it."""

    WIDTH, HEIGHT = 78, 21
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pageup", "move(-10)", "Page up", show=False),
        Binding("pagedown", "move(10)", "Page down", show=False),
        Binding("ctrl+p", "leave", "Close", show=False),
    ]

    def __init__(self, screen: DeskScreen) -> None:
        super().__init__()
        self._behind = screen
        self._found: list[Entry] = []

    def compose_body(self) -> ComposeResult:
        """A field and what it finds."""
        yield Static("")
        yield Field(
            "Find", FieldInput(placeholder="an action, a doctor, a patient, a date", id="typed", max_length=80)
        )
        yield Static("")
        yield Rows(id="entries")

    def on_mount(self) -> None:
        """All actions."""
        self.title_row.show("Commands", "", "every key by its name")
        self._search("")

    def _search(self, typed: str) -> None:
        screen = self._behind
        found = matching(action_entries(screen), typed)
        if typed and isinstance(screen, ModeScreen):
            found = [*date_entries(screen, typed), *found, *matching(doctor_entries(screen), typed)]
            found += patient_entries(screen, typed)
        self._found = found
        nothing = [Row(Content.styled("  nothing of that name", "$text-dim"), choosable=False)]
        self.query_one(Rows).show([_row(entry) for entry in found] or nothing)
        self.query_one(Field).note(f"{len(found)} found" if typed else "")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Search with each letter."""
        self._search(event.value.strip())

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter takes the amber row."""
        self.action_take()

    def take(self, index: int) -> None:
        """That entry."""
        self.dismiss(self._found[index])

    def keys_line(self) -> Sequence[Hint]:
        """No letters: they are typed."""
        return (Hint("↑↓", "Choose", ("up", "down")), Hint("⏎", "Do it", ("enter",), rank=0), ESCAPE)


def _row(entry: Entry) -> Row:
    left = Content.assemble(("  " + text.pad(entry.name, 28) + " ", "bold"), (text.clean(entry.about), "$text-dim"))
    return Row(left, Content.styled(f" {entry.key} ", "bold $amber"))
