"""What the screen of the clinic answers."""

from __future__ import annotations

from tui.actions.table import DOCTOR, MOVE_GROUP, NOTHING, RECORD, RECORD_GROUP, Action

CLINIC = frozenset({"clinic"})
ON_RECORD = frozenset({RECORD, DOCTOR})
ANY = ON_RECORD | {NOTHING}
NOTHING_HERE = "There is nothing here yet; n adds the first."


def _record(id: str, keys: tuple[str, ...], words: str, help: str, **more: object) -> Action:
    return Action(id, keys, words, RECORD_GROUP, help, ON_RECORD, refusal=NOTHING_HERE, on=CLINIC, **more)  # type: ignore[arg-type]


RECORDS: tuple[Action, ...] = (
    _record("record_open", ("enter", "e"), "Change", "change it", foot=0),
    Action("record_new", ("n",), "New", RECORD_GROUP, "a new one of this kind", ANY, 1, on=CLINIC),
    _record("record_retire", ("x",), "Retire", "retire: kept, not offered", foot=2),
    Action(
        "record_hours",
        ("h",),
        "Hours",
        RECORD_GROUP,
        "the hours of a doctor",
        frozenset({DOCTOR}),
        3,
        on=CLINIC,
        refusal="Hours belong to a doctor; Tab goes to the doctors.",
    ),
)

MOVING: tuple[Action, ...] = (
    Action("record_up", ("up", "k"), "Row above", MOVE_GROUP, "by row", ANY, on=CLINIC),
    Action("record_down", ("down", "j"), "Row below", MOVE_GROUP, "by row", ANY, on=CLINIC),
    Action("record_kind", ("tab",), "Next kind", MOVE_GROUP, "the next kind", ANY, 4, "Kind", on=CLINIC),
)
