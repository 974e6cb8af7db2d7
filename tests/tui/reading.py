"""Reading what stands on the screen, cell by cell."""

from __future__ import annotations

from textual.app import App
from textual.geometry import Size
from textual.pilot import Pilot
from textual.strip import Strip

from tui.app import DeskApp
from tui.screens.week import WeekScreen


def strips(app: App[None]) -> list[Strip]:
    """The rows of the screen on top, with what it leaves visible of the one behind."""
    return list(app.screen._compositor.render_strips(Size(*app.size)))


def rows(app: App[None]) -> list[str]:
    """The same, as text."""
    return [strip.text for strip in strips(app)]


def page(app: App[None]) -> str:
    """All of it, lines joined."""
    return "\n".join(rows(app))


def the_app(pilot: Pilot[None]) -> DeskApp:
    """The app under test, by its own type."""
    assert isinstance(pilot.app, DeskApp)
    return pilot.app


def week(pilot: Pilot[None]) -> WeekScreen:
    """The week behind any dialogs."""
    return next(screen for screen in pilot.app.screen_stack if isinstance(screen, WeekScreen))


async def go_to(pilot: Pilot[None], visit_id: str) -> WeekScreen:
    """Put the cursor on a visit."""
    screen = week(pilot)
    screen.show_visit(visit_id)
    await pilot.pause()
    return screen
