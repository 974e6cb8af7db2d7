"""`make mutants`: put each wrong line into a copy of the tree, and see that the tests naming its rule notice.

Prints a table; exits 1 when a mutant survives.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.mutants.table import MUTANTS, SLOW, Mutant

ROOT = Path(__file__).parents[2]
COPIED = ("scheduling", "tui", "tests", "pyproject.toml")
SECONDS = 180

KILLED, SURVIVED, UNNAMED, BROKEN = "killed", "SURVIVED", "NO TEST NAMES IT", "BROKEN"


def copied(folder: Path) -> Path:
    """The tree, in a folder of its own."""
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, folder / name)
    return folder


def tested(mutant: Mutant, tree: Path) -> tuple[int | None, str]:
    """Exit code of pytest and the line in which it sums up; no code when it takes too long."""
    command = [sys.executable, "-m", "pytest", "-q", "-x", "--tb=no", "-p", "no:cacheprovider", f"--ignore={SLOW}"]
    command += ["-k", mutant.chosen, *(name for name in mutant.tests if (tree / name).exists())]
    surroundings = {**os.environ, "PYTHONPATH": str(tree), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        ran = subprocess.run(
            command, cwd=tree, env=surroundings, capture_output=True, text=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return None, "took too long"
    lines = (ran.stdout.strip() or ran.stderr.strip()).splitlines()
    failed = next((line.partition("::")[2].partition(" - ")[0] for line in lines if line.startswith("FAILED")), "")
    return ran.returncode, failed or (lines[-1] if lines else "")


def verdict(mutant: Mutant, tree: Path) -> tuple[str, str]:
    """What became of a mutant, and which test noticed first."""
    file = tree / mutant.file
    text = file.read_text(encoding="utf-8")
    if text.count(mutant.right) != 1:
        return BROKEN, f"its line stands {text.count(mutant.right)} times"
    file.write_text(text.replace(mutant.right, mutant.wrong), encoding="utf-8")
    try:
        code, words = tested(mutant, tree)
    finally:
        file.write_text(text, encoding="utf-8")
    words_of = {0: SURVIVED, 1: KILLED, 5: UNNAMED, None: KILLED}
    return words_of.get(code, BROKEN), words


def main(rules: Sequence[str]) -> int:
    """Every mutant, or those of the rules that are named."""
    chosen = [mutant for mutant in MUTANTS if not rules or str(mutant.rule) in rules]
    bad = 0
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        tree = copied(Path(folder))
        for mutant in chosen:
            found, words = verdict(mutant, tree)
            bad += found != KILLED
            print(f"rule {mutant.rule:>2}  {found:<16}  {mutant.file:<34}  {words}", flush=True)
    print(f"{len(chosen) - bad} of {len(chosen)} killed")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
