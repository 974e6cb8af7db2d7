"""The long proofs of `make torture`, short: each in an interpreter of its own, because they fork."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.store.test_peers import HERE


@pytest.mark.alone
@pytest.mark.parametrize(("what", "number"), [("kills", 50), ("faults", 60), ("desks", 2)])
def test_nothing_is_lost(what: str, number: int) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "tests.store.torture", what, str(number)],
        cwd=HERE,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout.endswith("lost: nothing\n")
