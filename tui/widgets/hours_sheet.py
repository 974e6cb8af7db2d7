"""The hours of a doctor, painted; a click chooses, a bar's end is dragged."""

from __future__ import annotations

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from tui import theme
from tui.hours.sheet import LABEL, Axis, Line, Sheet, Spot, axis_of, paint
from tui.widgets.lines import clip


class HoursSheet(Widget):
    """Shows a `Sheet`, scrolled so that what is chosen is in sight."""

    DEFAULT_CSS = "HoursSheet { width: 1fr; height: 1fr; padding: 0 1; color: $text; }"
    ALLOW_SELECT = False

    class Pointed(Message):
        """The mouse chose a spot; `acted`: it was the chosen one already."""

        def __init__(self, spot: Spot, acted: bool) -> None:
            super().__init__()
            self.spot = spot
            self.acted = acted

    class Dragged(Message):
        """The mouse drags an edge of the chosen bar to a minute after midnight; `is_start`: its start."""

        def __init__(self, minute: int, is_start: bool) -> None:
            super().__init__()
            self.minute = minute
            self.is_start = is_start

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.sheet: Sheet | None = None
        self._lines: list[Line] = []
        self._top = 0
        self._edge: tuple[Axis, bool] | None = None

    def show(self, sheet: Sheet) -> None:
        """Another picture."""
        self.sheet = sheet
        self.refresh()

    def render(self) -> Content:
        """The lines in sight."""
        width, height = self.content_size.width, self.content_size.height
        if self.sheet is None or width < 1 or height < 1:
            return Content("")
        self._lines = paint(self.sheet, width, height, theme.tones(self.app))
        self._keep_in_sight(height)
        return Content("\n").join(clip(line.content, width) for line in self._lines[self._top : self._top + height])

    def _keep_in_sight(self, height: int) -> None:
        assert self.sheet is not None
        spot = self.sheet.spot
        mine = [at for at, line in enumerate(self._lines) if line.spot and line.spot[:2] == spot[:2]]
        known = [at for at, line in enumerate(self._lines) if line.spot]
        first, last = (mine[0], mine[-1]) if mine else (0, 0)
        if known and first == known[0]:
            first = 0
        if known and last == known[-1]:
            last = len(self._lines) - 1
        self._top = max(0, min(self._top, len(self._lines) - height))
        self._top = min(max(self._top, last - height + 1), first)

    def _hit(self, x: int, y: int) -> tuple[Spot, Line] | None:
        """The spot under a cell of the content."""
        at = self._top + y
        if not 0 <= at < len(self._lines):
            return None
        line = self._lines[at]
        if line.spot is None:
            return None
        nearest = min(line.bars, key=lambda bar: max(bar[0] - x, x - bar[1] + 1, 0), default=(0, 0, 0))
        return line.spot._replace(bar=nearest[2]), line

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Choose what is there; on a bar's edge, take hold of it."""
        offset = event.get_content_offset(self)
        hit = self._hit(offset.x, offset.y) if offset is not None else None
        if hit is None or offset is None or self.sheet is None:
            return
        spot, line = hit
        bar = next((bar for bar in line.bars if bar[2] == spot.bar), None)
        if bar is not None and bar[0] <= offset.x < bar[1] + 1:
            axis = axis_of(self.sheet, self.content_size.width)
            if offset.x >= bar[1] - 1:
                self._edge = axis, False
            elif offset.x == bar[0]:
                self._edge = axis, True
            if self._edge is not None:
                self.capture_mouse()
        if self._edge is None or spot != self.sheet.spot:
            self.post_message(self.Pointed(spot, spot == self.sheet.spot and self._edge is None))

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """The edge follows the mouse."""
        if self._edge is not None:
            axis, is_start = self._edge
            column = event.x - self.gutter.left - LABEL + (0 if is_start else 1)
            self.post_message(self.Dragged(axis.minute(column), is_start))

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Let go of it."""
        if self._edge is not None:
            self._edge = None
            self.release_mouse()
