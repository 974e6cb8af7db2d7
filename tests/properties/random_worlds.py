"""Random books in zones whose clocks do unusual things, told to the oracle and to the desk alike."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from scheduling.model.reads import Opening
from tests.builders import WEEKDAYS, Book
from tests.properties.minutes import Pair, Visit, World

EXAMPLES = settings(
    max_examples=500,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.generate, Phase.shrink),
)

CHANGES = (
    ("America/New_York", date(2026, 3, 8)),
    ("America/New_York", date(2026, 11, 1)),
    ("Europe/London", date(2026, 3, 29)),
    ("Europe/London", date(2026, 10, 25)),
    ("Australia/Lord_Howe", date(2026, 4, 5)),
    ("Australia/Lord_Howe", date(2026, 10, 4)),
    ("America/Santiago", date(2026, 4, 4)),
    ("America/Santiago", date(2026, 9, 6)),
    ("America/Havana", date(2026, 3, 8)),
    ("America/Havana", date(2025, 11, 2)),
    ("Pacific/Apia", date(2011, 12, 30)),
    ("Africa/Casablanca", date(2026, 2, 15)),
    ("Africa/Casablanca", date(2026, 3, 22)),
    ("Asia/Kathmandu", date(1986, 1, 1)),
)
"""Dates on which the clocks change: at night, at midnight, by a quarter, by half an hour, by a whole day."""

STEADY = (
    ("America/New_York", date(2026, 11, 23)),
    ("Europe/London", date(2026, 7, 1)),
    ("Australia/Lord_Howe", date(2026, 1, 15)),
    ("America/Santiago", date(2026, 12, 31)),
    ("America/Havana", date(2026, 6, 1)),
    ("Pacific/Apia", date(2026, 2, 28)),
    ("Africa/Casablanca", date(2026, 6, 15)),
    ("Asia/Kathmandu", date(2026, 6, 15)),
)

DAYS = 2

where = st.one_of(st.sampled_from(CHANGES), st.sampled_from(STEADY))
"""A zone and the first date looked at; every other one is a date on which the clocks change."""

quarters = st.integers(0, 95).map(lambda n: n * 15)


@st.composite
def spans(draw: st.DrawFn) -> list[Pair]:
    """Up to two shifts of a day, apart from each other or touching; some over midnight."""
    kind = draw(st.integers(0, 5))
    if kind == 0:
        return [draw(st.sampled_from([(0, 1440), (1320, 360), (150, 300), (0, 90), (1380, 1440), (60, 200)]))]
    points = sorted(draw(st.lists(quarters, min_size=2, max_size=4, unique=True)))
    if kind == 1:
        return [(points[0], points[1]), (points[1], 1440)]
    if kind == 2:
        return [(points[-1], points[0])]
    return [(points[0], points[1])] if len(points) < 4 else [(points[0], points[1]), (points[2], points[3])]


@st.composite
def closings(draw: st.DrawFn, first: date) -> tuple[date, date]:
    day = first + timedelta(days=draw(st.integers(-1, DAYS)))
    if draw(st.booleans()):
        return day, day + timedelta(days=draw(st.integers(0, 1)))
    begin = datetime(day.year, day.month, day.day) + timedelta(minutes=draw(quarters))
    return begin, begin + timedelta(minutes=draw(st.sampled_from([20, 60, 240])))


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """A doctor's weekly hours, a day or two of its own, closures, visits and holds with buffers."""
    zone, first = draw(where)
    usual = draw(spans())
    world = World(zone, first, DAYS, dict.fromkeys(range(7), usual))
    if draw(st.booleans()):
        world.dated[first + timedelta(days=draw(st.integers(0, 1)))] = draw(st.just([]) | spans())
    world.closings = draw(st.lists(closings(first), max_size=2))
    world.minutes = draw(st.sampled_from([5, 20, 30, 60, 90, 240]))
    world.step = draw(st.sampled_from([5, 15, 20, 30, 60, 7]))
    world.before, world.after = draw(st.sampled_from([(0, 0), (0, 0), (10, 5), (0, 45)]))
    midnight = int(datetime(first.year, first.month, first.day, tzinfo=UTC).timestamp())
    world.now = midnight - 86_400
    for _ in range(draw(st.integers(0, 3))):
        start = midnight // 60 + draw(st.integers(-60, 600)) * 5
        before, after = draw(st.sampled_from([(0, 0), (15, 0), (0, 30)]))
        expires = world.now + 1800 if draw(st.booleans()) else None
        world.visits.append(Visit(start, start + draw(st.sampled_from([5, 30, 50, 240])), before, after, expires))
    return world


def clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def written(pairs: list[Pair]) -> list[list[str]]:
    return [[clock(start), clock(end)] for start, end in pairs]


def empty_book(zone: str, now: int, **settings: object) -> Book:
    """A hospital `h` and a patient `p`, at `now` (epoch seconds)."""
    clinic = Book(empty=True, tz=zone)
    clinic.clock.set(now)
    clinic.desk.do("add_hospital", id="h", name="H", timezone=zone, **settings)
    clinic.desk.do("add_patient", id="p", name="P")
    return clinic


def doctor(clinic: Book, ident: str, weekly: dict[int, list[Pair]]) -> None:
    """A doctor with the same hours every week."""
    clinic.desk.do("add_doctor", id=ident, hospital="h", name=ident.upper())
    hours = {WEEKDAYS[weekday]: written(pairs) for weekday, pairs in weekly.items()}
    clinic.desk.do("set_hours", doctor=ident, hours=hours)


def told(world: World) -> Book:
    """A clinic in memory as the world says, with the doctor `d`; what is asked for is the type `asked`."""
    clinic = empty_book(world.zone, world.now, step=world.step)
    do = clinic.desk.do
    kept = {"buffer_before": world.before, "buffer_after": world.after}
    do("add_type", id="asked", hospital="h", name="Asked", minutes=world.minutes, **kept)
    doctor(clinic, "d", world.weekly)
    for day, pairs in world.dated.items():
        do("set_day", doctor="d", date=day.isoformat(), spans=written(pairs))
    for number, edges in enumerate(world.closings):
        target = ({"doctor": "d"}, {"hospital": "h"})[number % 2]
        first, last = (edge.isoformat()[:16] for edge in edges)
        do("close", **target, **{"from": first, "to": last})
    for number, visit in enumerate(world.visits):
        stand(clinic, visit, number)
    return clinic


def stand(clinic: Book, visit: Visit, number: int) -> None:
    """A visit or hold that stands where it stands, whatever the hours."""
    kind = f"t{number}"
    kept = {"buffer_before": visit.before, "buffer_after": visit.after}
    clinic.desk.do("add_type", id=kind, hospital="h", name="T", minutes=visit.end - visit.start, **kept)
    verb = "book" if visit.expires is None else "hold"
    more = {"override": "test", "allow_patient_clash": True, "patient": "p"}
    clinic.desk.do(verb, id=f"v{number}", doctor="d", start=clinic.wall(visit.start), type=kind, **more)


def window(world: World) -> Pair:
    """The minutes of the dates that are looked at."""
    return world.instant(world.first, 0), world.instant(world.first + timedelta(days=DAYS), 0)


def offers(clinic: Book, low: int, high: int, **more: object) -> tuple[Opening, ...]:
    """What the desk offers in [low, high)."""
    if low >= high:
        return ()
    return clinic.openings(clinic.wall(low), clinic.wall(high), **({"doctor": "d", "type": "asked"} | more)).openings
