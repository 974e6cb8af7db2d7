"""What is free, and what is offered: the grid of starts, the gaps between visits, the buffers (RULES 10–13).

Pure. `Wanted` says what is looked for; `free_day` works out one doctor's date once, whatever is wanted, so that
it can be kept; `starts` lays the wish on it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple
from zoneinfo import ZoneInfo

from scheduling.model.reads import Busy
from scheduling.model.status import FOREVER
from scheduling.rules.hours import Calendar, DayPlan, serves, working
from scheduling.when.spans import Pair, subtract, union
from scheduling.when.zones import MINUTES_A_DAY, local_day, ordinal_of, wall_clock

EVER = 1 << 40
"""An epoch minute after everything."""


class Wanted(NamedTuple):
    """A visit to be placed: elapsed minutes, buffers, and the settings of type and hospital that bind it."""

    minutes: int
    before: int = 0
    after: int = 0
    step: int = 5
    align: str = "block"
    notice: int = 0
    horizon: int = 365
    published_only: bool = False
    type: str | None = None


class Gap(NamedTuple):
    """Free time that starts in one block of a date. All epoch minutes.

    `block`, `block_end`: the grid's origin and the last start's bound. `start`, `end`: the free span, which may
    reach into touching blocks. `left`: the latest end of a visit before, `left_kept` the same with its buffer;
    `right`, `right_kept` likewise after. `location`: where the visit would be.
    """

    block: int
    block_end: int
    start: int
    end: int
    left: int
    left_kept: int
    right: int
    right_kept: int
    location: str | None


class FreeDay(NamedTuple):
    """One doctor's date. `longest`: minutes that could fit at most. `rostered`, `open`: its hours as written, and
    what closures leave of them (epoch minutes); `over`: when the last of them ends; `booked`: minutes of the visits
    that begin on it. It holds for `valid_from` ≤ now < `valid_until` (epoch seconds): between the last hold that died
    and the next that will."""

    gaps: tuple[Gap, ...]
    longest: int
    rostered: tuple[Pair, ...]
    open: tuple[Pair, ...]
    over: int
    booked: int
    valid_from: int
    valid_until: int


REACH = 9
"""Days after its date that a visit can reach: a block may end late on the next date, and a visit lasts a week."""


def reach(plans: Callable[[int], DayPlan], ordinal: int, tz: ZoneInfo) -> int:
    """The last date whose hours may be joined to those of `ordinal`, midnight after midnight (RULES 10)."""
    ends = 0
    for day in range(ordinal, ordinal + REACH):
        ends = max(ends, *(block.end for block in plans(day).blocks), 0)
        if ends < local_day(day + 1, tz).start:
            return day
    return ordinal + REACH


def room(before: DayPlan, day: DayPlan, midnight: int, next_midnight: int, busy: Sequence[Busy]) -> int:
    """Minutes that could fit into a date at a rough look, never less than `free_day` finds: `EVER` where hours reach
    over midnight. `before`: the date before; `busy`: the visits that overlap the date, by start. Holds count as free,
    so that it is true at any time."""
    if any(block.end > midnight for block in before.blocks):
        return EVER
    most = 0
    for begin, end in union((block.start, block.end) for block in day.blocks):
        if end >= next_midnight:
            return EVER
        for visit in busy:
            if visit.blocks_until == FOREVER and visit.end > begin:
                if visit.start >= end:
                    break
                most = max(most, visit.start - begin)
                begin = visit.end
        most = max(most, end - begin)
    return most


def free_day(
    calendar: Calendar,
    ordinal: int,
    plans: Callable[[int], DayPlan],
    busy_until: Callable[[int], Sequence[Busy]],
    now: int,
    at: str | None = None,
) -> FreeDay:
    """Work out a date, everywhere or `at` one location. `busy_until`: the doctor's visits that could clash with any
    between the date and the end of another, by start."""
    last = reach(plans, ordinal, calendar.tz)
    near = [plans(day) for day in range(ordinal - 1, last + 1)]
    day = near[1]
    busy = busy_until(last)
    blocking = [visit for visit in busy if visit.blocks_until > now]
    taken = union((visit.start, visit.end) for visit in blocking)
    today = local_day(ordinal, calendar.tz)
    booked = sum(visit.end - visit.start for visit in blocking if today.start <= visit.start < today.end)
    gaps: list[Gap] = []
    open_hours: list[Pair] = []
    known: dict[str | None, list[tuple[int, int]]] = {}
    for block in day.blocks:
        for place in _places(block.location, near, calendar.locations, at):
            if place not in known:
                known[place] = working(near, place, calendar.locations)
            hours = [span for span in known[place] if span[0] < block.end and block.start < span[1]]
            open_hours += [(max(start, block.start), min(end, block.end)) for start, end in hours]
            for start, end in subtract(hours, taken):
                if start < block.end and block.start < end:
                    gaps.append(_gap(block.start, block.end, start, end, place, blocking))
    longest = max((gap.end - max(gap.start, gap.block) for gap in gaps), default=0)
    until = min((visit.blocks_until for visit in blocking), default=FOREVER)
    since = max((visit.blocks_until for visit in busy if visit.blocks_until <= now), default=0)
    rostered = tuple(
        (block.start, block.end)
        for block in day.rostered
        if at is None or serves(block.location, at, calendar.locations)
    )
    over = max((end for _, end in (*rostered, *open_hours)), default=-EVER)
    return FreeDay(tuple(gaps), longest, rostered, tuple(open_hours), over, booked, since, until)


def _places(
    location: str | None, near: Sequence[DayPlan], places: tuple[str, ...], at: str | None
) -> tuple[str | None, ...]:
    """Where a visit that starts in a block at `location` may take place."""
    if at is not None:
        return (at,) if serves(location, at, places) else ()
    if location is not None:
        return (location,)
    others = {block.location for plan in near for block in plan.blocks if block.location in places}
    return (None, *sorted(filter(None, others)))


def _gap(block: int, block_end: int, start: int, end: int, place: str | None, blocking: Sequence[Busy]) -> Gap:
    left = left_kept = -EVER
    right = right_kept = EVER
    for visit in blocking:
        if visit.end <= start:
            left, left_kept = max(left, visit.end), max(left_kept, visit.end + visit.after)
        else:
            right, right_kept = min(right, visit.start), min(right_kept, visit.start - visit.before)
    return Gap(block, block_end, start, end, left, left_kept, right, right_kept, place)


def bounds(gap: Gap, wanted: Wanted) -> tuple[int, int]:
    """First and last start that a wish may have in a gap; the second is smaller when it does not fit (RULES 12)."""
    low = max(gap.start, gap.block, gap.left_kept, gap.left + wanted.before)
    high = min(gap.end, gap.right_kept, gap.right - wanted.after) - wanted.minutes
    return low, min(high, gap.block_end - 1)


def starts(day: FreeDay, wanted: Wanted, tz: ZoneInfo, low: int, high: int) -> Iterator[tuple[int, str | None]]:
    """Every offered (start, location) of a date with `low` ≤ start < `high`, by start, each once (RULES 10, 14)."""
    if len(day.gaps) == 1:
        yield from _in_gap(day.gaps[0], wanted, tz, low, high)
        return
    found: dict[int, str | None] = {}
    for gap in day.gaps:
        for start, place in _in_gap(gap, wanted, tz, low, high):
            if start not in found or place_first(place, found[start]):
                found[start] = place
    yield from sorted(found.items())


def place_first(place: str | None, other: str | None) -> bool:
    """Without a place first, then by id: which row is kept when two locations offer one start."""
    return (place is not None, place or "") < (other is not None, other or "")


def _in_gap(gap: Gap, wanted: Wanted, tz: ZoneInfo, low: int, high: int) -> Iterator[tuple[int, str | None]]:
    first, last = bounds(gap, wanted)
    for start in grid(gap.block, max(first, low), min(last + 1, high), wanted, tz):
        yield start, gap.location


def first_start(day: FreeDay, wanted: Wanted, tz: ZoneInfo, low: int, high: int) -> tuple[int, str | None] | None:
    """The first of `starts`, without making the others."""
    best: tuple[int, str | None] | None = None
    for gap in day.gaps:
        begin = gap.start
        if begin >= high or gap.end - (begin if begin > low else low) < wanted.minutes:
            continue
        first, last = bounds(gap, wanted)
        start = next(iter(grid(gap.block, max(first, low), min(last + 1, high), wanted, tz)), None)
        if start is not None and (best is None or start < best[0] or place_first(gap.location, best[1])):
            # What is later than the best so far is no longer asked for.
            best, high = (start, gap.location), start + 1
    return best


def grid(origin: int, low: int, high: int, wanted: Wanted, tz: ZoneInfo) -> Iterable[int]:
    """The grid's starts in [low, high): `step` elapsed minutes apart from the block's own start, which nothing
    moves, or on the clock (RULES 10)."""
    if wanted.align == "block":
        step = wanted.step
        return range(max(origin, origin + -((origin - low) // step) * step), high, step)
    return _on_the_clock(max(low, origin), high, wanted.step, tz)


def _on_the_clock(minute: int, high: int, step: int, tz: ZoneInfo) -> Iterator[int]:
    while minute < high:
        day = local_day(ordinal_of(minute, tz), tz)
        if day.offset is not None:
            first = minute + -(minute - day.start) % step
            stop = min(high, day.end)
            yield from range(first, stop, step)
            minute = day.end
        else:
            wall = wall_clock(minute, tz)
            if (wall.hour * 60 + wall.minute) % step == 0:
                yield minute
            minute += 1


def on_grid(plans: Sequence[DayPlan], start: int, wanted: Wanted, location: str | None, calendar: Calendar) -> bool:
    """Whether a start is one of the grid's at a location (RULES 11)."""
    return any(
        start in grid(block.start, start, start + 1, wanted, calendar.tz)
        for day in plans
        for block in day.blocks
        if block.start <= start < block.end and serves(block.location, location, calendar.locations)
    )


def grid_starts(
    plans: Sequence[DayPlan], wanted: Wanted, calendar: Calendar, at: str | None, low: int, high: int
) -> list[tuple[int, str | None]]:
    """Every grid start in [low, high), bookable or not, everywhere or `at` one location: what `all` fills in."""
    found: dict[int, str | None] = {}
    for block in (block for day in plans for block in day.blocks):
        if at is not None and not serves(block.location, at, calendar.locations):
            continue
        place = at or block.location
        for start in grid(block.start, max(low, block.start), min(high, block.end), wanted, calendar.tz):
            if start not in found or place_first(place, found[start]):
                found[start] = place
    return sorted(found.items())


def clashes(visit: Busy, start: int, end: int, before: int, after: int) -> bool:
    """Whether two visits of one doctor stand in each other's way: overlap, or a gap less than the larger of the
    first one's buffer after and the second one's buffer before (RULES 6, 12)."""
    if visit.end <= start:
        apart = start - visit.end
        return apart < visit.after or apart < before
    if end <= visit.start:
        apart = visit.start - end
        return apart < after or apart < visit.before
    return True


def wall_passes(start: int, tz: ZoneInfo, weekdays: frozenset[int] | None, between: tuple[int, int] | None) -> bool:
    """Whether a start falls on the wished weekdays and times of day (half-open; over midnight when reversed)."""
    if weekdays is None and between is None:
        return True
    wall = wall_clock(start, tz)
    if weekdays is not None and wall.weekday() not in weekdays:
        return False
    if between is None:
        return True
    minute = (wall.hour * 60 + wall.minute) % MINUTES_A_DAY
    low, high = between
    return low <= minute < high if low < high else minute >= low or minute < high
