from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from scheduling.model.reads import Appointment, VisitView
from tui import text

ANYTHING = st.text(st.characters(exclude_categories=[]), max_size=60)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("Lopez", "Lopez"), ("Lo\x1b[31mpez\x07", "Lo[31mpez"), ("a\tb\nc", "a b c"), ("\u202eevil\u202c", "evil"),
        ("e\u0301", "é"), ("\u0301Lopez", "Lopez"), ("👩\u200d👧", "👩👧"), ("❤\ufe0f", "❤"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("[/] [bold]", "[/] [bold]"), ("\ue000", "\ufffd"), ("\ud800", ""),
    ],
)  # fmt: skip
def test_cleaning_leaves_what_can_be_painted(raw: str, shown: str) -> None:
    assert text.clean(raw) == shown


@given(ANYTHING, st.integers(0, 40))
def test_fit_and_pad_count_cells(value: str, width: int) -> None:
    assert cell_len(text.fit(value, width)) <= width
    for align in ("left", "right", "center"):
        assert cell_len(text.pad(value, width, align)) == width


@given(ANYTHING)
def test_cleaning_twice_changes_nothing(value: str) -> None:
    once = text.clean(value)
    assert text.clean(once) == once


def test_what_is_cut_says_so() -> None:
    assert text.fit("Müller-Lüdenscheidt", 10) == "Müller-Lü…"
    assert text.fit("山田太郎", 5) == "山田…"
    assert text.fit("山田太郎", 6) == "山田…"
    assert text.fit("Ann Lee", 5) == "Ann…"
    assert text.fit("abc", 0) == ""
    assert text.pad("ab", 5, "right") == "   ab"
    assert text.pad("ab", 5, "center") == " ab  "


@pytest.mark.parametrize(
    ("stored", "width", "shown"),
    [
        ("Lopez, Maria", 20, "Lopez, Maria"), ("Maria Lopez", 20, "Lopez, Maria"), ("Lopez, Maria", 10, "Lopez M"),
        ("Lopez, Maria", 6, "Lopez"), ("Lopez, Maria", 4, "Lope"), ("Maria de la Cruz", 12, "de la Cruz M"),
        ("Maria de la Cruz", 10, "de la Cruz"), ("Madonna", 20, "Madonna"), ("山田太郎", 5, "山田"), ("", 5, ""),
        ("García Fernández, Xavier", 12, "García Fern…"), (",  Cher", 9, "Cher"),
        ("山田 太郎", 20, "山田 太郎"), ("山田 太郎", 6, "山田"), ("김 민준", 20, "김 민준"),
        ("محمد علي", 20, "محمد علي"),
        ("Ольга Иванова", 20, "Ольга Иванова"), ("Ann [VIP] [/] 田中", 30, "Ann [VIP] [/] 田中"),
        ("Sinéad Ní Dhomhnaill", 30, "Dhomhnaill, Sinéad Ní"), ("山田, 太郎", 20, "山田, 太郎"),
    ],
)  # fmt: skip
def test_names_shorten_to_the_family(stored: str, width: int, shown: str) -> None:
    assert text.short_name(stored, width) == shown


def test_names_the_way_round_one_says_them() -> None:
    assert text.natural_name("Lopez, Maria") == text.natural_name("Maria Lopez") == "Maria Lopez"
    assert text.natural_name("Cher") == "Cher"
    assert text.natural_name("山田, 太郎") == text.natural_name("山田 太郎") == "山田 太郎"
    assert text.natural_name("Иванова, Ольга") == text.natural_name("Ольга Иванова") == "Ольга Иванова"


@pytest.mark.parametrize(
    ("name", "width", "shown"),
    [
        ("Follow-up", 9, "Follow-up"), ("Follow-up", 5, "F-up"), ("New patient", 8, "New"), ("Procedure", 8, "Proc"),
        ("Procedure", 2, "Pr"), ("", 4, ""),
    ],
)  # fmt: skip
def test_types_shorten_to_what_one_recognises(name: str, width: int, shown: str) -> None:
    assert text.kind_words(name, width) == shown


def test_dates_line_up() -> None:
    assert text.day(date(2026, 12, 8)) == "Tue  8 Dec"
    assert text.day(date(2026, 11, 20)) == "Fri 20 Nov"
    assert text.day_short(date(2026, 12, 8)) == "Tue 8"
    assert text.day_long(date(2026, 12, 8)) == "Tuesday 8 December 2026"


@pytest.mark.parametrize(
    ("first", "last", "long", "short"),
    [
        (date(2026, 11, 16), date(2026, 11, 22), "16 – 22 November 2026", "16–22 Nov 2026"),
        (date(2026, 11, 30), date(2026, 12, 6), "30 November – 6 December 2026", "30 Nov–6 Dec 2026"),
        (date(2026, 12, 28), date(2027, 1, 3), "28 December 2026 – 3 January 2027", "28 Dec 2026–3 Jan 2027"),
        (date(2026, 11, 20), date(2026, 11, 20), "20 November 2026", "20 Nov 2026"),
    ],
)
def test_a_week_names_months_and_years_once(first: date, last: date, long: str, short: str) -> None:
    assert text.week_range(first, last) == long
    assert text.week_range(first, last, long=False) == short


def test_times_and_lengths() -> None:
    assert text.clock(570) == "09:30"
    assert text.span(570, 1440) == "09:30–24:00"
    assert [text.minutes(count) for count in (15, 60, 90, 125)] == ["15 min", "1 h", "1 h 30", "2 h 05"]
    assert [text.countdown(left) for left in (280, 0, -5)] == ["4:40", "0:00", "0:00"]


@pytest.fixture
def american() -> Iterator[None]:
    text.use_manner(text.Manner(hours=12, month_first=True, first_weekday=6))
    yield
    text.use_manner(text.Manner())


@pytest.mark.usefixtures("american")
def test_the_month_before_the_day() -> None:
    december = date(2026, 12, 8)
    assert text.day(december) == "Tue Dec  8"
    assert text.day_said(december) == "Tue Dec 8"
    assert text.day_long(december) == "Tuesday December 8, 2026"
    assert text.birth("1984-03-07") == "Mar 7 1984"
    assert text.day_range(date(2026, 11, 16), date(2026, 11, 20)) == "Nov 16 – 20"
    assert text.day_range(date(2026, 11, 30), date(2026, 12, 4)) == "Nov 30 – Dec 4"
    assert [text.week_range(date(2026, 11, day), date(2026, 11, 22)) for day in (16, 22)] == [
        "November 16 – 22, 2026", "November 22, 2026",
    ]  # fmt: skip
    assert text.week_range(date(2026, 12, 28), date(2027, 1, 3), long=False) == "Dec 28, 2026–Jan 3, 2027"
    told = "Maria Lopez, b. Mar 7 1984: Tue Mar 14 9:15a–9:30a, Dr Who, Main Street, follow-up"
    assert text.sentence(view(), "Dr Who") == told


@pytest.mark.usefixtures("american")
@pytest.mark.parametrize(
    ("minute", "shown"),
    [(0, "12:00a"), (570, "9:30a"), (719, "11:59a"), (720, "12:00p"), (1425, "11:45p"), (1440, "12:00a")],
)  # fmt: skip
def test_the_clock_of_twelve_hours(minute: int, shown: str) -> None:
    assert text.clock(minute) == shown
    assert len(text.clock(minute)) <= text.clock_cells()


@pytest.mark.usefixtures("american")
def test_what_stands_in_columns_is_as_wide_for_every_time() -> None:
    morning, noon = datetime(2026, 11, 20, 9, 30), datetime(2026, 11, 20, 12, 5)
    assert text.from_to(morning, noon) == "9:30a – 12:05p"
    assert text.from_to_column(morning, noon) == " 9:30a – 12:05p"
    assert text.from_to_column(noon, morning) == "12:05p –  9:30a"
    assert [text.hour(hour) for hour in (0, 9, 12, 13, 24)] == ["12", "9", "12", "1", "12"]


@pytest.mark.parametrize(("first", "start"), [(0, 16), (6, 15), (5, 14)])
def test_a_week_begins_on_the_day_that_was_chosen(first: int, start: int) -> None:
    text.use_manner(text.Manner(first_weekday=first))
    try:
        assert text.week_start(date(2026, 11, 20)) == date(2026, 11, start)
        assert text.week_start(date(2026, 11, start)) == date(2026, 11, start)
    finally:
        text.use_manner(text.Manner())


def test_births_and_ages() -> None:
    assert text.birth("1984-03-07") == "7 Mar 1984"
    assert text.birth(None) == ""
    assert text.age("1984-03-07", date(2026, 3, 6)) == 41
    assert text.age("1984-03-07", date(2026, 3, 7)) == 42
    assert text.age(None, date(2026, 3, 7)) is None


def view(name: str = "Lopez, Maria", kind: str = "Follow-up", born: str | None = "1984-03-07") -> VisitView:
    visit = Appointment("a", "h", "d", "2023-03-14T09:15-04:00", "2023-03-14T09:30-04:00", 15, "booked", 0, 15)
    return VisitView(visit, name, born, None, kind, None, "Main Street", False, False)


def test_the_sentence_to_read_out() -> None:
    told = "Maria Lopez, b. 7 Mar 1984: Tue 14 Mar 09:15–09:30, Dr Who, Main Street, follow-up"
    assert text.sentence(view(), "Dr Who") == told
    assert text.sentence(view("", "ECG", None), "Dr Who") == "Held: Tue 14 Mar 09:15–09:30, Dr Who, Main Street, ECG"


def test_styled_text_is_never_markup() -> None:
    assert text.styled("Ann [VIP]").plain == "Ann [VIP]"
    assert text.styled("[/]", "bold").plain == "[/]"
    assert text.joined("a ", ("[b]", "bold")).plain == "a [b]"
