"""Undo and redo: what every screen has that changes something."""

from __future__ import annotations

from scheduling.errors import Refused
from tui import text
from tui.screens.mode import ModeScreen


class Undoing(ModeScreen):
    """The actions of the group “Undo instead of “are you sure?””."""

    async def do_undo(self) -> None:
        """Turn back this desk's last step, and say which it was."""
        await self._turn_back("undo", "Undone")

    async def do_redo(self) -> None:
        """Do again what was undone last."""
        await self._turn_back("redo", "Done again")

    async def _turn_back(self, verb: str, word: str) -> None:
        try:
            outcome = await self.desk_app.work(lambda desk: desk.do(verb))
        except Refused as error:
            self.say("info", "", f"{error.reason} {error.remedy}".strip())
            return
        self.reload()
        self.say("ok", word, text.clean(outcome.value.words))
