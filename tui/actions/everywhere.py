"""What every screen answers: the other screens, patients, commands, help, leaving."""

from __future__ import annotations

from tui.actions.table import ALL_GROUP, ALL_MODES, EVERYWHERE, FIND_GROUP, SETTLED, TYPING, Action
from tui.modes import MODES


def _all(id: str, keys: tuple[str, ...], words: str, help: str, **more: object) -> Action:
    return Action(id, keys, words, ALL_GROUP, help, EVERYWHERE, on=ALL_MODES, **more)  # type: ignore[arg-type]


FINDING: tuple[Action, ...] = (
    Action("find_patient", ("slash",), "Patient", FIND_GROUP, "a patient, or their visit", SETTLED, 2, "Find",
           on=ALL_MODES),
)  # fmt: skip

PLACES: tuple[Action, ...] = (
    Action("hospital", ("H",), "Hospital", ALL_GROUP, "another hospital", SETTLED, on=ALL_MODES,
           refusal="Esc first, then H."),
)  # fmt: skip

COMMANDS: tuple[Action, ...] = (
    _all("palette", ("ctrl+p",), "Commands", "any action, doctor, patient", foot=1, short="Menu"),
    _all("help", ("question_mark", "f1"), "Help", "help for what is here", foot=2),
)

PAPER: tuple[Action, ...] = (
    Action("day_sheet", ("P",), "Day sheet", ALL_GROUP, "the doctor's day, for paper", EVERYWHERE - {TYPING},
           on=frozenset({"week", "day", "today", "hours", "figures"})),
)  # fmt: skip

SCREENS: tuple[Action, ...] = tuple(
    Action(mode.id, (str(mode.number),), mode.name, ALL_GROUP, "the screens", SETTLED, on=ALL_MODES) for mode in MODES
)

LEAVING: tuple[Action, ...] = (
    _all("lock", ("ctrl+l",), "Lock", "lock, or change user"),
    _all("settings", ("f9",), "Settings", "clock, dates, theme, keys …"),
    _all("theme_dark", (), "Theme: dark", "dark colours, kept for you"),
    _all("theme_light", (), "Theme: light", "light colours, kept for you"),
    _all("theme_contrast", (), "Theme: high contrast", "high contrast, kept for you"),
    _all("quit", ("ctrl+q",), "Quit", "quit"),
)
