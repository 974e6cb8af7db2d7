"""What the hours of a doctor answer: bars, single days, closures, the draft, and moving about."""

from __future__ import annotations

from tui.actions.table import (
    ALL_GROUP,
    CLOSURE,
    DAYS_GROUP,
    HOURS_GROUP,
    MOVE_GROUP,
    NOTHING,
    SINGLE_DAY,
    VISIT,
    WEEKLY,
    Action,
)

HOURS = frozenset({"hours"})
ON_BARS = frozenset({WEEKLY, SINGLE_DAY})
ON_SHEET = ON_BARS | {CLOSURE}
ANYWHERE = ON_SHEET | {VISIT, NOTHING}
NO_BARS = "A closure has no hours. x takes it away, c adds another."
IN_LIST = "Tab goes back to the hours first."


def _bar(id: str, keys: tuple[str, ...], words: str, help: str, **more: object) -> Action:
    more = {"refusal": NO_BARS, **more}
    return Action(id, keys, words, HOURS_GROUP, help, ON_BARS, on=HOURS, **more)  # type: ignore[arg-type]


def _day(id: str, keys: tuple[str, ...], words: str, help: str, **more: object) -> Action:
    return Action(id, keys, words, DAYS_GROUP, help, ON_SHEET, on=HOURS, refusal=IN_LIST, **more)  # type: ignore[arg-type]


def _go(id: str, keys: tuple[str, ...], words: str, help: str, **more: object) -> Action:
    return Action(id, keys, words, MOVE_GROUP, help, ANYWHERE, on=HOURS, refusal=IN_LIST, **more)  # type: ignore[arg-type]


EDITING: tuple[Action, ...] = (
    _bar("end_earlier", ("left",), "End earlier", "move the end", foot=1, short="End"),
    _bar("end_later", ("right",), "End later", "move the end", foot=1, short="End"),
    _bar("start_earlier", ("shift+left",), "Start earlier", "move the start", foot=3, short="Start"),
    _bar("start_later", ("shift+right",), "Start later", "move the start", foot=3, short="Start"),
    _bar("type_hours", ("enter",), "In words", "the day's hours in words", foot=0, short="Type"),
    _bar("add_bar", ("b",), "Add hours", "add hours", foot=2, short="Add"),
    _bar("copy_hours", ("r",), "Copy to days", "copy to other days", foot=4, short="Copy"),
    _bar("next_place", ("l",), "Place", "the next location", foot=6),
    Action("from_when", ("g",), "From when", HOURS_GROUP, "from when on: next mon, 1.1", ON_SHEET, 7, "From",
           refusal=IN_LIST, on=HOURS),
)  # fmt: skip

DAYS: tuple[Action, ...] = (
    Action("remove", ("x",), "Remove", HOURS_GROUP, "remove it", ON_SHEET, 2, refusal="There is nothing to remove.",
           on=HOURS),
    _day("new_day", ("n",), "Single day", "a day with hours of its own", foot=5, short="Day"),
    _day("close_days", ("c",), "Close", "close days or times", foot=5),
    _day("ill_today", ("i",), "Ill today", "ill: close rest of today", foot=8, short="Ill"),
)  # fmt: skip

MOVING: tuple[Action, ...] = (
    _go("line_above", ("up", "k"), "Line above", "day or bar"),
    _go("line_below", ("down", "j"), "Line below", "day or bar"),
    _go("to_displaced", ("tab",), "Displaced", "to those outside, and back", foot=2, short="Outside"),
    _go("version_before", ("left_square_bracket",), "Hours before", "weekly hours before, after", foot=8,
        short="Version"),
    _go("version_after", ("right_square_bracket",), "Hours after", "weekly hours before, after", foot=8,
        short="Version"),
    _go("hours_doctor_before", ("comma",), "Doctor before", "doctor", foot=7, short="Doctor"),
    _go("hours_doctor_after", ("full_stop",), "Doctor after", "doctor", foot=7, short="Doctor"),
    _go("hours_pick_doctor", ("d",), "Pick a doctor", "pick a doctor"),
    _go("finer_step", ("plus", "equals_sign"), "Finer steps", "steps of 5 to 60 minutes"),
    _go("coarser_step", ("minus",), "Coarser steps", "steps of 5 to 60 minutes"),
)  # fmt: skip

SAVING: tuple[Action, ...] = (
    Action("save_draft", ("ctrl+s", "f2"), "Save", ALL_GROUP, "save what is not saved yet", ANYWHERE, 1,
           refusal=IN_LIST, on=HOURS),
    Action("drop_draft", ("escape",), "Drop", ALL_GROUP, "back; drop the draft", ANYWHERE,
           refusal=IN_LIST, on=HOURS),
)  # fmt: skip
