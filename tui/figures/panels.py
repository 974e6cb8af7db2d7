"""Below the table, for the doctor and the day under the cursor: hours of the week, no-shows, the day, what for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from rich.cells import cell_len
from textual.content import Content

from scheduling.when.zones import wall_clock
from tui import text, theme
from tui.figures.plots import CELL, bar, heat, ink, percent, split, under_ink
from tui.figures.table import shows_style
from tui.theme import Tones
from tui.widgets.lines import section

if TYPE_CHECKING:
    from scheduling.services.figures import DayFigures, DoctorDetail

LEAD_WORDS = ("booked same week", "1 – 2 weeks ahead", "3 – 4 weeks ahead", "earlier")
"""The classes of lead time, in their order."""

Lines = list[Content]


def when(detail: DoctorDetail, doctor: str, span: str, tones: Tones, width: int) -> Lines:
    """Use by weekday and hour; the emptiest hours named, for they are what can still be offered."""
    lines = [section("When", width, f"{doctor}, {span}, in %")]
    hours = sorted({hour for _, hour in detail.when})
    if not hours:
        return [*lines, Content.styled(" no hours in these weeks", "$text-dim")]
    first = max(hours[0], hours[-1] - (width - 7) // CELL + 1)
    shown = range(first, hours[-1] + 1)
    lines.append(Content.styled(" " * 6 + "".join(f"{text.hour(hour):>2} " for hour in shown), "$text-faint"))
    for weekday in sorted({day for day, _ in detail.when}):
        cells = [
            heat(detail.when[(weekday, hour)].share if (weekday, hour) in detail.when else None, tones)
            for hour in shown
        ]
        lines.append(Content.assemble(f" {text.WEEKDAYS[weekday]}  ", *cells))
    emptiest = sorted(
        ((use.share, *key) for key, use in detail.when.items() if use.share is not None and use.open >= 60)
    )[:2]
    named = ", ".join(f"{text.WEEKDAYS[day]} {text.clock(hour * 60)}" for _, day, hour in emptiest)
    return [*lines, Content.assemble((" Emptiest  ", "$text-dim"), (named, "bold"))]


def shows(detail: DoctorDetail, doctor: str, width: int) -> Lines:
    """No-shows by how long before the visit was booked, and what they cost."""
    lines = [section("No-shows", width, f"{doctor}, 12 weeks")]
    whole = detail.shows
    if not whole.resolved:
        return [*lines, Content.styled(" nobody was seen or missed then", "$text-dim")]
    most = max((one.share or 0) for one in detail.leads) or 1
    for said, one in zip(LEAD_WORDS, detail.leads, strict=True):
        drawn = bar((one.share or 0) / most, max(4, width - 30), shows_style(one.share))
        number = percent(one.share, 1).rjust(8)
        lines.append(Content.assemble(f" {said:<18}", (number, shows_style(one.share)), "  ", drawn))
    before = f"; was {percent(detail.before.share, 1)}" if detail.before.resolved else ""
    lines.append(Content(""))
    lines.append(
        Content.assemble(
            (f" {percent(whole.share, 1)}", shows_style(whole.share)),
            f"  {whole.missed} of {whole.resolved} visits",
            (before, "$text-dim"),
        )
    )
    lost = Content.assemble((f" {text.minutes(detail.lost)}", "bold"), " lost")
    if detail.lost:
        lost = Content.assemble(lost, ", ", (f"{text.minutes(detail.rebooked)} rebooked", "bold $ok"))
    return [*lines, lost]


def day(found: DayFigures, on: date, doctor: str, tz: ZoneInfo, width: int) -> Lines:
    """The one day under the cursor."""

    def row(label: str, value: str, more: str = "") -> Content:
        return Content.assemble(
            (f" {label:<12}", "$text-dim"), (value, "bold"), (f"   {more}" if more else "", "bold")
        )

    gap = "–"
    if found.gap is not None:
        gap = text.from_to(*(wall_clock(minute, tz) for minute in found.gap))
    refilled = f"{found.freed}, {found.refilled} refilled" if found.freed else "0"
    return [
        section(text.day(on), width, doctor),
        row("Open", text.minutes(found.use.open) if found.use.open else "no hours"),
        row("Booked", text.minutes(found.use.booked), percent(found.use.share) if found.use.open else ""),
        row("Visits", str(found.visits)),
        row("No-show", str(found.missed)),
        row("Freed", refilled),
        row("Longest gap", gap),
        row("Waited", "–" if found.waited is None else f"{found.waited:.0f} min average"),
    ]


def kinds(detail: DoctorDetail, doctor: str, span: str, tones: Tones, width: int) -> Lines:
    """Booked minutes by type: one bar of the whole, and what its colours are."""
    lines = [section("What for", width, f"{doctor}, {span}, share of booked minutes")]
    whole = sum(kind.minutes for kind in detail.kinds)
    if not whole:
        return [*lines, Content.styled(" nothing is booked in these weeks", "$text-dim")]
    parts: list[tuple[str, str]] = []
    names: list[Content] = []
    room = 0
    for kind, cells in zip(detail.kinds, split([kind.minutes for kind in detail.kinds], width), strict=True):
        colour = under_ink(theme.hue(kind.color, tones, kind.name).title if kind.name else tones.hairline, tones)
        said = f" {percent(kind.minutes / whole)}"
        parts.append((text.pad(said if len(said) < cells else "", cells), f"bold {ink(colour)} on {colour}"))
        label = text.clean(kind.name) or "no type"
        room += cell_len(label) + 5
        if room <= width:
            bar_colour = theme.hue(kind.color, tones, kind.name).bar if kind.name else tones.text_dim
            names.append(Content.assemble((" ■ ", bar_colour), label, "  "))
    return [*lines, Content.assemble(*parts), Content.assemble(*names)]


def beside(blocks: Sequence[Lines], widths: Sequence[int], gap: int = 3) -> Lines:
    """Blocks side by side, each cut or filled to its width."""
    lines = []
    for index in range(max(len(block) for block in blocks)):
        parts: list[Content | str] = []
        for block, width in zip(blocks, widths, strict=True):
            line = block[index] if index < len(block) else Content("")
            line = line.truncate(width, ellipsis=True) if line.cell_length > width else line
            parts += [line, " " * (width - line.cell_length + gap)]
        lines.append(Content.assemble(*parts[:-1]))
    return lines
