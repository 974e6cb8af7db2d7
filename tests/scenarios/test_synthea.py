"""604 encounters that nobody here made up, booked through the Desk one by one, and what it then answers."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from scheduling.desk import Desk
from scheduling.errors import Refused
from scheduling.store.check import check
from tests.scenarios.encounters import Book, Encounter, day_of, encounters, instant, midnight, rows
from tests.scenarios.front import open_front

BEFORE_THE_FIRST = "1968-01-01T00:00Z"
A_LIFETIME = 36_500
"""Days ahead that a hospital of this clinic takes bookings: the encounters of its oldest patient span 56 years."""

ALL_DAY = {weekday: [["00:00", "24:00"]] for weekday in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}

SOME = 150
"""How many windows and searches are tried."""


def set_up(desk: Desk) -> None:
    """Hospitals, doctors at any hour of any day, patients of the clinic."""
    for row in rows("organizations"):
        address = f"{row['ADDRESS']}, {row['CITY']}, {row['STATE']} {row['ZIP']}"
        desk.add_hospital(
            id=row["Id"], name=row["NAME"], timezone="America/New_York", address=address, horizon=A_LIFETIME
        )
    for row in rows("providers"):
        desk.add_doctor(id=row["Id"], hospital=row["ORGANIZATION"], name=row["NAME"], specialty=row["SPECIALITY"])
        desk.set_hours(doctor=row["Id"], hours=ALL_DAY)
    for row in rows("patients"):
        desk.add_patient(id=row["Id"], name=f"{row['FIRST']} {row['LAST']}", birth_date=row["BIRTHDATE"])


def book(desk: Desk, encounter: Encounter) -> Refused | None:
    """Book an encounter under its own id; what it was refused for, if it was."""
    try:
        desk.book(
            id=encounter.id,
            doctor=encounter.provider,
            patient=encounter.patient,
            start=instant(encounter.start),
            minutes=encounter.end - encounter.start,
        )
    except Refused as error:
        return error
    return None


@dataclass
class Massachusetts:
    """The clinic, what was refused, and the book that knows what is right."""

    desk: Desk
    refused: dict[str, Refused]
    book: Book


def build(folder: Path, order: list[Encounter]) -> Massachusetts:
    """The clinic, its encounters booked in this order with the clock standing before the first of them."""
    desk = open_front(folder, BEFORE_THE_FIRST)
    desk.atomic(lambda: set_up(desk))
    refused: dict[str, Refused] = {}
    right = Book()
    for encounter in order:
        wrong = right.refuses(encounter)
        error = book(desk, encounter)
        if error is not None:
            refused[encounter.id] = error
        assert (error and error.code, set(error.blocking) if error else None) == (wrong or (None, None)), encounter
        if wrong is None:
            right.take(encounter)
    return Massachusetts(desk, refused, right)


@pytest.fixture(scope="session")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Massachusetts]:
    """Booked in the order in which they happened."""
    found = build(tmp_path_factory.mktemp("synthea") / "clinic", sorted(encounters(), key=lambda one: one.start))
    yield found
    found.desk.close_desk()


def numbers(clinic: Massachusetts) -> tuple[int, dict[str, int]]:
    visits = clinic.desk.appointments()
    return len(visits), dict(Counter(error.code for error in clinic.refused.values()))


def test_every_encounter_is_booked_but_the_three_and_three_that_clash(clinic: Massachusetts) -> None:
    assert numbers(clinic) == (598, {"slot_taken": 3, "patient_clash": 3})


def test_the_order_of_the_file_gives_the_same_numbers(tmp_path: Path) -> None:
    """The file goes patient by patient: other encounters lose, as many."""
    found = build(tmp_path / "clinic", encounters())
    assert numbers(found) == (598, {"slot_taken": 3, "patient_clash": 3})
    found.desk.close_desk()
    assert [finding for finding in check(tmp_path / "clinic") if finding.level != "ok"] == []


def test_what_was_booked_is_what_the_file_says(clinic: Massachusetts) -> None:
    found = {
        visit.id: Encounter(
            visit.id, visit.hospital, visit.doctor, visit.patient or "", visit.start_minute, visit.end_minute
        )
        for visit in clinic.desk.appointments()
    }
    assert found == clinic.book.visits


def test_a_refusal_over_a_taken_time_offers_times_that_are_free(clinic: Massachusetts) -> None:
    lengths = {encounter.id: encounter.end - encounter.start for encounter in encounters()}
    taken = {ident: error for ident, error in clinic.refused.items() if error.code == "slot_taken"}
    assert len(taken) == 3
    for ident, error in taken.items():
        assert error.alternatives
        for other in error.alternatives:
            assert other.end - other.start == lengths[ident]
            assert not any(minute in clinic.book.doctor[other.doctor] for minute in range(other.start, other.end))


def test_every_week_with_a_visit_shows_it_where_it_is(clinic: Massachusetts) -> None:
    weeks = set()
    for visit in clinic.book.visits.values():
        for day in (day_of(visit.start), day_of(visit.end - 1)):
            weeks.add((visit.provider, day - timedelta(days=day.weekday())))
    assert len(weeks) > 450
    for doctor, monday in sorted(weeks):
        for view in clinic.desk.week(doctor, monday).days:
            shown = {visit.visit.id for visit in view.visits}
            assert (shown, view.booked_minutes, view.free_minutes) == clinic.book.day(doctor, view.date)
            assert (view.start, view.end) == (midnight(view.date), midnight(view.date + timedelta(days=1)))
            bookable = {minute for start, end in view.bookable for minute in range(start, end)}
            assert bookable == set(range(view.start, view.end)) - clinic.book.doctor[doctor].keys()


def test_windows_hold_exactly_the_visits_that_reach_into_them(clinic: Massachusetts) -> None:
    chance = random.Random(598)
    visits = sorted(clinic.book.visits.values())
    found_any = 0
    for _ in range(SOME):
        near = chance.choice(visits)
        start = chance.choice((near.start, near.end, near.start - 1, near.end - 1))
        start -= chance.choice((0, 0, 1, 45, 4000))
        end = start + chance.choice((1, 15, 60, 1440, 60_000))
        asked, meant = chance.choice(
            (
                ({}, lambda visit: True),
                ({"doctor": near.provider}, lambda visit, near=near: visit.provider == near.provider),
                ({"patient": near.patient}, lambda visit, near=near: visit.patient == near.patient),
                ({"hospital": near.organization}, lambda visit, near=near: visit.organization == near.organization),
            )
        )
        right = [visit.id for visit in clinic.book.window(start, end) if meant(visit)]
        answer = clinic.desk.appointments(**asked, **{"from": instant(start), "to": instant(end)})
        assert [visit.id for visit in answer] == right
        found_any += bool(right)
    assert found_any > SOME / 3


def test_next_available_is_the_first_free_minute_of_the_grid(clinic: Massachusetts) -> None:
    chance = random.Random(604)
    visits = sorted(clinic.book.visits.values())
    pushed = 0
    for _ in range(SOME):
        near = chance.choice(visits)
        after = chance.randrange(near.start - 20, near.end + 5)
        length, step = chance.choice((1, 10, 45, 240, 1440)), chance.choice((1, 5, 7, 45))
        right = clinic.book.first_free(near.provider, after, length, step)
        found = clinic.desk.next(doctor=near.provider, after=instant(after), minutes=length, step=step)
        assert [(row.start, row.end) for row in found.openings] == [(right, right + length)]
        pushed += right > after + step
    assert pushed > SOME / 3


@pytest.mark.parametrize("length", [2000, 5509, 10_080])
def test_next_available_finds_room_for_a_stay_of_days(clinic: Massachusetts, length: int) -> None:
    chance = random.Random(length)
    visits = sorted(clinic.book.visits.values())
    for near in chance.sample(visits, 10):
        after = near.start - 20
        right = clinic.book.first_free(near.provider, after, length, 5)
        found = clinic.desk.next(doctor=near.provider, after=instant(after), minutes=length)
        assert [(row.start, row.end) for row in found.openings] == [(right, right + length)]


def test_among_several_doctors_the_earliest_and_then_the_least_busy_is_chosen(clinic: Massachusetts) -> None:
    chance = random.Random(166)
    visits = sorted(clinic.book.visits.values())
    ties = 0
    for _ in range(SOME // 3):
        near = chance.choice(visits)
        several = {near.provider, *(visit.provider for visit in chance.sample(visits, 3))}
        after = near.start - chance.randrange(0, 20)
        free = {doctor: clinic.book.first_free(doctor, after, 30, 5) for doctor in several}
        first = min(free.values())
        rivals = {doctor: clinic.book.load(doctor, first) for doctor, start in free.items() if start == first}
        least = min(rivals.values())
        found = clinic.desk.next(doctors=sorted(several), after=instant(after), minutes=30).openings
        assert [row.start for row in found] == [first]
        assert rivals[found[0].doctor] == least
        ties += len(rivals) > 1
    assert ties > 5
