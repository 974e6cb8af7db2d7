"""The quick half of `make mutants`: every rule has a wrong line that can be put in, and tests that name it."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from tests.mutants.table import MUTANTS, Mutant

ROOT = Path(__file__).parents[2]
RULES = range(1, 30)

every_mutant = pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: f"rule_{mutant.rule}")


@cache
def named(place: str) -> frozenset[str]:
    """The names of the tests in a file, or in the files of a folder."""
    path = ROOT / place
    files = sorted(path.rglob("test_*.py")) if path.is_dir() else [path]
    return frozenset(name for file in files for name in re.findall(r"def (test_\w+)", file.read_text("utf-8")))


def test_every_rule_has_a_mutant() -> None:
    assert sorted({mutant.rule for mutant in MUTANTS}) == list(RULES)


@every_mutant
def test_its_right_line_stands_exactly_once(mutant: Mutant) -> None:
    text = (ROOT / mutant.file).read_text(encoding="utf-8")
    assert text.count(mutant.right) == 1
    assert mutant.wrong != mutant.right
    ast.parse(text.replace(mutant.right, mutant.wrong))


@every_mutant
def test_tests_name_its_rule(mutant: Mutant) -> None:
    assert any(mutant.chosen in name for place in mutant.tests for name in named(place))
