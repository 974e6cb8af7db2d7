"""The pure parts of the dialogs: short forms, dates of birth, strips, chips, cards, doubles."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from rich.cells import cell_len

from scheduling.model.reads import Appointment, DayView, Patient, PatientCard, Span, VisitView
from scheduling.services.patient_search import Hit, Hits
from tui import text, words
from tui.dialogs.doubles import Draft, age_words, doubles
from tui.finder.search import days_words, hours_words
from tui.widgets import chips, day_strip, patient_card, patient_list

TODAY = date(2026, 11, 20)
HOSTILE = ("Ann [VIP] [/] 田中", "山田太郎" * 12, "O'Brien-Ünal, Zoë", "[bold]x", "a" * 200, "Lopez, Maria")


@pytest.mark.parametrize(
    ("typed", "born"),
    [
        ("12.4.91", "1991-04-12"),
        ("12/4/1991", "1991-04-12"),
        ("1991-04-12", "1991-04-12"),
        ("12 apr 91", "1991-04-12"),
        ("12 April 1991", "1991-04-12"),
        ("1.1.26", "2026-01-01"),
        ("1.12.26", "1926-12-01"),  # ahead of today: a hundred years ago
        ("29.2.2000", "2000-02-29"),
        ("29.2.2001", None),
        ("31.2.90", None),
        ("1.1.1850", None),
        ("21.11.2026", None),
        ("12.foo.91", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_a_date_of_birth_as_it_is_typed(typed: str, born: str | None) -> None:
    found = words.read_birth(typed, TODAY)
    assert (found.isoformat() if found else None) == born


@pytest.mark.parametrize(
    ("typed", "born"),
    [
        ("4/12/91", "1991-04-12"), ("4-12-1991", "1991-04-12"), ("12.4.91", "1991-04-12"),
        ("apr 12, 1991", "1991-04-12"), ("1991-04-12", "1991-04-12"), ("14/3/91", None),
    ],
)  # fmt: skip
def test_a_date_of_birth_with_the_month_first(typed: str, born: str | None) -> None:
    text.use_manner(text.Manner(month_first=True))
    try:
        found = words.read_birth(typed, TODAY)
        assert words.day_first("lopez 4/12/91") == "lopez 12/4/91"
    finally:
        text.use_manner(text.Manner())
    assert (found.isoformat() if found else None) == born
    assert words.day_first("lopez 4/12/91") == "lopez 4/12/91"


@pytest.mark.parametrize(
    ("name", "family", "full"),
    [
        ("Dr Amara Osei", "Osei", "Dr Amara Osei"),
        ("Stephen Strange", "Strange", "Dr Stephen Strange"),
        ("Who", "Who", "Dr Who"),
        ("Osei, Amara", "Osei", "Dr Osei, Amara"),
        ("Dr", "Dr", "Dr"),
    ],
)
def test_doctors(name: str, family: str, full: str) -> None:
    assert words.doctor_family(name) == family
    assert words.doctor_full(name) == full
    assert words.doctor_short(name) == f"Dr {family}"


def test_short_forms() -> None:
    assert words.doctor_short("") == ""
    assert words.place_short("Main Street") == "Main St"
    assert words.typed_name("  carmen  o'brien-smith ") == "Carmen O'Brien-Smith"
    assert words.typed_name("McAdam") == "McAdam"
    assert words.days_away(TODAY, TODAY) == "today"
    assert words.days_away(date(2026, 11, 21), TODAY) == "tomorrow"
    assert words.days_away(date(2026, 12, 1), TODAY) == "in 11 days"
    assert words.day_near(TODAY, TODAY) == "Today"
    assert words.day_near(date(2026, 11, 21), TODAY) == "Sat 21"
    assert words.day_near(date(2027, 1, 7), TODAY) == "Thu 7 Jan"
    assert words.later(195) == "3 h 15 later"
    assert words.later(-30) == "30 min earlier"
    assert hours_words((0, 540)) == "before 09"
    assert hours_words((870, 1440)) == "after 14:30"
    assert hours_words((480, 720)) == "08 – 12"
    assert days_words(("mon", "tue", "wed", "thu", "fri")) == "Mon – Fri"


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("width", [3, 10, 40])
def test_wrapping_keeps_every_line_inside(text: str, width: int) -> None:
    assert all(cell_len(line) <= width for line in words.wrap(text, width))
    assert words.wrap("one two three", 7) == ["one two", "three"]


@pytest.mark.parametrize(
    ("born", "said"), [("1991-04-12", "35 y"), ("2026-06-19", "5 months"), ("2026-10-20", "1 month")]
)
def test_ages(born: str, said: str) -> None:
    assert age_words(date.fromisoformat(born), TODAY) == said


def test_doubles_say_why_and_the_likeliest_comes_first() -> None:
    twins = [
        Patient("a", "Ruiz, Diego", phones=["917 555 0123"]),
        Patient("b", "Lopez, Carmen", birth_date="1991-04-12"),
        Patient("c", "Lopez Ruiz, Carmen"),
    ]
    draft = Draft("Carmen López Ruiz", "1991-04-12", "917-555-0123")
    assert [(each.patient.id, each.why) for each in doubles(draft, twins)] == [
        ("b", "same birthday"),
        ("c", "same name"),
        ("a", "same phone"),
    ]


def visit(start: int, minutes: int, status: str = "booked", ident: str = "v", **more: str) -> VisitView:
    stamp = datetime(2026, 11, 20, start // 60 % 24, start % 60)
    appointment = Appointment(
        ident, "h", "osei", f"{stamp.isoformat()[:16]}-05:00", f"{stamp.isoformat()[:16]}-05:00", minutes, status,
        start, start + minutes, patient="p", type="fu",
    )  # fmt: skip
    return VisitView(
        appointment, more.get("name", "Petrov, Ivan"), None, None, "Follow-up", "green", "Main", False, False
    )


def day(*visits: VisitView) -> DayView:
    hours = (Span(480, 720, "main"), Span(780, 1020, "main"))
    return DayView("osei", TODAY, 0, 1440, hours, (), visits, 0, 0, 0, ((480, 720), (780, 1020)))


def test_the_strip_tells_booked_free_wanted_and_away() -> None:
    view = day(visit(540, 60), visit(840, 30, "noshow"))
    assert day_strip.hours_of([view]) == (8, 17)
    assert day_strip.hours_of([]) == (8, 18)
    assert day_strip.scale(8, 17, 30) == "8   10  12  14  16"
    row = day_strip.strip(view, (8, 17), 30, wanted=(600, 660))
    assert row.plain == "▁▁▄▄██▁▁  ▁▁▁▁▁▁▁▁"
    clash = day_strip.strip(view, (8, 17), 30, wanted=(570, 630), chosen=True)
    assert clash.plain == "▁▁▄██▁▁▁  ▁▁▁▁▁▁▁▁"
    assert [str(span.style) for span in clash.spans if span.style in {"$bad", "$amber"}] == ["$bad", "$amber"]
    held = day_strip.strip(view, (8, 17), 60, hold="v", booked_style=lambda _: "red")
    assert held.plain == "▁▁▁▁ ▁▁▁▁"


def test_chips_share_the_row() -> None:
    row = [chips.Chip(str(i), name, "", "on red") for i, name in enumerate(("Follow-up", "New patient", "Telephone"))]
    for width in (20, 30, 60):
        line = chips.chips_line(row, 0, width, focused=True)
        assert cell_len(line.plain) <= width
        assert line.plain.startswith("‹Follow-up›")
    hit = chips.places(row, 0, 60)
    assert hit[0] == (0, 12)
    assert chips.chips_line([], 0, 10, focused=False).plain == ""


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("width", [44, 64, 76])
def test_rows_and_cards_never_grow(name: str, width: int) -> None:
    patient = Patient("p", name, birth_date="1984-03-07", phones=[name], alerts=[name, name], note=name * 3)
    card = PatientCard(
        patient, 42, (visit(540, 30, name=name),) * 4, (visit(600, 30, "noshow"), visit(540, 30)), 1, 2
    )
    row = patient_list.hit_row(Hit(patient, ((0, 2),)), width, TODAY)
    assert cell_len(row.left.plain) + cell_len(row.right.plain) <= width
    for lines in (
        patient_card.card_lines(card, 35, 24, {"osei": name}, {}),
        patient_card.short_card(card, width, {"osei": name}, {}),
        [patient_list.chosen_line(patient, width, TODAY)],
    ):
        assert all(cell_len(line.plain) <= max(width, 35) for line in lines)
    assert len(patient_card.card_lines(card, 35, 24, {}, {})) <= 24


def test_a_card_says_what_is_known() -> None:
    unknown = PatientCard(Patient("p", "Lopez, Maria"), None, (), (), 0, 0)
    said = "\n".join(line.plain for line in patient_card.short_card(unknown, 76, {}, {}))
    assert "date of birth not known" in said
    assert "first visit" in said
    assert "no other visit planned" in said
    kept = PatientCard(Patient("p", "Lopez, Maria"), 42, (), (visit(540, 30),) * 3, 0, 3)
    assert "no no-shows of 3" in "\n".join(line.plain for line in patient_card.card_lines(kept, 35, 24, {}, {}))
    assert patient_card.trail(kept.past).plain == "▪▪▪"


def test_marks_follow_the_name_as_it_is_shown() -> None:
    assert patient_list.shown_marks("Lopez, Maria", ((0, 3),)) == [(0, 3)]
    assert patient_list.shown_marks("Maria Lopez", ((0, 3), (6, 9))) == [(0, 3), (7, 10)]
    line = patient_list.name_line("Lopez, Maria", [(0, 3), (9, 12)], 8)
    assert line.plain == "Lopez,… "
    assert [(span.start, span.end) for span in line.spans] == [(0, 3)]


def test_nearly_the_same_stands_apart() -> None:
    found = Hits((Hit(Patient("a", "Lobez, Marya"), (), True), Hit(Patient("b", "Lupez, M"), (), True)), 2)
    rows, patients = patient_list.patient_rows(found, 60, TODAY)
    assert [row.choosable for row in rows] == [False, True, True]
    assert "Nearly" in rows[0].left.plain
    assert [patient.id if patient else None for patient in patients] == [None, "a", "b"]
