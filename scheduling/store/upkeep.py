"""What is seen to in idle moments: the document, brought up to date by STORE rule 7, and the day's backup."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from scheduling.clock import monotonic
from scheduling.store.checkpoint import Document, Snapshot
from scheduling.store.index import Tables
from scheduling.store.scan import Place

if TYPE_CHECKING:
    from scheduling.store.daily import Daily

IDLE = 2.0
"""Seconds without a booking after which the document is brought up to date."""

SHARE = 0.02
"""The most of the time that checkpoints may take."""

LONG_TAIL = 1_000_000
"""Bytes of the ledger behind the document from which a checkpoint does not wait for a pause (or document / 8)."""

PATIENCE = 100
"""Tries, 10 ms apart, when another desk is writing the document just now and one's own must be."""

AFTER_A_FAILURE = 30.0
"""Seconds before a disk that refused is tried again."""


class Upkeep:
    """Writes the document of one store. `alone` is held meanwhile; `notice` takes sentences for people."""

    def __init__(
        self,
        document: Document,
        snapshot: Callable[[], Snapshot],
        sync_ledger: Callable[[Place], bool],
        notice: Callable[[str], None],
    ) -> None:
        self.document = document
        self.alone = threading.Lock()
        self._snapshot = snapshot
        self._sync_ledger = sync_ledger
        self._notice = notice
        self._changed_at = self._not_before = monotonic()
        self._thread: threading.Thread | None = None
        self._daily: Daily | None = None

    def changed(self) -> None:
        """Something was booked just now."""
        self._changed_at = monotonic()

    def long(self, pos: int) -> bool:
        """Whether the ledger, followed up to `pos`, has grown far beyond the document."""
        return self._behind(pos) > max(LONG_TAIL, self.document.size // 8)

    def start_if_due(self, pos: int) -> None:
        """A thread writes the document: after a pause with news, or when they got many; never most of the time."""
        now = monotonic()
        idle = now - self._changed_at >= IDLE
        due = self.long(pos) or (self._behind(pos) > 0 and idle)
        if due and now >= self._not_before and (self._thread is None or not self._thread.is_alive()):
            self._thread = threading.Thread(target=self.write, args=(1,), name="checkpoint", daemon=True)
            self._thread.start()
        elif idle:
            self._backups().start_if_due()

    def write(self, tries: int = PATIENCE) -> None:
        """Write the document unless it is as new. A disk that refuses is a notice: the ledger has it all."""
        with self.alone:
            started = monotonic()
            try:
                kept = self.document.save(self._snapshot, self._sync_ledger, tries)
            except OSError as error:
                self._notice(f"clinic.json could not be renewed ({error.strerror}). The ledger has it all.")
                self._not_before = monotonic() + AFTER_A_FAILURE
                return
            if kept is not None:
                self._notice(f"clinic.json was changed by another program. It was kept as {kept.name}.")
            self._not_before = monotonic() + (monotonic() - started) * (1 / SHARE - 1)

    def wait(self) -> None:
        """Until a document being written is written; a backup being made is left to the next desk."""
        if self._thread is not None:
            self._thread.join()
        if self._daily is not None:
            self._daily.stop()

    def _backups(self) -> Daily:
        if self._daily is None:
            from scheduling.store.daily import Daily  # not before the first frame

            def clinic() -> tuple[str, Tables]:
                shot = self._snapshot()
                return shot.clinic, shot.tables

            self._daily = Daily(self.document.path.parent, clinic, self._notice)
        return self._daily

    def _behind(self, pos: int) -> int:
        return pos - (self.document.row.pos if self.document.row else 0)
