"""How far behind the plan: by hand, and counted a second way."""

from __future__ import annotations

import pytest

from scheduling.when.iso import parse_stamp
from scheduling.when.lateness import InRoom, behind, in_room


@pytest.mark.parametrize(
    ("now", "rooms", "waiting", "expected"),
    [
        (100, [], [], 0),
        (100, [], [90], 10),
        (100, [], [110], 0),
        (100, [], [95, 80, 120], 20),
        (100, [InRoom(80, 30, 86)], [], 6),
        (100, [InRoom(80, 30, 75)], [], 0),
        (130, [InRoom(80, 30, 86)], [], 20),
        (100, [InRoom(80, 30, 86)], [85], 31),
        (100, [InRoom(80, 30, 86), InRoom(90, 60, 92)], [], 6),
        (100, [InRoom(80, 30, 75)], [105], 0),
    ],
)
def test_behind(now: int, rooms: list[InRoom], waiting: list[int], expected: int) -> None:
    assert behind(now, rooms, waiting) == expected
    # a second way: the lag of each visit by itself, when it can begin or end at the earliest
    free = max([now, *(max(now, room.began + room.minutes) for room in rooms)]) if rooms else now
    lags = [max(now, room.began + room.minutes) - (room.start + room.minutes) for room in rooms]
    assert expected == max([0, *lags, *(free - start for start in waiting)])


def test_who_went_in_without_a_stamp_went_in_as_planned() -> None:
    planned = parse_stamp("2026-11-20T15:00:00Z") // 60
    assert in_room(planned, 30, None) == InRoom(planned, 30, planned)
    assert in_room(planned, 30, "2026-11-20T15:07:40Z") == InRoom(planned, 30, planned + 7)
