"""“What can I type?”: the phrases that the finder understands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from tui.widgets.dialog import ESCAPE, Dialog
from tui.widgets.footer import Hint
from tui.widgets.lines import section

PHRASES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Length", ("45 min", "45", "1 h 30", "half an hour")),
    ("One day", ("today", "tomorrow", "next tue", "1 dec", "14.3")),
    ("Days", ("tue", "tue wed", "mon-fri", "weekend", "next week")),
    ("From, to", ("from 1 dec", "until 18 dec", "by fri", "after today")),
    ("Hours", ("mornings", "before 9", "after 14:00", "3pm", "13:00-15:00")),
    ("Anyone", ("any", "either", "anyone")),
)
"""What is always understood."""
NAMED: tuple[tuple[str, str], ...] = (
    ("Doctor", "a name, several names, a specialty; nobody named = anyone"),
    ("Visit", "a type: its usual length comes with it"),
    ("Place", "a location, as far as it is clear"),
    ("Patient", "what is nothing else: parts of the name"),
)
"""What is understood by the names that the clinic has."""
EXAMPLE = "strange or who, follow-up, tue wed mornings from 1 dec, maria lopez"


class PhrasesDialog(Dialog[None]):
    """Closes by Esc or F1; what was typed is still there."""

    WIDTH, HEIGHT = 78, 21
    BINDINGS: ClassVar[list[BindingType]] = [Binding("f1,enter", "leave", "Close", show=False)]

    def compose_body(self) -> ComposeResult:
        """The phrases, by what they say."""
        yield Static("")
        yield Static(section("By name", 72))
        for label, meant in NAMED:
            yield Static(Content.assemble((f"  {label:<10}", "bold"), (meant, "$text-dim")))
        yield Static("")
        yield Static(section("In words", 72, "any order, commas if you like"))
        for label, phrases in PHRASES:
            said = Content(" · ").join(Content.styled(phrase, "bold $info") for phrase in phrases)
            yield Static(Content.assemble((f"  {label:<10}", "bold"), said))
        yield Static("")
        yield Static(section("All at once", 72))
        yield Static(Content.styled(f"  {EXAMPLE}", "bold $info"))

    def on_mount(self) -> None:
        """Nothing to choose."""
        self.title_row.show("What can I type?", "", "what is not understood is red")

    def refresh_keys(self) -> None:
        """Only the way back."""
        self.keys.show(self.keys_line())

    def keys_line(self) -> Sequence[Hint]:
        """Only the way back."""
        return (ESCAPE._replace(keys="Esc F1"),)
