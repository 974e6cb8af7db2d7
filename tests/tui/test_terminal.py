"""What poor terminals show: no shapes, few colours, no colours, a window too small; and what asks for it."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

import tui
from tests.tui.reading import go_to, page, rows, the_app, week
from tui import start
from tui.glyphs import PLAIN, wants_plain
from tui.screens.too_small import TooSmall
from tui.widgets.field import FieldInput

Factory = Callable[..., Any]
PACKAGE = Path(tui.__file__).parent


def said(path: Path) -> Iterator[str]:
    """The strings of a module that may be shown: docstrings are for whoever reads the code."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node.value


def test_every_sign_that_the_desk_shows_has_a_letter_of_the_same_width() -> None:
    shown = {
        sign
        for path in PACKAGE.rglob("*.py")
        if path.name not in ("text.py", "glyphs.py")
        for words in said(path)
        for sign in words
        if not sign.isascii()
    }
    assert sorted(shown - set(PLAIN)) == []
    assert [sign for sign, letter in PLAIN.items() if (cell_len(sign), cell_len(letter)) != (1, 1)] == []
    assert all(letter.isascii() for letter in PLAIN.values())


@pytest.mark.parametrize("keys", [(), ("question_mark",), ("f",), ("enter",), ("d",), ("ctrl+p",), ("m",)])
async def test_with_plain_signs_only_names_are_not_ascii(desk_app: Factory, keys: tuple[str, ...]) -> None:
    async with desk_app((120, 36), own={"glyphs": "ascii"}) as pilot:
        await go_to(pilot, "a11")
        await pilot.press(*keys)
        await pilot.pause()
        shown = [line for line in rows(pilot.app) if not line.replace("ü", "").replace("山田太郎", "").isascii()]
        assert [line for line in shown if "田中" not in line] == []
        assert {cell_len(line) for line in rows(pilot.app)} == {120}
        if not keys:
            assert "Enter Open" in rows(pilot.app)[-1]


@pytest.mark.parametrize(
    ("setting", "environ", "encoding", "plain"),
    [
        (None, {"TERM": "xterm-256color"}, "utf-8", False),
        (None, {"TERM": "linux"}, "utf-8", True),
        ("unicode", {"TERM": "linux"}, "ascii", False),
        ("ascii", {}, "utf-8", True),
        (None, {}, "ANSI_X3.4-1968", True),
        (None, {}, None, False),
        ("runes", {"TERM": "xterm"}, "UTF_8", False),
    ],
)
def test_who_gets_plain_signs(
    setting: str | None, environ: dict[str, str], encoding: str | None, plain: bool
) -> None:
    assert wants_plain(setting, environ, encoding) is plain


def test_an_unknown_word_for_glyphs_is_told() -> None:
    with pytest.raises(start.Usage, match="there is unicode, ascii"):
        start.read_options(["--glyphs", "runes"])


async def test_a_window_too_small_says_so_and_keeps_what_was_typed(desk_app: Factory) -> None:
    async with desk_app((80, 24)) as pilot:
        await pilot.press("g", "f", "r", "i")
        await pilot.resize_terminal(50, 12)
        await pilot.pause()
        assert isinstance(pilot.app.screen, TooSmall)
        assert "The window is 50×12." in page(pilot.app)
        assert "The desk needs 60×15:" in page(pilot.app)
        await pilot.resize_terminal(59, 40)
        await pilot.pause()
        assert "The window is 59×40." in page(pilot.app)
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert pilot.app.screen.query_one(FieldInput).value == "fri"
        await pilot.press("escape")
        assert week(pilot).is_current


async def test_the_smallest_window_still_shows_the_desk(desk_app: Factory) -> None:
    async with desk_app((60, 15)) as pilot:
        await go_to(pilot, "a11")
        assert "Larsen" in page(pilot.app)
        assert {cell_len(line) for line in rows(pilot.app)} == {60}


async def test_without_colours_what_enter_acts_on_still_stands_out(
    desk_app: Factory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with desk_app((120, 36)) as pilot:
        await go_to(pilot, "a11")
        styles = {
            (segment.text.strip(), segment.style.bgcolor.get_truecolor())
            for strip in pilot.app.screen._compositor.render_strips(pilot.app.size)
            for segment in strip
            if segment.style and segment.style.bgcolor
        }
        assert all(len(set(colour)) == 1 for _, colour in styles), "only greys"
        brightest = max(colour for _, colour in styles)
        assert [words for words, colour in styles if words.strip("▌") and colour == brightest] == ["Larsen, Ida"]


async def test_what_lies_behind_a_dialog_grows_with_the_window(desk_app: Factory) -> None:
    async with desk_app((80, 24)) as pilot:
        await pilot.press("g")
        for size in ((70, 18), (58, 14), (120, 36)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
        assert week(pilot).size == (120, 36)
        assert "8 Clinic" in rows(pilot.app)[1]


async def test_the_help_names_enter_where_no_sign_can_stand_for_it(desk_app: Factory) -> None:
    async with desk_app((80, 24)) as pilot:
        the_app(pilot).plain_glyphs.enabled = True
        await pilot.press("f1")
        assert "Enter b  " in page(pilot.app)
        assert "⏎" not in page(pilot.app)
