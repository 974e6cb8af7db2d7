"""The commands without a screen: every verb of the Desk, `batch`, the care of the folder. Tables, or `--json`.

A verb's options are made from its arguments; what must be given may be given without its name, in order.
Exit codes: 0 done, 1 refused by a rule, 2 wrong usage, 3 the store.
"""

from __future__ import annotations

import logging
import os
import re
import sys
import types
import typing
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
import orjson
from pydantic import BaseModel

from scheduling import __version__
from scheduling.batch import failure, run, success
from scheduling.desk import Desk
from scheduling.errors import OK, REFUSED, STORE, FrontdeskError, StoreError
from scheduling.keeping import add_commands
from scheduling.log import log_file
from scheduling.opening import open_desk
from scheduling.places import data_folder
from scheduling.services.verbs import SCREEN_ONLY, VERBS
from scheduling.store.files import FULL

BUG = 70
"""Exit code of a fault of the program itself (EX_SOFTWARE)."""

POSITIONAL = {
    "hours": ("doctor",),
    "day": ("doctor", "date"),
    "get": ("id",),
    "find_patients": ("text",),
    "history": ("id",),
    "cancel": ("id", "reason"),
    "confirm": ("id",),
    "release": ("id",),
    "renew": ("id",),
    "move": ("id", "start"),
    "status": ("id", "status"),  # without them, how the folder is doing
    "undo": ("id",),
    "why": ("doctor", "start"),
    **dict.fromkeys((f"retire_{kind}" for kind in ("hospital", "location", "type", "doctor", "patient")), ("id",)),
    "merge_patients": ("keep", "drop"),
    "accept": ("id",),
    "waitlist_close": ("id",),
    "waitlist_matches": ("doctor", "start"),
    "reopen": ("id",),
    "clear_day": ("doctor", "date"),
}
"""The arguments that may be given without their names, in this order."""

FILLED_IN = {("next", "after")}
"""Arguments that the desk fills in when a person leaves them out."""

SUMMARY = {
    "next": "The next available time.", "openings": "The free times.", "why": "Why a time is not free.",
    "add_doctor": "A new doctor.", "add_location": "A new location.", "add_type": "A new type of visit.",
    "find_patients": "Patients by any of their words: name, phone, date of birth, record number.",
    "add_hospital": "A new hospital, with its public holidays as closures where it names a calendar.",
    "retire_hospital": "No longer used, once none of its doctors works there any more.",
    "retire_location": "No longer used, once nobody has hours there any more.",
    "update_location": "The fields to change; null empties one.",
}  # fmt: skip
"""In the help, for verbs whose own words say less."""

COMMON = (
    click.option("--data", help="Folder of the clinic; else $FRONTDESK_DATA, else your data folder."),
    click.option("--hospital", "site", help="The hospital whose clock is meant."),
    click.option("--as", "by", help="Who is working; else the login."),
    click.option("--desk", "station", help="Name of this desk; else $FRONTDESK_DESK, else the terminal."),
    click.option("--now", help="Fix the clock, as 2026-11-20T08:00."),
    click.option("--json", "as_json", is_flag=True, help="Answer as batch does."),
)


class Station(click.Group):
    """The group of commands; a mistyped verb is answered with a near one."""

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        """Dashes and underscores are the same in a verb."""
        if args[:2] == ["patients", "find"]:
            args[:2] = ["find_patients"]
        verb = args[0].replace("-", "_")
        args[0] = verb if verb in self.commands else args[0]
        return super().resolve_command(ctx, args)


def _common(command: Any) -> Any:
    for option in reversed(COMMON):
        command = option(command)
    return command


@click.group(cls=Station, context_settings={"help_option_names": ["-h", "--help"]}, invoke_without_command=True)
@click.version_option(__version__, "--version", prog_name="frontdesk", message="%(prog)s %(version)s")
@_common
@click.pass_context
def station(ctx: click.Context, /, **common: Any) -> None:
    """A clinic's front desk. Without a verb the desk opens on the screen; `frontdesk demo` opens a sample clinic."""
    ctx.obj = common
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


def _opened(ctx: click.Context, given: dict[str, Any]) -> tuple[Desk, bool]:
    """The desk that the options before and after the verb ask for, and whether to answer in JSON."""
    chosen = {name: given.pop(name) or ctx.obj[name] for name in ("data", "site", "by", "station", "now", "as_json")}
    desk = open_desk(
        data_folder(chosen["data"]),
        now=chosen["now"],
        by=chosen["by"],
        desk=chosen["station"],
        hospital=chosen["site"],
    )
    return desk, bool(chosen["as_json"])


def _say(error: FrontdeskError) -> int:
    """One line and the remedy, on stderr; the exit code."""
    click.echo(f"frontdesk: {error.reason} {error.remedy}".rstrip(), err=True)
    return STORE if isinstance(error, StoreError) else REFUSED


def _run_verb(ctx: click.Context, verb: str, given: dict[str, Any]) -> int:
    desk, as_json = _opened(ctx, given)
    try:
        arguments = {name: value for name, value in given.items() if value is not None and value != ()}
        _fill_in(desk, verb, arguments, after_verb=ctx.obj["site"] is None)
        try:
            outcome = desk.do(verb, **arguments)
        except FrontdeskError as error:
            if as_json:
                click.echo(orjson.dumps(failure(desk, error)).decode())
                return STORE if isinstance(error, StoreError) else REFUSED
            return _say(error)
        answer = success(desk, verb, outcome)
        if as_json:
            click.echo(orjson.dumps(answer).decode())
        else:
            from scheduling.tables import show

            show(desk, verb, outcome, answer["result"], sys.stdout)
        return OK
    finally:
        desk.close_desk()


def _fill_in(desk: Desk, verb: str, arguments: dict[str, Any], *, after_verb: bool) -> None:
    """What a person leaves out: `next` is asked from now, a list of visits for today. `--hospital` is no change of a
    record unless it stands after the verb, and nothing that is closed beside a doctor or a location."""
    from scheduling.when.iso import stamp
    from scheduling.when.zones import wall_clock

    beside = verb in ("close", "closures") and {"doctor", "location"} & set(arguments)
    fills = not beside and (after_verb or "update" not in verb)
    if fills and desk.hospital and "hospital" in VERBS[verb].model.model_fields:
        arguments["hospital"] = desk.hospital
    if verb == "next" and "after" not in arguments:
        arguments["after"] = stamp(desk.now())
    wants_today = verb == "appointments" and not {"from", "to", "patient"} & set(arguments)
    if wants_today and (sites := desk.hospital_list()):
        today = wall_clock(desk.now() // 60, desk.clinic().tz(desk.hospital or sites[0].id)).date().isoformat()
        arguments |= {"from": today, "to": today}


class Structure(click.ParamType[Any]):
    """A list or an object, written as JSON; a list of words also with commas. `or_word`: one word may stand alone."""

    name = "JSON"

    def __init__(self, or_word: bool = False) -> None:
        self.or_word = or_word

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The value, or a usage error naming the option."""
        if not isinstance(value, str):
            return value
        if value[:1] in "[{":
            try:
                return orjson.loads(value)
            except orjson.JSONDecodeError as error:
                self.fail(f"is not JSON: {error}", param, ctx)
        return value if self.or_word and "," not in value else value.split(",")


def _kind(annotation: Any) -> tuple[Any, bool]:
    """The click type of an argument, and whether it is a flag."""
    options = typing.get_args(annotation) if typing.get_origin(annotation) in (types.UnionType, typing.Union) else ()
    bare = [
        typing.get_args(one)[0] if typing.get_origin(one) is typing.Annotated else one
        for one in options or (annotation,)
    ]
    plain = [typing.get_origin(one) or one for one in bare]
    if bool in plain:
        return bool, True
    if int in plain:
        return int, False
    nested = any(isinstance(one, type) and issubclass(one, BaseModel) for one in plain)
    structured = nested or list in plain or dict in plain
    return (Structure(or_word=str in plain), False) if structured else (str, False)


def _command(verb: str) -> click.Command:
    """The command of a verb, its options made from its arguments."""
    model = VERBS[verb].model
    parameters: list[click.Parameter] = []
    for name, field in model.model_fields.items():
        if field.exclude:
            continue
        label = (field.alias or name).rstrip("_")
        kind, flag = _kind(field.annotation)
        # `--hospital` says whose clock is meant, before or after any verb; `_fill_in` makes it the argument, too.
        if label == "hospital" or label in POSITIONAL.get(verb, ()):
            continue
        name = label.replace("_", "-")
        switch = f"--{name}/--no-{name}" if flag and verb.startswith("update_") else f"--{name}"
        needed = field.is_required() and (verb, label) not in FILLED_IN
        missing: dict[str, Any] = {"required": True} if needed else {"default": None}
        parameters.append(click.Option([f"arg_{label}", switch], type=kind, is_flag=flag, **missing))
    for label in POSITIONAL.get(verb, ()):
        needed = model.model_fields[label].is_required()
        parameters.append(click.Argument([f"arg_{label}"], required=needed, metavar=label.upper()))

    @click.pass_context
    def invoke(ctx: click.Context, /, **given: Any) -> None:
        arguments = {name.removeprefix("arg_"): value for name, value in given.items() if name.startswith("arg_")}
        common = {name: value for name, value in given.items() if not name.startswith("arg_")}
        ctx.exit(_run_verb(ctx, verb, common | arguments))

    doc = SUMMARY.get(verb) or _help_of(verb)
    common: click.Command = click.command("common")(_common(lambda **_: None))
    return click.Command(verb, callback=invoke, params=[*parameters, *common.params], help=doc)


def _help_of(verb: str) -> str:
    """What a verb says of itself, without its own name and the numbers of rules; its arguments are options here."""
    doc = " ".join((VERBS[verb].run.__doc__ or "").partition("\n\n")[0].split())
    doc = re.sub(r"`([a-z]+)`", r"--\1", doc.replace(f"`{verb}`", verb)).replace("`", "")
    doc = re.sub(r" \(RULES[^)]*\)|, as RULES [0-9, ]+", "", doc)
    doc = re.sub(rf"^{verb}\b[,:.]? *", "", doc)
    return doc[:1].upper() + doc[1:]


for _verb in VERBS:
    if _verb not in SCREEN_ONLY and _verb != "clock":
        station.add_command(_command(_verb))


@station.command()
@_common
@click.option("--atomic", is_flag=True, help="All or nothing: one transaction, one undo step.")
@click.option("--schema", "as_schema", is_flag=True, help="Print the JSON Schema of every verb, result and code.")
@click.pass_context
def batch(ctx: click.Context, /, atomic: bool, as_schema: bool, **given: Any) -> None:
    """JSON Lines from standard input, one answer a line."""
    if as_schema:
        from scheduling.schema import schema

        click.echo(orjson.dumps(schema(), option=orjson.OPT_INDENT_2).decode())
        ctx.exit(OK)
    desk, _ = _opened(ctx, given)
    worst = OK
    try:
        out = sys.stdout.buffer
        for answer, code in run(desk, sys.stdin.buffer, atomic=atomic):
            worst = code
            out.write(answer + b"\n")
            out.flush()
    finally:
        desk.close_desk()
    ctx.exit(worst)


@station.command()
@_common
@click.argument("doctor")
@click.argument("when", metavar="DATE")
@click.pass_context
def daysheet(ctx: click.Context, /, doctor: str, when: str, **given: Any) -> None:
    """A doctor's day as plain text, for paper: frontdesk daysheet who tomorrow | lp."""
    from scheduling.when.words import parse_when
    from scheduling.when.zones import wall_clock

    desk, as_json = _opened(ctx, given)
    try:
        today = wall_clock(desk.now() // 60, desk.clinic().tz_of(doctor)).date()
        lines = desk.day_sheet(doctor, parse_when(when, today).day)
        click.echo(orjson.dumps({"ok": True, "lines": lines}).decode() if as_json else "\n".join(lines))
    finally:
        desk.close_desk()


add_commands(station, _common)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit code. No traceback: what the rules or the disk refuse is one line on stderr."""
    with log_file() as log:
        return _main(argv, log)


def _main(argv: Sequence[str] | None, log: Path | None) -> int:
    try:
        code = station.main(
            args=list(argv) if argv is not None else None, prog_name="frontdesk", standalone_mode=False
        )
        return int(code or 0)
    except click.ClickException as error:
        where = error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx else "frontdesk"
        said = " ".join(error.format_message().split())
        click.echo(f"frontdesk: {said} See: {where} --help", err=True)
        return error.exit_code
    except click.exceptions.Abort:
        return 130
    except FrontdeskError as error:
        logging.getLogger(__name__).warning("not done", extra={"code": error.code})
        return _say(error)
    except BrokenPipeError:
        # The reader of the pipe has gone; Python would complain once more at its exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except Exception as error:  # noqa: BLE001 - a bug is told in one line, the log file has the rest
        return _bug(error, log)


def _bug(error: Exception, log: Path | None) -> int:
    """A fault of the program itself: where it happened goes to the log, not the message, which may hold a name."""
    if isinstance(error, OSError) and error.errno in FULL:  # none of ours: the answer went to a file
        click.echo("frontdesk: The disk is full: not all could be told. Look before you do it once more.", err=True)
        return STORE
    logging.getLogger(__name__).error("bug", exc_info=error)
    where = f"{log} tells where" if log else "no log could be written"
    click.echo(
        f"frontdesk: The program made a mistake ({type(error).__name__}); {where}. Please report it.", err=True
    )
    return BUG


if __name__ == "__main__":
    sys.exit(main())
