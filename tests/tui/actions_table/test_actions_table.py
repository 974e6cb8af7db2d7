"""Every action of the one table at work: its keys, what they change in the book and on the screen, and what is said
where it cannot apply. An action without a row fails."""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import NamedTuple

import pytest
from textual.pilot import Pilot
from textual.widgets import Input
from textual.worker import WorkerCancelled, WorkerFailed

from scheduling import open_desk
from scheduling.errors import Refused
from tests.tui.actions_table import grid, lists, rest, visit
from tests.tui.actions_table.row import Row, Seen, pressed
from tests.tui.actions_table.setups import BARE, CLINICS, begin
from tests.tui.conftest import NOW
from tests.tui.reading import the_app
from tui import actions
from tui.actions import CARRY, DAYS, FREE, NOTHING, PATIENT, RECORD, SHUT, TYPING, VISIT, WAITING
from tui.actions.table import CLOSURE, FIGURE, SINGLE_DAY, WEEKLY
from tui.app import DeskApp
from tui.modes import GRIDS, MODES
from tui.screens.mode import Whereabouts

ROWS: tuple[Row, ...] = (*grid.ROWS, *visit.ROWS, *lists.ROWS, *rest.ROWS)

CONTEXTS = {
    "week": {FREE, VISIT, SHUT, CARRY, DAYS, NOTHING},
    "day": {FREE, VISIT, SHUT, CARRY, NOTHING},
    "today": {FREE, VISIT, SHUT, NOTHING},
    "patients": {TYPING, PATIENT, VISIT, NOTHING},
    "waitlist": {WAITING, NOTHING},
    "hours": {WEEKLY, SINGLE_DAY, CLOSURE, VISIT, NOTHING},
    "figures": {FIGURE, NOTHING},
    "clinic": {RECORD, NOTHING},
}
"""What can be under the cursor of each screen."""


class Start(NamedTuple):
    """A mode and the name of a set-up of it."""

    mode: str
    name: str

    @property
    def clinic(self) -> str:
        """Which clinic it needs."""
        return "bare" if self in BARE else "rich"


def grouped(pairs: Iterable[tuple[Start, Row]]) -> list[tuple[Start, list[Row]]]:
    """The rows of each start."""
    found: dict[Start, list[Row]] = defaultdict(list)
    for start, row in pairs:
        found[start].append(row)
    return list(found.items())


DEEDS = grouped((Start(mode, row.start), row) for row in ROWS for mode in row.modes)
REFUSALS = grouped((Start(row.modes[0], row.no[0]), row) for row in ROWS if row.no is not None)


def named(group: tuple[Start, list[Row]]) -> str:
    """“week-free”."""
    return "-".join(group[0])


@pytest.fixture(scope="session")
def clinics(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The folders of the clinics that the rows begin in; each row writes into a copy."""
    folder = tmp_path_factory.mktemp("clinics")
    return {name: build(prepared, folder / name) for name, build in CLINICS.items()}


class Desks:
    """Apps on copies of the clinics."""

    def __init__(self, clinics: dict[str, Path], folder: Path) -> None:
        self._clinics, self._folder, self._count = clinics, folder, 0

    @asynccontextmanager
    async def on(self, clinic: str) -> AsyncIterator[Pilot[None]]:
        """The app on a fresh copy."""
        self._count += 1
        copy = self._folder / str(self._count)
        shutil.copytree(self._clinics[clinic], copy)
        desk = open_desk(copy, now=NOW, by="j.hale", desk="front-2")
        try:
            async with DeskApp(desk).run_test(size=(120, 36)) as pilot:
                await pilot.pause()
                yield pilot
        finally:
            desk.close_desk()


@pytest.fixture
def desks(clinics: dict[str, Path], tmp_path: Path) -> Desks:
    """`async with desks.on("rich") as pilot`."""
    return Desks(clinics, tmp_path)


async def settle(pilot: Pilot[None]) -> None:
    """Until what was pressed has been done, by the workers and in the store's thread too."""
    if not pilot.app._exit:
        await done(pilot)
        await pilot.pause()


async def done(pilot: Pilot[None]) -> None:
    """Until the store's thread and the workers have nothing left."""
    if not pilot.app._exit:
        await the_app(pilot).work(lambda _desk: None)
        with suppress(WorkerFailed, WorkerCancelled):  # a newer count took its place
            await pilot.app.workers.wait_for_complete()


async def started(pilot: Pilot[None], start: Start) -> Seen:
    """The app in the state of a start."""
    app = the_app(pilot)
    subject = await begin(pilot, *start)
    await settle(pilot)
    await settle(pilot)
    return Seen(app, subject)


async def press(pilot: Pilot[None], keys: tuple[str, ...]) -> None:
    """Press them one after another, as a person does: each is through before the next. Words go in at once."""
    for key in keys:
        box = pilot.app.focused
        if len(key) > 1 and key[0] == "=" and isinstance(box, Input):
            box.insert_text_at_cursor(key[1:])
            await pilot.pause()
        else:
            await pilot.press(key)
        await done(pilot)
    await settle(pilot)


async def wrong(pilot: Pilot[None], seen: Seen, start: Start, row: Row) -> list[str]:
    """What a row promises and does not keep."""
    before, page = row.effect(seen), seen.page
    await press(pilot, row.keys)
    after, shown = row.effect(seen), "" if pilot.app._exit else seen.page
    expected = row.after if row.after is not True else after
    problems = []
    if before == after or after != expected or not (after or row.after is not True):
        problems.append(f"{before!r} became {after!r}, not {expected!r}")
    if missing := [word for word in row.words if word not in shown]:
        problems.append(f"not shown: {missing}")
    if row.words and all(word in page for word in row.words):
        problems.append(f"shown before already: {row.words}")
    if left := [word for word in row.gone if word in shown or word not in page]:
        problems.append(f"not gone, or never there: {left}")
    if not problems:
        return []
    said = getattr(getattr(seen.screen, "band", None), "said", "") if not pilot.app._exit else ""
    return [f"{row.action} ({'-'.join(start)}): {'; '.join(problems)}; said {said!r}; on top {seen.top!r}"]


async def is_as_before(pilot: Pilot[None], start: Start, seq: int, trace: object) -> bool:
    """Whether, dialogs closed and the step undone, the screen of the start shows no trace: the next row may begin
    here, without a fresh app."""
    app = the_app(pilot)
    if app._exit:
        return False
    while len(app.screen_stack) > 1:
        app.pop_screen()
    if app.desk.seq != seq:
        with suppress(Refused):
            await app.work(lambda desk: desk.do("undo"))
    await app.open_mode(start.mode, Whereabouts())
    app.screen_stack[0].band.hush()  # type: ignore[attr-defined]
    await settle(pilot)
    return Seen(app, "").trace == trace


@pytest.mark.parametrize("group", DEEDS, ids=named)
async def test_each_action_does_what_its_row_says(desks: Desks, group: tuple[Start, list[Row]]) -> None:
    start, rows = group
    problems: list[str] = []
    left = list(rows)
    while left:
        async with desks.on(start.clinic) as pilot:
            seen = await started(pilot, start)
            seq, trace = seen.desk.seq, seen.trace
            while left:
                problems += await wrong(pilot, seen, start, left.pop(0))
                if left and not await is_as_before(pilot, start, seq, trace):
                    break
                seq = seen.desk.seq
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize("group", REFUSALS, ids=named)
async def test_where_it_cannot_apply_it_says_why_and_changes_nothing(
    desks: Desks, group: tuple[Start, list[Row]]
) -> None:
    start, rows = group
    problems = []
    async with desks.on(start.clinic) as pilot:
        seen = await started(pilot, start)
        seq, context = seen.desk.seq, seen.screen.context
        for row in rows:
            assert row.no is not None
            action = actions.BY_ID[row.action]
            seen.screen.band.hush()
            if context not in action.where and actions.answers(row.action, context, start.mode) and action.keys:
                await pilot.press(action.keys[0])
            else:  # its key means something else here: the palette offers it all the same
                await seen.screen.action_do(row.action)
            await settle(pilot)
            if not seen.screen.band.said.startswith(row.no[1]):
                problems.append(f"{row.action}: {seen.screen.band.said!r}, not {row.no[1]!r}")
            if context in action.where or seen.top or (seen.desk.seq, seen.screen.context) != (seq, context):
                problems.append(f"{row.action}: something happened: {seen.top or seen.screen.context}")
    assert not problems, "\n".join(problems)


def test_every_action_has_a_row() -> None:
    rows: dict[str, set[str]] = defaultdict(set)
    for row in ROWS:
        rows[row.action] |= set(row.modes)
    assert sorted(set(actions.BY_ID) - set(rows)) == []
    assert sorted(set(rows) - set(actions.BY_ID)) == []
    for ident, modes in rows.items():
        assert modes <= actions.BY_ID[ident].on, ident


@pytest.mark.parametrize(
    "row", [row for row in ROWS if row.no is None], ids=lambda row: f"{row.action}-{row.modes[0]}"
)
def test_what_is_said_to_apply_always_applies_in_each_context_of_its_screen(row: Row) -> None:
    action = actions.BY_ID[row.action]
    for mode in row.modes:
        typed = {TYPING} if len(actions.key_label((*action.keys, "f1")[0])) == 1 else set()  # a letter of the search
        assert CONTEXTS[mode] - typed <= action.where | ({CARRY} if mode in GRIDS else set()), mode


BUDGETS = {"book": (6, 0), "next_available": (8, 0), "new_patient": (5, len("Novak, Dora"))}
"""Action → the keys it may take until it is done, and the letters of the patient among them, which do not count."""


@pytest.mark.parametrize("action", BUDGETS)
def test_few_keys_are_enough(action: str) -> None:
    most, typed = BUDGETS[action]
    rows = [row for row in ROWS if row.action == action]
    assert rows
    for row in rows:
        if "today" not in row.modes:  # there the doctor is asked for
            assert len(pressed(row.keys)) - typed <= most, row.modes


def test_the_screens_are_those_of_the_desk() -> None:
    assert set(CONTEXTS) == {mode.id for mode in MODES}
