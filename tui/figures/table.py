"""The table of use: a row a doctor, a number a day or a week, and beside it trend, no-shows and the wait.

Pure: figures in, lines out. What does not fit the width goes, the least telling first.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content

from tui import text, words
from tui.figures.plots import CELL, bar, heat, percent, ramp, trend
from tui.theme import Tones
from tui.widgets.lines import section

if TYPE_CHECKING:
    from scheduling.services.figures import DoctorFigures, Figures, Use

NAME, GAP = 12, 1
HEAD_ROWS = 3
FOOT_ROWS = 2
MANY, SOME = 0.1, 0.075
"""Shares of no-shows from which they are red, and amber."""

LONG_WAIT = 21
"""Days from which a wait for the next free time is amber."""


class Column(NamedTuple):
    """A number of the table: days [first, last] of the period, by their place in it."""

    first: int
    last: int
    week: int


class Place(NamedTuple):
    """Where the columns stand: `columns`: those that fit, `starts`: the cell of each; `pieces`: what follows them."""

    columns: tuple[Column, ...]
    starts: tuple[int, ...]
    pieces: tuple[str, ...]
    end: int


PIECES = {"use": 5, "trend": 13, "shows": 7, "bar": 7, "wait": 6}
"""What stands at the right of the numbers, and how many cells each takes."""

BY_WORTH = ("use", "shows", "wait", "trend", "bar")


def columns_of(figures: Figures) -> tuple[Column, ...]:
    """The days on which anybody works, Monday to Friday always; the weeks where a period has more than four."""
    if figures.weeks > 4:
        return tuple(Column(week * 7, week * 7 + 6, week) for week in range(figures.weeks))
    worked = {at % 7 for row in figures.doctors for at, use in enumerate(row.days) if use.open} | set(range(5))
    return tuple(Column(at, at, at // 7) for at in range(figures.weeks * 7) if at % 7 in worked)


def place(figures: Figures, width: int) -> Place:
    """Which columns fit (the last weeks stay), and what still fits beside them."""
    columns = columns_of(figures)
    weeks = figures.weeks
    while True:
        shown = tuple(column for column in columns if column.week >= figures.weeks - weeks)
        at, starts = NAME, []
        for index, column in enumerate(shown):
            at += GAP if index and column.week != shown[index - 1].week else 0
            starts.append(at)
            at += CELL
        if at + PIECES["use"] <= width or weeks == 1:
            break
        weeks -= 1
    room, pieces = width - at, set[str]()
    for piece in BY_WORTH:
        if PIECES[piece] <= room:
            pieces.add(piece)
            room -= PIECES[piece]
    return Place(shown, tuple(starts), tuple(piece for piece in PIECES if piece in pieces), at)


def use_of(row: Sequence[Use], column: Column) -> float | None:
    """The share of a column: of its one day, or of all its days."""
    opened = sum(use.open for use in row[column.first : column.last + 1])
    return sum(use.booked for use in row[column.first : column.last + 1]) / opened if opened else None


def together(rows: Sequence[Sequence[Use]]) -> list[Use]:
    """Everyone's minutes, day by day."""
    return [sum(day[1:], day[0]) for day in zip(*rows, strict=True)]


def head(figures: Figures, where: Place, width: int) -> list[Content]:
    """The section's title, the weeks, and what each column is."""
    upper, lower = [" " * width, " " * width]
    for index, (column, start) in enumerate(zip(where.columns, where.starts, strict=True)):
        day = figures.first + timedelta(days=column.first)
        if figures.weeks > 4:
            upper = _put(upper, start, f"{text.MONTHS[day.month - 1]}" if _new_month(index, where, figures) else "")
            lower = _put(lower, start, f"{day.day:2}")
        else:
            if index == 0 or column.week != where.columns[index - 1].week:
                upper = _put(upper, start, _week(day, where, column.week))
            lower = _put(lower, start, f" {text.WEEKDAYS[day.weekday()][0]}")
    at = where.end
    titles = {"use": f"{figures.weeks} wks", "trend": "12 weeks", "shows": "missed", "bar": "", "wait": "wait"}
    for piece in where.pieces:
        words_ = titles[piece]
        upper = _put(upper, at + (1 if piece == "trend" else PIECES[piece] - len(words_)), words_)
        at += PIECES[piece]
    return [
        section("Use of time", width, "booked minutes of those open, in %"),
        Content.styled(upper, "bold $text-dim"),
        Content.styled(lower, "$text-faint"),
    ]


def _put(line: str, at: int, words_: str) -> str:
    return (line[:at] + words_ + line[at + len(words_) :])[: len(line)]


def _week(monday: date, where: Place, week: int) -> str:
    own = [column for column in where.columns if column.week == week]
    last = monday + timedelta(days=own[-1].last - own[0].first)
    long = text.day_range(monday, last)
    return long if len(long) <= CELL * len(own) else text.day_month(monday)


def _new_month(index: int, where: Place, figures: Figures) -> bool:
    days = [figures.first + timedelta(days=column.first) for column in where.columns]
    return index == 0 or days[index].month != days[index - 1].month


def row(figures: Figures, one: DoctorFigures, where: Place, tones: Tones, cursor: int | None) -> Content:
    """A doctor's row; `cursor`: the column that the cursor is on, None where it is in another row."""
    name = text.pad(words.doctor_short(one.doctor.name), NAME - 2)
    start = Content.styled(f" {name} ", "bold $amber" if cursor is not None else "")
    uses = [sum(one.days[1:], one.days[0])]
    share, missed = uses[0].share, one.shows.share
    pieces = {
        "use": Content.styled(percent(share).rjust(PIECES["use"]), "bold"),
        "trend": Content.assemble(" ", trend([week.share for week in one.trend], "$info")),
        "shows": Content.styled(percent(missed, 1).rjust(PIECES["shows"]), shows_style(missed)),
        "bar": Content.assemble(" ", bar((missed or 0) / 0.12, PIECES["bar"] - 1, shows_style(missed))),
        "wait": _wait(one.wait),
    }
    return _line(start, one.days, where, tones, cursor, pieces)


def everyone(figures: Figures, where: Place, tones: Tones) -> Content:
    """All doctors as one."""
    days = together([one.days for one in figures.doctors])
    weeks = together([one.trend for one in figures.doctors])
    resolved = sum(one.shows.resolved for one in figures.doctors)
    missed = sum(one.shows.missed for one in figures.doctors) / resolved if resolved else None
    waits = [one.wait for one in figures.doctors if one.wait is not None]
    pieces = {
        "use": Content.styled(percent(sum(days[1:], days[0]).share).rjust(PIECES["use"]), "bold"),
        "trend": Content.assemble(" ", trend([week.share for week in weeks], "$text")),
        "shows": Content.styled(percent(missed, 1).rjust(PIECES["shows"]), shows_style(missed)),
        "bar": Content.assemble(" ", bar((missed or 0) / 0.12, PIECES["bar"] - 1, shows_style(missed))),
        "wait": _wait(min(waits) if waits else None),
    }
    return _line(Content.styled(text.pad(" Everyone", NAME), "bold"), days, where, tones, None, pieces)


def _line(
    start: Content,
    days: Sequence[Use],
    where: Place,
    tones: Tones,
    cursor: int | None,
    pieces: dict[str, Content],
) -> Content:
    line = start
    for index, (column, at) in enumerate(zip(where.columns, where.starts, strict=True)):
        gap = " " * (at - line.cell_length)
        line = Content.assemble(line, gap, heat(use_of(days, column), tones, chosen=index == cursor))
    at = where.end
    for piece in where.pieces:
        line = Content.assemble(line, " " * (at - line.cell_length), pieces[piece])
        at += PIECES[piece]
    return line


def shows_style(share: float | None) -> str:
    """How loudly a share of no-shows is said."""
    if share is None or share < SOME:
        return "$text-dim"
    return "bold $bad" if share >= MANY else "bold $amber"


def _wait(days: int | None) -> Content:
    said = "none" if days is None else f"{days} d" if days else "today"
    style = "bold $amber" if days is None or days >= LONG_WAIT else ""
    return Content.styled(said.rjust(PIECES["wait"]), style)


def legend(where: Place, tones: Tones, width: int) -> Content:
    """What the colours mean, and the two columns that need a word."""
    told = "missed = no-shows of visits resolved, 12 weeks   wait = days to the next usual visit"
    short = "missed, 12 weeks   wait: days"
    rest = "  ■ 100   · no hours   "
    squares = [("  ", f"on {colour}") for colour in ramp(tones)]
    room = width - NAME - 6 - 2 * len(squares) - 5 - len(rest)
    said = next((words_ for words_ in (told, short) if len(words_) <= room), "")
    start = (" " * NAME + "empty ", "$text-dim")
    return Content.assemble(start, *squares, (" full", "$text-dim"), (rest + said, "$text-dim"))


def as_lines(figures: Figures) -> list[list[str]]:
    """The table for a spreadsheet: a head, then a row a doctor; shares in whole percent, empty where nothing was
    open."""
    columns = columns_of(figures)
    dates = [(figures.first + timedelta(days=column.first)).isoformat() for column in columns]
    rows = [["doctor", *dates, "use %", "no-shows", "of visits", "wait days"]]
    for one in figures.doctors:
        shares = [use_of(one.days, column) for column in columns]
        share = sum(one.days[1:], one.days[0]).share
        cells = ["" if found is None else f"{found * 100:.0f}" for found in (*shares, share)]
        wait = "" if one.wait is None else str(one.wait)
        rows.append([text.clean(one.doctor.name), *cells, str(one.shows.missed), str(one.shows.resolved), wait])
    return rows
