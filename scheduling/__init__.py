"""The scheduling core of frontdesk: open a clinic with `open_desk`, ask and change it through the `Desk`.

Names are imported on use, so that `import scheduling` costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scheduling.desk import Desk, Outcome
    from scheduling.errors import FrontdeskError, Refused, StoreError
    from scheduling.opening import open_desk

__version__ = "0.1.0"

__all__ = ["Desk", "FrontdeskError", "Outcome", "Refused", "StoreError", "__version__", "open_desk"]

_HOMES = {
    "Desk": "scheduling.desk",
    "Outcome": "scheduling.desk",
    "open_desk": "scheduling.opening",
    "FrontdeskError": "scheduling.errors",
    "Refused": "scheduling.errors",
    "StoreError": "scheduling.errors",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(name)
    return getattr(import_module(_HOMES[name]), name)
