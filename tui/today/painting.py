"""How the table of the board is painted: its counts and their bar, heads, rows in columns, and what is hidden."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple
from zoneinfo import ZoneInfo

from rich.cells import cell_len
from textual.content import Content

from scheduling.model.board import Board
from scheduling.model.status import STATUSES
from scheduling.when.zones import wall_clock
from tui import text, theme, words
from tui.theme import Tones
from tui.today.rows import CANCELLED, DUE, ROOM, SEEN, WAITING, Item, Section
from tui.widgets.lines import clip, section, spread
from tui.widgets.side_panel import LONG_WAIT

FULL_WAIT = 30
"""Minutes of waiting that fill the bar."""
STATE = 8
"""Cells for "24 of 60"."""
NARROW, ROOMY = 82, 76
"""Cells of the table below which types are named in four, and below which names need what the bar had."""


class Line(NamedTuple):
    """A line of a list. `head` is amber while it is chosen, `tail` stays as it is; `at`: section and row, where there
    is something to choose."""

    head: Content
    tail: Content = Content("")
    at: tuple[str, int] | None = None


class Columns(NamedTuple):
    """Cells of each column; 0 = left out."""

    name: int
    doctor: int
    kind: int
    phone: int
    place: int
    bar: int


class Scene(NamedTuple):
    """What is painted: the board, its zone, the colours, and the hospital's date."""

    board: Board
    tz: ZoneInfo
    tones: Tones
    today: date

    @property
    def is_today(self) -> bool:
        """Whether the board is of today."""
        return self.board.date == self.today


FIXED = 3 + 12 + 2 + 1 + 1 + 2 + 1 + STATE + 1
"""Mark, date of birth, the gap before the time, the square of the type, the state, and the gaps."""


def columns(width: int) -> Columns:
    """What fits: first the bar and the type's name grow, then the patient's name; then phone and place come in."""
    kind = 4 if width < NARROW else 11
    doctor = 10
    spare = width - FIXED - text.clock_cells() - doctor - kind
    least = 7 if width >= NARROW else 12 if width >= ROOMY else 3
    name = max(8, min(26, spare - least))
    spare -= name
    phone = 15 if spare >= 15 + 7 else 0
    spare -= phone
    place = 14 if spare >= 14 + 7 else 0
    spare -= place
    return Columns(name, doctor, kind, phone, place, max(0, min(16, spare)))


# -- heads and rows -------------------------------------------------------------------------------------------------


def lines(sections: Sequence[Section], width: int) -> list[Line]:
    """Every line of the table, its rows still bare: only those that are shown are `filled`."""
    bare = Content("")
    found: list[Line] = []
    for one in sections:
        found += [Line(bare)] if found else []
        found.append(Line(head(one, width)))
        found += [Line(bare, at=(one.id, number)) for number in range(len(one.items))]
        if not one.items:
            found.append(Line(Content.styled(f"   {one.empty}", "$text-dim")))
    return found


def filled(scene: Scene, sections: Sequence[Section], line: Line, width: int) -> Line:
    """A line with its row painted."""
    if line.at is None:
        return line
    each = next(section for section in sections if section.id == line.at[0]).items[line.at[1]]
    return Line(row(scene, line.at[0], each, width), tail(scene, line.at[0], each, width), line.at)


def head(one: Section, width: int, fact: str | None = None) -> Content:
    """The head of a section; `fact`: instead of its own."""
    return section(one.title, width, one.fact if fact is None else fact, style=f"bold ${one.tone}")


def row(scene: Scene, where: str, each: Item, width: int) -> Content:
    """A visit in its columns, up to and with its state where that is a number of minutes."""
    assert each.visit is not None
    view, own, cells = each.visit, each.visit.visit, columns(width)
    start = wall_clock(own.start_minute, scene.tz)
    late = _late(scene, where, each)
    name = text.pad(text.short_name(view.patient_name, cells.name), cells.name)
    lively = late or where in (WAITING, ROOM)
    named = scene.board.names.get(own.doctor, "")
    parts: list[tuple[str, str] | Content] = [
        _mark(each, late),
        (name, "bold" if lively else ""),
        (" " + text.birth(view.birth_date).rjust(11), "$text-dim"),
    ]
    if cells.phone:
        parts.append(("  " + text.pad(view.phone or "", cells.phone - 2), "$text-dim"))
    parts += [
        (f"  {text.at_column(start)}", "bold $amber" if late else ""),
        (" " + text.pad(words.doctor_short(named), cells.doctor), ""),
        (" ■ " if view.type_name else "   ", theme.hue(view.type_color, scene.tones, view.type_name).bar),
        (text.pad(text.kind_words(view.type_name, cells.kind), cells.kind), ""),
    ]
    if cells.place:
        parts.append(("  " + text.pad(words.place_short(view.location_name), cells.place - 2), "$text-dim"))
    said = _state(where, each)
    if where == DUE:
        parts.append(_when(scene, each))
    elif said is not None:
        parts.append((" " + said[0].rjust(STATE), said[1]))
    return Content.assemble(*parts)


def tail(scene: Scene, where: str, each: Item, width: int) -> Content:
    """What stands at the end of a row: a bar, or why it was cancelled."""
    assert each.visit is not None
    own, bar = each.visit.visit, columns(width).bar
    if where == WAITING:
        style = _wait_style(each.minutes)
        return Content.assemble(" ", gauge((each.minutes or 0) / FULL_WAIT, bar, style))
    if where in (ROOM, SEEN) and each.minutes is not None:
        over = each.minutes > own.minutes
        style = "$bad" if over else "$amber" if where == ROOM else "$text-faint"
        return Content.assemble(" ", gauge(each.minutes / own.minutes, bar, style))
    if where == CANCELLED:
        return Content.styled(" " + text.fit(own.cancel_reason or "", STATE + bar), "$text-dim")
    return Content("")


def _when(scene: Scene, each: Item) -> Content:
    """How late, or in how long; on another date whether the patient has said yes."""
    assert each.visit is not None
    minutes = each.minutes or 0
    yes = each.visit.visit.response == "accepted"
    if not scene.is_today:
        return Content.styled(" ✓ said yes" if yes else "", "$ok")
    if minutes > 0:
        return Content.styled(f" {text.minutes(minutes):>6} late", "bold $amber")
    said = f"in {text.minutes(-minutes)}" if minutes < 0 else "now"
    return Content.assemble((f" {said:<10}", "$text-dim"), (" ✓" if yes else "", "$ok"))


def _late(scene: Scene, where: str, each: Item) -> bool:
    return scene.is_today and where == DUE and (each.minutes or 0) > 0


def _mark(each: Item, late: bool) -> tuple[str, str]:
    assert each.visit is not None
    if late:
        return " ! ", "bold $amber"
    glyph = STATUSES[each.visit.visit.status].glyph or " "
    style = {"●": "$ok", "►": "$amber", "✗": "$bad"}.get(glyph, "$text-dim")
    return f" {glyph} ", style


def _state(where: str, each: Item) -> tuple[str, str] | None:
    """The minutes of a row, where there are any."""
    assert each.visit is not None
    if where == WAITING:
        return text.minutes(each.minutes or 0), f"bold {_wait_style(each.minutes)}"
    if where in (ROOM, SEEN):
        planned = each.visit.visit.minutes
        if each.minutes is None:
            return f"– of {planned}", "$text-dim"
        return f"{each.minutes} of {planned}", "bold $bad" if each.minutes > planned and where == ROOM else ""
    return None


def _wait_style(minutes: int | None) -> str:
    return "$amber" if (minutes or 0) >= LONG_WAIT else "$ok"


def gauge(share: float, cells: int, style: str) -> Content:
    """A bar of that many cells, filled by `share` (0…1, more fills it)."""
    full = max(0, min(cells, round(share * cells)))
    return Content.assemble(("━" * full, style), ("━" * (cells - full), "$hairline"))


# -- what fits ------------------------------------------------------------------------------------------------------


def shown(found: Sequence[Line], sections: Sequence[Section], top: int, size: tuple[int, int]) -> list[Line]:
    """The lines from `top` on that fit (width, height); where some are hidden above, the first is the head of their
    section; below, the last says how many and until when."""
    width, height = size
    if len(found) <= height:
        return list(found)
    part = list(found[top : top + height])
    above = sum(line.at is not None for line in found[: top + 1])
    here = next((line.at[0] for line in part[1:] if line.at), None)
    one = next((section for section in sections if section.id == here), None)
    if above and one is not None:
        part[0] = Line(head(one, width, f"{above} above"))
    below = [line.at for line in found[top + height - 1 :] if line.at]
    if any(line.at for line in found[top + height :]):
        ident, row = below[0]
        until = _until(below[-1], sections)
        one = next(section for section in sections if section.id == ident)
        said = Content.styled(f"   … {len(below)} more{until}", "$text-dim")
        part[-1] = Line(said if row else head(one, width, f"{len(below)} below{until}"))
    return part


def _until(last: tuple[str, int], sections: Sequence[Section]) -> str:
    """“, to 14:00”, after visits by time."""
    item = next(section for section in sections if section.id == last[0]).items[last[1]]
    return f", to {text.clock_of(item.visit.visit.start)}" if last[0] == DUE and item.visit else ""


# -- the counts -----------------------------------------------------------------------------------------------------


class Part(NamedTuple):
    """A count: how many, what, its colour, and how many cells of the bar are its own (late ones are due)."""

    number: int
    name: str
    style: str
    colour: str
    share: int


def parts(scene: Scene) -> list[Part]:
    """The counts of a date, in the order of the bar."""
    tally, tones = scene.board.tally, scene.tones
    dim, blue = theme.mix(tones.surface, tones.text_dim, 0.6), theme.mix(tones.surface, tones.info, 0.6)
    over = [
        Part(tally.seen, "seen", "$text-dim", dim, tally.seen),
        Part(tally.missed, "no-show", "$bad", tones.bad, tally.missed),
    ]
    if scene.board.date < scene.today:
        extra = [
            Part(tally.cancelled, "cancelled", "$text-dim", tones.hairline, tally.cancelled),
            Part(tally.open, "unresolved", "$amber", tones.amber, tally.open),
        ]
        return over + extra
    if not scene.is_today:
        return [Part(tally.due, "due", "$info", blue, tally.due)]
    return [
        *over,
        Part(tally.in_room, "in room", "$amber", tones.amber, tally.in_room),
        Part(tally.waiting, "waiting", "$ok", tones.ok, tally.waiting),
        Part(tally.due, "due", "$info", blue, tally.due - tally.late),
        Part(tally.late, "late", "$amber", tones.amber, tally.late),
    ]


def counts(scene: Scene, width: int) -> list[Content]:
    """The counts with the waits at their end, and beneath them the bar in their colours."""
    found = parts(scene)
    roomy = width >= 100
    gap = "   " if roomy else "  "
    left = Content(gap).join(
        Content.assemble((str(one.number), f"bold {one.style if one.number else '$text-dim'}"), f" {one.name}")
        for one in found
    )
    longest, average = scene.board.longest_wait, scene.board.average_wait
    facts = []
    if longest is not None:
        style = "bold $amber" if longest >= LONG_WAIT else "bold $ok"
        facts.append(
            Content.assemble(("longest wait " if roomy else "longest ", "$text-dim"), (text.minutes(longest), style))
        )
    if average is not None and roomy:
        when = "average today " if scene.is_today else "average "
        facts.append(Content.assemble((when, "$text-dim"), (text.minutes(average), "bold")))
    while facts and left.cell_length + Content(gap).join(facts).cell_length + 2 > width:
        facts.pop()
    right = Content(gap).join(facts)
    return [spread(left, right, width), bar([(one.share, one.colour) for one in found], width)]


def bar(shares: Sequence[tuple[int, str]], width: int) -> Content:
    """Numbers as lengths that fill `width` cells, each that is not 0 at least one cell; nothing of nothing."""
    some = [(number, colour) for number, colour in shares if number > 0]
    total = sum(number for number, _ in some)
    if not total or width < len(some):
        return Content.styled("▀" * max(0, width), "$hairline")
    cells, ahead, done = [], total, 0
    for place, (number, _) in enumerate(some):
        left = len(some) - place - 1
        room = width - done
        take = room if not left else max(1, min(room - left, round(number * room / ahead)))
        cells.append(take)
        done, ahead = done + take, ahead - number
    return Content.assemble(*(("▀" * count, colour) for count, (_, colour) in zip(cells, some, strict=True)))


def painted(line: Line, width: int, amber: bool) -> Content:
    """A line in exactly `width` cells, on amber while it is chosen."""
    first = clip(line.head, width)
    if amber:
        plain = first.plain + " "
        first = Content.styled(plain if cell_len(plain) <= width else first.plain, "bold $on-amber on $amber-solid")
        rest = line.tail[1:] if line.tail.plain[:1] == " " else line.tail
        whole = Content.assemble(first, rest)
    else:
        whole = Content.assemble(first, line.tail)
    whole = clip(whole, width)
    return whole.extend_right(max(0, width - whole.cell_length))
