"""What a row of the table of actions is, and what can be read of the app before and after its keys."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from scheduling.desk import Desk
from scheduling.model.reads import Appointment
from tests.tui.reading import page
from tui.app import DeskApp

TODAY = date(2026, 11, 20)


class Seen(NamedTuple):
    """The app at one moment; `subject`: the id of the visit or the entry that the set-up chose."""

    app: DeskApp
    subject: str

    @property
    def desk(self) -> Desk:
        """The desk, for reads."""
        return self.app.desk

    @property
    def screen(self) -> Any:
        """The screen of the mode, behind any dialogs."""
        return self.app.screen_stack[0]

    @property
    def top(self) -> str:
        """The class of the dialog on top; "" while there is none."""
        return type(self.app.screen).__name__ if len(self.app.screen_stack) > 1 else ""

    @property
    def visit(self) -> Appointment:
        """The visit that the set-up chose, as the book has it."""
        return self.desk.visit_view(self.subject).visit

    @property
    def entry(self) -> dict[str, Any]:
        """The row of the waitlist that the set-up chose."""
        found: dict[str, Any] = self.desk.do("get", id=self.subject).value[1]
        return found

    @property
    def page(self) -> str:
        """All that stands on the screen."""
        return page(self.app)

    @property
    def trace(self) -> tuple[object, ...]:
        """What is shown and what is chosen: the same when nothing is left of a row."""
        return self.page, self.screen.whereabouts(), self.screen.context, getattr(self.screen, "part", "")

    def visits(self, patient: str) -> list[Appointment]:
        """The visits of a patient."""
        return list(self.desk.appointments(patient=patient))


Effect = Callable[[Seen], object]
"""What the action changes, read off the desk, or off the screen where it only moves about: it must differ
afterwards, and be `Row.after` where that is given."""


class Row(NamedTuple):
    """One action at work.

    `modes`: where it is tried, each with the set-up of that name. `keys`: pressed in order, "=words" are typed.
    `words`: on the screen afterwards and not all before; `gone`: there before and not afterwards. `no`: a set-up of
    the first mode in which it cannot apply, and how the sentence begins that says so; None where it always applies.
    """

    action: str
    modes: tuple[str, ...]
    start: str
    keys: tuple[str, ...]
    effect: Effect
    after: object = True
    words: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    no: tuple[str, str] | None = None


ALWAYS = None
"""For `Row.no`: in each context that its screens can have, the action applies."""


def opens(dialog: str) -> Effect:
    """A dialog of that class is on top."""
    return lambda seen: seen.top == dialog


def shows(mode: str) -> Effect:
    """A screen of that mode is shown."""
    return lambda seen: mode == seen.screen.MODE


def said(words: str) -> Effect:
    """The band begins with those words."""
    return lambda seen: seen.screen.band.said.startswith(words)


def pressed(keys: tuple[str, ...]) -> list[str]:
    """Textual's names of the keys, typed words letter by letter."""
    found: list[str] = []
    for key in keys:
        letters = key[1:] if len(key) > 1 and key[0] == "=" else None
        found += [{" ": "space"}.get(letter, letter) for letter in letters] if letters else [key]
    return found
