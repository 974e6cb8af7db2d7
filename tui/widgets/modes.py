"""Row 2: the screens by their numbers, what waits there, what the colours mean; while carrying: from, to, whether."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from textual import events
from textual.content import Content
from textual.widget import Widget

from tui import text
from tui.modes import BUILT, Mode
from tui.widgets.lines import spread


class LegendEntry(NamedTuple):
    """A type and the colour of its square."""

    name: str
    color: str


class Count(NamedTuple):
    """How much waits on a screen (0 = no number), the style of that; `mark`: something there is not saved yet."""

    number: int
    style: str
    mark: bool = False


Counts = Mapping[str, Count]
"""Mode id → what waits there; nothing where nothing waits."""


class ModesRow(Widget):
    """The tabs and, at the end, a legend or a fact; `carry()` puts another text in their place."""

    DEFAULT_CSS = """
    ModesRow { height: 1; width: 1fr; padding: 0 1; background: $footer; color: $text-dim; }
    ModesRow.-carrying { background: $amber-tint; color: $text; }
    """
    ALLOW_SELECT = False

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._shown: tuple[str, tuple[LegendEntry, ...] | Content, Counts] = ("", (), {})
        self._carried: tuple[Content, Content] | None = None
        self._places: list[tuple[int, int, int]] = []

    def show(self, active: str, end: Sequence[LegendEntry] | Content, counts: Counts) -> None:
        """The id of the tab that is open, what stands at the end, and what waits on each screen."""
        shown = (active, end if isinstance(end, Content) else tuple(end), dict(counts))
        if shown != self._shown:
            self._shown = shown
            self.refresh()

    def count(self, counts: Counts) -> None:
        """Other numbers, the rest as it is."""
        active, end, _ = self._shown
        self.show(active, end, counts)

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
        active, end, counts = self._shown
        tabs = self._tabs(width - FACT_CELLS, active, counts, NAMED) or self._tabs(width, active, counts, FORMS)
        assert tabs is not None
        room = width - tabs.cell_length - 3
        if not isinstance(end, Content):
            end = legend(end, room) if room >= LEGEND_CELLS else Content("")
        return spread(tabs, end if end.cell_length <= room else Content(""), width)

    def _tabs(self, width: int, active: str, counts: Counts, forms: Sequence[Form]) -> Content | None:
        """The tabs, as far apart and as long as the width allows; None where no form fits, unless it is the last."""
        for gap, named in forms:
            self._places = []
            tabs = Content("")
            for mode in BUILT:
                tab = _tab(mode, named(mode), active, counts.get(mode.id))
                at = tabs.cell_length + (gap if tabs.plain else 0)
                self._places.append((at, at + tab.cell_length, mode.number))
                tabs = Content.assemble(tabs, " " * (at - tabs.cell_length), tab)
            if tabs.cell_length <= width:
                return tabs
        return tabs if forms is FORMS else None

    def on_click(self, event: events.Click) -> None:
        """A click on a tab presses its number."""
        for start, end, number in self._places:
            if start <= event.x - 1 < end:
                self.app.simulate_key(str(number))


Form = tuple[int, Callable[[Mode], str]]
"""Cells between tabs, and what they are called."""

NAMED: tuple[Form, ...] = ((3, lambda mode: mode.name), (2, lambda mode: mode.short), (1, lambda mode: mode.short))
"""From roomy to narrow. Before a name is lost the fact at the end of the row goes."""
FORMS: tuple[Form, ...] = (*NAMED, (1, lambda mode: ""))


LEGEND_CELLS = 16
"""Fewer cells say nothing about colours."""

FACT_CELLS = 18
"""Kept at the end for one small fact whatever it is, so that the tabs stand where they stood on every screen."""


def _tab(mode: Mode, name: str, active: str, count: Count | None) -> Content:
    is_open = mode.id == active
    return Content.assemble(
        (f"{mode.number}", "bold $amber" if is_open else "$text-dim"),
        " " if name else "",
        (name, "bold underline $amber" if is_open else "$text-dim"),
        (" •", "bold $amber") if count and count.mark else "",
        (f" {count.number}", f"bold {count.style}") if count and count.number else "",
    )


def legend(entries: Sequence[LegendEntry], width: int) -> Content:
    """A coloured square and a name a type: in full, or shortened to fit; those that do not fit are left out."""
    full = [text.clean(entry.name) for entry in entries]
    for names, square, gap in (
        (full, "■ ", "  "),
        (full, "■", " "),
        ([text.kind_words(name, 6) for name in full], "■", " "),
        ([text.kind_words(name, 4) for name in full], "■", " "),
    ):
        parts = [
            Content.assemble((square, entry.color), (name, "$text-dim"))
            for entry, name in zip(entries, names, strict=True)
        ]
        if Content(gap).join(parts).cell_length <= width:
            break
    while parts and Content(gap).join(parts).cell_length > width:
        parts.pop()
    return Content(gap).join(parts)
