"""What the day answers besides what every grid does: the doctors side by side, and the days."""

from __future__ import annotations

from tui.actions.table import MOVE_GROUP, ON_GRID_OR_CARRYING, Action

DAY = frozenset({"day"})


def _move(id: str, keys: tuple[str, ...], words: str, help: str, **more: object) -> Action:
    return Action(id, keys, words, MOVE_GROUP, help, ON_GRID_OR_CARRYING, on=DAY, **more)  # type: ignore[arg-type]


MOVING: tuple[Action, ...] = (
    _move("day_before", ("left_square_bracket", "ctrl+left"), "Day before", "day", foot=5, short="Day"),
    _move("day_after", ("right_square_bracket", "ctrl+right"), "Day after", "day", foot=5, short="Day"),
    _move("column_before", ("comma",), "Column before", "doctor to the side", foot=6, short="Column"),
    _move("column_after", ("full_stop",), "Column after", "doctor to the side", foot=6, short="Column"),
    _move("pick_doctors", ("d",), "Doctors", "pick doctors, keep groups", foot=6),
)
