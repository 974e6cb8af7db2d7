"""What the grids answer: a time, a range, a visit carried, moving about."""

from __future__ import annotations

from tui.actions.table import (
    ALL_GROUP,
    CARRY,
    CARRY_GROUP,
    FIND_GROUP,
    FREE,
    FREE_GROUP,
    MOVE_GROUP,
    ON_GRID_OR_CARRYING,
    ON_VISIT,
    SETTLED,
    VISIT_GROUP,
    Action,
)
from tui.modes import GRIDS


def _move(id: str, keys: tuple[str, ...], words: str, help: str, **more: object) -> Action:
    return Action(id, keys, words, MOVE_GROUP, help, ON_GRID_OR_CARRYING, **more)  # type: ignore[arg-type]


BY_ROW = "by row or visit"

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
    _move("page_up", ("pageup",), "Earlier in the day", "a page of rows"),
    _move("page_down", ("pagedown",), "Later in the day", "a page of rows"),
    _move("week_before", ("left_square_bracket", "ctrl+left"), "Week before", "week", foot=5, short="Week",
          on=frozenset({"week"})),
    _move("week_after", ("right_square_bracket", "ctrl+right"), "Week after", "week", foot=5, short="Week",
          on=frozenset({"week"})),
    _move("doctor_before", ("comma",), "Doctor before", "doctor", foot=6, short="Doctor"),
    _move("doctor_after", ("full_stop",), "Doctor after", "doctor", foot=6, short="Doctor"),
    _move("pick_doctor", ("d",), "Pick doctors", "pick doctors"),
    _move("to_now", ("t",), "Today", "today and now", foot=8),
    _move("go_to", ("g",), "Go to", "go to next tue, +2w, 14.3", foot=7),
    _move("finer", ("plus", "equals_sign"), "Finer rows", "rows of 5 to 60 minutes"),
    _move("coarser", ("minus",), "Coarser rows", "rows of 5 to 60 minutes"),
)  # fmt: skip

FINDING: tuple[Action, ...] = (
    Action("next_available", ("f",), "Next free", FIND_GROUP, "next available time", SETTLED, 1,
           short="Free", on=GRIDS | {"today"}),
)  # fmt: skip

LETTING_GO: tuple[Action, ...] = (
    Action("clear", ("escape",), "Clear", ALL_GROUP, "let the range go"),
)  # fmt: skip
