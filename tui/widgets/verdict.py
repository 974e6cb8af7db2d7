"""The fixed two-line band at the foot of a dialog: free, or why not and what would fit."""

from __future__ import annotations

from typing import Literal

from textual.content import Content
from textual.widget import Widget

from tui.widgets.lines import spread, styled

Kind = Literal["ok", "bad", "info"]
Lines = tuple[Content, Content, Content, Content]
"""First line and its end, second line and its end."""
MARKS: dict[str, str] = {"ok": "✓", "bad": "✗", "info": " "}
"""The mark that says the verdict without its colour."""


class Verdict(Widget):
    """Two lines on a tint: `✓ Free 13:00 – 13:30 …` and below what comes next, a hint at its end.

    Never changes height, so that nothing above it moves. Texts are plain strings (never markup) or Content.
    """

    DEFAULT_CSS = """
    Verdict { height: 2; width: 1fr; padding: 0 1; color: $text; background: $info-tint; }
    Verdict.-ok { background: $ok-tint; }
    Verdict.-bad { background: $bad-tint; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.kind: Kind = "info"
        self._lines: Lines = (Content(""),) * 4
        self._before: tuple[Kind, Lines] | None = None

    def show(
        self,
        kind: Kind,
        head: str | Content = "",
        rest: str | Content = "",
        *,
        second: str | Content = "",
        right: str | Content = "",
        first_right: str | Content = "",
    ) -> None:
        """Say `head` in the colour of the verdict, `rest` beside it in bold, `second` below, `right` at its end."""
        self._tint(kind)
        self._before = None
        first = Content.assemble(
            (f"{MARKS[kind]} ", f"bold ${kind}"),
            styled(head, f"bold ${kind}"),
            " " if head and rest else "",
            styled(rest, "bold"),
        )
        self._lines = (first, styled(first_right), styled(second), styled(right))
        self.refresh()

    def interrupt(self, head: str, rest: str) -> None:
        """Say something for a while; what stood there is said again by `resume`."""
        before = self._before or (self.kind, self._lines)
        self.show("info", head, rest)
        self._before = before

    def resume(self) -> None:
        """Say again what was interrupted, unless something else has been said since."""
        if self._before is not None:
            kind, self._lines = self._before
            self._before = None
            self._tint(kind)
            self.refresh()

    def _tint(self, kind: Kind) -> None:
        self.kind = kind
        self.set_class(kind == "ok", "-ok")
        self.set_class(kind == "bad", "-bad")

    @property
    def said(self) -> str:
        """What the band says, as plain text."""
        return "\n".join(part.plain for part in self._lines if part.plain).strip()

    def render(self) -> Content:
        """Both lines, each exactly as wide as the band."""
        first, first_right, second, right = self._lines
        width = self.content_size.width
        return Content("\n").join(
            [spread(first, first_right, width), spread(Content.assemble("  ", second), right, width)]
        )
