"""Changed meanwhile: what two desks left different, field by field, mine and theirs; one of each is saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from tui import text, words
from tui.dialogs.asking import AskingDialog
from tui.widgets.dialog import Section
from tui.widgets.footer import Hint
from tui.widgets.painted import Painted
from tui.widgets.rows import Row, Rows

NAME = 11
"""Cells of a field's name."""

Choices = dict[str, bool]
"""Field → whether mine is saved; else theirs."""


class Difference(NamedTuple):
    """A field that is not the same in both: `was` when both began; all in words."""

    field: str
    label: str
    was: str
    mine: str
    theirs: str

    @property
    def both(self) -> bool:
        """Whether both have changed it."""
        return self.was not in (self.mine, self.theirs)

    @property
    def mine_first(self) -> bool:
        """What is chosen at first: the one that was changed; mine, where both were."""
        return self.mine != self.was


def differences(
    labels: Mapping[str, str], was: Mapping[str, str], mine: Mapping[str, str], theirs: Mapping[str, str]
) -> list[Difference]:
    """The fields of `labels` in which mine and theirs differ."""
    return [
        Difference(field, label, was[field], mine[field], theirs[field])
        for field, label in labels.items()
        if mine[field] != theirs[field]
    ]


class ChangedDialog(AskingDialog[Choices | None]):
    """`whose`: the record in words; `who`: by whom, and when. Answers what is to be saved; None = go on typing."""

    ROOMY: ClassVar[tuple[int, int]] = (106, 26)
    COMPACT: ClassVar[tuple[int, int]] = (80, 23)
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "row(-1)", "Up", show=False),
        Binding("down,j", "row(1)", "Down", show=False),
        Binding("left,h", "take(True)", "Mine", show=False),
        Binding("right,l", "take(False)", "Theirs", show=False),
        Binding("space", "turn", "The other", show=False),
        Binding("m", "all(True)", "All mine", show=False),
        Binding("t", "all(False)", "All theirs", show=False),
        Binding("enter,ctrl+s,f5", "save", "Save", show=False),
    ]

    def __init__(self, whose: str, who: str, found: Sequence[Difference]) -> None:
        super().__init__()
        self._whose, self._who, self._found = whose, who, list(found)
        self.choices: Choices = {each.field: each.mine_first for each in found}

    def compose_body(self) -> ComposeResult:
        """The fields with both sides, and the one of the amber row whole."""
        yield Painted(self._heads, id="heads")
        yield Rows(id="fields")
        yield Section("In full", id="section")
        yield Painted(self._in_full, id="full")

    def on_mount(self) -> None:
        """Show what differs."""
        self.title_row.show("Changed meanwhile", text.fit(self._whose, 50), text.clean(self._who))
        self.call_after_refresh(self.safely(self._show))

    @property
    def here(self) -> Difference:
        """The field of the amber row."""
        return self._found[self.query_one(Rows).cursor or 0]

    def _side(self, width: int) -> int:
        return max(8, (width - NAME - 1) // 2)

    def _heads(self, width: int, height: int) -> list[Content]:
        side = self._side(width)
        return [Content.styled(" " * NAME + text.pad("  yours", side) + text.pad("  theirs", side), "$text-dim")]

    def _show(self) -> None:
        rows = self.query_one(Rows)
        side = self._side(rows.content_size.width)
        rows.show([self._row(each, side) for each in self._found], rows.cursor or 0)
        self.query_one("#full").refresh()
        mine = sum(self.choices.values())
        both = sum(each.both for each in self._found)
        said = f"{mine} of yours and {len(self._found) - mine} of theirs are saved"
        second = (
            "Both of you changed what is marked “both”: choose with ←→." if both else "Nothing of either is lost."
        )
        self.verdict.show("info", "With Enter", said, second=second)
        self.refresh_keys()

    def _row(self, each: Difference, side: int) -> Row:
        mine = self.choices[each.field]
        return Row(
            Content.assemble(
                (text.pad(each.label, NAME), "bold" if not each.both else "bold $amber"),
                self._cell(each.mine, side, mine), self._cell(each.theirs, side, not mine),
            ),
            Content.styled("both" if each.both else "", "$amber"),
        )  # fmt: skip

    def _cell(self, value: str, side: int, taken: bool) -> Content:
        mark, style = ("● ", "bold $ok") if taken else ("○ ", "$text-dim")
        shown = text.pad(text.clean(value) or "–", side - 3)
        return Content.assemble((mark, style), (shown, "" if taken else "$text-dim"), " ")

    def _in_full(self, width: int, height: int) -> list[Content]:
        each, lines = self.here, []
        for word, value in (("it was", each.was), ("yours", each.mine), ("theirs", each.theirs)):
            for at, line in enumerate(words.wrap(value, width - NAME) or ["–"]):
                lines.append(Content.assemble((text.pad("" if at else word, NAME), "$text-dim"), line))
        return lines

    def on_rows_moved(self, message: Rows.Moved) -> None:
        """Another field is shown whole."""
        self.query_one("#full").refresh()

    def on_rows_chosen(self, message: Rows.Chosen) -> None:
        """A click on the chosen row takes the other side."""
        self.action_turn()

    def action_row(self, step: int) -> None:
        """↑↓: another field."""
        self.query_one(Rows).move(step)

    def action_take(self, mine: bool) -> None:
        """← mine, → theirs."""
        self.choices[self.here.field] = mine
        self._show()

    def action_turn(self) -> None:
        """The other of both."""
        self.action_take(not self.choices[self.here.field])

    def action_all(self, mine: bool) -> None:
        """All mine, or all theirs."""
        self.choices = dict.fromkeys(self.choices, mine)
        self._show()

    def action_save(self) -> None:
        """Enter: save what is chosen."""
        self.dismiss(self.choices)

    def keys_line(self) -> Sequence[Hint]:
        """The keys that work now."""
        return (
            Hint("⏎", "Save these", ("enter",), "Save", 0),
            Hint("↑↓", "Field", ("up", "down"), rank=2),
            Hint("←", "Mine", ("left",), rank=1),
            Hint("→", "Theirs", ("right",), rank=1),
            Hint("m", "All mine", ("m",), rank=1),
            Hint("t", "All theirs", ("t",), rank=1),
            Hint("Esc", "Go on typing", ("escape",), "Back", 0),
        )
