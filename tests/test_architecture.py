"""The shape of the house: who may import whom, who may ask the time, who may print, and how long a file gets."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.source import Module, imports, loaded_by, modules, walk

ORDER = (
    {"cli"},
    {"tables", "keeping"},
    {"batch", "schema", "sample"},
    {"opening"},
    {"desk"},
    {"screens"},
    {"services"},
    {"exchange"},
    {"store"},
    {"rules"},
    {"model"},
    {"when"},
    {"log"},
    {"errors", "clock", "places"},
)
"""The parts of `scheduling`, top first: an import goes down, or stays within its part."""

RANK = {part: rank for rank, parts in enumerate(ORDER) for part in parts}

DOOR = {"scheduling", "scheduling.__main__"}
"""The package itself hands out public names on use, so it may name every part; no part imports it back."""

ONLY_TINYDB = "scheduling/store/document.py"
ONLY_TABLES = "scheduling/tables.py"
ONLY_CLOCK = "scheduling/clock.py"
PRINTERS = {"scheduling/cli.py", "scheduling/batch.py", "tui/__main__.py", "tui/start.py"}

ASKS_THE_TIME = {
    *(f"datetime.{name}" for name in ("now", "utcnow", "today")),
    *(f"datetime.datetime.{name}" for name in ("now", "utcnow", "today")),
    *("date.today", "datetime.date.today"),
    *(f"pendulum.{name}" for name in ("now", "today", "tomorrow", "yesterday")),
}

LONGEST_FILE = 350
LONGEST_FUNCTION = 60
LONG_FOR_A_REASON: dict[str, str] = {}
"""File or `file::function` → why it is one job all the same."""

every_module = pytest.mark.parametrize("module", modules(), ids=lambda module: module.where)


def part_of(name: str) -> str | None:
    """The part of `scheduling` a dotted name belongs to; None for the package itself and for others."""
    pieces = name.split(".")
    return pieces[1] if pieces[0] == "scheduling" and len(pieces) > 1 and pieces[1] in RANK else None


def test_every_part_of_scheduling_has_its_place_in_the_order() -> None:
    homeless = {m.where for m in modules() if m.name.startswith("scheduling.") and m.name not in DOOR} - {
        m.where for m in modules() if part_of(m.name)
    }
    assert not homeless, "say in ORDER where these belong"


@every_module
def test_imports_run_one_way(module: Module) -> None:
    if module.name in DOOR:
        return
    for line, name in imports(module):
        at = f"{module.where}:{line} imports {name}"
        if module.name.split(".")[0] == "scheduling":
            assert name.split(".")[0] not in {"tui", "textual"}, f"{at}: the core knows no terminal"
            assert name.split(".")[0] != "rich" or module.where == ONLY_TABLES, f"{at}: only tables are drawn"
            here, there = part_of(module.name), part_of(name)
            if here and there:
                assert RANK[there] > RANK[here] or there == here, f"{at}: upwards"
            elif here and name.split(".")[0] == "scheduling":
                assert name == "scheduling.__version__", f"{at}: by way of the door, which is above"


@every_module
def test_only_one_file_knows_tinydb(module: Module) -> None:
    if module.where != ONLY_TINYDB:
        assert not [name for _, name in imports(module) if name.split(".")[0] == "tinydb"]


def dotted_calls(module: Module) -> Iterator[tuple[int, str]]:
    """Line and dotted name of every call."""
    for node in walk(module.tree):
        if isinstance(node, ast.Call):
            yield node.lineno, ast.unparse(node.func)


@every_module
def test_only_the_clock_asks_the_time(module: Module) -> None:
    if module.where == ONLY_CLOCK:
        return
    timers = [f"{module.where}:{line}" for line, name in imports(module) if name.split(".")[0] == "time"]
    assert not timers, "the module time is the clock's"
    asked = [f"{module.where}:{line} {call}()" for line, call in dotted_calls(module) if call in ASKS_THE_TIME]
    assert not asked, "take a Clock, or the moment itself"


@every_module
def test_nothing_prints_but_the_commands(module: Module) -> None:
    if module.where not in PRINTERS and not module.where.startswith("scheduling/cli/"):
        assert not [line for line, call in dotted_calls(module) if call == "print"]


@every_module
def test_nothing_below_the_desk_is_reached_from_the_screen_by_its_rules(module: Module) -> None:
    """The tui owns no rule and no data: it reads views and times, and writes through the desk."""
    if module.name.split(".")[0] == "tui":
        reached = [(line, name) for line, name in imports(module) if part_of(name) in {"services", "store", "rules"}]
        assert not reached


@every_module
def test_a_file_has_one_job(module: Module) -> None:
    lines = module.text.count("\n")
    assert lines <= LONGEST_FILE or module.where in LONG_FOR_A_REASON, f"{lines} lines: what is its second job?"
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            name = f"{module.where}::{node.name}"
            assert length <= LONGEST_FUNCTION or name in LONG_FOR_A_REASON, f"{name}: {length} lines"


def test_every_exception_is_still_needed() -> None:
    known = {m.where for m in modules()}
    assert {name.partition("::")[0] for name in LONG_FOR_A_REASON} <= known


def test_the_core_pulls_in_no_terminal_and_nothing_heavy() -> None:
    loaded = {name.split(".")[0] for name in loaded_by("import scheduling")}
    assert not loaded & {
        *("tui", "textual", "rich", "click"),
        *("pydantic", "pendulum", "holidays", "tinydb", "rapidfuzz", "tomlkit", "platformdirs"),
    }
