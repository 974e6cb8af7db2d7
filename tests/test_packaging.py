"""What is shipped: the wheel holds both packages and every style sheet, starts by itself, and names no machine."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from tests.source import ROOT


def run(*words: str, cwd: Path, **environ: str) -> str:
    """What a command prints; fails with what it complains of."""
    done = subprocess.run(
        words, cwd=cwd, env={**os.environ, **environ}, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built as a release would be."""
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder), cwd=ROOT)
    (built,) = folder.glob("frontdesk-*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path) -> Path:
    """A folder with the wheel installed in it and nothing else."""
    folder = wheel.parent / "installed"
    pip = (sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--no-compile")
    run(*pip, "--target", str(folder), str(wheel), cwd=wheel.parent)
    return folder


def test_the_wheel_holds_every_file_of_both_packages(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    wanted = {
        path.relative_to(ROOT).as_posix()
        for package in ("scheduling", "tui")
        for path in (ROOT / package).rglob("*")
        if path.suffix in {".py", ".tcss"}
    }
    assert wanted <= inside
    assert not {name for name in inside if name.startswith("tests/") or "__pycache__" in name}


def test_the_installed_command_says_its_version(installed: Path) -> None:
    import scheduling

    command = installed / "bin" / "frontdesk"
    said = run(sys.executable, str(command), "--version", cwd=installed, PYTHONPATH=str(installed))
    assert scheduling.__version__ in said


OPEN = """
import asyncio, pathlib, sys
import scheduling, tui
from tui.app import DeskApp

assert all(pathlib.Path(m.__file__).is_relative_to(sys.argv[1]) for m in (scheduling, tui)), tui.__file__

async def open_and_quit():
    app = DeskApp(scheduling.open_desk(pathlib.Path(sys.argv[2])))
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        assert app.screen.is_running

asyncio.run(open_and_quit())
print("opened")
"""


def test_the_installed_app_opens(installed: Path, tmp_path: Path) -> None:
    said = run(
        *(sys.executable, "-c", OPEN, str(installed), str(tmp_path / "clinic")),
        cwd=tmp_path,
        PYTHONPATH=str(installed),
    )
    assert said.endswith("opened\n")


def kept_files() -> list[Path]:
    """Every file that is committed or about to be."""
    listed = run("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", cwd=ROOT)
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


MACHINE = {
    "a registry's host": re.compile(
        r"py" r"pi\.org|python" r"hosted|--(extra-)?index" r"-url|--find" r"-links|art" r"ifactory|PIP" r"_INDEX"
    ),
    "a folder of one machine": re.compile(r"(?<![\w.$}])/(?:wo" r"rk|tm" r"p|ro" r"ot|ho" r"me|Us" r"ers|m" r"nt)/"),
}


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="not a clone")
def test_no_file_names_a_machine() -> None:
    told = []
    for path in kept_files():
        if path.suffix in {".csv", ".svg", ".png"}:
            continue
        text = path.read_text(encoding="utf-8")
        told += [f"{path.relative_to(ROOT)} names {what}" for what, words in MACHINE.items() if words.search(text)]
    assert not told


def test_the_constraints_are_exact_pins() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    assert pins
    assert all(re.fullmatch(r"[\w.-]+==[\w.]+", line) for line in pins)


def test_every_library_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    pinned = {re.split("==", line)[0].lower() for line in (ROOT / "constraints.txt").read_text().splitlines()}
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    assert not {re.split(r"[<>=]", name)[0].lower() for name in wanted} - pinned
