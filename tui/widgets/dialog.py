"""What every dialog shares: it dims what is behind, keeps its height, and has its own keys in the last row."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path, PurePath
from typing import ClassVar, Generic, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget

from scheduling.errors import Refused, StoreError
from tui.guard import BUG, WAITING, Guarded, record
from tui.widgets.footer import Hint, KeysLine
from tui.widgets.lines import section, spread, styled
from tui.widgets.verdict import Verdict

Result = TypeVar("Result")

STYLES = tuple(Path(__file__).parent.parent / "styles" / name for name in ("dialogs.tcss", "help.tcss"))
"""Read with the first dialog: the first frame does without."""

ESCAPE = Hint("Esc", "Back", ("escape",), rank=0)
HELP = Hint("F1", "Help", ("f1",), rank=2)


class TitleRow(Widget):
    """The dialog's first row: one amber word, what it is about, and a fact at its end."""

    DEFAULT_CSS = "TitleRow { height: 1; width: 1fr; padding: 0 1; background: $raised; color: $text; }"

    def __init__(self) -> None:
        super().__init__()
        self.word = ""
        self._left = Content("")
        self._right = Content("")

    def show(self, word: str | Content, about: str | Content = "", right: str | Content = "") -> None:
        """`word` in amber, `about` in bold, `right` at the end of the row; Content keeps its own styles."""
        self.word = styled(word).plain
        gap = "  " if about else ""
        self._left = Content.assemble(styled(word, "bold $amber"), gap, styled(about, "bold"))
        self._right = styled(right, "$text-dim")
        self.refresh()

    def render(self) -> Content:
        """The row, exactly as wide as the dialog."""
        return spread(self._left, self._right, self.content_size.width)


class Section(Widget):
    """A section's head inside a dialog: bold title, rule, one small fact at its end."""

    DEFAULT_CSS = "Section { height: 1; width: 1fr; }"

    def __init__(self, title: str | Content, fact: str | Content = "", *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._title = title
        self._fact = fact

    def show(self, title: str | Content, fact: str | Content = "") -> None:
        """Replace the title and the fact."""
        self._title, self._fact = title, fact
        self.refresh()

    def render(self) -> Content:
        """Title, rule, fact."""
        return section(self._title, self.content_size.width, self._fact)


class Dialog(Guarded[Result], ModalScreen[Result], Generic[Result]):
    """One question. A subclass gives `WIDTH`, `HEIGHT` (with the frame), `compose_body()` and `keys_line()`.

    `self.title_row.show(…)` and `self.verdict.show(…)` may be called before and after mounting. `dismiss(None)` (Esc)
    means that nothing was decided.
    """

    WIDTH: ClassVar[int] = 76
    HEIGHT: ClassVar[int] = 20
    HAS_VERDICT: ClassVar[bool] = False
    HELP_HINT: ClassVar[Hint] = HELP
    CSS_PATH = list[str | PurePath](STYLES)
    ENABLE_COMMAND_PALETTE = False
    AUTO_FOCUS: ClassVar[str | None] = "*"

    DEFAULT_CSS = """
    Dialog { background: $scrim 75%; layout: vertical; overflow: hidden; align: center middle; }
    Dialog > KeysLine { dock: bottom; }
    Dialog > #frame { background: $panel; border: outer $hairline; color: $text; }
    Dialog #body { height: 1fr; width: 1fr; padding: 0 1; background: $panel; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Back", show=False),
        Binding("f1", "app.help", "Help", show=False),
        Binding("ctrl+q", "app.quit", "Quit", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.title_row = TitleRow()
        self.verdict = Verdict()
        self.keys = KeysLine()

    def compose(self) -> ComposeResult:
        """Frame with title row, body and verdict; below it the row of keys."""
        with Vertical(id="frame"):
            yield self.title_row
            with Vertical(id="body"):
                yield from self.compose_body()
            if self.HAS_VERDICT:
                yield self.verdict
        yield self.keys

    def compose_body(self) -> ComposeResult:
        """What the dialog asks, between the title row and the verdict."""
        yield from ()

    def keys_line(self) -> Sequence[Hint]:
        """The keys that work now; called after each change of focus and by `refresh_keys()`."""
        return (ESCAPE,)

    def refresh_keys(self) -> None:
        """Show the keys that work now."""
        self.keys.show(tuple(self.keys_line()), (self.HELP_HINT,))

    def on_mount(self) -> None:
        """Take the size, show the keys."""
        self._fit()
        self.refresh_keys()

    def on_resize(self, event: events.Resize) -> None:
        """Keep the frame inside the terminal, above the row of keys."""
        self._fit()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Other keys work in another field."""
        self.refresh_keys()

    def trouble(self, error: Exception) -> None:
        """Say it where the eyes are: in the verdict. A dialog without one, or that could not open, closes."""
        disk = isinstance(error, StoreError)
        if self.HAS_VERDICT and self.is_mounted and not disk:
            if isinstance(error, Refused):
                self.verdict.show("bad", f"{error.title}:", error.reason, second=error.remedy)
            else:
                record(error)
                happened, _, saved = BUG.partition(". ")
                self.verdict.show("bad", "Problem:", f"{happened}.", second=saved)
            return
        if self.is_current and not (disk and self.is_mounted):
            self.dismiss(None)
        super().trouble(error)

    def wait_begins(self) -> None:
        """In the verdict, what stands there comes back."""
        self.verdict.interrupt(*WAITING)

    def wait_ends(self) -> None:
        """Unless something else was said meanwhile."""
        self.verdict.resume()

    def action_leave(self) -> None:
        """Esc: nothing was decided."""
        self.dismiss(None)

    def _fit(self) -> None:
        frame = self.query_one("#frame")
        frame.styles.width = min(self.WIDTH, self.app.size.width)
        frame.styles.height = min(self.HEIGHT, self.app.size.height - 1)
