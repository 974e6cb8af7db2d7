"""What the Waitlist answers; and putting somebody on it from wherever a visit or a time is chosen."""

from __future__ import annotations

from tui.actions.table import (
    ALL_GROUP,
    FIND_GROUP,
    MOVE_GROUP,
    NOTHING,
    ON_GRID,
    PATIENT,
    PATIENT_GROUP,
    WAITING,
    WAITING_GROUP,
    Action,
)
from tui.modes import GRIDS

HERE = frozenset({"waitlist"})
ON_ENTRY = frozenset({WAITING})
ON_PATIENT = frozenset({PATIENT})
ON_LIST = frozenset({WAITING, NOTHING})
NOBODY = "Nobody waits. w puts somebody on the waitlist."


def _entry(id: str, keys: tuple[str, ...], words: str, help: str, **more: object) -> Action:
    return Action(id, keys, words, WAITING_GROUP, help, ON_ENTRY, refusal=NOBODY, on=HERE, **more)  # type: ignore[arg-type]


def _move(id: str, keys: tuple[str, ...], words: str, help: str, **more: object) -> Action:
    return Action(id, keys, words, MOVE_GROUP, help, ON_LIST, refusal=NOBODY, on=HERE, **more)  # type: ignore[arg-type]


DEEDS: tuple[Action, ...] = (
    _entry("take_time", ("enter", "b"), "Book", "book the time beside it", foot=0),
    _entry("edit_entry", ("e",), "Edit", "change the wishes", foot=3),
    _entry("take_off", ("x",), "Take off", "take off: a digit says why", foot=3, short="Off"),
    _entry("no_answer", ("c",), "No answer", "called: nobody answered", foot=4, short="Called"),
    _entry("more_urgent", ("plus", "equals_sign"), "More urgent", "more, less urgent", foot=5, short="Priority"),
    _entry("less_urgent", ("minus",), "Less urgent", "more, less urgent", foot=5, short="Priority"),
    Action("add_entry", ("w", "n"), "Add", WAITING_GROUP, "put somebody on the list", ON_LIST, 2,
           refusal=NOBODY, on=HERE),
    Action("wait", ("w",), "Waitlist", FIND_GROUP, "wait for an earlier time", ON_GRID, 9,
           short="Wait", on=GRIDS),
    Action("patient_waits", ("w",), "Waitlist", PATIENT_GROUP, "put them on the waitlist", ON_PATIENT, 6,
           short="Wait", refusal="Nobody is chosen who could wait.", on=frozenset({"patients"})),
)  # fmt: skip

MOVING: tuple[Action, ...] = (
    _move("row_down", ("down", "j"), "Row below", "by row"),
    _move("row_up", ("up", "k"), "Row above", "by row"),
    _move("other_part", ("tab",), "Times", "list, times, freed times", foot=1),
    _move("part_before", ("shift+tab",), "Part before", "list, times, freed times"),
    _move("who_next", ("right", "l"), "Who else", "who else for a freed time"),
    _move("who_before", ("left", "h"), "Who before", "who else for a freed time"),
)  # fmt: skip

FINDING: tuple[Action, ...] = (
    Action("find_time", ("f",), "Next free", FIND_GROUP, "next available, by wishes", ON_ENTRY, 4,
           "Free", refusal=NOBODY, on=HERE),
)  # fmt: skip

LETTING_GO: tuple[Action, ...] = (
    Action(
        "back_to_list", ("escape",), "To the list", ALL_GROUP, "back to the list", ON_LIST, refusal=NOBODY, on=HERE
    ),
)
