"""The names of keys: as people read them, as Textual calls them; and whether one may be given to an action."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from tui.actions.table import Action

KEY_LABELS = {
    "enter": "⏎", "escape": "Esc", "space": "Space", "up": "↑", "down": "↓", "left": "←", "right": "→",
    "pageup": "PgUp", "pagedown": "PgDn", "left_square_bracket": "[", "right_square_bracket": "]", "comma": ",",
    "full_stop": ".", "plus": "+", "minus": "−", "equals_sign": "=", "slash": "/", "question_mark": "?",
    "less_than_sign": "<", "greater_than_sign": ">", "tab": "Tab", "home": "Home", "end": "End", "delete": "Del",
}  # fmt: skip


def key_label(key: str) -> str:
    """A key as people read it: `ctrl+p` → `^p`, `shift+up` → `⇧↑`."""
    for prefix, mark in (("ctrl+", "^"), ("shift+", "⇧")):
        if key.startswith(prefix):
            return mark + key_label(key.removeprefix(prefix))
    return KEY_LABELS.get(key, key.upper() if key.startswith("f") and key[1:].isdigit() else key)


IN_TEXT = frozenset(f"ctrl+{letter}" for letter in "acdekuvwx")
"""Keys that a text field needs for itself."""

LEAVES = frozenset({"ctrl+q"})
"""Keys that always mean the same, over every dialog."""

_NAMED = {label: name for name, label in KEY_LABELS.items() if len(label) == 1 and name != "enter"}


def named(keys: object) -> tuple[str, ...]:
    """Textual's names of keys as a person writes them: "?" → question_mark, "Ctrl+N" → ctrl+n; () for none of it."""
    written = [keys] if isinstance(keys, str) else keys if isinstance(keys, list) else []
    return tuple(_name(key) for key in written if isinstance(key, str) and key.strip())


def _name(key: str) -> str:
    key = key.strip()
    if len(key) == 1:
        if key.isascii() and key.isalnum():
            return key
        return _NAMED.get(key) or unicodedata.name(key, "").lower().replace(" ", "_").replace("-", "_")
    return key.lower()


def _is_key(name: str) -> bool:
    """Whether a terminal has such a key."""
    *held, last = name.split("+")
    if set(held) - {"ctrl", "shift", "alt"}:
        return False
    plain = last in KEY_LABELS or (len(last) == 1 and last.isascii() and last.isalnum())
    return plain or re.fullmatch(r"f\d{1,2}", last) is not None or (not held and "_" in last)


def settle(wanted: Mapping[str, object], actions: Sequence[Action]) -> tuple[dict[str, tuple[str, ...]], list[str]]:
    """The keys that can be taken of those wanted (id → a key or a list), and a sentence for each that cannot."""
    known = {action.id: action for action in actions}
    chosen: dict[str, tuple[str, ...]] = {}
    problems = []
    for ident, keys in wanted.items():
        problem = _problem(known.get(ident), ident, keys)
        if problem:
            problems.append(problem)
        else:
            chosen[ident] = named(keys)
    while clash := _clash(chosen, actions):
        mine, other, key = clash
        del chosen[mine.id]
        problems.append(
            f"Keys: {key_label(key)} is “{other.name}” already; “{mine.name}” keeps {_labels(mine.keys)}."
        )
    return chosen, problems


def _problem(action: Action | None, ident: str, keys: object) -> str | None:
    if action is None:
        return f"Keys: there is no action “{ident}”."
    wanted = named(keys)
    if not wanted or not all(map(_is_key, wanted)):
        such = '"f" or ["f", "ctrl+n"]'
        return f"Keys: “{action.name}” needs a key, such as {such}; it keeps {_labels(action.keys)}."
    for key in wanted:
        if key in IN_TEXT:
            return f"Keys: {key_label(key)} belongs to text fields; “{action.name}” keeps {_labels(action.keys)}."
        if key in LEAVES and ident != "quit":
            return f"Keys: {key_label(key)} leaves the desk; “{action.name}” keeps {_labels(action.keys)}."
    return None


def _clash(chosen: Mapping[str, tuple[str, ...]], actions: Sequence[Action]) -> tuple[Action, Action, str] | None:
    """The last changed action that has a key of another where both apply; that other, and the key."""
    for ident in reversed(list(chosen)):
        mine = next(action for action in actions if action.id == ident)
        for other in actions:
            if other.id == ident or not (other.on & mine.on and other.where & mine.where):
                continue
            shared = set(chosen[ident]) & set(chosen.get(other.id, other.keys))
            if shared:
                return mine, other, min(shared)
    return None


def _labels(keys: Iterable[str]) -> str:
    return " ".join(map(key_label, keys)) or "none"
