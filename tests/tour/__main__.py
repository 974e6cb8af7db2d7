"""`make tour`: a morning at the desk in a real terminal, a line a step; fails with the screen that is not as said."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.tour.steps import STEPS
from tests.tour.walk import Lost, player, sample, walk


def main(words: list[str]) -> int:
    """Walk through all steps; 1 when one of them does not show what it says."""
    with tempfile.TemporaryDirectory(prefix="frontdesk-tour-") as made:
        folder = Path(made)
        sample(folder / "clinic")
        with player(folder, plain="--pyte" in words) as terminal:
            print(f"in {terminal.name}, {len(STEPS)} steps")
            try:
                walk(terminal, STEPS, print)
            except Lost as lost:
                print(lost)
                return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
