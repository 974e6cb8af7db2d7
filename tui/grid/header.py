"""The frozen header: the names of the days or doctors, how full they are and what is free."""

from __future__ import annotations

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tui import text
from tui.grid.day_clock import DAY
from tui.grid.geometry import Slot
from tui.grid.model import Column
from tui.grid.palette import Palette
from tui.grid.scene import EDGE, Scene, painted, strip_of
from tui.words import place_short

METER = "━"
WIDE = 26
LEAST_LABEL = 6
"""Cells from which a column says more than its date."""


def paint_header(scene: Scene, line: int, column: int | None = None) -> Strip:
    """Line `line` of the frozen header; `column`: the cursor's, lit up where every column is the same date."""
    model, geometry, tone = scene.model, scene.geometry, scene.palette.tone
    words = [f" W{model.columns[len(model.columns) // 2].date.isocalendar().week}", f" {geometry.row_minutes}′"]
    corner = "" if line >= len(words) else words[line]
    if model.by_doctor:
        corner = words[1] if line == geometry.header_rows - 1 else ""
    segments = [painted(text.pad(corner, scene.geometry.gutter), scene.palette.style(tone.text_dim, tone.header))]
    for slot in geometry.slots:
        segments += _header_cell(scene, slot, line, slot.column == column)
    return strip_of(segments, geometry.width)


def _header_cell(scene: Scene, slot: Slot, line: int, chosen: bool) -> list[Segment]:
    model, colours = scene.model, scene.palette
    tone, day = colours.tone, model.columns[slot.column]
    today = model.is_today(slot.column) and not model.by_doctor
    amber = chosen if model.by_doctor else today
    ground = tone.header_today if today else tone.header
    edge = tone.amber if today else tone.hairline
    if model.by_doctor and day.place_index >= 0:
        edge = colours.edge(day.place_index, ground, past=False)
    segments = [painted(EDGE, colours.flat(edge, ground))]
    inner = slot.width - 1
    ink = tone.amber if amber else tone.text if day.working else tone.text_dim
    if line == 0:
        return segments + _title(scene, slot, inner, colours.style(ink, ground, bold=True), today)
    if model.by_doctor and line == 1:
        return segments + _place(scene, day, inner, ground)
    if inner < LEAST_LABEL:
        number = str(day.date.day) if not model.by_doctor and len(day.title) > inner else ""
        return [*segments, painted(text.pad(number, inner), colours.style(ink, ground, bold=True))]
    return segments + _load(scene, slot.column, inner, ground)


def _title(scene: Scene, slot: Slot, inner: int, ink: Style, today: bool) -> list[Segment]:
    day = scene.model.columns[slot.column]
    title = day.title
    if scene.model.by_doctor:
        title = title if _long_titles_fit(scene) else text.fit(day.short, inner)
    else:
        if len(title) > inner:
            title = title[:3]
        elif day.date.day == 1 and inner >= len(title) + 4:
            title = text.day_said(day.date)
    if today and inner >= len(title) + 6:
        note = text.pad(" today", inner - cell_len(title), "right")
        return [painted(title, ink), painted(note, ink + Style(bold=False))]
    return [painted(text.pad(title, inner), ink)]


def _long_titles_fit(scene: Scene) -> bool:
    """Whether all columns in sight have room for the whole name: one short name beside long ones looks wrong."""
    columns = scene.model.columns
    return all(cell_len(columns[slot.column].title) < slot.width for slot in scene.geometry.slots)


def _place(scene: Scene, day: Column, inner: int, ground: str) -> list[Segment]:
    colours = scene.palette
    if day.place_index < 0 or inner < 4:
        return [painted(" " * inner, colours.flat(ground, ground))]
    mark = painted("■ ", colours.flat(colours.place(day.place_index), ground))
    name = day.place if cell_len(day.place) <= inner - 2 else place_short(day.place)
    return [mark, painted(text.pad(name, inner - 2), colours.style(colours.tone.text_dim, ground))]


def _load(scene: Scene, column: int, inner: int, ground: str) -> list[Segment]:
    """Meter of the booked share, and what is free from now on; words where there is nothing to count."""
    model, colours = scene.model, scene.palette
    tone, day = colours.tone, model.columns[column]
    past = model.elapsed(column) >= DAY
    if not day.working:
        reason = next((label.words for label in day.labels if label.words != "break"), "off")
        return [painted(text.pad(reason, inner), colours.style(tone.text_dim, ground))]
    fits = model.fits(column)
    label = f"{round(day.load * 100)}%" if past else f"{fits} free" if fits else "full"
    if inner >= WIDE and not past and fits:
        label = f"{text.minutes(model.free_minutes(column))} · {label}"
    if inner - len(label) < 5 and fits and not past:
        label = str(fits)
    cells = 10 if inner >= WIDE else 5 if inner >= 9 else max(0, inner - 1 - len(label))
    words = text.pad(label, inner - cells, "right")
    ink = tone.text_dim if past or not fits else tone.text
    return [*_meter(colours, day.load, cells, ground, past), painted(words, colours.style(ink, ground))]


def _meter(colours: Palette, load: float, cells: int, ground: str, past: bool) -> list[Segment]:
    full = METER * min(cells, max(round(load * cells), 1 if load else 0))
    tone = colours.tone
    ink = colours.mixed(ground, tone.text_dim, 0.75) if past else tone.text_dim
    rest = colours.mixed(ground, tone.text_dim, 0.28)
    empty = METER * (cells - len(full))
    return [painted(full, colours.flat(ink, ground)), painted(empty, colours.flat(rest, ground))]
