"""What a draft foresees is what happens: its visits are those `affected` after it was really saved (RULES 23)."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.builders import WEEKDAYS
from tests.properties.minutes import World
from tests.properties.random_worlds import EXAMPLES, closings, spans, told, worlds, written

Step = tuple[str, dict[str, Any]]


@st.composite
def changes(draw: st.DrawFn, first: date) -> Step:
    """A verb that changes when the doctor `d` works."""
    day = first + timedelta(days=draw(st.integers(-1, 2)))
    kind = draw(st.integers(0, 3))
    if kind == 0:
        some = draw(st.sets(st.sampled_from(WEEKDAYS)))
        hours: dict[str, Any] = {"doctor": "d", "hours": {name: written(draw(spans())) for name in sorted(some)}}
        return "set_hours", hours | ({"from": day.isoformat()} if draw(st.booleans()) else {})
    if kind == 1:
        pairs = draw(st.just([]) | spans())
        return "set_day", {"doctor": "d", "date": day.isoformat(), "spans": written(pairs)}
    if kind == 2:
        begin, end = (edge.isoformat()[:16] for edge in draw(closings(first)))
        return "close", {**draw(st.sampled_from([{"doctor": "d"}, {"hospital": "h"}])), "from": begin, "to": end}
    return "set_days", {
        "doctor": "d",
        "from": day.isoformat(),
        "to": (day + timedelta(days=2)).isoformat(),
        "spans": [],
    }


@EXAMPLES
@given(st.data(), worlds())
def test_rule_23_a_preview_is_what_saving_it_does(data: st.DataObject, world: World) -> None:
    clinic = told(world)
    steps = data.draw(st.lists(changes(world.first), min_size=1, max_size=3))
    before = {row["id"] for row in clinic.do("affected")}
    state, seq = clinic.state(), clinic.seq
    seen = clinic.desk.preview("d", steps)
    assert (clinic.state(), clinic.seq) == (state, seq)
    clinic.desk.atomic(lambda: [clinic.desk.do(verb, **arguments) for verb, arguments in steps])
    after = {row["id"] for row in clinic.do("affected")}
    assert {one.visit.visit.id for one in seen.displaced} == after - before
    assert {one.visit.visit.id for one in seen.outside} == after & before
    assert seen.again == len(before - after)
    offered = [(one.visit.visit, one.fits) for one in (*seen.displaced, *seen.outside) if one.fits]
    for visit, fits in offered:
        reasons = clinic.do("why", doctor=fits.doctor, start=clinic.wall(fits.start), minutes=visit.minutes)
        assert {ident for reason in reasons for ident in reason.blocking} <= {visit.id}
    for (_, one), (_, other) in combinations(offered, 2):
        assert one.end <= other.start or other.end <= one.start
