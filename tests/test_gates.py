"""The gates themselves: too little coverage fails, and so does a picture nobody has looked at."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.coverage_gate import OWED, main, shares


def report(branches: bool = True, **files: tuple[int, int, int, int]) -> dict[str, Any]:
    """Coverage's JSON with one file a part: lines covered, of all, branches covered, of all."""
    return {
        "meta": {"branch_coverage": branches},
        "totals": {"percent_covered": 97.5},
        "files": {
            name.replace("__", "/") + ".py": {
                "summary": {
                    "covered_lines": lines,
                    "num_statements": of_lines,
                    "covered_branches": taken,
                    "num_branches": of_branches,
                },
                "missing_lines": list(range(lines, of_lines)),
                "missing_branches": [[7, -3]] if taken < of_branches else [],
            }
            for name, (lines, of_lines, taken, of_branches) in files.items()
        },
    }


FULL = {
    "scheduling__rules__finder": (50, 50, 20, 20),
    "scheduling__when__spans": (40, 40, 10, 10),
    "scheduling__services__holds": (30, 30, 4, 4),
    "scheduling__store__lock": (30, 30, 4, 4),
    "tui__app": (90, 100, 9, 10),
}


def gate(tmp_path: Path, **content: Any) -> int:
    file = tmp_path / "coverage.json"
    file.write_text(json.dumps(report(**content)), encoding="utf-8")
    return main(str(file))


def test_what_is_owed_and_there_passes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert gate(tmp_path, **FULL) == 0
    printed = capsys.readouterr().out
    assert all(part in printed for part in OWED)
    assert "everything" in printed
    assert "NOT ENOUGH" not in printed


@pytest.mark.parametrize("part", [name for name in FULL if name != "tui__app"])
def test_one_branch_never_taken_fails_and_is_named(
    part: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines, of_lines, taken, branches = FULL[part]
    assert gate(tmp_path, **{**FULL, part: (lines, of_lines, taken - 1, branches)}) == 1
    assert f"{part.replace('__', '/')}.py: 7->exit" in capsys.readouterr().out


def test_nearly_all_is_not_all() -> None:
    rows = shares(report(scheduling__rules__finder=(99_999, 100_000, 0, 0)))
    assert not rows[0].enough


def test_the_screen_may_miss_a_tenth_and_no_more(tmp_path: Path) -> None:
    assert gate(tmp_path, **{**FULL, "tui__app": (89, 100, 9, 10)}) == 1


def test_a_part_that_was_not_measured_fails(tmp_path: Path) -> None:
    assert gate(tmp_path, **{name: share for name, share in FULL.items() if "store" not in name}) == 1


def test_coverage_without_branches_fails(tmp_path: Path) -> None:
    assert gate(tmp_path, branches=False, **FULL) == 1


def test_a_picture_without_a_baseline_fails(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PYTEST_XDIST_WORKER", raising=False)  # the inner run is nobody's worker
    pytester.makeini("[pytest]\nasyncio_mode = auto\nasyncio_default_fixture_loop_scope = function\n")
    pytester.makepyfile(
        """
        from textual.app import App
        from textual.widgets import Static

        class Tiny(App):
            def compose(self):
                yield Static("a week")

        def test_picture(snap_compare):
            assert snap_compare(Tiny())
        """
    )
    pytester.runpytest_subprocess("-q", "-p", "no:cacheprovider").assert_outcomes(failed=1)
    assert pytester.runpytest_subprocess("-q", "--snapshot-update").ret == 0
    pytester.runpytest_subprocess("-q").assert_outcomes(passed=1)
