"""What the commands about the folder say: `check`, `backup`, `restore`, `status`. Sentences, or JSON."""

from __future__ import annotations

from pathlib import Path

import click
import orjson

from scheduling.batch import OK, STORE
from scheduling.store.check import Finding

MARKS = {"ok": "✓", "warning": "!", "error": "✗"}


def check(folder: Path, *, mend: bool, as_json: bool) -> int:
    """Look, or mend and look; the exit code. Raises `StoreError`."""
    done: list[str] = []
    if mend:
        from scheduling.store.repair import repair

        done, findings = repair(folder)
    else:
        from scheduling.store.check import check as look

        findings = look(folder)
    if as_json:
        rows = [finding._asdict() for finding in findings]
        click.echo(orjson.dumps({"repaired": done, "findings": rows} if mend else rows).decode())
    else:
        for sentence in done:
            click.echo(f"→ {sentence}")
        if mend and not done:
            click.echo("→ There was nothing to repair.")
        for finding in findings:
            click.echo(words(finding))
    return STORE if any(finding.level == "error" for finding in findings) else OK


def words(finding: Finding) -> str:
    """One line of a finding."""
    return f"{MARKS[finding.level]} {finding.sentence} {finding.remedy}".rstrip()
