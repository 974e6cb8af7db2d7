"""What was just done, or why not: a sentence above the footer that stays until the next step."""

from __future__ import annotations

from typing import Literal

from textual.content import Content
from textual.widget import Widget

from tui.widgets.lines import spread, styled

Kind = Literal["ok", "bad", "info"]


class Band(Widget):
    """One row, two when the sentence is long; takes no room while it is silent."""

    DEFAULT_CSS = """
    Band { height: 1; width: 1fr; padding: 0 1; color: $text; background: $info-tint; display: none; }
    Band.-speaking { display: block; }
    Band.-ok { background: $ok-tint; }
    Band.-bad { background: $bad-tint; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._head = Content("")
        self._sentence = ""
        self._keys: tuple[tuple[str, str], ...] = ()

    @property
    def said(self) -> str:
        """What stands there, as plain text; empty while silent."""
        return f"{self._head.plain}  {self._sentence}".strip()

    def say(self, kind: Kind, head: str, sentence: str = "", keys: tuple[tuple[str, str], ...] = ()) -> None:
        """`head` in the colour of `kind`, `sentence` beside it, `keys` ((key, words) …) at the end."""
        self._head = styled(head, f"bold ${kind}") if head else Content("")
        self._sentence = sentence
        self._keys = keys
        self.set_class(kind == "ok", "-ok")
        self.set_class(kind == "bad", "-bad")
        self.add_class("-speaking")
        self._fit()
        self.refresh()

    def hush(self) -> None:
        """Say nothing."""
        if self.has_class("-speaking"):
            self._head, self._sentence, self._keys = Content(""), "", ()
            self.remove_class("-speaking")

    def on_resize(self) -> None:
        """A narrower terminal may need the second row."""
        self._fit()

    def _fit(self) -> None:
        width = self.app.size.width - 2
        self.styles.height = max(1, min(2, len(self._lines(width))))

    def _lines(self, width: int) -> list[Content]:
        gap = "  " if self._head.plain and self._sentence else ""
        words = Content.assemble(self._head, gap, (self._sentence, "bold"))
        keys = Content("  ").join(Content.assemble((key, "bold $amber"), f" {what}") for key, what in self._keys)
        if words.cell_length + (keys.cell_length + 2 if keys.plain else 0) <= width:
            return [spread(words, keys, width)]
        lines = words.wrap(width)
        last = spread(lines[1] if len(lines) > 1 else Content(""), keys, width)
        return [lines[0], last]

    def render(self) -> Content:
        """The sentence, over one row or two."""
        return Content("\n").join(self._lines(self.content_size.width))
