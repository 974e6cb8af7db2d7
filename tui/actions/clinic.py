"""What the screen of the clinic answers."""

from __future__ import annotations

from tui.actions.table import DOCTOR, MOVE_GROUP, NOTHING, RECORD, RECORD_GROUP, SETTING, Action

CLINIC = frozenset({"clinic"})
ON_RECORD = frozenset({RECORD, DOCTOR})
ANY = ON_RECORD | {NOTHING, SETTING}
NOTHING_HERE = "No record is chosen; n adds one where there is none yet."
NO_RECORD = "A setting is changed with ⏎; Tab goes on to the records."
NO_DOCTOR = "Hours belong to a doctor; Tab goes to the doctors."


def _record(id: str, keys: tuple[str, ...], words: str, help: str, **more: object) -> Action:
    return Action(id, keys, words, RECORD_GROUP, help, ON_RECORD, refusal=NOTHING_HERE, on=CLINIC, **more)  # type: ignore[arg-type]


RECORDS: tuple[Action, ...] = (
    _record("record_open", ("enter", "e"), "Change", "change it", foot=0),
    Action("record_new", ("n",), "New", RECORD_GROUP, "a new one of this kind", ANY - {SETTING}, 1,
           refusal=NO_RECORD, on=CLINIC),
    Action("setting_open", ("enter", "e"), "Change", RECORD_GROUP, "change the setting", frozenset({SETTING}), 0,
           refusal=NOTHING_HERE, on=CLINIC),
    _record("record_retire", ("x",), "Retire", "retire: kept, not offered", foot=2),
    Action("record_hours", ("h",), "Hours", RECORD_GROUP, "the hours of a doctor", frozenset({DOCTOR}), 3,
           refusal=NO_DOCTOR, on=CLINIC),
)  # fmt: skip

MOVING: tuple[Action, ...] = (
    Action("record_up", ("up", "k"), "Row above", MOVE_GROUP, "by row", ANY, on=CLINIC),
    Action("record_down", ("down", "j"), "Row below", MOVE_GROUP, "by row", ANY, on=CLINIC),
    Action("record_kind", ("tab",), "Next kind", MOVE_GROUP, "the next kind", ANY, 4, "Kind", on=CLINIC),
)
