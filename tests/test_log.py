"""The log file: every verb a line of JSON, an unexpected error with its steps, and nothing of any patient."""

from __future__ import annotations

import json
import logging
import threading
from pathlib import Path
from typing import Any

import pytest

from scheduling import batch, cli, log, open_desk
from scheduling.desk import Desk
from scheduling.errors import FrontdeskError, StoreError
from scheduling.log import LogFile, log_file, log_path
from tests.store.helpers import ENOSPC

MARKED = "Zebedee"
"""Stands in every name, note, reason, phone, address and search of this test."""

MON = "2026-11-23"
NOW = "2026-11-20T08:00-05:00"


@pytest.fixture
def desk(tmp_path: Path) -> Any:
    desk = open_desk(tmp_path / "clinic", now=NOW, by=MARKED, desk="front-1")
    yield desk
    desk.close_desk()


def logged() -> list[dict[str, Any]]:
    """Every line that was written, the oldest file first."""
    files = sorted(log_path().parent.glob("frontdesk.log*"), reverse=True)
    return [json.loads(line) for path in files for line in path.read_text().splitlines()]


def set_up(desk: Desk) -> None:
    desk.do("add_hospital", id="h", name=MARKED, timezone="America/New_York", address=MARKED)
    desk.do("add_doctor", id="who", hospital="h", name=f"Dr {MARKED}", phone=MARKED)
    desk.do("set_hours", doctor="who", hours={"mon": [["09:00", "17:00"]]})
    desk.do(
        "add_patient",
        id="p",
        name=f"{MARKED} Lopez",
        phones=[f"{MARKED} 1"],
        email=MARKED,
        note=MARKED,
        alerts=[MARKED],
    )
    desk.do("book", id="a", doctor="who", patient="p", start=f"{MON}T09:00", minutes=30, reason=MARKED, note=MARKED)


def refusals(desk: Desk) -> list[str]:
    """Verbs that are refused with a patient's words in them; the codes."""
    codes = []
    for verb, arguments in (
        ("book", {"doctor": "who", "patient": "p", "start": f"{MON}T09:00", "minutes": 30, "reason": MARKED}),
        ("add_patient", {"name": MARKED * 40}),
        ("add_patient", {"name": f"{MARKED} Lopez", "phones": [f"{MARKED} 1"]}),
        ("get", {"id": MARKED}),
        ("cancel", {"id": "a", "reason": MARKED}),
        ("update_visit", {"id": "a", MARKED: MARKED}),
        (MARKED, {}),
    ):
        with pytest.raises(FrontdeskError) as told:
            desk.do(verb, **arguments)
        codes.append(told.value.code)
    return codes


def test_every_verb_is_a_line_and_none_holds_a_name(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    with log_file("front-1", turn_over=True) as path:
        assert path == log_path()
        set_up(desk)
        desk.do("find_patients", text=MARKED)
        codes = refusals(desk)

        def broken(*_: Any) -> Any:
            raise RuntimeError(f"{MARKED} is not a number")

        monkeypatch.setattr("scheduling.store.transaction.Transaction.put", broken)
        with pytest.raises(RuntimeError):
            desk.do("update_patient", id="p", note=MARKED)
        with pytest.raises(RuntimeError):
            desk.atomic(lambda: desk.do("update_patient", id="p", note=MARKED))
        try:
            broken()
        except RuntimeError as error:
            logging.getLogger("asyncio").error("Task of %s failed", MARKED, exc_info=error)
        logging.getLogger("somebody").warning("%s was here", MARKED)
    desk.do("patients")
    text = "".join(path.read_text() for path in log_path().parent.iterdir())
    assert MARKED not in text
    lines = logged()
    done = [line["verb"] for line in lines if line["code"] == "ok"]
    assert done == ["add_hospital", "add_doctor", "set_hours", "add_patient", "book", "find_patients"]
    assert [line["code"] for line in lines[6:13]] == codes
    assert codes[0] == "slot_taken"
    assert lines[12]["verb"] is None
    assert all({"at", "verb", "ms", "code", "desk"} <= line.keys() for line in lines)
    assert all(line["desk"] == "front-1" for line in lines)
    assert all(line["ms"] >= 0 and line["at"].endswith("Z") for line in lines[:13])
    bugs = [line for line in lines if line["code"] == "bug"]
    assert [line["verb"] for line in bugs] == ["update_patient", "update_patient", "batch", None]
    assert {line["kind"] for line in bugs} == {"RuntimeError"}
    assert bugs[0]["steps"][-1].startswith("tests.test_log:")
    assert any(step.startswith("scheduling.services.patients:") for step in bugs[0]["steps"])
    assert lines[-1] == lines[-1] | {"level": "warning", "verb": None, "code": None}
    assert lines[-1]["place"].startswith("somebody:")


def test_an_atomic_batch_that_is_taken_back_is_no_bug(desk: Desk) -> None:
    with log_file("front-1"):
        list(batch.run(desk, [b"nonsense"], atomic=True))
    assert [(line["level"], line["verb"], line["code"]) for line in logged()] == [("info", "batch", "rolled_back")]


def test_a_trouble_of_the_store_is_told_by_its_code(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any, **__: Any) -> Any:
        raise StoreError("disk_full", f"{MARKED} found the disk full.")

    with log_file():
        monkeypatch.setattr(desk.store, "write", full)
        with pytest.raises(StoreError):
            desk.do("add_patient", name=MARKED)
    (line,) = logged()
    assert (line["verb"], line["code"], line["level"], line["desk"]) == (
        "add_patient",
        "disk_full",
        "warning",
        "front-1",
    )
    assert "kind" not in line


def test_commands_write_into_the_same_file_and_the_screen_begins_a_new_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = str(tmp_path / "clinic")
    for _ in range(2):
        cli.main(["--data", folder, "--desk", "d1", "hospitals"])
    assert cli.main(["--data", folder, "status", "--json"]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["log"] == str(log_path())
    assert [line["verb"] for line in logged()] == ["hospitals", "hospitals"]
    (tmp_path / "file").write_text("in the way")
    assert cli.main(["--data", str(tmp_path / "file"), "hospitals"]) == 3
    assert logged()[-1]["code"] in ("damaged", "read_only")
    with log_file(turn_over=True):
        pass
    assert not log_path().exists()
    assert len(logged()) == 3


def test_who_was_logging_goes_on_in_the_new_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log, "LOOK", -1.0)
    with log_file() as path:
        assert path is not None
        log.VERBS.info("")
        first = path.stat().st_ino
        with log_file(turn_over=True):
            log.VERBS.info("")
        assert path.with_name("frontdesk.log.1").stat().st_ino == first
        path.unlink()
        log.VERBS.info("")
        assert len(path.read_text().splitlines()) == 1
        monkeypatch.setattr(log, "LARGEST", 10)
        for _ in range(log.KEPT + 5):
            log.VERBS.info("")
    assert len(list(path.parent.iterdir())) == log.KEPT + 1
    assert log_path().parent.stat().st_mode & 0o777 == 0o700


def test_two_programs_write_whole_lines() -> None:
    def write() -> None:
        for _ in range(50):
            log.VERBS.info("")

    with log_file(), log_file():
        threads = [threading.Thread(target=write) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(logged()) == 200


def test_a_log_that_cannot_be_written_is_in_nobodys_way(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    log_path().parent.parent.mkdir(parents=True)
    log_path().parent.write_text("in the way")
    with log_file() as path:
        assert path is None
        desk.do("hospitals")
    log_path().parent.unlink()

    def full(*_: Any) -> Any:
        raise OSError(ENOSPC, "No space left")

    with log_file():
        monkeypatch.setattr(LogFile, "_open", full)
        desk.do("hospitals")
    assert capsys.readouterr().err == ""
