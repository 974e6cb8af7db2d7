"""What the screen of figures answers."""

from __future__ import annotations

from tui.actions.table import FIGURE, FIGURE_GROUP, MOVE_GROUP, NOTHING, Action

FIGURES = frozenset({"figures"})
NO_DOCTORS = "There is no doctor here yet; 8 opens the clinic, where one is added."


def _number(id: str, keys: tuple[str, ...], words: str, group: str, help: str, **more: object) -> Action:
    return Action(id, keys, words, group, help, frozenset({FIGURE}), refusal=NO_DOCTORS, on=FIGURES, **more)  # type: ignore[arg-type]


def _move(id: str, keys: tuple[str, ...], words: str, help: str, **more: object) -> Action:
    return _number(id, keys, words, MOVE_GROUP, help, **more)


BY_CELL = "by day and doctor"

NUMBERS: tuple[Action, ...] = (
    _number("figure_open", ("enter",), "Open that day", FIGURE_GROUP, "the week, at that day", foot=0, short="Open"),
    _number("figure_copy", ("y",), "Copy table", FIGURE_GROUP, "copy it, for a spreadsheet", foot=5, short="Copy"),
    _number("figure_more", ("tab",), "More", FIGURE_GROUP, "the other plots", foot=3),
)

MOVING: tuple[Action, ...] = (
    _move("figure_left", ("left", "h"), "Day before", BY_CELL, foot=1, short="Cell"),
    _move("figure_down", ("down", "j"), "Doctor below", BY_CELL, foot=1, short="Cell"),
    _move("figure_up", ("up", "k"), "Doctor above", BY_CELL, foot=1, short="Cell"),
    _move("figure_right", ("right", "l"), "Day after", BY_CELL, foot=1, short="Cell"),
    _move("figure_before", ("left_square_bracket",), "Period before", "period", foot=2, short="Period"),
    _move("figure_after", ("right_square_bracket",), "Period after", "period", foot=2, short="Period"),
    _move("figure_longer", ("plus", "equals_sign"), "More weeks", "4, 8 or 12 weeks", foot=4, short="Weeks"),
    _move("figure_shorter", ("minus",), "Fewer weeks", "4, 8 or 12 weeks", foot=4, short="Weeks"),
    Action("figure_now", ("t",), "These weeks", MOVE_GROUP, "the weeks up to now", frozenset({FIGURE, NOTHING}),
           on=FIGURES),
)  # fmt: skip
