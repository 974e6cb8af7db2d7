"""Help for what has the focus: what works here first, then everything; made from the table of actions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from scheduling.model.status import STATUSES
from tui import text, theme, words
from tui.actions import CARRY, CONTEXT_GROUPS, FORM_KEYS, GROUPS, HERE, Action, lines, of
from tui.glyphs import ENTER
from tui.modes import BY_ID
from tui.widgets.dialog import ESCAPE, Dialog
from tui.widgets.footer import Hint
from tui.widgets.lines import clip, section

if TYPE_CHECKING:
    from tui.screens.base import DeskScreen

Block = list[Content]
KEYS = 9
"""Cells of the column of keys."""


class HelpDialog(Dialog[None]):
    """`behind`: the screen whose keys are told; `over`: the dialog on it, whose own keys come first."""

    WIDTH, HEIGHT = 118, 34
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark", "leave", "Close", show=False),
        Binding("f1", "leave", "Close", show=False),
        Binding("down,j", "scroll(1)", "Down", show=False),
        Binding("up,k", "scroll(-1)", "Up", show=False),
        Binding("pagedown,space", "scroll(12)", "Page down", show=False),
        Binding("pageup", "scroll(-12)", "Page up", show=False),
    ]
    AUTO_FOCUS = None

    def __init__(self, behind: DeskScreen | None, over: Dialog[Any] | None = None) -> None:
        super().__init__()
        self._where = behind.context if behind and not over else None
        self._over = over
        self._mode = behind.MODE if behind else "week"
        self._columns = [Static(classes="column", markup=False) for _ in range(3)]

    def compose_body(self) -> ComposeResult:
        """Three columns, or two where there is no room."""
        with VerticalScroll(can_focus=False), Horizontal(id="columns"):
            yield from self._columns

    def on_mount(self) -> None:
        """Fill the columns."""
        name = BY_ID[self._mode].name
        between = ", " if self._where == CARRY else ", on "
        where = f"{name}{between}{HERE[self._where]}" if self._where in CONTEXT_GROUPS else name
        if self._over:
            where = self._over.title_row.word
        self.query_one("#body").styles.padding = (1, 0, 0, 0)
        first = self._over or self._where in CONTEXT_GROUPS
        self.title_row.show("Help", where, "what works here comes first" if first else "")
        self._fill()

    def on_resize(self, event: events.Resize) -> None:
        """Another width, other columns."""
        self._fit()
        self._fill()

    def _fill(self) -> None:
        wide = self.app.size.width >= 110
        inner = min(self.WIDTH, self.app.size.width) - 5
        widths = (39, 39, inner - 84) if wide else ((inner - 3) // 2, (inner - 3) // 2, 0)
        left, middle, right = self._sections(widths)
        columns = [left, middle, right] if wide else [left, [*middle, *right], []]
        for widget, blocks, width in zip(self._columns, columns, widths, strict=True):
            widget.display = bool(blocks)
            widget.styles.width = width
            widget.set_class(widget is not self._columns[2 if wide else 1], "-spaced")
            joined = [line for block in blocks for line in [*block, Content("")]]
            widget.update(Content("\n").join(clip(line, width) for line in joined[:-1]))

    def _sections(self, widths: Sequence[int]) -> tuple[list[Block], list[Block], list[Block]]:
        first, second, third = widths[0], widths[1], widths[2] or widths[1]
        here = CONTEXT_GROUPS.get(self._where or "")
        known = {action.group for action in of(self._mode)}
        ordered = sorted((group for group in GROUPS if group in known), key=lambda group: group != here)
        cut = _halfway([len(lines(self._actions(group))) + 2 for group in ordered])
        left = [self._group(group, first, group == here) for group in ordered[:cut]]
        if self._over:
            left.insert(0, self._dialog(self._over, first))
        form = key_block("In a form", self._spelled(FORM_KEYS), second)
        middle = [self._group(group, second, False) for group in ordered[cut:]]
        middle.insert(0 if self._where is None else len(middle), form)
        return left, middle, [self._marks(third), self._ground(third), self._types(third)]

    def _actions(self, group: str) -> list[Action]:
        return [action for action in of(self._mode) if action.group == group]

    def _group(self, group: str, width: int, here: bool) -> Block:
        title = f"Here: {HERE[self._where]}" if here and self._where else group
        return key_block(title, self._spelled(lines(self._actions(group))), width, here=here)

    def _spelled(self, rows: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
        """Enter by its name, where no sign can stand for it."""
        enter = "Enter" if self.desk_app.plain_glyphs.enabled else ENTER
        return [(keys.replace(ENTER, enter), said) for keys, said in rows]

    def _dialog(self, over: Dialog[Any], width: int) -> Block:
        """What its last row says, none of it left out."""
        rows = [(hint.keys, hint.words[:1].lower() + hint.words[1:]) for hint in over.keys_line()]
        return key_block(f"Here: {over.title_row.word}", self._spelled(rows), width, here=True)

    def _marks(self, width: int) -> Block:
        tones = {"arrived": "$ok", "checked-in": "$amber", "noshow": "$bad", "pending": "$amber"}
        block = [section("Marks", width)]
        for status in STATUSES.values():
            if status.glyph:
                word = "held, time left" if status.name == "pending" else status.word.lower()
                block.append(Content.assemble((f"{status.glyph}   ", f"bold {tones[status.name]}"), word))
        for mark, style, word in (
            ("✓", "bold $text", "has said yes"),
            ("!", "bold $bad", "overbooked"),
            ("?", "bold $bad", "outside hours by now"),
        ):
            block.append(Content.assemble((f"{mark}   ", style), word))
        return [*block, Content.assemble(("dim ", "$text-dim"), "seen, done")]

    def _ground(self, width: int) -> Block:
        tones = theme.tones(self.app)
        samples = (
            ("▏────", f"{tones.hairline} on {tones.free}", "free"),
            ("╱╱╱╱╱", f"{tones.hatch} on {tones.off}", "closed, break, off"),
            ("     ", f"{tones.text_dim} on {tones.past}", "past"),
            ("┊    ", f"{tones.amber} on {tones.raised}", "held"),
            ("━━━━━", tones.now, "now"),
            ("13:00", f"bold {tones.on_amber} on {tones.amber_solid}", "you are here"),
        )
        return [
            section("Ground", width),
            *(Content.assemble((cells, style), f"   {word}") for cells, style, word in samples),
        ]

    def _types(self, width: int) -> Block:
        app = self.desk_app
        tones = theme.tones(app)
        hospital = app.hospital
        types = app.desk.type_list(hospital.id) if hospital else []
        block = [section("Type is the colour", width)]
        for kind in types[:12]:
            colour = theme.hue(kind.color, tones, kind.name).bar
            block.append(Content.assemble(("■ ", colour), text.fit(kind.name, width - 2)))
        return block

    def action_scroll(self, rows: int) -> None:
        """Up and down, where not all fits."""
        self.query_one(VerticalScroll).scroll_relative(y=rows, animate=False)

    def refresh_keys(self) -> None:
        """Closing and scrolling; no help of the help."""
        self.keys.show(self.keys_line())

    def keys_line(self) -> Sequence[Hint]:
        """Closing, scrolling."""
        return (
            ESCAPE._replace(keys="Esc ?", words="Close"),
            Hint("↑↓", "Scroll", ("up", "down")),
        )


def _halfway(heights: Sequence[int]) -> int:
    """How many of the sections stand in the first column, so that the columns are about equally high."""
    whole, so_far = sum(heights) + len(FORM_KEYS) + 2, 0
    for index, height in enumerate(heights):
        if so_far + height / 2 > whole / 2:
            return index
        so_far += height
    return len(heights)


def key_block(title: str, rows: Iterable[tuple[str, str]], width: int, *, here: bool = False) -> Block:
    """A section of keys: title, then keys in amber and what they do."""
    block = [section(title, width, style="bold $amber" if here else "bold $text-dim")]
    for keys, said in rows:
        column = max(KEYS, len(keys) + 1)
        first, *more = words.wrap(said, max(10, width - column))
        block.append(Content.assemble((keys.ljust(column), "bold $amber"), first))
        block += [Content(" " * column + line) for line in more]
    return block
