"""What the board of a day answers: rows, days, whose visits, the list of what is unresolved, a freed time."""

from __future__ import annotations

from tui.actions.table import FREE, FREE_GROUP, MOVE_GROUP, SETTLED, SHUT, Action

TODAY = frozenset({"today"})

RANKS = dict.fromkeys(("arrived", "in_room", "seen", "no_show"), 2) | {
    "today_aside": 2, "undo": 3, "walk_in": 3, "find_patient": 4, "move": 4, "next_available": 5, "cancel": 6,
}  # fmt: skip
"""In the footer of the board the statuses stand before what is done more rarely there."""


def _move(id: str, keys: tuple[str, ...], words: str, help: str, **more: object) -> Action:
    return Action(id, keys, words, MOVE_GROUP, help, SETTLED, on=TODAY, **more)  # type: ignore[arg-type]


OFFERING: tuple[Action, ...] = (
    Action("offer", ("enter", "b"), "Who waits", FREE_GROUP, "who waits; else book it",
           frozenset({FREE, SHUT}), 0, short="Offer", refusal="There is nothing here to open.", on=TODAY),
)  # fmt: skip

MOVING: tuple[Action, ...] = (
    _move("today_up", ("up", "k"), "Row above", "by row"),
    _move("today_down", ("down", "j"), "Row below", "by row"),
    _move("today_page_up", ("pageup",), "Rows above", "a page of rows"),
    _move("today_page_down", ("pagedown",), "Rows below", "a page of rows"),
    _move("today_first", ("home",), "First row", "first and last row"),
    _move("today_last", ("end",), "Last row", "first and last row"),
    _move("today_aside", ("tab", "shift+tab"), "Unresolved", "the unresolved, and back", foot=3),
    _move("today_back", ("escape",), "Back to the table", "back to the table"),
    _move("today_before", ("left_square_bracket", "ctrl+left"), "Day before", "day", foot=7, short="Day"),
    _move("today_after", ("right_square_bracket", "ctrl+right"), "Day after", "day", foot=7, short="Day"),
    _move("today_doctor", ("d",), "Whose visits", "one doctor, or all", foot=8, short="Doctor"),
    _move("today_now", ("t",), "Today", "today", foot=9),
    _move("today_go_to", ("g",), "Go to", "go to next tue, +2w, 14.3", foot=9),
)  # fmt: skip
