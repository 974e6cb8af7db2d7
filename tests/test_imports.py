"""What may be loaded before the first frame: start-up is what is imported, so the list is a budget."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from scheduling import open_desk
from tests.source import loaded_by

BEFORE_THE_FIRST_FRAME = {
    *("scheduling", "tui"),
    *("textual", "rich", "typing_extensions", "platformdirs"),  # what a bare app loads
    "tzdata",  # a folder of zones: a package only in name
    "orjson",  # the document and the ledger are read with it
}
"""Every library that may be there; the rest comes when it is used, or in the store's thread after the frame."""

TOO_DEAR = {"importlib.metadata", "asyncio.subprocess", "unittest", "xml", "urllib.request", "http.client", "sqlite3"}
"""Of the standard library: dear, and the first frame has no use for it."""


def bought(loaded: set[str]) -> set[str]:
    """The libraries among the loaded names."""
    tops = {name.split(".")[0] for name in loaded}
    return {top for top in tops if top not in sys.stdlib_module_names and not top.startswith("_")} - {"sitecustomize"}


def test_the_core_alone_needs_no_library() -> None:
    assert bought(loaded_by("import scheduling")) <= {"scheduling"}


def assert_within_budget(loaded: set[str]) -> None:
    """Only what the budget names, and nothing dear besides what a bare app has."""
    assert bought(loaded) <= BEFORE_THE_FIRST_FRAME
    assert not (loaded - loaded_by("import textual.app")) & TOO_DEAR


@pytest.mark.parametrize("name", ["tui.app", "tui.__main__", "tui.start"])
def test_importing_the_app_stays_within_the_budget(name: str) -> None:
    assert_within_budget(loaded_by(f"import {name}"))


FIRST_FRAME = """
import sys
from pathlib import Path
import tui.start
from scheduling import open_desk
from tui.app import DeskApp

seen = []

class Opened(DeskApp):
    def on_mount(self):
        self.call_after_refresh(self.note)  # before the store thread, which starts after the frame

    def note(self):
        assert self.screen.__class__.__name__ == "WeekScreen", self.screen
        seen.extend(sys.modules)
        self.exit()

desk = open_desk(Path(sys.argv[1]))
Opened(desk).run(headless=True, size=(120, 36))
desk.close_desk()
"""


def test_opening_a_week_stays_within_the_budget(tmp_path: Path) -> None:
    desk = open_desk(tmp_path / "clinic")
    desk.do("add_hospital", id="main", name="Main Street", timezone="America/New_York")
    desk.do("add_doctor", id="who", hospital="main", name="Dr Who")
    desk.do("set_hours", doctor="who", hours={"mon": [["08:00", "16:00"]]})
    desk.close_desk()
    loaded = loaded_by(FIRST_FRAME, str(tmp_path / "clinic"))
    assert "tui.screens.week" in loaded
    assert_within_budget(loaded)
