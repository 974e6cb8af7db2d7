"""A small clinic whose clock stands at Fri 20 Nov 2026 10:42 in New York, and the app on a copy of it."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from scheduling import Desk, open_desk
from scheduling.clock import FixedClock
from tui.app import DeskApp
from tui.screens.week import WeekScreen

NOW = "2026-11-20T10:42-05:00"
EARLIER = "2026-11-06T08:00-05:00"
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri")

TYPES = (
    ("new", "New patient", 45, "blue"),
    ("fu", "Follow-up", 30, "green"),
    ("proc", "Procedure", 60, "purple"),
    ("tel", "Telephone", 15, "teal"),
    ("vac", "Vaccination", 15, "ochre"),
    ("urg", "Urgent", 30, "red"),
)
PATIENTS = (
    ("maria", "Lopez, Maria", "1984-03-07", "917 555 0177", "004 118"),
    ("mario", "Lopez, Mario", "2011-09-19", "917 555 0178", "004 119"),
    ("okafor", "Okafor, Chinwe", "1992-06-12", "917 555 0142", "004 271"),
    ("souza", "D'Souza, Ana", "1987-09-30", "212 555 0113", "004 300"),
    ("larsen", "Larsen, Ida", "1993-07-03", "917 555 0161", "004 301"),
    ("haddad", "Haddad, Omar", "1971-03-03", "212 555 0119", "004 302"),
    ("petrov", "Petrov, Ivan", "1950-01-19", "917 555 0123", "004 303"),
    ("long", "Müller-Lüdenscheid, Maximiliane Friederike", "1941-02-27", "917 555 0199", "004 304"),
    ("vip", "Ann [VIP] [/] 田中", "1979-12-01", "917 555 0188", "004 305"),
    ("yamada", "山田太郎", "1966-05-05", "212 555 0166", "004 306"),
)
VISITS = (
    ("a01", "osei", "2026-11-16T09:00", 45, "new", "okafor", "fulfilled"),
    ("a02", "osei", "2026-11-16T10:00", 30, "fu", "maria", "noshow"),
    ("a03", "osei", "2026-11-17T09:30", 60, "proc", "larsen", "fulfilled"),
    ("a04", "osei", "2026-11-18T11:00", 15, "tel", "haddad", "fulfilled"),
    ("a05", "osei", "2026-11-19T10:30", 60, "proc", "petrov", "fulfilled"),
    ("a06", "osei", "2026-11-20T09:00", 30, "fu", "long", "fulfilled"),
    ("a07", "osei", "2026-11-20T10:15", 30, "urg", "haddad", "checked-in"),
    ("a08", "osei", "2026-11-20T10:45", 30, "fu", "okafor", "arrived"),
    ("a09", "osei", "2026-11-20T11:15", 15, "vac", "souza", "booked"),
    ("a10", "osei", "2026-11-20T13:30", 30, "fu", "petrov", "booked"),
    ("a11", "osei", "2026-11-20T14:45", 45, "new", "larsen", "booked"),
    ("a12", "osei", "2026-11-23T09:00", 30, "fu", "vip", "booked"),
    ("a13", "who", "2026-11-20T11:00", 30, "fu", "yamada", "booked"),
)
"""Id, doctor, start, minutes, type, patient, status now."""


def build(desk: Desk) -> None:
    """Set the clinic up, two weeks ago, and work it off until now."""
    desk.do("add_hospital", id="main", name="Riverside Health Centre", timezone="America/New_York")
    desk.do("add_location", id="street", hospital="main", name="Main Street")
    desk.do("add_location", id="north", hospital="main", name="Northgate")
    for ident, name, minutes, color in TYPES:
        desk.do("add_type", id=ident, hospital="main", name=name, minutes=minutes, color=color)
    for ident, name, specialty in (
        ("osei", "Dr Amara Osei", "General practice"),
        ("strange", "Dr Stephen Strange", "Surgery"),
        ("who", "Dr Who", "General practice"),
    ):
        desk.do("add_doctor", id=ident, hospital="main", name=name, specialty=specialty)
        hours = [["08:00", "12:30"], ["13:00", "17:00"]]
        desk.do("set_hours", doctor=ident, hours=dict.fromkeys(WEEKDAYS, hours), location="street")
    for ident, name, born, phone, record in PATIENTS:
        fields = {"id": ident, "birth_date": born, "phones": [phone], "record_number": record}
        desk.do("add_patient", name=name, hospital="main", **fields)
    for ident, doctor, start, minutes, kind, patient, _ in VISITS:
        desk.do("book", id=ident, doctor=doctor, start=start, minutes=minutes, type=kind, patient=patient)
    desk.do("update_visit", id="a11", note="Moved here in October; old records asked for.")
    desk.do("update_visit", id="a09", response="accepted")


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the prepared clinic; tests work on copies."""
    folder = tmp_path_factory.mktemp("clinic") / "prepared"
    desk = open_desk(folder, now=EARLIER, by="j.hale", desk="front-1")
    desk.atomic(lambda: build(desk))
    assert isinstance(desk.clock, FixedClock)
    desk.clock.set(desk.parse_now(NOW) - 7 * 60)
    for ident, *_, status in VISITS:
        if status != "booked":
            desk.do("status", id=ident, status=status)
    desk.close_desk()
    return folder


@pytest.fixture
def folder(prepared: Path, tmp_path: Path) -> Path:
    """A copy of the prepared clinic, for one test."""
    return Path(shutil.copytree(prepared, tmp_path / "clinic"))


@pytest.fixture
def station(folder: Path) -> Iterator[Callable[[str], Desk]]:
    """Opens further desks on the same folder, as other terminals would: `station("front-1")`."""
    opened: list[Desk] = []

    def another(name: str = "front-1") -> Desk:
        opened.append(open_desk(folder, now=NOW, by="t.reyes", desk=name))
        return opened[-1]

    yield another
    for desk in opened:
        desk.close_desk()


@pytest.fixture(autouse=True)
def no_bugs(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """The desk survives its bugs, the tests do not. A test that wants one ends with `caplog.clear()`."""
    yield
    assert [record.getMessage() for record in caplog.get_records("call") if record.name == "tui.guard"] == []


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A key is through when `pilot.press` returns, however busy the machine is."""
    monkeypatch.setattr("tui.guard.PATIENCE", 30.0)


@pytest.fixture(autouse=True)
def no_ticks(monkeypatch: pytest.MonkeyPatch) -> None:
    """The booking form looks after its hold when a test says so, not a second after it was opened; and row 1 does
    not tell that the store's thread had to wait for the machine."""
    monkeypatch.setattr("tui.dialogs.book_hold.TICK_SECONDS", 3600.0)
    monkeypatch.setattr("tui.app.LIVE_SECONDS", 3600.0)


@pytest.fixture(autouse=True)
def no_backups(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits here for the process of a backup."""
    monkeypatch.setattr("scheduling.store.daily.due", lambda *_: None)


Running = AbstractAsyncContextManager[Pilot[None]]


def put_on_now(app: DeskApp) -> None:
    """The cursor on the row that contains now, where a week is shown."""
    if isinstance(app.screen, WeekScreen):
        app.screen.do_to_now()


@pytest.fixture
def desk_app(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Running]:
    """`async with desk_app((120, 36)) as pilot`: the app on the week of Dr Osei; `on_now`: the cursor there, not
    where it begins."""

    @asynccontextmanager
    async def running(
        size: tuple[int, int] = (120, 36),
        *,
        theme: str | None = None,
        now: str = NOW,
        on_now: bool = True,
        **more: Any,
    ) -> AsyncIterator[Pilot[None]]:
        desk = open_desk(folder, now=now, by="j.hale", desk="front-2")
        app = DeskApp(desk, **more)
        if theme:
            app.theme = theme
        try:
            async with app.run_test(size=size) as pilot:
                await pilot.pause()
                if on_now:
                    put_on_now(app)
                yield pilot
        finally:
            desk.close_desk()

    return running
