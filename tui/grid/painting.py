"""Painting rows: (scene, row) → a strip exactly as wide as the widget. Pure.

Every segment has its own ground. What carries meaning is written in a glyph, a word or a weight besides its colour.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tui import text
from tui.grid.blocks import paint_block, piece_of
from tui.grid.geometry import Placed, Slot, kind_of, lane_cells
from tui.grid.model import BREAK, BUFFER, CLOSED, FREE, MISSING, Column, GridModel
from tui.grid.palette import Palette
from tui.grid.scene import BAR, EDGE, NOTCH, NOW_LINE, NOW_MARK, TAIL, Focus, Ghost, Scene, painted, strip_of

HATCH = {BREAK: "╱", CLOSED: "╲", MISSING: "╳", BUFFER: "·"}
FLASH = 0.3
"""How far a change is lifted towards white, or black on a light theme."""
HOUR, HOUR_PAST = "╌", "┈"


def paint_row(scene: Scene, row: int, focus: Focus | None = None, *, top: bool = False) -> Strip:
    """One row of the grid with its time, `row` counted from midnight; `top`: it is the first visible one."""
    segments = [*_gutter(scene, row, focus, top)]
    for slot in scene.geometry.slots:
        here = focus if focus and focus.column == slot.column and focus.first <= row < focus.last else None
        cell = paint_cell(scene, slot, row, here, top=top)
        segments += flashed(scene.palette, cell) if scene.changed and scene.is_changed(slot.column, row) else cell
    return strip_of(segments, scene.geometry.width)


def flashed(colours: Palette, cell: list[Segment]) -> list[Segment]:
    """The same cells for the moment in which a change stands out: on a brighter ground, reversed without colours."""
    if colours.depth in ("16", "none"):
        return [Segment(part.text, (part.style or Style()) + Style(reverse=True)) for part in cell]
    return [Segment(part.text, _flash(part.style, colours)) if part.style else part for part in cell]


@lru_cache(2048)
def _flash(style: Style, colours: Palette) -> Style:
    ground = style.bgcolor.get_truecolor().hex if style.bgcolor else colours.tone.free
    ink = style.color.get_truecolor().hex if style.color else colours.tone.text
    bright = colours.mixed(ground, colours.tone.strong, FLASH)
    return style + colours.style(ink, bright)


# ---- gutter


def _gutter(scene: Scene, row: int, focus: Focus | None, top: bool) -> list[Segment]:
    model, minutes, colours = scene.model, scene.geometry.row_minutes, scene.palette
    tone, start = colours.tone, row * minutes
    now = _now_minute(model)
    here = now is not None and start <= now < start + minutes
    label, ink, bold = _gutter_label(start, minutes, top), tone.text_dim, start % 60 == 0
    if start % 60:
        ink = tone.text_faint
    if here and now is not None:
        label, ink, bold = text.clock(now), tone.now, True
    if focus and row == focus.row:
        label, ink, bold = text.clock(focus.minute), tone.amber, True
    mark = NOW_MARK if here else " "
    return [
        painted(text.pad(label, scene.geometry.gutter - 1, "right"), colours.style(ink, tone.gutter, bold=bold)),
        painted(mark, colours.style(tone.now, tone.gutter, bold=True)),
    ]


def _gutter_label(start: int, minutes: int, top: bool) -> str:
    if start % 60 == 0 or top:
        return text.clock(start)
    every = {5: 15, 10: 30, 15: 30}.get(minutes, minutes)
    return f":{start % 60:02}" if start % every == 0 else ""


def _now_minute(model: GridModel) -> int | None:
    """Wall minute of now when a shown column is today."""
    return next((model.elapsed(index) for index in range(len(model.columns)) if model.is_today(index)), None)


# ---- cells


def paint_cell(scene: Scene, slot: Slot, row: int, focus: Focus | None = None, *, top: bool = False) -> list[Segment]:
    """One row of one column, exactly `slot.width` cells. `focus`: the cursor, when it is on this row and column."""
    if focus and focus.ghost:
        return _ghost(scene, slot, row, focus, focus.ghost)
    if focus and not focus.placed:
        return _cursor(scene, slot, row, focus)
    touching = scene.geometry.touching(slot.column, row)
    if not touching:
        return _open(scene, slot, row, slot.width, 0, top)
    segments: list[Segment] = []
    reached = 0
    chosen = focus.placed.lane if focus and focus.placed else None
    for offset, cells, placed in _lanes(touching, slot.width, chosen):
        if offset > reached:
            segments += _open(scene, slot, row, offset - reached, reached, top)
        chosen_here = focus is not None and focus.placed == placed
        segments += paint_block(piece_of(scene, slot, placed, cells, chosen=chosen_here), row, top=top)
        reached = offset + cells
    if reached < slot.width:
        segments += _open(scene, slot, row, slot.width - reached, reached, top)
    return segments


def _lanes(touching: Iterable[Placed], width: int, chosen: int | None) -> list[tuple[int, int, Placed]]:
    found = []
    for placed in touching:
        if cells := lane_cells(width, placed, chosen):
            found.append((*cells, placed))
    found.sort(key=lambda item: item[0])
    return [item for at, item in enumerate(found) if at == 0 or item[0] >= found[at - 1][0] + found[at - 1][1]]


def _open(scene: Scene, slot: Slot, row: int, cells: int, offset: int, top: bool) -> list[Segment]:
    """Free, unavailable, closed or kept-free time: edge, then hairline, hatching or words."""
    model, colours, minutes = scene.model, scene.palette, scene.geometry.row_minutes
    tone, day = colours.tone, model.columns[slot.column]
    kind, ground, past = scene.surface(slot.column, row)
    segments: list[Segment] = []
    if offset == 0:
        place = day.places[row * minutes] - 1 if kind in (FREE, BUFFER) else -1
        segments.append(painted(EDGE, colours.flat(colours.edge(place, ground, past=past), ground)))
        cells -= 1
    if scene.has_now(slot.column, row):
        if segments:
            segments = [painted(NOW_MARK, colours.flat(tone.now, ground))]
        return [*segments, painted(NOW_LINE * cells, colours.flat(tone.now, ground))]
    label = _label(day, row, minutes, kind, top)
    if label and cells > 2 and offset == 0:
        words = f" {text.fit(label, cells - 2)} "
        segments.append(painted(words, colours.style(tone.text_faint, ground, italic=True)))
        cells -= cell_len(words)
    return [*segments, painted(_texture(kind, row, minutes, past) * cells, _texture_style(colours, kind, ground))]


def _label(day: Column, row: int, minutes: int, kind: int, top: bool) -> str:
    """A closure's or a break's words, on its first row and on the first visible one."""
    start = row * minutes
    for label in day.labels:
        if label.kind == kind and label.start < start + minutes and start < label.end:
            begins = row == label.start // minutes or kind_of(day, row - 1, minutes) != kind
            return label.words if begins or top else ""
    return ""


def _texture(kind: int, row: int, minutes: int, past: bool) -> str:
    if kind == FREE:
        return " " if row * minutes % 60 else HOUR_PAST if past else HOUR
    return HATCH.get(kind, "╱")


def _texture_style(colours: Palette, kind: int, ground: str) -> Style:
    tone = colours.tone
    if kind == FREE:
        return colours.flat(colours.mixed(ground, tone.text_dim, 0.14), ground)
    if kind == BUFFER:
        return colours.flat(colours.mixed(ground, tone.text_dim, 0.45), ground)
    return colours.flat(tone.hatch if kind != CLOSED else colours.mixed(tone.hatch, tone.text_dim, 0.16), ground)


# ---- cursor


def _cursor(scene: Scene, slot: Slot, row: int, focus: Focus) -> list[Segment]:
    """The cursor on open time, or one row of a selected range, with its time."""
    colours, minutes, inner = scene.palette, scene.geometry.row_minutes, slot.width - 1
    tone = colours.tone
    if row == focus.row:
        sign = "+" if focus.ranged or _bookable(scene, slot.column, focus.minute) else " "
        words = _time_words(sign, focus.minute, inner)
        if focus.ranged:
            words = _with_length(words, focus.end - focus.start, inner)
        bar = tone.strong if tone.dark else tone.on_amber
        return [
            painted(BAR, colours.flat(bar, tone.amber_solid, reverse=colours.depth == "none")),
            painted(text.pad(words, inner), colours.solid()),
        ]
    _kind, surface, _past = scene.surface(slot.column, row)
    ground = colours.mixed(surface, tone.amber_solid, 0.42)
    start = focus.start if row == focus.first else row * minutes
    return [
        painted(BAR, colours.flat(tone.amber_solid, ground)),
        painted(text.pad(_time_words(" ", start, inner), inner), colours.style(tone.text, ground)),
    ]


def _time_words(sign: str, minute: int, inner: int) -> str:
    """ "+ 13:15", in a narrow column only the time; in the narrowest the sign, and the time stands in the gutter."""
    time = text.clock(minute)
    return next((form for form in (f"{sign} {time}", time) if len(form) <= inner), sign)


def _with_length(words: str, length: int, inner: int) -> str:
    """The cursor's words and, at the row's end, how long the range is."""
    for form in (text.minutes(length), f"{length}′"):
        if inner > len(words) + len(form):
            return words + text.pad(form, inner - len(words), "right")
    return words


def _bookable(scene: Scene, column: int, minute: int) -> bool:
    model = scene.model
    return model.columns[column].kinds[minute] == FREE and minute >= model.begun(column)


def _ghost(scene: Scene, slot: Slot, row: int, focus: Focus, ghost: Ghost) -> list[Segment]:
    """The visit in hand, where it would be."""
    colours, inner = scene.palette, slot.width - 1
    tone = colours.tone
    ink = colours.ink(ghost.color, ghost.type_name, "live")
    body = ink.body if ghost.ok else colours.mixed(tone.free, tone.bad, 0.3)
    tail = focus.end % scene.geometry.row_minutes and row == focus.last - 1 and row > focus.row
    if tail:
        _kind, ground, _past = scene.surface(slot.column, row)
        return [painted(TAIL * slot.width, colours.flat(body, ground))]
    if row == focus.row:
        words = text.short_name(ghost.name, inner if ghost.ok else inner - 2)
        mark = "" if ghost.ok else text.pad("✗", inner - cell_len(words), "right")
        return [
            painted(BAR, colours.flat(tone.on_amber, tone.amber_solid)),
            painted(text.pad(words + mark, inner), colours.solid()),
        ]
    end = text.clock(ghost.end)
    said = (f"to {end}", end) if ghost.ok else ("does not fit", "no fit", "✗")
    words = next((form for form in said if len(form) <= inner), "") if row == focus.row + 1 else ""
    last = row == focus.last - 1
    return [
        painted(NOTCH if last else BAR, colours.flat(tone.amber_solid, body)),
        painted(text.pad(words, inner), colours.style(ink.body_text, body)),
    ]
