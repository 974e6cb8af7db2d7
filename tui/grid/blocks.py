"""Visits on the grid: title row, body, accent bar, the glyphs of their state, the line of now across them."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from rich.cells import cell_len
from rich.segment import Segment

from scheduling.model.reads import VisitView
from tui import text
from tui.grid.geometry import Placed, Slot
from tui.grid.model import DONE
from tui.grid.palette import Ink, Mood, Palette
from tui.grid.scene import BAR, DASHED, NOTCH, NOW_LINE, NOW_MARK, TAIL, Scene, painted

LEAST_NAME = 4
"""Cells a name keeps beside its glyphs; narrower, the glyphs go to the body row."""


class Piece(NamedTuple):
    """A visit to be painted in `cells` cells of a column, in its `ink`. `chosen`: the cursor is on it."""

    scene: Scene
    slot: Slot
    placed: Placed
    cells: int
    chosen: bool
    mood: Mood
    ink: Ink

    @property
    def view(self) -> VisitView:
        """The visit."""
        return self.placed.block.view

    @property
    def carried(self) -> bool:
        """Whether this visit is in hand: here it leaves only its outline."""
        return self.scene.carried is not None and self.view.visit.id == self.scene.carried

    @property
    def outlined(self) -> bool:
        """Whether its edge is dashed: held, or picked up from here."""
        return self.view.visit.status == "pending" or self.carried


def piece_of(scene: Scene, slot: Slot, placed: Placed, cells: int, *, chosen: bool) -> Piece:
    """A visit with what is the same on all its rows worked out once."""
    view, mood = placed.block.view, _mood(scene, slot, placed)
    ink = scene.palette.ink(view.type_color, view.type_name, mood)
    return Piece(scene, slot, placed, cells, chosen, mood, ink)


def _mood(scene: Scene, slot: Slot, placed: Placed) -> Mood:
    """Held, past (over, done, or put in the shade while another is carried), else live."""
    visit = placed.block.view.visit
    if visit.status == "pending":
        return "held"
    over = placed.block.end <= scene.model.elapsed(slot.column)
    waiting = visit.status in ("arrived", "checked-in")
    faint = visit.status in DONE or (over and not waiting) or scene.carried is not None
    return "past" if faint else "live"


def paint_block(piece: Piece, row: int, *, top: bool) -> list[Segment]:
    """One row of a visit: its title, its body, or the half row in which it ends; `top`: the first visible row."""
    placed, colours, ink = piece.placed, piece.scene.palette, piece.ink
    if row == placed.last:
        _kind, ground, _past = piece.scene.surface(piece.slot.column, row)
        return [painted(TAIL * piece.cells, colours.flat(ink.body, ground))]
    titled = row == placed.first or top
    if titled:
        ground = colours.tone.amber_solid if piece.chosen else ink.title
        words = _title(piece, ground)
    else:
        ground = colours.mixed(ink.body, ink.bar, 0.16) if piece.chosen else ink.body
        words = _body(piece, row - placed.first, ground)
    return _with_now(piece, row, [_bar(piece, row, ground, titled), *words], ground)


def _bar(piece: Piece, row: int, ground: str, titled: bool) -> Segment:
    """The accent at the left: notched on the last row, dashed while held."""
    colours, placed = piece.scene.palette, piece.placed
    colour = piece.ink.bar
    if piece.chosen:
        colour = colours.tone.on_amber if titled else colours.tone.amber_solid
    glyph = BAR
    if piece.outlined:
        glyph = DASHED
    elif row == placed.last - 1 > placed.first and not placed.tail:
        glyph = NOTCH
    return painted(glyph, colours.flat(colour, ground))


def _title(piece: Piece, ground: str) -> list[Segment]:
    """The name, and at the row's end the glyphs of its state; where one row is all there is, its type if it fits."""
    colours, view, inner = piece.scene.palette, piece.view, piece.cells - 1
    visit, past = view.visit, piece.mood == "past"
    marks = _marks(colours, view, ground) if _marks_beside_name(piece) else []
    taken = len(marks)
    ink = colours.tone.on_amber if piece.chosen else piece.ink.title_text
    weight = colours.style(
        ink, ground, bold=not past or piece.chosen, italic=piece.outlined, strike=visit.status == "noshow"
    )
    alone = piece.placed.last - piece.placed.first == 1
    name = name_in(view, inner - taken - (1 if taken else 0), alone=alone)
    left = inner - taken - cell_len(name)
    segments = [painted(name, weight)]
    kind = text.clean(view.type_name)
    if alone and kind and left >= cell_len(kind) + 3:
        segments.append(painted(f"  {kind}", colours.style(ink, ground)))
        left -= cell_len(kind) + 2
    return [*segments, painted(" " * left, colours.flat(ink, ground)), *marks]


def _body(piece: Piece, line: int, ground: str) -> list[Segment]:
    """Body row `line` (1 …): the type, or what is left of a hold; then the reason."""
    colours, inner = piece.scene.palette, piece.cells - 1
    marks = _marks(colours, piece.view, ground) if line == 1 and not _marks_beside_name(piece) else []
    room = inner - len(marks)
    ink = colours.style(piece.ink.body_text, ground, italic=piece.outlined)
    return [painted(text.pad(_body_words(piece, line, room), room), ink), *marks]


def _body_words(piece: Piece, line: int, room: int) -> str:
    block, view = piece.placed.block, piece.view
    if piece.carried:
        return "from here" if line == 1 else ""
    if line != 1:
        return text.clean(view.visit.reason or "") if line == 2 else ""
    if block.second:
        return f"second {text.clock(block.start)}"
    if view.visit.status == "pending" and (expires := expiry(view)) is not None:
        left = text.countdown(expires - piece.scene.model.now)
        if title_of(view) is view.patient_name:
            return f"{left} {text.kind_words(view.type_name, room - len(left) - 1)}"
        who = text.clean(view.visit.held_by or "")
        return f"{who} {left}" if len(who) + len(left) < room else left
    return text.kind_words(view.type_name, room)


def _marks_beside_name(piece: Piece) -> bool:
    """Whether the glyphs stand in the title row; a narrow lane has them in the body where there is one."""
    inner, count = piece.cells - 1, len(glyphs(piece.view))
    return inner - count - 1 >= LEAST_NAME + 4 or (piece.placed.last - piece.placed.first == 1 and inner > count)


def title_of(view: VisitView) -> str:
    """The name a block bears: the patient's, or whose hold it is."""
    return view.patient_name if text.clean(view.patient_name).strip() else _hold_words(view, 99)


def name_in(view: VisitView, width: int, *, alone: bool = True) -> str:
    """That name in at most `width` cells; `alone`: no row follows that would say whose a hold is."""
    named = text.clean(view.patient_name).strip()
    return text.short_name(view.patient_name, width) if named else _hold_words(view, width, alone)


def _hold_words(view: VisitView, width: int, alone: bool = True) -> str:
    who = text.clean(view.visit.held_by or "")
    forms = (f"held by {who}", f"by {who}" if alone else "held by") if who else ()
    return next((form for form in forms if cell_len(form) <= width), text.fit("held", width, ""))


def glyphs(view: VisitView) -> list[str]:
    """The signs of a visit: `?` outside hours, `!` overbooked, then that of its status."""
    visit = view.visit
    sign = {"arrived": "●", "checked-in": "►", "noshow": "✗", "pending": "◌"}.get(visit.status, "")
    if not sign and visit.response == "accepted":
        sign = "✓"
    return ["?"] * view.outside + ["!"] * view.overbooked + [sign] * bool(sign)


def _marks(colours: Palette, view: VisitView, ground: str) -> list[Segment]:
    tone = colours.tone
    inks = {"?": tone.info, "!": tone.bad, "✗": tone.bad, "►": tone.amber, "◌": tone.amber}
    signs = glyphs(view)
    return [painted(sign, colours.style(inks.get(sign, tone.ok), ground, bold=sign in "?!")) for sign in signs]


def expiry(view: VisitView) -> int | None:
    """Epoch second at which a hold dies, None for what never does."""
    stamp = view.visit.expires_at
    return int(datetime.fromisoformat(stamp).timestamp()) if stamp else None


def _with_now(piece: Piece, row: int, segments: list[Segment], ground: str) -> list[Segment]:
    """The row with the line of now drawn where it has nothing to say."""
    if not piece.scene.has_now(piece.slot.column, row):
        return segments
    colours = piece.scene.palette
    ink = colours.style(colours.tone.now, ground)
    segments = [painted(NOW_MARK, ink), *segments[1:]]
    for at, segment in enumerate(segments):
        words = segment.text.rstrip(" ")
        spare = len(segment.text) - len(words)
        gaps = 1 if at == len(segments) - 1 else 2
        if at and spare > 2:
            line = painted(NOW_LINE * (spare - gaps), colours.drawn(colours.tone.now, ground))
            rest = [Segment(" ", segment.style)] if gaps == 2 else []
            return [*segments[:at], Segment(words + " ", segment.style), line, *rest, *segments[at + 1 :]]
    return segments
