"""What a batch answers: shapes, times in and out, the order in which broken rules are reported, alternatives."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from scheduling.desk import Desk
from tests.batch_page import CALLS, MON, PAGE, TUE, VISIT, call, open_page
from tests.scenarios.front import done, refusal, same_hours, say

OPENING = {"doctor", "location", "start", "end"}
ERROR = {"code", "message", "remedy", "field", "blocking", "alternatives"}

ONE_VISIT = "book hold renew confirm release update_visit move cancel status accept".split()
LISTS = {
    "find_patients": "patients",
    **{
        verb: verb
        for verb in "hospitals locations types doctors patients hours closures appointments history waitlist".split()
    },
    **dict.fromkeys(("affected", "unresolved", "cancel_series"), "appointments"),
    "waitlist_matches": "waitlist",
}
TELLS_AFFECTED = "set_hours set_day set_days copy_days clear_day close retire_doctor update_hospital".split()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = open_page(tmp_path / "clinic")
    yield desk
    desk.close_desk()


@pytest.fixture(scope="module")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A clinic that is only asked."""
    desk = open_page(tmp_path_factory.mktemp("page") / "clinic")
    yield desk
    desk.close_desk()


# Shapes ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("verb", ONE_VISIT)
def test_a_visit_has_exactly_its_fields_in_their_order(desk: Desk, verb: str) -> None:
    assert list(done(desk, verb, **call(desk, verb))) == VISIT


@pytest.mark.parametrize("verb", LISTS)
def test_a_list_is_an_object_with_the_list(desk: Desk, verb: str) -> None:
    result = done(desk, verb, **call(desk, verb))
    assert list(result) == [LISTS[verb]]
    assert result[LISTS[verb]]
    assert isinstance(result[LISTS[verb]], list)


def test_visits_in_a_list_have_the_same_fields(quiet: Desk) -> None:
    assert [list(visit) for visit in done(quiet, "appointments")["appointments"]] == [VISIT] * 2
    assert list(done(quiet, "get", id="first")) == VISIT


@pytest.mark.parametrize("verb", ["book_series", "move_series"])
def test_a_series_is_shown_date_by_date(desk: Desk, verb: str) -> None:
    result = done(desk, verb, **call(desk, verb))
    assert list(result) == ["series", "occurrences"]
    assert [list(row) for row in result["occurrences"]] == [["start", "end", "ok", "error", "flag"]] * 3


@pytest.mark.parametrize("verb", ["openings", "next"])
def test_openings_have_exactly_their_fields(quiet: Desk, verb: str) -> None:
    result = done(quiet, verb, **CALLS[verb])
    assert list(result) == ["openings", "searched_until", "reason"]
    assert {frozenset(row) for row in result["openings"]} == {frozenset(OPENING)}


def test_all_openings_say_why_not(quiet: Desk) -> None:
    rows = done(quiet, "openings", from_=MON, to=MON, doctor="strange", minutes=30, step=30, all=True)["openings"]
    assert {frozenset(row) for row in rows} == {frozenset(OPENING | {"bookable", "reason"})}
    assert [row["start"][11:16] for row in rows if not row["bookable"]] == ["09:00", "09:30", "16:45"][:2]
    assert {row["reason"] for row in rows} == {"slot_taken", None}
    bookable = [{name: row[name] for name in OPENING} for row in rows if row["bookable"]]
    assert bookable == done(quiet, "openings", from_=MON, to=MON, doctor="strange", minutes=30, step=30)["openings"]


def test_why_lists_every_reason(quiet: Desk) -> None:
    result = done(quiet, "why", doctor="strange", start=f"{MON}T08:50", minutes=20)
    assert list(result) == ["reasons"]
    assert [list(reason) for reason in result["reasons"]] == [["code", "message", "blocking"]] * 2
    assert [(reason["code"], reason["blocking"]) for reason in result["reasons"]] == [
        ("outside_hours", []),
        ("slot_taken", ["first"]),
    ]
    assert done(quiet, "why", doctor="strange", start=f"{MON}T10:00", minutes=20) == {"reasons": []}


@pytest.mark.parametrize("verb", TELLS_AFFECTED)
def test_a_change_of_hours_tells_which_visits_are_outside(desk: Desk, verb: str) -> None:
    changes: dict[str, dict[str, Any]] = {
        "set_hours": {"doctor": "strange", "hours": {}},
        "set_day": {"doctor": "strange", "date": MON, "spans": []},
        "set_days": {"doctor": "strange", "from": MON, "to": TUE, "spans": []},
        "copy_days": {"doctor": "strange", "from": "2026-12-01", "to": "2026-12-01", "onto": MON},
        "clear_day": {"doctor": "strange", "date": "2026-12-01"},
        "update_hospital": {"id": "h", "hours": {"mon": [["10:00", "14:00"]]}},
        "close": {"doctor": "strange", "from": MON, "to": MON},
        "retire_doctor": {"id": "strange"},
    }
    if verb in ("copy_days", "clear_day"):
        done(desk, "set_day", doctor="strange", date="2026-12-01", spans=[["12:00", "14:00"]])
    if verb == "clear_day":
        done(desk, "set_hours", doctor="strange", hours={})
    affected = done(desk, verb, **changes[verb])["affected"]
    assert [(visit["id"], list(visit)) for visit in affected] == [("first", VISIT)]
    assert done(desk, "get", id="first")["status"] == "booked", "no visit is changed by it"


def test_an_error_has_exactly_its_fields(quiet: Desk) -> None:
    answer = say(quiet, "book", doctor="strange", start=f"{MON}T09:30", minutes=20, patient="bob")
    assert answer.keys() == {"ok", "error"}
    assert answer["error"].keys() == ERROR
    assert [set(row) for row in answer["error"]["alternatives"]] == [OPENING] * 3


def test_unset_fields_are_there_as_null(quiet: Desk) -> None:
    visit = done(quiet, "get", id="first")
    empty = (
        "location type reason note response series arrived_at ready_at ended_at "
        "cancel_reason expires_at held_by override"
    ).split()
    assert {name: visit[name] for name in empty} == dict.fromkeys(empty)
    assert (visit["version"], visit["status"], visit["created_by"]) == (1, "booked", "amy")


# Times ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "answered"),
    [
        (f"{MON}T14:00", f"{MON}T14:00-05:00"),
        (f"{MON}T14:00-05:00", f"{MON}T14:00-05:00"),
        (f"{MON}T19:00Z", f"{MON}T14:00-05:00"),
        (f"{TUE}T00:30+05:30", f"{MON}T14:00-05:00"),
        (f"{MON}T19:00+00:00", f"{MON}T14:00-05:00"),
        ("2026-07-01T14:00", "2026-07-01T14:00-04:00"),
        ("2026-07-01T14:00-05:00", "2026-07-01T15:00-04:00"),
    ],
)
def test_a_start_is_wall_clock_or_instant_and_answered_with_the_offset(desk: Desk, text: str, answered: str) -> None:
    if text < MON:
        done(desk, "clock", now="2026-06-01T08:00")
    visit = done(desk, "book", doctor="strange", start=text, minutes=20, patient="bob")
    assert visit["start"] == answered
    assert visit["end"] == answered.replace(":00-", ":20-")
    assert done(desk, "next", doctor="strange", after=text, minutes=20)["openings"][0]["start"] == visit["end"]


@pytest.mark.parametrize("seconds", ["00", "01", "59"])
@pytest.mark.parametrize("offset", ["", "Z", "-05:00"])
def test_seconds_are_refused_in_a_start_and_rounded_up_after(quiet: Desk, seconds: str, offset: str) -> None:
    hour = {"": "14", "Z": "19", "-05:00": "14"}[offset]
    error = refusal(quiet, "book", doctor="who", start=f"{MON}T{hour}:00:{seconds}{offset}", minutes=5, patient="bob")
    assert (error["code"], error["field"]) == ("invalid", "start")
    found = done(quiet, "next", doctor="who", after=f"{MON}T{hour}:00:{seconds}{offset}", minutes=5, step=1)
    first = "14:00" if seconds == "00" else "14:01"
    assert found["openings"][0]["start"] == f"{MON}T{first}-05:00"


def test_seconds_are_rounded_up_in_now(desk: Desk) -> None:
    done(desk, "clock", now=f"{MON}T14:00:01")
    found = done(desk, "next", doctor="who", after=f"{MON}T13:00", minutes=5, step=1)["openings"][0]["start"]
    assert found == f"{MON}T14:01-05:00"
    assert (
        refusal(desk, "book", doctor="who", start=f"{MON}T14:00", minutes=5, patient="bob")["code"] == "in_the_past"
    )
    done(desk, "book", doctor="who", start=f"{MON}T14:01", minutes=5, patient="bob")


STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d-0[45]:00")


def times(value: Any) -> Iterator[str]:
    """Every text in an answer that begins as a time does."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from times(part)
    elif isinstance(value, str) and re.match(r"\d{4}-\d\d-\d\dT", value):
        yield value


@pytest.mark.parametrize("verb", PAGE)
def test_every_time_in_an_answer_is_the_hospitals_clock_with_its_offset(desk: Desk, verb: str) -> None:
    found = list(times(done(desk, verb, **call(desk, verb))))
    assert [text for text in found if not STAMP.fullmatch(text)] == []


@pytest.mark.parametrize(
    ("start", "end", "ids"),
    [
        (MON, MON, ["first", "held"]),
        (MON, TUE, ["first", "held"]),
        (TUE, TUE, []),
        ("2026-11-22", "2026-11-22", []),
        (f"{MON}T09:45", f"{MON}T10:00", []),
        (f"{MON}T09:44", f"{MON}T10:01", ["first", "held"]),
        (f"{MON}T14:44Z", f"{MON}T15:00Z", ["first"]),
        (f"{MON}T10:00-05:00", TUE, ["held"]),
        (None, f"{MON}T10:00", ["first"]),
        (f"{MON}T10:00", None, ["held"]),
    ],
)
def test_a_window_is_half_open_and_a_date_is_whole(quiet: Desk, start: str, end: str, ids: list[str]) -> None:
    window = {name: value for name, value in (("from", start), ("to", end)) if value}
    assert [visit["id"] for visit in done(quiet, "appointments", **window)["appointments"]] == ids


def test_the_hour_that_comes_twice_and_the_one_that_never_does(desk: Desk) -> None:
    done(desk, "add_doctor", id="night", hospital="h", name="Dr Night")
    done(desk, "set_hours", doctor="night", hours=same_hours("00:00", "24:00", "mon tue wed thu fri sat sun"))
    done(desk, "clock", now="2026-02-01T08:00")
    lost = refusal(desk, "book", doctor="night", start="2026-03-08T02:30", minutes=20, patient="bob")
    assert (lost["code"], lost["field"]) == ("nonexistent_time", "start")
    assert "01:59" in lost["remedy"]
    assert "03:00" in lost["remedy"]
    answers = [
        say(desk, "book", doctor="night", start=start, minutes=20, patient="bob")
        for start in ("2026-11-01T01:30", "2026-11-01T01:30-05:00", "2026-11-01T05:50Z")
    ]
    assert [answer["result"]["start"] for answer in answers] == [
        "2026-11-01T01:30-04:00",
        "2026-11-01T01:30-05:00",
        "2026-11-01T01:50-04:00",
    ]
    assert ["twice" in " ".join(answer["warnings"]) for answer in answers] == [True, False, False]


def test_with_several_hospitals_a_wall_clock_needs_to_say_whose(desk: Desk) -> None:
    done(desk, "add_hospital", id="b", name="Berlin", timezone="Europe/Berlin")
    done(desk, "add_doctor", id="haas", hospital="b", name="Dr Haas", specialty="Surgery")
    done(desk, "set_hours", doctor="haas", hours=same_hours("08:00", "16:00"))
    for verb, arguments in (
        ("next", {"after": f"{MON}T09:00"}),
        ("openings", {"from": f"{MON}T09:00", "to": f"{MON}T10:00"}),
        ("appointments", {"from": f"{MON}T09:00", "to": f"{MON}T10:00"}),
        ("book", {"start": f"{MON}T11:00", "any": True, "patient": "bob"}),
    ):
        error = refusal(desk, verb, **arguments)
        assert (error["code"], error["field"]) == ("invalid", next(iter(arguments)))
        assert say(desk, verb, **arguments, hospital="b")["ok"]
    assert done(desk, "next", after=f"{MON}T09:00Z", minutes=20)["openings"] == [
        {"doctor": "haas", "location": None, "start": f"{MON}T10:00+01:00", "end": f"{MON}T10:20+01:00"}
    ]
