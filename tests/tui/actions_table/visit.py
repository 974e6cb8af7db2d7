"""What is done to a visit, on each screen where one can be chosen."""

from __future__ import annotations

from tests.tui.actions_table.row import Effect, Row, opens, said

GRIDS = ("week", "day")
ALL = ("week", "day", "today", "patients", "hours")
LISTS = ("week", "day", "today", "patients")

status: Effect = lambda seen: seen.visit.status  # noqa: E731


def none(sentence: str) -> tuple[str, str]:
    """On a free time of the week."""
    return ("free", sentence)


ROWS = (
    Row("open", LISTS, "visit", ("enter",), opens("VisitDialog"), words=("Moved here in October; old records",),
        no=("shut", "That cannot be done here.")),
    Row("open", ("hours",), "visit", ("enter",), opens("DisplacedDialog"), words=("Move to", "Keep it as it is"),
        no=("weekly", "That cannot be done here.")),
    Row("edit", ALL, "visit", ("e",), opens("VisitDialog"), no=none("There is no visit here to edit.")),
    Row("next_status", ALL, "visit", ("space",), status, "arrived", ("u undo",), no=none("There is no visit here.")),
    Row("arrived", ALL, "visit", ("a",), status, "arrived", ("u undo",), no=none("No visit here has arrived.")),
    Row("in_room", ALL, "visit", ("i",), status, "checked-in", ("u undo",),
        no=none("No visit here is going in.")),
    Row("seen", LISTS, "arrived", ("s",), status, "fulfilled", ("Seen  Chinwe Okafor",),
        no=none("No visit here has been seen.")),
    Row("no_show", LISTS, "past", ("o",), status, "noshow", ("No-show  Ana D'Souza",),
        no=none("No visit here was missed.")),
    Row("said_yes", ALL, "visit", ("p",), lambda seen: seen.visit.response, "accepted", ("u undo",),
        no=none("There is no visit here to say yes to.")),
    Row("move", ALL, "visit", ("m",), lambda seen: seen.screen.context, "carry", ("Carrying  ", "→"),
        no=none("There is no visit here to move.")),
    Row("cancel", ALL, "visit", ("x", "4"), status, "cancelled", ("Cancelled  ", "Reason: duplicate."),
        no=none("There is no visit here to cancel.")),
    Row("repeat", ALL, "visit", ("r", "enter"), lambda seen: len(seen.visits(seen.visit.patient or "")) > 4, True,
        words=("u undo",), no=none("There is no visit here to repeat.")),
    Row("history", ALL, "visit", ("v",), opens("HistoryDialog"), words=("j.hale · front-1",),
        no=none("There is no visit here to tell of.")),
    Row("copy", ALL, "visit", ("y",), said("Copied"), words=("Copied",), no=none("There is no visit here to copy.")),
    Row("undo", GRIDS, "stepped", ("u",), status, "booked", ("Undone  ",),
        no=("carrying", "You are carrying Ida Larsen.")),
    Row("redo", GRIDS, "undone", ("ctrl+r",), status, "arrived", ("Done again  ",),
        no=("carrying", "You are carrying Ida Larsen.")),
)  # fmt: skip
