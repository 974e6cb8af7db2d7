"""The commands for people: tables, errors in one line, exit codes, `--json`, `check`, the document left."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import unicodedata
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from tinydb import TinyDB

from scheduling import cli, open_desk, sample
from scheduling.log import log_path
from scheduling.services.verbs import SCREEN_ONLY, VERBS
from tests.scenarios.front import COMMAND, frontdesk, line, open_two_doctors

NOW = "2026-11-20T08:00-05:00"
MON = "2026-11-23"
VIP = "Ann [VIP] [/] 田中"


class Said(NamedTuple):
    """What a command answered."""

    code: int
    out: str
    err: str


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample clinic, a closure and a patient of a difficult name in it."""
    folder = tmp_path_factory.mktemp("cli") / "clinic"
    desk = open_desk(folder, now=NOW, by="amy", desk="front-1")
    sample.fill(desk, seed=1)
    desk.add_patient(id="vip", name=VIP, note="x" * 300, phones=["1" * 60, "2" * 60])
    desk.close(doctor="who", **{"from": "2026-12-24T10:00", "to": "2026-12-24T12:00"}, reason="a reason " * 20)
    desk.close(hospital="riverside", **{"from": "2026-12-25", "to": "2026-12-26"})
    desk.waitlist_add(id="wait", patient="vip", minutes=15, doctors=["who"], note="y" * 300)
    desk.close_desk()
    return folder


@pytest.fixture
def run(clinic: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Runner:
    return Runner(clinic, tmp_path / "clinic", capsys)


class Runner:
    """Runs commands in this process; the first that may write does so in a copy."""

    def __init__(self, clinic: Path, copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self.copy, self.capsys = clinic, copy, capsys

    def __call__(self, *words: str, now: str | None = NOW) -> Said:
        self.capsys.readouterr()
        clock = ["--now", now] if now else []
        code = cli.main(["--data", str(self.folder), "--as", "amy", "--desk", "front-1", *clock, *words])
        said = self.capsys.readouterr()
        assert "Traceback" not in said.out + said.err
        return Said(code, said.out, said.err)

    def in_a_copy(self) -> Runner:
        shutil.copytree(self.folder, self.copy)
        self.folder = self.copy
        return self


def width(text: str) -> int:
    """Columns that a line takes in a terminal."""
    return sum(
        0 if unicodedata.category(letter)[0] == "M" else 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        for letter in text.rstrip()
    )


SERIES = ("book-series", "--doctor", "osei", "--start", f"{MON}T10:00", "--patient", "vip", "--minutes", "15",
          "--rule", '{"freq":"daily","count":6}')  # fmt: skip

READS = [
    ("hospitals",),
    ("locations",),
    ("types",),
    ("doctors",),
    ("patients",),
    ("find-patients", "a"),
    ("hours", "osei"),
    ("day", "strange", MON),
    ("day", "who", "2026-12-24"),
    ("closures",),
    ("appointments",),
    ("appointments", "--from", "2026-11-09", "--to", "2026-11-29", "--status", "all"),
    ("openings", "--from", MON, "--to", MON, "--minutes", "15"),
    ("openings", "--from", MON, "--to", MON, "--doctor", "osei", "--step", "60", "--all"),
    ("openings", "--from", "2026-11-22", "--to", "2026-11-22"),
    ("next", "--minutes", "45"),
    ("next", "--each"),
    ("why", "strange", f"{MON}T09:00"),
    ("why", "strange", "2026-11-29T12:00"),
    ("get", "vip"),
    ("get", "v0001"),
    ("get", "who"),
    ("get", "riverside"),
    ("history",),
    ("history", "vip"),
    ("affected",),
    ("unresolved",),
    ("waitlist",),
    ("waitlist-matches", "who", f"{MON}T10:00", "--minutes", "60"),
    ("get", "wait"),
    (*SERIES, "--preview"),
]


@pytest.mark.parametrize("words", READS, ids=" ".join)
def test_an_answer_fits_80_columns_and_every_date_has_its_weekday(run: Runner, words: tuple[str, ...]) -> None:
    said = run(*words)
    assert (said.code, said.err) == (0, "")
    assert said.out.strip()
    assert [text for text in said.out.splitlines() if width(text) > 80] == []
    assert "\x1b" not in said.out
    assert not re.search(r"\d{4}-\d\d-\d\d", said.out), "a date as people do not say it"
    dates = re.findall(r"(\S+ )?\b\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b", said.out)
    assert set(dates) <= {f"{weekday} " for weekday in "Mon Tue Wed Thu Fri Sat Sun".split()}


@pytest.mark.parametrize("words", READS, ids=" ".join)
def test_json_is_what_batch_answers(run: Runner, words: tuple[str, ...]) -> None:
    said = run(*words, "--json")
    assert (said.code, said.err) == (0, "")
    answer = json.loads(said.out)
    assert answer.keys() == {"ok", "result", "warnings"}
    assert answer["ok"] is True


def test_the_same_question_gets_the_same_answer_in_batch(run: Runner) -> None:
    asked = line("openings", from_=MON, to=MON, doctor="osei", minutes=15)
    in_batch = frontdesk(run.folder, "batch", said=[asked], now=NOW).answers[0]
    said = run("openings", "--from", MON, "--to", MON, "--doctor", "osei", "--minutes", "15", "--json")
    assert json.loads(said.out) == in_batch


def test_names_stand_as_they_are_written(run: Runner) -> None:
    assert VIP in run("find-patients", "VIP").out
    assert VIP in run("get", "vip").out
    refused = run("add-patient", "--name", "Ann \x1b[31m")
    assert refused.code == 1
    assert "name" in refused.err
    assert "\x1b" not in refused.err


WRONG = [
    (1, ("book", "--doctor", "strange", "--start", f"{MON}T03:00", "--patient", "p001"), "does not work"),
    (1, ("book", "--doctor", "nobody", "--start", f"{MON}T10:00", "--patient", "p001"), "nobody"),
    (1, ("cancel", "v0001", "because"), "because"),
    (1, ("get", "nothing"), "nothing"),
    (1, ("undo", "nothing"), "nothing"),
    (1, ("redo",), "nothing to do again"),
    (1, ("next", "--after", "soon"), "soon"),
    (1, ("openings", "--from", MON, "--to", "2026-11-20"), "to is not after from"),
    (2, ("bokk",), "book"),
    (2, ("book", "--nonsense", "1"), "--nonsense"),
    (2, ("book", "--minutes", "many"), "many"),
    (2, ("book-series",), "--start"),
    (2, ("waitlist_add",), "--patient"),
    (2, ("book-series", "--start", MON, "--patient", "vip", "--rule", "{"), "is not JSON"),
    (2, ("get",), "ID"),
    (2, ("book", "--doctor", "who"), "--start"),
    (2, ("cancel", "v0001"), "REASON"),
    (2, ("lengthen", "x"), "lengthen"),
    (2, ("hours", "a", "b", "c"), "c"),
    (2, ("--nonsense",), "--nonsense"),
]


@pytest.mark.parametrize(("code", "words", "named"), WRONG, ids=lambda value: str(value))
def test_a_mistake_is_one_line_on_stderr(run: Runner, code: int, words: tuple[str, ...], named: str) -> None:
    said = run(*words)
    assert said.out == ""
    assert said.err.startswith("frontdesk: ")
    assert named in said.err
    assert said.err.count("\n") == 1, said.err
    assert said.code == code


@pytest.mark.parametrize("words", [words for code, words, _ in WRONG if code == 1], ids=lambda value: " ".join(value))
def test_a_refusal_in_json_is_on_stdout(run: Runner, words: tuple[str, ...]) -> None:
    said = run(*words, "--json")
    assert (said.code, said.err) == (1, "")
    assert json.loads(said.out)["error"].keys() == {
        *("code", "message", "remedy", "field", "blocking", "alternatives"),
    }


def test_a_refused_booking_says_what_is_free(run: Runner) -> None:
    said = run("book", "--doctor", "strange", "--start", f"{MON}T03:00", "--patient", "p001", "--minutes", "15")
    assert re.search(r"Free next: (Mon 23 Nov )?\d\d:\d\d", said.err)


def test_a_day_with_commands_alone(run: Runner) -> None:
    run = run.in_a_copy()
    said = run("next", "--doctor", "osei", "--minutes", "30", "--after", f"{MON}T08:00", "--json")
    start = json.loads(said.out)["result"]["openings"][0]["start"]
    booked = run("book", "--id", "mine", "--doctor", "osei", "--start", start, "--minutes", "30", "--patient", "vip")
    assert booked.code == 0
    assert f"Booked: {VIP} with Dr Osei, " in booked.out
    assert run("move", "mine", "--location", "main").code == 0
    assert "\nCancelled: " in f"\n{run('cancel', 'mine', 'patient').out}"
    assert "cancelled" in run("undo").out
    assert run("status", "mine", "arrived").out.startswith("Arrived: ")
    assert "Arrived" in run("appointments", "--patient", "vip").out
    hours = '{"mon":[["09:00","12:00"]]}'
    changed = run("set-hours", "--doctor", "osei", "--location", "main", "--hours", hours)
    assert changed.code == 0
    assert "v0" in changed.out, "the visits that are now outside hours are listed"


def test_series_the_waitlist_and_days_in_bulk_with_commands_alone(run: Runner) -> None:
    run = run.in_a_copy()
    said = run("next", "--doctor", "osei", "--minutes", "15", "--after", f"{MON}T08:00", "--json")
    start = json.loads(said.out)["result"]["openings"][0]["start"]
    words = [start if word == f"{MON}T10:00" else word for word in SERIES]
    assert "In the way" in run(*words, "--preview").out
    shown = json.loads(run(*words, "--preview", "--json").out)["result"]["occurrences"]
    taken = [row["start"] for row in shown if not row["ok"]]
    assert taken, "the sample clinic is open on weekdays only"
    booked = run(*words, "--skip", ",".join(taken))
    assert booked.code == 0
    assert "skipped" in booked.out
    visits = json.loads(run("appointments", "--patient", "vip", "--json").out)["result"]["appointments"]
    assert len(visits) == 6 - len(taken)
    first = visits[0]["id"]
    assert run("move-series", "--id", first, "--scope", "all", "--minutes", "10").code == 0
    assert run("cancel-series", "--id", first, "--scope", "following", "--reason", "patient").code == 0
    assert "\nwait " in run("waitlist").out
    assert run("waitlist-close", "wait", "--reason", "served").code == 0
    assert "\nwait " not in run("waitlist").out
    days = run("set-days", "--doctor", "osei", "--from", MON, "--to", MON, "--spans", '[["07:00","07:30"]]')
    assert "07:00–07:30" in days.out
    assert run("merge-patients", "vip", "p001").code == 0
    assert run("undo").code == 0
    assert run("retire-patient", "p001").code == 0


def test_options_stand_before_or_after_the_verb(run: Runner) -> None:
    assert run("doctors", "--json").out == run("--json", "doctors").out


def test_the_hospital_before_a_verb_says_whose_clock_is_meant_and_changes_nothing(run: Runner) -> None:
    two = run.in_a_copy()
    two("add-hospital", "--id", "west", "--name", "West", "--timezone", "America/Los_Angeles")

    def home() -> str:
        return str(json.loads(two("get", "vip", "--json").out)["result"]["hospital"])

    before = home()
    assert two("--hospital", "west", "update-patient", "--id", "vip", "--note", "n").code == 0
    assert home() == before
    assert two("update-patient", "--id", "vip", "--hospital", "west").code == 0
    assert home() == "west"
    away = ("close", "--doctor", "who", "--from", "2027-03-01", "--to", "2027-03-02", "--reason", "away")
    assert two("--hospital", "riverside", *away).code == 0
    shut = json.loads(two("--hospital", "riverside", "--json", "closures", "--doctor", "who").out)["result"][
        "closures"
    ]
    assert [row["doctor"] for row in shut] == ["who", "who"]
    whole = ("close", "--from", "2027-04-01", "--to", "2027-04-01", "--json")
    assert json.loads(two("--hospital", "riverside", *whole).out)["result"]["hospital"] == "riverside"


def test_every_verb_has_its_help(run: Runner) -> None:
    for verb in VERBS.keys() - SCREEN_ONLY - {"clock"}:
        said = run(verb, "--help")
        assert said.code == 0
        assert f"frontdesk {verb}" in said.out
        assert "RULES" not in said.out
    overview = run("--help").out
    assert "cancel            Keeps the record, with reason, who and when." in overview
    assert all(verb in overview for verb in ("book", "next", "batch", "check"))


def test_the_folder_comes_from_the_environment_too(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FRONTDESK_DATA", str(run.folder))
    run.capsys.readouterr()
    assert cli.main(["doctors", "--json", "--now", NOW]) == 0
    assert len(json.loads(run.capsys.readouterr().out)["result"]["doctors"]) == 6


@pytest.mark.parametrize(
    ("words", "named"), [(("--now", "soon"), "soon"), (("--hospital", "elsewhere"), "elsewhere")], ids=str
)
def test_a_wrong_option_of_the_desk_is_named(run: Runner, words: tuple[str, ...], named: str) -> None:
    said = run(*words, "doctors", now=None)
    assert said.code in (1, 2)
    assert (said.out, said.err.count("\n")) == ("", 1)
    assert named in said.err


def test_check_on_a_healthy_clinic(run: Runner) -> None:
    said = run("check")
    assert (said.code, said.err) == (0, "")
    assert all(text.startswith("✓ ") for text in said.out.splitlines())
    findings = json.loads(run("check", "--json").out)
    assert {finding["level"] for finding in findings} == {"ok"}


def test_check_on_a_damaged_clinic(run: Runner) -> None:
    run = run.in_a_copy()
    book = run.folder / "clinic.ledger.jsonl"
    book.write_bytes(book.read_bytes().replace(b"Strange", b"Stronge", 1))
    said = run("check")
    assert said.code == 3
    wrong = [text for text in said.out.splitlines() if text.startswith("✗ ")]
    assert wrong
    assert all(text.count(".") >= 2 for text in wrong), "what is wrong, and what to do"


def test_a_folder_that_is_none_is_the_stores_trouble(run: Runner, tmp_path: Path) -> None:
    run.folder = tmp_path / "file"
    run.folder.write_text("not a folder")
    said = run("doctors")
    assert said.code == 3
    assert (said.out, said.err.count("\n")) == ("", 1)
    assert said.err.startswith("frontdesk: ")


def test_stock_tinydb_opens_the_document_afterwards_and_finds_every_visit(tmp_path: Path) -> None:
    folder = tmp_path / "clinic"
    open_two_doctors(folder).close_desk()
    said = [
        line("book", id=f"a{number}", doctor="who", start=f"{MON}T1{number}:00", minutes=30, patient="lopez")
        for number in range(5)
    ]
    assert frontdesk(folder, "batch", said=said).code == 0
    with TinyDB(folder / "clinic.json") as book:
        assert [row["id"] for row in book.table("appointments").all()] == [f"a{number}" for number in range(5)]
        assert {row["name"] for row in book.table("doctors").all()} == {"Dr Strange", "Dr Who"}


def test_a_bug_is_one_line_and_the_log_tells_where_without_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError(VIP)

    monkeypatch.setattr("scheduling.cli.open_desk", broken)
    assert cli.main(["--data", str(tmp_path / "clinic"), "doctors"]) == 70
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "RuntimeError" in said
    assert VIP not in said
    log = log_path().read_text()
    assert "RuntimeError" in log
    assert '"scheduling.cli:' in log
    assert VIP not in log


def test_patients_find_is_said_as_people_say_it(run: Runner) -> None:
    said = run("patients", "find", "lopez", "--json")
    assert said.code == 0
    assert said.out == run("find_patients", "lopez", "--json").out


def test_a_name_that_is_no_text_is_refused_before_anything_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FRONTDESK_DESK", "\udcff")
    assert cli.main(["--data", str(tmp_path / "clinic"), "doctors"]) == 1
    said = capsys.readouterr().err
    assert said == "frontdesk: desk holds a character that cannot be shown. Say it with --desk.\n"
    assert cli.main(["--data", str(tmp_path / "clinic"), "--desk", "a", "--as", "\udcfe", "doctors"]) == 1
    assert "Say it with --as." in capsys.readouterr().err
    assert not (tmp_path / "clinic").exists()


def test_an_answer_for_which_the_disk_has_no_room_is_no_bug(clinic: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        command = [*COMMAND, "--data", str(clinic), "--now", NOW, "doctors"]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 3
    assert done.stderr == "frontdesk: The disk is full: not all could be told. Look before you do it once more.\n"
