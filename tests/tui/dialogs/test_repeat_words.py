"""How often, in words: what is understood, what is missing, what is read back."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from scheduling.errors import Refused
from scheduling.when.words import parse_when
from tui.dialogs.repeat_words import read


def read_date(phrase: str) -> date | None:
    try:
        found = parse_when(phrase, date(2026, 11, 20))
    except Refused:
        return None
    return found.day if found.minute is None else None


WORKDAYS = ["mon", "tue", "wed", "thu", "fri"]


@pytest.mark.parametrize(
    ("typed", "rule", "said"),
    [
        ("every 2 weeks 6 times", {"freq": "weekly", "interval": 2, "count": 6}, "every 2 weeks"),
        ("6 times every other week", {"freq": "weekly", "interval": 2, "count": 6}, "every 2 weeks"),
        ("weekly 8x", {"freq": "weekly", "interval": 1, "count": 8}, "every week"),
        ("Every Month, three times", {"freq": "monthly", "interval": 1, "count": 3}, "every month"),
        ("every day twice", {"freq": "daily", "interval": 1, "count": 2}, "every day"),
        (
            "every mon until 18 dec",
            {"freq": "weekly", "interval": 1, "until": "2026-12-18", "byday": ["mon"]},
            "every Mon",
        ),
        (
            "every 2 weeks on mon and wed 4 times",
            {"freq": "weekly", "interval": 2, "count": 4, "byday": ["mon", "wed"]},
            "every 2 weeks on Mon Wed",
        ),
        (
            "weekdays 10 times not 24 dec 25 dec",
            {
                "freq": "weekly",
                "interval": 1,
                "count": 10,
                "byday": WORKDAYS,
                "exdates": ["2026-12-24", "2026-12-25"],
            },
            "every Mon and Tue and Wed and Thu and Fri",
        ),
        (
            "the last day of every month 6 times",
            {"freq": "monthly", "interval": 1, "count": 6, "last_day": True},
            "the last day of every month",
        ),
    ],
)
def test_the_rule_in_words(typed: str, rule: dict[str, Any], said: str) -> None:
    found = read(typed, read_date)
    assert (found.missing, found.rule(), found.said()) == ("", rule, said)


@pytest.mark.parametrize(
    ("typed", "missing"),
    [
        ("", "How often?"),
        ("6 times", "How often?"),
        ("every week", "How long?"),
        ("every week until nonsense", "“until nonsense” is not understood."),
        ("every week 6 times without", "“without” is not understood."),
        ("every blue moon 6 times", "“blue moon” is not understood."),
    ],
)
def test_what_is_missing_is_said(typed: str, missing: str) -> None:
    assert read(typed, read_date).missing.startswith(missing)
