"""Random clinics: one drawn `World`, told to the oracle as it is and to the desk by its verbs."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from tests.builders import WEEKDAYS, Book
from tests.oracle import Closing, Pair, Visit, World

EXAMPLES = settings(max_examples=200, derandomize=True, database=None, suppress_health_check=list(HealthCheck))

CHANGES = (
    ("America/New_York", date(2026, 3, 8)),
    ("America/New_York", date(2026, 11, 1)),
    ("Europe/London", date(2026, 10, 25)),
    ("Australia/Lord_Howe", date(2026, 4, 5)),
    ("Australia/Lord_Howe", date(2026, 10, 4)),
    ("America/Santiago", date(2026, 4, 4)),
    ("America/Santiago", date(2026, 9, 6)),
    ("America/Havana", date(2026, 3, 8)),
    ("America/Havana", date(2025, 11, 2)),
    ("Africa/Cairo", date(2026, 10, 29)),
    ("Pacific/Apia", date(2011, 12, 29)),
)
"""Dates on which the clocks change: at night, at midnight, by half an hour, by a whole day."""

STEADY = (("America/New_York", date(2026, 11, 23)), ("Asia/Kathmandu", date(2026, 6, 15)))

PLACES = ("east", "west")
DAYS = 2

times = st.integers(0, 95).map(lambda quarter: quarter * 15)


@st.composite
def spans(draw: st.DrawFn, most: int = 2) -> list[Pair]:
    """Spans of a day that do not overlap; touching ones, one over midnight and 24:00 among them."""
    if draw(st.integers(0, 4)) == 0:
        return [draw(st.sampled_from([(0, 1440), (1320, 360), (150, 300), (0, 90), (600, 590), (1380, 1440)]))]
    points = sorted(draw(st.lists(times, min_size=0, max_size=2 * most, unique=True)))
    if len(points) % 2:
        points.append(1440)
    found = list(zip(points[::2], points[1::2], strict=True))
    if len(found) == 2 and draw(st.booleans()):
        found[0] = (found[0][0], found[1][0])
    if found and found[0][0] > 60 and draw(st.integers(0, 3)) == 0:
        found[-1] = (found[-1][0], draw(st.sampled_from([30, 60])))
    return found


@st.composite
def closings(draw: st.DrawFn, first: date, where: list[str | None]) -> Closing:
    location = draw(st.sampled_from(where))
    day = first + timedelta(days=draw(st.integers(-1, DAYS)))
    if draw(st.booleans()):
        return Closing(day, day + timedelta(days=draw(st.integers(0, 1))), location)
    begin = datetime(day.year, day.month, day.day) + timedelta(minutes=draw(times))
    return Closing(begin, begin + timedelta(minutes=draw(st.sampled_from([20, 60, 240]))), location)


@st.composite
def worlds(draw: st.DrawFn) -> World:
    zone, first = draw(st.one_of(st.sampled_from(CHANGES), st.sampled_from(STEADY)))
    places = draw(st.sampled_from([(), (), PLACES[:1], PLACES]))
    where: list[str | None] = [None, *PLACES] if places else [None]
    at = draw(st.lists(st.sampled_from(where), min_size=1, max_size=2, unique=True))
    world = World(zone, first, DAYS, places)
    for location in at:
        for weekday in range(7):
            world.weekly += [(weekday, start, end, location) for start, end in draw(spans())]
    for _ in range(draw(st.integers(0, 1))):
        day = first + timedelta(days=draw(st.integers(0, DAYS)))
        world.dated[day] = [(draw(spans()), draw(st.sampled_from(where)), draw(st.booleans()))]
    world.closings = draw(st.lists(closings(first, where), max_size=2))
    if draw(st.integers(0, 3)) == 0:
        world.opening = {weekday: draw(spans()) for weekday in range(7)}
    world.minutes = draw(st.sampled_from([5, 20, 30, 45, 60, 90, 240, 1500]))
    world.step = draw(st.sampled_from([5, 15, 20, 30, 60, 7]))
    world.align = draw(st.sampled_from(["block", "block", "clock"]))
    world.before, world.after = draw(st.sampled_from([(0, 0), (0, 0), (10, 5), (0, 45)]))
    world.notice = draw(st.sampled_from([0, 0, 90]))
    world.horizon = draw(st.sampled_from([365, 365, 1]))
    midnight = int(datetime(first.year, first.month, first.day, tzinfo=UTC).timestamp())
    world.now = midnight + draw(st.sampled_from([-86_400, -86_370, 3 * 3600, 40_000]))
    for _ in range(draw(st.integers(0, 3))):
        start = midnight // 60 + draw(st.integers(-60, 600)) * 5
        before, after = draw(st.sampled_from([(0, 0), (15, 0), (0, 30)]))
        world.visits.append(Visit(start, start + draw(st.sampled_from([5, 30, 50, 240])), before, after))
    return world


def clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def written(pairs: list[Pair]) -> list[list[str]]:
    return [[clock(start), clock(end)] for start, end in pairs]


def by_weekday(rows: list[tuple[int, Pair]]) -> dict[str, list[list[str]]]:
    return {name: written([pair for day, pair in rows if day == number]) for number, name in enumerate(WEEKDAYS)}


def told(world: World) -> Book:
    """A clinic in memory set up as the world says, at its `now`, with the type `asked` and the patient `p`."""
    clinic = Book(empty=True, tz=world.zone)
    clinic.clock.set(world.now)
    do = clinic.desk.do
    hours = None
    if world.opening is not None:
        hours = by_weekday([(day, pair) for day, pairs in world.opening.items() for pair in pairs])
    do("add_hospital", id="h", name="H", timezone=world.zone, hours=hours)
    for place in PLACES:
        do("add_location", id=place, hospital="h", name=place)
    settings = {"step": world.step, "align": world.align, "notice": world.notice, "horizon": world.horizon}
    buffers = {"buffer_before": world.before, "buffer_after": world.after}
    do("add_type", id="asked", hospital="h", name="Asked", minutes=world.minutes, **settings, **buffers)
    do("add_doctor", id="d", hospital="h", name="D", locations=list(world.places))
    do("add_patient", id="p", name="P")
    for location in dict.fromkeys(row[3] for row in world.weekly):
        rows = [(day, (start, end)) for day, start, end, where in world.weekly if where == location]
        do("set_hours", doctor="d", hours=by_weekday(rows), location=location)
    for day, dated in world.dated.items():
        for pairs, location, passes in dated:
            row = {"spans": written(pairs), "location": location, "open_on_closure": passes}
            do("set_day", doctor="d", date=day.isoformat(), **row)
    for number, closing in enumerate(world.closings):
        target = (
            {"location": closing.location} if closing.location else ({"doctor": "d"}, {"hospital": "h"})[number % 2]
        )
        edges = (edge.isoformat()[:16] for edge in (closing.first, closing.last))
        do("close", **target, **dict(zip(("from", "to"), edges, strict=True)))
    for number, visit in enumerate(world.visits):
        stand(clinic, visit, number)
    return clinic


def stand(clinic: Book, visit: Visit, number: int) -> None:
    """A visit that stands where it stands, whatever the hours."""
    more = {"buffer_before": visit.before, "buffer_after": visit.after}
    length = visit.end - visit.start
    clinic.do("add_type", id=f"t{number}", hospital="h", name="T", minutes=length, **more)
    start = clinic.wall(visit.start)
    clinic.book("d", start, type=f"t{number}", patient="p", override="test", allow_patient_clash=True)
