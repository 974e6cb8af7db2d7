"""What is said in a window in which the desk cannot be read; what was typed waits behind it."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.screen import ModalScreen
from textual.widgets import Static

LEAST = Size(60, 15)
"""Columns and rows that the desk needs."""


def fits(size: Size) -> bool:
    """Whether the desk can be read in a window of that size."""
    return size.width >= LEAST.width and size.height >= LEAST.height


class TooSmall(ModalScreen[None]):
    """Covers everything until the window is large enough again."""

    DEFAULT_CSS = """
    TooSmall { background: $surface; align: center middle; }
    TooSmall Static { width: auto; max-width: 100%; height: auto; color: $text; text-align: center; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+q", "app.quit", "Quit", show=False)]

    def compose(self) -> ComposeResult:
        """One sentence."""
        yield Static(self._words(), markup=False)

    def on_resize(self) -> None:
        """Say how large it is now."""
        self.query_one(Static).update(self._words())

    def _words(self) -> str:
        width, height = self.app.size
        least = f"{LEAST.width}×{LEAST.height}"
        return f"The window is {width}×{height}.\nThe desk needs {least}:\nmake it larger, ^q leaves."
