"""`make bench`: the benchmarks in turns with their peers. A table of ratios on stdout, the same as JSON in a file."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.bench import commit, finder, following, growth, harness, opening, rulebook, screen, week
from tests.bench.bench import Bench
from tests.bench.harness import Row
from tests.source import ROOT

README = ROOT / "README.md"
QUOTED = "```text"
"""What the README's quotation of the report begins with."""

FAMILIES: dict[str, Callable[[Bench], list[Row]]] = {
    "commit": commit.rows,
    "finder": finder.rows,
    "week": week.rows,
    "rulebook": rulebook.rows,
    "following": following.rows,
    "opening": opening.rows,
    "growth": growth.rows,
    "screen": screen.rows,
}


def run(names: Sequence[str], folder: Path, quick: bool = False, large: bool = False) -> list[Row]:
    """The rows of the families named, all of them when none is. They share the clinics of one run."""
    bench = Bench(folder, quick, large)
    rows: list[Row] = []
    for name in names or FAMILIES:
        harness.say(f"{name} …")
        rows += FAMILIES[name](bench)
    return rows


def main(words: Sequence[str]) -> int:
    """Measure and print; a target that is missed is said in the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("family", nargs="*", choices=[*FAMILIES, []], help="all of them when none is named")
    parser.add_argument("--json", type=Path, default=ROOT / "build" / "bench.json", metavar="FILE")
    parser.add_argument("--quick", action="store_true", help="tiny clinics: does it still run?")
    parser.add_argument("--readme", action="store_true", help="quote the report in the README")
    parser.add_argument("--large", action="store_true", help="growth up to a million visits")
    chosen = parser.parse_args(words)
    chosen.json.parent.mkdir(parents=True, exist_ok=True)
    # On the disk of the repository: a folder for temporary files may be memory, where a sync costs nothing.
    with tempfile.TemporaryDirectory(dir=chosen.json.resolve().parent, prefix="bench-") as folder:
        rows = run(chosen.family, Path(folder), chosen.quick, chosen.large)
    chosen.json.write_text(harness.as_json(rows), encoding="utf-8")
    told = report(rows)
    print(told)
    if chosen.readme:
        quote(README, told)
    return 0


def report(rows: Sequence[Row]) -> str:
    """The tables, and on what they were measured."""
    compared = [row for row in rows if row.family != "growth"]
    grown = [row for row in rows if row.family == "growth"]
    tables = [harness.table(compared)] if compared else []
    tables += [harness.growth_table(grown)] if grown else []
    return "\n\n".join([*tables, ", ".join(f"{name} {value}" for name, value in harness.surroundings().items())])


def quote(readme: Path, told: str) -> None:
    """Put the report into the README, in the place of the last one."""
    before, _, rest = readme.read_text(encoding="utf-8").partition(QUOTED)
    _, _, after = rest.partition("\n```")
    readme.write_text(f"{before}{QUOTED}\n{told}\n```{after}", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
