"""The peer: SQLite as one would use it for the same book, with the indexes that its queries want."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path

from tests.bench.clinic import Shift, Visit

SCHEMA = """
CREATE TABLE visits (
  id TEXT PRIMARY KEY, doctor TEXT NOT NULL, patient TEXT NOT NULL,
  start INTEGER NOT NULL, end INTEGER NOT NULL, status TEXT NOT NULL, record TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX by_doctor ON visits (doctor, start, end);
CREATE INDEX by_patient ON visits (patient, start, end);
CREATE TABLE shifts (doctor TEXT NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL);
CREATE INDEX shifts_by_start ON shifts (start, doctor, end);
CREATE INDEX shifts_by_doctor ON shifts (doctor, start, end);
"""

BY_END = "CREATE INDEX by_end ON visits (end, doctor, status)"
"""Only the finder wants it: a booking need not pay for it."""

LONGEST = 24 * 60
"""No visit of the benches is longer: with it the overlap check reads a short range of the index, not all before."""

TAKEN = "SELECT id FROM visits WHERE doctor = ? AND start < ? AND start > ? AND end > ? AND status = 'booked' LIMIT 1"
BUSY = "SELECT id FROM visits WHERE patient = ? AND start < ? AND start > ? AND end > ? AND status = 'booked' LIMIT 1"
ADD = "INSERT INTO visits VALUES (?, ?, ?, ?, ?, 'booked', ?)"

EVERY_GAP = """
WITH working AS (
  SELECT doctor, max(start, :after) AS start, end FROM shifts WHERE end > :after AND start < :until
), edges AS (
  SELECT w.doctor, w.start AS free_from, (
      SELECT min(v.start) FROM visits v WHERE v.doctor = w.doctor AND v.start >= w.start AND v.start < w.end
    ) AS next_start, w.end AS shift_end
  FROM working w
  WHERE NOT EXISTS (
    SELECT 1 FROM visits v
    WHERE v.doctor = w.doctor AND v.start < w.start AND v.start > w.start - 1440 AND v.end > w.start)
  UNION ALL
  SELECT v.doctor, v.end, lead(v.start) OVER (PARTITION BY v.doctor, w.start ORDER BY v.start), w.end
  FROM working w CROSS JOIN visits v
    ON v.doctor = w.doctor AND v.start >= w.start - 1440 AND v.start < w.end AND v.end > w.start
)
SELECT doctor, free_from FROM edges
WHERE free_from < :until AND min(coalesce(next_start, shift_end), shift_end) - free_from >= :minutes
ORDER BY free_from, doctor LIMIT 1
"""
"""The first free start within [after, until), by all gaps at once: SQLite's better way when nothing is free."""

_CLEAR = """NOT EXISTS (
  SELECT 1 FROM visits o
  WHERE o.doctor = {doctor} AND o.start < {begin} + :minutes AND o.start > {begin} - 1440 AND o.end > {begin})"""

IN_ORDER = f"""
WITH behind AS MATERIALIZED (
  SELECT v.doctor, v.end AS begin FROM visits v
  WHERE v.end > :after AND v.end < :until AND v.status = 'booked' AND EXISTS (
    SELECT 1 FROM shifts s
    WHERE s.doctor = v.doctor AND s.start <= v.end AND s.start > v.end - 1440 AND s.end >= v.end + :minutes
  ) AND {_CLEAR.format(doctor="v.doctor", begin="v.end")}
  ORDER BY v.end, v.doctor LIMIT 1
), opening AS MATERIALIZED (
  SELECT s.doctor, s.start AS begin FROM shifts s
  WHERE s.start > :after AND s.start <= coalesce((SELECT begin FROM behind), :until - 1)
    AND s.end >= s.start + :minutes AND {_CLEAR.format(doctor="s.doctor", begin="s.start")}
  ORDER BY s.start, s.doctor LIMIT 1
), at_once AS MATERIALIZED (
  SELECT s.doctor, :after AS begin FROM shifts s
  WHERE s.start <= :after AND s.start > :after - 1440 AND s.end >= :after + :minutes
    AND {_CLEAR.format(doctor="s.doctor", begin=":after")}
  ORDER BY s.doctor LIMIT 1
)
SELECT doctor, begin FROM (SELECT * FROM behind UNION ALL SELECT * FROM opening UNION ALL SELECT * FROM at_once)
ORDER BY begin, doctor LIMIT 1
"""
"""The same by trying the ends of visits and the starts of shifts in their order: better when there is one soon."""


def open_peer(
    path: Path, visits: Iterable[Visit], shifts: Iterable[Shift] = (), finder: bool = False
) -> sqlite3.Connection:
    """A database with those visits: WAL and synchronous=FULL, so that a commit is as durable as ours.

    `finder`: with the index that the search for a free time wants.
    """
    database = connect(path)
    database.executescript(SCHEMA)
    database.execute("BEGIN")
    record = "{}"
    rows = ((v.id, v.doctor, v.patient, v.start, v.end, record) for v in visits)
    database.executemany(ADD, rows)
    database.executemany("INSERT INTO shifts VALUES (?, ?, ?)", shifts)
    database.execute("COMMIT")
    if finder:
        database.execute(BY_END)
    database.execute("ANALYZE")
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return database


def connect(path: Path) -> sqlite3.Connection:
    """The file opened with the settings of the peer."""
    database = sqlite3.connect(path, isolation_level=None, cached_statements=256)
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = FULL")
    database.execute("PRAGMA cache_size = -200000")
    return database


def book(database: sqlite3.Connection, visit: Visit, record: str) -> None:
    """Check doctor and patient, insert, commit: the same promise as ours, without its ledger of who did what."""
    database.execute("BEGIN IMMEDIATE")
    window = (visit.end, visit.start - LONGEST, visit.start)
    taken = database.execute(TAKEN, (visit.doctor, *window)).fetchone()
    busy = database.execute(BUSY, (visit.patient, *window)).fetchone()
    assert taken is None
    assert busy is None
    database.execute(ADD, (*visit, record))
    database.execute("COMMIT")


def first_free(database: sqlite3.Connection, query: str, after: int, until: int, minutes: int) -> int | None:
    """The first start with `minutes` free (epoch minutes), by IN_ORDER or EVERY_GAP."""
    asked = {"after": after, "until": until, "minutes": minutes}
    found: tuple[str, int] | None = database.execute(query, asked).fetchone()
    return found[1] if found else None
