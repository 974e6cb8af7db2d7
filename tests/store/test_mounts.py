"""On a network's file system a desk only reads, says why, and obeys whoever vouches for it (STORE rule 8)."""

from __future__ import annotations

from pathlib import Path

import pytest

from scheduling import cli
from scheduling.clock import FixedClock
from scheduling.errors import StoreError
from scheduling.store import mounts
from scheduling.store.health import status
from scheduling.store.mounts import NETWORK, Mount, mount_of, network_of
from scheduling.store.repair import repair
from scheduling.store.restore import restore
from tests.store.helpers import NOW, book, clinic_with, ids, ledger_of, opened

TABLE = r"""
/dev/sda1 / ext4 rw 0 0
server:/export /srv nfs4 rw,vers=4.2 0 0
/dev/sdb1 /srv/local xfs rw 0 0
//host/share /net/the\040share cifs rw 0 0
me@host:/ /far/me fuse.sshfs rw 0 0
tmpfs /over tmpfs rw 0 0
server:/b /over nfs rw 0 0
broken
"""


@pytest.mark.parametrize(
    ("folder", "mount"),
    [
        ("/var/clinic", ("ext4", "/")),
        ("/srv", ("nfs4", "/srv")),
        ("/srv/clinic", ("nfs4", "/srv")),
        ("/srvother", ("ext4", "/")),
        ("/srv/local/clinic", ("xfs", "/srv/local")),
        ("/net/the share/clinic", ("cifs", "/net/the share")),
        ("/far/me/clinic", ("fuse.sshfs", "/far/me")),
        ("/over/clinic", ("nfs", "/over")),
    ],
)
def test_the_longest_path_wins_then_the_last_line(folder: str, mount: tuple[str, str]) -> None:
    assert mount_of(Path(folder), TABLE) == Mount(*mount)


def test_no_table_no_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert mount_of(tmp_path, "") is None
    monkeypatch.setattr(mounts, "TABLE", tmp_path / "none")
    assert network_of(tmp_path) is None


def test_the_kinds_that_are_known() -> None:
    named = "nfs nfs4 cifs smb3 9p afs ceph glusterfs lustre gpfs beegfs fuse.sshfs fuse.rclone"
    assert set(named.split()) <= NETWORK
    assert not NETWORK & {"ext4", "xfs", "btrfs", "zfs", "tmpfs", "overlay", "apfs", "fuseblk"}


@pytest.fixture
def on_nfs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = tmp_path / "mounts"
    table.write_text(f"/dev/sda1 / ext4 rw 0 0\nserver:/x {tmp_path} nfs4 rw 0 0\n")
    monkeypatch.setattr(mounts, "TABLE", table)


def test_there_a_desk_only_reads(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    clinic_with(folder, 2, document=True)
    request.getfixturevalue("on_nfs")
    before = ledger_of(folder).read_bytes()
    with opened(folder) as store:
        assert ids(store) == ["a0", "a1"]
        (notice,) = store.notices
        assert f"nfs4, mounted at {tmp_path}" in notice
        assert "only reads" in notice
        assert "FRONTDESK_FORCE_NETWORK=1" in notice
        with pytest.raises(StoreError, match="Not booked") as refused:
            book(store, "b", 5)
        assert refused.value.code == "read_only"
        assert refused.value.remedy == notice
        store.checkpoint()
    assert ledger_of(folder).read_bytes() == before
    assert status(folder).network == "nfs4"
    assert "network file system (nfs4)" in status(folder).troubles[0]
    with pytest.raises(StoreError, match=r"Nothing was changed\. The book lies on a network"):
        repair(folder)
    with pytest.raises(StoreError, match=r"Not restored\. The book lies on a network"):
        restore(folder, ledger_of(folder), FixedClock(NOW), force=True)
    monkeypatch.setenv("FRONTDESK_FORCE_NETWORK", "0")
    with opened(folder) as store:
        assert store.read_only
    monkeypatch.setenv("FRONTDESK_FORCE_NETWORK", "1")
    with opened(folder) as store:
        assert store.notices == []
        book(store, "b", 5)
    assert (status(folder).network, status(folder).troubles) == ("nfs4", [])


@pytest.mark.usefixtures("on_nfs")
def test_no_clinic_is_begun_there(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--data", str(folder), "add-patient", "--name", "A"]) == 3
    said = capsys.readouterr().err
    assert "network file system" in said
    assert said.count("\n") == 1
    assert not folder.exists()
