"""Every key by the name under which the settings file changes it, and what in that file could not be taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from scheduling.errors import Refused
from tui import settings, text
from tui.actions import ACTIONS, key_label, keymap
from tui.widgets.dialog import ESCAPE, Dialog
from tui.widgets.footer import Hint
from tui.widgets.rows import Row, Rows

EXAMPLE = 'walk_in = "W"'
"""A line of the table [keys]."""

NAME = 18


def wanted_keys() -> Mapping[str, object]:
    """The table [keys] as it stands in the file now."""
    wanted = settings.read().get("keys", {})
    if not isinstance(wanted, dict):
        raise Refused(
            "invalid", "Keys: [keys] in the settings must be a table of actions and keys.", "Mend that file."
        )
    return wanted


def problems_of_keys() -> list[str]:
    """A sentence for each key of the file that cannot be taken."""
    try:
        return keymap.settle(wanted_keys(), ACTIONS)[1]
    except Refused as error:
        return [error.reason]


class KeysDialog(Dialog[None]):
    """To be read: what is changed is changed in the file, for the next start."""

    WIDTH, HEIGHT = 78, 22
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "Up", show=False),
        Binding("down,j", "move(1)", "Down", show=False),
        Binding("pageup", "move(-10)", "Page up", show=False),
        Binding("pagedown,space", "move(10)", "Page down", show=False),
        Binding("enter", "leave", "Close", show=False),
    ]

    def compose_body(self) -> ComposeResult:
        """Where the file lies, what a line of it looks like, and every action."""
        yield Static("")
        yield Static(id="where")
        yield Static(id="how")
        yield Static(id="problems")
        yield Static("")
        yield Rows(id="keys-list")

    def on_mount(self) -> None:
        """The file's problems first, then the actions in the order of the help."""
        found = problems_of_keys()
        self.title_row.show("Keys", "", f"{len(found)} cannot be taken" if found else "")
        room = self.WIDTH - 13
        self.query_one("#where", Static).update(
            Content.assemble(("In       ", "$text-dim"), text.fit(str(settings.settings_path()), room))
        )
        self.query_one("#how", Static).update(
            Content.assemble(
                ("Write    ", "$text-dim"), ("[keys]", "bold"), ("  and below it  ", "$text-dim"), (EXAMPLE, "bold"),
                ("   from the next start on", "$text-dim"),
            )
        )  # fmt: skip
        problems = Content("\n").join(Content.styled(text.fit(problem, room + 9), "$bad") for problem in found)
        self.query_one("#problems", Static).update(problems)
        self.query_one("#problems").display = bool(found)
        taken, _ = keymap.settle(own_keys(), ACTIONS)
        self.query_one(Rows).show(
            [_row(action.id, action.name, taken.get(action.id, action.keys)) for action in ACTIONS]
        )

    def action_move(self, step: int) -> None:
        """Other rows."""
        self.query_one(Rows).move(step)

    def keys_line(self) -> Sequence[Hint]:
        """Reading, closing."""
        return (Hint("↑↓", "Read", ("up", "down")), ESCAPE._replace(words="Close"))


def own_keys() -> Mapping[str, object]:
    """The same; nothing where it cannot be read."""
    try:
        return wanted_keys()
    except Refused:
        return {}


def _row(ident: str, name: str, keys: Sequence[str]) -> Row:
    left = Content.assemble((f"  {ident:<{NAME}} ", "bold"), (text.fit(name, 40), "$text-dim"))
    return Row(left, Content.styled(f" {' '.join(map(key_label, keys)) or '–'} ", "bold $amber"))
