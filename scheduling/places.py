"""Where a clinic lies on the disk."""

from __future__ import annotations

import os
from pathlib import Path


def data_folder(given: str | None) -> Path:
    """The folder that was named, else `$FRONTDESK_DATA`, else the user's data folder."""
    named = given or os.environ.get("FRONTDESK_DATA")
    if named:
        return Path(named).expanduser()
    from platformdirs import user_data_path

    return user_data_path("frontdesk", appauthor=False)
