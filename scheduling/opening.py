"""Opening a clinic: where, by whom, at which station, with which clock."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from scheduling.clock import Clock, FixedClock, SystemClock
from scheduling.desk import Desk
from scheduling.errors import Refused, invalid
from scheduling.store.store import Store


def login_name() -> str:
    """The login of whoever started this, or nothing."""
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        if os.environ.get(name):
            return os.environ[name]
    with suppress(ImportError, KeyError):  # no such module on Windows, no such account in a bare container
        import pwd

        return pwd.getpwuid(os.getuid()).pw_name
    return ""


def station_name() -> str:
    """`$FRONTDESK_DESK`, else the terminal's name, else nothing."""
    named = os.environ.get("FRONTDESK_DESK")
    if named:
        return named
    for descriptor in (0, 1, 2):
        with suppress(OSError):
            return os.ttyname(descriptor).removeprefix("/dev/")
    return ""


def who_and_where(by: str | None, desk: str | None) -> tuple[str, str]:
    """Who works at which station; what is not said is the login and the terminal. Raises `Refused` (`invalid`)."""
    who = by if by is not None else login_name()
    where = desk if desk is not None else station_name()
    for field, said, remedy in (("by", who, "Say it with --as."), ("desk", where, "Say it with --desk.")):
        if any("\ud800" <= character <= "\udfff" for character in said):  # bytes that were no UTF-8
            raise invalid(field, f"{field} holds a character that cannot be shown.", remedy)
    return who, where


def open_desk(
    folder: Path | str,
    *,
    clock: Clock | None = None,
    now: str | None = None,
    by: str | None = None,
    desk: str | None = None,
    hospital: str | None = None,
    read_only: bool = False,
) -> Desk:
    """Open the clinic of a data folder, or begin an empty one. `now`: fixes the clock.

    Raises `StoreError` when the folder cannot be read, `Refused` for a `now`, `hospital` or name that is none.
    """
    chosen: Clock = clock or (FixedClock(0) if now is not None else SystemClock())
    who, station = who_and_where(by, desk)
    store = Store.open(Path(folder), chosen, by=who, desk=station, read_only=read_only)
    found = Desk(store, chosen, hospital)
    try:
        if hospital is not None and store.replica.record("hospitals", hospital) is None and not found.is_empty():
            raise Refused("unknown", f"There is no hospital “{hospital}”.", "Check --hospital.", field="hospital")
        if now is not None and isinstance(chosen, FixedClock):
            chosen.set(found.parse_now(now))
        found.top_up_holidays()
    except BaseException:
        store.close()
        raise
    return found
