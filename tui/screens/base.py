"""What every screen of the desk has: the keys of the table of actions, a band for sentences, the footer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from inspect import isawaitable
from typing import TYPE_CHECKING, ClassVar, TypeVar

from tui import modes
from tui.actions import BY_ID, NOTHING, answers, elsewhere, hints, refusal
from tui.guard import WAITING, Guarded
from tui.widgets.band import Band
from tui.widgets.footer import KeysLine

if TYPE_CHECKING:
    from scheduling.desk import Desk

Result = TypeVar("Result")


class DeskScreen(Guarded[None]):
    """A screen that is no dialog. A subclass has a `do_<id>` for each action of its `MODE`, and composes `self.band`
    and `self.footer`."""

    MODE: ClassVar[str] = ""
    """The id of `tui.modes`; its actions are this screen's."""

    AUTO_FOCUS: ClassVar[str | None] = None

    def __init__(self) -> None:
        super().__init__()
        self.band = Band(id="band")
        self.footer = KeysLine(id="footer")

    @property
    def context(self) -> str:
        """What is under the cursor: a context of `tui.actions`."""
        return NOTHING

    @property
    def status(self) -> str | None:
        """The status of the visit under the cursor."""
        return None

    @property
    def carried_name(self) -> str:
        """Who is being carried, for the sentence why a key does not apply."""
        return "a visit"

    def say(self, kind: str, head: str, sentence: str = "", keys: tuple[tuple[str, str], ...] = ()) -> None:
        """Put a sentence in the band; it stays until the next step."""
        self.band.say(kind, head, sentence, keys)  # type: ignore[arg-type]

    async def attempt(self, job: Callable[[Desk], Result]) -> Result | None:
        """Run `job` in the store thread; None when it was refused or failed, which has then been said."""
        try:
            return await self.desk_app.work(job)
        except Exception as error:  # noqa: BLE001 - told in the one place that turns errors into words
            self.desk_app.explain(error)
            return None

    def wait_begins(self) -> None:
        """In the band, until something else is said."""
        self.say("info", *WAITING)

    def wait_ends(self) -> None:
        """Unless something else was said meanwhile."""
        if self.band.said == "  ".join(WAITING):
            self.band.hush()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Of the actions that share a key, let the one act that means something here."""
        if action == "do" and parameters and parameters[0] in BY_ID:
            return answers(str(parameters[0]), self.context, self.MODE)
        return True

    async def action_do(self, ident: str) -> None:
        """Do one action of the table, or say why it cannot be done here."""
        action = BY_ID[ident]
        self.band.hush()
        if self.context not in action.where:
            self.say("bad", "", refusal(action, self.context, self.carried_name))
            return
        if ident in modes.BY_ID:
            await self.desk_app.open_mode(ident)
            return
        deed: Callable[[], Awaitable[None] | None] = getattr(self, f"do_{ident}")
        await self.safely(deed)()

    def action_elsewhere(self, key: str) -> None:
        """A letter that means nothing here, but on other screens, says so."""
        self.say("info", "", elsewhere(key))

    def refresh_keys(self) -> None:
        """The footer, by what is under the cursor."""
        self.footer.show(*hints(self.context, self.status, self.MODE))

    def do_palette(self) -> None:
        """Find an action, doctor, patient or date by name."""
        from tui.palette import Entry, PaletteDialog

        async def chosen(entry: Entry | None) -> None:
            if entry is not None:
                done = entry.run()
                if isawaitable(done):
                    await done

        self.app.push_screen(PaletteDialog(self), chosen)

    def do_help(self) -> None:
        """Help for what is under the cursor."""
        self.desk_app.action_help()

    def do_clear(self) -> None:
        """Nothing more than closing the message."""

    def themed(self) -> None:
        """Paint anew what takes its colours from the theme by itself."""

    def do_theme_dark(self) -> None:
        """Dark colours, now and from now on."""
        self._take_theme("dark")

    def do_theme_light(self) -> None:
        """Light colours, now and from now on."""
        self._take_theme("light")

    def do_theme_contrast(self) -> None:
        """High contrast, now and from now on."""
        self._take_theme("contrast")

    def _take_theme(self, name: str) -> None:
        from tui.dialogs.settings import not_kept, take

        if not take(self.desk_app, "theme", name):
            self.say("info", "", not_kept())

    def settled(self, name: str) -> None:
        """A setting is another: by default everything is painted anew."""
        self.themed()

    def do_settings(self) -> None:
        """How the desk looks to this person, the clinic's backup, and the keys."""
        from tui.dialogs.settings import SettingsDialog

        self.app.push_screen(SettingsDialog())

    async def do_quit(self) -> None:
        """Leave; what was booked is on the disk already."""
        await self.app.action_quit()
