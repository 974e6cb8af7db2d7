"""Keys pressed, words typed, and waiting: for what they lead to, for what another desk did, for what comes by itself.

Nothing here waits for a length of time: a loaded machine takes longer, and shows the same.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from textual.pilot import Pilot
from textual.widgets import Input
from textual.worker import WorkerCancelled, WorkerFailed

from tests.tui.reading import the_app

LOOKS = 1500
"""How often `until` looks before it gives up: half a minute and more, which only what never comes takes."""


def letters(words: str) -> list[str]:
    """The keys of typed words."""
    return ["space" if letter == " " else letter for letter in words]


async def settle(pilot: Pilot[None]) -> None:
    """Until what was pressed has been done, by the workers and in the store's thread too."""
    for _ in range(2):
        if pilot.app._exit:  # the store's thread does no more
            return
        await the_app(pilot).work(lambda _desk: None)
        with suppress(WorkerFailed, WorkerCancelled):  # a newer count took its place
            await pilot.app.workers.wait_for_complete()
        await pilot.pause()


async def press(pilot: Pilot[None], *keys: str) -> int:
    """Press, one after another, and settle; the number of keys."""
    for key in keys:
        await pilot.press(key)
    await settle(pilot)
    return len(keys)


async def write(pilot: Pilot[None], words: str) -> None:
    """Type into the focused field in one go: for words whose keys nobody counts."""
    box = pilot.app.focused
    assert isinstance(box, Input), box
    box.insert_text_at_cursor(words)
    await settle(pilot)


async def spell(pilot: Pilot[None], words: str) -> None:
    """Type letter by letter, as a person does."""
    await press(pilot, *letters(words))


async def follow(pilot: Pilot[None]) -> None:
    """Until this desk has read what other desks wrote, and its screens have heard of it."""
    await the_app(pilot).work(lambda desk: desk.refresh())
    await settle(pilot)


async def until(pilot: Pilot[None], true: Callable[[], bool]) -> None:
    """Wait for what comes by itself."""
    for _ in range(LOOKS):
        if true():
            return
        await pilot.pause(0.02)
    raise AssertionError("waited in vain")
