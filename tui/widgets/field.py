"""A row of a form: its label on the left, what is asked on the right; amber while it has the focus."""

from __future__ import annotations

from collections.abc import Iterable

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static


class FieldInput(Input):
    """One line of typed text, without a border: tinted amber while focused, and never selected by mere focus."""

    DEFAULT_CSS = """
    FieldInput, FieldInput:focus { border: none; height: 1; padding: 0 1; background-tint: transparent 0%; }
    FieldInput { background: $raised; color: $text; }
    FieldInput:focus { background: $amber-tint; color: $text; }
    FieldInput > .input--cursor { background: $amber-solid; color: $on-amber; text-style: none; }
    FieldInput > .input--selection { background: $amber-solid; color: $on-amber; }
    FieldInput > .input--placeholder { color: $text-dim; }
    FieldInput > .input--suggestion { color: $text-dim; }
    """

    def __init__(
        self, value: str = "", *, placeholder: str = "", id: str | None = None, max_length: int = 200
    ) -> None:
        super().__init__(
            value, placeholder=placeholder, id=id, select_on_focus=False, compact=True, max_length=max_length
        )


class Field(Horizontal):
    """`Field("Patient", FieldInput(id="patient"), note="5 found")`: a label, a widget, a small text at its end.

    `note(text)` sets the small text. The label is amber while anything inside has the focus.
    """

    DEFAULT_CSS = """
    Field { height: 1; width: 1fr; }
    Field > .field--label { width: 9; color: $text-dim; }
    Field:focus-within > .field--label { color: $amber; text-style: bold; }
    Field > .field--note { width: auto; color: $text-dim; padding: 0 0 0 1; }
    Field > FieldInput { width: 1fr; }
    """

    def __init__(self, label: str, *content: Widget, note: str | Content = "", id: str | None = None) -> None:
        super().__init__(id=id)
        self.label = label
        self._content = content
        self._note = Static(note, classes="field--note", markup=False)
        self._note.display = bool(note)

    def compose(self) -> ComposeResult:
        """Label, what is asked, the small text."""
        yield Static(self.label, classes="field--label", markup=False)
        yield from self._content
        yield self._note

    def note(self, text: str | Content) -> None:
        """Set the small text at the end of the row."""
        self._note.update(text)
        self._note.display = bool(text)


def example_lines(examples: Iterable[tuple[str, str]], cells: int = 12) -> list[Static]:
    """What may be typed and what it means, in two columns below a field; the first has `cells`."""
    return [
        Static(Content.assemble((f"{' ' * 9}{typed:<{cells}}", "bold"), (meant, "$text-dim")))
        for typed, meant in examples
    ]
