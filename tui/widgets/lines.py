"""Lines of styled text that several widgets share: a text with something at its end, a section's head, keys."""

from __future__ import annotations

from textual.content import Content

from tui import text

LABEL = 9
"""Cells of a card's labels."""


def styled(said: str | Content, style: str = "") -> Content:
    """`said` as Content; a plain string takes `style` (theme variables allowed), Content keeps its own."""
    return said if isinstance(said, Content) else Content.styled(said, style) if style else Content(said)


def clip(line: Content, width: int) -> Content:
    """`line` cut to `width` cells, with an ellipsis where something was lost."""
    return line.truncate(width, ellipsis=True) if line.cell_length > width else line


def spread(left: Content, right: Content, width: int) -> Content:
    """`left`, then room, then `right` at the end of `width` cells; the left gives way."""
    if width <= 0:
        return Content("")
    if not right.plain:
        return clip(left, width)
    right = clip(right, width)
    left = clip(left, max(0, width - right.cell_length - 1))
    return Content.assemble(left, " " * (width - left.cell_length - right.cell_length), right)


def section(title: str | Content, width: int, fact: str | Content = "", *, style: str = "bold $text-dim") -> Content:
    """A section's head: bold title, a rule, one small fact at its end."""
    left = Content.assemble(clip(styled(title, style), width), " ")
    right = Content.assemble(" ", styled(fact, "$text-dim")) if fact else Content("")
    right = clip(right, max(0, width - left.cell_length))
    rule = width - left.cell_length - right.cell_length
    return Content.assemble(left, ("─" * max(0, rule), "$hairline"), right)


def row(label: str, value: str | Content, width: int, style: str = "") -> Content:
    """A line of a card: a label and its value."""
    shown = value if isinstance(value, Content) else text.styled(text.fit(value, width - LABEL), style)
    return Content.assemble((text.pad(label, LABEL), "$text-dim"), shown)
