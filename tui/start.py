"""Opens the desk on the screen: reads the options, opens the clinic, runs the app, closes what was opened."""

from __future__ import annotations

import logging
import os
import shutil
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scheduling.clock import FixedClock
from scheduling.desk import Desk, parse_moment
from scheduling.errors import FrontdeskError, Refused
from scheduling.log import log_file
from scheduling.opening import open_desk, station_name
from scheduling.places import data_folder

log = logging.getLogger(__name__)

DONE, REFUSED, USAGE, STORE = 0, 1, 2, 3
"""Exit codes (DESIGN, “Commands”)."""

NAMES = {
    "--data": "data", "--hospital": "hospital", "--as": "by", "--desk": "desk", "--now": "now", "--keep": "keep",
    "--theme": "theme", "--glyphs": "glyphs",
}  # fmt: skip


LOOKS = ("dark", "light", "contrast")
"""What a person calls the themes: the names of `theme.NAMES`, which the command line need not load."""

GLYPHS = ("unicode", "ascii")
"""Signs with a shape of their own, or letters only."""


@dataclass(slots=True)
class Options:
    """What was asked for on the command line; `demo`: a sample clinic, kept in `keep` or thrown away."""

    data: str | None = None
    hospital: str | None = None
    by: str | None = None
    desk: str | None = None
    now: str | None = None
    keep: str | None = None
    theme: str | None = None
    glyphs: str | None = None
    demo: bool = False


class Usage(ValueError):
    """The command line cannot be understood; its text says why."""


def read_options(argv: Sequence[str]) -> Options:
    """The options of a command line that opens the screen; raises `Usage`."""
    options = Options()
    words = iter(argv)
    for word in words:
        name, equals, value = word.partition("=")
        if word == "demo" and not options.demo:
            options.demo = True
        elif name in NAMES:
            given = value if equals else next(words, None)
            if not given:
                raise Usage(f"{name} needs a value.")
            setattr(options, NAMES[name], given)
        else:
            raise Usage(f"“{word}” is not known; frontdesk --help lists what is.")
    if options.keep and not options.demo:
        raise Usage("--keep belongs to frontdesk demo.")
    if options.theme is not None and options.theme not in LOOKS:
        raise Usage(f"There is no theme “{options.theme}”; there is {', '.join(LOOKS)}.")
    if options.glyphs is not None and options.glyphs not in GLYPHS:
        raise Usage(f"There are no glyphs “{options.glyphs}”; there is {', '.join(GLYPHS)}.")
    if options.demo and options.data:
        raise Usage("The demo has its own folder; use --keep DIR.")
    return options


def open_screen(argv: Sequence[str]) -> int:
    """Run the desk until it is left; the exit code."""
    try:
        options = read_options(argv)
    except Usage as error:
        return _fail(str(error), USAGE)
    thrown_away = tempfile.mkdtemp(prefix="frontdesk-demo-") if options.demo and not options.keep else None
    folder = Path(thrown_away or options.keep or data_folder(options.data)).expanduser()
    try:
        with log_file(options.desk or station_name(), turn_over=True):
            return _open(folder, options)
    finally:
        if thrown_away:
            shutil.rmtree(thrown_away, ignore_errors=True)


def _open(folder: Path, options: Options) -> int:
    try:
        desk = open_desk(folder, now=options.now, by=options.by, desk=options.desk, hospital=options.hospital)
        try:
            return _run(desk, options)
        finally:
            desk.close_desk()
    except FrontdeskError as error:
        log.warning("not opened", extra={"code": error.code})
        return _fail(str(error), REFUSED if isinstance(error, Refused) else STORE)


def _run(desk: Desk, options: Options) -> int:
    from tui import settings
    from tui.app import DeskApp

    if options.demo and desk.is_empty():
        from scheduling import sample
        from scheduling.sample.clinic import HOSPITAL
        from scheduling.when.zones import zone
        from tui.screens.welcome import SEED

        if options.now is not None and isinstance(desk.clock, FixedClock):
            # An empty clinic has no zone in which the time was meant; the sample's is where it will be shown.
            desk.clock.set(parse_moment(options.now, zone(HOSPITAL["timezone"])))
        sample.fill(desk, SEED)
    stored = settings.read()
    notes = [*settings.problems(stored), *_own_keys(stored)]
    own = settings.chosen(stored, {"theme": options.theme, "glyphs": options.glyphs})
    app = DeskApp(desk, hospital=options.hospital, demo=options.demo, own=own, environ=os.environ, notes=notes)
    app.run()
    return app.return_code or DONE


def _own_keys(stored: Mapping[str, Any]) -> list[str]:
    """Take the keys that this person chose; what could not be, in sentences."""
    from tui import actions

    wanted = stored.get("keys", {})
    if not isinstance(wanted, dict):
        return ["Keys: [keys] in the settings must be a table of actions and keys."]
    return actions.use_keys(wanted)


def _fail(words: str, code: int) -> int:
    print(words, file=sys.stderr)
    return code
