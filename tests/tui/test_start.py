"""The command `frontdesk`: what opens the screen, what goes to the verbs, and what is refused in one line."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import pytest

from scheduling import open_desk
from scheduling.desk import parse_moment
from tui import __main__ as command
from tui import settings, start, theme
from tui.app import DeskApp


@pytest.mark.parametrize(
    ("argv", "opens"),
    [
        ([], True),
        (["--data", "d", "--now=2026-11-20T08:00", "--as", "amy"], True),
        (["demo"], True),
        (["demo", "--keep", ".demo"], True),
        (["--data", "next"], True),
        (["--theme", "dark", "--glyphs", "ascii"], True),
        (["next"], False),
        (["--data", "d", "batch"], False),
        (["--version"], False),
        (["--json"], False),
    ],
)
def test_what_opens_the_screen(argv: list[str], opens: bool) -> None:
    assert command.opens_screen(argv) is opens


def test_every_option_of_the_screen_is_known_before_it_is_loaded() -> None:
    assert set(command.VALUED) == set(start.NAMES)


def test_what_the_demo_does_not_know_is_said_of_the_option(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["demo", "--bogus"]) == 2
    assert "No such option '--bogus'" in capsys.readouterr().err


def test_a_verb_never_loads_textual(monkeypatch: pytest.MonkeyPatch) -> None:
    import scheduling.cli

    monkeypatch.setattr(scheduling.cli, "main", len)
    assert command.main(["--data", "d", "next"]) == 3


def test_without_a_terminal_one_line_and_exit_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main([]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert "needs a terminal" in err


def test_with_a_terminal_the_screen_opens(monkeypatch: pytest.MonkeyPatch) -> None:
    for stream in (sys.stdin, sys.stdout):
        monkeypatch.setattr(stream, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(start, "open_screen", lambda argv: len(argv))
    monkeypatch.setattr(sys, "argv", ["frontdesk", "--as", "amy"])
    assert command.main() == 2


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (["--data"], "--data needs a value."),
        (["--keep", "x"], "--keep belongs to frontdesk demo."),
        (["demo", "--data", "x"], "use --keep DIR"),
        (["demo", "demo"], "“demo” is not known"),
    ],
)
def test_wrong_usage_is_one_line_and_exit_2(argv: list[str], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert start.open_screen(argv) == 2
    err = capsys.readouterr().err
    assert words in err
    assert err.count("\n") == 1


def test_options_are_read_in_both_spellings() -> None:
    options = start.read_options(["--data=d", "--hospital", "main", "--as=amy", "--desk", "front-1", "--now", "x"])
    assert (options.data, options.hospital, options.by, options.desk, options.now) == (
        "d",
        "main",
        "amy",
        "front-1",
        "x",
    )


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[DeskApp]:
    """The apps that would have run."""
    apps: list[DeskApp] = []
    monkeypatch.setattr(DeskApp, "run", lambda self: apps.append(self))
    return apps


def test_a_kept_demo_is_filled_once_and_marked(ran: list[DeskApp], tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    for _ in range(2):
        assert start.open_screen(["demo", "--keep", str(folder), "--now", "2026-11-20T10:42"]) == 0
    desk = open_desk(folder)
    assert desk.seq == 1
    desk.close_desk()
    assert [app.demo for app in ran] == [True, True]
    start.open_screen(["--data", str(folder)])
    assert ran[-1].demo


@pytest.mark.parametrize(
    ("now", "meant"),
    [("2026-11-20T10:42", "2026-11-20T15:42Z"), ("2026-11-20T15:42Z", "2026-11-20T15:42Z")],
)
def test_a_fixed_clock_is_meant_in_the_zone_of_the_sample(
    ran: list[DeskApp], tmp_path: Path, now: str, meant: str
) -> None:
    for _ in range(2):  # while it is made, and when it is there
        assert start.open_screen(["demo", "--keep", str(tmp_path / "kept"), "--now", now]) == 0
    assert {app.desk.now() for app in ran} == {parse_moment(meant, None)}


def test_the_theme_is_an_option_else_of_the_environment_else_a_setting(
    ran: list[DeskApp], folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert tuple(theme.NAMES) == start.LOOKS
    here = ["--data", str(folder)]
    assert start.open_screen(here) == 0
    assert settings.remember("theme", "light")
    assert start.open_screen(here) == 0
    monkeypatch.setenv("FRONTDESK_THEME", "dark")
    assert start.open_screen(here) == 0
    assert start.open_screen([*here, "--theme=light"]) == 0
    assert [app.theme for app in ran] == [theme.NAMES[name] for name in ("dark", "light", "dark", "light")]
    assert start.open_screen([*here, "--theme", "pink"]) == 2
    assert "dark, light, contrast" in capsys.readouterr().err


def test_lists_of_a_table_are_set_and_taken_out_and_all_else_stays() -> None:
    path = settings.settings_path()
    path.parent.mkdir(parents=True)
    path.write_text("# mine\ntheme = 'dark'\n")
    assert settings.remember_list("groups", "Early", ["a", "b"])
    assert settings.remember_list("groups", "Late [x]", ["c"])
    assert settings.remember_list("groups", "Early", None)
    assert settings.remember_list("groups", "never there", None)
    assert settings.read() == {"theme": "dark", "groups": {"Late [x]": ["c"]}}
    assert path.read_text().startswith("# mine\n")
    path.write_text("groups = 3\n")
    assert not settings.remember_list("groups", "Early", ["a"])
    assert path.read_text() == "groups = 3\n"


def test_settings_keep_their_comments_and_a_broken_file_is_told(
    ran: list[DeskApp], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = settings.settings_path()
    path.parent.mkdir(parents=True)
    path.write_text("# mine\ntheme = 'dark'  # at night\nother = 3\n")
    assert settings.remember("theme", "light")
    assert path.read_text() == '# mine\ntheme = "light"  # at night\nother = 3\n'
    path.write_text("theme = ")
    assert not settings.remember("theme", "dark")
    assert start.open_screen(["--data", str(folder)]) == 1
    assert "are no TOML" in capsys.readouterr().err
    path.write_bytes(b"\xff\xfe")
    assert start.open_screen(["--data", str(folder)]) == 1
    assert "cannot be read" in capsys.readouterr().err
    assert ran == []


def test_a_demo_that_is_not_kept_leaves_nothing(
    ran: list[DeskApp], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert start.open_screen(["demo"]) == 0
    assert list(tmp_path.glob("frontdesk-demo-*")) == []


def test_a_wrong_hospital_is_exit_1_a_broken_folder_3(
    ran: list[DeskApp], folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert start.open_screen(["--data", str(folder), "--hospital", "nowhere"]) == 1
    assert "nowhere" in capsys.readouterr().err
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    assert start.open_screen(["--data", str(blocked)]) == 3
    assert capsys.readouterr().err.count("\n") == 1
    assert ran == []
