"""Which desks have the book open: a file each in `clinic.desks/`, locked for as long as its process lives.

A courtesy for `status` and `check --repair`: no booking depends on it, so a folder that refuses it costs nothing.
"""

from __future__ import annotations

import os
from pathlib import Path

from scheduling.store.files import file_mode
from scheduling.store.lock import share_flock, try_flock

FOLDER = "clinic.desks"


class Mark:
    """One desk's file. The lock on it ends with its process, however that ends."""

    def __init__(self, folder: Path, desk: str) -> None:
        self._descriptor = -1
        mode = file_mode(folder)
        try:
            self.path = _room(folder, mode) / f"{os.getpid()}-{os.urandom(4).hex()}"
            while self._descriptor < 0:
                self._enter(desk, mode)
        except OSError:
            pass  # a folder one may only read, a full disk, no `flock`: this desk is not counted

    def _enter(self, desk: str, mode: int) -> None:
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, mode)
        try:
            share_flock(descriptor)
            if not os.fstat(descriptor).st_nlink:
                os.close(descriptor)  # taken for a dead desk's in the moment before it was locked: once more
                return
            os.fchmod(descriptor, mode)
            os.pwrite(descriptor, desk.encode(), 0)
        except OSError:
            os.close(descriptor)
            raise
        self._descriptor = descriptor

    def close(self) -> None:
        """This desk no longer has the book. Twice does no harm."""
        if self._descriptor >= 0:
            try:
                self.path.unlink()
            except OSError:
                pass  # the lock goes with the descriptor, which is what counts
            os.close(self._descriptor)
            self._descriptor = -1


def present(folder: Path) -> list[str]:
    """The names of the desks that have the book open now; what dead ones left is removed where one may."""
    names = []
    for path in sorted((folder / FOLDER).glob("*")):
        try:
            descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        except OSError:
            continue  # closed just now
        try:
            if not try_flock(descriptor):
                names.append(os.pread(descriptor, 200, 0).decode(errors="replace"))
            else:
                path.unlink()
        except OSError:
            pass  # not ours to remove
        finally:
            os.close(descriptor)
    return names


def named(names: list[str]) -> str:
    """“front-1” and “front-2”, or how many when they have no names."""
    known = sorted({f"“{name}”" for name in names if name})
    if not known:
        return "Another desk has" if len(names) == 1 else f"{len(names)} desks have"
    return f"The desk {known[0]} has" if len(names) == 1 else f"{len(names)} desks ({', '.join(known)}) have"


def _room(folder: Path, mode: int) -> Path:
    room = folder / FOLDER
    try:
        room.mkdir(mode=0o700)
    except FileExistsError:
        return room
    if mode != 0o600:
        room.chmod(0o2770)
    return room
