"""The ledger and the document, read by a few lines that share nothing with the program's own."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

Tables = dict[str, dict[str, dict[str, Any]]]


def lines(folder: Path) -> list[dict[str, Any]]:
    """Every line, its number and its hash checked against the line before."""
    raw = (folder / "clinic.ledger.jsonl").read_bytes()
    assert raw.endswith(b"\n"), "the last line is torn"
    found, before = [], "0" * 32
    for number, text in enumerate(raw.splitlines()):
        line = json.loads(text)
        body, trailer = text[: text.rindex(b',"h":"')], text[text.rindex(b',"h":"') :]
        assert hashlib.sha256(before.encode() + body).hexdigest()[:32] == line["h"], (
            f"line {number} is not what was written"
        )
        assert trailer == f',"h":"{line["h"]}"}}'.encode()
        assert line["seq"] == number
        found.append(line)
        before = line["h"]
    return found


def folded(folder: Path) -> Tables:
    """The tables as all lines together make them."""
    tables: Tables = {}
    for line in lines(folder):
        for table, rows in line.get("changes", {}).items():
            for key, record in rows.items():
                if record is None:
                    tables.setdefault(table, {}).pop(key)
                else:
                    tables.setdefault(table, {})[key] = record
    return {name: rows for name, rows in tables.items() if rows}


def document(folder: Path) -> Tables:
    """The tables of the document."""
    whole = json.loads((folder / "clinic.json").read_text(encoding="utf-8"))
    return {name: rows for name, rows in whole.items() if rows and name != "_ledger"}


def visits(folder: Path) -> dict[str, dict[str, Any]]:
    """Every visit by its id, as the ledger has it."""
    return {record["id"]: record for record in folded(folder).get("appointments", {}).values()}
