"""What the store's tests share: a clinic of one hospital, open at one desk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from scheduling.store.store import Store
from tests.store.helpers import Faults, open_store, set_up


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "clinic"


@pytest.fixture
def faults() -> Faults:
    return Faults()


@pytest.fixture
def store(folder: Path, faults: Faults) -> Iterator[Store]:
    store = open_store(folder, files=faults)
    set_up(store)
    faults.calls.clear()
    yield store
    faults.heal()
    store.close()


@pytest.fixture
def peer(store: Store) -> Iterator[Store]:
    """Another desk on the same book."""
    peer = open_store(store.folder, "front-2")
    yield peer
    peer.close()
