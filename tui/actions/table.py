"""What one action is: a row of the one table that bindings, footer, side panel, palette and help are made from."""

from __future__ import annotations

from typing import NamedTuple

from tui.modes import BUILT, GRIDS

FREE, VISIT, SHUT, CARRY, NOTHING, TYPING = "free", "visit", "shut", "carry", "nothing", "typing"
PATIENT, FIGURE, RECORD, WAITING, DAYS = "patient", "figure", "record", "waiting", "days"
DOCTOR = "doctor"
WEEKLY, SINGLE_DAY, CLOSURE = "weekly", "single", "closure"
"""What is under the cursor: a free time, a visit, a time not free (past, closed, off); a visit is carried; nothing to
act on; the keys go into a text field; a patient; the number of a day; a hospital, a location or a type; a doctor;
somebody who waits for a time; a whole day of weeks at a glance; or of the hours weekly ones, a single day's, a
closure."""
SETTING = "setting"
"""A row of the settings."""

HERE = {
    FREE: "a free time",
    VISIT: "a visit",
    SHUT: "a time that is not free",
    CARRY: "carrying a visit",
    NOTHING: "nothing chosen",
    DAYS: "days at a glance",
    TYPING: "typing",
    PATIENT: "a patient",
    WAITING: "somebody who waits",
    WEEKLY: "weekly hours",
    SINGLE_DAY: "a single day",
    CLOSURE: "a closure",
    FIGURE: "a day's number",
    RECORD: "a record of the clinic",
    SETTING: "a setting",
    DOCTOR: "a doctor",
}
"""The contexts in words, for the help."""

ON_GRID = frozenset({FREE, VISIT, SHUT})
ON_GRID_OR_CARRYING = ON_GRID | {CARRY}
ON_DAYS = frozenset({DAYS})
ON_VISIT = frozenset({VISIT})
EVERYWHERE = frozenset(HERE)
BY_LETTER = EVERYWHERE - {TYPING}
"""Where a letter or a digit may act."""
SETTLED = BY_LETTER - {CARRY}

ALL_MODES = frozenset(mode.id for mode in BUILT)

FREE_GROUP, VISIT_GROUP, CARRY_GROUP = "On a free time", "On a visit", "Carrying a visit"
PATIENT_GROUP = "On a patient"
WAITING_GROUP = "On the waitlist"
UNDO_GROUP, MOVE_GROUP, FIND_GROUP = "Undo instead of “are you sure?”", "Move about", "Find"
ALL_GROUP, FIGURE_GROUP, RECORD_GROUP = "Everywhere", "On a number", "On a record"
HOURS_GROUP, DAYS_GROUP, GLANCE_GROUP = "On hours", "Days and closures", "Days at a glance"

CONTEXT_GROUPS = {
    FREE: FREE_GROUP,
    PATIENT: PATIENT_GROUP,
    VISIT: VISIT_GROUP,
    WAITING: WAITING_GROUP,
    CARRY: CARRY_GROUP,
    DAYS: GLANCE_GROUP,
    FIGURE: FIGURE_GROUP,
    RECORD: RECORD_GROUP,
    DOCTOR: RECORD_GROUP,
    WEEKLY: HOURS_GROUP,
    SINGLE_DAY: HOURS_GROUP,
    CLOSURE: DAYS_GROUP,
}
"""The section of what is done to what is under the cursor."""

GROUPS = (*dict.fromkeys(CONTEXT_GROUPS.values()), UNDO_GROUP, MOVE_GROUP, FIND_GROUP, ALL_GROUP)
"""The sections of the help, in their order."""


class Action(NamedTuple):
    """One row of the table.

    `keys`: Textual's names, the first is the one shown. `words`: footer and palette; `short` where it is narrow.
    `help`: a line of the help; actions with the same one share a line and a hint ("[ ]  week"). `where`: contexts in
    which it applies. `foot`: rank in the footer (0 = always, rising = left out first, None = not there).
    `status`: the status it gives, so that it is offered only where that is allowed. `refusal`: why not elsewhere.
    `on`: the modes that answer it.
    """

    id: str
    keys: tuple[str, ...]
    words: str
    group: str
    help: str
    where: frozenset[str] = ON_GRID
    foot: int | None = None
    short: str = ""
    status: str | None = None
    refusal: str = ""
    on: frozenset[str] = GRIDS

    @property
    def name(self) -> str:
        """How the palette calls it."""
        return self.words or self.help[0].upper() + self.help[1:]
