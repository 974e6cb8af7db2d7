"""What is done to a visit, wherever one can be chosen; and undo of it."""

from __future__ import annotations

from tui.actions.table import ALL_MODES, ON_VISIT, SETTLED, UNDO_GROUP, VISIT_GROUP, Action
from tui.modes import GRIDS

WITH_VISITS = GRIDS | {"hours", "patients", "today"}
"""The modes in which a visit can be under the cursor."""


def _visit(id: str, key: str, words: str, help: str, refusal: str, **more: object) -> Action:
    return Action(id, (key,), words, VISIT_GROUP, help, ON_VISIT, refusal=refusal, on=WITH_VISITS, **more)  # type: ignore[arg-type]


VISITS: tuple[Action, ...] = (
    Action("open", ("enter", "b"), "Open", VISIT_GROUP, "open", ON_VISIT, 0, on=WITH_VISITS),
    _visit("edit", "e", "Edit", "edit", "There is no visit here to edit."),
    _visit("next_status", "space", "Next status", "next usual status", "There is no visit here.", short="Next"),
    _visit("arrived", "a", "Arrived", "arrived, in, seen, no-show", "No visit here has arrived.", foot=6,
           status="arrived"),
    _visit("in_room", "i", "In the room", "arrived, in, seen, no-show", "No visit here is going in.", foot=6,
           short="In room", status="checked-in"),
    _visit("seen", "s", "Seen", "arrived, in, seen, no-show", "No visit here has been seen.", foot=6,
           status="fulfilled"),
    _visit("no_show", "o", "No-show", "arrived, in, seen, no-show", "No visit here was missed.", foot=6,
           status="noshow"),
    _visit("said_yes", "p", "Said yes", "the patient said yes", "There is no visit here to say yes to.", foot=7),
    _visit("move", "m", "Move", "carry it elsewhere", "There is no visit here to move.", foot=3),
    _visit("cancel", "x", "Cancel", "cancel, reason by one digit", "There is no visit here to cancel.", foot=3),
    _visit("repeat", "r", "Repeat", "repeat: weekly, 6 times", "There is no visit here to repeat.", foot=8),
    _visit("history", "v", "History", "history in words", "There is no visit here to tell of."),
    _visit("copy", "y", "Copy", "copy the sentence", "There is no visit here to copy.", foot=7),
)  # fmt: skip

UNDOING: tuple[Action, ...] = (
    Action("undo", ("u",), "Undo", UNDO_GROUP, "undo, says what it did", SETTLED, foot=4, on=ALL_MODES),
    Action("redo", ("ctrl+r",), "Redo", UNDO_GROUP, "redo", SETTLED, on=ALL_MODES),
)
