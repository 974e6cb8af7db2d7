"""The one table: ids and keys are unambiguous, and footer, palette and help are made of it."""

from __future__ import annotations

from collections import Counter

import pytest
from rich.cells import cell_len

from scheduling.model.status import STATUSES
from tui import actions
from tui.actions import ACTIONS, BY_ID, CARRY, EVERYWHERE, FREE, GROUPS, SHUT, VISIT
from tui.screens.week import WeekScreen
from tui.widgets.footer import GAP, Hint, fitted

CONTEXTS = (FREE, VISIT, SHUT, CARRY)


def test_ids_are_unique_and_each_has_a_deed() -> None:
    assert not [ident for ident, count in Counter(action.id for action in ACTIONS).items() if count > 1]
    assert [action.id for action in ACTIONS if not callable(getattr(WeekScreen, f"do_{action.id}", None))] == []


@pytest.mark.parametrize("context", CONTEXTS)
def test_a_key_means_at_most_one_thing_in_a_context(context: str) -> None:
    keys = Counter(key for action in ACTIONS if context in action.where for key in action.keys)
    assert [key for key, count in keys.items() if count > 1] == []


@pytest.mark.parametrize("context", CONTEXTS)
def test_every_key_has_an_answer_in_every_context(context: str) -> None:
    for action in ACTIONS:
        rivals = [other for other in ACTIONS if set(other.keys) & set(action.keys)]
        assert not rivals or any(actions.answers(rival, context) for rival in rivals)


def test_every_action_belongs_to_a_section_and_says_why_it_cannot_apply() -> None:
    for action in ACTIONS:
        assert action.group in GROUPS
        assert action.where <= EVERYWHERE
        if not {FREE, VISIT, SHUT} <= action.where:
            assert action.refusal.endswith(".") or action.id == "open", action.id


def test_refusal_while_carrying_names_who_is_carried() -> None:
    said = actions.refusal(BY_ID["book"], CARRY, "Ida Larsen")
    assert said == "You are carrying Ida Larsen. ⏎ drops, Esc puts back."
    assert actions.refusal(BY_ID["open"], FREE) == "That cannot be done here."


@pytest.mark.parametrize("context", CONTEXTS)
@pytest.mark.parametrize("status", [None, *STATUSES])
@pytest.mark.parametrize("width", [78, 118, 158])
def test_the_footer_fits_and_keeps_what_matters(context: str, status: str | None, width: int) -> None:
    left, right = fitted(*actions.hints(context, status if context == VISIT else None), width)
    cells = [cell_len(f"{hint.keys} {hint.words}") for hint in left + right]
    assert sum(cells) + GAP * (len(cells) - 1) <= width
    assert "Esc" in {hint.keys for hint in left} if context == CARRY else True
    assert [hint.words for hint in right][-1] == "Help"
    if context in (FREE, VISIT, CARRY):
        assert "⏎" in {hint.keys for hint in left}


def test_the_footer_offers_the_usual_next_status_first() -> None:
    left, _ = fitted(*actions.hints(VISIT, "arrived"), 78)
    assert "i" in {hint.keys for hint in left}
    left, _ = fitted(*actions.hints(VISIT, "checked-in"), 78)
    assert "s" in {hint.keys for hint in left}


def test_hints_that_do_not_fit_are_shortened_then_dropped_by_rank() -> None:
    hints = [Hint("a", "always", rank=0), Hint("b", "before", short="b", rank=3), Hint("c", "never mind", rank=8)]
    assert [hint.words for hint in fitted(hints, (), 100)[0]] == ["always", "before", "never mind"]
    assert [hint.words for hint in fitted(hints, (), 40)[0]] == ["always", "b", "never mind"]
    assert [hint.words for hint in fitted(hints, (), 14)[0]] == ["always", "b"]
    assert fitted(hints, (Hint("?", "Help", rank=9),), 3) == ((), ())


def test_the_panel_offers_only_what_the_status_allows() -> None:
    assert "a" not in [keys for keys, _ in actions.deeds(VISIT, "arrived")]
    assert ("⏎", "Drop here") in actions.deeds(CARRY)
    assert ("z", "Why not?") in actions.deeds(SHUT)


@pytest.mark.parametrize(
    ("key", "label"),
    [("ctrl+p", "^p"), ("shift+up", "⇧↑"), ("f1", "F1"), ("f", "f"), ("question_mark", "?"), ("full_stop", ".")],
)
def test_keys_are_read_by_people(key: str, label: str) -> None:
    assert actions.key_label(key) == label


def test_every_binding_carries_its_actions_id() -> None:
    assert {binding.id for binding in actions.bindings()} == {action.id for action in ACTIONS if action.keys}
