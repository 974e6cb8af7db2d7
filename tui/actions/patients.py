"""What the screen of the patients answers: a search, a patient chosen in it, the visits of their record."""

from __future__ import annotations

from tui.actions.table import FIND_GROUP, MOVE_GROUP, NOTHING, PATIENT, PATIENT_GROUP, TYPING, VISIT, Action

ON = frozenset({"patients"})
ON_PATIENT = frozenset({PATIENT})
ANY = frozenset({TYPING, PATIENT, VISIT, NOTHING})
NOBODY = "Nobody is chosen: type a name, ↓ chooses."


def _patient(id: str, keys: tuple[str, ...], words: str, help: str, **more: object) -> Action:
    return Action(id, keys, words, PATIENT_GROUP, help, ON_PATIENT, refusal=NOBODY, on=ON, **more)  # type: ignore[arg-type]


def _move(id: str, keys: tuple[str, ...], words: str, help: str, **more: object) -> Action:
    return Action(id, keys, words, MOVE_GROUP, help, ANY, refusal=NOBODY, on=ON, **more)  # type: ignore[arg-type]


def _go(id: str, key: str, words: str, help: str, *where: str, short: str = "", foot: int = 1) -> Action:
    return Action(id, (key,), words, FIND_GROUP, help, frozenset(where), foot, short, refusal=NOBODY, on=ON)


OPENING: tuple[Action, ...] = (
    _go("open_record", "enter", "Open record", "open it: then letters act", TYPING, short="Open", foot=0),
)

DEEDS: tuple[Action, ...] = (
    _patient("book_for", ("enter", "b"), "Book for them", "book for them", foot=0, short="Book"),
    _patient("edit_patient", ("e",), "Edit", "edit the patient", foot=2),
    _patient("merge", ("D",), "Doubles", "merge it with a double", foot=5),
    _patient("patient_history", ("v",), "History", "history of the record", foot=6),
)

FINDING: tuple[Action, ...] = (
    Action("next_for", ("f", "ctrl+f", "f4"), "Next free", FIND_GROUP, "next available for them",
           frozenset({TYPING, PATIENT}), 2, "Free", refusal=NOBODY, on=ON),
    Action("new_patient", ("ctrl+n", "f2"), "New patient", FIND_GROUP, "a new patient", ANY, 2, "New",
           refusal=NOBODY, on=ON),
    _go("to_visits", "tab", "Visits", "the visits of the record", TYPING, PATIENT),
    _go("to_patient", "tab", "Back", "back to the patient", VISIT, short="Back"),
)  # fmt: skip

MOVING: tuple[Action, ...] = (
    _move("row_before", ("up", "k"), "Row above", "by row", foot=1, short="Choose"),
    _move("row_after", ("down", "j"), "Row below", "by row", foot=1, short="Choose"),
    _move("page_before", ("pageup",), "Page up", "a page of rows"),
    _move("page_after", ("pagedown",), "Page down", "a page of rows"),
)

LEAVING: tuple[Action, ...] = (
    _go("clear_search", "escape", "Clear: letters act", "clear it: then letters act", TYPING, short="Clear"),
    _go("to_search", "escape", "Search", "back to the search", PATIENT, NOTHING),
    _go("leave_visits", "escape", "Back", "back to the patient", VISIT, short="Back"),
)
