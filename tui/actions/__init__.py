"""ONE table of what the desk can do: bindings, footer, side panel, palette and help are made from it.

Each part of the table has its own file; what is read off it is here. A `mode` is an id of `tui.modes`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from textual.binding import Binding

from scheduling.model.status import STATUSES
from tui.actions import clinic, day, everywhere, figures, grid, hours, keymap, patients, today, visit, waitlist
from tui.actions.keymap import KEY_LABELS, key_label
from tui.actions.table import (
    ALL_MODES,
    CARRY,
    CARRY_GROUP,
    CONTEXT_GROUPS,
    DAYS,
    DOCTOR,
    EVERYWHERE,
    FIGURE,
    FREE,
    FREE_GROUP,
    GROUPS,
    HERE,
    MOVE_GROUP,
    NOTHING,
    PATIENT,
    PATIENT_GROUP,
    RECORD,
    SETTING,
    SHUT,
    TYPING,
    VISIT,
    VISIT_GROUP,
    WAITING,
    WAITING_GROUP,
    Action,
)
from tui.modes import MODES
from tui.widgets.footer import Hint

__all__ = [
    "ACTIONS",
    "ALL_MODES",
    "BY_ID",
    "CARRY",
    "CARRY_GROUP",
    "CONTEXT_GROUPS",
    "DAYS",
    "DOCTOR",
    "EVERYWHERE",
    "FIGURE",
    "FORM_KEYS",
    "FREE",
    "FREE_GROUP",
    "GROUPS",
    "HERE",
    "MOVE_GROUP",
    "NOTHING",
    "PATIENT",
    "PATIENT_GROUP",
    "RECORD",
    "SETTING",
    "SHUT",
    "TYPING",
    "VISIT",
    "VISIT_GROUP",
    "WAITING",
    "WAITING_GROUP",
    "Action",
    "answers",
    "applies",
    "bindings",
    "deeds",
    "elsewhere",
    "hints",
    "key_label",
    "lines",
    "of",
    "refusal",
    "use_keys",
]

ACTIONS: tuple[Action, ...] = (
    *grid.TIMES,
    *today.OFFERING,
    *patients.DEEDS,
    *patients.OPENING,
    *visit.VISITS,
    *grid.LENGTHS,
    *grid.CARRYING,
    *hours.EDITING,
    *hours.DAYS,
    *waitlist.DEEDS,
    *figures.NUMBERS,
    *clinic.RECORDS,
    *visit.UNDOING,
    *grid.MOVING,
    *day.MOVING,
    *hours.MOVING,
    *waitlist.MOVING,
    *today.MOVING,
    *patients.MOVING,
    *figures.MOVING,
    *clinic.MOVING,
    *everywhere.FINDING,
    *grid.FINDING,
    *everywhere.PLACES,
    *waitlist.FINDING,
    *patients.FINDING,
    *everywhere.COMMANDS,
    *everywhere.PAPER,
    *everywhere.SCREENS,
    *hours.SAVING,
    *grid.LETTING_GO,
    *waitlist.LETTING_GO,
    *patients.LEAVING,
    *everywhere.LEAVING,
)

BY_ID = {action.id: action for action in ACTIONS}
MANY = 5
"""Screens from which a sentence calls them by their short names."""
AT_END = ("palette", "help")
"""What stands at the end of the footer."""

FORM_KEYS: tuple[tuple[str, str], ...] = (
    ("Tab ⇧Tab", "next field, field before"),
    ("↑↓ ⏎", "choose, then book"),
    ("^n ^f", "new patient, other times"),
    ("^g", "hold 30 min for a caller"),
    ("^t ^r", "waitlist, repeat"),
    ("Esc", "back; a held time is let go"),
)
"""The keys that dialogs share, for the help: they belong to the dialogs, not to a screen."""


def _is_typed(key: str) -> bool:
    """Whether a text field would take the key as a letter."""
    return len(KEY_LABELS.get(key, key)) == 1 and key not in ("enter", "up", "down", "left", "right")


@lru_cache(16)
def of(mode: str) -> tuple[Action, ...]:
    """The actions that a mode answers, in the order of the table, with the keys that this person chose."""
    return tuple(action._replace(keys=_chosen.get(action.id, action.keys)) for action in ACTIONS if mode in action.on)


_chosen: dict[str, tuple[str, ...]] = {}


def use_keys(wanted: Mapping[str, object]) -> list[str]:
    """Take other keys for some actions (id → a key or a list of keys, as they are written: "f", "ctrl+n", "?").

    Before the first screen is made. What cannot be is left as it was: a sentence each says why (a clash, an id or a
    key that there is not).
    """
    taken, problems = keymap.settle(wanted, ACTIONS)
    _chosen.clear()
    _chosen.update(taken)
    of.cache_clear()
    return problems


def bindings(mode: str) -> list[Binding]:
    """A binding an action that has keys; its id is the action's. A letter that only other modes know says so."""
    own = [
        Binding(",".join(action.keys), f"do({action.id!r})", action.words, show=False, id=action.id)
        for action in of(mode)
        if action.keys
    ]
    known = {key for action in of(mode) for key in action.keys}
    letters = {key for other in MODES for action in of(other.id) for key in action.keys if _is_typed(key)}
    return own + [Binding(key, f"elsewhere({key!r})", show=False) for key in sorted(letters - known)]


def elsewhere(key: str) -> str:
    """The sentence of a key that the mode shown does not know: "Z works on 1 Week."."""
    known = [mode for mode in MODES if any(key in action.keys for action in of(mode.id))]
    places = [f"{mode.number} {mode.name if len(known) < MANY else mode.short}" for mode in known]
    return f"{key_label(key)} works on {' and '.join(filter(None, (', '.join(places[:-1]), places[-1])))}."


def applies(action: Action, context: str, status: str | None = None) -> bool:
    """Whether `action` is offered in `context`, for a visit of that status."""
    if context not in action.where:
        return False
    return action.status is None or (status is not None and action.status in STATUSES[status].next)


def answers(ident: str, context: str, mode: str) -> bool:
    """Whether the action of that id is the one its key means here.

    Of the actions that share a key the one that applies answers; when none does, the first, to say why not.
    """
    keys = next((set(action.keys) for action in of(mode) if action.id == ident), set())
    rivals = [other for other in of(mode) if keys & set(other.keys)]
    chosen = next((rival for rival in rivals if context in rival.where), rivals[0] if rivals else None)
    return chosen is None or chosen.id == ident


def lines(actions: Iterable[Action]) -> list[tuple[str, str]]:
    """(keys, help) a line of the help; actions with the same help share one: "[ ] ^← ^→" and "week"."""
    grouped: dict[str, list[Action]] = {}
    for action in actions:
        if action.keys:
            grouped.setdefault(action.help, []).append(action)
    return [(_keys_together(same), help) for help, same in grouped.items()]


def _keys_together(actions: Sequence[Action]) -> str:
    """Their first keys, then their second ones: `←↓↑→ hjkl`; a run of digits by its ends: `1–8`."""
    columns = [
        [key_label(action.keys[place]) for action in actions if len(action.keys) > place]
        for place in range(max((len(action.keys) for action in actions), default=0))
    ]
    if len(actions) > 2 and all(key.isdigit() for key in columns[0]):
        return f"{columns[0][0]}–{columns[0][-1]}"
    tight = len(actions) > 2 and actions[0].group == MOVE_GROUP
    return " ".join(("" if tight else " ").join(column) for column in columns)


def hints(context: str, status: str | None, mode: str) -> tuple[list[Hint], list[Hint]]:
    """The footer of a context: hints by rank, and those at its end. Pairs such as "[ ] Week" share a hint."""
    offered = [_shown(a, context) for a in of(mode) if a.foot is not None and applies(a, context, status)]
    offered = [action for action in offered if action.keys]
    left = [_hint(same, _rank(same[0], status, mode)) for same in _together(offered) if same[0].id not in AT_END]
    left.sort(key=lambda hint: hint.rank)
    if context == CARRY:
        left.insert(0, Hint("←↑↓→", "Carry", ("left", "up", "down", "right"), rank=1))
    return left, [_hint([a], a.foot or 0) for a in offered if a.id in AT_END]


def _shown(action: Action, context: str) -> Action:
    """While something is typed only the keys that a text field leaves alone are named."""
    if context != TYPING:
        return action
    return action._replace(keys=tuple(key for key in action.keys if not _is_typed(key)))


def _together(actions: Iterable[Action]) -> list[list[Action]]:
    """Actions that share a hint: pairs with the same help; a status has its own."""
    found: dict[str, list[Action]] = {}
    for action in actions:
        found.setdefault(action.id if action.status else action.help, []).append(action)
    return list(found.values())


def _rank(action: Action, status: str | None, mode: str) -> int:
    """The usual next status stands before what is done more rarely."""
    if action.status is not None and status is not None and action.status == STATUSES[status].next[0]:
        return 1
    own = today.RANKS if mode == "today" else {}
    return own.get(action.id, action.foot or 0)


def _hint(actions: Sequence[Action], rank: int = 0) -> Hint:
    first = actions[0]
    return Hint(
        " ".join(key_label(action.keys[0]) for action in actions),
        first.words if len(actions) == 1 else first.short,
        tuple(action.keys[0] for action in actions),
        short=first.short,
        rank=rank,
    )


def deeds(context: str, status: str | None, mode: str) -> list[tuple[str, str]]:
    """(keys, words) of what can be done to what is under the cursor, for the side panel."""
    group = CONTEXT_GROUPS.get(context, FREE_GROUP)
    able = [a for a in of(mode) if a.group == group and a.keys and applies(a, context, status)]
    return [(hint.keys, hint.short or hint.words) for hint in map(_hint, _together(able))]


def refusal(action: Action, context: str, carried: str = "") -> str:
    """One sentence why `action` cannot apply in `context`."""
    if context == CARRY:
        return f"You are carrying {carried}. ⏎ drops, Esc puts back."
    if context == DAYS:
        return "Open a day first: ⏎ opens it, Esc goes back to the week."
    return action.refusal or "That cannot be done here."
