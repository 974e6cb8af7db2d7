"""What the side panel tells, in two lines under the grid, where there is no room for the panel."""

from __future__ import annotations

from textual.content import Content
from textual.widget import Widget

from scheduling.model.reads import VisitView
from tui import text, theme
from tui.actions import CARRY, DAYS
from tui.theme import Tones
from tui.widgets.day_lines import day_card
from tui.widgets.lines import clip
from tui.widgets.side_panel import Lines, held_words, status_chip, time_card, type_chip, who_words
from tui.widgets.subject import Subject, when_words


class Brief(Widget):
    """The same in two lines, where there is no room for the panel."""

    DEFAULT_CSS = "Brief { width: 1fr; height: 2; padding: 0 1; background: $panel; color: $text; }"
    ALLOW_SELECT = False

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._subject: Subject | None = None

    def show(self, subject: Subject) -> None:
        """Tell about something else."""
        self._subject = subject
        self.refresh()

    def render(self) -> Content:
        """Two lines, each as wide as the terminal."""
        width = self.content_size.width
        if self._subject is None or width < 1:
            return Content("")
        return Content("\n").join(clip(line, width) for line in brief_lines(self._subject, theme.tones(self.app)))


def brief_lines(subject: Subject, tones: Tones) -> Lines:
    """What matters most, for a terminal without room for the panel."""
    chosen = subject.selection
    if subject.context == DAYS:
        title, *told = [line for line in day_card(subject, 60) if line.plain]
        return [Content("  ").join([title, *told[:1]]), Content("   ").join(told[2:5])]
    if subject.context == CARRY and subject.landing:
        landing = subject.landing
        said = "fits here" if landing.fits else landing.obstacles[0].message
        mark = ("✓ ", "bold $ok") if landing.fits else ("✗ ", "bold $bad")
        following = "   ".join(when_words(one.start, None, subject.tz) for one in landing.fits_next[:3])
        second = (
            Content.assemble(("Fits next  ", "$text-dim"), (following, "bold $info")) if following else Content("")
        )
        return [Content.assemble(mark, said), second]
    if chosen.visit is not None:
        return _brief_visit(subject, chosen.visit, tones)
    card = time_card(subject, 60, tones)
    first = Content.assemble(card[0], "  ", card[1], f"  {text.clean(subject.closed_because)}")
    until = subject.free_until
    if chosen.state == "free" and until is not None:
        room = chosen.minutes if chosen.ranged else until - chosen.start_minute
        fits = [kind.name for kind in subject.types if kind.minutes <= room]
        free = f"  {text.minutes(until - chosen.start_minute)} free, until {text.at(subject.wall(until))}"
        first = Content.assemble(first, (free, "$text-dim"))
        return [
            first,
            Content.assemble(("Fits  ", "$text-dim"), ", ".join(text.clean(name) for name in fits) or "no type"),
        ]
    free = "   ".join(f"{when_words(start, None, subject.tz)}" for start, _ in subject.next_free)
    return [first, Content.assemble(("Next free  ", "$text-dim"), (free or "nothing soon", "bold $info"))]


def _brief_visit(subject: Subject, visit: VisitView, tones: Tones) -> Lines:
    own = visit.visit
    name = text.short_name(visit.patient_name, 30) or "A held time"
    said = (
        Content.assemble("  ", status_chip(visit, tones)) if own.status != "booked" or own.response else Content("")
    )
    if own.status == "arrived":
        said = Content.styled(f"  ● waiting {text.minutes(subject.waited(visit))}", "bold $ok")
    if own.status == "pending":
        said = Content.styled(f"  ◌ {held_words(visit, subject)}", "bold $amber")
    first = Content.assemble(
        type_chip(visit, tones), " ", (name, "bold"), (f"  {who_words(visit, subject)}", "$text-dim"), said
    )
    parts = [text.clean(visit.location_name), text.clean(visit.phone or "")]
    second = Content.assemble(
        " · ".join(filter(None, (when_words(own.start_minute, own.minutes, subject.tz), *parts))),
        (f" · {text.clean(own.note or own.reason or '')}" if own.note or own.reason else "", "$text-dim"),
    )
    return [first, second]
