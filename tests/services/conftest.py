"""A clinic on a disk of its own for every test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import Book


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[Book]:
    with Book(tmp_path / "clinic") as book:
        yield book
