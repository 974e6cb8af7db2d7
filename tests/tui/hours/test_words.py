"""Hours in words, read and written; and what a draft says it would change."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from scheduling.errors import Refused
from scheduling.model.reads import Closure
from tui.hours import words
from tui.hours.bars import NO_WEEK, Bar, Bars, Single, Version
from tui.hours.draft import Draft, Shutting, steps
from tui.hours.words import Range, read_range, read_spans

TODAY = date(2026, 11, 20)
PLACES = {"main": "Main Street", "north": "Northgate"}
NAMES = {"osei": "Dr Osei", "north": "Northgate"}
OFFICE = (Bar(480, 720, "main"), Bar(840, 1080, "main"))
BASE = Version((OFFICE, OFFICE, OFFICE, OFFICE, OFFICE, (), ()))


@pytest.mark.parametrize(
    ("typed", "bars"),
    [
        ("10-14", (Bar(600, 840, "main"),)),
        ("10-14, 15-17 main st", (Bar(600, 840, "main"), Bar(900, 1020, "main"))),
        ("8:30–12 Main Street 13h30-5pm northgate", (Bar(510, 720, "main"), Bar(810, 1020, "north"))),
        ("15-17 north; 10 to 14 any place", (Bar(600, 840, None), Bar(900, 1020, "north"))),
        ("2-4pm", (Bar(840, 960, "main"),)),
        ("9-1pm", (Bar(540, 780, "main"),)),
        ("9am to 12pm and 1-2pm", (Bar(540, 720, "main"), Bar(780, 840, "main"))),
        ("22-6", (Bar(1320, 1800, "main"),)),
        ("18-24", (Bar(1080, 1440, "main"),)),
        ("off", ()),
    ],
)
def test_spans_are_read_as_people_write_them(typed: str, bars: Bars) -> None:
    assert read_spans(typed, PLACES, "main") == bars


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "Nothing was typed"),
        ("main 10-14", "before any time"),
        ("10-14 mars", "“mars” was not understood"),
        ("10-14 13-15", "10:00 – 14:00 and 13:00 – 15:00 overlap"),
        ("25-26", "not a time of day"),
        ("9:75-11", "not a time of day"),
        ("9-9", "has no length"),
    ],
)
def test_what_is_no_hours_is_asked_back(typed: str, says: str) -> None:
    with pytest.raises(Refused) as refused:
        read_spans(typed, PLACES, "main")
    assert says in refused.value.reason
    assert refused.value.remedy


@pytest.mark.parametrize(
    ("typed", "edges", "said"),
    [
        ("14.12 to 18.12", ("2026-12-14", "2026-12-18"), "14 – 18 Dec"),
        ("28 dec - 2 jan", ("2026-12-28", "2027-01-02"), "28 Dec – 2 Jan"),
        ("mon to fri", ("2026-11-23", "2026-11-27"), "23 – 27 Nov"),
        ("next thu", ("2026-11-26", "2026-11-26"), "Thu 26 Nov"),
        ("2026-12-14", ("2026-12-14", "2026-12-14"), "Mon 14 Dec"),
        ("2 dec 12-14", ("2026-12-02T12:00", "2026-12-02T14:00"), "Wed 2 Dec 12:00 – 14:00"),
        ("2 dec from 12 to 14", ("2026-12-02T12:00", "2026-12-02T14:00"), "Wed 2 Dec 12:00 – 14:00"),
        ("today 3pm", ("2026-11-20T15:00", "2026-11-21T00:00"), "Fri 20 Nov 15:00 – 24:00"),
        ("thu 2pm to fri 10am", ("2026-11-26T14:00", "2026-11-27T10:00"), "Thu 26 Nov 14:00 – Fri 10:00"),
        ("thu 2pm to 10 dec 10am", ("2026-11-26T14:00", "2026-12-10T10:00"), "Thu 26 Nov 14:00 – 10 Dec 10:00"),
        ("thu 22-6", ("2026-11-26T22:00", "2026-11-27T06:00"), "Thu 26 Nov 22:00 – Fri 06:00"),
    ],
)
def test_ranges_are_read_and_told(typed: str, edges: tuple[str, str], said: str) -> None:
    assert read_range(typed, TODAY) == Range(*edges)
    assert words.closed_when(*edges) == said


@pytest.mark.parametrize("typed", ["", "someday", "18.12 to 14.12.2026", "2 dec 25-26"])
def test_what_is_no_range_is_asked_back(typed: str) -> None:
    with pytest.raises(Refused):
        read_range(typed, TODAY)


def change(**days: Bars) -> Draft:
    draft = Draft(BASE, (), BASE.week)
    for name, bars in days.items():
        draft = draft.with_bars(("mon", "tue", "wed", "thu", "fri", "sat", "sun").index(name), bars)
    return draft


@pytest.mark.parametrize(
    ("draft", "said", "short"),
    [
        (
            change(wed=(OFFICE[0], Bar(840, 960, "main"))),
            "Wednesdays 14:00 – 18:00 becomes 14:00 – 16:00, from Wed 25 Nov on",
            "Wed 14–18 → 14–16, from Wed 25 Nov",
        ),
        (
            change(mon=OFFICE[:1], tue=OFFICE[:1], wed=OFFICE[:1]),
            "Mon – Wed no longer 14:00 – 18:00, from Mon 23 Nov on",
            "Mon 14–18 → off + 2 more, from Mon 23 Nov",
        ),
        (
            change(sat=(Bar(540, 720, "north"),)),
            "Saturdays 09:00 – 12:00 Northgate, from Sat 21 Nov on",
            "Sat + 09–12, from Sat 21 Nov",
        ),
        (
            change(mon=(*OFFICE, Bar(1140, 1200, None)), wed=()),
            "Mondays also 19:00 – 20:00 any place; "
            "Wednesdays no longer 08:00 – 12:00, 14:00 – 18:00, from Mon 23 Nov on",
            "Mon + 19–20 + 1 more, from Mon 23 Nov",
        ),
        (
            change(fri=(Bar(480, 720, "north"), OFFICE[1])),
            "Fridays 08:00 – 12:00 Main St becomes 08:00 – 12:00 Northgate, from Fri 20 Nov on",
            "Fri 08–12 elsewhere, from Fri 20 Nov",
        ),
        (
            change(mon=(OFFICE[0],), thu=(OFFICE[0],)),
            "Mon, Thu no longer 14:00 – 18:00, from Mon 23 Nov on",
            "Mon 14–18 → off + 1 more, from Mon 23 Nov",
        ),
    ],
)
def test_a_draft_tells_what_it_becomes(draft: Draft, said: str, short: str) -> None:
    assert words.draft_words(draft, PLACES, NAMES, TODAY) == said
    assert words.draft_short(draft, TODAY) == short


def test_days_and_closures_are_told_too() -> None:
    thu, fri = date(2026, 12, 24), date(2026, 12, 25)
    feast = Single(fri, (Bar(480, 720, "main"), Bar(840, 900, "north")), True)
    days = {thu: None, fri: feast, TODAY: Single(TODAY, ())}
    closures = (
        Shutting("location", "north", "2026-12-02T12:00", "2026-12-02T14:00", "Fire drill"),
        Shutting("doctor", "osei", "2026-12-14", "2026-12-18"),
    )
    draft = Draft(BASE, (), BASE.week, days=days, closures=closures)
    assert words.draft_words(draft, PLACES, NAMES, TODAY) == (
        "Fri 20 Nov off; Thu 24 Dec back to the weekly hours; "
        "Fri 25 Dec 08:00 – 12:00 Main St, 14:00 – 15:00 Northgate, also where closed; "
        "Northgate closed Wed 2 Dec 12:00 – 14:00, Fire drill; Dr Osei closed 14 – 18 Dec"
    )
    assert words.draft_short(draft, TODAY) == "Fri 20 Nov off + 4 more"
    assert words.draft_short(Draft(BASE, (), BASE.week), TODAY) == ""


def test_hours_that_end_are_changed_only_that_long() -> None:
    base = BASE._replace(first=date(2026, 12, 1), last=date(2026, 12, 31))
    draft = Draft(base, (), base.week).with_bars(4, ())
    assert words.draft_words(draft, PLACES, NAMES, TODAY).endswith(", from Fri 4 Dec until Thu 31 Dec")
    ((verb, arguments),) = steps(draft, "osei", {}, TODAY)
    assert (verb, arguments["from"], arguments["to"]) == ("set_hours", "2026-12-04", "2026-12-31")
    early = draft._replace(first=TODAY)
    assert early.starts(TODAY) == date(2026, 12, 1)
    assert Draft(base, (), base.week).starts(TODAY) == date(2026, 12, 1)


def test_only_the_locations_that_change_are_written() -> None:
    draft = change(wed=(Bar(480, 720, "main"), Bar(840, 1080, "north")))
    found = steps(draft, "osei", {}, TODAY)
    assert [arguments["location"] for _, arguments in found] == ["main", "north"]
    assert found[1][1]["hours"] == {"wed": [["14:00", "18:00"]]}
    assert steps(change(sat=(Bar(540, 720),)), "osei", {}, TODAY)[0][1].get("location") is None


def test_a_date_is_cleared_where_its_places_change() -> None:
    day = date(2026, 12, 1)
    saved = {day: Single(day, (Bar(540, 720, "main"),))}
    there = Single(day, (Bar(600, 720, "main"), Bar(780, 900, "north")), True)

    def verbs(then: Single | None) -> list[tuple[str, Any]]:
        draft = Draft(BASE, (), BASE.week).with_day(day, then, saved[day])
        return [(verb, arguments.get("location")) for verb, arguments in steps(draft, "osei", saved, TODAY)]

    assert verbs(there) == [("set_day", "main"), ("set_day", "north")]
    assert verbs(Single(day, (Bar(540, 720, "north"),))) == [("clear_day", None), ("set_day", "north")]
    assert verbs(Single(day, ())) == [("clear_day", None), ("set_day", None)]
    assert verbs(None) == [("clear_day", None)]
    assert verbs(saved[day]) == []


def test_versions_and_scopes_in_words() -> None:
    first, last = date(2026, 9, 7), date(2026, 12, 31)
    assert words.version_words(first, None) == "from 7 September 2026"
    assert words.version_words(first, last, year=False) == "7 September – 31 December"
    assert words.version_words(None, last) == "until 31 December 2026"
    assert words.version_words(None, None) == ""
    assert words.version_short(first, None) == "from Mon 7 Sep 2026, no end"
    assert words.version_short(first, last) == "from Mon 7 Sep 2026, until Thu 31 Dec 2026"
    assert words.version_short(None, last) == "until Thu 31 Dec 2026"
    assert words.version_short(None, None) == "every week, no end"
    day: dict[str, Any] = {"id": "c", "from_": "2026-12-25", "to": "2026-12-25"}
    assert words.scope_words(Closure(**day, hospital="h", holiday=True), "Dr Osei", PLACES) == "public holiday"
    assert words.scope_words(Closure(**day, hospital="h"), "Dr Osei", PLACES) == "everyone"
    assert words.scope_words(Closure(**day, location="north"), "Dr Osei", PLACES) == "Northgate, everyone"
    assert words.scope_words(Closure(**day, doctor="osei"), "Dr Osei", PLACES) == "Dr Osei"
    assert Draft(Version(NO_WEEK), (), NO_WEEK).is_empty
