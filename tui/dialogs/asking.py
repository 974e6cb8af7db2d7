"""What the dialogs of this folder share beyond the base: two sizes, the app by its type, the colours of types."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, TypeVar

from scheduling.desk import Desk
from scheduling.model.reads import AppointmentType
from tui import text, theme
from tui.widgets.chips import Chip
from tui.widgets.dialog import Dialog

Result = TypeVar("Result")
Answer = TypeVar("Answer")


class AskingDialog(Dialog[Result]):
    """A dialog that writes through the store thread and has a roomy and a compact form.

    `ROOMY` and `COMPACT` are (width, height) with the frame; the compact one is taken where the roomy does not fit.
    """

    ROOMY: ClassVar[tuple[int, int]] = (106, 30)
    COMPACT: ClassVar[tuple[int, int]] = (80, 23)
    HAS_VERDICT = True

    async def work(self, job: Callable[[Desk], Answer]) -> Answer:
        """Run `job` in the store thread; raises what it raises."""
        return await self.desk_app.work(job)

    @property
    def compact(self) -> bool:
        """True where the roomy form does not fit the terminal."""
        size = self.app.size
        return size.width < self.ROOMY[0] or size.height < self.ROOMY[1] + 1

    def _fit(self) -> None:
        """Take the form that fits; never wider or higher than the terminal, the row of keys left free."""
        compact = self.compact
        self.set_class(compact, "-compact")
        width, height = self.COMPACT if compact else self.ROOMY
        frame = self.query_one("#frame")
        frame.styles.width = min(width, self.app.size.width)
        frame.styles.height = min(height, self.app.size.height - 1)

    def hue(self, kind: AppointmentType) -> theme.Hue:
        """The colours of a type on the present theme."""
        return theme.hue(kind.color, theme.tones(self.app), kind.name)

    def marks(self, kinds: Sequence[AppointmentType]) -> dict[str, str]:
        """The colour of the square of each type id."""
        ground = theme.tones(self.app).panel
        return {kind.id: theme.readable(theme.base_colour(kind.color, kind.name), ground, 3.0) for kind in kinds}

    def chips(self, kinds: Sequence[AppointmentType]) -> list[Chip]:
        """The types as chips."""
        tones = theme.tones(self.app)
        marks = self.marks(kinds)
        found = []
        for kind in kinds:
            title = self.hue(kind).title
            chosen = f"{theme.readable(tones.strong, title, tones.least)} on {title}"
            found.append(Chip(kind.id, text.clean(kind.name), marks[kind.id], chosen))
        return found
