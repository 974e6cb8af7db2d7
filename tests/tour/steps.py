"""A morning at the desk, step by step: what is pressed, and what must stand on the screen within some seconds."""

from __future__ import annotations

from typing import NamedTuple


class Step(NamedTuple):
    """`keys` in order, "=words" are typed; each of `words` is waited for, then none of `gone` may be left. `short`:
    also part of the short tour. `ends`: the program is left."""

    title: str
    keys: tuple[str, ...]
    words: tuple[str, ...]
    gone: tuple[str, ...] = ()
    short: bool = False
    ends: bool = False


STEPS = (
    Step("open: the week, the cursor on a free time", (),
         ("1 Week", "Next free", "⏎ Book", "clock fixed"), short=True),
    Step("a caller asks for the next free time", ("f",), ("Next available", "⏎"), short=True),
    Step("the first one is held for them", ("enter",), ("held for you",), short=True),
    Step("letters find the caller", ("=mar lop",), ("Lopez, Maria",), short=True),
    Step("enter chooses, enter books", ("enter", "enter"), ("Booked  Maria Lopez", "u undo"),
         ("held for you",), short=True),
    Step("somebody stands at the desk", ("n", "=larsen", "enter"), ("Walk-in", "All the same")),
    Step("the doctor is busy: booked all the same, with the reason", ("ctrl+b", "=fever", "enter", "enter"),
         ("Arrived  Ida Larsen",), ("nothing is held",)),
    Step("today: the board", ("3",), ("Waiting ─", "In the room ─", "Due ─"), short=True),
    Step("the first of the waiting goes in", ("home", "i"), ("In the room  ",), short=True),
    Step("the next usual status: seen", ("space",), ("● ",)),
    Step("who is due last arrives", ("end", "a"), ("Arrived  ",)),
    Step("in the week, for a patient", ("1", "/", "=mar lop", "enter"), ("For  Maria Lopez",)),
    Step("booked in a later week", ("]", "f", "enter", "enter"), ("Booked  Maria Lopez",)),
    Step("picked up", ("m",), ("Carrying  Maria Lopez",)),
    Step("carried to the next time that fits, dropped", ("f", "enter"), ("Moved  Maria Lopez",), ("Carrying",)),
    Step("cancelled, the reason by one digit", ("x", "1"), ("Cancelled  Maria Lopez", "Reason: patient.")),
    Step("the waitlist and the times given back", ("5", "tab", "tab"), ("Freed times", "⏎ Book")),
    Step("somebody takes one of them", ("enter", "enter"), ("Booked  ",), ("held for you",)),
    Step("the doctor is ill today", ("6", "i"), ("Closed today", "outside hours")),
    Step("the first of the displaced: what fits", ("enter",), ("Move to", "Keep it as it is")),
    Step("moved there", ("1",), ("Moved  ",)),
    Step("the next is kept", ("enter", "4"), ("Kept  ",)),
    Step("a visit of today is repeated: the dates first", ("3", "end", "r"), ("dates", "⏎")),
    Step("what is not free takes the time beside it; booked",
         ("enter", "space", "enter", "space", "enter"), ("u undo",),
         ("How often",)),
    Step("figures", ("7",), ("Use of time", "No-shows", "Everyone")),
    Step("a new doctor", ("8", "tab", "tab", "n", "=Dr Ada Moro", "ctrl+s"), ("Saved  Dr Ada Moro",)),
    Step("their hours, in words", ("h", "enter", "=9-17", "enter"), ("◆ Dr Ada Moro", "Not saved yet")),
    Step("the same on all weekdays, saved", ("r", "enter", "ctrl+s"), ("Saved  ",), ("Not saved yet",)),
    Step("bookable at once", ("1", "f", "enter", "=mar lop", "enter", "enter"), ("Booked  Maria Lopez", "Dr Moro")),
    Step("their day on paper", ("P",), ("Day sheet", "Esc")),
    Step("back, and the last step undone", ("escape", "u"), ("Undone  ",), short=True),
    Step("locked: nothing of the book is shown", ("ctrl+l",), ("Locked", "Nothing of the book is shown")),
    Step("somebody else sits down", ("ctrl+u", "=t.reyes", "enter"), ("Welcome  t.reyes",)),
    Step("left", ("ctrl+q",), (), short=True, ends=True),
)  # fmt: skip
