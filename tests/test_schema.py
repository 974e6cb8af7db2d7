"""`batch --schema` says what every verb takes and answers: real lines and real answers are held against it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from scheduling import cli
from scheduling.desk import Desk
from scheduling.errors import CODES
from scheduling.schema import schema
from tests.batch_page import CALLS, EXTRA, GUARDED, MON, PAGE, WRITES, call, open_page
from tests.scenarios.front import done, refusal, say

TYPES: dict[str, type | tuple[type, ...]] = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "null": type(None),
}

KNOWN = frozenset(
    "$ref type enum const anyOf pattern items properties patternProperties required additionalProperties minimum "
    "maximum default title description format".split()
)
"""The words of JSON Schema that are used; `wrong` knows them all."""


@pytest.fixture(scope="module")
def page() -> dict[str, Any]:
    return schema()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = open_page(tmp_path / "clinic")
    yield desk
    desk.close_desk()


def wrong(page: dict[str, Any], rule: dict[str, Any], value: Any, at: str = "") -> list[str]:
    """Where a value breaks a schema, as sentences. `page`: the document that `$ref` refers to."""
    assert rule.keys() <= KNOWN, rule.keys() - KNOWN
    if "$ref" in rule:
        target: Any = page
        for step in rule["$ref"].removeprefix("#/").split("/"):
            target = target[step]
        return wrong(page, target, value, at)
    if "anyOf" in rule:
        tried = [wrong(page, one, value, at) for one in rule["anyOf"]]
        return [] if [] in tried else min(tried, key=len)
    found = []
    names = rule.get("type", [])
    names = [names] if isinstance(names, str) else names
    fits = [isinstance(value, TYPES[name]) and not (name == "integer" and isinstance(value, bool)) for name in names]
    if names and not any(fits):
        return [f"{at} is not {names}: {value!r}"]
    if "enum" in rule and value not in rule["enum"]:
        found.append(f"{at} is none of {rule['enum']}: {value!r}")
    if "const" in rule and value != rule["const"]:
        found.append(f"{at} is not {rule['const']}: {value!r}")
    if isinstance(value, str) and "pattern" in rule and not re.search(rule["pattern"], value):
        found.append(f"{at} does not match: {value!r}")
    if isinstance(value, int) and not rule.get("minimum", value) <= value <= rule.get("maximum", value):
        found.append(f"{at} is out of bounds: {value!r}")
    if isinstance(value, list) and "items" in rule:
        for number, part in enumerate(value):
            found += wrong(page, rule["items"], part, f"{at}[{number}]")
    if isinstance(value, dict):
        found += wrong_object(page, rule, value, at)
    return found


def wrong_object(page: dict[str, Any], rule: dict[str, Any], value: dict[str, Any], at: str) -> list[str]:
    properties, others = rule.get("properties", {}), rule.get("additionalProperties", True)
    found = [f"{at}.{name} is missing" for name in rule.get("required", []) if name not in value]
    for name, part in value.items():
        patterns = rule.get("patternProperties", {}).items()
        inner = properties.get(
            name, next((part_rule for pattern, part_rule in patterns if re.search(pattern, name)), others)
        )
        if inner is False:
            found.append(f"{at}.{name} is unknown")
        elif inner is not True:
            found += wrong(page, inner, part, f"{at}.{name}")
    return found


def test_every_verb_of_the_page_is_there_and_no_other(page: dict[str, Any]) -> None:
    assert page["verbs"].keys() == PAGE.keys()
    assert page["codes"] == list(CODES)
    assert set(page) == {"$schema", "verbs", "results", "error", "codes", "$defs"}


EXTENDED = {
    "closures": {"hospital", "location", "doctor"},
    "confirm": {"type", "reason", "note", "allow_patient_clash"},
    "history": {"limit"},
    "move": {"type", "allow_patient_clash"},
    "update_visit": {"allow_patient_clash"},
    "why": {"location"},
    "appointments": {"any", "specialty"},
    **{verb: {"hospital"} for verb in "hospitals locations types doctors patients".split()},
}
"""Arguments that are taken beyond the page's."""


@pytest.mark.parametrize("verb", PAGE)
def test_its_arguments_are_those_of_the_page(page: dict[str, Any], verb: str) -> None:
    needed, more = (set(words.split()) for words in PAGE[verb])
    arguments = page["verbs"][verb]["arguments"]
    assert set(arguments.get("required", ())) == needed
    guard = {"version"} if verb in GUARDED else set()
    retry = {"request_id"} if verb in WRITES else set()
    assert set(arguments["properties"]) == needed | more | guard | retry | EXTENDED.get(verb, set())
    assert arguments["additionalProperties"] is False


@pytest.mark.parametrize("verb", PAGE)
def test_a_call_and_its_answer_are_as_it_says(desk: Desk, page: dict[str, Any], verb: str) -> None:
    arguments = call(desk, verb)
    told = page["verbs"][verb]
    assert wrong(page, told["arguments"], arguments) == []
    assert wrong(page, told["arguments"], arguments | {"colour": 1}) == [".colour is unknown"]
    for name in PAGE[verb][1].split():
        assert wrong(page, told["arguments"], arguments | {name: EXTRA[name]}) == []
    assert wrong(page, told["result"], done(desk, verb, **arguments)) == []


@pytest.mark.parametrize("ident", "h north fu who ann first held q wednesdays h-first day closure".split())
def test_whatever_has_an_id_is_answered_as_it_says(desk: Desk, page: dict[str, Any], ident: str) -> None:
    done(desk, "waitlist_add", id="q", patient="ann")
    done(desk, "waitlist_close", id="q")
    rule = {"freq": "weekly", "count": 2}
    done(desk, "book_series", id="wednesdays", start="2026-11-25T11:00", patient="ann", doctor="strange", rule=rule)
    named = {
        "h-first": done(desk, "hours", doctor="who")["hours"][0]["id"],
        "day": done(desk, "set_day", doctor="who", date=MON, spans=[])["id"],
        "closure": done(desk, "closures")["closures"][0]["id"],
    }
    record = done(desk, "get", id=named.get(ident, ident))
    assert wrong(page, page["verbs"]["get"]["result"], record) == []


def test_what_the_desk_keeps_for_itself_has_no_id(desk: Desk) -> None:
    done(desk, "update_patient", id="ann", note="x", request_id="once")
    for record in desk.store.replica.records("requests"):
        assert refusal(desk, "get", id=record["id"])["code"] == "unknown"


ASKED: dict[str, dict[str, Any]] = {
    "every start": {"do": "openings", "from": MON, "to": MON, "doctor": "strange", "minutes": 30, "all": True},
    "nothing found": {"do": "next", "after": f"{MON}T08:00", "minutes": 600},
    "a day away": {"do": "day", "doctor": "who", "date": "2026-12-24"},
    "a preview": {"do": "book_series", "preview": True, "start": f"{MON}T08:30", "minutes": 60, "patient": "ann",
                  "doctor": "strange", "rule": {"freq": "daily", "count": 9}, "skip": ["2026-11-24T08:30"]},
    "reasons": {"do": "why", "doctor": "strange", "start": f"{MON}T09:10"},
    "another zone": {"do": "update_hospital", "id": "h", "timezone": "Asia/Kathmandu"},
    "retired": {"do": "retire_location", "id": "north"},
}  # fmt: skip


@pytest.mark.parametrize("name", ASKED)
def test_other_answers_of_a_verb_are_as_it_says(desk: Desk, page: dict[str, Any], name: str) -> None:
    verb = ASKED[name]["do"]
    arguments = {key: value for key, value in ASKED[name].items() if key != "do"}
    assert wrong(page, page["verbs"][verb]["arguments"], arguments) == []
    assert wrong(page, page["verbs"][verb]["result"], done(desk, verb, **arguments)) == []


@pytest.mark.parametrize("verb", PAGE)
def test_a_refusal_is_as_it_says(desk: Desk, page: dict[str, Any], verb: str) -> None:
    assert wrong(page, page["error"], refusal(desk, verb, **CALLS[verb], nonsense=1)) == []


def test_a_refusal_with_alternatives_is_as_it_says(desk: Desk, page: dict[str, Any]) -> None:
    error = refusal(desk, "book", doctor="strange", start=f"{MON}T09:00", patient="bob", minutes=20)
    assert error["alternatives"]
    assert wrong(page, page["error"], error) == []
    assert wrong(page, page["error"], error | {"code": "new"})


def test_what_is_wrong_is_found(desk: Desk, page: dict[str, Any]) -> None:
    """The check itself: an answer that is not as it says is told."""
    visit = say(desk, "get", id="first")["result"]
    rule = page["verbs"]["cancel"]["result"]
    assert wrong(page, rule, visit) == []
    for broken in ({"start": MON}, {"minutes": "45"}, {"minutes": True}, {"more": 1}, {"created_at": "now"}):
        assert wrong(page, rule, visit | broken)
    assert wrong(page, rule, {name: value for name, value in visit.items() if name != "held_by"})


def test_the_command_prints_it(capsys: pytest.CaptureFixture[str], page: dict[str, Any]) -> None:
    assert cli.main(["batch", "--schema"]) == 0
    assert json.loads(capsys.readouterr().out) == page
