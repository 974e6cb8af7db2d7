"""Hours of a week as they are typed: what they mean, and what is told of those that mean nothing."""

from __future__ import annotations

import pytest

from scheduling.errors import Refused
from tui.dialogs import week_words

WORKDAYS = ("mon", "tue", "wed", "thu", "fri")
MORNING, DAY = ["08:00", "12:00"], [["08:00", "12:00"], ["13:00", "17:00"]]
LONG, LATE = [["09:00", "17:00"]], [["14:00", "17:00"]]


@pytest.mark.parametrize(
    ("typed", "meant", "said"),
    [
        ("mon-fri 8-12, 13-17", dict.fromkeys(WORKDAYS, DAY),
         "Mon – Fri 08:00–12:00, 13:00–17:00"),
        ("Mon – Fri 8-12 1-5", dict.fromkeys(WORKDAYS, DAY),
         "Mon – Fri 08:00–12:00, 13:00–17:00"),
        ("tue 8-12; thu 8-12", {"tue": [MORNING], "thu": [MORNING]}, "Tue, Thu 08:00–12:00"),
        ("mon, wed and fri 9-5", dict.fromkeys(("mon", "wed", "fri"), LONG), "Mon, Wed, Fri 09:00–17:00"),
        ("weekend 10 to 2pm", {"sat": [["10:00", "14:00"]], "sun": [["10:00", "14:00"]]}, "Sat, Sun 10:00–14:00"),
        ("every day 2-5pm", dict.fromkeys((*WORKDAYS, "sat", "sun"), LATE), "Mon – Sun 14:00–17:00"),
        ("sat 8.30-12.15", {"sat": [["08:30", "12:15"]]}, "Sat 08:30–12:15"),
        ("mon 9a-12p 1 pm - 4 pm; tue 18-24",
         {"mon": [["09:00", "12:00"], ["13:00", "16:00"]], "tue": [["18:00", "24:00"]]},
         "Mon 09:00–12:00, 13:00–16:00; Tue 18:00–24:00"),
        ("mon 8-12pm", {"mon": [["08:00", "12:00"]]}, "Mon 08:00–12:00"),
        ("mon-tue 8-12; tue 1-3", {"mon": [MORNING], "tue": [MORNING, ["13:00", "15:00"]]},
         "Mon 08:00–12:00; Tue 08:00–12:00, 13:00–15:00"),
    ],
)  # fmt: skip
def test_hours_of_a_week(typed: str, meant: dict[str, list[list[str]]], said: str) -> None:
    week = week_words.read_week(typed)
    assert week_words.for_verb(week) == meant
    assert week_words.said(week) == said


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "No hours were typed."),
        ("8-12", "“8-12” has no days before it."),
        ("mon-fri", "Mon – Fri has no hours yet."),
        ("mon 8-12; sat", "Sat has no hours yet."),
        ("mon eight", "“eight” was not understood."),
        ("mon 8-25", "“8-25” was not understood."),
        ("mon 14-13:30", "“14-13:30” ends before it begins."),
        ("mon 8-12, 11-1", "On Mon 08:00–12:00 and 11:00–13:00 overlap."),
        ("mon 08:00-12:00 11:00-13:00", "On Mon 08:00–12:00 and 11:00–13:00 overlap."),
    ],
)
def test_what_is_no_week_is_told(typed: str, told: str) -> None:
    with pytest.raises(Refused) as refused:
        week_words.read_week(typed)
    assert (refused.value.field, refused.value.reason) == ("hours", told)
    assert refused.value.remedy


def test_a_week_is_counted() -> None:
    assert week_words.minutes(week_words.read_week("mon-fri 8-12, 13-17")) == 40 * 60
