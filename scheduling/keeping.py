"""The commands about a clinic's folder: `check`, `backup`, `restore`, `status`. Sentences, or JSON."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import orjson

from scheduling.clock import SystemClock
from scheduling.errors import OK, STORE
from scheduling.log import log_path
from scheduling.opening import who_and_where
from scheduling.places import data_folder

if TYPE_CHECKING:
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

    who, where = who_and_where(by, station)
    said = bring_back(folder, path, SystemClock(), by=who, desk=where, force=force)
    click.echo(orjson.dumps({"done": said}).decode() if as_json else said)
    return OK


def status(folder: Path, *, as_json: bool) -> int:
    """How the folder is doing; 3 when it is unwell. Raises `StoreError`."""
    from scheduling.store.health import ago
    from scheduling.store.health import status as look

    health = look(folder)
    if as_json:
        row = health._asdict() | {"backup": health.backup._asdict() if health.backup else None}
        click.echo(orjson.dumps(row | {"log": str(log_path()), "healthy": not health.troubles}).decode())
    else:
        held = "free" if health.holder is None else f"held by {health.holder or 'a desk'} ({health.lock_wait_ms} ms)"
        backup = f"{ago(health.backup.at)}, change {health.backup.seq}" if health.backup else "none yet"
        for name, words in (
            ("folder", health.folder),
            ("ledger", f"change {health.seq}, {_size(health.ledger_bytes)}"),
            ("document", ago(health.checkpoint) if health.checkpoint else "none"),
            ("behind it", f"{health.tail_changes} changes, {_size(health.tail_bytes)}"),
            ("desks open", ", ".join([str(len(health.desks)), *(name for name in sorted(health.desks) if name)])),
            ("lock", held),
            ("backup", backup),
            ("of a day", f"{health.daily_backups} kept" if health.daily_backups else "none yet"),
            ("free disk", _size(health.free_bytes)),
            ("log", str(log_path())),
        ):
            click.echo(f"{name:<11} {words}")
        for trouble in health.troubles:
            click.echo(f"✗ {trouble}")
    return STORE if health.troubles else OK


def _size(number: int) -> str:
    """Bytes as people say them."""
    for power, unit in ((3, "GB"), (2, "MB"), (1, "KB")):
        if number >= 1024**power:
            return f"{number / 1024**power:.1f} {unit}"
    return f"{number} bytes"


def add_commands(group: click.Group, common: Callable[[Any], Any]) -> None:
    """Add them to the group, with the options that all commands have."""

    @group.command("check")
    @common
    @click.option("--repair", "mend", is_flag=True, help="Mend what can be mended; what it replaces is kept aside.")
    @click.pass_context
    def _check(ctx: click.Context, /, mend: bool, **given: Any) -> None:
        """Look whether the clinic on the disk is as it should be."""
        ctx.exit(check(_folder(ctx, given), mend=mend, as_json=_chosen(ctx, given, "as_json")))

    @group.command("backup")
    @common
    @click.argument("file", type=click.Path(path_type=Path))
    @click.option("--force", is_flag=True, help="Also over a file that is there.")
    @click.pass_context
    def _backup(ctx: click.Context, /, file: Path, force: bool, **given: Any) -> None:
        """Write the whole clinic into one archive, also while desks are booking."""
        ctx.exit(backup(_folder(ctx, given), file, force=force, as_json=_chosen(ctx, given, "as_json")))

    @group.command("restore")
    @common
    @click.argument("file", type=click.Path(path_type=Path))
    @click.option("--force", is_flag=True, help="Also over newer data, which is kept.")
    @click.pass_context
    def _restore(ctx: click.Context, /, file: Path, force: bool, **given: Any) -> None:
        """Bring the clinic back as it was in a backup."""
        who = {name: _chosen(ctx, given, name) for name in ("by", "station")}
        ctx.exit(restore(_folder(ctx, given), file, force=force, as_json=_chosen(ctx, given, "as_json"), **who))

    _share_status(group.commands["status"])


def _share_status(command: click.Command) -> None:
    """`frontdesk status` alone tells of the folder; with an id and a status it is the verb."""
    verb = command.callback
    assert verb is not None
    for parameter in command.params:
        if isinstance(parameter, click.Argument):
            parameter.required, parameter.metavar = False, f"[{parameter.metavar}]"
    command.help = f"How the clinic's folder is doing; with ID STATUS: {command.help}"
    command.short_help = "how the folder is doing; with ID STATUS the next step of a visit"

    @click.pass_context
    def invoke(ctx: click.Context, /, **given: Any) -> None:
        words = [given["arg_id"], given["arg_status"]]
        if words == [None, None]:
            ctx.exit(status(_folder(ctx, given), as_json=_chosen(ctx, given, "as_json")))
        if None in words:
            raise click.UsageError("Missing argument 'STATUS'.", ctx)
        ctx.invoke(verb, **given)

    command.callback = invoke


def _folder(ctx: click.Context, given: dict[str, Any]) -> Path:
    return data_folder(_chosen(ctx, given, "data"))


def _chosen(ctx: click.Context, given: dict[str, Any], name: str) -> Any:
    """An option given after the verb, or before it."""
    return given[name] or ctx.obj[name]
