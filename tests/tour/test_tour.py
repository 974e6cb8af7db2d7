"""The tour itself: a few of its steps in pyte's terminal; and a step that is not as said is told with its screen."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tour import walk as tour
from tests.tour.steps import STEPS, Step
from tests.tour.walk import Lost, player, sample, walk

pytestmark = pytest.mark.alone


def test_a_short_tour(tmp_path: Path) -> None:
    sample(tmp_path / "clinic")
    short = [step for step in STEPS if step.short]
    told: list[str] = []
    with player(tmp_path, plain=True) as terminal:
        walk(terminal, short, told.append)
    assert len(told) == len(short) >= 8
    assert short[-1].ends


def test_who_is_lost_is_told_where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sample(tmp_path / "clinic")
    with player(tmp_path, plain=True) as terminal:
        walk(terminal, STEPS[:1], str)
        monkeypatch.setattr(tour, "SECONDS", 0.3)
        with pytest.raises(Lost, match="“Elsewhere” is missing") as lost:
            walk(terminal, [Step("lost", ("3",), ("Elsewhere",))], str)
        assert "Waiting ─" in str(lost.value)
