"""On what kind of file system a clinic lies. On a network's, locks and syncs may not mean what they say (rule 8)."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import NamedTuple

NETWORK = frozenset(
    "nfs nfs4 cifs smb smb2 smb3 smbfs 9p afs ncpfs ceph glusterfs lustre gpfs beegfs pvfs2 orangefs gfs2 ocfs2 coda"
    " fuse.sshfs fuse.glusterfs fuse.ceph fuse.ceph-fuse fuse.s3fs fuse.rclone fuse.davfs davfs fuse.gvfsd-fuse"
    " fuse.smbnetfs fuse.curlftpfs fuse.goofys fuse.gcsfuse fuse.juicefs".split()
)
"""Kinds whose files another machine may hold as well."""

FORCE = "FRONTDESK_FORCE_NETWORK"
"""Set to 1: this network file system is known to lock and sync as a local disk does."""

TABLE = Path("/proc/mounts")


class Mount(NamedTuple):
    """A mounted file system: its kind as the kernel names it, and where it is mounted."""

    kind: str
    at: str


def mount_of(folder: Path, table: str) -> Mount | None:
    """The file system of a folder by a table like /proc/mounts: the longest path wins, then the last line."""
    path = os.path.realpath(folder)
    found = None
    for line in table.splitlines():
        fields = line.split()
        if len(fields) < 3:
            continue
        at = re.sub(r"\\([0-7]{3})", lambda match: chr(int(match[1], 8)), fields[1])
        inside = path == at or path.startswith(at.rstrip("/") + "/")
        if inside and (found is None or len(at) >= len(found.at)):
            found = Mount(fields[2], at)
    return found


def network_of(folder: Path) -> Mount | None:
    """The network file system that a folder lies on, or None; None too where nobody can tell."""
    try:
        found = mount_of(folder, TABLE.read_text(errors="surrogateescape"))
    except OSError:
        return None
    return found if found is not None and found.kind in NETWORK else None


def forced() -> bool:
    """Whether somebody vouches for the network file system."""
    return os.environ.get(FORCE) == "1"


def warning(folder: Path) -> str | None:
    """Why a desk must not write here, or None."""
    mount = None if forced() else network_of(folder)
    if mount is None:
        return None
    return (
        f"The book lies on a network file system ({mount.kind}, mounted at {mount.at}), where desks cannot keep out"
        f" of each other's way: this desk only reads. Move it to a local disk, or set {FORCE}=1."
    )
