"""Calendars for the terminal that a front desk might use instead, each holding the same visits: khal and calcurse."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from scheduling.when.zones import wall_clock
from tests.bench.clinic import ZONE, Visit


class Calendar(NamedTuple):
    """A program with the visits in it: how it is started, and a word that stands on its first frame."""

    name: str
    command: tuple[str, ...]
    word: str


def installed(folder: Path, visits: Iterable[Visit], environ: Mapping[str, str]) -> list[Calendar]:
    """Those of the two that are found on the PATH, their data written below `folder`."""
    known = list(visits)
    found = []
    for name, make in (("khal", khal), ("calcurse", calcurse)):
        program = shutil.which(name)
        if program is not None:
            found.append(make(program, folder / name, known, environ))
    return found


def missing() -> list[str]:
    """Those of the two that are not."""
    return [name for name in ("khal", "calcurse") if shutil.which(name) is None]


def khal(program: str, folder: Path, visits: list[Visit], environ: Mapping[str, str]) -> Calendar:
    """An event a file, as khal wants it; its own index is made before anything is measured."""
    events = folder / "events"
    events.mkdir(parents=True)
    for visit in visits:
        start, end = (f"{wall(minute):%Y%m%dT%H%M00}" for minute in (visit.start, visit.end))
        lines = (
            "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//bench//\nBEGIN:VEVENT\n"
            f"UID:{visit.id}\nDTSTAMP:20261120T080000Z\nDTSTART:{start}\nDTEND:{end}\n"
            f"SUMMARY:Patient {visit.patient}\n"
            "END:VEVENT\nEND:VCALENDAR\n"
        )
        (events / f"{visit.id}.ics").write_text(lines.replace("\n", "\r\n"), encoding="utf-8")
    config = folder / "config"
    config.write_text(
        f"[calendars]\n[[clinic]]\npath = {events}\n[sqlite]\npath = {folder / 'khal.db'}\n"
        "[locale]\ntimeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\n"
        f"datetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\nlocal_timezone = {ZONE.key}\n",
        encoding="utf-8",
    )
    # Its calendar asks for a locale by name, and the one that Python makes of C.UTF-8 is seldom installed.
    command = ("env", "LC_ALL=C", program, "-c", str(config))
    subprocess.run([*command, "list", "2026-11-23", "1d"], env=dict(environ), capture_output=True, check=True)
    return Calendar("khal", (*command, "interactive"), "q: quit")


def calcurse(program: str, folder: Path, visits: list[Visit], environ: Mapping[str, str]) -> Calendar:
    """One text file with a line a visit."""
    folder.mkdir(parents=True)
    lines = (
        f"{wall(v.start):%m/%d/%Y @ %H:%M} -> {wall(v.end):%m/%d/%Y @ %H:%M} |Patient {v.patient}\n" for v in visits
    )
    (folder / "apts").write_text("".join(lines), encoding="utf-8")
    return Calendar("calcurse", (program, "-D", str(folder), "-C", str(folder)), "Calendar")


def wall(minute: int) -> datetime:
    """What the clock of the clinic shows."""
    return wall_clock(minute, ZONE)
