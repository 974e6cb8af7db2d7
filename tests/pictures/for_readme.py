"""Copies the pictures that the README shows from the baselines to docs/pictures: `make snapshots` runs it."""

from __future__ import annotations

from pathlib import Path

BASELINES = Path(__file__).parent / "__snapshots__" / "test_pictures"
SHOWN = Path(__file__).parents[2] / "docs" / "pictures"
SCREENS = ("week", "day", "today", "patients", "waitlist", "hours", "figures", "clinic")
TELLING = (*SCREENS, "book", "find", "carry", "booked", "week_light", "week_small")
"""Names of `SHOTS`: the eight screens, then what is done on them."""


def baseline(name: str) -> Path:
    """The baseline of a shot."""
    return BASELINES / f"test_picture[{name}].svg"


def shown(name: str) -> Path:
    """Where the README finds it."""
    return SHOWN / f"{name}.svg"


def main() -> None:
    """Copy them."""
    SHOWN.mkdir(parents=True, exist_ok=True)
    for name in TELLING:
        shown(name).write_text(baseline(name).read_text(encoding="utf-8"), encoding="utf-8")


if __name__ == "__main__":
    main()
