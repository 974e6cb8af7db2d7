"""What screens read: a doctor's week, a patient's card, who waits, the likeliest type."""

from __future__ import annotations

from datetime import date

from scheduling.model.status import FOREVER
from tests.builders import OFFICE, Book

MONDAY = date(2026, 11, 23)


def test_a_day_has_its_hours_visits_and_loads(clinic: Book) -> None:
    clinic.book("strange", "mon 09:00", minutes=60)
    clinic.book("strange", "mon 17:30", minutes=30, override="late", patient="ng")
    clinic.do("close", doctor="strange", from_="mon 12:00", to="mon 13:00", reason="Lunch")
    day = clinic.desk.day_strip("strange", MONDAY)
    assert [(span.end - span.start) for span in day.hours] == [180, 240]
    assert [closed.reason for closed in day.closures] == ["Lunch"]
    assert (day.booked_minutes, day.free_minutes, day.free_from_now) == (60, 360, 360)
    assert [(view.patient_name, view.outside, view.overbooked) for view in day.visits] == [
        *(("Maria Lopez", False, False), ("Ng, Wei Ling", True, True)),
    ]
    clinic.it_is("2026-11-23T14:30")
    later = clinic.desk.day_strip("strange", MONDAY)
    assert (later.free_minutes, later.free_from_now) == (360, 150)
    assert [end - start for start, end in later.bookable] == [150]
    clinic.it_is("2026-11-24T08:00")
    assert clinic.desk.day_strip("strange", MONDAY).bookable == ()


def test_a_day_of_several_doctors_is_in_the_order_asked_for(clinic: Book) -> None:
    clinic.book("strange", "mon 09:00", minutes=60)
    found = clinic.desk.day(["who", "strange"], MONDAY)
    assert [view.doctor.id for view in found] == ["who", "strange"]
    assert [(len(view.days), view.days[0].booked_minutes) for view in found] == [(1, 0), (1, 60)]
    assert found[1].days[0] == clinic.desk.day_strip("strange", MONDAY)
    assert clinic.desk.day([], MONDAY) == ()


def test_a_week_shows_live_holds_and_knows_when_its_picture_changes(clinic: Book) -> None:
    week = clinic.desk.week("strange", MONDAY)
    assert (len(week.days), week.valid_until, week.doctor.id, week.hospital.id) == (7, FOREVER, "strange", "general")
    held = clinic.hold("strange", "mon 09:00")
    week = clinic.desk.week("strange", MONDAY)
    assert week.valid_until == clinic.clock.now() + 1800
    assert [view.visit.id for view in week.days[0].visits] == [held.id]
    clinic.wait(minutes=30)
    week = clinic.desk.week("strange", MONDAY)
    assert (week.days[0].visits, week.valid_until) == ((), FOREVER)


def test_a_night_shift_is_shown_on_both_dates(clinic: Book) -> None:
    clinic.do("set_hours", doctor="strange", hours={"mon": [["22:00", "04:00"]]})
    clinic.book("strange", "mon 23:30", minutes=60)
    monday, tuesday = clinic.desk.week("strange", MONDAY, 2).days
    assert [(monday.free_minutes, monday.booked_minutes), (tuesday.free_minutes, tuesday.booked_minutes)] == [
        *((90, 30), (210, 30)),
    ]
    assert monday.visits[0].visit.id == tuesday.visits[0].visit.id
    assert not tuesday.visits[0].outside


def test_a_visit_at_a_place_is_outside_when_the_doctor_is_elsewhere(clinic: Book) -> None:
    for ident in ("east", "west"):
        clinic.do("add_location", id=ident, hospital="general", name=ident.title())
    clinic.do("update_doctor", id="strange", locations=["east", "west"])
    clinic.do("add_type", id="fu", hospital="general", name="Follow-up", minutes=20, color="green")
    clinic.book("strange", "mon 09:00", location="east", type="fu")
    clinic.do("set_hours", doctor="strange", hours={})
    clinic.do("set_hours", doctor="strange", hours=OFFICE, location="west")
    day = clinic.desk.day_strip("strange", MONDAY)
    view = day.visits[0]
    assert (view.location_name, view.type_name, view.type_color, view.outside) == ("East", "Follow-up", "green", True)
    assert [span.location for span in day.hours] == ["west"]
    clinic.do("set_hours", doctor="strange", hours=OFFICE, location="east")
    assert not clinic.desk.day_strip("strange", MONDAY).visits[0].outside


def test_a_patients_card(clinic: Book) -> None:
    clinic.do("update_patient", id="lopez", birth_date="1984-11-21", phones=["1", "2"])
    clinic.book("strange", "fri 09:00")
    missed = clinic.book("strange", "fri 10:00")
    gone = clinic.book("strange", "fri 11:00")
    clinic.hold("strange", "fri 12:00", patient="lopez")
    ahead = [clinic.book("strange", f"mon {hour:02}:00").id for hour in (15, 9)]
    clinic.do("cancel", id=gone.id, reason="patient")
    clinic.it_is("2026-11-20T17:00")
    clinic.do("status", id=missed.id, status="noshow")
    card = clinic.desk.patient_card("lopez")
    assert (card.age, card.total, card.noshows) == (42 - 1, 2, 1)
    assert [view.visit.id for view in card.upcoming] == ahead[::-1]
    assert [view.visit.start[11:16] for view in card.past] == ["10:00", "09:00"]
    assert card.past[0].phone == "1"
    clinic.it_is("2026-11-21T09:00")
    assert clinic.desk.patient_card("lopez").age == 42
    assert clinic.desk.patient_card("ng").age is None


def test_a_card_in_a_clinic_without_a_hospital() -> None:
    clinic = Book(empty=True)
    clinic.do("add_patient", id="p", name="P", birth_date="1984-11-21")
    assert clinic.desk.patient_card("p").age is None


def test_who_waits_longest_first(clinic: Book) -> None:
    clinic.book("strange", "fri 09:00")
    clinic.book("who", "fri 09:00", patient="ng")
    clinic.book("who", "fri 10:00", patient="okafor")
    for patient in ("ng", "lopez"):
        clinic.wait(minutes=5)
        clinic.do("status", id=clinic.listed(patient=patient)[0], status="arrived")
    assert [view.visit.patient for view in clinic.desk.waiting("general")] == ["ng", "lopez"]
    clinic.do("status", id=clinic.listed(patient="ng")[0], status="checked-in")
    assert [view.visit.patient for view in clinic.desk.waiting()] == ["lopez"]
    assert clinic.desk.waiting("elsewhere") == ()
    clinic.wait(minutes=24 * 60)
    assert clinic.desk.waiting() == ()


def test_the_types_a_doctor_offers_in_the_doctors_lengths_and_the_likeliest(clinic: Book) -> None:
    for ident, minutes in (("fu", 20), ("new", 60), ("scan", 45)):
        clinic.do("add_type", id=ident, hospital="general", name=ident, minutes=minutes)
    clinic.do("update_doctor", id="strange", types={"fu": 25, "new": None})
    assert [kind.id for kind in clinic.desk.type_list("general")] == ["fu", "new", "scan"]
    assert [(kind.id, kind.minutes) for kind in clinic.desk.type_list("general", "strange")] == [
        ("fu", 25),
        ("new", 60),
    ]
    usual = clinic.desk.usual_type
    assert usual("strange").id == "fu"
    clinic.book("strange", "mon 09:00", type="new")
    clinic.book("strange", "mon 11:00", patient="ng")
    assert usual("strange").id == "new"
    assert usual("strange", fits=30).id == "fu"
    assert usual("strange", minutes=25).id == "fu"
    assert usual("strange", minutes=7).id == "new"
    assert usual("strange", fits=10) is None


def test_the_desk_lists_who_is_open_for_business(clinic: Book) -> None:
    clinic.do("add_hospital", id="h2", name="H2", timezone="Europe/Berlin")
    clinic.undo()
    assert [row.id for row in clinic.desk.hospital_list()] == ["general"]
    assert [row.id for row in clinic.desk.doctor_list()] == ["strange", "who"]
    assert clinic.desk.patient("ng").name == "Ng, Wei Ling"
