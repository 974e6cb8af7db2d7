"""How the desk looks to a person: a row a choice, taken at once and kept in their file; and the clinic's backup."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from scheduling.errors import Refused
from tui import settings, text, theme
from tui.dialogs.settings_keys import EXAMPLE, KeysDialog, own_keys, problems_of_keys
from tui.screens.base import DeskScreen
from tui.widgets.chips import Chip, ChipRow
from tui.widgets.dialog import ESCAPE, Dialog, Section
from tui.widgets.field import Field
from tui.widgets.footer import Hint

if TYPE_CHECKING:
    from tui.app import DeskApp

BACKUP, KEYS = "daily_backup", "keys"
CHOSEN = "$text on $raised"
BACKUPS = (("yes", "every day"), ("no", "none by itself"))


def value_of(app: DeskApp, setting: settings.Setting) -> str:
    """What holds now."""
    if setting.name == "glyphs":
        return "ascii" if app.plain_glyphs.enabled else "unicode"
    if setting.name == "theme":
        return next((name for name, known in theme.NAMES.items() if known == app.theme), setting.usual)
    return app.own.get(setting.name, setting.usual)


def take(app: DeskApp, name: str, value: str) -> bool:
    """Change a setting now, on the screen behind too, and from now on; False: until the desk is left."""
    app.own[name] = value
    text.use_manner(settings.manner(app.own))
    if name == "theme":
        app.theme = theme.NAMES[value]
    app.plain_glyphs.enabled = value == "ascii" if name == "glyphs" else app.plain_glyphs.enabled
    here = app.screen_stack[0]
    if isinstance(here, DeskScreen):
        here.settled(name)
    for screen in app.screen_stack:
        for widget in screen.walk_children(with_self=True):
            widget.refresh()
    return settings.remember(name, value)


def not_kept() -> str:
    """Why a setting holds for now only."""
    return f"For now only: {settings.settings_path()} cannot be written."


class Shown(NamedTuple):
    """A setting in a list: its name, label and value in words, and its choices (none: it has a list of its own)."""

    name: str
    label: str
    value: str
    choices: tuple[str, ...]


def overview(app: DeskApp) -> list[Shown]:
    """Every setting as it holds now, the clinic's and the keys at the end."""
    shown = [
        Shown(each.name, each.label, each.words(value_of(app, each)), tuple(words for _, words in each.choices))
        for each in settings.SETTINGS
    ]
    kept = dict(BACKUPS)["yes" if app.desk.daily_backup else "no"]
    shown.append(Shown(BACKUP, "Backup", kept, tuple(words for _, words in BACKUPS)))
    count = len(own_keys())
    return [*shown, Shown(KEYS, "Keys", f"{count} of your own" if count else "as they come", ())]


def dialog_of(name: str) -> Dialog[None]:
    """The dialog in which a setting of the overview is changed."""
    if name == KEYS:
        return KeysDialog()
    return SettingsDialog(name)


class SettingsDialog(Dialog[None]):
    """`at`: the name of the setting to begin with."""

    WIDTH, HEIGHT = 78, 21
    HAS_VERDICT: ClassVar[bool] = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "app.focus_previous", "Row above", show=False),
        Binding("down,j", "app.focus_next", "Row below", show=False),
        Binding("space", "change", "Change", show=False),
        Binding("enter", "keys", "Keys", show=False),
        Binding("f9", "leave", "Close", show=False),
    ]

    def __init__(self, at: str = "theme") -> None:
        super().__init__()
        self._at = at

    def compose_body(self) -> ComposeResult:
        """A row a setting, what is the clinic's apart, and where keys are changed."""
        yield Static("")
        yield Section("Yours", "kept for you, on this machine")
        for setting in settings.SETTINGS:
            yield Field(setting.label, ChipRow(id=setting.name))
        yield Static("")
        yield Section("The clinic's", "for every desk")
        yield Field("Backup", ChipRow(id=BACKUP))
        yield Static("")
        yield Section("Keys")
        yield Static(id="keys-file")
        yield Static(id="keys-problem")

    def on_mount(self) -> None:
        """What holds now."""
        for setting in settings.SETTINGS:
            self._row(setting.name).show(
                [Chip(value, said, "", CHOSEN) for value, said in setting.choices], value_of(self.desk_app, setting)
            )
        self._show_backup()
        self._show_keys()
        self.title_row.show("Settings", "", "every change holds at once")
        self._say("info", "")
        self._row(self._at).focus()

    def _row(self, name: str) -> ChipRow:
        return self.query_one(f"#{name}", ChipRow)

    def _show_backup(self) -> None:
        held = "yes" if self.desk_app.desk.daily_backup else "no"
        self._row(BACKUP).show([Chip(value, said, "", CHOSEN) for value, said in BACKUPS], held)

    def _show_keys(self) -> None:
        room = self.WIDTH - 14
        path = text.fit(str(settings.settings_path()), room)
        self.query_one("#keys-file", Static).update(
            Content.assemble(("In       ", "$text-dim"), path, ("" if len(path) == room else "  ", ""))
        )
        found = problems_of_keys()
        line = Content.assemble(("         ", ""), (EXAMPLE, "bold"), ("   ⏎ lists every key by name", "$text-dim"))
        if found:
            line = Content.styled(f"         {text.fit(found[0], self.WIDTH - 14)}", "$bad")
        self.query_one("#keys-problem", Static).update(line)

    def _say(self, kind: str, head: str, second: str = "") -> None:
        """How a date and times are written now stands beside what happened."""
        start = self.desk_app.wall_now()
        sample = f"{text.day_long(start.date())}, {text.at(start)}"
        self.verdict.show(kind, head or sample, sample if head else "", second=second or "as it is written now")  # type: ignore[arg-type]

    async def on_chip_row_changed(self, message: ChipRow.Changed) -> None:
        """Take it, and keep it."""
        name, value = str(message.row.id), message.chip.id
        if name == BACKUP:
            await self._back_up(value)
            return
        kept = take(self.desk_app, name, value)
        setting = settings.BY_NAME[name]
        if not kept:
            self._say("bad", f"{setting.label}: {setting.words(value)}.", not_kept())
        elif settings.from_environment(name):
            self._say("info", f"{setting.label}: {setting.words(value)}.", _at_start(name))
        else:
            self._say("ok", f"{setting.label}: {setting.words(value)}.", "Kept.")

    async def _back_up(self, value: str) -> None:
        try:
            await self.desk_app.work(lambda desk: desk.do("update_clinic", daily_backup=value == "yes"))
        except Refused as error:
            self._show_backup()
            self.verdict.show("bad", f"{error.title}:", error.reason, second=error.remedy)
            return
        said = "A desk that is open makes one a day." if value == "yes" else "Only `frontdesk backup` makes one now."
        self.verdict.show("ok", f"Backup: {dict(BACKUPS)[value]}.", "", second=said)

    def action_change(self) -> None:
        """Space: the next choice."""
        if isinstance(self.focused, ChipRow):
            self.focused.action_step(1)

    def action_keys(self) -> None:
        """Every key, and the name under which it is changed."""
        self.app.push_screen(dialog_of(KEYS))

    def keys_line(self) -> Sequence[Hint]:
        """Rows and choices."""
        return (
            Hint("↑↓", "Row", ("up", "down")),
            Hint("←→", "Change", ("left", "right"), rank=0),
            Hint("⏎", "Keys", ("enter",), rank=1),
            ESCAPE._replace(words="Close"),
        )


def _at_start(name: str) -> str:
    return f"Kept; but FRONTDESK_{name.upper()} is set and decides at the next start."
