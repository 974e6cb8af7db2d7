"""The one thread that talks to the store: jobs in order, and between them a look for what others wrote."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any, TypeVar

from textual.message import Message

from scheduling.clock import monotonic
from scheduling.errors import StoreError

if TYPE_CHECKING:
    from scheduling.desk import Desk

Result = TypeVar("Result")
Job = tuple[Callable[[Any], Any], "Future[Any]"]

LOOK_SECONDS = 0.05
"""How long the thread waits for a job before it looks for news: another desk's booking is to be seen in 200 ms."""

RECOVER_SECONDS = 1.0
"""How often a desk that may not write looks whether it may again."""

log = logging.getLogger(__name__)


class News(Message, bubble=False):
    """The book changed, by this desk or another: `touched` are (doctor id, date ordinal) pairs.

    The app hands it to every open screen; a screen that shows the book has an `on_news`. Empty `touched` = something
    other than visits (hours, doctors, patients).
    """

    def __init__(self, touched: frozenset[tuple[str, int]]) -> None:
        super().__init__()
        self.touched = touched


class StoreTrouble(Message, bubble=False):
    """The store is in trouble, met while nobody had asked for anything; None = that is over."""

    def __init__(self, error: StoreError | None) -> None:
        super().__init__()
        self.error = error


class StoreNotice(Message, bubble=False):
    """The store has something to tell: what it kept aside, a backup that could not be made."""

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__()
        self.sentences = tuple(sentences)


class StoreThread(threading.Thread):
    """Runs jobs on the desk one after another; between them reads the others' lines every 50 ms."""

    def __init__(self, desk: Desk, post: Callable[[Message], object]) -> None:
        super().__init__(name="store", daemon=True)
        self._desk = desk
        self._post = post
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._touched: set[tuple[str, int]] = set()
        self._seq = desk.seq
        self._told = ("", desk.read_only)
        self._bug_told = False
        self._notices = len(desk.notices)
        self._recover_at = 0.0
        self._looked = monotonic()

    @property
    def unseen_seconds(self) -> float:
        """Seconds since the book was last looked at with success."""
        return monotonic() - self._looked

    def submit(self, job: Callable[[Desk], Result]) -> Future[Result]:
        """Queue `job`; its future carries what it returns or raises."""
        future: Future[Result] = Future()
        self._jobs.put((job, future))
        return future

    def stop(self) -> None:
        """Finish the queued jobs, then end; returns when the thread is done."""
        self._jobs.put(None)
        if self.is_alive():
            self.join(timeout=5)

    def run(self) -> None:
        """The loop of the thread."""
        import scheduling.model.records  # noqa: F401  # pydantic: 87 ms that the first frame need not wait for

        self._desk.store.on_changed.append(self._note)
        threading.Thread(target=self._prepare, name="prepare", daemon=True).start()
        while True:
            try:
                job = self._jobs.get(timeout=LOOK_SECONDS)
            except queue.Empty:
                self._look()
            else:
                if job is None:
                    return
                self._run(*job)
            self._tell()

    def _prepare(self) -> None:
        """What takes long at its first use, before anybody wants it."""
        try:
            self._desk.prepare_search()
        except Exception as error:  # the first search makes it then, and tells whoever asked
            log.error("preparing the search failed", exc_info=error)

    def _note(self, touched: set[tuple[str, int]]) -> None:
        self._touched |= touched

    def _run(self, job: Callable[[Desk], Any], future: Future[Any]) -> None:
        if not future.set_running_or_notify_cancel():
            return
        try:
            future.set_result(job(self._desk))
        except BaseException as error:  # noqa: BLE001 - handed to whoever waits, never swallowed
            future.set_exception(error)

    def _look(self) -> None:
        """Read what others wrote; tell of a trouble when it comes and when it goes, not twenty times a second."""
        store, trouble = self._desk.store, None
        try:
            self._desk.refresh()
            self._looked = monotonic()
            self._recover()
            trouble = store.trouble
            store.checkpoint_if_due()
            self._bug_told = False
        except StoreError as error:
            trouble = error
        except Exception as error:  # looking again in 50 ms may well succeed
            if not self._bug_told:
                self._bug_told = True
                log.error("looking for news failed", exc_info=error)
            return
        self._say(trouble)

    def _recover(self) -> None:
        """A desk that only reads tries to write again, at most a fiftieth of the time."""
        began = monotonic()
        if self._desk.read_only and began >= self._recover_at:
            self._desk.store.recover()
            self._recover_at = monotonic() + max(RECOVER_SECONDS, 50 * (monotonic() - began))

    def _say(self, trouble: StoreError | None) -> None:
        before, self._told = self._told, (str(trouble or ""), self._desk.read_only)
        if before != self._told:
            self._post(StoreTrouble(trouble))
        notices = self._desk.notices[self._notices :]
        if notices:
            self._notices += len(notices)
            self._post(StoreNotice(notices))

    def _tell(self) -> None:
        """Post news when the book is further than when it was last told of."""
        if self._desk.seq != self._seq:
            self._seq = self._desk.seq
            touched, self._touched = frozenset(self._touched), set()
            self._post(News(touched))
