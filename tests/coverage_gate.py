"""Reads coverage's JSON and fails below what each part of the house owes: `python -m tests.coverage_gate FILE`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

OWED = {
    "scheduling/rules/": 100,
    "scheduling/when/": 100,
    "scheduling/services/": 100,
    "scheduling/store/": 100,
    "tui/": 90,
}
"""Part → per cent of its statements and branches together."""


class Share(NamedTuple):
    """How much of a part ran: statements and branches, covered of all. A part without files is not covered."""

    part: str
    covered: int
    total: int
    owed: int

    @property
    def percent(self) -> float:
        """Never rounded up: 99.99 is not 100."""
        return 100 * self.covered / self.total if self.total else 0.0

    @property
    def enough(self) -> bool:
        """Whether the part has what it owes."""
        return self.total > 0 and 100 * self.covered >= self.owed * self.total


def shares(report: Mapping[str, Any], owed: Mapping[str, int] = OWED) -> list[Share]:
    """The share of every part in `report` (coverage's JSON, made with branches)."""
    files = {name.replace("\\", "/"): entry["summary"] for name, entry in report["files"].items()}
    found = []
    for part, percent in owed.items():
        of_part = [summary for name, summary in files.items() if name.startswith(part)]
        covered = sum(summary["covered_lines"] + summary["covered_branches"] for summary in of_part)
        total = sum(summary["num_statements"] + summary["num_branches"] for summary in of_part)
        found.append(Share(part, covered, total, percent))
    return found


def gaps(report: Mapping[str, Any], parts: Iterable[str]) -> list[str]:
    """A line for each file of `parts` that has gaps: its missing lines and branches."""
    lines = []
    for name, entry in sorted(report["files"].items()):
        missing = [str(line) for line in entry["missing_lines"]]
        missing += [f"{start}->{'exit' if end < 0 else end}" for start, end in entry.get("missing_branches", [])]
        if missing and name.replace("\\", "/").startswith(tuple(parts)):
            lines.append(f"  {name}: {' '.join(missing)}")
    return lines


def main(path: str) -> int:
    """Print the table and what is missing; 1 when a part owes more than it has."""
    report = json.loads(Path(path).read_text(encoding="utf-8"))
    if not report["meta"]["branch_coverage"]:
        print("Coverage was taken without branches: set branch = true.")
        return 1
    rows = shares(report)
    for row in rows:
        print(f"{row.part:<24}{row.percent:7.2f} %  of {row.owed} %  {'' if row.enough else 'NOT ENOUGH'}".rstrip())
    print(f"{'everything':<24}{report['totals']['percent_covered']:7.2f} %")
    short = [row.part for row in rows if not row.enough]
    if short:
        print("\nNot run:", *gaps(report, short), sep="\n")
    return 1 if short else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
