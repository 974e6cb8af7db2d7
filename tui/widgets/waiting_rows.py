"""How the Waitlist looks: who waits in two lines each, times that fit with a day strip, times given back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from textual import events
from textual.content import Content, Span

from scheduling.model.reads import DayView, Opening
from scheduling.model.waiting import FreedTime, WaitingView
from tui import text, words
from tui.dialogs.finder_wishes import said_of
from tui.widgets.day_strip import strip
from tui.widgets.rows import Row, Rows

LONG_WAIT = 14
"""Days from which a wait is amber."""
URGENT = 2
"""The priority up to which its figure is amber."""
WITH_BORN, ROOMY = 50, 66
"""Cells from which a row has the date of birth, and a whole type."""


class PartRows(Rows):
    """A list of the screen: its chosen row is only tinted, if that, while another list has the keys.

    A row that cannot be chosen and follows the chosen one is its second line, tinted with it.
    """

    active = True
    pairs = True

    def __init__(self, *, tinted: bool = True, id: str | None = None) -> None:
        super().__init__(id=id)
        self._tinted = tinted

    def _line(self, row: Row, width: int, chosen: bool) -> Content:
        if not self.active and not self._tinted:
            return super()._line(row, width, False)
        if chosen and not self.active:
            return super()._line(row, width, False).stylize("on $amber-tint")
        if self.pairs and self.cursor is not None and not row.choosable and self._under(row):
            return super()._line(row, width, False).stylize("on $amber-tint")
        return super()._line(row, width, chosen)

    def _under(self, row: Row) -> bool:
        at = (self.cursor or 0) + 1
        return at < len(self.rows) and self.rows[at] is row

    def _keep_in_sight(self) -> None:
        """With its second line."""
        super()._keep_in_sight()
        height = self.size.height
        second = (self.cursor or 0) + 1
        if self.cursor is not None and height > 1 and second < len(self.rows) and not self.rows[second].choosable:
            self._top = max(self._top, second - height + 1)

    def on_click(self, event: events.Click) -> None:
        """A click on a second line means the row above it."""
        event.prevent_default()
        index = self._top + event.y
        while 0 < index < len(self.rows) and not self.rows[index].choosable:
            index -= 1
        if not 0 <= index < len(self.rows) or not self.rows[index].choosable:
            return
        taken = index == self.cursor and self.active
        self.cursor = index
        self.refresh()
        self.post_message(self.Chosen(self, index) if taken else self.Moved(self, index))


class TimeRows(PartRows):
    """Times that fit: the strip at the end keeps its own colours under the amber row."""

    pairs = False

    def _line(self, row: Row, width: int, chosen: bool) -> Content:
        if not chosen or not self.active:
            return super()._line(row, width, chosen)
        room = width - (row.right.cell_length + 2 if row.right.plain else 0)
        left = Content.styled(text.pad(row.left.plain, room), "bold $on-amber on $amber-solid")
        spans = [Span(s.start, s.end, "$amber-solid" if s.style == "$ok" else s.style) for s in row.right.spans]
        return Content.assemble(left, "  " if row.right.plain else "", Content(row.right.plain, spans))


def heads(width: int) -> Content:
    """The heads of the columns of `entry_rows`."""
    name, kind, born = _columns(width)
    line = f" {'':<2}{'Name':<{name + 1}}" + (f"{'Born':>{born}}  " if born else "") + f"  {'Visit':<{kind}}"
    return Content.styled(line + " " * max(0, width - len(line) - 8) + "Waiting ", "$text-dim")


def _columns(width: int) -> tuple[int, int, int]:
    """Cells of name, type with length, and date of birth (0 = left out)."""
    born = 11 if width >= WITH_BORN else 0
    kind = 20 if width >= ROOMY else 14
    return max(8, width - kind - born - (17 if born else 15)), kind, born


def entry_rows(view: WaitingView, width: int, waited: int, mark: str) -> list[Row]:
    """Who, born when, for what and how long, since when; below it the wishes and the note.

    `mark`: the colour of the type's square.
    """
    entry = view.entry
    name_cells, kind_cells, born_cells = _columns(width)
    urgent = "bold $amber" if entry.priority <= URGENT else "$text-dim"
    length = text.minutes(view.minutes)
    kind = text.kind_words(view.type_name, kind_cells - len(length) - 1) if view.type_name else "Visit"
    born = f"{text.birth(view.patient.birth_date) or '–':>{born_cells}}  " if born_cells else ""
    days = "today" if waited < 1 else f"{waited} day{'' if waited == 1 else 's'}"
    first = Content.assemble(
        (f" {entry.priority} ", urgent),
        (text.pad(text.short_name(view.patient.name, name_cells), name_cells) + " ", "bold"),
        (born, "$text-dim"),
        ("■ " if view.type_name else "  ", mark),
        text.pad(f"{kind} {length}", kind_cells),
    )
    wait = Content.styled(f"{days} ", "bold $amber" if waited >= LONG_WAIT else "")
    note = text.clean(entry.note or "")
    second = Content.assemble("   ", said_of(view), (f" · {note}" if note else "", "$text-dim"))
    return [Row(first, wait), Row(second, choosable=False)]


def time_row(
    opening: Opening,
    day: DayView,
    hours: tuple[int, int],
    start: datetime,
    doctor: str,
    place: str,
    booked: str,
    width: int,
) -> Row:
    """A time that fits: when, with whom, where as far as there is room, and the day in a strip."""
    row = strip(day, hours, 60, wanted=(opening.start, opening.end), booked_style=lambda _: booked)
    room = width - row.cell_length - 15 - text.clock_cells()
    who = words.doctor_short(doctor)
    where = f" {words.place_short(place)}" if room > len(who) + len(place) + 2 else ""
    when = f" {text.day(start.date())} {text.at_column(start)}  "
    left = Content.assemble((when, "bold"), text.fit(who, max(4, room)), (where, "$text-dim"))
    return Row(left, row)


def freed_rows(freed: FreedTime, names: Sequence[str], at: int, start: datetime, width: int) -> list[Row]:
    """A time given back, and who could take it: `names`, the one at `at` first."""
    count = len(names)
    said = f"{count} wait{'s' if count == 1 else ''}" if count else "nobody"
    room = max(6, width - 16 - text.clock_cells() - len(said))
    whose = text.fit(f"{words.doctor_short(freed.doctor_name)}, {text.minutes(freed.minutes)}", room)
    left = Content.assemble((f" {text.day(start.date())} {text.at_column(start)}  ", "bold $info"), whose)
    rows = [Row(left, Content.styled(f"{said} ", "bold $amber" if count else "$text-dim"))]
    if count:
        who = text.fit(text.display_name(names[at]), max(6, width - 12))
        of = f"{at + 1} of {count} ‹ ›" if count > 1 else ""
        second = Content.assemble("   for ", (who, "bold"))
        rows.append(Row(second, Content.styled(f"{of} ", "$text-dim"), choosable=False))
    return rows
