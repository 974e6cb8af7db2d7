"""Who is outside hours, or would be once a draft is saved, each with a time that fits."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from scheduling.model.hours import Displaced
from tui import text, theme
from tui.widgets.lines import clip, section
from tui.words import doctor_short, wrap


class Lists(NamedTuple):
    """What the panel tells. `displaced`: by saving, None without a draft; `outside`: already; `since`: from when on,
    in words; `again`: how many come inside again; `looking`: times are still being looked for; `when`, `name` put a
    minute and a doctor's id into words."""

    displaced: tuple[Displaced, ...] | None
    outside: tuple[Displaced, ...]
    since: str
    again: int
    looking: bool
    doctor: str
    when: Callable[[int], str]
    name: Callable[[str], str]

    @property
    def all(self) -> tuple[Displaced, ...]:
        """Those of both lists, in the order in which they are shown."""
        return (*(self.displaced or ()), *self.outside)


ONE_LINE = 64
"""Cells from which a visit and the time that fits share a line."""

Entry = tuple[Content, int | None]
"""A line, and the visit that it is about: an index into `Lists.all`."""


class DisplacedList(Widget):
    """Both lists; one visit is chosen while the list has the keys."""

    DEFAULT_CSS = "DisplacedList { height: 1fr; padding: 0 1 0 2; background: $panel; color: $text; }"
    ALLOW_SELECT = False

    class Pointed(Message):
        """The mouse chose a visit; `acted`: it was the chosen one already."""

        def __init__(self, index: int, acted: bool) -> None:
            super().__init__()
            self.index = index
            self.acted = acted

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.lists: Lists | None = None
        self.cursor: int | None = None
        self._lines: list[Entry] = []
        self._top = 0

    def show(self, lists: Lists, cursor: int | None) -> None:
        """Other lists; `cursor`: which visit is chosen, None = the keys are elsewhere."""
        self.lists, self.cursor = lists, cursor
        self.refresh()

    def render(self) -> Content:
        """The lines in sight."""
        width, height = self.content_size.width, self.content_size.height
        if self.lists is None or width < 1:
            return Content("")
        self._lines = lines_of(self.lists, self.cursor, width, height, theme.tones(self.app))
        mine = [at for at, (_, index) in enumerate(self._lines) if index == self.cursor and index is not None]
        if not mine or mine[-1] < height - 1:
            self._top = 0
        else:
            self._top = min(max(self._top, mine[-1] - height + 2), mine[0])
        end = self._top + height
        shown = self._lines[self._top : end]
        below = {index for _, index in self._lines[end - 1 :]} - {None} if end < len(self._lines) else set()
        if below:
            shown[-1] = Content.styled(f" … {len(below)} more below", "$text-dim"), None
        return Content("\n").join(clip(line, width) for line, _ in shown)

    def on_click(self, event: events.Click) -> None:
        """Choose the visit under the mouse; the chosen one is opened."""
        offset = event.get_content_offset(self)
        at = self._top + offset.y if offset is not None else -1
        if 0 <= at < len(self._lines) and (index := self._lines[at][1]) is not None:
            self.post_message(self.Pointed(index, index == self.cursor))


def lines_of(lists: Lists, cursor: int | None, width: int, height: int, tones: theme.Tones) -> list[Entry]:
    """Every line, spread out where the height allows."""
    for detail in (3, 2):
        lines = _lines(lists, cursor, width, tones, detail)
        if len(lines) < height:
            return [_blank(), *lines]
    return lines


def _lines(lists: Lists, cursor: int | None, width: int, tones: theme.Tones, detail: int) -> list[Entry]:
    found: list[Entry] = []
    if lists.displaced is not None:
        found += _saving(lists, cursor, width, tones, detail)
    first = len(lists.displaced or ())
    if lists.outside:
        found += [_blank()] if found else []
        title = Content.styled(f"! Outside {lists.since}".rstrip(), "bold $amber")
        found.append((section(title, width, Content.styled(str(len(lists.outside)), "bold $amber")), None))
        for index, one in enumerate(lists.outside, first):
            found += _entry(lists, one, index, cursor, width, tones, 2)
    if not found:
        return _nobody(width)
    if lists.all:
        found += [_blank(), *_keys(cursor)]
    return found


def _blank() -> Entry:
    return Content(""), None


def _saving(lists: Lists, cursor: int | None, width: int, tones: theme.Tones, detail: int) -> list[Entry]:
    assert lists.displaced is not None
    count = len(lists.displaced)
    found: list[Entry] = []
    if lists.looking and not count:
        return [(section("Saving displaces", width, "looking"), None)]
    if not count:
        found = [(section(Content.styled("Saving displaces", "bold $ok"), width, "nobody"), None)]
    else:
        title = Content.styled("! Saving displaces", "bold $bad")
        found = [(section(title, width, Content.styled(str(count), "bold $bad")), None)]
        said = "Nothing is moved or cancelled by itself; they stay marked ? until someone decides."
        found += [(Content.styled(line, "$text-dim"), None) for line in wrap(said, width)]
    if lists.again:
        said = f"{lists.again} now outside {'is' if lists.again == 1 else 'are'} inside again."
        found += [(Content.styled(line, "$ok"), None) for line in wrap(said, width)]
    for index, one in enumerate(lists.displaced):
        found += [_blank()] if detail == 3 else []
        found += _entry(lists, one, index, cursor, width, tones, detail)
    return found


def _entry(
    lists: Lists, one: Displaced, index: int, cursor: int | None, width: int, tones: theme.Tones, detail: int
) -> list[Entry]:
    """When and who; what it is; a time that fits: on three lines, on two, on one where that is wide enough."""
    visit = one.visit
    when = lists.when(visit.visit.start_minute)
    wide = detail == 2 and width >= ONE_LINE
    room = (width // 2 if wide else width) - len(when) - (4 if wide else 3)
    who = text.short_name(visit.patient_name, room) if visit.patient_name else "a held time"
    fits = _fits(lists, one)
    head = Content.assemble(" ", (when, ""), "  ", (who, "bold"))
    if wide:
        head = Content.assemble(head, " " * (width // 2 - head.cell_length), fits)
    if index == cursor:
        head = head.extend_right(max(0, width - head.cell_length))
        head = Content.styled(head.plain, "bold $on-amber on $amber-solid")
    lines = [head]
    if detail == 3:
        born = f"b. {text.birth(visit.birth_date)}  " if visit.birth_date else ""
        lines.append(Content.assemble("   ", (born, "$text-dim"), _kind(one, tones)))
    if not wide:
        lines.append(Content.assemble("   ", fits))
    return [(line, index) for line in lines]


def _kind(one: Displaced, tones: theme.Tones) -> Content:
    visit = one.visit
    if not visit.type_name:
        return Content.styled(text.minutes(visit.visit.minutes), "")
    mark = theme.readable(theme.base_colour(visit.type_color, visit.type_name), tones.panel, 3.0)
    return Content.assemble(("■ ", mark), f"{text.kind_words(visit.type_name, 12)} {visit.visit.minutes}")


def _fits(lists: Lists, one: Displaced) -> Content:
    if one.fits is None:
        said = "looking for a time" if lists.looking else "no time fits within weeks"
        return Content.styled(said, "$text-dim" if lists.looking else "$bad")
    other = f" {doctor_short(lists.name(one.fits.doctor))}" if one.fits.doctor != one.visit.visit.doctor else ""
    return Content.assemble(("fits ", "$text-dim"), (lists.when(one.fits.start), "bold $info"), (other, "$info"))


def _keys(cursor: int | None) -> list[Entry]:
    if cursor is None:
        return [(Content.assemble(" ", ("Tab", "bold $amber"), (" go there, then work them off", "$text-dim")), None)]
    return [
        (
            Content.assemble(
                " ",
                ("⏎", "bold $amber"),
                (" move, cancel, keep  ", "$text-dim"),
                ("m", "bold $amber"),
                (" carry", "$text-dim"),
            ),
            None,
        )
    ]


def _nobody(width: int) -> list[Entry]:
    head = section(Content.styled("Outside hours", "bold $text-dim"), width, "nobody")
    said = (
        "Every visit ahead lies inside these hours. What a change would displace is listed here before it is saved."
    )
    return [(head, None), *((Content.styled(line, "$text-dim"), None) for line in wrap(said, width))]
