"""What the grids answer: a time, a range, a visit carried, moving about."""

from __future__ import annotations

from tui.actions.table import (
    ALL_GROUP,
    CARRY,
    CARRY_GROUP,
    FIND_GROUP,
    FREE,
    FREE_GROUP,
    GLANCE_GROUP,
    MOVE_GROUP,
    ON_DAYS,
    ON_GRID,
    ON_GRID_OR_CARRYING,
    ON_VISIT,
    SETTLED,
    VISIT_GROUP,
    Action,
)
from tui.modes import GRIDS


def _move(id: str, keys: tuple[str, ...], words: str, help: str, **more: object) -> Action:
    where = ON_GRID_OR_CARRYING | ON_DAYS
    return Action(id, keys, words, MOVE_GROUP, help, where, **more)  # type: ignore[arg-type]


def _row(id: str, keys: tuple[str, ...], words: str, help: str) -> Action:
    return Action(id, keys, words, MOVE_GROUP, help, ON_GRID_OR_CARRYING)


BY_ROW = "by row or visit"
WEEK = frozenset({"week"})

TIMES: tuple[Action, ...] = (
    Action("book", ("enter", "b"), "Book", FREE_GROUP, "book it", frozenset({FREE}), 0,
           refusal="This time is not free. z says why, f finds one that is, B books all the same."),
    Action("extend_up", ("shift+up", "K"), "Range up", FREE_GROUP, "shorter, longer range", short="Range"),
    Action("extend_down", ("shift+down", "J"), "Range down", FREE_GROUP, "shorter, longer range", short="Range"),
    Action("walk_in", ("n",), "Walk-in", FREE_GROUP, "walk-in: booked, arrived", SETTLED, foot=4,
           on=GRIDS | {"today"}),
    Action("overbook", ("B",), "Overbook", FREE_GROUP, "book all the same: says why"),
    Action("close", ("c",), "Close", FREE_GROUP, "close it, with a title", foot=8),
    Action("why", ("z",), "Why not?", FREE_GROUP, "why is this not free", foot=9),
)  # fmt: skip

LENGTHS: tuple[Action, ...] = (
    Action("shorter", ("less_than_sign",), "Shorter", VISIT_GROUP, "shorter, longer by a row", ON_VISIT,
           refusal="There is no visit here to shorten.", short="Length"),
    Action("longer", ("greater_than_sign",), "Longer", VISIT_GROUP, "shorter, longer by a row", ON_VISIT,
           refusal="There is no visit here to lengthen.", short="Length"),
)  # fmt: skip

CARRYING: tuple[Action, ...] = (
    Action("drop", ("enter",), "Drop here", CARRY_GROUP, "drop here", frozenset({CARRY}), 0,
           refusal="Nothing is carried."),
    Action("put_back", ("escape",), "Put back", CARRY_GROUP, "put back as it was", frozenset({CARRY}), 0,
           refusal="Nothing is carried."),
    Action("next_fit", ("f",), "Next that fits", CARRY_GROUP, "jump to the next that fits", frozenset({CARRY}), 1,
           short="Next fit", refusal="Nothing is carried."),
)  # fmt: skip

MOVING: tuple[Action, ...] = (
    _move("left", ("left", "h"), "Column before", BY_ROW),
    _move("down", ("down", "j"), "Row below", BY_ROW),
    _move("up", ("up", "k"), "Row above", BY_ROW),
    _move("right", ("right", "l"), "Column after", BY_ROW),
    _row("page_up", ("pageup",), "Earlier in the day", "a page of rows"),
    _row("page_down", ("pagedown",), "Later in the day", "a page of rows"),
    _move("week_before", ("left_square_bracket", "ctrl+left"), "Week before", "week", foot=5, short="Week",
          on=WEEK),
    _move("week_after", ("right_square_bracket", "ctrl+right"), "Week after", "week", foot=5, short="Week",
          on=WEEK),
    _move("doctor_before", ("comma",), "Doctor before", "doctor", foot=6, short="Doctor",
          on=WEEK),
    _move("doctor_after", ("full_stop",), "Doctor after", "doctor", foot=6, short="Doctor",
          on=WEEK),
    _move("pick_doctor", ("d",), "Pick a doctor", "pick a doctor", on=WEEK),
    _move("to_now", ("t",), "Today", "today and now", foot=8),
    _move("go_to", ("g",), "Go to", "go to next tue, +2w, 14.3", foot=7),
    _row("finer", ("plus", "equals_sign"), "Finer rows", "rows of 5 to 60 minutes"),
    _row("coarser", ("minus",), "Coarser rows", "rows of 5 to 60 minutes"),
    Action("glance", ("Z",), "Days at a glance", GLANCE_GROUP, "1, 7, 14, 28 days", ON_GRID | ON_DAYS, 10,
           "Days", on=WEEK),
    Action("open_day", ("enter", "b"), "Open the day", GLANCE_GROUP, "open the day", ON_DAYS, 0, "Open",
           refusal="Z shows the days at a glance.", on=WEEK),
)  # fmt: skip

FINDING: tuple[Action, ...] = (
    Action("next_available", ("f",), "Next free", FIND_GROUP, "next available time", SETTLED, 1,
           short="Free", on=GRIDS | {"today"}),
)  # fmt: skip

LETTING_GO: tuple[Action, ...] = (
    Action("clear", ("escape",), "Clear", ALL_GROUP, "let the range go"),
    Action("week_again", ("escape",), "The week", GLANCE_GROUP, "back to the week", ON_DAYS, 1, "Week",
           refusal="The week is shown already.", on=WEEK),
)  # fmt: skip
