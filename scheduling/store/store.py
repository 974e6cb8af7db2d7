"""The store of one desk: the replica in memory, the ledger everybody shares, the document as checkpoint."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from scheduling.clock import Clock, machine_seconds, monotonic
from scheduling.errors import StoreError
from scheduling.store.checkpoint import Document, Snapshot
from scheduling.store.file_ledger import FileLedger
from scheduling.store.files import Files, disk_trouble, file_mode, in_words
from scheduling.store.index import Touched
from scheduling.store.ledger import Decide, Line, NotBooked, Unknown, WentBack
from scheduling.store.lock import Lock
from scheduling.store.mounts import warning
from scheduling.store.opening import Opened, changes_of, collector_paused, read_all
from scheduling.store.presence import Mark
from scheduling.store.replica import Replica
from scheduling.store.scan import Place
from scheduling.store.transaction import Transaction, transaction_id
from scheduling.store.upkeep import Upkeep

if TYPE_CHECKING:
    from tinydb import TinyDB

T = TypeVar("T")

LOCK_LIMIT = 5.0
"""Seconds to wait for one's turn."""

A_MOMENT = 0.05
"""Seconds for which a look for news waits for a lock that is taken: long enough for the turns of some desks."""

MANY_LINES = 10_000
"""Lines read behind the document at opening from which it is written anew at once."""


class Store:
    """See the module. One thread changes it (STORE rule 12); others read under `guard`.

    `notices`: sentences for people. `on_changed`: called with the (doctor, date ordinal) pairs of every change,
    one's own and the others', in the thread that wrote or refreshed.
    """

    def __init__(self, folder: Path, clock: Clock, by: str, desk: str, limit: float, files: Files) -> None:
        mode = file_mode(folder)
        self.folder = folder
        self.clock = clock
        self.by = by
        self.desk = desk
        self.guard = threading.Lock()
        self.read_only = False
        self.trouble: StoreError | None = None
        self.notices: list[str] = []
        self.on_changed: list[Callable[[Touched], None]] = []
        self.replica = Replica("")
        self.ledger = FileLedger(
            folder / "clinic.ledger.jsonl", Lock(folder / "clinic.lock", desk, limit, files, mode), files, mode
        )
        self.document = Document(folder / "clinic.json", files, mode)
        self._limit, self._place = limit, self.ledger.place
        self._waiting: Touched = set()
        self._tries, self._one = 0, threading.RLock()
        self._upkeep = Upkeep(self.document, self._snapshot, self.ledger.sync, self._notice)
        self._closed, self._for_good, self._instead = False, False, "Open one that writes."
        self._mark = Mark(folder, desk)

    @classmethod
    def open(
        cls,
        folder: Path,
        clock: Clock,
        *,
        by: str = "",
        desk: str = "",
        read_only: bool = False,
        limit: float = LOCK_LIMIT,
        files: Files | None = None,
    ) -> Store:
        """Open the clinic in `folder`, or create an empty one. `limit`: seconds to wait for the lock.

        Raises `StoreError`: `busy`, `damaged` when nothing can be read, `read_only` where nothing can be created.
        """
        networked = warning(folder)
        read_only = read_only or networked is not None
        try:
            if not read_only:
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            store = cls(folder, clock, by, desk, limit, files or Files())
        except (FileNotFoundError, FileExistsError, NotADirectoryError) as error:
            remedy = networked or "Check the folder's name."
            raise StoreError("read_only", f"There is no clinic in {folder}.", remedy) from error
        except OSError as error:
            raise disk_trouble(error) from error
        store.read_only, store._for_good = read_only, read_only and networked is None
        if networked is not None:
            store.notices, store._instead = [networked], networked
        try:
            opened = store._read_all()
        except BaseException:
            store._give_back()
            raise
        if opened.rewrite or opened.lines > MANY_LINES:
            store.checkpoint()
        return store

    # -- reading ------------------------------------------------------------------------------------------------

    def refresh(self) -> Touched:
        """Take in what others booked; returns the (doctor, date ordinal) pairs that changed since the last call.

        One `stat` when there is no news. Two calls wait a moment for the lock, then one as long as a booking; then
        it raises `StoreError` (`busy`).
        """
        with self._one:
            if self.trouble is None and self.ledger.changed():
                self._tries += 1
                try:
                    self._follow(monotonic() + (self._limit if self._tries > 2 else min(A_MOMENT, self._limit)))
                    self._tries = 0
                except StoreError as error:
                    if error.code != "busy" or self._tries > 2:
                        raise
            news, self._waiting = self._waiting, set()
        return news

    def recover(self) -> bool:
        """Where a trouble lets this desk only read: go on writing when it is over; whether this desk writes.

        Not where reading was asked for, nor after a write of which nobody knows what became of it.
        """
        if self.read_only and not self._for_good and not warning(self.folder):
            with self._one:
                was, self.read_only, self.trouble = self.trouble, False, None
                try:
                    self._reload()
                except StoreError:
                    self.read_only, self.trouble = True, was
        return not self.read_only

    def lines_backward(self, ident: str = "") -> Iterator[Line]:
        """The ledger's lines, newest first, down to the first; of one record, at least those that change it."""
        with in_words("Not read", "read"):
            yield from self.ledger.backward(ident)

    def tinydb(self) -> TinyDB:
        """The clinic as a TinyDB: queries read the live records, changes become transactions."""
        from scheduling.store.document import Book  # tinydb is loaded only when it is asked for

        return Book(self)

    # -- writing ------------------------------------------------------------------------------------------------

    def write(self, action: str, decide: Callable[[Transaction], T], *, atomic: bool = False) -> T:
        """Decide and write one step; what `decide` answers is returned once the line is on the disk.

        `decide` runs inside the lock, after the others' lines were read; what it raises leaves nothing written,
        and without puts no line is. `atomic`: it sees its own puts. Raises `StoreError`: nothing was booked.
        """
        heard: list[Touched] = []
        answer: list[T] = []
        txn = transaction_id()

        def turn(lines: list[Line]) -> Line | None:
            if lines:
                heard.append(self._take(lines))
                self._waiting |= heard[-1]
            step = Transaction(
                self.replica.fork() if atomic else self.replica,
                now=self.clock.now(),
                by=self.by,
                desk=self.desk,
                seq=self.replica.seq + 1,
                atomic=atomic,
            )
            answer[:] = [decide(step)]
            return step.line(action, txn, machine_seconds(), fixed=self.clock.fixed) if step.changes else None

        def committed(line: Line) -> None:
            heard.append(self._take([line]))

        with self._one:
            try:
                self._transact(turn, txn, committed)
            finally:
                self._tell(heard)
        if self._upkeep.long(self._place.pos):
            self.checkpoint_if_due()
        return answer[0]

    # -- the document -------------------------------------------------------------------------------------------

    def checkpoint(self) -> None:
        """Bring `clinic.json` up to date, unless it is. A disk that refuses is a notice: the ledger has it all."""
        if not self.read_only:
            self._upkeep.write()

    def checkpoint_if_due(self) -> None:
        """For idle moments: the document is written by a thread after a pause, or when the tail got long (rule 7)."""
        if not self.read_only:
            self._upkeep.start_if_due(self._place.pos)

    def close(self) -> None:
        """Bring the document up to date and give everything back. Closing twice does no harm."""
        if self._closed:
            return
        self._closed = True
        self._upkeep.wait()
        try:
            self.refresh()
        except StoreError:
            pass  # somebody holds the book: their desk, or the next to open, brings the document up to date
        self.checkpoint()
        self._give_back()

    # -- within -------------------------------------------------------------------------------------------------

    def _transact(self, turn: Decide, txn: str, committed: Callable[[Line], None]) -> None:
        self._may_write()
        try:
            outcome = self.ledger.transact(self._place.head, turn, txn, monotonic() + self._limit, committed)
        except WentBack:
            self._reload()
            self._may_write()
            outcome = self.ledger.transact(self._place.head, turn, txn, monotonic() + self._limit, committed)
        if isinstance(outcome, NotBooked):
            raise outcome.error
        if isinstance(outcome, Unknown):
            self.read_only = self._for_good = True
            self.trouble = StoreError(
                "read_only",
                "The disk failed, and it is not certain yet whether this was kept.",
                "Close this desk, open it again and look before you book it once more.",
            )
            raise self.trouble

    def _may_write(self) -> None:
        if self.read_only:
            raise self.trouble or StoreError("read_only", "This desk only reads. Not booked.", self._instead)

    def _follow(self, deadline: float) -> None:
        try:
            lines = self.ledger.tail(self._place.head, deadline)
        except WentBack:
            self._reload()
            return
        if lines:
            touched = self._take(lines)
            self._waiting |= touched
            self._tell([touched])

    def _take(self, lines: list[Line]) -> Touched:
        """Apply lines that are kept for good."""
        touched: Touched = set()
        changes = [changes_of(line) for line in lines]
        with self.guard:
            for change in changes:
                touched |= self.replica.apply(change)
            self._place = self.ledger.place
            self.replica.seq, self.replica.head = self._place.head
        self._upkeep.changed()
        return touched

    def _tell(self, heard: list[Touched]) -> None:
        if heard:
            touched = set().union(*heard)
            for listener in self.on_changed:
                listener(touched)

    def _reload(self) -> None:
        """The ledger is not as it was left: read everything again. What is in memory stays if that fails."""
        with self.guard:
            days = self.replica.index.all_days()
        try:
            self._read_all()
        except StoreError as error:
            if error.code == "busy":
                raise
            self.trouble, self.read_only = error, True
            return
        with self.guard:
            now = self.replica.index.all_days()
        touched = {
            (doctor, day)
            for doctor in days.keys() | now.keys()
            for day in days.get(doctor, {}).keys() | now.get(doctor, {}).keys()
            if days.get(doctor, {}).get(day) != now.get(doctor, {}).get(day)
        }
        self._waiting |= touched
        self._tell([touched])

    def _read_all(self) -> Opened:
        """Read document and ledger under the lock, and put tables and index in their place together."""
        again = self._place
        with collector_paused():
            self.ledger.lock.acquire(monotonic() + self._limit)
            try:
                with self._upkeep.alone:
                    may, first = not self.read_only, not again.pos
                    opened = read_all(self.ledger, self.document, may_write=may, may_create=first)
                if again.pos:
                    self._same_past(opened, again)
            except OSError as error:
                raise disk_trouble(error) from error
            finally:
                self.ledger.lock.release()
            with self.guard:
                self.replica.clinic = opened.clinic
                try:
                    self.replica.load(opened.tables, opened.following)
                except (KeyError, TypeError, ValueError) as error:
                    raise opened.trouble or error from None  # what a newer program wrote may be beyond this one
                self._place = opened.place
                self.replica.seq, self.replica.head = opened.place.head
        self.notices += opened.notices
        self.trouble = opened.trouble
        if not self.ledger.writable:
            self._instead = "Ask for the right to write in its folder."
            self._notice("You may read this book, not write it.")
        self.read_only = self.read_only or self.trouble is not None or not self.ledger.writable
        return opened

    def _same_past(self, opened: Opened, followed: Place) -> None:
        """Reading again is not opening: with damage, or another clinic, what is in memory is the better copy."""
        if opened.trouble is not None:
            raise opened.trouble
        if opened.clinic != self.replica.clinic:
            raise StoreError("damaged", "The folder now holds another clinic. Not booked.", "Restart this desk.")
        if not self.ledger.holds(followed) and followed.head.seq > self.ledger.begins.seq:
            opened.notices.append(
                f"The ledger was replaced by one with another past than what was followed here, up to change"
                f" {followed.head.seq}. The book was read again: look over what was booked last."
            )

    def _snapshot(self) -> Snapshot:
        with self.guard:
            tables = {name: dict(records) for name, records in self.replica.tables.items()}
            return Snapshot(self.replica.clinic, self._place, tables, dict(self.replica.next))

    def _notice(self, sentence: str) -> None:
        if sentence not in self.notices:
            self.notices.append(sentence)

    def _give_back(self) -> None:
        self._mark.close()
        self.ledger.close()
        self.ledger.lock.close()
