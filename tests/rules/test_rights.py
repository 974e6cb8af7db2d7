"""Who may do what, once users are added (RULES 29)."""

from __future__ import annotations

from typing import Any

import pytest

from scheduling.rules.rights import LEAST, ROLES, may, role_of
from scheduling.services.verbs import VERBS
from tests.builders import Book

USERS = {1: {"id": "vera", "role": "viewer"}, 2: {"id": "dora", "role": "doctor"}, 3: {"id": "amy", "role": "clerk"},
         4: {"id": "max", "role": "manager"}, 5: {"id": "odd", "role": "wizard"}, 6: {"id": "bare"}}  # fmt: skip


@pytest.fixture
def staffed() -> Book:
    """The clinic with somebody in every role, and a visit."""
    book = Book()
    book.book("strange", "mon 09:00", id="a1")
    book.desk.store.replica.tables["users"] = USERS
    return book


def test_rule_29_the_table_names_every_verb_and_no_other() -> None:
    assert LEAST.keys() == VERBS.keys()
    assert set(LEAST.values()) == set(ROLES)


def test_rule_29_whoever_may_more_may_all_that_others_may() -> None:
    for verb in LEAST:
        allowed = [may(role, verb) for role in ROLES]
        assert allowed == sorted(allowed)
        assert allowed[-1]
        assert [may(role, verb, overrides=True) for role in ROLES] == [False, False, False, True]


def test_rule_29_everything_that_writes_is_more_than_looking() -> None:
    for name, verb in VERBS.items():
        assert may("viewer", name) is (not verb.writes)


def test_rule_29_hours_and_settings_are_a_managers() -> None:
    settings = [name for name in LEAST if name.startswith(("set_", "add_", "retire_", "update_", "copy_", "clear_"))]
    people = {"add_patient", "update_patient", "retire_patient", "update_visit"}
    assert [name for name in settings if may("clerk", name)] == [name for name in settings if name in people]
    assert not may("clerk", "close")
    assert not may("clerk", "reopen")


@pytest.mark.parametrize(
    ("by", "role"),
    [("vera", "viewer"), ("max", "manager"), ("nobody", "viewer"), ("odd", "viewer"), ("bare", "viewer")],
)
def test_rule_29_who_is_no_user_may_look(by: str, role: str) -> None:
    assert role_of(USERS.values(), by) == role


def test_what_is_no_verb_is_a_managers() -> None:
    assert [may(role, "batch") for role in ROLES] == [False, False, False, True]


def test_rule_29_without_users_nothing_is_restricted() -> None:
    book = Book()
    book.sit("nobody", "anywhere")
    book.book("strange", "mon 07:00", id="early", override="for the chief")
    book.do("close", doctor="strange", from_="tue", to="tue")
    book.do("status", id="early", status="entered-in-error")
    book.undo()


DONE: list[tuple[str, dict[str, Any], str]] = [
    ("doctors", {}, "vera"),
    ("appointments", {"status": "entered-in-error"}, "vera"),
    ("find_patients", {"text": "lopez"}, "nobody"),
    ("update_visit", {"id": "a1", "note": "x"}, "dora"),
    ("book", {"doctor": "who", "start": "mon 10:00", "minutes": 30, "patient": "ng"}, "amy"),
    ("cancel", {"id": "a1", "reason": "patient"}, "amy"),
    ("close", {"doctor": "who", "from_": "tue", "to": "tue"}, "max"),
    ("status", {"id": "a1", "status": "entered-in-error"}, "max"),
    ("book", {"doctor": "who", "start": "mon 07:00", "patient": "ng", "override": "so"}, "max"),
]

REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("book", {"doctor": "who", "start": "mon 10:00", "patient": "ng"}, "vera"),
    ("book", {"doctor": "who", "start": "mon 10:00", "patient": "ng"}, "nobody"),
    ("undo", {}, "vera"),
    ("cancel", {"id": "a1", "reason": "patient"}, "dora"),
    ("close", {"doctor": "who", "from_": "tue", "to": "tue"}, "amy"),
    ("status", {"id": "a1", "status": "entered-in-error"}, "amy"),
    ("book", {"doctor": "who", "start": "mon 10:00", "patient": "ng", "override": "so"}, "amy"),
    ("move", {"id": "a1", "start": "mon 10:00", "override": "so"}, "amy"),
]


@pytest.mark.parametrize(("verb", "arguments", "by"), DONE)
def test_rule_29_a_role_does_what_it_may(staffed: Book, verb: str, arguments: dict[str, Any], by: str) -> None:
    staffed.sit(by, "front-1")
    staffed.do(verb, **arguments)


@pytest.mark.parametrize(("verb", "arguments", "by"), REFUSED)
def test_rule_29_and_nothing_else(staffed: Book, verb: str, arguments: dict[str, Any], by: str) -> None:
    staffed.sit(by, "front-1")
    with staffed.refused("not_allowed"):
        staffed.do(verb, **arguments)


def test_what_is_not_understood_is_said_before_who_may_do_it(staffed: Book) -> None:
    staffed.sit("vera", "front-1")
    with staffed.refused("invalid", "minutes"):
        staffed.book("who", "mon 10:00", minutes=0)


def test_rule_29_a_clerk_takes_back_the_own_steps_but_not_what_a_manager_did(staffed: Book) -> None:
    staffed.sit("max", "office")
    shut = staffed.do("close", doctor="who", from_="tue", to="tue")
    staffed.sit("amy", "front-1")
    with staffed.refused("not_allowed"):
        staffed.undo(id=shut["id"])
    staffed.book("strange", "mon 10:00", patient="ng")
    staffed.undo()
    assert staffed.redo().action == "book"
    staffed.sit("max", "office")
    assert staffed.undo(id=shut["id"]).action == "close"
