"""The one table: ids and keys are unambiguous, and footer, palette and help are made of it."""

from __future__ import annotations

from collections import Counter

import pytest
from rich.cells import cell_len

from scheduling.model.status import STATUSES
from tui import actions, modes
from tui.actions import ACTIONS, BY_ID, CARRY, DAYS, EVERYWHERE, FREE, GROUPS, SHUT, TYPING, VISIT, Action
from tui.actions.table import SETTLED
from tui.dialogs.help import key_block
from tui.modes import MODES
from tui.widgets.footer import GAP, Hint, fitted

CONTEXTS = (FREE, VISIT, SHUT, CARRY, DAYS)
MODE_IDS = [mode.id for mode in MODES]


def contexts_of(mode: str) -> list[str]:
    """The contexts that any action of the mode names by itself, not as one of all."""
    return sorted({context for a in actions.of(mode) if a.where < SETTLED for context in a.where})


def test_ids_are_unique() -> None:
    assert not [ident for ident, count in Counter(action.id for action in ACTIONS).items() if count > 1]


@pytest.mark.parametrize("mode", MODES, ids=lambda mode: mode.id)
def test_each_action_has_a_deed_on_its_screens(mode: modes.Mode) -> None:
    def is_done(action: Action) -> bool:
        return action.id in modes.BY_ID or callable(getattr(screen, f"do_{action.id}", None))

    screen = mode.build()
    assert [action.id for action in actions.of(mode.id) if not is_done(action)] == []


@pytest.mark.parametrize("mode", MODE_IDS)
def test_a_key_means_at_most_one_thing_in_a_context(mode: str) -> None:
    for context in contexts_of(mode):
        keys = Counter(key for action in actions.of(mode) if context in action.where for key in action.keys)
        assert [key for key, count in keys.items() if count > 1] == []


@pytest.mark.parametrize("mode", MODE_IDS)
def test_every_key_has_an_answer_in_every_context(mode: str) -> None:
    for action in actions.of(mode):
        rivals = [other for other in actions.of(mode) if set(other.keys) & set(action.keys)]
        for context in contexts_of(mode):
            assert not rivals or any(actions.answers(rival.id, context, mode) for rival in rivals)


def test_every_action_belongs_to_a_section_and_says_why_it_cannot_apply() -> None:
    for action in ACTIONS:
        assert action.group in GROUPS
        assert action.where <= EVERYWHERE
        assert action.on <= set(modes.BY_ID)
        contexts = {context for mode in action.on & set(MODE_IDS) for context in contexts_of(mode)} - {
            CARRY,
            DAYS,
            TYPING,
        }
        if not contexts <= action.where:
            assert action.refusal.endswith(".") or action.id == "open", action.id


def test_refusal_while_carrying_names_who_is_carried() -> None:
    said = actions.refusal(BY_ID["book"], CARRY, "Ida Larsen")
    assert said == "You are carrying Ida Larsen. ⏎ drops, Esc puts back."
    assert actions.refusal(BY_ID["book"], DAYS).startswith("Open a day first: ⏎ opens it")
    assert actions.refusal(BY_ID["open"], FREE) == "That cannot be done here."


@pytest.mark.parametrize("context", CONTEXTS)
@pytest.mark.parametrize("status", [None, *STATUSES])
@pytest.mark.parametrize("width", [78, 118, 158])
def test_the_footer_fits_and_keeps_what_matters(context: str, status: str | None, width: int) -> None:
    left, right = fitted(*actions.hints(context, status if context == VISIT else None, "week"), width)
    cells = [cell_len(f"{hint.keys} {hint.words}") for hint in left + right]
    assert sum(cells) + GAP * (len(cells) - 1) <= width
    assert "Esc" in {hint.keys for hint in left} if context == CARRY else True
    assert [hint.words for hint in right][-1] == "Help"
    if context in (FREE, VISIT, CARRY):
        assert "⏎" in {hint.keys for hint in left}


def test_the_footer_offers_the_usual_next_status_first() -> None:
    left, _ = fitted(*actions.hints(VISIT, "arrived", "week"), 78)
    assert "i" in {hint.keys for hint in left}
    left, _ = fitted(*actions.hints(VISIT, "checked-in", "week"), 78)
    assert "s" in {hint.keys for hint in left}


def test_hints_that_do_not_fit_are_shortened_then_dropped_by_rank() -> None:
    hints = [Hint("a", "always", rank=0), Hint("b", "before", short="b", rank=3), Hint("c", "never mind", rank=8)]
    assert [hint.words for hint in fitted(hints, (), 100)[0]] == ["always", "before", "never mind"]
    assert [hint.words for hint in fitted(hints, (), 40)[0]] == ["always", "b", "never mind"]
    assert [hint.words for hint in fitted(hints, (), 14)[0]] == ["always", "b"]
    assert fitted(hints, (Hint("?", "Help", rank=9),), 3) == ((), ())


def test_the_panel_offers_only_what_the_status_allows() -> None:
    assert "a" not in [keys for keys, _ in actions.deeds(VISIT, "arrived", "week")]
    assert ("⏎", "Drop here") in actions.deeds(CARRY, None, "week")
    assert ("z", "Why not?") in actions.deeds(SHUT, None, "week")


@pytest.mark.parametrize(
    ("key", "label"),
    [("ctrl+p", "^p"), ("shift+up", "⇧↑"), ("f1", "F1"), ("f", "f"), ("question_mark", "?"), ("full_stop", ".")],
)
def test_keys_are_read_by_people(key: str, label: str) -> None:
    assert actions.key_label(key) == label


@pytest.mark.parametrize("mode", MODE_IDS)
def test_every_binding_carries_its_actions_id(mode: str) -> None:
    own = [binding for binding in actions.bindings(mode) if binding.action.startswith("do(")]
    assert {binding.id for binding in own} == {a.id for a in actions.of(mode) if a.keys}


@pytest.mark.parametrize("mode", MODE_IDS)
def test_a_letter_that_only_other_screens_know_says_which(mode: str) -> None:
    own = {key for action in actions.of(mode) for key in action.keys}
    strange = [binding for binding in actions.bindings(mode) if binding.action.startswith("elsewhere(")]
    assert strange
    for binding in strange:
        assert binding.key not in own
        assert len(actions.elsewhere(binding.key)) <= 74
    assert actions.elsewhere("Z") == "Z works on 1 Week."
    assert actions.elsewhere("B") == "B works on 1 Week and 2 Day."


@pytest.mark.parametrize("mode", MODE_IDS)
def test_every_line_of_the_help_fits_a_column_at_80(mode: str) -> None:
    for group in actions.GROUPS:
        rows = actions.lines(action for action in actions.of(mode) if action.group == group)
        for line in key_block(group, rows, 36)[1:]:
            assert line.cell_length <= 36, line.plain


def test_while_typing_the_footer_names_no_letters() -> None:
    left, right = actions.hints(actions.TYPING, None, "week")
    assert [(hint.keys, hint.words) for hint in left + right] == [("^p", "Commands"), ("F1", "Help")]
