"""The sample clinic could be a real one: full days, every kind of visit, no clash, nothing outside hours."""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from scheduling import open_desk, sample
from scheduling.errors import Refused
from scheduling.model.status import STATUSES
from scheduling.store.check import check

Record = dict[str, Any]

MOMENTS = (
    "2026-11-20T08:00-05:00",  # a Friday before anybody came
    "2026-11-23T11:20-05:00",  # a Monday in full swing
    "2026-11-25T23:40-05:00",  # a Wednesday night
    "2026-11-21T10:30-05:00",  # a Saturday
    "2026-03-08T12:00-04:00",  # the Sunday on which the clocks went forward
    "2026-11-01T00:30-04:00",  # and the one on which they go back
)
SEEDS = (1, 2, 77)

BLOCKING = ("pending", "booked", "arrived", "checked-in", "fulfilled")


class Sample(NamedTuple):
    """The tables as they stand in the document, and New York's clock when they were written."""

    now: datetime
    tables: dict[str, dict[str, Record]]

    def rows(self, table: str) -> list[Record]:
        return list(self.tables[table].values())

    @property
    def visits(self) -> list[Record]:
        return self.rows("appointments")

    def week_of(self) -> date:
        return self.now.date() - timedelta(days=self.now.weekday())

    def shifts(self, doctor: str, day: date) -> Iterator[tuple[str, int, int]]:
        """Location, begin and end of a doctor's date, in minutes after midnight."""
        weekday = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")[day.weekday()]
        for row in (row for row in self.rows("hours") if row.get("effective_from", "") <= day.isoformat()):
            if row["doctor"] == doctor and row["weekday"] == weekday:
                yield row["location"], _minutes(row["start"]), _minutes(row["end"])


def _minutes(clock: str) -> int:
    return int(clock[:2]) * 60 + int(clock[3:5])


def begin(visit: Record) -> datetime:
    return datetime.fromisoformat(visit["start"])


def end(visit: Record) -> datetime:
    return begin(visit) + timedelta(minutes=visit["minutes"])


def fill(folder: Path, seed: int, now: str) -> Path:
    desk = open_desk(folder, now=now, by="amy", desk="front-1")
    sample.fill(desk, seed=seed)
    desk.close_desk()
    return folder


def tables(folder: Path) -> dict[str, dict[str, Record]]:
    whole: dict[str, dict[str, Record]] = json.loads((folder / "clinic.json").read_text(encoding="utf-8"))
    return whole


@pytest.fixture(scope="module", params=[(seed, now) for seed in SEEDS for now in MOMENTS], ids=str)
def clinic(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Sample:
    seed, now = request.param
    folder = fill(tmp_path_factory.mktemp("sample") / "clinic", seed, now)
    return Sample(datetime.fromisoformat(now[:16]), tables(folder))


def content(folder: Path) -> bytes:
    """The document without its first line, which carries the clinic's own number."""
    return (folder / "clinic.json").read_bytes().partition(b"\n")[2]


def test_one_seed_repeats_byte_for_byte_and_another_differs(tmp_path: Path) -> None:
    now = MOMENTS[1]
    first, again, other = (
        content(fill(tmp_path / name, seed, now)) for name, seed in (("first", 7), ("again", 7), ("other", 8))
    )
    assert first == again
    assert first != other
    assert tables(tmp_path / "first")["appointments"] != tables(tmp_path / "other")["appointments"]


def test_the_store_finds_nothing_wrong_with_it(tmp_path: Path) -> None:
    assert [finding for finding in check(fill(tmp_path / "clinic", 1, MOMENTS[0])) if finding.level != "ok"] == []


def test_there_are_enough_visits_over_three_weeks_around_today(clinic: Sample) -> None:
    assert len(clinic.visits) >= 300
    assert sum(visit["status"] in BLOCKING for visit in clinic.visits) >= 300
    first = clinic.week_of() - timedelta(days=7)
    weeks = Counter((begin(visit).date() - first).days // 7 for visit in clinic.visits)
    assert set(weeks) == set(range(-12, 3)), "twelve weeks more, for the figures"
    assert min(weeks.values()) > 60


def test_every_type_and_every_status_is_there(clinic: Sample) -> None:
    assert {visit["type"] for visit in clinic.visits} == {kind["id"] for kind in clinic.rows("types")}
    assert {visit["status"] for visit in clinic.visits} == set(STATUSES)


def test_statuses_fit_the_clock(clinic: Sample) -> None:
    for visit in clinic.visits:
        late = begin(visit).replace(tzinfo=None) > clinic.now
        if visit["status"] in ("fulfilled", "noshow"):
            assert not late, visit
        if visit["status"] in ("fulfilled", "checked-in", "arrived"):
            assert visit["arrived_at"], visit
            assert begin(visit).date() <= clinic.now.date()
        assert (visit["status"] == "pending") == ("expires_at" in visit)
        assert (visit["status"] == "cancelled") == ("cancel_reason" in visit)
        assert visit["status"] == "pending" or visit["patient"]


def test_no_visit_is_outside_hours(clinic: Sample) -> None:
    for visit in clinic.visits:
        first = begin(visit)
        minute = first.hour * 60 + first.minute
        shifts = clinic.shifts(visit["doctor"], first.date())
        assert any(
            place == visit["location"] and low <= minute and minute + visit["minutes"] <= high
            for place, low, high in shifts
        ), visit


@pytest.mark.parametrize("who", ["doctor", "patient"])
def test_nobody_is_in_two_places(clinic: Sample, who: str) -> None:
    taken: dict[tuple[str, datetime], str] = {}
    for visit in clinic.visits:
        if visit["status"] in BLOCKING and visit.get(who):
            for minute in range(visit["minutes"]):
                key = (visit[who], begin(visit) + timedelta(minutes=minute))
                assert key not in taken, f"{visit['id']} and {taken[key]}"
                taken[key] = visit["id"]


def test_working_days_are_well_filled(clinic: Sample) -> None:
    booked: Counter[tuple[str, date]] = Counter()
    for visit in clinic.visits:
        if visit["status"] in BLOCKING:
            booked[visit["doctor"], begin(visit).date()] += visit["minutes"]
    first = clinic.week_of() - timedelta(days=7)
    for doctor in clinic.rows("doctors"):
        for day in (first + timedelta(days=number) for number in range(21)):
            working = sum(high - low for _, low, high in clinic.shifts(doctor["id"], day))
            share = booked[doctor["id"], day] / working if working else 0.7
            assert 0.5 <= share <= 0.9, f"{doctor['id']} on {day}: {share:.0%}"


def test_six_doctors_two_locations_six_types_with_colours(clinic: Sample) -> None:
    doctors = {doctor["id"]: doctor for doctor in clinic.rows("doctors")}
    assert len(doctors) == 6
    assert {"strange", "who"} <= doctors.keys()
    assert len({doctor["specialty"] for doctor in doctors.values()}) >= 5
    others = {doctor["specialty"] for ident, doctor in doctors.items() if ident not in ("strange", "who")}
    assert not others & {doctors["strange"]["specialty"], doctors["who"]["specialty"]}
    week = [clinic.week_of() + timedelta(days=number) for number in range(7)]
    assert [[span[1:] for span in clinic.shifts("strange", day)] for day in week] == [[(540, 1020)]] * 5 + [[], []]
    assert [[span[1:] for span in clinic.shifts("who", day)] for day in week] == [[(480, 960)]] * 5 + [[], []]
    assert len(clinic.rows("locations")) == 2
    assert {visit["location"] for visit in clinic.visits} == {place["id"] for place in clinic.rows("locations")}
    assert len({kind["color"] for kind in clinic.rows("types")}) == len(clinic.rows("types")) == 6


def test_patients_have_names_of_many_languages(clinic: Sample) -> None:
    names = [patient["name"] for patient in clinic.rows("patients") if patient["id"].startswith("p")]
    assert 55 <= len(names) <= 75
    letters = {unicodedata.name(letter).split()[0] for name in names for letter in name if letter.isalpha()}
    assert letters >= {"LATIN", "CJK", "ARABIC", "CYRILLIC", "GREEK", "HEBREW", "HANGUL", "DEVANAGARI"}
    assert any("'" in name or "’" in name for name in names)
    assert max(map(len, names)) > 60
    assert sum(len(name) > 30 for name in names) >= 3
    assert max(Counter(names).values()) > 1, "namesakes happen"
    assert len({patient["name"] for patient in clinic.rows("patients")}) >= 700, "those who came before, too"
    assert all(name == unicodedata.normalize("NFC", name) for name in names)


def test_the_clinic_says_that_it_is_a_demo(clinic: Sample) -> None:
    (hospital,) = clinic.rows("hospitals")
    assert hospital["timezone"] == "America/New_York"
    assert hospital["demo"] is True


def test_its_history_is_one_step_in_words_and_no_undo_takes_it_away(tmp_path: Path) -> None:
    desk = open_desk(tmp_path / "clinic", now=MOMENTS[0], by="amy", desk="front-1")
    sample.fill(desk, seed=1)
    assert [step.words for step in desk.history()] == ["filled in the sample clinic"]
    with pytest.raises(Refused, match="nothing of yours to undo"):
        desk.undo()
    with pytest.raises(Refused, match="nothing of yours to undo"):
        desk.undo(id=desk.history()[0].ids[0])
    desk.close_desk()
