"""Whatever is done in whatever order: what is remembered equals what is written, and nobody is booked twice."""

from __future__ import annotations

from itertools import combinations
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.errors import Refused
from scheduling.store.index import Index
from tests.builders import ALWAYS, Book

DAYS = ("2026-11-21", "2026-11-22", "2026-11-23", "2026-11-24")

starts = st.tuples(st.sampled_from(DAYS), st.integers(0, 47)).map(
    lambda at: f"{at[0]}T{at[1] // 2:02}:{at[1] % 2 * 30:02}"
)
lengths = st.sampled_from([30, 60, 600, 3000])
doctors = st.sampled_from(["strange", "who"])
patients = st.sampled_from(["lopez", "ng", "okafor"])
steps = st.one_of(
    st.tuples(st.just("book"), doctors, starts, lengths, patients),
    st.tuples(st.just("hold"), doctors, starts, lengths, patients),
    st.tuples(st.just("move"), st.integers(0, 9), starts, lengths),
    st.tuples(st.sampled_from(["cancel", "noshow", "arrived", "confirm", "release"]), st.integers(0, 9)),
    st.tuples(st.sampled_from(["undo", "redo"])),
    st.tuples(st.just("wait"), st.sampled_from([1, 30, 700])),
    st.tuples(st.just("set_day"), doctors, st.sampled_from(DAYS), st.booleans()),
    st.tuples(st.just("close"), doctors, st.sampled_from(DAYS)),
)


def act(clinic: Book, step: tuple[Any, ...]) -> None:
    """One thing that happens at the desk; what is refused is refused."""
    verb, *rest = step
    visits = [row["id"] for row in clinic.desk.store.replica.records("appointments")]
    if verb in ("book", "hold"):
        clinic.do(verb, doctor=rest[0], start=rest[1], minutes=rest[2], patient=rest[3])
    elif verb == "wait":
        clinic.wait(minutes=rest[0])
    elif verb in ("undo", "redo"):
        clinic.do(verb)
    elif verb == "set_day":
        clinic.do(verb, doctor=rest[0], date=rest[1], spans=[["22:00", "10:00"]] if rest[2] else [])
    elif verb == "close":
        clinic.do(verb, doctor=rest[0], from_=rest[1], to=rest[1])
    elif visits:
        ident = visits[rest[0] % len(visits)]
        more: dict[str, dict[str, Any]] = {"cancel": {"reason": "patient"}, "confirm": {}, "release": {}}
        if verb == "move":
            clinic.do("move", id=ident, start=rest[1], minutes=rest[2])
        elif verb in more:
            clinic.do(verb, id=ident, **more[verb])
        else:
            clinic.do("status", id=ident, status=verb)


def offered(clinic: Book) -> Any:
    return [clinic.openings(DAYS[0], DAYS[-1], minutes=minutes, step=30).openings for minutes in (30, 600)] + [
        clinic.next(DAYS[0] + "T00:00", minutes=60, each=True).openings
    ]


@settings(max_examples=150, derandomize=True, database=None)
@given(st.lists(steps, min_size=4, max_size=14))
def test_rule_13_what_is_remembered_is_what_is_written(day: list[tuple[Any, ...]]) -> None:
    clinic = Book()
    for doctor in ("strange", "who"):
        clinic.do("set_hours", doctor=doctor, hours=ALWAYS)
    for step in day:
        offered(clinic)
        try:
            act(clinic, step)
        except Refused:
            pass
    store = clinic.desk.store
    warm = offered(clinic)
    kept, store.replica = store.replica, store.replica.fork()
    assert offered(clinic) == warm
    anew = Index()
    anew.rebuild(kept.tables)
    assert anew.content() == kept.index.content()


@settings(max_examples=150, derandomize=True, database=None)
@given(st.lists(steps, min_size=4, max_size=14))
def test_rule_16_no_doctor_and_no_patient_is_ever_booked_twice(day: list[tuple[Any, ...]]) -> None:
    clinic = Book()
    clinic.do("set_hours", doctor="strange", hours=ALWAYS)
    for step in day:
        try:
            act(clinic, step)
        except Refused:
            pass
        blocking = [
            visit
            for visit in clinic.desk.appointments()
            if visit.status in ("pending", "booked", "arrived", "checked-in", "fulfilled")
        ]
        for one, other in combinations(blocking, 2):
            if one.start_minute < other.end_minute and other.start_minute < one.end_minute:
                assert one.doctor != other.doctor
                assert one.patient != other.patient
