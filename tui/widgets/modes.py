"""Row 2: the screens by their numbers, and what the colours mean; while a visit is carried: from, to, and whether."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from textual import events
from textual.content import Content
from textual.widget import Widget

from tui import text
from tui.widgets.lines import clip, spread


class Mode(NamedTuple):
    """A screen behind a number key. `built`: it can be opened."""

    number: int
    name: str
    built: bool = False


MODES = (
    Mode(1, "Week", True), Mode(2, "Day"), Mode(3, "Today"), Mode(4, "Patients"), Mode(5, "Waitlist"),
    Mode(6, "Hours"), Mode(7, "Figures"), Mode(8, "Clinic"),
)  # fmt: skip


def not_built(number: int) -> str:
    """What a number says whose screen does not exist."""
    name = next(mode.name for mode in MODES if mode.number == number)
    built = " and ".join(f"{mode.number} {mode.name}" for mode in MODES if mode.built)
    return f"{name} is not built yet. There is {built}."


class LegendEntry(NamedTuple):
    """A type and the colour of its square."""

    name: str
    color: str


class ModesRow(Widget):
    """The tabs that exist and the legend of the types; `carry()` puts another text in their place."""

    DEFAULT_CSS = """
    ModesRow { height: 1; width: 1fr; padding: 0 1; background: $footer; color: $text-dim; }
    ModesRow.-carrying { background: $amber-tint; color: $text; }
    """
    ALLOW_SELECT = False

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._active = 1
        self._legend: tuple[LegendEntry, ...] = ()
        self._carried: tuple[Content, Content] | None = None
        self._places: list[tuple[int, int, int]] = []

    def show(self, active: int, legend: Sequence[LegendEntry]) -> None:
        """The tab that is open, and the types shown."""
        if (active, tuple(legend)) != (self._active, self._legend):
            self._active, self._legend = active, tuple(legend)
            self.refresh()

    def carry(self, line: tuple[Content, Content] | None) -> None:
        """Say what is carried and, at the end, whether it fits here; None = back to the tabs."""
        self._carried = line
        self.set_class(line is not None, "-carrying")
        self.refresh()

    def render(self) -> Content:
        """The row, exactly as wide as the terminal."""
        width = self.content_size.width
        if self._carried:
            return spread(*self._carried, width)
        tabs: list[tuple[str, str] | str] = []
        self._places = []
        at = 0
        for mode in (mode for mode in MODES if mode.built):
            if tabs:
                tabs.append("   ")
                at += 3
            open_ = mode.number == self._active
            tabs += [(f"{mode.number} ", "bold $amber" if open_ else "$text-dim")]
            tabs += [(mode.name, "bold underline $amber" if open_ else "$text-dim")]
            self._places.append((at, at + 2 + len(mode.name), mode.number))
            at += 2 + len(mode.name)
        return spread(Content.assemble(*tabs), legend(self._legend, width - at - 3), width)

    def on_click(self, event: events.Click) -> None:
        """A click on a tab presses its number."""
        for start, end, number in self._places:
            if start <= event.x - 1 < end:
                self.app.simulate_key(str(number))


def legend(entries: Sequence[LegendEntry], width: int) -> Content:
    """A coloured square and a name a type: in full, or shortened to fit; those that do not fit are left out."""
    full = [text.clean(entry.name) for entry in entries]
    for names, square, gap in (
        (full, "■ ", "  "),
        (full, "■", " "),
        ([_short(name, 6) for name in full], "■", " "),
        ([_short(name, 4) for name in full], "■", " "),
    ):
        parts = [
            Content.assemble((square, entry.color), (name, "$text-dim"))
            for entry, name in zip(entries, names, strict=True)
        ]
        line = Content(gap).join(parts)
        if line.cell_length <= width:
            return line
    return clip(line, max(0, width)) if entries else Content("")


def _short(name: str, cells: int) -> str:
    first = name.split()[0] if name.split() else name
    return text.fit(first, cells, ellipsis="")
