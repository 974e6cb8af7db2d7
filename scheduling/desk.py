"""The Desk: the only door to a clinic. One method a verb; every screen, command and script comes through here."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from scheduling.clock import Clock, FixedClock
from scheduling.errors import Refused, invalid
from scheduling.log import logged
from scheduling.model.reads import Appointment
from scheduling.rules.rights import may, role_of
from scheduling.screens import Screens
from scheduling.services import retries, views
from scheduling.services.clinic import Clinic
from scheduling.services.outcome import Done
from scheduling.store.store import Store
from scheduling.when import iso
from scheduling.when.zones import local_day, ordinal_of

if TYPE_CHECKING:
    from scheduling.services.finding import Found
    from scheduling.services.history import Step
    from scheduling.services.verbs import Verb
    from scheduling.store.transaction import Transaction


T = TypeVar("T")


class Outcome(NamedTuple):
    """What a verb answers. `table`: of what kind the value is; `affected`: visits now outside hours, None where
    the verb tells of none; `warnings`: sentences for people."""

    value: Any
    table: str | None = None
    affected: tuple[Appointment, ...] | None = None
    warnings: tuple[str, ...] = ()


class Desk(Screens):
    """One station of one clinic. Reads may come from any thread, writes from one (STORE rule 12).

    `by`: who works here, `desk`: the name of the station, `hospital`: the one whose clock is meant, or None.
    Every verb raises `Refused` for what the rules forbid and `StoreError` for what the disk does.
    """

    def __init__(self, store: Store, clock: Clock, hospital: str | None = None) -> None:
        self.store = store
        self.clock = clock
        self.hospital = hospital
        self._atomic: Transaction | None = None

    # The station ----------------------------------------------------------------------------------------------

    @property
    def by(self) -> str:
        """Who works here."""
        return self.store.by

    @property
    def desk(self) -> str:
        """The name of this station."""
        return self.store.desk

    def change_user(self, by: str) -> None:
        """Somebody else works here from now on."""
        self.store.by = by

    @property
    def seq(self) -> int:
        """Number of the last transaction seen."""
        return self.store.replica.seq

    @property
    def read_only(self) -> bool:
        """Whether nothing can be written here."""
        return self.store.read_only

    @property
    def notices(self) -> list[str]:
        """Sentences of the store for people: what it repaired or kept aside."""
        return self.store.notices

    def now(self) -> int:
        """Epoch seconds."""
        return self.clock.now()

    def refresh(self) -> set[tuple[str, int]]:
        """Take in what others did; returns the (doctor, date ordinal) pairs whose picture changed."""
        return self.store.refresh()

    def top_up_holidays(self) -> None:
        """Write the public holidays of a year that has come near; nothing where none is due (RULES 9)."""
        from scheduling.services import holidays

        if not self.read_only and holidays.due(self.clinic()):
            self.store.write("holidays", holidays.top_up)

    def close_desk(self) -> None:
        """Bring the document up to date and let go of it."""
        self.store.close()

    # Verbs ----------------------------------------------------------------------------------------------------

    def do(self, verb: str, /, **arguments: Any) -> Outcome:
        """Any verb of the contract by its name, with its arguments as in `model.requests`."""
        from scheduling.services.verbs import VERBS

        found = VERBS.get(verb)
        with logged(verb if found else None, self.desk):
            if found is None:
                raise invalid("do", f"“{verb}” is not a verb.", _similar(verb))
            return self._do(verb, found, arguments)

    def _do(self, verb: str, found: Verb, arguments: dict[str, Any]) -> Outcome:
        from scheduling.model.requests import parse

        request = parse(found.model, arguments)
        into_error = verb == "status" and request.status == "entered-in-error"
        self._allow(verb, overrides=getattr(request, "override", None) is not None, into_error=into_error)
        if verb == "clock":
            return Outcome(self._set_clock(request.now))
        if found.writes:
            return self._write(verb, found, request, arguments)
        if verb == "history":
            return Outcome(found.run(self.clinic(), self.store.lines_backward(request.id or ""), request), "steps")
        with self.store.guard:
            return Outcome(found.run(self.clinic(), request), verb)

    def _allow(self, verb: str, *, overrides: bool = False, into_error: bool = False) -> None:
        """Refuse what this person's role may not do; until users are added everyone may do everything (RULES 29)."""
        users = list(self.store.replica.records("users"))
        role = role_of(users, self.by)
        if users and not may(role, verb, overrides=overrides, into_error=into_error):
            raise Refused("not_allowed", f"A {role} may not do this ({verb}).", "Ask somebody who may.")

    def _write(self, verb: str, found: Verb, request: Any, arguments: dict[str, Any]) -> Outcome:
        """One transaction, or a part of the atomic one that is under way."""

        def decide(txn: Transaction) -> Done:
            answered = retries.answered(txn, verb, request.request_id, arguments)
            if answered is not None:
                return answered
            if self._atomic is None and self._changes_a_hold(txn, verb, arguments):
                txn.mark(action="hold")  # no step of its own (RULES 17)
            turning = verb in ("undo", "redo")
            done: Done = self._turn_back(txn, verb, request) if turning else found.run(txn, request)
            # A preview writes nothing, not even that it was asked for.
            if request.request_id is not None and not getattr(request, "preview", False):
                retries.keep(txn, verb, request.request_id, arguments, done)
            return done

        if self._atomic is not None:
            done = decide(self._atomic)
        else:
            done = self.store.write(verb, decide)
        return self._outcome(done)

    def _changes_a_hold(self, txn: Transaction, verb: str, arguments: dict[str, Any]) -> bool:
        if verb not in ("move", "update_visit"):
            return False
        record = txn.view.record("appointments", str(arguments.get("id")))
        return record is not None and record["status"] == "pending"

    def _turn_back(self, txn: Transaction, verb: str, request: Any) -> Done:
        from scheduling.services import history

        if self._atomic is not None:
            raise invalid("do", f"{verb} cannot be part of an atomic batch.", "Send it by itself.")
        site = self._site()
        tz = self.clinic().tz(site) if site else None
        midnight = local_day(ordinal_of(txn.now // 60, tz), tz).start * 60 if tz else txn.now - txn.now % 86_400
        since = iso.stamp(midnight)
        lines = self.store.lines_backward(getattr(request, "id", None) or "")
        if verb == "undo":
            line = history.undo(txn, lines, request, since)
        else:
            line = history.redo(txn, lines, since)
        if line.get("by") != self.by:  # to take back another's step is as much as to do it
            self._allow(line.get("of") or line["action"])
        return Done("steps", history.to_step(self.clinic(), line).answer())

    def _outcome(self, done: Done) -> Outcome:
        if done.table == "steps" and done.record is not None:
            from scheduling.services.history import Step

            return Outcome(Step.from_answer(done.record), "steps")
        clinic = self.clinic()
        value: Any = done.record if done.record is not None else list(done.records)
        if done.table == "appointments" and done.record is not None:
            value = views.appointment(clinic, done.record)
        affected = None
        if done.tells_affected:
            records = [clinic.replica.record("appointments", ident) for ident in done.affected]
            affected = tuple(views.appointment(clinic, record) for record in records if record is not None)
        return Outcome(value, done.table, affected, done.warnings)

    def _set_clock(self, now: str) -> int:
        if not isinstance(self.clock, FixedClock):
            raise Refused("not_allowed", "The clock is the machine's.", "Start with --now to fix it.", field="now")
        if self._atomic is not None:  # all of it happens at one moment
            raise invalid("do", "clock cannot be part of an atomic batch.", "Send it by itself.")
        self.clock.set(self.parse_now(now))
        return self.clock.now()

    def parse_now(self, text: str) -> int:
        """Epoch seconds of a `--now`: without offset the clock of the desk's hospital or the only one, else UTC."""
        site = self._site()
        return parse_moment(text, self.clinic().tz(site) if site else None)

    def _site(self) -> str | None:
        """The hospital whose clock is meant: the desk's, or the only one."""
        if self.hospital is not None and self.store.replica.record("hospitals", self.hospital):
            return self.hospital
        sites = [record["id"] for record in self.store.replica.records("hospitals")]
        return sites[0] if len(sites) == 1 else None

    def atomic(self, run: Callable[[], T], action: str = "batch") -> T:
        """Run several verbs as one transaction and one undo step, which is called `action`; what `run` answers. An
        exception leaves nothing written."""

        def decide(txn: Transaction) -> T:
            self._atomic = txn
            try:
                return run()
            finally:
                self._atomic = None

        with logged(action, self.desk):
            return self.store.write(action, decide, atomic=True)

    def clinic(self) -> Clinic:
        """The clinic as it is now (inside an atomic batch: as that sees it). The caller holds the guard."""
        replica = self._atomic.view if self._atomic is not None else self.store.replica
        return Clinic(replica, self.clock.now())

    # One method a verb ----------------------------------------------------------------------------------------

    def book(self, **arguments: Any) -> Appointment:
        """`book`: a visit."""
        return self._visit("book", arguments)

    def hold(self, **arguments: Any) -> Appointment:
        """`hold`: keep a time. `form=True`: five minutes, for a booking form."""
        return self._visit("hold", arguments)

    def renew(self, **arguments: Any) -> Appointment:
        """`renew`: the hold lives its whole length again."""
        return self._visit("renew", arguments)

    def lengthen(self, **arguments: Any) -> Appointment:
        """A form's hold becomes one of the hospital's `hold_minutes`."""
        return self._visit("lengthen", arguments)

    def confirm(self, **arguments: Any) -> Appointment:
        """`confirm`: a hold becomes a visit. `rebook=True`: also when it ran out and the time is still free."""
        return self._visit("confirm", arguments)

    def release(self, **arguments: Any) -> Appointment:
        """`release`: the held time is free again."""
        return self._visit("release", arguments)

    def move(self, **arguments: Any) -> Appointment:
        """`move`: another start, doctor, length or location."""
        return self._visit("move", arguments)

    def update_visit(self, **arguments: Any) -> Appointment:
        """`update_visit`: type, patient, reason, note, response."""
        return self._visit("update_visit", arguments)

    def cancel(self, **arguments: Any) -> Appointment:
        """`cancel`, with a reason of the list."""
        return self._visit("cancel", arguments)

    def status(self, **arguments: Any) -> Appointment:
        """`status`: arrived, checked-in, fulfilled, noshow …"""
        return self._visit("status", arguments)

    def _visit(self, verb: str, arguments: dict[str, Any]) -> Appointment:
        value: Appointment = self.do(verb, **arguments).value
        return value

    def undo(self, **arguments: Any) -> Step:
        """`undo`: take back one's last step at this desk; says which."""
        step: Step = self.do("undo", **arguments).value
        return step

    def redo(self, **arguments: Any) -> Step:
        """`redo`: do again what was taken back."""
        step: Step = self.do("redo", **arguments).value
        return step

    def next(self, **arguments: Any) -> Found:
        """`next`: the first available."""
        found: Found = self.do("next", **arguments).value
        return found

    def openings(self, **arguments: Any) -> Found:
        """`openings`: what `book` takes. `from_` stands for `from`."""
        found: Found = self.do("openings", **arguments).value
        return found

    def why(self, **arguments: Any) -> tuple[Any, ...]:
        """`why`: the rules in the way of a time."""
        reasons: tuple[Any, ...] = self.do("why", **arguments).value
        return reasons

    def appointments(self, **arguments: Any) -> list[Appointment]:
        """`appointments`: the visits in a window."""
        records = self.do("appointments", **arguments).value
        with self.store.guard:
            clinic = self.clinic()
            return [views.appointment(clinic, record) for record in records]

    def history(self, **arguments: Any) -> tuple[Step, ...]:
        """`history`: what was done, newest first."""
        steps: tuple[Step, ...] = self.do("history", **arguments).value
        return steps

    def __getattr__(self, verb: str) -> Callable[..., Any]:
        """Set-up verbs and lists, `desk.add_doctor(…)`: their records as written."""
        from scheduling.services.verbs import VERBS

        if verb not in VERBS:
            raise AttributeError(verb)
        return lambda **arguments: self.do(verb, **arguments).value


def _similar(verb: str) -> str:
    from difflib import get_close_matches

    from scheduling.services.verbs import SCREEN_ONLY, VERBS

    near = get_close_matches(verb, [name for name in VERBS if name not in SCREEN_ONLY], 1)
    return f"Did you mean {near[0]}?" if near else ""


def parse_moment(text: str, tz: Any) -> int:
    """Epoch seconds of a written moment; without offset in `tz`, or UTC when there is none. Raises `Refused`."""
    from zoneinfo import ZoneInfo

    from scheduling.when.zones import epoch_minute

    try:
        written = iso.parse_written(text)
    except ValueError as error:
        raise invalid("now", f"now: {error}") from None
    zone = tz if written.offset is None and tz is not None else ZoneInfo("UTC")
    return (epoch_minute(written.wall, zone) - (written.offset or 0)) * 60 + written.seconds
