"""Each trouble of the store, through keys: said with its remedy, what was typed is kept, and then it goes on."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from scheduling.clock import monotonic
from scheduling.desk import Desk
from scheduling.errors import StoreError
from tests.store.damaged import kinds
from tests.store.helpers import ENOSPC, EROFS, LEDGER, Faults, clinic_with
from tests.tui.conftest import Running
from tests.tui.dialogs.desk_day import at, shown, stand, visits
from tests.tui.keys import press, settle, until, write
from tests.tui.reading import go_to, page, rows, the_app, week
from tui.dialogs.book import BookDialog
from tui.dialogs.problem import ProblemDialog
from tui.guard import WAITING

App = Callable[..., Running]
Station = Callable[..., Desk]
Trouble = Callable[[Desk, Desk, Path, pytest.MonkeyPatch], AbstractContextManager[None]]
SIZES = [(120, 36), (80, 24)]


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """The desk looks at once whether a trouble is over, and writes no document before the test says so."""
    monkeypatch.setattr("scheduling.store.upkeep.IDLE", 1e9)
    monkeypatch.setattr("tui.worker.RECOVER_SECONDS", 0.0)


def faults_of(desk: Desk) -> Faults:
    """A disk that can fail, under a store that is open."""
    faults, store = Faults(), desk.store
    faults.names[store.ledger._descriptor] = LEDGER
    store.ledger._files = faults
    return faults


def in_place_of(ledger: Path, data: bytes) -> None:
    fresh = ledger.with_name("fresh")
    fresh.write_bytes(data)
    fresh.replace(ledger)


@contextmanager
def held(desk: Desk, other: Desk, folder: Path, patch: pytest.MonkeyPatch) -> Iterator[None]:
    patch.setattr(desk.store, "_limit", 0.05)
    other.store.ledger.lock.acquire(0.0)
    yield
    other.store.ledger.lock.release()


@contextmanager
def full(desk: Desk, other: Desk, folder: Path, patch: pytest.MonkeyPatch) -> Iterator[None]:
    faults = faults_of(desk)
    faults.fail(ENOSPC, ("write", LEDGER))
    yield
    faults.heal()


@contextmanager
def read_only(desk: Desk, other: Desk, folder: Path, patch: pytest.MonkeyPatch) -> Iterator[None]:
    faults = faults_of(desk)
    faults.fail(EROFS, ("write", LEDGER))
    yield
    faults.heal()


def replaced(change: Callable[[Path], bytes]) -> Trouble:
    """Another ledger lies there for a while."""

    @contextmanager
    def trouble(desk: Desk, other: Desk, folder: Path, patch: pytest.MonkeyPatch) -> Iterator[None]:
        ledger = folder / LEDGER
        good = ledger.read_bytes()
        in_place_of(ledger, change(folder))
        yield
        in_place_of(ledger, good)

    return trouble


def damaged(folder: Path) -> bytes:
    lines = kinds.lines_of(folder)
    return b"".join([*lines[:-2], lines[-2].replace(b'"by"', b'"By"'), lines[-1]])


def of_another_clinic(folder: Path) -> bytes:
    clinic_with(folder / "other", 1)
    return (folder / "other" / LEDGER).read_bytes()


def newer(folder: Path) -> bytes:
    return kinds.sealed(kinds.lines_of(folder), format=2)


TROUBLES: list[tuple[Trouble, str, str]] = [
    (held, "The desk “front-1” has been holding the book for 5 s.", "look after that desk."),
    (full, "The disk is full.", "Free some space, then try again."),
    (read_only, "The book cannot be written (read-only file system).", "Check the rights of its folder."),
    (replaced(damaged), "The ledger is damaged after change", "frontdesk check --repair"),
    (replaced(of_another_clinic), "belong to different clinics.", "restore a backup"),
    (replaced(newer), "A newer frontdesk has written this book.", "Restart this desk."),
]
NAMES = ("held", "full", "read_only", "damaged", "another_clinic", "newer")


async def typed(pilot: Pilot[None]) -> BookDialog:
    """The form on one o'clock, a patient chosen, a note typed."""
    await stand(pilot)
    await press(pilot, "enter", "l", "o", "p", "enter", "down", "down")
    await write(pilot, "BP")
    return shown(pilot, BookDialog)


async def well_again(pilot: Pilot[None]) -> None:
    """Until the desk may write again, and everybody here knows it."""
    await until(pilot, lambda: not the_app(pilot).desk.read_only)
    await settle(pilot)


@contextmanager
def busy(desk: Desk, other: Desk, patch: pytest.MonkeyPatch) -> Iterator[None]:
    """The other desk has the book; the screen waits for no key, and the store for as long as it takes."""
    patch.setattr(desk.store, "_limit", 600.0)
    other.store.ledger.lock.acquire(monotonic() + 30)
    try:
        with patch.context() as impatient:
            impatient.setattr("tui.guard.PATIENCE", 0.02)
            yield
    finally:
        other.store.ledger.lock.release()


def words(pilot: Pilot[None]) -> str:
    """What stands in the dialog on top, a sentence that was wrapped in one piece."""
    frame = pilot.app.screen.query_one("#frame").region
    inside = [row[frame.x : frame.right] for row in rows(pilot.app)[frame.y : frame.bottom]]
    return " ".join(" ".join(row.strip(" ▌▐█▊▎▕▏") for row in inside).split())


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(("trouble", "reason", "remedy"), TROUBLES, ids=NAMES)
async def test_a_trouble_is_said_nothing_typed_is_lost_and_it_goes_on(
    desk_app: App,
    station: Station,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    trouble: Trouble,
    reason: str,
    remedy: str,
    size: tuple[int, int],
) -> None:
    other = station()
    async with desk_app(size) as pilot:
        for note in ("one line behind the document", "and one more"):
            other.do("update_patient", id="souza", note=note)
        form = await typed(pilot)
        with trouble(the_app(pilot).desk, other, folder, monkeypatch):
            await press(pilot, "enter")
            said = words(pilot)
            assert reason in said
            assert remedy in said
            if isinstance(pilot.app.screen, ProblemDialog):
                await press(pilot, "enter")
            assert shown(pilot, BookDialog) is form
            assert form.query_one("#note", Input).value == "BP"
            assert form.patient is not None
            assert "try again" in page(pilot.app)
        await well_again(pilot)
        await press(pilot, "enter")
        assert not form.is_current
        assert week(pilot).band.said.startswith("Booked  Maria Lopez")
    other.refresh()
    booked = at(visits(station("front-3")), "13:00")
    assert booked is not None
    assert (booked.patient, booked.note, booked.status) == ("maria", "BP", "booked")


async def test_reading_goes_on_meanwhile_and_row_1_says_so(
    desk_app: App, station: Station, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    station()
    async with desk_app((120, 36)) as pilot:
        app = the_app(pilot)
        with replaced(newer)(app.desk, app.desk, folder, monkeypatch):
            await until(pilot, lambda: week(pilot).band.said.startswith("Read only"))
            assert "read-only" in rows(app)[0]
            said = "Read only  A newer frontdesk has written this book. Restart this desk."
            assert week(pilot).band.said == said
            await press(pilot, "right_square_bracket", "left_square_bracket", "j")
            assert "Okafor" in page(app)
            await press(pilot, "slash", *"lop")
            assert "Lopez, Maria" in page(app)
            await press(pilot, "escape")
        await until(pilot, lambda: week(pilot).band.said.startswith("Well again"))
        assert "read-only" not in rows(app)[0]
        assert week(pilot).band.said == "Well again  This desk reads and writes the book."


async def test_how_long_ago_the_book_was_seen(desk_app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    async with desk_app((120, 36)) as pilot:
        app = the_app(pilot)
        assert app.flags() == ("clock fixed",)

        def fails() -> None:
            raise StoreError(
                "busy", "The desk “front-1” has been holding the book for 5 s. Not booked.", "Try again."
            )

        with monkeypatch.context() as patch:
            patch.setattr(app.desk, "refresh", fails)
            await until(pilot, lambda: bool(week(pilot).band.said))
            said = "The book is busy  The desk “front-1” has been holding the book for 5 s. Try again."
            assert week(pilot).band.said == said
            monkeypatch.setattr("tui.app.LIVE_SECONDS", 30.0)
            app._store._looked = monotonic() - 60
            app._watch()
            await pilot.pause()
            assert re.search(r"\b6\d s ago", rows(app)[0])
        await until(pilot, lambda: app._store.unseen_seconds < 30)
        app._watch()
        await until(pilot, lambda: " ago" not in rows(app)[0])


async def test_a_book_on_a_network_file_system_is_read(
    desk_app: App, folder: Path, station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    networked = "The book lies on a network file system (nfs, mounted at /srv): this desk only reads. Move it."
    monkeypatch.setattr("scheduling.store.store.warning", lambda _: networked)
    async with desk_app((120, 36)) as pilot:
        assert "read-only" in rows(pilot.app)[0]
        assert networked in week(pilot).band.said
        await stand(pilot)
        await press(pilot, "enter")
        shown(pilot, ProblemDialog)
        assert networked in words(pilot)
        await press(pilot, "enter", "l", "o", "p", "enter", "down", "down")
        await write(pilot, "BP")
        monkeypatch.setattr("scheduling.store.store.warning", lambda _: None)
        await well_again(pilot)
        await press(pilot, "enter")
        assert week(pilot).band.said.startswith("Booked  Maria Lopez")


@pytest.mark.parametrize("make", [kinds.foreign_document, kinds.unparsable_document])
async def test_a_document_that_somebody_changed_is_kept_and_told(
    desk_app: App, folder: Path, station: Station, monkeypatch: pytest.MonkeyPatch, make: Callable[[Path], None]
) -> None:
    async with desk_app((120, 36)) as pilot:
        await typed(pilot)
        make(folder)
        await press(pilot, "enter")
        assert week(pilot).band.said.startswith("Booked  Maria Lopez")
        monkeypatch.setattr("scheduling.store.upkeep.IDLE", 0.0)
        await until(pilot, lambda: week(pilot).band.said.startswith("Note"))
        (kept,) = folder.glob("clinic.json.kept-*")
        said = f"Note  clinic.json was changed by another program. It was kept as {kept.name}."
        assert week(pilot).band.said == said


async def test_a_ledger_with_another_past_is_read_and_the_form_goes_on(
    desk_app: App, folder: Path, station: Station, tmp_path: Path
) -> None:
    shutil.copytree(folder, tmp_path / "earlier")
    async with desk_app((120, 36)) as pilot:
        form = await typed(pilot)
        in_place_of(folder / LEDGER, (tmp_path / "earlier" / LEDGER).read_bytes())
        await until(pilot, lambda: bool(week(pilot).band.said))
        assert "look over what was booked last" in the_app(pilot).desk.notices[-1]
        assert week(pilot).band.said.startswith("Note  The ledger was replaced by one with another past")
        assert form.query_one("#note", Input).value == "BP"
        await press(pilot, "enter")
        assert not form.is_current
        assert week(pilot).band.said.startswith("Booked  Maria Lopez")
    booked = at(visits(station("front-3")), "13:00")
    assert booked is not None
    assert (booked.patient, booked.note) == ("maria", "BP")


async def test_the_form_stays_alive_while_another_desk_has_the_book(
    desk_app: App, station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = station()
    async with desk_app((120, 36)) as pilot:
        await stand(pilot)
        await press(pilot, "enter", *"lop", "enter", "down", "down")
        form = shown(pilot, BookDialog)
        assert form.hold is not None
        with busy(the_app(pilot).desk, other, monkeypatch):
            await pilot.press("enter")
            assert form.waiting is not None
            assert form.verdict.said == f"{WAITING[0]} {WAITING[1]}"
            await pilot.press("B", "P")
            assert form.query_one("#note", Input).value == "BP"
            await pilot.press("enter", "ctrl+g", "up", "enter", "escape")
            assert form.is_current
        await until(pilot, lambda: not form.is_current)
        await settle(pilot)
        assert week(pilot).band.said.startswith("Booked  Maria Lopez")
    assert at(visits(station("front-3")), "13:00") is not None


async def test_the_week_stays_alive_while_another_desk_has_the_book(
    desk_app: App, station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = station()
    async with desk_app((120, 36)) as pilot:
        screen = await go_to(pilot, "a09")
        with busy(the_app(pilot).desk, other, monkeypatch):
            await pilot.press("a")
            assert screen.band.said == "  ".join(WAITING)
            before = screen.selection
            await pilot.press("j")
            assert screen.selection != before
        await until(pilot, lambda: the_app(pilot).desk.visit_view("a09").visit.status == "arrived")
        await until(pilot, lambda: "One moment" not in page(pilot.app))
