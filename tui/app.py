"""The application: opens the week of a doctor on a desk, and is the one place where an error becomes words."""

from __future__ import annotations

import asyncio
import gc
import logging
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar
from zoneinfo import ZoneInfo

from rich.text import Text
from textual import events
from textual.app import App
from textual.binding import Binding, BindingType
from textual.filter import LineFilter
from textual.screen import Screen

from scheduling.errors import Refused, StoreError
from scheduling.model.reads import Hospital
from scheduling.when.zones import wall_clock, zone
from tui import leaving, modes, settings, text, theme
from tui.glyphs import PlainGlyphs, wants_plain
from tui.grid.palette import depth_of
from tui.guard import BUG, Guarded, record
from tui.screens.base import DeskScreen
from tui.screens.mode import ModeScreen, Whereabouts
from tui.screens.too_small import TooSmall, fits
from tui.tab_counts import TabCounts
from tui.worker import News, StoreNotice, StoreThread, StoreTrouble

if TYPE_CHECKING:
    from scheduling.desk import Desk

Result = TypeVar("Result")

STYLES = Path(__file__).parent / "styles"

LIVE_SECONDS, WATCH_SECONDS = 2.0, 1.0
"""Seconds without a look at the book after which row 1 says how long ago that was, and how often it is asked."""

NOTHING = " Not booked."
"""How the store ends a sentence about a step; nobody took one when a trouble is met by itself."""

WELCOME = "welcome"
"""The mode without a number: the question how to begin, where there is no doctor yet."""

log = logging.getLogger(__name__)


def _welcome() -> Screen[None]:
    from tui.screens.welcome import WelcomeScreen

    return WelcomeScreen()


class DeskApp(App[None]):
    """The front desk on one open `Desk`.

    `demo`: its patients are made up, and the header says so. `own`: what the person chose of
    `settings.SETTINGS`. `environ`: what tells what the terminal can show; None: it can show everything. `notes`:
    sentences to begin with.
    """

    TITLE = "frontdesk"
    ENABLE_COMMAND_PALETTE = False
    CSS_PATH = list[str | PurePath]((STYLES / "week.tcss", STYLES / "welcome.tcss"))
    MODES: ClassVar[dict[str, str | Callable[[], Screen[Any]]]] = {mode.id: mode.build for mode in modes.MODES}
    DEFAULT_MODE = "week"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+q", "quit", "Quit", show=False, priority=True)]

    def __init__(
        self,
        desk: Desk,
        *,
        hospital: str | None = None,
        demo: bool = False,
        own: Mapping[str, str] | None = None,
        environ: Mapping[str, str] | None = None,
        notes: Sequence[str] = (),
    ) -> None:
        self.desk = desk
        self.hospital_id = hospital
        if self.hospital is None or desk.is_empty():
            self.DEFAULT_MODE = WELCOME  # type: ignore[misc]  # read once, by what follows
        super().__init__()
        self._demo = demo
        self.notes = tuple(notes)
        self.tabs = TabCounts(self)
        self._store = StoreThread(desk, self.post_message)
        depth = depth_of(self.console.color_system, environ) if environ is not None else "truecolor"
        self.own = dict(own or {})
        text.use_manner(settings.manner(self.own))
        theme.install(self, theme.NAMES[self.own.get("theme", "dark")], depth)
        encoding = getattr(sys.__stderr__, "encoding", None) if environ is not None else None
        self.plain_glyphs = PlainGlyphs(wants_plain(self.own.get("glyphs"), environ or {}, encoding))
        self.add_mode(WELCOME, _welcome)

    # -- where and when -----------------------------------------------------------------------------------------

    @property
    def hospital(self) -> Hospital | None:
        """The hospital whose doctors are shown: the one asked for, else the first; None in an empty clinic."""
        known = self.desk.hospital_list()
        return next((one for one in known if one.id == self.hospital_id), known[0] if known else None)

    @property
    def demo(self) -> bool:
        """Whether the clinic is the sample: so opened, or so marked in its book."""
        return self._demo or self.desk.is_demo

    @property
    def tz(self) -> ZoneInfo:
        """The zone of the hospital shown, UTC in an empty clinic."""
        hospital = self.hospital
        return zone(hospital.timezone if hospital else "UTC")

    def wall_now(self) -> datetime:
        """What the hospital's clock on the wall shows, naive."""
        return wall_clock(self.desk.now() // 60, self.tz)

    def today(self) -> date:
        """The hospital's date."""
        return self.wall_now().date()

    # -- what the terminal shows -------------------------------------------------------------------------------

    def get_line_filters(self) -> Sequence[LineFilter]:
        """What every line passes on its way out: plain glyphs where ours cannot be shown."""
        found = list(super().get_line_filters())
        return [*found, self.plain_glyphs] if self.plain_glyphs.enabled else found

    def on_resize(self, event: events.Resize) -> None:
        """A window too small to read the desk in says so; what was typed waits behind."""
        covered = isinstance(self.screen, TooSmall)
        if not fits(event.size) and not covered:
            self.push_screen(TooSmall())
        elif fits(event.size) and covered:
            self.pop_screen()
            for screen in self.screen_stack[:-1]:  # they heard of no size while they were covered
                screen.post_message(event)

    # -- life ---------------------------------------------------------------------------------------------------

    async def open_mode(self, mode: str, place: Whereabouts | None = None) -> None:
        """Show a screen of `tui.modes`; it is told where the one before it looked, or `place`."""
        before = self.screen_stack[0]
        if place is None and isinstance(before, ModeScreen):
            if mode == before.MODE:
                return
            place = before.whereabouts()
        await self.switch_mode(mode)
        after = self.screen_stack[0]
        if isinstance(after, ModeScreen) and place is not None:
            after.arrive(place)

    def on_mount(self) -> None:
        """Signals and a lost terminal end it as ctrl+q does; the store thread starts when the first frame is out."""
        loop = asyncio.get_running_loop()
        leaving.on_signals(loop, self.exit)
        if not self.is_headless:
            leaving.with_terminal(loop, self.exit)
        self.set_interval(WATCH_SECONDS, self._watch)
        self.call_after_refresh(self._shown)

    def _shown(self) -> None:
        """The first frame is out: what was loaded for it stays, so the garbage collector need not see it again."""
        if not gc.isenabled():
            gc.freeze()
            gc.enable()
        self._store.start()
        self.tabs.start()
        self.set_interval(60, self.tabs.soon)

    async def on_unmount(self) -> None:
        """Let the store thread finish what it was asked."""
        await asyncio.to_thread(self._store.stop)

    # -- the store ----------------------------------------------------------------------------------------------

    async def work(self, job: Callable[[Desk], Result]) -> Result:
        """Run `job(desk)` in the one store thread; raises what it raises (Refused, StoreError)."""
        return await asyncio.wrap_future(self._store.submit(job))

    def on_news(self, message: News) -> None:
        """Hand the news to every open screen, the dialogs too."""
        for screen in self.screen_stack:
            screen.post_message(News(message.touched))
        self.tabs.soon()

    def on_store_trouble(self, message: StoreTrouble) -> None:
        """Say what is wrong with the store, or that it is well again. Nobody asked: keys go on where they went."""
        error = message.error
        if error is not None:
            log.warning("store", extra={"code": error.code})
            self.say("bad", error.title, f"{error.reason.removesuffix(NOTHING)} {error.remedy}")
        elif not self.desk.read_only:
            self.say("ok", "Well again", "This desk reads and writes the book.")
        for screen in self.screen_stack:
            screen.post_message(StoreTrouble(error))
        self._watch()

    def on_store_notice(self, message: StoreNotice) -> None:
        """Say what the store has to tell."""
        self.say("info", "Note", " ".join(message.sentences))

    def flags(self) -> tuple[str, ...]:
        """What row 1 warns of. “3 s ago”: the book could not be looked at since."""
        unseen = self._store.unseen_seconds
        said = {
            "demo": self.demo,
            "clock fixed": self.desk.clock.fixed,
            "read-only": self.desk.read_only,
            f"{int(unseen)} s ago": unseen > LIVE_SECONDS and self._store.is_alive(),
        }
        return tuple(flag for flag, true in said.items() if true)

    def _watch(self) -> None:
        """Row 1 follows the state of the book, also while nothing else happens."""
        here = self.screen_stack[0] if self.screen_stack else None  # none any more while it ends
        if isinstance(here, ModeScreen) and here.shown_seq >= 0 and self.flags() != here.header.flags:
            here.show_top()

    # -- words for what goes wrong ------------------------------------------------------------------------------

    def explain(self, error: BaseException) -> None:
        """The one place where an error becomes words: a band, a dialog, or the log and a sentence."""
        from tui.dialogs.problem import ProblemDialog

        if isinstance(error, StoreError):
            log.warning("store", extra={"code": error.code})
            self.push_screen(ProblemDialog(error))
        elif isinstance(error, Refused):
            self.say("bad", error.title, f"{error.reason} {error.remedy}".strip())
        else:
            record(error)
            self.say("bad", "Problem", BUG)

    def say(self, kind: str, head: str, sentence: str = "", keys: tuple[tuple[str, str], ...] = ()) -> None:
        """A sentence in the band of the screen below any dialogs."""
        for screen in reversed(self.screen_stack):
            if isinstance(screen, DeskScreen):
                screen.say(kind, head, sentence, keys)
                return
        self.notify(sentence, title=head, markup=False)

    def _fatal_error(self) -> None:
        """An error nothing caught: the log has it, the terminal one line instead of a traceback."""
        log.critical("fatal", exc_info=sys.exc_info()[1])
        self.panic(Text(BUG))

    async def run_action(self, *what: Any, **more: Any) -> bool:
        """Do what a key means; an error in it is told by the screen that it belongs to, which need not wait for it.

        A dialog that waits for the book is not asked twice.
        """
        here = self.screen
        try:
            if not isinstance(here, Guarded) or here not in what or str(what[0]).startswith("app."):
                return await super().run_action(*what, **more)
            if here.waiting is not None and here.is_modal:
                self.bell()
                return True
            return await here.patiently(super().run_action(*what, **more)) is not False
        except Exception as error:  # noqa: BLE001 - a bug in one key must not take the desk down
            self._trouble(error)
            return True

    def push_screen(self, screen: Any, callback: Any = None, *more: Any, **named: Any) -> Any:
        """Open a dialog; an error in what its answer leads to is told."""
        here = self.screen_stack[-1] if self.screen_stack else None
        if callback is not None and isinstance(here, Guarded):
            callback = here.safely(callback)
        return super().push_screen(screen, callback, *more, **named)

    def _trouble(self, error: Exception) -> None:
        here = self.screen
        here.trouble(error) if isinstance(here, Guarded) else self.explain(error)

    # -- what works over every screen ---------------------------------------------------------------------------

    def action_help(self) -> None:
        """Help for what has the focus; pressed again it closes."""
        from tui.dialogs.help import HelpDialog
        from tui.widgets.dialog import Dialog

        if isinstance(self.screen, HelpDialog):
            self.screen.dismiss(None)
            return
        behind = next((screen for screen in reversed(self.screen_stack) if isinstance(screen, DeskScreen)), None)
        self.push_screen(HelpDialog(behind, self.screen if isinstance(self.screen, Dialog) else None))

    def on_app_focus(self, event: events.AppFocus) -> None:
        """Somebody looks again: the time may have passed."""
        self.on_news(News(frozenset()))
