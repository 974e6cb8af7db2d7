"""Every figure counted a second way: minute by minute, from what the verbs answer; and by hand on a small clinic."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from scheduling import open_desk, sample
from scheduling.desk import Desk
from scheduling.sample.clinic import DOCTORS
from scheduling.services.figures import Shows, Use
from tests.builders import Book

NOW = "2026-11-20T10:42-05:00"
FIRST, WEEKS = date(2026, 10, 26), 4
MINUTE = timedelta(minutes=1)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    desk = open_desk(tmp_path_factory.mktemp("figures") / "clinic", now=NOW)
    sample.fill(desk, 2026)
    return desk


def minutes_of(spans: list[tuple[datetime, datetime]]) -> set[datetime]:
    """Every minute inside the spans."""
    found = set()
    for start, end in spans:
        while start < end:
            found.add(start)
            start += MINUTE
    return found


Rows = list[tuple[datetime, datetime, str]]


def visits(desk: Desk, doctor: str, first: date, last: date, **more: Any) -> Rows:
    """Start, end, status of a doctor's visits as the verb `appointments` answers them."""
    rows = desk.appointments(doctor=doctor, from_=str(first), to=str(last), **more)
    return [(datetime.fromisoformat(row.start), datetime.fromisoformat(row.end), row.status) for row in rows]


def opened(desk: Desk, doctor: str, day: date) -> set[datetime]:
    """The minutes that the weekly hours of the sample open."""
    spans = []
    hours = next(hours for ident, _, _, hours in DOCTORS if ident == doctor)
    zone = datetime.fromisoformat(NOW).tzinfo
    for start, end, _ in hours.get(f"{day:%a}".lower(), ()):
        spans.append(tuple(datetime.fromisoformat(f"{day}T{edge}").replace(tzinfo=zone) for edge in (start, end)))
    return minutes_of(spans)  # type: ignore[arg-type]


def test_use_is_the_minutes_booked_of_those_open(desk: Desk) -> None:
    figures = desk.figures("riverside", date(2026, 11, 9), 2)
    assert [one.doctor.id for one in figures.doctors] == ["brandt", "farouk", "osei", "strange", "tanaka", "who"]
    for one in figures.doctors:
        for at, use in enumerate(one.days):
            day = date(2026, 11, 9) + timedelta(days=at)
            open_minutes = opened(desk, one.doctor.id, day)
            taken = [
                (start, end)
                for start, end, status in visits(desk, one.doctor.id, day, day)
                if status not in ("noshow", "cancelled")
            ]
            assert use == Use(len(open_minutes), len(open_minutes & minutes_of(taken)))


def test_trend_no_shows_and_lead_times(desk: Desk) -> None:
    figures = desk.figures("riverside", FIRST, WEEKS)
    last = FIRST + timedelta(days=27)
    for one in figures.doctors:
        ident = one.doctor.id
        week = [use for at, use in enumerate(one.days) if at >= 21]
        assert one.trend[-1] == Use(sum(use.open for use in week), sum(use.booked for use in week))
        assert len(one.trend) == 12
        statuses = [status for *_, status in visits(desk, ident, last - timedelta(days=83), last)]
        seen, missed = statuses.count("fulfilled"), statuses.count("noshow")
        assert one.shows == Shows(seen + missed, missed)
        detail = desk.doctor_figures(ident, FIRST, WEEKS)
        assert detail.shows == one.shows
        assert sum(lead.resolved for lead in detail.leads) == seen + missed
        before = [status for *_, status in visits(desk, ident, last - timedelta(days=167), last - timedelta(days=84))]
        assert detail.before.missed == before.count("noshow")


def test_the_wait_is_what_next_available_says(desk: Desk) -> None:
    for one in desk.figures("riverside", FIRST, WEEKS).doctors:
        kind = desk.usual_type(one.doctor.id)
        assert kind is not None
        found = desk.do("next", doctor=one.doctor.id, type=kind.id, after=NOW, count=1).value
        start = datetime.fromtimestamp(found.openings[0].start * 60, datetime.fromisoformat(NOW).tzinfo)
        assert one.wait == (start.date() - date(2026, 11, 20)).days


def test_hours_of_the_week_and_types_add_up_to_the_whole(desk: Desk) -> None:
    figures = desk.figures("riverside", FIRST, WEEKS)
    for one in figures.doctors:
        detail = desk.doctor_figures(one.doctor.id, FIRST, WEEKS)
        assert sum(use.open for use in detail.when.values()) == sum(use.open for use in one.days)
        assert sum(use.booked for use in detail.when.values()) == sum(use.booked for use in one.days)
        taken = [
            (start, end)
            for start, end, status in visits(desk, one.doctor.id, FIRST, FIRST + timedelta(days=27))
            if status not in ("noshow", "cancelled")
        ]
        assert sum(kind.minutes for kind in detail.kinds) == sum((end - start) // MINUTE for start, end in taken)
        assert [kind.minutes for kind in detail.kinds] == sorted((k.minutes for k in detail.kinds), reverse=True)


def test_one_day_of_a_doctor(desk: Desk) -> None:
    figures = desk.figures("riverside", FIRST, WEEKS)
    for at in range(28):
        day = FIRST + timedelta(days=at)
        freed = figures.freed.get(("osei", day.toordinal()), ())
        found = desk.day_figures("osei", day, freed)
        shown = visits(desk, "osei", day, day)
        assert found.use == next(one for one in figures.doctors if one.doctor.id == "osei").days[at]
        assert (found.visits, found.missed) == (
            sum(status != "noshow" for *_, status in shown),
            sum(status == "noshow" for *_, status in shown),
        )
        assert found.freed == len(visits(desk, "osei", day, day, status="cancelled"))


@pytest.fixture
def small() -> Book:
    """Dr Who's Monday: one missed and half refilled, two seen, two cancelled of which one was refilled."""
    book = Book(now="2026-11-01T08:00")
    missed = book.book("who", "2026-11-16T09:00")
    first, second = (book.book("who", start, patient="ng") for start in ("2026-11-16T10:00", "2026-11-16T13:00"))
    for visit in (first, second):
        book.do("cancel", id=visit.id, reason="patient")
    for name in (None, "named"):  # one with a name of the caller's stays in the book
        held = book.hold("who", "2026-11-16T15:00", **({"id": name} if name else {}))
        book.do("release", id=held.id)
    book.it_is("2026-11-16T09:10")
    book.do("status", id=missed.id, status="noshow")
    seen = [
        book.book("who", "2026-11-16T09:15", minutes=15, patient="ng"),
        book.book("who", "2026-11-16T10:00", minutes=45, patient="ng"),
    ]
    for visit, arrives, goes_in in zip(seen, ("09:12", "09:50"), ("09:15", "10:02"), strict=True):
        book.it_is(f"2026-11-16T{arrives}")
        book.do("status", id=visit.id, status="arrived")
        book.it_is(f"2026-11-16T{goes_in}")
        book.do("status", id=visit.id, status="checked-in")
        book.do("status", id=visit.id, status="fulfilled")
    return book


def test_by_hand(small: Book) -> None:
    figures = small.desk.figures("general", date(2026, 11, 16), 1)
    who = next(one for one in figures.doctors if one.doctor.id == "who")
    assert who.days[:5] == (Use(480, 60), *[Use(480, 0)] * 4)
    assert who.days[0].share == 0.125
    assert who.days[6].share is None
    assert who.shows == Shows(3, 1)
    assert who.shows.share == pytest.approx(1 / 3)
    assert Shows(0, 0).share is None
    monday = date(2026, 11, 16)
    detail = small.desk.doctor_figures("who", monday, 1)
    assert (detail.lost, detail.rebooked) == (30, 15)
    assert [(kind.name, kind.minutes) for kind in detail.kinds] == [("", 60)]
    assert detail.leads == (Shows(2, 0), Shows(1, 1), Shows(0, 0), Shows(0, 0))
    assert list(figures.freed) == [("who", monday.toordinal())], "a hold let go was promised to nobody"
    day = small.desk.day_figures("who", monday, figures.freed[("who", monday.toordinal())])
    assert (day.visits, day.missed, day.freed, day.refilled, day.waited) == (2, 1, 2, 1, 7.5)
    assert day.gap is not None
    assert small.wall(day.gap[0])[11:16] == "10:45"
    assert small.wall(day.gap[1])[11:16] == "16:00"
    sunday = small.desk.day_figures("who", date(2026, 11, 22), ())
    assert (sunday.gap, sunday.waited, sunday.use) == (None, None, Use(0, 0))


def wait_of(book: Book) -> int | None:
    """Days until Dr Who has time for the usual visit."""
    figures = book.desk.figures("general", date(2026, 11, 16), 1)
    wait: int | None = next(one for one in figures.doctors if one.doctor.id == "who").wait
    return wait


def test_a_doctor_without_a_free_time_has_no_wait(small: Book) -> None:
    assert wait_of(small) == 0
    small.do("close", doctor="who", from_="2026-11-16", to="2026-11-20", reason="leave")
    assert wait_of(small) == 7
    small.do("close", doctor="who", from_="2026-11-21", to="2028-11-17", reason="leave")
    assert wait_of(small) is None


def test_a_visit_over_midnight_counts_where_it_begins(small: Book) -> None:
    small.it_is("2026-11-10T08:00")
    late = small.book("who", "2026-11-15T23:30", minutes=60, patient="ng", override="An emergency")
    small.it_is("2026-11-16T00:20")
    small.do("status", id=late.id, status="fulfilled")
    small.it_is("2026-11-20T08:00")
    for first, seen in ((date(2026, 11, 16), 3), (date(2026, 11, 9), 1)):  # of all weeks up to the end of that one
        detail = small.desk.doctor_figures("who", first, 1)
        assert detail.shows.resolved - detail.shows.missed == seen, first


def test_longer_than_the_trend(small: Book) -> None:
    figures = small.desk.figures("general", date(2026, 8, 3), 16)
    assert len(figures.doctors[0].days) == 16 * 7
    assert len(figures.doctors[0].trend) == 12
