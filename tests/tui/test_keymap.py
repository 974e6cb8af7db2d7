"""Keys of one's own: from the settings file, said where they cannot be taken, shown wherever keys are shown."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from scheduling import open_desk, sample
from tests.scenarios.terminal import Terminal
from tui import actions
from tui.actions import keymap


@pytest.fixture(autouse=True)
def _own_keys_end() -> Iterator[None]:
    yield
    assert actions.use_keys({}) == []


def keys_of(ident: str, mode: str = "week") -> tuple[str, ...]:
    """The keys that an action has now."""
    return next(action.keys for action in actions.of(mode) if action.id == ident)


def test_keys_are_taken_and_shown_everywhere() -> None:
    assert actions.use_keys({"walk_in": "W", "next_available": ["f", "Ctrl+N"], "why": "?", "help": "f1"}) == []
    assert keys_of("walk_in") == ("W",)
    assert keys_of("next_available") == ("f", "ctrl+n")
    assert keys_of("why") == ("question_mark",)
    bound = {binding.id: binding.key for binding in actions.bindings("week")}
    assert (bound["walk_in"], bound["next_available"]) == ("W", "f,ctrl+n")
    assert ("W", "walk-in: booked, arrived") in actions.lines(actions.of("week"))
    left, _ = actions.hints(actions.FREE, None, "week")
    assert "W" in [hint.keys for hint in left]
    assert actions.answers("walk_in", actions.FREE, "week")


def test_two_actions_can_change_places() -> None:
    assert actions.use_keys({"walk_in": "c", "close": "n"}) == []
    assert (keys_of("walk_in"), keys_of("close")) == (("c",), ("n",))


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ({"walk_in": "c"}, "Keys: c is “Close” already; “Walk-in” keeps n."),
        ({"fly": "c"}, "Keys: there is no action “fly”."),
        ({"walk_in": "ctrl+a"}, "Keys: ^a belongs to text fields; “Walk-in” keeps n."),
        ({"walk_in": "ctrl+q"}, "Keys: ^q leaves the desk; “Walk-in” keeps n."),
        ({"walk_in": []}, 'Keys: “Walk-in” needs a key, such as "f" or ["f", "ctrl+n"]; it keeps n.'),
        ({"walk_in": 3}, 'Keys: “Walk-in” needs a key, such as "f" or ["f", "ctrl+n"]; it keeps n.'),
        ({"walk_in": "hyper+x"}, 'Keys: “Walk-in” needs a key, such as "f" or ["f", "ctrl+n"]; it keeps n.'),
        ({"walk_in": "nokey"}, 'Keys: “Walk-in” needs a key, such as "f" or ["f", "ctrl+n"]; it keeps n.'),
    ],
)
def test_what_cannot_be_taken_is_told_and_stays(wanted: dict[str, object], said: str) -> None:
    assert actions.use_keys(wanted) == [said]
    assert keys_of("walk_in") == ("n",)


def test_a_clash_among_changes_drops_the_later_one() -> None:
    assert actions.use_keys({"walk_in": "Q", "close": "Q"}) == ["Keys: Q is “Walk-in” already; “Close” keeps c."]
    assert keys_of("walk_in") == ("Q",)


def test_names_of_keys() -> None:
    assert keymap.named(["<", "ö", "F5", "Shift+Up"]) == (
        "less_than_sign", "latin_small_letter_o_with_diaeresis", "f5", "shift+up",
    )  # fmt: skip
    assert keymap.named(None) == ()


def test_in_a_real_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = tmp_path / "config" / "frontdesk"
    config.mkdir(parents=True)
    (config / "settings.toml").write_text('[keys]\nclose = "Q"\nwalk_in = "f"\n', encoding="utf-8")
    desk = open_desk(tmp_path / "clinic", now="2026-11-20T10:42-05:00", by="t", desk="t")
    sample.fill(desk, 1)
    desk.close_desk()
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    command = [sys.executable, "-m", "tui", "--data", str(tmp_path / "clinic"), "--now", "2026-11-20T10:42-05:00"]
    with Terminal(command, columns=120, rows=36) as terminal:
        terminal.wait_for("Keys: f is “Next free” already; “Walk-in” keeps n.")
        terminal.type("Q")
        terminal.wait_for("Lunch")
