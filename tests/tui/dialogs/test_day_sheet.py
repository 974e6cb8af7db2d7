"""The day sheet is looked at, written to a file of one's own, or printed; and the lock hides everything."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from tests.tui.keys import until
from tests.tui.reading import go_to, page, rows, the_app, week
from tui.dialogs.day_sheet import DaySheetDialog
from tui.dialogs.lock import LockDialog
from tui.widgets.field import FieldInput

Factory = Callable[..., Any]


async def opened(pilot: Pilot[None], path: Path) -> DaySheetDialog:
    """The dialog on Friday, with a file of the test's own."""
    await go_to(pilot, "a10")
    await pilot.press("P")
    await pilot.pause()
    dialog = pilot.app.screen
    assert isinstance(dialog, DaySheetDialog)
    dialog.query_one(FieldInput).value = str(path)
    await pilot.pause()
    return dialog


async def test_it_is_seen_scrolled_and_written_for_its_owner_only(desk_app: Factory, tmp_path: Path) -> None:
    path = tmp_path / "sheet.txt"
    async with desk_app((80, 24)) as pilot:
        await opened(pilot, path)
        assert "Dr Amara Osei" in page(pilot.app)
        await pilot.press("pagedown", "pagedown", "down")
        await pilot.pause()
        assert "Dr Amara Osei" not in page(pilot.app)
        await pilot.press("pageup", "pageup", "up", "enter")
        await pilot.pause()
        assert week(pilot).band.said == f"Day sheet  Written to {path}."
        assert "Petrov, Ivan" in path.read_text(encoding="utf-8")
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


async def test_a_file_that_is_there_is_replaced_only_when_asked_twice(desk_app: Factory, tmp_path: Path) -> None:
    path = tmp_path / "sheet.txt"
    path.write_text("dear", encoding="utf-8")
    async with desk_app((120, 36)) as pilot:
        await opened(pilot, path)
        await pilot.press("enter")
        await pilot.pause()
        assert "There is a file of that name." in page(pilot.app)
        assert path.read_text(encoding="utf-8") == "dear"
        await pilot.press("enter")
        await pilot.pause()
        assert "Petrov" in path.read_text(encoding="utf-8")


async def test_a_place_that_cannot_be_written_is_told_and_the_sheet_stays(desk_app: Factory, tmp_path: Path) -> None:
    async with desk_app((120, 36)) as pilot:
        dialog = await opened(pilot, tmp_path / "no" / "folder" / "sheet.txt")
        await pilot.press("enter")
        await pilot.pause()
        assert "Not written: no such file or directory." in page(pilot.app)
        dialog.query_one(FieldInput).value = " "
        await pilot.press("enter")
        await pilot.pause()
        assert "No name is given." in page(pilot.app)
        await pilot.press("escape")
        assert week(pilot).is_current


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("cat > {folder}/printed; echo $2 > {folder}/title", "Friday 20 November 2026 is given to the printer."),
        ("echo 'lp: no default destination' >&2; exit 1", "Not printed: no default destination"),
        (None, "No printer: this machine has no “lp”."),
    ],
)
async def test_it_is_printed(
    desk_app: Factory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str | None, said: str
) -> None:
    tools = tmp_path / "bin"
    tools.mkdir()
    if script is not None:
        command = tools / "lp"
        command.write_text(f"#!/bin/sh\n{script.format(folder=tmp_path)}\n", encoding="utf-8")
        command.chmod(0o700)
        monkeypatch.setenv("PATH", f"{tools}{os.pathsep}{os.environ['PATH']}")
    else:
        monkeypatch.setenv("PATH", str(tools))
    async with desk_app((120, 36)) as pilot:
        await opened(pilot, tmp_path / "sheet.txt")
        await pilot.press("ctrl+t")
        await until(pilot, lambda: said in page(pilot.app))
    if script is not None and "printed" in script:
        assert "Petrov, Ivan" in (tmp_path / "printed").read_text(encoding="utf-8")
        assert "Petrov" not in (tmp_path / "title").read_text(encoding="utf-8")


async def test_a_printer_that_does_not_answer_is_told(
    desk_app: Factory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = tmp_path / "lp"
    command.write_text("#!/bin/sh\nexec sleep 60\n", encoding="utf-8")
    command.chmod(0o700)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr("tui.dialogs.day_sheet.PRINT_SECONDS", 0.1)
    async with desk_app((120, 36)) as pilot:
        await opened(pilot, tmp_path / "sheet.txt")
        await pilot.press("ctrl+t")
        await until(pilot, lambda: "Not printed: the printer is silent." in page(pilot.app))


async def test_locked_nothing_of_the_book_is_seen_and_the_name_changes(desk_app: Factory) -> None:
    async with desk_app((120, 36)) as pilot:
        await go_to(pilot, "a11")
        await pilot.press("ctrl+l")
        await pilot.pause()
        assert isinstance(pilot.app.screen, LockDialog)
        assert not [name for name in ("Larsen", "Osei", "Petrov", "Follow-up") if name in page(pilot.app)]
        await pilot.press("f1", "escape")
        await pilot.pause()
        assert "Still locked." in page(pilot.app)
        assert "Larsen" not in page(pilot.app)
        await pilot.press("backspace", "enter")
        await pilot.pause()
        assert "no name is given" in page(pilot.app)
        await pilot.press(*"t.reyes", "enter")
        await pilot.pause()
        assert week(pilot).is_current
        assert "t.reyes" in rows(pilot.app)[0]
        await pilot.press("a")
        await pilot.pause()
        assert the_app(pilot).desk.visit_view("a11").visit.updated_by == "t.reyes"


async def test_the_same_name_goes_on_without_a_word(desk_app: Factory) -> None:
    async with desk_app((80, 24)) as pilot:
        await pilot.press("ctrl+l", "enter")
        await pilot.pause()
        assert week(pilot).is_current
        assert week(pilot).band.said == ""
