"""What the README shows of the desk, made from the desk: pictures from the baselines, tables of keys from the table
of actions. `make snapshots` runs it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tui.actions import ACTIONS, ALL_MODES, GROUPS, Action, lines
from tui.actions.visit import WITH_VISITS
from tui.modes import GRIDS, MODES

BASELINES = Path(__file__).parent / "__snapshots__" / "test_pictures"
README = Path(__file__).parents[2] / "README.md"
SHOWN = README.parent / "docs" / "pictures"
SCREENS = tuple(mode.id for mode in MODES)
TELLING = (*SCREENS, "book", "find", "carry", "booked", "week_light", "week_small")
"""Names of `SHOTS`: the eight screens, then what is done on them."""

BEGIN, END = "<!-- the keys, from the table of actions -->\n", "<!-- end of the keys -->\n"


def baseline(name: str) -> Path:
    """The baseline of a shot."""
    return BASELINES / f"test_picture[{name}].svg"


def shown(name: str) -> Path:
    """Where the README finds it."""
    return SHOWN / f"{name}.svg"


def key_tables() -> str:
    """A table for what all screens share, for visits, for both grids, and for what is a screen's own."""
    names = {mode.id: mode.name for mode in MODES}
    visits = ", ".join(names[ident] for ident in SCREENS if ident in WITH_VISITS)
    left = list(ACTIONS)

    def table(title: str, actions: Sequence[Action]) -> str:
        rows = [f"| {title} | |", "|---|---|"]
        for group in GROUPS:
            told = lines(action for action in actions if action.group == group)
            keys = " · ".join(f"`{keys}` {words}" for keys, words in told)
            rows += [f"| {group} | {keys} |"] if keys else []
        left[:] = [action for action in left if action not in actions]
        return "\n".join(rows) + "\n"

    tables = [
        table("Every screen", [action for action in left if action.on == ALL_MODES]),
        table(f"A visit: {visits}", [action for action in left if action.on == WITH_VISITS]),
        table("Week and Day", [action for action in left if action.on == GRIDS]),
    ]
    tables += [table(names[ident], [action for action in ACTIONS if _own(action, ident)]) for ident in SCREENS]
    assert not [action.id for action in left if action.keys], "each key stands somewhere"
    return "\n".join(tables)


def _own(action: Action, mode: str) -> bool:
    return mode in action.on and action.on not in (ALL_MODES, WITH_VISITS, GRIDS)


def main() -> None:
    """Write the tables, copy the pictures."""
    before, _, rest = README.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    README.write_text(f"{before}{BEGIN}{key_tables()}{END}{after}", encoding="utf-8")
    SHOWN.mkdir(parents=True, exist_ok=True)
    for name in TELLING:
        shown(name).write_text(baseline(name).read_text(encoding="utf-8"), encoding="utf-8")


if __name__ == "__main__":
    main()
