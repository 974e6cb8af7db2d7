"""Two fields of a form that ←→ change: a choice shown as chips, and a number between two arrows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from tui import text
from tui.widgets.lines import clip

SHORTEST = 3
"""Letters that a chip keeps when the row is narrow."""


class Chip(NamedTuple):
    """One choice: its id and name, the colour of its square ("" = none), and the style it has when chosen."""

    id: str
    name: str
    mark: str
    chosen: str


def chips_line(chips: Sequence[Chip], index: int, width: int, focused: bool) -> Content:
    """The chosen chip by its whole name, the others as long as they fit; arrows around it while focused."""
    names = _fitted(chips, index, width)
    left, right = ("‹", "›") if focused else (" ", " ")
    parts: list[tuple[str, str]] = []
    for at, (chip, name) in enumerate(zip(chips, names, strict=True)):
        if at == index:
            square = "■ " if chip.mark else ""
            parts += [(left, f"bold {chip.chosen}"), (f"{square}{name}", f"bold {chip.chosen}")]
            parts += [(right, f"bold {chip.chosen}"), (" ", "")]
        else:
            parts += [(" ■", chip.mark)] if chip.mark else []
            parts += [(f" {name} ", "$text-dim")]
    return clip(Content.assemble(*parts), width)


def places(chips: Sequence[Chip], index: int, width: int) -> list[tuple[int, int]]:
    """Columns [from, to) of each chip: where the mouse hits it."""
    found: list[tuple[int, int]] = []
    at = 0
    for chosen, name in enumerate(_fitted(chips, index, width)):
        wide = cell_len(name) + (3 if chosen == index else 2) + 2 * bool(chips[chosen].mark)
        found.append((at, at + wide))
        at += wide
    return found


def _fitted(chips: Sequence[Chip], index: int, width: int) -> list[str]:
    longest = max((cell_len(chip.name) for chip in chips), default=0)
    for letters in range(longest, SHORTEST - 1, -1):
        names = [chip.name if at == index else _cut(chip.name, letters) for at, chip in enumerate(chips)]
        if sum(cell_len(name) + 4 for name in names) + 1 <= width:
            return names
    return [chip.name if at == index else _cut(chip.name, SHORTEST) for at, chip in enumerate(chips)]


def _cut(name: str, letters: int) -> str:
    return text.kind_words(name, letters)


class ChipRow(Widget, can_focus=True):
    """A choice by ←→, or by a click."""

    DEFAULT_CSS = "ChipRow { height: 1; width: 1fr; color: $text; }"
    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step(-1)", "Previous", show=False),
        Binding("right", "step(1)", "Next", show=False),
    ]

    class Changed(Message):
        """Another chip was chosen."""

        def __init__(self, row: ChipRow, chip: Chip) -> None:
            super().__init__()
            self.row = row
            self.chip = chip

        @property
        def control(self) -> ChipRow:
            """The row, for `@on(ChipRow.Changed, "#id")`."""
            return self.row

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.chips: tuple[Chip, ...] = ()
        self.index = 0

    def show(self, chips: Sequence[Chip], chosen: str | None) -> None:
        """Replace the choices; `chosen` is an id, the first when nobody has it."""
        self.chips = tuple(chips)
        self.index = next((at for at, chip in enumerate(self.chips) if chip.id == chosen), 0)
        self.refresh()

    def action_step(self, step: int) -> None:
        """Choose the neighbour; the ends are joined."""
        if self.chips:
            self._choose((self.index + step) % len(self.chips))

    def _choose(self, index: int) -> None:
        if index != self.index:
            self.index = index
            self.refresh()
            self.post_message(self.Changed(self, self.chips[index]))

    def on_click(self, event: events.Click) -> None:
        """Choose the chip under the mouse."""
        for index, (start, end) in enumerate(places(self.chips, self.index, self.content_size.width)):
            if start <= event.x < end:
                self._choose(index)

    def render(self) -> Content:
        """The chips in one row."""
        return chips_line(self.chips, self.index, self.content_size.width, self.has_focus)


class Stepper(Widget, can_focus=True):
    """`‹ 30 min ›  until 13:30   30 is usual`: minutes by ←→, in steps."""

    DEFAULT_CSS = "Stepper { height: 1; width: 1fr; color: $text; }"
    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step(-1)", "Shorter", show=False),
        Binding("right", "step(1)", "Longer", show=False),
    ]

    class Changed(Message):
        """Another number: `minutes`."""

        def __init__(self, stepper: Stepper, minutes: int) -> None:
            super().__init__()
            self.stepper = stepper
            self.minutes = minutes

        @property
        def control(self) -> Stepper:
            """The stepper, for `@on(Stepper.Changed, "#id")`."""
            return self.stepper

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.minutes = 0
        self.unit = 5
        self.longest = 24 * 60
        self._after = Content("")

    def show(self, minutes: int, unit: int, after: Content) -> None:
        """`minutes` now, `unit` minutes a step, `after` to the right of it."""
        self.minutes, self.unit, self._after = minutes, max(1, unit), after
        self.refresh()

    def action_step(self, step: int) -> None:
        """Longer or shorter, to whole steps; never below one."""
        units = (
            self.minutes // self.unit if step > 0 or not self.minutes % self.unit else self.minutes // self.unit + 1
        )
        wanted = max(self.unit, min(self.longest, (units + step) * self.unit))
        if wanted != self.minutes:
            self.minutes = wanted
            self.refresh()
            self.post_message(self.Changed(self, wanted))

    def on_click(self, event: events.Click) -> None:
        """A click on an arrow steps."""
        wide = cell_len(text.minutes(self.minutes)) + 4
        if event.x < 2:
            self.action_step(-1)
        elif wide - 2 <= event.x < wide:
            self.action_step(1)

    def render(self) -> Content:
        """Arrows, the number, what it means."""
        back = " on $amber-tint" if self.has_focus else ""
        line = Content.assemble(
            ("‹ ", f"bold $amber{back}"),
            (text.minutes(self.minutes), f"bold $text{back}"),
            (" ›", f"bold $amber{back}"),
            "   ",
            self._after,
        )
        return clip(line, self.content_size.width)
