"""Every verb of the batch contract against its page: arguments, refusals, versions, retries, and what is written."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from scheduling import batch
from scheduling.desk import Desk
from tests.batch_page import CALLS, EXTRA, GUARDED, PAGE, UNKNOWN, WRITES, WRONG, WRONG_HERE, call, open_page
from tests.scenarios.front import Answer, done, open_front, refusal, say


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = open_page(tmp_path / "clinic")
    yield desk
    desk.close_desk()


@pytest.fixture(scope="module")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A clinic for lines that must leave it as it is."""
    desk = open_page(tmp_path_factory.mktemp("page") / "clinic")
    yield desk
    desk.close_desk()


def size(desk: Desk) -> int:
    """Bytes of the ledger."""
    return (desk.store.folder / "clinic.ledger.jsonl").stat().st_size


def refused(desk: Desk, verb: str, code: str, field: str | None, /, **arguments: Any) -> Answer:
    """The error of a line that is refused with this code, names this argument and writes nothing."""
    before = size(desk)
    error = refusal(desk, verb, **arguments)
    assert (error["code"], error["field"]) == (code, field), error
    assert error["message"]
    assert size(desk) == before, "something was written"
    return error


def arguments_of(verb: str) -> list[str]:
    needed, more = PAGE[verb]
    own = [*needed.split(), *more.split()]
    guard = ["version"] if verb in GUARDED else []
    return own + guard + (["request_id"] if verb in WRITES else [])


def test_every_verb_has_its_row_and_every_argument_a_value() -> None:
    assert CALLS.keys() == PAGE.keys()
    for verb, (needed, more) in PAGE.items():
        assert set(needed.split()) <= CALLS[verb].keys()
        assert set(more.split()) <= EXTRA.keys() | CALLS[verb].keys()


@pytest.mark.parametrize("verb", PAGE)
def test_a_call_with_what_must_be_given_is_done(desk: Desk, verb: str) -> None:
    arguments = call(desk, verb)
    before = size(desk)
    answer = say(desk, verb, **arguments)
    assert answer["ok"], answer
    assert answer.keys() == {"ok", "result", "warnings"}
    assert (size(desk) > before) == (verb in WRITES)


SPECIAL: dict[tuple[str, str], dict[str, Any]] = {
    ("close", "doctor"): {},
    ("close", "location"): {"doctor": None},
    ("close", "hospital"): {"doctor": None},
    ("book", "doctors"): {"doctor": None},
    ("book", "specialty"): {"doctor": None},
    ("book", "any"): {"doctor": None},
    ("book", "type"): {"minutes": None},
    ("book", "hold"): {"start": "2026-11-23T10:00"},
    ("hold", "hold"): {"start": "2026-11-23T10:00"},
    ("hold", "doctors"): {"doctor": None},
    ("hold", "specialty"): {"doctor": None},
    ("hold", "any"): {"doctor": None},
    ("hold", "type"): {"minutes": None},
    ("book", "walk_in"): {"start": "2026-11-20T07:55", "override": "came by", "doctor": "who"},
    ("move", "hold"): {"start": "2026-11-23T10:00", "doctor": "who", "minutes": 30},
    ("undo", "id"): {"id": "first"},
    ("history", "id"): {"id": "first"},
    ("set_hours", "to"): {"from": "2026-11-23"},
    ("book", "override"): {"start": "2026-11-23T18:00"},
    ("hold", "override"): {"start": "2026-11-23T18:00"},
    ("move", "override"): {"start": "2026-11-23T18:00"},
    ("book_series", "doctors"): {"doctor": None},
    ("book_series", "specialty"): {"doctor": None},
    ("book_series", "any"): {"doctor": None},
    ("book_series", "type"): {"minutes": None},
    ("book_series", "hold"): {"start": "2026-11-23T10:00"},
    ("book_series", "override"): {"start": "2026-11-23T18:00"},
    ("move_series", "override"): {"start": "2026-11-25T18:00"},
    ("waitlist_add", "doctors"): {"specialty": None},
}
"""What must be said besides, for an argument to make sense."""


def with_argument(desk: Desk, verb: str, name: str) -> dict[str, Any]:
    arguments = call(desk, verb) | {name: EXTRA[name]} | SPECIAL.get((verb, name), {})
    return {key: value for key, value in arguments.items() if value is not None}


OPTIONAL = [
    (verb, name)
    for verb, (_, more) in PAGE.items()
    for name in more.split()
    if (verb, name) not in (("reopen", "hospital"), ("reopen", "date"), ("reopen", "id"))
]


@pytest.mark.parametrize(("verb", "name"), OPTIONAL, ids=lambda value: value)
def test_every_argument_of_the_page_is_taken_and_kept(desk: Desk, verb: str, name: str) -> None:
    arguments = with_argument(desk, verb, name)
    before = size(desk)
    answer = say(desk, verb, **arguments)
    assert answer["ok"], answer
    assert (size(desk) > before) == (verb in WRITES and name != "preview")
    result = answer["result"]
    if verb in WRITES and name in result and name not in ("hold", "hours", "types"):
        assert result[name] in (arguments[name], f"{arguments[name]}-05:00")


@pytest.mark.parametrize("verb", PAGE)
def test_what_must_be_given_is_asked_for_by_name(quiet: Desk, verb: str) -> None:
    for name in PAGE[verb][0].split():
        arguments = {key: value for key, value in CALLS[verb].items() if key != name}
        error = refused(quiet, verb, "invalid", name, **arguments)
        assert "missing" in error["message"]


@pytest.mark.parametrize("verb", PAGE)
def test_an_argument_nobody_knows_is_named(quiet: Desk, verb: str) -> None:
    before = size(quiet)
    for name in ("colour", "from_", "form", "rebook", "do_", "Start", "self"):
        answer = batch.answer(quiet, json.dumps({"do": verb, **CALLS[verb], name: 1}).encode())
        assert (answer["error"]["code"], answer["error"]["field"]) == ("invalid", name)
    assert size(quiet) == before


@pytest.mark.parametrize(
    ("verb", "name"), [(verb, name) for verb in PAGE for name in arguments_of(verb)], ids=lambda value: value
)
def test_a_wrong_value_is_invalid_and_named(quiet: Desk, verb: str, name: str) -> None:
    for value in WRONG_HERE.get((verb, name), WRONG.get(name, [7])):
        refused(quiet, verb, "invalid", name, **CALLS[verb] | {name: value})


IDS_OF = [
    (verb, name)
    for verb in PAGE
    for name in arguments_of(verb)
    if name in UNKNOWN
    and not (verb.startswith("add_") and name == "id")
    and (name != "id" or verb not in ("book", "hold", "book_series", "waitlist_add"))
    and (verb, name) != ("next", "after")
]


@pytest.mark.parametrize(("verb", "name"), IDS_OF, ids=lambda value: value)
def test_an_id_nobody_has_is_unknown_and_named(
    quiet: Desk, request: pytest.FixtureRequest, verb: str, name: str
) -> None:
    if (verb, name) in (("add_doctor", "specialty"), ("update_doctor", "specialty")):
        return
    asked: Desk = request.getfixturevalue("desk") if verb in ("waitlist_update", "move_series") else quiet
    arguments = dict(CALLS[verb]) if asked is quiet else call(asked, verb)
    if verb == "close":
        arguments.pop("doctor")
    if name in ("doctors", "specialty"):
        arguments.pop("doctor", None)
    if verb == "reopen" and name == "hospital":
        arguments = {"date": "2026-12-25"}
    refused(asked, verb, "unknown", name, **arguments | {name: UNKNOWN[name]})


@pytest.mark.parametrize(
    ("text", "field"),
    [
        (b"nonsense", "line"),
        (b"[]", "line"),
        (b'"book"', "line"),
        (b"{}", "do"),
        (b'{"do":null}', "do"),
        (b'{"do":["book"]}', "do"),
        (b'{"do":"bok"}', "do"),
        (b'{"do":"lengthen","id":"held"}', "do"),
        (b'{"do":"__class__"}', "do"),
        (b'{"do":"book","do":"get"', "line"),
        (b"\xff", "line"),
        (b'{"do":"find_patients","text":"\xff"}', "line"),
    ],
)
def test_a_line_that_is_no_call_is_invalid_and_the_next_goes_on(quiet: Desk, text: bytes, field: str) -> None:
    before = size(quiet)
    answers = [json.loads(said) for said, _ in batch.run(quiet, [text, b"", b"  \n", b'{"do":"doctors"}'])]
    assert [answer["ok"] for answer in answers] == [False, True]
    assert answers[0].keys() == {"ok", "error"}
    error = answers[0]["error"]
    assert error.keys() == {"code", "message", "remedy", "field", "blocking", "alternatives"}
    assert (error["code"], error["field"]) == ("invalid", field)
    assert size(quiet) == before


@pytest.mark.parametrize(
    "verb",
    "add_hospital add_location add_type add_doctor add_patient book hold book_series waitlist_add".split(),
)
def test_an_id_that_is_taken_exists_whatever_has_it(quiet: Desk, verb: str) -> None:
    for ident in ("h", "north", "fu", "who", "ann", "first", "held"):
        error = refused(quiet, verb, "exists", "id", **CALLS[verb] | {"id": ident})
        assert error["blocking"] == [ident]


def test_an_id_is_given_when_none_is_chosen(desk: Desk) -> None:
    when = {"book": {"start": "2026-11-23T11:00"}, "hold": {"start": "2026-11-23T12:00"}}
    for verb in ("add_patient", "book", "hold", "waitlist_add"):
        ident = done(desk, verb, **CALLS[verb] | when.get(verb, {}))["id"]
        assert 1 <= len(ident) <= 64
        assert done(desk, "get", id=ident)["id"] == ident


@pytest.mark.parametrize("verb", GUARDED)
def test_a_version_that_is_not_the_present_one_is_stale(desk: Desk, verb: str) -> None:
    arguments = call(desk, verb)
    now = done(desk, "get", id=arguments["id"])["version"]
    error = refused(desk, verb, "stale_record", "version", **arguments, version=now + 1)
    assert error["blocking"] == [arguments["id"]]
    done(desk, verb, **arguments, version=now)
    assert done(desk, "get", id=arguments["id"])["version"] == now + 1


@pytest.mark.parametrize("verb", WRITES)
def test_the_same_request_is_answered_the_same_and_done_once(desk: Desk, verb: str) -> None:
    arguments = call(desk, verb) | {"request_id": "once"}
    first = say(desk, verb, **arguments)
    assert first["ok"], first
    after = size(desk)
    assert say(desk, verb, **arguments) == first
    done(desk, "update_patient", id="bob", note="something else meanwhile")
    assert say(desk, verb, **arguments) == first
    assert size(desk) > after
    later = size(desk)
    assert say(desk, verb, **arguments) == first
    assert size(desk) == later


@pytest.mark.parametrize("verb", ["book", "add_patient", "cancel", "close"])
def test_a_request_with_other_content_is_invalid(desk: Desk, verb: str) -> None:
    done(desk, verb, **call(desk, verb), request_id="once")
    other: dict[str, dict[str, Any]] = {
        "book": {"minutes": 25},
        "add_patient": {"name": "Y"},
        "cancel": {"reason": "other"},
        "close": {"reason": "x"},
    }
    refused(desk, verb, "invalid", "request_id", **CALLS[verb] | other[verb], request_id="once")
    refused(desk, "update_patient", "invalid", "request_id", id="bob", note="x", request_id="once")


def test_a_retry_is_answered_as_the_first_time_whatever_happened_since(desk: Desk) -> None:
    first = say(desk, "book", **CALLS["book"], id="mine", request_id="once")
    done(desk, "move", id="mine", start="2026-11-25T10:00")
    done(desk, "cancel", id="mine", reason="patient")
    assert say(desk, "book", **CALLS["book"], id="mine", request_id="once") == first


def test_a_refused_request_may_be_tried_again(desk: Desk) -> None:
    arguments = {
        **CALLS["book"],
        "doctor": "strange",
        "start": "2026-11-23T09:30",
        "request_id": "once",
        "patient": "bob",
    }
    refused(desk, "book", "slot_taken", "start", **arguments)
    done(desk, "cancel", id="first", reason="patient")
    visit = done(desk, "book", **arguments)
    assert done(desk, "book", **arguments) == visit


def test_a_request_is_known_to_other_desks_and_after_a_restart(desk: Desk) -> None:
    first = say(desk, "book", **CALLS["book"], request_id="once")
    again = open_other(desk)
    assert say(again, "book", **CALLS["book"], request_id="once") == first
    again.close_desk()


def open_other(desk: Desk) -> Desk:
    return open_front(desk.store.folder, desk="front-2", by="bob")
