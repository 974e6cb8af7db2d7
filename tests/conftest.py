"""Every test starts from the same world: zone, terminal, environment and folders do not depend on the machine."""

from __future__ import annotations

import gc
import importlib
import os
import pkgutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

UNSET = ("NO_COLOR", "FORCE_COLOR", "COLORTERM", "SSH_TTY", "SSH_CONNECTION", "LC_ALL", "LC_TIME", "LANGUAGE")
"""What a person's shell may say about colours and language. Textual's and frontdesk's own go by their prefix."""

PREFIXES = ("TEXTUAL", "FRONTDESK_", "XDG_")

KEPT = "TEXTUAL_SNAPSHOT"
"""Said by the picture tests' plugin to its workers."""

FIXED = {
    "TZ": "Asia/Kathmandu",  # +05:45, nobody's zone in the tests: what leans on the machine's zone shows at once
    "LANG": "C.UTF-8",
    "TERM": "xterm-256color",
    "COLORTERM": "truecolor",
    "COLUMNS": "120",
    "LINES": "36",
    "USER": "amy",
    "LOGNAME": "amy",
    "TEXTUAL_ANIMATIONS": "none",
}


def personal() -> list[str]:
    """The variables that would let a test see whose machine it runs on."""
    return [name for name in os.environ if name in UNSET or (name.startswith(PREFIXES) and not name.startswith(KEPT))]


# Textual reads its environment while it is imported, which is before any fixture.
for _name in personal():
    del os.environ[_name]
os.environ.update(FIXED)
time.tzset()

# How long an example takes says how busy the machine is.
settings.register_profile("desk", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("desk")


HERE = Path(__file__).parent

UNCOUNTED = (
    "properties",
    "rules/test_against_the_oracle.py",
    "scenarios/test_finder.py",
    "services/test_any_day.py",
    "pictures",
    "tui/actions_table",
    "tui/grid/test_geometry.py",
    "tui/test_every_screen.py",
    "tui/test_hostile_text.py",
)
"""Tests that go the same ways thousands of times: counting lines there takes minutes, and every line is counted in
other tests anyway, as the gate behind `make test` shows."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Leave those out of the count. (pytest-cov's own mark does nothing in a worker of xdist.)"""
    counting = sys.gettrace()
    if item.path.relative_to(HERE).as_posix().startswith(UNCOUNTED):
        sys.settrace(None)
    try:
        return (yield)
    finally:
        sys.settrace(counting)


@pytest.fixture(scope="session", autouse=True)
def _loaded() -> None:
    """Every module, while lines are counted: most are loaded late, which may be in a test that is left out."""
    for package in ("scheduling", "tui"):
        for module in pkgutil.walk_packages([str(HERE.parent / package)], f"{package}."):
            if not module.name.endswith("__main__"):
                importlib.import_module(module.name)


@pytest.fixture(autouse=True)
def same_world(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own for each test: platformdirs' folders lie in it. Answers that home."""
    home = tmp_path_factory.mktemp("home")
    for name in personal():
        monkeypatch.delenv(name)
    for name, value in FIXED.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("HOME", str(home))
    for name, folder in (("DATA", "share"), ("CONFIG", "config"), ("STATE", "state"), ("CACHE", "cache")):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(home / folder))
    return home


@pytest.fixture(autouse=True)
def _thaw() -> Iterator[None]:
    """A desk freezes what it loaded, for it stays as long as the program; here it goes with the test."""
    yield
    gc.unfreeze()
