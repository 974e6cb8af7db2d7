"""The day sheet: what will be on the paper, and where it goes: a file of one's own, or the printer."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, Static

from tui import text
from tui.widgets.dialog import ESCAPE, Dialog
from tui.widgets.field import Field, FieldInput
from tui.widgets.footer import Hint
from tui.widgets.lines import clip
from tui.widgets.painted import Painted

PRINTER = "lp"
"""The command that prints, as every Unix has it (CUPS)."""

PRINT_SECONDS = 20


class DaySheetDialog(Dialog[str | None]):
    """Shows the sheet of a doctor's date; answers what was done with it."""

    WIDTH, HEIGHT = 84, 34
    HAS_VERDICT: ClassVar[bool] = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "scroll(-1)", "Up", show=False),
        Binding("down", "scroll(1)", "Down", show=False),
        Binding("pageup", "scroll(-10)", "Page up", show=False),
        Binding("pagedown", "scroll(10)", "Page down", show=False),
        Binding("ctrl+t,f2", "print", "Print", show=False, priority=True),
    ]

    def __init__(self, doctor: str, on: date) -> None:
        super().__init__()
        self._doctor = doctor
        self._on = on
        self._lines: list[str] = []
        self._top = 0
        self._over = ""
        """The path of a file that is there and that a second Enter replaces."""

    def compose_body(self) -> ComposeResult:
        """The sheet, and the file it would go to."""
        yield Static("")
        yield Painted(self._sheet, id="sheet")
        yield Static("")
        yield Field("File", FieldInput(self._usual_path(), id="path", max_length=300))

    def on_mount(self) -> None:
        """Read the day once: what is seen is what is printed."""
        self._lines = self.desk_app.desk.day_sheet(self._doctor, self._on)
        self.title_row.show("Day sheet", text.day_long(self._on), f"{len(self._lines)} lines")
        self._invite()

    def _usual_path(self) -> str:
        return str(Path("~") / f"{self._doctor}-{self._on.isoformat()}.txt")

    def _invite(self) -> None:
        self.verdict.show("info", "", "Names and phones stand on it: the file is readable by you alone.")

    def _sheet(self, width: int, height: int) -> list[Content]:
        """The lines in sight."""
        self._top = max(0, min(self._top, len(self._lines) - height))
        return [clip(Content(text.clean(line)), width) for line in self._lines[self._top : self._top + height]]

    def action_scroll(self, rows: int) -> None:
        """Up and down the sheet."""
        self._top += rows
        self.query_one(Painted).refresh()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Another file."""
        self._over = ""
        self._invite()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Write the file; one that is there only when Enter is pressed again."""
        path = Path(event.value.strip()).expanduser()
        if not event.value.strip():
            self.verdict.show("bad", "File:", "No name is given.", second="Type where the sheet should go.")
            return
        if path.exists() and self._over != str(path):
            self._over = str(path)
            self.verdict.show("bad", "There is a file of that name.", "", second="⏎ again replaces it.")
            return
        try:
            written = path.with_name(f".{path.name}.new")
            descriptor = os.open(written, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write("\n".join(self._lines) + "\n")
            written.replace(path)
        except OSError as error:
            why = (error.strerror or "the disk refused").lower()
            self.verdict.show("bad", "Not written:", f"{why}.", second="Type another place.")
            return
        self.dismiss(f"Written to {path}.")

    async def action_print(self) -> None:
        """Give the sheet to the printer of this machine."""
        if shutil.which(PRINTER) is None:
            self.verdict.show("bad", "No printer:", "this machine has no “lp”.", second="⏎ writes a file instead.")
            return
        self.verdict.show("info", "Printing", "…")
        title = f"Day sheet {self._on.isoformat()}"
        process = await asyncio.create_subprocess_exec(
            PRINTER, "-t", title, stdin=asyncio.subprocess.PIPE, stdout=-3, stderr=asyncio.subprocess.PIPE
        )
        try:
            sheet = ("\n".join(self._lines) + "\n").encode()
            _, said = await asyncio.wait_for(process.communicate(sheet), PRINT_SECONDS)
        except TimeoutError:
            process.kill()
            await process.wait()
            self.verdict.show("bad", "Not printed:", "the printer is silent.", second="⏎ writes a file instead.")
            return
        if process.returncode:
            why = text.fit(said.decode(errors="replace").strip().removeprefix("lp: "), 60) or "it gave no reason"
            self.verdict.show("bad", "Not printed:", why, second="⏎ writes a file instead.")
            return
        self.dismiss(f"{text.day_long(self._on)} is given to the printer.")

    def keys_line(self) -> Sequence[Hint]:
        """No letters: a name is typed."""
        return (
            Hint("⏎", "Write the file", ("enter",), rank=0),
            Hint("^t", "Print", ("ctrl+t",), rank=1),
            Hint("↑↓", "Read", ("up", "down"), rank=2),
            ESCAPE,
        )
