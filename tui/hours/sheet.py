"""The picture of a doctor's hours: weekly bars, single days, closures; pure, line by line, cell by cell."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from rich.cells import cell_len, split_graphemes
from textual.content import Content

from tui import text, theme
from tui.hours import words
from tui.hours.bars import Bar, Bars, total
from tui.theme import Tones
from tui.widgets.lines import clip, section, spread

LABEL, TOTAL = 13, 11
"""Cells of the day's name before the bars, and of its total after them."""
LENGTH = 20
"""Cells of how long a closure is."""
HOURS = (7, 19)
"""The hours that are shown at least."""
FINENESS = (12, 8, 6, 4, 2, 1)
"""Cells that an hour may have."""

WEEK, SINGLE, CLOSED = "week", "single", "closed"


class Spot(NamedTuple):
    """What is chosen: a kind of line, its key (weekday, date, id of a closure), and which bar of it."""

    kind: str
    key: int | date | str
    bar: int = 0


class DayLine(NamedTuple):
    """A day with its bars; `saved`: those that hold until the draft is saved; `visits`: whom it displaces."""

    kind: str
    key: int | date | str
    label: str
    bars: Bars
    saved: Bars
    note: str = ""
    visits: int = 0
    drafted: bool = False


class ClosedLine(NamedTuple):
    """A closure: when, how long, why, for whom."""

    key: str
    dates: str
    length: str
    reason: str
    scope: str
    drafted: bool = False


class Sheet(NamedTuple):
    """All that is shown. `fact`: when the weekly hours hold; `focused`: whether its chosen bar is what Enter acts on;
    `colours`: of the locations; `pending`: whether anything is not saved yet."""

    week: tuple[DayLine, ...]
    singles: tuple[DayLine, ...]
    closed: tuple[ClosedLine, ...]
    fact: str
    places: Mapping[str, str]
    colours: Mapping[str | None, str]
    spot: Spot
    focused: bool = True
    pending: bool = False


class Line(NamedTuple):
    """One row of the picture: what it says, the spot it belongs to, and where its bars are: (start, end, index)."""

    content: Content
    spot: Spot | None = None
    bars: tuple[tuple[int, int, int], ...] = ()


class Axis(NamedTuple):
    """The hours across the bars: from `first` to `last`, `cells` an hour."""

    first: int
    last: int
    cells: int

    @property
    def width(self) -> int:
        """Cells of all hours."""
        return (self.last - self.first) * self.cells

    def column(self, minute: int) -> int:
        """The cell in which a minute after midnight begins."""
        return max(0, min(self.width, round((minute - self.first * 60) * self.cells / 60)))

    def minute(self, column: int) -> int:
        """The minute at which a cell begins."""
        return self.first * 60 + column * 60 // self.cells


def axis_of(sheet: Sheet, width: int) -> Axis:
    """The axis that shows every bar in `width` cells of the sheet."""
    bars = [bar for line in (*sheet.week, *sheet.singles) for bar in (*line.bars, *line.saved)]
    first = min([HOURS[0], *(bar.start // 60 for bar in bars)])
    last = max([HOURS[1], *(-(-bar.end // 60) for bar in bars)])
    room = max(1, width - LABEL - TOTAL)
    cells = next((cells for cells in FINENESS if cells * (last - first) <= room), 1)
    return Axis(first, last, cells)


def paint(sheet: Sheet, width: int, height: int, tones: Tones) -> list[Line]:
    """Every line, spread out as far as the height allows; more than `height` of them where they do not fit."""
    axis = axis_of(sheet, width)
    singles = len(sheet.singles)
    tight = 2 + 7 + 1 + 2 + max(1, singles) + 2 + max(1, len(sheet.closed))
    airy = tight + 7 <= height
    airier = airy and tight + 7 + singles <= height
    lines = [Line(Content(""))] if tight + 7 + singles < height else []
    lines += [Line(section("Weekly hours", width, sheet.fact)), Line(_scale(axis))]
    for day in sheet.week:
        lines += _day_lines(sheet, day, axis, width, tones, airy)
    lines = _closed_up(lines)
    lines.append(Line(_totals(sheet, width, axis, tones)))
    lines += [Line(Content("")), Line(section("Single days", width, "instead of the weekly hours"))]
    for day in sheet.singles:
        lines += _day_lines(sheet, day, axis, width, tones, airier)
    if not sheet.singles:
        lines.append(Line(_hint("None ahead.", "n", "gives a day hours of its own")))
    lines = _closed_up(lines)
    lines += [Line(Content("")), Line(section("Closed", width, "closures win over hours"))]
    lines += [_closed_line(sheet, one, width) for one in sheet.closed]
    if not sheet.closed:
        lines.append(Line(_hint("Nothing ahead.", "c", "closes days or times")))
    return lines


def _closed_up(lines: list[Line]) -> list[Line]:
    """Without the blank row below the last day."""
    return lines[:-1] if not lines[-1].content.plain.strip() else lines


def _hint(said: str, key: str, does: str) -> Content:
    return Content.assemble((f" {said}  ", "$text-dim"), (key, "bold $amber"), (f" {does}", "$text-dim"))


def _scale(axis: Axis) -> Content:
    """The hours above the bars, as many as there is room for."""
    every = next(step for step in (1, 2, 3, 6) if step * axis.cells >= 3 or step == 6)
    line = " " * LABEL
    for hour in range(axis.first, axis.last + 1, every):
        at = LABEL + axis.column(hour * 60)
        line += " " * (at - cell_len(line)) + text.hour(hour % 24 if hour > 24 else hour)
    return Content.styled(line, "$text-dim")


# A day -----------------------------------------------------------------------------------------------------------


def _day_lines(sheet: Sheet, day: DayLine, axis: Axis, width: int, tones: Tones, airy: bool) -> list[Line]:
    spot = Spot(day.kind, day.key)
    here = sheet.spot.kind == day.kind and sheet.spot.key == day.key
    style = "bold $amber" if here or day.drafted else "bold"
    label = Content.styled(text.pad(f" {day.label}", LABEL), style)
    row, hits = _bar_row(sheet, day, axis, tones, here)
    left = Content.assemble(label, row)
    ends = _ends(day, airy)
    places = tuple((start + LABEL, end + LABEL, index) for start, end, index in hits)
    lines = [Line(spread(left, ends[0], width), spot, places)]
    if airy:
        lines.append(Line(_below(day, axis, ends[1], width), spot))
    return lines


def _ends(day: DayLine, airy: bool) -> tuple[Content, Content]:
    """What stands at the end of a day: its total, and below it what that was."""
    minutes, was = total(day.bars), total(day.saved)
    changed = day.bars != day.saved
    shown = text.minutes(minutes) if minutes else "off" if day.kind == SINGLE else "—"
    style = "bold $amber" if changed else "" if minutes else "$text-dim"
    end = Content.styled(shown, style)
    if not airy and day.visits:
        end = Content.assemble((f"▴{day.visits} ", "bold $bad"), end)
    was_words = f"was {text.minutes(was) if was else 'off'}" if minutes != was else ""
    return end, Content.styled(day.note or was_words, "$text-dim")


def _below(day: DayLine, axis: Axis, end: Content, width: int) -> Content:
    """The row under the bars: whom a cut displaces, below where it was cut."""
    if not day.visits:
        return spread(Content(""), end, width)
    lost = _columns(day.saved, axis) - _columns(day.bars, axis)
    at = min(LABEL + min(lost, default=0), max(LABEL, width - TOTAL - 14))
    visits = f"▴ {day.visits} visit{'' if day.visits == 1 else 's'}"
    return spread(Content.assemble(" " * at, (visits, "bold $bad")), end, width)


def _columns(bars: Iterable[Bar], axis: Axis) -> set[int]:
    return {cell for bar in bars for cell in range(axis.column(bar.start), axis.column(bar.end))}


Cells = list[tuple[str, str]]


def _bar_row(
    sheet: Sheet, day: DayLine, axis: Axis, tones: Tones, here: bool
) -> tuple[Content, list[tuple[int, int, int]]]:
    """The bars of a day, and where each is."""
    ticks = {axis.column(hour * 60) for hour in range(axis.first, axis.last + 1)}
    cells: Cells = [("┊" if cell in ticks else " ", "$hairline") for cell in range(axis.width + 1)]
    now, then = _columns(day.saved, axis), _columns(day.bars, axis)
    for cell in now - then:
        cells[cell] = ("╱", "$bad on $bad-tint")
    hits = []
    for index, bar in enumerate(day.bars):
        start = axis.column(bar.start)
        end = max(start + 1, axis.column(bar.end))
        hits.append((start, end, index))
        chosen = here and sheet.spot.bar == index
        _draw(cells, start, end, _label(bar, end - start, sheet.places), _look(sheet, bar, tones, chosen, now))
    if not day.bars and here and sheet.focused:
        said = " b adds hours " if not now else " off "
        _write(cells, max(0, axis.column(9 * 60)), said, "bold $on-amber on $amber-solid")
    return Content.assemble(*cells), hits


class _Look(NamedTuple):
    """How a bar is painted: its accent, and the style of a cell by its column."""

    accent: str
    style: Callable[[int], str]
    end: str = ""


def _look(sheet: Sheet, bar: Bar, tones: Tones, chosen: bool, saved: set[int]) -> _Look:
    if chosen and sheet.focused:
        return _Look(
            f"{tones.amber_solid} on {tones.amber_solid}",
            lambda _: "bold $on-amber on $amber-solid",
            f"{tones.strong if tones.dark else tones.on_amber} on {tones.amber_solid}",
        )
    colour = sheet.colours.get(bar.location, tones.text_dim)
    share = 0.3 if not tones.dark or tones.least > theme.TEXT_CONTRAST else 0.5
    body = tones.amber_tint if chosen else theme.mix(tones.free, colour, share)
    ink = theme.readable(tones.strong, body)
    new = tones.ok_tint
    new_ink = theme.readable(tones.strong, new)

    def style(cell: int) -> str:
        return f"{ink} on {body}" if chosen or cell in saved else f"{new_ink} on {new}"

    return _Look(f"{theme.readable(colour, body, 1.5)} on {body}", style)


def _label(bar: Bar, cells: int, places: Mapping[str, str]) -> str:
    span = words.short_span(bar)
    place = words.place_name(bar.location, places) if bar.location else ""
    forms = (f"{span} {place}" if place else span, span, words.short_clock(bar.start))
    return next((form for form in forms if cell_len(form) <= cells - 2), "")


def _draw(cells: Cells, start: int, end: int, label: str, look: _Look) -> None:
    for cell in range(start, end):
        cells[cell] = (" ", look.style(cell))
    at = start + 1
    for first, last, width in split_graphemes(label)[0]:
        if at + width > end:
            break
        cells[at] = (label[first:last], look.style(at))
        if width == 2:
            cells[at + 1] = ("", "")
        at += width
    cells[start] = ("▌", look.accent)
    if look.end and end - start > 2:
        cells[end - 1] = ("▐", look.end)


def _write(cells: Cells, start: int, said: str, style: str) -> None:
    for offset, letter in enumerate(said):
        if start + offset < len(cells):
            cells[start + offset] = (letter, style)


# The rest --------------------------------------------------------------------------------------------------------


def _totals(sheet: Sheet, width: int, axis: Axis, tones: Tones) -> Content:
    now, then = (sum(total(bars) for bars in column) for column in _both(sheet.week))
    left = Content.assemble(
        (text.pad(" Total", LABEL), "$text-dim"),
        (f"{text.minutes(then)} a week" if then else "no hours a week", "bold"),
        (f", was {text.minutes(now) if now else 'none'}" if now != then else "", "$text-dim"),
    )
    used = {bar.location for line in (*sheet.week, *sheet.singles) for bar in (*line.bars, *line.saved)}
    parts = [
        Content.assemble(
            ("■ ", sheet.colours.get(place, tones.text_dim)), (words.place_name(place, sheet.places), "$text-dim")
        )
        for place in sorted(used, key=lambda place: place or "~")
        if place is not None or sheet.places
    ]
    if sheet.pending:
        cut = any(_columns(line.saved, axis) - _columns(line.bars, axis) for line in (*sheet.week, *sheet.singles))
        parts += [Content.assemble(("╱", "bold $bad"), (" cut", "$text-dim"))] if cut else []
    while parts and left.cell_length + 3 + sum(part.cell_length + 2 for part in parts) > width:
        parts.pop(0)
    return spread(left, Content("  ").join(parts), width)


def _both(lines: Sequence[DayLine]) -> tuple[list[Bars], list[Bars]]:
    return [line.saved for line in lines], [line.bars for line in lines]


def _closed_line(sheet: Sheet, one: ClosedLine, width: int) -> Line:
    spot = Spot(CLOSED, one.key)
    here = sheet.spot.kind == CLOSED and sheet.spot.key == one.key
    room = width - LABEL - 1 - LENGTH
    scope = cell_len(one.scope) if cell_len(one.scope) + 12 <= room else max(0, room - 14)
    reason = text.fit(one.reason, max(0, room - scope - 2))
    dates = Content.styled(text.pad(f" {one.dates}", LABEL + 1), "bold $amber" if one.drafted else "bold")
    left = Content.assemble(
        dates, text.pad(one.length, LENGTH), reason, ("  not saved yet" if one.drafted else "", "bold $amber")
    )
    line = spread(
        clip(left, max(0, width - scope - 1)), Content.styled(text.fit(one.scope, scope), "$text-dim"), width
    )
    if here:
        line = line.extend_right(max(0, width - line.cell_length))
        amber = "bold $on-amber on $amber-solid" if sheet.focused else "bold $amber on $amber-tint"
        line = Content.styled(line.plain, amber)
    return Line(line, spot)
