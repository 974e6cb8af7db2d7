"""The rows of the board in their sections, and the cursor on them. Pure: a board goes in, rows come out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from scheduling.model.board import Board, FreedTime, Standing, Tally
from scheduling.model.reads import VisitView

WAITING, ROOM, DUE = "waiting", "room", "due"
OPEN, MISSED, SEEN, CANCELLED = "open", "missed", "seen", "cancelled"
UNRESOLVED, FREED = "unresolved", "freed"


class Item(NamedTuple):
    """A row that can be chosen: a visit with its minutes, or a freed time. `ident` is its own in its section."""

    ident: str
    visit: VisitView | None
    minutes: int | None = None
    freed: FreedTime | None = None


class Section(NamedTuple):
    """Rows under one head. `tone`: a colour of the theme; `fact`: at the head's end; `empty`: said without rows."""

    id: str
    title: str
    tone: str
    fact: str
    items: tuple[Item, ...]
    empty: str


def blank(day: date) -> Board:
    """The board where there is no hospital any more."""
    return Board(
        day, Tally(*[0] * 8), (), (), (), (), (), (), (), longest_wait=None, average_wait=None,
        unresolved=(), unresolved_count=0, oldest=None, doctors=(), freed=(), names={},
    )  # fmt: skip


class Cursor(NamedTuple):
    """The chosen row: its section, its place there, and who stood there when it was chosen."""

    section: str
    row: int
    ident: str


def item(standing: Standing) -> Item:
    """The row of a visit."""
    return Item(standing.visit.visit.id, standing.visit, standing.minutes)


def _section(ident: str, title: str, tone: str, fact: str, rows: Sequence[Standing], empty: str = "") -> Section:
    return Section(ident, title, tone, fact, tuple(item(row) for row in rows), empty)


def table(board: Board, today: date) -> tuple[Section, ...]:
    """The sections of a date: what is going on, or who is due, or how it ended (there only what there is)."""
    if board.date < today:
        ended = (
            _section(OPEN, "Unresolved", "bad", f"{len(board.open)}, nobody said how they ended", board.open),
            _section(MISSED, "No-show", "bad", str(len(board.missed)), board.missed),
            _section(SEEN, "Seen", "text-dim", f"{len(board.seen)}, minutes of those planned", board.seen),
            _section(CANCELLED, "Cancelled", "text-dim", f"{len(board.cancelled)}, and why", board.cancelled),
        )
        return tuple(section for section in ended if section.items)
    due = board.due
    if board.date > today:
        return (_section(DUE, "Due", "info", f"{len(due)}, by time", due),) if due else ()
    sections = (
        _section(WAITING, "Waiting", "ok", f"{len(board.waiting)}, by minutes", board.waiting,
                 "Nobody waits. a on who is due: arrived. n books a walk-in."),
        _section(ROOM, "In the room", "amber", f"{len(board.in_room)}, minutes of those planned", board.in_room,
                 "Nobody is in. i on who waits: in the room."),
        _section(DUE, "Due", "info", f"{len(due)}{', late first' if board.tally.late else ''}", due,
                 "Nobody more is due today. ] shows tomorrow, n books a walk-in."),
    )  # fmt: skip
    return sections


def aside(board: Board) -> tuple[Section, ...]:
    """What can be chosen beside the table: visits nobody resolved, and times freed."""
    unresolved = tuple(Item(visit.visit.id, visit) for visit in board.unresolved)
    freed = tuple(Item(f"{time.doctor} {time.end}", None, freed=time) for time in board.freed)
    return (
        Section(UNRESOLVED, "! Unresolved", "bad", str(board.unresolved_count), unresolved, ""),
        Section(FREED, "Freed", "text-dim", str(len(freed)), freed, ""),
    )


def chosen(cursor: Cursor | None, sections: Sequence[Section]) -> Item | None:
    """What stands under the cursor; None on an empty section."""
    items = next((section.items for section in sections if cursor and section.id == cursor.section), ())
    return items[cursor.row] if cursor and cursor.row < len(items) else None


def start(sections: Sequence[Section]) -> Cursor | None:
    """The cursor on the first row there is."""
    return next((Cursor(one.id, 0, one.items[0].ident) for one in sections if one.items), None)


def settle(cursor: Cursor | None, sections: Sequence[Section], *, follow: bool = True) -> Cursor | None:
    """The cursor after the rows changed.

    `follow`: with whom it stood on, while they are in the same section. Else it keeps its row there, so that a list
    is worked off by repeating one key; in a section that has become empty it rests, so that the same key once more
    does nothing to another list.
    """
    here = next((section for section in sections if cursor and section.id == cursor.section), None)
    if cursor is None or here is None:
        return start(sections)
    if not here.items:
        return Cursor(here.id, 0, "")
    same = next((row for row, one in enumerate(here.items) if follow and one.ident == cursor.ident), cursor.row)
    row = min(same, len(here.items) - 1)
    return Cursor(here.id, row, here.items[row].ident)


def step(cursor: Cursor | None, sections: Sequence[Section], rows: int) -> Cursor | None:
    """The cursor that many rows further (down: above 0), over the heads; it stops at the ends."""
    flat = [
        (place, row, Cursor(section.id, row, one.ident))
        for place, section in enumerate(sections)
        for row, one in enumerate(section.items)
    ]
    if cursor is None or not flat:
        return start(sections)
    place = next((place for place, section in enumerate(sections) if section.id == cursor.section), 0)
    at = (place, cursor.row if chosen(cursor, sections) else -1)
    before = [one for where, row, one in flat if (where, row) < at]
    after = [one for where, row, one in flat if (where, row) > at]
    if rows < 0:
        return before[max(0, len(before) + rows)] if before else settle(cursor, sections)
    return after[min(len(after), rows) - 1] if after else settle(cursor, sections)


def find(visit: str, sections: Sequence[Section]) -> Cursor | None:
    """The cursor on a visit, where it is listed."""
    return next(
        (
            Cursor(section.id, row, visit)
            for section in sections
            for row, one in enumerate(section.items)
            if one.ident == visit
        ),
        None,
    )


def window(lines: int, height: int, at: int | None, top: int) -> int:
    """The first line to show of so many, the chosen one in sight; the first and last rows shown may be needed to say
    how much is hidden."""
    if lines <= height:
        return 0
    if at is not None:
        top = min(top, max(0, at - 2))
        top = max(top, at - height + 2)
    return max(0, min(top, lines - height))
