"""What the tests of the dialogs share: a cell to stand on, the visits of a day."""

from __future__ import annotations

from datetime import date
from typing import TypeVar

from textual.pilot import Pilot
from textual.screen import Screen

from scheduling.clock import FixedClock
from scheduling.desk import Desk
from scheduling.model.reads import Appointment
from tests.tui.keys import settle
from tests.tui.reading import week

FRIDAY = date(2026, 11, 20)
ONE_PM = 13 * 60
Kind = TypeVar("Kind", bound=Screen)  # type: ignore[type-arg]


async def stand(pilot: Pilot[None], minute: int = ONE_PM, day: date = FRIDAY, doctor: str = "osei") -> None:
    """Put the cursor of the week on a cell."""
    week(pilot).turn_to(doctor, day, minute)
    await settle(pilot)


def shown(pilot: Pilot[None], kind: type[Kind]) -> Kind:
    """The dialog on top, which is of that kind."""
    screen = pilot.app.screen
    assert isinstance(screen, kind), screen
    return screen


def visits(desk: Desk, status: str | list[str] | None = None, day: str = "2026-11-20") -> list[Appointment]:
    """The visits of Dr Osei on a date, as a desk sees them after a look at the book."""
    desk.refresh()
    more = {} if status is None else {"status": status}
    return desk.appointments(doctor="osei", from_=day, to=day, **more)


def at(found: list[Appointment], clock: str) -> Appointment | None:
    """The one that starts then."""
    return next((visit for visit in found if visit.start[11:16] == clock), None)


def pass_time(desk: Desk, minutes: int) -> None:
    """Let the fixed clock of a desk go on."""
    assert isinstance(desk.clock, FixedClock)
    desk.clock.set(desk.now() + minutes * 60)
