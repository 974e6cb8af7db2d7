"""ONE table of what the desk can do on a screen: bindings, footer, side panel, palette and help are made from it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from textual.binding import Binding

from scheduling.model.status import STATUSES
from tui.widgets.footer import Hint

FREE, VISIT, SHUT, CARRY = "free", "visit", "shut", "carry"
"""What is under the cursor: a free time, a visit, a time not free (past, closed, off); or a visit is carried."""

PLACES = frozenset({FREE, VISIT, SHUT})
EVERYWHERE = PLACES | {CARRY}
ON_VISIT = frozenset({VISIT})

HERE = {FREE: "a free time", VISIT: "a visit", SHUT: "a time that is not free", CARRY: "carrying a visit"}
"""The contexts in words, for the help."""

FREE_GROUP, VISIT_GROUP, CARRY_GROUP = "On a free time", "On a visit", "Carrying a visit"
UNDO_GROUP, MOVE_GROUP, FIND_GROUP = "Undo instead of “are you sure?”", "Move about", "Find"
ALL_GROUP = "Everywhere"
GROUPS = (FREE_GROUP, VISIT_GROUP, CARRY_GROUP, UNDO_GROUP, MOVE_GROUP, FIND_GROUP, ALL_GROUP)
"""The sections of the help, in their order."""


class Action(NamedTuple):
    """One row of the table.

    `keys`: Textual's names, the first is the one shown. `words`: footer and palette; `short` where it is narrow.
    `help`: a line of the help; actions with the same one share a line and a hint ("[ ]  week"). `where`: contexts in
    which it applies. `foot`: rank in the footer (0 = always, rising = left out first, None = not there).
    `status`: the status it gives, so that it is offered only where that is allowed. `refusal`: why not elsewhere.
    """

    id: str
    keys: tuple[str, ...]
    words: str
    group: str
    help: str
    where: frozenset[str] = PLACES
    foot: int | None = None
    short: str = ""
    status: str | None = None
    refusal: str = ""

    @property
    def name(self) -> str:
        """How the palette calls it."""
        return self.help[0].upper() + self.help[1:] if not self.words else self.words


def _visit(id: str, key: str, words: str, help: str, refusal: str, **more: object) -> Action:
    return Action(id, (key,), words, VISIT_GROUP, help, ON_VISIT, refusal=refusal, **more)  # type: ignore[arg-type]


def _move(id: str, keys: tuple[str, ...], words: str, help: str, **more: object) -> Action:
    return Action(id, keys, words, MOVE_GROUP, help, EVERYWHERE, **more)  # type: ignore[arg-type]


BY_ROW = "by row or visit"
ACTIONS: tuple[Action, ...] = (
    Action("book", ("enter", "b"), "Book", FREE_GROUP, "book it", frozenset({FREE}), 0,
           refusal="This time is not free. z says why, f finds one that is, B books all the same."),
    Action("extend_up", ("shift+up", "K"), "Range up", FREE_GROUP, "shorter, longer range", short="Range"),
    Action("extend_down", ("shift+down", "J"), "Range down", FREE_GROUP, "shorter, longer range", short="Range"),
    Action("walk_in", ("n",), "Walk-in", FREE_GROUP, "walk-in: booked, arrived", foot=4),
    Action("overbook", ("B",), "Overbook", FREE_GROUP, "book all the same: says why"),
    Action("close", ("c",), "Close", FREE_GROUP, "close it, with a title", foot=8),
    Action("why", ("z",), "Why not?", FREE_GROUP, "why is this not free", foot=9),
    Action("open", ("enter", "b"), "Open", VISIT_GROUP, "open", ON_VISIT, 0),
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
    _visit("shorter", "less_than_sign", "Shorter", "shorter, longer by a row", "There is no visit here to shorten.",
           short="Length"),
    _visit("longer", "greater_than_sign", "Longer", "shorter, longer by a row", "There is no visit here to lengthen.",
           short="Length"),
    _visit("history", "v", "History", "history in words", "There is no visit here to tell of."),
    _visit("copy", "y", "Copy", "copy the sentence", "There is no visit here to copy.", foot=7),
    Action("drop", ("enter",), "Drop here", CARRY_GROUP, "drop here", frozenset({CARRY}), 0,
           refusal="Nothing is carried."),
    Action("put_back", ("escape",), "Put back", CARRY_GROUP, "put back as it was", frozenset({CARRY}), 0,
           refusal="Nothing is carried."),
    Action("next_fit", ("f",), "Next that fits", CARRY_GROUP, "jump to the next that fits", frozenset({CARRY}), 1,
           short="Next fit", refusal="Nothing is carried."),
    Action("undo", ("u",), "Undo", UNDO_GROUP, "undo, says what it did", foot=4),
    Action("redo", ("ctrl+r",), "Redo", UNDO_GROUP, "redo"),
    _move("left", ("left", "h"), "Day before", BY_ROW),
    _move("down", ("down", "j"), "Row below", BY_ROW),
    _move("up", ("up", "k"), "Row above", BY_ROW),
    _move("right", ("right", "l"), "Day after", BY_ROW),
    _move("page_up", ("pageup",), "Earlier in the day", "a page of rows"),
    _move("page_down", ("pagedown",), "Later in the day", "a page of rows"),
    _move("week_before", ("left_square_bracket", "ctrl+left"), "Week before", "week", foot=5, short="Week"),
    _move("week_after", ("right_square_bracket", "ctrl+right"), "Week after", "week", foot=5, short="Week"),
    _move("doctor_before", ("comma",), "Doctor before", "doctor", foot=6, short="Doctor"),
    _move("doctor_after", ("full_stop",), "Doctor after", "doctor", foot=6, short="Doctor"),
    _move("pick_doctor", ("d",), "Pick a doctor", "pick a doctor"),
    _move("today", ("t",), "Today", "today and now", foot=8),
    _move("go_to", ("g",), "Go to", "go to next tue, +2w, 14.3", foot=7),
    _move("finer", ("plus", "equals_sign"), "Finer rows", "rows of 5 to 60 minutes"),
    _move("coarser", ("minus",), "Coarser rows", "rows of 5 to 60 minutes"),
    Action("find_patient", ("slash",), "Patient", FIND_GROUP, "a patient, or their visit", foot=2, short="Find"),
    Action("next_available", ("f",), "Next free", FIND_GROUP, "next available time", foot=1, short="Free"),
    Action("palette", ("ctrl+p",), "Commands", ALL_GROUP, "any action, doctor, patient", EVERYWHERE, 1,
           short="Menu"),
    Action("help", ("question_mark", "f1"), "Help", ALL_GROUP, "help for what is here", EVERYWHERE, 2),
    Action("week", ("1",), "Week", ALL_GROUP, "the week of a doctor", EVERYWHERE),
    Action("clear", ("escape",), "Clear", ALL_GROUP, "let the range go"),
    Action("theme_dark", (), "Theme: dark", ALL_GROUP, "dark colours, kept for you", EVERYWHERE),
    Action("theme_light", (), "Theme: light", ALL_GROUP, "light colours, kept for you", EVERYWHERE),
    Action("quit", ("ctrl+q",), "Quit", ALL_GROUP, "quit", EVERYWHERE),
)  # fmt: skip

BY_ID = {action.id: action for action in ACTIONS}
AT_END = ("palette", "help")
"""What stands at the end of the footer."""

FORM_KEYS: tuple[tuple[str, str], ...] = (
    ("Tab ⇧Tab", "next field, field before"),
    ("↑↓ ⏎", "choose, then book"),
    ("^n ^f", "new patient, other times"),
    ("^g", "hold 30 min for a caller"),
    ("Esc", "back; a held time is let go"),
)
"""The keys that dialogs share, for the help: they belong to the dialogs, not to a screen."""

KEY_LABELS = {
    "enter": "⏎", "escape": "Esc", "space": "Space", "up": "↑", "down": "↓", "left": "←", "right": "→",
    "pageup": "PgUp", "pagedown": "PgDn", "left_square_bracket": "[", "right_square_bracket": "]", "comma": ",",
    "full_stop": ".", "plus": "+", "minus": "−", "equals_sign": "=", "slash": "/", "question_mark": "?",
    "less_than_sign": "<", "greater_than_sign": ">", "tab": "Tab",
}  # fmt: skip


def key_label(key: str) -> str:
    """A key as people read it: `ctrl+p` → `^p`, `shift+up` → `⇧↑`."""
    for prefix, mark in (("ctrl+", "^"), ("shift+", "⇧")):
        if key.startswith(prefix):
            return mark + key_label(key.removeprefix(prefix))
    return KEY_LABELS.get(key, key.upper() if key.startswith("f") and key[1:].isdigit() else key)


def bindings(actions: Iterable[Action] = ACTIONS) -> list[Binding]:
    """A binding an action, with its id, so that a settings file can change its keys."""
    return [
        Binding(",".join(action.keys), f"do({action.id!r})", action.words, show=False, id=action.id)
        for action in actions
        if action.keys
    ]


def applies(action: Action, context: str, status: str | None = None) -> bool:
    """Whether `action` is offered in `context`, for a visit of that status."""
    if context not in action.where:
        return False
    return action.status is None or (status is not None and action.status in STATUSES[status].next)


def answers(action: Action, context: str) -> bool:
    """Whether this action is the one its key means here.

    Of the actions that share a key the one that applies answers; when none does, the first, to say why not.
    """
    rivals = [other for other in ACTIONS if set(other.keys) & set(action.keys)]
    chosen = next((rival for rival in rivals if context in rival.where), rivals[0] if rivals else action)
    return chosen is action


def lines(actions: Iterable[Action]) -> list[tuple[str, str]]:
    """(keys, help) a line of the help; actions with the same help share one: "[ ] ^← ^→" and "week"."""
    grouped: dict[str, list[Action]] = {}
    for action in actions:
        if action.keys:
            grouped.setdefault(action.help, []).append(action)
    return [(_keys_together(same), help) for help, same in grouped.items()]


def _keys_together(actions: Sequence[Action]) -> str:
    """Their first keys, then their second ones: `←↓↑→ hjkl`."""
    columns = [
        [key_label(action.keys[place]) for action in actions if len(action.keys) > place]
        for place in range(max((len(action.keys) for action in actions), default=0))
    ]
    tight = len(actions) > 2 and actions[0].group == MOVE_GROUP
    return " ".join(("" if tight else " ").join(column) for column in columns)


def hints(context: str, status: str | None = None) -> tuple[list[Hint], list[Hint]]:
    """The footer of a context: hints by rank, and those at its end. Pairs such as "[ ] Week" share a hint."""
    offered = [a for a in ACTIONS if a.foot is not None and applies(a, context, status)]
    left = [_hint(same, _rank(same[0], status)) for same in _together(offered) if same[0].id not in AT_END]
    left.sort(key=lambda hint: hint.rank)
    if context == CARRY:
        left.insert(0, Hint("←↑↓→", "Carry", ("left", "up", "down", "right"), rank=1))
    return left, [_hint([a], a.foot or 0) for a in offered if a.id in AT_END]


def _together(actions: Iterable[Action]) -> list[list[Action]]:
    """Actions that share a hint: pairs with the same help; a status has its own."""
    found: dict[str, list[Action]] = {}
    for action in actions:
        found.setdefault(action.id if action.status else action.help, []).append(action)
    return list(found.values())


def _rank(action: Action, status: str | None) -> int:
    """The usual next status stands before what is done more rarely."""
    if action.status is not None and status is not None and action.status == STATUSES[status].next[0]:
        return 1
    return action.foot or 0


def _hint(actions: Sequence[Action], rank: int = 0) -> Hint:
    first = actions[0]
    return Hint(
        " ".join(key_label(action.keys[0]) for action in actions),
        first.words if len(actions) == 1 else first.short,
        tuple(action.keys[0] for action in actions),
        short=first.short,
        rank=rank,
    )


def deeds(context: str, status: str | None = None) -> list[tuple[str, str]]:
    """(keys, words) of what can be done to what is under the cursor, for the side panel."""
    group = {FREE: FREE_GROUP, VISIT: VISIT_GROUP, CARRY: CARRY_GROUP}.get(context, FREE_GROUP)
    able = [a for a in ACTIONS if a.group == group and a.keys and applies(a, context, status)]
    return [(hint.keys, hint.short or hint.words) for hint in map(_hint, _together(able))]


def refusal(action: Action, context: str, carried: str = "") -> str:
    """One sentence why `action` cannot apply in `context`."""
    if context == CARRY:
        return f"You are carrying {carried}. ⏎ drops, Esc puts back."
    return action.refusal or "That cannot be done here."
