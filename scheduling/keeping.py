"""What the commands about the folder say: `check`, `backup`, `restore`, `status`. Sentences, or JSON."""

from __future__ import annotations

from pathlib import Path

import click
import orjson

from scheduling.batch import OK, STORE
from scheduling.clock import SystemClock
from scheduling.opening import login_name, station_name
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


def backup(folder: Path, target: Path, *, force: bool, as_json: bool) -> int:
    """Write an archive; the exit code. Raises `FrontdeskError`."""
    from scheduling.store.archive import backup as write

    made = write(folder, target, force=force)
    if as_json:
        row = {"file": str(made.path), "seq": made.seq, "bytes": made.bytes}
        click.echo(orjson.dumps(row).decode())
    else:
        click.echo(f"Backed up to {made.path}: the book up to change {made.seq}, read back and checked.")
    return OK


def restore(folder: Path, path: Path, *, by: str | None, station: str | None, force: bool, as_json: bool) -> int:
    """Bring an archive back; the exit code. Raises `FrontdeskError`."""
    from scheduling.store.restore import restore as bring_back

    who, where = login_name() if by is None else by, station_name() if station is None else station
    said = bring_back(folder, path, SystemClock(), by=who, desk=where, force=force)
    click.echo(orjson.dumps({"done": said}).decode() if as_json else said)
    return OK
