"""Dates as a clerk types them, on Friday 20 November 2026: what they mean, and what nonsense is told."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.errors import Refused
from scheduling.when.words import REMEDY, parse_when

TODAY = date(2026, 11, 20)

PHRASES = [
    ("today", "Fri 2026-11-20"),
    ("tonight", "Fri 2026-11-20 17:00"),
    ("this afternoon", "Fri 2026-11-20 12:00"),
    ("this morning", "Fri 2026-11-20 08:00"),
    ("tomorrow", "Sat 2026-11-21"),
    ("tmrw", "Sat 2026-11-21"),
    ("tomorrow morning", "Sat 2026-11-21 08:00"),
    ("tomorrow in the afternoon", "Sat 2026-11-21 12:00"),
    ("9am tomorrow", "Sat 2026-11-21 09:00"),
    ("9 am on tuesday", "Tue 2026-11-24 09:00"),
    ("tomorrow 9:30", "Sat 2026-11-21 09:30"),
    ("at 9:30 tomorrow", "Sat 2026-11-21 09:30"),
    ("9:30 tomorrow", "Sat 2026-11-21 09:30"),
    ("noon tomorrow", "Sat 2026-11-21 12:00"),
    ("tomorrow at noon", "Sat 2026-11-21 12:00"),
    ("midnight", "Fri 2026-11-20 00:00"),
    ("3pm", "Fri 2026-11-20 15:00"),
    ("3p", "Fri 2026-11-20 15:00"),
    ("tomorrow 9:30a", "Sat 2026-11-21 09:30"),
    ("now", "Fri 2026-11-20"),
    ("yesterday", "Thu 2026-11-19"),
    ("day after tomorrow", "Sun 2026-11-22"),
    ("the day before yesterday", "Wed 2026-11-18"),
    ("fri", "Fri 2026-11-20"),
    ("fri 3pm", "Fri 2026-11-20 15:00"),
    ("mon", "Mon 2026-11-23"),
    ("Monday", "Mon 2026-11-23"),
    ("on weds", "Wed 2026-11-25"),
    ("this wed", "Wed 2026-11-18"),
    ("next tue", "Tue 2026-11-24"),
    ("last fri", "Fri 2026-11-13"),
    ("next week", "Fri 2026-11-27"),
    ("next week tue", "Tue 2026-11-24"),
    ("tue next week", "Tue 2026-11-24"),
    ("this week wed", "Wed 2026-11-18"),
    ("next month", "Sun 2026-12-20"),
    ("last year", "Thu 2025-11-20"),
    ("tuesday week", "Tue 2026-12-01"),
    ("a week on tuesday", "Tue 2026-12-01"),
    ("a week today", "Fri 2026-11-27"),
    ("a week tomorrow", "Sat 2026-11-28"),
    ("fortnight", "Fri 2026-12-04"),
    ("in a fortnight", "Fri 2026-12-04"),
    ("mon in 2 weeks", "Mon 2026-11-30"),
    ("in 2 weeks on monday", "Mon 2026-11-30"),
    ("mon +3w", "Mon 2026-12-07"),
    ("in 10 days", "Mon 2026-11-30"),
    ("in 2 weeks", "Fri 2026-12-04"),
    ("two weeks from now", "Fri 2026-12-04"),
    ("in seven days", "Fri 2026-11-27"),
    ("nine weeks", "Fri 2027-01-22"),
    ("+2w", "Fri 2026-12-04"),
    ("2w", "Fri 2026-12-04"),
    ("+3d", "Mon 2026-11-23"),
    ("-1d", "Thu 2026-11-19"),
    ("3 days ago", "Tue 2026-11-17"),
    ("in a month", "Sun 2026-12-20"),
    ("14.3", "Sun 2027-03-14"),
    ("14.3.", "Sun 2027-03-14"),
    ("14.3.27", "Sun 2027-03-14"),
    ("14/3", "Sun 2027-03-14"),
    ("14/3/2027", "Sun 2027-03-14"),
    ("14-3-2027", "Sun 2027-03-14"),
    ("2026-12-01", "Tue 2026-12-01"),
    ("2026/12/1", "Tue 2026-12-01"),
    ("2026-12-01T09:30", "Tue 2026-12-01 09:30"),
    ("2026-12-01 09:30", "Tue 2026-12-01 09:30"),
    ("1st of march", "Mon 2027-03-01"),
    ("the 3rd", "Thu 2026-12-03"),
    ("21st", "Sat 2026-11-21"),
    ("3 dec", "Thu 2026-12-03"),
    ("dec 3", "Thu 2026-12-03"),
    ("dec 3rd 2027", "Fri 2027-12-03"),
    ("december", "Tue 2026-12-01"),
    ("in march", "Mon 2027-03-01"),
    ("mar 2027", "Mon 2027-03-01"),
    ("mon 23 nov", "Mon 2026-11-23"),
    ("mon, 23.11.", "Mon 2026-11-23"),
    ("monday 23rd november 9:30", "Mon 2026-11-23 09:30"),
    ("tuesday the 1st of december at 9", "Tue 2026-12-01 09:00"),
    ("end of month", "Mon 2026-11-30"),
    ("end of next month", "Thu 2026-12-31"),
    ("start of next month", "Tue 2026-12-01"),
    ("week 49", "Mon 2026-11-30"),
    ("kw 3", "Mon 2027-01-18"),
    ("w49", "Mon 2026-11-30"),
    ("xmas", "Fri 2026-12-25"),
    ("christmas eve", "Thu 2026-12-24"),
    ("new year's eve", "Thu 2026-12-31"),
    ("New Year’s Day", "Fri 2027-01-01"),
    ("29.2", "Tue 2028-02-29"),
    ("fri at 9", "Fri 2026-11-20 09:00"),
    ("fri 9 o'clock", "Fri 2026-11-20 09:00"),
    ("fri 0930", "Fri 2026-11-20 09:30"),
    ("fri at 1530", "Fri 2026-11-20 15:30"),
    ("fri @ 4pm", "Fri 2026-11-20 16:00"),
    ("fri 9h", "Fri 2026-11-20 09:00"),
    ("fri 9h30", "Fri 2026-11-20 09:30"),
    ("12am", "Fri 2026-11-20 00:00"),
    ("12pm", "Fri 2026-11-20 12:00"),
    ("12.15 p.m.", "Fri 2026-11-20 12:15"),
    ("fri 20 nov 2026", "Fri 2026-11-20"),
    ("NEXT  Tue,  3PM", "Tue 2026-11-24 15:00"),
    ("9.11.", "Tue 2027-11-09"),
    ("20.11.", "Fri 2026-11-20"),
    ("in a year", "Sat 2027-11-20"),
    ("2 m", "Wed 2027-01-20"),
    ("10d", "Mon 2026-11-30"),
    ("on 14.3", "Sun 2027-03-14"),
    ("on the 14th of march 2027", "Sun 2027-03-14"),
    ("twelve days", "Wed 2026-12-02"),
    ("sept 9", "Thu 2027-09-09"),
]
"""A phrase; the weekday, date and, where one is said, the time it means."""

NONSENSE = [
    ("", "Nothing was typed."),
    ("   ", "Nothing was typed."),
    ("mon 9", "“mon 9” could be a time or a day of the month."),
    ("mon 9th", "9 December 2026 is a Wednesday."),
    ("mon mon", "“mon mon” was not understood."),
    ("mon tue", "“mon tue” was not understood."),
    ("fri at 3", "“at 3” could be 3am or 3pm."),
    ("fri 3 o'clock", "“3 o'clock” could be 3am or 3pm."),
    ("25:00", "“25:00” is not a time of day."),
    ("fri 25:00", "“25:00” is not a time of day."),
    ("fri 9:75", "“9:75” is not a time of day."),
    ("13pm", "“13pm” is not a time of day."),
    ("0pm", "“0pm” is not a time of day."),
    ("31.2", "“31.2” is no date that exists."),
    ("31.11.", "“31.11.” is no date that exists."),
    ("31st feb", "“31st feb” is no date that exists."),
    ("32nd", "“32nd” is no date that exists."),
    ("0.3", "“0.3” is no date that exists."),
    ("week 54", "“week 54” is no date that exists."),
    ("week 0", "“week 0” is no date that exists."),
    ("someday", "“someday” was not understood."),
    ("asap", "“asap” was not understood."),
    ("soonish", "“soonish” was not understood."),
    ("in 30 minutes", "“in 30 minutes” was not understood."),
    ("in 2 hours", "“in 2 hours” was not understood."),
    ("fri-ish", "“fri-ish” was not understood."),
    ("next", "“next” was not understood."),
    ("next next tue", "“next next tue” was not understood."),
    ("+2", "“+2” was not understood."),
    ("2", "“2” was not understood."),
    ("+2 fortnights", "“+2 fortnights” was not understood."),
    ("9am 3pm", "“9am 3pm” was not understood."),
    ("fri 9am 3pm", "“fri 9am 3pm” was not understood."),
    ("tomorrow tomorrow", "“tomorrow tomorrow” was not understood."),
    ("noon noon", "“noon noon” was not understood."),
    ("fri 9.30", "“fri 9.30” is no date that exists."),
    ("+999y", "“+999y” lies outside 1900–2199."),
    ("14.3.1850", "“14.3.1850” lies outside 1900–2199."),
    ("1.1.2200", "“1.1.2200” lies outside 1900–2199."),
    ("2026-13-01", "“2026-13-01” is no date that exists."),
    ("2026-02-30", "“2026-02-30” is no date that exists."),
    ("tue 23 nov", "23 November 2026 is a Monday."),
    ("’; drop table", "“'; drop table” was not understood."),
    ("99999999", "“99999999” was not understood."),
    ("half past nine", "“half past nine” was not understood."),
    ("first monday of december", "“first monday of december” was not understood."),
    ("at 24", "“at 24” is not a time of day."),
    ("fri 24:00", "“24:00” is not a time of day."),
    ("mon 2", "“mon 2” could be a time or a day of the month."),
    ("fri next", "“fri next” was not understood."),
    ("the", "“the” was not understood."),
    ("at", "“at” was not understood."),
    ("on", "“on” was not understood."),
    ("fri-20 nov", "“fri-20 nov” was not understood."),
]
"""A phrase, and the sentence that answers it."""


@pytest.mark.parametrize(("phrase", "meant"), PHRASES)
def test_rule_8_what_a_clerk_types_is_understood(phrase: str, meant: str) -> None:
    found = parse_when(phrase, TODAY)
    clock = "" if found.minute is None else f" {found.minute // 60:02}:{found.minute % 60:02}"
    assert f"{found.day:%a} {found.day.isoformat()}{clock}" == meant


@pytest.mark.parametrize(("phrase", "sentence"), NONSENSE)
def test_rule_8_nonsense_is_answered_with_a_sentence(phrase: str, sentence: str) -> None:
    with pytest.raises(Refused) as caught:
        parse_when(phrase, TODAY)
    assert (caught.value.code, caught.value.reason) == ("invalid", sentence)
    assert caught.value.field in ("date", "time")
    assert caught.value.remedy.endswith(".")
    if sentence.endswith("not understood."):
        assert caught.value.remedy == REMEDY


def test_rule_8_enough_phrases_are_told_apart() -> None:
    assert len(dict(PHRASES)) == len(PHRASES) >= 60
    assert len(dict(NONSENSE)) == len(NONSENSE) >= 20


@pytest.mark.parametrize(
    ("today", "phrase", "meant"),
    [
        (date(2026, 1, 31), "in a month", date(2026, 2, 28)),
        (date(2028, 1, 31), "+1m", date(2028, 2, 29)),
        (date(2028, 2, 29), "next year", date(2029, 2, 28)),
        (date(2026, 12, 31), "tomorrow", date(2027, 1, 1)),
        (date(2026, 12, 28), "week 1", date(2027, 1, 4)),
        (date(2026, 12, 28), "w53", date(2026, 12, 28)),
        (date(2026, 1, 31), "the 30th", date(2026, 3, 30)),
        (date(2026, 11, 22), "next mon", date(2026, 11, 23)),
        (date(2026, 11, 22), "sun", date(2026, 11, 22)),
        (date(2026, 12, 25), "xmas", date(2026, 12, 25)),
        (date(2026, 12, 26), "xmas", date(2027, 12, 25)),
        (date(2026, 1, 31), "end of next month", date(2026, 2, 28)),
    ],
)
def test_rule_8_the_edges_of_months_and_years(today: date, phrase: str, meant: date) -> None:
    assert parse_when(phrase, today).day == meant


@settings(max_examples=500, derandomize=True, database=None)
@given(st.dates(date(1901, 1, 1), date(2198, 12, 31)), st.integers(0, 1439), st.integers(-300, 300))
def test_rule_8_what_the_desk_writes_it_reads(day: date, minute: int, away: int) -> None:
    clock = f"{minute // 60:02}:{minute % 60:02}"
    for form in ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%a %d %b %Y", "%A, %d %B %Y"):
        written = datetime(day.year, day.month, day.day).strftime(form)
        assert parse_when(f"{written} {clock}", TODAY) == (day, minute)
        assert parse_when(f"{clock} {written}", TODAY) == (day, minute)
    assert parse_when(f"{day.isoformat()}T{clock}", TODAY) == (day, minute)
    assert parse_when(f"{away:+}d", day).day == day + timedelta(days=away)


@settings(max_examples=500, derandomize=True, database=None)
@given(st.text(max_size=20) | st.text("0123456789.:/-+ nextmonfriwkap", max_size=12), st.dates())
def test_rule_8_any_text_is_a_date_or_a_sentence(text: str, today: date) -> None:
    with suppress(Refused):
        found = parse_when(text, today)
        assert 1900 <= found.day.year <= 2199
        assert found.minute is None or 0 <= found.minute < 1440


MONTH_FIRST = [
    ("3/4", "2027-03-04"),
    ("3/14/27", "2027-03-14"),
    ("fri 11/27", "2026-11-27"),
    ("3-14-2027", "2027-03-14"),
    ("3.4", "2027-04-03"),
    ("2027-03-04", "2027-03-04"),
    ("2027/3/4", "2027-03-04"),
    ("11/27 9:30a", "2026-11-27"),
    ("14 march", "2027-03-14"),
]


@pytest.mark.parametrize(("phrase", "meant"), MONTH_FIRST)
def test_rule_8_the_month_first_for_those_who_write_it_so(phrase: str, meant: str) -> None:
    assert parse_when(phrase, TODAY, month_first=True).day == date.fromisoformat(meant)


def test_rule_8_the_month_first_is_not_guessed_from_the_numbers() -> None:
    with pytest.raises(Refused) as refused:
        parse_when("14/3", TODAY, month_first=True)
    assert refused.value.reason == "“14/3” is no date that exists."
