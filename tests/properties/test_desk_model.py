"""The Desk against a model of plain dictionaries, whatever is done in whatever order (RULES 6–24)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from itertools import combinations
from typing import Any

from hypothesis import HealthCheck, Phase, assume, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from scheduling.errors import Refused
from scheduling.store.index import Index
from tests.builders import Book
from tests.properties.desk_model import MAY_BECOME, TAKES, Model, Rec, end_of
from tests.properties.minutes import clock_of
from tests.properties.random_worlds import doctor, empty_book, where, written

DAYS = 3
WEEKLY = {"d": [(0, 1440)], "e": [(480, 720), (720, 960)]}
PATIENTS = ("p", "q", "r")
SPANS: tuple[list[tuple[int, int]], ...] = ([], [(600, 720)], [(1320, 120)], [(0, 1440)])

doctors = st.sampled_from(sorted(WEEKLY))
slots = st.sampled_from((0, 1, 2, 3, 4, 5, 6, 16, 17, 18, 20, 46, 50, 95))
"""Half hours of two days, so few that they meet: at night, where the clocks change, and in the morning."""

lengths = st.sampled_from([30, 30, 60, 60, 240, 1500])
patients = st.sampled_from(PATIENTS)
dates = st.integers(0, DAYS - 1)
picks = st.sampled_from([0, 0, 0, 1, 1, 2, 3, 5, 8])

MOST_HOLDS = 8
"""So many dead ones are tidied up at once."""


def some_visit(machine: DeskMachine) -> bool:
    return bool(machine.model.visits)


class DeskMachine(RuleBasedStateMachine):
    """Bea at the front desk: every step is done by the model and by the desk, which must answer alike."""

    clinic: Book
    model: Model

    @initialize(place=where, away=st.integers(0, 1))
    def open_up(self, place: tuple[str, date], away: int) -> None:
        zone, first = place[0], place[1] - timedelta(days=away)
        self.first, self.made = first, 0
        self.midnight = clock_of(zone, first, DAYS).instant(datetime(first.year, first.month, first.day))
        self.clinic = empty_book(zone, (self.midnight - 600) * 60, step=30)
        for ident, spans in WEEKLY.items():
            doctor(self.clinic, ident, dict.fromkeys(range(7), spans))
        for patient in PATIENTS[1:]:
            self.clinic.do("add_patient", id=patient, name=patient)
        self.clinic.sit("bea", "front-9")
        self.model = Model(zone, first, DAYS, self.clinic.clock.now(), WEEKLY)

    def agree(self, expected: str | None, verb: str, **arguments: Any) -> Any:
        """The desk answers as the model says."""
        try:
            value = self.clinic.do(verb, **arguments)
            code = None
        except Refused as error:
            code = {"closed": "hours", "outside_hours": "hours"}.get(error.code, error.code)
            value = error
        assert code == expected, (verb, arguments, value)
        return value

    def wish(self, who: str, slot: int, minutes: int, patient: str | None) -> tuple[Rec, dict[str, Any]]:
        """A wish as the model and as the desk take it."""
        start = self.midnight + slot * 30
        said = {"doctor": who, "start": self.clinic.wall(start), "minutes": minutes}
        if patient is not None:
            said["patient"] = patient
        return {"doctor": who, "start": start, "minutes": minutes, "patient": patient}, said

    def new(self) -> str:
        self.made += 1
        return f"v{self.made}"

    def visit(self, pick: int) -> str:
        """One of the newest."""
        known = list(self.model.visits)
        return known[-1 - pick % len(known)]

    def holds(self) -> int:
        return sum(visit["status"] == "pending" for visit in self.model.visits.values())

    # Steps -----------------------------------------------------------------------------------------------------

    @rule(who=doctors, slot=slots, minutes=lengths, patient=patients, override=st.sampled_from([None, None, "why"]))
    def book(self, who: str, slot: int, minutes: int, patient: str, override: str | None) -> None:
        ident = self.new()
        wish, said = self.wish(who, slot, minutes, patient)
        expected = self.model.book(ident, wish, override)
        self.agree(expected, "book", id=ident, override=override, **said)

    @precondition(lambda self: self.holds() < MOST_HOLDS)
    @rule(who=doctors, slot=slots, minutes=lengths, patient=st.none() | patients)
    def hold(self, who: str, slot: int, minutes: int, patient: str | None) -> None:
        ident = self.new()
        wish, said = self.wish(who, slot, minutes, patient)
        expected = self.model.hold(ident, wish)
        self.agree(expected, "hold", id=ident, **said)

    @precondition(some_visit)
    @rule(pick=picks, patient=st.none() | patients)
    def confirm(self, pick: int, patient: str | None) -> None:
        ident = self.visit(pick)
        self.agree(self.model.confirm(ident, patient), "confirm", id=ident, patient=patient)

    @precondition(some_visit)
    @rule(pick=picks)
    def release(self, pick: int) -> None:
        ident = self.visit(pick)
        self.agree(self.model.release(ident), "release", id=ident)

    @precondition(some_visit)
    @rule(pick=picks, who=st.none() | doctors, slot=st.none() | slots, minutes=st.none() | lengths)
    def move(self, pick: int, who: str | None, slot: int | None, minutes: int | None) -> None:
        ident = self.visit(pick)
        start = None if slot is None else self.midnight + slot * 30
        changes = {"doctor": who, "start": start, "minutes": minutes}
        changes = {name: value for name, value in changes.items() if value is not None}
        said = changes | ({} if start is None else {"start": self.clinic.wall(start)})
        self.agree(self.model.move(ident, changes), "move", id=ident, **said)

    @precondition(some_visit)
    @rule(pick=picks)
    def cancel(self, pick: int) -> None:
        ident = self.visit(pick)
        self.agree(self.model.cancel(ident), "cancel", id=ident, reason="patient")

    @precondition(some_visit)
    @rule(pick=picks, new=st.sampled_from([name for name in MAY_BECOME if name != "pending"]))
    def status(self, pick: int, new: str) -> None:
        ident = self.visit(pick)
        self.agree(self.model.status(ident, new), "status", id=ident, status=new)

    @rule(who=doctors, day=dates, spans=st.sampled_from(SPANS))
    def set_day(self, who: str, day: int, spans: list[tuple[int, int]]) -> None:
        when = self.first + timedelta(days=day)
        self.model.change("days", (who, when), spans)
        self.agree(None, "set_day", doctor=who, date=when.isoformat(), spans=written(spans))

    @rule(who=doctors, day=dates)
    def close(self, who: str, day: int) -> None:
        when = self.first + timedelta(days=day)
        row = self.agree(None, "close", doctor=who, from_=when.isoformat(), to=when.isoformat())
        self.model.change("closures", row["id"], (who, when))

    @rule(who=doctors, slot=slots, patient=patients, count=st.integers(2, 3))
    def series(self, who: str, slot: int, patient: str, count: int) -> None:
        wish, said = self.wish(who, slot, 60, patient)
        wall = self.model.clock.at(wish["start"])
        assume(self.model.clock.walls.count(wall) == 1)
        wishes = self.model.dates_of_series(wish, count)
        expected = self.model.series(wishes)
        row = self.agree(expected, "book_series", rule={"freq": "daily", "count": count}, **said)
        if expected is None:
            found = self.clinic.state()["appointments"].values()
            idents = {start_of(one): one["id"] for one in found if one.get("series") == row["id"]}
            self.model.booked(row["id"], {idents[wish["start"]]: wish for wish in wishes})

    @rule()
    def undo(self) -> None:
        self.agree(self.model.undo(), "undo")

    @precondition(lambda self: self.model.done)
    @rule()
    def undo_at_once(self) -> None:
        self.undo()

    @precondition(lambda self: self.model.undone)
    @rule()
    def redo_at_once(self) -> None:
        self.redo()

    @precondition(lambda self: self.model.undone and self.holds() < MOST_HOLDS)
    @rule(who=doctors, slot=slots)
    def hold_before_redo(self, who: str, slot: int) -> None:
        """A hold is no step, so that it leaves something to do again, and may stand in its way."""
        self.hold(who, slot, 60, None)

    @rule()
    def redo(self) -> None:
        self.agree(self.model.redo(), "redo")

    @precondition(lambda self: self.model.now < (self.midnight + 2400) * 60)
    @rule(seconds=st.sampled_from([60, 1799, 1800, 3600, 36_000]))
    def wait(self, seconds: int) -> None:
        self.clinic.wait(seconds=seconds)
        self.model.now += seconds

    # What goes wrong only after several steps --------------------------------------------------------------------

    @precondition(some_visit)
    @rule(pick=picks, patient=patients, back=st.sampled_from(["booked", "arrived", "undo"]))
    def given_away(self, pick: int, patient: str, back: str) -> None:
        """One who did not come, whose time another got, and who comes after all."""
        ident = self.visit(pick)
        visit = self.model.visits[ident]
        self.wait(max(0, visit["start"] * 60 - self.model.now))
        self.status(pick, "noshow")
        wish, said = self.wish(visit["doctor"], (visit["start"] - self.midnight) // 30, 30, patient)
        other = self.new()
        self.agree(self.model.hold(other, wish), "hold", id=other, **said)
        if back == "undo":
            self.undo()
        else:
            self.agree(self.model.status(ident, back), "status", id=ident, status=back)

    @precondition(some_visit)
    @rule(pick=picks, patient=patients)
    def confirmed_by_mistake(self, pick: int, patient: str) -> None:
        """Taken back, the hold is a hold again; released it cannot be confirmed once more."""
        ident = self.visit(pick)
        self.confirm(pick, patient)
        self.undo()
        self.agree(self.model.release(ident), "release", id=ident)
        self.redo()

    @precondition(lambda self: self.model.now < (self.midnight + 2400) * 60 and some_visit(self))
    @rule(pick=picks)
    def run_out(self, pick: int) -> None:
        """Half an hour later a hold is dead, whatever is tried."""
        ident = self.visit(pick)
        self.wait(1800)
        for new in ("booked", "arrived"):
            self.agree(self.model.status(ident, new), "status", id=ident, status=new)

    @rule(who=doctors)
    def look(self, who: str) -> None:
        """What is offered are the free minutes, and all of it can be booked."""
        world = self.model.world(who)
        low, high = self.midnight, world.instant(self.first + timedelta(days=DAYS), 0)
        found = self.clinic.openings(self.clinic.wall(low), self.clinic.wall(high), doctor=who, minutes=30)
        assert [row.start for row in found.openings] == world.offered(low, high)
        for row in found.openings[:: max(1, len(found.openings) // 4)]:
            assert self.clinic.codes(who, self.clinic.wall(row.start), minutes=30) == []

    # What always holds -----------------------------------------------------------------------------------------

    @invariant()
    def the_records_are_those_of_the_model(self) -> None:
        kept = self.clinic.state().get("appointments", {})
        assert {ident: shown(one, start_of(one)) for ident, one in kept.items()} == {
            ident: shown(one, one["start"]) for ident, one in self.model.visits.items()
        }

    @invariant()
    def nobody_is_in_two_visits_unless_overridden(self) -> None:
        # A dead hold counts, too: a clock set back would wake it (STORE I3).
        taking = [visit for visit in self.model.visits.values() if visit["status"] in (*TAKES, "pending")]
        for one, other in combinations(taking, 2):
            if one["doctor"] == other["doctor"] and not (one["override"] or other["override"]):
                assert end_of(one) <= other["start"] or end_of(other) <= one["start"]

    @invariant()
    def the_index_is_the_one_made_anew(self) -> None:
        replica = self.clinic.desk.store.replica
        anew = Index()
        anew.rebuild(replica.tables)
        assert anew.content() == replica.index.content()

    def teardown(self) -> None:
        """At the end of the day every opening is booked."""
        if hasattr(self, "model"):
            self.fill("d")

    def fill(self, who: str) -> None:
        patient = self.clinic.do("add_patient", name="Zed")["id"]
        low, high = self.clinic.wall(self.midnight), self.clinic.wall(self.midnight + 1440)
        found = self.clinic.openings(low, high, doctor=who, minutes=60, step=60)
        ends = 0
        for row in found.openings:
            if row.start >= ends:
                self.clinic.do("book", doctor=who, start=self.clinic.wall(row.start), minutes=60, patient=patient)
                ends = row.end


def start_of(record: dict[str, Any]) -> int:
    """The epoch minute of a stored start, read without the scheduler."""
    return int(datetime.fromisoformat(record["start"]).timestamp()) // 60


def shown(visit: Rec, start: int) -> tuple[Any, ...]:
    """What model and desk must agree upon."""
    said: Callable[[str], Any] = visit.get
    return start, said("doctor"), said("minutes"), said("status"), said("patient"), said("override")


TestDesk = DeskMachine.TestCase
TestDesk.settings = settings(
    max_examples=500,
    stateful_step_count=30,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.generate, Phase.shrink),
)
