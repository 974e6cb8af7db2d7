"""Every call to the operating system that ledger and document make, in one small object.

Tests hand in one that records the calls, or lets the nth fail.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from scheduling.clock import machine_seconds
from scheduling.errors import StoreError

FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
DATASYNC = getattr(os, "fdatasync", os.fsync)
"""macOS has `fsync` alone."""

PORTION = 4 * 1024 * 1024
"""Bytes copied at once."""

FORBIDDEN = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})


class Files:
    """Thin names over `os`. Every method raises `OSError` as the system does."""

    def open(self, path: Path, flags: int, mode: int = 0o600) -> int:
        """A descriptor; one that is created gets exactly `mode`, whatever the umask."""
        descriptor = os.open(path, flags | os.O_CLOEXEC, mode)
        if flags & os.O_CREAT:
            try:
                os.fchmod(descriptor, mode)
            except PermissionError:
                pass  # a colleague's file in a shared folder: its mode is its owner's to set
        return descriptor

    def close(self, descriptor: int) -> None:
        """Give a descriptor back."""
        os.close(descriptor)

    def read(self, descriptor: int, size: int, position: int) -> bytes:
        """Up to `size` bytes at `position`; fewer only where the file ends."""
        data = os.pread(descriptor, size, position)
        while len(data) < size and (more := os.pread(descriptor, size - len(data), position + len(data))):
            data += more
        return data

    def write(self, descriptor: int, data: bytes, position: int) -> None:
        """All of `data` at `position`."""
        done = os.pwrite(descriptor, data, position)
        while done < len(data):
            done += os.pwrite(descriptor, data[done:], position + done)

    def truncate(self, descriptor: int, size: int) -> None:
        """Cut the file to `size` bytes."""
        os.ftruncate(descriptor, size)

    def fdatasync(self, descriptor: int) -> None:
        """Content and size are on the disk when this returns."""
        DATASYNC(descriptor)

    def fsync(self, descriptor: int) -> None:
        """Everything about the file, or a folder's names, is on the disk when this returns."""
        os.fsync(descriptor)

    def replace(self, source: Path, target: Path) -> None:
        """Rename over `target`, atomically."""
        source.replace(target)

    def stat(self, path: str | Path) -> os.stat_result:
        """What is at the path now."""
        return os.stat(path)  # noqa: PTH116 - polled every 50 ms: a third of the cost of Path.stat

    def fstat(self, descriptor: int) -> os.stat_result:
        """What the descriptor is of."""
        return os.fstat(descriptor)


def folder_sync(files: Files, folder: Path) -> None:
    """Put the folder's names on the disk."""
    descriptor = files.open(folder, os.O_RDONLY)
    try:
        files.fsync(descriptor)
    finally:
        files.close(descriptor)


def kept_name(path: Path) -> Path:
    """A name beside `path` that nobody has, with the time in it, for what something else takes the place of."""
    stamp = datetime.fromtimestamp(machine_seconds(), UTC).strftime("%Y%m%dT%H%M%SZ")
    target = path.with_name(f"{path.name}.kept-{stamp}")
    number = 1
    while target.exists():
        number += 1
        target = path.with_name(f"{path.name}.kept-{stamp}.{number}")
    return target


def copied(files: Files, source: Path, target: Path, mode: int, size: int | None = None) -> None:
    """Copy a file, or its first `size` bytes; on the disk when this returns, its name when the folder is synced."""
    old = files.open(source, os.O_RDONLY)
    try:
        fresh = files.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, mode)
        try:
            position, end = 0, files.fstat(old).st_size if size is None else size
            while position < end:
                data = files.read(old, min(PORTION, end - position), position)
                files.write(fresh, data, position)
                position += len(data)
            files.fsync(fresh)
        finally:
            files.close(fresh)
    finally:
        files.close(old)


def file_mode(folder: Path) -> int:
    """The mode of files in that folder: 0600, or 0660 where a setgid folder shares them with a group."""
    return 0o660 if folder.stat().st_mode & stat.S_ISGID else 0o600


def room_mode(mode: int) -> int:
    """The mode of a folder whose files have that one."""
    return 0o700 if mode == 0o600 else 0o2770


@contextmanager
def in_words(instead: str, done: str = "written") -> Iterator[None]:
    """An `OSError` within becomes a `StoreError`, with that in the place of "Not booked", and of "cannot be written"
    what could not be done."""
    try:
        yield
    except OSError as error:
        trouble = disk_trouble(error)
        reason = trouble.reason.replace("Not booked", instead).replace("be written", f"be {done}")
        raise StoreError(trouble.code, reason, trouble.remedy) from error


def disk_trouble(error: OSError) -> StoreError:
    """What an `OSError` means to the people at the desk. Nothing was booked."""
    words = (error.strerror or "unknown error").lower()
    if error.errno in FULL:
        return StoreError("disk_full", "The disk is full. Not booked.", "Free some space, then try again.")
    if error.errno in FORBIDDEN:
        return StoreError(
            "read_only", f"The book cannot be written ({words}). Not booked.", "Check the rights of its folder."
        )
    return StoreError(
        "damaged", f"The disk reports an error ({words}). Not booked.", "Try again; if it stays so, check the disk."
    )
