"""What the dialogs with one list share: ↑↓ choose a row, Enter or a click on the chosen one takes it."""

from __future__ import annotations

from abc import abstractmethod
from typing import ClassVar, TypeVar

from textual.binding import Binding, BindingType

from tui.widgets.dialog import Dialog
from tui.widgets.rows import Rows

Result = TypeVar("Result")


class ChoosingDialog(Dialog[Result]):
    """A dialog that composes one `Rows`, below a field: letters are typed, and the field tells of Enter."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Up", show=False),
        Binding("down", "move(1)", "Down", show=False),
    ]

    def action_move(self, step: int) -> None:
        """The row above or below, or further."""
        self.query_one(Rows).move(step)

    def action_take(self) -> None:
        """The chosen row; without one there is nothing to take."""
        cursor = self.query_one(Rows).cursor
        if cursor is None:
            self.app.bell()
        else:
            self.take(cursor)

    def on_rows_chosen(self, message: Rows.Chosen) -> None:
        """A click on the chosen row."""
        self.take(message.index)

    @abstractmethod
    def take(self, index: int) -> None:
        """What taking a row does."""


class TakingDialog(ChoosingDialog[Result]):
    """One without a field: j and k move too, and Enter takes."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("k", "move(-1)", "Up", show=False),
        Binding("j", "move(1)", "Down", show=False),
        Binding("enter", "take", "Take", show=False),
    ]


class NumberedDialog(TakingDialog[Result]):
    """One whose rows bear numbers: a digit takes its row at once."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(str(digit), f"digit({digit})", "Take", show=False) for digit in range(1, 10)
    ]

    def action_digit(self, digit: int) -> None:
        """The row of that digit."""
        if digit <= len(self.query_one(Rows).rows):
            self.take(digit - 1)
