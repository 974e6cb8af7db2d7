"""A front desk for the scenarios: the Desk in this process, and `frontdesk` as a person starts it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple

from scheduling import batch, open_desk
from scheduling.desk import Desk

ROOT = Path(__file__).parents[2]

FRIDAY = "2026-11-20T08:00"
"""When the scenarios happen, by New York's clock; the Monday after is 23 November."""

COMMAND = (sys.executable, "-m", "scheduling.cli")

Answer = dict[str, Any]


def line(verb: str, /, **arguments: Any) -> str:
    """One line of a batch. `from_` stands for `from`."""
    return json.dumps(
        {"do": verb} | {name.rstrip("_"): value for name, value in arguments.items()}, ensure_ascii=False
    )


def say(desk: Desk, verb: str, /, **arguments: Any) -> Answer:
    """What a batch answers this line, in this process."""
    found: Answer = batch.answer(desk, line(verb, **arguments).encode())
    return found


def done(desk: Desk, verb: str, /, **arguments: Any) -> Any:
    """The result of a line that must be done."""
    answer = say(desk, verb, **arguments)
    assert answer["ok"], answer
    return answer["result"]


def refusal(desk: Desk, verb: str, /, **arguments: Any) -> Answer:
    """The error of a line that must be refused."""
    answer = say(desk, verb, **arguments)
    assert not answer["ok"], answer
    error: Answer = answer["error"]
    return error


def open_front(folder: Path, now: str = FRIDAY, **options: Any) -> Desk:
    """Amy at the first desk."""
    return open_desk(folder, **{"now": now, "by": "amy", "desk": "front-1", **options})


def same_hours(start: str, end: str, weekdays: str = "mon tue wed thu fri") -> dict[str, list[list[str]]]:
    """One span on each of the weekdays."""
    return {weekday: [[start, end]] for weekday in weekdays.split()}


def two_doctors() -> list[str]:
    """Strange and Who of New York, and three patients, as batch lines. The clock is set once the zone is known."""
    return [
        line("add_hospital", id="general", name="New York General", timezone="America/New_York"),
        line("add_doctor", id="strange", hospital="general", name="Dr Strange"),
        line("add_doctor", id="who", hospital="general", name="Dr Who"),
        line("set_hours", doctor="strange", hours=same_hours("09:00", "17:00")),
        line("set_hours", doctor="who", hours=same_hours("08:00", "16:00")),
        line("add_patient", id="lopez", name="Maria Lopez", phones=["(212) 555-0142"]),
        line("add_patient", id="walker", name="June Walker"),
        line("add_patient", id="nguyen", name="Linh Nguyễn"),
        line("clock", now=FRIDAY),
    ]


def open_two_doctors(folder: Path, **options: Any) -> Desk:
    """The clinic of the two doctors, open at the first desk."""
    desk = open_front(folder, **options)
    for text in two_doctors():
        answer = batch.answer(desk, text.encode())
        assert answer["ok"], answer
    return desk


class Ran(NamedTuple):
    """A command that ended: exit code and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def answers(self) -> list[Answer]:
        """The lines of a batch."""
        return [json.loads(text) for text in self.out.splitlines()]


def surroundings(**more: str) -> Mapping[str, str]:
    """The environment of a started command: as this one's, with the packages on its path."""
    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "", **more}


def frontdesk(
    folder: Path, *words: str, said: Iterable[str] | bytes = (), now: str | None = FRIDAY, **env: str
) -> Ran:
    """Run `frontdesk --data FOLDER …` to its end; `said` are the lines of its standard input."""
    fed = said if isinstance(said, bytes) else "".join(f"{text}\n" for text in said).encode()
    clock = ("--now", now) if now is not None else ()
    command = [*COMMAND, "--data", str(folder), *clock, *words]
    ended = subprocess.run(command, input=fed, capture_output=True, env=surroundings(**env), timeout=60, check=False)
    return Ran(ended.returncode, ended.stdout.decode(), ended.stderr.decode())


class Talk:
    """A `frontdesk batch` that is running: one line said, one answer read."""

    def __init__(self, folder: Path, *words: str, now: str | None = FRIDAY) -> None:
        clock = ("--now", now) if now is not None else ()
        command = [*COMMAND, "--data", str(folder), *clock, *words, "batch"]
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, env=surroundings())

    def __enter__(self) -> Talk:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            if pipe is not None:
                pipe.close()

    def say(self, verb: str, /, **arguments: Any) -> Answer:
        """The answer to a line; raises `EOFError` with what the program complained of when there is none."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        assert self.process.stderr is not None
        self.process.stdin.write(line(verb, **arguments).encode() + b"\n")
        self.process.stdin.flush()
        text = self.process.stdout.readline()
        if not text:
            raise EOFError(self.process.stderr.read().decode())
        found: Answer = json.loads(text)
        return found

    def end(self) -> int:
        """End its input and wait for its exit code."""
        self.process.communicate(timeout=30)
        return self.process.returncode
