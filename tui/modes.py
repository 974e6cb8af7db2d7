"""The eight screens: their number keys, their names, and where each is built."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from tui.screens.mode import ModeScreen


class Mode(NamedTuple):
    """A screen behind a number key. `id`: also of the action that opens it. `built_in`: "module:Class"."""

    number: int
    id: str
    name: str
    short: str
    about: str
    built_in: str

    def build(self) -> ModeScreen:
        """A new screen; its module is imported now, so that the first frame need not wait for it."""
        module, _, name = self.built_in.partition(":")
        built: Callable[[], ModeScreen] = getattr(import_module(module), name)
        return built()


MODES = (
    Mode(1, "week", "Week", "Week", "the week of a doctor", "tui.screens.week:WeekScreen"),
    Mode(2, "day", "Day", "Day", "the doctors of a day, side by side", "tui.screens.day:DayScreen"),
    Mode(3, "today", "Today", "Today", "who waits, who is in, who is due", "tui.screens.today:TodayScreen"),
    Mode(4, "patients", "Patients", "Pat", "patients and their records", "tui.screens.patients:PatientsScreen"),
    Mode(5, "waitlist", "Waitlist", "Wait", "who waits for an earlier time", "tui.screens.waitlist:WaitlistScreen"),
    Mode(6, "hours", "Hours", "Hours", "the hours of a doctor", "tui.screens.hours:HoursScreen"),
    Mode(7, "figures", "Figures", "Fig", "how the time is used", "tui.screens.figures:FiguresScreen"),
    Mode(8, "clinic", "Clinic", "Clin", "hospitals, doctors, types, settings", "tui.screens.clinic:ClinicScreen"),
)

BY_ID = {mode.id: mode for mode in MODES}
GRIDS = frozenset({"week", "day"})
"""The screens that are a grid of time."""
